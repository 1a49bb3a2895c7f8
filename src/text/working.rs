//! The working of an answer laid out: each step, its formulas under it.

use super::layout::Page;
use almoner_engine::present::{FormulaView, StepView, Working, labels, value_words};

/// All steps under their heading.
pub(super) fn working(page: &mut Page, working: &Working) {
    page.blank();
    page.heading(&working.heading);
    for step in &working.steps {
        self::step(page, step);
    }
    if let Some(sum) = &working.sum {
        page.blank();
        page.paragraph(0, sum);
    }
}

fn step(page: &mut Page, step: &StepView) {
    page.blank();
    let says = step.says.as_ref().map(|says| format!("— {says}"));
    let words = value_words::cited(says.unwrap_or_default(), step.cite.as_deref());
    page.titled(&step.name, &words);
    if let Some(reading) = &step.reading {
        page.hanging(4, &format!("{}: ", labels::READING), reading);
    }
    for formula in &step.formulas {
        self::formula(page, formula);
    }
    for words in &step.amounts {
        page.paragraph(4, words);
    }
}

fn formula(page: &mut Page, formula: &FormulaView) {
    match formula.lead {
        "" => page.paragraph(4, &formula.text),
        lead => page.hanging(4, &format!("{lead} "), &formula.text),
    }
    if let Some(words) = formula.withheld {
        page.paragraph(4, words);
    }
    if let Some(substituted) = &formula.substituted {
        page.hanging(4, "= ", substituted);
    }
    for words in &formula.records {
        page.paragraph(6, words);
    }
    if let Some(result) = &formula.result {
        page.hanging(4, "= ", result);
    }
    for words in &formula.sources {
        page.paragraph(6, words);
    }
}
