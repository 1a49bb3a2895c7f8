//! Random formulas of a type.

use super::Choices;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ty {
    YesNo,
    Whole,
    Number,
    Money,
    Percent,
    Day,
    Time,
    Days,
    Months,
}

/// All types; those after the first have an order.
pub(crate) const TYPES: [Ty; 9] = [
    Ty::YesNo,
    Ty::Whole,
    Ty::Number,
    Ty::Money,
    Ty::Percent,
    Ty::Day,
    Ty::Time,
    Ty::Days,
    Ty::Months,
];

const ORDERED: &[Ty] = TYPES.split_at(1).1;

const MODES: [&str; 4] = ["half_up", "half_even", "up", "down"];

/// A name that formulas can read, and its type.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    pub(crate) id: String,
    pub(crate) ty: Ty,
}

/// What a formula can read where it stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    pub(crate) case: Vec<Name>,
    /// Of a record of `kids`.
    pub(crate) record: Vec<Name>,
    /// Whether the entry is for each record of `kids`.
    pub(crate) is_of_record: bool,
    /// Whether the formula is the line's price, in which `charge` has a meaning.
    pub(crate) has_charge: bool,
}

impl Names {
    fn of(&self, ty: Ty) -> Vec<String> {
        let record = self.record.iter().filter(|_| self.is_of_record);
        let all = self.case.iter().chain(record);
        all.filter(|name| name.ty == ty)
            .map(|name| name.id.clone())
            .collect()
    }
}

pub(crate) struct Writer<'w, 'c> {
    pub(crate) choices: &'w mut Choices<'c>,
    pub(crate) names: &'w Names,
    /// Whether the formula stands in an aggregate, where no other can.
    pub(crate) is_inside: bool,
}

impl Writer<'_, '_> {
    pub(crate) fn formula(&mut self, ty: Ty, depth: usize) -> String {
        if depth == 0 || self.choices.one_in(4) {
            return self.leaf(ty);
        }
        if self.choices.one_in(9) {
            let (test, then) = (
                self.formula(Ty::YesNo, depth - 1),
                self.formula(ty, depth - 1),
            );
            return format!(
                "(if {test} then {then} else {})",
                self.formula(ty, depth - 1)
            );
        }
        if ty != Ty::YesNo && self.choices.one_in(9) {
            let name = self.choices.of(&["min", "max"]);
            return format!("{name}{}", self.pair(ty, ty, ", ", depth));
        }
        match ty {
            Ty::YesNo => self.yes_no(depth),
            Ty::Whole => self.whole(depth),
            Ty::Number => self.number(depth),
            Ty::Money => self.money(depth),
            Ty::Percent => self.percent(depth),
            Ty::Day => self.day(depth),
            Ty::Time => self.leaf(ty),
            Ty::Days => self.span(ty, depth),
            Ty::Months => self.span(ty, depth),
        }
    }

    fn leaf(&mut self, ty: Ty) -> String {
        let names = self.names.of(ty);
        if !names.is_empty() && !self.choices.one_in(3) {
            return self.choices.of(&names);
        }
        let number = self.choices.number(12);
        match ty {
            Ty::YesNo => self.choices.of(&["yes", "no"]).to_owned(),
            Ty::Whole => number.to_string(),
            Ty::Number => format!("{number}.{}", self.choices.of(&["5", "25", "1"])),
            Ty::Money if self.names.has_charge && self.choices.one_in(3) => "charge".to_owned(),
            Ty::Money => self.choices.of(&[
                format!("£{number}.50"),
                format!("£{number}.05"),
                "charge x.low".to_owned(),
                "charge x.mid".to_owned(),
                "charge x.one".to_owned(),
                "charge x.rate".to_owned(),
            ]),
            Ty::Percent => format!("{}%", self.choices.of(&["10", "50", "12.5", "100", "33"])),
            Ty::Day if self.choices.one_in(2) => "on".to_owned(),
            Ty::Day => format!(
                "20{:02}-{:02}-{}",
                12 + number,
                1 + number % 12,
                self.choices.of(&["28", "01", "15"])
            ),
            Ty::Time => format!("{:02}:{}", number + 8, self.choices.of(&["00", "30", "59"])),
            Ty::Days => format!("{number} {}", self.choices.of(&["days", "weeks"])),
            Ty::Months => format!("{number} {}", self.choices.of(&["months", "years"])),
        }
    }

    /// Two formulas in brackets, never the same one twice.
    fn pair(&mut self, left: Ty, right: Ty, between: &str, depth: usize) -> String {
        let first = self.formula(left, depth - 1);
        let mut second = self.formula(right, depth - 1);
        if first == second {
            second = match right {
                Ty::YesNo => "(not y1)",
                Ty::Whole => "7",
                Ty::Number => "7.75",
                Ty::Money => "£7.75",
                Ty::Percent => "75%",
                Ty::Day => "2018-07-07",
                Ty::Time => "07:07",
                Ty::Days => "17 days",
                Ty::Months => "17 months",
            }
            .to_owned();
        }
        format!("({first}{between}{second})")
    }

    fn yes_no(&mut self, depth: usize) -> String {
        let inner = depth - 1;
        match self.choices.below(15) {
            0..4 => {
                let ty = self.choices.of(ORDERED);
                let sign = self
                    .choices
                    .of(&[" < ", " <= ", " > ", " >= ", " = ", " != "]);
                self.pair(ty, ty, sign, depth)
            }
            4 => format!("(not {})", self.formula(Ty::YesNo, inner)),
            5 | 6 => {
                let word = self.choices.of(&[" and ", " or "]);
                self.pair(Ty::YesNo, Ty::YesNo, word, depth)
            }
            7 => {
                let low = self.choices.number(6);
                let limits = self.choices.of(&[
                    format!("{low}..{}", low + 5),
                    format!("{low}.."),
                    format!("..{low}"),
                    format!("[{low}, {}]", low + 2),
                ]);
                let not = self.choices.of(&["", "not "]);
                format!("({} {not}in {limits})", self.formula(Ty::Whole, inner))
            }
            8 => self
                .choices
                .of(&[
                    "(c1 = red)",
                    "(c1 != green)",
                    "(c1 in [red, blue])",
                    "(c1 not in [blue])",
                ])
                .to_owned(),
            9 => self
                .choices
                .of(&["(a1 includes monday)", "(a1 includes [tuesday, sunday])"])
                .to_owned(),
            10 => {
                let fact = self.choices.of(&["w1", "w2", "n1", "m1", "d1", "t1"]);
                let not = self.choices.of(&["", "not "]);
                format!("({fact} is {not}known)")
            }
            11 => {
                let not = self.choices.of(&["", "not "]);
                format!("({} {not}in terms)", self.formula(Ty::Day, inner))
            }
            12 => "stated(x1)".to_owned(),
            13 => self
                .choices
                .of(&[
                    "(r1 per month >= £40.00 per month)",
                    "(r1 + £2.50 per week < £9.00 per week)",
                    "(max(r1, £3.00 per week) = r1 * 2)",
                    "(r1 / £4.00 per week > 3)",
                ])
                .to_owned(),
            _ => {
                let word = self.choices.of(&["any", "every"]);
                self.over_records(word, None, inner)
            }
        }
    }

    /// An aggregate over `kids`, unless the formula stands in one already.
    fn over_records(&mut self, word: &str, take: Option<Ty>, depth: usize) -> String {
        let plain = match take {
            None if word == "count" => "2",
            None => "y1",
            Some(Ty::Money) => "£2.50",
            Some(_) => "3",
        };
        if self.is_inside || self.names.is_of_record {
            return plain.to_owned();
        }
        let names = Names {
            is_of_record: true,
            has_charge: false,
            ..self.names.clone()
        };
        let mut inside = Writer {
            choices: &mut *self.choices,
            names: &names,
            is_inside: true,
        };
        let of = match take {
            None => String::new(),
            // Of no records, the sum of a field is a zero of the field's type.
            Some(Ty::Money) => "s of ".to_owned(),
            Some(ty) => format!("{} of ", inside.leaf(ty)),
        };
        let filter = match inside.choices.one_in(3) && word != "every" {
            true => String::new(),
            false => format!(" where {}", inside.formula(Ty::YesNo, depth)),
        };
        let aggregate = format!("({word} {of}kids{filter})");
        // The least of nothing is a fault.
        match (word, take) {
            ("least" | "most", Some(_)) if inside.choices.below(3) < 2 => {
                format!("(if any kids{filter} then {aggregate} else {plain})")
            }
            _ => aggregate,
        }
    }

    fn whole(&mut self, depth: usize) -> String {
        let inner = depth - 1;
        match self.choices.below(15) {
            0 | 1 => self.pair(Ty::Whole, Ty::Whole, " + ", depth),
            2 => self.pair(Ty::Whole, Ty::Whole, " - ", depth),
            3 => self.pair(Ty::Whole, Ty::Whole, " * ", depth),
            4 => format!("(-{})", self.formula(Ty::Whole, inner)),
            5 | 6 => {
                let name = self.choices.of(&["floor", "ceiling"]);
                format!("{name}({})", self.formula(Ty::Number, inner))
            }
            7 => {
                let name = self.choices.of(&["age", "weekday", "year", "month", "day"]);
                format!("{name}({})", self.formula(Ty::Day, inner))
            }
            8 => format!("age{}", self.pair(Ty::Day, Ty::Day, ", ", depth)),
            9 => format!("count_days({})", self.formula(Ty::Days, inner)),
            10 => "how_many(a1)".to_owned(),
            11 => {
                let form = self.choices.of(&[
                    "days_on(a1, d3, d3 + 20 days)",
                    "whole_weeks(a1, d3, d3 + 20 days)",
                    "days_on(a1, d3, d3 + 9 days, in terms)",
                    "days_on(a1, d3, d3 + 9 days, except terms)",
                    "days_in(terms, d3, d3 + 40 days)",
                ]);
                form.to_owned()
            }
            12 => format!(
                "minutes_between{}",
                self.pair(Ty::Time, Ty::Time, ", ", depth)
            ),
            13 => self.over_records("count", None, inner),
            _ => {
                let word = self.choices.of(&["sum", "least", "most"]);
                self.over_records(word, Some(Ty::Whole), inner)
            }
        }
    }

    fn number(&mut self, depth: usize) -> String {
        let inner = depth - 1;
        match self.choices.below(9) {
            0 => self.pair(Ty::Number, Ty::Whole, " + ", depth),
            1 => self.pair(Ty::Whole, Ty::Number, " - ", depth),
            2 => self.pair(Ty::Number, Ty::Number, " * ", depth),
            3 => self.pair(Ty::Whole, Ty::Whole, " / ", depth),
            4 => self.pair(Ty::Percent, Ty::Whole, " * ", depth),
            5 => self.pair(Ty::Percent, Ty::Percent, " / ", depth),
            6 => self.pair(Ty::Money, Ty::Money, " / ", depth),
            7 => format!(
                "hours_between{}",
                self.pair(Ty::Time, Ty::Time, ", ", depth)
            ),
            _ => {
                let (mode, unit) = (
                    self.choices.of(&MODES),
                    self.choices.of(&["1", "0.5", "10"]),
                );
                format!("round({}, {mode}, {unit})", self.formula(Ty::Number, inner))
            }
        }
    }

    fn money(&mut self, depth: usize) -> String {
        let inner = depth - 1;
        match self.choices.below(14) {
            0 => self.pair(Ty::Money, Ty::Money, " + ", depth),
            1 => self.pair(Ty::Money, Ty::Money, " - ", depth),
            2 | 3 => self.pair(Ty::Money, Ty::Number, " * ", depth),
            4 => self.pair(Ty::Money, Ty::Whole, " / ", depth),
            5 => self.pair(Ty::Money, Ty::Percent, " * ", depth),
            6 => format!("(-{})", self.formula(Ty::Money, inner)),
            7 => {
                let (mode, unit) = (
                    self.choices.of(&MODES),
                    self.choices.of(&["£0.01", "£0.50", "£5"]),
                );
                format!("round({}, {mode}, {unit})", self.formula(Ty::Money, inner))
            }
            8 => {
                let name = self.choices.of(&["lowest", "highest"]);
                format!("{name}({})", self.formula(Ty::Money, inner))
            }
            9 => format!("price({}, c1)", self.formula(Ty::Whole, inner)),
            10 => self
                .choices
                .of(&["rate(c1, on)", "rate(c1, d3)", "fees(w1, w3)"])
                .to_owned(),
            11 => "seats(w3, w4)".to_owned(),
            12 => {
                let amount = self.choices.of(&["r1", "r1 per month", "-r1", "r1 * 50%"]);
                format!("over({amount}, {})", self.formula(Ty::Whole, inner))
            }
            _ => {
                let word = self.choices.of(&["sum", "least", "most"]);
                self.over_records(word, Some(Ty::Money), inner)
            }
        }
    }

    fn percent(&mut self, depth: usize) -> String {
        let inner = depth - 1;
        match self.choices.below(5) {
            0 => self.pair(Ty::Percent, Ty::Percent, " + ", depth),
            1 => self.pair(Ty::Percent, Ty::Percent, " - ", depth),
            2 => self.pair(Ty::Percent, Ty::Percent, " * ", depth),
            3 => self.pair(Ty::Percent, Ty::Whole, " / ", depth),
            _ => format!("(-{})", self.formula(Ty::Percent, inner)),
        }
    }

    fn day(&mut self, depth: usize) -> String {
        let inner = depth - 1;
        match self.choices.below(8) {
            0 => self.pair(Ty::Day, Ty::Days, " + ", depth),
            1 => self.pair(Ty::Day, Ty::Days, " - ", depth),
            2 => self.pair(Ty::Day, Ty::Months, " + ", depth),
            3 => self.pair(Ty::Day, Ty::Months, " - ", depth),
            4 => format!(
                "birthday({}, {})",
                self.formula(Ty::Day, inner),
                self.choices.number(30)
            ),
            5 => format!(
                "date(2018, {}, {})",
                1 + self.choices.number(11),
                self.formula(Ty::Whole, inner)
            ),
            6 => format!("first_day_of(terms, {})", self.formula(Ty::Day, inner)),
            _ => format!("last_day_of(terms, {})", self.formula(Ty::Day, inner)),
        }
    }

    fn span(&mut self, ty: Ty, depth: usize) -> String {
        let inner = depth - 1;
        match self.choices.below(6) {
            0 => self.pair(ty, ty, " + ", depth),
            1 => self.pair(ty, ty, " - ", depth),
            2 => self.pair(ty, Ty::Whole, " * ", depth),
            3 => format!("(-{})", self.formula(ty, inner)),
            4 if ty == Ty::Days => self.pair(Ty::Day, Ty::Day, " - ", depth),
            _ if ty == Ty::Days => format!("days({})", self.formula(Ty::Whole, inner)),
            _ => format!("months({})", self.formula(Ty::Whole, inner)),
        }
    }
}
