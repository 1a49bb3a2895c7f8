//! The price in a row: what is paid, with the checks that it is one.

use super::{Row, YearCells};
use crate::{
    finance::import::{amount, amount_text, diagnostic::Code, entry::Price, printed::Printed},
    sheets::{Cell, CellKind},
};
use almoner_engine::{base::money::Money, check::model::PriceForm};

impl Row<'_> {
    /// The price; none where a cell cannot be taken.
    pub(super) fn price(
        &mut self,
        cells: YearCells<'_>,
        letter: &Cell,
        tax: &Cell,
    ) -> Option<Price> {
        let at = cells.columns.gross.or(cells.columns.net);
        let shown = cells.shown();
        self.refuse_hidden(shown, at)?;
        let net = amount::read(cells.net);
        let gross = self.gross(cells, &net, tax);
        self.aside(&gross, shown, at);
        match gross {
            Printed::Nothing if net != Printed::Nothing => {
                let says = format!("`{}` is there without VAT, but not with it", cells.net.text);
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
                self.refuse_heading(form, letter, cells, at)?;
                self.sum(form, cells, tax)?;
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
    fn refuse_hidden(&mut self, shown: &Cell, at: Option<usize>) -> Option<()> {
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
        let is_price = || matches!(amount::read(shown), Printed::Amount(_));
        if let Some((first, last)) = shown.merged_rows.filter(|_| is_price()) {
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
        letter: &Cell,
        cells: YearCells<'_>,
        at: Option<usize>,
    ) -> Option<()> {
        let is_zero = form.amount() == Some(Money::ZERO);
        if is_zero && letter.is_empty() && cells.columns.vat.is_some() {
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

    /// What is paid: as printed, or net and VAT together where no column has it.
    fn gross(&self, cells: YearCells<'_>, net: &Printed, tax: &Cell) -> Printed {
        let gross = amount::read(cells.gross);
        match (&gross, net) {
            // Words in the column without VAT only.
            (Printed::Nothing, Printed::Words(_) | Printed::Free) => net.clone(),
            (Printed::Nothing, Printed::Amount(form)) if cells.columns.gross.is_none() => {
                let tax = match amount::read(tax) {
                    Printed::Amount(form) => form.amount(),
                    Printed::Nothing | Printed::Dash => Some(Money::ZERO),
                    _ => None,
                };
                let sum = form
                    .amount()
                    .zip(tax)
                    .and_then(|(net, tax)| net.checked_add(tax));
                sum.map_or(Printed::Nothing, |it| Printed::Amount(PriceForm::Fixed(it)))
            }
            (Printed::Nothing, Printed::Wrong(_)) if cells.columns.gross.is_none() => net.clone(),
            _ => gross,
        }
    }

    /// Whether what is paid is no less than the charge without VAT.
    fn net_within(
        &mut self,
        net: Option<Money>,
        form: PriceForm,
        cells: YearCells<'_>,
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
    fn sum(&mut self, form: PriceForm, cells: YearCells<'_>, tax: &Cell) -> Option<()> {
        let amount = |cell: &Cell| match amount::read(cell) {
            Printed::Amount(form) => form.amount(),
            Printed::Nothing | Printed::Dash => Some(Money::ZERO),
            _ => None,
        };
        if cells.net.is_empty() {
            return Some(());
        }
        if cells.columns.tax.is_none() {
            return self.net_within(amount(cells.net), form, cells);
        }
        if let (Some(parts), Some(tax), Some(whole)) =
            (amount(cells.net), amount(tax), form.amount())
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
    /// What is left as VAT between the charge without it and with it, where VAT has
    /// no column.
    pub(super) fn left_as_tax(self, price: &Price) -> Option<(Money, usize)> {
        let column = self.columns.net.filter(|_| self.columns.tax.is_none())?;
        let Price::Form(PriceForm::Fixed(gross)) = price else {
            return None;
        };
        match amount::read(self.net) {
            Printed::Amount(form) => Some((gross.difference(form.amount()?)?, column)),
            _ => None,
        }
    }
}
