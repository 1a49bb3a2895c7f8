//! An answer as the part of a page that is replaced while a form is filled in.

use askama::Template;

use super::{
    comparison::Comparison,
    form_fields::name_of_place,
    form_view::{Entry, FormView, Used},
};
use crate::text;
use almoner_engine::{
    answer::Answer,
    base::{
        date::{Date, LongDate},
        sequence,
    },
    explain::Explanation,
    present::{self, AnswerView, ExplanationView, MissingFact, QuoteView, ScreeningView, labels},
};

/// What is printed with every answer.
pub(super) struct Slip {
    /// The address of the form.
    pub(super) action: String,
    pub(super) reference: String,
    pub(super) issued: Option<String>,
    /// The last day of the prices or rules that were used.
    pub(super) valid_until: Option<String>,
    /// Whether what would change the answer was looked for.
    pub(super) is_explained: bool,
    /// The answer as plain text, to be copied.
    pub(super) text: String,
    /// The fields that are not worth filling in, with spaces between.
    pub(super) hidden: String,
}

impl Slip {
    fn new(shown: &Shown<'_>, text: String) -> Slip {
        let Shown { answer, today, .. } = *shown;
        let ruling = answer.asked().ruling;
        let until = ruling.tariff.map(|it| it.until).or(ruling.version.until);
        Slip {
            action: shown.action.to_owned(),
            reference: answer.reference(),
            issued: today.map(|day| LongDate(day).to_string()),
            valid_until: until.map(|day| LongDate(day).to_string()),
            is_explained: shown.explanation.is_some(),
            text,
            hidden: hidden_fields(answer),
        }
    }
}

/// The fields that are not worth filling in, with spaces between.
pub(super) fn hidden_fields(answer: &Answer<'_>) -> String {
    let places = present::not_worth_asking(answer);
    let names: Vec<String> = places.iter().map(|at| name_of_place(at)).collect();
    names.join(" ")
}

/// A text without the escapes of a terminal.
pub(super) fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

/// Something that is needed, with the field that asks for it.
pub(super) struct Needed {
    pub(super) words: String,
    pub(super) field: Option<String>,
}

fn needed(missing: &[MissingFact]) -> Vec<Needed> {
    let needed = missing.iter().map(|it| Needed {
        words: it.words(),
        field: it.at.first().map(|at| name_of_place(at)),
    });
    needed.collect()
}

#[derive(Template)]
#[template(path = "quote_answer.html")]
struct QuoteAnswer<'a> {
    view: &'a QuoteView,
    needed: Vec<Needed>,
    settles: Vec<String>,
    explained: ExplanationView,
    slip: Slip,
    comparison: Option<Comparison>,
    used: Vec<Used>,
}

#[derive(Template)]
#[template(path = "screening_answer.html")]
struct ScreeningAnswer<'a> {
    view: &'a ScreeningView,
    needed: Vec<Needed>,
    settles: Vec<String>,
    explained: ExplanationView,
    slip: Slip,
    used: Vec<Used>,
}

/// An answer with what its page shows around it.
pub(super) struct Shown<'a> {
    pub(super) answer: &'a Answer<'a>,
    /// What would change it; none where that was not asked for.
    pub(super) explanation: Option<&'a Explanation>,
    /// The address of the form.
    pub(super) action: &'a str,
    pub(super) form: &'a FormView,
    pub(super) today: Option<Date>,
    /// The answer that was kept to compare.
    pub(super) kept: Option<&'a Answer<'a>>,
}

/// The answer as HTML; none where the template fails.
pub(super) fn answer_html(shown: &Shown<'_>) -> Option<String> {
    let Shown { answer, kept, .. } = *shown;
    let used = used(shown.form);
    let explained = shown.explanation.map(|it| present::explanation(answer, it));
    let explained = explained.unwrap_or_default();
    let view = present::answer(answer);
    let slip = Slip::new(shown, plain(&text::view(&view, &explained, &[])));
    match view {
        AnswerView::Quote(view) => {
            let notes = view
                .parts
                .iter()
                .flat_map(|part| part.notes.missing.clone());
            let missing: Vec<MissingFact> = notes.collect();
            let settles = view.parts.iter().flat_map(|it| it.notes.settles.clone());
            let page = QuoteAnswer {
                needed: needed(&missing),
                settles: sequence::each_once(settles),
                comparison: kept.and_then(|kept| Comparison::new(kept, &view)),
                view: &view,
                explained,
                slip,
                used,
            };
            page.render().ok()
        }
        AnswerView::Screening(view) => {
            let page = ScreeningAnswer {
                needed: needed(&view.missing),
                settles: view.settles.clone(),
                view: &view,
                explained,
                slip,
                used,
            };
            page.render().ok()
        }
        _ => None,
    }
}

/// The facts that were given, in the order of the form.
fn used(form: &FormView) -> Vec<Used> {
    let mut all = Vec::new();
    for entry in &form.entries {
        match entry {
            Entry::Field(field) => all.extend(field.used.clone()),
            Entry::List(list) => {
                let fields = list.records.iter().flat_map(|record| &record.fields);
                all.extend(fields.filter_map(|field| field.used.clone()));
            }
        }
    }
    all
}
