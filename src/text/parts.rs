//! A quote in parts as text: the lines of each part under its days and its
//! charges, then what all of them come to. What holds for several parts is
//! said once.

use super::{
    answered::Answered,
    head,
    page::{Page, Row, listed},
    quote, why,
};
use almoner_engine::{
    answer::Asked,
    base::{date::Spoken, money::Money},
    eval::{
        joined::Joined,
        quote::{Outcome, Quote},
    },
    facts::parts::Part,
};

/// One part, ready to be told.
struct Told<'a> {
    answered: Answered<'a>,
    part: &'a Part<'a>,
    quote: &'a Quote,
}

/// The quote in full; with `why`, every formula worked out besides.
#[must_use]
pub fn quote_in_parts(parts: &[Part<'_>], joined: &Joined, why: bool) -> String {
    let told: Vec<Told<'_>> = parts
        .iter()
        .zip(&joined.quotes)
        .map(|(part, (quote, trace))| {
            let asked = Asked {
                ruling: &part.ruling,
                facts: &part.facts,
            };
            let answered = Answered::new(asked, trace);
            Told {
                answered,
                part,
                quote,
            }
        })
        .collect();
    let mut page = Page::default();
    above(&mut page, &told);
    page.rows(&rows(&told, joined));
    page.blank();
    once(&mut page, &told, |page, told| {
        quote::notes(page, &told.answered, told.quote);
    });
    if why {
        for told in &told {
            why::part(&mut page, &told.answered, told.quote, &told.days());
        }
    }
    below(&mut page, &told);
    page.finish()
}

impl Told<'_> {
    fn days(&self) -> String {
        head::from_to((self.part.first, self.part.last))
    }

    /// `1 April 2018 to 6 April 2018, 2018/19 charges, indicative`.
    fn title(&self) -> String {
        let ruling = &self.part.ruling;
        let mut title = self.days();
        if let Some(tariff) = ruling.tariff {
            title.push_str(&format!(", {} charges", tariff.year));
        }
        title.push_str(", ");
        title.push_str(ruling.status().answer_word());
        title
    }
}

/// What each part says, each paragraph once.
fn once<'a>(page: &mut Page, told: &[Told<'a>], say: impl Fn(&mut Page, &Told<'a>)) {
    for told in told {
        let mut own = Page::default();
        say(&mut own, told);
        page.take_over(&own);
    }
}

fn above(page: &mut Page, told: &[Told<'_>]) {
    let (Some(first), Some(last)) = (told.first(), told.last()) else {
        return;
    };
    let days = head::from_to((first.part.first, last.part.last));
    head::title(page, &first.answered, &format!("quote for {days}"));
    once(page, told, |page, told| {
        head::indicative(page, &told.answered);
    });
    let changes: Vec<String> = told
        .iter()
        .zip(told.iter().skip(1))
        .map(|(before, after)| change(before.part, after.part))
        .collect();
    let words = format!("In {} parts: {}.", told.len(), listed(&changes, "and"));
    page.paragraph(0, &words);
    page.blank();
}

/// What changes with a part.
fn change(before: &Part<'_>, after: &Part<'_>) -> String {
    let (old, new) = (&before.ruling, &after.ruling);
    let day = Spoken(after.first);
    let same_rules = std::ptr::eq(old.version, new.version);
    let of = |part: &Part<'_>| {
        part.ruling
            .tariff
            .map(|it| (it.in_force, it.decision.known))
    };
    match (same_rules, of(before) == of(after)) {
        (true, _) => format!("the charges change on {day}"),
        (false, true) => format!("the rules change on {day}"),
        (false, false) => format!("the rules and the charges change on {day}"),
    }
}

fn rows(told: &[Told<'_>], joined: &Joined) -> Vec<Row> {
    let mut rows = Vec::new();
    for told in told {
        rows.push(Row {
            label: told.title(),
            bold: true,
            ..Row::default()
        });
        for row in quote::lines(&told.answered, told.quote) {
            rows.push(Row {
                indent: row.indent + 2,
                ..row
            });
        }
        rows.push(Row {
            indent: 2,
            label: "For these days".to_owned(),
            amount: quote::comes_to(&told.answered, told.quote),
            ..Row::default()
        });
    }
    let label = told
        .first()
        .map(|told| quote::total_label(&told.answered, told.quote));
    rows.push(Row {
        label: label.unwrap_or_default(),
        amount: comes_to(told, joined),
        bold: true,
        ..Row::default()
    });
    rows
}

/// What the parts come to together, in words.
fn comes_to(told: &[Told<'_>], joined: &Joined) -> String {
    match (
        joined.together.outcome,
        joined.together.total,
        joined.together.without_referred,
    ) {
        (_, Some(total), _) => total.to_string(),
        (Outcome::DoesNotApply, ..) => "no charge applies".to_owned(),
        (Outcome::Refer, _, Some(rest)) => format!("refer, besides {rest}"),
        (Outcome::Refer, ..) => "refer".to_owned(),
        _ => match most(told) {
            Some(most) => format!("not settled, at most {most}"),
            None => "not settled".to_owned(),
        },
    }
}

/// What all parts together cannot be above.
fn most(told: &[Told<'_>]) -> Option<Money> {
    told.iter().try_fold(Money::ZERO, |sum, told| {
        let settled = told.quote.total;
        sum.checked_add(settled.or_else(|| quote::most(&told.answered, told.quote))?)
    })
}

fn below(page: &mut Page, told: &[Told<'_>]) {
    let mut said: Vec<String> = Vec::new();
    page.blank();
    for told in told {
        let advice = told.part.ruling.version.advice.as_deref();
        if let Some(advice) = advice.filter(|advice| !said.iter().any(|it| it == advice)) {
            page.paragraph(0, advice);
            page.blank();
            said.push(advice.to_owned());
        }
    }
    for words in told
        .iter()
        .flat_map(|told| head::papers(told.answered.ruling))
    {
        if !said.contains(&words) {
            page.dim(0, &words);
            said.push(words);
        }
    }
}
