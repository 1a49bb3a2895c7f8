//! What is done with those who meet the criteria, to compare with the paper.

use super::{
    entry::{Of, read_as, section},
    sheet::Sheet,
};
use almoner_engine::{
    base::{name::to_words, types::Type},
    check::model::{Letter, Priority, PriorityOrder, Schedule},
    present::value_words,
};

/// Schedules, who comes first, places and letters.
pub(super) fn below(page: &mut Sheet, of: Of<'_>) {
    let selection = &of.version.selection;
    if !selection.schedules.is_empty() {
        section(page, "Schedules from an eligible answer");
    }
    for it in &selection.schedules {
        schedule(page, of, it);
    }
    if !selection.priority.is_empty() {
        section(page, "Who comes first, the weightiest first");
    }
    for it in &selection.priority {
        priority(page, of, it);
    }
    if let Some(ties) = &selection.ties {
        page.blank();
        page.hanging(0, "Those alike: ", ties);
    }
    if !selection.places.is_empty() {
        section(page, "Places");
    }
    for it in &selection.places {
        of.entry(page, &it.id, &it.says, Some(&it.cite));
        page.paragraph(4, &format!("{} in all", it.holds));
        read_as(page, it.reading.as_deref());
    }
    if !selection.letters.is_empty() {
        section(page, "Letters");
    }
    for it in &selection.letters {
        letter(page, of, it);
    }
    let ends = [&selection.decides, &selection.review, &selection.contact];
    for words in ends.into_iter().flatten() {
        page.paragraph(0, words);
    }
}

fn schedule(page: &mut Sheet, of: Of<'_>, it: &Schedule) {
    of.entry(page, &it.id, &it.says.as_written(), Some(&it.cite));
    for recurrence in &it.recurrences {
        let from = match &recurrence.from {
            Some(from) => format!("from {}", of.formula(from)),
            None => "from then".to_owned(),
        };
        let until = of.formula(&recurrence.until);
        let words = format!("{from} until {until}");
        page.hanging(
            4,
            &format!("{}, ", value_words::every(recurrence.every)),
            &words,
        );
    }
    read_as(page, it.reading.as_deref());
}

fn priority(page: &mut Sheet, of: Of<'_>, it: &Priority) {
    of.entry(page, &it.id, &it.says.as_written(), Some(&it.cite));
    let first = match (&it.by.ty, it.first) {
        (Type::YesNo, _) => "a yes first: ",
        (_, PriorityOrder::Least) => "the least first: ",
        (_, PriorityOrder::Most) => "the most first: ",
    };
    page.formula(4, first, &of.formula(&it.by));
    read_as(page, it.reading.as_deref());
}

fn letter(page: &mut Sheet, of: Of<'_>, it: &Letter) {
    of.entry(page, &to_words(&it.outcome), "", None);
    for words in &it.opening {
        page.paragraph(4, &words.as_written());
    }
    page.paragraph(4, "[what the answer says]");
    for words in &it.closing {
        page.paragraph(4, &words.as_written());
    }
}
