//! What the cases of a rule set reached, gathered answer by answer.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{
    recorder::CoverageRecorder,
    target::{Applied, Mark, Requirement, Spot},
};
use crate::{
    base::{
        date::{self, Date},
        ids::{FormulaId, IdVec},
        source_text::Place,
        step::{distance, is_on},
        value::Value,
    },
    cases::find_in_answer::Answer,
    check::model::{Case, Cell, Parameter, ReductionsApply, Role, Row, RuleSet, Step, Version},
    eval::{
        price_limits::{LimitState, Limited},
        quote::{LineState, Reduced},
        screen::Standing,
        trace::{Entry, Source, Trace},
    },
    program::model::Ruling,
};

/// What the cases reached.
#[derive(Debug, Default)]
pub(super) struct Hits {
    marks: BTreeSet<Mark>,
    distances: BTreeMap<Spot, BTreeSet<Decimal>>,
}

impl Hits {
    /// Whether something was reached.
    pub(super) fn has(&self, requires: &Requirement) -> bool {
        match requires {
            Requirement::Mark(mark) => self.marks.contains(mark),
            Requirement::Side(spot, side, within) => self
                .distances
                .get(spot)
                .is_some_and(|all| all.iter().any(|it| is_on(*side, *it, *within))),
        }
    }

    /// Takes in the day that a case asks about, whether it is answered or not.
    pub(super) fn day(&mut self, set: &RuleSet, case: &Case, ruling: Option<&Ruling<'_>>) {
        for version in &set.versions {
            let answers = ruling.is_some_and(|it| std::ptr::eq(it.version, version));
            if case.on == version.in_force && answers {
                self.marks.insert(Mark::FirstDay(version.file));
            }
            if date::add_days(case.on, 1) == Some(version.in_force) {
                self.marks.insert(Mark::DayBefore(version.file));
            }
        }
    }

    /// Adds what an evaluation reached, even if it ended in a fault.
    pub(super) fn worked(&mut self, ruling: &Ruling<'_>, recorder: &CoverageRecorder) {
        let version = ruling.version;
        for trace in [&recorder.trace, &recorder.assumed] {
            self.decided(version, trace);
            self.bought(version, trace);
        }
        let places = version.formula_places();
        for it in &recorder.compared {
            if let Some(away) = distance(it.left, it.right) {
                let place = places[it.formula];
                self.distance(Spot::Bound(place.within(it.bound..it.bound)), away);
            }
        }
        for (source, asked) in &recorder.looked_up {
            self.looked_up(ruling, *source, asked);
        }
    }

    /// Counts the criteria, lines and reductions that an answer reached.
    pub(super) fn answered(&mut self, version: &Version, answer: &Answer) {
        let standings = answer.screening.iter().flat_map(|it| &it.standings);
        for (standing, criterion) in standings.zip(&version.criteria) {
            match standing {
                Standing::Met => self.mark(Mark::Criterion(criterion.place, true)),
                Standing::NotMet | Standing::Refer => {
                    self.mark(Mark::Criterion(criterion.place, false));
                }
                Standing::Unknown(_) | Standing::DoesNotApply => {}
            }
        }
        for limited in answer.quote.iter().flat_map(|quote| &quote.limits) {
            self.limit(Some(version), limited);
        }
        for quoted in answer.quote.iter().flat_map(|it| &it.lines) {
            let line = &version.lines[quoted.line];
            let applied = match &quoted.state {
                LineState::Applies(_) | LineState::Alternatives(_) => Applied::Yes,
                LineState::Refer(_) => Applied::Refer,
                LineState::DoesNotApply(_) => Applied::No,
                LineState::Unknown(_) => continue,
            };
            self.mark(Mark::Line(line.place, applied));
            if let LineState::Alternatives(states) = &quoted.state {
                for (way, state) in line.options.iter().zip(states) {
                    if matches!(state, LineState::Applies(_)) {
                        self.mark(Mark::Way(way.each.place));
                    }
                }
            }
            if let LineState::Applies(priced) = &quoted.state
                && line.open_point.is_none()
                && let Some(way) = priced.chosen
            {
                self.mark(Mark::Way(line.options[way].each.place));
            }
            if let LineState::Applies(priced) = &quoted.state
                && line.reductions_apply == ReductionsApply::Best
            {
                for (reduction, state) in line.reductions.iter().zip(&priced.reductions) {
                    if matches!(state, Reduced::Given(Some(_))) {
                        self.mark(Mark::Best(reduction.take.place));
                    }
                }
            }
        }
    }

    /// Whether a limit of a version changes anything.
    pub(super) fn limit(&mut self, version: Option<&Version>, limited: &Limited) {
        let Some(version) = version else { return };
        let place = version.limits[limited.limit].place;
        match &limited.state {
            LimitState::Changed(_) => self.mark(Mark::Limit(place, true)),
            LimitState::Kept(_) => self.mark(Mark::Limit(place, false)),
            _ => {}
        }
    }

    /// Every `when`, those of reductions among them, and how it was decided.
    fn decided(&mut self, version: &Version, trace: &Trace) {
        let places = version.formula_places();
        for span in trace.spans() {
            let part = version.formula_sites[span.formula];
            let yes = match span.result {
                Some(Value::YesNo(yes)) => yes,
                Some(Value::DoesNotApply(_)) => false,
                _ => continue,
            };
            if part.role == Role::When && !matches!(part.step, Step::Fact(_)) {
                self.mark(Mark::When(places[span.formula], yes));
            }
        }
    }

    fn bought(&mut self, version: &Version, trace: &Trace) {
        for entry in trace.entries() {
            let Entry::Read(Source::Packages(number, bought), ..) = entry else {
                continue;
            };
            let offers = &version.packages[*number].offers;
            for (offer, count) in offers.iter().zip(bought.0) {
                if count > 0 {
                    self.mark(Mark::Offer(offer.place));
                }
            }
        }
    }

    fn looked_up(&mut self, ruling: &Ruling<'_>, source: Source, asked: &[Value]) {
        match source {
            Source::Table(number, row) => {
                let table = &ruling.version.tables[number];
                if let Some(row) = row.and_then(|row| table.rows.get(usize::from(row))) {
                    self.mark(Mark::Row(row.place));
                }
                self.near_rows(&table.rows, asked);
            }
            Source::Parameter(number, period, row) => {
                let parameter = &ruling.parameters[number];
                let Some((Value::Date(day), bands)) = asked.split_last() else {
                    return;
                };
                self.near_periods(parameter, *day);
                if let Some(period) = parameter.periods.get(usize::from(period)) {
                    if let Some(row) = period.rows.get(usize::from(row)) {
                        self.mark(Mark::Row(row.place));
                    }
                    self.near_rows(&period.rows, bands);
                }
            }
            _ => {}
        }
    }

    fn near_periods(&mut self, parameter: &Parameter, day: Date) {
        for period in &parameter.periods {
            if day == period.from {
                self.mark(Mark::FirstRates(parameter.file, period.from));
            }
            if date::add_days(day, 1) == Some(period.from) {
                self.mark(Mark::RatesBefore(parameter.file, period.from));
            }
        }
    }

    /// How near a question came to the ends of each row's cells; only where
    /// it meets the row's other cells does it say anything of one.
    fn near_rows(&mut self, rows: &[Row], asked: &[Value]) {
        for row in rows {
            for (column, cell) in (0u16..).zip(&row.cells) {
                let Cell::Spans(spans) = cell else { continue };
                let own = usize::from(column);
                let mut others = row.cells.iter().zip(asked).enumerate();
                if !others.all(|(at, (cell, value))| {
                    at == own || *cell == Cell::Any || (value.is_settled() && cell.meets(*value))
                }) {
                    continue;
                }
                let Some(value) = asked.get(own) else {
                    continue;
                };
                let ends = spans.iter().flat_map(|span| [span.low, span.high]);
                for (number, end) in (0u16..).zip(ends) {
                    let away = end.and_then(|end| distance(*value, end));
                    if let Some(away) = away {
                        self.distance(Spot::Cell(row.place, column, number), away);
                    }
                }
            }
        }
    }

    fn mark(&mut self, mark: Mark) {
        self.marks.insert(mark);
    }

    fn distance(&mut self, spot: Spot, away: Decimal) {
        self.distances.entry(spot).or_default().insert(away);
    }
}

impl Version {
    /// Where each formula is written, by its number.
    fn formula_places(&self) -> IdVec<FormulaId, Place> {
        self.formulas().map(|formula| formula.place)
    }
}
