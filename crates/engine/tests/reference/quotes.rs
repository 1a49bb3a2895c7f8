//! A whole quote, under each reading of what the source leaves open.

use almoner_engine::base::terms::Vat;

use crate::{
    formula::Reading,
    fraction::{self, Fraction},
    limits::{self, Days, Limit, LimitFound},
    periods::Parts,
    quote::{Amount, Charged, Line},
    totals::Sum,
    value::Fault,
};

/// A quote under one reading of every open point.
#[derive(Clone, Debug)]
pub(crate) struct Quote {
    /// The readings, as clauses.
    pub(crate) clauses: Vec<String>,
    pub(crate) outcome: &'static str,
    pub(crate) lines: Vec<Charged>,
    pub(crate) total: Option<Amount>,
    /// Where a person prices some line: what the others come to.
    pub(crate) without_referred: Option<Amount>,
    /// What each part comes to by itself.
    pub(crate) parts: Vec<Sum>,
    pub(crate) totals: Vec<(String, Option<usize>, Sum)>,
    pub(crate) limits: Vec<LimitFound>,
    /// The VAT in the total; none where it is not known or there is none.
    pub(crate) vat: ContainedVat,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ContainedVat {
    /// Some price is no charge alone: what the answer says is not looked at.
    Other,
    None,
    Amount(Amount),
}

/// An open point: the ids of its readings and their clauses.
type Point = (Vec<String>, Vec<String>);

fn points(parts: &Parts<'_>) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::new();
    for part in parts.all() {
        for line in &part.book.rules.lines {
            let texts =
                |text: fn(&almoner_engine::source::model::AlternativeEntry<'_>) -> String| {
                    line.alternatives.iter().map(text).collect::<Vec<_>>()
                };
            let ids = texts(|it| it.id.to_owned());
            if !ids.is_empty() && points.iter().all(|(known, _)| *known != ids) {
                points.push((ids, texts(|it| it.reading.to_owned())));
            }
        }
    }
    points
}

/// The quote under every combination of readings.
pub(crate) fn quotes(parts: &Parts<'_>) -> Result<Vec<Quote>, Fault> {
    let mut readings: Vec<(Vec<String>, Reading)> = vec![Default::default()];
    for (ids, clauses) in points(parts) {
        readings = readings
            .into_iter()
            .flat_map(|(before, reading)| {
                let (ids, before) = (ids.clone(), before.clone());
                clauses
                    .clone()
                    .into_iter()
                    .enumerate()
                    .map(move |(number, clause)| {
                        let mut reading = reading.clone();
                        reading.insert(ids.clone(), number);
                        ([before.clone(), vec![clause]].concat(), reading)
                    })
            })
            .collect();
    }
    readings
        .into_iter()
        .map(|(clauses, reading)| quote(parts, clauses, &reading))
        .collect()
}

fn quote(parts: &Parts<'_>, clauses: Vec<String>, reading: &Reading) -> Result<Quote, Fault> {
    let mut lines = Vec::new();
    let mut is_open = false;
    let mut sums = Vec::new();
    for (number, part) in parts.all().enumerate() {
        let (own, may_be_more) = part.reading(reading).lines(number)?;
        sums.push(match may_be_more {
            true => Sum::Unknown,
            false => Sum::of_lines(&own, &[], None, &(number..=number)),
        });
        lines.extend(own);
        is_open |= may_be_more;
    }
    let totals = match parts.is_period {
        // A booking has none.
        true => Vec::new(),
        false => parts.part(0).reading(reading).totals(&lines)?,
    };
    let count = parts.days.len();
    let mut limited = lines.clone();
    let (mut found, mut acted) = (Vec::new(), Vec::new());
    let runs = parts.months().into_iter().map(|run| (run, true));
    for ((first, last), is_over_month) in runs.chain([((0, count - 1), false)]) {
        let days = Days {
            parts: first..=last,
            whole: parts.in_span(first, first, last),
            each: (first..=last)
                .map(|number| parts.in_span(number, first, last))
                .collect(),
        };
        found.extend(limits::hold(
            &days,
            is_over_month,
            &mut limited,
            &mut acted,
            is_open,
        )?);
    }
    let has = |wanted: &Line| lines.iter().any(|it| it.line == *wanted);
    let has_limit = |wanted: &Limit| found.iter().any(|it| it.limit == *wanted);
    let outcome = match () {
        () if is_open || has(&Line::Unknown) || has_limit(&Limit::Unknown) => "undetermined",
        () if has(&Line::Referred) => "refer",
        () if lines
            .iter()
            .any(|it| matches!(it.line, Line::Priced { .. })) =>
        {
            "quoted"
        }
        () => "does_not_apply",
    };
    let mut priced = limited.clone();
    priced.retain(|it| matches!(it.line, Line::Priced { .. }));
    let sum = match Sum::of_lines(&priced, &[], None, &(0..=count - 1)) {
        Sum::Amount(sum) => Some(limits::in_order(sum)),
        _ => None,
    };
    let of_outcome = |wanted: &str| sum.clone().filter(|_| outcome == wanted);
    let (total, without_referred) = (of_outcome("quoted"), of_outcome("refer"));
    let changes = |it: &LimitFound| matches!(&it.limit, Limit::Held(it) if it.before != it.after);
    let vat = match found.iter().any(changes) || parts.is_period {
        true => ContainedVat::Other,
        false => vat(parts, &lines),
    };
    Ok(Quote {
        clauses,
        outcome,
        lines,
        total,
        without_referred,
        parts: sums,
        totals,
        limits: found,
        vat,
    })
}

/// The VAT in lines whose prices are charges alone: a sixth of what is at the standard
/// rate, and a twenty-first of what is at the reduced rate, to the nearest penny.
fn vat(parts: &Parts<'_>, lines: &[Charged]) -> ContainedVat {
    let part = parts.part(0);
    let nothing = || (fraction::whole(0), fraction::whole(0));
    let (mut standard, mut reduced) = (nothing(), nothing());
    let mut is_unknown = false;
    for it in lines {
        let Line::Priced { amount, .. } = &it.line else {
            continue;
        };
        // As the engine: a line of £0.00 has no VAT, whatever its charge.
        if *amount == nothing() {
            continue;
        }
        let entry = part.book.rules.lines.iter().find(|line| line.id == it.id);
        let entry = entry.expect("a line");
        let Some(charge) = entry.charge.filter(|_| entry.each.is_none()) else {
            return ContainedVat::Other;
        };
        if !entry.reductions.is_empty() {
            return ContainedVat::Other;
        }
        let sum = match part.book.charges[charge].vat {
            Vat::Standard => &mut standard,
            Vat::Reduced => &mut reduced,
            Vat::NotExplained => {
                is_unknown = true;
                continue;
            }
            Vat::Exempt | Vat::OutsideScope | Vat::ZeroRated => continue,
        };
        *sum = (&sum.0 + &amount.0, &sum.1 + &amount.1);
    }
    let penny = fraction::whole(1) / fraction::whole(100);
    let share = |amount: &Fraction, of: i64| {
        fraction::round(&(amount / fraction::whole(of)), "half_up", &penny)
    };
    let contained = (
        share(&standard.0, 6) + share(&reduced.0, 21),
        share(&standard.1, 6) + share(&reduced.1, 21),
    );
    match is_unknown || contained == nothing() {
        true => ContainedVat::None,
        false => ContainedVat::Amount(contained),
    }
}
