//! The part of the Python package that is written in Rust: a book, and Arrow
//! record batches in and out by the PyCapsule interface.

mod cases;

use std::{path::PathBuf, sync::Arc};

use almoner_arrow::{Asked, BatchError, answer_batch, answer_schema, schema};
use almoner_engine::{
    Date, OpenError, Question, Refusal, answer::Detail, book::open, facts::Problem, load::BookFrom,
    model::RuleSet,
};
use pyo3::{
    exceptions::{PyKeyError, PyOSError, PyTypeError, PyValueError},
    prelude::*,
};
use pyo3_arrow::{PyRecordBatch, PySchema};

/// A council's rules and prices, checked and ready to answer.
#[pyclass(frozen, module = "almoner")]
struct Book {
    book: almoner_engine::Book,
    /// Its folder; none of the built-in book.
    path: Option<PathBuf>,
}

#[pymethods]
impl Book {
    /// Opens the book in a folder with `rules` and `tariffs` in it; without one, the
    /// built-in book.
    #[new]
    #[pyo3(signature = (path=None))]
    fn new(path: Option<PathBuf>) -> PyResult<Book> {
        let opened = match &path {
            Some(path) => almoner_engine::Book::open(path),
            None => almoner_engine::Book::from_files(almoner_built_in::files()),
        };
        match opened {
            Ok(book) => Ok(Book { book, path }),
            Err(OpenError::Load(error)) => Err(PyOSError::new_err(error.to_string())),
            Err(error) => Err(PyValueError::new_err(error.to_string())),
        }
    }

    /// The names of the rule sets.
    #[getter]
    fn rule_sets(&self) -> Vec<String> {
        self.book
            .rule_sets()
            .map(|set| set.id.to_string())
            .collect()
    }

    /// The columns that batches of a rule set can have, as an Arrow schema.
    fn schema(&self, rule_set: &str) -> PyResult<PySchema> {
        Ok(Arc::new(schema(self.set(rule_set)?)).into())
    }

    /// The columns of its answers, as an Arrow schema.
    #[pyo3(signature = (rule_set, reasons=false))]
    fn answer_schema(&self, rule_set: &str, reasons: bool) -> PyResult<PySchema> {
        Ok(Arc::new(answer_schema(self.set(rule_set)?, reasons)).into())
    }

    /// The cases that a rule set must answer, as a JSON array.
    fn cases_json(&self, rule_set: &str) -> PyResult<String> {
        self.set(rule_set)?;
        // A book is opened without its cases, which no answer needs.
        let from = match &self.path {
            Some(path) => BookFrom::Directory(path),
            None => BookFrom::Files(almoner_built_in::files()),
        };
        let opened = open(from).map_err(|error| PyOSError::new_err(error.to_string()))?;
        let book = opened.book.as_ref();
        let set = book.and_then(|book| book.program().rule_set(rule_set));
        Ok(cases::json(set.map_or(&[], |set| &set.cases)))
    }

    /// The answer to one question as JSON, with its trace unless `trace` is false.
    #[pyo3(signature = (rule_set, facts, on=None, known=None, trace=true))]
    fn answer_json(
        &self,
        rule_set: &str,
        facts: &str,
        on: Option<&str>,
        known: Option<&str>,
        trace: bool,
    ) -> PyResult<String> {
        self.set(rule_set)?;
        let mut question = Question::new(rule_set).json(facts);
        if let Some(on) = day(on)? {
            question = question.on(on);
        }
        if let Some(known) = day(known)? {
            question = question.known(known);
        }
        if !trace {
            question = question.detail(Detail::Silent);
        }
        match self.book.answer(&question) {
            Ok(answer) => Ok(answer.to_json()),
            Err(refusal) => Err(PyValueError::new_err(said(&refusal))),
        }
    }

    /// Answers every row of a record batch, on all cores, without the interpreter's
    /// lock.
    #[pyo3(signature = (rule_set, batch, on=None, known=None, reasons=false))]
    fn answer_record_batch(
        &self,
        py: Python<'_>,
        rule_set: &str,
        batch: PyRecordBatch,
        on: Option<&str>,
        known: Option<&str>,
        reasons: bool,
    ) -> PyResult<PyRecordBatch> {
        let asked = Asked {
            rule_set,
            on: day(on)?,
            known: day(known)?,
            reasons,
        };
        let batch = batch.into_inner();
        let answered = py.detach(|| answer_batch(&self.book, &asked, &batch));
        answered.map(PyRecordBatch::new).map_err(refused)
    }

    fn __repr__(&self) -> String {
        format!("Book({} rule sets)", self.book.rule_sets().count())
    }
}

impl Book {
    fn set(&self, id: &str) -> PyResult<&RuleSet> {
        let set = self.book.program().rule_set(id);
        set.ok_or_else(|| PyKeyError::new_err(format!("there is no rule set `{id}`")))
    }
}

fn day(text: Option<&str>) -> PyResult<Option<Date>> {
    let parsed = text.map(|text| {
        let parsed = text.parse::<Date>();
        parsed
            .map_err(|_| PyValueError::new_err(format!("`{text}` is not a day: write 2018-05-01")))
    });
    parsed.transpose()
}

/// Why there is no answer, with every problem of the facts and where it is.
fn said(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Facts(problems) => {
            let each: Vec<String> = problems.iter().map(Problem::with_place).collect();
            each.join("\n")
        }
        other => other.to_string(),
    }
}

fn refused(error: BatchError) -> PyErr {
    let says = error.to_string();
    match error {
        BatchError::NoRuleSet(_) | BatchError::NoFact { .. } => PyKeyError::new_err(says),
        BatchError::WrongType { .. } => PyTypeError::new_err(says),
        _ => PyValueError::new_err(says),
    }
}

/// The part of the package that is written in Rust.
#[pymodule]
fn _almoner(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Book>()?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))
}
