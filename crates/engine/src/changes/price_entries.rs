//! The entries of pricings, tables, and what a version reads of other files on a
//! day: dated rates, prices and calendars.

use super::entry::{Entry, Section};
use crate::{
    base::{bounds::DisplayValue, date::LongDate, name::to_words, types::Type, value::Value},
    check::{
        formula::{Formula, Node},
        model::{
            Calendar, Column, Contents, Line, Packages, Parameter, PriceForm, PriceLimit,
            PriceOption, Reduction, Row, Table, TableResult, Total, Version,
        },
    },
    present::value_words::{self, cell_words},
    program::model::Ruling,
};

/// Tables, lines, totals and limits, and what is read of other files.
pub(super) fn entries(ruling: &Ruling<'_>) -> Vec<Entry> {
    let (book, version) = (ruling.book, ruling.version);
    let mut entries: Vec<Entry> = Vec::new();
    entries.extend(version.tables.iter().map(|it| table(book, it)));
    entries.extend(version.packages.iter().map(|it| packages(book, it)));
    let rates = version.parameters.iter();
    entries.extend(rates.map(|it| rate(ruling, &ruling.parameters[*it])));
    entries.extend(charges(ruling));
    let calendars = version.calendars.iter();
    entries.extend(calendars.map(|it| calendar(&book.calendars[*it])));
    for it in &version.lines {
        let (own, named): (Vec<&PriceOption>, Vec<&PriceOption>) =
            it.options.iter().partition(|option| option.id == it.id);
        let line = line(version, it);
        entries.push(
            own.into_iter()
                .fold(line, |line, it| priced(book, line, it)),
        );
        entries.extend(named.into_iter().map(|option| {
            let id = format!("{}.{}", it.id, option.id);
            let entry = Entry::new(Section::Option, id);
            priced(book, entry.wording("says", "Words", &option.says), option)
        }));
        let places = (1..).zip(&it.reductions);
        entries.extend(places.map(|(place, reduction)| of_line(it, place, reduction)));
    }
    entries.extend(version.totals.iter().map(|it| total(version, it)));
    entries.extend(version.limits.iter().map(|it| limit(version, it)));
    entries
}

fn line(version: &Version, line: &Line) -> Entry {
    let each = line.for_each.map(|list| version.list_name(list));
    let refers = if line.refer.is_some() { "yes" } else { "" };
    let together = match line.reductions.as_slice() {
        [] | [_] => "",
        _ => line.reductions_apply.name(),
    };
    Entry::new(Section::Line, &*line.id)
        .wording("says", "Words", &line.says)
        .rule("for_each", "For each of", each.unwrap_or_default())
        .formula("when", "Only when", line.when.as_ref())
        .wording("otherwise", "Otherwise", line.otherwise.as_ref())
        .words(
            "open_point",
            "Open point",
            line.open_point.as_deref().unwrap_or_default(),
        )
        .rule("refers", "A person prices the rest", refers)
        .wording("refer", "What the person is asked", line.refer.as_ref())
        .rule("reductions_apply", "Reductions apply", together)
        .cited(Some(&line.cite), line.reading.as_deref())
}

/// An entry with how it is priced.
fn priced(book: &Contents, entry: Entry, option: &PriceOption) -> Entry {
    entry
        .formula("option_when", "Priced so only when", option.when.as_ref())
        .rule("each", "Price of one", with_charges(book, &option.each))
        .formula("quantity", "How many", option.quantity.as_ref())
}

/// A formula as written, with the name of the charge where it says only `charge`.
fn with_charges(book: &Contents, formula: &Formula) -> String {
    let mut names: Vec<&str> = Vec::new();
    formula.expr.each(&mut |part| {
        if let Node::Charge(number) = part.node
            && formula.written(part) == "charge"
        {
            names.push(&book.charges[number].id);
        }
    });
    match names.as_slice() {
        [] => formula.text.to_string(),
        names => format!("{} (charge {})", formula.text, names.join(", ")),
    }
}

fn of_line(line: &Line, place: usize, reduction: &Reduction) -> Entry {
    let takes = match reduction.is_increase {
        true => "Adds",
        false => "Takes off",
    };
    let rounding = reduction.rounding.map(|it| it.to_string());
    Entry::new(Section::Reduction, format!("{}.{}", line.id, reduction.id))
        .wording("says", "Words", &reduction.says)
        .rule("place", "Place among them", place.to_string())
        .formula("when", "Only when", &reduction.when)
        .formula("take", takes, &reduction.take)
        .formula("at_least", "At least", reduction.at_least.as_ref())
        .formula("at_most", "At most", reduction.at_most.as_ref())
        .rule("rounding", "Rounded", rounding.unwrap_or_default())
        .cited(Some(&reduction.cite), reduction.reading.as_deref())
}

fn total(version: &Version, total: &Total) -> Entry {
    let lines: Vec<&str> = total.of.iter().map(|it| &*version.lines[*it].id).collect();
    let each = total.for_each.map(|list| version.list_name(list));
    Entry::new(Section::Total, &*total.id)
        .wording("says", "Words", &total.says)
        .rule("for_each", "For each of", each.unwrap_or_default())
        .formula("when", "Only when", total.when.as_ref())
        .wording("otherwise", "Otherwise", total.otherwise.as_ref())
        .formula("times", "Times", &total.times)
        .rule("of", "Of the lines", lines.join(", "))
        .cited(total.cite.as_deref(), total.reading.as_deref())
}

fn limit(version: &Version, limit: &PriceLimit) -> Entry {
    let lines: Vec<&str> = limit
        .lines
        .iter()
        .map(|it| &*version.lines[*it].id)
        .collect();
    let each = limit.for_each.map(|list| version.list_name(list));
    let rounding = limit.rounding.map(|it| it.to_string());
    Entry::new(Section::Limit, &*limit.id)
        .wording("says", "Words", &limit.says)
        .rule("over", "Over", limit.over.name())
        .rule("for_each", "For each of", each.unwrap_or_default())
        .formula("when", "Only when", limit.when.as_ref())
        .formula(
            "nothing_below",
            "Nothing below",
            limit.nothing_below.as_ref(),
        )
        .formula("at_least", "At least", limit.at_least.as_ref())
        .formula("at_most", "At most", limit.at_most.as_ref())
        .rule("rounding", "Rounded", rounding.unwrap_or_default())
        .rule("lines", "Of the lines", lines.join(", "))
        .cited(Some(&limit.cite), limit.reading.as_deref())
}

fn table(book: &Contents, table: &Table) -> Entry {
    Entry::new(Section::Table, &*table.id)
        .words("says", "Words", &*table.says)
        .rule(
            "rows",
            "Rows",
            rows(book, (&table.columns, &table.gives), &table.rows),
        )
        .cited(table.cite.as_deref(), table.reading.as_deref())
}

/// The rows of a table, one a line: `age 5 to 7, weekly → £5.00`.
fn rows(book: &Contents, (columns, gives): (&[Column], &Type), rows: &[Row]) -> String {
    let each = rows.iter().map(|row| {
        let cells = columns.iter().zip(&row.cells);
        let cells = cells
            .map(|(column, cell)| format!("{} {}", to_words(&column.id), cell_words(column, cell)));
        let cells: Vec<String> = cells.collect();
        match cells.as_slice() {
            [] => result(book, row.gives, gives),
            cells => format!("{} → {}", cells.join(", "), result(book, row.gives, gives)),
        }
    });
    each.collect::<Vec<_>>().join("\n")
}

fn result(book: &Contents, gives: TableResult, ty: &Type) -> String {
    match gives {
        TableResult::Value(value) => plain(value, ty),
        TableResult::Charge(number) => format!("charge {}", book.charges[number].id),
    }
}

/// A value that is written in a rule file.
pub(super) fn plain(value: Value, ty: &Type) -> String {
    match (value, ty) {
        (Value::Choice(option), Type::Choice(options)) => options.words(option).into_owned(),
        _ => DisplayValue(value).to_string(),
    }
}

fn packages(book: &Contents, set: &Packages) -> Entry {
    let counted = |counts: &[u16]| {
        let counts = set
            .covers
            .iter()
            .zip(counts)
            .filter(|(_, count)| **count > 0);
        let counts = counts.map(|(covered, count)| format!("{count} {}", to_words(covered)));
        counts.collect::<Vec<_>>().join(", ")
    };
    let offers = set.offers.iter().map(|offer| {
        let gives = result(book, offer.gives, &Type::Money);
        let (holds, least) = (counted(&offer.holds), counted(&offer.at_least));
        let least = match least.as_str() {
            "" => String::new(),
            least => format!("; at least {least}"),
        };
        let (id, says, in_all) = (&offer.id, &offer.says, offer.in_all);
        format!("{id} ({says}): up to {holds}, {in_all} in all{least} → {gives}")
    });
    let offers: Vec<String> = offers.collect();
    Entry::new(Section::Packages, &*set.id)
        .words("says", "Words", &*set.says)
        .rule("offers", "Offers", offers.join("\n"))
        .cited(set.cite.as_deref(), set.reading.as_deref())
}

/// A dated rate as it is on the day asked about.
fn rate(ruling: &Ruling<'_>, rate: &Parameter) -> Entry {
    let entry = Entry::new(Section::Rate, &*rate.id).words("says", "Words", &*rate.says);
    let periods = rate
        .periods
        .iter()
        .filter(|period| period.from <= ruling.on);
    let Some(period) = periods.max_by_key(|period| period.from) else {
        return entry.rule("rows", "Rate", "none on that day");
    };
    let columns = (&*rate.columns, &rate.gives);
    entry
        .words("from", "Since", LongDate(period.from).to_string())
        .words("decided", "Decided", value_words::decided(&period.decision))
        .rule("rows", "Rate", rows(ruling.book, columns, &period.rows))
        .cited(Some(&period.cite), period.reading.as_deref())
}

/// The prices that the version reads, as they are on the day asked about.
fn charges(ruling: &Ruling<'_>) -> Vec<Entry> {
    let Some(tariff) = ruling.tariff else {
        return Vec::new();
    };
    let charges = ruling.version.charges.iter().map(|number| {
        let charge = &ruling.book.charges[*number];
        let entry = Entry::new(Section::Charge, &*charge.id).words("label", "Name", &*charge.name);
        let Some(price) = &tariff.prices[*number] else {
            return entry.rule("price", "Price", "none in that year");
        };
        let amount = match (price.form.amount(), &price.words) {
            (Some(amount), _) => amount.to_string(),
            (None, Some(words)) => words.to_string(),
            (None, None) if price.form == PriceForm::Ended => "charged no longer".to_owned(),
            (None, None) => "no amount".to_owned(),
        };
        entry
            .rule("price", "Price", amount)
            .words("vat", "VAT letter", &*price.vat)
            .cited(Some(&price.cite), None)
    });
    charges.collect()
}

fn calendar(calendar: &Calendar) -> Entry {
    let spans = calendar.spans.iter().map(|span| {
        let days = value_words::from_to(span.from, span.until);
        format!("{days}: {}", span.says)
    });
    let spans: Vec<String> = spans.collect();
    Entry::new(Section::Calendar, &*calendar.id)
        .words("says", "Words", &*calendar.says)
        .rule(
            "covers",
            "Covers",
            value_words::from_to(calendar.from, calendar.until),
        )
        .rule("days", "Days", spans.join("\n"))
        .words("known", "Known since", LongDate(calendar.known).to_string())
        .words("source", "Source", &*calendar.source)
}
