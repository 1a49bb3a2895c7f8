//! The period of a question.

use super::NamedDay;

/// Over which days a question goes. It is answered in parts where something
/// that the answer reads changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BookingPeriod {
    /// The first day.
    pub from: NamedDay,
    /// The last day, included.
    pub to: NamedDay,
    /// What the outcomes of the parts of a screening come to.
    pub outcome: PeriodOutcome,
}

/// What the outcomes of a screening's parts come to together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PeriodOutcome {
    /// Eligible if every part is, not eligible if any part is not.
    #[default]
    EveryPart,
    /// Eligible if any part is, not eligible if none is.
    AnyPart,
}

impl PeriodOutcome {
    /// The names that rules write.
    pub const NAMES: [&str; 2] = ["every_part", "any_part"];

    /// What a name stands for.
    #[must_use]
    pub fn named(name: &str) -> Option<PeriodOutcome> {
        match name {
            "every_part" => Some(PeriodOutcome::EveryPart),
            "any_part" => Some(PeriodOutcome::AnyPart),
            _ => None,
        }
    }
}

/// The parts of a period over which something that follows is added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SumOver {
    /// All of them.
    Parts,
    /// Those that are eligible.
    EligibleParts,
    /// Those that a person decides.
    ReferredParts,
}

impl SumOver {
    /// The names that rules write.
    pub const NAMES: [&str; 3] = ["parts", "eligible_parts", "referred_parts"];

    /// What a name stands for.
    #[must_use]
    pub fn named(name: &str) -> Option<SumOver> {
        match name {
            "parts" => Some(SumOver::Parts),
            "eligible_parts" => Some(SumOver::EligibleParts),
            "referred_parts" => Some(SumOver::ReferredParts),
            _ => None,
        }
    }
}
