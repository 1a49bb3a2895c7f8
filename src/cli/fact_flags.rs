//! Facts as flags: one declaration gives the flag, its help and its value.

use std::collections::BTreeSet;

use clap::{Arg, ArgAction, ArgMatches, parser::ValueSource};

use crate::text::show;
use almoner_engine::{
    base::types::{Options, Type},
    check::model::{Fact, FactText, Home, RuleSet, Version},
    facts::{self, GivenFacts, Problem, ProblemCode},
    present::{asked_if, assumed},
};

/// The flags that are not facts; a fact of the same name is written with
/// `fact-` before it.
const TAKEN: [&str; 15] = [
    "on",
    "known",
    "facts",
    "why",
    "fail-if-not-eligible",
    "letter",
    "out",
    "replace",
    "vacancies",
    "skip",
    "no-trace",
    "book",
    "format",
    "help",
    "version",
];

/// The flags for the facts of every version of a rule set.
pub(super) fn of(set: &RuleSet) -> Vec<Arg> {
    declared(set)
        .into_iter()
        .map(|(version, fact)| flag(set, version, fact))
        .collect()
}

/// Each fact once, as the newest version that has it declares it; facts of
/// records belong to their list.
fn declared(set: &RuleSet) -> Vec<(&Version, &Fact)> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut facts = Vec::new();
    for version in set.versions.iter().rev() {
        for fact in &version.facts {
            if !matches!(fact.home, Home::Record(..)) && seen.insert(&fact.id) {
                facts.push((version, fact));
            }
        }
    }
    facts
}

fn flag(set: &RuleSet, version: &Version, fact: &Fact) -> Arg {
    let arg = Arg::new(key(fact))
        .long(long(fact))
        .value_name(value_name(version, fact))
        .help(help(set, version, fact))
        .help_heading("Facts")
        .allow_negative_numbers(true);
    match (&fact.ty, fact.home) {
        (Type::YesNo, _) => {
            let arg = arg.action(ArgAction::Append);
            arg.num_args(0..=1).default_missing_value("yes")
        }
        _ => arg.action(ArgAction::Append),
    }
}

/// The clap id of a fact's flag. The prefix keeps it from clashing with those
/// of other flags.
fn key(fact: &Fact) -> String {
    format!("fact {}", fact.id)
}

/// `--key-stage`.
fn long(fact: &Fact) -> String {
    let long = fact.id.replace('_', "-");
    if TAKEN.contains(&long.as_str()) {
        format!("fact-{long}")
    } else {
        long
    }
}

fn value_name(version: &Version, fact: &Fact) -> String {
    match &fact.ty {
        Type::YesNo => "yes|no".to_owned(),
        Type::Whole | Type::Number => "NUMBER".to_owned(),
        Type::Money | Type::MoneyPer(_) => match fact.per {
            Some(unit) => format!("POUNDS/{}", unit.name().to_uppercase()),
            None => "POUNDS".to_owned(),
        },
        Type::Percent => "PERCENT".to_owned(),
        Type::Date => "DATE".to_owned(),
        Type::Time => "TIME".to_owned(),
        Type::Days => "DAYS".to_owned(),
        Type::Months => "MONTHS".to_owned(),
        Type::Choice(options) if options.count() <= 4 => {
            let names: Vec<&str> = options.iter().collect();
            names.join("|")
        }
        Type::Choice(_) => "OPTION".to_owned(),
        Type::Choices(_) => "OPTION,…".to_owned(),
        Type::Text => "TEXT".to_owned(),
        Type::List => {
            let Home::List(list) = fact.home else {
                return "RECORD".to_owned();
            };
            let fields = version.fields(list);
            let mut fields: Vec<String> =
                fields.map(|(_, field)| format!("{}=…", field.id)).collect();
            if fields.len() > 2 {
                fields.truncate(1);
                fields.push("…".to_owned());
            }
            fields.join(",")
        }
    }
}

/// The question, more about it, what it may be, what is assumed.
fn help(set: &RuleSet, version: &Version, fact: &Fact) -> String {
    let mut said: Vec<String> = Vec::new();
    if !fact.ask.is_empty() {
        said.push(fact.ask.to_string());
    }
    said.extend(fact.hint.as_ref().map(|hint| format!("({hint})")));
    said.extend(of_records(version, fact));
    let is_plain = matches!(
        fact.ty,
        Type::YesNo | Type::Text | Type::Date | Type::Time | Type::List
    );
    let named = matches!(&fact.ty, Type::Choice(options) if options.count() <= 4);
    if !fact.within.is_open() || !(is_plain || named) {
        said.push(format!("[{}]", show::type_words(fact)));
    }
    let relations = version.relations_in_words(fact);
    said.extend(relations.map(|relation| format!("[{relation}]")));
    said.extend(asked_if(version, fact).map(|when| format!("[asked if {when}]")));
    said.extend(assumed(version, fact).map(|value| format!("[default: {value}]")));
    if fact.confidential {
        let advice = "[confidential: shells keep what is typed, so give it with `--facts -`]";
        said.push(advice.to_owned());
    }
    said.extend(some_versions(set, fact));
    said.join(" ")
}

/// How the records of a list are given.
fn of_records(version: &Version, fact: &Fact) -> Option<String> {
    let Home::List(list) = fact.home else {
        return None;
    };
    let fields: Vec<String> = version
        .fields(list)
        .map(|(_, field)| format!("{}: {}", field.id, show::type_words(field)))
        .collect();
    let such_as = example(version.fields(list).map(|(_, field)| field));
    Some(format!(
        "Once for each, such as {such_as}; `none` if there are none. [{}]",
        fields.join("; ")
    ))
}

/// An example record for the help: two facts, and one with several options if
/// the list has one.
fn example<'f>(fields: impl Iterator<Item = &'f Fact>) -> String {
    let (several, one): (Vec<&Fact>, Vec<&Fact>) =
        fields.partition(|field| matches!(field.ty, Type::Choices(_)));
    let shown = one.into_iter().take(2).chain(several.into_iter().take(1));
    let shown: Vec<String> = shown
        .map(|field| format!("{}={}", field.id, example_value(&field.ty)))
        .collect();
    shown.join(",")
}

fn example_value(ty: &Type) -> String {
    let named = |options: &Options, count: usize| {
        let names: Vec<&str> = options.iter().take(count).collect();
        names.join("+")
    };
    match ty {
        Type::Choice(options) => named(options, 1),
        Type::Choices(options) => named(options, 2),
        Type::YesNo => "yes".to_owned(),
        Type::Date => "2016-05-01".to_owned(),
        Type::Time => "18:00".to_owned(),
        Type::Whole | Type::Number => "2".to_owned(),
        Type::Money | Type::MoneyPer(_) => "25.00".to_owned(),
        Type::Percent => "50%".to_owned(),
        Type::Text | Type::List | Type::Days | Type::Months => "…".to_owned(),
    }
}

/// The versions that have the fact, where not all do.
fn some_versions(set: &RuleSet, fact: &Fact) -> Option<String> {
    let has = |version: &&Version| version.fact(&fact.id).is_some();
    let with: Vec<String> = set
        .versions
        .iter()
        .filter(has)
        .map(|version| version.in_force.to_string())
        .collect();
    (with.len() < set.versions.len())
        .then(|| format!("[only in the rules from {}]", with.join(", ")))
}

/// The facts that were given as flags, in the order they are declared, and
/// what is wrong with how they were written.
pub(super) fn read_flags(set: &RuleSet, matches: &ArgMatches) -> GivenFacts<'static> {
    let mut facts = GivenFacts::default();
    for (_, fact) in declared(set) {
        let key = key(fact);
        if matches.value_source(&key) != Some(ValueSource::CommandLine) {
            continue;
        }
        let texts: Vec<&String> = matches.get_many(&key).into_iter().flatten().collect();
        match one(fact, &texts) {
            Ok(given) => facts.text(fact.id.to_string(), given),
            Err(says) => facts.problem(Problem::new(
                ProblemCode::InvalidValue,
                format!("/{}", fact.id),
                format!("--{}: {says}", long(fact)),
            )),
        }
    }
    facts
}

/// One fact from what was typed for it.
fn one(fact: &Fact, texts: &[&String]) -> Result<FactText, String> {
    if fact.ty != Type::List {
        let texts: Vec<&str> = texts.iter().map(|text| text.as_str()).collect();
        return match (&fact.ty, facts::fact_from_texts(texts.iter().copied())) {
            (Type::Choices(_), Err(_)) => Ok(FactText::One(texts.join(",").into())),
            (_, given) => given,
        };
    }
    if let [only] = texts
        && only.trim() == "none"
    {
        return Ok(FactText::List(Vec::new()));
    }
    let records: Result<Vec<_>, String> = texts
        .iter()
        .map(|text| facts::record_from_flag(text))
        .collect();
    Ok(FactText::List(records?))
}

#[cfg(test)]
mod tests {
    use almoner_engine::{
        book::{Book, open},
        load::BookFrom,
    };
    use clap::Command;

    use super::*;

    fn book() -> Book {
        let opened = open(BookFrom::Files(almoner_built_in::files())).unwrap();
        opened.book.unwrap()
    }

    /// The problems of the facts that these arguments give.
    fn problems(rule_set: &str, args: &[&str]) -> Vec<String> {
        let program = book().into_program();
        let sets = &program.contents().rule_sets;
        let set = sets.iter().find(|set| &*set.id == rule_set).unwrap();
        let command = Command::new("quote").no_binary_name(true).args(of(set));
        let matches = command.try_get_matches_from(args).unwrap();
        let facts = read_flags(set, &matches);
        facts.problems().iter().map(|it| it.says.clone()).collect()
    }

    #[test]
    fn every_fact_of_every_version_has_one_flag() {
        let program = book().into_program();
        for set in &program.contents().rule_sets {
            let flags = of(set);
            let names: BTreeSet<&str> = flags.iter().filter_map(Arg::get_long).collect();
            assert_eq!(names.len(), flags.len(), "{}", set.id);
            assert!(TAKEN.iter().all(|name| !names.contains(name)), "{}", set.id);
            // clap panics where two arguments are in each other's way.
            Command::new("quote").args(flags).debug_assert();
        }
    }

    #[test]
    fn records_are_read_from_repeated_flags() {
        let child = ["--children", "date_of_birth=2016-11-01,pattern=full"];
        assert!(problems("nursery", &[child, child].concat()).is_empty());
        assert!(problems("nursery", &["--children", "none"]).is_empty());
        let broken = problems("nursery", &["--children", "2016-11-01"]);
        assert_eq!(broken.len(), 1);
        assert!(broken[0].starts_with("--children: "), "{broken:?}");
    }
}
