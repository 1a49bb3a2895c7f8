//! The timeline of small screenings against every day scanned.

use almoner_engine::{
    Book, Date, Outcome, Question,
    answer::Detail,
    base::date::{add_days, birthday},
    explain::TimelineEnd,
};

use super::random::Random;

pub(crate) fn compare(books: usize) {
    let mut random = Random::new(2);
    let (mut changes, mut most) = (0, 0);
    for number in 0..books {
        let text = rules(&mut random);
        let files: Vec<(String, &'static [u8])> = text
            .iter()
            .map(|(day, text)| {
                let bytes: &'static [u8] = text.clone().into_bytes().leak();
                (format!("rules/one/{day}.ron"), bytes)
            })
            .collect();
        let book = Book::from_files(&files).unwrap_or_else(|error| panic!("{error}\n{text:?}"));
        let born = day(&mut random, 1988, 20);
        let starts = day(&mut random, 2016, 8);
        let first = day(&mut random, 2018, 1);
        let ask = |on: Date| {
            let question = Question::new("one").on(on).detail(Detail::Silent);
            question.fact("born", born).fact("starts", starts)
        };
        let question = ask(first);
        let answer = book.answer(&question).unwrap();
        let explanation = book.explain(&question, &answer);
        most = most.max(explanation.evaluations);
        let timeline = explanation.timeline.unwrap();
        assert_eq!(
            timeline.ends,
            TimelineEnd::Horizon,
            "{number}: {timeline:?}"
        );
        let scanned = scanned(&book, first, ask);
        let found: Vec<(Date, Outcome)> = timeline
            .spans
            .iter()
            .map(|it| (it.from, it.outcome))
            .collect();
        assert_eq!(
            found, scanned,
            "{number}: born {born}, starts {starts}\n{text:?}"
        );
        changes += scanned.len() - 1;
    }
    println!("{books} books: {changes} changes, at most {most} evaluations");
    assert!(changes > books / 2, "{changes} changes");
}

/// The outcomes of every day of ten years.
fn scanned(
    book: &Book,
    first: Date,
    ask: impl Fn(Date) -> Question<'static>,
) -> Vec<(Date, Outcome)> {
    let mut spans: Vec<(Date, Outcome)> = Vec::new();
    let last = birthday(first, 10).unwrap();
    let mut day = first;
    while day <= last {
        let outcome = book.answer(&ask(day)).unwrap().outcome();
        if spans.last().is_none_or(|(_, before)| *before != outcome) {
            spans.push((day, outcome));
        }
        day = add_days(day, 1).unwrap();
    }
    spans
}

fn day(random: &mut Random, from: i64, years: usize) -> Date {
    let year = from + i64::try_from(random.below(years)).unwrap();
    let day = random.below(365);
    let first: Date = format!("{year}-01-01").parse().unwrap();
    add_days(first, i64::try_from(day).unwrap()).unwrap()
}

/// One version, or two of which the second begins later.
fn rules(random: &mut Random) -> Vec<(String, String)> {
    let mut days = vec!["2015-01-01".to_owned()];
    if random.chance(50) {
        days.push(day(random, 2019, 5).to_string());
    }
    let mut version = |from: &String| {
        let criteria: String = (0..1 + random.below(3))
            .map(|number| {
                let holds = condition(random, 1);
                let refer = if random.chance(25) {
                    ", refer: \"A person.\""
                } else {
                    ""
                };
                format!(
                    "(id: \"c{number}\", says: \"C\", cite: \"1\", holds: \"{holds}\"{refer}), "
                )
            })
            .collect();
        let text = format!(
            "Eligibility(id: \"one\", title: \"One\", in_force: \"{from}\", \
             decided: Adopted(on: \"2015-01-01\", by: \"Council\"), source: \"Paper\", facts: [\
             (id: \"born\", is: Date, ask: \"?\", changes: Never), \
             (id: \"starts\", is: Date, ask: \"?\", changes: Never)], \
             values: [(id: \"ready\", says: \"R\", cite: \"1\", is: \"on + 14 days >= starts\")], \
             criteria: [{criteria}])"
        );
        (from.clone(), text)
    };
    days.iter().map(&mut version).collect()
}

fn condition(random: &mut Random, depth: usize) -> String {
    if depth > 0 && random.chance(50) {
        let left = condition(random, depth - 1);
        let right = condition(random, depth - 1);
        let word = random.pick(&["and", "or"]);
        return format!("({left} {word} {right})");
    }
    let years = 10 + random.below(30);
    let months = 1 + random.below(30);
    let days = 1 + random.below(300);
    match random.below(8) {
        0 => format!("age(born) >= {years}"),
        1 => format!("age(born) in {years}..{}", years + 3),
        2 => "on >= starts".to_owned(),
        3 => format!("on < starts + {months} months"),
        4 => "ready".to_owned(),
        5 => format!("on <= birthday(born, {years}) - {days} days"),
        6 => format!("month(on) >= {}", 1 + random.below(12)),
        _ => format!("on + {days} days >= birthday(born, {years})"),
    }
}
