//! What a spreadsheet's number format says of a number (ECMA-376, part 1,
//! §18.8.30 and §18.8.31): which of its sections shows it, and what that shows.

mod sections;

use rust_decimal::Decimal;

use self::sections::{Condition, Parts};
use super::model::{CellKind, NumberFormat, Shown};

/// A number format, section by section.
#[derive(Clone, Debug)]
pub(super) struct FormatCode(Vec<Section>);

/// What a section of a format makes of its numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Section {
    condition: Option<Condition>,
    /// What the numbers are.
    pub(super) kind: CellKind,
    /// What they are where nothing but a zero is to be shown.
    of_zero: Option<CellKind>,
    /// Words that are shown with the number or in its place.
    pub(super) words: String,
}

impl Default for FormatCode {
    /// `General`.
    fn default() -> FormatCode {
        FormatCode::read("General")
    }
}

impl FormatCode {
    /// A built-in format by its number; in a British spreadsheet the currency
    /// formats show pounds.
    pub(super) fn built_in(id: u32) -> FormatCode {
        FormatCode::read(match id {
            1 | 3 | 5 | 6 | 37 | 38 => "#,##0",
            2 | 4 | 7 | 8 | 39 | 40 => "#,##0.00",
            41 | 42 => "#,##0;-#,##0;\"-\"",
            43 | 44 => "#,##0.00;-#,##0.00;\"-\"??",
            9 | 10 => "0%",
            12 | 13 => "# ?/?",
            14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58 => "d/m/yyyy",
            18..=21 | 32..=35 | 45..=47 | 55 | 56 => "h:mm",
            _ => "General",
        })
    }

    /// Reads a format's code.
    pub(super) fn read(code: &str) -> FormatCode {
        let each = sections::split(code).into_iter();
        let is_blank = code.is_empty();
        FormatCode(each.map(|it| Section::read(it, is_blank)).collect())
    }

    /// The section that shows a number: the first whose condition it meets, or
    /// by its sign.
    pub(super) fn of(&self, number: Decimal) -> Section {
        let sections = &self.0;
        let meets = |it: &&Section| it.condition.is_none_or(|it| it.is_met_by(number));
        let found = if sections.iter().any(|it| it.condition.is_some()) {
            sections.iter().find(meets).or(sections.last())
        } else {
            let at = match sections.len() {
                2 => usize::from(number.is_sign_negative() && !number.is_zero()),
                3.. if number.is_zero() => 2,
                3.. => usize::from(number.is_sign_negative()),
                _ => 0,
            };
            sections.get(at)
        };
        let mut section = found.cloned().unwrap_or_default();
        if let (true, Some(kind)) = (number.is_zero(), section.of_zero) {
            section.kind = kind;
        }
        section
    }
}

impl Section {
    fn read(code: &str, is_general: bool) -> Section {
        let parts = Parts::read(code);
        let number = |shown| {
            CellKind::Number(NumberFormat {
                places: parts.places(),
                unit: parts.unit(),
                shown,
            })
        };
        let kind = if is_general {
            number(Shown::Number)
        } else if parts.is_percent {
            CellKind::Percent
        } else if parts.has_day {
            CellKind::Date
        } else if parts.has_time {
            CellKind::Time
        } else if parts.has_month {
            CellKind::Date
        } else {
            number(parts.shown(false))
        };
        let is_number = matches!(kind, CellKind::Number(_)) && !is_general;
        Section {
            condition: parts.condition,
            kind,
            of_zero: is_number.then(|| number(parts.shown(true))),
            words: parts.words().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::NumberUnit;

    fn number(code: &str) -> NumberFormat {
        of(code, 20)
    }

    fn of(code: &str, number: i64) -> NumberFormat {
        match FormatCode::read(code).of(Decimal::from(number)).kind {
            CellKind::Number(format) => format,
            other => panic!("{code}: {other:?}"),
        }
    }

    #[test]
    fn codes_say_what_a_number_is() {
        for (code, places, unit) in [
            ("General", None, NumberUnit::Plain),
            ("0", Some(0), NumberUnit::Plain),
            ("#,##0.00", Some(2), NumberUnit::Plain),
            (
                "\"£\"#,##0.00;[Red]-\"£\"#,##0.00",
                Some(2),
                NumberUnit::Pounds,
            ),
            (
                "_-£* #,##0.00_-;-£* #,##0.00_-;_-£* \"-\"??_-",
                Some(2),
                NumberUnit::Pounds,
            ),
            ("[$£-809]#,##0", Some(0), NumberUnit::Pounds),
            ("#,##0.00\\ [$€-407]", Some(2), NumberUnit::Euros),
            ("[$$-409]#,##0.00", Some(2), NumberUnit::Dollars),
            ("0\"p\"", Some(0), NumberUnit::Pence),
            ("0 \"pence\"", Some(0), NumberUnit::Pence),
            ("0.00\" per day\"", Some(2), NumberUnit::Plain),
        ] {
            let format = number(code);
            assert_eq!((format.places, format.unit), (places, unit), "{code}");
            assert_eq!(format.shown, Shown::Number, "{code}");
        }
    }

    #[test]
    fn format_may_show_something_else_than_the_number() {
        for (code, value, shown) in [
            ("#,##0,", 20, Shown::Thousands),
            ("0.0,,\" m\"", 20, Shown::Thousands),
            (";;;", 20, Shown::Nothing),
            ("0.00;;", 0, Shown::Nothing),
            ("#,###", 0, Shown::Nothing),
            ("0.00;-0.00;\"free\"", 0, Shown::Words),
            ("0.00;-0.00;\"free\"", 20, Shown::Number),
            (
                "_-£* #,##0.00_-;-£* #,##0.00_-;_-£* \"-\"??_-;_-@_-",
                0,
                Shown::Dash,
            ),
            ("[=0]\"-\";£0.00", 0, Shown::Dash),
            ("[=0]\"-\";£0.00", 20, Shown::Number),
            ("\"POA\"", 20, Shown::Words),
            ("0\" days\"", 20, Shown::Words),
            ("0.00\"%\"", 20, Shown::Words),
            ("£0.00\" + VAT\"", 20, Shown::Words),
            ("\"Band \"0", 20, Shown::Words),
            ("£0.00\" each\"", 20, Shown::Number),
            ("0", 0, Shown::Number),
        ] {
            assert_eq!(of(code, value).shown, shown, "{code} of {value}");
        }
        let small = FormatCode::read("[<1]0\"p\";£0.00");
        let kind = small.of(Decimal::new(5, 1)).kind;
        assert!(matches!(kind, CellKind::Number(it) if it.unit == NumberUnit::Pence));
        let unit = |code| number(code).unit;
        assert_eq!(unit("[<1]0\"p\";£0.00"), NumberUnit::Pounds);
        assert_eq!(unit("[$SEK] 0"), NumberUnit::OtherCurrency);
        assert_eq!(unit("[$₺-41F]0.00"), NumberUnit::OtherCurrency);
    }

    #[test]
    fn days_times_and_percentages_are_not_numbers() {
        for (code, kind) in [
            ("dd/mm/yyyy", CellKind::Date),
            ("mmm-yy", CellKind::Date),
            ("[$-809]d mmmm yyyy;@", CellKind::Date),
            ("hh:mm", CellKind::Time),
            ("[h]:mm:ss", CellKind::Time),
            ("0.0%", CellKind::Percent),
            ("d/m/yy h:mm", CellKind::Date),
        ] {
            let found = FormatCode::read(code).of(Decimal::ONE).kind;
            assert_eq!(found, kind, "{code}");
        }
        assert_eq!(
            FormatCode::built_in(14).of(Decimal::ONE).kind,
            CellKind::Date
        );
        assert_eq!(
            FormatCode::built_in(9).of(Decimal::ONE).kind,
            CellKind::Percent
        );
        assert_eq!(
            FormatCode::built_in(20).of(Decimal::ONE).kind,
            CellKind::Time
        );
    }
}
