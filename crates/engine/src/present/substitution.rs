//! A formula with the numbers put in, and what it read.

use super::{
    context::Context,
    operand::{self, Operand},
    packages, value_words,
};
use crate::{
    base::{date::LongDate, ids::RecordId, value::Value},
    check::{
        formula::{Expr, Formula, Node, Operator},
        model::{Home, Version},
    },
    eval::trace::{Source, Worked},
};

/// The formula's text with the value read in the place of each name. What was
/// not read keeps its name, what is not known its name with a question mark;
/// what is asked of every record of a list stays as written.
pub(super) fn substituted(context: &Context<'_>, formula: &Formula, worked: &Worked) -> String {
    let read = operand::operands(worked);
    let mut put: Vec<(usize, usize, String)> = Vec::new();
    match &formula.expr.node {
        // The result is the table's value, so only its arguments are put in.
        Node::Table(_, arguments) | Node::Parameter(_, arguments) => {
            for argument in arguments {
                put_in(context, formula, argument, &read, &mut put);
            }
        }
        _ => put_in(context, formula, &formula.expr, &read, &mut put),
    }
    put.sort();
    let mut text = String::new();
    let mut done = 0;
    for (start, end, words) in put {
        text.push_str(formula.text.get(done..start).unwrap_or(""));
        text.push_str(&words);
        done = end;
    }
    text.push_str(formula.text.get(done..).unwrap_or(""));
    text
}

fn put_in(
    context: &Context<'_>,
    formula: &Formula,
    expr: &Expr,
    read: &[Operand],
    put: &mut Vec<(usize, usize, String)>,
) {
    if matches!(
        expr.node,
        Node::Aggregate(_) | Node::Rank(_) | Node::Used(_)
    ) {
        return;
    }
    if let Node::Arithmetic(operator, sides) = &expr.node
        && sides.1.start == sides.1.end
    {
        // The factor of a conversion, which is not written.
        put_in(context, formula, &sides.0, read, put);
        let factor = read.iter().find(|it| is_of(&sides.1.node, it.source));
        let factor = factor.map_or("?".to_owned(), |it| in_place(context, *it));
        let words = format!(" {} {factor}", sign(*operator));
        put.push((sides.1.start as usize, sides.1.end as usize, words));
        return;
    }
    let same =
        |reading: &&Operand| reading.start == expr.start && is_of(&expr.node, reading.source);
    let Some(found) = read.iter().find(same) else {
        for part in expr.parts() {
            put_in(context, formula, part, read, put);
        }
        return;
    };
    let words = if expr.start == expr.end {
        // The day that an age is taken on, where it is not written.
        format!(" on {}", in_place(context, *found))
    } else if Context::is_unknown(found.value) {
        format!("{}?", formula.written(expr))
    } else {
        in_place(context, *found)
    };
    put.push((expr.start as usize, expr.end as usize, words));
}

fn sign(operator: Operator) -> &'static str {
    match operator {
        Operator::Add => "+",
        Operator::Subtract => "−",
        Operator::Multiply => "×",
        Operator::Divide => "÷",
    }
}

/// Whether something read is what a part of a formula names.
fn is_of(node: &Node, source: Source) -> bool {
    match (node, source) {
        (Node::On, Source::On) => true,
        (Node::Fact(a), Source::Fact(b)) | (Node::Field(_, _, a), Source::Field(b, _)) => *a == b,
        (Node::Value(a, _), Source::Value(b, _)) => *a == b,
        (Node::Charge(a), Source::Charge(b)) => *a == b,
        (Node::Table(a, _), Source::Table(b, _)) => *a == b,
        (Node::Packages(a, _), Source::Packages(b, _)) => *a == b,
        (Node::Parameter(a, _), Source::Parameter(b, _, _)) => *a == b,
        (Node::Calendar(a, _), Source::Calendar(b, _)) => a.calendars().any(|it| it == b),
        _ => false,
    }
}

fn in_place(context: &Context<'_>, reading: Operand) -> String {
    match reading.value {
        Value::DoesNotApply(_) => "(does not apply)".to_owned(),
        Value::Choice(option) => match operand::type_of(context, reading.source).options() {
            Some(options) => options.name(option).to_owned(),
            None => reading.words(context),
        },
        _ => reading.words(context),
    }
}

/// What a formula read of each record of a list, a line each.
pub(super) fn of_records(context: &Context<'_>, formula: &Formula, worked: &Worked) -> Vec<String> {
    let version = context.version();
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    formula.expr.each(&mut |part| {
        if matches!(part.node, Node::Aggregate(_) | Node::Rank(_)) {
            ranges.push((part.start, part.end));
        }
    });
    let mut lines: Vec<(RecordId, Vec<String>)> = Vec::new();
    let mut open: Vec<String> = Vec::new();
    for read in operand::operands(worked) {
        let within = |range: &(u32, u32)| range.0 <= read.start && read.start < range.1;
        if !ranges.iter().any(within) {
            continue;
        }
        let said = || {
            let name = read.name(context);
            format!("{name} {}", read.words(context))
        };
        match (read.source, record_of(version, read.source)) {
            (_, Some(key)) => match lines.iter_mut().find(|(of, _)| *of == key) {
                Some((_, facts)) if facts.contains(&said()) => {}
                Some((_, facts)) => facts.push(said()),
                None => lines.push((key, vec![said()])),
            },
            (Source::Fact(_), _) if !open.contains(&said()) => open.push(said()),
            _ => {}
        }
    }
    let words = |(record, facts): (RecordId, Vec<String>)| {
        let record = version.record_words(record);
        format!("{record}: {}", facts.join(", "))
    };
    lines.into_iter().map(words).chain(open).collect()
}

/// The record that something was read of.
fn record_of(version: &Version, source: Source) -> Option<RecordId> {
    match source {
        Source::Field(fact, number) => match version.facts[fact].home {
            Home::Record(list, _) => Some(RecordId { list, number }),
            _ => None,
        },
        Source::Value(value, record) => RecordId::of(version.values[value].each, record),
        _ => None,
    }
}

/// Where a price, a rate or a table's result is written, a line each.
pub(super) fn origins(context: &Context<'_>, worked: &Worked) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for read in operand::operands(worked) {
        if let Some(line) = origin(context, read).filter(|line| !lines.contains(line)) {
            lines.push(line);
        }
    }
    lines
}

fn origin(context: &Context<'_>, read: Operand) -> Option<String> {
    let name = read.name(context);
    let value = read.words(context);
    match read.source {
        Source::Charge(number) => {
            let tariff = context.ruling.tariff?;
            let price = tariff.prices[number].as_ref()?;
            Some(format!(
                "charge {name} {value}: {}, {}",
                tariff.year, price.cite
            ))
        }
        Source::Table(number, Some(row)) => {
            let table = &context.version().tables[number];
            let met = table.rows.get(usize::from(row))?;
            let cells = value_words::cells(&table.columns, &met.cells);
            let words = format!("table {name} {value}: row {}, {cells}", row + 1);
            Some(context.cited(words, table.cite.as_deref()))
        }
        Source::Table(_, None) => Some(format!("table {name}: no row fits; {value}")),
        Source::Parameter(number, period, row) => {
            let parameter = &context.ruling.parameters[number];
            let period = parameter.periods.get(usize::from(period))?;
            let met = period.rows.get(usize::from(row))?;
            let from = LongDate(period.from);
            let cells = value_words::cells(&parameter.columns, &met.cells);
            let words = format!("parameter {name} {value}: from {from}, {cells}");
            Some(value_words::cited(words, Some(&period.cite)))
        }
        Source::Calendar(number, span) => {
            let calendar = &context.ruling.book.calendars[number];
            let span = span.and_then(|span| calendar.spans.get(usize::from(span)))?;
            let days = value_words::from_to(span.from, span.until);
            let words = format!("calendar {name} {value}: {}, {days}", span.says);
            Some(value_words::cited(words, Some(&calendar.source)))
        }
        Source::Packages(number, bought) => {
            let packages = &context.version().packages[number];
            let bought = packages::counted(packages, bought, |_| String::new());
            let words = format!("packages {name} {value}: {bought}");
            Some(context.cited(words, packages.cite.as_deref()))
        }
        Source::Offer(number, offer, count) => {
            let offer = &context.version().packages[number].offers[offer];
            Some(format!("compared with {count} × {}: {value}", offer.says))
        }
        Source::NoRules(_, on) => Some(format!(
            "rule set {name}: no version covers {}",
            LongDate(on)
        )),
        Source::Used(_)
        | Source::On
        | Source::Fact(_)
        | Source::Field(..)
        | Source::Value(..)
        | Source::Counted(..) => None,
    }
}
