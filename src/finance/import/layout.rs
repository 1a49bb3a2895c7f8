//! Which column is which, from one row of headings or several: the parts of a
//! charge in any order, for one year or more; other columns are notes.

use super::{
    heading::{self, Heading, Relative, Role},
    options::Options,
};
use crate::sheets::{Cell, CellKind, cell_name};

/// The columns of a schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) name: usize,
    pub(super) category: Option<usize>,
    /// The services, where they have a column of their own.
    pub(super) service: Option<usize>,
    years: Vec<(String, Columns)>,
    /// Columns that are none of these, with their headings.
    pub(super) notes: Vec<(usize, String)>,
    /// Every column that has a heading.
    pub(super) headed: Vec<usize>,
    /// Whether a year was taken from elsewhere than its heading.
    is_year_assumed: bool,
}

/// A year's columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) vat: Option<usize>,
    pub(super) net: Option<usize>,
    pub(super) tax: Option<usize>,
    pub(super) gross: Option<usize>,
    /// A charge that does not say whether VAT is in it.
    plain: Option<usize>,
}

impl Columns {
    /// Whether what is paid is split into the charge without VAT and the VAT.
    pub(super) fn is_split(self) -> bool {
        self.net.is_some() || self.tax.is_some()
    }
}

/// Why rows are not the headings of a schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NoLayout {
    /// They say too little of a schedule; how much of it, for the nearest.
    Other(usize),
    /// Two columns hold the same.
    Ambiguous(String),
    /// No heading names the year.
    NoYear,
}

impl Layout {
    /// The layout that rows of headings announce, the last of them nearest to
    /// the charges. The last row alone is tried first, then with those above
    /// it.
    pub(super) fn of(
        rows: &[&[Cell]],
        year: Option<&str>,
        options: &Options,
    ) -> Result<Layout, NoLayout> {
        let mut best: Option<Layout> = None;
        let mut failed = NoLayout::Other(0);
        for count in 1..=rows.len() {
            let from = rows.len() - count;
            match Layout::of_texts(&joined(rows.get(from..).unwrap_or_default()), year, options) {
                Ok(found) if !found.is_year_assumed => return Ok(found),
                Ok(found) => best = best.or(Some(found)),
                Err(why) if why.nearness() > failed.nearness() => failed = why,
                Err(_) => {}
            }
        }
        best.ok_or(failed)
    }

    fn of_texts(
        texts: &[String],
        year: Option<&str>,
        options: &Options,
    ) -> Result<Layout, NoLayout> {
        let mut found: Vec<(usize, &str, Heading)> = Vec::new();
        for (at, text) in texts.iter().enumerate() {
            if let Some(mut heading) = heading::read(text) {
                let chosen = options.columns.iter().find(|it| it.means(at, text));
                if let Some(chosen) = chosen {
                    heading.role = chosen.role;
                    heading.weight = 9;
                }
                found.push((at, text, heading));
            }
        }
        let name = name_column(&found);
        let mut layout = Layout {
            name: name.unwrap_or_default(),
            category: None,
            service: None,
            years: Vec::new(),
            notes: Vec::new(),
            headed: found.iter().map(|(at, ..)| *at).collect(),
            is_year_assumed: false,
        };
        let mut has_no_year = false;
        let mut letters = None;
        for (at, text, heading) in &found {
            if Some(*at) == name {
                continue;
            }
            match heading.role {
                Role::Category if layout.category.is_none() => layout.category = Some(*at),
                Role::Ours => {}
                // Letters that name no year are those of every year.
                Role::VatLetter if heading.year.is_none() && letters.is_none() => {
                    letters = Some(*at);
                }
                Role::Service if layout.service.is_none() => layout.service = Some(*at),
                Role::Name if heading.weight == 1 && layout.service.is_none() => {
                    layout.service = Some(*at);
                }
                Role::Name | Role::Note | Role::Category | Role::Service => {
                    layout.notes.push((*at, (*text).to_owned()));
                }
                role => match layout.year_of(heading, year) {
                    Some(year) => layout.put(&year, role, *at, text)?,
                    None => has_no_year = true,
                },
            }
        }
        layout.settle(letters, &found);
        let known = usize::from(name.is_some()) + found.len().min(8);
        match (name, layout.years.is_empty()) {
            (Some(_), false) => Ok(layout),
            (Some(_), true) if has_no_year => Err(NoLayout::NoYear),
            (None, true) => Err(NoLayout::Other(known / 2)),
            _ => Err(NoLayout::Other(known)),
        }
    }

    fn year_of(&mut self, heading: &Heading, year: Option<&str>) -> Option<String> {
        if heading.year.is_some() {
            return heading.year.clone();
        }
        let year = year?;
        self.is_year_assumed = true;
        match heading.relative {
            Some(Relative::Current) => heading::year_before(year),
            Some(Relative::Next) | None => Some(year.to_owned()),
        }
    }

    fn put(&mut self, year: &str, role: Role, at: usize, text: &str) -> Result<(), NoLayout> {
        if !self.years.iter().any(|(known, _)| known == year) {
            self.years.push((year.to_owned(), Columns::default()));
        }
        let of_year = self.years.iter_mut().find(|(known, _)| known == year);
        let Some((_, columns)) = of_year else {
            return Ok(());
        };
        let place = match role {
            Role::VatLetter => &mut columns.vat,
            Role::Net => &mut columns.net,
            Role::Vat => &mut columns.tax,
            Role::Gross => &mut columns.gross,
            _ => &mut columns.plain,
        };
        if place.is_some() {
            return Err(NoLayout::Ambiguous(format!(
                "two columns are headed as the {} of {year}: the second is `{text}`",
                role.words()
            )));
        }
        *place = Some(at);
        Ok(())
    }

    /// A charge that does not say whether VAT is in it is what is paid, where
    /// no other column is, and without VAT where VAT and what is paid have columns.
    fn settle(&mut self, letters: Option<usize>, found: &[(usize, &str, Heading)]) {
        for (_, columns) in &mut self.years {
            if columns.gross.is_none() {
                columns.gross = columns.plain.take();
            } else if columns.net.is_none() && columns.tax.is_some() {
                columns.net = columns.plain.take();
            }
            columns.vat = columns.vat.or(letters);
            let unused = columns.plain.take();
            let unused = found.iter().filter(|(at, ..)| Some(*at) == unused);
            let unused = unused.map(|(at, text, _)| (*at, (*text).to_owned()));
            self.notes.extend(unused);
        }
        self.years
            .retain(|(_, it)| it.gross.is_some() || (it.net.is_some() && it.tax.is_some()));
    }

    /// Its years, in the order of the columns.
    pub(super) fn years(&self) -> impl Iterator<Item = &str> {
        self.years.iter().map(|(year, _)| year.as_str())
    }

    /// The columns of a year.
    pub(super) fn columns(&self, year: &str) -> Option<Columns> {
        let mut years = self.years.iter();
        years
            .find(|(it, _)| it == year)
            .map(|(_, columns)| *columns)
    }

    /// Whether a row holds prices in its columns, so that it is no heading.
    pub(super) fn has_price(&self, cells: &[Cell]) -> bool {
        let gross = self.years.iter().filter_map(|(_, it)| it.gross.or(it.net));
        gross.filter_map(|at| cells.get(at)).any(is_figure)
    }

    /// How it was understood: `A name, B who sets it; 2018/19: C VAT letter, …`.
    pub(super) fn words(&self) -> String {
        let column = |at: usize, role: Role| {
            let name = cell_name(at, 0);
            format!("{} {}", name.trim_end_matches('0'), role.words())
        };
        let mut first = vec![column(self.name, Role::Name)];
        first.extend(self.category.map(|at| column(at, Role::Category)));
        first.extend(self.service.map(|at| column(at, Role::Service)));
        let mut parts = vec![first.join(", ")];
        for (year, it) in &self.years {
            let columns = [
                (it.vat, Role::VatLetter),
                (it.net, Role::Net),
                (it.tax, Role::Vat),
                (it.gross, Role::Gross),
            ];
            let columns = columns
                .into_iter()
                .filter_map(|(at, role)| Some(column(at?, role)));
            parts.push(format!(
                "{year}: {}",
                columns.collect::<Vec<_>>().join(", ")
            ));
        }
        if !self.notes.is_empty() {
            let notes = self.notes.iter().map(|(at, _)| cell_name(*at, 0));
            let notes: Vec<String> = notes
                .map(|it| it.trim_end_matches('0').to_owned())
                .collect();
            parts.push(format!("{} as notes", notes.join(", ")));
        }
        parts.join("; ")
    }
}

impl NoLayout {
    /// How near the rows are to the headings of a schedule.
    pub(super) fn nearness(&self) -> usize {
        match self {
            NoLayout::Other(known) => *known,
            NoLayout::NoYear | NoLayout::Ambiguous(_) => 20,
        }
    }
}

/// The column that is surest to hold the names of the charges.
fn name_column(found: &[(usize, &str, Heading)]) -> Option<usize> {
    let weight = |it: &(usize, &str, Heading)| (it.2.weight, std::cmp::Reverse(it.0));
    let names = found.iter().filter(|it| it.2.role == Role::Name);
    let name = names.max_by_key(|it| weight(it)).map(|it| it.0);
    // A price without any name: its column may be the name, as in "Fee".
    name.or_else(|| {
        let first = found.iter().find(|it| it.2.role == Role::Charge)?;
        let is_bare = first.2.year.is_none() && first.2.relative.is_none();
        (is_bare && found.len() > 1).then_some(first.0)
    })
}

/// Whether a row has the headings of a table of sources alone.
pub(super) fn is_of_sources(cells: &[Cell]) -> bool {
    let mut roles = cells.iter().filter_map(|it| heading::read(&it.text));
    roles.next().is_some_and(|it| it.role == Role::Name)
        && roles.next().is_some_and(|it| it.role == Role::Ours)
        && roles.all(|it| it.role == Role::Ours)
}

/// A number, or words that hold one and nothing that a heading says.
fn is_figure(cell: &Cell) -> bool {
    match cell.kind {
        CellKind::Number(_) | CellKind::Percent => true,
        CellKind::Text => {
            let digits = cell.text.trim_start_matches(['£', ' ', '-']);
            digits.starts_with(|it: char| it.is_ascii_digit())
                && heading::year_in(&cell.text).is_none()
        }
        _ => false,
    }
}

/// The headings of several rows, column by column. A year above several columns
/// applies to all of them.
fn joined(rows: &[&[Cell]]) -> Vec<String> {
    let width = rows.iter().map(|row| row.len()).max().unwrap_or(0);
    let mut texts: Vec<String> = vec![String::new(); width];
    for (number, row) in rows.iter().enumerate() {
        let is_last = number + 1 == rows.len();
        let mut carried = "";
        for (at, text) in texts.iter_mut().enumerate() {
            let own = row.get(at).map_or("", |cell| &*cell.text);
            if !own.is_empty() {
                carried = if heading::year_in(own).is_some() {
                    own
                } else {
                    ""
                };
            }
            let words = if own.is_empty() && !is_last {
                carried
            } else {
                own
            };
            if words.is_empty() || text.contains(words) {
                continue;
            }
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(words);
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(rows: &[&[&str]], year: Option<&str>) -> Result<Layout, NoLayout> {
        let rows: Vec<Vec<Cell>> = rows
            .iter()
            .map(|row| row.iter().map(|it| Cell::words(it)).collect())
            .collect();
        let rows: Vec<&[Cell]> = rows.iter().map(Vec::as_slice).collect();
        Layout::of(&rows, year, &Options::default())
    }

    fn all(layout: &Layout, year: &str) -> [Option<usize>; 4] {
        let columns = layout.columns(year).unwrap();
        [columns.vat, columns.net, columns.tax, columns.gross]
    }

    #[test]
    fn headings_name_the_column_kind() {
        let headings = [
            "Ref",
            "Name of fee or Charge",
            "Statutory/ Discretionary Charge",
            "VAT Status 18/19",
            "Charge excl. VAT 2018/19",
            "VAT Amount 2018-19",
            "Charge incl. VAT 2018/2019",
        ];
        let layout = layout(&[&headings], None).unwrap();
        assert_eq!((layout.name, layout.category), (1, Some(2)));
        assert_eq!(
            all(&layout, "2018/19"),
            [Some(3), Some(4), Some(5), Some(6)]
        );
        assert_eq!(layout.notes, [(0, "Ref".to_owned())]);
    }

    #[test]
    fn years_above_several_columns_are_carried_to_the_right() {
        let years = ["", "", "2017/18", "", "", "2018/19", "", ""];
        let parts = [
            "Description",
            "VAT code",
            "Net",
            "VAT",
            "Gross",
            "Net",
            "VAT",
            "Gross",
        ];
        let layout = layout(&[&["Fees and charges"], &years, &parts], None).unwrap();
        assert_eq!(layout.name, 0);
        assert_eq!(all(&layout, "2017/18")[1..], [Some(2), Some(3), Some(4)]);
        assert_eq!(all(&layout, "2018/19")[1..], [Some(5), Some(6), Some(7)]);
    }

    #[test]
    fn year_in_the_title_is_that_of_headings_without_one() {
        let headings: &[&str] = &["Item", "Current charge", "Proposed charge"];
        let layout = layout(&[headings], Some("2019/20")).unwrap();
        assert_eq!(all(&layout, "2018/19")[3], Some(1));
        assert_eq!(all(&layout, "2019/20")[3], Some(2));
    }

    #[test]
    fn data_rows_are_not_headings() {
        assert!(layout(&[&["Hall hire", "£ 5.00"]], Some("2019/20")).is_err());
        assert_eq!(
            layout(&[&["Name", "Charge incl. VAT"]], None),
            Err(NoLayout::NoYear)
        );
        let twice: &[&str] = &["Name", "Charge incl. VAT 2018/19", "Gross 2018/19"];
        assert!(matches!(
            layout(&[twice], None),
            Err(NoLayout::Ambiguous(_))
        ));
    }
}
