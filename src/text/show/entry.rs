//! How an entry of a version is laid out: its id, its words, its formulas, its
//! reading.

use super::sheet::{EntryHead, Sheet};
use almoner_engine::{
    base::{bounds::DisplayValue, ids::ChargeId, time_unit::TimeUnit, types::Type, value::Value},
    check::{
        formula::{Formula, Node},
        model::{Contents, NamedDay, TableResult, Version},
    },
    present::value_words,
};

pub(super) fn section(page: &mut Sheet, title: &str) {
    page.blank();
    page.heading(title);
    page.blank();
}

/// The book and the version that are shown.
#[derive(Clone, Copy)]
pub(super) struct Of<'v> {
    pub(super) book: &'v Contents,
    pub(super) version: &'v Version,
}

impl Of<'_> {
    /// A formula as written, with the name of the charge where it says only
    /// `charge`.
    pub(super) fn formula(self, formula: &Formula) -> String {
        let mut text = formula.text.to_string();
        let mut bare: Vec<(usize, usize, ChargeId)> = Vec::new();
        formula.expr.each(&mut |part| {
            if let Node::Charge(number) = part.node
                && formula.written(part) == "charge"
            {
                bare.push((part.start as usize, part.end as usize, number));
            }
        });
        bare.sort();
        for (start, end, number) in bare.into_iter().rev() {
            let charge = &self.book.charges[number];
            text.replace_range(start..end, &format!("charge {}", charge.id));
        }
        text
    }

    pub(super) fn part(self, page: &mut Sheet, opening: &str, formula: Option<&Formula>) {
        if let Some(formula) = formula {
            page.formula(4, opening, &self.formula(formula));
        }
    }

    /// The day that a criterion or value is about, if not the day asked about.
    pub(super) fn day(self, page: &mut Sheet, day: Option<NamedDay>) {
        let name = match day {
            None => return,
            Some(NamedDay::Fact(fact)) => &self.version.facts[fact].id,
            Some(NamedDay::Value(value)) => &self.version.values[value].id,
        };
        page.hanging(4, "on the day ", name);
    }

    pub(super) fn entry(self, page: &mut Sheet, id: &str, says: &str, cite: Option<&str>) {
        page.blank();
        page.entry(EntryHead {
            id: id.to_owned(),
            says: says.to_owned(),
            cite: cite.map(|cite| value_words::in_paper(self.version, cite).to_owned()),
        });
    }
}

pub(super) fn read_as(page: &mut Sheet, reading: Option<&str>) {
    if let Some(reading) = reading {
        page.hanging(4, "Read as: ", &value_words::sentence(reading));
    }
}

/// A value, or the charge whose price it is.
pub(super) fn result_words(book: &Contents, gives: TableResult, ty: &Type) -> String {
    match gives {
        TableResult::Value(value) => of_type(value, ty),
        TableResult::Charge(number) => format!("charge {}", book.charges[number].id),
    }
}

/// The heading of what a table gives, and what an amount is by.
pub(super) fn gives(per: Option<TimeUnit>) -> String {
    match per {
        Some(unit) => format!("gives {}", unit.a()),
        None => "gives".to_owned(),
    }
}

/// A value that is written in a rule file.
fn of_type(value: Value, ty: &Type) -> String {
    match (value, ty) {
        (Value::Choice(option), Type::Choice(options)) => options.words(option).into_owned(),
        _ => DisplayValue(value).to_string(),
    }
}
