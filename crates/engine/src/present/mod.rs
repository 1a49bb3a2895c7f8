//! An answer in words for the reader, without layout.
//!
//! Each function here turns an evaluated answer into a plain structure of
//! words: [`quote`], [`screening`], [`ranking`], [`letter`] and [`fault`]; for
//! the working of an answer, [`working`]. Terminal text, pages, letters and
//! documents lay these out: they choose columns, order and emphasis, but have
//! no sentence of their own about an answer.
//!
//! The promise: no width, indentation, escape or markup is in any word; every
//! amount is one of the answer's own, written as it is read (`£1,234.50`); and
//! nothing confidential is in any of them.

mod amount;
mod context;
mod deciding_criteria;
mod failed_tests;
mod fault;
pub mod format;
mod header;
pub mod labels;
mod letter;
mod line;
mod missing;
mod notes;
mod operand;
mod packages;
mod quote;
mod quote_notes;
mod ranking;
pub mod row;
mod schedule;
mod screening;
mod substitution;
mod sums;
mod totals;
mod working;

pub use amount::Amount;
pub use context::Context;
pub use deciding_criteria::{Decider, deciding_criteria};
pub use failed_tests::Reason;
pub use fault::{FaultView, fault};
pub use header::{Footer, Header};
pub use letter::{LetterView, letter};
pub use line::{LineView, ReductionView, Times};
pub use missing::MissingFact;
pub use notes::Assumption;
pub use quote::{Group, PartView, QuoteView, TotalView, quote, quote_in_parts};
pub use quote_notes::{Cheaper, QuoteNotes};
pub use ranking::{ApplicantView, PlacesView, RankedGroup, RankingView, ranking};
pub use schedule::{DaysView, ScheduleView};
pub use screening::{
    CriterionView, FollowsView, ScreeningView, StandingView, outcome_words, screening,
};
pub use totals::{Basis, TotalsRow, TotalsTable};
pub use working::{FormulaView, StepView, Working, quote_in_parts_working, quote_working, working};
