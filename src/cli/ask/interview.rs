//! Which question comes next, and what becomes of what is entered.
//!
//! The questions are those of the page, in its order. First come those that the answer
//! depends on, until it is settled; then, if that is wanted, those for which something
//! is assumed.

use std::collections::BTreeSet;

use super::{
    super::exit::{Exit, Failure},
    entry::{Choice, Choosable, Entry, Prompt, Query},
    progress_file::Progress,
};
use crate::forms::{
    form_fields::{Fields, name_of_place},
    form_view::{Entry as FormEntry, FieldView, FormView, ListView},
    question::{self, Asked},
};
use almoner_engine::{
    answer::Answer,
    base::date::{Date, LongDate},
    book::Book,
    check::model::RuleSet,
    facts::MAX_RECORDS,
    present::{self, AnswerView, MissingFact},
};

/// The name of the first question.
const DAY: &str = "on";

/// Questions to a person.
pub(super) struct Interview<'b> {
    book: &'b Book,
    set: &'b RuleSet,
    today: Option<Date>,
    progress: Progress,
    /// The questions asked so far, the last one last.
    asked_so_far: Vec<String>,
    /// Whether questions are asked for which something is assumed; none before that
    /// is known.
    asks_assumed: Option<bool>,
    /// What the answer was when it was last said.
    said: String,
}

/// How an interview ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// Nothing more is worth asking.
    Complete,
    /// The person stopped.
    Stopped,
}

/// A question of the form, with the name of its field.
struct Step<'f> {
    name: String,
    kind: StepKind<'f>,
}

enum StepKind<'f> {
    List(&'f ListView),
    Field {
        field: &'f FieldView,
        /// `Child 2`.
        record: Option<&'f str>,
        is_confidential: bool,
    },
}

impl<'b> Interview<'b> {
    pub(super) fn new(
        (book, set): (&'b Book, &'b RuleSet),
        progress: Progress,
        today: Option<Date>,
    ) -> Interview<'b> {
        Interview {
            book,
            set,
            today,
            progress,
            asked_so_far: Vec::new(),
            asks_assumed: None,
            said: String::new(),
        }
    }

    pub(super) fn progress(&self) -> &Progress {
        &self.progress
    }

    /// The question with what was entered so far, and its answer.
    pub(super) fn asked(&self) -> Asked<'b> {
        question::ask(self.book, self.set, &self.progress.fields, self.today)
    }

    /// Asks until nothing is left to ask, or the person stops.
    pub(super) fn run(&mut self, prompt: &mut dyn Prompt) -> Result<Ended, Failure> {
        prompt.say(&self.set.newest().title)?;
        loop {
            if self.is_open(DAY) {
                let query = self.day_query();
                if self.put(DAY, &query, prompt)? == Entry::Stop {
                    return Ok(Ended::Stopped);
                }
                continue;
            }
            let asked = self.asked();
            if !asked.errors.is_empty() || asked.unavailable.is_some() {
                self.mend(&asked, prompt)?;
                continue;
            }
            let Some(answer) = &asked.answer else {
                return Ok(Ended::Complete);
            };
            if !asked.is_blank {
                self.say_answer(answer, prompt)?;
            }
            let form = asked.form(&self.progress.fields, None);
            let steps = steps(&form, &self.progress.fields);
            let (needed, assumed) = self.open(&steps, answer);
            let next = match (needed, assumed.first()) {
                (Some(step), _) => step,
                (None, None) => return Ok(Ended::Complete),
                (None, Some(step)) => match self.wants_assumed(assumed.len(), prompt)? {
                    Some(true) => step,
                    Some(false) => return Ok(Ended::Complete),
                    None => return Ok(Ended::Stopped),
                },
            };
            if self.put(&next.name, &next.query(), prompt)? == Entry::Stop {
                return Ok(Ended::Stopped);
            }
        }
    }

    /// Asks a question, and takes in what is entered.
    fn put(
        &mut self,
        name: &str,
        query: &Query,
        prompt: &mut dyn Prompt,
    ) -> Result<Entry, Failure> {
        let entry = prompt.ask(query)?;
        match &entry {
            Entry::Values(values) if query.is_count && !is_count(values) => {
                prompt.say("The number must be written in digits, such as 2.")?;
            }
            Entry::Values(values) => {
                let field = field_of(name, query);
                self.progress.fields.set_all(&field, values.clone());
                self.asked_so_far.push(name.to_owned());
            }
            Entry::Blank => {
                self.progress.left_open.insert(name.to_owned());
                self.asked_so_far.push(name.to_owned());
            }
            Entry::Back => match self.asked_so_far.pop() {
                Some(before) => self.forget(&before),
                None => prompt.say("This is the first question.")?,
            },
            Entry::Stop => {}
        }
        Ok(entry)
    }

    /// Says what is wrong with what was entered last, and takes it out, so that it is
    /// asked for again.
    fn mend(&mut self, asked: &Asked<'_>, prompt: &mut dyn Prompt) -> Result<(), Failure> {
        let says = match asked.errors.first() {
            Some(error) => error.says.clone(),
            None => asked.unavailable.clone().unwrap_or_default(),
        };
        let last = self.asked_so_far.pop();
        let named = asked.errors.first().map(|error| error.field.clone());
        let named = named.filter(|field| self.progress.fields.has(field));
        if last.is_none() && named.is_none() {
            return Err(Failure::new(Exit::Facts, says.trim_end_matches('.')));
        }
        prompt.say(&says)?;
        for name in named.iter().chain(&last) {
            self.forget(name);
        }
        Ok(())
    }

    /// The question for the day, in the words of the page.
    fn day_query(&self) -> Query {
        let (words, is_booking) = question::day_words(self.set.newest());
        let hint = match (is_booking, self.today) {
            (true, _) => "For example, 1/5/2018. You can leave this empty.".to_owned(),
            (false, Some(today)) => {
                format!(
                    "For example, 1/5/2018. If you leave it out: {}.",
                    LongDate(today)
                )
            }
            (false, None) => "For example, 1/5/2018.".to_owned(),
        };
        Query::text(words, Some(hint))
    }

    /// Says what the answer is by now, if that has changed.
    fn say_answer(&mut self, answer: &Answer<'_>, prompt: &mut dyn Prompt) -> Result<(), Failure> {
        let words = match present::answer(answer) {
            AnswerView::Quote(view) => {
                format!("{}: {}", view.total.label, view.total.amount.words)
            }
            AnswerView::Screening(view) => view.headline,
            _ => return Ok(()),
        };
        if words != self.said {
            prompt.say(&format!("→ {words}"))?;
            self.said = words;
        }
        Ok(())
    }

    /// The next question that the answer depends on, and those for which something is
    /// assumed.
    fn open<'s, 'f>(
        &self,
        steps: &'s [Step<'f>],
        answer: &Answer<'_>,
    ) -> (Option<&'s Step<'f>>, Vec<&'s Step<'f>>) {
        let names = |places: Vec<String>| -> BTreeSet<String> {
            places.iter().map(|it| name_of_place(it)).collect()
        };
        let hidden = names(present::not_worth_asking(answer));
        let missing = missing(answer).into_iter().flat_map(|it| it.at);
        let missing = names(missing.collect());
        let is_missing = |step: &Step<'_>| {
            let (list, record) = of_record(&step.name);
            // A record is asked for whole, in the order of the page; one of which nothing
            // is known is not there yet.
            let of_its_record = |it: &String| it == list || of_record(it).1 == record;
            missing.contains(&step.name)
                || record.is_some() && !step.is_assumed() && missing.iter().any(of_its_record)
        };
        let open = || {
            let open = steps.iter().filter(|it| self.is_open(&it.name));
            open.filter(|it| !hidden.contains(&it.name))
        };
        let needed = open().find(|it| is_missing(it));
        let assumed = open().filter(|it| it.is_assumed());
        (needed, assumed.collect())
    }

    /// Whether a question is neither answered nor left open.
    fn is_open(&self, name: &str) -> bool {
        let fields = &self.progress.fields;
        let is_answered = fields.has(name) || fields.has(&format!("{name}.count"));
        !is_answered && !self.progress.left_open.contains(name)
    }

    /// Whether to ask the questions for which something is assumed; none where the
    /// person stops.
    fn wants_assumed(
        &mut self,
        count: usize,
        prompt: &mut dyn Prompt,
    ) -> Result<Option<bool>, Failure> {
        if self.asks_assumed.is_none() {
            let text = match count {
                1 => {
                    "1 more question has a usual answer, which was used. Do you want to answer it?"
                        .to_owned()
                }
                count => format!(
                    "{count} more questions have usual answers, which were used. Do you want to answer them?"
                ),
            };
            let query = Query {
                choice: Choice::One(vec![
                    Choosable::new("no", "No"),
                    Choosable::new("yes", "Yes"),
                ]),
                ..Query::text(text, None)
            };
            self.asks_assumed = match prompt.ask(&query)? {
                Entry::Stop => None,
                Entry::Values(values) => Some(values.iter().any(|it| it == "yes")),
                Entry::Back | Entry::Blank => Some(false),
            };
        }
        Ok(self.asks_assumed)
    }

    /// Takes out what was entered for a question, with the records of a list.
    fn forget(&mut self, name: &str) {
        let records = format!("{name}.");
        let is_of = |own: &str| own == name || own.starts_with(&records);
        let fields = &mut self.progress.fields;
        *fields = fields.only(|own| !is_of(own));
        self.progress.left_open.retain(|own| !is_of(own));
    }
}

/// The field that holds the answer to a question: of a list, how many there are.
fn field_of(name: &str, query: &Query) -> String {
    match query.is_count {
        true => format!("{name}.count"),
        false => name.to_owned(),
    }
}

/// The list and the record that a field is of: `children` and `children.2`; the field
/// itself and none where it is of no record.
fn of_record(name: &str) -> (&str, Option<&str>) {
    match (name.split_once('.'), name.rsplit_once('.')) {
        (Some((list, _)), Some((record, _))) => (list, Some(record)),
        _ => (name, None),
    }
}

/// Whether it says how many records there are.
fn is_count(values: &[String]) -> bool {
    let count = values.iter().map(|it| it.parse::<usize>());
    count.flatten().any(|it| it <= MAX_RECORDS)
}

fn missing(answer: &Answer<'_>) -> Vec<MissingFact> {
    match present::answer(answer) {
        AnswerView::Quote(view) => {
            let parts = view.parts.into_iter();
            parts.flat_map(|it| it.notes.missing).collect()
        }
        AnswerView::Screening(view) => view.missing,
        _ => Vec::new(),
    }
}

/// Every question in the order of the page. The facts of records are asked once it is
/// known how many there are.
fn steps<'f>(form: &'f FormView, fields: &Fields) -> Vec<Step<'f>> {
    let mut steps = Vec::new();
    let of = |field: &'f FieldView, record: Option<&'f str>, is_confidential: bool| Step {
        name: field.name.clone(),
        kind: StepKind::Field {
            field,
            record,
            is_confidential,
        },
    };
    for entry in &form.entries {
        match entry {
            FormEntry::Field(field) => steps.push(of(field, None, false)),
            FormEntry::List(list) => {
                steps.push(Step {
                    name: list.name.clone(),
                    kind: StepKind::List(list),
                });
                if fields.record_count(&list.name).is_some() {
                    for record in &list.records {
                        let own = record.fields.iter();
                        steps.extend(own.map(|it| of(it, Some(&record.legend), false)));
                    }
                }
            }
        }
    }
    steps.extend(form.confidential.iter().map(|it| of(it, None, true)));
    steps
}

impl Step<'_> {
    fn is_assumed(&self) -> bool {
        match &self.kind {
            StepKind::List(list) => list.has_default,
            StepKind::Field { field, .. } => field.has_default,
        }
    }

    fn query(&self) -> Query {
        match &self.kind {
            StepKind::List(list) => {
                let count = "How many are there? Write a number, 0 for none.";
                let hint = match &list.hint {
                    Some(more) => format!("{count} {more}"),
                    None => count.to_owned(),
                };
                Query {
                    is_count: true,
                    ..Query::text(list.legend.as_str(), Some(hint))
                }
            }
            StepKind::Field {
                field,
                record,
                is_confidential,
            } => Query::of_field(field, *record, *is_confidential),
        }
    }
}
