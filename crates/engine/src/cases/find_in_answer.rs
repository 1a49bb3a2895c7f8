//! Finds in an answer what a case names.

use super::{
    actual_words::{
        ALTERNATIVES, NOT_THERE, REFER, WITHHELD, amount_of, displayed, limit_words, one_or_each,
        outcome_words, screening_words, total_or_refer,
    },
    expected::{Actual, DOES_NOT_APPLY, NOT_SETTLED},
};
use crate::{
    answer::not_used,
    base::{
        date::Date,
        ids::{FactId, OptionId},
        types::Type,
        value::Value,
    },
    check::model::{Case, Home, Line, Role, Step},
    eval::{
        basis::Basis,
        facts::Facts,
        facts_read::FactsRead,
        next_questions,
        price_limits::{LimitState, Limited},
        quote::{self, Compared, LineState, Quote, Reduced},
        ranking,
        recurrence::RecurringDays,
        screen::{Screening, Standing},
        totals::{QuotedTotal, TotalState},
        trace::Worked,
    },
    program::{model::Ruling, step_label},
};

/// An answer of either kind. A quote in parts is an answer for each part.
#[derive(Debug)]
pub(super) struct Answer {
    pub screening: Option<Screening>,
    pub quote: Option<Quote>,
    pub worked: Vec<Worked>,
    pub facts: Facts,
}

/// An answer, and the rules to find things in it by name.
#[derive(Debug)]
pub(super) struct NamedAnswer<'a> {
    pub ruling: &'a Ruling<'a>,
    pub answer: &'a Answer,
    /// Its days, where it is a part.
    pub days: Option<(Date, Date)>,
}

impl NamedAnswer<'_> {
    /// What came of `total`, of a criterion, of `line[1]`, of
    /// `line.reduction` or `line.way`.
    pub(super) fn find(&self, what: &str) -> Actual {
        match what {
            "outcome" => self.outcome(),
            "total" => self.total(),
            "without_referred" => self.without_referred(),
            "missing" => self.missing(),
            "not_checked" => self.not_checked(),
            "not_used" => Actual::Names(self.not_used(&FactsRead::default())),
            "tariff" => self.tariff(),
            "refused" => Actual::Words("answered", &["no"]),
            "parts" => Actual::Value(Value::Whole(1), "1".to_owned()),
            "first" | "last" if self.days.is_some() => self.day_of_part(what),
            name => self.named(name),
        }
    }

    /// The first or the last day of a part.
    fn day_of_part(&self, which: &str) -> Actual {
        let day = self.days.map(|(first, last)| match which {
            "first" => first,
            _ => last,
        });
        day.map_or(NOT_THERE, |day| {
            self.displayed(Value::Date(day), &Type::Date)
        })
    }

    /// The year of the charges.
    fn tariff(&self) -> Actual {
        let tariff = self.ruling.tariff;
        tariff.map_or(NOT_THERE, |tariff| Actual::Name(tariff.year.to_string()))
    }

    fn outcome(&self) -> Actual {
        if let Some(quote) = &self.answer.quote {
            return outcome_words(quote.outcome());
        }
        let screening = self.answer.screening.as_ref();
        screening.map_or(NOT_THERE, |it| screening_words(it.outcome))
    }

    fn total(&self) -> Actual {
        match &self.answer.quote {
            Some(quote) => match quote.total {
                Some(total) => Actual::Money(total),
                None => match quote.outcome() {
                    quote::Outcome::Refer => REFER,
                    quote::Outcome::Undetermined => NOT_SETTLED,
                    quote::Outcome::Alternatives => {
                        let each = quote.alternatives.iter();
                        Actual::Each(each.map(|it| total_or_refer(it.quote.total)).collect())
                    }
                    _ => Actual::Words("nothing to pay", &["nothing"]),
                },
            },
            None => NOT_THERE,
        }
    }

    /// The sum of the lines that a person need not price.
    fn without_referred(&self) -> Actual {
        let Some(quote) = &self.answer.quote else {
            return NOT_THERE;
        };
        let sums = quote
            .alternatives
            .iter()
            .map(|it| it.quote.without_referred);
        let sums: Vec<Actual> = match quote.without_referred {
            Some(sum) => vec![Actual::Money(sum)],
            None => sums.flatten().map(Actual::Money).collect(),
        };
        one_or_each(sums)
    }

    fn missing(&self) -> Actual {
        let screening = self.answer.screening.as_ref().map(|it| it.missing);
        let missing = self
            .answer
            .quote
            .as_ref()
            .map(|it| it.missing)
            .or(screening);
        let version = self.ruling.version;
        let facts = &self.answer.facts;
        let mut asked: Vec<FactId> =
            next_questions::next_questions(self.ruling, facts, missing.unwrap_or_default())
                .iter()
                .map(|wanted| wanted.fact)
                .collect();
        asked.dedup();
        let name = |number: FactId| {
            let fact = &version.facts[number];
            match fact.home {
                Home::Record(..) => step_label::fact_path(version, number, None).replace("[]", ""),
                _ => fact.id.to_string(),
            }
        };
        Actual::Names(asked.into_iter().map(name).collect())
    }

    /// The facts that were given and neither read for the answer nor among
    /// those that were read for the whole of which it is a part.
    pub(super) fn not_used(&self, of_whole: &FactsRead) -> Vec<String> {
        let quote = self.answer.quote.as_ref().map(|it| &it.read);
        let screening = self.answer.screening.as_ref().map(|it| &it.read);
        let mut read = of_whole.clone();
        if let Some(own) = quote.or(screening) {
            read.add(own, |facts| facts);
        }
        let version = self.ruling.version;
        if let Some(quote) = &self.answer.quote {
            read.add(&not_used::named_by_lines(quote, version), |facts| facts);
        }
        let all = not_used::not_used(self.ruling, &self.answer.facts, &read).into_iter();
        let mut names: Vec<String> = all.map(|it| not_used::path(version, it.fact)).collect();
        names.dedup();
        names
    }

    /// What the source says and no rule checks.
    fn not_checked(&self) -> Actual {
        let quote = self.answer.quote.as_ref().map(Basis::from);
        let screening = self.answer.screening.as_ref().map(Basis::from);
        let basis = quote.or(screening).unwrap_or_default();
        let gaps = self.ruling.version.not_checked_of(basis.open_provisions);
        Actual::Names(gaps.map(|(it, _)| it.id.to_string()).collect())
    }

    /// Something of the rule set's own, by `name`, `name[record]`,
    /// `line.reduction` or `criterion.on`.
    fn named(&self, name: &str) -> Actual {
        let (name, record) = with_record(name);
        if let Some((line, name)) = name.split_once('.') {
            let (line, of_line) = with_record(line);
            let record = record.or(of_line);
            return match name {
                Case::ON => self.day(line).unwrap_or(NOT_THERE),
                Case::CHOSEN => self.chosen(line, record).unwrap_or(NOT_THERE),
                name => self
                    .way(line, name, record)
                    .unwrap_or_else(|| self.reduction(Some(line), name, record)),
            };
        }
        self.criterion(name)
            .or_else(|| self.line(name, record))
            .or_else(|| self.value(name, record))
            .or_else(|| self.total_named(name, record))
            .or_else(|| self.limit(name, record))
            .or_else(|| self.schedule(name, record))
            .or_else(|| self.priority(name))
            .unwrap_or_else(|| self.reduction(None, name, record))
    }

    fn criterion(&self, name: &str) -> Option<Actual> {
        let criteria = &self.ruling.version.criteria;
        let index = criteria.iter().position(|it| &*it.id == name)?;
        let standing = self.answer.screening.as_ref()?.standings.get(index)?;
        Some(match standing {
            Standing::Met => Actual::Words("met", &["yes"]),
            Standing::NotMet => Actual::Words("not met", &["no"]),
            Standing::Refer => REFER,
            Standing::Unknown(_) => NOT_SETTLED,
            Standing::DoesNotApply => DOES_NOT_APPLY,
        })
    }

    /// The day that a criterion is about.
    fn day(&self, criterion: &str) -> Option<Actual> {
        let criteria = &self.ruling.version.criteria;
        let index = criteria.iter().position(|it| &*it.id == criterion)?;
        let day = self.answer.screening.as_ref()?.days.get(index)?;
        Some(self.displayed(*day, &Type::Date))
    }

    fn line(&self, name: &str, record: Option<u16>) -> Option<Actual> {
        self.of_line(name, record, |_, state| match state {
            LineState::Alternatives(states) => Actual::Each(states.iter().map(amount_of).collect()),
            state => amount_of(state),
        })
    }

    /// The way that was taken to price a line.
    fn chosen(&self, name: &str, record: Option<u16>) -> Option<Actual> {
        let option =
            |line: &Line, number: OptionId| Actual::Name(line.options[number].id.to_string());
        let each = |line: &Line, state: &LineState| match state {
            LineState::Applies(priced) => {
                let chosen = priced.chosen.map(|number| option(line, number));
                chosen.unwrap_or(NOT_SETTLED)
            }
            LineState::Alternatives(_) => ALTERNATIVES,
            LineState::Unknown(_) => NOT_SETTLED,
            LineState::Refer(_) => REFER,
            LineState::DoesNotApply(_) => DOES_NOT_APPLY,
        };
        self.of_line(name, record, each)
    }

    /// What one way to price a line comes to, taken or not; under one of several
    /// readings, less its reductions.
    fn way(&self, line: &str, name: &str, record: Option<u16>) -> Option<Actual> {
        let lines = &self.ruling.version.lines;
        let ways = &lines.iter().find(|it| &*it.id == line)?.options;
        let index = ways.iter().position(|way| &*way.id == name)?;
        self.of_line(line, record, |_, state| match state {
            LineState::Applies(priced) => match priced.compared.get(index) {
                Some(Compared::Priced(amount)) => Actual::Money(amount.amount),
                Some(Compared::Unknown(_)) => NOT_SETTLED,
                Some(Compared::DoesNotApply(_)) | None => DOES_NOT_APPLY,
            },
            LineState::Alternatives(states) => states.get(index).map_or(NOT_THERE, amount_of),
            LineState::Unknown(_) => NOT_SETTLED,
            LineState::Refer(_) | LineState::DoesNotApply(_) => DOES_NOT_APPLY,
        })
    }

    /// An additional total: of a record, or of all.
    fn total_named(&self, name: &str, record: Option<u16>) -> Option<Actual> {
        let totals = &self.ruling.version.totals;
        let index = totals.iter().position(|it| &*it.id == name)?;
        let quote = self.answer.quote.as_ref()?;
        let same = |it: &&QuotedTotal| usize::from(it.total) == index && it.record == record;
        let position = quote.totals.iter().position(|it| same(&it))?;
        let of_state = |state: TotalState| match state {
            TotalState::Comes(money) => Actual::Money(money),
            TotalState::Unknown(_) => NOT_SETTLED,
            TotalState::Refer => REFER,
            TotalState::Withheld => WITHHELD,
            TotalState::Alternatives => ALTERNATIVES,
            TotalState::DoesNotApply => DOES_NOT_APPLY,
        };
        let state = quote.totals.get(position)?.state;
        if state != TotalState::Alternatives || quote.alternatives.is_empty() {
            return Some(of_state(state));
        }
        let each = quote.alternatives.iter();
        let each = each.filter_map(|it| Some(of_state(it.quote.totals.get(position)?.state)));
        Some(Actual::Each(each.collect()))
    }

    /// What a limit on lines together changes.
    fn limit(&self, name: &str, record: Option<u16>) -> Option<Actual> {
        let number = self.ruling.version.limits.id_where(|it| &*it.id == name)?;
        let quote = self.answer.quote.as_ref()?;
        let of_state = |quote: &Quote| {
            let own = quote.limits.iter().filter(|it| it.limit == number);
            let each = own.filter(|it| record.is_none() || it.record == record);
            one_or_each(each.map(|it| limit_words(&it.state)).collect())
        };
        let is_open = |it: &Limited| it.limit == number && it.state == LimitState::Alternatives;
        Some(match quote.limits.iter().any(is_open) {
            true => one_or_each(
                quote
                    .alternatives
                    .iter()
                    .map(|it| of_state(&it.quote))
                    .collect(),
            ),
            false => of_state(quote),
        })
    }

    /// Something of a line, for one record or for each.
    fn of_line(
        &self,
        name: &str,
        record: Option<u16>,
        say: impl Fn(&Line, &LineState) -> Actual,
    ) -> Option<Actual> {
        let lines = &self.ruling.version.lines;
        let number = lines.id_where(|it| &*it.id == name)?;
        let declared = &lines[number];
        let quote = self.answer.quote.as_ref()?;
        let of_line = quote.lines.iter().filter(|it| it.line == number);
        let each = of_line
            .filter(|it| record.is_none() || it.record == record)
            .map(|it| say(declared, &it.state));
        Some(one_or_each(each.collect()))
    }

    fn reduction(&self, line: Option<&str>, name: &str, record: Option<u16>) -> Actual {
        let lines = &self.ruling.version.lines;
        let mut each = Vec::new();
        for quoted in self.answer.quote.iter().flat_map(|quote| &quote.lines) {
            let declared = &lines[quoted.line];
            let other_line = line.is_some_and(|line| *declared.id != *line);
            let other_record = record.is_some() && quoted.record != record;
            let position = declared.reductions.iter().position(|it| &*it.id == name);
            let (Some(index), false) = (position, other_line || other_record) else {
                continue;
            };
            let LineState::Applies(priced) = &quoted.state else {
                each.push(match quoted.state {
                    LineState::Refer(_) => REFER,
                    LineState::Alternatives(_) => ALTERNATIVES,
                    _ => DOES_NOT_APPLY,
                });
                continue;
            };
            each.push(match priced.reductions.get(index) {
                Some(Reduced::Given(Some(money)) | Reduced::Added(Some(money))) => {
                    Actual::Money(*money)
                }
                Some(Reduced::Given(None) | Reduced::Added(None) | Reduced::Unknown(_)) => {
                    NOT_SETTLED
                }
                Some(Reduced::NotBest(_)) => Actual::Words("not best", &[]),
                Some(Reduced::NotGiven) | None => Actual::Words("not given", &["none", "no"]),
            });
        }
        one_or_each(each)
    }

    /// A named value, as far as it was evaluated for the answer.
    fn value(&self, name: &str, record: Option<u16>) -> Option<Actual> {
        let version = self.ruling.version;
        let number = version.values.id_where(|it| &*it.id == name)?;
        let declared = &version.values[number];
        let step = Step::Value(number);
        let of_value = |role: Role| {
            self.answer.worked.iter().filter(move |worked| {
                let part = version.formula_sites[worked.formula];
                part.step == step
                    && part.role == role
                    && (record.is_none() || worked.record == record)
            })
        };
        let mut each: Vec<Actual> = of_value(Role::Is)
            .filter_map(|worked| Some(self.displayed(worked.result?, &declared.is.ty)))
            .collect();
        if each.is_empty() {
            each.extend(of_value(Role::When).map(|worked| match worked.result {
                Some(Value::Unknown(_)) | None => NOT_SETTLED,
                Some(_) => DOES_NOT_APPLY,
            }));
        }
        Some(one_or_each(each))
    }

    /// The days of a schedule, or the one of that number.
    fn schedule(&self, name: &str, number: Option<u16>) -> Option<Actual> {
        let schedules = &self.ruling.version.selection.schedules;
        let index = schedules.iter().position(|it| &*it.id == name)?;
        let days = self.answer.screening.as_ref()?.schedules.get(index)?;
        let known = match days {
            RecurringDays::Unknown(_) => return Some(NOT_SETTLED),
            RecurringDays::DoesNotApply(_) => return Some(DOES_NOT_APPLY),
            RecurringDays::Known(_) => days.all(),
        };
        let known = known
            .enumerate()
            .filter(|(index, _)| number.is_none_or(|number| usize::from(number) == *index));
        let each = known.map(|(_, day)| self.displayed(Value::Date(day), &Type::Date));
        Some(one_or_each(each.collect()))
    }

    /// What a rule of priority finds.
    fn priority(&self, name: &str) -> Option<Actual> {
        let rules = self.ruling.version.selection.priority.as_slice();
        let index = rules.iter().position(|it| &*it.id == name)?;
        let found = ranking::priority_values(self.ruling, &self.answer.facts).ok()?;
        let by = &rules.get(index)?.by;
        Some(self.displayed(*found.get(index)?, &by.ty))
    }

    /// A value as a case writes it: an option by its name.
    fn displayed(&self, value: Value, ty: &Type) -> Actual {
        displayed(value, ty, &self.answer.facts)
    }
}

/// Splits `name[2]` into the name and the record, counted from 0.
pub(super) fn with_record(name: &str) -> (&str, Option<u16>) {
    let parts = name.strip_suffix(']').and_then(|it| it.split_once('['));
    match parts.and_then(|(name, number)| Some((name, number.parse::<u16>().ok()?))) {
        Some((name, number)) => (name, number.checked_sub(1)),
        None => (name, None),
    }
}
