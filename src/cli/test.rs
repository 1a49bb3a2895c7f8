//! `almoner test`.

use clap::Args;

use super::{
    check::counted,
    exit::{Exit, Failure},
    open_book,
    stdout::{self, Format},
};
use crate::text;
use almoner_engine::{
    base::source_text::SourceSet,
    book::Opened,
    cases::{
        self, Ran,
        coverage::{self, Coverage},
    },
    check::model::RuleSet,
    program::model::Program,
};

/// Run the cases in the folders of the rules
#[derive(Args)]
pub(super) struct TestArgs {
    /// Only this rule set's cases
    #[arg(id = "what", value_name = "RULE-SET")]
    rule_set: Option<String>,
    /// Show what no case reaches: exit code 3 if there is anything
    #[arg(long)]
    coverage: bool,
}

pub(super) fn run(
    opened: &Opened,
    program: &Program,
    args: &TestArgs,
    format: Format,
) -> Result<Exit, Failure> {
    let sets: Vec<&RuleSet> = match &args.rule_set {
        Some(id) => vec![open_book::rule_set(program, id)?],
        None => program.contents().rule_sets.iter().collect(),
    };
    if args.coverage {
        return coverage(opened, program, &sets, format);
    }
    let ran: Vec<Ran> = sets
        .into_iter()
        .flat_map(|set| cases::run(program, set))
        .collect();
    stdout::data(&match format {
        Format::Text => text(&opened.sources, &ran),
        Format::Json => cases::json::cases(&opened.sources, &ran),
    })?;
    Ok(if ran.iter().all(Ran::passed) {
        Exit::Done
    } else {
        Exit::Rules
    })
}

/// What the cases reach, after how they went.
fn coverage(
    opened: &Opened,
    program: &Program,
    sets: &[&RuleSet],
    format: Format,
) -> Result<Exit, Failure> {
    let measured: Vec<Coverage> = sets
        .iter()
        .map(|set| coverage::measure(program, &opened.sources, set))
        .collect();
    stdout::data(&match format {
        Format::Text => {
            let all_ran: Vec<Ran> = measured.iter().flat_map(|it| it.ran.clone()).collect();
            let cases = text(&opened.sources, &all_ran);
            cases + &text::show::coverage(&opened.sources, &measured)
        }
        Format::Json => cases::json::coverage(&opened.sources, &measured),
    })?;
    Ok(match measured.iter().all(Coverage::is_complete) {
        true => Exit::Done,
        false => Exit::Rules,
    })
}

/// A line for each difference, and a count.
fn text(sources: &SourceSet, ran: &[Ran]) -> String {
    let mut text = String::new();
    for ran in ran.iter().filter(|ran| !ran.passed()) {
        let (line, _) = sources.line_and_column(ran.place);
        let path = sources.path(ran.place.file);
        for difference in &ran.differences {
            text.push_str(&format!(
                "{path}:{line}: {}: {}: expected {}, got {}\n",
                ran.says, difference.what, difference.expected, difference.actual
            ));
        }
    }
    let failed = ran.iter().filter(|ran| !ran.passed()).count();
    let failed = if failed == 0 {
        "none failed".to_owned()
    } else {
        format!("{failed} failed")
    };
    text.push_str(&format!("{}, {failed}\n", counted(ran.len(), "case")));
    text
}
