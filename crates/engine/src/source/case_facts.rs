//! Facts as a case gives them: a value as its text, or records.

use ron::value::RawValue;

use super::{fields::options, ordered_map::OrderedMap};

/// A fact as a case gives it, borrowed from the file.
#[derive(Debug)]
pub enum CaseFactEntry<'s> {
    /// One value: what stands between the quotation marks, or the bare word
    /// or number.
    One(&'s str),
    /// The values that it has over time.
    Dated(Vec<DatedEntry<'s, &'s str>>),
    /// Records, each with its facts and its days.
    List(Vec<DatedEntry<'s, RecordEntry<'s>>>),
}

/// What stands in brackets and can be no facts.
#[derive(Debug)]
pub enum NotRecords<'s> {
    /// Texts alone: `["esa", "pip"]`.
    Texts(Vec<&'s str>),
    /// Anything else in the place of values with days.
    Values,
    /// Anything else in the place of records.
    Records,
}

/// A record's facts, each with its name.
pub type RecordEntry<'s> = Vec<(&'s str, CaseFactEntry<'s>)>;

/// A value or a record, with the days for which it holds.
#[derive(Debug)]
pub struct DatedEntry<'s, T> {
    /// The first day.
    pub from: Option<&'s str>,
    /// The last day.
    pub until: Option<&'s str>,
    /// What holds.
    pub value: T,
}

/// The words between which a value stands that holds for some days.
const KEYS: [&str; 3] = ["from", "until", "value"];

type Fields<'s> = OrderedMap<'s, &'s RawValue>;

/// Reads `20`, `"half_day"`, `true`, `[{ "from": "2023-03-16", "value": 20 }]`,
/// or, of a list, `[{ "kind": "training" }]`.
///
/// # Errors
/// What stands in brackets instead.
pub fn read<'s>(raw: &'s RawValue, is_list: bool) -> Result<CaseFactEntry<'s>, NotRecords<'s>> {
    match (raw.get_ron().trim().starts_with('['), is_list) {
        (false, _) => Ok(CaseFactEntry::One(bare(raw))),
        (true, false) => values(raw),
        (true, true) => records(raw),
    }
}

fn values<'s>(raw: &'s RawValue) -> Result<CaseFactEntry<'s>, NotRecords<'s>> {
    let entries: Vec<Fields<'s>> = options()
        .from_str(raw.get_ron().trim())
        .map_err(|_| texts_or(raw, NotRecords::Values))?;
    let value = |fields: Fields<'s>| {
        let entry = dated(fields)?;
        Some(DatedEntry {
            from: entry.from,
            until: entry.until,
            value: bare(entry.value),
        })
    };
    let values: Option<Vec<_>> = entries.into_iter().map(value).collect();
    values.map(CaseFactEntry::Dated).ok_or(NotRecords::Values)
}

/// Texts alone, or what else is wrong.
fn texts_or<'s>(raw: &'s RawValue, wrong: NotRecords<'s>) -> NotRecords<'s> {
    let texts = options().from_str::<Vec<&'s str>>(raw.get_ron().trim());
    texts.map_or(wrong, NotRecords::Texts)
}

fn records<'s>(raw: &'s RawValue) -> Result<CaseFactEntry<'s>, NotRecords<'s>> {
    let records: Vec<Fields<'s>> = options()
        .from_str(raw.get_ron().trim())
        .map_err(|_| texts_or(raw, NotRecords::Records))?;
    let record = |fields: Fields<'s>| {
        let is_record = |(name, raw): &(&str, &RawValue)| {
            *name == "value" && raw.get_ron().trim().starts_with('{')
        };
        if !fields.0.iter().any(is_record) {
            let value = record_of(fields)?;
            return Ok(DatedEntry {
                from: None,
                until: None,
                value,
            });
        }
        let entry = dated(fields).ok_or(NotRecords::Records)?;
        let fields: Fields<'s> = options()
            .from_str(entry.value.get_ron().trim())
            .map_err(|_| NotRecords::Records)?;
        Ok(DatedEntry {
            from: entry.from,
            until: entry.until,
            value: record_of(fields)?,
        })
    };
    let records: Result<Vec<_>, NotRecords<'s>> = records.into_iter().map(record).collect();
    records.map(CaseFactEntry::List)
}

fn record_of<'s>(OrderedMap(fields): Fields<'s>) -> Result<RecordEntry<'s>, NotRecords<'s>> {
    let field = |(name, raw): (&'s str, &'s RawValue)| Ok((name, read(raw, false)?));
    fields.into_iter().map(field).collect()
}

/// An entry with days; `None` where it has no value, or something else.
fn dated<'s>(OrderedMap(fields): Fields<'s>) -> Option<DatedEntry<'s, &'s RawValue>> {
    let find = |name: &str| {
        let found = fields.iter().find(|(key, _)| *key == name);
        found.map(|(_, raw)| *raw)
    };
    let is_known = fields.iter().all(|(name, _)| KEYS.contains(name));
    let value = find("value").filter(|_| is_known)?;
    Some(DatedEntry {
        from: find("from").map(bare),
        until: find("until").map(bare),
        value,
    })
}

/// A value's text without quotation marks.
fn bare(raw: &RawValue) -> &str {
    let text = raw.get_ron().trim();
    text.strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(text)
}
