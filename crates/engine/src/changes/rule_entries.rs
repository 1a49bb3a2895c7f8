//! The entries that rule sets of both kinds have, and those of screenings.

use super::entry::{Entry, Section};
use crate::{
    base::{date::LongDate, types::Type},
    check::model::{
        Criterion, Fact, Home, Letter, NamedDay, NamedValue, PeriodOutcome, Priority,
        PriorityOrder, Provision, ProvisionStatus, Schedule, Selection, SumOver, Vacancy, Version,
        Wording,
    },
    present::value_words,
};

/// Everything in a version but its tables, lines and what it reads of other files.
pub(super) fn entries(version: &Version) -> Vec<Entry> {
    let mut entries = vec![head(version)];
    entries.extend(version.facts.iter().map(|it| fact(version, it)));
    for (number, value) in version.values.iter_ids() {
        let follows = version.follows.contains(&number);
        let section = match follows {
            true => Section::Follows,
            false => Section::Value,
        };
        let sum = version.sum_of(number).map(|over| match over {
            SumOver::Parts => "over all parts of the period",
            SumOver::EligibleParts => "over the eligible parts of the period",
            SumOver::ReferredParts => "over the parts of the period that a person decides",
        });
        entries.push(named_value(version, section, value).rule(
            "sum",
            "Added up",
            sum.unwrap_or_default(),
        ));
    }
    entries.extend(version.criteria.iter().map(|it| criterion(version, it)));
    entries.extend(of_selection(&version.selection));
    entries.extend(version.provisions.iter().map(|it| provision(version, it)));
    entries
}

fn head(version: &Version) -> Entry {
    let until = version.until.map(|day| LongDate(day).to_string());
    let from = LongDate(version.in_force).to_string();
    let entry = Entry::new(Section::Version, &*version.id)
        .words("title", "Title", &*version.title)
        .words("in_force", "In force from", from)
        .words("until", "In force until", until.unwrap_or_default())
        .words(
            "decided",
            "Decided",
            value_words::decided(&version.decision),
        )
        .words("source", "Source", &*version.source);
    let selection = &version.selection;
    let texts = [
        ("advice", "Advice", &version.advice),
        ("about", "About", &selection.about),
        ("ties", "Between equals", &selection.ties),
        ("decides", "Who decides, in letters", &selection.decides),
        (
            "review",
            "How to ask for a review, in letters",
            &selection.review,
        ),
        (
            "contact",
            "Contact, in letters and quotes",
            &selection.contact,
        ),
    ];
    let texts = texts.into_iter();
    let entry = texts.fold(entry, |entry, (name, words, text)| {
        entry.words(name, words, text.as_deref().unwrap_or_default())
    });
    let valid_for = selection.valid_for.map(value_words::interval);
    let valid_for = valid_for.unwrap_or_default();
    let entry = entry.words("valid_for", "A quote is valid for", valid_for);
    with_period(version, with_rounding(version, entry))
}

fn with_rounding(version: &Version, entry: Entry) -> Entry {
    let Some(rule) = &version.rounding else {
        return entry;
    };
    let reading = rule.reading.as_deref().unwrap_or_default();
    entry
        .rule("rounding", "Amounts are rounded", rule.rounding.to_string())
        .words("rounding_reading", "How we read the rounding", reading)
}

fn with_period(version: &Version, entry: Entry) -> Entry {
    let Some(period) = version.period else {
        return entry;
    };
    let end = |end| day(version, Some(end));
    let days = format!("from {} to {}", end(period.from), end(period.to));
    let outcome = match period.outcome {
        PeriodOutcome::EveryPart => "yes if every part is",
        PeriodOutcome::AnyPart => "yes if any part is",
    };
    entry
        .rule("period", "The period", days)
        .rule("outcome", "Outcome of a period", outcome)
}

fn fact(version: &Version, fact: &Fact) -> Entry {
    let id = match fact.home {
        Home::Record(list, _) => format!("{}.{}", version.list_name(list), fact.id),
        _ => fact.id.to_string(),
    };
    let options = fact.ty.options().map(|options| {
        let each = options.labels().map(|(name, label)| match label {
            Some(label) => format!("{name} ({label})"),
            None => name.to_owned(),
        });
        each.collect::<Vec<_>>().join(", ")
    });
    let within = match fact.within.is_open() {
        true => String::new(),
        false => fact.within.to_string(),
    };
    let relations: Vec<String> = version.relations_in_words(fact).collect();
    let confidential = if fact.confidential { "yes" } else { "" };
    Entry::new(Section::Fact, id)
        .words("label", "Called", fact.label.as_deref().unwrap_or_default())
        .words("ask", "Question", &*fact.ask)
        .words("hint", "Hint", fact.hint.as_deref().unwrap_or_default())
        .rule("is", "Type", type_words(&fact.ty))
        .rule("options", "Options", options.unwrap_or_default())
        .rule("within", "Must be", within)
        .formula("when", "Asked only when", fact.when.as_ref())
        .formula("assume", "Assumed", fact.assume.as_ref())
        .rule("relations", "Must agree", relations.join("; "))
        .words(
            "from",
            "Who supplies it",
            fact.from.as_deref().unwrap_or_default(),
        )
        .words(
            "letter",
            "Question in letters",
            fact.letter.as_deref().unwrap_or_default(),
        )
        .words("confidential", "Confidential", confidential)
}

/// A type without its options, which are a field of their own.
fn type_words(ty: &Type) -> String {
    match ty {
        Type::Choice(_) => "one of several options".to_owned(),
        Type::Choices(_) => "any of several options".to_owned(),
        _ => ty.to_string(),
    }
}

fn named_value(version: &Version, section: Section, value: &NamedValue) -> Entry {
    let each = value.each.map(|list| version.list_name(list));
    let reason = value.reason.map(|reason| &*version.reasons[reason]);
    Entry::new(section, &*value.id)
        .wording("says", "Words", &value.says)
        .rule("each", "For each of", each.unwrap_or_default())
        .rule("on", "On the day", day(version, value.on))
        .formula("when", "Only when", value.when.as_ref())
        .words("otherwise", "Otherwise", reason.unwrap_or_default())
        .formula("is", "Formula", &value.is)
        .cited(value.cite.as_deref(), value.reading.as_deref())
}

/// The day that an entry is about, if not the day asked about.
fn day(version: &Version, day: Option<NamedDay>) -> String {
    match day {
        None => String::new(),
        Some(NamedDay::Fact(fact)) => version.facts[fact].id.to_string(),
        Some(NamedDay::Value(value)) => version.values[value].id.to_string(),
    }
}

fn criterion(version: &Version, criterion: &Criterion) -> Entry {
    // Whether a person decides is a part of the rule; in which words is not.
    let refers = if criterion.refer.is_some() { "yes" } else { "" };
    Entry::new(Section::Criterion, &*criterion.id)
        .wording("says", "Words", &criterion.says)
        .rule("on", "On the day", day(version, criterion.on))
        .formula("when", "Only when", criterion.when.as_ref())
        .formula("holds", "Is met if", &criterion.holds)
        .rule("refers", "A person decides if not met", refers)
        .wording(
            "refer",
            "What the person is asked",
            criterion.refer.as_ref(),
        )
        .wording("remedy", "What would help", criterion.remedy.as_ref())
        .wording("letter", "In letters", criterion.letter.as_ref())
        .cited(Some(&criterion.cite), criterion.reading.as_deref())
}

fn of_selection(selection: &Selection) -> Vec<Entry> {
    let schedules = selection.schedules.iter().map(schedule);
    let priority = (1..).zip(&selection.priority);
    let priority = priority.map(|(place, rule)| priority_rule(place, rule));
    let places = selection.places.iter().map(place);
    let letters = selection.letters.iter().map(letter);
    schedules
        .chain(priority)
        .chain(places)
        .chain(letters)
        .collect()
}

fn schedule(schedule: &Schedule) -> Entry {
    let stretch = schedule.recurrences.iter().map(|it| {
        let from = it.from.as_ref().map(|from| format!(" from {}", from.text));
        format!(
            "{}{} until {}",
            value_words::every(it.every),
            from.unwrap_or_default(),
            it.until.text
        )
    });
    let stretches: Vec<String> = stretch.collect();
    Entry::new(Section::Schedule, &*schedule.id)
        .wording("says", "Words", &schedule.says)
        .rule("stretches", "Days", stretches.join("; "))
        .cited(Some(&schedule.cite), schedule.reading.as_deref())
}

fn priority_rule(place: usize, rule: &Priority) -> Entry {
    let first = match (&rule.by.ty, rule.first) {
        (Type::YesNo, _) => "yes",
        (_, PriorityOrder::Least) => "the least",
        (_, PriorityOrder::Most) => "the most",
    };
    Entry::new(Section::Priority, &*rule.id)
        .wording("says", "Words", &rule.says)
        .rule("place", "Place in the order", place.to_string())
        .formula("by", "Formula", &rule.by)
        .rule("first", "Comes first", first)
        .cited(Some(&rule.cite), rule.reading.as_deref())
}

fn place(place: &Vacancy) -> Entry {
    let opens = place.opens.map(|day| LongDate(day).to_string());
    Entry::new(Section::Place, &*place.id)
        .words("says", "Words", &*place.says)
        .rule("holds", "Holds", place.holds.to_string())
        .rule("opens", "Opens on", opens.unwrap_or_default())
        .cited(Some(&place.cite), place.reading.as_deref())
}

fn letter(letter: &Letter) -> Entry {
    let paragraphs = |all: &[Wording]| {
        let all = all.iter().map(Wording::as_written);
        all.collect::<Vec<_>>().join("\n")
    };
    Entry::new(Section::Letter, &*letter.outcome)
        .words("opening", "Opening", paragraphs(&letter.opening))
        .words("closing", "Closing", paragraphs(&letter.closing))
}

fn provision(version: &Version, provision: &Provision) -> Entry {
    let (status, what) = match &provision.status {
        ProvisionStatus::Encoded(by) => ("encoded by", by.join(", ")),
        ProvisionStatus::Read(by) => ("read by", by.join(", ")),
        ProvisionStatus::Referred(by) => ("referred by", by.join(", ")),
        ProvisionStatus::NotEncoded(why) => ("not encoded:", why.to_string()),
    };
    let bearing = provision.when.map(|when| when.name(version));
    Entry::new(Section::Provision, &*provision.id)
        .words("says", "Words", &*provision.says)
        .words("when", "Only when", bearing.unwrap_or_default())
        .words("status", "In the rules", format!("{status} {what}"))
        .cited(Some(&provision.cite), None)
}
