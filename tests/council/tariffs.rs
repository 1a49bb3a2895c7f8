//! The tariff files against the council's own tables: every row and every
//! column of Appendix 1 and 2, and every rate of the minimum wage. The tables
//! under `tests/council` are the printed ones, byte for byte.

use std::{fs, path::Path};

use almoner_engine::{
    base::{
        date,
        money::Money,
        name,
        source_text::{SourceFile, SourceSet},
    },
    check::model::{Category, Stay, Unit, Vat},
    source::{
        self, Parsed,
        model::{
            CatalogueEntry, CatalogueFile, ChargeEntry, DecisionEntry, Document, ParameterFile,
            ServiceHead, TariffFile,
        },
    },
};

const YEARS: [&str; 2] = ["2017/18", "2018/19"];

/// What the printed tables hold: Appendix 1, then Appendix 2.
const ROWS: [(&str, usize); 2] = [("Appendix 1", 67), ("Appendix 2", 7)];

/// Read from §4.11, because Appendix 1 prints no unit for them.
const UNITS_OF_THE_TEXT: [(&str, Unit); 2] = [
    ("music.instrument_loan", Unit::Term),
    ("music.tuition", Unit::Hour),
];

#[test]
fn tariff_rows_and_columns_match_the_printed_ones() {
    let set = files();
    let parsed = parsed(&set);
    let tariffs = YEARS.map(|year| tariff(&parsed, year));
    for (appendix, rows) in ROWS {
        let printed = table(appendix);
        assert_eq!(printed.len(), rows, "{appendix}");
        for (row, printed) in (1u16..).zip(&printed) {
            let filed = filed_row(&parsed, &tariffs, appendix, row);
            assert_eq!(filed, *printed, "{appendix}, row {row}");
        }
    }
}

#[test]
fn tariff_files_hold_exactly_the_printed_rows() {
    let set = files();
    let parsed = parsed(&set);
    let ids: Vec<String> = catalogue(&parsed).map(|(id, _)| id).collect();
    let mut different = ids.clone();
    different.sort_unstable();
    different.dedup();
    assert_eq!(different.len(), 67 + 7);
    for year in YEARS {
        let tariff = tariff(&parsed, year);
        let priced: Vec<String> = charges(tariff).map(|(service, c)| id(service, c)).collect();
        assert_eq!(
            priced, ids,
            "{year} has other charges than the catalogue, or another order"
        );
        for (appendix, rows) in ROWS {
            let mut numbers: Vec<u16> = charges(tariff)
                .filter(|(service, _)| service.cite == appendix)
                .map(|(_, charge)| charge.row)
                .collect();
            numbers.sort_unstable();
            assert!(
                numbers.into_iter().eq((1u16..).take(rows)),
                "{year}, {appendix}"
            );
        }
    }
    assert!(ids.iter().all(|id| name::is_path(id)));
}

#[test]
fn units_are_those_of_the_printed_names() {
    let set = files();
    let parsed = parsed(&set);
    let mut without = Vec::new();
    for (id, entry) in catalogue(&parsed) {
        let of_the_text = UNITS_OF_THE_TEXT.iter().find(|(known, _)| *known == id);
        let unit = unit_in(entry.name).or_else(|| of_the_text.map(|(_, unit)| unit.clone()));
        assert_eq!(entry.per, unit, "{id}: {}", entry.name);
        if unit.is_none() {
            without.push(id);
        }
    }
    let clubs = [
        "grangewaters.club.grangewaters_angling",
        "grangewaters.club.thurrock_angling",
    ];
    assert_eq!(without, clubs);
}

#[test]
fn this_year_is_adopted_and_next_year_proposed() {
    let set = files();
    let parsed = parsed(&set);
    let [this, next] = YEARS.map(|year| &tariff(&parsed, year).head);
    assert_eq!((this.in_force, this.until), ("2017-04-01", "2018-03-31"));
    assert_eq!((next.in_force, next.until), ("2018-04-01", "2019-03-31"));
    assert!(matches!(
        this.decided,
        DecisionEntry::Adopted {
            on: "2017-04-01",
            reading: Some(reading),
            ..
        } if reading.contains("does not say when")
    ));
    assert!(matches!(
        next.decided,
        DecisionEntry::Proposed {
            on: "2017-12-12",
            ..
        }
    ));
}

#[test]
fn every_rate_of_the_minimum_wage_is_the_published_one() {
    let set = files();
    let parsed = parsed(&set);
    let parameter = minimum_wage(&parsed);
    let published = read("minimum-wage.csv");
    let mut filed = vec!["from,to,band,age_from,age_to,gbp_per_hour,instrument".to_owned()];
    for (period, entry) in parameter.periods.iter().enumerate() {
        let to = parameter
            .periods
            .get(period + 1)
            .map_or(String::new(), |next| {
                let next = date::parse(next.from).expect("a first day");
                next.yesterday().expect("a day before").to_string()
            });
        for row in &entry.rows {
            let (band, ages) = band(&row.0);
            let rate = row.1.strip_prefix('£').expect("an amount in pounds");
            filed.push(format!(
                "{},{to},{band},{ages},{rate},{}",
                entry.from, entry.cite
            ));
        }
    }
    assert_eq!(filed, published.lines().collect::<Vec<_>>());
}

#[test]
fn every_age_has_one_minimum_wage() {
    let set = files();
    let parsed = parsed(&set);
    let parameter = minimum_wage(&parsed);
    for period in &parameter.periods {
        for age in 0u8..=120 {
            for apprentice in ["no", "yes"] {
                let rows = period.rows.iter().filter(|row| {
                    let [ages, paid_as] = row.0.as_slice() else {
                        panic!("{}: two cells a row", period.from);
                    };
                    *paid_as == apprentice && covers(ages, age)
                });
                assert_eq!(
                    rows.count(),
                    1,
                    "{}: {age}, apprentice {apprentice}",
                    period.from
                );
            }
        }
    }
    let last = parameter.periods.last().expect("a period").from;
    assert!(
        parameter.head.until > last,
        "the last period ends before it starts"
    );
}

/// A row of the council's tables, pound signs and spaces of the amounts aside.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    name: String,
    category: String,
    years: [Columns; 2],
}

/// The four columns of a year.
#[derive(Debug, PartialEq, Eq)]
struct Columns {
    vat: String,
    net: String,
    tax: String,
    gross: String,
}

impl Columns {
    fn printed(columns: [&str; 4]) -> Columns {
        let [vat, net, tax, gross] = columns;
        let amount = |printed: &str| printed.replace(['£', ' '], "");
        Columns {
            vat: vat.to_owned(),
            net: amount(net),
            tax: amount(tax),
            gross: amount(gross),
        }
    }

    /// No VAT is added to what is exempt or outside the scope: both charges
    /// are the same, and `-` means none.
    fn filed(
        tariff: &TariffFile<'_>,
        service: &ServiceHead<'_>,
        charge: &ChargeEntry<'_>,
    ) -> Columns {
        let letter = charge.vat.unwrap_or(service.vat);
        let codes = &tariff.head.vat_codes.0;
        let meaning = codes.iter().find(|(code, _)| *code == letter);
        let (_, meaning) = meaning.expect("a VAT letter that the file explains");
        assert!(matches!(
            (letter, meaning),
            ("E", Vat::Exempt) | ("O", Vat::OutsideScope)
        ));
        let price = charge.price.get_ron().trim();
        let (net, gross) = match price {
            "Ended" => (String::new(), "-".to_owned()),
            _ => (amount(price), amount(price)),
        };
        Columns {
            vat: letter.to_owned(),
            net,
            tax: "-".to_owned(),
            gross,
        }
    }
}

/// An amount as the council prints it: pence in a fixed price, whole pounds in
/// a range or a variable rate.
fn amount(price: &str) -> String {
    let fixed = |text: &str| {
        let money = Money::parse(text).expect("an amount");
        money.to_string().replace('£', "")
    };
    let pounds = |text: &str| {
        let whole = fixed(text);
        whole.strip_suffix(".00").expect("whole pounds").to_owned()
    };
    let variable = price
        .strip_prefix("Variable(")
        .and_then(|rest| rest.strip_suffix(')'));
    match (variable, price.split_once("..=")) {
        (Some(rate), _) => format!("{}(variable)", pounds(rate)),
        (None, Some((low, high))) => format!("{}-{}", pounds(low), pounds(high)),
        (None, None) => {
            let (_, pence) = price.split_once('.').expect("pence, even if none");
            assert_eq!(pence.len(), 2, "{price}");
            fixed(price)
        }
    }
}

/// The row of an appendix as the files have it.
fn filed_row(parsed: &Parsed<'_>, tariffs: &[&TariffFile<'_>; 2], appendix: &str, row: u16) -> Row {
    let found = tariffs.map(|tariff| {
        charges(tariff)
            .find(|(service, charge)| service.cite == appendix && charge.row == row)
            .unwrap_or_else(|| panic!("{} has no row {row} of {appendix}", tariff.head.year))
    });
    let [this, next] = found.map(|(service, charge)| id(service, charge));
    assert_eq!(this, next, "{appendix}, row {row}: one charge, one id");
    let (_, entry) = catalogue(parsed)
        .find(|(id, _)| *id == this)
        .expect("a name");
    let [category, next_category] =
        found.map(
            |(service, charge)| match charge.category.unwrap_or(service.category) {
                Category::Discretionary => "D",
                Category::Statutory => "S",
                Category::Regulatory => "R",
            },
        );
    assert_eq!(category, next_category, "{this}");
    let [first, second] = tariffs;
    let [(this_service, this_charge), (next_service, next_charge)] = found;
    Row {
        name: entry.name.to_owned(),
        category: category.to_owned(),
        years: [
            Columns::filed(first, this_service, this_charge),
            Columns::filed(second, next_service, next_charge),
        ],
    }
}

/// The rows of an appendix as printed, without its heading.
fn table(appendix: &str) -> Vec<Row> {
    let file = format!("{}.tsv", appendix.to_lowercase().replace(' ', "-"));
    let row = |line: &str| {
        let columns: Vec<&str> = line.split('\t').collect();
        let [name, category, a, b, c, d, e, f, g, h] = columns.as_slice() else {
            panic!("ten columns: {line}");
        };
        Row {
            name: (*name).to_owned(),
            category: (*category).to_owned(),
            years: [
                Columns::printed([a, b, c, d]),
                Columns::printed([e, f, g, h]),
            ],
        }
    };
    read(&file).lines().skip(1).map(row).collect()
}

/// What one price buys, read from the printed name.
fn unit_in(printed: &str) -> Option<Unit> {
    let name = printed.to_lowercase();
    let has = |words: &str| name.contains(words);
    if let Some(stay) = stay_in(&name) {
        return Some(if has("up to 10 p") {
            Unit::Group(10, stay)
        } else if has("2 adults and 2 children") {
            Unit::Family(2, 2, stay)
        } else if has("2 adults and 4 children") {
            Unit::Family(2, 4, stay)
        } else if has("activity duration") {
            Unit::Activity(stay)
        } else {
            Unit::Person(stay)
        });
    }
    let words = [
        ("per dog, per visit", Unit::Unit("dog_visit".into())),
        ("per visit", Unit::Visit),
        ("per person per night", Unit::PersonNight),
        ("per person per day", Unit::PersonDay),
        ("per day, per child", Unit::PersonDay),
        ("per day", Unit::Day),
        ("per week", Unit::Week),
        ("per session", Unit::Session),
        ("hourly rate", Unit::Hour),
        ("lunch each", Unit::Unit("lunch".into())),
    ];
    let mut found = words.into_iter().filter(|(words, _)| has(words));
    found.next().map(|(_, unit)| unit)
}

fn stay_in(name: &str) -> Option<Stay> {
    let stays = [
        ("(1.5 hours)", Stay::Minutes(90)),
        ("(3 hours)", Stay::Minutes(180)),
        ("(4.5 hours)", Stay::Minutes(270)),
        ("(6 hours)", Stay::Minutes(360)),
        ("(single session)", Stay::Session),
        ("(half day, 2 sessions)", Stay::HalfDay),
        ("(full day, 4 sessions)", Stay::FullDay),
        ("(2 days, 1 night)", Stay::Nights(2, 1)),
        ("(3 days, 2 night)", Stay::Nights(3, 2)),
        ("(4 days, 3 night)", Stay::Nights(4, 3)),
        ("(5 days, 4 night)", Stay::Nights(5, 4)),
    ];
    let mut found = stays.into_iter().filter(|(words, _)| name.contains(words));
    found.next().map(|(_, stay)| stay)
}

/// The band's name and its two age columns as the published list has them.
fn band(cells: &[&str]) -> (String, String) {
    match cells {
        ["-", "yes"] => ("apprentice".to_owned(), ",".to_owned()),
        [ages, "no"] => {
            let (from, to) = ages.split_once("..").expect("a range of ages");
            match (from, to) {
                ("0", "17") => ("under 18".to_owned(), ",17".to_owned()),
                (_, "") => (format!("{from} and over"), format!("{from},")),
                _ => (format!("{from} to {to}"), format!("{from},{to}")),
            }
        }
        _ => panic!("a band of {cells:?}"),
    }
}

fn covers(cell: &str, age: u8) -> bool {
    let Some((from, to)) = cell.split_once("..") else {
        return cell == "-";
    };
    let end = |text: &str| text.parse::<u8>().expect("an age");
    end(from) <= age && (to.is_empty() || age <= end(to))
}

fn id(service: &ServiceHead<'_>, charge: &ChargeEntry<'_>) -> String {
    format!("{}.{}", service.id, charge.id)
}

fn read(table: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/council")
        .join(table);
    fs::read_to_string(path).expect("the council's table")
}

/// The files under test, and no others.
fn files() -> SourceSet {
    let paths = [
        "tariffs/charges.ron",
        "tariffs/2017-18.ron",
        "tariffs/2018-19.ron",
        "rules/minimum-wage.ron",
    ];
    SourceSet::new(
        paths
            .into_iter()
            .map(|path| {
                let root = Path::new(env!("CARGO_MANIFEST_DIR"));
                let bytes = fs::read(root.join(path)).expect("the file");
                SourceFile::new(path, bytes).expect("UTF-8 text")
            })
            .collect(),
    )
}

fn parsed(set: &SourceSet) -> Parsed<'_> {
    let parsed = source::parse(set);
    assert_eq!(
        parsed.diagnostics,
        [],
        "the files are read without a remark"
    );
    parsed
}

fn tariff<'p, 's>(parsed: &'p Parsed<'s>, year: &str) -> &'p TariffFile<'s> {
    let mut documents = parsed.documents.iter();
    let found = documents.find_map(|(_, document)| match document {
        Document::Tariff(tariff) if tariff.head.year == year => Some(tariff),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no tariff for {year}"))
}

fn charges<'p, 's>(
    tariff: &'p TariffFile<'s>,
) -> impl Iterator<Item = (&'p ServiceHead<'s>, &'p ChargeEntry<'s>)> {
    let services = tariff.services.iter();
    services.flat_map(|(service, charges)| charges.iter().map(move |charge| (service, charge)))
}

/// Every charge of the catalogue with its full id.
fn catalogue<'p, 's>(
    parsed: &'p Parsed<'s>,
) -> impl Iterator<Item = (String, &'p CatalogueEntry<'s>)> {
    let mut documents = parsed.documents.iter();
    let found: Option<&CatalogueFile<'s>> = documents.find_map(|(_, document)| match document {
        Document::Charges(catalogue) => Some(catalogue),
        _ => None,
    });
    let services = found.expect("a catalogue").services.iter();
    services.flat_map(|(service, entries)| {
        entries
            .iter()
            .map(move |entry| (format!("{}.{}", service.id, entry.id), entry))
    })
}

fn minimum_wage<'p, 's>(parsed: &'p Parsed<'s>) -> &'p ParameterFile<'s> {
    let mut documents = parsed.documents.iter();
    let found = documents.find_map(|(_, document)| match document {
        Document::Parameter(parameter) if parameter.head.id == "minimum_wage" => Some(parameter),
        _ => None,
    });
    found.expect("the minimum wage")
}
