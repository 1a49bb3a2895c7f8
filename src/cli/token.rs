//! `almoner token new`.

use clap::{
    Args, Subcommand,
    builder::{PossibleValuesParser, TypedValueParser},
};

use super::{
    exit::{Exit, Failure},
    stdout,
};
use crate::web::tokens::{self, Scope};

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

fn scope() -> impl TypedValueParser<Value = Scope> {
    PossibleValuesParser::new(Scope::ALL.map(|(_, word)| word))
        .try_map(|word| Scope::named(&word).ok_or("there is no such scope"))
}

pub(super) fn run(args: &TokenArgs) -> Result<Exit, Failure> {
    let TokenVerb::New(NewArgs { scopes, name }) = &args.verb;
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
