//! Why a formula does not hold: the tests that failed, with what was required
//! and what there is.

pub use super::reason::Reason;
use super::{context::Context, operand, record_reasons::record_reasons, value_words};
use crate::{
    base::{
        bounds::DisplayValue,
        ids::RecordId,
        name::to_words,
        operators::Quantifier,
        time_unit::TimeUnit,
        types::{Options, Type},
        value::Value,
    },
    check::formula::{Aggregate, Comparison, Expr, Formula, Function, Node},
    eval::trace::{Entry, Source, Worked},
};

/// How many values deep reasons are followed.
const MAX_DEPTH: usize = 4;

/// The tests because of which a formula does not hold; none where they would
/// show what is confidential.
pub(super) fn failed_tests(
    context: &Context<'_>,
    formula: &Formula,
    record: Option<RecordId>,
) -> Vec<Reason> {
    let mut found = Vec::new();
    collect(context, formula, record, true, MAX_DEPTH, &mut found);
    found
}

/// Collects the tests because of which a formula is not as `wanted`.
fn collect(
    context: &Context<'_>,
    formula: &Formula,
    record: Option<RecordId>,
    wanted: bool,
    depth: usize,
    found: &mut Vec<Reason>,
) {
    if context.secrets().within(&formula.expr) {
        return;
    }
    let Some(worked) = context.work_of(formula, record.map(|record| record.number)) else {
        return;
    };
    let search = Search {
        context,
        formula,
        record,
        worked,
        depth,
    };
    search.part(&formula.expr, wanted, found);
}

/// A formula in which failed tests are looked for.
struct Search<'t> {
    context: &'t Context<'t>,
    formula: &'t Formula,
    record: Option<RecordId>,
    worked: &'t Worked,
    depth: usize,
}

impl Search<'_> {
    /// The tests within a part that did not go as wanted.
    fn part(&self, expr: &Expr, wanted: bool, found: &mut Vec<Reason>) {
        match &expr.node {
            Node::Not(part) => self.part(part, !wanted, found),
            Node::Subject(_, part) => self.part(part, wanted, found),
            Node::And(parts) | Node::Or(parts) => {
                for part in parts {
                    self.part(part, wanted, found);
                }
            }
            Node::If(parts) => {
                for part in [&parts.1, &parts.2] {
                    self.part(part, wanted, found);
                }
            }
            Node::Aggregate(aggregate) => self.aggregate(aggregate, wanted, found),
            Node::Fact(_) | Node::Field(..) | Node::Value(..) => self.name(expr, wanted, found),
            _ => self.test(expr, wanted, found),
        }
    }

    /// A name that is itself yes or no.
    fn name(&self, expr: &Expr, wanted: bool, found: &mut Vec<Reason>) {
        let reads = operand::operands(self.worked);
        let read = reads
            .iter()
            .find(|read| read.start == expr.start && read.value == Value::YesNo(!wanted));
        let Some(read) = read else { return };
        let (is, must) = (yes_no(!wanted), yes_no(wanted));
        let version = self.context.version();
        if let Source::Value(value, record) = read.source {
            let value = &version.values[value];
            let record = RecordId::of(value.each, record);
            let before = found.len();
            if self.depth > 0 {
                let depth = self.depth - 1;
                collect(self.context, &value.is, record, wanted, depth, found);
            }
            if found.len() > before {
                return;
            }
            let words = self.context.say(&value.says, record);
            if !words.is_empty() {
                push(found, format!("{words}: {is}"), is, must);
                return;
            }
        }
        let name = self.called(expr);
        push(found, format!("{name}: {is}"), is, must);
    }

    /// A comparison.
    fn test(&self, expr: &Expr, wanted: bool, found: &mut Vec<Reason>) {
        for entry in &self.worked.entries {
            let Entry::Tested(start, end, left, held) = *entry else {
                continue;
            };
            if (start, end) != (expr.start, expr.end) || held != Value::YesNo(!wanted) {
                continue;
            }
            if let Some((side, must)) = self.required(expr, wanted) {
                let value = match (self.type_of(side), self.unknown_words(side, left)) {
                    (_, Some(bounds)) => bounds,
                    (Some(ty), None) => self.context.words_by(left, ty, self.per_of(side)),
                    (None, None) => DisplayValue(left).to_string(),
                };
                let name = self.called(side);
                let words = format!("{name}: {value}. It must {must}");
                let required = match must.strip_prefix("not be ") {
                    Some(words) => format!("not {words}"),
                    None => must.strip_prefix("be ").unwrap_or(&must).to_owned(),
                };
                push(found, words, &value, &required);
            }
        }
    }

    /// The left side of a test, and what it must be.
    fn required<'e>(&self, expr: &'e Expr, wanted: bool) -> Option<(&'e Expr, String)> {
        let be = if wanted { "be" } else { "not be" };
        match &expr.node {
            Node::Compare(comparison, sides) => {
                let right = self.right_side(&sides.1, self.options(&sides.0));
                let relation = match self.is_date(&sides.0) {
                    true => date_relation(*comparison, wanted),
                    false => relation(*comparison, wanted),
                };
                Some((&sides.0, format!("be {relation}{right}")))
            }
            Node::Within(parts) => {
                let end = |end: &Option<Expr>| end.as_ref().map(|end| self.right_side(end, None));
                let words = match (end(&parts.1), end(&parts.2)) {
                    (Some(low), Some(high)) => format!("{be} from {low} to {high}"),
                    (Some(low), None) => format!("{be} {low} or more"),
                    (None, Some(high)) => format!("{be} at most {high}"),
                    (None, None) => return None,
                };
                Some((&parts.0, words))
            }
            Node::OneOf(side, options) => {
                let options: Vec<String> = {
                    let of = self.options(side);
                    options.iter().map(|it| self.right_side(it, of)).collect()
                };
                let options = value_words::listed(&options, "or");
                Some((side, format!("{be} {options}")))
            }
            Node::Includes(side, _) => {
                let whole = self.formula.written(expr);
                let include = if wanted { "include" } else { "not include" };
                let option = whole.split_whitespace().last().unwrap_or("").to_owned();
                Some((side, format!("{include} {}", to_words(&option))))
            }
            _ => None,
        }
    }

    /// The right side of a test: a constant in words, or a name with its value.
    /// An option is one of those of the left side.
    fn right_side(&self, side: &Expr, side_options: Option<&Options>) -> String {
        let written = self.formula.written(side);
        let reads = operand::operands(self.worked);
        let found = reads.iter().find(|read| read.start == side.start);
        match (&side.node, found) {
            (Node::Constant(Value::Choice(option)), _) => match side_options {
                Some(options) => options.words(*option).into_owned(),
                None => to_words(written),
            },
            (Node::Constant(value), _) => DisplayValue(*value).to_string(),
            (
                Node::Fact(_) | Node::Field(..) | Node::Subject(..) | Node::Value(..) | Node::On,
                Some(read),
            ) => {
                let bounds = self.unknown_words(side, read.value);
                let value = bounds.unwrap_or_else(|| read.words(self.context));
                format!("{value} ({})", value_words::uncapital(&self.called(side)))
            }
            _ => to_words(written),
        }
    }

    /// An unknown value by the ends between which it lies.
    fn unknown_words(&self, side: &Expr, value: Value) -> Option<String> {
        if !Context::is_unknown(value) || self.context.secrets().within(side) {
            return None;
        }
        let bounds = self.context.bounds_of(side, self.record);
        (!bounds.is_open()).then(|| bounds.to_string())
    }

    /// A list of which no record, or too few, meet a condition.
    fn aggregate(&self, aggregate: &Aggregate, wanted: bool, found: &mut Vec<Reason>) {
        let version = self.context.version();
        if let (Quantifier::Every, true, Some(condition)) =
            (aggregate.quantifier, wanted, &aggregate.filter)
        {
            let context = self.context.with_every_record(aggregate.list, condition);
            let of_value = |formula: &Formula, record| {
                let mut found = Vec::new();
                let depth = self.depth.saturating_sub(1);
                collect(&context, formula, Some(record), true, depth, &mut found);
                found
            };
            let reasons = record_reasons(&context, aggregate.list, condition, &of_value);
            if !reasons.is_empty() {
                found.extend(reasons);
                return;
            }
        }
        let count = self.context.facts.records(aggregate.list);
        let count = count.map_or(0, |records| records.count());
        let list = version.list(aggregate.list).words();
        let words = match (aggregate.quantifier, wanted, count) {
            (_, _, 0) => format!("there are no {list} yet"),
            (Quantifier::Any | Quantifier::Every, true, 1) => {
                let only = RecordId {
                    list: aggregate.list,
                    number: 0,
                };
                format!("{} does not meet this", version.record_words(only))
            }
            (Quantifier::Any, true, _) => format!("none of the {count} {list} meets this"),
            (Quantifier::Every, true, _) => format!("not all of the {count} {list} meet this"),
            (Quantifier::Any, false, _) => format!("one or more of the {count} {list} do this"),
            _ => format!("the {count} {list} do not meet this"),
        };
        push(found, words.clone(), &words, "");
    }

    /// What the left side of a test is called.
    fn called(&self, side: &Expr) -> String {
        let version = self.context.version();
        match &side.node {
            Node::Call(Function::Age, arguments)
                if arguments.get(1).is_none_or(|day| day.start == day.end) =>
            {
                "age".to_owned()
            }
            Node::On => "the day asked about".to_owned(),
            Node::Subject(_, part) => self.called(part),
            Node::Rank(rank) => format!("place among the {}", version.list(rank.list).words()),
            Node::Fact(fact) | Node::Field(_, _, fact) => version.facts[*fact].words().into_owned(),
            Node::Value(value, _) => match version.values[*value].says.plain() {
                Some(says) if !says.is_empty() => says.to_owned(),
                _ => to_words(&version.values[*value].id),
            },
            _ => to_words(self.formula.written(side)),
        }
    }

    /// The options of the left side of a test.
    fn options(&self, side: &Expr) -> Option<&Options> {
        self.type_of(side)?.options()
    }

    fn is_date(&self, side: &Expr) -> bool {
        matches!(side.node, Node::On) || self.type_of(side) == Some(&Type::Date)
    }

    fn type_of(&self, side: &Expr) -> Option<&Type> {
        Some(operand::type_of(self.context, source(side)?))
    }

    fn per_of(&self, side: &Expr) -> Option<TimeUnit> {
        operand::per_of(self.context, source(side)?)
    }
}

/// What one side of a test reads, if it is a name or a table.
fn source(side: &Expr) -> Option<Source> {
    match &side.node {
        Node::Subject(_, part) => source(part),
        Node::Fact(fact) | Node::Field(_, _, fact) => Some(Source::Fact(*fact)),
        Node::Value(value, _) => Some(Source::Value(*value, None)),
        Node::Table(table, _) => Some(Source::Table(*table, None)),
        _ => None,
    }
}

fn push(found: &mut Vec<Reason>, words: String, actual: &str, required: &str) {
    if !found.iter().any(|it| it.words == words) {
        found.push(Reason {
            words,
            actual: Some(actual.to_owned()),
            required: Some(required.to_owned()),
        });
    }
}

fn yes_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

/// As [`relation`], before a day: `on or after `.
fn date_relation(comparison: Comparison, wanted: bool) -> &'static str {
    match (comparison, wanted) {
        (Comparison::Less, true) | (Comparison::AtLeast, false) => "before ",
        (Comparison::AtMost, true) | (Comparison::Greater, false) => "on or before ",
        (Comparison::Greater, true) | (Comparison::AtMost, false) => "after ",
        (Comparison::AtLeast, true) | (Comparison::Less, false) => "on or after ",
        _ => relation(comparison, wanted),
    }
}

/// `at least `, or what its opposite is called.
fn relation(comparison: Comparison, wanted: bool) -> &'static str {
    match (comparison, wanted) {
        (Comparison::Equal, true) | (Comparison::NotEqual, false) => "",
        (Comparison::NotEqual, true) | (Comparison::Equal, false) => "other than ",
        (Comparison::Less, true) | (Comparison::AtLeast, false) => "less than ",
        (Comparison::AtMost, true) | (Comparison::Greater, false) => "at most ",
        (Comparison::Greater, true) | (Comparison::AtMost, false) => "more than ",
        (Comparison::AtLeast, true) | (Comparison::Less, false) => "at least ",
    }
}
