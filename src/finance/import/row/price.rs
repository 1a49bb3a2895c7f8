//! The price in a row: what is paid, with the checks that it is one.

use super::{AmountCell, Row, YearCells};
use crate::{
    finance::import::{
        amount_text,
        diagnostic::Code,
        entry::{Price, Tax},
        printed::Printed,
    },
    sheets::{Cell, CellKind},
};
use almoner_engine::{base::money::Money, check::model::PriceForm};

impl Row<'_> {
    /// The price; none where a cell cannot be taken.
    pub(super) fn price(&mut self, cells: &YearCells<'_>) -> Option<Price> {
        let at = cells.columns.gross.or(cells.columns.net);
        let shown = cells.shown();
        self.refuse_hidden(shown, at)?;
        let shown = shown.cell;
        let gross = gross(cells);
        self.aside(&gross, shown, at);
        match gross {
            Printed::Nothing if cells.net.printed != Printed::Nothing => {
                let net = &cells.net.cell.text;
                let says = format!("`{net}` is there without VAT, but not with it");
                self.bad(
                    Code::Price,
                    at,
                    says,
                    "write what is paid in the column with VAT",
                );
                None
            }
            Printed::Nothing => Some(Price::Form(PriceForm::Ended)),
            Printed::Dash => {
                self.bad(
                    Code::Shown,
                    at,
                    "the cell holds £0.00 but shows a dash: free of charge, or no price?".into(),
                    "type `free`, or clear the cell of a charge that ends",
                );
                None
            }
            Printed::Free => {
                let says = format!("`{}` is read as £0.00", shown.text);
                self.diagnostic(Code::Free, at, says, "");
                Some(Price::Form(PriceForm::Fixed(Money::ZERO)))
            }
            Printed::Amount(form) => {
                self.refuse_heading(form, cells, at)?;
                self.sum(form, cells)?;
                if form.amount() == Some(Money::ZERO) {
                    let says = format!("`{}` is read as free of charge", shown.text);
                    self.diagnostic(Code::Free, at, says, "");
                }
                Some(Price::Form(form))
            }
            Printed::Words(words) => {
                let says = format!("`{words}` is no amount: kept as printed");
                self.diagnostic(Code::Words, at, says, "");
                Some(Price::Words(words))
            }
            Printed::Wrong(why) => {
                self.bad(why.code, at, why.says, why.help);
                None
            }
        }
    }

    /// Refuses a price that is hidden or struck out, or one cell over several rows.
    fn refuse_hidden(&mut self, shown: &AmountCell<'_>, at: Option<usize>) -> Option<()> {
        let is_price = matches!(shown.printed, Printed::Amount(_));
        let shown = shown.cell;
        if !shown.is_empty() && shown.is_hidden {
            let says = format!("`{}` is in a hidden row, column or sheet", shown.text);
            self.bad(Code::Hidden, at, says, "show the row, or delete it");
            return None;
        }
        if !shown.is_empty() && shown.is_struck {
            let says = format!("`{}` is struck out", shown.text);
            let help = "type the price again, or clear the cell of a charge that ends";
            self.bad(Code::Shown, at, says, help);
            return None;
        }
        if let Some((first, last)) = shown.merged_rows.filter(|_| is_price) {
            let says = format!("`{}` is merged over rows {first} to {last}", shown.text);
            self.bad(Code::Merged, at, says, "write the price in each row");
            return None;
        }
        Some(())
    }

    /// Refuses £0.00 that may be that of a heading.
    fn refuse_heading(
        &mut self,
        form: PriceForm,
        cells: &YearCells<'_>,
        at: Option<usize>,
    ) -> Option<()> {
        let is_zero = form.amount() == Some(Money::ZERO);
        if is_zero && cells.letter.is_empty() && cells.columns.vat.is_some() {
            self.bad(
                Code::Row,
                at,
                "£0.00 without a VAT letter: a heading, or free of charge?".to_owned(),
                "clear the prices of a heading; write the letter of a charge",
            );
            return None;
        }
        Some(())
    }

    /// Whether what is paid is no less than the charge without VAT.
    fn net_within(
        &mut self,
        net: Option<Money>,
        form: PriceForm,
        cells: &YearCells<'_>,
    ) -> Option<()> {
        let (Some(net), Some(gross)) = (net, form.amount()) else {
            return Some(());
        };
        if net.min() <= gross.min() && net.max() <= gross.max() {
            return Some(());
        }
        let says = format!("{net} without VAT is more than {gross} with it");
        self.bad(
            Code::Sum,
            cells.columns.net,
            says,
            "correct the figure that is wrong",
        );
        None
    }

    /// Whether net and VAT make what is paid, where all three are amounts.
    fn sum(&mut self, form: PriceForm, cells: &YearCells<'_>) -> Option<()> {
        if cells.net.cell.is_empty() {
            return Some(());
        }
        let net = cells.net.amount_or_zero();
        if cells.columns.tax.is_none() {
            return self.net_within(net, form, cells);
        }
        if let (Some(parts), Some(tax), Some(whole)) =
            (net, cells.tax.amount_or_zero(), form.amount())
            && parts.checked_add(tax) != Some(whole)
        {
            let shown = if tax == Money::ZERO {
                String::new()
            } else {
                format!(" and {tax} of VAT")
            };
            let says = format!("{parts}{shown} do not make {whole}");
            let at = cells.columns.tax.or(cells.columns.gross);
            self.bad(Code::Sum, at, says, "correct the figure that is wrong");
            return None;
        }
        Some(())
    }

    /// Keeps what is printed with an amount as a note.
    fn aside(&mut self, price: &Printed, shown: &Cell, at: Option<usize>) {
        let is_text = shown.kind == CellKind::Text && matches!(price, Printed::Amount(_));
        let Some(aside) = amount_text::aside(&shown.text).filter(|_| is_text) else {
            return;
        };
        let says = format!(
            "`{}` is read without `{aside}`, which is kept as a note",
            shown.text
        );
        self.diagnostic(Code::Aside, at, says, "");
        self.add_note(aside);
    }
}

impl YearCells<'_> {
    /// The VAT in its column.
    pub(super) fn printed_tax(&self) -> Option<Tax> {
        match self.tax.printed {
            Printed::Amount(form) => Some(Tax::Printed(Box::new(form.amount()?))),
            Printed::Nothing | Printed::Dash => Some(Tax::Dash),
            _ => None,
        }
    }

    /// What is left as VAT between the charge without it and with it, where VAT has
    /// no column.
    pub(super) fn left_as_tax(&self, price: &Price) -> Option<Tax> {
        let (Price::Form(PriceForm::Fixed(gross)), Printed::Amount(net)) =
            (price, &self.net.printed)
        else {
            return None;
        };
        let left = gross.difference(net.amount()?)?;
        Some(Tax::Left(Box::new(left)))
    }
}

/// What is paid: as printed, or net and VAT together where no column has it.
fn gross(cells: &YearCells<'_>) -> Printed {
    let (gross, net) = (&cells.gross.printed, &cells.net.printed);
    match (gross, net) {
        // Words in the column without VAT only.
        (Printed::Nothing, Printed::Words(_) | Printed::Free) => net.clone(),
        (Printed::Nothing, Printed::Amount(form)) if cells.columns.gross.is_none() => {
            let both = form.amount().zip(cells.tax.amount_or_zero());
            let sum = both.and_then(|(net, tax)| net.checked_add(tax));
            sum.map_or(Printed::Nothing, |it| Printed::Amount(PriceForm::Fixed(it)))
        }
        (Printed::Nothing, Printed::Wrong(_)) if cells.columns.gross.is_none() => net.clone(),
        _ => gross.clone(),
    }
}
