//! Messages about text that cannot be read, in the words of rule authors: never
//! the parser's own names for things.

pub(super) mod comma;
pub(super) mod diagnostic;
mod position;
pub(super) mod syntax_error;
pub(super) mod tokenizer;
pub(super) mod type_error;
