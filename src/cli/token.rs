//! `almoner token`: making tokens, and checking a file of them.

use std::path::PathBuf;

use clap::{
    Args, Subcommand,
    builder::{PossibleValuesParser, TypedValueParser},
};

use super::{
    exit::{Exit, Failure},
    stdout,
};
use crate::web::tokens::{self, Scope, Tokens};

/// Make tokens for those who may call the service
#[derive(Args)]
pub(super) struct TokenArgs {
    #[command(subcommand)]
    verb: TokenVerb,
}

#[derive(Subcommand)]
enum TokenVerb {
    /// Make a token: it is shown once, and the line for the file of tokens
    New(NewArgs),
    /// Check a file of tokens before the service reads it
    Check(CheckArgs),
}

#[derive(Args)]
struct NewArgs {
    /// The scopes of the token; several with commas, or once for each
    #[arg(
        id = "scope",
        long = "scope",
        value_name = "SCOPE",
        value_delimiter = ',',
        required = true,
        value_parser = scope(),
    )]
    scopes: Vec<Scope>,
    /// Whose it is, one word, to find its line again
    #[arg(long, value_name = "NAME", default_value = "caller")]
    name: String,
}

#[derive(Args)]
struct CheckArgs {
    /// The file of tokens
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

fn scope() -> impl TypedValueParser<Value = Scope> {
    PossibleValuesParser::new(Scope::ALL.map(|(_, word)| word))
        .try_map(|word| Scope::named(&word).ok_or("there is no such scope"))
}

pub(super) fn run(args: &TokenArgs) -> Result<Exit, Failure> {
    match &args.verb {
        TokenVerb::New(args) => make(args),
        TokenVerb::Check(args) => check(args),
    }
}

fn make(NewArgs { scopes, name }: &NewArgs) -> Result<Exit, Failure> {
    if name.is_empty() || name.contains(|it: char| it.is_whitespace() || it == '#') {
        let says = format!("`{name}` cannot be a name: it must be one word without `#`");
        return Err(Failure::new(Exit::Usage, says));
    }
    let (token, line) = tokens::make(name, scopes)
        .ok_or_else(|| Failure::new(Exit::Io, "the system gives no random numbers"))?;
    stdout::remark("The token, which is not shown again; then the line for the file of tokens:")?;
    stdout::data(&format!("{token}\n{line}"))?;
    Ok(Exit::Done)
}

/// Says who may call with which scopes.
fn check(args: &CheckArgs) -> Result<Exit, Failure> {
    let shown = args.file.display();
    let tokens = Tokens::of_file(&args.file).map_err(|error| {
        let failure = Failure::new(Exit::Rules, format!("`{shown}`, {error}"));
        failure.help("the service would let nobody call")
    })?;
    for token in tokens.all() {
        stdout::data(&format!("{}  {}", token.name(), token.scopes().join(",")))?;
    }
    let count = tokens.all().len();
    let word = if count == 1 { "token" } else { "tokens" };
    stdout::remark(&format!("{count} {word}, no errors"))?;
    Ok(Exit::Done)
}
