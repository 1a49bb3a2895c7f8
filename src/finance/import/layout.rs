//! Which column is which, by its heading: the ten columns of Appendix 1, in
//! any order, for one year or more; other columns are notes.

/// The columns of a schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) name: usize,
    pub(super) category: Option<usize>,
    years: Vec<(String, Columns)>,
    /// Columns that are none of these, with their headings.
    pub(super) notes: Vec<(usize, String)>,
}

/// A year's columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) vat: Option<usize>,
    pub(super) net: Option<usize>,
    pub(super) tax: Option<usize>,
    pub(super) gross: Option<usize>,
}

impl Layout {
    /// The layout that a row of headings announces; none for any other row.
    pub(super) fn of(cells: &[String]) -> Option<Layout> {
        let (mut name, mut category) = (None, None);
        let mut years: Vec<(String, Columns)> = Vec::new();
        let mut notes = Vec::new();
        for (at, cell) in cells.iter().enumerate() {
            let heading = cell.to_lowercase();
            if let (Some(year), true) = (year_in(&heading), is_figure(&heading)) {
                if !years.iter().any(|(known, _)| *known == year) {
                    years.push((year.clone(), Columns::default()));
                }
                let of_year = years.iter_mut().find(|(known, _)| *known == year);
                if let Some((_, columns)) = of_year {
                    columns.put(&heading, at);
                }
            } else if name.is_none() && is_name(&heading) {
                name = Some(at);
            } else if category.is_none()
                && (heading.contains("statutory") || heading.contains("discretionary"))
            {
                category = Some(at);
            } else if !heading.is_empty() && !is_ours(&heading) {
                notes.push((at, cell.clone()));
            }
        }
        years.retain(|(_, columns)| columns.gross.is_some());
        (!years.is_empty()).then_some(())?;
        Some(Layout {
            name: name?,
            category,
            years,
            notes,
        })
    }

    /// Its years, as they stand.
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
}

impl Columns {
    fn put(&mut self, heading: &str, at: usize) {
        let place = if heading.contains("incl") {
            &mut self.gross
        } else if heading.contains("excl") {
            &mut self.net
        } else if heading.contains("status") || heading.contains("code") {
            &mut self.vat
        } else {
            &mut self.tax
        };
        *place = place.or(Some(at));
    }
}

/// Whether it is one of the columns that `appendix --cited` adds.
fn is_ours(heading: &str) -> bool {
    heading == "charge id"
        || ["printed in ", "decided "].iter().any(|words| {
            let year = heading.strip_prefix(words);
            year.is_some_and(|year| year_in(year).is_some())
        })
}

fn is_figure(heading: &str) -> bool {
    heading.contains("vat")
}

fn is_name(heading: &str) -> bool {
    ["name", "description", "fee", "charge"]
        .iter()
        .any(|word| heading.contains(word))
        && !is_ours(heading)
        && !heading.contains("statutory")
        && !heading.contains("vat")
}

/// The year a heading is about: `17/18`, `2017/18`, `2017-18` or `2017/2018`.
fn year_in(heading: &str) -> Option<String> {
    let mut words = heading.split(|c: char| !c.is_ascii_digit() && !matches!(c, '/' | '-' | '–'));
    words.find_map(|word| {
        let (first, second) = word.split_once(['/', '-', '–'])?;
        let end = |text: &str| {
            let short = match text.len() {
                4 => text.strip_prefix("20")?,
                2 => text,
                _ => return None,
            };
            short.parse::<u8>().ok()
        };
        let (first, second) = (end(first)?, end(second)?);
        ((first + 1) % 100 == second).then(|| format!("20{first:02}/{second:02}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(headings: &[&str]) -> Option<Layout> {
        Layout::of(
            &headings
                .iter()
                .map(|it| (*it).to_owned())
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn headings_say_what_is_in_a_column() {
        let headings = [
            "Ref",
            "Name of fee or Charge",
            "Statutory/ Discretionary Charge",
            "VAT Status 18/19",
            "Charge excl. VAT 2018/19",
            "VAT Amount 2018-19",
            "Charge incl. VAT 2018/2019",
        ];
        let layout = layout(&headings).unwrap();
        assert_eq!((layout.name, layout.category), (1, Some(2)));
        let columns = layout.columns("2018/19").unwrap();
        let all = [columns.vat, columns.net, columns.tax, columns.gross];
        assert_eq!(all, [Some(3), Some(4), Some(5), Some(6)]);
        assert_eq!(layout.notes, [(0, "Ref".to_owned())]);
    }

    #[test]
    fn other_rows_are_no_headings() {
        assert_eq!(layout(&["Hall hire", "£ 5.00"]), None);
        assert_eq!(layout(&["Name", "Charge incl. VAT"]), None);
        assert_eq!(year_in("vat 17/19"), None);
        assert_eq!(year_in("99/00 fees").as_deref(), Some("2099/00"));
    }
}
