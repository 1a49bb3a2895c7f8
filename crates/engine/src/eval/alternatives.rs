//! Lines that cost one thing or another as an open point of the source is read,
//! and what a quote comes to under each reading.

use super::{
    evaluator::Evaluator,
    facts::Facts,
    fault::{Fault, Impossible},
    limited::{self, Limited},
    price_limits::{self, Bound},
    quote_model::{Alternative, Compared, LineState, Priced, Quote, QuotedLine, Reading, Reduced},
    reduction::Reductions,
    template,
    trace::Recorder,
};
use crate::{
    base::{
        ids::{OptionId, RecordId},
        value::Missing,
    },
    check::model::{Line, Version},
    program::model::Ruling,
};

/// Prices a line under each reading. Where all come to the same, the point does
/// not matter and the first is taken.
pub(super) fn price<R: Recorder>(
    it: &mut Evaluator<'_, R>,
    line: &Line,
    record: Option<RecordId>,
    ways: Priced,
) -> Result<LineState, Fault> {
    let reductions = Reductions::of(it, line, record)?;
    let mut states = Vec::with_capacity(ways.compared.len());
    for (number, way) in (0..).map(OptionId::new).zip(&ways.compared) {
        states.push(match way {
            Compared::Priced(amount) => {
                let mut priced = Priced {
                    compared: ways.compared.clone(),
                    ..Priced::of(number, amount.amount)
                };
                reductions.apply(it, line, &mut priced)?;
                LineState::Applies(Box::new(priced))
            }
            Compared::Unknown(missing) => LineState::Unknown(*missing),
            Compared::DoesNotApply(reason) => LineState::without_price(line, *reason),
        });
    }
    let open = states
        .iter()
        .fold(Missing::NONE, |open, state| open.union(missing(state)));
    if !open.is_empty() {
        return Ok(undetermined(ways, &states, open));
    }
    let (first, others) = match states.split_first() {
        Some(split) => split,
        None => return Ok(LineState::without_price(line, None)),
    };
    Ok(match others.iter().all(|other| same(first, other)) {
        true => states.swap_remove(0),
        false => LineState::Alternatives(states.into()),
    })
}

fn missing(state: &LineState) -> Missing {
    match state {
        LineState::Unknown(missing) => *missing,
        LineState::Applies(priced) => priced.missing,
        _ => Missing::NONE,
    }
}

/// Whether two readings come to the same.
fn same(one: &LineState, other: &LineState) -> bool {
    match (one, other) {
        (LineState::Applies(one), LineState::Applies(other)) => one.net == other.net,
        (LineState::Refer(_), LineState::Refer(_)) => true,
        (LineState::DoesNotApply(_), LineState::DoesNotApply(_)) => true,
        _ => false,
    }
}

/// A line of which some reading has no amount yet.
fn undetermined(mut ways: Priced, states: &[LineState], open: Missing) -> LineState {
    ways.missing = open;
    let mut limits = Vec::new();
    for state in states {
        match state {
            LineState::Applies(priced) => {
                limits.push(priced.at_most);
                if ways.reductions.is_empty() {
                    let unsettled = priced.reductions.iter().map(|reduced| match reduced {
                        Reduced::Given(_) => Reduced::Given(None),
                        Reduced::Added(_) => Reduced::Added(None),
                        other => *other,
                    });
                    ways.reductions = unsettled.collect();
                }
            }
            LineState::DoesNotApply(_) => {}
            _ => limits.push(None),
        }
    }
    let all: Option<Vec<_>> = limits.into_iter().collect();
    ways.at_most = all.and_then(|all| all.into_iter().reduce(|one, other| one.dearer(other)));
    LineState::Applies(Box::new(ways))
}

/// An open point that a quote depends on.
#[derive(Debug)]
pub(super) struct OpenPoint<'v> {
    /// The names of its readings.
    pub(super) key: &'v str,
    /// The first reading, of the first line that depends on it.
    pub(super) first: Reading,
    /// How many readings it has.
    pub(super) readings: usize,
}

/// The open points that these lines depend on, each once.
pub(super) fn open_points<'v>(version: &'v Version, lines: &[QuotedLine]) -> Vec<OpenPoint<'v>> {
    let mut points: Vec<OpenPoint<'v>> = Vec::new();
    for quoted in lines {
        let line = &version.lines[quoted.line];
        let (LineState::Alternatives(states), Some(key)) =
            (&quoted.state, line.open_point.as_deref())
        else {
            continue;
        };
        if points.iter().all(|point| point.key != key) {
            points.push(OpenPoint {
                key,
                first: Reading {
                    line: quoted.line,
                    record: quoted.record,
                    option: OptionId::new(0),
                },
                readings: states.len(),
            });
        }
    }
    points
}

/// Every combination of readings, as the number of the reading of each point;
/// the last point's changes first.
pub(super) fn combinations(readings: impl Iterator<Item = usize>) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for count in readings {
        let longer = all.iter().flat_map(|before: &Vec<usize>| {
            (0..count).map(|number| before.iter().copied().chain([number]).collect())
        });
        all = longer.collect();
    }
    all
}

/// Whether limits act on a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limiting {
    /// On the quote by itself.
    OfQuote,
    /// On all parts of a period: what it comes to under each reading is kept, for
    /// limits may tell readings apart that come to the same.
    OfParts,
    /// There are none.
    None,
}

/// What a quote whose lines are priced comes to under each combination of
/// readings. Where all come to the same, that is the total.
pub(super) fn alternatives<R: Recorder>(
    it: &Evaluator<'_, R>,
    quote: &mut Quote,
    bounds: &[Bound],
    limiting: Limiting,
) -> Result<(), Fault> {
    let version = it.ruling.version;
    let points = open_points(version, &quote.lines);
    if points.is_empty() {
        return Ok(());
    }
    let mut found = Vec::new();
    for numbers in combinations(points.iter().map(|point| point.readings)) {
        let pairs = || points.iter().zip(&numbers);
        let of_point = |key: &str| pairs().find(|(point, _)| point.key == key);
        let lines = quote.lines.iter().map(|quoted| {
            let key = version.lines[quoted.line].open_point.as_deref();
            let number = key.and_then(of_point).map_or(0, |(_, number)| *number);
            quoted.under(number)
        });
        let mut under = Quote {
            lines: lines.collect(),
            ..Quote::default()
        };
        under
            .add_up()
            .and_then(|()| price_limits::hold(&mut under, bounds, version))
            .ok_or_else(|| it.fault_without_place(Impossible::Overflow))?;
        let readings = pairs().map(|(point, number)| point.first.numbered(*number));
        found.push(Alternative {
            readings: readings.collect(),
            quote: under,
        });
    }
    let outcome = |it: &Alternative| (it.quote.total, it.quote.without_referred);
    let mut outcomes = found.iter().map(outcome);
    let first = outcomes.next().unwrap_or_default();
    if quote.missing.is_empty() {
        quote.is_open = limiting == Limiting::OfParts || outcomes.any(|other| other != first);
        if !quote.is_open {
            (quote.total, quote.without_referred) = first;
        }
    }
    let limits: Vec<&[Limited]> = found.iter().map(|it| &*it.quote.limits).collect();
    limited::settle(&mut quote.limits, &limits);
    quote.alternatives = found;
    Ok(())
}

/// Readings as one clause that fits after "if".
#[must_use]
pub fn words(ruling: &Ruling<'_>, facts: &Facts, readings: &[Reading]) -> String {
    let all: Vec<String> = readings.iter().map(|it| it.words(ruling, facts)).collect();
    all.join(" and ")
}

impl Reading {
    /// The clause that states it, which fits after "if".
    #[must_use]
    pub fn words(self, ruling: &Ruling<'_>, facts: &Facts) -> String {
        let line = &ruling.version.lines[self.line];
        let record = RecordId::of(line.for_each, self.record);
        template::render(ruling, facts, &line.options[self.option].says, record)
    }

    /// Another reading of the same point.
    pub(super) fn numbered(self, number: usize) -> Reading {
        Reading {
            option: OptionId::new(number),
            ..self
        }
    }
}

impl QuotedLine {
    /// The line under the reading of this number; itself if it depends on none.
    fn under(&self, number: usize) -> QuotedLine {
        let state = match &self.state {
            LineState::Alternatives(states) => states.get(number),
            _ => None,
        };
        QuotedLine {
            state: state.unwrap_or(&self.state).clone(),
            ..*self
        }
    }
}
