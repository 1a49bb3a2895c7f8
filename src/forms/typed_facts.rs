//! The facts that a form was filled in with, read by the rules' own declarations.

use super::form_fields::{Fields, name_of_place};
use almoner_engine::{
    base::types::Type,
    check::model::{DaysText, Fact, FactText, Home, RecordText, Version},
    facts::{self, GivenFacts, Problem, parse_value},
    present::{mismatch_words, problem_words},
};

/// Something wrong with a field.
#[derive(Clone, Debug)]
pub(crate) struct FieldError {
    /// The field's name; empty where it is about no single field.
    pub(crate) field: String,
    pub(crate) says: String,
}

/// What is wrong with a field.
pub(crate) fn error_of<'e>(errors: &'e [FieldError], field: &str) -> Option<&'e str> {
    let found = errors.iter().find(|it| it.field == field);
    found.map(|it| it.says.as_str())
}

/// The facts of a form, and what is wrong with them.
#[derive(Debug, Default)]
pub(crate) struct TypedFacts {
    pub(crate) given: GivenFacts<'static>,
    pub(crate) errors: Vec<FieldError>,
    /// Whether nothing was typed.
    pub(crate) is_blank: bool,
}

impl TypedFacts {
    pub(crate) fn read(version: &Version, fields: &Fields) -> TypedFacts {
        let mut typed = TypedFacts::default();
        for fact in &version.facts {
            let given = match fact.home {
                Home::Record(..) => None,
                Home::List(list) => {
                    let declared: Vec<&Fact> = version.fields(list).map(|(_, it)| it).collect();
                    typed.records(fact, &declared, fields)
                }
                Home::Case | Home::Completeness(_) => typed.one(fact, &fact.id, fields),
            };
            if let Some(given) = given {
                typed.given.text(fact.id.to_string(), given);
            }
        }
        typed.is_blank = fields.iter().all(|(name, value)| {
            name == "on" || name == "known" || name.ends_with(".count") || value.trim().is_empty()
        });
        typed
    }

    /// One fact; none where the field is blank.
    fn one(&mut self, fact: &Fact, name: &str, fields: &Fields) -> Option<FactText> {
        let text = match fact.ty {
            Type::Choices(_) => fields.all(name).collect::<Vec<_>>().join(","),
            _ => fields.get(name)?.to_owned(),
        };
        if text.is_empty() {
            return None;
        }
        let dated = text.split(';').map(str::trim).filter(|it| !it.is_empty());
        if let Ok(dated @ FactText::Dated(_)) = facts::fact_from_texts(dated) {
            return Some(dated);
        }
        if let Err(wrong) = parse_value::parse(fact, &text) {
            self.errors.push(FieldError {
                field: name.to_owned(),
                says: mismatch_words(fact, &wrong),
            });
            return None;
        }
        Some(FactText::One(text.into()))
    }

    /// The records of a list. A single one that is blank is not given.
    fn records(&mut self, list: &Fact, declared: &[&Fact], fields: &Fields) -> Option<FactText> {
        let count = fields.record_count(&list.id)?;
        let errors = self.errors.len();
        let records: Vec<RecordText> = (1..=count)
            .map(|number| {
                let named = declared.iter().filter_map(|fact| {
                    let name = format!("{}.{number}.{}", list.id, fact.id);
                    Some((fact.id.clone(), self.one(fact, &name, fields)?))
                });
                RecordText {
                    days: DaysText::default(),
                    facts: named.collect(),
                }
            })
            .collect();
        let is_blank = |it: &RecordText| it.facts.is_empty();
        let is_untouched =
            count == 1 && records.iter().all(is_blank) && errors == self.errors.len();
        (!is_untouched).then_some(FactText::List(records))
    }

    /// Adds what the engine finds wrong.
    pub(crate) fn report(&mut self, version: &Version, problems: &[Problem]) {
        self.errors
            .extend(problems.iter().map(|problem| FieldError {
                field: name_of_place(&problem.at),
                says: problem_words(version, problem),
            }));
    }
}
