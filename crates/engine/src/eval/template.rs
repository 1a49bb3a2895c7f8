//! Wordings with the case's own values put in.

use std::{borrow::Cow, fmt::Write as _};

use super::{evaluator::Evaluator, facts::Facts, trace::Silent};
use crate::{
    base::{
        bounds::DisplayValue,
        ids::RecordId,
        types::{Options, Type},
        value::Value,
    },
    check::{
        formula::Formula,
        model::{Plural, Wording, Words},
    },
    program::model::Ruling,
};

/// Stands in a wording for what is not known: the questions say what that is.
const UNKNOWN: &str = "…";

/// A wording in full, for one record of a list if one is named.
#[must_use]
pub fn render(
    ruling: &Ruling<'_>,
    facts: &Facts,
    wording: &Wording,
    record: Option<RecordId>,
) -> String {
    let mut out = String::new();
    TemplateRenderer::new(ruling, facts).render(&mut out, wording, record);
    out
}

/// Says any number of wordings about one case; what they have in common is
/// evaluated once.
#[derive(Debug)]
pub struct TemplateRenderer<'a> {
    ruling: &'a Ruling<'a>,
    facts: &'a Facts,
    evaluator: Option<Evaluator<'a, Silent>>,
}

impl<'a> TemplateRenderer<'a> {
    /// For the case with these facts.
    #[must_use]
    pub fn new(ruling: &'a Ruling<'a>, facts: &'a Facts) -> TemplateRenderer<'a> {
        TemplateRenderer {
            ruling,
            facts,
            evaluator: None,
        }
    }

    /// Adds a wording to `out`, for one record of a list if one is
    /// named. What rests on a confidential fact is left out of it.
    pub fn render(&mut self, out: &mut String, wording: &Wording, record: Option<RecordId>) {
        for words in &wording.0 {
            match words {
                Words::Plain(plain) => out.push_str(plain),
                Words::Formula(formula) => self.render_formula(out, formula, record),
                Words::Plural(plural) => self.render_plural(out, plural, record),
            }
        }
    }

    /// Whether every value of a wording that can be shown is known.
    pub fn is_known(&mut self, wording: &Wording, record: Option<RecordId>) -> bool {
        let secrets = self.ruling.secrets;
        wording.0.iter().all(|words| {
            let formula = match words {
                Words::Plain(_) => return true,
                Words::Formula(formula) => formula,
                Words::Plural(plural) => &plural.count,
            };
            let value = self.value_of(formula, record);
            secrets.result(formula.number) || !matches!(value, Some(Value::Unknown(_)))
        })
    }

    /// What a formula comes to; `None` if it cannot be evaluated.
    pub fn value_of(&mut self, formula: &Formula, record: Option<RecordId>) -> Option<Value> {
        let (ruling, facts) = (self.ruling, self.facts);
        let evaluator = self
            .evaluator
            .get_or_insert_with(|| Evaluator::new(ruling, facts, Silent));
        evaluator.evaluate(formula, record).ok()
    }

    fn render_plural(&mut self, out: &mut String, plural: &Plural, record: Option<RecordId>) {
        let is_secret = self.ruling.secrets.result(plural.count.number);
        let value = self.value_of(&plural.count, record);
        if !is_secret && !value.is_some_and(Value::is_settled) {
            out.push_str(&plural.other.replace('#', UNKNOWN));
            return;
        }
        let mut count = String::new();
        self.render_formula(&mut count, &plural.count, record);
        let words = match count.as_str() {
            "1" => &plural.one,
            _ => &plural.other,
        };
        out.push_str(&words.replace('#', &count));
    }

    fn render_formula(&mut self, out: &mut String, formula: &Formula, record: Option<RecordId>) {
        if self.ruling.secrets.result(formula.number) {
            out.push_str("(withheld)");
            return;
        }
        match self.value_of(formula, record) {
            Some(value) if value.is_settled() => {
                write_value(out, value, &formula.ty, self.facts);
            }
            _ => out.push_str(UNKNOWN),
        }
    }
}

/// A value as read aloud.
#[must_use]
pub fn format_value(value: Value, ty: &Type, facts: &Facts) -> String {
    let mut out = String::new();
    write_value(&mut out, value, ty, facts);
    out
}

/// A value of the rules themselves as read aloud, which is no text of a case.
#[must_use]
pub fn constant_words(value: Value, ty: &Type) -> String {
    match (value, ty) {
        (Value::Choice(option), Type::Choice(options)) => options.words(option).into_owned(),
        (Value::Choices(chosen), Type::Choices(options)) => several(chosen, options),
        (Value::Choices(0), Type::List) => "none".to_owned(),
        _ => DisplayValue(value).to_string(),
    }
}

fn write_value(out: &mut String, value: Value, ty: &Type, facts: &Facts) {
    match (value, ty) {
        (Value::Choice(option), Type::Choice(options)) => {
            out.push_str(&options.words(option));
        }
        (Value::Choices(chosen), Type::Choices(options)) => {
            out.push_str(&several(chosen, options));
        }
        // A list that is assumed to be empty.
        (Value::Choices(0), Type::List) => out.push_str("none"),
        (Value::Text(number), _) => out.push_str(facts.text(number)),
        (Value::Whole(whole), _) => out.push_str(itoa::Buffer::new().format(whole)),
        _ => {
            // Writing to a text cannot fail.
            let _ = write!(out, "{}", DisplayValue(value));
        }
    }
}

fn several(chosen: u64, options: &Options) -> String {
    let chosen = options.chosen(chosen);
    let names: Vec<Cow<'_, str>> = chosen.map(|number| options.words(number)).collect();
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_that_is_assumed_to_be_empty_is_none() {
        assert_eq!(constant_words(Value::Choices(0), &Type::List), "none");
    }

    #[test]
    fn options_are_named_by_their_words() {
        let options = Options::labelled([("day_visit", None), ("camp", Some("Camping"))]);
        let words = |value, ty: &Type| constant_words(value, ty);
        let several = Type::Choices(options.clone());
        assert_eq!(words(Value::Choices(0b11), &several), "day visit, Camping");
        assert_eq!(words(Value::Choices(0), &several), "none");
        assert_eq!(words(Value::Choice(1), &Type::Choice(options)), "Camping");
    }
}
