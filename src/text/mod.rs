//! Answers as an officer reads them aloud and pastes them into an e-mail:
//! plain text, at most 80 columns, each amount under the other. Bold and dim
//! are written as terminal escapes, which whoever prints the text takes out
//! where it does not go to a terminal; nothing is said by them alone.

mod answered;
pub mod batch;
mod bought;
pub mod codes;
mod deciding;
pub mod diagnostics;
mod filled;
mod head;
mod letter;
mod open;
mod page;
mod parts;
mod priced;
pub mod quote;
mod reasons;
pub mod screening;
pub mod show;
mod shown;
mod together;
mod totals;
mod unfinished;
mod why;

pub use almoner_engine::eval::fault::fault_words;
pub use answered::Answered;
pub use deciding::{Decider, deciding};
pub use letter::letter;
pub use parts::quote_in_parts;
pub use quote::quote;
pub use screening::screening;
pub use together::together;
pub use unfinished::unfinished;
