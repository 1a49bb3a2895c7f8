//! An answer as the part of a page that is replaced while a form is filled in.

use askama::Template;

use super::{
    comparison::Comparison,
    form_fields::name_of_place,
    form_view::{Entry, FormView, Used},
};
use crate::{letters::Slip, text};
use almoner_engine::{
    answer::Answer,
    base::sequence,
    explain::Explanation,
    present::{self, AnswerView, ExplanationView, MissingFact, QuoteView, ScreeningView, labels},
};

/// What stands around every answer.
pub(super) struct Around {
    /// The address of the form; empty where there is none.
    pub(super) action: String,
    /// What is printed with it, with labels.
    pub(super) slip: Vec<(&'static str, String)>,
    /// Whom to ask.
    pub(super) contact: Option<String>,
    /// Whether what would change the answer was looked for.
    pub(super) is_explained: bool,
    /// The answer as plain text, to be copied.
    pub(super) text: String,
    /// The fields that are not worth filling in, with spaces between.
    pub(super) hidden: String,
}

impl Around {
    fn new(shown: &Shown<'_>, text: String) -> Around {
        Around {
            action: shown.action.to_owned(),
            slip: shown.slip.rows(),
            contact: shown.slip.contact.clone(),
            is_explained: shown.explanation.is_some(),
            text,
            hidden: hidden_fields(shown.answer),
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

/// What is missing, with links where the page has the fields.
fn needed(missing: &[MissingFact], has_fields: bool) -> Vec<Needed> {
    let field = |it: &MissingFact| it.at.first().map(|at| name_of_place(at));
    let needed = missing.iter().map(|it| Needed {
        words: it.words(),
        field: field(it).filter(|_| has_fields),
    });
    needed.collect()
}

#[derive(Template)]
#[template(path = "quote_answer.html")]
struct QuoteAnswer<'a> {
    view: &'a QuoteView,
    needed: Vec<Needed>,
    settles: Vec<String>,
    later: Vec<String>,
    explained: ExplanationView,
    around: Around,
    comparison: Option<Comparison>,
    used: Vec<Used>,
}

#[derive(Template)]
#[template(path = "screening_answer.html")]
struct ScreeningAnswer<'a> {
    view: &'a ScreeningView,
    needed: Vec<Needed>,
    settles: Vec<String>,
    later: Vec<String>,
    explained: ExplanationView,
    around: Around,
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
    /// Whether the fields of the form are on the page.
    pub(super) has_fields: bool,
    pub(super) slip: Slip,
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
    let around = Around::new(shown, plain(&text::view(&view, &explained, &[])));
    match view {
        AnswerView::Quote(view) => {
            let notes = view
                .parts
                .iter()
                .flat_map(|part| part.notes.missing.clone());
            let missing: Vec<MissingFact> = notes.collect();
            let settles = view.parts.iter().flat_map(|it| it.notes.settles.clone());
            let later = view.parts.iter().flat_map(|it| it.notes.later.clone());
            let page = QuoteAnswer {
                needed: needed(&missing, shown.has_fields),
                settles: sequence::each_once(settles),
                later: sequence::each_once(later),
                comparison: kept.and_then(|kept| Comparison::new(kept, &view)),
                view: &view,
                explained,
                around,
                used,
            };
            page.render().ok()
        }
        AnswerView::Screening(view) => {
            let page = ScreeningAnswer {
                needed: needed(&view.missing, shown.has_fields),
                settles: view.settles.clone(),
                later: view.later.clone(),
                view: &view,
                explained,
                around,
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
