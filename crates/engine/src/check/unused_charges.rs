//! Charges that no rule set reads, and charges that can never be chosen.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{
    diagnostics::Sink,
    formula::{Expr, Node},
    model::{Charge, Kind, Line, PriceOption, RuleSet, TableResult, Tariff, Version},
    tariffs::Tariffs,
};
use crate::base::{
    date::Date,
    diagnostic::Diagnostic,
    diagnostic_code::Code,
    ids::{ChargeId, IdVec, TableId},
};

/// Reports, in a book with rules that quote a price, the charges that have a
/// price and that no rule set reads in that year, and those for which another
/// one is always cheaper, unless the catalogue says why; and the charges of
/// which it says so without need. Only the whole book shows this: where
/// something is wrong, nothing is reported.
pub(super) fn check(
    charges: &IdVec<ChargeId, Charge>,
    sets: &[RuleSet],
    tariffs: &Tariffs,
    sink: &mut Sink<'_>,
) {
    let quotes_prices = sets.iter().any(|set| set.kind() == Kind::Pricing);
    let versions: Vec<Reader<'_>> = sets.iter().flat_map(readers).collect();
    if !quotes_prices || sink.has_errors() {
        return;
    }
    let mut found: BTreeMap<ChargeId, (String, &str)> = BTreeMap::new();
    for (number, charge) in charges.iter_ids() {
        if let Some(says) = unread(number, &charge.id, &versions, tariffs) {
            found.insert(number, (says, READ_IT));
        }
    }
    for reader in &versions {
        for tariff in tariffs.list.iter().filter(|it| reader.meets(it)) {
            for (dearer, cheaper) in never_chosen(reader.version, tariff) {
                let (never, instead) = (&charges[dearer].id, &charges[cheaper].id);
                let says = format!(
                    "`{never}` is never charged in {}: `{instead}` is always cheaper",
                    tariff.year
                );
                found.entry(dearer).or_insert((says, SAY_WHY));
            }
        }
    }
    for (number, charge) in charges.iter_ids() {
        let (says, help) = match (found.remove(&number), &charge.unread) {
            (Some(found), None) => found,
            (None, Some(_)) => {
                let says = format!("`{}` is read, and it can be charged", charge.id);
                (says, "take `unread` out of it")
            }
            _ => continue,
        };
        sink.add(Diagnostic::new(Code::UnusedCharge, charge.place, says).help(help));
    }
}

const READ_IT: &str = "use it in a line, or say in the catalogue why none does: `unread: \"…\"`";

const SAY_WHY: &str = "if that is meant, say so in the catalogue: `unread: \"…\"`";

/// Says that no rule set reads a charge in a year in which it has a price.
fn unread(
    number: ChargeId,
    id: &str,
    versions: &[Reader<'_>],
    tariffs: &Tariffs,
) -> Option<String> {
    let readers = versions.iter();
    let readers = readers.filter(|it| it.version.charges.contains(&number));
    let readers: Vec<_> = readers.collect();
    let has_price = |tariff: &&Tariff| {
        let price = tariff.prices[number].as_ref();
        price.is_some_and(|price| price.form.amount().is_some())
    };
    let mut priced = tariffs.list.iter().filter(has_price);
    if readers.is_empty() {
        let says = format!("no rule set reads the charge `{id}`");
        return priced.next().map(|_| says);
    }
    let is_unread = |tariff: &&Tariff| !readers.iter().any(|reader| reader.meets(tariff));
    let year = &priced.find(is_unread)?.year;
    Some(format!("no rule set reads the charge `{id}` in {year}"))
}

/// A version, and the first day of the one that takes its place.
struct Reader<'v> {
    version: &'v Version,
    replaced: Option<Date>,
}

fn readers(set: &RuleSet) -> impl Iterator<Item = Reader<'_>> {
    set.versions.iter().map(|version| {
        let starts = set.versions.iter().map(|it| it.in_force);
        Reader {
            version,
            replaced: starts.filter(|start| *start > version.in_force).min(),
        }
    })
}

impl Reader<'_> {
    /// Whether a tariff prices days on which the version answers.
    fn meets(&self, tariff: &Tariff) -> bool {
        let ends = self.version.until;
        let ends_before = ends.is_some_and(|until| until < tariff.in_force);
        let is_replaced = self.replaced.is_some_and(|day| day <= tariff.in_force);
        self.version.in_force <= tariff.until && !ends_before && !is_replaced
    }
}

/// The charges that are in one row of one table, which one way to price a line
/// looks up and nothing else reads, where another way looks up a cheaper one for
/// the same case.
fn never_chosen(version: &Version, tariff: &Tariff) -> Vec<(ChargeId, ChargeId)> {
    let mut found = Vec::new();
    for line in version.lines.iter().filter(|it| it.open_point.is_none()) {
        for one in &line.options {
            let others = line.options.iter().filter(|other| other.id != one.id);
            for other in others.filter(|other| is_alike(one, other)) {
                found.extend(dearer_rows(version, tariff, line, one, other));
            }
        }
    }
    found
}

/// Whether two ways charge for the same quantity, at any time.
fn is_alike(one: &PriceOption, other: &PriceOption) -> bool {
    let quantity = |it: &PriceOption| it.quantity.as_ref().map(|it| it.text.clone());
    one.when.is_none() && other.when.is_none() && quantity(one) == quantity(other)
}

fn dearer_rows(
    version: &Version,
    tariff: &Tariff,
    line: &Line,
    one: &PriceOption,
    other: &PriceOption,
) -> Vec<(ChargeId, ChargeId)> {
    let (Some((number, arguments)), Some((others, same))) = (looked_up(one), looked_up(other))
    else {
        return Vec::new();
    };
    let (table, others) = (&version.tables[number], &version.tables[others]);
    let mut readers = 0;
    version.each_formula(|formula| readers += usize::from(reads(&formula.expr, number)));
    if readers != 1 || arguments != same || !line.reductions.iter().all(|it| !it.is_increase) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for row in &table.rows {
        let TableResult::Charge(charge) = row.gives else {
            continue;
        };
        let uses = version.charge_places.iter();
        let is_here_only = uses.filter(|(used, _)| *used == charge).count() == 1;
        let mut same_case = others.rows.iter().filter(|it| it.cells == row.cells);
        if let (true, Some(TableResult::Charge(instead))) =
            (is_here_only, same_case.next().map(|it| it.gives))
            && let (Some(own), Some(less)) = (amount(tariff, charge), amount(tariff, instead))
            && less < own
        {
            found.push((charge, instead));
        }
    }
    found
}

/// The least that a charge costs.
fn amount(tariff: &Tariff, charge: ChargeId) -> Option<Decimal> {
    let price = tariff.prices[charge].as_ref()?;
    let amount = price.form.amount()?;
    (!amount.is_range()).then(|| amount.min())
}

/// The table that a price is looked up in, and what it is handed, as written.
fn looked_up(option: &PriceOption) -> Option<(TableId, &str)> {
    let Node::Table(number, _) = &option.each.expr.node else {
        return None;
    };
    let (_, arguments) = option.each.text.split_once('(')?;
    Some((*number, arguments))
}

fn reads(expr: &Expr, table: TableId) -> bool {
    expr.any(&|part| matches!(part.node, Node::Table(number, _) if number == table))
}
