//! The paragraphs of the source: those of an answer, and those of a rule set.

use serde::Deserialize;

use super::outputs::Paragraph;
use almoner_engine::{
    answer::Answer,
    check::model::{Provision, ProvisionStatus, Version, Wording},
};

/// The keys of a JSON answer that cite.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Citing {
    parts: Vec<Citing>,
    lines: Vec<Cited>,
    criteria: Vec<Cited>,
    follows: Vec<Cited>,
    limits: Vec<Cited>,
}

/// An entry of a JSON answer.
#[derive(Deserialize)]
struct Cited {
    id: String,
    says: String,
    #[serde(alias = "standing")]
    state: Option<String>,
    cite: Option<String>,
    reading: Option<String>,
    #[serde(default)]
    reductions: Vec<Cited>,
}

/// The paragraphs that an answer rests on, each once. What does not apply is
/// left out: it has no part in the answer.
pub(super) fn of_answer(answer: &Answer<'_>) -> Vec<Paragraph> {
    let citing: Citing = serde_json::from_str(&answer.to_json()).unwrap_or_default();
    let mut found = Vec::new();
    let versions = answer.parts().map(|part| part.ruling().version);
    match citing.parts.is_empty() {
        true => add(&mut found, answer.asked().ruling.version, citing),
        false => {
            for (part, version) in citing.parts.into_iter().zip(versions) {
                add(&mut found, version, part);
            }
        }
    }
    found
}

fn add(found: &mut Vec<Paragraph>, version: &Version, citing: Citing) {
    let entries = citing.lines.into_iter().chain(citing.criteria);
    for cited in entries.chain(citing.follows).chain(citing.limits) {
        add_entry(found, version, "", cited);
    }
}

fn add_entry(found: &mut Vec<Paragraph>, version: &Version, within: &str, cited: Cited) {
    let state = cited.state.as_deref();
    if matches!(state, Some("does_not_apply" | "not_given")) {
        return;
    }
    let entry = format!("{within}{}", cited.id);
    let inner = format!("{entry}.");
    if let Some(cite) = cited.cite {
        let paragraph = Paragraph {
            provisions: provisions(version, &entry),
            entry,
            says: cited.says,
            standing: cited.state,
            cite,
            reading: cited.reading,
        };
        if !found.contains(&paragraph) {
            found.push(paragraph);
        }
    }
    for reduction in cited.reductions {
        add_entry(found, version, &inner, reduction);
    }
}

/// Every entry of a version that cites, in file order: what is calculated and what
/// follows, criteria, lines and their reductions, limits on several lines, and totals.
pub(super) fn of_version(version: &Version) -> Vec<Paragraph> {
    let mut found = Vec::new();
    let mut add = |entry: String, says: &Wording, cite: Option<&str>, reading: Option<&str>| {
        found.extend(cite.map(|cite| Paragraph {
            provisions: provisions(version, &entry),
            entry,
            says: says.as_written(),
            standing: None,
            cite: cite.to_owned(),
            reading: reading.map(str::to_owned),
        }));
    };
    for it in &version.values {
        let reading = it.reading.as_deref();
        add(it.id.to_string(), &it.says, it.cite.as_deref(), reading);
    }
    for it in &version.criteria {
        let reading = it.reading.as_deref();
        add(it.id.to_string(), &it.says, Some(&it.cite), reading);
    }
    for line in &version.lines {
        let reading = line.reading.as_deref();
        add(line.id.to_string(), &line.says, Some(&line.cite), reading);
        for it in &line.reductions {
            let entry = format!("{}.{}", line.id, it.id);
            add(entry, &it.says, Some(&it.cite), it.reading.as_deref());
        }
    }
    for it in &version.limits {
        let reading = it.reading.as_deref();
        add(it.id.to_string(), &it.says, Some(&it.cite), reading);
    }
    for it in &version.totals {
        let reading = it.reading.as_deref();
        add(it.id.to_string(), &it.says, it.cite.as_deref(), reading);
    }
    found
}

/// What the source says where a rule rests on it.
fn provisions(version: &Version, entry: &str) -> Vec<String> {
    let rests = version.provisions.iter().filter(|it| names(it, entry));
    rests
        .map(|it| format!("{} ({})", it.says, it.cite))
        .collect()
}

fn names(provision: &Provision, entry: &str) -> bool {
    match &provision.status {
        ProvisionStatus::Encoded(by)
        | ProvisionStatus::Read(by)
        | ProvisionStatus::Referred(by) => by.iter().any(|name| **name == *entry),
        ProvisionStatus::NotEncoded(_) => false,
    }
}
