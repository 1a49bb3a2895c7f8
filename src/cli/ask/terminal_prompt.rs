//! Questions in a terminal: typed, or chosen with the arrow keys.

use inquire::{InquireError, MultiSelect, Select, Text};

use super::{
    super::{
        exit::{Exit, Failure},
        stdout,
    },
    entry::{BACK, Choice, Choosable, Entry, Prompt, Query},
};

/// What stands in the place of a confidential answer once it is given.
const GIVEN: &str = "given, and not shown";

/// How many options are seen at once.
const PAGE: usize = 12;

/// A terminal.
pub(super) struct TerminalPrompt;

impl Prompt for TerminalPrompt {
    fn ask(&mut self, query: &Query) -> Result<Entry, Failure> {
        let entered = match &query.choice {
            Choice::Text => typed(query),
            Choice::One(options) => one(query, options),
            Choice::Several(options) => several(query, options),
        };
        match entered {
            Ok(entry) => Ok(entry),
            Err(InquireError::OperationCanceled | InquireError::OperationInterrupted) => {
                Ok(Entry::Stop)
            }
            Err(error) => Err(Failure::new(Exit::Io, error)),
        }
    }

    fn say(&mut self, words: &str) -> Result<(), Failure> {
        stdout::remark(words)
    }
}

fn typed(query: &Query) -> Result<Entry, InquireError> {
    let mut text = Text::new(&query.text);
    if let Some(hint) = &query.hint {
        text = text.with_help_message(hint);
    }
    if query.is_confidential {
        text = text.with_formatter(&|_| GIVEN.to_owned());
    }
    let typed = text.prompt()?;
    Ok(match typed.trim() {
        BACK => Entry::Back,
        typed => Entry::of_value(typed),
    })
}

fn one(query: &Query, options: &[Choosable]) -> Result<Entry, InquireError> {
    let mut labels: Vec<&str> = options.iter().map(|it| it.label.as_str()).collect();
    labels.push("Go back");
    let mut select = Select::new(&query.text, labels).with_page_size(PAGE);
    if let Some(hint) = &query.hint {
        select = select.with_help_message(hint);
    }
    if query.is_confidential {
        select = select.with_formatter(&|_| GIVEN.to_owned());
    }
    let chosen = select.raw_prompt()?.index;
    Ok(match options.get(chosen) {
        Some(option) => Entry::of_value(&option.value),
        None => Entry::Back,
    })
}

fn several(query: &Query, options: &[Choosable]) -> Result<Entry, InquireError> {
    let labels = options.iter().map(|it| it.label.as_str()).collect();
    let mut select = MultiSelect::new(&query.text, labels).with_page_size(PAGE);
    if let Some(hint) = &query.hint {
        select = select.with_help_message(hint);
    }
    if query.is_confidential {
        select = select.with_formatter(&|_| GIVEN.to_owned());
    }
    let chosen = select.raw_prompt()?;
    let values = chosen.iter().filter_map(|it| options.get(it.index));
    let values: Vec<String> = values.map(|it| it.value.clone()).collect();
    Ok(match values.is_empty() {
        true => Entry::Blank,
        false => Entry::Values(values),
    })
}
