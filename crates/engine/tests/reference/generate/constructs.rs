//! What a rule set has as a whole: a period, values of another rule set, a later version,
//! schedules, priority.

use std::fmt::Write;

use super::{
    formulas::{Name, Ty},
    rules::Rules,
};

/// How a rule set's period is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Period {
    None,
    /// From the fact `e1` to the fact `e2`.
    OfFacts,
    /// From the value `first` to the value `last`.
    OfValues,
}

impl Period {
    /// The names of its ends.
    pub(super) fn ends(self) -> Option<(&'static str, &'static str)> {
        match self {
            Period::None => None,
            Period::OfFacts => Some(("e1", "e2")),
            Period::OfValues => Some(("first", "last")),
        }
    }
}

impl Rules<'_, '_> {
    pub(super) fn period(&mut self, is_pricing: bool) {
        use Period::{None, OfFacts, OfValues};
        self.period = self.choices.of(&[None, None, None, OfFacts, OfValues]);
        let Some((from, to)) = self.period.ends() else {
            return;
        };
        let outcome = self.choices.of(&["every_part", "any_part"]);
        let outcome = match is_pricing {
            true => String::new(),
            false => format!(", outcome: \"{outcome}\""),
        };
        let _ = writeln!(
            self.text,
            "    period: (from: \"{from}\", to: \"{to}\"{outcome}),"
        );
    }

    /// Values that another rule set gives.
    pub(super) fn uses(&mut self) {
        if !self.choices.one_in(3) {
            return;
        }
        let on = self.choices.of(&["", "", "on: \"d3\", ", "on: \"d2\", "]);
        let _ = writeln!(
            self.text,
            "    uses: [\n        (id: \"u\", rule_set: \"two\", {on}facts: {{ \"born\": \"d1\", \"n\": \"w1\" }}, values: [\"grade\", \"bonus\", \"fits\", \"last\"]),\n        \
             (id: \"ku\", rule_set: \"two\", for_each: \"kids\", facts: {{ \"born\": \"b\", \"n\": \"k\" }}, values: [\"grade\", \"bonus\"]),\n    ],"
        );
        let name = |id: &str, ty: Ty| Name {
            id: id.to_owned(),
            ty,
        };
        self.names.case.extend([
            name("u.grade", Ty::Whole),
            name("u.bonus", Ty::Money),
            name("u.fits", Ty::YesNo),
            name("u.last", Ty::Day),
            name("u.born", Ty::Day),
        ]);
        let of_record = [name("ku.grade", Ty::Whole), name("ku.bonus", Ty::Money)];
        self.names.record.extend(of_record);
    }

    /// A version from 1 March 2019 on, in which some entries are others.
    pub(super) fn later_version(&mut self, is_pricing: bool) -> String {
        let kind = if is_pricing { "Pricing" } else { "Eligibility" };
        let mut text = format!(
            "{kind}(id: \"one\", title: \"One\", in_force: \"2019-03-01\", until: \"2019-12-31\", based_on: \"2018-04-01\",\n    \
             decided: Adopted(on: \"2019-01-01\", by: \"C\"), source: \"Paper\",\n"
        );
        if self.choices.one_in(2) {
            let other = if is_pricing { "l1" } else { "q1" };
            if self.text.contains(&format!("(id: \"{other}\"")) {
                let _ = writeln!(text, "    drops: [\"{other}\"],");
            }
        }
        if let Some(value) = self.changed_value() {
            let _ = writeln!(text, "    values: [\n{value}    ],");
        }
        let before = std::mem::take(&mut self.text);
        if is_pricing {
            self.line(0);
            self.line(7);
        } else {
            self.criterion(0);
            self.criterion(7);
        }
        let entries = std::mem::replace(&mut self.text, before);
        let list = if is_pricing { "lines" } else { "criteria" };
        let _ = writeln!(text, "    {list}: [\n{entries}    ],\n)");
        text
    }

    /// The first value with another formula of the same type.
    fn changed_value(&mut self) -> Option<String> {
        let (ty, is_of_record) = self.first_value?;
        // It must not read what reads it.
        let names = self.names.clone();
        let is_fixed = |name: &Name| !name.id.starts_with('v') && name.id != "place";
        self.names.case.retain(is_fixed);
        self.names.record.retain(is_fixed);
        self.names.is_of_record = is_of_record;
        let is = self.formula(ty, 2);
        self.names = names;
        let each = if is_of_record { "each: \"kids\", " } else { "" };
        Some(format!("        (id: \"v0\", {each}is: \"{is}\"),\n"))
    }

    pub(super) fn schedules(&mut self) {
        if !self.choices.one_in(3) {
            return;
        }
        let every = [
            "7 days", "2 weeks", "1 month", "1 year", "3 days", "5 months",
        ];
        let mut stretches = Vec::new();
        for number in 0..=self.choices.number(1) {
            let every = self.choices.of(&every);
            let from = match number == 0 || self.choices.one_in(3) {
                true => format!("from: \"{}\", ", self.formula(Ty::Day, 1)),
                false => String::new(),
            };
            let until = match self.choices.below(3) {
                0 => "d3 + 60 days".to_owned(),
                1 => "on + 3 months".to_owned(),
                _ => self.formula(Ty::Day, 1),
            };
            stretches.push(format!("(every: \"{every}\", {from}until: \"{until}\")"));
        }
        let _ = writeln!(
            self.text,
            "    schedules: [(id: \"c0\", says: \"C\", cite: \"1\", stretches: [{}])],",
            stretches.join(", ")
        );
    }

    pub(super) fn priority(&mut self) {
        if self.period != Period::None || !self.choices.one_in(2) {
            return;
        }
        self.text.push_str("    priority: [\n");
        for number in 0..=self.choices.number(2) {
            let types = [Ty::YesNo, Ty::Whole, Ty::Day, Ty::Money, Ty::Number];
            let ty = self.choices.of(&types);
            let by = self.formula(ty, 2);
            let first = match ty != Ty::YesNo && self.choices.one_in(2) {
                true => "first: Most, ",
                false => "",
            };
            let _ = writeln!(
                self.text,
                "        (id: \"p{number}\", says: \"P\", cite: \"1\", {first}by: \"{by}\"),"
            );
        }
        self.text.push_str("    ],\n");
    }

    /// Sums over the parts of a period, and what reads one.
    pub(super) fn sums(&mut self) {
        let Some((from, to)) = self.period.ends() else {
            return;
        };
        let parts = ["eligible_parts", "referred_parts", "parts"];
        let which = self.choices.of(&parts);
        let is = match self.choices.one_in(3) {
            true => self.formula(Ty::Whole, 1),
            false => format!("count_days({to} - {from}) + 1"),
        };
        let reader = self
            .choices
            .of(&["s0 * 2", "s0 / 3", "if s0 > 10 then 1 else 2"]);
        let _ = writeln!(
            self.text,
            "        (id: \"s0\", says: \"S\", is: \"{is}\", sum: \"{which}\"),\n        (id: \"once\", says: \"O\", is: \"{reader}\"),"
        );
    }
}
