//! Compares two tariffs: what rises, falls, is new or has ended, in pounds and
//! per cent, at both ends of a range.

use rust_decimal::Decimal;

use super::{
    allowed_price::{allowed_price, is_above},
    charge_names::ChargeNames,
    price_change::{Change, Counts, RangeDelta},
    print_format,
    report::{Cell, Column, Kind, Report, Row, RowKind, Table, Working},
    tariff_ref::{TariffRef, service},
};
use almoner_engine::check::model::{Category, Charge, Policy, Price, PriceForm};

/// Which charges are shown. The default shows all.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only this service's, by the first part of their ids.
    pub service: Option<String>,
    /// Only charges of this category.
    pub category: Option<Category>,
    /// Only those that rise by more than this fraction at either end.
    pub above: Option<Decimal>,
    /// Only those that went one of these ways; all where none is named.
    pub ways: Vec<Way>,
    /// Only those that are not the same in both.
    pub is_changed: bool,
    /// Only those that rise by more, at either end, than policy says.
    pub over_policy: bool,
    /// Only those that change most in per cent: this number, and those that change
    /// as much as the last of them.
    pub largest: Option<usize>,
    /// Whether what policy says is shown where there is little room, in the place
    /// of the bars.
    pub policy: bool,
}

/// A way that a charge can go from one year to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Its price rises, at one end at least; from nothing too.
    Rises,
    /// Its price falls, at one end at least.
    Falls,
    /// It has a price only in the second year.
    New,
    /// It has a price only in the first year.
    Ended,
    /// Its price stays.
    Unchanged,
}

impl Way {
    /// The ways by the names that are typed.
    pub const NAMED: [(&'static str, Way); 5] = [
        ("rises", Way::Rises),
        ("falls", Way::Falls),
        ("new", Way::New),
        ("ended", Way::Ended),
        ("unchanged", Way::Unchanged),
    ];

    /// The way of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Way> {
        let found = Way::NAMED.into_iter().find(|(known, _)| *known == name);
        found.map(|(_, way)| way)
    }

    /// Whether a change goes this way.
    #[must_use]
    pub fn contains(self, change: Change) -> bool {
        match (self, change) {
            (Way::Rises, Change::Moved(pounds, _)) => pounds.most() > Decimal::ZERO,
            (Way::Falls, Change::Moved(pounds, _)) => pounds.least() < Decimal::ZERO,
            (Way::New, Change::New)
            | (Way::Ended, Change::Ended)
            | (Way::Unchanged, Change::Unchanged) => true,
            _ => false,
        }
    }

    /// In the words of a filter: `falls`, `new charges`.
    fn words(self) -> &'static str {
        match self {
            Way::Rises => "rises",
            Way::Falls => "falls",
            Way::New => "new charges",
            Way::Ended => "ended charges",
            Way::Unchanged => "unchanged charges",
        }
    }
}

/// A charge in both tariffs.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'b> {
    /// The charge.
    pub charge: &'b Charge,
    /// Its first price.
    pub old: Option<&'b Price>,
    /// Its second price.
    pub new: Option<&'b Price>,
    /// The change.
    pub change: Change,
}

/// Every charge that has a price in either tariff, service by service in the
/// order of the second tariff's catalogue, those it lacks after them.
#[must_use]
pub fn compare<'b>(old: TariffRef<'b>, new: TariffRef<'b>) -> Vec<Compared<'b>> {
    let both = new
        .charges()
        .map(|(charge, price)| (charge, old.price(&charge.id), price));
    let gone = old
        .charges()
        .filter(|(charge, _)| !new.book.charges.iter().any(|other| other.id == charge.id))
        .map(|(charge, price)| (charge, price, None));
    let mut compared: Vec<Compared<'b>> = both
        .chain(gone)
        .filter_map(|(charge, old, new)| {
            let change = change(old, new)?;
            Some(Compared {
                charge,
                old,
                new,
                change,
            })
        })
        .collect();
    let mut services: Vec<&str> = Vec::new();
    for row in &compared {
        let of = service(&row.charge.id);
        if !services.contains(&of) {
            services.push(of);
        }
    }
    compared.sort_by_key(|row| {
        let of = service(&row.charge.id);
        services.iter().position(|known| *known == of)
    });
    compared
}

/// The change of a price; `None` when neither tariff has one.
fn change(old: Option<&Price>, new: Option<&Price>) -> Option<Change> {
    let priced = |price: Option<&Price>| {
        price
            .map(|price| price.form)
            .filter(|form| *form != PriceForm::Ended)
    };
    Some(match (priced(old), priced(new)) {
        (None, None) => return None,
        (None, Some(_)) => Change::New,
        (Some(_), None) => Change::Ended,
        (Some(PriceForm::Unpriced), Some(PriceForm::Unpriced))
            if old.map(|it| &it.words) == new.map(|it| &it.words) =>
        {
            Change::Unchanged
        }
        (Some(PriceForm::Fixed(a)), Some(PriceForm::Fixed(b)))
        | (Some(PriceForm::Variable(a)), Some(PriceForm::Variable(b))) => {
            if a == b {
                Change::Unchanged
            } else {
                Change::Moved(RangeDelta::pounds(a, b)?, RangeDelta::fraction(a, b))
            }
        }
        (Some(_), Some(_)) => Change::FormChanged,
    })
}

impl Filter {
    /// Whether a charge is shown.
    #[must_use]
    pub fn shows(&self, row: &Compared<'_>) -> bool {
        let category = row.new.or(row.old).map(|price| price.category);
        // A rise from nothing is above any percentage.
        let rises_above = |above: Decimal| match row.change {
            Change::Moved(pounds, None) => pounds.most() > Decimal::ZERO,
            change => change.fraction().is_some_and(|it| it.most() > above),
        };
        self.service
            .as_deref()
            .is_none_or(|of| service(&row.charge.id) == of)
            && self.category.is_none_or(|of| category == Some(of))
            && self.above.is_none_or(rises_above)
            && (!self.is_changed || row.change != Change::Unchanged)
            && (self.ways.is_empty() || self.ways.iter().any(|way| way.contains(row.change)))
    }

    /// The filter in words; `None` when everything is shown.
    fn words(&self) -> Option<String> {
        let ways: Vec<&str> = self.ways.iter().map(|way| way.words()).collect();
        let parts: Vec<String> = [
            self.service.as_ref().map(|of| format!("service {of}")),
            self.category
                .map(|of| format!("{} charges", print_format::category_word(of))),
            (!ways.is_empty()).then(|| ways.join(" and ")),
            self.largest.map(|count| match count {
                1 => "the largest change".to_owned(),
                many => format!("the {many} largest changes"),
            }),
            self.over_policy.then(|| "rises above policy".to_owned()),
            self.above.map(|above| {
                let percent = above.saturating_mul(Decimal::ONE_HUNDRED).normalize();
                format!("rises above {percent}%")
            }),
        ]
        .into_iter()
        .flatten()
        .collect();
        (!parts.is_empty()).then(|| format!("Shown: {}.", parts.join(", ")))
    }
}

/// The comparison as a table: under each service's heading its charges, then
/// how many rise, fall and stay.
#[must_use]
pub fn report(
    old: TariffRef<'_>,
    new: TariffRef<'_>,
    policy: Option<&Policy>,
    filter: &Filter,
) -> Report {
    let mut context = Context {
        policy,
        longest: Decimal::ZERO,
    };
    let mut shown = compare(old, new);
    let not_compared = not_compared(&shown, filter);
    shown.retain(|row| filter.shows(row) && (!filter.over_policy || context.is_over(row)));
    if let Some(count) = filter.largest {
        keep_largest(&mut shown, count);
    }
    let changes = shown.iter().filter_map(|row| row.change.fraction());
    let longest = changes.map(|it| it.most().abs().max(it.least().abs()));
    context.longest = longest.max().unwrap_or_default();
    let names = ChargeNames::of(&[new, old]);
    let mut rows = Vec::new();
    for group in shown.chunk_by(|a, b| service(&a.charge.id) == service(&b.charge.id)) {
        rows.extend(of_service(group, &names, context));
    }
    rows.push(Row::words(
        RowKind::Subtotal,
        format!("All: {}", context.counted(&shown)),
    ));
    let [first, second] = TariffRef::headings(old, new);
    let title = format!("Fees and charges {second} compared with {first}");
    let mut notes = vec![old.decided()];
    notes.extend([old, new].into_iter().flat_map(TariffRef::variations));
    notes.splice(0..0, filter.words().into_iter().chain(not_compared));
    Report {
        title: title.clone(),
        lead: new.lead(),
        notes,
        fingerprints: [old, new].map(TariffRef::fingerprint).into(),
        tables: vec![Table {
            title,
            notes: Vec::new(),
            columns: columns([first, second], context, filter),
            rows,
        }],
        ..Report::default()
    }
}

/// Keeps the charges that change most in per cent, and those that change as much as
/// the last of them. A rise from nothing is above any percentage.
fn keep_largest(rows: &mut Vec<Compared<'_>>, count: usize) {
    let size = |row: &Compared<'_>| match row.change {
        Change::Moved(_, None) => Some(Decimal::MAX),
        Change::Moved(_, Some(by)) => Some(by.most().abs().max(by.least().abs())),
        _ => None,
    };
    let mut sizes: Vec<Decimal> = rows.iter().filter_map(size).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    let last = count.checked_sub(1).and_then(|it| sizes.get(it));
    let least = last.or(sizes.last().filter(|_| count > 0)).copied();
    rows.retain(|row| {
        size(row)
            .zip(least)
            .is_some_and(|(size, least)| size >= least)
    });
}

/// The ids of charges whose price is above the highest that policy allows, its
/// rounding included.
#[must_use]
pub fn above_policy<'b>(
    old: TariffRef<'b>,
    new: TariffRef<'b>,
    policy: Option<&Policy>,
) -> Vec<&'b str> {
    let context = Context {
        policy,
        longest: Decimal::ZERO,
    };
    let rows = compare(old, new).into_iter();
    let above = rows.filter(|row| context.is_over(row));
    above.map(|row| &*row.charge.id).collect()
}

/// Begins the note of charges that a list of rises cannot compare.
pub const NOT_COMPARED: &str = "Priced differently, with no percentage";

/// The charges that a list of rises cannot compare: priced in another way than
/// before, so that there is no percentage.
fn not_compared(rows: &[Compared<'_>], filter: &Filter) -> Option<String> {
    if filter.above.is_none() && !filter.over_policy {
        return None;
    }
    let all = Filter {
        above: None,
        ..filter.clone()
    };
    let words = |price: Option<&Price>| {
        let price = price.map(|it| (it.form, it.words.as_deref()));
        price.map_or_else(String::new, |(form, words)| {
            words.map_or_else(|| print_format::price_words(form), str::to_owned)
        })
    };
    let changed = rows
        .iter()
        .filter(|row| row.change == Change::FormChanged && all.shows(row));
    let changed: Vec<String> = changed
        .map(|row| {
            let (old, new) = (words(row.old), words(row.new));
            format!("{} ({old} to {new})", row.charge.name)
        })
        .collect();
    (!changed.is_empty()).then(|| {
        let listed = changed.join("; ");
        format!("{NOT_COMPARED}: {listed}.")
    })
}

/// What every row is compared with.
#[derive(Clone, Copy)]
struct Context<'b> {
    policy: Option<&'b Policy>,
    /// The longest change, as a fraction.
    longest: Decimal,
}

impl Context<'_> {
    /// By what fraction policy lets a charge rise, and by how much it rises more.
    fn policy(self, row: &Compared<'_>) -> Option<(Decimal, Option<RangeDelta>)> {
        let by = self.policy?.rise(service(&row.charge.id))?;
        let over = row.change.fraction();
        Some((by, over.map(|it| it.minus(RangeDelta::same(by)))))
    }

    /// Whether a charge's price is above the highest that policy allows, its
    /// rounding included: as `policy` reads it.
    fn is_over(self, row: &Compared<'_>) -> bool {
        let amount = |price: Option<&Price>| price?.form.amount();
        let (Some(policy), Some(old), Some(new)) = (self.policy, amount(row.old), amount(row.new))
        else {
            return false;
        };
        let allowed = allowed_price(policy, service(&row.charge.id), old);
        allowed.is_some_and(|allowed| is_above(new, allowed))
    }

    /// How many rise, fall and stay, and how many rise by more than policy says.
    fn counted(self, rows: &[Compared<'_>]) -> String {
        let mut counts = Counts::default();
        rows.iter().for_each(|row| counts.add(row.change));
        let stated = rows.iter().filter(|row| self.policy(row).is_some());
        match stated.count() {
            0 => counts.words(),
            all => {
                let above = rows.iter().filter(|row| self.is_over(row)).count();
                format!("{}; {above} of {all} above policy", counts.words())
            }
        }
    }
}

fn columns([old, new]: [String; 2], context: Context<'_>, filter: &Filter) -> Vec<Column> {
    let policy = [
        Column::new("policy", "Policy %", Kind::Percent),
        Column::new("over_policy", "Over policy", Kind::Percent)
            .worked(Working::Difference("policy", "percent")),
    ];
    let policy = policy.map(|column| Column {
        wide: !filter.policy,
        ..column
    });
    let mut columns = vec![
        Column::new("charge", "Charge", Kind::Text),
        Column::key("id", "Id"),
        Column::new("old", old, Kind::Money),
        Column::new("new", new, Kind::Money),
        Column::new("change", "Change £", Kind::Money).worked(Working::Difference("old", "new")),
        Column::new("percent", "Change %", Kind::Percent).worked(Working::Fraction("old", "new")),
        Column::new("what", "What", Kind::Text),
    ];
    if context.policy.is_some() {
        columns.extend(policy);
    }
    columns.push(Column {
        wide: filter.policy && context.policy.is_some(),
        ..Column::new("bar", "", Kind::Bar).worked(Working::Bar("percent"))
    });
    columns
}

fn of_service(group: &[Compared<'_>], names: &ChargeNames<'_>, context: Context<'_>) -> Vec<Row> {
    let Some(first) = group.first() else {
        return Vec::new();
    };
    let of = service(&first.charge.id);
    let mut rows = vec![Row::words(RowKind::Service, &*first.charge.service)];
    rows.extend(group.iter().map(|row| charge_row(row, of, names, context)));
    let words = format!("{}: {}", first.charge.service, context.counted(group));
    rows.push(Row::words(RowKind::Subtotal, words));
    rows
}

fn charge_row(row: &Compared<'_>, of: &str, names: &ChargeNames<'_>, context: Context<'_>) -> Row {
    let id = &*row.charge.id;
    let short = id
        .strip_prefix(of)
        .map_or(id, |rest| rest.trim_start_matches('.'));
    let (pounds, fraction) = match row.change {
        Change::Moved(pounds, fraction) => (Some(pounds), fraction),
        Change::Unchanged if row.new.is_some_and(|it| it.words.is_some()) => (None, None),
        Change::Unchanged => (Some(RangeDelta::same(Decimal::ZERO)), row.change.fraction()),
        Change::New | Change::Ended | Change::FormChanged => (None, None),
    };
    let bar = fraction.and_then(|it| {
        let end = if it.high.abs() >= it.low.abs() {
            it.high
        } else {
            it.low
        };
        end.checked_div(context.longest)
    });
    let mut cells = vec![
        Cell::text(names.rest(id)),
        Cell::text(if short.is_empty() { id } else { short }),
        price_cell(row.old),
        price_cell(row.new),
        pounds.map_or(Cell::Empty, Cell::Change),
        fraction.map_or(Cell::Empty, Cell::Percent),
        Cell::text(row.change.word()),
    ];
    if context.policy.is_some() {
        let (by, over) = context.policy(row).unzip();
        let percent = |ends: Option<RangeDelta>| ends.map_or(Cell::Empty, Cell::Percent);
        cells.push(percent(by.map(RangeDelta::same)));
        cells.push(percent(over.flatten()));
    }
    cells.push(bar.map_or(Cell::Empty, Cell::Bar));
    let cites = [row.old, row.new].into_iter().flatten();
    Row {
        kind: RowKind::Charge,
        id: Some(id.into()),
        cites: cites.map(|price| price.cite.to_string()).collect(),
        cells,
    }
}

/// A price in a column of money.
#[must_use]
pub fn price_cell(price: Option<&Price>) -> Cell {
    match price.map(|price| price.form) {
        Some(PriceForm::Fixed(money)) => Cell::Money(money),
        Some(form @ PriceForm::Variable(money)) => {
            Cell::Printed(print_format::price_words(form), Some(money))
        }
        Some(PriceForm::Unpriced) => {
            Cell::text(price.and_then(|it| it.words.as_deref()).unwrap_or_default())
        }
        Some(PriceForm::Ended) | None => Cell::Empty,
    }
}
