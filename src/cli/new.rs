//! `almoner new`: the files of a rule set to start from. They pass
//! `almoner check` and `almoner test` as they are.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{
    args, clock,
    exit::{Exit, Failure},
    save, stdout,
};
use almoner_engine::{
    base::{
        date::{self, Date},
        name,
    },
    facts::ProblemCode,
};

const PRICING: &str = include_str!("skeleton/pricing.ron");
const PRICING_CASES: &str = include_str!("skeleton/pricing_cases.ron");
const SCREENING: &str = include_str!("skeleton/screening.ron");
const SCREENING_CASES: &str = include_str!("skeleton/screening_cases.ron");
const CHARGES: &str = include_str!("skeleton/charges.ron");
const TARIFF: &str = include_str!("skeleton/tariff.ron");

/// Write the files of a new rule set to start from
#[derive(Args)]
pub(super) struct NewArgs {
    /// Its id, such as room-hire; the folder below `rules` has this name
    #[arg(value_name = "RULE-SET")]
    rule_set: String,
    /// Screen people, instead of quoting a price
    #[arg(long)]
    screening: bool,
    /// The first day of the rules [default: the last 1 April]
    #[arg(long, value_name = "DATE", value_parser = args::day)]
    from: Option<Date>,
}

/// Writes the files into a book, or into the current folder.
pub(super) fn run(book: Option<PathBuf>, args: &NewArgs) -> Result<Exit, Failure> {
    let id = &*args.rule_set;
    if !name::is_rule_set_id(id) {
        let says = format!("`{id}` cannot be the id of a rule set");
        let help = "use small letters, digits and hyphens, such as room-hire";
        let failure = Failure::new(Exit::Usage, says).help(help);
        return Err(failure.code(ProblemCode::InvalidValue));
    }
    let from = match args.from {
        Some(from) => from,
        None => first_of_april(clock::today()?)?,
    };
    let book = book.unwrap_or_else(|| PathBuf::from("."));
    let rules = book.join("rules").join(id);
    let files = files(&book, &rules, id, (args.screening, from))?;
    let is_free = |(first, _): &(PathBuf, String)| save::is_free(&rules, first);
    if !files.first().is_some_and(is_free) {
        let says = format!("`{}` is there already", rules.display());
        return Err(Failure::new(Exit::Usage, says).help("choose another id"));
    }
    let each = files.iter();
    let each = each.map(|(path, text)| (path.clone(), text.as_bytes()));
    save::all_new(each, Vec::new())?;
    for (path, _) in &files {
        stdout::data(&path.display().to_string())?;
    }
    let book = book.display();
    stdout::remark(&format!(
        "Change the examples to what your paper says. Then: almoner check --book {book}"
    ))?;
    Ok(Exit::Done)
}

/// Every file with its text.
fn files(
    book: &Path,
    rules: &Path,
    id: &str,
    (screening, from): (bool, Date),
) -> Result<Vec<(PathBuf, String)>, Failure> {
    let begins = first_of_april(from)?;
    let ends = date::add_months(begins, 12).and_then(|day| date::add_days(day, -1));
    let ends = ends.ok_or_else(out_of_calendar)?;
    let (first_year, last_year) = (begins.year(), ends.year() % 100);
    let service = id.replace('-', "_");
    let tariffs = book.join("tariffs");
    let has_tariffs = tariffs.join("charges.ron").exists();
    let price = match has_tariffs {
        true => "£10.00".to_owned(),
        false => format!("charge {service}.entry"),
    };
    let filled = |template: &str| {
        [
            ("{ID}", id),
            ("{TITLE}", &title(id)),
            ("{FROM}", &from.to_string()),
            ("{SERVICE}", &service),
            ("{PRICE}", &price),
            ("{YEAR}", &format!("{first_year}/{last_year:02}")),
            ("{BEGINS}", &begins.to_string()),
            ("{ENDS}", &ends.to_string()),
        ]
        .iter()
        .fold(template.to_owned(), |text, (mark, value)| {
            text.replace(mark, value)
        })
    };
    let (rule_file, cases) = match screening {
        true => (SCREENING, SCREENING_CASES),
        false => (PRICING, PRICING_CASES),
    };
    let mut files = vec![
        (rules.join(format!("{from}.ron")), filled(rule_file)),
        (rules.join("cases.ron"), filled(cases)),
    ];
    if !screening && !has_tariffs {
        let tariff = tariffs.join(format!("{first_year}-{last_year:02}.ron"));
        files.push((tariffs.join("charges.ron"), filled(CHARGES)));
        files.push((tariff, filled(TARIFF)));
    }
    Ok(files)
}

/// `room-hire` as a title: Room hire.
fn title(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// The first day of the council's financial year that has the day in it.
fn first_of_april(day: Date) -> Result<Date, Failure> {
    let year = if day.month() < 4 {
        day.year() - 1
    } else {
        day.year()
    };
    Date::new(year, 4, 1).map_err(|_| out_of_calendar())
}

fn out_of_calendar() -> Failure {
    Failure::new(Exit::Usage, "no financial year begins on such a day")
}
