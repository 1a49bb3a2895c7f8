//! The command line as a whole. The flags of `quote` and `screen` are the
//! facts of the book's own rule sets.

use clap::{Command, CommandFactory as _, Parser, Subcommand};

use super::{
    answer::AnswerArgs,
    appendix::AppendixArgs,
    args::Global,
    ask::AskArgs,
    batch::BatchArgs,
    book::BookArgs,
    compare::CompareArgs,
    completions::CompletionsArgs,
    diff::DiffArgs,
    effect::EffectArgs,
    exit,
    explain_uprating::ExplainUpratingArgs,
    facts::FactsArgs,
    forecast::ForecastArgs,
    history::HistoryArgs,
    import::ImportArgs,
    key::KeyArgs,
    new::NewArgs,
    policy::PolicyArgs,
    reopen::ReopenArgs,
    rule_set_args::{self, RuleSetArgs},
    serve::ServeArgs,
    show::ShowArgs,
    tariff::TariffArgs,
    test::TestArgs,
    token::TokenArgs,
    uprate::UprateArgs,
    verify::VerifyArgs,
};
use almoner_engine::check::model::{Contents, Kind};

/// Quotes a council's prices and screens people against its rules, with reasons
#[derive(Parser)]
#[command(name = "almoner", version, after_help = exit::exit_codes(), max_term_width = 100)]
pub(super) struct CommandLine {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) verb: Verb,
}

#[derive(Subcommand)]
pub(super) enum Verb {
    #[command(flatten)]
    OnBook(BookVerb),
    Serve(ServeArgs),
    /// Check rule files in an editor while they are typed, over the Language Server Protocol
    Lsp,
    /// Answer assistants over the Model Context Protocol, on standard input and output
    Mcp,
    New(NewArgs),
    Book(BookArgs),
    Token(TokenArgs),
    Key(KeyArgs),
    Completions(CompletionsArgs),
    /// Write the manual page
    Man,
}

/// The verbs that work on a book and end.
#[derive(Subcommand)]
pub(super) enum BookVerb {
    /// Quote a price
    Quote(RuleSetArgs),
    /// Screen a person against rules
    Screen(RuleSetArgs),
    Ask(AskArgs),
    Answer(AnswerArgs),
    Batch(BatchArgs),
    /// List the rule sets and tariffs
    List,
    Show(ShowArgs),
    Facts(FactsArgs),
    History(HistoryArgs),
    Diff(DiffArgs),
    Effect(EffectArgs),
    Tariff(TariffArgs),
    Compare(CompareArgs),
    Appendix(AppendixArgs),
    Uprate(UprateArgs),
    Import(ImportArgs),
    Forecast(ForecastArgs),
    Policy(PolicyArgs),
    ExplainUprating(ExplainUpratingArgs),
    /// Check every file of the book and say all that is wrong at once
    Check,
    Test(TestArgs),
    Verify(VerifyArgs),
    Reopen(ReopenArgs),
}

/// Every verb, with the rule sets of a book where there is one.
pub(super) fn command(book: Option<&Contents>) -> Command {
    CommandLine::command().mut_subcommands(|verb| match verb.get_name() {
        "quote" => rule_set_args::augment(verb, Kind::Pricing, book),
        "screen" => rule_set_args::augment(verb, Kind::Eligibility, book),
        _ => verb,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_pass_clap_debug_asserts() {
        command(None).debug_assert();
    }
}
