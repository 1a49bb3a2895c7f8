//! `almoner screen RULE-SET --letter`: a letter to one person, or one to each of
//! several.

use std::path::{Path, PathBuf};

use super::{
    case_file::CaseFile,
    exit::{Exit, Failure},
    question,
    rule_set_args::Typed,
    save::{self, NewFile},
    stdout::{self, Format},
};
use crate::letters::{self, Addressed, LetterFormat};
use almoner_engine::{
    answer::{Answer, Question, json},
    book::Book,
    explain::Explanation,
    facts::Problem,
    present,
};

/// Where letters go, and how they are written.
struct Output {
    path: Option<PathBuf>,
    format: LetterFormat,
}

/// Writes the letter for one answer, and says on standard error who decides.
pub(super) fn one(
    book: &Book,
    question: &Question<'_>,
    answer: &Answer<'_>,
    typed: &Typed<'_>,
) -> Result<Exit, Failure> {
    let explanation = book.explain_for_letter(question).unwrap_or_default();
    let written = Explained {
        answer,
        explanation: explanation.as_ref(),
    };
    let output = Output::of(typed)?;
    if output.path.is_none() && typed.format == Format::Json {
        stdout::data(&written.as_json())?;
        return Ok(Exit::Done);
    }
    let letter = written.letter(None)?;
    output.write(answer, &[letter], typed)?;
    if let Some(advice) = &answer.asked().ruling.version.advice {
        stdout::remark(advice)?;
    }
    Ok(Exit::Done)
}

/// Writes a letter to each of several people.
pub(super) fn several(
    book: &Book,
    typed: &Typed<'_>,
    mut cases: CaseFile,
) -> Result<Exit, Failure> {
    let output = Output::of(typed)?;
    let as_lines = output.path.is_none() && typed.format == Format::Json;
    let mut rows = Vec::new();
    let mut problems: Vec<Problem> = Vec::new();
    while let Some(row) = cases.next_row()? {
        rows.push(row);
    }
    let mut answers = Vec::new();
    for row in &rows {
        let mut question = question::question(typed, None)?.facts(row.facts());
        if let Some(on) = row.on {
            question = question.on(on);
        }
        let question = question.facts(typed.facts.without_problems());
        match book.answer(&question) {
            Ok(answer) => {
                let explanation = book.explain_for_letter(&question).unwrap_or_default();
                answers.push((row.reference.clone(), answer, explanation));
            }
            Err(almoner_engine::Refusal::Facts(found)) => {
                problems.extend(found.into_iter().map(|problem| Problem {
                    says: format!("row {}: {}", row.number, problem.says),
                    at: format!("/{}{}", row.number, problem.at),
                    ..problem
                }));
            }
            Err(refusal) => return Err(question::refused(book, refusal, typed)),
        }
    }
    if !problems.is_empty() {
        return Err(question::rejected(&problems, typed.format));
    }
    let explained = answers.iter().map(|(reference, answer, explanation)| {
        let explanation = explanation.as_ref();
        let written = Explained {
            answer,
            explanation,
        };
        (reference, written)
    });
    if as_lines {
        let lines = explained.map(|(_, written)| written.as_json() + "\n");
        stdout::data(&lines.collect::<String>())?;
        return Ok(Exit::Done);
    }
    let letters = explained.map(|(reference, written)| written.letter(reference.clone()));
    let letters = letters.collect::<Result<Vec<_>, _>>()?;
    if let Some((_, first, _)) = answers.first() {
        output.write(first, &letters, typed)?;
    }
    Ok(Exit::Done)
}

/// An answer, and for a no what would change it.
struct Explained<'a> {
    answer: &'a Answer<'a>,
    explanation: Option<&'a Explanation>,
}

impl Explained<'_> {
    fn as_json(&self) -> String {
        let letter = crate::text::letter(self.answer, self.explanation);
        let outcome = self.answer.outcome().name();
        json::letter(self.answer.asked(), outcome, letter.as_deref())
    }

    fn letter(&self, reference: Option<String>) -> Result<Addressed, Failure> {
        let Some(letter) = present::letter(self.answer, self.explanation) else {
            let outcome = self.answer.outcome().name();
            let says = format!("the rules have no letter for `{outcome}`");
            return Err(Failure::new(Exit::Facts, says));
        };
        Ok(Addressed { reference, letter })
    }
}

impl Output {
    fn of(typed: &Typed<'_>) -> Result<Output, Failure> {
        let format = typed.out.as_deref().map(format_of).transpose()?;
        Ok(Output {
            path: typed.out.clone(),
            format: format.unwrap_or(LetterFormat::Text),
        })
    }

    fn write(
        &self,
        answer: &Answer<'_>,
        letters: &[Addressed],
        typed: &Typed<'_>,
    ) -> Result<(), Failure> {
        let Some(path) = &self.path else {
            return stdout::data(&letters::as_text(letters));
        };
        let title = &answer.asked().ruling.version.title;
        let bytes = letters::write(title, letters, self.format);
        let bytes = bytes.map_err(|why| Failure::new(Exit::Io, why))?;
        save::all(&[NewFile {
            path: path.clone(),
            bytes,
            replace: typed.replace,
        }])
    }
}

pub(super) fn format_of(path: &Path) -> Result<LetterFormat, Failure> {
    let ending = path.extension().map(|it| it.to_string_lossy());
    let ending = ending.unwrap_or_default();
    LetterFormat::of_ending(&ending).ok_or_else(|| {
        let says = format!("`{}` has no ending that is known", path.display());
        Failure::new(Exit::Usage, says).help("name a file that ends in .txt, .html or .docx")
    })
}
