//! A quote: every line with its price and how it was found.

use super::{answer::Answer, text, totals, values};
use crate::{
    answer::Asked,
    base::ids::ListId,
    check::model::{Line, PriceOption, Reduction},
    eval::{
        quote::{Amount, Compared, LineState, Priced, Quote, QuotedLine, Reduced},
        trace::Trace,
    },
    program::wire::{LineWire, NO_PRICE, StepWire},
};

/// A record of a list: both numbers.
type Record = Option<(ListId, u16)>;

/// Writes a quote, with its trace where there is one.
pub(super) fn write(asked: Asked<'_>, quote: &Quote, trace: Option<&Trace>) -> String {
    let mut answer = Answer::begin(asked, trace, quote.outcome().name());
    answer.out.push_str(",\"lines\":[");
    write_lines(&mut answer, quote, &mut true);
    answer.amount("],\"total\":", quote.total);
    if quote.refers() {
        answer.amount(",\"without_referred\":", quote.without_referred);
    }
    totals::write(&mut answer, quote);
    answer.end((quote.missing, quote.assumed), trace)
}

/// Writes the lines of a quote, or of one part of it.
pub(super) fn write_lines(answer: &mut Answer<'_>, quote: &Quote, first: &mut bool) {
    let ruling = answer.asked.ruling;
    for quoted in &quote.lines {
        let number = usize::from(quoted.line);
        let line = ruling.version.lines.get(number);
        let wire = ruling.wire.lines.get(number);
        if let (Some(line), Some(wire)) = (line, wire) {
            values::separate(&mut answer.out, first);
            write_line(answer, line, wire, quoted);
        }
    }
}

fn write_line(answer: &mut Answer<'_>, line: &Line, wire: &LineWire, quoted: &QuotedLine) {
    let record = line.for_each.zip(quoted.record);
    open(&mut answer.out, &wire.step);
    match quoted.record {
        Some(number) => {
            answer.out.push_str(",\"record\":");
            answer.out.push_str(&wire.record);
            text::whole(&mut answer.out, i64::from(number) + 1);
            answer.out.push_str("},\"says\":");
        }
        None => answer.out.push_str(",\"record\":null,\"says\":"),
    }
    answer.prepared(wire.step.says.as_deref(), &line.says, record);
    match (&quoted.state, &wire.unmet) {
        (LineState::DoesNotApply(None), Some(unmet)) => answer.out.push_str(unmet),
        (state, _) => {
            write_state(answer, (line, wire), state, record);
            answer.out.push_str(&wire.step.cite);
        }
    }
    answer.of_part();
    answer.out.push('}');
}

/// Writes whether a line applies, why not, and its price.
fn write_state(
    answer: &mut Answer<'_>,
    (line, wire): (&Line, &LineWire),
    state: &LineState,
    record: Record,
) {
    match state {
        LineState::Applies(priced) => {
            answer.out.push_str(match priced.net {
                Some(_) => ",\"state\":\"priced\",\"reason\":null",
                None => ",\"state\":\"undetermined\",\"reason\":null",
            });
            write_price(answer, (line, wire), priced, record);
        }
        LineState::Unknown(_) => {
            let undetermined = ",\"state\":\"undetermined\",\"reason\":null";
            answer.out.push_str(undetermined);
            answer.out.push_str(NO_PRICE);
        }
        LineState::Refer(_) => {
            answer.out.push_str(",\"state\":\"refer\",\"reason\":");
            answer.say_or_null(line.refer.as_ref(), record);
            answer.out.push_str(NO_PRICE);
        }
        LineState::DoesNotApply(reason) => {
            let out_of_place = ",\"state\":\"does_not_apply\",\"reason\":";
            answer.out.push_str(out_of_place);
            match reason {
                None => answer.say_or_null(line.otherwise.as_ref(), record),
                _ => values::reason(&mut answer.out, answer.asked.ruling.wire, *reason),
            }
            answer.out.push_str(NO_PRICE);
        }
    }
}

fn open(out: &mut String, wire: &StepWire) {
    out.push_str("{\"id\":");
    out.push_str(&wire.id);
}

fn write_price(
    answer: &mut Answer<'_>,
    (line, wire): (&Line, &LineWire),
    priced: &Priced,
    record: Record,
) {
    let chosen = priced.chosen.map(usize::from);
    let amount = match chosen.and_then(|number| priced.compared.get(number)) {
        Some(Compared::Priced(amount)) => Some(*amount),
        _ => None,
    };
    each_and_quantity(answer, amount);
    answer.amount(",\"gross\":", priced.gross);
    answer.out.push_str(",\"chosen\":");
    let several = line.has_named_ways();
    let option = chosen
        .filter(|_| several)
        .and_then(|it| wire.options.get(it));
    answer
        .out
        .push_str(option.map_or("null", |option| &option.id));
    if several {
        answer.out.push_str(",\"compared\":[");
        let options = line.options.iter().zip(&wire.options);
        for (number, (option, compared)) in options.zip(&priced.compared).enumerate() {
            if number > 0 {
                answer.out.push(',');
            }
            write_option(answer, option, compared, record);
        }
        answer.out.push(']');
    }
    answer.out.push_str(",\"reductions\":[");
    let reductions = line.reductions.iter().zip(&wire.reductions);
    for (number, (reduction, reduced)) in reductions.zip(&priced.reductions).enumerate() {
        if number > 0 {
            answer.out.push(',');
        }
        write_reduction(answer, reduction, *reduced, record);
    }
    answer.amount("],\"amount\":", priced.net);
}

fn each_and_quantity(answer: &mut Answer<'_>, amount: Option<Amount>) {
    answer.amount(",\"each\":", amount.map(|amount| amount.each));
    answer.out.push_str(",\"quantity\":");
    match amount {
        Some(amount) => values::value(&mut answer.out, answer.asked, amount.quantity, None),
        None => answer.out.push_str("null"),
    }
}

fn write_option(
    answer: &mut Answer<'_>,
    (option, wire): (&PriceOption, &StepWire),
    compared: &Compared,
    record: Record,
) {
    open(&mut answer.out, wire);
    answer.out.push_str(",\"says\":");
    answer.prepared(wire.says.as_deref(), &option.says, record);
    let (state, amount) = match compared {
        Compared::Priced(amount) => (",\"state\":\"priced\"", Some(*amount)),
        Compared::Unknown(_) => (",\"state\":\"undetermined\"", None),
        Compared::DoesNotApply(_) => (",\"state\":\"does_not_apply\"", None),
    };
    answer.out.push_str(state);
    each_and_quantity(answer, amount);
    answer.amount(",\"amount\":", amount.map(|amount| amount.amount));
    answer.out.push('}');
}

fn write_reduction(
    answer: &mut Answer<'_>,
    (reduction, wire): (&Reduction, &StepWire),
    reduced: Reduced,
    record: Record,
) {
    open(&mut answer.out, wire);
    answer.out.push_str(",\"says\":");
    answer.prepared(wire.says.as_deref(), &reduction.says, record);
    let (state, amount) = match reduced {
        Reduced::Given(amount) => (",\"state\":\"given\"", amount),
        Reduced::NotGiven => (",\"state\":\"not_given\"", None),
        Reduced::Unknown(_) => (",\"state\":\"undetermined\"", None),
    };
    answer.out.push_str(state);
    answer.amount(",\"amount\":", amount);
    answer.out.push_str(&wire.cite);
    answer.out.push('}');
}
