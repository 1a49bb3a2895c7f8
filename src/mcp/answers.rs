//! Prices and entitlements, and what must be asked first.

use super::{
    arguments::{self, Mistake, QuestionArguments},
    book_pages::plain,
    outputs::{AnswerOutput, Output, Question},
    paragraphs,
};
use crate::text;
use almoner_engine::{
    answer::{self, Answer, Refusal},
    book::Book,
    check::model::{Kind, RuleSet, Status, Version},
    facts::Problem,
    present::{self, AnswerView, Assumption, MissingFact},
};

/// Answers by a rule set of one kind; by one of either kind with its working.
pub(super) fn answer(
    book: &Book,
    given: QuestionArguments,
    kind: Option<Kind>,
) -> Result<Output, Mistake> {
    let set = arguments::rule_set(book, &given.rule_set)?;
    if kind.is_some_and(|kind| kind != set.kind()) {
        let tool = match set.kind() {
            Kind::Pricing => "quotes a price: use `quote`",
            Kind::Eligibility => "screens people: use `screen`",
        };
        return Err(Mistake::new(format!("`{}` {tool}.", set.id)));
    }
    let facts = arguments::facts_text(given.facts)?;
    let mut question = answer::Question::new(&*set.id).json(&facts);
    if let Some(on) = &given.on {
        question = question.on(arguments::day(on)?);
    }
    if let Some(known) = &given.known {
        question = question.known(arguments::day(known)?);
    }
    let output = match book.answer(&question) {
        Ok(answer) => described(&answer, kind.is_none()),
        Err(Refusal::NoDay) => day_is_missing(set),
        Err(refusal) => return Err(refused(&refusal)),
    };
    Ok(Output {
        words: output.words.clone(),
        data: serde_json::to_value(output).map_err(Mistake::new)?,
    })
}

fn described(answer: &Answer<'_>, with_working: bool) -> AnswerOutput {
    let asked = answer.asked();
    let version = asked.ruling.version;
    let view = present::answer(answer);
    let (missing, assumed) = open_points(&view);
    let advice = match &view {
        AnswerView::Quote(view) => view.footer.advice.clone(),
        AnswerView::Screening(view) => view.footer.advice.clone(),
        _ => Vec::new(),
    };
    let mut assumed: Vec<String> = assumed.iter().map(|it| it.words.clone()).collect();
    assumed.dedup();
    AnswerOutput {
        rule_set: version.id.to_string(),
        on: Some(asked.ruling.on.to_string()),
        outcome: answer.outcome().name().to_owned(),
        total: answer.total().map(|total| total.to_string()),
        is_indicative: answer.status() == Status::Proposed,
        questions: missing.iter().map(|it| question(version, it)).collect(),
        assumed,
        paragraphs: paragraphs::of_answer(answer),
        decided_by: advice,
        words: plain(&text::answer(answer, with_working)),
    }
}

/// What is missing and what was assumed, over all parts.
fn open_points(view: &AnswerView) -> (Vec<&MissingFact>, Vec<&Assumption>) {
    match view {
        AnswerView::Quote(view) => {
            let notes = || view.parts.iter().map(|part| &part.notes);
            (
                notes().flat_map(|it| &it.missing).collect(),
                notes().flat_map(|it| &it.assumed).collect(),
            )
        }
        AnswerView::Screening(view) => {
            (view.missing.iter().collect(), view.assumed.iter().collect())
        }
        _ => (Vec::new(), Vec::new()),
    }
}

fn question(version: &Version, missing: &MissingFact) -> Question {
    let named = |id: &String| version.facts.iter().find(|fact| *fact.id == **id);
    let options = missing.fact.as_ref().and_then(named);
    let options = options.and_then(|fact| fact.ty.options());
    Question {
        ask: missing.words(),
        fact: missing.fact.clone(),
        at: missing.at.clone(),
        from: missing.from.clone(),
        options: options
            .map(|it| it.iter().map(str::to_owned).collect())
            .unwrap_or_default(),
    }
}

/// The day is asked for as a fact is: today is not assumed.
fn day_is_missing(set: &RuleSet) -> AnswerOutput {
    let ask = "Which day is it about?";
    AnswerOutput {
        rule_set: set.id.to_string(),
        outcome: answer::Outcome::Undetermined.name().to_owned(),
        questions: vec![Question {
            ask: ask.to_owned(),
            fact: None,
            at: vec!["on".to_owned()],
            from: None,
            options: Vec::new(),
        }],
        words: format!("We need to know: {ask}"),
        ..AnswerOutput::default()
    }
}

fn refused(refusal: &Refusal) -> Mistake {
    match refusal {
        Refusal::Facts(problems) => {
            let each: Vec<String> = problems.iter().map(Problem::with_place).collect();
            Mistake::new(each.join("\n"))
        }
        other => Mistake::new(other),
    }
}
