//! Source files as text, and places within them.

use std::{borrow::Cow, ops::Range};

/// A file of a [`SourceSet`], by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// A range of one file's text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub file: SourceId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Place {
    /// The whole of `file` seen as one point, its first character.
    #[must_use]
    pub fn head_of(file: SourceId) -> Place {
        Place {
            file,
            start: 0,
            end: 0,
        }
    }

    /// The range `range` inside this place, counted from its start.
    #[must_use]
    pub fn within(self, range: Range<u32>) -> Place {
        Place {
            file: self.file,
            start: self.start.saturating_add(range.start).min(self.end),
            end: self.start.saturating_add(range.end).min(self.end),
        }
    }
}

/// One file: its path relative to the book's directory, with `/` between
/// parts, and its text without byte-order mark and with `\n` line ends.
#[derive(Clone, Debug)]
pub struct SourceFile {
    path: String,
    text: Cow<'static, str>,
}

impl SourceFile {
    /// A file from its bytes as stored.
    ///
    /// # Errors
    /// The offset of the first byte that is not UTF-8.
    pub fn new(path: impl Into<String>, bytes: Vec<u8>) -> Result<SourceFile, usize> {
        let text = String::from_utf8(bytes).map_err(|e| e.utf8_error().valid_up_to())?;
        Ok(SourceFile::of_text(path, text.into()))
    }

    /// A file from its text as stored.
    #[must_use]
    pub fn of_text(path: impl Into<String>, text: Cow<'static, str>) -> SourceFile {
        let without_mark = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let text = if without_mark.contains('\r') {
            without_mark
                .replace("\r\n", "\n")
                .replace('\r', "\n")
                .into()
        } else if without_mark.len() == text.len() {
            text
        } else {
            without_mark.to_owned().into()
        };
        SourceFile {
            path: path.into(),
            text,
        }
    }

    /// The path within the book.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The text, ready to parse.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// Every loaded file, in the order of paths, kept so that diagnostics can quote
/// the text they are about.
#[derive(Clone, Debug, Default)]
pub struct SourceSet {
    files: Vec<SourceFile>,
}

impl SourceSet {
    /// A set of files, sorted by path so that nothing depends on the order in
    /// which a directory was read.
    #[must_use]
    pub fn new(mut files: Vec<SourceFile>) -> SourceSet {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        SourceSet { files }
    }

    /// Every file with its number.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &SourceFile)> {
        (0u32..).map(SourceId).zip(&self.files)
    }

    /// One file.
    #[must_use]
    pub fn get(&self, id: SourceId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// The path of a file; empty for one that is not in the set.
    #[must_use]
    pub fn path(&self, id: SourceId) -> &str {
        self.get(id).map_or("", SourceFile::path)
    }

    /// The text of a file; empty for one that is not in the set.
    #[must_use]
    pub fn text(&self, id: SourceId) -> &str {
        self.get(id).map_or("", SourceFile::text)
    }

    /// The place of a text borrowed from file `id`, or from another file of the
    /// set. A text borrowed from none of them, such as an empty default, gets
    /// the first byte of `id`.
    #[must_use]
    pub fn place(&self, id: SourceId, part: &str) -> Place {
        let own = self.get(id).map(|file| (id, file));
        own.into_iter()
            .chain(self.iter())
            .find_map(|(id, file)| place_in(id, file, part))
            .unwrap_or(Place::head_of(id))
    }

    /// The line and column of a place's start, both from one, columns in
    /// characters; the head of the file for a place outside it.
    #[must_use]
    pub fn line_and_column(&self, place: Place) -> (u32, u32) {
        let before = self
            .text(place.file)
            .get(..place.start as usize)
            .unwrap_or("");
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        let line = before.matches('\n').count();
        let column = before.get(line_start..).unwrap_or("").chars().count();
        let from_one = |count: usize| u32::try_from(count).unwrap_or(u32::MAX).saturating_add(1);
        (from_one(line), from_one(column))
    }

    /// The text at a place.
    #[must_use]
    pub fn text_at(&self, place: Place) -> &str {
        self.text(place.file)
            .get(place.start as usize..place.end as usize)
            .unwrap_or("")
    }
}

/// The place of a text in a file, if it is borrowed from it: by address.
fn place_in(id: SourceId, file: &SourceFile, part: &str) -> Option<Place> {
    let base = file.text.as_ptr() as usize;
    let start = (part.as_ptr() as usize).checked_sub(base)?;
    let end = start.checked_add(part.len())?;
    if end > file.text.len() {
        return None;
    }
    Some(Place {
        file: id,
        start: u32::try_from(start).unwrap_or(u32::MAX),
        end: u32::try_from(end).unwrap_or(u32::MAX),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byte_order_mark_and_carriage_returns_are_removed() {
        let file = SourceFile::new("a.ron", b"\xef\xbb\xbfa\r\nb\rc\n".to_vec()).unwrap();
        assert_eq!(file.text(), "a\nb\nc\n");
        assert_eq!(SourceFile::new("a.ron", b"ab\xff".to_vec()).unwrap_err(), 2);
    }

    #[test]
    fn borrowed_text_has_its_place() {
        let set = SourceSet::new(vec![SourceFile::new("a.ron", b"one two".to_vec()).unwrap()]);
        let (id, file) = set.iter().next().unwrap();
        let place = set.place(id, &file.text()[4..]);
        assert_eq!((place.start, place.end), (4, 7));
        assert_eq!(set.text_at(place), "two");
        assert_eq!(set.place(id, "elsewhere"), Place::head_of(id));
    }

    #[test]
    fn text_borrowed_from_another_file_has_its_place_there() {
        let file = |path, text: &str| SourceFile::new(path, text.into()).unwrap();
        let set = SourceSet::new(vec![file("a.ron", "one two"), file("b.ron", "three")]);
        let files: Vec<_> = set.iter().collect();
        let place = set.place(files[1].0, &files[0].1.text()[4..]);
        assert_eq!((place.file, place.start, place.end), (files[0].0, 4, 7));
    }
}
