//! `almoner serve`.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use super::{
    ask, book,
    exit::{Exit, Failure},
    output, today,
};
use crate::web::{self, Followed, Limits, Origin, Running, Service, Settings, tokens::Tokens};
use almoner_engine::book::Opened;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

pub(super) fn command() -> Command {
    let address = |name: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name("ADDRESS")
            .value_parser(value_parser!(SocketAddr))
    };
    Command::new("serve")
        .about("Answer over HTTP what the command line answers")
        .after_help(
            "Files of the book are read anew when they change, and on SIGHUP; the tokens on SIGHUP.",
        )
        .args([
            address("listen")
                .default_value("127.0.0.1:8080")
                .help("Where to listen; port 0 takes a free one"),
            address("metrics").help("Where to listen for Prometheus, on a listener of its own"),
            Arg::new("tokens")
                .long("tokens")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help(
                    "Who may call, as `almoner token new` writes it [needed beyond this machine]",
                ),
            Arg::new("origin")
                .long("allow-origin")
                .value_name("ORIGIN")
                .action(ArgAction::Append)
                .help("A site whose pages may call, such as https://council.example"),
            Arg::new("connections")
                .long("connections")
                .value_name("NUMBER")
                .default_value("1024")
                .value_parser(value_parser!(u16).range(1..))
                .help("The most connections at once; more wait"),
            Arg::new("patience")
                .long("patience")
                .value_name("SECONDS")
                .default_value("10")
                .value_parser(value_parser!(u16).range(1..=600))
                .help("How long a request may take to arrive, and a connection may lie idle"),
            Arg::new("linger")
                .long("linger")
                .value_name("SECONDS")
                .default_value("0")
                .value_parser(value_parser!(u16).range(..=600))
                .help(
                    "How long it answers on after SIGTERM while /readyz says that it is stopping",
                ),
            Arg::new("log")
                .long("log")
                .value_name("LEVEL")
                .default_value("info")
                .value_parser(["info", "warn", "error"])
                .help("What is logged to standard error, as JSON; `info` has every request"),
        ])
}

pub(super) fn run(
    opened: Opened,
    followed: Option<Followed>,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    book::book(&opened)?;
    let settings = settings(matches)?;
    let Some(book) = opened.book else {
        return Err(Failure::Quiet(Exit::Rules));
    };
    let listen: Option<&SocketAddr> = matches.get_one("listen");
    let Some(listen) = listen else {
        return Err(Failure::new(Exit::Usage, "no address to listen on"));
    };
    let metrics: Option<&SocketAddr> = matches.get_one("metrics");
    web::log(matches.get_one::<String>("log").map_or("info", |it| it));
    let running = Running {
        listen: *listen,
        metrics: metrics.copied(),
        followed,
        tokens: matches.get_one("tokens").cloned(),
    };
    let service = Service::new(book, settings);
    let said = |address| drop(output::data(&format!("http://{address}")));
    web::run(&service, running, said).map_err(|error| Failure::new(Exit::World, error))?;
    Ok(Exit::Done)
}

fn settings(matches: &ArgMatches) -> Result<Settings, Failure> {
    let path: Option<&PathBuf> = matches.get_one("tokens");
    let listen: Option<&SocketAddr> = matches.get_one("listen");
    let tokens = path.map(|path| tokens(path)).transpose()?;
    if tokens.is_none() && listen.is_some_and(|address| !address.ip().is_loopback()) {
        let says = "without tokens the service listens only on this machine";
        let help = "give --tokens FILE with a line from `almoner token new --scope quotes`";
        return Err(Failure::new(Exit::Usage, says).help(help));
    }
    let named = matches.get_many::<String>("origin").into_iter().flatten();
    let origins: Result<Vec<Origin>, Failure> = named.map(|it| origin(it)).collect();
    Ok(Settings {
        today: || today::today().ok(),
        limits: limits(matches),
        tokens,
        origins: origins?,
    })
}

fn limits(matches: &ArgMatches) -> Limits {
    let number = |id: &str| matches.get_one::<u16>(id).copied();
    let seconds = |id: &str| number(id).map(|it| Duration::from_secs(it.into()));
    let limits = Limits::default();
    let patience = seconds("patience").unwrap_or(limits.header);
    Limits {
        connections: number("connections").map_or(limits.connections, usize::from),
        header: patience,
        reading: patience,
        writing: patience,
        total: limits.total.max(patience.saturating_mul(2)),
        linger: seconds("linger").unwrap_or(limits.linger),
        ..limits
    }
}

fn origin(typed: &str) -> Result<Origin, Failure> {
    Origin::parse(typed).ok_or_else(|| {
        let says = format!("`{typed}` is not the address of a site");
        Failure::new(Exit::Usage, says)
            .help("write each site whole and without a path, such as https://council.example")
    })
}

fn tokens(path: &Path) -> Result<Tokens, Failure> {
    let text = ask::read(path, Exit::Usage)?;
    Tokens::parse(&text)
        .map_err(|error| Failure::new(Exit::Usage, format!("`{}`, {error}", path.display())))
}
