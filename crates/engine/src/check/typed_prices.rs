//! Amounts in words that are the prices of charges: the words stay as they are when
//! the price changes.

use rust_decimal::Decimal;

use super::{
    diagnostics::{FileScope, Sink, SourceDocument},
    model::{Charge, RuleSet},
    tariffs::Tariffs,
};
use crate::{
    base::{
        diagnostic::Diagnostic,
        diagnostic_code::Code,
        ids::{ChargeId, IdVec},
    },
    source::model::{Document, LineEntry, RuleFile},
};

/// Words of a rule file, and whether formulas can stand in them.
type Text<'s> = (&'s str, bool);

/// Reports amounts in the words of a rule set that are, in some year, the price of a
/// charge it reads. Where something is wrong, nothing is reported.
pub(super) fn check(
    documents: &[SourceDocument<'_>],
    charges: &IdVec<ChargeId, Charge>,
    sets: &[RuleSet],
    tariffs: &Tariffs,
    sink: &mut Sink<'_>,
) {
    if sink.has_errors() {
        return;
    }
    for (id, document) in documents {
        let (Document::Eligibility(written) | Document::Pricing(written)) = document else {
            continue;
        };
        let Some(set) = sets.iter().find(|set| *set.id == *written.head.id) else {
            continue;
        };
        let file = FileScope {
            sources: sink.sources,
            file: *id,
        };
        let read = || set.versions.iter().flat_map(|version| &version.charges);
        let amounts = words(written).into_iter().flat_map(|(text, has_formulas)| {
            let amounts = amounts(text).into_iter();
            amounts.map(move |(amount, typed)| (amount, typed, has_formulas))
        });
        for (amount, typed, has_formulas) in amounts {
            let Some(charge) = read().find(|charge| costs(**charge, amount, tariffs)) else {
                continue;
            };
            let place = file.place(typed);
            if place.file != *id {
                // Taken over: reported where it is written.
                continue;
            }
            let charge = &charges[*charge].id;
            let says = format!("`{typed}` is the price of `{charge}`, and stays when it changes");
            let help = match has_formulas {
                true => format!("write `{{charge {charge}}}`"),
                false => "say it without the amount: the answer has it".to_owned(),
            };
            sink.add(Diagnostic::new(Code::TypedPrice, place, says).help(help));
        }
    }
}

/// Whether a charge has this price, or this end of a range, in some year.
fn costs(charge: ChargeId, amount: Decimal, tariffs: &Tariffs) -> bool {
    let prices = tariffs
        .list
        .iter()
        .filter_map(|it| it.prices[charge].as_ref());
    let mut amounts = prices.filter_map(|price| price.form.amount());
    amounts.any(|price| price.min() == amount || price.max() == amount)
}

/// The amounts of a text outside its formulas, each with the text it is written as.
fn amounts(text: &str) -> Vec<(Decimal, &str)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('£') {
        let (before, rest) = text.split_at(at);
        if before.matches('{').count() > before.matches('}').count() {
            continue;
        }
        let is_part = |it: char| it.is_ascii_digit() || matches!(it, '£' | '.' | ',');
        let typed = rest.split(|it| !is_part(it)).next().unwrap_or(rest);
        let typed = typed.trim_end_matches(['.', ',']);
        let digits = typed.trim_start_matches('£').replace(',', "");
        if let Ok(amount) = digits.parse::<Decimal>()
            && !amount.is_zero()
        {
            found.push((amount, typed));
        }
    }
    found
}

/// The words of a rule file in which a price could be named.
fn words<'s>(file: &RuleFile<'s>) -> Vec<Text<'s>> {
    let mut found: Vec<Text<'s>> = Vec::new();
    for value in file.values.iter().chain(&file.follows) {
        found.push((value.says, true));
        found.extend(plain([value.otherwise, value.reading]));
    }
    for criterion in &file.criteria {
        found.push((criterion.says, true));
        found.extend(wordings([criterion.refer, criterion.remedy]));
        found.extend(plain([criterion.reading]));
    }
    for table in &file.tables {
        found.extend(plain([Some(table.says), table.otherwise, table.reading]));
    }
    for set in &file.packages {
        found.extend(plain([Some(set.says), set.reading]));
    }
    file.lines.iter().for_each(|line| of_line(line, &mut found));
    for total in &file.totals {
        found.extend(wordings([Some(total.says), total.otherwise]));
        found.extend(plain([total.reading]));
    }
    for limit in &file.limits {
        found.push((limit.says, true));
        found.extend(plain([limit.reading]));
    }
    found
}

fn of_line<'s>(line: &LineEntry<'s>, found: &mut Vec<Text<'s>>) {
    found.extend(wordings([Some(line.says), line.otherwise, line.refer]));
    found.extend(plain([line.reading]));
    found.extend(line.cheapest_of.iter().map(|it| (it.says, true)));
    found.extend(line.alternatives.iter().map(|it| (it.reading, true)));
    for reduction in &line.reductions {
        found.push((reduction.says, true));
        found.extend(plain([reduction.reading]));
    }
}

fn wordings<'s, const N: usize>(texts: [Option<&'s str>; N]) -> impl Iterator<Item = Text<'s>> {
    texts.into_iter().flatten().map(|text| (text, true))
}

fn plain<'s, const N: usize>(texts: [Option<&'s str>; N]) -> impl Iterator<Item = Text<'s>> {
    texts.into_iter().flatten().map(|text| (text, false))
}
