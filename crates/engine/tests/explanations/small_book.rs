//! Small books: a few facts of few values each, and random conditions over them.

use almoner_engine::{Book, FactValue, Question};

use super::random::Random;

pub(crate) const DAY: &str = "2018-05-01";

/// What values a fact has, numbered from 0.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    YesNo,
    /// Whole numbers from 0 to this.
    Whole(usize),
    /// This number of options.
    Choice(usize),
}

#[derive(Clone)]
pub(crate) struct Fact {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) can_change: bool,
}

impl Fact {
    pub(crate) fn count(&self) -> usize {
        match self.kind {
            Kind::YesNo => 2,
            Kind::Whole(most) => most + 1,
            Kind::Choice(count) => count,
        }
    }

    pub(crate) fn is_ordered(&self) -> bool {
        matches!(self.kind, Kind::Whole(_))
    }

    fn value(&self, number: usize) -> FactValue {
        match self.kind {
            Kind::YesNo => FactValue::from(number == 1),
            Kind::Whole(_) => FactValue::from(i64::try_from(number).unwrap()),
            Kind::Choice(_) => FactValue::from(format!("option_{number}")),
        }
    }

    fn declared(&self) -> String {
        let Fact { name, kind, .. } = self;
        let is = match kind {
            Kind::YesNo => "YesNo".to_owned(),
            Kind::Whole(most) => format!("Whole, within: \"0..{most}\""),
            Kind::Choice(count) => {
                let options: Vec<String> =
                    (0..*count).map(|it| format!("\"option_{it}\"")).collect();
                format!("OneOf([{}])", options.join(", "))
            }
        };
        let changes = if self.can_change { "Can" } else { "Never" };
        format!("(id: \"{name}\", is: {is}, changes: {changes}, ask: \"?\")")
    }
}

/// Facts of which at most `most` combinations can be tried.
pub(crate) fn facts(random: &mut Random, most: usize) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    let mut combinations = 1;
    let count = 2 + random.below(5);
    while facts.len() < count {
        let kind = match random.below(3) {
            0 => Kind::YesNo,
            1 => Kind::Whole(3 + random.below(5)),
            _ => Kind::Choice(2 + random.below(2)),
        };
        let fact = Fact {
            name: format!("f{}", facts.len()),
            kind,
            can_change: random.chance(75),
        };
        combinations *= if fact.can_change { fact.count() } else { 1 };
        if combinations > most {
            break;
        }
        facts.push(fact);
    }
    facts
}

/// The value of each fact, by number; none of one that is not known.
pub(crate) type Values = Vec<Option<usize>>;

pub(crate) fn values(random: &mut Random, facts: &[Fact]) -> Values {
    let value =
        |fact: &Fact, random: &mut Random| random.chance(92).then(|| random.below(fact.count()));
    facts.iter().map(|fact| value(fact, random)).collect()
}

pub(crate) fn question(facts: &[Fact], values: &[Option<usize>]) -> Question<'static> {
    let mut question = Question::new("one").on(DAY.parse().unwrap());
    for (fact, value) in facts.iter().zip(values) {
        if let Some(value) = value {
            question = question.fact(fact.name.clone(), fact.value(*value));
        }
    }
    question
}

/// A book of one rule set, `one`.
pub(crate) fn book(kind: &str, facts: &[Fact], entries: &str) -> Book {
    let facts: Vec<String> = facts.iter().map(Fact::declared).collect();
    let text = format!(
        "{kind}(id: \"one\", title: \"One\", in_force: \"2018-04-01\", \
         decided: Adopted(on: \"2018-01-01\", by: \"Council\"), source: \"Paper\", \
         facts: [{}], {entries})",
        facts.join(", ")
    );
    let bytes: &'static [u8] = text.clone().into_bytes().leak();
    let files = [("rules/one/2018-04-01.ron".to_owned(), bytes)];
    Book::from_files(&files).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// A condition over the facts.
pub(crate) fn condition(random: &mut Random, facts: &[Fact], depth: usize) -> String {
    if depth > 0 && random.chance(60) {
        let left = condition(random, facts, depth - 1);
        let right = condition(random, facts, depth - 1);
        return match random.below(5) {
            0 => format!("(not ({left}))"),
            1 | 2 => format!("({left} and {right})"),
            _ => format!("({left} or {right})"),
        };
    }
    let fact = random.pick(facts).clone();
    let name = &fact.name;
    match fact.kind {
        Kind::YesNo => name.clone(),
        Kind::Choice(count) => {
            let option = random.below(count);
            let sign = random.pick(&["=", "!="]);
            format!("{name} {sign} option_{option}")
        }
        Kind::Whole(most) => {
            let bound = random.below(most + 1);
            match random.below(7) {
                0 => format!("{name} >= {bound}"),
                1 => format!("{name} <= {bound}"),
                2 => format!("{name} = {bound}"),
                3 => {
                    let end = bound + random.below(2);
                    format!("{name} in {bound}..{end}")
                }
                4 => format!("2 * {name} >= {bound} + 2"),
                5 => match other_whole(random, facts, name) {
                    Some(other) => format!("{name} + {other} >= {}", bound + 2),
                    None => format!("{name} > {bound}"),
                },
                _ => match other_whole(random, facts, name) {
                    Some(other) => format!("{name} >= {other}"),
                    None => format!("{name} < {bound}"),
                },
            }
        }
    }
}

fn other_whole(random: &mut Random, facts: &[Fact], than: &str) -> Option<String> {
    let others: Vec<&Fact> = facts
        .iter()
        .filter(|it| it.is_ordered() && it.name != than)
        .collect();
    (!others.is_empty()).then(|| random.pick(&others).name.clone())
}

/// Every combination of values that the facts which can change may have; the others
/// keep theirs, and each that can change may keep its own.
pub(crate) fn combinations(facts: &[Fact], now: &[Option<usize>]) -> Vec<Values> {
    let mut all: Vec<Values> = vec![Vec::new()];
    for (fact, own) in facts.iter().zip(now) {
        let mut choices: Vec<Option<usize>> = vec![*own];
        if fact.can_change {
            choices.extend((0..fact.count()).map(Some).filter(|it| it != own));
        }
        all = all
            .into_iter()
            .flat_map(|values| {
                choices.iter().map(move |choice| {
                    let mut values = values.clone();
                    values.push(*choice);
                    values
                })
            })
            .collect();
    }
    all
}
