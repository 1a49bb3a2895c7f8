//! How far the cells of an old workbook lie apart (MS-XLS, 2.4). calamine makes
//! room for every cell between the first and the last of a sheet, so that a stray
//! one in the last row and column would take hundreds of megabytes.

/// The cells of each sheet that was begun, those of a chart within it apart.
#[derive(Default)]
pub(super) struct Extents {
    begun: Vec<Extent>,
    ended: u64,
}

impl Extents {
    pub(super) fn begin(&mut self) {
        self.begun.push(Extent::default());
    }

    pub(super) fn end(&mut self) {
        let ended = self.begun.pop().map_or(0, |it| it.cells());
        self.ended = self.ended.saturating_add(ended);
    }

    pub(super) fn add(&mut self, row: u16, columns: [u16; 2]) {
        if let Some(sheet) = self.begun.last_mut() {
            sheet.add(row, columns);
        }
    }

    /// The cells between the first and the last of each sheet, in all.
    pub(super) fn cells(&self) -> u64 {
        let begun = self.begun.iter().map(Extent::cells);
        begun.fold(self.ended, u64::saturating_add)
    }
}

/// The first and the last row and column of a sheet's cells.
#[derive(Default)]
struct Extent(Option<[u16; 4]>);

impl Extent {
    fn add(&mut self, row: u16, [first, last]: [u16; 2]) {
        let [top, bottom, left, right] = self.0.unwrap_or([row, row, first, last]);
        self.0 = Some([
            top.min(row),
            bottom.max(row),
            left.min(first),
            right.max(last),
        ]);
    }

    fn cells(&self) -> u64 {
        self.0.map_or(0, |[top, bottom, left, right]| {
            (u64::from(bottom - top) + 1) * (u64::from(right.saturating_sub(left)) + 1)
        })
    }
}
