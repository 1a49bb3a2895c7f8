//! `almoner answer`.

use std::path::PathBuf;

use clap::Args;

use super::{
    args, clock,
    exit::{Exit, Failure},
    open_book, question, read_file,
    stdout::{self, Format},
};
use crate::text;
use almoner_engine::{
    answer::{Question, Shared, Together},
    base::date::Date,
    book::Book,
    facts::GivenFacts,
    present::value_words,
};

/// Answer one set of facts by several rule sets
#[derive(Args)]
pub(super) struct AnswerArgs {
    /// The rule sets; each gets the facts that it asks for
    #[arg(id = "what", value_name = "RULE-SET", required = true)]
    rule_sets: Vec<String>,
    /// The facts as a JSON object; `-` for standard input
    #[arg(long, value_name = "FILE")]
    facts: PathBuf,
    /// The day asked about, 2018-05-01 or 1/5/2018 [default: today in Europe/London]
    #[arg(long, value_name = "DATE", value_parser = args::day)]
    on: Option<Date>,
    /// Use only rules and prices known by this day [default: all]
    #[arg(long, value_name = "DATE", value_parser = args::day)]
    known: Option<Date>,
    /// Show how each number and each yes or no was calculated
    #[arg(long)]
    why: bool,
}

pub(super) fn run(book: &Book, typed: &AnswerArgs, format: Format) -> Result<Exit, Failure> {
    for rule_set in &typed.rule_sets {
        open_book::rule_set(book.program(), rule_set)?;
    }
    let text = read_file::text(&typed.facts, Exit::Facts)?;
    let mut facts = GivenFacts::default();
    facts.json(&text);
    let mut asked = Question::default().facts(facts);
    match typed.on {
        Some(on) => asked = asked.on(on),
        None => asked = asked.default_day(clock::today()?),
    }
    if let Some(known) = typed.known {
        asked = asked.known(known);
    }
    let rule_sets: Vec<&str> = typed.rule_sets.iter().map(String::as_str).collect();
    let together = book.answer_together(&rule_sets, &asked);
    let together = together.map_err(|refusal| question::refused_plainly(refusal, format))?;
    stdout::data(&match format {
        Format::Json => together.to_json(),
        Format::Text => in_words(book, &together, typed.why),
    })?;
    Ok(Exit::Done)
}

/// The answers one after the other, then how they touch.
fn in_words(book: &Book, together: &Together<'_>, why: bool) -> String {
    let title = |id: &str| {
        let set = book.program().rule_set(id);
        set.map_or_else(|| id.to_owned(), |set| format!("“{}”", set.newest().title))
    };
    let answers = together.answers().iter();
    let mut parts: Vec<String> = answers.map(|answer| text::answer(answer, why)).collect();
    let uses = together.uses().iter();
    let uses = uses.map(|it| format!("{} uses {}.", title(&it.rule_set), title(&it.uses)));
    let shared = together.shared().iter();
    let shared = shared.map(|it| {
        let titles: Vec<String> = it.rule_sets.iter().map(|id| title(id)).collect();
        let fact = label(book, it);
        format!(
            "Asked once for {}: {fact}.",
            value_words::listed(&titles, "and")
        )
    });
    let touching: Vec<String> = uses.chain(shared).collect();
    if !touching.is_empty() {
        parts.push(format!("{}\n", touching.join("\n")));
    }
    parts.join("\n")
}

/// What a fact is called in the first rule set that reads it.
fn label(book: &Book, shared: &Shared) -> String {
    let mut sets = shared.rule_sets.iter();
    let label = sets.find_map(|id| {
        let version = book.program().rule_set(id)?.newest();
        version.fact(&shared.fact)?.1.label.as_deref()
    });
    label.map_or_else(|| shared.fact.replace('_', " "), str::to_owned)
}
