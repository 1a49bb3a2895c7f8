use super::*;

const FEES: &[u8] = include_bytes!("../../../tests/finance/old-workbook.xls");

const BEGIN: u16 = 0x0809;
const END: u16 = 0x000a;
const SHEET: u16 = 0x0085;
const SHARED_TEXTS: u16 = 0x00fc;
const CONTINUE: u16 = 0x003c;

fn record(kind: u16, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len()).unwrap();
    [&kind.to_le_bytes(), &length.to_le_bytes(), body].concat()
}

/// A record that begins with numbers.
fn numbered(kind: u16, numbers: &[u16], rest: &[u8]) -> Vec<u8> {
    let numbers = numbers.iter().flat_map(|it| it.to_le_bytes());
    record(kind, &[&numbers.collect::<Vec<_>>(), rest].concat())
}

fn begin() -> Vec<u8> {
    numbered(BEGIN, &[0x0600, 5, 0, 0], &[])
}

fn number(row: u16, column: u16) -> Vec<u8> {
    numbered(0x0203, &[row, column, 0], &20_f64.to_le_bytes())
}

/// A cell that shows the first of the shared texts.
fn shared(row: u16) -> Vec<u8> {
    numbered(0x00fd, &[row, 0, 0, 0, 0], &[])
}

/// The workbook's own records, and where its sheets begin after them.
fn stream(own: &[u8], places: &[usize], sheets: &[Vec<u8>]) -> Vec<u8> {
    let named = |place: usize| {
        let place = u32::try_from(place).unwrap().to_le_bytes();
        record(SHEET, &[&place[..], &[0, 0, 1, 0, b'A']].concat())
    };
    let head = [&begin()[..], own].concat();
    let before = head.len() + places.len() * named(0).len() + record(END, &[]).len();
    let named = places.iter().map(|it| named(before + it));
    let all = [
        vec![head],
        named.collect(),
        vec![record(END, &[])],
        sheets.to_vec(),
    ];
    all.concat().concat()
}

fn sheet(records: &[Vec<u8>]) -> Vec<u8> {
    [&begin()[..], &records.concat(), &record(END, &[])].concat()
}

/// What is read of a stream: the cells, or why there are none.
fn read_of(stream: &[u8]) -> Result<Vec<String>, String> {
    let file = records::file_of(stream).unwrap();
    let mut cells = Vec::new();
    let mut each = |line: Line<'_>| cells.extend(line.cells.iter().map(|it| it.text.clone()));
    read(&file, &mut each).map_err(|why| why.says)?;
    Ok(cells)
}

fn of_sheet(records: &[Vec<u8>]) -> Result<Vec<String>, String> {
    read_of(&stream(&[], &[0], &[sheet(records)]))
}

fn of_texts(own: &[u8], cells: u16) -> Result<Vec<String>, String> {
    let cells: Vec<Vec<u8>> = (0..cells).map(shared).collect();
    read_of(&stream(own, &[0], &[sheet(&cells)]))
}

#[track_caller]
fn expect_damaged(read: Result<Vec<String>, String>) {
    let why = read.unwrap_err();
    assert!(why.contains("damaged"), "{why}");
}

#[track_caller]
fn expect_too_large(read: Result<Vec<String>, String>) {
    let why = read.unwrap_err();
    assert_eq!(why, too_large().says);
}

/// A workbook in which the sector after each of those of the folder is the same again.
fn in_a_loop() -> Vec<u8> {
    let mut file = FEES.to_vec();
    let number = |at: usize| u32::from_le_bytes(*file[at..].first_chunk().unwrap());
    let (first_table, folder) = (number(76), number(48));
    let entry = (first_table as usize + 1) * 512 + folder as usize * 4;
    file[entry..entry + 4].copy_from_slice(&folder.to_le_bytes());
    file
}

#[test]
fn file_whose_parts_form_a_loop_is_refused() {
    assert!(read(FEES, &mut |_| ()).is_ok());
    let refused = read(&in_a_loop(), &mut |_| ()).unwrap_err();
    assert!(refused.says.contains("damaged"), "{}", refused.says);
}

#[test]
fn sheet_is_read_once_and_from_its_beginning() {
    assert_eq!(of_sheet(&[number(0, 0)]), Ok(vec!["20".to_owned()]));
    let one = [sheet(&[number(0, 0)])];
    expect_damaged(read_of(&stream(&[], &[0, 0], &one)));
    expect_damaged(read_of(&stream(&[], &[4], &one)));
    let two = [one.clone(), one].concat();
    assert!(read_of(&stream(&[], &[0, two[0].len()], &two)).is_ok());
}

/// 4 billion rows by 65,535 columns would be given room for.
#[test]
fn size_that_a_sheet_gives_itself_takes_no_memory() {
    let size = numbered(0x0200, &[0, 0, 0xffff, 0xffff, 0, 0xffff, 0], &[]);
    assert_eq!(of_sheet(&[size, number(0, 0)]), Ok(vec!["20".to_owned()]));
}

#[test]
fn cells_far_apart_are_too_many() {
    expect_too_large(of_sheet(&[number(0, 0), number(65_535, 255)]));
    let chart = [begin(), record(END, &[])].concat();
    expect_too_large(of_sheet(&[number(0, 0), chart, number(65_535, 255)]));
    let wide = numbered(0x00bd, &[65_535, 0], &[0; 256 * 6 + 2]);
    expect_too_large(of_sheet(&[number(0, 0), wide]));
    let near = sheet(&[number(0, 0), number(9_999, 90)]);
    expect_too_large(read_of(&stream(
        &[],
        &[0, near.len()],
        &[near.clone(), near],
    )));
}

#[test]
fn cells_of_one_place_are_too_many() {
    let here = number(0, 0).repeat(1_000_001);
    expect_too_large(read_of(&stream(&[], &[0], &[sheet(&[here])])));
}

#[test]
fn text_shown_by_many_cells_is_too_much() {
    let long = [&[0; 8], &5_000_u16.to_le_bytes()[..], &[0], &[b'a'; 5_000]].concat();
    let long = record(SHARED_TEXTS, &long);
    assert_eq!(of_texts(&long, 2).map(|it| it.len()), Ok(2));
    expect_too_large(of_texts(&long, 3_000));
    expect_damaged(of_texts(&[long.clone(), long].concat(), 1));
    let cut_off = record(SHARED_TEXTS, &[0, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, b'a']);
    expect_damaged(of_texts(&cut_off, 1));
}

#[test]
fn text_longer_than_its_record_is_damaged() {
    let text = |length: u16| numbered(0x0204, &[0, 0, 0, length], &[0, b'a']);
    assert_eq!(of_sheet(&[text(1)]), Ok(vec!["a".to_owned()]));
    expect_damaged(of_sheet(&[text(60_000)]));
    let formula = numbered(0x0006, &[0, 0, 0], &[0; 16]);
    let result = numbered(0x0207, &[60_000], &[0, b'a']);
    expect_damaged(of_sheet(&[formula, result]));
}

#[test]
fn records_that_continue_without_end_are_too_many() {
    let continued = record(CONTINUE, &[0]).repeat(20_001);
    expect_too_large(read_of(&stream(&continued, &[0], &[sheet(&[])])));
}
