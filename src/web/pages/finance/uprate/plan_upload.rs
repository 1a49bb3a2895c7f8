//! A plan's file as the form would be filled in.

use almoner_engine::{
    base::source_text::{SourceFile, SourceSet},
    book,
    check::model::{Plan, PlanRule, PlannedPrice, PriceForm},
    present::value_words,
};
use rust_decimal::Decimal;

use crate::{
    finance::{print_format, tariff_ref::TariffRef},
    web::pages::form_fields::Fields,
};

use super::plan_form::{ALL, ENDS, KEEP};

/// The most mistakes of a file that are named.
const MAX_NAMED: usize = 20;

/// The fields of the plan for a year that is written in a text.
///
/// # Errors
/// What is wrong with it, in sentences.
pub(super) fn fields(
    text: &[u8],
    tariff_ref: TariffRef<'_>,
    [next, catalogue]: [&str; 2],
) -> Result<Fields, Vec<String>> {
    let stored = [
        SourceFile::new("tariffs/charges.ron", catalogue.as_bytes().to_vec()),
        SourceFile::new("plan.ron", text.to_vec()),
    ];
    let [Ok(charges), Ok(written)] = stored else {
        return Err(vec!["The file is not text.".to_owned()]);
    };
    let opened = book::open_loaded(SourceSet::new(vec![charges, written]));
    let Some(book) = &opened.book else {
        let errors = opened.diagnostics.iter().filter(|it| it.is_error());
        let named = errors.take(MAX_NAMED).map(|it| {
            let (line, _) = opened.sources.line_and_column(it.place);
            format!("Line {line}: {}", value_words::sentence(&it.says))
        });
        return Err(named.collect());
    };
    let [plan] = book.contents().plans.as_slice() else {
        return Err(vec!["The file is not a plan.".to_owned()]);
    };
    of_plan(plan, tariff_ref, next)
}

fn of_plan(plan: &Plan, tariff_ref: TariffRef<'_>, next: &str) -> Result<Fields, Vec<String>> {
    if *plan.year != *next {
        let says = format!(
            "The plan is for {}, and this page is for {next}.",
            plan.year
        );
        return Err(vec![says]);
    }
    let mut fields = Vec::new();
    let mut without_field = Vec::new();
    for rule in &plan.rules {
        match of_rule(rule, tariff_ref) {
            Some(own) => fields.extend(own),
            None => without_field.push(format!(
                "This page has no field for the rule about {}.",
                rule.charges.as_str()
            )),
        }
    }
    match without_field.is_empty() {
        true => Ok(Fields::of(fields)),
        false => Err(without_field),
    }
}

/// The fields of a rule; none where the form has none for it.
fn of_rule(rule: &PlanRule, tariff_ref: TariffRef<'_>) -> Option<Vec<(String, String)>> {
    let charges = rule.charges.as_str();
    let reason = rule.reason.to_string();
    let charge = tariff_ref.charges().find(|(it, _)| *it.id == *charges);
    let is_charge = charge.is_some();
    let old = charge.and_then(|(_, price)| price?.form.amount());
    let amount = |money| print_format::filed(PriceForm::Fixed(money));
    let by_hand = |price: String| {
        let field = |name: &str| format!("{name}.{charges}");
        vec![(field("set"), price), (field("note"), reason.clone())]
    };
    let suffix = if charges == "*" { ALL } else { charges };
    let of_group = |by: String, round: Option<String>| {
        let field = |name: &str| format!("{name}.{suffix}");
        let round = round.map(|round| (field("round"), round));
        let fields = [(field("by"), by), (field("why"), reason.clone())];
        fields.into_iter().chain(round).collect()
    };
    Some(match &rule.price {
        PlannedPrice::Raise(by, steps) => {
            let percent = by.saturating_mul(Decimal::ONE_HUNDRED).normalize();
            of_group(percent.to_string(), Some(steps.to_string()))
        }
        PlannedPrice::Keep if is_charge && old.is_some() => by_hand(amount(old?)),
        PlannedPrice::Keep => of_group(KEEP.to_owned(), None),
        PlannedPrice::End if is_charge => by_hand(ENDS.to_owned()),
        PlannedPrice::End => of_group(ENDS.to_owned(), None),
        PlannedPrice::Set(money) | PlannedPrice::New(money) if is_charge => by_hand(amount(*money)),
        PlannedPrice::Set(_) | PlannedPrice::New(_) => return None,
    })
}
