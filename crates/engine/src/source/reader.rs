//! Reads entries of one file and keeps the diagnostics about them.

use ron::{Error, value::RawValue};
use serde::Deserialize;

use super::{
    diagnostics::diagnostic::{self, TextDiagnostic},
    diagnostics::{syntax_error, tokenizer::tokens, type_error},
    field_homes,
    fields::{FieldError, Fields, options},
};
use crate::base::{
    diagnostic::Diagnostic,
    name::nearest,
    source_text::{Place, SourceId, SourceSet},
};

/// The most diagnostics on one file: nobody reads more, and each costs time.
const MAX_DIAGNOSTICS: usize = 1_000;

/// The most fields of one entry that are reported, each of which has the entry read again.
const MAX_FAILED_FIELDS: usize = 50;

/// A file being read.
pub(super) struct Reader<'s> {
    sources: &'s SourceSet,
    file: SourceId,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'s> Reader<'s> {
    pub(super) fn new(sources: &'s SourceSet, file: SourceId) -> Reader<'s> {
        Reader {
            sources,
            file,
            diagnostics: Vec::new(),
        }
    }

    /// Whether nothing more is reported.
    fn is_full(&self) -> bool {
        self.diagnostics.len() >= MAX_DIAGNOSTICS
    }

    /// Keeps a diagnostic on a range of `text`, which is part of the file.
    pub(super) fn report(&mut self, text: &'s str, remark: TextDiagnostic) {
        if self.is_full() {
            return;
        }
        let whole = self.sources.place(self.file, text);
        let within = |range: std::ops::Range<usize>| -> Place {
            let offset = |end| u32::try_from(end).unwrap_or(u32::MAX);
            whole.within(offset(range.start)..offset(range.end))
        };
        let mut diagnostic = Diagnostic::new(remark.code, within(remark.range), remark.says);
        diagnostic.label = remark.label.map(str::to_owned);
        diagnostic.help = remark.help;
        if let Some((range, says)) = remark.related {
            diagnostic = diagnostic.related(within(range), says);
        }
        self.diagnostics.push(diagnostic);
    }

    /// The fields of `text`, the rest of the file or a part of it that may not
    /// be well-formed.
    pub(super) fn fields(&mut self, text: &'s str) -> Option<Fields<'s>> {
        match options().from_str(text) {
            Ok(fields) => Some(fields),
            Err(error) => {
                self.report(text, syntax_error::diagnose(text, &error));
                None
            }
        }
    }

    /// The fields of one entry of a list.
    pub(super) fn fields_of(&mut self, entry: &'s RawValue) -> Option<Fields<'s>> {
        let text = entry.get_ron();
        match options().from_str(text) {
            Ok(fields) => Some(fields),
            Err(error) => {
                self.report(text, type_error::diagnose(text, &error));
                None
            }
        }
    }

    /// The entries in the field `name` that can be read, with a diagnostic on every
    /// other. All are read in one pass, and one by one only if that fails.
    pub(super) fn entries<T: Deserialize<'s>>(
        &mut self,
        fields: &Fields<'s>,
        name: &str,
    ) -> Vec<T> {
        let list = fields.only(name);
        if let Some(Ok(entries)) = list.map(|list| options().from_str(list.get_ron())) {
            return entries;
        }
        let mut read = Vec::new();
        for entry in self.list(fields, name) {
            if self.is_full() {
                break;
            }
            read.extend(self.entry(entry.get_ron()));
        }
        read
    }

    fn entry<T: Deserialize<'s>>(&mut self, text: &'s str) -> Option<T> {
        let error = match options().from_str(text) {
            Ok(entry) => return Some(entry),
            Err(error) => error,
        };
        let before = self.diagnostics.len();
        let fields = options().from_str::<Fields<'s>>(text).ok();
        let read = fields.and_then(|fields| self.record::<T>(text, &fields, &[]));
        if self.diagnostics.len() == before {
            self.report(text, type_error::diagnose(text, &error));
        }
        read
    }

    /// The list in the field `name`, entry by entry.
    pub(super) fn list(&mut self, fields: &Fields<'s>, name: &str) -> Vec<&'s RawValue> {
        let mut found = fields.named(name);
        let Some((_, list)) = found.next() else {
            return Vec::new();
        };
        for (again, _) in found {
            self.report(again, diagnostic::given_twice(0..again.len(), name));
        }
        let text = list.get_ron();
        options().from_str(text).unwrap_or_else(|error| {
            self.report(text, type_error::diagnose(text, &error));
            Vec::new()
        })
    }

    /// Reads the fields of `text` other than `lists`, with a diagnostic on each
    /// that cannot be read or is missing. A misspelt field is taken for the one
    /// that was meant, one that failed is left out, one that is missing made
    /// up, and the rest tried again. What can be read but for the names of
    /// fields is given back, so that the checker can look at it too.
    pub(super) fn record<T: Deserialize<'s>>(
        &mut self,
        text: &'s str,
        fields: &Fields<'s>,
        lists: &[&str],
    ) -> Option<T> {
        let mut tried = Fields(fields.0.clone());
        let mut failed: Vec<usize> = Vec::new();
        let mut readable = true;
        let mut placeholders = Placeholders::default();
        let before = self.diagnostics.len();
        loop {
            let reported = self.diagnostics.len() - before;
            if self.is_full() || reported > MAX_FAILED_FIELDS {
                return None;
            }
            let leave_out =
                |number: usize, name: &str| failed.contains(&number) || lists.contains(&name);
            match tried.read(leave_out) {
                Ok(entry) => return (readable && placeholders.is_empty()).then_some(entry),
                Err(FieldError::Value(number, value, error)) => {
                    let Some(wrong) = number.checked_sub(fields.0.len()) else {
                        let name = tried.0.get(number).map_or("", |(name, _)| *name);
                        self.report(value, type_error::diagnose_field(name, value, &error));
                        failed.push(number);
                        readable = false;
                        continue;
                    };
                    placeholders.try_next(wrong, &mut tried, number)?;
                }
                Err(FieldError::Name(Some((number, name)), code)) => {
                    self.report(name, name_remark(name, &code, lists));
                    match (meant(name, &code, &tried), tried.0.get_mut(number)) {
                        (Some(field), Some(tried)) => tried.0 = field,
                        _ => failed.push(number),
                    }
                }
                Err(FieldError::Name(None, code)) => {
                    let Error::MissingStructField { field, .. } = code else {
                        return None;
                    };
                    // Left out because it failed, and reported already.
                    if fields.named(field).next().is_none() {
                        self.lacks(text, fields, field);
                    }
                    placeholders.add(field, &mut tried)?;
                }
            }
        }
    }

    /// Points at the entry's id, or at its first word or bracket.
    pub(super) fn lacks(&mut self, text: &'s str, fields: &Fields<'s>, field: &str) {
        match fields.named("id").next() {
            Some((_, id)) => self.report(
                id.get_ron(),
                diagnostic::lacks(0..id.get_ron().len(), field),
            ),
            None => {
                let first = tokens(text).next().map_or(0..0, |token| token.range);
                self.report(text, diagnostic::lacks(first, field));
            }
        }
    }
}

/// Values to put in for missing fields, so that the fields after them are
/// checked too. At least one of these fits each type that a field can have.
const PLACEHOLDERS: [&str; 7] = [
    "\"\"",
    "0",
    "[]",
    "{}",
    "Adopted(on: \"\", by: \"\")",
    "YesNo",
    "Discretionary",
];

/// The fields that are filled in, each with the number of its placeholder.
#[derive(Default)]
struct Placeholders(Vec<usize>);

impl Placeholders {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a missing field; `None` if it was added before.
    fn add<'s>(&mut self, field: &'static str, tried: &mut Fields<'s>) -> Option<()> {
        let real = tried.0.len().checked_sub(self.0.len())?;
        if tried.0.iter().skip(real).any(|(name, _)| *name == field) {
            return None;
        }
        tried.0.push((field, placeholder(0)?));
        self.0.push(0);
        Some(())
    }

    /// Gives the made-up field another value; `None` if there is no other.
    fn try_next(&mut self, wrong: usize, tried: &mut Fields<'_>, number: usize) -> Option<()> {
        let next = self.0.get_mut(wrong)?;
        *next += 1;
        let (_, value) = tried.0.get_mut(number)?;
        *value = placeholder(*next)?;
        Some(())
    }
}

fn placeholder(number: usize) -> Option<&'static RawValue> {
    let text = PLACEHOLDERS.get(number)?;
    RawValue::from_ron(text).ok()
}

/// The field that a misspelt one was meant to be, if the entry lacks it.
fn meant(written: &str, code: &Error, fields: &Fields<'_>) -> Option<&'static str> {
    let Error::NoSuchStructField { expected, .. } = code else {
        return None;
    };
    let near = nearest(written, expected.iter().copied())?;
    fields.named(near).next().is_none().then_some(near)
}

fn name_remark(name: &str, code: &Error, lists: &[&str]) -> TextDiagnostic {
    match code {
        Error::NoSuchStructField { expected, .. } => {
            let fields: Vec<&str> = expected.iter().chain(lists).copied().collect();
            let diagnostic = diagnostic::no_such_field(0..name.len(), name, &fields);
            match field_homes::home_of(name).filter(|_| nearest(name, fields).is_none()) {
                Some(home) => diagnostic.help(format!("`{name}` belongs in {home}")),
                None => diagnostic,
            }
        }
        _ => diagnostic::given_twice(0..name.len(), name),
    }
}
