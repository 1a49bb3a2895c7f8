//! How long the texts are that the cells of an old workbook share (MS-XLS, 2.4.265
//! and 2.5.293). A text takes little in the file and as much again for each cell.

use super::records::Record;

/// The most texts.
const MAX_TEXTS: usize = 1_000_000;

const WIDE: u8 = 1;
const EXTENDED: u8 = 4;
const RICH: u8 = 8;

/// The characters of each text. Nothing where the texts are cut off or too many.
pub(super) fn lengths(table: &[Record<'_>]) -> Option<Vec<u16>> {
    let (first, others) = table.split_first()?;
    let mut rest = Rest {
        now: first.from(8)?,
        then: others.iter(),
    };
    let mut lengths = Vec::new();
    while !rest.now.is_empty() || rest.go_on() {
        lengths.push(rest.text()?);
        if lengths.len() > MAX_TEXTS {
            return None;
        }
    }
    Some(lengths)
}

/// What is left of the table, which goes on in other records.
struct Rest<'b, 't> {
    now: Record<'b>,
    then: std::slice::Iter<'t, Record<'b>>,
}

impl Rest<'_, '_> {
    /// Goes on with the next record, where there is one.
    fn go_on(&mut self) -> bool {
        let next = self.then.next();
        if let Some(next) = next {
            self.now = *next;
        }
        next.is_some()
    }

    fn skip(&mut self, count: usize) -> Option<()> {
        self.now = self.now.from(count)?;
        Some(())
    }

    /// Passes over one text and says how long it is.
    fn text(&mut self) -> Option<u16> {
        if self.now.is_empty() {
            return Some(0);
        }
        let (length, flags) = (self.now.u16(0)?, self.now.u8(2)?);
        self.skip(3)?;
        let mut after = 0;
        if flags & RICH != 0 {
            after += usize::from(self.now.u16(0)?) * 4;
            self.skip(2)?;
        }
        if flags & EXTENDED != 0 {
            after += usize::try_from(self.now.u32(0)?).ok()?;
            self.skip(4)?;
        }
        self.characters(usize::from(length), flags & WIDE != 0)?;
        self.skip_on(after)?;
        Some(length)
    }

    /// Where characters go on in another record, it says again how wide they are.
    fn characters(&mut self, mut left: usize, mut is_wide: bool) -> Option<()> {
        while left > 0 {
            let width = if is_wide { 2 } else { 1 };
            let here = left.min(self.now.len() / width);
            self.skip(here * width)?;
            left -= here;
            if left > 0 {
                self.go_on().then_some(())?;
                is_wide = self.now.u8(0)? & WIDE != 0;
                self.skip(1)?;
            }
        }
        Some(())
    }

    fn skip_on(&mut self, mut left: usize) -> Option<()> {
        while left > 0 {
            if self.now.is_empty() {
                self.go_on().then_some(())?;
            }
            let here = left.min(self.now.len());
            self.skip(here)?;
            left -= here;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(records: &[&[u8]]) -> Option<Vec<u16>> {
        let records: Vec<Record<'_>> = records.iter().map(|it| Record(it)).collect();
        lengths(&records)
    }

    #[test]
    fn lengths_are_read_through_formats_and_records() {
        let head = [0; 8];
        let plain = [&head[..], &[2, 0, 0, b'a', b'b', 1, 0, WIDE, b'c', 0]].concat();
        assert_eq!(of(&[&plain]), Some(vec![2, 1]));
        let rich = [
            &head[..],
            &[1, 0, RICH | EXTENDED, 1, 0, 2, 0, 0, 0, b'a'],
            &[9; 6],
            &[0, 0, 0],
        ]
        .concat();
        assert_eq!(of(&[&rich]), Some(vec![1, 0]));
        let begun = [&head[..], &[4, 0, 0, b'a']].concat();
        assert_eq!(
            of(&[&begun, &[WIDE, b'b', 0, b'c', 0], &[0, b'd']]),
            Some(vec![4])
        );
        assert_eq!(of(&[&begun]), None, "cut off");
        assert_eq!(of(&[&head]), Some(vec![]));
        assert_eq!(of(&[]), None);
    }
}
