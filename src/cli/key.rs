//! `almoner key`: the council's keys, with which it seals the answers that it issues.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::{
    exit::{Exit, Failure},
    save, stdout,
};
use crate::{
    protected_file::Unusable,
    seal::{PublicKeys, SecretKey},
};

/// Make the keys with which the council seals answers
#[derive(Args)]
pub(super) struct KeyArgs {
    #[command(subcommand)]
    verb: KeyVerb,
}

#[derive(Subcommand)]
enum KeyVerb {
    /// Make a secret key, and the line for the file of public keys
    New(NewArgs),
    /// Check a file of public keys before the service reads it
    Check(CheckArgs),
}

#[derive(Args)]
struct NewArgs {
    /// The council's name, as issued answers have it
    #[arg(long, value_name = "NAME")]
    council: String,
    /// The file of the secret key, which only you can read
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Args)]
struct CheckArgs {
    /// The file of public keys
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub(super) fn run(args: &KeyArgs) -> Result<Exit, Failure> {
    match &args.verb {
        KeyVerb::New(args) => make(args),
        KeyVerb::Check(args) => check(args),
    }
}

fn make(NewArgs { council, out }: &NewArgs) -> Result<Exit, Failure> {
    let council = council.trim();
    if council.is_empty() || council.contains(|it: char| it.is_control() || it == '#') {
        let says = "the council's name must be one line without `#`";
        return Err(Failure::new(Exit::Usage, says));
    }
    let key = SecretKey::random(council)
        .ok_or_else(|| Failure::new(Exit::Io, "the system gives no random numbers"))?;
    save::secret(out, key.file().as_bytes())?;
    let shown = out.display();
    stdout::remark(&format!(
        "The secret key is in `{shown}`. Keep it safe. The line for the file of public keys:"
    ))?;
    stdout::data(&key.public_line())?;
    Ok(Exit::Done)
}

fn check(args: &CheckArgs) -> Result<Exit, Failure> {
    let count = public(&args.file)?.count();
    let word = if count == 1 { "key" } else { "keys" };
    stdout::data(&format!("{count} {word}, no errors"))?;
    Ok(Exit::Done)
}

/// The council's public keys.
pub(super) fn public(path: &Path) -> Result<PublicKeys, Failure> {
    PublicKeys::of_file(path).map_err(|error| unusable(path, &error))
}

/// The council's secret key.
pub(super) fn secret(path: &Path) -> Result<SecretKey, Failure> {
    SecretKey::of_file(path).map_err(|error| unusable(path, &error))
}

/// Says why a file of keys cannot be used.
pub(super) fn unusable(path: &Path, error: &Unusable) -> Failure {
    Failure::new(Exit::Usage, format!("`{}`, {error}", path.display()))
}
