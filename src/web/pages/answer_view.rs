//! An answer as the part of a page that is replaced while a form is filled in.

use askama::Template;
use serde::Deserialize;

use super::{
    comparison::Comparison,
    form_fields::name_of_place,
    form_view::{Entry, FormView, Used},
};
use crate::text;
use almoner_engine::{
    answer::Answer,
    base::date::{Date, LongDate},
    present::{self, AnswerView, MissingFact, QuoteView, ScreeningView, Working, labels},
};

/// The first letters of a fingerprint, by which an answer is referred to.
const REFERENCE_LENGTH: usize = 10;

/// What is printed with every answer.
pub(super) struct Slip {
    pub(super) reference: String,
    pub(super) issued: Option<String>,
    /// The last day of the prices or rules that were used.
    pub(super) valid_until: Option<String>,
    /// The answer as plain text, to be copied.
    pub(super) text: String,
    /// The fields that are not worth filling in, with spaces between.
    pub(super) hidden: String,
}

impl Slip {
    fn new(answer: &Answer<'_>, today: Option<Date>) -> Slip {
        let ruling = answer.asked().ruling;
        let until = ruling.tariff.map(|it| it.until).or(ruling.version.until);
        Slip {
            reference: reference(&answer.to_json()),
            issued: today.map(|day| LongDate(day).to_string()),
            valid_until: until.map(|day| LongDate(day).to_string()),
            text: plain(&text::answer(answer, false)),
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

/// The reference of an answer: the first letters of its own fingerprint.
pub(super) fn reference(json: &str) -> String {
    #[derive(Deserialize)]
    struct Saved {
        fingerprints: Fingerprints,
    }
    #[derive(Deserialize)]
    struct Fingerprints {
        answer: String,
    }
    let saved: Option<Saved> = serde_json::from_str(json).ok();
    let whole = saved.map_or_else(String::new, |it| it.fingerprints.answer);
    let letters = whole.trim_start_matches("sha256:").chars();
    letters.take(REFERENCE_LENGTH).collect()
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
    working: &'a [Working],
    needed: Vec<Needed>,
    slip: Slip,
    comparison: Option<Comparison>,
    used: Vec<Used>,
}

#[derive(Template)]
#[template(path = "screening_answer.html")]
struct ScreeningAnswer<'a> {
    view: &'a ScreeningView,
    working: &'a [Working],
    needed: Vec<Needed>,
    slip: Slip,
    used: Vec<Used>,
}

/// The answer as HTML; none where the template fails.
pub(super) fn answer_html(
    answer: &Answer<'_>,
    form: &FormView,
    today: Option<Date>,
    kept: Option<&Answer<'_>>,
) -> Option<String> {
    let working = present::working(answer);
    let slip = Slip::new(answer, today);
    let used = used(form);
    match present::answer(answer) {
        AnswerView::Quote(view) => {
            let notes = view
                .parts
                .iter()
                .flat_map(|part| part.notes.missing.clone());
            let missing: Vec<MissingFact> = notes.collect();
            let page = QuoteAnswer {
                needed: needed(&missing),
                comparison: kept.and_then(|kept| Comparison::new(kept, &view)),
                view: &view,
                working: &working,
                slip,
                used,
            };
            page.render().ok()
        }
        AnswerView::Screening(view) => {
            let page = ScreeningAnswer {
                needed: needed(&view.missing),
                view: &view,
                working: &working,
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
