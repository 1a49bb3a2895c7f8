//! Which percentage and rounding explain a tariff's new prices, and which rows
//! they do not: the method that the paper may state, or may not, inferred
//! from the figures.

use rust_decimal::Decimal;

use super::{
    charge_names::ChargeNames,
    compare::{compare, price_cell},
    price_change::RangeDelta,
    report::{Cell, Column, Kind, Report, Row, RowKind, Table},
    tariff_ref::{TariffRef, service},
    uprate::Uprating,
};
use almoner_engine::{
    base::{money::Money, rounding_bands::RoundingBands},
    check::model::{Category, Charge, Price},
};

/// A price with what it became.
#[derive(Clone, Copy, Debug)]
struct Pair<'b> {
    charge: &'b Charge,
    prices: [&'b Price; 2],
    old: Money,
    new: Money,
}

/// A method, and how many rows it explains.
#[derive(Clone, Debug)]
pub struct Method {
    /// The percentage and the rounding.
    pub uprating: Uprating,
    /// How many rows it explains.
    pub explained: usize,
    /// Of how many.
    pub rows: usize,
}

/// The percentages that are tried, in quarters of one per cent.
const QUARTERS: std::ops::RangeInclusive<i64> = -40..=100;

/// The units that are tried in each band of prices, in pence.
const UNITS: [&[i64]; 3] = [
    &[1, 5, 10, 50],
    &[1, 5, 10, 50, 100],
    &[1, 10, 50, 100, 500],
];

/// Where another unit may begin, in pounds: below ten, below a hundred, above.
const BELOW: [i64; 2] = [10, 100];

/// The method that explains the most rows; of several, the roundest percentage,
/// then the fewest steps, then the coarsest units.
fn method(pairs: &[Pair<'_>]) -> Option<Method> {
    let tried = QUARTERS.filter_map(|quarters| of_percent(pairs, quarters));
    tried
        .max_by_key(|(quarters, method)| {
            let round = match quarters {
                it if it % 4 == 0 => 2,
                it if it % 2 == 0 => 1,
                _ => 0,
            };
            let steps = std::cmp::Reverse(method.uprating.steps.count());
            (
                method.explained,
                round,
                steps,
                std::cmp::Reverse(quarters.abs()),
            )
        })
        .map(|(_, method)| method)
}

/// The best rounding for one percentage: each band of prices has its own
/// unit, so each is decided by itself.
fn of_percent(pairs: &[Pair<'_>], quarters: i64) -> Option<(i64, Method)> {
    let by = Decimal::new(quarters.checked_mul(25)?, 4);
    let whole = Decimal::ONE.checked_add(by)?;
    let mut bands: [Vec<(Money, Money)>; 3] = Default::default();
    for pair in pairs {
        let exact = pair.old.checked_mul(whole)?;
        let number = BELOW
            .iter()
            .filter(|below| exact.min() >= Decimal::from(**below))
            .count();
        bands.get_mut(number)?.push((exact, pair.new));
    }
    let mut below: Vec<(Decimal, Decimal)> = Vec::new();
    let mut last = Decimal::new(1, 2);
    let ends = BELOW
        .iter()
        .map(|it| Some(Decimal::from(*it)))
        .chain([None]);
    for ((band, end), units) in bands.iter().zip(ends).zip(UNITS) {
        if !band.is_empty() {
            last = best_unit(band, units)?;
        }
        match (end, below.last_mut()) {
            (None, _) => {}
            // An empty band joins its neighbour.
            (Some(_), _) if band.is_empty() => {}
            (Some(end), Some((until, unit))) if *unit == last => *until = end,
            (Some(end), _) => below.push((end, last)),
        }
    }
    while below.last().is_some_and(|(_, unit)| *unit == last) {
        below.pop();
    }
    let uprating = Uprating {
        by,
        steps: RoundingBands::new(&below, last),
    };
    let explained = pairs
        .iter()
        .filter(|pair| is_explained(pair, &uprating))
        .count();
    let rows = pairs.len();
    Some((
        quarters,
        Method {
            uprating,
            explained,
            rows,
        },
    ))
}

/// The coarsest unit among those that explain the most; the finest where none
/// explains any.
fn best_unit(band: &[(Money, Money)], units: &[i64]) -> Option<Decimal> {
    let hits = |unit: &i64| {
        let steps = RoundingBands::flat(Decimal::new(*unit, 2));
        let hit = |end: Decimal, new: Decimal| steps.apply(end) == Some(new);
        band.iter()
            .filter(|(exact, new)| hit(exact.min(), new.min()) && hit(exact.max(), new.max()))
            .count()
    };
    let best = units.iter().max_by_key(|unit| hits(unit))?;
    let best = if hits(best) == 0 {
        units.first()?
    } else {
        best
    };
    Some(Decimal::new(*best, 2))
}

fn is_explained(pair: &Pair<'_>, uprating: &Uprating) -> bool {
    uprating
        .raise(pair.old)
        .is_some_and(|(_, given)| given == pair.new)
}

/// Service by service: the method, and the rows that it does not explain with
/// what it gives for them. Only one service's where one is named.
#[must_use]
pub fn report(old: TariffRef<'_>, new: TariffRef<'_>, only: Option<&str>) -> Report {
    let compared = compare(old, new);
    let pairs: Vec<Pair<'_>> = compared
        .iter()
        .filter(|row| only.is_none_or(|only| service(&row.charge.id) == only))
        .filter_map(|row| {
            let prices = [row.old?, row.new?];
            Some(Pair {
                charge: row.charge,
                prices,
                old: row.old?.form.amount()?,
                new: row.new?.form.amount()?,
            })
        })
        .filter(|pair| {
            pair.prices
                .iter()
                .all(|it| it.category != Category::Statutory)
        })
        .collect();
    let names = ChargeNames::of(&[new, old]);
    let mut rows = Vec::new();
    for group in pairs.chunk_by(|a, b| service(&a.charge.id) == service(&b.charge.id)) {
        rows.extend(of_service(group, &names));
    }
    let title = format!(
        "How the prices of {} follow from {}",
        new.tariff.year, old.tariff.year
    );
    Report {
        title: title.clone(),
        notes: vec![
            "Rounding is half up. The percentage tried is any quarter of one per cent from -10% to 25%; \
             the method shown explains the most rows, and of several it is the roundest."
                .to_owned(),
        ],
        fingerprints: [old, new].map(TariffRef::fingerprint).into(),
        tables: vec![Table {
            title,
            notes: Vec::new(),
            columns: vec![
                Column::new("charge", "Not explained", Kind::Text),
                Column::key("id", "Id"),
                Column::new("old", old.tariff.year.to_string(), Kind::Money),
                Column::new("exact", "Before rounding", Kind::Money),
                Column::new("given", "Method gives", Kind::Money),
                Column::new("new", new.tariff.year.to_string(), Kind::Money),
                Column::new("difference", "Difference £", Kind::Money),
            ],
            rows,
        }],
        ..Report::default()
    }
}

fn of_service(pairs: &[Pair<'_>], names: &ChargeNames<'_>) -> Vec<Row> {
    let (Some(first), Some(method)) = (pairs.first(), method(pairs)) else {
        return Vec::new();
    };
    let by = method
        .uprating
        .by
        .saturating_mul(Decimal::ONE_HUNDRED)
        .normalize();
    let says = format!(
        "{}: {by}% rounded to {} explains {} of {}",
        first.charge.service, method.uprating.steps, method.explained, method.rows
    );
    let exceptions = pairs
        .iter()
        .filter(|pair| !is_explained(pair, &method.uprating));
    let rows = exceptions.map(|pair| {
        let given = method.uprating.raise(pair.old);
        let difference = given.and_then(|(_, given)| RangeDelta::pounds(given, pair.new));
        Row {
            cites: pair
                .prices
                .iter()
                .map(|price| price.cite.to_string())
                .collect(),
            ..Row::entry(
                Some(&pair.charge.id),
                vec![
                    Cell::text(names.rest(&pair.charge.id)),
                    Cell::text(&*pair.charge.id),
                    price_cell(Some(pair.prices[0])),
                    given.map_or(Cell::Empty, |(exact, _)| Cell::Money(exact)),
                    given.map_or(Cell::Empty, |(_, given)| Cell::Money(given)),
                    price_cell(Some(pair.prices[1])),
                    difference.map_or(Cell::Empty, Cell::Change),
                ],
            )
        }
    });
    let heading = Row::words(RowKind::Service, says);
    std::iter::once(heading).chain(rows).collect()
}
