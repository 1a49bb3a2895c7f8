//! `almoner token new`.

use clap::{Arg, ArgAction, ArgMatches, Command, builder::PossibleValuesParser};

use super::{
    exit::{Exit, Failure},
    output,
};
use crate::web::tokens::{self, Scope};

pub(super) fn command() -> Command {
    let words = Scope::ALL.map(|(_, word)| word);
    let new = Command::new("new")
        .about("Make a token: it is shown once, and the line for the file of tokens")
        .arg(
            Arg::new("scope")
                .long("scope")
                .value_name("SCOPE")
                .action(ArgAction::Append)
                .value_delimiter(',')
                .required(true)
                .value_parser(PossibleValuesParser::new(words))
                .help("What the token is good for; several with commas, or once for each"),
        )
        .arg(
            Arg::new("name")
                .long("name")
                .value_name("NAME")
                .default_value("caller")
                .help("Whose it is, one word, to find its line again"),
        );
    Command::new("token")
        .about("Make tokens for those who may call the service")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(new)
}

pub(super) fn run(matches: &ArgMatches) -> Result<Exit, Failure> {
    let Some(("new", typed)) = matches.subcommand() else {
        return Err(Failure::new(Exit::Usage, "`token` goes on with `new`"));
    };
    let name: &str = typed.get_one::<String>("name").map_or("caller", |it| it);
    if name.is_empty() || name.contains(|it: char| it.is_whitespace() || it == '#') {
        let says = format!("`{name}` cannot be a name: it must be one word without `#`");
        return Err(Failure::new(Exit::Usage, says));
    }
    let words = typed.get_many::<String>("scope").into_iter().flatten();
    let scopes: Vec<Scope> = words.filter_map(|word| Scope::named(word)).collect();
    let (token, line) = tokens::make(name, &scopes)
        .ok_or_else(|| Failure::new(Exit::World, "the system gives no random numbers"))?;
    output::remark("The token, which is not shown again; then the line for the file of tokens:")?;
    output::data(&format!("{token}\n{line}"))?;
    Ok(Exit::Done)
}
