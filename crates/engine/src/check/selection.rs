//! What is done with those who meet the criteria: schedules, who comes first,
//! places and letters.

use super::{
    catalogue,
    formula::Node,
    lines,
    model::{Every, Letter, OUTCOMES, Priority, Schedule, Selection, Stretch, Vacancy, Wording},
    names::Scope,
    remarks::Remarks,
    resolve::{self, Standing},
    values::{self, Surroundings},
};
use crate::{
    base::{
        code::Code,
        diagnostic::Diagnostic,
        ids::IdVec,
        name::{self, nearest},
        source_text::Place,
        terms::First,
        types::Type,
    },
    source::model::{LetterEntry, PriorityEntry, RecurrenceEntry, RuleFile, ScheduleEntry},
};

/// Entries while they are checked.
struct Checking<'c, 'a, 'd> {
    around: &'c Surroundings<'a>,
    scope: &'c Scope<'a>,
    remarks: &'c mut Remarks<'d>,
}

/// Checks what a version does with those who meet its criteria.
pub(super) fn check(
    written: &RuleFile<'_>,
    around: &Surroundings<'_>,
    scope: &Scope<'_>,
    remarks: &mut Remarks<'_>,
) -> Selection {
    let entries = &written.selection;
    let mut it = Checking {
        around,
        scope,
        remarks,
    };
    it.names("schedules", entries.schedules.iter().map(|it| it.id));
    it.names("rules of priority", entries.priority.iter().map(|it| it.id));
    it.names("places", entries.places.iter().map(|it| it.id));
    it.letters_once(&entries.letters);
    let schedules = entries.schedules.iter();
    let priority = entries.priority.iter();
    let letters = entries.letters.iter();
    Selection {
        schedules: IdVec::numbered(schedules.filter_map(|entry| it.schedule(entry))),
        priority: IdVec::numbered(priority.filter_map(|entry| it.priority(entry))),
        ties: written.head.ties.map(Box::from),
        places: entries
            .places
            .iter()
            .map(|entry| Vacancy {
                id: entry.id.into(),
                says: entry.says.into(),
                holds: entry.holds,
                cite: it.cite("place", entry.id, entry.cite),
                reading: entry.reading.map(Box::from),
            })
            .collect(),
        letters: IdVec::numbered(letters.map(|entry| it.letter(entry))),
    }
}

impl Checking<'_, '_, '_> {
    fn place(&self, text: &str) -> Place {
        self.around.file.place(text)
    }

    /// Remarks on names that cannot be, or that stand twice.
    fn names<'s>(&mut self, what: &str, ids: impl Iterator<Item = &'s str>) {
        let mut seen: Vec<&str> = Vec::new();
        for id in ids {
            let place = self.place(id);
            if !name::is_name(id) {
                catalogue::bad_name(id, place, self.remarks);
            }
            if let Some(first) = seen.iter().find(|it| **it == id) {
                let says = format!("two {what} are called `{id}`");
                let remark = Diagnostic::new(Code::DuplicateName, place, says);
                let first = self.place(first);
                self.remarks.add(remark.related(first, "the other one"));
            }
            seen.push(id);
        }
    }

    fn cite(&mut self, what: &str, id: &str, cite: Option<&str>) -> Box<str> {
        let cite = self.around.cite(cite).unwrap_or_default();
        if cite.is_empty() {
            lines::no_citation(what, id, self.place(id), self.remarks);
        }
        cite
    }

    fn words(&mut self, text: &str) -> Wording {
        let standing = Standing::of_case(text, self.place(text));
        values::words(standing, self.scope, self.remarks)
    }

    fn formula(&mut self, text: &str, expected: Option<&Type>) -> Option<super::formula::Formula> {
        let standing = Standing::of_case(text, self.place(text));
        resolve::formula(standing, expected, self.scope, self.remarks)
    }

    fn schedule(&mut self, entry: &ScheduleEntry<'_>) -> Option<Schedule> {
        let place = self.place(entry.id);
        if let Some(first) = entry.stretches.first() {
            if first.from.is_none() {
                let says = format!("the schedule `{}` does not say from when", entry.id);
                let remark = Diagnostic::new(Code::BadSchedule, self.place(first.every), says);
                let help = "its first stretch needs a day to count from: `from: \"term_starts\"`";
                self.remarks.add(remark.help(help));
            }
        } else {
            let says = format!("the schedule `{}` has no stretches", entry.id);
            let remark = Diagnostic::new(Code::BadSchedule, place, says);
            let help = "write `stretches: [(every: \"7 days\", from: …, until: …)]`";
            self.remarks.add(remark.help(help));
        }
        if self.scope.get(entry.id).is_some() {
            let says = format!("the name `{}` is used twice", entry.id);
            let remark = Diagnostic::new(Code::DuplicateName, place, says);
            let help = "a fact, value or table is called so: choose another name";
            self.remarks.add(remark.help(help));
        }
        let says = self.words(entry.says);
        let cite = self.cite("schedule", entry.id, entry.cite);
        let stretches: Vec<Option<Stretch>> = entry
            .stretches
            .iter()
            .map(|stretch| self.stretch(stretch))
            .collect();
        let stretches: Option<Vec<Stretch>> = stretches.into_iter().collect();
        Some(Schedule {
            id: entry.id.into(),
            says,
            stretches: stretches.filter(|all| !all.is_empty())?,
            cite,
            reading: entry.reading.map(Box::from),
            place,
        })
    }

    fn stretch(&mut self, entry: &RecurrenceEntry<'_>) -> Option<Stretch> {
        let every = self.every(entry.every);
        let from = entry.from.map(|from| self.formula(from, Some(&Type::Date)));
        let until = self.formula(entry.until, Some(&Type::Date));
        Some(Stretch {
            every: every?,
            from: match from {
                Some(from) => Some(from?),
                None => None,
            },
            until: until?,
        })
    }

    /// An interval: written out, so that no case can make it lead nowhere.
    fn every(&mut self, text: &str) -> Option<Every> {
        let formula = self.formula(text, None)?;
        let found = match formula.expr.node {
            Node::Constant(span) => Every::of(span),
            _ => None,
        };
        if found.is_none() {
            let says = format!("`{text}` is not an interval at which days return");
            let remark = Diagnostic::new(Code::BadSchedule, formula.place, says);
            let help = "write a number of days, weeks, months or years, such as \"7 days\"";
            self.remarks.add(remark.help(help));
        }
        found
    }

    fn priority(&mut self, entry: &PriorityEntry<'_>) -> Option<Priority> {
        let says = self.words(entry.says);
        let cite = self.cite("rule of priority", entry.id, entry.cite);
        let by = self.formula(entry.by, None)?;
        let is_yes_no = by.ty == Type::YesNo;
        if !is_yes_no && !by.ty.is_ordered() {
            let says = format!("`{}` puts nobody before another: it is {}", entry.by, by.ty);
            let remark = Diagnostic::new(Code::TypeMismatch, by.place, says);
            self.remarks
                .add(remark.help("order by yes or no, a day or a number"));
        }
        if is_yes_no && entry.first.is_some() {
            let says = format!("of `{}` a yes always comes first", entry.by);
            let remark = Diagnostic::new(Code::TypeMismatch, by.place, says);
            self.remarks
                .add(remark.help("leave `first` out; write `not …` to put a no first"));
        }
        Some(Priority {
            id: entry.id.into(),
            says,
            by,
            first: entry.first.unwrap_or(First::Least),
            cite,
            reading: entry.reading.map(Box::from),
            place: self.place(entry.id),
        })
    }

    /// Every outcome has one letter at most, and is one that there is.
    fn letters_once(&mut self, letters: &[LetterEntry<'_>]) {
        for (number, letter) in letters.iter().enumerate() {
            let place = self.place(letter.outcome);
            if !OUTCOMES.contains(&letter.outcome) {
                let says = format!("a screening never comes to `{}`", letter.outcome);
                let remark = Diagnostic::new(Code::UnknownName, place, says);
                self.remarks.add(match nearest(letter.outcome, OUTCOMES) {
                    Some(near) => remark.help(format!("did you mean `{near}`?")),
                    None => remark.help(format!("it can be {}", OUTCOMES.join(", "))),
                });
            }
            let mut before = letters.iter().take(number);
            if let Some(first) = before.find(|it| it.outcome == letter.outcome) {
                let says = format!("there are two letters for `{}`", letter.outcome);
                let remark = Diagnostic::new(Code::DuplicateName, place, says);
                let first = self.place(first.outcome);
                self.remarks.add(remark.related(first, "the other one"));
            }
        }
    }

    fn letter(&mut self, entry: &LetterEntry<'_>) -> Letter {
        let mut paragraphs = |texts: &[&str]| {
            texts
                .iter()
                .map(|text| self.words(text))
                .collect::<Vec<_>>()
        };
        Letter {
            outcome: entry.outcome.into(),
            opening: paragraphs(&entry.opening),
            closing: paragraphs(&entry.closing),
        }
    }
}
