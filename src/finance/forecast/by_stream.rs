//! What volumes bring in, stream by stream and charge by charge.

use rust_decimal::Decimal;

use super::income::{Earned, Income};
use crate::finance::{
    charge_names::ChargeNames,
    price_change::RangeDelta,
    print_format,
    report::{Cell, Column, Kind, Row, RowKind, Table, Working},
    tariff_ref::TariffRef,
};
use almoner_engine::{
    base::money::{Money, booked},
    check::model::Budget,
};

/// Income by stream in the budget's order, then income that belongs to none.
pub(super) struct Streams {
    /// Each stream's, none where it has no volumes.
    pub(super) each: Vec<Option<Income>>,
    /// What is in no stream.
    pub(super) loose: Option<Income>,
    /// How many charges of each stream have volumes, and of how many priced
    /// ones; what is in no stream last.
    counted: Vec<[usize; 2]>,
}

impl Streams {
    /// All that has volumes.
    pub(super) fn all(&self) -> Income {
        let each = self.each.iter().chain([&self.loose]).flatten();
        each.fold(Income::NOTHING, |sum, it| sum.plus(*it))
    }
}

/// Adds the charges up by stream.
pub(super) fn by_stream(
    budget: &Budget,
    old: TariffRef<'_>,
    new: TariffRef<'_>,
    earned: &[Earned<'_>],
) -> Streams {
    let none = budget.streams.len();
    let mut streams = Streams {
        each: vec![None; none],
        loose: None,
        counted: vec![[0, 0]; none.saturating_add(1)],
    };
    for (charge, price) in new.charges() {
        let before = old.price(&charge.id);
        let mut prices = [price, before].into_iter().flatten();
        let has_volumes = earned.iter().any(|it| it.charge.id == charge.id);
        let priced = prices.any(|price| price.form.amount().is_some());
        let of = budget.stream_of(&charge.id).unwrap_or(none);
        if let Some([counted, all]) = streams.counted.get_mut(of) {
            *counted = counted.saturating_add(usize::from(has_volumes));
            *all = all.saturating_add(usize::from(priced || has_volumes));
        }
    }
    for it in earned {
        let of = budget.stream_of(&it.charge.id);
        let sum = match of.and_then(|of| streams.each.get_mut(of)) {
            Some(sum) => sum,
            None => &mut streams.loose,
        };
        *sum = Some(sum.unwrap_or(Income::NOTHING).plus(it.income));
    }
    streams
}

/// Income by stream against the budget, with separate columns for the effects
/// of price and of volume.
pub(super) fn table(
    budget: &Budget,
    streams: &Streams,
    to: usize,
    [old, new]: [TariffRef<'_>; 2],
) -> Table {
    let heading = budget.columns.get(to).map_or("", |(_, heading)| heading);
    Table {
        title: "Income by stream against budget".to_owned(),
        notes: vec![
            "The price effect is that of the new prices on the new volumes, the volume effect that \
             of the new volumes at the old prices: together they are the whole change. Charges: how \
             many of a stream's have volumes; what has none is not counted."
                .to_owned(),
        ],
        columns: vec![
            Column::new("stream", "Stream", Kind::Text),
            Column::new("counted", "Charges", Kind::Code),
            Column::new(
                "income_before",
                format!("At {}", old.tariff.year),
                Kind::Money,
            ),
            Column::new("volume_effect", "Volume effect", Kind::Money),
            Column::new("price_effect", "Price effect", Kind::Money),
            Column::new(
                "income_after",
                format!("At {}", new.tariff.year),
                Kind::Money,
            ),
            Column::new("budget", heading, Kind::Money),
            Column::new("against_budget", "Against budget", Kind::Money)
                .worked(Working::Difference("budget", "income_after")),
        ],
        rows: rows(budget, streams, to),
    }
}

/// A row for each stream, for what is in no stream, and for all together.
fn rows(budget: &Budget, streams: &Streams, to: usize) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut budgeted = Decimal::ZERO;
    let mut counted = streams.counted.iter();
    for (stream, income) in budget.streams.iter().zip(&streams.each) {
        let figure = stream.income.get(to).copied().unwrap_or_default();
        if income.is_some() {
            budgeted = budgeted.saturating_add(figure);
        }
        let cells = cells(&stream.name, *income, Some(figure), counted.next());
        rows.push(Row {
            cites: stream.cite.iter().map(ToString::to_string).collect(),
            ..Row::entry(None, cells)
        });
    }
    if streams.loose.is_some() {
        rows.push(Row::entry(
            None,
            cells("In no stream", streams.loose, None, counted.next()),
        ));
    }
    let total = Some(streams.all());
    rows.push(Row {
        kind: RowKind::Subtotal,
        ..Row::entry(None, cells("All with volumes", total, Some(budgeted), None))
    });
    rows
}

fn cells(
    name: &str,
    income: Option<Income>,
    budget: Option<Decimal>,
    counted: Option<&[usize; 2]>,
) -> Vec<Cell> {
    let shown = |ends: Option<RangeDelta>| ends.map_or(Cell::Empty, Cell::Income);
    let budget = budget.map(RangeDelta::same);
    let against = income.zip(budget);
    vec![
        Cell::text(name),
        match counted {
            Some([counted, all]) if *all > 0 => Cell::text(format!("{counted} of {all}")),
            _ => Cell::Empty,
        },
        shown(income.map(|it| it.before)),
        shown(income.map(|it| it.by_volume)),
        shown(income.map(Income::by_price)),
        shown(income.map(|it| it.after)),
        shown(budget),
        shown(against.map(|(income, budget)| income.after.minus(budget))),
    ]
}

/// The parts of the price effect: the percentage, the rounding, the rest.
pub(super) fn prices(budget: &Budget, streams: &Streams) -> Table {
    let each = budget.streams.iter().zip(&streams.each);
    let each = each.filter_map(|(stream, income)| Some((&*stream.name, (*income)?)));
    let loose = streams.loose.map(|income| ("In no stream", income));
    let row = |(name, income): (&str, Income)| {
        let parts = [
            income.by_percent,
            income.by_rounding,
            income.otherwise,
            income.by_price(),
        ];
        let parts = parts.map(Cell::Income);
        Row::entry(
            None,
            std::iter::once(Cell::text(name)).chain(parts).collect(),
        )
    };
    let mut rows: Vec<Row> = each.chain(loose).map(row).collect();
    rows.push(Row {
        kind: RowKind::Subtotal,
        ..row(("All with volumes", streams.all()))
    });
    Table {
        title: "What the price effect is made of".to_owned(),
        notes: vec![
            "The percentage and its rounding are those that policy states for a service; what is \
             not set by them, and all of a service for which none is stated, is set otherwise."
                .to_owned(),
        ],
        columns: vec![
            Column::new("stream", "Stream", Kind::Text),
            Column::new("by_percent", "The percentage", Kind::Money),
            Column::new("by_rounding", "Its rounding", Kind::Money),
            Column::new("otherwise", "Set otherwise", Kind::Money),
            Column::new("price_effect", "Price effect", Kind::Money),
        ],
        rows,
    }
}

/// Every charge with its prices, volumes and income.
pub(super) fn charges(earned: &[Earned<'_>], [old, new]: [TariffRef<'_>; 2]) -> Table {
    let headings = [old, new].map(|tariff_ref| tariff_ref.tariff.year.to_string());
    let [before, after] = headings;
    let price = |price: Option<Money>| price.map_or(Cell::Empty, Cell::Money);
    let names = ChargeNames::of(&[new, old]);
    let rows = earned.iter().map(|it| {
        let [old, new] = it.prices;
        let [first, second] = it.volumes;
        let cells = vec![
            Cell::text(names.whole(&it.charge.id)),
            Cell::text(&*it.charge.id),
            price(old),
            price(new),
            count(first),
            count(second),
            Cell::Income(it.income.before),
            Cell::Income(it.income.by_volume),
            Cell::Income(it.income.by_price()),
            Cell::Income(it.income.after),
        ];
        Row::entry(Some(&it.charge.id), cells)
    });
    Table {
        title: "Income by charge".to_owned(),
        notes: Vec::new(),
        columns: vec![
            Column::new("charge", "Charge", Kind::Text),
            Column::key("id", "Id"),
            Column::wide("price_before", format!("Price {before}"), Kind::Money),
            Column::wide("price_after", format!("Price {after}"), Kind::Money),
            Column::new(
                "volume_before",
                format!("Sold {}", print_format::short_year(&before)),
                Kind::Count,
            ),
            Column::new(
                "volume_after",
                format!("Sold {}", print_format::short_year(&after)),
                Kind::Count,
            ),
            Column::new("income_before", format!("At {before}"), Kind::Money),
            Column::new("volume_effect", "Volume effect", Kind::Money),
            Column::new("price_effect", "Price effect", Kind::Money),
            Column::new("income_after", format!("At {after}"), Kind::Money),
        ],
        rows: rows.collect(),
    }
}

/// A whole number, or one with decimals in its own words.
fn count(volume: Decimal) -> Cell {
    let volume = volume.normalize();
    match u64::try_from(volume) {
        Ok(whole) if volume.is_integer() => Cell::Count(whole),
        _ => Cell::text(volume.to_string()),
    }
}

/// What rounding alone does.
pub(super) fn note(streams: &Streams) -> String {
    let rounding = streams.all().by_rounding;
    let shown = if rounding.is_one() {
        booked(rounding.low)
    } else {
        format!("{} to {}", booked(rounding.low), booked(rounding.high))
    };
    format!("Rounding alone moves income by {shown}.")
}
