//! What is done with those who meet the criteria: schedules, who comes first,
//! places and letters.

use super::{
    catalogue,
    diagnostics::Sink,
    formula::Node,
    line_checker,
    model::{
        Interval, Letter, OUTCOMES, Priority, Recurrence, Schedule, Selection, Vacancy, Wording,
    },
    provenance,
    resolve::{self, FormulaText},
    symbols::Scope,
    values::{self, EntryContext},
};
use crate::{
    base::{
        date::Date, diagnostic::Diagnostic, diagnostic_code::Code, ids::IdVec, source_text::Place,
        terms::PriorityOrder, types::Type,
    },
    source::model::{LetterEntry, PriorityEntry, RecurrenceEntry, RuleFile, ScheduleEntry},
};

/// Entries while they are checked.
struct SelectionChecker<'c, 'a, 'd> {
    around: &'c EntryContext<'a>,
    scope: &'c Scope<'a>,
    sink: &'c mut Sink<'d>,
}

/// Checks what a version does with those who meet its criteria.
pub(super) fn check(
    written: &RuleFile<'_>,
    around: &EntryContext<'_>,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> Selection {
    let entries = &written.selection;
    let mut it = SelectionChecker {
        around,
        scope,
        sink,
    };
    let ids = entries.schedules.iter().map(|it| it.id);
    catalogue::names("schedules", ids, around.file, it.sink);
    let ids = entries.priority.iter().map(|it| it.id);
    catalogue::names("rules of priority", ids, around.file, it.sink);
    let ids = entries.places.iter().map(|it| it.id);
    catalogue::names("places", ids, around.file, it.sink);
    it.letters_once(&entries.letters);
    it.letters_end(written);
    let schedules = entries.schedules.iter();
    let priority = entries.priority.iter();
    let letters = entries.letters.iter();
    let valid_for = written.head.valid_for;
    Selection {
        schedules: IdVec::numbered(schedules.filter_map(|entry| it.schedule(entry))),
        priority: IdVec::numbered(priority.filter_map(|entry| it.priority(entry))),
        about: written.head.about.map(Box::from),
        ties: written.head.ties.map(Box::from),
        decides: written.head.decides.map(Box::from),
        review: written.head.review.map(Box::from),
        contact: written.head.contact.map(Box::from),
        valid_for: valid_for.and_then(|text| it.valid_for(text)),
        places: entries
            .places
            .iter()
            .map(|entry| Vacancy {
                id: entry.id.into(),
                says: entry.says.into(),
                holds: entry.holds,
                opens: entry.opens.map(|opens| it.day(opens)),
                cite: it.cite("place", entry.id, entry.cite),
                reading: entry.reading.map(Box::from),
            })
            .collect(),
        letters: IdVec::numbered(letters.map(|entry| it.letter(entry))),
    }
}

impl SelectionChecker<'_, '_, '_> {
    fn place(&self, text: &str) -> Place {
        self.around.file.place(text)
    }

    fn day(&mut self, text: &str) -> Date {
        provenance::day(text, self.around.file, self.sink)
    }

    fn cite(&mut self, what: &str, id: &str, cite: Option<&str>) -> Box<str> {
        let cite = self.around.cite(cite).unwrap_or_default();
        if cite.is_empty() {
            line_checker::no_citation(what, id, self.place(id), self.sink);
        }
        cite
    }

    fn words(&mut self, text: &str) -> Wording {
        let site = FormulaText::of_case(text, self.place(text));
        values::words(site, self.scope, self.sink)
    }

    fn formula(&mut self, text: &str, expected: Option<&Type>) -> Option<super::formula::Formula> {
        let site = FormulaText::of_case(text, self.place(text));
        resolve::formula(site, expected, self.scope, self.sink)
    }

    fn schedule(&mut self, entry: &ScheduleEntry<'_>) -> Option<Schedule> {
        let place = self.place(entry.id);
        if let Some(first) = entry.stretches.first() {
            if first.from.is_none() {
                let says = format!("the schedule `{}` does not say from when", entry.id);
                let diagnostic = Diagnostic::new(Code::BadSchedule, self.place(first.every), says);
                let help = "its first stretch needs a day to count from: `from: \"term_starts\"`";
                self.sink.add(diagnostic.help(help));
            }
        } else {
            let says = format!("the schedule `{}` has no stretches", entry.id);
            let diagnostic = Diagnostic::new(Code::BadSchedule, place, says);
            let help = "write `stretches: [(every: \"7 days\", from: …, until: …)]`";
            self.sink.add(diagnostic.help(help));
        }
        if self.scope.get(entry.id).is_some() {
            let says = format!("the name `{}` is used twice", entry.id);
            let diagnostic = Diagnostic::new(Code::DuplicateName, place, says);
            let help = "a fact, value or table is called so: choose another name";
            self.sink.add(diagnostic.help(help));
        }
        let says = self.words(entry.says);
        let cite = self.cite("schedule", entry.id, entry.cite);
        let recurrences: Vec<Option<Recurrence>> = entry
            .stretches
            .iter()
            .map(|recurrence| self.recurrence(recurrence))
            .collect();
        let recurrences: Option<Vec<Recurrence>> = recurrences.into_iter().collect();
        Some(Schedule {
            id: entry.id.into(),
            says,
            recurrences: recurrences.filter(|all| !all.is_empty())?,
            cite,
            reading: entry.reading.map(Box::from),
            place,
        })
    }

    fn recurrence(&mut self, entry: &RecurrenceEntry<'_>) -> Option<Recurrence> {
        let every = self.every(entry.every);
        let from = entry.from.map(|from| self.formula(from, Some(&Type::Date)));
        let until = self.formula(entry.until, Some(&Type::Date));
        Some(Recurrence {
            every: every?,
            from: match from {
                Some(from) => Some(from?),
                None => None,
            },
            until: until?,
        })
    }

    /// An interval at which days return.
    fn every(&mut self, text: &str) -> Option<Interval> {
        let says = format!("`{text}` is not an interval at which days return");
        self.interval(text, Code::BadSchedule, &says, "\"7 days\"")
    }

    /// How long a quote is valid.
    fn valid_for(&mut self, text: &str) -> Option<Interval> {
        let says = format!("`{text}` is not a time for which a quote is valid");
        self.interval(text, Code::BadValidity, &says, "\"28 days\"")
    }

    /// An interval: written out, so that no case can make it lead nowhere.
    fn interval(&mut self, text: &str, code: Code, says: &str, such: &str) -> Option<Interval> {
        let formula = self.formula(text, None)?;
        let found = match formula.expr.node {
            Node::Constant(span) => Interval::of(span),
            _ => None,
        };
        if found.is_none() {
            let diagnostic = Diagnostic::new(code, formula.place, says);
            let help = format!("write a number of days, weeks, months or years, such as {such}");
            self.sink.add(diagnostic.help(help));
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
            let diagnostic = Diagnostic::new(Code::TypeMismatch, by.place, says);
            self.sink
                .add(diagnostic.help("order by yes or no, a day or a number"));
        }
        if is_yes_no && entry.first.is_some() {
            let says = format!("of `{}` a yes always comes first", entry.by);
            let diagnostic = Diagnostic::new(Code::TypeMismatch, by.place, says);
            self.sink
                .add(diagnostic.help("leave `first` out; write `not …` to put a no first"));
        }
        Some(Priority {
            id: entry.id.into(),
            says,
            by,
            first: entry.first.unwrap_or(PriorityOrder::Least),
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
                let diagnostic = Diagnostic::new(Code::UnknownName, place, says);
                self.sink.add(
                    diagnostic
                        .help(format!("it can be {}", OUTCOMES.join(", ")))
                        .nearest(letter.outcome, OUTCOMES),
                );
            }
            let mut before = letters.iter().take(number);
            if let Some(first) = before.find(|it| it.outcome == letter.outcome) {
                let says = format!("there are two letters for `{}`", letter.outcome);
                let diagnostic = Diagnostic::new(Code::DuplicateName, place, says);
                let first = self.place(first.outcome);
                self.sink.add(diagnostic.related(first, "the other one"));
            }
        }
    }

    /// A letter says who decides, how to ask for a review and how to reach them.
    fn letters_end(&mut self, written: &RuleFile<'_>) {
        let (head, letters) = (&written.head, &written.selection.letters);
        let Some(letter) = letters.first() else {
            return;
        };
        let is_blank = |text: Option<&str>| text.is_none_or(|text| text.trim().is_empty());
        let fields = [
            (
                "decides",
                head.decides,
                "decides: \"The travel team decides.\"",
            ),
            (
                "review",
                head.review,
                "review: \"You can ask us to look at it again. Write to us within a month.\"",
            ),
            (
                "contact",
                head.contact,
                "contact: \"Write to the travel team at the Civic Offices.\"",
            ),
        ];
        let lacking = fields.into_iter().filter(|(_, text, _)| is_blank(*text));
        for (field, _, example) in lacking {
            let says = format!("the letters have no `{field}`");
            let diagnostic = Diagnostic::new(Code::NoReview, self.place(letter.outcome), says);
            let help = format!("say it at the head of the file: {example}");
            self.sink.add(diagnostic.help(help));
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
