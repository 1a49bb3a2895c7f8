//! Many answers as rows: one row of a table each, or one line of JSON. What was
//! given is not repeated in a table, so that nothing confidential can be.

use almoner_engine::{
    answer::{Answer, Evaluation, Part, json},
    base::money::plain_pounds,
    check::model::{Kind, RuleSet},
    eval::screen::{Outcome, Screening},
    facts::Problem,
    present::{Decider, alternatives, deciding_criteria, not_used_cell, row_cells},
};

/// What every row begins with.
const FIRST: [&str; 4] = ["row", "ref", "on", "outcome"];

/// What every row ends with.
const LAST: [&str; 4] = ["missing", "not_used", "problem_column", "problem"];

/// Whose row it is.
#[derive(Clone, Copy, Debug)]
pub struct Owner<'a> {
    /// Its number in the file it came from.
    pub number: u64,
    /// What its owner calls it.
    pub reference: Option<&'a str>,
    /// The day that was asked about.
    pub on: &'a str,
}

/// The columns of a rule set's answers: those of all its versions.
#[derive(Clone, Debug)]
pub struct Columns {
    kind: Kind,
    follows: Vec<Box<str>>,
}

impl Columns {
    /// The columns for a rule set.
    #[must_use]
    pub fn of(set: &RuleSet) -> Columns {
        let mut follows: Vec<Box<str>> = Vec::new();
        for version in set.versions.iter().rev() {
            for id in row_cells::follow_names(version) {
                if !follows.iter().any(|it| **it == *id) {
                    follows.push(id.into());
                }
            }
        }
        Columns {
            kind: set.kind(),
            follows,
        }
    }

    /// Their names.
    #[must_use]
    pub fn headings(&self) -> Vec<String> {
        let own: &[&str] = match self.kind {
            Kind::Eligibility => &["decided_by", "reasons"],
            Kind::Pricing => &["total", "total_min", "total_max", "lines", "alternatives"],
        };
        let fixed = FIRST.iter().chain(own).chain(&LAST);
        let fixed = fixed.map(|name| (*name).to_owned());
        fixed
            .chain(self.follows.iter().map(ToString::to_string))
            .collect()
    }

    /// The row of an answer.
    #[must_use]
    pub fn answered(&self, owner: Owner<'_>, answer: &Answer<'_>) -> Vec<String> {
        let part = answer.deciding_part();
        match part.evaluation() {
            Evaluation::Screening(screening) => self.screened(owner, answer, (part, screening)),
            _ => quoted(owner, answer),
        }
    }

    fn screened(
        &self,
        owner: Owner<'_>,
        answer: &Answer<'_>,
        (part, screening): (&Part<'_>, &Screening),
    ) -> Vec<String> {
        let asked = part.asked();
        let deciding = deciding_criteria(part);
        let ids: Vec<&str> = deciding.iter().map(|it| it.id.as_str()).collect();
        let mut row = begun(owner, screening.outcome.name());
        row.extend([ids.join(" "), decided_in_words(part, screening)]);
        row.extend([
            row_cells::missing_cell(asked, screening.missing),
            not_used_cell(answer),
            String::new(),
            String::new(),
        ]);
        let follows = self.follows.iter();
        row.extend(follows.map(|id| row_cells::follow_cell(asked, screening, id)));
        row
    }

    /// The row of a case that could not be answered.
    #[must_use]
    pub fn rejected(&self, owner: Owner<'_>, problems: &[Problem]) -> Vec<String> {
        let mut row = begun(owner, "");
        row.resize(self.headings().len(), String::new());
        let places: Vec<&str> = problems
            .iter()
            .map(|it| it.at.strip_prefix('/').unwrap_or(&it.at))
            .collect();
        let says: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let last = row.len() - self.follows.len();
        for (index, text) in [(last - 2, places.join(" ")), (last - 1, says.join("; "))] {
            if let Some(cell) = row.get_mut(index) {
                *cell = text;
            }
        }
        row
    }
}

/// The reasons of an answer in words: which criteria decide, or what each line comes
/// to.
#[must_use]
pub fn words(answer: &Answer<'_>) -> String {
    let part = answer.deciding_part();
    if let Evaluation::Screening(screening) = part.evaluation() {
        return decided_in_words(part, screening);
    }
    let quotes = answer.parts();
    let quotes = quotes.filter_map(|part| Some((part.asked(), part.quote()?)));
    let lines = quotes.map(|(asked, quote)| row_cells::line_cell(asked, quote));
    lines.collect::<Vec<_>>().join(" | ")
}

fn decided_in_words(part: &Part<'_>, screening: &Screening) -> String {
    let deciding = deciding_criteria(part);
    let words: Vec<String> = deciding.iter().map(Decider::words).collect();
    match words.is_empty() && screening.outcome == Outcome::Refer {
        true => "For a person to decide.".to_owned(),
        false => words.join(" "),
    }
}

/// The row of a quote in one part or several.
fn quoted(owner: Owner<'_>, answer: &Answer<'_>) -> Vec<String> {
    let mut row = begun(owner, answer.outcome().name());
    row.extend(match answer.total() {
        Some(total) => {
            let one = (!total.is_range()).then(|| plain_pounds(total.min()));
            [
                one.unwrap_or_default(),
                plain_pounds(total.min()),
                plain_pounds(total.max()),
            ]
        }
        None => least_and_most(answer),
    });
    let quotes = answer.parts();
    let quotes = quotes.filter_map(|part| Some((part.asked(), part.quote()?)));
    let lines = quotes
        .clone()
        .map(|(asked, quote)| row_cells::line_cell(asked, quote));
    row.push(lines.collect::<Vec<_>>().join(" | "));
    let alternatives = alternatives(answer).into_iter();
    let alternatives = alternatives.map(|it| format!("{} if {}", it.amount, it.reading));
    row.push(alternatives.collect::<Vec<_>>().join("; "));
    let mut names: Vec<String> = Vec::new();
    for (asked, quote) in quotes {
        let missing = row_cells::missing_cell(asked, quote.missing);
        names.extend((!missing.is_empty() && !names.contains(&missing)).then_some(missing));
    }
    let not_used = not_used_cell(answer);
    row.extend([names.join(" "), not_used, String::new(), String::new()]);
    row
}

/// The least and the most that a quote comes to under any reading, with no total.
fn least_and_most(answer: &Answer<'_>) -> [String; 3] {
    let totals = alternatives(answer).into_iter().map(|it| it.amount.money);
    let totals: Option<Vec<_>> = totals.collect();
    let totals = totals.unwrap_or_default();
    let least = totals.iter().map(|total| total.min()).min();
    let most = totals.iter().map(|total| total.max()).max();
    let cell = |amount: Option<_>| amount.map(plain_pounds).unwrap_or_default();
    [String::new(), cell(least), cell(most)]
}

/// One line of JSON: whose it is, and an answer or a problem document, which
/// is JSON already.
#[must_use]
pub fn line(owner: Owner<'_>, key: &str, document: &str) -> String {
    let reference = owner.reference.map_or_else(|| "null".into(), json::quoted);
    format!(
        "{{\"row\":{},\"ref\":{reference},\"{key}\":{}}}\n",
        owner.number,
        document.trim_end()
    )
}

fn begun(owner: Owner<'_>, outcome: &str) -> Vec<String> {
    let reference = owner.reference.unwrap_or_default();
    [&owner.number.to_string(), reference, owner.on, outcome]
        .map(str::to_owned)
        .into()
}
