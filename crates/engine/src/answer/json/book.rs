//! The book itself as JSON: what there is, what is asked for, how it came to
//! be, and how its cases went.

use serde::Serialize;

use super::selection::SelectionShape;
use crate::{
    base::{
        money::{Money, plain_pounds},
        source_text::SourceSet,
        types::Type,
    },
    cases::Ran,
    check::model::{
        Book, Charge, Decision, Fact, Home, Kind, Line, PriceForm, RuleSet, Tariff, Total, Version,
        Wording, Words,
    },
};

#[derive(Serialize)]
struct Decided<'b> {
    status: &'static str,
    known: String,
    by: &'b str,
}

impl Decided<'_> {
    fn of(decision: &Decision) -> Decided<'_> {
        Decided {
            status: decision.status.word(),
            known: decision.known.to_string(),
            by: &decision.by,
        }
    }
}

#[derive(Serialize)]
struct VersionHead<'b> {
    in_force: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    decided: Decided<'b>,
    source: &'b str,
    fingerprint: String,
}

impl VersionHead<'_> {
    fn of(version: &Version) -> VersionHead<'_> {
        VersionHead {
            in_force: version.in_force.to_string(),
            until: version.until.map(|until| until.to_string()),
            decided: Decided::of(&version.decision),
            source: &version.source,
            fingerprint: version.fingerprint.to_string(),
        }
    }
}

#[derive(Serialize)]
struct SetHead<'b> {
    rule_set: &'b str,
    title: &'b str,
    verb: &'static str,
    versions: Vec<VersionHead<'b>>,
}

impl SetHead<'_> {
    fn of(set: &RuleSet) -> SetHead<'_> {
        let newest = set.versions.last();
        SetHead {
            rule_set: &set.id,
            title: newest.map_or("", |version| &version.title),
            verb: verb(newest.map(|version| version.kind)),
            versions: set.versions.iter().map(VersionHead::of).collect(),
        }
    }
}

fn verb(kind: Option<Kind>) -> &'static str {
    match kind {
        Some(Kind::Pricing) => "quote",
        Some(Kind::Eligibility) | None => "screen",
    }
}

#[derive(Serialize)]
pub(super) struct TariffHead<'b> {
    year: &'b str,
    in_force: String,
    until: String,
    decided: Decided<'b>,
    source: &'b str,
    fingerprint: String,
}

impl TariffHead<'_> {
    pub(super) fn of(tariff: &Tariff) -> TariffHead<'_> {
        TariffHead {
            year: &tariff.year,
            in_force: tariff.in_force.to_string(),
            until: tariff.until.to_string(),
            decided: Decided::of(&tariff.decision),
            source: &tariff.source,
            fingerprint: tariff.fingerprint.to_string(),
        }
    }
}

#[derive(Serialize)]
struct List<'b> {
    rule_sets: Vec<SetHead<'b>>,
    tariffs: Vec<TariffHead<'b>>,
}

/// Every rule set and tariff.
#[must_use]
pub fn list(book: &Book) -> String {
    written(&List {
        rule_sets: book.rule_sets.iter().map(SetHead::of).collect(),
        tariffs: book.tariffs.iter().map(TariffHead::of).collect(),
    })
}

/// The versions of one rule set.
#[must_use]
pub fn rule_set_history(set: &RuleSet) -> String {
    written(&SetHead::of(set))
}

#[derive(Serialize)]
struct FactShape<'b> {
    name: &'b str,
    #[serde(rename = "type")]
    ty: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    options: Vec<&'b str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    within: Option<String>,
    ask: &'b str,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'b str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<&'b str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<&'b str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'b str>,
    confidential: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    of_each: Vec<FactShape<'b>>,
}

impl FactShape<'_> {
    fn of<'b>(version: &'b Version, fact: &'b Fact) -> FactShape<'b> {
        let of_each = match fact.home {
            Home::List(list) => version
                .fields(list)
                .map(|(_, field)| FactShape::of(version, field))
                .collect(),
            _ => Vec::new(),
        };
        let options = fact.ty.options().map(|options| options.iter().collect());
        FactShape {
            name: &fact.id,
            ty: type_word(&fact.ty),
            options: options.unwrap_or_default(),
            within: Some(fact.within)
                .filter(|within| !within.is_open())
                .map(|within| within.to_string()),
            ask: &fact.ask,
            hint: fact.hint.as_deref(),
            when: fact.when.as_ref().map(|when| &*when.text),
            default: fact.assume.as_ref().map(|assume| &*assume.text),
            from: fact.from.as_deref(),
            confidential: fact.confidential,
            of_each,
        }
    }
}

fn type_word(ty: &Type) -> &'static str {
    match ty {
        Type::YesNo => "yes_no",
        Type::Whole => "whole_number",
        Type::Number => "number",
        Type::Money => "money",
        Type::Percent => "percentage",
        Type::Date => "date",
        Type::Days => "days",
        Type::Months => "months",
        Type::Choice(_) => "one_of",
        Type::Choices(_) => "any_of",
        Type::Text => "text",
        Type::List => "list",
    }
}

fn shapes(version: &Version) -> Vec<FactShape<'_>> {
    let facts = version.facts.iter();
    facts
        .filter(|fact| !matches!(fact.home, Home::Record(..)))
        .map(|fact| FactShape::of(version, fact))
        .collect()
}

/// What a version asks for: a list of facts, a list's own facts within it.
#[must_use]
pub fn facts(version: &Version) -> String {
    written(&shapes(version))
}

#[derive(Serialize)]
struct SetPage<'b> {
    #[serde(flatten)]
    head: SetHead<'b>,
    facts: Vec<FactShape<'b>>,
}

/// One rule set: its versions, and the facts that the newest asks for.
#[must_use]
pub fn rule_set(set: &RuleSet) -> String {
    written(&SetPage {
        head: SetHead::of(set),
        facts: set.versions.last().map_or_else(Vec::new, shapes),
    })
}

#[derive(Serialize)]
struct Rule<'b> {
    id: &'b str,
    says: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    formulas: Vec<&'b str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<&'b str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cite: Option<&'b str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<&'b str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reductions: Vec<Rule<'b>>,
}

#[derive(Serialize)]
struct Page<'b> {
    rule_set: &'b str,
    title: &'b str,
    verb: &'static str,
    #[serde(flatten)]
    head: VersionHead<'b>,
    facts: Vec<FactShape<'b>>,
    values: Vec<Rule<'b>>,
    criteria: Vec<Rule<'b>>,
    #[serde(flatten)]
    selection: SelectionShape<'b>,
    lines: Vec<Rule<'b>>,
    totals: Vec<Rule<'b>>,
    charges: Vec<&'b str>,
}

/// A version in full.
#[must_use]
pub fn version(book: &Book, version: &Version) -> String {
    let values = version.values.iter().map(|it| Rule {
        id: &it.id,
        says: as_written(&it.says),
        formulas: vec![&it.is.text],
        when: it.when.as_ref().map(|when| &*when.text),
        cite: it.cite.as_deref(),
        reading: it.reading.as_deref(),
        reductions: Vec::new(),
    });
    let criteria = version.criteria.iter().map(|it| Rule {
        id: &it.id,
        says: as_written(&it.says),
        formulas: vec![&it.holds.text],
        when: it.when.as_ref().map(|when| &*when.text),
        cite: Some(&it.cite),
        reading: it.reading.as_deref(),
        reductions: Vec::new(),
    });
    let charges = version.charges.iter();
    written(&Page {
        rule_set: &version.id,
        title: &version.title,
        verb: verb(Some(version.kind)),
        head: VersionHead::of(version),
        facts: shapes(version),
        values: values.collect(),
        criteria: criteria.collect(),
        selection: SelectionShape::of(&version.selection),
        lines: version.lines.iter().map(line).collect(),
        totals: version.totals.iter().map(total).collect(),
        charges: charges
            .filter_map(|number| Some(&*book.charges.get(usize::from(*number))?.id))
            .collect(),
    })
}

fn total(total: &Total) -> Rule<'_> {
    Rule {
        id: &total.id,
        says: as_written(&total.says),
        formulas: vec![&total.times.text],
        when: total.when.as_ref().map(|when| &*when.text),
        cite: total.cite.as_deref(),
        reading: total.reading.as_deref(),
        reductions: Vec::new(),
    }
}

fn line(line: &Line) -> Rule<'_> {
    let reductions = line.reductions.iter().map(|it| Rule {
        id: &it.id,
        says: as_written(&it.says),
        formulas: vec![&it.take.text],
        when: Some(&it.when.text),
        cite: Some(&it.cite),
        reading: it.reading.as_deref(),
        reductions: Vec::new(),
    });
    let formulas = line
        .options
        .iter()
        .flat_map(|option| std::iter::once(&option.each).chain(&option.quantity));
    Rule {
        id: &line.id,
        says: as_written(&line.says),
        formulas: formulas.map(|formula| &*formula.text).collect(),
        when: line.when.as_ref().map(|when| &*when.text),
        cite: Some(&line.cite),
        reading: line.reading.as_deref(),
        reductions: reductions.collect(),
    }
}

pub(super) fn as_written(wording: &Wording) -> String {
    let part = |words: &Words| match words {
        Words::Plain(plain) => plain.to_string(),
        Words::Formula(formula) => format!("{{{}}}", formula.text),
    };
    wording.0.iter().map(part).collect()
}

/// An amount in pounds, exact or a range.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Amount {
    /// `"25.00"`.
    Exact(String),
    /// `{"min":"230.00","max":"240.00"}`.
    Range {
        /// The lower end.
        min: String,
        /// The upper end.
        max: String,
    },
}

impl Amount {
    /// An amount as it is written.
    #[must_use]
    pub fn of(money: Money) -> Amount {
        let (min, max) = (plain_pounds(money.min()), plain_pounds(money.max()));
        if money.is_range() {
            Amount::Range { min, max }
        } else {
            Amount::Exact(min)
        }
    }
}

/// The form of a price, for programs.
pub(super) fn form_word(form: PriceForm) -> &'static str {
    match form {
        PriceForm::Fixed(_) => "fixed",
        PriceForm::Variable(_) => "variable",
        PriceForm::Ended => "ended",
        PriceForm::Unpriced => "printed",
    }
}

#[derive(Serialize)]
struct Entry<'b> {
    tariff: &'b str,
    in_force: String,
    until: String,
    decided: Decided<'b>,
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cite: Option<&'b str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'b str>,
}

#[derive(Serialize)]
struct ChargeHistory<'b> {
    charge: &'b str,
    name: &'b str,
    service: &'b str,
    prices: Vec<Entry<'b>>,
}

/// The prices of charges in every tariff.
#[must_use]
pub fn charge_history(book: &Book, numbers: &[usize]) -> String {
    let of = |(number, charge): (usize, &'_ Charge)| -> String {
        written(&ChargeHistory {
            charge: &charge.id,
            name: &charge.name,
            service: &charge.service,
            prices: book.tariffs.iter().map(|it| entry(it, number)).collect(),
        })
    };
    let histories: Vec<String> = numbers
        .iter()
        .filter_map(|number| Some((*number, book.charges.get(*number)?)))
        .map(of)
        .collect();
    format!("[{}]", histories.join(","))
}

fn entry(tariff: &Tariff, number: usize) -> Entry<'_> {
    let price = tariff.prices.get(number).and_then(Option::as_ref);
    let form = price.map(|price| form_word(price.form));
    let amount = price.and_then(|price| price.form.amount()).map(Amount::of);
    Entry {
        tariff: &tariff.year,
        in_force: tariff.in_force.to_string(),
        until: tariff.until.to_string(),
        decided: Decided::of(&tariff.decision),
        form,
        price: amount,
        cite: price.map(|price| &*price.cite),
        note: price.and_then(|price| price.note.as_deref()),
    }
}

#[derive(Serialize)]
pub(super) struct CaseRan<'b> {
    rule_set: &'b str,
    says: &'b str,
    file: &'b str,
    line: u32,
    passed: bool,
    differences: Vec<CaseDifference<'b>>,
}

#[derive(Serialize)]
struct CaseDifference<'b> {
    what: &'b str,
    expected: &'b str,
    actual: &'b str,
}

/// How cases went.
#[must_use]
pub fn cases(sources: &SourceSet, ran: &[Ran]) -> String {
    let all: Vec<CaseRan<'_>> = ran.iter().map(|ran| case_ran(sources, ran)).collect();
    written(&all)
}

/// How one case went.
pub(super) fn case_ran<'b>(sources: &'b SourceSet, ran: &'b Ran) -> CaseRan<'b> {
    let differences = ran.differences.iter().map(|it| CaseDifference {
        what: &it.what,
        expected: &it.expected,
        actual: &it.actual,
    });
    CaseRan {
        rule_set: &ran.rule_set,
        says: &ran.says,
        file: sources.get(ran.place.file).map_or("", |file| file.path()),
        line: sources.line_and_column(ran.place).0,
        passed: ran.passed(),
        differences: differences.collect(),
    }
}

/// These shapes have no map with keys other than text and nothing that could
/// fail to be written.
fn written<T: Serialize + ?Sized>(shape: &T) -> String {
    serde_json::to_string(shape).unwrap_or_default()
}
