//! The cases that a rule set must answer, as JSON: facts as they are written.

use almoner_engine::{
    answer::json::quoted,
    model::{Case, DaysText, FactText},
};

/// An array of cases, each with what it says, its days, its facts and what is expected.
pub(crate) fn json(cases: &[Case]) -> String {
    array(cases.iter().map(case))
}

fn case(case: &Case) -> String {
    let known = case
        .known
        .map_or("null".to_owned(), |it| text(&it.to_string()));
    let expect = case.expect.iter();
    let expect = expect.map(|(name, value)| (&**name, text(value)));
    object([
        ("says", text(&case.says)),
        ("on", text(&case.on.to_string())),
        ("known", known),
        ("facts", facts(&case.facts)),
        ("expect", object(expect)),
    ])
}

fn facts(facts: &[(Box<str>, FactText)]) -> String {
    object(facts.iter().map(|(name, fact)| (&**name, value(fact))))
}

fn value(fact: &FactText) -> String {
    match fact {
        FactText::One(value) => text(value),
        FactText::Dated(values) => {
            array(values.iter().map(|it| of_days(&it.days, text(&it.value))))
        }
        FactText::List(records) => array(records.iter().map(|record| {
            let own = facts(&record.facts);
            match record.days == DaysText::default() {
                true => own,
                false => of_days(&record.days, own),
            }
        })),
    }
}

/// A value that holds for some days.
fn of_days(days: &DaysText, value: String) -> String {
    let ends = [("from", &days.from), ("until", &days.until)];
    let ends = ends.into_iter();
    let ends = ends.filter_map(|(name, end)| Some((name, text(end.as_deref()?))));
    object(ends.chain([("value", value)]))
}

fn text(text: &str) -> String {
    quoted(text).into()
}

fn array(values: impl Iterator<Item = String>) -> String {
    format!("[{}]", values.collect::<Vec<_>>().join(","))
}

fn object<'n>(members: impl IntoIterator<Item = (&'n str, String)>) -> String {
    let members = members.into_iter();
    let members = members.map(|(name, value)| format!("{}:{value}", quoted(name)));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}
