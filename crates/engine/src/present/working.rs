//! Every formula that was evaluated, in the order of the rule file: as
//! written, with the numbers put in, and what came out.

use super::{
    context::Context,
    labels, missing,
    quote::quoted_parts,
    substitution, used_value,
    value_words::{self, amount, from_to},
};
use crate::{
    answer::Answer,
    base::{
        ids::{FormulaId, RecordId},
        money::Money,
        ratio::Ratio,
        value::Value,
    },
    check::{
        formula::Formula,
        model::{FormulaSite, Line, Role, Step},
    },
    eval::{
        price_limits::LimitState,
        quote::{Amount, Compared, LineState, Priced, Quote, QuotedLine, Reduced},
        trace::Worked,
    },
    program::step_label,
};

/// How an answer came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Working {
    /// `How this was calculated`; with the days, for a part of a booking.
    pub heading: String,
    /// The steps, in the order of the rule file.
    pub steps: Vec<StepView>,
    /// The lines added up, where there are several and a total.
    pub sum: Option<String>,
}

/// A value, a criterion, a line or another step, for the case or a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepView {
    /// `line lessons, child 2`.
    pub name: String,
    /// What it is, in words.
    pub says: Option<String>,
    /// The paragraph, without the name of the rule set's own paper.
    pub cite: Option<String>,
    /// How an open point of the source is read, in a sentence.
    pub reading: Option<String>,
    /// Its formulas.
    pub formulas: Vec<FormulaView>,
    /// The amount of a price or a reduction, and the rounding if that changed
    /// it: a sentence each.
    pub amounts: Vec<String>,
}

/// A formula that was evaluated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormulaView {
    /// What the formula is for, `when` or `how many:`; empty for the step's
    /// own.
    pub lead: &'static str,
    /// As written.
    pub text: String,
    /// Where it reads what is confidential: that nothing more is shown.
    pub withheld: Option<&'static str>,
    /// With the values put in, where that is not the same.
    pub substituted: Option<String>,
    /// What it read of each record of a list.
    pub records: Vec<String>,
    /// What came out, where that is not what `substituted` says already.
    pub result: Option<String>,
    /// Where the prices, rates and table rows that it read are written.
    pub sources: Vec<String>,
}

/// How the answer to a screening came about, or one that was not finished.
pub(super) fn working(context: &Context<'_>) -> Working {
    Working {
        heading: labels::WORKING.to_owned(),
        steps: steps(context, None),
        sum: None,
    }
}

/// How a quote came about.
pub(super) fn quote_working(context: &Context<'_>, quote: &Quote) -> Working {
    Working {
        heading: labels::WORKING.to_owned(),
        steps: steps(context, Some(quote)),
        sum: sum(quote),
    }
}

/// How the quote of each part of a booking came about.
pub(super) fn quote_in_parts_working(answer: &Answer<'_>) -> Vec<Working> {
    let parts = quoted_parts(answer);
    let working = parts.iter().map(|part| {
        let days = from_to(part.days.0, part.days.1);
        Working {
            heading: format!("{} for {days}", labels::WORKING),
            ..quote_working(&part.context, part.quote)
        }
    });
    let of_limits = answer.limit_traces().iter().filter_map(|(number, trace)| {
        let part = answer.parts().nth(*number)?;
        let context = Context::new(part.asked(), Some(trace));
        Some(Working {
            heading: format!("{}: the limits", labels::WORKING),
            ..self::working(&context)
        })
    });
    working.chain(of_limits).collect()
}

/// How the screening of each part of a period came about.
pub(super) fn screening_in_parts_working(answer: &Answer<'_>) -> Vec<Working> {
    let working = answer.parts().map(|part| {
        let days = part.days().map(|(first, last)| from_to(first, last));
        Working {
            heading: format!("{} for {}", labels::WORKING, days.unwrap_or_default()),
            ..self::working(&Context::of_part(part))
        }
    });
    let whole = Context::new(answer.asked(), answer.whole_trace());
    let whole = Some(self::working(&whole)).filter(|it| !it.steps.is_empty());
    working.chain(whole).collect()
}

/// Each step once; the steps of one record of a line are adjacent.
fn steps(context: &Context<'_>, quote: Option<&Quote>) -> Vec<StepView> {
    let mut worked: Vec<(Key, &Worked, Role)> = context
        .worked
        .iter()
        .filter_map(|worked| {
            let (step, role) = context.part(worked.formula);
            let shown = !matches!(role, Role::Wording | Role::Assume);
            shown.then(|| (key(context, step, worked), worked, role))
        })
        .collect();
    worked.sort_by_key(|(key, worked, _)| (key.place, key.record, worked.formula));
    let together =
        worked.chunk_by(|(one, ..), (next, ..)| (one.step, one.record) == (next.step, next.record));
    together
        .filter_map(|formulas| {
            let (key, first, _) = formulas.first()?;
            let (_, last, _) = formulas.last()?;
            let mut step = heading(context, key.step, first);
            let views = formulas.iter();
            step.formulas = views
                .map(|(_, worked, role)| formula(context, worked, *role))
                .collect();
            if let Some(quote) = quote {
                step.amounts = amounts(context, quote, key.step, last);
            }
            Some(step)
        })
        .collect()
}

/// Where a formula is shown.
struct Key {
    /// The first formula of the group.
    place: FormulaId,
    record: Option<u16>,
    /// The step under whose heading it is shown.
    step: Step,
}

/// The only way to price a line is shown as the line.
fn key(context: &Context<'_>, step: Step, worked: &Worked) -> Key {
    let version = context.version();
    let (step, of) = match step {
        Step::Option(line, _) => {
            let only = version.lines[line].options.len() == 1;
            (if only { Step::Line(line) } else { step }, Step::Line(line))
        }
        Step::Reduction(line, _) => (step, Step::Line(line)),
        _ => (step, step),
    };
    let together = |site: &FormulaSite| match site.step {
        Step::Option(line, _) | Step::Reduction(line, _) => Step::Line(line) == of,
        step => step == of,
    };
    let first = version.formula_sites.id_where(together);
    Key {
        place: first.unwrap_or(worked.formula),
        record: worked.record,
        step,
    }
}

/// A step without its formulas.
fn heading(context: &Context<'_>, step: Step, worked: &Worked) -> StepView {
    let version = context.version();
    let about = step_label::step_label(version, step);
    let list = version.list_of(step);
    let record = RecordId::of(list, worked.record);
    let mut name = format!("{} {}", about.kind, about.id);
    if let Some(record) = record {
        name.push_str(&format!(", {}", version.record_words(record)));
    }
    let does_not_apply =
        worked.result == Some(Value::YesNo(false)) && matches!(step, Step::Line(_));
    let says = about.says.filter(|_| !does_not_apply);
    let says = says.map(|says| context.say(says, record));
    let reading = about.reading.filter(|_| !matches!(step, Step::Option(..)));
    StepView {
        name,
        says: says.filter(|says| !says.is_empty()),
        cite: about
            .cite
            .map(|cite| value_words::in_paper(version, cite).to_owned()),
        reading: reading.map(value_words::sentence),
        formulas: Vec::new(),
        amounts: Vec::new(),
    }
}

fn lead(role: Role) -> &'static str {
    match role {
        Role::Is | Role::Wording | Role::Assume => "",
        Role::When => "when",
        Role::From => "counted from:",
        Role::Until => "until:",
        Role::Each => "the price of one:",
        Role::Quantity => "how many:",
        Role::Take => "takes off:",
        Role::Adds => "adds:",
        Role::AtLeast => "at least:",
        Role::AtMost => "at most:",
        Role::NothingBelow => "nothing below:",
    }
}

fn formula(context: &Context<'_>, worked: &Worked, role: Role) -> FormulaView {
    let formula = context.formula(worked.formula);
    let mut view = FormulaView {
        lead: lead(role),
        text: formula.text.to_string(),
        ..FormulaView::default()
    };
    if context.secrets().within(&formula.expr) {
        view.withheld =
            Some("(what it reads is confidential; neither that nor what came out is shown)");
        return view;
    }
    let substituted = substitution::substituted(context, formula, worked);
    let result = result(context, worked, formula);
    view.records = substitution::of_records(context, formula, worked);
    view.sources = substitution::origins(context, worked);
    view.sources.extend(used_value::lines_of(context, worked));
    view.result = Some(result).filter(|result| *result != substituted);
    let only_unknown = substituted == format!("{}?", formula.text);
    let differs = substituted != *formula.text && !only_unknown;
    view.substituted = Some(substituted).filter(|_| differs);
    view
}

/// What came out of a formula, in words.
fn result(context: &Context<'_>, worked: &Worked, formula: &Formula) -> String {
    match worked.result {
        None => "could not be calculated".to_owned(),
        Some(Value::Unknown(missing)) => {
            let needs = missing::names(context, missing, None);
            format!("not known, needs {needs}")
        }
        Some(value) => context.words_by(value, &formula.ty, formula.per),
    }
}

/// The amount of a price or a reduction, and the rounding if it changed the
/// amount.
fn amounts(context: &Context<'_>, quote: &Quote, step: Step, worked: &Worked) -> Vec<String> {
    let (Step::Line(line) | Step::Option(line, _) | Step::Reduction(line, _)) = step else {
        return Vec::new();
    };
    let same = |it: &&QuotedLine| it.line == line && it.record == worked.record;
    let state = quote.lines.iter().find(same).map(|it| &it.state);
    let state = match (state, step) {
        (Some(LineState::Alternatives(states)), Step::Option(_, option)) => {
            states.get(usize::from(option))
        }
        (state, _) => state,
    };
    let Some(LineState::Applies(priced)) = state else {
        return Vec::new();
    };
    let option = match step {
        Step::Option(_, option) => usize::from(option),
        Step::Reduction(_, reduction) => {
            let line = &context.version().lines[line];
            let reduced = reduced(context, line, priced, usize::from(reduction), worked);
            return reduced.into_iter().collect();
        }
        _ => 0,
    };
    let only = priced.compared.len() == 1;
    match priced.compared.get(option) {
        Some(Compared::Priced(amount)) if only || matches!(step, Step::Option(..)) => {
            way(context, amount)
        }
        _ => Vec::new(),
    }
}

/// One way to price a line: rounded, times the quantity.
fn way(context: &Context<'_>, amount: &Amount) -> Vec<String> {
    let mut words = Vec::new();
    words.extend(rounded(context, amount.worked, amount.each));
    let Some(quantity) = amount.quantity.number() else {
        return words;
    };
    if quantity == Ratio::ONE {
        return words;
    }
    let product = amount.each.checked_mul(quantity);
    let product = product.unwrap_or(amount.amount);
    let (plain, shown) = (quantity.normalize(), value_words::amount(product));
    words.push(format!("{plain} × {} = {shown}", amount.each));
    words.extend(rounded(context, product, amount.amount));
    words
}

fn rounded(context: &Context<'_>, before: Money, after: Money) -> Option<String> {
    let rule = context.version().rounding.as_ref();
    let rule = rule.filter(|_| before != after)?;
    let (before, how) = (amount(before), rule.rounding);
    Some(format!("{before} rounded {how}: {after}"))
}

/// What a reduction or an increase leaves, and how it was rounded where it is
/// the only thing that changed the amount.
fn reduced(
    context: &Context<'_>,
    line: &Line,
    priced: &Priced,
    number: usize,
    worked: &Worked,
) -> Option<String> {
    let state = *priced.reductions.get(number)?;
    let before = match state {
        Reduced::NotBest(_) => priced.gross?,
        _ => priced.before(number)?,
    };
    let base = priced.base(line.reductions_apply, number)?;
    let share = match worked.result {
        Some(Value::Percent(share)) => base.checked_mul(share),
        _ => None,
    };
    let of_base = share
        .filter(|_| base != before)
        .map(|share| format!("of {base} this is {}; ", amount(share)));
    let of_base = of_base.unwrap_or_default();
    let taken = match state {
        Reduced::Given(taken) => taken?,
        Reduced::Added(added) => {
            let added = added?;
            let after = before.checked_add(added)?;
            return Some(format!("{of_base}{before} and {added} is {after}"));
        }
        Reduced::NotBest(taken) => {
            let taken = taken?;
            return Some(format!(
                "{taken} would be taken off, less than the reduction given"
            ));
        }
        Reduced::NotGiven | Reduced::Unknown(_) => return None,
    };
    let after = before.difference(taken)?;
    let exactly = share.and_then(|share| before.difference(share));
    let reduction = line.reductions.as_slice().get(number)?;
    let is_limited = reduction.at_least.is_some() || reduction.at_most.is_some();
    let is_plain = base == before && !is_limited && reduction.rounding.is_none();
    Some(match (exactly, &context.version().rounding) {
        (Some(exactly), Some(rule)) if is_plain && exactly != after => {
            let (exactly, how) = (amount(exactly), rule.rounding);
            let words = format!("{before} less this is {exactly}, rounded {how}: {after}");
            format!("{words}; so {taken} is taken off")
        }
        _ => format!("{of_base}{before} less {taken} is {after}"),
    })
}

/// The lines added up.
fn sum(quote: &Quote) -> Option<String> {
    let nets: Vec<String> = quote
        .lines
        .iter()
        .filter_map(|quoted| match &quoted.state {
            LineState::Applies(priced) => priced.net.map(|net| net.to_string()),
            _ => None,
        })
        .collect();
    let limits = quote.limits.iter().filter_map(|it| match &it.state {
        LimitState::Changed(changed) => Some(signed(changed.difference)),
        _ => None,
    });
    let limits: Vec<String> = limits.collect();
    let total = quote
        .total
        .filter(|_| nets.len() > 1 || !limits.is_empty())?;
    let sum = nets.join(" + ");
    Some(format!("total = {sum}{} = {total}", limits.concat()))
}

/// ` − £0.11`, ` + £20.00`.
fn signed(difference: Money) -> String {
    match difference.high() <= Ratio::ZERO {
        true => {
            let taken = Money::of_ends([-difference.low(), -difference.high()]);
            format!(" − {taken}")
        }
        false => format!(" + {difference}"),
    }
}
