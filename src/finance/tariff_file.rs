//! Next year's tariff as a file: this year's with other prices, so that its
//! order, its comments and its notes stay, and each changed price is one
//! changed line in review.

use super::{
    print_format,
    tariff_ref::{TariffRef, service},
    uprate::{Uprated, Why},
};
use almoner_engine::{
    base::date::{self, Date},
    check::model::{PriceForm, Vat},
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

/// The file, from the text of this year's. None when this year's file is not
/// laid out as a tariff, or its year has no year after.
#[must_use]
pub fn written(
    tariff_ref: TariffRef<'_>,
    text: &str,
    uprated: &[Uprated<'_>],
    head: &Head,
) -> Option<String> {
    let services = text.find("\n    services:")?;
    let mut file = opening(tariff_ref, head)?;
    let mut lines: Vec<Line<'_>> = Vec::new();
    let mut start = services.checked_add(1)?;
    for line in text.get(start..)?.split_inclusive('\n') {
        let end = start + line.len();
        let within = |it: &&Uprated<'_>| {
            let at = it.old.place.start as usize;
            start <= at && at < end
        };
        lines.push(Line::of(line, start, uprated.iter().find(within)));
        start = end;
    }
    let entries: Vec<&Entry<'_>> = lines.iter().filter_map(Line::entry).collect();
    for line in &lines {
        match line {
            Line::Plain(words) => file.push_str(words),
            Line::Entry(entry) => {
                let of = service(&entry.of.charge.id);
                let alike = entries.iter().filter(|it| service(&it.of.charge.id) == of);
                entry.push_to(&mut file, &Widths::of(alike.copied()));
            }
        }
    }
    Some(file)
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
         decided: Proposed(on: \"{}\", by: {}),\n    source: {},\n    vat_codes: {{ {} }},\n",
        head.made.replace('\n', " "),
        quoted(&year),
        head.on,
        quoted(&head.proposed_to),
        quoted(&head.source),
        codes.join(", ")
    ))
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
    let words = words.replace(['\n', '\r', '\t'], " ");
    if words.contains(['"', '\\']) {
        format!("r#\"{}\"#", words.replace("\"#", "\" #"))
    } else {
        format!("\"{words}\"")
    }
}

/// A line of the file: as it stands, or with a price in it.
enum Line<'u> {
    Plain(&'u str),
    Entry(Entry<'u>),
}

/// A charge's line: what is before its price, and from `row:` on.
struct Entry<'u> {
    before: &'u str,
    price: String,
    after: &'u str,
    of: &'u Uprated<'u>,
}

impl<'u> Line<'u> {
    fn of(line: &'u str, start: usize, of: Option<&'u Uprated<'u>>) -> Line<'u> {
        let Some(of) = of else {
            return Line::Plain(line);
        };
        let place = of.old.place;
        let from = (place.start as usize).saturating_sub(start);
        let to = (place.end as usize).saturating_sub(start);
        match (line.get(..from), line.get(to..)) {
            (Some(before), Some(after)) => Line::Entry(Entry {
                before: before.trim_end(),
                price: match of.new {
                    PriceForm::Unpriced => line.get(from..to).unwrap_or_default().to_owned(),
                    form => print_format::filed(form),
                },
                after: after.trim_start_matches([',', ' ']),
                of,
            }),
            _ => Line::Plain(line),
        }
    }

    fn entry(&self) -> Option<&Entry<'u>> {
        match self {
            Line::Entry(entry) => Some(entry),
            Line::Plain(_) => None,
        }
    }
}

/// The room for the prices of a service: figures stand with their points one
/// under the other.
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
        let price = format!("{},", padded(&self.price, widths.first));
        let width = widths.whole + 1;
        let after = match &self.of.why {
            Why::ByHand(reason) => noted(self.after, reason),
            _ => self.after.to_owned(),
        };
        file.push_str(&format!("{} {price:width$} {after}", self.before));
    }
}

/// The rest of an entry with the reason as its note, in the place of any other.
fn noted(after: &str, reason: &str) -> String {
    let end = after.rfind(')').unwrap_or(after.len());
    let (fields, close) = after.split_at(end);
    let fields = fields
        .find(", note:")
        .map_or(fields, |at| fields.split_at(at).0);
    format!("{}, note: {}{close}", fields.trim_end(), quoted(reason))
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
    fn points_stand_one_under_the_other() {
        assert_eq!(padded("5.00", 6), "  5.00");
        assert_eq!(padded("223.00..=230.00", 6), "223.00..=230.00");
        assert_eq!(padded("Variable(30.00)", 6), "Variable(30.00)");
    }
}
