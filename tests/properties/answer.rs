//! Answers of either kind, and whether a later one contradicts an earlier one.

use almoner_engine::{
    base::value::{Missing, Value},
    check::model::Kind,
    eval::{
        facts::Facts,
        fault::Fault,
        quote,
        quote::{Compared, LineState, Priced, Quote, Reduced},
        screen,
        screen::{Outcome, Screening, Standing},
        trace::{Recorder, Silent, Trace},
    },
    program::model::Ruling,
};

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Answer {
    Quote(Quote),
    Screening(Screening),
}

impl Answer {
    pub(crate) fn of(ruling: &Ruling<'_>, facts: &Facts) -> Result<Answer, Fault> {
        Answer::recorded(ruling, facts, Silent)
    }

    pub(crate) fn traced(ruling: &Ruling<'_>, facts: &Facts) -> Result<(Answer, Trace), Fault> {
        let mut trace = Trace::new();
        Answer::recorded(ruling, facts, &mut trace).map(|answer| (answer, trace))
    }

    fn recorded<R: Recorder>(
        ruling: &Ruling<'_>,
        facts: &Facts,
        recorder: R,
    ) -> Result<Answer, Fault> {
        match ruling.version.kind {
            Kind::Pricing => quote(ruling, facts, recorder).map(Answer::Quote),
            Kind::Eligibility => screen(ruling, facts, recorder).map(Answer::Screening),
        }
    }

    /// What is missing, when the answer is undetermined.
    pub(crate) fn undetermined(&self) -> Option<Missing> {
        match self {
            Answer::Quote(quote) => Some(quote.missing).filter(|missing| !missing.is_empty()),
            Answer::Screening(screening) => {
                (screening.outcome == Outcome::Undetermined).then_some(screening.missing)
            }
        }
    }

    /// What this answer says is so, and `later`, with more facts known, says
    /// is otherwise.
    pub(crate) fn contradicted_by(&self, later: &Answer) -> Option<String> {
        match (self, later) {
            (Answer::Quote(before), Answer::Quote(after)) => of_quotes(before, after),
            (Answer::Screening(before), Answer::Screening(after)) => of_screenings(before, after),
            _ => Some("answers of two kinds".to_owned()),
        }
    }
}

fn of_screenings(before: &Screening, after: &Screening) -> Option<String> {
    let settled = before.outcome != Outcome::Undetermined;
    if settled && before.outcome != after.outcome {
        return Some(format!("{:?}, then {:?}", before.outcome, after.outcome));
    }
    let standings = before.standings.iter().zip(&after.standings);
    for (number, (before, after)) in standings.enumerate() {
        if !matches!(before, Standing::Unknown(_)) && before != after {
            return Some(format!("criterion {number}: {before:?}, then {after:?}"));
        }
    }
    let mut follows = before.follows.iter().zip(&after.follows);
    let differs =
        follows.find(|(before, after)| !matches!(before, Value::Unknown(_)) && before != after);
    differs.map(|(before, after)| format!("follows {before:?}, then {after:?}"))
}

fn of_quotes(before: &Quote, after: &Quote) -> Option<String> {
    if before.missing.is_empty() && (before.total != after.total || !after.missing.is_empty()) {
        return Some(format!("total {:?}, then {:?}", before.total, after.total));
    }
    before.lines.iter().find_map(|line| {
        let same = |it: &&quote::QuotedLine| (it.line, it.record) == (line.line, line.record);
        let after = after.lines.iter().find(same);
        let said = match (&line.state, after.map(|it| &it.state)) {
            (LineState::Unknown(_), _) => None,
            (LineState::Applies(before), Some(LineState::Applies(after))) => {
                of_prices(before, after)
            }
            (LineState::Applies(before), Some(_)) if before.chosen.is_none() => None,
            (before, Some(after)) if before == after => None,
            (before, after) => Some(format!("{before:?}, then {after:?}")),
        };
        said.map(|said| format!("line {:?} of {:?}: {said}", line.line, line.record))
    })
}

fn of_prices(before: &Priced, after: &Priced) -> Option<String> {
    let ways = before.compared.iter().zip(&after.compared);
    let reductions = before.reductions.iter().zip(&after.reductions);
    let reductions_agree = |(before, after): (&Reduced, &Reduced)| match (before, after) {
        (Reduced::Unknown(_), _) | (Reduced::Given(None), Reduced::Given(_)) => true,
        (before, after) => before == after,
    };
    let agree = [
        (
            "gross",
            before.gross.is_none() || before.gross == after.gross,
        ),
        ("net", before.net.is_none() || before.net == after.net),
        (
            "chosen",
            before.chosen.is_none() || before.chosen == after.chosen,
        ),
        (
            "compared",
            ways.into_iter()
                .all(|(before, after)| matches!(before, Compared::Unknown(_)) || before == after),
        ),
        ("reductions", reductions.into_iter().all(reductions_agree)),
    ];
    let differs = agree.iter().find(|(_, agree)| !agree);
    differs.map(|(what, _)| format!("{what} of {before:?}, then of {after:?}"))
}
