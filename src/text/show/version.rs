//! A version of a rule set as a page that a policy officer can check against
//! the paper it comes from.

use super::{
    after_screening, calendars,
    entry::{Of, gives, read_as, result_words, section},
    facts, history, provisions, rates,
    sheet::Sheet,
};
use crate::{tables::grid::Grid, text::layout::WIDTH};
use almoner_engine::{
    base::{date::LongDate, name::to_words, types::Type},
    check::model::{
        Contents, Criterion, LimitOver, Line, NamedValue, Packages, PriceLimit, Reduction,
        ReductionsApply, Table, Total, Version,
    },
    present::value_words::{self, cell_words, listed},
};

/// The version in full.
#[must_use]
pub fn version(book: &Contents, version: &Version) -> Sheet {
    let of = Of { book, version };
    let mut page = Sheet::default();
    above(&mut page, version);
    section(&mut page, "Facts");
    facts::table(&mut page, version);
    if !version.tables.is_empty() {
        section(&mut page, "Tables");
    }
    for it in &version.tables {
        table(&mut page, of, it);
    }
    if !version.packages.is_empty() {
        section(&mut page, "Packages, the cheapest of which cover a party");
    }
    for it in &version.packages {
        packages(&mut page, of, it);
    }
    if version.values.len() > version.follows.len() {
        section(&mut page, "Values");
    }
    for (number, it) in version.values.iter_ids() {
        if !version.follows.contains(&number) {
            value(&mut page, of, it);
        }
    }
    if !version.criteria.is_empty() {
        section(&mut page, "Criteria, all of which must be met");
    }
    for it in &version.criteria {
        criterion(&mut page, of, it);
    }
    if !version.lines.is_empty() {
        section(&mut page, "Lines of the quote");
    }
    for it in &version.lines {
        line(&mut page, of, it);
    }
    if !version.totals.is_empty() {
        section(&mut page, "Other totals");
    }
    for it in &version.totals {
        total(&mut page, of, it);
    }
    if !version.limits.is_empty() {
        section(&mut page, "Limits on what lines come to together");
    }
    for it in &version.limits {
        limit(&mut page, of, it);
    }
    below(&mut page, of);
    provisions::below(&mut page, of);
    page
}

fn above(page: &mut Sheet, version: &Version) {
    page.heading(&format!("{} ({})", version.title, version.id));
    page.hanging(0, "Source:    ", &version.source);
    let until = version.until.map_or_else(
        || " until a later version takes over".to_owned(),
        |until| format!(" until {}", LongDate(until)),
    );
    let from = LongDate(version.in_force);
    page.hanging(0, "In force:  ", &format!("from {from}{until}"));
    page.hanging(0, "Decided:   ", &value_words::decided(&version.decision));
    if let Some(rule) = &version.rounding {
        page.hanging(
            0,
            "Rounding:  ",
            &format!("amounts are rounded {}", rule.rounding),
        );
        read_as(page, rule.reading.as_deref());
    }
    if let Some(valid_for) = version.selection.valid_for {
        let valid_for = value_words::interval(valid_for);
        page.hanging(0, "Valid for: ", &valid_for);
    }
    if let Some(advice) = &version.advice {
        page.hanging(0, "Advice:    ", advice);
    }
}

fn value(page: &mut Sheet, of: Of<'_>, value: &NamedValue) {
    of.entry(
        page,
        &value.id,
        &value.says.as_written(),
        value.cite.as_deref(),
    );
    of.part(page, "", Some(&value.is));
    if let Some((from, to)) = value.converts {
        let words = format!("amounts {} × this are amounts {}", from.by(), to.by());
        page.hanging(4, "", &words);
    }
    of.part(page, "only when ", value.when.as_ref());
    of.day(page, value.on);
    read_as(page, value.reading.as_deref());
}

fn criterion(page: &mut Sheet, of: Of<'_>, criterion: &Criterion) {
    let says = criterion.says.as_written();
    of.entry(page, &criterion.id, &says, Some(&criterion.cite));
    of.part(page, "", Some(&criterion.holds));
    of.part(page, "only when ", criterion.when.as_ref());
    of.day(page, criterion.on);
    read_as(page, criterion.reading.as_deref());
    for (opening, words) in [
        ("If not met, a person decides: ", &criterion.refer),
        ("If not met: ", &criterion.remedy),
    ] {
        if let Some(words) = words {
            page.hanging(4, opening, &words.as_written());
        }
    }
}

fn line(page: &mut Sheet, of: Of<'_>, line: &Line) {
    let version = of.version;
    of.entry(page, &line.id, &line.says.as_written(), Some(&line.cite));
    if let Some(list) = line.for_each {
        let list = version.list_name(list);
        page.paragraph(4, &format!("one line for each of {list}"));
    }
    of.part(page, "only when ", line.when.as_ref());
    if let Some(otherwise) = &line.otherwise {
        page.hanging(4, "otherwise there is none: ", &otherwise.as_written());
    }
    let several = line.has_named_ways();
    if line.options.len() > 1 {
        page.paragraph(
            4,
            match line.open_point {
                Some(_) => "as an open point of the source is read, if:",
                None => "the cheapest of:",
            },
        );
    }
    for option in &line.options {
        if several {
            page.hanging(
                4,
                "- ",
                &format!("{}: {}", option.id, option.says.as_written()),
            );
        }
        let indent = if several { 6 } else { 4 };
        let parts = [
            ("only when ", option.when.as_ref()),
            ("the price of one: ", Some(&option.each)),
            ("how many: ", option.quantity.as_ref()),
        ];
        for (opening, part) in parts {
            if let Some(part) = part {
                page.formula(indent, opening, &of.formula(part));
            }
        }
    }
    if let Some(refer) = &line.refer {
        let opening = "where none applies, a person decides: ";
        page.hanging(4, opening, &value_words::sentence(&refer.as_written()));
    }
    read_as(page, line.reading.as_deref());
    if let Some(words) = together(line) {
        page.hanging(4, "", words);
    }
    for it in &line.reductions {
        reduction(page, of, it);
    }
}

fn total(page: &mut Sheet, of: Of<'_>, total: &Total) {
    of.entry(
        page,
        &total.id,
        &total.says.as_written(),
        total.cite.as_deref(),
    );
    of.part(page, "when ", total.when.as_ref());
    of.part(page, "times ", Some(&total.times));
    let lines = total.of.iter().map(|line| &*of.version.lines[*line].id);
    let lines: Vec<&str> = lines.collect();
    page.hanging(4, "of the lines ", &listed(&lines, "and"));
    read_as(page, total.reading.as_deref());
}

fn limit(page: &mut Sheet, of: Of<'_>, limit: &PriceLimit) {
    let version = of.version;
    of.entry(page, &limit.id, &limit.says.as_written(), Some(&limit.cite));
    if let Some(list) = limit.for_each {
        let list = version.list_name(list);
        page.paragraph(4, &format!("one for each of {list}"));
    }
    if limit.over == LimitOver::Month {
        page.paragraph(4, "in each calendar month");
    }
    of.part(page, "only when ", limit.when.as_ref());
    of.part(page, "nothing below ", limit.nothing_below.as_ref());
    of.part(page, "at least ", limit.at_least.as_ref());
    of.part(page, "at most ", limit.at_most.as_ref());
    if let Some(rounding) = limit.rounding {
        page.hanging(4, "rounded ", &rounding.to_string());
    }
    let lines = limit.lines.iter().map(|line| &*version.lines[*line].id);
    let lines: Vec<&str> = lines.collect();
    page.hanging(4, "of the lines ", &listed(&lines, "and"));
    read_as(page, limit.reading.as_deref());
}

/// How several reductions of a line act together.
fn together(line: &Line) -> Option<&'static str> {
    let several = line.reductions.as_slice().len() > 1;
    several.then_some(match line.reductions_apply {
        ReductionsApply::ToGross => "each off the price before reductions:",
        ReductionsApply::OneAfterOther => "each off what the ones before it leave:",
        ReductionsApply::Best => "only the one that takes most:",
    })
}

fn reduction(page: &mut Sheet, of: Of<'_>, reduction: &Reduction) {
    let words = format!("{} — {}", reduction.id, reduction.says.as_written());
    let cite = value_words::in_paper(of.version, &reduction.cite);
    let (lead, does) = match reduction.is_increase {
        true => ("plus ", "adds "),
        false => ("less ", "takes off "),
    };
    page.hanging(4, lead, &value_words::cited(words, Some(cite)));
    page.formula(9, "when ", &reduction.when.text);
    page.formula(9, does, &reduction.take.text);
    if let Some(at_least) = &reduction.at_least {
        page.formula(9, "at least ", &at_least.text);
    }
    if let Some(rounding) = reduction.rounding {
        page.hanging(9, "rounded ", &rounding.to_string());
    }
    if let Some(at_most) = &reduction.at_most {
        page.formula(9, "at most ", &at_most.text);
    }
    if let Some(reading) = &reduction.reading {
        page.hanging(9, "Read as: ", &value_words::sentence(reading));
    }
}

fn table(page: &mut Sheet, of: Of<'_>, table: &Table) {
    of.entry(page, &table.id, &table.says, table.cite.as_deref());
    let names: Vec<String> = table
        .columns
        .iter()
        .map(|column| to_words(&column.id))
        .collect();
    let gives = gives(table.per);
    let headings: Vec<&str> = names.iter().map(String::as_str).chain([&*gives]).collect();
    let mut grid = Grid::new(&headings, WIDTH);
    for row in &table.rows {
        let cells = table.columns.iter().zip(&row.cells);
        let mut cells: Vec<String> = cells
            .map(|(column, cell)| cell_words(column, cell))
            .collect();
        cells.push(result_words(of.book, row.gives, &table.gives));
        grid.row(&cells);
    }
    page.grid(4, grid);
    read_as(page, table.reading.as_deref());
}

fn packages(page: &mut Sheet, of: Of<'_>, set: &Packages) {
    of.entry(page, &set.id, &set.says, set.cite.as_deref());
    for offer in &set.offers {
        page.hanging(4, "- ", &format!("{}: {}", offer.id, offer.says));
        let holds = set.covers.iter().zip(&offer.holds);
        let holds: Vec<String> = holds
            .filter(|(_, count)| **count > 0)
            .map(|(covered, count)| format!("{count} {}", to_words(covered)))
            .collect();
        let most: u32 = offer.holds.iter().map(|it| u32::from(*it)).sum();
        let in_all = match u32::from(offer.in_all) < most {
            true => format!(", {} in all", offer.in_all),
            false => String::new(),
        };
        page.hanging(
            6,
            "holds up to: ",
            &format!("{}{in_all}", listed(&holds, "and")),
        );
        let least = set.covers.iter().zip(&offer.at_least);
        let least: Vec<String> = least
            .filter(|(_, count)| **count > 0)
            .map(|(covered, count)| format!("{count} {}", to_words(covered)))
            .collect();
        if !least.is_empty() {
            page.hanging(6, "is for at least: ", &listed(&least, "and"));
        }
        page.hanging(
            6,
            "its price: ",
            &result_words(of.book, offer.gives, &Type::Money),
        );
    }
    read_as(page, set.reading.as_deref());
}

fn below(page: &mut Sheet, of: Of<'_>) {
    let Of { book, version } = of;
    if !version.follows.is_empty() {
        section(page, "What follows from an eligible answer");
    }
    for number in &version.follows {
        value(page, of, &version.values[*number]);
    }
    after_screening::below(page, of);
    if !version.calendars.is_empty() {
        section(page, "Calendars used");
    }
    for number in &version.calendars {
        calendars::states(page, book, *number);
    }
    if !version.parameters.is_empty() {
        section(page, "Dated rates used");
    }
    for number in &version.parameters {
        rates::used(page, &book.parameters[*number]);
    }
    if version.charges.is_empty() {
        return;
    }
    section(page, "Charges used");
    page.grid(0, history::price_grid(book, &version.charges));
}
