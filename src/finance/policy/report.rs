//! What was found, as a table: each rule with its paragraph and the rows
//! that break it; or the rules alone with counts.

use super::{Finding, Judged, Tally, judge};
use crate::finance::{
    charge_names::ChargeNames,
    report::{Cell, Column, Kind, Report, Row, RowKind, Table},
    tariff_ref::TariffRef,
};
use almoner_engine::check::model::{Budget, Policy, PolicyCheck, PolicyRule};

/// Which rules a report shows, and how much of each.
#[derive(Clone, Debug, Default)]
pub struct ReportOptions {
    /// Only these, by their ids; all where none is named.
    pub rules: Vec<String>,
    /// Only how many rows keep to each.
    pub summary: bool,
}

/// The findings as a table.
#[must_use]
pub fn report(
    policy: &Policy,
    budget: Option<&Budget>,
    [old, new]: [TariffRef<'_>; 2],
    shown: &ReportOptions,
) -> Report {
    let is_shown = |rule: &PolicyRule| {
        shown.rules.is_empty() || shown.rules.iter().any(|asked| **asked == *rule.id)
    };
    let mut judged = judge(policy, budget, old, new);
    judged.retain(|it| is_shown(it.rule));
    let [first, second] = TariffRef::headings(old, new);
    let title = format!("{}: {second} compared with {first}", policy.title);
    let names = ChargeNames::of(&[new, old]);
    let (columns, rows) = if shown.summary {
        (
            summary_columns(),
            judged.iter().map(|it| summed_up(policy, it)).collect(),
        )
    } else {
        (
            columns(),
            judged
                .iter()
                .flat_map(|it| rows(policy, it, &names))
                .collect(),
        )
    };
    Report {
        title: title.clone(),
        lead: new.lead(),
        notes: notes(policy, budget, &judged),
        tables: vec![Table {
            title,
            notes: Vec::new(),
            columns,
            rows,
        }],
        fingerprints: [old, new].map(TariffRef::fingerprint).into(),
        ..Report::default()
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::key("rule", "Rule"),
        Column::key("cite", "Paragraph"),
        Column::key("rows", "Ids"),
        Column::new("charge", "Charge", Kind::Text),
        Column::new("says", "Finding", Kind::Text),
        Column::new("pounds", "Moves £", Kind::Money),
    ]
}

fn summary_columns() -> Vec<Column> {
    vec![
        Column::key("rule", "Id"),
        Column::new("says", "Rule", Kind::Text),
        Column::new("cite", "Paragraph", Kind::Code),
        Column::new("looked_at", "Checked", Kind::Code),
        Column::new("found", "Found", Kind::Text),
    ]
}

/// A rule and the rows that do not keep to it.
fn rows(policy: &Policy, judged: &Judged<'_>, names: &ChargeNames<'_>) -> Vec<Row> {
    let rule = judged.rule;
    let words = format!(
        "{} ({}): {} checked, {}",
        rule.says,
        place(policy, rule),
        looked_at(judged),
        found(judged)
    );
    let heading = Row::words(RowKind::Service, words);
    let findings = judged.findings.iter().map(|it| Row {
        cites: vec![rule.cite.to_string()],
        ..Row::entry(
            it.rows.first().map(|id| &**id),
            vec![
                Cell::text(&*rule.id),
                Cell::text(place(policy, rule)),
                Cell::text(it.rows.join(", ")),
                Cell::text(named(rule, it, names)),
                Cell::text(&*it.says),
                it.pounds.map_or(Cell::Empty, Cell::Change),
            ],
        )
    });
    std::iter::once(heading).chain(findings).collect()
}

/// The charges of a finding by their names; with their service where the rule is
/// about several.
fn named(rule: &PolicyRule, finding: &Finding, names: &ChargeNames<'_>) -> String {
    let named = finding.rows.iter().map(|id| match rule.service {
        Some(_) => names.rest(id).to_owned(),
        None => names.whole(id),
    });
    named.collect::<Vec<_>>().join("; ")
}

/// A rule in one row.
fn summed_up(policy: &Policy, judged: &Judged<'_>) -> Row {
    let rule = judged.rule;
    let cells = vec![
        Cell::text(&*rule.id),
        Cell::text(&*rule.says),
        Cell::text(place(policy, rule)),
        Cell::text(looked_at(judged)),
        Cell::text(found(judged)),
    ];
    Row {
        cites: vec![rule.cite.to_string()],
        ..Row::entry(None, cells)
    }
}

/// What was found of a rule, in words.
fn found(judged: &Judged<'_>) -> String {
    let few = judged.findings.len();
    let counted = match few {
        0 if judged.rows == 0 => "nothing to check".to_owned(),
        0 => "no exceptions".to_owned(),
        1 => "1 finding".to_owned(),
        many => format!("{many} findings"),
    };
    match (judged.tally, &judged.rule.check) {
        (Some(tally), _) if few > 0 => {
            format!(
                "{counted}. Of {}, {}",
                looked_at(judged),
                tally_words(tally)
            )
        }
        (_, PolicyCheck::RisesBy(..)) if few > 0 => {
            let kept = judged.rows.saturating_sub(few);
            let are = if kept == 1 { "is" } else { "are" };
            let all = looked_at(judged);
            format!("{counted}. Of {all}, {kept} {are} as the method gives")
        }
        _ => counted,
    }
}

/// `13 rise by more, 5 by less, 1 falls`.
fn tally_words(tally: Tally) -> String {
    let rise = if tally.more == 1 { "rises" } else { "rise" };
    let fall = if tally.fall == 1 { "falls" } else { "fall" };
    let parts = [
        (tally.more, format!("{rise} by more")),
        (tally.just, "by exactly that".to_owned()),
        (tally.less, "by less".to_owned()),
        (tally.fall, fall.to_owned()),
    ];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    parts.join(", ")
}

/// The number of findings, the policy's source, and the readings of its open
/// points.
fn notes(policy: &Policy, budget: Option<&Budget>, judged: &[Judged<'_>]) -> Vec<String> {
    let count: usize = judged.iter().map(|it| it.findings.len()).sum();
    let words = if count == 1 { "finding" } else { "findings" };
    let first = format!(
        "{count} {words}. Paragraphs are those of {}.",
        policy.source
    );
    let readings = judged.iter().filter_map(|it| {
        let reading = it.rule.reading.as_ref()?;
        Some(format!(
            "{}: {reading}.",
            it.rule.says.trim_end_matches('.')
        ))
    });
    let needs_budget = judged.iter().any(|it| it.rule.check.needs_budget());
    let unchecked = (needs_budget && budget.is_none()).then(|| {
        format!(
            "The book has no budget for {}: rules about income are not checked.",
            policy.year
        )
    });
    let first = std::iter::once(first).chain(unchecked);
    first.chain(readings).collect()
}

fn looked_at(judged: &Judged<'_>) -> String {
    let pairs = matches!(
        judged.rule.check,
        PolicyCheck::WeekWithinDays(_)
            | PolicyCheck::WeekAndDayTogether
            | PolicyCheck::TwinsAgree(..)
    );
    let what = match (pairs, judged.rows) {
        (_, 1) if judged.rule.check.needs_budget() => "stream",
        _ if judged.rule.check.needs_budget() => "streams",
        (true, 1) => "pair",
        (true, _) => "pairs",
        (false, 1) => "row",
        (false, _) => "rows",
    };
    format!("{} {what}", judged.rows)
}

/// A rule's place in the policy's own paper.
fn place<'p>(policy: &Policy, rule: &'p PolicyRule) -> &'p str {
    let place = rule.cite.strip_prefix(&*policy.source);
    place
        .and_then(|place| place.strip_prefix(", "))
        .unwrap_or(&rule.cite)
}
