//! `almoner serve`.

use std::{
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    time::Duration,
};

use clap::{Args, value_parser};

use super::{
    clock,
    exit::{Exit, Failure},
    key, open_book, stdout,
};
use crate::web::{
    self, EditedBook, Followed, KeyFiles, Keys, Limits, Origin, Running, Service, Settings, SignIn,
    tokens::Tokens,
};
use almoner_engine::book::Opened;

/// Answer over HTTP what the command line answers
#[derive(Args)]
#[command(
    after_help = "The book is reloaded when its files change, and on SIGHUP; the tokens and keys on SIGHUP."
)]
pub(super) struct ServeArgs {
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Where to listen for Prometheus, on a separate listener
    #[arg(long, value_name = "ADDRESS")]
    metrics: Option<SocketAddr>,
    /// Who may call, as `almoner token new` writes it [needed beyond this machine]
    #[arg(long, value_name = "FILE")]
    tokens: Option<PathBuf>,
    /// The secret key with which answers are sealed, as `almoner key new` writes it
    #[arg(long, value_name = "FILE")]
    seal: Option<PathBuf>,
    /// The council's public keys of today and of earlier, by which seals are checked
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// The header in which a sign-in proxy names the person who uses the pages
    #[arg(long, value_name = "HEADER", requires = "from")]
    signed_in_as: Option<String>,
    /// The address of that proxy
    #[arg(long, value_name = "ADDRESS", requires = "signed_in_as")]
    from: Vec<IpAddr>,
    /// A name that it answers to without tokens, next to localhost
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
    /// A site whose pages may call, such as https://council.example
    #[arg(long, value_name = "ORIGIN")]
    allow_origin: Vec<String>,
    /// The most connections at once; more wait
    #[arg(long, value_name = "NUMBER", default_value = "1024", value_parser = value_parser!(u16).range(1..))]
    connections: u16,
    /// How long a request may take to arrive, and a connection may lie idle
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = value_parser!(u16).range(1..=600))]
    patience: u16,
    /// How long it answers on after SIGTERM while /readyz says that it is stopping
    #[arg(long, value_name = "SECONDS", default_value = "0", value_parser = value_parser!(u16).range(..=600))]
    linger: u16,
    /// Show a workbench, in which the book is edited, checked and tried out; nothing is
    /// written. Only on this machine
    #[arg(long, conflicts_with = "signed_in_as")]
    workbench: bool,
    /// What is logged to standard error, as JSON; `info` has every request
    #[arg(long, value_name = "LEVEL", default_value = "info", value_parser = ["info", "warn", "error"])]
    log: String,
}

pub(super) fn run(
    opened: Opened,
    followed: Option<Followed>,
    args: ServeArgs,
) -> Result<Exit, Failure> {
    open_book::book(&opened)?;
    let key_files = KeyFiles {
        secret: args.seal.clone(),
        public: args.keys.clone(),
    };
    let edited_book = edited_book(&args, followed.as_ref())?;
    let settings = Settings {
        edited_book,
        ..settings(&args, &key_files)?
    };
    let mistakes = opened.left_out.is_some().then(|| web::mistakes(&opened));
    let Some(book) = opened.book else {
        return Err(Failure::Quiet(Exit::Rules));
    };
    web::log(&args.log);
    let running = Running {
        listen: args.listen,
        metrics: args.metrics,
        followed,
        tokens: args.tokens,
        keys: key_files,
    };
    let service = Service::new(book, opened.sources, settings);
    if let Some(mistakes) = mistakes {
        service.refuse(mistakes);
    }
    let said = |address| drop(stdout::data(&format!("http://{address}")));
    web::run(&service, running, said).map_err(|error| Failure::new(Exit::Io, error))?;
    Ok(Exit::Done)
}

fn settings(args: &ServeArgs, key_files: &KeyFiles) -> Result<Settings, Failure> {
    let tokens = args.tokens.as_deref().map(tokens).transpose()?;
    let sign_in = args.signed_in_as.as_deref();
    let sign_in = sign_in.map(|header| sign_in_from(header, &args.from));
    let sign_in = sign_in.transpose()?;
    if tokens.is_none() && sign_in.is_none() && !args.listen.ip().is_loopback() {
        let says = "without tokens the service listens only on this machine";
        let help = "give --tokens FILE with a line from `almoner token new --scope quotes`, or \
            --signed-in-as HEADER and --from ADDRESS for pages behind a sign-in proxy";
        return Err(Failure::new(Exit::Usage, says).help(help));
    }
    let monitoring = args.metrics.map(|it| it.ip());
    if tokens.is_none() && monitoring.is_some_and(|it| !it.is_loopback()) {
        let says = "without tokens metrics are only for this machine";
        let help = "give --tokens FILE with a line from `almoner token new --scope metrics`";
        return Err(Failure::new(Exit::Usage, says).help(help));
    }
    let origins = args.allow_origin.iter().map(|typed| origin(typed));
    Ok(Settings {
        today: || clock::today().ok(),
        limits: limits(args),
        tokens,
        keys: keys(key_files)?,
        sign_in,
        hosts: args.host.iter().map(|it| it.to_ascii_lowercase()).collect(),
        origins: origins.collect::<Result<_, _>>()?,
        edited_book: None,
    })
}

/// The book that the workbench edits, where one is asked for.
fn edited_book(
    args: &ServeArgs,
    followed: Option<&Followed>,
) -> Result<Option<EditedBook>, Failure> {
    if !args.workbench {
        return Ok(None);
    }
    if !args.listen.ip().is_loopback() {
        let says = "the workbench is only for this machine";
        let help = "leave out --workbench, or listen on 127.0.0.1";
        return Err(Failure::new(Exit::Usage, says).help(help));
    }
    Ok(Some(match followed {
        Some(followed) => EditedBook::Folder(followed.folder().to_owned()),
        None => EditedBook::BuiltIn,
    }))
}

fn keys(files: &KeyFiles) -> Result<Keys, Failure> {
    files
        .read()
        .map_err(|(path, error)| key::unusable(&path, &error))
}

fn limits(args: &ServeArgs) -> Limits {
    let limits = Limits::default();
    let patience = Duration::from_secs(args.patience.into());
    Limits {
        connections: args.connections.into(),
        header: patience,
        reading: patience,
        writing: patience,
        total: limits.total.max(patience.saturating_mul(2)),
        linger: Duration::from_secs(args.linger.into()),
        ..limits
    }
}

fn sign_in_from(header: &str, from: &[IpAddr]) -> Result<SignIn, Failure> {
    SignIn::new(header, from.to_vec()).ok_or_else(|| {
        let says = format!("`{header}` is not the name of a header");
        Failure::new(Exit::Usage, says).help("write it such as X-Forwarded-User")
    })
}

fn origin(typed: &str) -> Result<Origin, Failure> {
    Origin::parse(typed).ok_or_else(|| {
        let says = format!("`{typed}` is not the address of a site");
        Failure::new(Exit::Usage, says)
            .help("write each site whole and without a path, such as https://council.example")
    })
}

fn tokens(path: &Path) -> Result<Tokens, Failure> {
    Tokens::of_file(path)
        .map_err(|error| Failure::new(Exit::Usage, format!("`{}`, {error}", path.display())))
}
