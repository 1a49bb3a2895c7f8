//! An answer that was kept, compared with the one that is being asked for.

use almoner_engine::{
    answer::Answer,
    present::{self, AnswerView, QuoteView},
};

/// Two quotes: both totals, and the lines that differ.
#[derive(Debug)]
pub(super) struct Comparison {
    pub(super) kept_total: String,
    pub(super) total: String,
    pub(super) rows: Vec<Row>,
}

/// A line of either, with its amounts.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) label: String,
    pub(super) kept: Option<String>,
    pub(super) now: Option<String>,
}

impl Comparison {
    /// None where the answer that was kept is not a quote.
    pub(super) fn new(kept: &Answer<'_>, now: &QuoteView) -> Option<Comparison> {
        let AnswerView::Quote(kept) = present::answer(kept) else {
            return None;
        };
        let mut rows: Vec<Row> = lines(&kept)
            .into_iter()
            .map(|(label, amount)| Row {
                label,
                kept: Some(amount),
                now: None,
            })
            .collect();
        for (label, amount) in lines(now) {
            let open = rows
                .iter_mut()
                .find(|row| row.label == label && row.now.is_none());
            match open {
                Some(row) => row.now = Some(amount),
                None => rows.push(Row {
                    label,
                    kept: None,
                    now: Some(amount),
                }),
            }
        }
        rows.retain(|row| row.kept != row.now);
        Some(Comparison {
            kept_total: kept.total.amount.words,
            total: now.total.amount.words.clone(),
            rows,
        })
    }
}

/// Every line and reduction with its amount.
fn lines(view: &QuoteView) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let groups = view.parts.iter().flat_map(|part| &part.groups);
    for group in groups {
        let named = |label: &str| match &group.heading {
            Some(heading) => format!("{heading}: {label}"),
            None => label.to_owned(),
        };
        for line in &group.lines {
            found.push((named(&line.label), line.amount.words.clone()));
            let reductions = line.reductions.iter();
            found.extend(reductions.map(|it| (named(&it.label), it.amount.words.clone())));
        }
    }
    found
}
