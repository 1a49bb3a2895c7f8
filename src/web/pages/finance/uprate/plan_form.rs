//! The plan that a form was filled in with: percentages for all charges or those of a
//! service, and prices by hand.

use rust_decimal::Decimal;

use crate::{
    finance::{
        tariff_ref::{self, TariffRef},
        uprate,
    },
    web::pages::{form_fields::Fields, typed_facts::FieldError},
};
use almoner_engine::{
    base::{decimal, money::Money, rounding_bands::RoundingBands},
    check::model::{Charge, ChargePattern, PlanRule, PlannedPrice, Price, PriceForm},
    present::value_words,
};

/// What is typed for prices that stay.
pub(super) const KEEP: &str = "keep";

/// What is typed for a price that there is no more.
pub(super) const ENDS: &str = "ends";

/// The end of the names of fields about all charges.
pub(super) const ALL: &str = "all";

/// The most patterns that have a percentage of their own.
const MAX_PATTERNS: usize = 100;

/// The plan, and what is wrong with it. What is wrong is left out of the plan.
#[derive(Debug, Default)]
pub(super) struct TypedPlan {
    pub(super) rules: Vec<PlanRule>,
    pub(super) errors: Vec<FieldError>,
}

/// Charges that have a percentage of their own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group<'b> {
    /// What a rule is about.
    pub(super) charges: &'b str,
    /// The end of its fields' names.
    pub(super) suffix: &'b str,
    /// For people.
    pub(super) words: &'b str,
}

/// All charges, then each service's, then the patterns of a plan.
pub(super) fn groups<'b>(tariff_ref: TariffRef<'b>, fields: &'b Fields) -> Vec<Group<'b>> {
    let book = tariff_ref.book;
    let all = Group {
        charges: "*",
        suffix: ALL,
        words: "All charges",
    };
    let services = tariff_ref::services(book);
    let is_pattern = |it: &&str| {
        let pattern = ChargePattern::new(it);
        let mut charges = book.charges.iter();
        *it != ALL
            && !services.contains(it)
            && charges.any(|charge| pattern.precision(&charge.id).is_some())
    };
    let named = fields
        .iter()
        .filter_map(|(name, _)| name.strip_prefix("by."));
    let patterns = named.filter(is_pattern).take(MAX_PATTERNS);
    let patterns: Vec<Group<'b>> = patterns
        .map(|pattern| Group {
            charges: pattern,
            suffix: pattern,
            words: pattern,
        })
        .collect();
    let services = services.into_iter().filter_map(|id| {
        let mut charges = book.charges.iter();
        let words = charges.find(|it| tariff_ref::service(&it.id) == id)?;
        Some(Group {
            charges: id,
            suffix: id,
            words: &words.service,
        })
    });
    std::iter::once(all)
        .chain(services)
        .chain(patterns)
        .collect()
}

impl TypedPlan {
    pub(super) fn read(tariff_ref: TariffRef<'_>, fields: &Fields) -> TypedPlan {
        let mut plan = TypedPlan::default();
        for group in groups(tariff_ref, fields) {
            plan.group(fields, group);
        }
        for (charge, price) in tariff_ref.charges() {
            plan.by_hand(fields, charge, price);
        }
        for misfit in uprate::misfits(tariff_ref, &plan.rules) {
            let rule = plan.rules.get(misfit.rule);
            let field = rule.map(|it| format!("by.{}", it.charges.as_str()));
            plan.wrong(field.unwrap_or_default(), &misfit.says);
        }
        plan
    }

    fn wrong(&mut self, field: String, says: &str) {
        self.errors.push(FieldError {
            field,
            says: value_words::sentence(says),
        });
    }

    /// What becomes of the prices of a group.
    fn group(&mut self, fields: &Fields, group: Group<'_>) {
        let field = |name: &str| format!("{name}.{}", group.suffix);
        let typed = fields.get(&field("by")).unwrap_or_default();
        let price = if typed.eq_ignore_ascii_case(KEEP) {
            PlannedPrice::Keep
        } else if typed.eq_ignore_ascii_case(ENDS) {
            PlannedPrice::End
        } else {
            return self.raise(fields, group);
        };
        match fields.get(&field("why")) {
            Some(reason) => self.rules.push(PlanRule {
                charges: ChargePattern::new(group.charges),
                price,
                reason: reason.into(),
                place: None,
            }),
            None => {
                let says = format!("give a reason for the prices of {}", quiet(group));
                self.wrong(field("why"), &says);
            }
        }
    }

    /// A percentage, with its own rounding or that of all charges.
    fn raise(&mut self, fields: &Fields, group: Group<'_>) {
        let field = |name: &str| format!("{name}.{}", group.suffix);
        let own = fields.get(&field("round"));
        let steps = own
            .or_else(|| fields.get("round.all"))
            .map(RoundingBands::parse);
        if let (Some(_), Some(Err(why))) = (own, &steps) {
            let says = format!(
                "write the rounding of {} as 5p, or 5p under £10, 50p under £100, £1: {why}",
                quiet(group)
            );
            self.wrong(field("round"), &says);
        }
        let Some(by) = fields.get(&field("by")) else {
            if own.is_some() && group.charges != "*" {
                let says = format!(
                    "enter a percentage for {}, or leave the rounding empty",
                    quiet(group)
                );
                self.wrong(field("by"), &says);
            }
            return;
        };
        let is_possible = |by: &Decimal| *by >= Decimal::NEGATIVE_ONE && *by <= Decimal::TEN;
        let by = decimal::parse_percent(by).filter(is_possible);
        match (by, steps) {
            (None, _) => {
                let says = format!("enter a percentage for {}, such as 3 or 2.5", quiet(group));
                self.wrong(field("by"), &says);
            }
            (_, None) => {
                let says = format!(
                    "say how the prices of {} are rounded, such as 5p",
                    quiet(group)
                );
                self.wrong(field("round"), &says);
            }
            (Some(by), Some(Ok(steps))) => self.rules.push(PlanRule {
                charges: ChargePattern::new(group.charges),
                price: PlannedPrice::Raise(by, steps),
                reason: fields.get(&field("why")).unwrap_or_default().into(),
                place: None,
            }),
            (Some(_), Some(Err(_))) => {}
        }
    }

    /// A price that is typed, with its reason.
    fn by_hand(&mut self, fields: &Fields, charge: &Charge, old: Option<&Price>) {
        let id = &charge.id;
        let [set, note] = ["set", "note"].map(|name| format!("{name}.{id}"));
        match (fields.get(&set), fields.get(&note)) {
            (None, None) => {}
            (None, Some(_)) => {
                let says = format!(
                    "enter a price for {}, or leave the reason empty",
                    charge.name
                );
                self.wrong(set, &says);
            }
            (Some(typed), reason) => {
                let price = planned(typed, old);
                if price.is_none() {
                    let says = format!(
                        "enter a price for {}, such as 25.00 or 230.00–240.00, or “ends”",
                        charge.name
                    );
                    self.wrong(set, &says);
                }
                if reason.is_none() {
                    let says = format!("give a reason for the price of {}", charge.name);
                    self.wrong(note, &says);
                }
                self.rules
                    .extend(price.zip(reason).map(|(price, reason)| PlanRule {
                        charges: ChargePattern::new(id),
                        price,
                        reason: reason.into(),
                        place: None,
                    }));
            }
        }
    }

    /// Reports that nothing is planned.
    pub(super) fn require_something(&mut self) {
        self.wrong(
            "by.all".to_owned(),
            "enter a percentage, or a price by hand",
        );
    }

    /// Reports each percentage without a reason, which a plan's file needs.
    pub(super) fn require_reasons(&mut self, tariff_ref: TariffRef<'_>, fields: &Fields) {
        for group in groups(tariff_ref, fields) {
            let mut rules = self.rules.iter();
            let own = rules.find(|it| it.charges.as_str() == group.charges);
            if own.is_some_and(|it| it.reason.is_empty()) {
                let says = format!(
                    "give a reason for the percentage of {}: the plan needs one",
                    quiet(group)
                );
                self.wrong(format!("why.{}", group.suffix), &says);
            }
        }
    }
}

/// A group within a sentence.
fn quiet(group: Group<'_>) -> &str {
    match group.charges {
        "*" => "all charges",
        _ => group.words,
    }
}

/// What becomes of a price that was typed; none where it is no price. The same price
/// again keeps it.
fn planned(typed: &str, old: Option<&Price>) -> Option<PlannedPrice> {
    if ENDS.eq_ignore_ascii_case(typed) {
        return old.map(|_| PlannedPrice::End);
    }
    let plain = typed.replace(' ', "");
    let range = plain
        .split_once("..=")
        .or_else(|| plain.split_once(['–', '-']));
    let money = match range {
        Some((low, high)) => Money::parse(&format!("{low}..={high}")),
        None => Money::parse(&plain),
    };
    let money = money
        .ok()
        .filter(|it| it.is_whole_pennies() && !it.min().is_sign_negative())?;
    Some(match old.map(|it| it.form) {
        None => PlannedPrice::New(money),
        Some(PriceForm::Fixed(same) | PriceForm::Variable(same)) if same == money => {
            PlannedPrice::Keep
        }
        Some(_) => PlannedPrice::Set(money),
    })
}
