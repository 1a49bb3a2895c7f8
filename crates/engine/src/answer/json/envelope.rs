//! What every answer has in common: on what it rests, what it asks for and
//! how it can be proved.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    facts::{self, GivenFact, UnusedFact},
    fingerprints,
    fragments::Fragments,
    ordered_object::OrderedObject,
    price_status,
    step::Step,
    trace,
    used_rates::{self, UsedRates},
    values, writer,
};
use crate::{
    answer::{Asked, not_used::not_used},
    base::{
        fingerprint::Fingerprint,
        ids::{ChargeId, RecordId},
        value::Missing,
    },
    check::model::{self, Wording},
    eval::{basis::Basis, facts_read::FactsRead, template::TemplateRenderer, trace::Trace},
    program::model::Ruling,
};

/// What every answer begins with: the rules and prices that answer, and for
/// which day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Head {
    /// The format of the answer: 4. Answers saved before formats were numbered
    /// have no such key, and are read as 0.
    #[serde(default)]
    #[schemars(!default)]
    pub format: u32,
    /// The name of the rule set.
    pub rule_set: String,
    /// Its title.
    pub title: String,
    /// The first day in force of the version that answers.
    #[schemars(extend("format" = "date"))]
    pub version: String,
    /// The year of the tariff, `"2018/19"`; null if the rules use no prices.
    pub tariff: Option<String>,
    /// Whether the rules and prices are adopted.
    pub status: Status,
    /// The day asked about.
    #[schemars(extend("format" = "date"))]
    pub on: String,
    /// Only what was known by the end of this day counts; null if all of it.
    #[schemars(extend("format" = "date"))]
    pub known: Option<String>,
}

/// Whether the rules and prices that answer are adopted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// All of them are.
    Adopted,
    /// Some of them are proposed only.
    Indicative,
}

/// What every answer ends with: what it rests on, and how it can be proved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Tail {
    /// How open points were read that belong to no entry of the rules: how
    /// amounts are rounded, if that changed a figure, and on which day a birthday
    /// of 29 February falls, if it met a year without one; left out if there are
    /// none. Readings of entries are with these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<String>,
    /// The dated rates that it used, each with its status; left out if it used
    /// none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rates: Vec<UsedRates>,
    /// The facts that were given and that the answer did not use; left out if
    /// there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_used: Vec<UnusedFact>,
    /// What the source of the rules says and no rule does, so that nothing in
    /// the answer rests on it; left out if there is nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_checked: Vec<NotChecked>,
    /// The facts that were given, by name, without those withheld.
    pub facts: OrderedObject<GivenFact>,
    /// The confidential facts that were given, by name, as
    /// `"references[].kind"` in the records of a list.
    pub withheld: Vec<String>,
    /// Every formula that was evaluated, in the order of the rule file; null
    /// if the question asked for no trace.
    pub trace: Option<Vec<Step>>,
    /// By which it is proved later that the same rules, prices and facts give
    /// the same answer.
    pub fingerprints: Fingerprints,
}

/// A sentence or paragraph of the source that no rule encodes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NotChecked {
    /// Its name in the rule set.
    pub id: String,
    /// What it says, in the words of the rule set's author.
    pub says: String,
    /// Why no rule encodes it.
    pub why: String,
    /// Where it stands.
    pub cite: String,
}

/// SHA-256 fingerprints of what an answer rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Fingerprints {
    /// Of the file of the rules.
    pub rules: String,
    /// Of the file of the tariff; null if the rules use no prices.
    pub tariff: Option<String>,
    /// Of the question: the rule set, the days and the facts.
    pub facts: String,
    /// The name and version of the program that answered.
    pub engine: String,
    /// Of the files of the dated rates that the rules use, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameters: Option<OrderedObject<String>>,
    /// Of the files of the calendars that the rules use, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendars: Option<OrderedObject<String>>,
    /// Of the other rule sets that the rules use, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule_sets: Option<OrderedObject<String>>,
    /// Of what the answer uses: rules, rates and calendars without comments and
    /// layout, and the prices that were read. Since format 4.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used: Option<String>,
    /// Of the answer itself: its text in this order of keys, without white
    /// space, this key, and what `facts` holds, which has its own. Since format 4.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
}

/// A letter to an applicant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Letter {
    /// What it rests on.
    #[serde(flatten)]
    pub head: Head,
    /// The outcome it tells.
    pub outcome: String,
    /// Its text; null if the rule set has no letter for the outcome.
    pub letter: Option<String>,
}

/// About how many bytes an entry of the trace takes.
const ENTRY: usize = 64;

/// An answer being written.
pub(super) struct Answer<'a> {
    pub(super) out: String,
    pub(super) asked: Asked<'a>,
    /// The number of the part, where the answer has several.
    pub(super) part: Option<usize>,
    /// Whether it is of a list that others may see.
    pub(super) is_listed: bool,
    pub(super) templates: TemplateRenderer<'a>,
    said: String,
}

impl<'a> Answer<'a> {
    /// Begins an answer: the rules, the prices, the day and the outcome.
    pub(super) fn begin(asked: Asked<'a>, trace: Option<&Trace>, outcome: &str) -> Answer<'a> {
        let length = trace.map_or(0, |trace| expected(asked, trace));
        Answer::begin_as(asked, asked.ruling.status(), outcome, length)
    }

    /// Begins an answer of a stated status, which takes about `more`
    /// bytes above the usual length.
    pub(super) fn begin_as(
        asked: Asked<'a>,
        status: model::Status,
        outcome: &str,
        more: usize,
    ) -> Answer<'a> {
        let ruling = asked.ruling;
        let length = asked.fragments.version.length + more;
        let mut out = String::with_capacity(length);
        head(&mut out, ruling, asked.fragments, status);
        out.push_str(",\"outcome\":\"");
        out.push_str(outcome);
        out.push('"');
        Answer {
            out,
            asked,
            part: None,
            is_listed: false,
            templates: TemplateRenderer::new(ruling, asked.facts),
            said: String::with_capacity(4 * ENTRY),
        }
    }

    /// Goes on with a part of the answer, which other rules or prices answer.
    pub(super) fn turn_to(&mut self, number: usize, asked: Asked<'a>) {
        self.asked = asked;
        self.part = Some(number);
        self.templates = TemplateRenderer::new(asked.ruling, asked.facts);
    }

    /// Goes on with the answer as a whole.
    pub(super) fn turn_to_whole(&mut self, asked: Asked<'a>) {
        self.asked = asked;
        self.part = None;
        self.templates = TemplateRenderer::new(asked.ruling, asked.facts);
    }

    /// Writes which part it belongs to, where there are several.
    pub(super) fn of_part(&mut self) {
        if let Some(number) = self.part {
            writer::part_number(&mut self.out, "part", number);
        }
    }

    /// Writes a wording: as prepared, or with the case's own values.
    pub(super) fn prepared(
        &mut self,
        prepared: Option<&str>,
        wording: &Wording,
        record: Option<RecordId>,
    ) {
        match prepared {
            Some(words) => self.out.push_str(words),
            None => self.say(wording, record),
        }
    }

    /// Writes a wording with the case's own values, or null.
    pub(super) fn say_or_null(&mut self, wording: Option<&Wording>, record: Option<RecordId>) {
        match wording {
            Some(wording) => self.say(wording, record),
            None => self.out.push_str("null"),
        }
    }

    /// Writes a wording with the case's own values.
    pub(super) fn say(&mut self, wording: &Wording, record: Option<RecordId>) {
        self.said.clear();
        self.templates.render(&mut self.said, wording, record);
        writer::text(&mut self.out, &self.said);
    }

    /// Ends an answer: what is missing, assumed, not used, given and withheld,
    /// how it was calculated, and the fingerprints. `basis` is what the answer rests
    /// on.
    pub(super) fn end(
        mut self,
        open: (Missing, Missing),
        (read, readings): (&FactsRead, &[&str]),
        trace: Option<&Trace>,
        basis: Basis<'_>,
    ) -> String {
        let (missing, assumed) = open;
        let (asked, out) = (self.asked, &mut self.out);
        out.push_str(",\"missing\":");
        facts::missing(out, asked, missing);
        out.push_str(",\"assumed\":");
        facts::assumed(out, asked, assumed);
        readings_of_no_entry(out, readings);
        used_rates::write(out, asked.ruling, basis.rates);
        facts::not_used(out, asked, &not_used(asked.ruling, asked.facts, read));
        end(&mut self.out, asked, trace, basis);
        self.out
    }
}

/// Writes readings that belong to no entry of the rules, if there are any.
pub(super) fn readings_of_no_entry(out: &mut String, readings: &[&str]) {
    if readings.is_empty() {
        return;
    }
    out.push_str(",\"readings\":[");
    for (number, reading) in readings.iter().enumerate() {
        if number > 0 {
            out.push(',');
        }
        writer::text(out, reading);
    }
    out.push(']');
}

/// About how many bytes a trace takes.
pub(super) fn expected(asked: Asked<'_>, trace: &Trace) -> usize {
    let formulas = asked.fragments.version.formulas.iter();
    let openings: usize = formulas
        .map(|fragments| fragments.opening.len() + ENTRY)
        .sum();
    openings + trace.entries().len() * ENTRY
}

/// Adopted or indicative, in quotation marks.
pub(super) fn status_word(status: model::Status) -> &'static str {
    match status {
        model::Status::Adopted => "\"adopted\"",
        model::Status::Proposed => "\"indicative\"",
    }
}

/// Ends an answer with what was given, how it was calculated, and the
/// fingerprints. `basis` is what the answer rests on.
pub(super) fn end(out: &mut String, asked: Asked<'_>, trace: Option<&Trace>, basis: Basis<'_>) {
    let used = fingerprints::used([(asked.fragments, basis.prices)].into_iter());
    end_with(out, asked, used, basis.open_provisions, |out| match trace {
        Some(trace) => trace::write(out, asked, trace),
        None => out.push_str("null"),
    });
}

/// As [`end`], with the trace as `traced` writes it, and the fingerprint of what
/// was used.
pub(super) fn end_with(
    out: &mut String,
    asked: Asked<'_>,
    used: Fingerprint,
    open: Option<&[u16]>,
    traced: impl FnOnce(&mut String),
) {
    not_checked(out, asked, open);
    out.push_str(",\"facts\":");
    let first = out.len();
    facts::facts(out, asked);
    // The text was this long before the facts, so the rest of it is there.
    let fingerprint = fingerprint(asked, out.get(first..).unwrap_or_default());
    let after_facts = out.len();
    out.push_str(",\"withheld\":");
    facts::withheld(out, asked);
    out.push_str(",\"trace\":");
    traced(out);
    out.push_str(",\"fingerprints\":");
    out.push_str(&asked.fragments.version.rules);
    out.push_str(asked.fragments.tariff_fingerprint());
    out.push_str(",\"facts\":\"");
    fingerprint.push_to(out);
    out.push('"');
    out.push_str(&asked.fragments.version.engine);
    out.push_str(",\"used\":\"");
    used.push_to(out);
    out.push('"');
    let parts = [out.get(..first), out.get(after_facts..), Some(ENDING)];
    let own = Fingerprint::of_parts(parts.into_iter().flatten());
    out.push_str(",\"answer\":\"");
    own.push_to(out);
    out.push('"');
    out.push_str(ENDING);
}

/// Writes what the source says about the case and no rule does, if anything.
fn not_checked(out: &mut String, asked: Asked<'_>, open: Option<&[u16]>) {
    let mut opening = ",\"not_checked\":[";
    for (number, text) in (0u16..).zip(&asked.fragments.version.not_checked) {
        if text.is_empty() || open.is_some_and(|open| !open.contains(&number)) {
            continue;
        }
        out.push_str(opening);
        opening = ",";
        out.push_str(text);
    }
    if opening == "," {
        out.push(']');
    }
}

/// What ends the fingerprints and the answer.
const ENDING: &str = "}}";

/// An answer's own fingerprint, which its text ends with.
pub(super) fn own_fingerprint(text: &str) -> Option<&str> {
    let own = text.strip_suffix(ENDING)?.strip_suffix('"')?;
    own.rsplit('"').next()
}

/// A letter to an applicant.
pub(super) fn letter(asked: Asked<'_>, outcome: &str, letter: Option<&str>) -> String {
    let mut out = String::new();
    head(
        &mut out,
        asked.ruling,
        asked.fragments,
        asked.ruling.status(),
    );
    out.push_str(",\"outcome\":");
    writer::text(&mut out, outcome);
    out.push_str(",\"letter\":");
    writer::text_or_null(&mut out, letter);
    out.push('}');
    out
}

/// Writes the head of an answer.
pub(super) fn head(
    out: &mut String,
    ruling: &Ruling<'_>,
    fragments: Fragments<'_>,
    status: model::Status,
) {
    out.push_str(&fragments.version.head);
    out.push_str(fragments.year());
    out.push_str(",\"status\":");
    out.push_str(status_word(status));
    out.push_str(",\"on\":");
    days(out, ruling);
}

/// Writes the day asked about, and the one by which things were known.
fn days(out: &mut String, ruling: &Ruling<'_>) {
    writer::day(out, ruling.on);
    out.push_str(",\"known\":");
    match ruling.known {
        Some(known) => writer::day(out, known),
        None => out.push_str("null"),
    }
}

/// The fingerprint of the question: the rule set, the days, and the facts as
/// written in the answer.
fn fingerprint(asked: Asked<'_>, facts: &str) -> Fingerprint {
    let mut days = String::with_capacity(ENTRY);
    self::days(&mut days, asked.ruling);
    let question = &asked.fragments.version.question;
    Fingerprint::of_parts([question, &days, ",\"facts\":", facts, "}"])
}

impl Answer<'_> {
    /// Writes an amount after its key, or null.
    pub(super) fn amount(&mut self, key: &str, amount: Option<crate::base::money::Money>) {
        self.out.push_str(key);
        values::money_or_null(&mut self.out, amount);
    }

    /// Writes the prices that were used, each with its status, where the rules
    /// use any.
    pub(super) fn prices(&mut self, used: &[ChargeId]) {
        let (fragments, out) = (self.asked.fragments, &mut self.out);
        if fragments.tariff.is_some() {
            price_status::write(out, used, |charge| fragments.price_status(charge));
        }
    }
}
