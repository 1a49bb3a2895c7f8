//! A form that asks for the facts of a rule set, ready to be laid out.

use super::{form_fields::Fields, typed_facts::FieldError};
use almoner_engine::{
    base::{date::LongDate, types::Type, value::Value},
    check::model::{Fact, Home, Version},
    facts::parse_value::{self, Parsed},
    present::{
        asked_only_if, record_name, taken_if_left_out,
        value_words::{capital, sentence},
    },
};

/// Choices of more options are a list that drops down.
const MAX_RADIOS: usize = 7;

/// What is asked for, in the order of a conversation.
#[derive(Debug, Default)]
pub(crate) struct FormView {
    pub(crate) entries: Vec<Entry>,
    /// Asked for apart, and never written back.
    pub(crate) confidential: Vec<FieldView>,
}

/// A field, or a list of records.
#[derive(Debug)]
pub(crate) enum Entry {
    Field(FieldView),
    List(ListView),
}

/// The records of a list.
#[derive(Debug)]
pub(crate) struct ListView {
    pub(crate) name: String,
    pub(crate) legend: String,
    pub(crate) hint: Option<String>,
    pub(crate) only_if: Option<String>,
    pub(crate) error: Option<String>,
    /// What one of them is called: `child`.
    pub(crate) one: String,
    pub(crate) count: usize,
    /// Whether something is assumed where it is left out.
    pub(crate) has_default: bool,
    pub(crate) records: Vec<RecordView>,
}

/// One record.
#[derive(Debug)]
pub(crate) struct RecordView {
    /// `children.2`.
    pub(crate) name: String,
    /// `Child 2`.
    pub(crate) legend: String,
    pub(crate) fields: Vec<FieldView>,
}

/// How a field is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Control {
    Text,
    Radios,
    Checkboxes,
    Select,
}

/// One field.
#[derive(Debug)]
pub(crate) struct FieldView {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) hint: Option<String>,
    pub(crate) only_if: Option<String>,
    pub(crate) error: Option<String>,
    pub(crate) control: Control,
    /// The keyboard of a telephone; nothing for letters.
    pub(crate) input_mode: Option<&'static str>,
    pub(crate) prefix: Option<&'static str>,
    pub(crate) value: String,
    /// What was understood, where that is written differently: a date.
    pub(crate) understood: Option<String>,
    pub(crate) options: Vec<OptionView>,
    pub(crate) takes_focus: bool,
    /// Whether something is assumed where it is left out.
    pub(crate) has_default: bool,
    /// What it is called, its value, and who supplies it: of what was given.
    pub(crate) used: Option<Used>,
}

/// A fact that was given, for the record of what was used.
#[derive(Clone, Debug)]
pub(crate) struct Used {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) from: Option<String>,
}

/// An option of a choice.
#[derive(Debug)]
pub(crate) struct OptionView {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) is_chosen: bool,
}

impl FieldView {
    /// Whether this is how it is filled in.
    pub(crate) fn is(&self, control: &str) -> bool {
        let own = match self.control {
            Control::Text => "text",
            Control::Radios => "radios",
            Control::Checkboxes => "checkboxes",
            Control::Select => "select",
        };
        own == control
    }

    /// The ids of what describes it, for a screen reader.
    pub(crate) fn described_by(&self) -> String {
        let parts = [
            (self.has_hint(), "hint"),
            (self.error.is_some(), "error"),
            (self.understood.is_some(), "read"),
        ];
        let ids = parts.iter().filter(|(is_there, _)| *is_there);
        let ids: Vec<String> = ids
            .map(|(_, part)| format!("{part}-{}", self.name))
            .collect();
        ids.join(" ")
    }

    pub(crate) fn has_hint(&self) -> bool {
        self.hint.is_some() || self.only_if.is_some()
    }
}

/// What a form is made from.
pub(crate) struct FormBuilder<'a> {
    pub(crate) version: &'a Version,
    pub(crate) fields: &'a Fields,
    pub(crate) errors: &'a [FieldError],
    /// The record that was just added, `children.2`.
    pub(crate) added: Option<&'a str>,
}

impl FormBuilder<'_> {
    pub(crate) fn form(&self) -> FormView {
        let mut form = FormView::default();
        for fact in &self.version.facts {
            match fact.home {
                Home::Record(..) => {}
                Home::List(list) => {
                    let declared: Vec<&Fact> =
                        self.version.fields(list).map(|(_, it)| it).collect();
                    let names = |number| record_name(self.version, list, number);
                    form.entries
                        .push(Entry::List(self.list(fact, &declared, names)));
                }
                Home::Case | Home::Completeness(_) if fact.confidential => {
                    form.confidential.push(self.field(fact, &fact.id, None));
                }
                Home::Case | Home::Completeness(_) => {
                    form.entries
                        .push(Entry::Field(self.field(fact, &fact.id, None)));
                }
            }
        }
        form
    }

    fn list(&self, fact: &Fact, declared: &[&Fact], names: impl Fn(u16) -> String) -> ListView {
        let count = self.fields.record_count(&fact.id).unwrap_or(1);
        let records = (1..=count).filter_map(|number| {
            let name = format!("{}.{number}", fact.id);
            let legend = names(u16::try_from(number - 1).ok()?);
            let is_new = self.added == Some(&*name);
            let fields = declared.iter().enumerate().map(|(at, field)| {
                let own = format!("{name}.{}", field.id);
                let mut view = self.field(field, &own, Some(&legend));
                view.takes_focus = is_new && at == 0;
                view
            });
            let fields = fields.collect();
            Some(RecordView {
                name,
                legend,
                fields,
            })
        });
        let one = names(0);
        let one = one.trim_end_matches(" 1").to_lowercase();
        ListView {
            name: fact.id.to_string(),
            legend: question(fact),
            hint: fact.hint.as_deref().map(sentence),
            only_if: self.only_if(fact),
            error: self.error(&fact.id),
            one,
            count,
            has_default: fact.assume.is_some(),
            records: records.collect(),
        }
    }

    fn field(&self, fact: &Fact, name: &str, record: Option<&str>) -> FieldView {
        // What is confidential is never written back.
        let blank = Fields::default();
        let fields = if fact.confidential {
            &blank
        } else {
            self.fields
        };
        let value = fields.get(name).unwrap_or_default();
        let options = options(fact, fields, name);
        let mut view = FieldView {
            name: name.to_owned(),
            label: question(fact),
            hint: hint(fact),
            only_if: self.only_if(fact),
            error: self.error(name),
            control: control(fact),
            input_mode: input_mode(&fact.ty),
            prefix: matches!(fact.ty, Type::Money).then_some("£"),
            value: value.to_owned(),
            understood: understood(fact, value),
            options,
            takes_focus: false,
            has_default: fact.assume.is_some(),
            used: None,
        };
        view.used = used(fact, &view, record);
        view
    }

    fn only_if(&self, fact: &Fact) -> Option<String> {
        let words = asked_only_if(self.version, fact)?;
        Some(sentence(&words))
    }

    fn error(&self, name: &str) -> Option<String> {
        let found = self.errors.iter().find(|it| it.field == name);
        found.map(|it| it.says.clone())
    }
}

fn question(fact: &Fact) -> String {
    match &*fact.ask {
        "" => capital(&fact.words()),
        ask => ask.to_owned(),
    }
}

/// More about the question, who can answer it, what is taken otherwise.
fn hint(fact: &Fact) -> Option<String> {
    let mut said: Vec<String> = Vec::new();
    said.extend(fact.hint.as_deref().map(sentence));
    if fact.ty == Type::Date {
        said.push("For example, 27/3/2014.".to_owned());
    }
    if fact.ty == Type::Time {
        said.push("For example, 18:00.".to_owned());
    }
    if let Some(taken) = taken_if_left_out(fact) {
        said.push(format!("If you leave it out: {taken}."));
    }
    (!said.is_empty()).then(|| said.join(" "))
}

fn control(fact: &Fact) -> Control {
    match &fact.ty {
        Type::YesNo => Control::Radios,
        Type::Choice(options) if options.count() <= MAX_RADIOS => Control::Radios,
        Type::Choice(_) => Control::Select,
        Type::Choices(_) => Control::Checkboxes,
        _ => Control::Text,
    }
}

fn input_mode(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::Whole => Some("numeric"),
        Type::Number | Type::Money | Type::Percent => Some("decimal"),
        _ => None,
    }
}

/// The options of a choice. Of one that can be left open the last is that it is
/// not known, so that a choice can be taken back; of several, that it is none.
fn options(fact: &Fact, fields: &Fields, name: &str) -> Vec<OptionView> {
    let chosen: Vec<&str> = fields.all(name).collect();
    let option = |value: &str, label: String| OptionView {
        value: value.to_owned(),
        label: capital(&label),
        is_chosen: chosen.contains(&value),
    };
    match &fact.ty {
        Type::YesNo => vec![
            option("yes", "yes".to_owned()),
            option("no", "no".to_owned()),
            option("", "not known yet".to_owned()),
        ],
        Type::Choice(options) => {
            let own = (0u8..).zip(options.iter());
            let own = own.map(|(number, id)| option(id, options.words(number).into_owned()));
            let mut all: Vec<OptionView> = own.collect();
            all.push(option("", "not known yet".to_owned()));
            all
        }
        Type::Choices(options) => {
            let own = (0u8..).zip(options.iter());
            let own = own.map(|(number, id)| option(id, options.words(number).into_owned()));
            let mut all: Vec<OptionView> = own.collect();
            if options.position("none").is_none() {
                all.push(option("none", "none of these".to_owned()));
            }
            all
        }
        _ => Vec::new(),
    }
}

/// How a date was read.
fn understood(fact: &Fact, text: &str) -> Option<String> {
    match parse_value::parse(fact, text) {
        Ok(Parsed::Value(Value::Date(day))) => Some(LongDate(day).to_string()),
        _ => None,
    }
}

/// What was given, in words; nothing of what is confidential or not given.
fn used(fact: &Fact, view: &FieldView, record: Option<&str>) -> Option<Used> {
    let chosen = view
        .options
        .iter()
        .filter(|it| it.is_chosen && !it.value.is_empty());
    let chosen: Vec<&str> = chosen.map(|it| it.label.as_str()).collect();
    let value = match (&view.understood, chosen.is_empty()) {
        (Some(understood), _) => understood.clone(),
        (None, false) => chosen.join(", "),
        (None, true) => format!("{}{}", view.prefix.unwrap_or_default(), view.value),
    };
    if fact.confidential || view.error.is_some() || value.trim_start_matches('£').is_empty() {
        return None;
    }
    let value = value.replace("££", "£");
    let name = match record {
        Some(record) => format!("{record}: {}", fact.words()),
        None => capital(&fact.words()),
    };
    let from = fact.from.as_deref().map(capital);
    Some(Used { name, value, from })
}
