//! Budgets: the income of each service stream as printed. Every row has a
//! figure for each column, every charge belongs to one stream at most, and a
//! printed total that is not the sum of its streams is reported.

use rust_decimal::Decimal;

use super::{
    diagnostics::{FileScope, Sink, SourceDocument},
    model::{Budget, Stated, Stream},
    policies, provenance,
    symbols::BookSymbols,
};
use crate::{
    base::{
        diagnostic::Diagnostic,
        diagnostic_code::Code,
        money::{Money, booked},
        name,
        terms::BudgetFigure,
    },
    source::{
        budget::{BudgetFile, StatedEntry, StreamEntry},
        model::Document,
    },
};

/// Checks every budget of the book.
pub(super) fn check(
    documents: &[SourceDocument<'_>],
    shared: &BookSymbols,
    sink: &mut Sink<'_>,
) -> Vec<Budget> {
    let mut budgets = Vec::new();
    for (id, document) in documents {
        if let Document::Budget(written) = document {
            let file = FileScope {
                sources: sink.sources,
                file: *id,
            };
            let mut reading = BudgetChecker { file, shared, sink };
            budgets.push(reading.budget(written));
        }
    }
    budgets
}

/// One file being checked.
struct BudgetChecker<'a, 's, 'r> {
    file: FileScope<'a>,
    shared: &'s BookSymbols,
    sink: &'r mut Sink<'a>,
}

impl BudgetChecker<'_, '_, '_> {
    fn budget(&mut self, written: &BudgetFile<'_>) -> Budget {
        let head = &written.head;
        let mut columns: Vec<(BudgetFigure, Box<str>)> = Vec::new();
        for column in &written.columns {
            if columns.iter().any(|(known, _)| *known == column.is) {
                let says = "there is a column of this kind already";
                self.at(Code::DuplicateName, column.heading, says);
            }
            columns.push((column.is, column.heading.into()));
        }
        let mut streams: Vec<Stream> = Vec::new();
        for entry in &written.streams {
            if streams.iter().any(|known| *known.id == *entry.id) {
                let says = format!("the stream `{}` is written twice", entry.id);
                self.at(Code::DuplicateName, entry.id, says);
            }
            let stream = self.stream(entry, &streams, columns.len(), head.source);
            streams.push(stream);
        }
        let place = head.total.first().copied().unwrap_or(head.year);
        let total = self.row(&head.total, place, columns.len());
        let mut budget = Budget {
            year: head.year.into(),
            title: head.title.into(),
            source: head.source.into(),
            cite: provenance::citation(head.source, head.cite),
            columns,
            streams,
            total,
            stated: Vec::new(),
            file: self.file.file,
        };
        self.total(&budget, &head.total);
        self.variances(&budget, written);
        for entry in &written.stated {
            let stated = self.stated(entry, &budget);
            budget.stated.extend(stated);
        }
        budget
    }

    fn stream(
        &mut self,
        entry: &StreamEntry<'_>,
        before: &[Stream],
        columns: usize,
        source: &str,
    ) -> Stream {
        if !name::is_name(entry.id) {
            let says = format!("`{}` cannot name a stream", entry.id);
            self.at(Code::BadName, entry.id, says);
        }
        for taken in &entry.takes {
            self.taken(taken, before);
        }
        let rises = entry.rises;
        Stream {
            id: entry.id.into(),
            name: entry.name.into(),
            income: self.row(&entry.income, entry.id, columns),
            cost: match entry.cost.as_slice() {
                [] => Vec::new(),
                cost => self.row(cost, entry.id, columns),
            },
            takes: entry.takes.iter().map(|it| Box::from(*it)).collect(),
            rises: rises.and_then(|text| policies::percent(text, self.file, self.sink)),
            cite: entry.cite.map(|cite| provenance::citation(source, cite)),
            reading: entry.reading.map(Box::from),
        }
    }

    /// Reports a charge or service that there is not, or that another
    /// stream has.
    fn taken(&mut self, taken: &str, before: &[Stream]) {
        let ids = || self.shared.charges().iter().map(|charge| &*charge.id);
        let known = ids().any(|id| name::is_within(id, taken));
        if !known && !self.shared.may_be_unread(taken, self.sink) {
            let says = format!("the catalogue has no charge or service `{taken}`");
            let names = ids().chain(self.shared.services());
            let diagnostic = Diagnostic::new(Code::UnknownCharge, self.file.place(taken), says);
            let diagnostic = diagnostic.nearest(taken, names);
            self.sink.add(diagnostic);
        }
        let overlaps = |other: &str| name::is_within(taken, other) || name::is_within(other, taken);
        if let Some(other) = before
            .iter()
            .find(|it| it.takes.iter().any(|other| overlaps(other)))
        {
            let says = format!("`{taken}` is a part of the stream `{}` already", other.id);
            self.at(Code::DuplicateName, taken, says);
        }
    }

    /// A row's figures.
    fn row(&mut self, figures: &[&str], place: &str, columns: usize) -> Vec<Decimal> {
        if figures.len() != columns {
            let few = figures.len();
            let says = match few {
                1 => format!("1 figure stands for {columns} columns"),
                _ => format!("{few} figures stand for {columns} columns"),
            };
            self.at(Code::CellCount, place, says);
        }
        let read: Vec<Option<Decimal>> = figures.iter().map(|text| self.figure(text)).collect();
        read.into_iter().map(Option::unwrap_or_default).collect()
    }

    /// A figure as finance prints it.
    fn figure(&mut self, text: &str) -> Option<Decimal> {
        let read = figure(text);
        if read.is_none() {
            let says = format!("`{text}` is not a figure");
            let diagnostic = Diagnostic::new(Code::BadFigure, self.file.place(text), says);
            self.sink.add(
                diagnostic.help("write income in brackets, as in `(7,165)`, and `-` for nothing"),
            );
        }
        read
    }

    /// Reports a printed total that its streams do not make.
    fn total(&mut self, budget: &Budget, written: &[&str]) {
        for ((column, (_, heading)), printed) in budget.columns.iter().enumerate().zip(written) {
            let sum = budget.sum(column);
            if figure(printed).is_some_and(|total| total != sum) {
                let says = format!(
                    "the streams of `{heading}` add up to {}, not to {printed}",
                    booked(sum)
                );
                let diagnostic = Diagnostic::new(Code::SumDiffers, self.file.place(printed), says);
                self.sink.add(
                    diagnostic.help("a total that is printed so can stay so: forecasts name it"),
                );
            }
        }
    }

    /// Reports a variance that is not the difference of its two columns.
    fn variances(&mut self, budget: &Budget, written: &BudgetFile<'_>) {
        for (column, entry) in written.columns.iter().enumerate() {
            let is_variance = entry.is == BudgetFigure::Variance;
            let ends = match (entry.from, entry.to) {
                (Some(from), Some(to)) if is_variance => budget.column(from).zip(budget.column(to)),
                (None, None) if !is_variance => continue,
                _ => None,
            };
            let Some((from, to)) = ends else {
                let says = "a variance is from one column of the budget to another";
                let place = self.file.place(entry.heading);
                let diagnostic = Diagnostic::new(Code::Shape, place, says);
                let help = "write `(is: Variance, heading: \"…\", from: Budget, to: Forecast)`";
                self.sink.add(diagnostic.help(help));
                continue;
            };
            let rows = budget.streams.iter().zip(&written.streams);
            for (stream, entry) in rows {
                let rows = [(&stream.income, &entry.income), (&stream.cost, &entry.cost)];
                for (figures, texts) in rows {
                    self.variance(figures, texts, [from, to, column]);
                }
            }
        }
    }

    fn variance(&mut self, figures: &[Decimal], written: &[&str], [from, to, column]: [usize; 3]) {
        let figure = |at: usize| figures.get(at).copied();
        let (Some(from), Some(to), Some(found)) = (figure(from), figure(to), figure(column)) else {
            return;
        };
        let right = to.saturating_sub(from);
        let Some(text) = written.get(column).filter(|_| right != found) else {
            return;
        };
        let says = format!("the variance is {}, not {text}", booked(right));
        let diagnostic = Diagnostic::new(Code::SumDiffers, self.file.place(text), says);
        self.sink
            .add(diagnostic.help("a figure that is printed so can stay so"));
    }

    fn stated(&mut self, entry: &StatedEntry<'_>, budget: &Budget) -> Option<Stated> {
        for is in [entry.from, entry.to] {
            if budget.column(is).is_none() {
                let says = format!("no column is of the kind `{is:?}`");
                self.at(Code::UnknownName, entry.says, says);
            }
        }
        let position = |id: &str| budget.streams.iter().position(|it| *it.id == *id);
        let stream = entry.stream.map(|id| (id, position(id)));
        if let Some((id, None)) = stream {
            let says = format!("there is no stream `{id}`");
            let names = budget.streams.iter().map(|it| &*it.id);
            let diagnostic = Diagnostic::new(Code::UnknownName, self.file.place(id), says);
            self.sink.add(diagnostic.nearest(id, names));
            return None;
        }
        Some(Stated {
            says: entry.says.into(),
            cite: provenance::citation(&budget.source, entry.cite),
            stream: stream.and_then(|(_, position)| position),
            columns: [entry.from, entry.to],
            increase: self.figure(entry.increase)?,
            within: self.figure(entry.within)?,
        })
    }

    fn at(&mut self, code: Code, text: &str, says: impl Into<String>) {
        self.sink.at(code, self.file.place(text), says);
    }
}

/// Reads `(7,165)`, `5,000.50` or `-`.
fn figure(text: &str) -> Option<Decimal> {
    let text = text.trim();
    if text == "-" {
        return Some(Decimal::ZERO);
    }
    let inside = text.strip_prefix('(').and_then(|it| it.strip_suffix(')'));
    let money = Money::parse(inside.unwrap_or(text)).ok()?;
    let pounds = Some(money.min()).filter(|_| !money.is_range() && money.is_whole_pennies())?;
    match inside {
        // A minus within brackets says the same thing twice.
        Some(_) if pounds < Decimal::ZERO => None,
        Some(_) => Decimal::ZERO.checked_sub(pounds),
        None => Some(pounds),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_as_finance_prints_them() {
        let read = |text: &str| figure(text).map(|it| it.to_string());
        assert_eq!(read("(1,236,463)").as_deref(), Some("-1236463"));
        assert_eq!(read("5,000.50").as_deref(), Some("5000.50"));
        assert_eq!(read("-").as_deref(), Some("0"));
        for wrong in ["", "(-5)", "(5", "five", "1..=2", "0.005"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
