//! Questions without a terminal: asked on standard error, answered by the lines of
//! standard input. The end of the input stops.

use std::{
    fmt::Write as _,
    io::{self, BufRead as _, Read as _},
};

use super::{
    super::{exit::Failure, stdout},
    entry::{BACK, Choice, Choosable, Entry, Prompt, Query},
};

/// The most bytes of a line that are read.
const MAX_LINE_BYTES: u64 = 64 * 1024;

/// Standard input.
pub(super) struct LinePrompt;

impl Prompt for LinePrompt {
    fn ask(&mut self, query: &Query) -> Result<Entry, Failure> {
        self.say(&words(query))?;
        loop {
            let mut line = String::new();
            let mut input = io::stdin().lock().take(MAX_LINE_BYTES);
            if input.read_line(&mut line)? == 0 {
                return Ok(Entry::Stop);
            }
            match read(&query.choice, line.trim()) {
                Ok(entry) => return Ok(entry),
                Err(says) => self.say(&says)?,
            }
        }
    }

    fn say(&mut self, words: &str) -> Result<(), Failure> {
        stdout::remark(words)
    }
}

/// The question with its options.
fn words(query: &Query) -> String {
    let mut words = format!("\n{}", query.text);
    if let Some(hint) = &query.hint {
        let _ = write!(words, "\n  {hint}");
    }
    let (Choice::One(options) | Choice::Several(options)) = &query.choice else {
        return words;
    };
    for (number, option) in (1..).zip(options) {
        let _ = write!(words, "\n  {number}. {}", option.label);
    }
    if matches!(query.choice, Choice::Several(_)) {
        words.push_str("\n  You can choose several, with commas between.");
    }
    words
}

/// Reads a line.
///
/// # Errors
/// What can be written, where it is none of the options.
fn read(choice: &Choice, line: &str) -> Result<Entry, String> {
    if line == BACK {
        return Ok(Entry::Back);
    }
    match choice {
        Choice::Text => Ok(Entry::of_value(line)),
        _ if line.is_empty() => Ok(Entry::Blank),
        Choice::One(options) => Ok(Entry::of_value(&chosen(options, line)?.value)),
        Choice::Several(options) => {
            let parts = line.split(',').map(str::trim);
            let chosen = parts.map(|part| chosen(options, part).map(|it| it.value.clone()));
            Ok(Entry::Values(chosen.collect::<Result<_, _>>()?))
        }
    }
}

/// The option of this number, name or label.
fn chosen<'o>(options: &'o [Choosable], typed: &str) -> Result<&'o Choosable, String> {
    let number = typed.parse::<usize>().ok();
    let by_number = number.and_then(|it| options.get(it.checked_sub(1)?));
    let same = |text: &str| !text.is_empty() && text.to_lowercase() == typed.to_lowercase();
    let mut named = options.iter();
    let named = || named.find(|it| same(&it.value) || same(&it.label));
    by_number.or_else(named).ok_or_else(|| {
        format!(
            "“{typed}” is not one of the answers. Write a number from 1 to {}.",
            options.len()
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options() -> Vec<Choosable> {
        let all = [("yes", "Yes"), ("no", "No"), ("", "Not known yet")];
        all.map(|(value, label)| Choosable::new(value, label))
            .to_vec()
    }

    #[test]
    fn option_is_chosen_by_number_name_or_label() {
        let one = Choice::One(options());
        for typed in ["2", "no", "NO"] {
            assert_eq!(read(&one, typed), Ok(Entry::of_value("no")), "{typed}");
        }
        assert_eq!(read(&one, "3"), Ok(Entry::Blank));
        assert_eq!(read(&one, "not known yet"), Ok(Entry::Blank));
        assert_eq!(read(&one, ""), Ok(Entry::Blank));
        assert_eq!(read(&one, "<"), Ok(Entry::Back));
        for typed in ["0", "4", "perhaps"] {
            let says = read(&one, typed).unwrap_err();
            assert!(says.contains("from 1 to 3"), "{says}");
        }
    }

    #[test]
    fn several_are_chosen_with_commas() {
        let several = Choice::Several(options());
        let both = Entry::Values(vec!["no".to_owned(), "yes".to_owned()]);
        assert_eq!(read(&several, "2, yes"), Ok(both));
        assert!(read(&several, "2, maybe").is_err());
    }
}
