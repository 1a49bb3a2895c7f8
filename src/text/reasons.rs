//! Why a criterion is not met: the tests that went the wrong way, with what
//! was required and what there is.

use super::{
    answered::{Answered, Record},
    filled, shown,
};
use almoner_engine::{
    base::{ids::ListId, name::spoken, value::Value},
    check::formula::{Expr, Formula, Function, Node},
    eval::trace::{Entry, Source, Worked},
    source::formula::model::Comparison,
};

/// How many values deep reasons are followed.
const DEEPEST: usize = 4;

/// The reasons why a formula does not hold, a sentence each; none are given
/// where they would show what is confidential.
pub(super) fn unmet(answered: &Answered<'_>, formula: &Formula, record: Record) -> Vec<String> {
    let mut said = Vec::new();
    against(answered, (formula, record, true), DEEPEST, &mut said);
    said
}

/// A formula, the record it is of, and the answer that was wanted of it.
type Wanted<'f> = (&'f Formula, Record, bool);

fn against(answered: &Answered<'_>, of: Wanted<'_>, depth: usize, said: &mut Vec<String>) {
    let (formula, record, wanted) = of;
    if answered.secrets().within(&formula.expr) {
        return;
    }
    let Some(worked) = answered.work_of(formula, record.map(|(_, number)| number)) else {
        return;
    };
    let told = Told {
        answered,
        formula,
        worked,
        depth,
    };
    told.part(&formula.expr, wanted, said);
}

/// A formula whose reasons are being told.
struct Told<'t> {
    answered: &'t Answered<'t>,
    formula: &'t Formula,
    worked: &'t Worked,
    depth: usize,
}

impl Told<'_> {
    /// The tests within a part that did not go as wanted.
    fn part(&self, expr: &Expr, wanted: bool, said: &mut Vec<String>) {
        match &expr.node {
            Node::Not(part) => self.part(part, !wanted, said),
            Node::And(parts) | Node::Or(parts) => {
                for part in parts {
                    self.part(part, wanted, said);
                }
            }
            Node::If(parts) => {
                for part in [&parts.1, &parts.2] {
                    self.part(part, wanted, said);
                }
            }
            Node::Over(over) => self.over(expr, over.list, said),
            Node::Fact(_) | Node::Field(..) | Node::Value(..) => self.name(expr, wanted, said),
            _ => self.test(expr, wanted, said),
        }
    }

    /// A name that is itself yes or no.
    fn name(&self, expr: &Expr, wanted: bool, said: &mut Vec<String>) {
        let reads = filled::readings(self.worked);
        let found = reads
            .iter()
            .find(|read| read.start == expr.start && read.value == Value::YesNo(!wanted));
        let Some(read) = found else { return };
        let version = self.answered.version();
        if let Source::Value(number, record) = read.source
            && let Some(value) = version.values.get(usize::from(number))
        {
            let record = value.each.zip(record);
            let before = said.len();
            if self.depth > 0 {
                let of = (&value.is, record, wanted);
                against(self.answered, of, self.depth - 1, said);
            }
            if said.len() > before {
                return;
            }
            let words = self.answered.say(&value.says, record);
            if !words.is_empty() {
                push(said, format!("“{words}” is {}", yes_no(!wanted)));
                return;
            }
        }
        let name = spoken(self.formula.written(expr));
        push(
            said,
            format!("{name} is {}, must be {}", yes_no(!wanted), yes_no(wanted)),
        );
    }

    /// A comparison.
    fn test(&self, expr: &Expr, wanted: bool, said: &mut Vec<String>) {
        for entry in &self.worked.entries {
            let Entry::Tested(start, end, left, held) = *entry else {
                continue;
            };
            if (start, end) != (expr.start, expr.end) || held != Value::YesNo(!wanted) {
                continue;
            }
            if let Some((side, must)) = self.required(expr, wanted) {
                let ty = self.type_of(side);
                let value = match ty {
                    Some(ty) => shown::value(self.answered, left, ty),
                    None => almoner_engine::base::bounds::Plain(left).to_string(),
                };
                let name = self.called(side);
                push(said, format!("{name} is {value}, must {must}"));
            }
        }
    }

    /// The left side of a test, and what it must be.
    fn required<'e>(&self, expr: &'e Expr, wanted: bool) -> Option<(&'e Expr, String)> {
        let be = if wanted { "be" } else { "not be" };
        match &expr.node {
            Node::Compare(comparison, sides) => {
                let right = self.beside(&sides.1);
                Some((
                    &sides.0,
                    format!("be {}{right}", relation(*comparison, wanted)),
                ))
            }
            Node::Within(parts) => {
                let end = |end: &Option<Expr>| end.as_ref().map(|end| self.beside(end));
                let words = match (end(&parts.1), end(&parts.2)) {
                    (Some(low), Some(high)) => format!("{be} from {low} to {high}"),
                    (Some(low), None) => format!("{be} {low} or more"),
                    (None, Some(high)) => format!("{be} at most {high}"),
                    (None, None) => return None,
                };
                Some((&parts.0, words))
            }
            Node::OneOf(side, options) => {
                let options: Vec<String> = options.iter().map(|it| self.beside(it)).collect();
                let options = super::page::listed(&options, "or");
                Some((side, format!("{be} {options}")))
            }
            Node::Includes(side, _) => {
                let whole = self.formula.written(expr);
                let include = if wanted { "include" } else { "not include" };
                let option = whole.split_whitespace().last().unwrap_or("").to_owned();
                Some((side, format!("{include} {}", spoken(&option))))
            }
            _ => None,
        }
    }

    /// The right side of a test: a value as it stands, a name with the value
    /// read for it.
    fn beside(&self, side: &Expr) -> String {
        let written = self.formula.written(side);
        let reads = filled::readings(self.worked);
        let found = reads.iter().find(|read| read.start == side.start);
        match (&side.node, found) {
            (Node::Constant(Value::Choice(_)), _) => spoken(written),
            (Node::Constant(value), _) => almoner_engine::base::bounds::Plain(*value).to_string(),
            (Node::Fact(_) | Node::Field(..) | Node::Value(..) | Node::On, Some(read)) => {
                let value = filled::words(self.answered, read.source, read.value);
                format!("{} ({value})", spoken(written))
            }
            _ => spoken(written),
        }
    }

    /// A list none of whose records does, with what each of them is.
    fn over(&self, expr: &Expr, list: ListId, said: &mut Vec<String>) {
        let count = self.answered.facts.records(list).map_or(0, |it| it.count());
        let asked = self.formula.written(expr);
        let reads = filled::of_records(self.answered, self.formula, self.worked);
        let so_far = match count {
            0 => "there are none".to_owned(),
            _ => spoken(&reads.join("; ")),
        };
        push(said, format!("wanted: {}; {so_far}", spoken(asked)));
    }

    /// What the left side of a test is called.
    fn called(&self, side: &Expr) -> String {
        match &side.node {
            Node::Call(Function::Age, arguments) if arguments.len() == 1 => "age".to_owned(),
            _ => spoken(self.formula.written(side)),
        }
    }

    fn type_of(&self, side: &Expr) -> Option<&almoner_engine::base::types::Type> {
        let version = self.answered.version();
        match &side.node {
            Node::Fact(number) | Node::Field(_, _, number) => {
                Some(shown::type_of(version, Source::Fact(*number)))
            }
            Node::Value(number, _) => Some(shown::type_of(version, Source::Value(*number, None))),
            Node::Table(number, _) => Some(shown::type_of(version, Source::Table(*number, None))),
            _ => None,
        }
    }
}

fn push(said: &mut Vec<String>, words: String) {
    if !said.contains(&words) {
        said.push(words);
    }
}

fn yes_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
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
