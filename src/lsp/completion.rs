//! Completion of names and charges, and what is shown of a name under the
//! cursor.

use super::{
    book_folder::BookFolder,
    cursor::{self, Expected},
    entries::{self, Entry, EntryKind},
    positions,
    protocol::{CompletionItem, Hover, Markdown, Position, Range},
};

/// The names that can stand at a position of a file.
pub(super) fn completion(
    book: &BookFolder,
    within: &str,
    position: Position,
) -> Vec<CompletionItem> {
    let (Some(text), Some(whole)) = (book.text(within), book.book()) else {
        return Vec::new();
    };
    let at = positions::byte(text, position);
    let fits: fn(EntryKind) -> bool =
        match cursor::expected(text, at, within.starts_with("tariffs/")) {
            Expected::Nothing => return Vec::new(),
            Expected::Charge => |kind| kind == EntryKind::Charge,
            Expected::Name => EntryKind::is_in_formulas,
        };
    let entries = entries::entries(whole, book.version(within));
    let fitting = entries.iter().filter(|entry| fits(entry.kind));
    fitting.map(item).collect()
}

fn item(entry: &Entry) -> CompletionItem {
    // Numbers of `CompletionItemKind`.
    let kind = match entry.kind {
        EntryKind::Function | EntryKind::Table | EntryKind::Packages => 3,
        EntryKind::Fact => 5,
        EntryKind::Value => 6,
        _ => 21,
    };
    CompletionItem {
        label: entry.name.clone(),
        kind,
        detail: entry.detail(),
        documentation: Markdown::new(entry.markdown()),
    }
}

/// What is known of the name at a position of a file.
pub(super) fn hover(book: &BookFolder, within: &str, position: Position) -> Option<Hover> {
    let text = book.text(within)?;
    let at = positions::byte(text, position);
    let (start, end) = cursor::name_at(text, at)?;
    let name = text.get(start..end)?;
    let entries = entries::entries(book.book()?, book.version(within));
    // A fact of a record is also written behind a name for the record.
    let last = name.rsplit('.').next();
    let named = |name: &str| entries.iter().find(|entry| entry.name == name);
    let entry = named(name).or_else(|| named(last?))?;
    Some(Hover {
        contents: Markdown::new(entry.markdown()),
        range: Range {
            start: positions::position(text, start),
            end: positions::position(text, end),
        },
    })
}
