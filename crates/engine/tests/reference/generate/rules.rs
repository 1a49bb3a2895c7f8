//! Random rule files: a fixed set of facts, tables and prices, and random
//! values, lines, reductions, criteria and what follows.

use std::fmt::Write;

use super::{
    Choices,
    constructs::Period,
    files::{FILES, TABLES},
    formulas::{Name, Names, TYPES, Ty, Writer},
};

/// Facts of the case with their types; `facts.rs` gives them values.
pub(crate) const FACTS: [(&str, Ty); 15] = [
    ("y1", Ty::YesNo),
    ("y2", Ty::YesNo),
    ("w1", Ty::Whole),
    ("w2", Ty::Whole),
    ("w3", Ty::Whole),
    ("w4", Ty::Whole),
    ("n1", Ty::Number),
    ("m1", Ty::Money),
    ("m2", Ty::Money),
    ("p1", Ty::Percent),
    ("d1", Ty::Day),
    ("d2", Ty::Day),
    ("d3", Ty::Day),
    ("t1", Ty::Time),
    ("t2", Ty::Time),
];

/// Facts of a record of `kids`.
pub(crate) const FIELDS: [(&str, Ty); 4] = [
    ("k", Ty::Whole),
    ("f", Ty::YesNo),
    ("b", Ty::Day),
    ("s", Ty::Money),
];

/// The files of a book with the rule set `one`, whose first version is the last file.
pub(crate) fn files(choices: &mut Choices<'_>, is_pricing: bool) -> Vec<(String, String)> {
    let name = |(id, ty): &(&str, Ty)| Name {
        id: (*id).to_owned(),
        ty: *ty,
    };
    let names = Names {
        case: FACTS.iter().map(name).collect(),
        record: FIELDS.iter().map(name).collect(),
        ..Names::default()
    };
    let mut rules = Rules {
        choices,
        names,
        text: String::new(),
        period: Period::None,
        first_value: None,
        has_plain_prices: false,
    };
    let has_later = rules.choices.one_in(3);
    rules.has_plain_prices = rules.choices.one_in(5);
    rules.head(is_pricing, has_later);
    rules.facts();
    rules.text.push_str(TABLES);
    rules.uses();
    rules.values();
    if is_pricing {
        rules.lines();
        rules.totals();
        rules.limits();
    } else {
        rules.criteria();
        rules.follows();
        rules.schedules();
        rules.priority();
    }
    rules.text.push_str(")\n");
    let owned = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
    let mut files: Vec<_> = FILES.iter().map(owned).collect();
    if has_later {
        let later = rules.later_version(is_pricing);
        files.push(("rules/one/2019-03-01.ron".to_owned(), later));
    }
    files.push(("rules/one/2018-04-01.ron".to_owned(), rules.text));
    files
}

pub(super) struct Rules<'w, 'c> {
    pub(super) choices: &'w mut Choices<'c>,
    pub(super) names: Names,
    pub(super) text: String,
    pub(super) period: Period,
    /// The type of `v0`, and whether it is one for each record.
    pub(super) first_value: Option<(Ty, bool)>,
    /// Whether every price is that of a charge alone.
    pub(super) has_plain_prices: bool,
}

fn type_name(ty: Ty) -> &'static str {
    match ty {
        Ty::YesNo => "YesNo",
        Ty::Whole => "Whole",
        Ty::Number => "Number",
        Ty::Money => "Money",
        Ty::Percent => "Percentage",
        Ty::Day => "Date",
        Ty::Time => "Time",
        Ty::Days | Ty::Months => "none",
    }
}

impl Rules<'_, '_> {
    pub(super) fn formula(&mut self, ty: Ty, depth: usize) -> String {
        let mut writer = Writer {
            choices: &mut *self.choices,
            names: &self.names,
            is_inside: false,
        };
        writer.formula(ty, depth)
    }

    /// A field that may be left out.
    fn optional(&mut self, field: &str, times: usize, ty: Ty, depth: usize) -> String {
        match self.choices.one_in(times) {
            true => format!("{field}: \"{}\", ", self.formula(ty, depth)),
            false => String::new(),
        }
    }

    fn head(&mut self, is_pricing: bool, has_later: bool) {
        let kind = if is_pricing { "Pricing" } else { "Eligibility" };
        let until = if has_later {
            ""
        } else {
            " until: \"2019-12-31\","
        };
        let mut head = format!(
            "{kind}(\n    id: \"one\", title: \"One\", in_force: \"2018-04-01\",{until}\n    \
             decided: Adopted(on: \"2018-01-01\", by: \"C\"), source: \"Paper\",\n"
        );
        if is_pricing {
            let mode = self.choices.of(&["half_up", "half_even", "up", "down"]);
            let unit = self.choices.of(&["£0.01", "£0.50", "£0.05"]);
            let _ = writeln!(head, "    rounding: (mode: \"{mode}\", to: \"{unit}\"),");
        }
        self.text.push_str(&head);
        self.period(is_pricing);
    }

    fn facts(&mut self) {
        self.text.push_str("    facts: [\n");
        for (id, ty) in FACTS {
            let within = match id {
                "w3" | "w4" => "within: \"0..6\", ",
                "d3" => "within: \"2018-02-01..2018-10-01\", ",
                _ => "",
            };
            let assume = match (self.choices.one_in(6), ty) {
                (true, Ty::YesNo) => "assume: \"no\"",
                (true, Ty::Whole) => "assume: \"2\"",
                (true, Ty::Money) => "assume: \"£2.50\"",
                (true, Ty::Day) if id != "d3" => "assume: \"on\"",
                _ => "",
            };
            let _ = writeln!(
                self.text,
                "        (id: \"{id}\", is: {}, {within}{assume}),",
                type_name(ty)
            );
        }
        self.text.push_str("        (id: \"c1\", is: OneOf([\"red\", \"green\", \"blue\"])),\n        (id: \"x1\", is: Text),\n");
        self.text.push_str("        (id: \"a1\", is: AnyOf([\"monday\", \"tuesday\", \"wednesday\", \"thursday\", \"friday\", \"saturday\", \"sunday\"])),\n");
        self.text
            .push_str("        (id: \"r1\", is: MoneyPer(Week), within: \"£0..\"),\n");
        if self.period == Period::OfFacts {
            self.text.push_str("        (id: \"e1\", is: Date),\n        (id: \"e2\", is: Date, not_before: \"e1\"),\n");
        }
        let complete = self.choices.of(&["", "complete: \"All?\", "]);
        let fields = FIELDS.map(|(id, ty)| format!("(id: \"{id}\", is: {})", type_name(ty)));
        let _ = writeln!(
            self.text,
            "        (id: \"kids\", {complete}is: List([{}])),\n    ],",
            fields.join(", ")
        );
    }

    fn values(&mut self) {
        self.text.push_str("    values: [\n        (id: \"weeks_in_month\", is: \"52 / 12\", cite: \"1\", converts: (from: Week, to: Month)),\n");
        if self.period == Period::OfValues {
            self.text.push_str("        (id: \"first\", is: \"date(year(on), month(on), 1)\"),\n        (id: \"last\", is: \"first + 2 months - 1 day\"),\n");
        }
        for number in 0..self.choices.number(5) {
            let is_of_record = self.choices.one_in(3);
            let ty = self.choices.of(&TYPES);
            self.names.is_of_record = is_of_record;
            let (is, when) = (self.formula(ty, 3), self.optional("when", 3, Ty::YesNo, 2));
            let each = if is_of_record { "each: \"kids\", " } else { "" };
            let on = match !is_of_record && self.choices.one_in(10) {
                true => format!("on: \"{}\", ", self.choices.of(&["d1", "d2", "d3"])),
                false => String::new(),
            };
            let id = format!("v{number}");
            let _ = writeln!(
                self.text,
                "        (id: \"{id}\", {each}{on}{when}is: \"{is}\"),"
            );
            if number == 0 && on.is_empty() {
                self.first_value = Some((ty, is_of_record));
            }
            let names = if is_of_record {
                &mut self.names.record
            } else {
                &mut self.names.case
            };
            names.push(Name { id, ty });
        }
        if self.choices.one_in(3) {
            let by = self.choices.of(&[
                "k highest",
                "b latest",
                "b earliest",
                "k lowest",
                "s highest",
            ]);
            let ties = self.choices.of(&["in order", "shared"]);
            let filter = self.choices.of(&["", " where f", " where k >= 2"]);
            let _ = writeln!(
                self.text,
                "        (id: \"place\", each: \"kids\", is: \"rank(kids by {by} first{filter}, ties {ties})\"),"
            );
            self.names.record.push(Name {
                id: "place".to_owned(),
                ty: Ty::Whole,
            });
        }
        self.names.is_of_record = false;
        self.text.push_str("    ],\n");
    }

    fn lines(&mut self) {
        self.text.push_str("    lines: [\n");
        for number in 0..=self.choices.number(2) {
            self.line(number);
        }
        self.text.push_str("    ],\n");
    }

    pub(super) fn line(&mut self, number: i64) {
        self.names.is_of_record = self.choices.one_in(3);
        let for_each = if self.names.is_of_record {
            "for_each: \"kids\", "
        } else {
            ""
        };
        let when = self.optional("when", 2, Ty::YesNo, 2);
        let refer = self.choices.of(&["", "", "", "refer: \"R\", "]);
        let price = self.price();
        let reductions = match self.has_plain_prices {
            true => String::new(),
            false => self.reductions(),
        };
        let _ = writeln!(
            self.text,
            "        (id: \"l{number}\", says: \"L\", cite: \"1\", {for_each}{when}{refer}{price}{reductions}),"
        );
        self.names.is_of_record = false;
    }

    /// For each record or for all, and of all lines or of the first.
    fn reach(&mut self, lines: &str) -> String {
        self.names.is_of_record = self.choices.one_in(3);
        let for_each = match self.names.is_of_record {
            true => "for_each: \"kids\", ",
            false => "",
        };
        let lines = match self.choices.one_in(3) {
            true => format!("{lines}: [\"l0\"], "),
            false => String::new(),
        };
        format!("{for_each}{lines}")
    }

    fn totals(&mut self) {
        self.text.push_str("    totals: [\n");
        for number in 0..self.choices.number(2) {
            let reach = self.reach("of");
            let when = self.optional("when", 3, Ty::YesNo, 2);
            let otherwise = match !when.is_empty() && self.choices.one_in(2) {
                true => "otherwise: \"O\", ",
                false => "",
            };
            let times = self.formula(Ty::Whole, 2);
            let _ = writeln!(
                self.text,
                "        (id: \"t{number}\", says: \"T\", {reach}{when}{otherwise}times: \"{times}\"),"
            );
        }
        self.names.is_of_record = false;
        self.text.push_str("    ],\n");
    }

    fn limits(&mut self) {
        self.text.push_str("    limits: [\n");
        for number in 0..self.choices.number(2) {
            let reach = self.reach("lines");
            let when = match self.period.ends() {
                Some((from, _)) if self.choices.one_in(4) => {
                    format!("when: \"day({from}) = 1\", ")
                }
                _ => self.optional("when", 3, Ty::YesNo, 2),
            };
            let over = match self.period {
                Period::None => "",
                _ => self.choices.of(&[
                    "",
                    "over: \"month\", ",
                    "if_same: true, ",
                    "over: \"month\", if_same: true, ",
                ]),
            };
            let mut amounts = String::new();
            for kind in ["nothing_below", "at_least", "at_most"] {
                if self.choices.one_in(2) || (amounts.is_empty() && kind == "at_most") {
                    let amount = format!("max(£0.00, {})", self.formula(Ty::Money, 1));
                    let _ = write!(amounts, "{kind}: \"{amount}\", ");
                }
            }
            let rounding = match self.choices.one_in(5) {
                true => "rounding: (mode: \"down\", to: \"£0.20\"), ",
                false => "",
            };
            let _ = writeln!(
                self.text,
                "        (id: \"m{number}\", says: \"M\", cite: \"1\", {over}{reach}{when}{amounts}{rounding}),"
            );
        }
        self.names.is_of_record = false;
        self.text.push_str("    ],\n");
    }

    /// Never below £0.00, of which the documents say nothing.
    fn each(&mut self) -> String {
        self.names.has_charge = true;
        let each = format!("max(£0.00, {})", self.formula(Ty::Money, 3));
        self.names.has_charge = false;
        let quantity = self.quantity();
        format!("charge: \"x.one\", each: \"{each}\", {quantity}")
    }

    fn quantity(&mut self) -> String {
        match self.period.ends() {
            Some((from, to)) if self.choices.one_in(3) => {
                return format!("quantity: \"count_days({to} - {from}) + 1\", ");
            }
            _ => {}
        }
        match self.choices.one_in(2) {
            true => format!("quantity: \"max(0, {})\", ", self.formula(Ty::Whole, 2)),
            false => String::new(),
        }
    }

    fn price(&mut self) -> String {
        if self.has_plain_prices {
            let charges = ["x.rate", "x.one", "x.low", "x.mid", "x.free", "x.odd"];
            let charge = self.choices.of(&charges);
            return format!("charge: \"{charge}\", {}", self.quantity());
        }
        match self.choices.below(7) {
            0 => "charge: \"x.rate\", ".to_owned(),
            2 => format!("each: \"r1\", {}", self.quantity()),
            3 => {
                let point = self.choices.of(&["a", "b"]);
                let readings = (0..2).map(|number| {
                    let each = self.each();
                    format!(
                        "(id: \"{point}{number}\", reading: \"{point}{number} is meant\", {each})"
                    )
                });
                let readings: Vec<String> = readings.collect();
                format!("alternatives: [{}], ", readings.join(", "))
            }
            1 => {
                let mut ways = Vec::new();
                for number in 0..2 {
                    let (when, each) = (self.optional("when", 2, Ty::YesNo, 1), self.each());
                    ways.push(format!("(id: \"o{number}\", says: \"O\", {when}{each})"));
                }
                format!("cheapest_of: [{}], ", ways.join(", "))
            }
            _ => self.each(),
        }
    }

    fn reductions(&mut self) -> String {
        let apply = self.choices.of(&["to_gross", "one_after_other", "best"]);
        let mut entries = Vec::new();
        for number in 0..self.choices.number(3) {
            let amount = match self.choices.below(4) {
                0 => "p1".to_owned(),
                1 => self.choices.of(&["20%", "12.5%", "50%"]).to_owned(),
                2 => self.choices.of(&["m1", "£1.00", "£0.35"]).to_owned(),
                _ => format!("max(£0.00, lowest({}))", self.formula(Ty::Money, 1)),
            };
            let field = if apply != "best" && self.choices.one_in(4) {
                "adds"
            } else {
                "take"
            };
            let when = self.formula(Ty::YesNo, 1);
            let least = if self.choices.one_in(4) {
                "at_least: \"£1.15\", "
            } else {
                ""
            };
            let most = if self.choices.one_in(4) {
                "at_most: \"max(£2.00, m2)\", "
            } else {
                ""
            };
            let rounding = match self.choices.one_in(5) {
                true => "rounding: (mode: \"down\", to: \"£0.20\"), ",
                false => "",
            };
            entries.push(format!(
                "(id: \"r{number}\", says: \"R\", cite: \"1\", when: \"{when}\", {field}: \"{amount}\", {least}{most}{rounding})"
            ));
        }
        match entries.is_empty() {
            true => String::new(),
            false => format!(
                "reductions_apply: \"{apply}\", reductions: [{}], ",
                entries.join(", ")
            ),
        }
    }

    fn criteria(&mut self) {
        self.text.push_str("    criteria: [\n");
        for number in 0..=self.choices.number(2) {
            self.criterion(number);
        }
        self.text.push_str("    ],\n");
    }

    pub(super) fn criterion(&mut self, number: i64) {
        let holds = self.formula(Ty::YesNo, 4);
        let when = self.optional("when", 3, Ty::YesNo, 2);
        let refer = self.choices.of(&["", "", "refer: \"R\", "]);
        let on = match self.choices.one_in(8) {
            true => format!("on: \"{}\", ", self.choices.of(&["d1", "d2", "d3"])),
            false => String::new(),
        };
        let _ = writeln!(
            self.text,
            "        (id: \"q{number}\", says: \"Q\", cite: \"1\", {on}{when}{refer}holds: \"{holds}\"),"
        );
    }

    fn follows(&mut self) {
        self.text.push_str("    follows: [\n");
        for number in 0..self.choices.number(5) {
            let ty = self.choices.of(&TYPES);
            let is = self.formula(ty, 4);
            let when = self.optional("when", 4, Ty::YesNo, 1);
            let _ = writeln!(
                self.text,
                "        (id: \"z{number}\", says: \"Z\", {when}is: \"{is}\"),"
            );
        }
        self.sums();
        self.text.push_str("    ],\n");
    }
}
