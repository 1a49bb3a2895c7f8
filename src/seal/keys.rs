//! The council's keys. The secret one is in a file of its own:
//!
//! ```text
//! # Thurrock Council's secret key …
//! secret   ed25519:4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb
//! council  Thurrock Council
//! ```
//!
//! The public ones, of today and of earlier, are in a file with one on each line:
//!
//! ```text
//! ed25519:3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c  Thurrock Council
//! ```

use std::{fmt, path::Path};

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

use super::hex;
use crate::protected_file::{self, Protection, Unusable};

/// The key with which a council seals answers.
pub struct SecretKey {
    key: SigningKey,
    council: Box<str>,
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("SecretKey");
        shown
            .field("council", &self.council)
            .finish_non_exhaustive()
    }
}

impl SecretKey {
    /// A new key; none where the system has no random numbers.
    #[must_use]
    pub fn random(council: &str) -> Option<SecretKey> {
        let mut bytes = [0u8; 32];
        getrandom::fill(&mut bytes).ok()?;
        Some(SecretKey {
            key: SigningKey::from_bytes(&bytes),
            council: council.into(),
        })
    }

    /// Reads a file.
    ///
    /// # Errors
    /// It cannot be read or is not as it must be, or others can read it.
    pub fn of_file(path: &Path) -> Result<SecretKey, Unusable> {
        SecretKey::parse(&protected_file::read(path, Protection::Secret)?)
    }

    fn parse(text: &str) -> Result<SecretKey, Unusable> {
        let (mut key, mut council) = (None, None);
        for (line, words) in protected_file::lines(text) {
            let unusable = |says: &str| Unusable::line(line, says);
            let (name, value) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
            let value = value.trim();
            match name {
                "secret" if key.is_none() => {
                    let says = "the secret key must be `ed25519:` and 64 hexadecimal digits";
                    key = Some(hex::read(value).ok_or_else(|| unusable(says))?);
                }
                "council" if council.is_none() && !value.is_empty() => council = Some(value),
                _ => {
                    let says = "the file has one line `secret ed25519:…` and one line \
                        `council NAME`";
                    return Err(unusable(says));
                }
            }
        }
        match (key, council) {
            (Some(key), Some(council)) => Ok(SecretKey {
                key: SigningKey::from_bytes(&key),
                council: council.into(),
            }),
            _ => Err(Unusable::line(
                1,
                "the file has no secret key, or no council",
            )),
        }
    }

    /// The text of its file.
    #[must_use]
    pub fn file(&self) -> String {
        let council = &self.council;
        let secret = hex::write(self.key.as_bytes());
        format!(
            "# The secret key with which {council} seals answers. Anyone who has it can\n\
             # issue answers in the council's name.\n\
             secret   {secret}\n\
             council  {council}\n"
        )
    }

    /// Its line for the file of public keys.
    #[must_use]
    pub fn public_line(&self) -> String {
        format!("{}  {}", self.public(), self.council)
    }

    /// The council.
    #[must_use]
    pub fn council(&self) -> &str {
        &self.council
    }

    /// The public key, as text.
    #[must_use]
    pub fn public(&self) -> String {
        hex::write(self.key.verifying_key().as_bytes())
    }

    pub(super) fn sign(&self, text: &str) -> String {
        hex::write(&self.key.sign(text.as_bytes()).to_bytes())
    }
}

/// The public keys of a council, by which its seals are checked.
#[derive(Clone, Debug, Default)]
pub struct PublicKeys(Vec<VerifyingKey>);

impl PublicKeys {
    /// Reads a file.
    ///
    /// # Errors
    /// It cannot be read or is not as it must be, or others can change it.
    pub fn of_file(path: &Path) -> Result<PublicKeys, Unusable> {
        PublicKeys::parse(&protected_file::read(path, Protection::Public)?)
    }

    fn parse(text: &str) -> Result<PublicKeys, Unusable> {
        let mut keys = PublicKeys::default();
        for (line, words) in protected_file::lines(text) {
            let (key, council) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
            let unusable = |says: &str| Unusable::line(line, says);
            if council.trim().is_empty() {
                return Err(unusable("a key and the council's name are wanted"));
            }
            let says = "the key must be `ed25519:` and 64 hexadecimal digits of a public key";
            keys.0.push(public(key).ok_or_else(|| unusable(says))?);
        }
        match keys.0.is_empty() {
            true => Err(Unusable::line(1, "there is no key in the file")),
            false => Ok(keys),
        }
    }

    /// How many keys there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// These keys and that of a secret key.
    #[must_use]
    pub fn with(mut self, secret: &SecretKey) -> PublicKeys {
        let key = secret.key.verifying_key();
        if !self.0.contains(&key) {
            self.0.push(key);
        }
        self
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    fn find(&self, key: &str) -> Option<&VerifyingKey> {
        let bytes: [u8; 32] = hex::read(key)?;
        self.0.iter().find(|it| *it.as_bytes() == bytes)
    }

    /// Whether a seal is the signature of a text by a key of these.
    pub(super) fn is_signed(&self, text: &str, key: &str, seal: &str) -> bool {
        let Some((key, seal)) = self.find(key).zip(hex::read(seal)) else {
            return false;
        };
        let seal = Signature::from_bytes(&seal);
        key.verify_strict(text.as_bytes(), &seal).is_ok()
    }
}

fn public(text: &str) -> Option<VerifyingKey> {
    let key = VerifyingKey::from_bytes(&hex::read(text)?).ok()?;
    (!key.is_weak()).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8032, §7.1, TEST 2.
    const SECRET: &str = "ed25519:4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
    const PUBLIC: &str = "ed25519:3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
    const SIGNED: &str = "ed25519:92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
        085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

    #[test]
    fn signatures_are_those_of_the_standard() {
        let key = SecretKey::parse(&format!("secret {SECRET}\ncouncil Anytown Council")).unwrap();
        assert_eq!(key.public(), PUBLIC);
        assert_eq!(key.sign("r"), SIGNED);
        let keys = PublicKeys::parse(&key.public_line()).unwrap();
        assert!(keys.is_signed("r", PUBLIC, SIGNED));
        assert!(!keys.is_signed("s", PUBLIC, SIGNED));
        assert!(!PublicKeys::default().is_signed("r", PUBLIC, SIGNED));
    }

    #[test]
    fn key_files_are_read_as_they_are_written() {
        let key = SecretKey::random("Anytown Council").unwrap();
        let again = SecretKey::parse(&key.file()).unwrap();
        assert_eq!(
            (again.public(), again.council()),
            (key.public(), "Anytown Council")
        );
        assert!(!format!("{key:?}").contains(&hex::write(key.key.as_bytes())));
    }

    #[test]
    fn key_file_error_names_its_line() {
        let secret = |text: &str| SecretKey::parse(text).unwrap_err().to_string();
        assert_eq!(
            secret(""),
            "line 1: the file has no secret key, or no council"
        );
        assert!(secret("\nsecret ed25519:00").starts_with("line 2: the secret key must be"));
        assert!(secret("council A\ncouncil B").starts_with("line 2: the file has one line"));
        let public = |text: &str| PublicKeys::parse(text).unwrap_err().to_string();
        assert_eq!(public("# none\n"), "line 1: there is no key in the file");
        assert_eq!(
            public(PUBLIC),
            "line 1: a key and the council's name are wanted"
        );
        let short = format!("{PUBLIC} A\ned25519:3d40 A");
        assert!(public(&short).starts_with("line 2: the key must be"));
        let weak = format!("ed25519:{} A", "0".repeat(64));
        assert!(public(&weak).starts_with("line 1: the key must be"));
    }
}
