//! A plan as a file, from which `almoner uprate --plan` makes the same prices.

use super::{
    print_format,
    tariff_file::quoted,
    tariff_ref::{TariffRef, service},
};
use almoner_engine::{
    base::money::Money,
    check::model::{PlanRule, PlannedPrice, PriceForm},
};

/// The plan for a year, from the prices of a tariff. Each rule needs a reason: a
/// plan without one is refused when it is read.
#[must_use]
pub fn written(from: TariffRef<'_>, year: &str, rules: &[PlanRule]) -> String {
    let mut file = format!(
        "// What is planned for {year}, from the charges of {}.\nPlan(\n    year: {},\n    rules: [\n",
        from.tariff.year,
        quoted(year)
    );
    let mut before = None;
    for rule in rules {
        // A blank line between the charges of two services.
        let charges = rule.charges.as_str();
        let own = charges.contains('.').then(|| service(charges));
        if own.is_some() && before.is_some_and(|it| it != own) {
            file.push('\n');
        }
        before = Some(own);
        file.push_str(&format!(
            "        (charges: {}, price: {}, reason: {}),\n",
            quoted(charges),
            price(&rule.price),
            quoted(&rule.reason)
        ));
    }
    file.push_str("    ],\n)\n");
    file
}

fn price(price: &PlannedPrice) -> String {
    let amount = |money: Money| quoted(&print_format::filed(PriceForm::Fixed(money)));
    match price {
        PlannedPrice::Raise(by, steps) => {
            let percent = by
                .saturating_mul(rust_decimal::Decimal::ONE_HUNDRED)
                .normalize();
            format!("Raise(\"{percent}%\", {})", quoted(&steps.to_string()))
        }
        PlannedPrice::Keep => "Keep".to_owned(),
        PlannedPrice::Set(money) => format!("Set({})", amount(*money)),
        PlannedPrice::New(money) => format!("New({})", amount(*money)),
        PlannedPrice::End => "End".to_owned(),
    }
}
