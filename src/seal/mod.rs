//! Answers that the council issues: sealed with its key (Ed25519), with a reference
//! and the day. The seal covers the whole answer and what is said of its issue, so
//! that nobody without the key can make one or change one.
//!
//! An answer alone proves that it is what the rules say; anyone can make it. With its
//! seal it proves that the council gave it.

mod canonical;
mod hex;
mod keys;
mod proof;
mod reference;

use almoner_engine::{
    answer::{Answer, json::Issued},
    base::date::Date,
};

pub use self::{
    keys::{PublicKeys, SecretKey},
    proof::{Issue, Proof, ProofJson},
};

/// What is signed begins with this, so that the key's signatures of other things are
/// no seals.
const CONTEXT: &str = "almoner issued answer 1\n";

/// An answer that is issued, and its JSON with the seal.
#[derive(Debug)]
pub struct Sealed {
    /// What is said of its issue.
    pub issued: Issued,
    /// The answer as one JSON object.
    pub json: String,
}

impl SecretKey {
    /// Issues an answer on a day, from a desk if it has a name. `json` is the answer,
    /// with or without its explanation. None where the system has no random numbers.
    #[must_use]
    pub fn issue(
        &self,
        answer: &Answer<'_>,
        json: &str,
        on: Date,
        desk: Option<&str>,
    ) -> Option<Sealed> {
        let contact = &answer.asked().ruling.version.selection.contact;
        let issued = Issued {
            reference: reference::random()?,
            on: on.to_string(),
            council: self.council().to_owned(),
            desk: desk.map(str::to_owned),
            valid_until: answer.valid_until(on).map(|day| day.to_string()),
            contact: contact.as_deref().map(str::to_owned),
            key: self.public(),
            seal: String::new(),
        };
        self.seal(json, issued)
    }

    fn seal(&self, json: &str, mut issued: Issued) -> Option<Sealed> {
        let open = json.trim_end().strip_suffix('}')?;
        let with = |issued: &Issued| {
            let issued = serde_json::to_string(issued).ok()?;
            Some(format!("{open},\"issued\":{issued}}}"))
        };
        issued.seal = self.sign(&signed_text(&with(&issued)?)?);
        let json = with(&issued)?;
        Some(Sealed { issued, json })
    }
}

/// The text that is signed: the whole answer without its seal.
fn signed_text(json: &str) -> Option<String> {
    let canonical = canonical::canonical(json, ("issued", "seal"))?;
    Some(format!("{CONTEXT}{canonical}"))
}

#[cfg(test)]
mod tests {
    use almoner_engine::{Book, Question};

    use super::*;

    fn book() -> Book {
        Book::from_files(almoner_built_in::files()).unwrap()
    }

    fn music() -> Question<'static> {
        let facts = r#"{"lessons":10,"minutes":20,"pupils":2,"free_school_meals":true,
            "key_stage":2}"#;
        Question::new("music")
            .on("2018-05-01".parse().unwrap())
            .json(facts)
    }

    fn keys(secret: &SecretKey) -> PublicKeys {
        PublicKeys::default().with(secret)
    }

    #[test]
    fn every_altered_byte_is_refused() {
        let (book, key) = (book(), SecretKey::random("Anytown Council").unwrap());
        let question = music().detail(almoner_engine::answer::Detail::Silent);
        let answer = book.answer(&question).unwrap();
        let on = "2018-05-01".parse().unwrap();
        let sealed = key
            .issue(&answer, &answer.to_json(), on, Some("desk"))
            .unwrap();
        let keys = keys(&key);
        let issued = Issue::Issued(Box::new(sealed.issued));
        assert_eq!(Issue::of(&sealed.json, Some(&keys)), issued);
        let bytes = sealed.json.as_bytes();
        for (at, byte) in bytes.iter().enumerate() {
            for other in [byte ^ 1, b'"'] {
                let mut altered = bytes.to_vec();
                altered[at] = other;
                let (true, Ok(altered)) = (other != *byte, String::from_utf8(altered)) else {
                    continue;
                };
                let found = Issue::of(&altered, Some(&keys));
                assert!(!matches!(found, Issue::Issued(_)), "{at}: {altered}");
                // Without a seal it is no longer an answer that almoner reads.
                if found == Issue::NotIssued {
                    let saved = almoner_engine::Saved::read(&altered);
                    let verdict = saved.and_then(|it| book.verify(&it, None));
                    let is_same = verdict.is_ok_and(|it| Proof::new(it, Issue::NotIssued).holds());
                    assert!(!is_same, "{at}: {altered}");
                }
            }
        }
    }

    #[test]
    fn members_that_are_added_taken_or_repeated_are_refused() {
        let (book, key) = (book(), SecretKey::random("Anytown Council").unwrap());
        let answer = book.answer(&music()).unwrap();
        let on = "2018-05-01".parse().unwrap();
        let json = key
            .issue(&answer, &answer.to_json(), on, None)
            .unwrap()
            .json;
        let keys = keys(&key);
        for (from, to) in [
            ("{\"format\"", "{\"total\":\"1.00\",\"format\""),
            ("\"issued\":{", "\"issued\":{\"note\":1,"),
            ("\"issued\":{", "\"issued\":{\"on\":\"2018-05-02\","),
            ("\"desk\":null,", ""),
            ("\"desk\":null", "\"desk\":\"null\""),
            ("\"issued\":{", "\"explanation\":null,\"issued\":{"),
            ("\"facts\":{", "\"facts\":{\"minutes\":30,"),
        ] {
            let altered = json.replacen(from, to, 1);
            assert_ne!(altered, json, "{from}");
            assert_eq!(Issue::of(&altered, Some(&keys)), Issue::Altered, "{to}");
        }
        let twice = json.replacen("\"issued\":", "\"issued\":null,\"issued\":", 1);
        assert_eq!(Issue::of(&twice, Some(&keys)), Issue::Altered);
        let laid_out: serde_json::Value = serde_json::from_str(&json).unwrap();
        let laid_out = serde_json::to_string_pretty(&laid_out).unwrap();
        let found = Issue::of(&laid_out, Some(&keys));
        assert!(matches!(found, Issue::Issued(_)), "layout says nothing");
    }

    #[test]
    fn seals_of_earlier_keys_stay_provable_and_those_of_others_do_not() {
        let book = book();
        let answer = book.answer(&music()).unwrap();
        let [old, new, other] =
            ["Anytown", "Anytown", "Elsewhere"].map(|name| SecretKey::random(name).unwrap());
        let on = "2018-05-01".parse().unwrap();
        let by = |key: &SecretKey| {
            key.issue(&answer, &answer.to_json(), on, None)
                .unwrap()
                .json
        };
        let keys = keys(&old).with(&new);
        assert!(matches!(
            Issue::of(&by(&old), Some(&keys)),
            Issue::Issued(_)
        ));
        assert!(matches!(
            Issue::of(&by(&new), Some(&keys)),
            Issue::Issued(_)
        ));
        assert_eq!(Issue::of(&by(&other), Some(&keys)), Issue::UnknownKey);
        assert_eq!(Issue::of(&by(&old), None), Issue::NotChecked);
        assert_eq!(Issue::of(&answer.to_json(), Some(&keys)), Issue::NotIssued);
        // A seal of one answer put on another.
        let other = music().fact("pupils", 3);
        let json = book.answer(&other).unwrap().to_json();
        let (_, seal) = by(&old)
            .split_once(",\"issued\":")
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .unwrap();
        let moved = format!("{},\"issued\":{seal}", json.strip_suffix('}').unwrap());
        assert_eq!(Issue::of(&moved, Some(&keys)), Issue::Altered);
    }
}
