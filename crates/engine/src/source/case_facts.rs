//! Facts as a case gives them: a value as its text, or records.

use ron::value::RawValue;

use super::{fields::options, ordered_map::OrderedMap};

/// A fact as a case gives it, borrowed from the file.
#[derive(Debug)]
pub enum CaseFactEntry<'s> {
    /// One value: the text between the quotation marks, or the bare word or
    /// number.
    One(&'s str),
    /// Records: each with its facts.
    List(Vec<Vec<(&'s str, &'s str)>>),
}

/// What stands in brackets and is no records.
#[derive(Debug)]
pub enum NotRecords<'s> {
    /// Texts alone: `["esa", "pip"]`.
    Texts(Vec<&'s str>),
    /// Anything else.
    Other,
}

/// Reads `20`, `"half_day"`, `true` or `[{ "kind": "training" }]`.
///
/// # Errors
/// What stands in brackets, if it is no records.
pub fn read<'s>(raw: &'s RawValue) -> Result<CaseFactEntry<'s>, NotRecords<'s>> {
    let text = raw.get_ron().trim();
    if !text.starts_with('[') {
        return Ok(CaseFactEntry::One(bare(text)));
    }
    let records: Vec<OrderedMap<'s, &'s RawValue>> =
        options()
            .from_str(text)
            .map_err(|_| match options().from_str::<Vec<&'s str>>(text) {
                Ok(texts) => NotRecords::Texts(texts),
                Err(_) => NotRecords::Other,
            })?;
    let record = |OrderedMap(fields): OrderedMap<'s, &'s RawValue>| {
        let field = |(name, raw): (&'s str, &'s RawValue)| (name, bare(raw.get_ron().trim()));
        fields.into_iter().map(field).collect()
    };
    Ok(CaseFactEntry::List(
        records.into_iter().map(record).collect(),
    ))
}

/// A value's text without quotation marks.
fn bare(text: &str) -> &str {
    text.strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(text)
}
