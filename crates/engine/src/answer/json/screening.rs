//! A screening: every criterion with how it stands, and what follows.

use super::{answer::Answer, text, values};
use crate::{
    answer::Asked,
    check::model::Criterion,
    eval::{
        schedule::Days,
        screen::{Outcome, Screening, Standing},
        trace::Trace,
    },
    program::wire::{StepWire, Wire},
};

/// Writes a screening, with its trace where there is one.
pub(super) fn write(asked: Asked<'_>, screening: &Screening, trace: Option<&Trace>) -> String {
    let mut answer = Answer::begin(asked, trace, screening.outcome.name());
    answer.out.push_str(",\"criteria\":[");
    let criteria = asked.ruling.version.criteria.iter();
    let mut first = true;
    for (criterion, standing) in criteria
        .zip(&asked.ruling.wire.criteria)
        .zip(&screening.standings)
    {
        values::separate(&mut answer.out, &mut first);
        write_criterion(&mut answer, criterion, *standing);
    }
    answer.out.push_str("],\"follows\":[");
    if screening.outcome != Outcome::NotEligible {
        write_follows(&mut answer, screening);
    }
    answer.out.push_str("],\"schedules\":[");
    write_schedules(&mut answer, screening);
    answer.out.push(']');
    answer.end((screening.missing, screening.assumed), trace)
}

fn write_criterion(
    answer: &mut Answer<'_>,
    (criterion, wire): (&Criterion, &StepWire),
    standing: Standing,
) {
    answer.out.push_str("{\"id\":");
    answer.out.push_str(&wire.id);
    answer.out.push_str(",\"says\":");
    answer.prepared(wire.says.as_deref(), &criterion.says, None);
    answer.out.push_str(match standing {
        Standing::Met => ",\"standing\":\"met\"",
        Standing::NotMet => ",\"standing\":\"not_met\"",
        Standing::Refer => ",\"standing\":\"refer\"",
        Standing::Unknown(_) => ",\"standing\":\"undetermined\"",
        Standing::DoesNotApply => ",\"standing\":\"does_not_apply\"",
    });
    if let (Standing::Refer, Some(refer)) = (standing, &criterion.refer) {
        answer.out.push_str(",\"refer\":");
        answer.say(refer, None);
    }
    if let (Standing::NotMet, Some(remedy)) = (standing, &criterion.remedy) {
        answer.out.push_str(",\"remedy\":");
        answer.say(remedy, None);
    }
    answer.out.push_str(&wire.cite);
    answer.out.push('}');
}

/// Writes what follows, which would mislead where the answer is no.
fn write_follows(answer: &mut Answer<'_>, screening: &Screening) {
    let version = answer.asked.ruling.version;
    let mut first = true;
    for (number, value) in version.follows.iter().zip(&screening.follows) {
        let named = version.values.get(usize::from(*number));
        let wire = answer.asked.ruling.wire.values.get(usize::from(*number));
        let (Some(named), Some(wire)) = (named, wire) else {
            continue;
        };
        values::separate(&mut answer.out, &mut first);
        answer.out.push_str("{\"id\":");
        answer.out.push_str(&wire.id);
        answer.out.push_str(",\"says\":");
        answer.prepared(wire.says.as_deref(), &named.says, None);
        answer.out.push_str(",\"value\":");
        if answer.asked.ruling.wire.secrets.value(*number) {
            answer.out.push_str(values::WITHHELD);
        } else {
            let options = named.is.ty.options();
            values::value(&mut answer.out, answer.asked, *value, options);
        }
        answer.out.push_str(&wire.cite);
        answer.out.push('}');
    }
}

/// Writes the days of every schedule, or null while they are not known.
fn write_schedules(answer: &mut Answer<'_>, screening: &Screening) {
    let ruling = answer.asked.ruling;
    let schedules = ruling.version.selection.schedules.iter();
    let mut first = true;
    for ((schedule, wire), days) in schedules
        .zip(&ruling.wire.schedules)
        .zip(&screening.schedules)
    {
        values::separate(&mut answer.out, &mut first);
        answer.out.push_str("{\"id\":");
        answer.out.push_str(&wire.id);
        answer.out.push_str(",\"says\":");
        answer.prepared(wire.says.as_deref(), &schedule.says, None);
        answer.out.push_str(",\"dates\":");
        if ruling.wire.secrets.schedule(schedule) {
            answer.out.push_str(values::WITHHELD);
        } else {
            write_days(&mut answer.out, ruling.wire, days);
        }
        answer.out.push_str(&wire.cite);
        answer.out.push('}');
    }
}

fn write_days(out: &mut String, wire: &Wire, days: &Days) {
    match days {
        Days::Unknown(_) => out.push_str("null"),
        Days::DoesNotApply(reason) => {
            out.push_str("{\"does_not_apply\":");
            values::reason(out, wire, Some(*reason));
            out.push('}');
        }
        Days::Known(_) => {
            out.push('[');
            let mut first = true;
            for day in days.all() {
                values::separate(out, &mut first);
                text::day(out, day);
            }
            out.push(']');
        }
    }
}
