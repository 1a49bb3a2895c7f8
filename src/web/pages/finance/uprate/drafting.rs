//! Next year's prices as the form says, calculated.

use crate::{
    finance::{
        compare,
        draft::{self, Draft, NotDrafted},
        plan_words,
        policy::{self, Judged},
        price_change::Counts,
        report::Report,
        tariff_file::{self, Head},
        tariff_ref::TariffRef,
        uprate::{self, Uprated},
    },
    web::{
        pages::{form_fields::Fields, question, typed_facts::FieldError},
        snapshot::Snapshot,
    },
};
use almoner_engine::{
    base::date::{Date, LongDate},
    check::model::{Budget, Policy},
};

use super::plan_form::TypedPlan;

/// What is said of a draft where nothing else is typed.
pub(super) const DRAFT_BY: &str = "draft by Finance";

/// A form about next year's prices.
pub(super) struct Drafting<'s> {
    pub(super) snapshot: &'s Snapshot,
    pub(super) tariff_ref: TariffRef<'s>,
    /// The year that is drafted; empty where no year follows.
    pub(super) next: String,
    pub(super) fields: &'s Fields,
    pub(super) plan: TypedPlan,
    /// What was typed of the decision, or stands for it.
    pub(super) head: TypedHead,
}

/// The head of the year's file.
pub(super) struct TypedHead {
    /// The day as it is shown, and as it was understood.
    pub(super) on: String,
    day: Option<Date>,
    pub(super) proposed_to: String,
    pub(super) source: String,
}

/// What is calculated from a plan.
pub(super) struct Drafted<'d> {
    drafting: &'d Drafting<'d>,
    pub(super) draft: Result<Draft<'d>, NotDrafted>,
}

impl<'s> Drafting<'s> {
    pub(super) fn new(
        snapshot: &'s Snapshot,
        tariff_ref: TariffRef<'s>,
        fields: &'s Fields,
        today: Option<Date>,
    ) -> Drafting<'s> {
        let mut plan = TypedPlan::read(tariff_ref, fields);
        let head = TypedHead::read(fields, today, &mut plan.errors);
        Drafting {
            snapshot,
            tariff_ref,
            next: tariff_file::year_after(&tariff_ref.tariff.year).unwrap_or_default(),
            fields,
            plan,
            head,
        }
    }

    /// The prices, and the file with them.
    pub(super) fn drafted(&self) -> Drafted<'_> {
        let own = self.snapshot.sources.text(self.tariff_ref.tariff.file);
        let texts = [own, catalogue(self.snapshot)];
        let rules = &self.plan.rules;
        let head = Head {
            made: plan_words::made_from(&self.tariff_ref.tariff.year, rules),
            on: self.head.day.unwrap_or(self.tariff_ref.tariff.in_force),
            proposed_to: self.head.proposed_to.clone(),
            source: self.head.source.clone(),
        };
        Drafted {
            draft: draft::draft(self.tariff_ref, texts, rules, &head),
            drafting: self,
        }
    }

    /// The policy that the draft is checked against: that of the year that is chosen,
    /// or else of the year itself or the last one.
    pub(super) fn policy(&self) -> Option<&'s Policy> {
        let book = self.tariff_ref.book;
        match self.fields.get("policy") {
            Some(year) => book.policy(&year.replace('-', "/")),
            None => book.policy(&self.next).or(book.policies.last()),
        }
    }

    fn budget(&self, policy: &Policy) -> Option<&'s Budget> {
        let book = self.tariff_ref.book;
        book.budget(&self.next)
            .or_else(|| book.budget(&policy.year))
    }
}

/// The text of the catalogue; empty where there is none.
pub(super) fn catalogue(snapshot: &Snapshot) -> &str {
    let file = snapshot.book.contents().catalogue_file;
    file.map_or("", |file| snapshot.sources.text(file))
}

impl<'d> Drafted<'d> {
    /// Every charge with its price; from the plan alone where there is no file.
    pub(super) fn uprated(&self) -> Vec<Uprated<'d>> {
        match &self.draft {
            Ok(draft) => draft.uprated.clone(),
            Err(_) => uprate::uprate(self.drafting.tariff_ref, &self.drafting.plan.rules),
        }
    }

    /// What becomes of each price, as the command line reports it.
    pub(super) fn report(&self) -> Report {
        let Drafting {
            tariff_ref,
            next,
            plan,
            ..
        } = self.drafting;
        let after = TariffRef::named(tariff_ref.book, next).ok();
        uprate::report(*tariff_ref, &plan.rules, &self.uprated(), after)
    }

    /// Both years.
    pub(super) fn years(&self) -> Option<[TariffRef<'_>; 2]> {
        let new = self.draft.as_ref().ok()?.tariff_ref()?;
        Some([self.drafting.tariff_ref, new])
    }

    /// How many prices rise, fall and stay.
    pub(super) fn counts(&self) -> Option<Counts> {
        let [old, new] = self.years()?;
        let mut counts = Counts::default();
        for row in compare::compare(old, new) {
            counts.add(row.change);
        }
        Some(counts)
    }

    /// The draft checked against policy.
    pub(super) fn judged(&self) -> Vec<Judged<'_>> {
        let (Some([old, new]), Some(policy)) = (self.years(), self.drafting.policy()) else {
            return Vec::new();
        };
        policy::judge(policy, self.drafting.budget(policy), old, new)
    }

    /// The findings of policy as a paper.
    pub(super) fn policy_report(&self) -> Option<Report> {
        let policy = self.drafting.policy()?;
        let budget = self.drafting.budget(policy);
        Some(policy::report(
            policy,
            budget,
            self.years()?,
            &policy::ReportOptions::default(),
        ))
    }

    /// The draft compared with this year.
    pub(super) fn comparison(&self) -> Option<Report> {
        let [old, new] = self.years()?;
        let all = compare::Filter::default();
        Some(compare::report(old, new, self.drafting.policy(), &all))
    }

    /// Why there is no file, in a sentence.
    pub(super) fn not_drafted(&self) -> Option<String> {
        let year = &self.drafting.tariff_ref.tariff.year;
        Some(match self.draft.as_ref().err()? {
            NotDrafted::NotCarried => {
                format!("The file of {year} cannot be carried over into another year.")
            }
            NotDrafted::NewService => {
                "A new charge is in a service that has no charges this year. Leave it out here."
                    .to_owned()
            }
            NotDrafted::OtherPrices(_) => {
                "These prices cannot be written into the year’s file.".to_owned()
            }
        })
    }
}

impl TypedHead {
    fn read(fields: &Fields, today: Option<Date>, errors: &mut Vec<FieldError>) -> TypedHead {
        let text = |name: &str| fields.get(name).unwrap_or(DRAFT_BY).to_owned();
        let typed = fields.get("on");
        let day = match typed.map(question::day) {
            Some(Ok(day)) => Some(day),
            Some(Err(says)) => {
                let field = "on".to_owned();
                errors.push(FieldError { field, says });
                None
            }
            None => today,
        };
        let shown = typed.map(str::to_owned);
        TypedHead {
            on: shown
                .unwrap_or_else(|| day.map_or_else(String::new, |it| LongDate(it).to_string())),
            day,
            proposed_to: text("to"),
            source: text("source"),
        }
    }
}
