//! Showing a saved answer again.

use super::{Saved, Unprovable, Verdict, question, verify};
use crate::{
    answer::{Answer, Detail, answer},
    book::Book,
};

/// A saved answer, opened again.
#[derive(Debug)]
#[non_exhaustive]
pub struct Reopened<'b> {
    /// Whether the same question gives the same answer today.
    pub verdict: Verdict,
    /// What it gives today, with its trace; none where the answer withholds facts that
    /// are not given, and where the question has no answer any more.
    pub answer: Option<Answer<'b>>,
}

impl Book {
    /// Proves a saved answer, and asks its question again to show it. `extra` is a
    /// JSON object of the confidential facts that the answer withholds.
    ///
    /// ```
    /// use almoner_engine::{Book, Question, Saved, Verdict};
    ///
    /// let book = Book::from_files(almoner_built_in::files())?;
    /// let question = Question::new("music").on("2018-05-01".parse()?).fact("lessons", 10);
    /// let saved = book.answer(&question)?.to_json();
    /// let reopened = book.reopen(&Saved::read(&saved)?, None)?;
    /// assert_eq!(reopened.verdict, Verdict::Identical);
    /// assert!(reopened.answer.is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// When `extra` holds something that cannot be a fact.
    pub fn reopen(
        &self,
        saved: &Saved<'_>,
        extra: Option<&str>,
    ) -> Result<Reopened<'_>, Unprovable> {
        let verdict = verify(self, saved, extra)?;
        let asked = question(saved, extra).detail(Detail::Traced);
        let again = match &verdict {
            Verdict::NeedsFacts(_) => None,
            _ => answer(self, &asked).ok(),
        };
        Ok(Reopened {
            verdict,
            answer: again,
        })
    }
}
