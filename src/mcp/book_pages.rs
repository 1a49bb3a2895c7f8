//! What the book holds: rule sets, facts, citations.

use serde_json::{Value, json};

use super::{
    arguments::{self, CiteArguments, Mistake, VersionArguments},
    outputs::{CitationsOutput, Output},
    paragraphs,
};
use crate::text::show;
use almoner_engine::{answer::json, base::name, book::Book, present::value_words};

/// Every rule set, tariff and calendar.
pub(super) fn rule_sets(book: &Book) -> Output {
    let contents = book.contents();
    Output {
        words: plain(&show::list(contents)),
        data: parsed(&json::book::list(contents, &|_| None)),
    }
}

/// The facts that a rule set asks for.
pub(super) fn facts(book: &Book, given: &VersionArguments) -> Result<Output, Mistake> {
    let version = arguments::version(book, &given.rule_set, given.on.as_deref())?;
    Ok(Output {
        words: plain(&show::facts(version)),
        data: json!({
            "rule_set": version.id,
            "version": version.in_force.to_string(),
            "facts": parsed(&json::book::facts(version)),
        }),
    })
}

/// The paragraphs that a rule set, or one entry of it, comes from.
pub(super) fn citations(book: &Book, given: &CiteArguments) -> Result<Output, Mistake> {
    let version = arguments::version(book, &given.rule_set, given.on.as_deref())?;
    let mut cited = paragraphs::of_version(version);
    if let Some(entry) = &given.entry {
        let names = cited.iter().map(|it| it.entry.as_str());
        let near = name::nearest(entry, names).map(str::to_owned);
        cited.retain(|it| it.entry == *entry);
        if cited.is_empty() {
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "leave `entry` out to see all".to_owned(),
            };
            let says = format!("Nothing in `{}` is called `{entry}`: {help}", version.id);
            return Err(Mistake::new(says));
        }
    }
    let mut words = format!("{}\n{}", version.title, version.source);
    for it in &cited {
        words.push_str(&format!("\n- {} ({})", it.says, it.cite));
        for provision in &it.provisions {
            words.push_str(&format!("\n  The source says: {provision}"));
        }
        if let Some(reading) = &it.reading {
            words.push_str(&format!("\n  How we read it: {reading}"));
        }
    }
    let not_checked = version.not_checked();
    let output = CitationsOutput {
        rule_set: version.id.to_string(),
        version: version.in_force.to_string(),
        source: version.source.to_string(),
        decided: value_words::decided(&version.decision),
        paragraphs: cited,
        not_checked: not_checked
            .map(|(it, why)| format!("{} ({}): {why}", it.says, it.cite))
            .collect(),
    };
    Ok(Output {
        words,
        data: serde_json::to_value(output).map_err(Mistake::new)?,
    })
}

/// Text without the escapes of a terminal.
pub(super) fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}
