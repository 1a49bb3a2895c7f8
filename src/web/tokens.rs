//! Tokens by which callers are known. Only their SHA-256 is kept, in a file
//! with one on each line:
//!
//! ```text
//! # name  scopes              SHA-256 of the token
//! desk    quotes,tariffs      sha256:ba7816bf8f01cfea414140de5dae2223b003…
//! ```

use std::{path::Path, sync::Arc};

use subtle::{Choice, ConditionallySelectable as _, ConstantTimeEq as _};

use crate::protected_file::{self, Protection, Unusable};
use almoner_engine::{
    base::{fingerprint::Fingerprint, name},
    check::model::Kind,
};

/// What a token is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Quotes.
    Quotes,
    /// Screenings.
    Screenings,
    /// Tariffs.
    Tariffs,
    /// Metrics, and why a book or a token file was refused.
    Metrics,
    /// Everything.
    Admin,
}

impl Scope {
    /// Every scope with its word.
    pub const ALL: [(Scope, &str); 5] = [
        (Scope::Quotes, "quotes"),
        (Scope::Screenings, "screenings"),
        (Scope::Tariffs, "tariffs"),
        (Scope::Metrics, "metrics"),
        (Scope::Admin, "admin"),
    ];

    /// The scope of a word in the file of tokens.
    #[must_use]
    pub fn named(word: &str) -> Option<Scope> {
        let found = Scope::ALL.iter().find(|(_, it)| *it == word);
        found.map(|(scope, _)| *scope)
    }

    /// The scope that questions to a rule set of a kind need.
    pub(super) fn of(kind: Kind) -> Scope {
        match kind {
            Kind::Pricing => Scope::Quotes,
            Kind::Eligibility => Scope::Screenings,
        }
    }

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        let found = Scope::ALL.iter().find(|(it, _)| *it == self);
        found.map_or("", |(_, word)| word)
    }
}

/// Several scopes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Scopes(u8);

impl Scopes {
    pub(super) const ALL: Scopes = Scopes(u8::MAX);

    fn with(self, scope: Scope) -> Scopes {
        Scopes(self.0 | 1 << scope as u8)
    }

    pub(super) fn has(self, scope: Scope) -> bool {
        let asked = Scopes::default().with(scope).with(Scope::Admin);
        self.0 & asked.0 != 0
    }

    pub(super) fn is_any(self) -> bool {
        self.0 != 0
    }
}

/// A token of the file, without the token itself.
#[derive(Debug)]
pub struct Token {
    name: Arc<str>,
    scopes: Scopes,
    hash: String,
}

impl Token {
    /// Whose it is.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its scopes, as the file has them.
    #[must_use]
    pub fn scopes(&self) -> Vec<&'static str> {
        let all = Scope::ALL.into_iter();
        let own = all.filter(|(scope, _)| self.scopes.0 & Scopes::default().with(*scope).0 != 0);
        own.map(|(_, word)| word).collect()
    }
}

/// A token that a caller has shown: its hash, its name and its scopes.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub(super) hash: Arc<str>,
    pub(super) name: Arc<str>,
    pub(super) scopes: Scopes,
}

/// The tokens of a file.
#[derive(Debug)]
pub struct Tokens(Vec<Token>);

impl Tokens {
    /// No tokens: nobody may call.
    pub(super) fn none() -> Tokens {
        Tokens(Vec::new())
    }

    /// Reads a file.
    ///
    /// # Errors
    /// It cannot be read or is not as it must be, or others can change it.
    pub fn of_file(path: &Path) -> Result<Tokens, Unusable> {
        Tokens::parse(&protected_file::read(path, Protection::Public)?)
    }

    /// Every token.
    #[must_use]
    pub fn all(&self) -> &[Token] {
        &self.0
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// The first line that is not a name, scopes and a hash; or that there is
    /// none at all.
    pub fn parse(text: &str) -> Result<Tokens, Unusable> {
        let mut tokens = Vec::new();
        for (number, line) in protected_file::lines(text) {
            tokens.push(token(line).map_err(|says| Unusable::line(number, says))?);
        }
        if tokens.is_empty() {
            return Err(Unusable::line(1, "there is no token in the file"));
        }
        Ok(Tokens(tokens))
    }

    /// A token that a caller shows. How long this takes says nothing about the
    /// tokens in the file.
    pub(super) fn find(&self, token: &str) -> Option<Shown> {
        let hash = Fingerprint::of(token).to_string();
        let found = self.found(&hash)?;
        Some(Shown {
            hash: hash.into(),
            name: Arc::clone(&found.name),
            scopes: found.scopes,
        })
    }

    /// The scopes of a token by its hash; none if it is not in the file.
    pub(super) fn scopes(&self, hash: &str) -> Scopes {
        self.found(hash).map_or(Scopes::default(), |it| it.scopes)
    }

    /// Looks at every token, found or not.
    fn found(&self, hash: &str) -> Option<&Token> {
        let mut at = u32::MAX;
        for (number, known) in (0..).zip(&self.0) {
            let same: Choice = known.hash.as_bytes().ct_eq(hash.as_bytes());
            at = u32::conditional_select(&at, &number, same);
        }
        self.0.get(usize::try_from(at).ok()?)
    }
}

fn token(line: &str) -> Result<Token, String> {
    let mut parts = line.split_whitespace();
    let (Some(name), Some(words), Some(hash), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err("a name, scopes and a hash are wanted".to_owned());
    };
    let mut scopes = Scopes::default();
    for word in words.split(',') {
        let scope = Scope::named(word).ok_or_else(|| unknown(word))?;
        scopes = scopes.with(scope);
    }
    let digits = hash.strip_prefix("sha256:").unwrap_or("");
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if digits.len() != 64 || !digits.bytes().all(is_digit) {
        return Err("the hash must be `sha256:` and 64 hexadecimal digits".to_owned());
    }
    Ok(Token {
        name: name.into(),
        scopes,
        hash: hash.to_owned(),
    })
}

fn unknown(word: &str) -> String {
    let near = name::nearest(word, Scope::ALL.iter().map(|(_, word)| *word));
    match near {
        Some(near) => format!("there is no scope `{word}`; did you mean `{near}`?"),
        None => format!("there is no scope `{word}`: quotes, screenings, tariffs, metrics, admin"),
    }
}

/// A new token, and the line for the file; none where the system has no
/// randomness to give.
#[must_use]
pub fn make(name: &str, scopes: &[Scope]) -> Option<(String, String)> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).ok()?;
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let token = format!("almoner_{digits}");
    let words: Vec<&str> = scopes.iter().map(|scope| scope.word()).collect();
    let line = format!("{name} {} {}", words.join(","), Fingerprint::of(&token));
    Some((token, line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_token_has_only_its_scopes() {
        let (token, line) = make("desk", &[Scope::Quotes, Scope::Tariffs]).unwrap();
        let tokens = Tokens::parse(&format!("# who may call\n\n{line}\n")).unwrap();
        let shown = tokens.find(&token).unwrap();
        assert_eq!(&*shown.name, "desk");
        let scopes = shown.scopes;
        assert_eq!(tokens.scopes(&shown.hash), scopes);
        assert!(scopes.has(Scope::Quotes) && scopes.has(Scope::Tariffs));
        assert!(!scopes.has(Scope::Screenings) && !scopes.has(Scope::Admin));
        assert!(tokens.find(&format!("{token}0")).is_none());
        assert!(!Tokens::none().scopes(&shown.hash).is_any());
        assert!(!line.contains(&token));
    }

    #[test]
    fn admin_has_every_scope() {
        let (token, line) = make("head", &[Scope::Admin]).unwrap();
        let scopes = Tokens::parse(&line).unwrap().find(&token).unwrap().scopes;
        assert!(Scope::ALL.iter().all(|(scope, _)| scopes.has(*scope)));
    }

    #[test]
    fn token_file_error_names_its_line() {
        let error = |text: &str| Tokens::parse(text).unwrap_err().to_string();
        assert_eq!(error("\n"), "line 1: there is no token in the file");
        assert_eq!(
            error("\na b"),
            "line 2: a name, scopes and a hash are wanted"
        );
        let near = "line 1: there is no scope `quote`; did you mean `quotes`?";
        assert_eq!(error("a quote sha256:00"), near);
        assert!(error("a quotes sha256:00").contains("64 hexadecimal digits"));
    }
}
