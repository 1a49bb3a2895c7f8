//! Fingerprints: SHA-256 (FIPS 180-4) of a text, by which an answer can be
//! proved to rest on it.

use std::fmt;

use sha2::{Digest, Sha256};

/// The SHA-256 of a text, written `sha256:` and 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// The fingerprint of a text.
    #[must_use]
    pub fn of(text: &str) -> Fingerprint {
        Fingerprint::of_bytes(text.as_bytes())
    }

    /// The fingerprint of what is not text, such as a workbook.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Fingerprint {
        Fingerprint(Sha256::digest(bytes).into())
    }

    /// The fingerprint of the text that the parts make together.
    #[must_use]
    pub fn of_parts<'t>(parts: impl IntoIterator<Item = &'t str>) -> Fingerprint {
        let mut digest = Sha256::new();
        for part in parts {
            digest.update(part.as_bytes());
        }
        Fingerprint(digest.finalize().into())
    }

    /// Appends the 64 lower-case hexadecimal digits.
    pub fn push_to(self, text: &mut String) {
        const DIGITS: [u8; 16] = *b"0123456789abcdef";
        let digit = |half: u8| DIGITS.get(usize::from(half)).copied().unwrap_or(b'0');
        let mut hexadecimal = [0; 64];
        for (pair, byte) in hexadecimal.chunks_exact_mut(2).zip(self.0) {
            if let [high, low] = pair {
                *high = digit(byte >> 4);
                *low = digit(byte & 15);
            }
        }
        text.push_str("sha256:");
        text.push_str(std::str::from_utf8(&hexadecimal).unwrap_or(""));
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(71);
        self.push_to(&mut text);
        f.write_str(&text)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sha256_matches_fips_vectors() {
        let abc = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Fingerprint::of("abc").to_string(), abc);
        assert_eq!(Fingerprint::of_parts(["a", "", "bc"]).to_string(), abc);
    }
}
