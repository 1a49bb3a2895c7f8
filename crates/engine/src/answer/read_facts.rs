//! The facts of a question, as a version of the rules declares them.

use super::refusal::Refusal;
use crate::{
    check::model::Version,
    eval::facts::Facts,
    facts::{GivenFacts, Intake},
};

/// The facts as a version declares them, without its assumptions.
pub(super) fn read_facts(version: &Version, given: &GivenFacts<'_>) -> Result<Facts, Refusal> {
    let mut intake = Intake::new(version);
    given.read(&mut intake);
    intake.finish_given().map_err(Refusal::Facts)
}
