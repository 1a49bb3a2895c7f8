//! The body of a question to several rule sets:
//! `{"rule_sets": ["nursery", "childcare"], "on": "2018-05-01", "facts": {…}}`.

use serde::de::MapAccess;
use serde_json::value::RawValue;

use super::{
    json_body,
    problem::Problem,
    problem_code::Code,
    question::{MembersRead, Question},
};
use almoner_engine::{base::name, book::Book, check::model::RuleSet, facts::ProblemCode};

/// A question, and the rule sets it goes to.
#[derive(Debug)]
pub(super) struct RuleSetsAsked<'t> {
    rule_sets: Vec<String>,
    pub(super) question: Question<'t>,
}

impl<'t> RuleSetsAsked<'t> {
    /// Reads a question.
    ///
    /// # Errors
    /// 400 where it is not one JSON object, 422 with what is wrong in it.
    pub(super) fn read(text: &'t str) -> Result<RuleSetsAsked<'t>, Problem> {
        let Members { rule_sets, other } = json_body::read(text)?;
        let question = other.into_question()?;
        let Some(raw) = rule_sets else {
            let says = "`rule_sets` is missing: the ids of the rule sets to ask";
            return Err(wrong("/rule_sets", ProblemCode::Missing, says));
        };
        let says = "`rule_sets` must be a list of one or more ids, such as [\"nursery\"]";
        let invalid = || wrong("/rule_sets", ProblemCode::InvalidValue, says);
        let rule_sets: Vec<String> = serde_json::from_str(raw).map_err(|_| invalid())?;
        if rule_sets.is_empty() {
            return Err(invalid());
        }
        Ok(RuleSetsAsked {
            rule_sets,
            question,
        })
    }

    /// The rule sets of a book that are asked, each once.
    ///
    /// # Errors
    /// 422 for the first that the book does not have, or that is named twice.
    pub(super) fn rule_sets<'b>(&self, book: &'b Book) -> Result<Vec<&'b RuleSet>, Problem> {
        let program = book.program();
        let mut found: Vec<&RuleSet> = Vec::new();
        for (number, id) in self.rule_sets.iter().enumerate() {
            let at = format!("/rule_sets/{number}");
            let Some(set) = program.rule_set(id) else {
                let ids = program.contents().rule_sets.iter().map(|set| &*set.id);
                let says = match name::nearest(id, ids) {
                    Some(near) => {
                        format!("there is no rule set of that name; did you mean `{near}`?")
                    }
                    None => {
                        "there is no rule set of that name; /v1/rule-sets lists those there are"
                            .to_owned()
                    }
                };
                return Err(wrong(&at, ProblemCode::UnknownRuleSet, &says));
            };
            if found.iter().any(|it| it.id == set.id) {
                let says = format!("`{}` is named twice", set.id);
                return Err(wrong(&at, ProblemCode::Duplicate, &says));
            }
            found.push(set);
        }
        Ok(found)
    }
}

fn wrong(at: &str, code: ProblemCode, says: &str) -> Problem {
    let problem = Problem::new(Code::InvalidQuestion, "the question is not as it must be");
    problem.at(at, code, says.to_owned())
}

/// The members of the body: `rule_sets`, and those of any question.
#[derive(Default)]
struct Members<'t> {
    rule_sets: Option<&'t str>,
    other: MembersRead<'t>,
}

impl<'t> json_body::Members<'t> for Members<'t> {
    fn member<M: MapAccess<'t>>(&mut self, name: &str, map: &mut M) -> Result<(), M::Error> {
        if name == "rule_sets" && self.rule_sets.is_none() {
            self.rule_sets = Some(map.next_value::<&RawValue>()?.get());
            return Ok(());
        }
        self.other.member(name, map)
    }
}
