//! Workbooks (Office Open XML, ECMA-376): the values that were saved, sheet by
//! sheet and row by row, each with the kind that its format gives it. Memory is
//! bounded whatever the file unpacks to.

mod rich_text;
mod strings;
mod styles;
mod workbook_context;
mod worksheet;

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

use quick_xml::events::Event;
use zip::{ZipArchive, read::ZipFile};

use self::{strings::Strings, styles::Styles, workbook_context::Shared, worksheet::Worksheet};
use super::{
    merged_cells::Merge,
    model::{Line, Size, Unreadable},
    xml::{Budget, Xml, attribute, damaged, is_true, too_large},
};

type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// A sheet, as the workbook lists it.
struct Listed {
    name: String,
    is_hidden: bool,
    relation: String,
}

pub(super) fn read(bytes: &[u8], each: &mut dyn FnMut(Line<'_>)) -> Result<(), Unreadable> {
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|why| damaged(&why.to_string()))?;
    let budget = Budget::new();
    let roots = relations(&mut archive, "_rels/.rels", "", &budget)?;
    let root = roots.into_iter().find(|it| it.1.is("officeDocument"));
    let root = root.map_or_else(|| "xl/workbook.xml".to_owned(), |(_, it)| it.target);
    let (folder, file) = root.rsplit_once('/').unwrap_or(("", &root));
    let path = format!("{folder}/_rels/{file}.rels");
    let parts = relations(&mut archive, path.trim_start_matches('/'), folder, &budget)?;
    let (listed, is_1904) = sheets(Xml::new(part(&mut archive, &root)?, &budget))?;
    let of_kind = |kind: &str| parts.values().find(|it| it.is(kind));
    let mut shared = Shared {
        strings: Strings::default(),
        styles: Styles::default(),
        is_1904,
    };
    if let Some(it) = of_kind("styles") {
        shared.styles = Styles::read(Xml::new(part(&mut archive, &it.target)?, &budget))?;
    }
    if let Some(it) = of_kind("sharedStrings") {
        shared.strings = Strings::read(Xml::new(part(&mut archive, &it.target)?, &budget))?;
    }
    let mut size = Size::default();
    for sheet in listed {
        let Some(it) = parts.get(&sheet.relation).filter(|it| it.is("worksheet")) else {
            continue;
        };
        let merges = merges(part(&mut archive, &it.target)?, &budget)?;
        let xml = Xml::new(part(&mut archive, &it.target)?, &budget);
        let mut reader = Worksheet::new(&sheet.name, sheet.is_hidden, merges, &shared);
        reader.read(xml, &mut size, each)?;
    }
    Ok(())
}

fn part<'a, 'b>(
    archive: &'a mut Archive<'b>,
    path: &str,
) -> Result<ZipFile<'a, Cursor<&'b [u8]>>, Unreadable> {
    let part = archive.by_name(path);
    let part = part.map_err(|_| damaged(&format!("`{path}` is missing")))?;
    // What a package says of its sizes need not be so; this only saves time.
    if part.size() > MAX_PART {
        return Err(too_large());
    }
    Ok(part)
}

/// The most parts that a part leads to, sheets among them.
const MAX_PARTS: usize = 4096;

/// The most bytes of one part, unpacked.
const MAX_PART: u64 = 256 * 1024 * 1024;

/// A part that another leads to.
struct Relation {
    kind: String,
    target: String,
}

impl Relation {
    /// Whether it is of a kind, whichever namespace names it.
    fn is(&self, kind: &str) -> bool {
        self.kind.rsplit('/').next() == Some(kind)
    }
}

/// The parts that a part leads to, by their ids; none where it has none.
fn relations(
    archive: &mut Archive<'_>,
    path: &str,
    folder: &str,
    budget: &Budget,
) -> Result<BTreeMap<String, Relation>, Unreadable> {
    let mut found = BTreeMap::new();
    let Ok(part) = archive.by_name(path) else {
        return Ok(found);
    };
    let mut xml = Xml::new(part, budget);
    loop {
        match xml.next()? {
            Event::Start(it) if it.local_name().as_ref() == "Relationship" => {
                let of = |name| attribute(&it, name);
                if let (Some(id), Some(kind), Some(target)) = (of("Id"), of("Type"), of("Target")) {
                    let target = match target.strip_prefix('/') {
                        Some(from_root) => from_root.to_owned(),
                        None if folder.is_empty() => target,
                        None => format!("{folder}/{target}"),
                    };
                    found.insert(id, Relation { kind, target });
                    if found.len() > MAX_PARTS {
                        return Err(too_large());
                    }
                }
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// The sheets in their order, and whether days are counted from 1904.
fn sheets<R: Read>(mut xml: Xml<R>) -> Result<(Vec<Listed>, bool), Unreadable> {
    let (mut sheets, mut is_1904) = (Vec::new(), false);
    loop {
        match xml.next()? {
            Event::Start(it) => match it.local_name().as_ref() {
                "workbookPr" => is_1904 = is_true(attribute(&it, "date1904")),
                "sheet" => {
                    let state = attribute(&it, "state");
                    sheets.push(Listed {
                        name: attribute(&it, "name").unwrap_or_default(),
                        is_hidden: state.is_some_and(|it| it != "visible"),
                        relation: attribute(&it, "id").unwrap_or_default(),
                    });
                    if sheets.len() > MAX_PARTS {
                        return Err(too_large());
                    }
                }
                _ => {}
            },
            Event::Eof => return Ok((sheets, is_1904)),
            _ => {}
        }
    }
}

/// The most merged cells of a sheet.
const MAX_MERGES: usize = 20_000;

/// The merged cells of a sheet. They come after its rows, which need them, so
/// the part is searched once before it is read: without parsing, which is fast.
fn merges(mut part: impl Read, budget: &Budget) -> Result<Vec<Merge>, Unreadable> {
    const OPENING: &[u8] = b"mergeCell ";
    /// Longer than any tag of a merged cell.
    const OVERLAP: usize = 256;
    let mut merges = Vec::new();
    let mut buffer = vec![0; 64 * 1024];
    let mut held = 0;
    loop {
        let room = buffer.get_mut(held..).unwrap_or_default();
        let count = part.read(room).map_err(|why| damaged(&why.to_string()))?;
        if !budget.take(count) {
            return Err(too_large());
        }
        let end = held + count;
        let text = buffer.get(..end).unwrap_or_default();
        let is_last = count == 0;
        // A tag that may go on behind the end is left for the next round.
        let safe = if is_last {
            end
        } else {
            end.saturating_sub(OVERLAP)
        };
        let mut at = 0;
        while let Some(found) = find(text.get(at..).unwrap_or_default(), OPENING) {
            let start = at + found;
            if start >= safe {
                break;
            }
            at = start + OPENING.len();
            let tag = text.get(at..).unwrap_or_default();
            let tag = tag.split(|it| *it == b'>').next().unwrap_or_default();
            let tag = String::from_utf8_lossy(tag);
            let area = tag.split_once("ref=").map_or("", |(_, area)| area);
            let area = area.split(['"', '\'']).nth(1).unwrap_or_default();
            merges.extend(Merge::parse(area));
            if merges.len() > MAX_MERGES {
                return Err(too_large());
            }
        }
        if is_last {
            merges.sort_by_key(|it| it.first.0);
            return Ok(merges);
        }
        let kept = at.max(safe).min(end);
        buffer.copy_within(kept..end, 0);
        held = end - kept;
    }
}

/// Where bytes first occur.
fn find(text: &[u8], bytes: &[u8]) -> Option<usize> {
    let (first, _) = bytes.split_first()?;
    let mut at = 0;
    loop {
        at += text.get(at..)?.iter().position(|it| it == first)?;
        if text.get(at..)?.starts_with(bytes) {
            return Some(at);
        }
        at += 1;
    }
}
