//! What a change of rules changes. `diff` puts two versions of a rule set side by
//! side, entry by entry; `effect` asks cases of both and says which answers
//! differ, at which step, and which changed entries no case reaches.

mod case_effect;
mod diff;
mod effect;
mod entry;
mod price_entries;
mod reached;
mod rule_entries;
mod side_answer;
mod starts;
mod traces;

pub use case_effect::{CaseEffect, EffectKind};
pub use diff::{Change, Diff, EntryChange, FieldChange, diff};
pub use effect::{Effect, EffectCase, Side, effect};
pub use entry::{Entry, EntryName, Field, Section};
pub use side_answer::SideAnswer;
pub use traces::{Cause, Parting};
