//! Formulas as they are written, each text read once: a version has most of
//! its formulas in common with those it is based on, and the order of values
//! is found before they are resolved.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use crate::source::formula::{
    self,
    model::{Formula, FormulaError},
};

/// A formula, or why its text is none.
pub(super) type Read = Rc<Result<Formula, FormulaError>>;

/// The formulas that have been read, by their texts.
#[derive(Default)]
pub(super) struct FormulaCache(RefCell<HashMap<Box<str>, Read>>);

impl FormulaCache {
    /// Reads a formula, or remembers it.
    pub(super) fn read(&self, text: &str) -> Read {
        let known = self.0.borrow().get(text).map(Rc::clone);
        known.unwrap_or_else(|| {
            let read = Rc::new(formula::parse(text));
            self.0.borrow_mut().insert(text.into(), Rc::clone(&read));
            read
        })
    }
}
