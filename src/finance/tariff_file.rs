//! Next year's tariff as a file: this year's with other prices, so that its
//! order, its comments and its notes stay, and each changed price is one
//! changed line in review.

use super::{
    print_format, ron_text,
    tariff_ref::{self, TariffRef, service},
    uprate::{Uprated, Why},
};
use almoner_engine::{
    base::{
        date::{self, Date},
        source_text::{SourceFile, SourceSet},
    },
    book,
    book::Book,
    check::model::{Charge, Price, PriceForm, Vat},
};

/// The head of the new file.
#[derive(Clone, Debug)]
pub struct Head {
    /// How it was made, for its first lines.
    pub made: String,
    /// The day it is proposed.
    pub on: Date,
    /// Who it is proposed to.
    pub proposed_to: String,
    /// The paper it is printed in.
    pub source: String,
}

/// The year after, `2019/20` after `2018/19`.
#[must_use]
pub fn year_after(year: &str) -> Option<String> {
    let (first, _) = year.split_once('/')?;
    let next: u32 = first.parse::<u32>().ok()?.checked_add(1)?;
    Some(format!("{next}/{:02}", next.checked_add(1)? % 100))
}

/// The file, from the text of this year's, however that is laid out. None when
/// it has no services or no year after.
#[must_use]
pub(super) fn written(
    tariff_ref: TariffRef<'_>,
    text: &str,
    uprated: &[Uprated<'_>],
    head: &Head,
) -> Option<String> {
    let (start, end) = ron_text::list_field(text, "services")?;
    let is_last = ron_text::is_last(text, end);
    let end = if is_last { text.len() } else { end };
    let mut edits = edits(text, start, end, uprated);
    edits.sort_by_key(|edit| edit.from);
    let mut file = opening(tariff_ref, head)?;
    file.push_str("    ");
    let mut at = start;
    for edit in &edits {
        file.push_str(text.get(at..edit.from)?);
        file.push_str(&edit.words);
        at = edit.to;
    }
    file.push_str(text.get(at..end)?);
    if !is_last {
        file.push_str(",\n)\n");
    }
    Some(file)
}

/// The file with entries for charges that this year does not have, each after the
/// others of its service and with the next row of their table. None where a
/// service has no other charge, so that nothing says its VAT and category.
#[must_use]
pub(super) fn with_new(
    file: &str,
    year: &str,
    catalogue: &str,
    uprated: &[Uprated<'_>],
) -> Option<String> {
    let mut file = file.to_owned();
    for it in uprated.iter().filter(|it| it.old.is_none()) {
        let Why::ByHand(reason) = &it.why else {
            return None;
        };
        let opened = opened(&file, year, catalogue)?;
        let (at, words) = new_entry(&opened, &file, it, reason)?;
        file.insert_str(at, &words);
    }
    Some(file)
}

/// Where the entry of a new charge goes, and its words.
fn new_entry(
    opened: &Book,
    file: &str,
    new: &Uprated<'_>,
    reason: &str,
) -> Option<(usize, String)> {
    let tariff = opened.contents().tariffs.iter().next()?;
    let priced = opened.contents().charges_in(tariff);
    let priced: Vec<(&Charge, &Price)> = priced
        .filter_map(|(charge, price)| Some((charge, price?)))
        .collect();
    let id = &*new.charge.id;
    // What is before an entry's own id is the id of its service.
    let service = |charge: &Charge, price: &Price| {
        let before = file.get(..price.place.start as usize)?;
        let fields = file.get(ron_text::opening(before)? + 1..)?;
        let (from, to) = ron_text::value_of(fields, "id")?;
        let own = fields.get(from..to)?.trim().trim_matches('"');
        let service = charge.id.strip_suffix(own)?;
        id.starts_with(service).then_some(service.len())
    };
    let neighbours = priced
        .iter()
        .filter_map(|(charge, price)| Some((service(charge, price)?, price.place.end, *price)));
    let (length, end, neighbour) = neighbours.max_by_key(|(length, end, _)| (*length, *end))?;
    let rows = priced
        .iter()
        .filter(|(_, price)| price.table == neighbour.table);
    let row = rows.map(|(_, price)| price.row).max()?.checked_add(1)?;
    let at = end as usize + ron_text::closing(file.get(end as usize..)?)? + 1;
    let line = file.get(..at)?.rsplit('\n').next()?;
    let indent = line.len() - line.trim_start().len();
    let words = format!(
        ",\n{:indent$}(id: {}, price: {}, row: {row}, note: {})",
        "",
        quoted(id.get(length..)?),
        print_format::filed(new.new),
        quoted(reason)
    );
    Some((at, words))
}

/// The path in a book of a year's tariff.
pub(super) fn path_of(year: &str) -> String {
    format!("tariffs/{}.ron", year.replace('/', "-"))
}

/// A written tariff as a book of its own, with its catalogue.
pub(super) fn opened(file: &str, year: &str, catalogue: &str) -> Option<Book> {
    let stored = [
        SourceFile::new("tariffs/charges.ron", catalogue.as_bytes().to_vec()),
        SourceFile::new(path_of(year), file.as_bytes().to_vec()),
    ];
    let sources = SourceSet::new(stored.into_iter().flatten().collect());
    book::open_loaded(sources).book
}

/// Reads a year's file back that was written, with the catalogue of its charges.
///
/// # Errors
/// The ids of charges whose prices are not those that were meant, or nothing
/// where the file is not a tariff.
pub(super) fn read_back(
    file: &str,
    year: &str,
    catalogue: &str,
    uprated: &[Uprated<'_>],
) -> Result<Book, Vec<String>> {
    let opened = opened(file, year, catalogue).ok_or_else(Vec::new)?;
    let contents = opened.contents();
    let [tariff] = contents.tariffs.as_slice() else {
        return Err(Vec::new());
    };
    let written = TariffRef {
        book: contents,
        tariff,
    };
    let is_other = |it: &&Uprated<'_>| {
        let price = written.price(&it.charge.id);
        price.map(|it| it.form) != Some(it.new)
    };
    let others: Vec<String> = uprated
        .iter()
        .filter(is_other)
        .map(|it| it.charge.id.to_string())
        .collect();
    let priced = written
        .charges()
        .filter(|(_, price)| price.is_some())
        .count();
    match others.is_empty() && priced == uprated.len() {
        true => Ok(opened),
        false => Err(others),
    }
}

/// The year that a tariff file says first, even where the file has mistakes;
/// nothing for another kind of file.
pub fn year_of(text: &str) -> Option<String> {
    let code = without_comments(text);
    let fields = code.trim_start().strip_prefix("Tariff(")?;
    let (_, after) = fields.split_once("year:")?;
    let year = after.trim_start().strip_prefix('"')?.split('"').next()?;
    Some(year.to_owned())
}

/// Whether a tariff file says that it is adopted.
#[must_use]
pub fn is_adopted(text: &str) -> bool {
    let code = without_comments(text);
    let decided = code.split_once("decided:");
    decided.is_some_and(|(_, by)| by.trim_start().starts_with("Adopted"))
}

fn without_comments(text: &str) -> String {
    let code = text.lines().map(|line| match line.split_once("//") {
        Some((code, _)) => code,
        None => line,
    });
    code.collect::<Vec<_>>().join("\n")
}

/// Words in the place of others.
struct Edit {
    from: usize,
    to: usize,
    words: String,
}

/// What changes between two places: a charge on a line of its own is laid out
/// again with the others of its service; of all others only the price and the
/// note change.
fn edits(text: &str, start: usize, end: usize, uprated: &[Uprated<'_>]) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut lines: Vec<(usize, usize, Entry<'_>)> = Vec::new();
    let placed = || uprated.iter().filter_map(|it| Some((it, it.place()?)));
    for (of, (from, to)) in placed() {
        if from < start || to > end {
            continue;
        }
        let line_start = text.get(..from).and_then(|it| it.rfind('\n'));
        let line_start = line_start.map_or(0, |it| it + 1).max(start);
        let line_end = text.get(to..end).and_then(|it| it.find('\n'));
        let line_end = line_end.map_or(end, |it| to + it + 1);
        let its = placed().filter(|(_, (place, _))| (line_start..line_end).contains(place));
        let closing = text.get(to..end).and_then(ron_text::closing);
        let closing = closing.map_or(end, |it| to + it);
        let has_note_before = text
            .get(line_start..from)
            .is_some_and(|it| it.contains("note"));
        let is_alone = its.count() == 1 && closing < line_end && !has_note_before;
        match text.get(line_start..line_end).filter(|_| is_alone) {
            Some(line) => lines.push((
                line_start,
                line_end,
                Entry::of(line, from - line_start, to - line_start, of),
            )),
            None => edits.extend(in_place(text, start, closing, of)),
        }
    }
    for (from, to, entry) in &lines {
        let service = service(&entry.of.charge.id);
        let alike = lines.iter().map(|(_, _, it)| it);
        let alike = alike.filter(|it| tariff_ref::service(&it.of.charge.id) == service);
        let mut words = String::new();
        entry.push_to(&mut words, &Widths::of(alike));
        edits.push(Edit {
            from: *from,
            to: *to,
            words,
        });
    }
    edits
}

/// The edit of a charge whose line holds more or less than it: its price, or
/// all its fields where it gets a note.
fn in_place(text: &str, start: usize, closing: usize, of: &Uprated<'_>) -> Option<Edit> {
    let (from, to) = of.place()?;
    let price = match of.new {
        PriceForm::Unpriced => text.get(from..to)?.to_owned(),
        form => print_format::filed(form),
    };
    let fields = start + ron_text::opening(text.get(start..from)?)? + 1;
    let [before, after] = [text.get(fields..from)?, text.get(to..closing)?];
    let [before, after] = [before, after].map(|it| of.kept(it));
    let words = [before, price, after].concat();
    Some(Edit {
        from: fields,
        to: closing,
        words: match &of.why {
            Why::ByHand(reason) => with_note(&words, reason),
            _ => words,
        },
    })
}

impl Uprated<'_> {
    /// Fields of its entry in the old file, without what the old paper printed of
    /// a price that is another now.
    fn kept(&self, fields: &str) -> String {
        match self.old {
            Some(old) if old.form != self.new => without_print(fields),
            _ => fields.to_owned(),
        }
    }
}

/// Fields without those that say how their price is printed.
fn without_print(fields: &str) -> String {
    let mut fields = fields.to_owned();
    for name in ["vat_amount", "printed_as"] {
        let found = ron_text::value_of(&fields, name).and_then(|(first, last)| {
            let start = fields.get(..first)?.rfind(name)?;
            Some((fields.get(..start)?, fields.get(last..)?))
        });
        let Some((before, after)) = found else {
            continue;
        };
        // One of the commas next to it goes too.
        fields = match after.strip_prefix(',') {
            Some(after) => format!("{before}{}", after.trim_start_matches(' ')),
            None => format!("{}{after}", before.trim_end().trim_end_matches(',')),
        };
    }
    fields
}

/// Comment and head of the new file.
fn opening(tariff_ref: TariffRef<'_>, head: &Head) -> Option<String> {
    let tariff = tariff_ref.tariff;
    let in_force = date::add_months(tariff.in_force, 12)?;
    let until = date::add_months(tariff.until, 12)?;
    let codes = tariff.vat_codes.iter();
    let codes: Vec<String> = codes
        .map(|(letter, meaning)| format!("{}: {}", quoted(letter), vat_word(*meaning)))
        .collect();
    let year = year_after(&tariff.year)?;
    Some(format!(
        "// What is proposed to be charged in {year}. {}\n\
         // One line a charge, `row` being its row in the printed table, the heading not\n\
         // counted. What the charges are called stands once, in charges.ron.\n\
         Tariff(\n    year: {},\n    in_force: \"{in_force}\",\n    until: \"{until}\",\n    \
         decided: Proposed(on: \"{}\", by: {}),\n    source: {},\n    vat_codes: {{ {} }},\n{}",
        head.made.replace('\n', " "),
        quoted(&year),
        head.on,
        quoted(&head.proposed_to),
        quoted(&head.source),
        codes.join(", "),
        only_gross(tariff.prints_only_gross)
    ))
}

/// The line of a tariff whose paper prints what is paid alone.
pub(super) fn only_gross(is_so: bool) -> &'static str {
    if is_so {
        "    prints_only_gross: true,\n"
    } else {
        ""
    }
}

/// A VAT status as a tariff file has it.
#[must_use]
pub fn vat_word(vat: Vat) -> &'static str {
    match vat {
        Vat::Exempt => "Exempt",
        Vat::OutsideScope => "OutsideScope",
        Vat::ZeroRated => "ZeroRated",
        Vat::Reduced => "Reduced",
        Vat::Standard => "Standard",
        Vat::NotExplained => "NotExplained",
    }
}

/// A text between quotation marks, as a rule file has it: on one line, and raw
/// where it has marks of its own.
#[must_use]
pub fn quoted(words: &str) -> String {
    let is_plain = |it: u8| !matches!(it, b'\n' | b'\r' | b'\t' | b'"' | b'\\');
    if words.bytes().all(is_plain) {
        return format!("\"{words}\"");
    }
    let words = words.replace(['\n', '\r', '\t'], " ");
    if words.contains(['"', '\\']) {
        format!("r#\"{}\"#", words.replace("\"#", "\" #"))
    } else {
        format!("\"{words}\"")
    }
}

/// A charge on a line of its own: what is before its price, and what is after.
struct Entry<'u> {
    before: String,
    price: String,
    after: String,
    of: &'u Uprated<'u>,
}

impl<'u> Entry<'u> {
    /// A line with the start and end of its price.
    fn of(line: &'u str, from: usize, to: usize, of: &'u Uprated<'u>) -> Entry<'u> {
        let before = line.get(..from).unwrap_or_default().trim_end();
        let after = line.get(to..).unwrap_or_default();
        let opening = ron_text::opening(before).map_or(0, |it| it + 1);
        let (opening, before) = before.split_at_checked(opening).unwrap_or(("", before));
        let closing = ron_text::closing(after).unwrap_or(after.len());
        let (after, closing) = after.split_at_checked(closing).unwrap_or((after, ""));
        let after = of.kept(after) + closing;
        Entry {
            before: format!("{opening}{}", of.kept(before)),
            price: match of.new {
                PriceForm::Unpriced => line.get(from..to).unwrap_or_default().to_owned(),
                form => print_format::filed(form),
            },
            after: after.trim_start_matches([',', ' ']).to_owned(),
            of,
        }
    }
}

/// The widths of a service's columns of prices, whose decimal points are
/// aligned.
struct Widths {
    first: usize,
    whole: usize,
}

impl Widths {
    fn of<'e>(entries: impl Iterator<Item = &'e Entry<'e>> + Clone) -> Widths {
        let first = entries.clone().map(|entry| figure(&entry.price)).max();
        let first = first.unwrap_or(0);
        let whole = entries.map(|entry| padded(&entry.price, first).len()).max();
        Widths {
            first,
            whole: whole.unwrap_or(0),
        }
    }
}

/// The length of a price's first figure; none of a word's.
fn figure(price: &str) -> usize {
    if price.starts_with(|c: char| c.is_ascii_digit()) {
        price.split("..=").next().map_or(0, str::len)
    } else {
        0
    }
}

fn padded(price: &str, first: usize) -> String {
    match figure(price) {
        0 => price.to_owned(),
        length => format!("{:space$}{price}", "", space = first.saturating_sub(length)),
    }
}

impl Entry<'_> {
    fn push_to(&self, file: &mut String, widths: &Widths) {
        let comma = if self.after.starts_with(')') { "" } else { "," };
        let price = format!("{}{comma}", padded(&self.price, widths.first));
        let width = widths.whole + 1;
        let after = match &self.of.why {
            Why::ByHand(reason) => noted(&self.after, reason),
            _ => self.after.clone(),
        };
        file.push_str(&format!("{} {price:width$} {after}", self.before));
    }
}

/// The rest of an entry's line with the reason as its note.
fn noted(after: &str, reason: &str) -> String {
    let end = ron_text::closing(after).unwrap_or(after.len());
    let (fields, close) = after.split_at(end);
    format!("{}{close}", with_note(fields, reason))
}

/// Fields with the reason as the note, in the place of any other.
fn with_note(fields: &str, reason: &str) -> String {
    match ron_text::value_of(fields, "note") {
        Some((from, to)) => {
            let before = fields.get(..from).unwrap_or_default();
            let after = fields.get(to..).unwrap_or_default();
            format!("{before} {}{after}", quoted(reason))
        }
        None => {
            let fields = fields.trim_end().trim_end_matches(',');
            format!("{fields}, note: {}", quoted(reason))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_follow_each_other() {
        assert_eq!(year_after("2018/19").as_deref(), Some("2019/20"));
        assert_eq!(year_after("2098/99").as_deref(), Some("2099/00"));
        assert_eq!(year_after("soon"), None);
    }

    #[test]
    fn reasons_become_notes() {
        let row = "row: 7),\n";
        assert_eq!(noted(row, "agreed"), "row: 7, note: \"agreed\"),\n");
        let row = "row: 7, note: \"old\"),\n";
        assert_eq!(
            noted(row, "so \"said\""),
            "row: 7, note: r#\"so \"said\"\"#),\n"
        );
    }

    #[test]
    fn what_an_old_paper_printed_is_left_out() {
        for (fields, kept) in [
            (", printed_as: \"£10-£21\", row: 66", ", row: 66"),
            (", row: 1, vat_amount: 0.50", ", row: 1"),
            ("id: \"a\", vat_amount: 0.50, price:", "id: \"a\", price:"),
            (
                ", row: 1, note: \"printed_as: so\"",
                ", row: 1, note: \"printed_as: so\"",
            ),
        ] {
            assert_eq!(without_print(fields), kept);
        }
    }

    #[test]
    fn decimal_points_align() {
        assert_eq!(padded("5.00", 6), "  5.00");
        assert_eq!(padded("223.00..=230.00", 6), "223.00..=230.00");
        assert_eq!(padded("Variable(30.00)", 6), "Variable(30.00)");
    }
}
