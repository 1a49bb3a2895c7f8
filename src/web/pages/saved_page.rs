//! `/saved`: a saved answer, shown again as the page that it was, with whether the
//! rules and prices of today give the same.

use askama::Template;
use axum::{
    Extension,
    extract::{Request, State},
    http::StatusCode,
    response::Response,
};

use super::{
    answer_view::{Shown, answer_html},
    answering,
    form_fields::Fields,
    form_view::{FieldView, FormBuilder, FormView},
    html::{self, Cache},
    multipart::Parts,
    saved_facts, sent_form,
};
use crate::{
    letters::Slip,
    seal::{Issue, Proof},
    web::{
        auth::{Caller, Scope},
        body::BodyLimits,
        problem::Problem,
        shared_state::Service,
        snapshot::Snapshot,
    },
};
use almoner_engine::{
    answer::{
        Answer,
        verify::{Saved, Unprovable, Verdict},
    },
    base::date::Date,
    check::model::{RuleSet, Version},
    present::{self, SavedAnswerView, VerdictView, value_words},
};

#[derive(Default, Template)]
#[template(path = "saved.html")]
struct SavedPage {
    error: Option<String>,
    /// The text of the answer, to be sent again with what it withholds.
    text: String,
    verdict: Option<VerdictView>,
    /// What is said of its issue.
    issued: Vec<String>,
    /// Whether the answer of today is the saved one.
    is_same: bool,
    /// What was saved, where today's answer is another.
    saved: Option<SavedAnswerView>,
    /// Today's answer.
    answer: Option<String>,
    /// The form that gives this answer, and its fields: none where some are withheld.
    action: String,
    fields: Vec<(String, String)>,
    /// What is asked for again.
    confidential: Vec<FieldView>,
}

/// `GET /saved`.
pub(super) async fn open() -> Result<Response, Problem> {
    html::page(StatusCode::OK, &SavedPage::default(), Cache::Never)
}

/// `POST /saved`.
pub(super) async fn submit(
    State(service): State<Service>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Result<Response, Problem> {
    let limits = BodyLimits::of_saved_answer(&service.0.limits);
    sent_form::answer_parts(service, limits, request, move |service, parts| {
        let snapshot = service.snapshot();
        let given = parts.bytes("file").or_else(|| parts.bytes("answer"));
        let page = match given.map(std::str::from_utf8) {
            None => failed("choose a file, or paste the answer"),
            Some(Err(_)) => failed("the file is not an answer that was saved here"),
            Some(Ok(text)) => match Saved::read(text) {
                Err(why) => failed(&why.to_string()),
                Ok(saved) => {
                    let saved = saved
                        .compared_within(BodyLimits::of_saved_answer(&service.0.limits).max_bytes);
                    let issue = service.0.seals.check(text);
                    let today = (service.0.today)();
                    shown(&snapshot, &caller, parts, (saved, text, issue, today))?
                }
            },
        };
        let status = match page.error {
            None => StatusCode::OK,
            Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        };
        html::page(status, &page, Cache::Never)
    })
    .await
}

fn failed(says: &str) -> SavedPage {
    SavedPage {
        error: Some(value_words::sentence(says)),
        ..SavedPage::default()
    }
}

/// The page about a saved answer.
///
/// # Errors
/// The caller may not ask its question.
fn shown(
    snapshot: &Snapshot,
    caller: &Caller,
    parts: &Parts,
    (saved, text, issue, today): (Saved<'_>, &str, Issue, Option<Date>),
) -> Result<SavedPage, Problem> {
    let book = &snapshot.book;
    let set = book.program().rule_set(saved.rule_set());
    caller.require(set.map_or(Scope::Quotes, |set| Scope::of(set.kind())))?;
    let selected = set.and_then(|set| {
        let program = book.program();
        let ruling = program.select(&set.id, saved.on(), saved.known()).ok()?;
        Some((set, ruling.version))
    });
    let version = selected.map(|(_, version)| version);
    let typed = Fields::of(parts.texts().filter(|(name, _)| name != "answer").collect());
    let extra = version.and_then(|version| saved_facts::confidential(version, &typed));
    let reopened = match book.reopen(&saved, extra.as_deref()) {
        Ok(reopened) => reopened,
        Err(Unprovable::Facts(problems)) => {
            let says = problems.iter().map(|it| match version {
                Some(version) => present::problem_words(version, it),
                None => value_words::sentence(&it.says),
            });
            return Ok(SavedPage {
                error: Some(says.collect::<Vec<_>>().join(" ")),
                text: text.to_owned(),
                confidential: withheld(version, &saved),
                ..SavedPage::default()
            });
        }
        Err(why) => return Ok(failed(&why.to_string())),
    };
    let proof = Proof::new(reopened.verdict, issue);
    let is_same = matches!(proof.verdict, Verdict::Identical | Verdict::Unchanged);
    let mut page = SavedPage {
        verdict: Some(present::verdict(&proof.verdict)),
        issued: issued(&proof.issue, today),
        is_same,
        saved: (!is_same).then(|| present::saved_answer(book, &saved)),
        ..SavedPage::default()
    };
    if let Verdict::NeedsFacts(_) = proof.verdict {
        page.text = text.to_owned();
        page.confidential = withheld(version, &saved);
    }
    if let Some(selected) = selected {
        page.add_form_and_answer(selected, &saved, (reopened.answer.as_ref(), &proof.issue));
    }
    Ok(page)
}

impl SavedPage {
    /// Adds today's answer, and the form that gives it.
    fn add_form_and_answer(
        &mut self,
        (set, version): (&RuleSet, &Version),
        saved: &Saved<'_>,
        (answer, issue): (Option<&Answer<'_>>, &Issue),
    ) {
        let fields = fields(saved);
        if saved.withheld().is_empty() {
            self.action = answering::action(set);
            let owned = fields.iter();
            let owned = owned.map(|(name, value)| (name.to_owned(), value.to_owned()));
            self.fields = owned.collect();
        }
        let Some(answer) = answer else { return };
        let slip = match issue {
            Issue::Issued(issued) => Slip::of_issued(answer, issued),
            _ => Slip::of(answer, None),
        };
        self.answer = answer_html(&Shown {
            answer,
            explanation: None,
            action: &self.action,
            form: &form(version, &fields),
            has_fields: false,
            slip,
            kept: None,
        });
    }
}

/// What is said of the issue of an answer, a sentence each.
fn issued(issue: &Issue, today: Option<Date>) -> Vec<String> {
    let says = |says: &str| vec![says.to_owned()];
    match issue {
        Issue::Issued(issued) => present::issued(issued, today),
        Issue::NotIssued => says("It has no seal of the council."),
        Issue::NotChecked => says("It has a seal. This service has no keys to check it with."),
        Issue::UnknownKey => says("It has a seal that is of none of the council’s keys."),
        Issue::Altered => says("Its seal is of another text: the answer or its seal was changed."),
    }
}

/// The days and the facts of a saved answer as fields.
fn fields(saved: &Saved<'_>) -> Fields {
    let mut fields = saved_facts::fields(&saved.json()["facts"]);
    fields.set("on", saved.on().to_string());
    if let Some(known) = saved.known() {
        fields.set("known", known.to_string());
    }
    fields
}

fn form(version: &Version, fields: &Fields) -> FormView {
    FormBuilder {
        version,
        fields,
        errors: &[],
        added: None,
    }
    .form()
}

/// The questions about what a saved answer withholds.
fn withheld(version: Option<&Version>, saved: &Saved<'_>) -> Vec<FieldView> {
    let form = version.map(|version| form(version, &Fields::default()));
    let asked = form.into_iter().flat_map(|it| it.confidential);
    asked
        .filter(|it| saved.withheld().contains(&it.name))
        .collect()
}
