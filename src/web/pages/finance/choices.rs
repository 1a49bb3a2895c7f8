//! What an address chooses, and the links that choose otherwise.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::web::{pages::form_fields::Fields, paths, problem::Problem, problem_code::Code};
use almoner_engine::check::model::{Contents, Tariff};

/// What is encoded in the values of a query.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'@');

/// The query of an address.
#[derive(Clone, Debug, Default)]
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads a query; what is blank, as in a form that was sent, is left out.
    ///
    /// # Errors
    /// 400 where it names something that the page does not take.
    pub(super) fn read(query: Option<&str>, taken: &[&str]) -> Result<Query, Problem> {
        let fields = Fields::read(query.unwrap_or_default());
        let mut parts = Vec::new();
        for (name, value) in fields.iter() {
            if !taken.contains(&name) {
                let says = "the address carries something that this page does not use";
                let problem = Problem::new(Code::InvalidQuery, says);
                return Err(problem.help(format!("it uses {}", taken.join(", "))));
            }
            if !value.trim().is_empty() {
                parts.push((name.to_owned(), value.trim().to_owned()));
            }
        }
        Ok(Query(parts))
    }

    /// What a name chooses.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The same with another choice for a name, or none.
    pub(super) fn with(&self, name: &str, value: Option<&str>) -> Query {
        let mut parts = self.0.clone();
        parts.retain(|(own, _)| own != name);
        parts.extend(value.map(|value| (name.to_owned(), value.to_owned())));
        Query(parts)
    }

    /// Its parts except those of a name, for a form that chooses that.
    pub(super) fn except<'q>(
        &'q self,
        name: &'q str,
    ) -> impl Iterator<Item = &'q (String, String)> {
        self.0.iter().filter(move |(own, _)| own != name)
    }

    /// As it is sent, without the question mark.
    pub(super) fn sent(&self) -> String {
        let part = |text: &str| utf8_percent_encode(text, ENCODED).to_string();
        let parts = self.0.iter();
        let parts: Vec<String> = parts
            .map(|(name, value)| format!("{}={}", part(name), part(value)))
            .collect();
        parts.join("&")
    }

    /// Behind a path.
    pub(super) fn after(&self, path: &str) -> String {
        match self.0.is_empty() {
            true => path.to_owned(),
            false => format!("{path}?{}", self.sent()),
        }
    }
}

/// One of several that can be chosen.
#[derive(Debug)]
pub(super) struct Choice {
    pub(super) words: String,
    pub(super) href: String,
    pub(super) is_current: bool,
}

/// Several of which one is chosen.
#[derive(Debug)]
pub(super) struct Chooser {
    pub(super) label: &'static str,
    pub(super) choices: Vec<Choice>,
}

impl Chooser {
    /// What a part of the query can be; the first choice is that it is left out.
    pub(super) fn of_query(
        label: &'static str,
        path: &str,
        query: &Query,
        name: &str,
        choices: &[(Option<&str>, String)],
    ) -> Chooser {
        let choices = choices.iter().map(|(value, words)| Choice {
            words: words.clone(),
            href: query.with(name, *value).after(path),
            is_current: query.get(name) == *value,
        });
        Chooser {
            label,
            choices: choices.collect(),
        }
    }

    /// The tariffs of a book but one, each with its address.
    pub(super) fn of_years(
        label: &'static str,
        book: &Contents,
        [current, other]: [Option<&Tariff>; 2],
        address: impl Fn(&str) -> String,
    ) -> Chooser {
        let is =
            |tariff: &Tariff, one: Option<&Tariff>| one.is_some_and(|it| std::ptr::eq(it, tariff));
        let tariffs = book.tariffs.iter().filter(|it| !is(it, other));
        let choices = tariffs.map(|tariff| {
            let name = paths::tariff_name(book, tariff);
            Choice {
                words: year_words(&name),
                href: address(&name),
                is_current: is(tariff, current),
            }
        });
        Chooser {
            label,
            choices: choices.collect(),
        }
    }

    /// Whether there is something to choose.
    pub(super) fn is_open(&self) -> bool {
        self.choices.len() > 1
    }
}

/// A tariff's name in a path as words: `2018/19, 2018-07-01`.
fn year_words(name: &str) -> String {
    match name.split_once('@') {
        Some((year, state)) => format!("{}, {state}", year.replace('-', "/")),
        None => name.replace('-', "/"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn query_is_read_and_sent() {
        let query = Query::read(
            Some("service=nursery&above=&only=falls"),
            &["service", "above", "only"],
        );
        let query = query.unwrap();
        assert_eq!(query.sent(), "service=nursery&only=falls");
        assert_eq!(query.with("only", None).after("/a"), "/a?service=nursery");
        let other = query.with("service", Some("a & b"));
        assert_eq!(other.sent(), "only=falls&service=a%20%26%20b");
        assert_eq!(Query::default().after("/a"), "/a");
        assert!(Query::read(Some("colour=red"), &["service"]).is_err());
    }
}
