//! Every formula worked out, in the order of the rule file: as written, with
//! the numbers put in, and what came out.

use rust_decimal::Decimal;

use super::{answered::Answered, filled, open, page::Page, quote::line_of, shown};
use almoner_engine::{
    base::{ids::FormulaId, money::Money, value::Value},
    check::{
        formula::Formula,
        model::{Part, Role, Step},
    },
    eval::{
        quote::{Amount, Compared, LineState, Priced, Quote, QuotedLine, Reduced},
        trace::Worked,
    },
    program::wire,
};

/// How the answer to a screening was worked out.
pub(super) fn screening(page: &mut Page, answered: &Answered<'_>) {
    title(page);
    steps(page, answered, None);
}

/// How a quote was worked out.
pub(super) fn quote(page: &mut Page, answered: &Answered<'_>, quote: &Quote) {
    title(page);
    steps(page, answered, Some(quote));
    sum(page, answered, quote);
}

/// How the quote of one part was worked out.
pub(super) fn part(page: &mut Page, answered: &Answered<'_>, quote: &Quote, days: &str) {
    page.blank();
    page.heading(&format!("How it was worked out for {days}"));
    steps(page, answered, Some(quote));
    sum(page, answered, quote);
}

/// What had been worked out when the answer could not be finished.
pub(super) fn so_far(page: &mut Page, answered: &Answered<'_>) {
    title(page);
    steps(page, answered, None);
}

fn title(page: &mut Page) {
    page.blank();
    page.heading("How it was worked out");
}

/// Each step once, with its formulas under it; the steps of one record of a
/// line stand together.
fn steps(page: &mut Page, answered: &Answered<'_>, quote: Option<&Quote>) {
    let mut worked: Vec<(Key, &Worked, Role)> = answered
        .worked
        .iter()
        .filter_map(|worked| {
            let (step, role) = answered.part(worked.formula)?;
            let told = !matches!(role, Role::Wording | Role::Assume);
            told.then(|| (key(answered, step, worked), worked, role))
        })
        .collect();
    worked.sort_by_key(|(key, worked, _)| (key.place, key.record, worked.formula));
    let mut last: Option<(Step, Option<u16>)> = None;
    for (number, (key, work, role)) in worked.iter().enumerate() {
        if last != Some((key.step, key.record)) {
            page.blank();
            heading(page, answered, key.step, work);
            last = Some((key.step, key.record));
        }
        formula(page, answered, work, *role);
        let next = worked.get(number + 1);
        let ends = next.is_none_or(|(next, ..)| (next.step, next.record) != (key.step, key.record));
        if let (Some(quote), true) = (quote, ends) {
            money(page, answered, quote, (key.step, work));
        }
    }
}

/// Where a formula is told.
struct Key {
    /// The first formula of all that stand together.
    place: FormulaId,
    record: Option<u16>,
    /// The step under whose heading it stands.
    step: Step,
}

/// The only way to price a line is told as the line.
fn key(answered: &Answered<'_>, step: Step, worked: &Worked) -> Key {
    let version = answered.version();
    let (step, of) = match step {
        Step::Option(line, _) => {
            let declared = version.lines.get(usize::from(line));
            let only = declared.is_some_and(|line| line.options.len() == 1);
            (if only { Step::Line(line) } else { step }, Step::Line(line))
        }
        Step::Reduction(line, _) => (step, Step::Line(line)),
        _ => (step, step),
    };
    let together = |part: &Part| match part.step {
        Step::Option(line, _) | Step::Reduction(line, _) => Step::Line(line) == of,
        step => step == of,
    };
    let first = version.parts.id_where(together);
    Key {
        place: first.unwrap_or(worked.formula),
        record: worked.record,
        step,
    }
}

fn heading(page: &mut Page, answered: &Answered<'_>, step: Step, worked: &Worked) {
    let version = answered.version();
    let about = wire::about(version, step);
    let list = match step {
        Step::Value(number) => version
            .values
            .get(usize::from(number))
            .and_then(|it| it.each),
        Step::Line(number) | Step::Option(number, _) | Step::Reduction(number, _) => version
            .lines
            .get(usize::from(number))
            .and_then(|it| it.for_each),
        Step::Total(number) => version
            .totals
            .get(usize::from(number))
            .and_then(|it| it.for_each),
        Step::Fact(_)
        | Step::Criterion(_)
        | Step::Schedule(_)
        | Step::Priority(_)
        | Step::Letter(_) => None,
    };
    let record = list.zip(worked.record);
    let mut name = format!("{} {}", about.kind, about.id);
    if let Some((list, number)) = record {
        name.push_str(&format!(", {}", shown::record(version, list, number)));
    }
    let out_of_place = worked.result == Some(Value::YesNo(false)) && matches!(step, Step::Line(_));
    let says = about.says.filter(|_| !out_of_place);
    let words = match says.map(|says| answered.say(says, record)) {
        Some(says) if !says.is_empty() => format!("— {says}"),
        _ => String::new(),
    };
    page.titled(&name, &answered.cited(words, about.cite));
    if let Some(reading) = about.reading.filter(|_| !matches!(step, Step::Option(..))) {
        page.hanging(4, "Read as: ", &shown::sentence(reading));
    }
}

fn formula(page: &mut Page, answered: &Answered<'_>, worked: &Worked, role: Role) {
    let formula = answered.formula(worked.formula);
    let opening = match role {
        Role::Is | Role::Wording | Role::Assume => "",
        Role::When => "when ",
        Role::From => "counted from: ",
        Role::Until => "until: ",
        Role::Each => "the price of one: ",
        Role::Quantity => "how many: ",
        Role::Take => "takes off: ",
        Role::AtMost => "at most: ",
    };
    page.hanging(4, opening, &formula.text);
    if answered.secrets().within(&formula.expr) {
        let words = "(what it reads is confidential; neither that nor what came out is shown)";
        return page.paragraph(4, words);
    }
    let filled = filled::filled(answered, formula, worked);
    let only_unknown = filled == format!("{}?", formula.text);
    if filled != *formula.text && !only_unknown {
        page.hanging(4, "= ", &filled);
    }
    for line in filled::of_records(answered, formula, worked) {
        page.hanging(6, "", &line);
    }
    let result = result(answered, worked, formula);
    if filled != result {
        page.hanging(4, "= ", &result);
    }
    for line in filled::origins(answered, worked) {
        page.hanging(6, "", &line);
    }
}

/// What came out of a formula, in words.
fn result(answered: &Answered<'_>, worked: &Worked, formula: &Formula) -> String {
    match worked.result {
        None => "could not be worked out".to_owned(),
        Some(Value::Unknown(missing)) => {
            format!("not known, needs {}", open::names(answered, missing))
        }
        Some(value) => shown::value(answered, value, &formula.ty),
    }
}

/// What a price or a reduction comes to, with the rounding where it changed
/// the figure.
fn money(page: &mut Page, answered: &Answered<'_>, quote: &Quote, of: (Step, &Worked)) {
    let (step, worked) = of;
    let (Step::Line(line) | Step::Option(line, _) | Step::Reduction(line, _)) = step else {
        return;
    };
    let same = |it: &&QuotedLine| it.line == line && it.record == worked.record;
    let Some(LineState::Applies(priced)) = quote.lines.iter().find(same).map(|it| &it.state) else {
        return;
    };
    let option = match step {
        Step::Option(_, option) => usize::from(option),
        Step::Reduction(_, reduction) => {
            return reduced(page, answered, priced, (usize::from(reduction), worked));
        }
        _ => 0,
    };
    let only = priced.compared.len() == 1;
    if let (Some(Compared::Priced(amount)), true) = (
        priced.compared.get(option),
        only || matches!(step, Step::Option(..)),
    ) {
        way(page, answered, amount);
    }
}

/// One way to price a line: rounded, times how many.
fn way(page: &mut Page, answered: &Answered<'_>, amount: &Amount) {
    rounded(page, answered, amount.worked, amount.each);
    let Some(quantity) = amount.quantity.number() else {
        return;
    };
    if quantity == Decimal::ONE {
        return;
    }
    let product = amount.each.checked_mul(quantity);
    let plain = quantity.normalize();
    let words = format!("{plain} × {} = ", amount.each);
    let product = product.unwrap_or(amount.amount);
    page.paragraph(4, &format!("{words}{}", shown::amount(product)));
    rounded(page, answered, product, amount.amount);
}

fn rounded(page: &mut Page, answered: &Answered<'_>, before: Money, after: Money) {
    if before == after {
        return;
    }
    let how = match &answered.version().rounding {
        Some(rule) => rule.rounding.to_string(),
        None => return,
    };
    let words = format!("{} rounded {how}: {after}", shown::amount(before));
    page.paragraph(4, &words);
}

/// What a reduction leaves, and the rounding where it changed the figure.
fn reduced(page: &mut Page, answered: &Answered<'_>, priced: &Priced, of: (usize, &Worked)) {
    let (number, worked) = of;
    let mut left = priced.gross;
    for reduction in priced.reductions.iter().take(number) {
        if let Reduced::Given(Some(money)) = reduction {
            left = left.and_then(|left| left.difference(*money));
        }
    }
    let given = priced.reductions.get(number);
    let (Some(Reduced::Given(Some(taken))), Some(before)) = (given, left) else {
        return;
    };
    let Some(after) = before.difference(*taken) else {
        return;
    };
    let exactly = match worked.result {
        Some(Value::Percent(share)) => before
            .checked_mul(share)
            .and_then(|share| before.difference(share)),
        _ => None,
    };
    match (exactly, &answered.version().rounding) {
        (Some(exactly), Some(rule)) if exactly != after => {
            let (exactly, how) = (shown::amount(exactly), rule.rounding);
            let words = format!("{before} less this is {exactly}, rounded {how}: {after}");
            page.paragraph(4, &format!("{words}; so {taken} is taken off"));
        }
        _ => page.paragraph(4, &format!("{before} less {taken} is {after}")),
    }
}

/// The lines added up.
fn sum(page: &mut Page, answered: &Answered<'_>, quote: &Quote) {
    let nets: Vec<String> = quote
        .lines
        .iter()
        .filter(|quoted| line_of(answered, quoted).is_some())
        .filter_map(|quoted| match &quoted.state {
            LineState::Applies(priced) => priced.net.map(|net| net.to_string()),
            _ => None,
        })
        .collect();
    if let (Some(total), true) = (quote.total, nets.len() > 1) {
        page.blank();
        page.paragraph(0, &format!("total = {} = {total}", nets.join(" + ")));
    }
}
