//! Amounts and names as the council prints them in Appendix 1 and 2 of item
//! 12, 12 December 2017.

use rust_decimal::Decimal;

use almoner_engine::{
    base::money::{Money, plain_pounds},
    check::model::{Category, PriceForm, Vat},
};

/// What is printed where there is no VAT, or no charge any more.
pub const NOTHING: &str = "£ -";

/// After the heading of a figure that the paper does not print.
pub(super) const CALCULATED: &str = "(calculated)";

/// A price: `£ 6,180.00`, a range `£230-240`, a rate `£30 (variable)`; nothing
/// for a charge that has ended.
#[must_use]
pub fn price(form: PriceForm) -> String {
    match form {
        PriceForm::Fixed(money) if money.is_range() => {
            format!("£{}-{}", short(money.min()), short(money.max()))
        }
        PriceForm::Fixed(money) => amount(money),
        PriceForm::Variable(money) => {
            let ends = [money.min(), money.max()].map(short);
            let rate = if money.is_range() {
                ends.join("-")
            } else {
                short(money.min())
            };
            format!("£{rate} (variable)")
        }
        PriceForm::Ended | PriceForm::Unpriced => String::new(),
    }
}

/// An exact amount, `£ 17.00`.
#[must_use]
pub fn amount(money: Money) -> String {
    let shown = money.to_string();
    match shown.strip_prefix('£') {
        Some(digits) => format!("£ {digits}"),
        None => shown,
    }
}

/// Whole pounds without pence, `230`.
fn short(pounds: Decimal) -> String {
    let shown = Money::exact(pounds).to_string().replace('£', "");
    match shown.strip_suffix(".00") {
        Some(whole) => whole.to_owned(),
        None => shown,
    }
}

/// A price in words of our own, `£30.00, variable`.
#[must_use]
pub fn price_words(form: PriceForm) -> String {
    match form {
        PriceForm::Fixed(money) => money.to_string(),
        PriceForm::Variable(money) => format!("{money}, variable"),
        PriceForm::Ended => "ended".to_owned(),
        PriceForm::Unpriced => "no amount".to_owned(),
    }
}

/// A price as a tariff file has it: `25.00`, `230.00..=240.00`,
/// `Variable(30.00)`, `Ended`.
#[must_use]
pub fn filed(form: PriceForm) -> String {
    let digits = |money: Money| {
        if money.is_range() {
            format!(
                "{}..={}",
                plain_pounds(money.min()),
                plain_pounds(money.max())
            )
        } else {
            plain_pounds(money.min())
        }
    };
    match form {
        PriceForm::Fixed(money) => digits(money),
        PriceForm::Variable(money) => format!("Variable({})", digits(money)),
        PriceForm::Ended => "Ended".to_owned(),
        PriceForm::Unpriced => "Ended".to_owned(),
    }
}

/// The letter printed for who sets a charge.
#[must_use]
pub fn category(category: Category) -> &'static str {
    match category {
        Category::Discretionary => "D",
        Category::Statutory => "S",
        Category::Regulatory => "R",
    }
}

/// Who sets a charge, in a word.
#[must_use]
pub fn category_word(category: Category) -> &'static str {
    match category {
        Category::Discretionary => "discretionary",
        Category::Statutory => "statutory",
        Category::Regulatory => "regulatory",
    }
}

/// What a VAT letter means, in words.
#[must_use]
pub fn vat_words(vat: Vat) -> &'static str {
    match vat {
        Vat::Exempt => "exempt",
        Vat::OutsideScope => "outside the scope",
        Vat::ZeroRated => "zero-rated",
        Vat::Reduced => "reduced rate",
        Vat::Standard => "standard rate",
        Vat::NotExplained => "not explained in the paper",
    }
}

/// A year as a column heading shortens it: `18/19` for `2018/19`.
#[must_use]
pub fn short_year(year: &str) -> &str {
    match year.split_once('/') {
        Some((first, _)) if first.len() == 4 => year.get(2..).unwrap_or(year),
        _ => year,
    }
}

/// How many bytes several names begin with in common, cut after a ` - `, so
/// that rows under their service's heading need not repeat it.
pub fn shared_opening<'n>(names: impl IntoIterator<Item = &'n str>) -> usize {
    let mut names = names.into_iter();
    let Some(first) = names.next() else { return 0 };
    let mut opening = first;
    let mut others = 0;
    for name in names {
        others += 1;
        let same = opening
            .char_indices()
            .zip(name.chars())
            .find(|((_, a), b)| a != b)
            .map_or(opening.len().min(name.len()), |((at, _), _)| at);
        opening = opening.get(..same).unwrap_or("");
    }
    if others == 0 {
        return first.rfind(" - ").map_or(0, |at| at + 3);
    }
    opening.rfind(" - ").map_or(0, |at| at + 3)
}

/// What is left of a name under the heading of its service: without the opening
/// that all of the service share, and without the service's own title.
#[must_use]
pub fn under_heading<'n>(name: &'n str, opening: usize, title: &str) -> &'n str {
    let rest = name.get(opening..).unwrap_or(name);
    let rest = rest.trim_start_matches(['-', ' ']);
    let is_title = rest
        .get(..title.len())
        .is_some_and(|it| it.eq_ignore_ascii_case(title));
    let after = if is_title {
        rest.get(title.len()..)
    } else {
        None
    };
    match after.map(|it| it.trim_start_matches(['-', ':', ' '])) {
        Some(after) if !after.is_empty() => after,
        _ => rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed(text: &str) -> PriceForm {
        PriceForm::Fixed(Money::parse(text).unwrap())
    }

    #[test]
    fn amounts_are_printed_as_the_council_does() {
        assert_eq!(price(fixed("6180")), "£ 6,180.00");
        assert_eq!(price(fixed("230..=240")), "£230-240");
        assert_eq!(price(fixed("10.50..=21")), "£10.50-21");
        let rate = PriceForm::Variable(Money::parse("30").unwrap());
        assert_eq!(price(rate), "£30 (variable)");
        assert_eq!(filed(rate), "Variable(30.00)");
        assert_eq!(filed(fixed("230..=240")), "230.00..=240.00");
        assert_eq!(price(PriceForm::Ended), "");
        assert_eq!(short_year("2018/19"), "18/19");
    }

    #[test]
    fn names_under_a_heading_leave_its_words_out() {
        let name = "Learning - Nursery Places -non-core hours";
        assert_eq!(under_heading(name, 11, "Nursery places"), "non-core hours");
        assert_eq!(
            under_heading(name, 11, "Music"),
            "Nursery Places -non-core hours"
        );
        assert_eq!(under_heading("Hall", 0, "Hall"), "Hall");
    }

    #[test]
    fn shared_prefix_of_names_ends_between_words() {
        let names = [
            "A - Grange - Day",
            "A - Grange - Dusk",
            "A - Grange Centre - Night",
        ];
        assert_eq!(shared_opening(names), 4);
        assert_eq!(shared_opening(["A - Grange - Day"]), 13);
        assert_eq!(shared_opening(["Day", "Night"]), 0);
        assert_eq!(shared_opening([]), 0);
    }
}
