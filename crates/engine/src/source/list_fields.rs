//! The lists of entries that each kind of file has in addition to its own fields.

use serde::Deserialize;

use super::{
    budget::{ColumnEntry, StatedEntry, StreamEntry},
    calendar::CalendarEntry,
    model::{
        CaseEntry, CatalogueEntry, CatalogueServiceHead, CriterionEntry, FactEntry, LimitEntry,
        LineEntry, PackagesEntry, PeriodEntry, ProvisionEntry, SelectionEntries, TableEntry,
        TotalEntry, UnitEntry, UseEntry, ValueEntry,
    },
    plan::PlanEntry,
    policy::PolicyEntry,
};

/// The lists of one kind of file, or of one kind of entry.
pub(super) trait ListFields<'s>: Default {
    /// What they are called.
    const NAMES: &'static [&'static str];

    /// Those that must be there.
    const REQUIRED: &'static [&'static str] = Self::NAMES;

    /// Reads the list of one of these names.
    fn read<F: FieldSource<'s>>(&mut self, name: &str, from: &mut F) -> Result<(), F::Error>;
}

/// Where lists are read from: all of a file, or field by field.
pub(super) trait FieldSource<'s> {
    /// Why a list cannot be read.
    type Error;

    /// A list of entries.
    fn list<T: Deserialize<'s>>(&mut self, name: &str) -> Result<Vec<T>, Self::Error>;

    /// A list of services, each with its charges.
    fn services<H, C>(&mut self, name: &str) -> Result<Vec<(H, Vec<C>)>, Self::Error>
    where
        H: Deserialize<'s>,
        C: Deserialize<'s>;
}

/// The lists of a version of a rule set.
#[derive(Debug, Default)]
pub(super) struct RuleLists<'s> {
    pub(super) facts: Vec<FactEntry<'s>>,
    pub(super) uses: Vec<UseEntry<'s>>,
    pub(super) tables: Vec<TableEntry<'s>>,
    pub(super) packages: Vec<PackagesEntry<'s>>,
    pub(super) values: Vec<ValueEntry<'s>>,
    pub(super) criteria: Vec<CriterionEntry<'s>>,
    pub(super) follows: Vec<ValueEntry<'s>>,
    pub(super) selection: SelectionEntries<'s>,
    pub(super) lines: Vec<LineEntry<'s>>,
    pub(super) totals: Vec<TotalEntry<'s>>,
    pub(super) limits: Vec<LimitEntry<'s>>,
    pub(super) provisions: Vec<ProvisionEntry<'s>>,
}

impl<'s> ListFields<'s> for RuleLists<'s> {
    const NAMES: &'static [&'static str] = &[
        "facts",
        "uses",
        "tables",
        "packages",
        "values",
        "criteria",
        "follows",
        "schedules",
        "priority",
        "places",
        "letters",
        "lines",
        "totals",
        "limits",
        "provisions",
    ];
    const REQUIRED: &'static [&'static str] = &[];

    fn read<F: FieldSource<'s>>(&mut self, name: &str, from: &mut F) -> Result<(), F::Error> {
        match name {
            "facts" => self.facts = from.list(name)?,
            "uses" => self.uses = from.list(name)?,
            "tables" => self.tables = from.list(name)?,
            "packages" => self.packages = from.list(name)?,
            "values" => self.values = from.list(name)?,
            "criteria" => self.criteria = from.list(name)?,
            "follows" => self.follows = from.list(name)?,
            "schedules" => self.selection.schedules = from.list(name)?,
            "priority" => self.selection.priority = from.list(name)?,
            "places" => self.selection.places = from.list(name)?,
            "letters" => self.selection.letters = from.list(name)?,
            "lines" => self.lines = from.list(name)?,
            "totals" => self.totals = from.list(name)?,
            "limits" => self.limits = from.list(name)?,
            _ => self.provisions = from.list(name)?,
        }
        Ok(())
    }
}

/// The services of a tariff or of the catalogue.
#[derive(Debug)]
pub(super) struct Services<H, C>(pub(super) Vec<(H, Vec<C>)>);

impl<H, C> Default for Services<H, C> {
    fn default() -> Self {
        Services(Vec::new())
    }
}

impl<'s, H: Deserialize<'s>, C: Deserialize<'s>> ListFields<'s> for Services<H, C> {
    const NAMES: &'static [&'static str] = &["services"];

    fn read<F: FieldSource<'s>>(&mut self, name: &str, from: &mut F) -> Result<(), F::Error> {
        self.0 = from.services(name)?;
        Ok(())
    }
}

/// The lists of the catalogue.
#[derive(Debug, Default)]
pub(super) struct CatalogueLists<'s> {
    pub(super) services: Vec<(CatalogueServiceHead<'s>, Vec<CatalogueEntry<'s>>)>,
    pub(super) units: Vec<UnitEntry<'s>>,
}

impl<'s> ListFields<'s> for CatalogueLists<'s> {
    const NAMES: &'static [&'static str] = &["services", "units"];
    const REQUIRED: &'static [&'static str] = &["services"];

    fn read<F: FieldSource<'s>>(&mut self, name: &str, from: &mut F) -> Result<(), F::Error> {
        match name {
            "services" => self.services = from.services(name)?,
            _ => self.units = from.list(name)?,
        }
        Ok(())
    }
}

/// The charges of a service or of a variation.
#[derive(Debug)]
pub(super) struct Charges<C>(pub(super) Vec<C>);

impl<C> Default for Charges<C> {
    fn default() -> Self {
        Charges(Vec::new())
    }
}

impl<'s, C: Deserialize<'s>> ListFields<'s> for Charges<C> {
    const NAMES: &'static [&'static str] = &["charges"];

    fn read<F: FieldSource<'s>>(&mut self, name: &str, from: &mut F) -> Result<(), F::Error> {
        self.0 = from.list(name)?;
        Ok(())
    }
}

/// The periods of a parameter.
#[derive(Debug, Default)]
pub(super) struct Periods<'s>(pub(super) Vec<PeriodEntry<'s>>);

impl<'s> ListFields<'s> for Periods<'s> {
    const NAMES: &'static [&'static str] = &["periods"];

    fn read<F: FieldSource<'s>>(&mut self, name: &str, from: &mut F) -> Result<(), F::Error> {
        self.0 = from.list(name)?;
        Ok(())
    }
}

/// The days of a calendar.
#[derive(Debug, Default)]
pub(super) struct CalendarDays<'s>(pub(super) Vec<CalendarEntry<'s>>);

impl<'s> ListFields<'s> for CalendarDays<'s> {
    const NAMES: &'static [&'static str] = &["days"];

    fn read<F: FieldSource<'s>>(&mut self, name: &str, from: &mut F) -> Result<(), F::Error> {
        self.0 = from.list(name)?;
        Ok(())
    }
}

/// The rules of a policy.
#[derive(Debug, Default)]
pub(super) struct Rules<'s>(pub(super) Vec<PolicyEntry<'s>>);

impl<'s> ListFields<'s> for Rules<'s> {
    const NAMES: &'static [&'static str] = &["rules"];

    fn read<F: FieldSource<'s>>(&mut self, name: &str, from: &mut F) -> Result<(), F::Error> {
        self.0 = from.list(name)?;
        Ok(())
    }
}

/// The rules of a plan.
#[derive(Debug, Default)]
pub(super) struct PlanRules<'s>(pub(super) Vec<PlanEntry<'s>>);

impl<'s> ListFields<'s> for PlanRules<'s> {
    const NAMES: &'static [&'static str] = &["rules"];

    fn read<F: FieldSource<'s>>(&mut self, name: &str, from: &mut F) -> Result<(), F::Error> {
        self.0 = from.list(name)?;
        Ok(())
    }
}

/// The lists of a budget.
#[derive(Debug, Default)]
pub(super) struct BudgetLists<'s> {
    pub(super) columns: Vec<ColumnEntry<'s>>,
    pub(super) streams: Vec<StreamEntry<'s>>,
    pub(super) stated: Vec<StatedEntry<'s>>,
}

impl<'s> ListFields<'s> for BudgetLists<'s> {
    const NAMES: &'static [&'static str] = &["columns", "streams", "stated"];
    const REQUIRED: &'static [&'static str] = &["columns", "streams"];

    fn read<F: FieldSource<'s>>(&mut self, name: &str, from: &mut F) -> Result<(), F::Error> {
        match name {
            "columns" => self.columns = from.list(name)?,
            "streams" => self.streams = from.list(name)?,
            _ => self.stated = from.list(name)?,
        }
        Ok(())
    }
}

/// The cases of a rule set.
#[derive(Debug, Default)]
pub(super) struct Cases<'s>(pub(super) Vec<CaseEntry<'s>>);

impl<'s> ListFields<'s> for Cases<'s> {
    const NAMES: &'static [&'static str] = &["cases"];

    fn read<F: FieldSource<'s>>(&mut self, name: &str, from: &mut F) -> Result<(), F::Error> {
        self.0 = from.list(name)?;
        Ok(())
    }
}
