//! How far the cells of an old workbook lie apart (MS-XLS, 2.4). calamine makes
//! room for every cell between the first and the last of a sheet, so that a stray
//! one in the last row and column would take hundreds of megabytes.

use super::records::Records;

/// The kinds of records that hold a cell: formula, number, text, yes or no and
/// their short forms.
const CELLS: [u16; 8] = [
    0x0006, 0x0203, 0x0204, 0x0205, 0x027e, 0x00bd, 0x00d6, 0x00fd,
];

const BEGIN: u16 = 0x0809;

/// The most cells between the first and the last of each sheet, in all.
const MAX_CELLS: u64 = 1_000_000;

/// Whether the sheets of a stream have room for too many cells.
pub(super) fn is_too_large(stream: &[u8]) -> bool {
    let (mut all, mut sheet) = (0, Extent::default());
    for (kind, record) in Records(stream) {
        if kind == BEGIN {
            all += std::mem::take(&mut sheet).cells();
        } else if CELLS.contains(&kind) {
            sheet.add(record.u16(0), record.u16(2));
        }
    }
    all + sheet.cells() > MAX_CELLS
}

/// The first and the last row and column of a sheet's cells.
#[derive(Default)]
struct Extent(Option<[u16; 4]>);

impl Extent {
    fn add(&mut self, row: Option<u16>, column: Option<u16>) {
        let (Some(row), Some(column)) = (row, column) else {
            return;
        };
        let [top, bottom, left, right] = self.0.unwrap_or([row, row, column, column]);
        self.0 = Some([
            top.min(row),
            bottom.max(row),
            left.min(column),
            right.max(column),
        ]);
    }

    fn cells(&self) -> u64 {
        self.0.map_or(0, |[top, bottom, left, right]| {
            (u64::from(bottom - top) + 1) * (u64::from(right - left) + 1)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A record of a kind, of a cell at a place.
    fn record(kind: u16, row: u16, column: u16) -> Vec<u8> {
        [kind, 4, row, column].map(u16::to_le_bytes).concat()
    }

    #[test]
    fn cells_far_apart_are_too_many() {
        let near = [record(0x0203, 0, 0), record(0x00fd, 9_999, 90)].concat();
        assert!(!is_too_large(&near));
        let far = [record(0x0203, 0, 0), record(0x0203, 65_535, 255)].concat();
        assert!(is_too_large(&far));
        let begin = record(BEGIN, 0, 0);
        let apart = [
            record(0x0203, 0, 0),
            begin.clone(),
            record(0x0203, 65_535, 255),
        ]
        .concat();
        assert!(!is_too_large(&apart), "each on a sheet of its own");
        let twice = [near.clone(), begin, near].concat();
        assert!(is_too_large(&twice), "two sheets of 900,000");
        assert!(!is_too_large(&far[..9]), "a record that is cut off");
    }
}
