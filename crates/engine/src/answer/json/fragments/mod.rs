//! Wordings, names and fingerprints escaped once, so that writing an answer
//! copies bytes.

mod formulas;

use std::sync::OnceLock;

pub(super) use formulas::{FormulaFragments, TestFragments};

use super::{
    format_version::FORMAT,
    price_status,
    writer::{money, quoted, quoted_or_null},
};
use crate::{
    base::fingerprint::Fingerprint,
    base::ids::{
        ChargeId, CriterionId, FactId, FormulaId, IdVec, LimitId, LineId, ListId, OptionId,
        ReasonId, ReductionId, RuleSetId, ScheduleId, TariffId, TotalId, ValueId, VersionId,
    },
    check::model::{
        Charge, Contents, Criterion, Fact, Home, Line, NamedValue, Price, RuleSet, Schedule,
        Tariff, Total, Version, Wording, calendar_states,
    },
    program::{model::Ruling, secrets::Secrets},
};

/// What the answers from a book repeat, each part of it prepared when a version
/// or a tariff first answers: most of a book has no part in most questions.
#[derive(Debug)]
pub struct Prepared {
    versions: IdVec<RuleSetId, IdVec<VersionId, OnceLock<VersionFragments>>>,
    tariffs: IdVec<TariffId, OnceLock<TariffFragments>>,
}

impl Prepared {
    /// Nothing prepared yet.
    #[must_use]
    pub fn new(book: &Contents) -> Prepared {
        Prepared {
            versions: book
                .rule_sets
                .map(|set| set.versions.map(|_| OnceLock::new())),
            tariffs: book.tariffs.map(|_| OnceLock::new()),
        }
    }

    /// What the answers of these rules and prices repeat. The ruling must be
    /// of the same book.
    #[must_use]
    pub fn fragments(&self, ruling: &Ruling<'_>) -> Fragments<'_> {
        let version = &self.versions[ruling.rule_set_id][ruling.version_id];
        let tariff = ruling.tariff.zip(ruling.tariff_id);
        Fragments {
            prepared: self,
            version: version
                .get_or_init(|| of_version(ruling.version, ruling.book, ruling.secrets)),
            tariff: tariff.map(|(tariff, id)| {
                self.tariffs[id].get_or_init(|| of_tariff(tariff, ruling.book))
            }),
        }
    }
}

/// What the answers of some rules and prices repeat.
#[derive(Clone, Copy, Debug)]
pub struct Fragments<'a> {
    prepared: &'a Prepared,
    pub(super) version: &'a VersionFragments,
    pub(super) tariff: Option<&'a TariffFragments>,
}

impl<'a> Fragments<'a> {
    /// What the answers of other rules of the same book repeat.
    pub(super) fn of(self, ruling: &Ruling<'_>) -> Fragments<'a> {
        self.prepared.fragments(ruling)
    }

    /// The tariff's year in quotation marks, or null.
    pub(super) fn year(self) -> &'a str {
        self.tariff.map_or("null", |tariff| &tariff.year)
    }

    /// The tariff's fingerprint in quotation marks, or null.
    pub(super) fn tariff_fingerprint(self) -> &'a str {
        self.tariff.map_or("null", |tariff| &tariff.fingerprint)
    }

    /// Who decided a charge's price, as one JSON object.
    pub(super) fn price_status(self, charge: ChargeId) -> Option<&'a str> {
        self.tariff.map(|tariff| &*tariff.statuses[charge])
    }

    /// How the trace says that a charge's price was read, as one JSON object;
    /// none where the rules use no prices, empty where the tariff has none.
    pub(super) fn read_charge(self, charge: ChargeId) -> Option<&'a str> {
        self.tariff.map(|tariff| &*tariff.reads[charge])
    }
}

/// What the answers with one tariff repeat, as JSON text.
#[derive(Debug)]
pub(super) struct TariffFragments {
    year: Box<str>,
    fingerprint: Box<str>,
    reads: IdVec<ChargeId, Box<str>>,
    statuses: IdVec<ChargeId, Box<str>>,
}

fn of_tariff(tariff: &Tariff, book: &Contents) -> TariffFragments {
    let charges = book.charges.iter().zip(&tariff.prices);
    let reads = charges.map(|(charge, price)| read_charge(charge, price.as_ref()));
    TariffFragments {
        year: quoted(&tariff.year),
        fingerprint: format!("\"{}\"", tariff.fingerprint).into(),
        reads: IdVec::numbered(reads),
        statuses: price_status::prepared(tariff, book),
    }
}

/// How the trace says that a price was read.
fn read_charge(charge: &Charge, price: Option<&Price>) -> Box<str> {
    let priced = price.and_then(|price| Some((price, price.form.amount()?)));
    let Some((price, amount)) = priced else {
        return Box::default();
    };
    let mut read = format!(r#"{{"charge":{},"value":"#, quoted(&charge.id));
    money(&mut read, amount);
    read.push_str(&format!(r#","row":{}}}"#, quoted(&price.cite)));
    read.into()
}

/// What one version's answers repeat, as JSON text.
#[derive(Debug)]
pub(super) struct VersionFragments {
    /// The opening of an answer, up to the tariff: `{"format":1,…,"tariff":`.
    pub(super) head: String,
    /// The opening of the text whose fingerprint is that of the facts, up to
    /// the day: `{"rule_set":"music","on":`.
    pub(super) question: String,
    /// The fingerprints, up to the tariff's: `{"rules":"sha256:…","tariff":`.
    pub(super) rules: String,
    /// What follows the fingerprint of the facts, up to that of what was used:
    /// `,"engine":…`.
    pub(super) engine: String,
    /// The fingerprints of the rules, rates and calendars without comments and
    /// layout, one after the other.
    pub(super) content: String,
    /// By fact number.
    pub(super) facts: IdVec<FactId, FactFragments>,
    /// By value number.
    pub(super) values: IdVec<ValueId, StepFragments>,
    /// By criterion number.
    pub(super) criteria: IdVec<CriterionId, StepFragments>,
    /// By schedule number.
    pub(super) schedules: IdVec<ScheduleId, StepFragments>,
    /// By line number.
    pub(super) lines: IdVec<LineId, LineFragments>,
    /// By total number.
    pub(super) totals: IdVec<TotalId, LineFragments>,
    /// By limit number.
    pub(super) limits: IdVec<LimitId, StepFragments>,
    /// By reason number: the reason in quotation marks.
    pub(super) reasons: IdVec<ReasonId, Box<str>>,
    /// By formula number.
    pub(super) formulas: IdVec<FormulaId, FormulaFragments>,
    /// By place, each provision that no rule encodes as an object; empty for those
    /// that one does.
    pub(super) not_checked: Vec<Box<str>>,
    /// About how many bytes an answer takes without its trace.
    pub(super) length: usize,
}

/// A fact, as JSON text.
#[derive(Debug)]
pub(super) struct FactFragments {
    /// Its name as a key: `"pupils":`.
    pub(super) key: Box<str>,
    /// The opening of an object about it: `{"fact":"pupils"`.
    pub(super) opening: Box<str>,
    /// The JSON Pointer to it, without quotation marks, up to the record's
    /// number if it is a record's: `/pupils`, `/references/`.
    pub(super) pointer: Box<str>,
    /// What follows the record's number in the pointer: `/kind`.
    pub(super) field: Box<str>,
    /// How it is named where it is withheld, in quotation marks:
    /// `"date_of_birth"`, `"references[].kind"`.
    pub(super) withheld: Box<str>,
    /// The question that asks for it, and who supplies it: `,"ask":…,"from":…}`.
    pub(super) ask: Box<str>,
}

/// A step of the answer, as JSON text.
#[derive(Debug)]
pub(super) struct StepFragments {
    /// Its name in quotation marks.
    pub(super) id: Box<str>,
    /// Its words in quotation marks; none if they contain a formula.
    pub(super) says: Option<Box<str>>,
    /// Where it comes from and how it is read: `,"cite":…,"reading":…`.
    pub(super) cite: Box<str>,
}

/// A line, as JSON text.
#[derive(Debug)]
pub(super) struct LineFragments {
    /// The line.
    pub(super) step: StepFragments,
    /// The opening of its record, where there is one for each:
    /// `{"list":"children","number":`.
    pub(super) record: Option<Box<str>>,
    /// What follows its words where it does not apply: the state, the reason
    /// that the line gives, no price, and where it comes from. None if the
    /// reason contains a formula.
    pub(super) unmet: Option<Box<str>>,
    /// By option number.
    pub(super) options: IdVec<OptionId, StepFragments>,
    /// By reduction number.
    pub(super) reductions: IdVec<ReductionId, StepFragments>,
}

/// What a line without a price has in the place of one.
pub(super) const NO_PRICE: &str =
    r#","each":null,"quantity":null,"gross":null,"chosen":null,"reductions":[],"amount":null"#;

/// Prepares one version.
fn of_version(version: &Version, book: &Contents, secrets: &Secrets) -> VersionFragments {
    let id = quoted(&version.id);
    let mut fragments = VersionFragments {
        head: format!(
            r#"{{"format":{FORMAT},"rule_set":{id},"title":{},"version":"{}","tariff":"#,
            quoted(&version.title),
            version.in_force
        ),
        question: format!(r#"{{"rule_set":{id},"on":"#),
        rules: format!(r#"{{"rules":"{}","tariff":"#, version.fingerprint),
        engine: engine(version, book),
        content: content(version, book),
        facts: version.facts.map(|it| fact(version, it)),
        values: version.values.map(value),
        criteria: version.criteria.map(criterion),
        schedules: version.selection.schedules.map(schedule),
        lines: version.lines.map(|it| line(version, it)),
        totals: version.totals.map(|it| total(version, it)),
        limits: version
            .limits
            .map(|it| step(&it.id, &it.says, Some(&it.cite), it.reading.as_deref())),
        reasons: version.reasons.map(|words| quoted(words)),
        formulas: formulas::of_version(version, book, secrets),
        not_checked: not_checked(version),
        length: 0,
    };
    fragments.length = length(&fragments);
    fragments
}

/// About how many bytes an answer takes without its trace.
fn length(fragments: &VersionFragments) -> usize {
    const AMOUNTS: usize = 160;
    let step = |step: &StepFragments| {
        let says = step.says.as_ref().map_or(AMOUNTS, |says| says.len());
        step.id.len() + says + step.cite.len() + AMOUNTS
    };
    let line = |line: &LineFragments| {
        let options: usize = line.options.iter().map(step).sum();
        let reductions: usize = line.reductions.iter().map(step).sum();
        let unmet = line.unmet.as_ref().map_or(0, |unmet| unmet.len());
        step(&line.step) + unmet + options + reductions
    };
    let facts = fragments.facts.iter();
    fragments.head.len()
        + fragments.rules.len()
        + fragments.engine.len()
        + fragments
            .not_checked
            .iter()
            .map(|it| it.len())
            .sum::<usize>()
        + 4 * AMOUNTS
        + facts.map(|fact| fact.key.len() + 32).sum::<usize>()
        + fragments.criteria.iter().map(step).sum::<usize>()
        + fragments.schedules.iter().map(step).sum::<usize>()
        + fragments.lines.iter().map(line).sum::<usize>()
}

/// The engine, and the fingerprints of the parameters, calendars and rule sets
/// that are used.
fn engine(version: &Version, book: &Contents) -> String {
    let mut engine = concat!(r#","engine":"almoner "#, env!("CARGO_PKG_VERSION"), '"').to_owned();
    let parameters = version.parameters.iter().map(|number| {
        let it = &book.parameters[*number];
        named_fingerprint(&it.id, &it.fingerprint)
    });
    let calendars = version.calendars.iter().flat_map(|latest| {
        let states = calendar_states(&book.calendars, *latest);
        states.map(|(number, it)| named_fingerprint(&it.state(number == *latest), &it.fingerprint))
    });
    for (key, used) in [
        ("parameters", parameters.collect::<Vec<_>>()),
        ("calendars", calendars.collect()),
        ("rule_sets", uses(version, book)),
    ] {
        if !used.is_empty() {
            engine.push_str(&format!(r#","{key}":{{{}}}"#, used.join(",")));
        }
    }
    engine
}

fn named_fingerprint(name: &str, fingerprint: &Fingerprint) -> String {
    format!(r#"{}:"{fingerprint}""#, quoted(name))
}

/// The fingerprints of all that a version is written in, without comments and
/// layout.
fn content(version: &Version, book: &Contents) -> String {
    let sets = version.used_rule_sets(book).into_iter();
    let versions = sets.flat_map(|set| &set.versions);
    let versions = std::iter::once(version).chain(versions);
    let of = |version: &Version| {
        let rates = version.parameters.iter();
        let rates = rates.map(|number| book.parameters[*number].content);
        let calendars = version.calendars.iter();
        let calendars = calendars
            .flat_map(|latest| calendar_states(&book.calendars, *latest))
            .map(|(_, it)| it.content);
        let all = std::iter::once(version.content)
            .chain(rates)
            .chain(calendars);
        all.map(|it| it.to_string()).collect::<String>()
    };
    versions.map(of).collect()
}

/// What the source says and no rule does.
fn not_checked(version: &Version) -> Vec<Box<str>> {
    let provisions = version.provisions.iter();
    let entries = provisions.map(|it| {
        let (id, says, cite) = (quoted(&it.id), quoted(&it.says), quoted(&it.cite));
        let why = it.why_not_encoded().map(quoted);
        why.map_or_else(Box::default, |why| {
            format!(r#"{{"id":{id},"says":{says},"why":{why},"cite":{cite}}}"#).into()
        })
    });
    entries.collect()
}

/// The fingerprints of the rule sets that a version uses, each of all its
/// versions.
fn uses(version: &Version, book: &Contents) -> Vec<String> {
    let used = version.used_rule_sets(book).into_iter();
    let fingerprint = |set: &RuleSet| {
        let versions = set.versions.iter();
        let texts: Vec<String> = versions.map(|it| it.fingerprint.to_string()).collect();
        Fingerprint::of_parts(texts.iter().map(String::as_str))
    };
    used.map(|set| named_fingerprint(&set.id, &fingerprint(set)))
        .collect()
}

fn fact(version: &Version, fact: &Fact) -> FactFragments {
    let id = quoted(&fact.id);
    let name = &fact.id;
    let (pointer, field, withheld) = match fact.home {
        Home::Record(list, _) => {
            let list = version.list_name(list);
            (
                format!("/{list}/"),
                format!("/{name}"),
                format!("{list}[].{name}"),
            )
        }
        _ => (format!("/{name}"), String::new(), name.to_string()),
    };
    let from = quoted_or_null(fact.from.as_deref());
    FactFragments {
        key: format!("{id}:").into(),
        opening: format!(r#"{{"fact":{id}"#).into(),
        pointer: pointer.into(),
        field: field.into(),
        withheld: quoted(&withheld),
        ask: format!(r#","ask":{},"from":{from}}}"#, quoted(&fact.ask)).into(),
    }
}

fn step(id: &str, says: &Wording, cite: Option<&str>, reading: Option<&str>) -> StepFragments {
    let (cite, reading) = (quoted_or_null(cite), quoted_or_null(reading));
    StepFragments {
        id: quoted(id),
        says: says.plain().map(quoted),
        cite: format!(r#","cite":{cite},"reading":{reading}"#).into(),
    }
}

fn value(it: &NamedValue) -> StepFragments {
    step(&it.id, &it.says, it.cite.as_deref(), it.reading.as_deref())
}

fn criterion(it: &Criterion) -> StepFragments {
    step(&it.id, &it.says, Some(&it.cite), it.reading.as_deref())
}

fn schedule(it: &Schedule) -> StepFragments {
    step(&it.id, &it.says, Some(&it.cite), it.reading.as_deref())
}

/// The opening of a record of a list.
fn record(version: &Version, list: ListId) -> Box<str> {
    let name = quoted(version.list_name(list));
    format!(r#"{{"list":{name},"number":"#).into()
}

fn total(version: &Version, total: &Total) -> LineFragments {
    let (cite, reading) = (total.cite.as_deref(), total.reading.as_deref());
    LineFragments {
        step: step(&total.id, &total.says, cite, reading),
        record: total.for_each.map(|list| record(version, list)),
        unmet: None,
        options: IdVec::new(),
        reductions: IdVec::new(),
    }
}

fn line(version: &Version, line: &Line) -> LineFragments {
    let (cite, reading) = (Some(&*line.cite), line.reading.as_deref());
    let step_of_line = step(&line.id, &line.says, cite, reading);
    LineFragments {
        unmet: unmet(line, &step_of_line.cite),
        step: step_of_line,
        record: line.for_each.map(|list| record(version, list)),
        options: line.options.map(|it| step(&it.id, &it.says, None, None)),
        reductions: line
            .reductions
            .map(|it| step(&it.id, &it.says, Some(&it.cite), it.reading.as_deref())),
    }
}

fn unmet(line: &Line, cite: &str) -> Option<Box<str>> {
    let reason = match &line.otherwise {
        Some(otherwise) => quoted(otherwise.plain()?),
        None => "null".into(),
    };
    let unmet = format!(r#","state":"does_not_apply","reason":{reason}{NO_PRICE}{cite}"#);
    Some(unmet.into())
}
