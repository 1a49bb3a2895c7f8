//! The targets of one rule set, gathered by where they are written: the versions
//! themselves, their criteria, lines, reductions and packages.

use std::collections::BTreeMap;

use super::target::{Applied, Kind, Mark, Requirement, Target};
use crate::{
    base::{
        date::{self, LongDate},
        source_text::{Place, SourceSet},
    },
    check::{
        formula::{Formula, Node},
        model::{
            Contents, Criterion, Line, PriceLimit, PriceOption, Reduction, ReductionsApply, Version,
        },
    },
};

/// The targets of one rule set, each once where it is written.
pub(super) struct Targets<'b> {
    pub(super) sources: &'b SourceSet,
    pub(super) book: &'b Contents,
    found: BTreeMap<Requirement, Target>,
}

impl<'b> Targets<'b> {
    /// No targets yet.
    pub(super) fn new(book: &'b Contents, sources: &'b SourceSet) -> Targets<'b> {
        Targets {
            sources,
            book,
            found: BTreeMap::new(),
        }
    }

    /// Adds the version's days and its elements, without what its formulas
    /// compare or look up.
    pub(super) fn elements(&mut self, version: &Version) {
        self.version(version);
        version.criteria.iter().for_each(|it| self.criterion(it));
        for value in &version.values {
            self.when(&value.id, value.when.as_ref());
        }
        version.lines.iter().for_each(|it| self.line(it));
        version.limits.iter().for_each(|it| self.limit(it));
        self.packages(version);
    }

    /// All of them, by kind and then by place.
    pub(super) fn sorted(self) -> Vec<Target> {
        let mut targets: Vec<Target> = self.found.into_values().collect();
        targets.sort_by_key(|target| (target.kind, target.place));
        targets
    }

    /// Adds a target. What can be reached in some version can be reached.
    pub(super) fn add(&mut self, target: Target) {
        let before = self.found.get(&target.requires);
        if before.is_none_or(|before| before.cannot.is_some() && target.cannot.is_none()) {
            self.found.insert(target.requires.clone(), target);
        }
    }

    pub(super) fn mark(&mut self, kind: Kind, place: Place, mark: Mark, says: String) {
        self.add(Target {
            kind,
            place,
            says,
            cannot: None,
            requires: Requirement::Mark(mark),
        });
    }

    fn version(&mut self, version: &Version) {
        let place = Place::head_of(version.file);
        let first = LongDate(version.in_force);
        let says = format!("a case on {first}, the first day of this version");
        self.mark(Kind::FirstDay, place, Mark::FirstDay(version.file), says);
        if let Some(before) = date::add_days(version.in_force, -1) {
            let says = format!(
                "a case on {}, the day before this version",
                LongDate(before)
            );
            self.mark(Kind::FirstDay, place, Mark::DayBefore(version.file), says);
        }
    }

    fn criterion(&mut self, criterion: &Criterion) {
        let (id, place) = (&criterion.id, criterion.place);
        let not = match criterion.refer {
            Some(_) => "is referred to a person",
            None => "is not met",
        };
        for (met, how) in [(true, "is met"), (false, not)] {
            let says = format!("a case in which the criterion `{id}` {how}");
            self.mark(Kind::Criterion, place, Mark::Criterion(place, met), says);
        }
        self.when(id, criterion.when.as_ref());
    }

    /// A `when` that is yes in one case and no in another.
    fn when(&mut self, of: &str, when: Option<&Formula>) {
        let Some(when) = when.filter(|it| !is_constant(it)) else {
            return;
        };
        for (yes, word) in [(true, "holds"), (false, "does not hold")] {
            let says = format!(
                "a case in which `{}`, the `when` of `{of}`, {word}",
                when.text
            );
            let mark = Mark::When(when.place, yes);
            self.mark(Kind::When, when.place, mark, says);
        }
    }

    fn line(&mut self, line: &Line) {
        let (id, place) = (&line.id, line.place);
        let mut ways = Vec::new();
        if !line.options.is_empty() {
            ways.push((Applied::Yes, "applies"));
        }
        let may_have_no_price =
            !line.options.is_empty() && line.options.iter().all(|it| it.when.is_some());
        if line.when.is_some() || may_have_no_price {
            ways.push((Applied::No, "does not apply"));
        }
        if line.refer.is_some() {
            ways.push((Applied::Refer, "is referred to a person"));
        }
        for (applied, word) in ways {
            let says = format!("a case in which the line `{id}` {word}");
            self.mark(Kind::Line, place, Mark::Line(place, applied), says);
        }
        self.when(id, line.when.as_ref());
        line.options.iter().for_each(|way| self.way(line, way));
        for reduction in line.reductions.iter().filter(|it| !is_constant(&it.when)) {
            for (given, word) in [(true, "is given"), (false, "is not given")] {
                let says = format!(
                    "a case in which the reduction `{}` of `{id}` {word}",
                    reduction.id
                );
                let mark = Mark::When(reduction.when.place, given);
                self.mark(Kind::Reduction, reduction.when.place, mark, says);
            }
        }
        if line.reductions_apply == ReductionsApply::Best {
            line.reductions.iter().for_each(|it| self.best(id, it));
        }
    }

    fn limit(&mut self, limit: &PriceLimit) {
        let (id, place) = (&limit.id, limit.place);
        for (changes, how) in [
            (true, "changes what its lines come to"),
            (false, "applies and changes nothing"),
        ] {
            // Between a least and a most that are the same, every sum is changed
            // but one.
            if !changes && limit.at_most.is_some() && limit.at_least.is_some() {
                continue;
            }
            let says = format!("a case in which the limit `{id}` {how}");
            self.mark(Kind::Limit, place, Mark::Limit(place, changes), says);
        }
        self.when(id, limit.when.as_ref());
    }

    fn best(&mut self, line: &str, reduction: &Reduction) {
        let says = format!(
            "a case in which the reduction `{}` of `{line}` is the one that takes most",
            reduction.id
        );
        let place = reduction.take.place;
        self.mark(Kind::Reduction, place, Mark::Best(place), says);
    }

    fn way(&mut self, line: &Line, way: &PriceOption) {
        if line.options.len() > 1 {
            let says = match line.open_point {
                Some(_) => format!(
                    "a case in which the reading `{}` of the line `{}` makes a difference",
                    way.id, line.id
                ),
                None => format!(
                    "a case in which `{}` is the way in which the line `{}` is priced",
                    way.id, line.id
                ),
            };
            let place = way.each.place;
            self.mark(Kind::Way, place, Mark::Way(place), says);
        }
        self.when(&way.id, way.when.as_ref());
    }

    fn packages(&mut self, version: &Version) {
        for set in &version.packages {
            for offer in &set.offers {
                let says = format!("a case in which `{}` of `{}` is bought", offer.id, set.id);
                self.mark(Kind::Way, offer.place, Mark::Offer(offer.place), says);
            }
        }
    }
}

/// Whether a formula says the same of every case.
fn is_constant(formula: &Formula) -> bool {
    matches!(formula.expr.node, Node::Constant(_))
}
