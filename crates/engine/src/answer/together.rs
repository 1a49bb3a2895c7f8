//! One set of facts answered by several rule sets, and how they touch.

use super::{Answer, Question, Refusal};
use crate::{
    base::name,
    book::Book,
    check::model::{Fact, Home, Version},
    facts::{Problem, ProblemCode, pointer},
};

/// The answers of several rule sets to one set of facts.
#[derive(Debug)]
pub struct Together<'b> {
    answers: Vec<Answer<'b>>,
    uses: Vec<Use>,
    shared: Vec<Shared>,
}

/// A rule set that takes values from another one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Use {
    /// The rule set.
    pub rule_set: String,
    /// The one it takes values from.
    pub uses: String,
}

/// A fact that was given once and that several of the rule sets read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Shared {
    /// Its name.
    pub fact: String,
    /// The rule sets.
    pub rule_sets: Vec<String>,
}

impl<'b> Together<'b> {
    /// The answers, in the order in which the rule sets were named.
    #[must_use]
    pub fn answers(&self) -> &[Answer<'b>] {
        &self.answers
    }

    /// Which of the rule sets take values from which, asked or not.
    #[must_use]
    pub fn uses(&self) -> &[Use] {
        &self.uses
    }

    /// The facts that several of them read.
    #[must_use]
    pub fn shared(&self) -> &[Shared] {
        &self.shared
    }
}

impl Book {
    /// Answers one set of facts by several rule sets: each gets the facts that
    /// it asks for. `question` is asked of each of them.
    ///
    /// # Errors
    /// When one of them has no answer, when none of them asks for a fact, or
    /// when a fact is not of one type in all that ask for it.
    pub fn answer_together(
        &self,
        rule_sets: &[&str],
        question: &Question<'_>,
    ) -> Result<Together<'_>, Refusal> {
        let mut versions: Vec<&Version> = Vec::new();
        for rule_set in rule_sets {
            let set = self.program().rule_set(rule_set);
            let (on, day) = question.day_in(set).ok_or(Refusal::NoDay)?;
            let ruling = self.program().select(rule_set, on, question.known);
            let ruling = ruling.map_err(|reason| Refusal::NotAvailable { reason, day })?;
            versions.push(ruling.version);
        }
        let names = question.facts.names();
        let problems: Vec<Problem> = names
            .iter()
            .filter_map(|name| problem(name, &versions))
            .collect();
        if !problems.is_empty() {
            return Err(Refusal::Facts(problems));
        }
        let mut answers = Vec::with_capacity(versions.len());
        for (rule_set, version) in rule_sets.iter().zip(&versions) {
            let asked = |name: &str| version.fact(name).is_some();
            let one = Question {
                rule_set: (*rule_set).to_owned().into(),
                facts: question.facts.only(asked),
                ..question.clone()
            };
            answers.push(self.answer(&one)?);
        }
        let read_by = |name: &str| {
            let readers = versions
                .iter()
                .filter(|version| version.fact(name).is_some());
            readers.map(|version| version.id.to_string()).collect()
        };
        let shared = names.iter().map(|name| Shared {
            fact: name.clone(),
            rule_sets: read_by(name),
        });
        let uses = versions.iter().flat_map(|version| {
            version.uses().into_iter().map(|uses| Use {
                rule_set: version.id.to_string(),
                uses: uses.to_owned(),
            })
        });
        Ok(Together {
            answers,
            uses: uses.collect(),
            shared: shared.filter(|it| it.rule_sets.len() > 1).collect(),
        })
    }
}

/// Why a fact cannot be given to these rule sets.
fn problem(name: &str, versions: &[&Version]) -> Option<Problem> {
    let mut readers = versions
        .iter()
        .filter_map(|version| Some((*version, version.fact(name)?.1)));
    let Some((first, fact)) = readers.next() else {
        let says = format!("`{name}` is not a fact of any of these rule sets");
        let problem = Problem::new(ProblemCode::UnknownFact, pointer(&[name]), says);
        let facts = versions.iter().flat_map(|version| &version.facts);
        let near = name::nearest(name, facts.map(|fact| &*fact.id));
        return Some(match near {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help("take it out, or ask a rule set that has it too"),
        });
    };
    let (other, _) = readers.find(|(version, other)| !is_same(first, fact, version, other))?;
    let says = format!(
        "`{name}` is one thing in `{}` and another in `{}`",
        first.id, other.id
    );
    let problem = Problem::new(ProblemCode::Contradiction, pointer(&[name]), says);
    Some(problem.help("ask the two rule sets one after the other"))
}

/// Whether two facts of a name are one: of one type, and of lists the records
/// too.
fn is_same(first: &Version, fact: &Fact, other: &Version, theirs: &Fact) -> bool {
    if fact.ty != theirs.ty {
        return false;
    }
    let (Home::List(one), Home::List(two)) = (fact.home, theirs.home) else {
        return true;
    };
    let (ours, theirs) = (first.fields(one), other.fields(two));
    ours.map(|(_, field)| (&field.id, &field.ty))
        .eq(theirs.map(|(_, field)| (&field.id, &field.ty)))
}
