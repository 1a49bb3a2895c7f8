//! Merged cells: what is written in the first is that of all that it covers.

use super::{
    model::{Cell, MAX_COLUMNS, Unreadable},
    xml::damaged,
};

/// A merged cell: its first and last row and column, from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Merge {
    pub(super) first: (u64, usize),
    pub(super) last: (u64, usize),
}

impl Merge {
    /// `B2:C4`.
    pub(super) fn parse(area: &str) -> Option<Merge> {
        let (first, last) = area.split_once(':')?;
        Some(Merge {
            first: position(first)?,
            last: position(last)?,
        })
    }
}

/// The row and column of `C4`, from zero.
pub(super) fn position(name: &str) -> Option<(u64, usize)> {
    let digits = name.find(|it: char| it.is_ascii_digit())?;
    let (letters, row) = name.split_at_checked(digits)?;
    let mut column = 0usize;
    for letter in letters.bytes() {
        let digit = letter.to_ascii_uppercase().checked_sub(b'A')?;
        column = column
            .checked_mul(26)?
            .checked_add(usize::from(digit) + 1)?;
    }
    Some((
        row.parse::<u64>().ok()?.checked_sub(1)?,
        column.checked_sub(1)?,
    ))
}

/// Puts the content of merged cells into every cell of a row (from zero) that
/// they cover, and forgets those that end above it; an error where there are more
/// than columns, so that they overlap.
pub(super) fn fill(
    active: &mut Vec<(Merge, Cell)>,
    row: u64,
    cells: &mut Vec<Cell>,
) -> Result<(), Unreadable> {
    active.retain(|(merge, _)| merge.last.0 >= row);
    if active.len() > MAX_COLUMNS {
        return Err(damaged("its merged cells overlap"));
    }
    for (merge, content) in active {
        let last = merge.last.1.min(MAX_COLUMNS - 1);
        if cells.len() <= last {
            cells.resize_with(last + 1, Cell::default);
        }
        let spans_rows = merge.last.0 > merge.first.0;
        let rows = spans_rows.then_some((merge.first.0 + 1, merge.last.0 + 1));
        for cell in cells.get_mut(merge.first.1..=last).unwrap_or_default() {
            *cell = content.clone();
            cell.merged_rows = rows;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cell_names_and_areas_are_read() {
        assert_eq!(position("A1"), Some((0, 0)));
        assert_eq!(position("AB12"), Some((11, 27)));
        assert_eq!(position("12"), None);
        let merge = Merge::parse("B2:C4").unwrap();
        assert_eq!((merge.first, merge.last), ((1, 1), (3, 2)));
        assert_eq!(Merge::parse("B2"), None);
    }
}
