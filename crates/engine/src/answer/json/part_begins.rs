//! Why a part of an answer begins.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::writer;
use crate::{
    answer::{Asked, Change},
    program::step_label::{fact_path, step_label},
};

/// What changes on the first day of a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PartBegins {
    /// `version`, `tariff`, `variation`, `month`, `rate`, `birthday`, `fact` (one given
    /// with days, or a record that joins or leaves), or the kind of
    /// the step of the rules whose formula says something else from this day
    /// on: `value`, `criterion`, `line`, `option`, `reduction`, `total`.
    pub kind: String,
    /// The name of the rate or of the step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The number of the record the step is for, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<u32>,
    /// The fact that changes, `income`, or the record that joins or leaves,
    /// `children[1]`; of a birthday, the day of birth:
    /// `children[0].date_of_birth`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
    /// The age that is reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub years: Option<i64>,
}

/// Writes why a part begins, as a list.
pub(super) fn write(out: &mut String, asked: Asked<'_>, begins: &[Change]) {
    out.push('[');
    for (index, change) in begins.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_one(out, asked, *change);
    }
    out.push(']');
}

fn write_one(out: &mut String, asked: Asked<'_>, change: Change) {
    let ruling = asked.ruling;
    match change {
        Change::Version => out.push_str("{\"kind\":\"version\"}"),
        Change::Tariff => out.push_str("{\"kind\":\"tariff\"}"),
        Change::Variation => out.push_str("{\"kind\":\"variation\"}"),
        Change::Month => out.push_str("{\"kind\":\"month\"}"),
        Change::Rate(number) => {
            out.push_str("{\"kind\":\"rate\",\"id\":");
            writer::text(out, &ruling.parameters[number].id);
            out.push('}');
        }
        Change::Birthday(fact, record, years) => {
            out.push_str("{\"kind\":\"birthday\",\"fact\":");
            writer::text(out, &fact_path(ruling.version, fact, record));
            out.push_str(",\"years\":");
            writer::whole(out, years);
            out.push('}');
        }
        Change::Fact(fact, record) => {
            out.push_str("{\"kind\":\"fact\",\"fact\":");
            writer::text(out, &fact_path(ruling.version, fact, record));
            out.push('}');
        }
        Change::Formula(formula, record) => {
            let label = step_label(ruling.version, ruling.version.formula_sites[formula].step);
            out.push_str("{\"kind\":\"");
            out.push_str(label.kind);
            out.push_str("\",\"id\":");
            writer::text(out, label.id);
            if let Some(record) = record {
                out.push_str(",\"record\":");
                writer::whole(out, i64::from(record) + 1);
            }
            out.push('}');
        }
    }
}
