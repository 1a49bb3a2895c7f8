//! The whole answer as JSON, with its fingerprints.

use almoner_engine::base::fingerprint::Fingerprint;
use serde::Serialize;

use super::{
    Assumed, Fingerprints, LineResult, MusicAnswer, MusicFacts, NOT_ORDERED, NotUsed, ON, Pounds,
    PricedYear, Quoted, StepValue, Subtotal, UsedPrice, lines::lines, meals, music, steps::steps,
};

/// The same with a trace, as JSON. The answer's own fingerprint is that of its text
/// without the facts and itself.
pub(crate) fn music_answer(facts: &MusicFacts, paper: &PricedYear) -> Option<String> {
    let answer = music_traced(facts, paper)?;
    let mut text = serde_json::to_string(&answer).ok()?;
    let given = serde_json::to_string(facts).ok()?;
    let (before, after) = text.split_once(&given)?;
    let mut hashed = String::with_capacity(text.len());
    hashed.push_str(before);
    hashed.push_str(after);
    let fingerprint = Fingerprint::of(&hashed);
    text.truncate(text.len().checked_sub(2)?);
    text.push_str(",\"answer\":\"");
    fingerprint.push_to(&mut text);
    text.push_str("\"}}");
    Some(text)
}

fn music_traced<'p>(facts: &MusicFacts, paper: &'p PricedYear) -> Option<MusicAnswer<'p>> {
    let Quoted {
        lines: stands,
        total,
    } = music(facts, paper.hourly)?;
    let Some((LineResult::Priced(tuition), others)) = stands.split_first() else {
        return None;
    };
    let instrument = facts.instrument.unwrap_or_default();
    let mut assumed = Vec::with_capacity(4);
    if facts.instrument.is_none() {
        assumed.push(Assumed {
            fact: "instrument",
            at: "/instrument",
            value: StepValue::Instrument(instrument),
        });
    }
    assumed.extend(NOT_ORDERED.map(|(fact, at, value)| Assumed { fact, at, value }));
    Some(MusicAnswer {
        format: 4,
        rule_set: "music",
        title: "Music tuition and instrument loan",
        version: "2017-04-01",
        tariff: "2018/19",
        status: "indicative",
        on: ON,
        known: None,
        outcome: "quoted",
        lines: lines(facts, *tuition, others),
        total: Pounds(total),
        subtotals: [Subtotal {
            record: None,
            amount: Pounds(total),
        }],
        prices: [UsedPrice {
            charge: "music.tuition",
            status: "proposed",
            known: "2017-12-12",
            by: "Children's Services Overview and Scrutiny Committee, item 12",
        }],
        missing: Vec::new(),
        assumed,
        not_used: not_used(facts),
        facts: *facts,
        withheld: Vec::new(),
        trace: steps(facts, (paper.hourly, *tuition), instrument)?,
        fingerprints: fingerprints(facts, paper)?,
    })
}

/// What was given and decided nothing: the Pupil Premium of a pupil whose free
/// school meals are enough.
fn not_used(facts: &MusicFacts) -> Vec<NotUsed> {
    let is_unread = meals(facts) == Some(true) && facts.pupil_premium.is_some();
    let premium = NotUsed {
        fact: "pupil_premium",
        label: "Pupil Premium",
    };
    is_unread.then_some(premium).into_iter().collect()
}

fn fingerprints<'p>(facts: &MusicFacts, paper: &'p PricedYear) -> Option<Fingerprints<'p>> {
    #[derive(Serialize)]
    struct Question<'f> {
        rule_set: &'static str,
        on: &'static str,
        known: Option<&'static str>,
        facts: &'f MusicFacts,
    }
    let question = serde_json::to_string(&Question {
        rule_set: "music",
        on: ON,
        known: None,
        facts,
    });
    let mut fingerprint = String::with_capacity(71);
    Fingerprint::of(&question.ok()?).push_to(&mut fingerprint);
    Some(Fingerprints {
        rules: &paper.rules,
        tariff: &paper.tariff,
        facts: fingerprint,
        engine: concat!("almoner ", env!("CARGO_PKG_VERSION")),
        used: &paper.used,
    })
}
