//! What was typed into a form, by name: `application/x-www-form-urlencoded`.
//! The facts of records are `children.2.pattern`, counted from 1, and
//! `children.count` says how many there are. Names that begin with `_` are the
//! form's own, those that begin with `a.` of an answer that is kept to compare.

use std::fmt::Write as _;

use percent_encoding::percent_decode_str;

use almoner_engine::facts::MAX_RECORDS;

/// Before the fields of the answer that is kept.
const KEPT: &str = "a.";

/// The fields of a form, in its order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads a body, or a query. Bytes that are not UTF-8 are replaced, and then
    /// refused as a value.
    pub(crate) fn read(text: &str) -> Fields {
        let decoded = |part: &str| {
            let part = part.replace('+', " ");
            percent_decode_str(&part).decode_utf8_lossy().into_owned()
        };
        let parts = text.split('&').filter(|part| !part.is_empty());
        let pairs = parts.map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            (decoded(name), decoded(value))
        });
        Fields(pairs.collect())
    }

    /// The fields of a form that was read elsewhere.
    pub(crate) fn of(fields: Vec<(String, String)>) -> Fields {
        Fields(fields)
    }

    /// What was typed, without blanks around it; nothing where that is blank.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(own, _)| own == name);
        found
            .map(|(_, value)| value.trim())
            .filter(|it| !it.is_empty())
    }

    /// Everything that was chosen of several.
    pub(crate) fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        let own = self.0.iter().filter(move |(own, _)| own == name);
        own.map(|(_, value)| value.trim())
            .filter(|it| !it.is_empty())
    }

    /// Every field.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The fields that a test accepts.
    pub(crate) fn only(&self, is_taken: impl Fn(&str) -> bool) -> Fields {
        let taken = self.0.iter().filter(|(name, _)| is_taken(name));
        Fields(taken.cloned().collect())
    }

    /// How many records of a list there are. Where the form does not say, there are
    /// as many as the highest number of a record of which something was filled in.
    pub(crate) fn record_count(&self, list: &str) -> Option<usize> {
        let said = self.get(&format!("{list}.count"));
        let count = said.and_then(|it| it.parse().ok());
        let count = count.or_else(|| self.highest_record(list))?;
        Some(count.min(MAX_RECORDS))
    }

    fn highest_record(&self, list: &str) -> Option<usize> {
        let filled = self.0.iter().filter(|(_, value)| !value.trim().is_empty());
        let numbers = filled.filter_map(|(name, _)| {
            let of_record = name.strip_prefix(list)?.strip_prefix('.')?;
            of_record.split_once('.')?.0.parse().ok()
        });
        numbers.max().filter(|number| *number > 0)
    }

    /// Sets a field.
    pub(crate) fn set(&mut self, name: &str, value: String) {
        self.0.retain(|(own, _)| own != name);
        self.0.push((name.to_owned(), value));
    }

    /// Sets a field of which several can be chosen.
    pub(crate) fn set_all(&mut self, name: &str, values: Vec<String>) {
        self.0.retain(|(own, _)| own != name);
        let values = values.into_iter().map(|value| (name.to_owned(), value));
        self.0.extend(values);
    }

    /// Whether something was typed in a field.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Takes out a record; those behind it move up.
    pub(crate) fn remove_record(&mut self, list: &str, number: usize) {
        let count = self.record_count(list).unwrap_or(1);
        if number == 0 || number > count {
            return;
        }
        let prefix = format!("{list}.");
        let fields = std::mem::take(&mut self.0);
        self.0 = fields
            .into_iter()
            .filter_map(|(name, value)| {
                let numbered = name.strip_prefix(&prefix).and_then(|it| it.split_once('.'));
                let Some((own, rest)) =
                    numbered.and_then(|(it, rest)| Some((it.parse::<usize>().ok()?, rest)))
                else {
                    return Some((name, value));
                };
                match own.cmp(&number) {
                    std::cmp::Ordering::Less => Some((name, value)),
                    std::cmp::Ordering::Equal => None,
                    std::cmp::Ordering::Greater => {
                        Some((format!("{prefix}{}.{rest}", own - 1), value))
                    }
                }
            })
            .collect();
        self.set(&format!("{list}.count"), (count - 1).to_string());
    }

    /// The fields of the answer that is kept to compare.
    pub(crate) fn kept(&self) -> Option<Fields> {
        let fields = self.0.iter().filter_map(|(name, value)| {
            let name = name.strip_prefix(KEPT)?;
            Some((name.to_owned(), value.clone()))
        });
        let fields: Vec<_> = fields.collect();
        (!fields.is_empty()).then_some(Fields(fields))
    }

    /// The same fields under the names of an answer that is kept.
    pub(crate) fn as_kept(&self) -> Vec<(String, String)> {
        let named = self.0.iter().filter(|(_, value)| !value.trim().is_empty());
        let named = named.map(|(name, value)| (format!("{KEPT}{name}"), value.clone()));
        named.collect()
    }

    /// Those that are the facts of this form.
    pub(crate) fn own(&self) -> Fields {
        self.only(|name| !name.starts_with('_') && !name.starts_with(KEPT))
    }
}

/// The name of a field from where a fact is: `children.1.pattern` from
/// `children[0].pattern` or `/children/0/pattern`.
pub(crate) fn name_of_place(place: &str) -> String {
    let parts = place
        .split(['/', '[', ']', '.'])
        .filter(|it| !it.is_empty());
    let mut name = String::new();
    for part in parts {
        if !name.is_empty() {
            name.push('.');
        }
        match part.parse::<usize>() {
            Ok(number) => drop(write!(name, "{}", number.saturating_add(1))),
            Err(_) => name.push_str(part),
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_decoded() {
        let fields = Fields::read("on=1+May%202018&a.x=1&pattern=&days=m&days=t&_book=b");
        assert_eq!(fields.get("on"), Some("1 May 2018"));
        assert_eq!(fields.get("pattern"), None);
        assert_eq!(fields.all("days").collect::<Vec<_>>(), ["m", "t"]);
        assert_eq!(fields.kept().unwrap().get("x"), Some("1"));
        assert_eq!(fields.own().iter().count(), 4);
    }

    #[test]
    fn removed_record_moves_others_up() {
        let mut fields = Fields::read("c.count=3&c.1.a=1&c.2.a=2&c.3.a=3&other=4");
        fields.remove_record("c", 2);
        let left: Vec<_> = fields.iter().collect();
        assert_eq!(
            left,
            [
                ("c.1.a", "1"),
                ("c.2.a", "3"),
                ("other", "4"),
                ("c.count", "2")
            ]
        );
        fields.remove_record("c", 9);
        assert_eq!(fields.record_count("c"), Some(2));
    }

    #[test]
    fn records_are_counted_where_the_form_does_not_say() {
        let count = |text: &str| Fields::read(text).record_count("c");
        assert_eq!(count("c.1.a=1&c.3.a=3&c.4.a=&cc.9.a=1&c.x.a=1"), Some(3));
        assert_eq!(count("c.count=2&c.3.a=3"), Some(2));
        assert_eq!(count("c.count=&c.1.a=1"), Some(1));
        assert_eq!(count("c.1.a=&c.0.a=1&other=1"), None);
        assert_eq!(count("c.99999.a=1"), Some(MAX_RECORDS));
    }

    #[test]
    fn places_have_names() {
        assert_eq!(name_of_place("/children/0/pattern"), "children.1.pattern");
        assert_eq!(name_of_place("children[1].pattern"), "children.2.pattern");
        assert_eq!(name_of_place("lessons"), "lessons");
    }
}
