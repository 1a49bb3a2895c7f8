//! A book's files brought into memory: from a directory, or from a program
//! that has them built in. Nothing is understood here yet.

use std::{
    borrow::Cow,
    fmt, fs, io,
    path::{Path, PathBuf},
};

use crate::base::{
    diagnostic::Diagnostic,
    diagnostic_code::Code,
    hidden_char,
    source_text::{Place, SourceFile, SourceId, SourceSet},
};

/// The folders of a book that are read, with all folders inside them.
const FOLDERS: [&str; 3] = ["calendars", "rules", "tariffs"];

/// Largest file that is read: far above any rule file.
const MAX_BYTES: u64 = 8 * 1024 * 1024;

/// The most bytes of all files together: far above any book.
const MAX_TOTAL_BYTES: u64 = 64 * 1024 * 1024;

/// The most files and folders in a book's folders: far more than any book has.
const MAX_ENTRIES: usize = 20_000;

/// The most folders one inside the other.
const MAX_DEPTH: usize = 16;

/// Where a book is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BookFrom<'p> {
    /// Files that a program has built in: each file's path within the book,
    /// with `/` between the parts, and its text.
    Files(&'p [(String, &'static [u8])]),
    /// A directory with `rules` or `tariffs` or both in it.
    Directory(&'p Path),
}

/// The files of a book.
#[derive(Debug)]
pub struct Loaded {
    /// Their texts.
    pub sources: SourceSet,
    /// A diagnostic on each file that is not UTF-8 or has control characters in
    /// it: such a file is loaded all the same, with a mark in the place of what
    /// could not be read. And one on each that cannot be read, which is loaded as
    /// an empty text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Why a book cannot be loaded.
#[derive(Debug)]
pub enum LoadError {
    /// There is nothing at the path.
    Missing(PathBuf),
    /// The path is not that of a directory.
    NotADirectory(PathBuf),
    /// The directory has neither `rules` nor `tariffs` in it.
    NotABook(PathBuf),
    /// A directory that cannot be read.
    Unreadable(PathBuf, io::Error),
    /// A file at which there are more than 64 MiB in all.
    TooLarge(PathBuf),
    /// A folder at which there are more than 20,000 files and folders in all.
    TooMany(PathBuf),
    /// A folder inside more than 16 others.
    TooDeep(PathBuf),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LoadError::Missing(path) => write!(f, "there is no directory `{}`", path.display()),
            LoadError::NotADirectory(path) => write!(f, "`{}` is not a directory", path.display()),
            LoadError::NotABook(path) => write!(
                f,
                "`{}` has neither a folder `rules` nor a folder `tariffs` in it",
                path.display()
            ),
            LoadError::Unreadable(path, error) => {
                let why = Unread::of(error);
                write!(f, "`{}` cannot be read: {}", path.display(), why.words())
            }
            LoadError::TooLarge(path) => write!(
                f,
                "there are more than 64 MiB of rule files up to `{}`",
                path.display()
            ),
            LoadError::TooMany(path) => write!(
                f,
                "there are more than 20,000 files and folders up to `{}`",
                path.display()
            ),
            LoadError::TooDeep(path) => {
                write!(f, "`{}` is inside more than 16 folders", path.display())
            }
        }
    }
}

/// Why a file or folder of a book is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Unread {
    /// It is not there, or links to what is not there.
    Missing,
    /// Links lead in a circle.
    Circle,
    /// It is a link that leads out of the book.
    Outside,
    /// Permission is denied.
    Denied,
    /// It is beyond 8 MiB.
    TooLarge,
    /// Any other error.
    Other(String),
}

impl Unread {
    fn of(error: &io::Error) -> Unread {
        match error.kind() {
            io::ErrorKind::NotFound => Unread::Missing,
            io::ErrorKind::PermissionDenied => Unread::Denied,
            // `ErrorKind::FilesystemLoop` is not stable.
            _ if error.raw_os_error() == Some(40) => Unread::Circle,
            _ => Unread::Other(error.to_string()),
        }
    }

    fn words(&self) -> &str {
        match self {
            Unread::Missing => "it is not there, or links to what is not there",
            Unread::Circle => "it is a link that leads back to itself",
            Unread::Outside => "it is a link that leads out of the book",
            Unread::Denied => "permission is denied",
            Unread::TooLarge => "it is larger than 8 MiB",
            Unread::Other(error) => error,
        }
    }

    fn help(&self) -> &'static str {
        match self {
            Unread::Outside => "copy what it leads to into the book",
            Unread::TooLarge => "no rule file is as large; take it out of the book",
            Unread::Denied => "let the user that runs almoner read it",
            Unread::Missing | Unread::Circle | Unread::Other(_) => {
                "mend it, or take it out of the book"
            }
        }
    }
}

impl std::error::Error for LoadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            LoadError::Unreadable(_, error) => Some(error),
            _ => None,
        }
    }
}

/// Loads every `.ron` file under the book's `calendars`, `rules` and `tariffs`.
/// Names that start with a dot are passed over, as is what is neither file nor
/// directory.
///
/// # Errors
/// When the directory is not a book, or something in it cannot be read.
pub fn load(from: BookFrom<'_>) -> Result<Loaded, LoadError> {
    Ok(match from {
        BookFrom::Files(files) => {
            let stored = files.iter();
            let stored = stored.map(|(path, bytes)| (path.clone(), Cow::Borrowed(*bytes)));
            loaded(stored.collect(), Vec::new())
        }
        BookFrom::Directory(directory) => {
            let walk = directory_files(directory)?;
            loaded(walk.stored, walk.unread)
        }
    })
}

/// Loads a directory as [`load`] does, with the texts of an editor in the place
/// of its files: each file's path within the book, and its text.
///
/// # Errors
/// As for [`load`].
pub fn load_with_edits(directory: &Path, edits: &[(String, String)]) -> Result<Loaded, LoadError> {
    let Walk {
        mut stored,
        mut unread,
        ..
    } = directory_files(directory)?;
    unread.retain(|(path, _)| edits.iter().all(|(edited, _)| edited != path));
    for (path, text) in edits {
        let bytes = Cow::Owned(text.clone().into_bytes());
        match stored.iter_mut().find(|(stored, _)| stored == path) {
            Some((_, on_disk)) => *on_disk = bytes,
            None => stored.push((path.clone(), bytes)),
        }
    }
    Ok(loaded(stored, unread))
}

/// A file's path within the book, and its bytes.
type Stored = (String, Cow<'static, [u8]>);

fn directory_files(directory: &Path) -> Result<Walk, LoadError> {
    let root = fs::metadata(directory).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => LoadError::Missing(directory.to_owned()),
        _ => LoadError::Unreadable(directory.to_owned(), error),
    })?;
    if !root.is_dir() {
        return Err(LoadError::NotADirectory(directory.to_owned()));
    }
    let mut walk = Walk {
        book: read(directory, Path::canonicalize)?,
        ..Walk::default()
    };
    let mut found = false;
    for folder in FOLDERS {
        let path = directory.join(folder);
        if fs::symlink_metadata(&path).is_ok() {
            found = true;
            if read(&path, Path::metadata)?.is_file() {
                return Err(LoadError::NotADirectory(path));
            }
            walk.entry(&path, folder.to_owned())?;
        }
    }
    if !found {
        return Err(LoadError::NotABook(directory.to_owned()));
    }
    Ok(walk)
}

/// Whether it is a link that leads to what is not within `book`, a real path.
#[must_use]
pub fn leads_out_of(book: &Path, path: &Path) -> bool {
    let is_link = fs::symlink_metadata(path).is_ok_and(|it| it.is_symlink());
    is_link
        && path
            .canonicalize()
            .is_ok_and(|real| !real.starts_with(book))
}

/// A walk through folders.
#[derive(Default)]
struct Walk {
    /// The real path of the book.
    book: PathBuf,
    stored: Vec<Stored>,
    /// The files and folders that cannot be read, by their paths within the book.
    unread: Vec<(String, Unread)>,
    /// How many bytes the files have.
    bytes: u64,
    /// The folders being walked through, one inside the other, by their real
    /// paths: links can lead in circles.
    within: Vec<PathBuf>,
    /// How many files and folders there were.
    entries: usize,
}

impl Walk {
    fn folder(&mut self, folder: &Path, within_book: &str) -> Result<(), LoadError> {
        let real = read(folder, Path::canonicalize)?;
        if self.within.iter().any(|outer| outer.starts_with(&real)) {
            return Ok(());
        }
        if self.within.len() >= MAX_DEPTH {
            return Err(LoadError::TooDeep(folder.to_owned()));
        }
        self.within.push(real);
        let left = MAX_ENTRIES.saturating_sub(self.entries);
        let entries = read(folder, |path| {
            let entries = fs::read_dir(path)?.take(left + 1);
            entries.collect::<io::Result<Vec<_>>>()
        })?;
        self.entries += entries.len();
        if entries.len() > left {
            return Err(LoadError::TooMany(folder.to_owned()));
        }
        let mut paths: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with('.') {
                continue;
            }
            self.entry(&path, format!("{within_book}/{name}"))?;
        }
        self.within.pop();
        Ok(())
    }

    fn entry(&mut self, path: &Path, within_book: String) -> Result<(), LoadError> {
        let kind = match path.metadata() {
            Ok(kind) => kind,
            Err(error) => {
                self.unread.push((within_book, Unread::of(&error)));
                return Ok(());
            }
        };
        let is_read = kind.is_dir() || kind.is_file() && is_rule_file(path);
        if is_read && leads_out_of(&self.book, path) {
            self.unread.push((within_book, Unread::Outside));
        } else if kind.is_dir() {
            self.folder(path, &within_book)?;
        } else if is_read && kind.len() > MAX_BYTES {
            self.unread.push((within_book, Unread::TooLarge));
        } else if is_read {
            self.bytes += kind.len();
            if self.bytes > MAX_TOTAL_BYTES {
                return Err(LoadError::TooLarge(path.to_owned()));
            }
            match fs::read(path) {
                Ok(bytes) => self.stored.push((within_book, bytes.into())),
                Err(error) => self.unread.push((within_book, Unread::of(&error))),
            }
        }
        Ok(())
    }
}

fn read<T>(path: &Path, how: impl FnOnce(&Path) -> io::Result<T>) -> Result<T, LoadError> {
    how(path).map_err(|error| LoadError::Unreadable(path.to_owned(), error))
}

fn is_rule_file(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "ron")
}

fn loaded(stored: Vec<Stored>, unread: Vec<(String, Unread)>) -> Loaded {
    let mut not_text: Vec<(String, NotText)> = Vec::new();
    let mut from_outside = Vec::new();
    let mut files = Vec::new();
    for (path, bytes) in stored {
        // What is built in has been checked before.
        let is_built_in = matches!(bytes, Cow::Borrowed(_));
        let (text, remark) = text_of(bytes);
        if !is_built_in && remark.is_none() {
            from_outside.push(path.clone());
        }
        not_text.extend(remark.map(|remark| (path.clone(), remark)));
        files.push(SourceFile::of_text(path, text));
    }
    let empty = |(path, _): &(String, Unread)| SourceFile::of_text(path.clone(), "".into());
    files.extend(unread.iter().map(empty));
    let sources = SourceSet::new(files);
    let mut diagnostics: Vec<Diagnostic> = not_text
        .iter()
        .filter_map(|(path, remark)| remark.diagnostic(&sources, path))
        .collect();
    let unread = unread.iter();
    diagnostics.extend(unread.filter_map(|(path, why)| why.diagnostic(&sources, path)));
    for (file, source) in sources.iter() {
        if from_outside.iter().any(|it| it == source.path()) {
            diagnostics.extend(hidden_character(file, source.text()));
        }
    }
    Loaded {
        sources,
        diagnostics,
    }
}

/// A diagnostic on the first character that acts on a terminal, as it is or
/// written as an escape of a string: `\u{202e}`, `\x1b`.
fn hidden_character(file: SourceId, text: &str) -> Option<Diagnostic> {
    let plain = text
        .char_indices()
        .find(|(_, letter)| hidden_char::is_hidden(*letter));
    let plain = plain.map(|(at, letter)| (at, letter.len_utf8(), letter));
    let (at, length, letter) = plain.or_else(|| hidden_escape(text))?;
    let start = u32::try_from(at).ok()?;
    let place = Place {
        file,
        start,
        end: start + u32::try_from(length).ok()?,
    };
    let says = format!(
        "the text has the control character U+{:04X} here",
        u32::from(letter)
    );
    Some(Diagnostic::new(Code::NotText, place, says).help("take it out: it cannot be seen"))
}

/// The place, length and meaning of the first such escape.
fn hidden_escape(text: &str) -> Option<(usize, usize, char)> {
    let escape = |(at, _): (usize, &str)| {
        let rest = text.get(at + 2..)?;
        let (digits, length) = match rest.strip_prefix('{') {
            Some(inner) => {
                let end = inner.find('}').filter(|end| *end <= 6)?;
                (inner.get(..end)?, end + 4)
            }
            None => (rest.get(..2)?, 4),
        };
        let letter = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
        hidden_char::is_hidden(letter).then_some((at, length, letter))
    };
    let unicode = text.match_indices("\\u").find_map(escape);
    unicode.or_else(|| text.match_indices("\\x").find_map(escape))
}

/// The first byte of a file that is not part of any UTF-8 character.
struct NotText {
    byte: u8,
    /// The text before it.
    before: Vec<u8>,
}

fn text_of(bytes: Cow<'static, [u8]>) -> (Cow<'static, str>, Option<NotText>) {
    let text = match bytes {
        Cow::Borrowed(bytes) => str::from_utf8(bytes)
            .map(Cow::Borrowed)
            .map_err(|error| (error, bytes.to_vec())),
        Cow::Owned(bytes) => String::from_utf8(bytes)
            .map(Cow::Owned)
            .map_err(|error| (error.utf8_error(), error.into_bytes())),
    };
    text.map_or_else(
        |(error, bytes)| {
            let (before, after) = bytes.split_at(error.valid_up_to().min(bytes.len()));
            let remark = NotText {
                byte: after.first().copied().unwrap_or_default(),
                before: before.to_vec(),
            };
            let text = String::from_utf8_lossy(&bytes).into_owned();
            (text.into(), Some(remark))
        },
        |text| (text, None),
    )
}

impl Unread {
    fn diagnostic(&self, sources: &SourceSet, path: &str) -> Option<Diagnostic> {
        let (file, _) = sources.iter().find(|(_, file)| file.path() == path)?;
        let place = Place {
            file,
            start: 0,
            end: 0,
        };
        let says = format!("this cannot be read: {}", self.words());
        Some(Diagnostic::new(Code::Unreadable, place, says).help(self.help()))
    }
}

impl NotText {
    fn diagnostic(&self, sources: &SourceSet, path: &str) -> Option<Diagnostic> {
        let (file, _) = sources.iter().find(|(_, file)| file.path() == path)?;
        // Line ends are evened out in the text, so they are in the part before.
        let before = SourceFile::new("", self.before.clone()).ok()?;
        let start = u32::try_from(before.text().len()).ok()?;
        let mark = u32::try_from(char::REPLACEMENT_CHARACTER.len_utf8()).ok()?;
        let place = Place {
            file,
            start,
            end: start + mark,
        };
        let says = format!(
            "the file is not UTF-8 text: it has the byte {:02X} here",
            self.byte
        );
        let help = match self.byte {
            0xa3 => "this looks like `£` as Windows writes it; save the file as UTF-8",
            0x91..=0x94 => {
                "this looks like a curly quotation mark as Windows writes it; save the file as UTF-8"
            }
            0xfe | 0xff => "this looks like UTF-16; save the file as UTF-8",
            _ => "save the file as UTF-8",
        };
        Some(Diagnostic::new(Code::NotText, place, says).help(help))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A directory of this test's own, taken away at the end.
    struct Scratch(PathBuf);

    impl Scratch {
        fn new(name: &str) -> Scratch {
            let path =
                std::env::temp_dir().join(format!("almoner-load-{name}-{}", std::process::id()));
            fs::create_dir_all(&path).unwrap();
            Scratch(path)
        }

        fn write(&self, path: &str, bytes: &[u8]) {
            let path = self.0.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }

        fn load(&self) -> Result<Loaded, LoadError> {
            load(BookFrom::Directory(&self.0))
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn built_in_book_is_text() {
        let book = load(BookFrom::Files(almoner_built_in::files())).unwrap();
        assert!(book.diagnostics.is_empty());
        let mut paths = book.sources.iter().map(|(_, file)| file.path());
        assert!(paths.any(|path| path == "tariffs/2018-19.ron"));
    }

    #[test]
    fn book_folders_are_read_and_symlink_cycles_skipped() {
        let scratch = Scratch::new("walk");
        scratch.write("rules/music/2017-04-01.ron", b"a");
        scratch.write("rules/.hidden.ron", b"b");
        scratch.write("rules/notes.txt", b"c");
        scratch.write("tariffs/2018-19.ron", b"d");
        scratch.write("elsewhere/x.ron", b"e");
        #[cfg(unix)]
        std::os::unix::fs::symlink(&scratch.0, scratch.0.join("rules/music/circle")).unwrap();
        let book = scratch.load().unwrap();
        let paths: Vec<&str> = book.sources.iter().map(|(_, file)| file.path()).collect();
        assert_eq!(paths, ["rules/music/2017-04-01.ron", "tariffs/2018-19.ron"]);
    }

    #[test]
    fn folders_beyond_the_limits_are_refused() {
        let scratch = Scratch::new("deep");
        let folder = |depth: usize| format!("rules/{}a.ron", "x/".repeat(depth));
        scratch.write(&folder(MAX_DEPTH - 1), b"a");
        assert!(scratch.load().is_ok());
        scratch.write(&folder(MAX_DEPTH), b"a");
        assert!(matches!(scratch.load(), Err(LoadError::TooDeep(_))));
        let mut walk = Walk {
            entries: MAX_ENTRIES - 1,
            ..Walk::default()
        };
        scratch.write("tariffs/a.ron", b"a");
        let tariffs = scratch.0.join("tariffs");
        assert!(walk.folder(&tariffs, "tariffs").is_ok());
        let refused = walk.folder(&tariffs, "tariffs");
        assert!(matches!(refused, Err(LoadError::TooMany(path)) if path == tariffs));
        let mut walk = Walk {
            bytes: MAX_TOTAL_BYTES - 1,
            ..Walk::default()
        };
        assert!(walk.folder(&tariffs, "tariffs").is_ok());
        let refused = walk.folder(&tariffs, "tariffs");
        assert!(matches!(refused, Err(LoadError::TooLarge(_))));
    }

    #[test]
    fn folder_that_is_no_book_is_refused_by_name() {
        let scratch = Scratch::new("refuse");
        let path = scratch.0.display().to_string();
        let refusal = |directory: &Path| {
            load(BookFrom::Directory(directory))
                .unwrap_err()
                .to_string()
        };
        assert_eq!(
            refusal(&scratch.0),
            format!("`{path}` has neither a folder `rules` nor a folder `tariffs` in it")
        );
        assert_eq!(
            refusal(&scratch.0.join("x")),
            format!("there is no directory `{path}/x`")
        );
        scratch.write("rules", b"");
        assert_eq!(
            refusal(&scratch.0),
            format!("`{path}/rules` is not a directory")
        );
        assert_eq!(
            refusal(&scratch.0.join("rules")),
            format!("`{path}/rules` is not a directory")
        );
    }

    #[test]
    fn control_characters_are_refused_plain_and_escaped() {
        let scratch = Scratch::new("hidden");
        scratch.write("rules/a.ron", b"tab\tand line\r\n, \\u{e9}, \\u{1f600}");
        scratch.write("rules/b.ron", b"one\x1b[2J");
        scratch.write("rules/c.ron", "\"a\u{202e}b\"".as_bytes());
        scratch.write("rules/d.ron", b"\"\\u{202E}\"");
        scratch.write("rules/e.ron", b"\"\\x1b]0;x\\x07\"");
        let book = scratch.load().unwrap();
        let said = book.diagnostics.iter().map(|it| {
            let file = book.sources.get(it.place.file).unwrap();
            format!("{}:{} {}", file.path(), it.place.start, it.says)
        });
        let said: Vec<String> = said.collect();
        let says = "the text has the control character";
        let expected = [
            format!("rules/b.ron:3 {says} U+001B here"),
            format!("rules/c.ron:2 {says} U+202E here"),
            format!("rules/d.ron:1 {says} U+202E here"),
            format!("rules/e.ron:1 {says} U+001B here"),
        ];
        assert_eq!(said, expected);
    }

    #[test]
    fn invalid_utf8_is_diagnosed_at_its_place() {
        let scratch = Scratch::new("bytes");
        scratch.write("rules/a.ron", b"\xef\xbb\xbfone\r\ntwo \xa35 three");
        scratch.write("rules/b.ron", b"fine");
        let book = scratch.load().unwrap();
        assert_eq!(book.sources.iter().count(), 2);
        let [remark] = &book.diagnostics[..] else {
            panic!("one remark: {:?}", book.diagnostics);
        };
        assert_eq!((remark.code, remark.place.start), (Code::NotText, 8));
        assert_eq!(book.sources.text_at(remark.place), "\u{fffd}");
    }
}
