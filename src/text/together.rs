//! Several applicants screened together, as text: who is eligible in order of
//! priority, with the reasons for the order and whether there is a place; then
//! those for a person to decide, those of whom something is missing, and those
//! who are not eligible.

use super::{
    answered::Answered,
    deciding::deciding,
    head, open,
    page::{Page, listed},
    shown,
};
use almoner_engine::{
    answer::ranking::{Screened, Together},
    base::{date::Spoken, value::Value},
    check::model::Priority,
    eval::{
        order::{Placing, Position},
        screen::Outcome,
    },
};

/// How far what belongs to an applicant is set in.
const BENEATH: usize = 9;

/// All of them.
#[must_use]
pub fn together(together: &Together<'_>) -> String {
    let mut page = Page::default();
    let count = match together.count() {
        1 => "1 applicant".to_owned(),
        count => format!("{count} applicants"),
    };
    let day = Spoken(together.ruling.on);
    head::titled(
        &mut page,
        together.ruling,
        &format!("{count} screened for {day}"),
    );
    head::only_proposed(&mut page, together.ruling);
    page.blank();
    vacant(&mut page, together);
    for (outcome, title) in [
        (Outcome::Eligible, "Eligible, in order of priority"),
        (Outcome::Refer, "Refer to a person"),
        (Outcome::Undetermined, "Not settled yet"),
        (Outcome::NotEligible, "Not eligible"),
    ] {
        let those: Vec<_> = together.with(outcome).collect();
        page.heading(&format!("{title}: {}", those.len()));
        for (screened, position) in those {
            one(&mut page, together, screened, position);
        }
        page.blank();
    }
    readings(&mut page, together);
    head::rests_on(&mut page, together.ruling);
    page.finish()
}

/// The places that are free.
fn vacant(page: &mut Page, together: &Together<'_>) {
    let Some(vacancies) = &together.vacancies else {
        return;
    };
    let places = &together.ruling.version.selection.places;
    let kinds = vacancies.of_kind.iter().filter_map(|(kind, count)| {
        let place = places.get(*kind)?;
        let cite = shown::in_paper(together.ruling.version, &place.cite);
        Some(shown::cited(
            format!("{count} in {}", place.says),
            Some(cite),
        ))
    });
    let kinds: Vec<String> = kinds.collect();
    let mut words = match vacancies.total {
        1 => "1 place is free".to_owned(),
        total => format!("{total} places are free"),
    };
    if !kinds.is_empty() {
        words.push_str(&format!(": {}", listed(&kinds, "and")));
    }
    page.paragraph(0, &format!("{words}."));
    let kinds = vacancies.of_kind.iter();
    let readings = kinds.filter_map(|(kind, _)| places.get(*kind)?.reading.as_deref());
    let mut said: Vec<&str> = Vec::new();
    for reading in readings {
        if !said.contains(&reading) {
            said.push(reading);
            page.hanging(0, "Read as: ", &shown::sentence(reading));
        }
    }
    page.blank();
}

fn one(page: &mut Page, together: &Together<'_>, screened: &Screened, position: &Position) {
    let answered = Answered::new(together.asked(screened), &screened.trace);
    let reference = &screened.reference;
    if screened.screening.outcome == Outcome::Eligible {
        let (first, last) = position.positions();
        let number = if first == last {
            first.to_string()
        } else {
            format!("{first}–{last}")
        };
        let placing = placing(together, position);
        let opening = format!("{number:<0$}", BENEATH - 2);
        page.marked(2, &opening, &format!("{reference}{placing}"));
    } else {
        page.marked(2, "- ", reference);
    }
    for decider in deciding(&answered, &screened.screening) {
        page.paragraph(BENEATH, &decider.words());
    }
    if screened.screening.outcome == Outcome::Undetermined {
        open::missing_in(page, &answered, (BENEATH, screened.screening.missing));
    }
    if screened.screening.outcome != Outcome::NotEligible {
        priority(page, together, (screened, &answered), position);
    }
}

/// Whether there is a place.
fn placing(together: &Together<'_>, position: &Position) -> String {
    let Some(vacancies) = &together.vacancies else {
        return String::new();
    };
    match position.placing(usize::from(vacancies.total)) {
        Placing::Place => " — there is a place".to_owned(),
        Placing::Open => " — whether there is a place is open".to_owned(),
        Placing::NoPlace => " — no place is left".to_owned(),
    }
}

/// The reasons for the order.
fn priority(
    page: &mut Page,
    together: &Together<'_>,
    (screened, answered): (&Screened, &Answered<'_>),
    position: &Position,
) {
    let version = together.ruling.version;
    let rules = version.selection.priority.iter();
    for (rule, weight) in rules.zip(&screened.applicant.weights) {
        let says = answered.cited(answered.say(&rule.says, None), Some(&rule.cite));
        let found = found(answered, rule, *weight);
        page.paragraph(BENEATH, &format!("{says}: {found}."));
    }
    let list = |numbers: &[usize]| {
        let references: Vec<&str> = together.references(numbers).collect();
        listed(&references, "and")
    };
    if !position.alike.is_empty() {
        let ties = version.selection.ties.as_deref();
        let ties = ties.unwrap_or("the rules give no order between them");
        let words = format!("Alike with {}: {ties}", list(&position.alike));
        page.paragraph(BENEATH, &shown::sentence(&words));
    }
    if !position.open.is_empty() {
        let words = format!("Who comes first is open beside {}.", list(&position.open));
        page.paragraph(BENEATH, &words);
    }
    if screened.screening.outcome == Outcome::Eligible && !position.undecided.is_empty() {
        let them = list(&position.undecided);
        let words = format!("If found eligible, {them} may come first or be alike.");
        page.paragraph(BENEATH, &words);
    }
}

/// What a rule of priority finds.
fn found(answered: &Answered<'_>, rule: &Priority, weight: Value) -> String {
    if answered.secrets().result(rule.by.number) {
        return "(withheld)".to_owned();
    }
    match weight {
        Value::Unknown(missing) => format!("not known, needs {}", open::names(answered, missing)),
        weight => shown::value(answered, weight, &rule.by.ty),
    }
}

/// How open points were read, once for all.
fn readings(page: &mut Page, together: &Together<'_>) {
    let mut said: Vec<String> = Vec::new();
    let outcomes = [
        Outcome::Eligible,
        Outcome::Refer,
        Outcome::Undetermined,
        Outcome::NotEligible,
    ];
    let all = outcomes.into_iter().flat_map(|it| together.with(it));
    let rules = &together.ruling.version.selection.priority;
    let of_rules = rules.iter().filter_map(|rule| rule.reading.as_deref());
    let schedules = &together.ruling.version.selection.schedules;
    let is_of_days = |reading: &str| {
        schedules
            .iter()
            .any(|it| it.reading.as_deref() == Some(reading))
    };
    let mut add = |reading: &str| {
        // No days are told here.
        if !is_of_days(reading) && !said.iter().any(|it| it == reading) {
            said.push(reading.to_owned());
        }
    };
    of_rules.for_each(&mut add);
    for (screened, _) in all {
        let answered = Answered::new(together.asked(screened), &screened.trace);
        head::read_by(&answered).into_iter().for_each(&mut add);
    }
    said.sort();
    for reading in said {
        page.hanging(0, "Read as: ", &shown::sentence(&reading));
    }
}
