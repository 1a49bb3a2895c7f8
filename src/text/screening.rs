//! A screening laid out: the outcome first, then every criterion with its
//! standing, then what is missing, what follows and who decides.

use super::{explanation, header, layout::Page, working};
use almoner_engine::present::{
    CriterionView, ExplanationView, FollowsView, ScheduleView, ScreeningView, Working,
};

/// Where what belongs to a criterion is set in.
const INDENT: usize = 21;

/// The screening in full, with what would change it and the working that is given.
pub(super) fn screening(
    view: &ScreeningView,
    explanation: &ExplanationView,
    steps: &[Working],
) -> String {
    let mut page = Page::default();
    header::above(&mut page, &view.header);
    page.blank();
    page.heading(&view.headline);
    if let Some(division) = &view.division {
        page.paragraph(0, division);
    }
    page.blank();
    for criterion in &view.criteria {
        one(&mut page, criterion);
    }
    for part in &view.parts {
        page.blank();
        page.paragraph(0, &part.headline);
        for criterion in &part.criteria {
            one(&mut page, criterion);
        }
    }
    page.blank();
    header::missing(&mut page, 0, &view.missing);
    header::settles(&mut page, &view.settles, &view.later);
    header::assumed(&mut page, &view.assumed);
    if let Some(follows) = &view.follows {
        self::follows(&mut page, follows);
    }
    explanation::explanation(&mut page, explanation);
    page.blank();
    header::readings(&mut page, &view.readings);
    for working in steps {
        working::working(&mut page, working);
    }
    header::below(&mut page, &view.footer);
    page.finish()
}

fn one(page: &mut Page, criterion: &CriterionView) {
    let standing = criterion.standing;
    let mark = format!("{} {}", standing.sign, standing.word);
    page.marked(2, &format!("{mark:<0$}", INDENT - 2), &criterion.cited());
    let reasons = criterion.reasons.iter().map(|reason| &reason.words);
    let words = criterion.day.iter().chain(reasons);
    for words in words.chain(&criterion.remedy) {
        page.paragraph(INDENT, words);
    }
}

fn follows(page: &mut Page, follows: &FollowsView) {
    page.blank();
    page.heading(follows.heading);
    for words in &follows.values {
        page.hanging(2, "- ", words);
    }
    for schedule in &follows.schedules {
        self::schedule(page, schedule);
    }
}

/// The days of a schedule, those of each interval on lines of their own.
pub(super) fn schedule(page: &mut Page, schedule: &ScheduleView) {
    page.hanging(2, "- ", &schedule.words);
    for span in &schedule.spans {
        page.hanging(4, &format!("{}: ", span.every), &span.days);
    }
}
