//! What the heading of one column says: which part of a charge it holds, and
//! of which year.

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The name of the fee.
    Name,
    /// Who sets the charge: D, S or R.
    Category,
    /// The service that the charge belongs to.
    Service,
    /// The VAT letter.
    VatLetter,
    /// The charge without VAT.
    Net,
    /// The VAT in pounds.
    Vat,
    /// What is paid, VAT included.
    Gross,
    /// A charge that does not say whether VAT is in it: what is paid, unless
    /// another column says that.
    Charge,
    /// Anything else, kept as a note.
    Note,
    /// A column that almoner adds itself.
    Ours,
}

impl Role {
    /// The roles that a user can give a column, by name.
    pub const NAMED: [(&'static str, Role); 8] = [
        ("name", Role::Name),
        ("category", Role::Category),
        ("service", Role::Service),
        ("vat-letter", Role::VatLetter),
        ("net", Role::Net),
        ("vat", Role::Vat),
        ("gross", Role::Gross),
        ("note", Role::Note),
    ];

    /// The role in words.
    pub(super) fn words(self) -> &'static str {
        match self {
            Role::Name => "name",
            Role::Category => "who sets it",
            Role::Service => "service",
            Role::VatLetter => "VAT letter",
            Role::Net => "without VAT",
            Role::Vat => "VAT",
            Role::Gross | Role::Charge => "charge",
            Role::Note => "note",
            Role::Ours => "not read",
        }
    }
}

/// A year that a heading names by its place among the years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relative {
    /// "Proposed", "new": the year of the schedule.
    Next,
    /// "Current", "existing": the year before.
    Current,
}

/// A heading that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) role: Role,
    pub(super) year: Option<String>,
    pub(super) relative: Option<Relative>,
    /// How sure a name is; the surest column is the name.
    pub(super) weight: u8,
}

/// Words of columns that hold no price although they speak of one.
const MOVEMENTS: [&str; 11] = [
    "increase",
    "decrease",
    "change",
    "difference",
    "variance",
    "uplift",
    "movement",
    "rise",
    "budget",
    "income",
    "volume",
];

/// Words of columns of shares.
const SHARES: [&str; 3] = ["%", "percent", "percentage"];

/// Words of columns of numbers for the ledger.
const CODES: [&str; 11] = [
    "code",
    "codes",
    "ref",
    "reference",
    "id",
    "no",
    "number",
    "account",
    "centre",
    "gl",
    "line",
];

const REMARKS: [&str; 14] = [
    "unit",
    "units",
    "per",
    "basis",
    "frequency",
    "duration",
    "note",
    "notes",
    "comment",
    "comments",
    "remarks",
    "reason",
    "effective",
    "explanation",
];

/// Reads a heading. `None` for an empty one.
pub(super) fn read(text: &str) -> Option<Heading> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|it: char| !it.is_alphanumeric() && !"%£+".contains(it))
        .filter(|it| !it.is_empty())
        .collect();
    let is_word = |it: &&str| it.contains(char::is_alphabetic);
    let is_sign = lower.trim().chars().all(|it| "£%+#".contains(it));
    if words.is_empty() || !words.iter().any(is_word) && !is_sign && year_in(&lower).is_none() {
        return None;
    }
    let has = |some: &[&str]| words.iter().any(|it| some.contains(it));
    let year = year_in(&lower);
    let relative = if has(&["proposed", "new", "next", "revised"]) {
        Some(Relative::Next)
    } else if has(&["current", "existing", "old", "previous", "present", "last"]) {
        Some(Relative::Current)
    } else {
        None
    };
    let weight = name_weight(&lower, &has);
    let role = role(&lower, &has, weight, year.is_some() || relative.is_some());
    Some(Heading {
        role,
        year,
        relative,
        weight,
    })
}

/// Words of a column that says how VAT is charged, with the word VAT.
const LETTERS: [&str; 10] = [
    "status",
    "code",
    "type",
    "category",
    "indicator",
    "liability",
    "treatment",
    "rate",
    "letter",
    "class",
];

const WITHOUT_VAT: [&str; 11] = [
    "excl",
    "exc",
    "ex",
    "excluding",
    "exclusive",
    "net",
    "without",
    "before",
    "plus",
    "+",
    "+vat",
];

const WITH_VAT: [&str; 12] = [
    "total",
    "after",
    "customer",
    "paid",
    "pay",
    "incl",
    "inc",
    "including",
    "inclusive",
    "gross",
    "with",
    "payable",
];

const PRICES: [&str; 12] = [
    "charge", "charges", "fee", "fees", "price", "prices", "cost", "tariff", "amount", "£", "rate",
    "rates",
];

fn role(lower: &str, has: &dyn Fn(&[&str]) -> bool, weight: u8, is_dated: bool) -> Role {
    let is_category = lower.contains("statutory") || lower.contains("discretionary");
    let is_vat = has(&["vat"]) || lower.contains("v.a.t");
    // The rate of VAT, `VAT %`, is no movement.
    let is_movement = has(&MOVEMENTS);
    if is_ours(lower) {
        Role::Ours
    } else if is_vat && has(&SHARES) && !is_movement {
        Role::VatLetter
    } else if (is_movement || has(&SHARES)) && !is_category {
        Role::Note
    } else if is_vat && has(&LETTERS) {
        Role::VatLetter
    } else if has(&WITHOUT_VAT) || is_vat && has(&["no"]) {
        Role::Net
    } else if has(&WITH_VAT) {
        Role::Gross
    } else if is_vat {
        Role::Vat
    } else if is_category || lower.contains("s/d") || lower.contains("d/s") {
        Role::Category
    } else if has(&CODES) && weight < 5 {
        Role::Note
    } else if weight > 1 {
        Role::Name
    } else if has(&PRICES) || is_dated {
        Role::Charge
    } else if weight > 0 && !has(&REMARKS) {
        Role::Name
    } else {
        Role::Note
    }
}

/// Whether it is one of the columns that `appendix --cited` adds.
fn is_ours(lower: &str) -> bool {
    lower == "charge id"
        || lower.ends_with(crate::finance::print_format::CALCULATED)
        || ["printed in ", "decided "].iter().any(|words| {
            let year = lower.strip_prefix(words);
            year.is_some_and(|year| year_in(year).is_some())
        })
}

/// How sure it is that a column holds names; 0 for not at all.
fn name_weight(lower: &str, has: &dyn Fn(&[&str]) -> bool) -> u8 {
    if has(&["code", "codes", "ref", "reference", "id"]) && !lower.starts_with("name") {
        0
    } else if has(&["name", "description"]) {
        6
    } else if lower.contains("fee or charge")
        || lower.contains("fees and charges")
        || lower.contains("fees & charges")
        || lower.contains("type of")
    {
        5
    } else if has(&[
        "details",
        "item",
        "items",
        "activity",
        "facility",
        "product",
        "particulars",
    ]) {
        4
    } else if has(&["service", "services", "area", "subject"]) {
        1
    } else {
        0
    }
}

/// What stands between the two years: slashes, those of fractions and divisions
/// too, hyphens and dashes.
const BETWEEN_YEARS: [char; 7] = ['/', '⁄', '∕', '-', '‐', '‑', '–'];

/// The financial year that words are about: `17/18`, `2017/18`, `2017-18`,
/// `2017/2018`, or `April 2017`.
pub fn year_in(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_ascii_digit() && !BETWEEN_YEARS.contains(&c));
    let span = words.find_map(|word| {
        let (first, second) = word.split_once(BETWEEN_YEARS)?;
        let end = |text: &str| {
            let short = match text.len() {
                4 => text.strip_prefix("20")?,
                2 => text,
                _ => return None,
            };
            short.parse::<u8>().ok()
        };
        let (first, second) = (end(first)?, end(second)?);
        ((first + 1) % 100 == second).then(|| format!("20{first:02}/{second:02}"))
    });
    span.or_else(|| first_of_april(&lower))
}

/// The year that begins on the day in words: `April 2017`, `1st April, 2017`,
/// `1/4/2017`, `01.04.2017`.
fn first_of_april(lower: &str) -> Option<String> {
    let parts: Vec<&str> = lower
        .split(|it: char| !it.is_alphanumeric())
        .filter(|it| !it.is_empty())
        .collect();
    let is_first = |it: &str| ["1", "01", "1st"].contains(&it);
    let found = parts.iter().enumerate().find_map(|(at, year)| {
        let month = parts.get(at.checked_sub(1)?)?;
        let is_named = ["april", "apr"].contains(month);
        let is_april = ["4", "04"].contains(month);
        let day = at.checked_sub(2).and_then(|at| parts.get(at));
        (is_named || is_april && day.is_some_and(|it| is_first(it))).then_some(*year)
    });
    let first: u32 = found.filter(|it| it.len() == 4)?.parse().ok()?;
    (2000..2100)
        .contains(&first)
        .then(|| format!("{first}/{:02}", (first + 1) % 100))
}

/// The year before, `2017/18` for `2018/19`.
pub(super) fn year_before(year: &str) -> Option<String> {
    let first: u32 = year.get(..4)?.parse().ok()?;
    let before = first.checked_sub(1)?;
    Some(format!("{before}/{:02}", first % 100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_many_councils_are_understood() {
        for (text, role) in [
            ("Name of fee or Charge Children's Services", Role::Name),
            ("Description", Role::Name),
            ("Type of charge", Role::Name),
            ("Statutory/ Discretionary Charge", Role::Category),
            ("S/D", Role::Category),
            ("VAT Status 18/19", Role::VatLetter),
            ("VAT code", Role::VatLetter),
            ("Charge excl. VAT 2018/19", Role::Net),
            ("2018/19 ex VAT", Role::Net),
            ("Net £", Role::Net),
            ("Fee (+VAT)", Role::Net),
            ("VAT Amount 2018-19", Role::Vat),
            ("VAT", Role::Vat),
            ("Charge incl. VAT 2018/2019", Role::Gross),
            ("2018/19 inc VAT", Role::Gross),
            ("Gross", Role::Gross),
            ("Proposed charge 2019/20", Role::Charge),
            ("2019/20", Role::Charge),
            ("Charge £", Role::Charge),
            ("Charge code", Role::Note),
            ("Increase incl. VAT 2018/19", Role::Note),
            ("% change", Role::Note),
            ("Unit", Role::Note),
            ("Comments", Role::Note),
            ("Charge id", Role::Ours),
            ("Printed in 2018/19", Role::Ours),
        ] {
            assert_eq!(read(text).unwrap().role, role, "{text}");
        }
        assert_eq!(read(" — "), None);
    }

    #[test]
    fn years_are_found_in_words() {
        assert_eq!(year_in("vat 17/19"), None);
        for mark in BETWEEN_YEARS {
            let year = year_in(&format!("fees 2017{mark}18"));
            assert_eq!(year.as_deref(), Some("2017/18"), "{mark}");
        }
        assert_eq!(year_in("99/00 fees").as_deref(), Some("2099/00"));
        assert_eq!(
            year_in("Charges from 1 April 2019").as_deref(),
            Some("2019/20")
        );
        assert_eq!(year_before("2019/20").as_deref(), Some("2018/19"));
        assert_eq!(read("Proposed fee").unwrap().relative, Some(Relative::Next));
    }
}
