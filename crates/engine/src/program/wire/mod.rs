//! Wordings, names and fingerprints escaped once, so that writing an answer
//! copies bytes.

mod about;
mod escape;
mod formulas;

pub use about::{About, about, fact_path, role_word};
pub use escape::quoted;
pub use formulas::{FormulaWire, TestWire};

use self::escape::quoted_or_null;
use super::secrets::Secrets;
use crate::answer::json::FORMAT;
use crate::{
    base::ids::{
        CriterionId, FactId, FormulaId, IdVec, LineId, OptionId, ReasonId, ReductionId, ScheduleId,
        TotalId, ValueId,
    },
    check::model::{
        Book, Criterion, Fact, Home, Line, NamedValue, Schedule, Total, Version, Wording,
    },
};

/// What one version's answers repeat, as JSON text.
#[derive(Debug)]
pub struct Wire {
    /// The opening of an answer, up to the tariff: `{"format":1,…,"tariff":`.
    pub head: String,
    /// The opening of the text whose fingerprint is that of the facts, up to
    /// the day: `{"rule_set":"music","on":`.
    pub question: String,
    /// The fingerprints, up to the tariff's: `{"rules":"sha256:…","tariff":`.
    pub rules: String,
    /// What follows the fingerprint of the facts: `,"engine":…}`.
    pub engine: String,
    /// By fact number.
    pub facts: IdVec<FactId, FactWire>,
    /// By value number.
    pub values: IdVec<ValueId, StepWire>,
    /// By criterion number.
    pub criteria: IdVec<CriterionId, StepWire>,
    /// By schedule number.
    pub schedules: IdVec<ScheduleId, StepWire>,
    /// By line number.
    pub lines: IdVec<LineId, LineWire>,
    /// By total number.
    pub totals: IdVec<TotalId, LineWire>,
    /// By reason number: the reason in quotation marks.
    pub reasons: IdVec<ReasonId, Box<str>>,
    /// By formula number.
    pub formulas: IdVec<FormulaId, FormulaWire>,
    /// What must not be shown.
    pub secrets: Secrets,
    /// About how many bytes an answer takes besides its trace.
    pub length: usize,
}

/// A fact, ready for the wire.
#[derive(Debug)]
pub struct FactWire {
    /// Its name as a key: `"pupils":`.
    pub key: Box<str>,
    /// The opening of an object about it: `{"fact":"pupils"`.
    pub opening: Box<str>,
    /// The JSON Pointer to it, without quotation marks, up to the record's
    /// number if it is a record's: `/pupils`, `/references/`.
    pub pointer: Box<str>,
    /// What follows the record's number in the pointer: `/kind`.
    pub field: Box<str>,
    /// How it is named where it is withheld, in quotation marks:
    /// `"date_of_birth"`, `"references[].kind"`.
    pub withheld: Box<str>,
    /// The question that asks for it, and who supplies it: `,"ask":…,"from":…}`.
    pub ask: Box<str>,
}

/// A step of the answer, ready for the wire.
#[derive(Debug)]
pub struct StepWire {
    /// Its name in quotation marks.
    pub id: Box<str>,
    /// Its words in quotation marks, unless a formula stands between them.
    pub says: Option<Box<str>>,
    /// Where it comes from and how it is read: `,"cite":…,"reading":…`.
    pub cite: Box<str>,
}

/// A line, ready for the wire.
#[derive(Debug)]
pub struct LineWire {
    /// The line.
    pub step: StepWire,
    /// The opening of its record: `{"list":"children","number":`.
    pub record: Box<str>,
    /// What follows its words where it does not apply: the state, the reason
    /// that the line gives, no price, and where it comes from. None where a
    /// formula stands between the words of the reason.
    pub unmet: Option<Box<str>>,
    /// By option number.
    pub options: IdVec<OptionId, StepWire>,
    /// By reduction number.
    pub reductions: IdVec<ReductionId, StepWire>,
}

/// What a line without a price has in the place of one.
pub const NO_PRICE: &str =
    r#","each":null,"quantity":null,"gross":null,"chosen":null,"reductions":[],"amount":null"#;

/// Prepares one version.
#[must_use]
pub fn of_version(version: &Version, book: &Book) -> Wire {
    let secrets = Secrets::of(version);
    let id = quoted(&version.id);
    let mut wire = Wire {
        head: format!(
            r#"{{"format":{FORMAT},"rule_set":{id},"title":{},"version":"{}","tariff":"#,
            quoted(&version.title),
            version.in_force
        ),
        question: format!(r#"{{"rule_set":{id},"on":"#),
        rules: format!(r#"{{"rules":"{}","tariff":"#, version.fingerprint),
        engine: engine(version, book),
        facts: version.facts.map(|it| fact(version, it)),
        values: version.values.map(value),
        criteria: version.criteria.map(criterion),
        schedules: version.selection.schedules.map(schedule),
        lines: version.lines.map(|it| line(version, it)),
        totals: version.totals.map(|it| total(version, it)),
        reasons: version.reasons.map(|words| quoted(words)),
        formulas: formulas::of_version(version, book, &secrets),
        secrets,
        length: 0,
    };
    wire.length = length(&wire);
    wire
}

/// About how many bytes an answer takes besides its trace.
fn length(wire: &Wire) -> usize {
    const AMOUNTS: usize = 160;
    let step = |step: &StepWire| {
        let says = step.says.as_ref().map_or(AMOUNTS, |says| says.len());
        step.id.len() + says + step.cite.len() + AMOUNTS
    };
    let line = |line: &LineWire| {
        let options: usize = line.options.iter().map(step).sum();
        let reductions: usize = line.reductions.iter().map(step).sum();
        let unmet = line.unmet.as_ref().map_or(0, |unmet| unmet.len());
        step(&line.step) + unmet + options + reductions
    };
    let facts = wire.facts.iter();
    wire.head.len()
        + wire.rules.len()
        + wire.engine.len()
        + 4 * AMOUNTS
        + facts.map(|fact| fact.key.len() + 32).sum::<usize>()
        + wire.criteria.iter().map(step).sum::<usize>()
        + wire.schedules.iter().map(step).sum::<usize>()
        + wire.lines.iter().map(line).sum::<usize>()
}

/// The engine, and the parameters' fingerprints where any are used.
fn engine(version: &Version, book: &Book) -> String {
    let mut engine = concat!(r#","engine":"almoner "#, env!("CARGO_PKG_VERSION"), '"').to_owned();
    let numbers = version.parameters.iter();
    let used: Vec<String> = numbers
        .map(|number| &book.parameters[*number])
        .map(|parameter| format!(r#"{}:"{}""#, quoted(&parameter.id), parameter.fingerprint))
        .collect();
    if !used.is_empty() {
        engine.push_str(&format!(r#","parameters":{{{}}}"#, used.join(",")));
    }
    engine.push('}');
    engine
}

fn fact(version: &Version, fact: &Fact) -> FactWire {
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
    FactWire {
        key: format!("{id}:").into(),
        opening: format!(r#"{{"fact":{id}"#).into(),
        pointer: pointer.into(),
        field: field.into(),
        withheld: quoted(&withheld),
        ask: format!(r#","ask":{},"from":{from}}}"#, quoted(&fact.ask)).into(),
    }
}

fn step(id: &str, says: &Wording, cite: Option<&str>, reading: Option<&str>) -> StepWire {
    let (cite, reading) = (quoted_or_null(cite), quoted_or_null(reading));
    StepWire {
        id: quoted(id),
        says: says.plain().map(quoted),
        cite: format!(r#","cite":{cite},"reading":{reading}"#).into(),
    }
}

fn value(it: &NamedValue) -> StepWire {
    step(&it.id, &it.says, it.cite.as_deref(), it.reading.as_deref())
}

fn criterion(it: &Criterion) -> StepWire {
    step(&it.id, &it.says, Some(&it.cite), it.reading.as_deref())
}

fn schedule(it: &Schedule) -> StepWire {
    step(&it.id, &it.says, Some(&it.cite), it.reading.as_deref())
}

fn total(version: &Version, total: &Total) -> LineWire {
    let list = total.for_each.map_or("", |list| version.list_name(list));
    let (cite, reading) = (total.cite.as_deref(), total.reading.as_deref());
    LineWire {
        step: step(&total.id, &total.says, cite, reading),
        record: format!(r#"{{"list":{},"number":"#, quoted(list)).into(),
        unmet: None,
        options: IdVec::new(),
        reductions: IdVec::new(),
    }
}

fn line(version: &Version, line: &Line) -> LineWire {
    let list = line.for_each.map_or("", |list| version.list_name(list));
    let (cite, reading) = (Some(&*line.cite), line.reading.as_deref());
    let step_of_line = step(&line.id, &line.says, cite, reading);
    LineWire {
        unmet: unmet(line, &step_of_line.cite),
        step: step_of_line,
        record: format!(r#"{{"list":{},"number":"#, quoted(list)).into(),
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
