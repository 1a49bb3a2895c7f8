//! The plan for next year's prices: a file, or rules as they are typed.

use std::path::{Path, PathBuf};

use clap::Args;
use rust_decimal::Decimal;

use super::{
    args,
    exit::{Exit, Failure},
    read_file, stdout, tariff_args,
};
use crate::{
    finance::{
        tariff_ref::TariffRef,
        uprate::{self, Misfit},
    },
    text::diagnostics,
};
use almoner_engine::{
    base::{
        decimal,
        diagnostic::Diagnostic,
        diagnostic_code::Code,
        money::Money,
        name,
        rounding_bands::RoundingBands,
        source_text::{SourceFile, SourceSet},
    },
    book::{self, Opened},
    check::model::{ChargePattern, Contents, Plan, PlanRule, PlannedPrice},
};

// No doc comment: it would become the help of the verb.
#[derive(Args)]
pub(super) struct PlanArgs {
    /// The plan: a file that begins with `Plan(`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["by", "service", "keep", "set"])]
    plan: Option<PathBuf>,
    /// How much, such as 5%
    #[arg(long, value_name = "PERCENT", value_parser = args::percent, allow_hyphen_values = true,
        requires = "round")]
    by: Option<Decimal>,
    /// The rounding, such as "5p under £10, 50p under £100, £1"
    #[arg(long, value_name = "STEPS", value_parser = RoundingBands::parse, requires = "by")]
    round: Option<RoundingBands>,
    /// Only this service's charges, such as grangewaters; or a service or pattern with a
    /// percentage and rounding of its own, such as nursery=3%@5p
    #[arg(
        id = "service",
        long = "service",
        value_name = "SERVICE[=PERCENT@STEPS]"
    )]
    services: Vec<String>,
    /// Keep this year's price of a charge
    #[arg(long, value_name = "CHARGE=REASON")]
    keep: Vec<String>,
    /// Set the price of a charge
    #[arg(long, value_name = "CHARGE=PRICE:REASON")]
    set: Vec<String>,
}

impl PlanArgs {
    /// The rules, which this year's tariff allows.
    pub(super) fn rules(
        &self,
        opened: &Opened,
        tariff_ref: TariffRef<'_>,
        next: &str,
    ) -> Result<Vec<PlanRule>, Failure> {
        let book = tariff_ref.book;
        match &self.plan {
            Some(path) => of_file(opened, tariff_ref, next, path),
            None => {
                let rules = self.typed(book)?;
                match uprate::misfits(tariff_ref, &rules).into_iter().next() {
                    Some(misfit) => Err(Failure::new(Exit::Usage, misfit.says).help(misfit.help)),
                    None => Ok(rules),
                }
            }
        }
    }

    fn typed(&self, book: &Contents) -> Result<Vec<PlanRule>, Failure> {
        let mut rules = Vec::new();
        let mut is_limited = false;
        for typed in &self.services {
            match (typed.split_once('='), self.raise()) {
                (Some((charges, how)), _) => rules.push(service_rule(book, charges, how)?),
                (None, Some(raise)) => {
                    is_limited = true;
                    rules.push(rule(&tariff_args::service(book, typed)?, raise, ""));
                }
                (None, None) => {
                    let says = format!("it is not said how much `{typed}` rises");
                    let help = format!("write --service {typed}=3%@5p, or --by and --round");
                    return Err(Failure::new(Exit::Usage, says).help(help));
                }
            }
        }
        if let Some(raise) = self.raise().filter(|_| !is_limited) {
            rules.insert(0, rule("*", raise, ""));
        }
        if rules.is_empty() && self.keep.is_empty() && self.set.is_empty() {
            let says = "it is not said how prices change";
            let help = "write --plan FILE, or --by 3% --round 5p, or --service nursery=3%@5p";
            return Err(Failure::new(Exit::Usage, says).help(help));
        }
        for typed in &self.keep {
            let (id, reason) = halves(typed)?;
            rules.push(by_hand(book, id, PlannedPrice::Keep, reason)?);
        }
        for typed in &self.set {
            let (id, rest) = halves(typed)?;
            let (price, reason) = rest.split_once(':').unwrap_or((rest, ""));
            let price = Money::parse(price)
                .ok()
                .filter(|it| it.is_whole_pennies())
                .ok_or_else(|| {
                    Failure::new(Exit::Usage, format!("`{price}` is not a price"))
                        .help("write 25.00 or 230.00..=240.00")
                })?;
            rules.push(by_hand(book, id, PlannedPrice::Set(price), reason)?);
        }
        Ok(rules)
    }

    /// What `--by` and `--round` say.
    fn raise(&self) -> Option<PlannedPrice> {
        Some(PlannedPrice::Raise(self.by?, self.round.clone()?))
    }
}

fn rule(charges: &str, price: PlannedPrice, reason: &str) -> PlanRule {
    PlanRule {
        charges: ChargePattern::new(charges),
        price,
        reason: reason.trim().into(),
        place: None,
    }
}

/// A rule typed as `nursery=3%@5p`, with `:` and a reason or without.
fn service_rule(book: &Contents, charges: &str, how: &str) -> Result<PlanRule, Failure> {
    let (how, reason) = how.split_once(':').unwrap_or((how, ""));
    let (percent, steps) = how.split_once('@').ok_or_else(|| {
        let says = format!("`{how}` does not say the rounding");
        Failure::new(Exit::Usage, says).help(format!("write --service {charges}=3%@5p"))
    })?;
    let by = decimal::parse_percent(percent).ok_or_else(|| {
        let says = format!("`{percent}` is not a percentage");
        Failure::new(Exit::Usage, says).help("write 3% or 2.5%")
    })?;
    let steps = RoundingBands::parse(steps).map_err(|why| {
        Failure::new(Exit::Usage, why).help("write the rounding as 5p, or 5p under £10, £1")
    })?;
    let pattern = ChargePattern::new(charges);
    let mut ids = book.charges.iter().map(|charge| &*charge.id);
    if !ids.any(|id| pattern.precision(id).is_some()) {
        if charges.contains(['*', '.']) {
            let says = format!("no charge is called like `{charges}`");
            let near = name::nearest(charges, book.charges.iter().map(|it| &*it.id));
            return Err(Failure::new(Exit::Usage, says).nearest(near));
        }
        tariff_args::service(book, charges)?;
    }
    Ok(rule(charges, PlannedPrice::Raise(by, steps), reason))
}

fn halves(typed: &str) -> Result<(&str, &str), Failure> {
    typed.split_once('=').ok_or_else(|| {
        Failure::new(Exit::Usage, format!("`{typed}` does not say why"))
            .help("write --keep CHARGE=REASON or --set CHARGE=PRICE:REASON")
    })
}

/// A charge decided by hand: it must exist, and have a reason.
fn by_hand(
    book: &Contents,
    id: &str,
    price: PlannedPrice,
    reason: &str,
) -> Result<PlanRule, Failure> {
    if !book.charges.iter().any(|charge| *charge.id == *id) {
        let ids = book.charges.iter().map(|charge| &*charge.id);
        let near = name::nearest(id, ids);
        return Err(Failure::new(Exit::Usage, format!("there is no charge `{id}`")).nearest(near));
    }
    if reason.trim().is_empty() {
        let says = format!("`{id}` is decided by hand without a reason");
        return Err(Failure::new(Exit::Usage, says).help("the reason stays in the file"));
    }
    Ok(rule(id, price, reason))
}

/// The rules of a plan's file; or everything that is wrong with it, on standard
/// error.
fn of_file(
    opened: &Opened,
    tariff_ref: TariffRef<'_>,
    next: &str,
    path: &Path,
) -> Result<Vec<PlanRule>, Failure> {
    let text = read_file::text(path, Exit::Rules)?;
    let name = path.display().to_string();
    let catalogue = tariff_args::catalogue(opened, tariff_ref.book);
    let stored = [
        SourceFile::new("tariffs/charges.ron", catalogue.as_bytes().to_vec()),
        SourceFile::new(name.clone(), text.into_bytes()),
    ];
    let sources = || SourceSet::new(stored.clone().into_iter().flatten().collect());
    let program = tariff_args::accepted(book::open_loaded(sources()))?;
    let [plan] = program.contents().plans.as_slice() else {
        let says = format!("`{name}` holds no plan");
        return Err(Failure::new(Exit::Rules, says).help("it begins with `Plan(`"));
    };
    let misfits = uprate::misfits(tariff_ref, &plan.rules);
    let problems = problems(plan, &misfits, &tariff_ref.tariff.year, next);
    if !problems.is_empty() {
        stdout::remark(&diagnostics::draw(&sources(), &problems, false))?;
        return Err(Failure::Quiet(Exit::Rules));
    }
    Ok(plan.rules.clone())
}

/// What this year's tariff does not allow, in its place.
fn problems(plan: &Plan, misfits: &[Misfit], year: &str, next: &str) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    if *plan.year != *next {
        let says = format!(
            "the plan is for {}, and the year after {year} is {next}",
            plan.year
        );
        problems.push(Diagnostic::new(Code::Misplaced, plan.place, says));
    }
    let misfits = misfits.iter().filter_map(|misfit| {
        let place = plan.rules.get(misfit.rule)?.place?;
        Some(Diagnostic::new(Code::UnknownCharge, place, &*misfit.says).help(&*misfit.help))
    });
    problems.extend(misfits);
    problems
}
