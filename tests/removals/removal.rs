//! Everything that can be taken out of a rule set's files, one at a time.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use almoner_engine::{
    base::{
        bounds::Bounds,
        ids::ValueId,
        source_text::{Place, SourceId, SourceSet},
        types::Type,
    },
    check::{
        formula::{Comparison, Expr, Formula, Function, Node},
        model::{
            Cell, Column, Contents, Criterion, Line, RelationKind, Role, Row, RuleSet, Step,
            Version,
        },
    },
};

use super::layout::Layout;

/// One thing taken out, or put wider.
#[derive(Clone, Debug)]
pub(super) struct Removal {
    pub(super) file: SourceId,
    pub(super) range: Range<usize>,
    pub(super) instead: String,
    /// What kind of thing it was.
    pub(super) kind: &'static str,
}

/// Every removal, each once: what a version takes over is written once.
pub(super) struct Removals<'s> {
    layouts: Vec<Layout<'s>>,
    sources: &'s SourceSet,
    found: BTreeMap<(SourceId, usize, usize, String), Removal>,
}

/// Everything that can be taken out of a rule set, and of the parameters it
/// reads, in the order of the files.
pub(super) fn of(sources: &SourceSet, book: &Contents, set: &RuleSet) -> Vec<Removal> {
    let mut all = Removals {
        layouts: sources
            .iter()
            .map(|(_, file)| Layout::of(file.text()))
            .collect(),
        sources,
        found: BTreeMap::new(),
    };
    for (index, version) in set.versions.iter().enumerate() {
        all.version(version, &set.versions.as_slice()[..index]);
        for number in &version.parameters {
            let parameter = &book.parameters[*number];
            let columns = &parameter.columns;
            for period in &parameter.periods {
                period.rows.iter().for_each(|row| all.row(columns, row));
            }
        }
    }
    all.found.into_values().collect()
}

impl<'s> Removals<'s> {
    fn layout(&self, file: SourceId) -> &Layout<'s> {
        let at = self.sources.iter().position(|(id, _)| id == file);
        &self.layouts[at.unwrap()]
    }

    fn text(&self, file: SourceId) -> &'s str {
        self.sources.get(file).unwrap().text()
    }

    fn take(&mut self, kind: &'static str, file: SourceId, range: Range<usize>) {
        self.put(kind, file, range, "");
    }

    fn put(&mut self, kind: &'static str, file: SourceId, range: Range<usize>, instead: &str) {
        if &self.text(file)[range.clone()] == instead {
            return;
        }
        let key = (file, range.start, range.end, instead.to_owned());
        self.found.entry(key).or_insert(Removal {
            file,
            range,
            instead: instead.to_owned(),
            kind,
        });
    }

    fn entry(&mut self, kind: &'static str, place: Place) {
        let range = self.layout(place.file).entry(place.start as usize);
        self.take(kind, place.file, range);
    }

    fn version(&mut self, version: &Version, earlier: &[Version]) {
        for criterion in &version.criteria {
            // Without it the criterion of the earlier version is inherited. If
            // that asks the same, no answer changes and no case can fail.
            let here = criterion.place.file == version.file;
            let stands = |it: &Version| asks_the_same(it, criterion);
            if here && !earlier.last().is_some_and(stands) {
                self.entry("criterion", criterion.place);
            }
            self.when(criterion.when.as_ref());
        }
        for value in &version.values {
            self.when(value.when.as_ref());
        }
        for relation in version.facts.iter().flat_map(|it| &it.relations) {
            let (file, at) = (relation.place.file, relation.place.start as usize);
            let range = match relation.kind {
                RelationKind::Excludes | RelationKind::Needs => self.layout(file).element(at),
                _ => self.layout(file).field(at),
            };
            self.take("relation", file, range);
        }
        for table in &version.tables {
            let rows = table.rows.iter();
            rows.for_each(|row| self.row(&table.columns, row));
        }
        for offer in version.packages.iter().flat_map(|it| &it.offers) {
            self.entry("package", offer.place);
        }
        version.lines.iter().for_each(|line| self.line(line));
        for limit in &version.limits {
            self.entry("limit", limit.place);
            self.when(limit.when.as_ref());
        }
        let decides = deciding(version);
        version.each_formula(|formula| {
            let part = version.formula_sites[formula.number];
            let asked = matches!(part.step, Step::Fact(_)) && part.role == Role::When;
            let said = matches!(part.step, Step::Value(value) if !decides.contains(&value));
            if part.role != Role::Wording && !asked && !said {
                self.formula(formula);
            }
        });
    }

    fn when(&mut self, when: Option<&Formula>) {
        if let Some(when) = when {
            let range = self
                .layout(when.place.file)
                .field(when.place.start as usize);
            self.take("when", when.place.file, range);
        }
    }

    fn line(&mut self, line: &Line) {
        self.entry("line", line.place);
        self.when(line.when.as_ref());
        for way in &line.options {
            if line.has_named_ways() {
                self.entry("way", way.each.place);
            }
            self.when(way.when.as_ref());
        }
        for reduction in &line.reductions {
            self.entry("reduction", reduction.when.place);
            for bound in reduction.at_least.iter().chain(&reduction.at_most) {
                let range = self
                    .layout(bound.place.file)
                    .field(bound.place.start as usize);
                self.take("bound", bound.place.file, range);
            }
        }
    }

    fn row(&mut self, columns: &[Column], row: &Row) {
        let (file, at) = (row.place.file, row.place.start as usize);
        self.entry("row", row.place);
        let cells = self.layout(file).around('[', at);
        let strings = self.layout(file).strings_in(&cells);
        for ((string, cell), column) in strings.into_iter().zip(&row.cells).zip(columns) {
            self.put("cell", file, string.clone(), "-");
            if let Cell::Spans(spans) = cell
                && let [span] = spans.as_slice()
            {
                self.ends(file, string.clone(), *span, column.within);
            }
            self.parts(file, string);
        }
    }

    /// Removes one end of a range such as `18..25`, unless the fact can have no
    /// value beyond that end.
    fn ends(&mut self, file: SourceId, string: Range<usize>, span: Bounds, within: Bounds) {
        let text = &self.text(file)[string.clone()];
        let Some((low, high)) = text.split_once("..") else {
            return;
        };
        if span.low.is_some() && span.high.is_some() {
            if span.low != within.low {
                self.put("bound", file, string.clone(), &format!("..{high}"));
            }
            if span.high != within.high {
                self.put("bound", file, string, &format!("{low}.."));
            }
        }
    }

    /// Each of several parts with commas between them.
    fn parts(&mut self, file: SourceId, list: Range<usize>) {
        let parts: Vec<&str> = self.text(file)[list.clone()]
            .split(',')
            .map(str::trim)
            .collect();
        for index in 0..parts.len() {
            let mut fewer = parts.clone();
            fewer.remove(index);
            if !fewer.is_empty() {
                self.put("option", file, list.clone(), &fewer.join(", "));
            }
        }
    }

    fn formula(&mut self, formula: &Formula) {
        let place = formula.place;
        // A formula that is made for an entry without one is written nowhere.
        if self.sources.text_at(place) != &*formula.text {
            return;
        }
        if formula.ty == Type::YesNo {
            self.test(place, &formula.expr);
        }
        formula.expr.each(&mut |expr| match &expr.node {
            Node::And(parts) | Node::Or(parts) => parts.iter().for_each(|it| self.test(place, it)),
            Node::Not(part) => self.test(place, part),
            Node::If(parts) => self.test(place, &parts.0),
            Node::Aggregate(over) => {
                if let Some(filter) = &over.filter {
                    self.test(place, filter);
                }
            }
            Node::Compare(comparison, sides) => self.edge(place, *comparison, sides),
            Node::Within(parts) => {
                if let (Some(low), Some(high)) = (&parts.1, &parts.2) {
                    self.take("bound", place.file, spot(place, low));
                    self.take("bound", place.file, spot(place, high));
                }
            }
            Node::OneOf(..) | Node::Includes(..) => {
                let whole = spot(place, expr);
                let text = &self.text(place.file)[whole.clone()];
                if let (Some(open), Some(close)) = (text.rfind('['), text.rfind(']')) {
                    self.parts(place.file, whole.start + open + 1..whole.start + close);
                }
            }
            Node::Call(Function::Min | Function::Max, arguments) => {
                self.extreme(place, expr, arguments)
            }
            _ => {}
        });
    }

    /// A test that always holds, or never.
    fn test(&mut self, place: Place, expr: &Expr) {
        if !matches!(expr.node, Node::Constant(_)) {
            self.put("test", place.file, spot(place, expr), "yes");
            self.put("test", place.file, spot(place, expr), "no");
        }
    }

    /// A comparison that takes its bound in, or leaves it out.
    fn edge(&mut self, place: Place, comparison: Comparison, sides: &(Expr, Expr)) {
        let instead = match comparison {
            Comparison::Less => "<=",
            Comparison::AtMost => "<",
            Comparison::Greater => ">=",
            Comparison::AtLeast => ">",
            Comparison::Equal | Comparison::NotEqual => return,
        };
        let between = spot(place, &sides.0).end..spot(place, &sides.1).start;
        let text = &self.text(place.file)[between.clone()];
        let start = between.start + text.find(['<', '>']).unwrap();
        let length = text.matches(['<', '>', '=']).count();
        self.put("bound", place.file, start..start + length, instead);
    }

    /// One argument fewer of `min` or `max`.
    fn extreme(&mut self, place: Place, expr: &Expr, arguments: &[Expr]) {
        let text = self.text(place.file);
        let whole = spot(place, expr);
        let name = text[whole.clone()].split('(').next().unwrap();
        for index in 0..arguments.len() {
            let mut fewer: Vec<&str> = arguments.iter().map(|it| &text[spot(place, it)]).collect();
            fewer.remove(index);
            let instead = match fewer.as_slice() {
                [one] => format!("({one})"),
                several => format!("{name}({})", several.join(", ")),
            };
            self.put("bound", place.file, whole.clone(), &instead);
        }
    }
}

/// The values that can change a result: those that follow, and those read by
/// any formula outside a wording. No case expects words.
fn deciding(version: &Version) -> BTreeSet<ValueId> {
    let mut decides: BTreeSet<ValueId> = version.follows.iter().copied().collect();
    version.each_formula(|formula| {
        let part = version.formula_sites[formula.number];
        if part.role != Role::Wording {
            formula.expr.each(&mut |expr| {
                if let Node::Value(value, _) = expr.node {
                    decides.insert(value);
                }
            });
        }
    });
    decides
}

/// Whether an earlier version has a criterion written elsewhere that decides
/// the same.
fn asks_the_same(earlier: &Version, criterion: &Criterion) -> bool {
    let when = |it: &Criterion| it.when.as_ref().map(|when| when.text.clone());
    earlier.criteria.iter().any(|it| {
        it.id == criterion.id
            && it.place != criterion.place
            && it.holds.text == criterion.holds.text
            && when(it) == when(criterion)
    })
}

fn spot(place: Place, expr: &Expr) -> Range<usize> {
    let start = place.start as usize;
    start + expr.start as usize..start + expr.end as usize
}
