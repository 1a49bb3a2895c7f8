//! Priced lines and their options.

use super::{
    catalogue,
    diagnostics::Sink,
    formula::Formula,
    line_checker::{self, LineChecker},
    list_names,
    model::{Line, PriceOption},
    reductions,
    resolve::{self, FormulaText, LineCharge},
    symbols::Scope,
    values::EntryContext,
};
use crate::{
    base::{
        diagnostic::Diagnostic,
        diagnostic_code::Code,
        ids::{IdVec, OptionId},
        types::Type,
    },
    source::model::{LineEntry, OptionEntry},
};

/// Checks one line.
pub(super) fn check(
    entry: &LineEntry<'_>,
    around: &EntryContext<'_>,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> Option<Line> {
    let file = around.file;
    let each = entry
        .for_each
        .and_then(|list| list_names::list_named(list, file, scope, sink));
    let charge = charge_of(entry.charge, around, scope, sink);
    let cite = around.cite(entry.cite).unwrap_or_default();
    if cite.is_empty() {
        line_checker::no_citation("line", entry.id, file.place(entry.id), sink);
    }
    let mut it = LineChecker {
        around,
        scope,
        sink,
        each,
        charge,
    };
    let when = it.yes_no(entry.when);
    let says = it.words(entry.says);
    let otherwise = entry.otherwise.map(|words| it.words(words));
    let options = it.options(entry);
    let refer = entry.refer.map(|words| it.words(words));
    let (reductions, reductions_apply) = reductions::check(&mut it, entry);
    Some(Line {
        id: entry.id.into(),
        says,
        for_each: each,
        when,
        otherwise,
        options: options?,
        open_point: open_point(entry),
        refer,
        reductions,
        reductions_apply,
        cite,
        reading: entry.reading.map(Box::from),
        place: file.place(entry.id),
    })
}

/// What lines about one open point have in common.
fn open_point(entry: &LineEntry<'_>) -> Option<Box<str>> {
    let ids: Vec<&str> = entry.alternatives.iter().map(|it| it.id).collect();
    (!ids.is_empty()).then(|| ids.join(" ").into())
}

fn charge_of(
    id: Option<&str>,
    around: &EntryContext<'_>,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> LineCharge {
    let Some(id) = id else {
        return LineCharge::None;
    };
    let place = around.file.place(id);
    match scope.shared.charge(id) {
        Some(number) => LineCharge::Known(number, place),
        None => {
            resolve::unknown_charge(id, place, scope.shared, sink);
            LineCharge::Unknown
        }
    }
}

impl LineChecker<'_, '_, '_> {
    /// The ways to price the line: those listed, or its own `each` and
    /// `quantity` as the only one. A line that is always referred needs none.
    fn options(&mut self, entry: &LineEntry<'_>) -> Option<IdVec<OptionId, PriceOption>> {
        let readings = entry.alternatives.iter().map(|it| OptionEntry {
            id: it.id,
            says: it.reading,
            when: None,
            charge: it.charge,
            each: it.each,
            quantity: it.quantity,
        });
        let ways: Vec<OptionEntry<'_>> =
            entry.cheapest_of.iter().cloned().chain(readings).collect();
        if ways.is_empty() {
            let priced = entry.charge.or(entry.each).or(entry.quantity);
            if entry.refer.is_some() && priced.is_none() {
                return Some(IdVec::new());
            }
            let only = OptionEntry {
                id: entry.id,
                says: "",
                when: None,
                charge: entry.charge,
                each: entry.each,
                quantity: entry.quantity,
            };
            return Some(IdVec::numbered([self.option(&only)?]));
        }
        let ids = ways.iter().map(|option| option.id);
        catalogue::names("options of this line", ids, self.around.file, self.sink);
        self.two_kinds_of_price(entry);
        let options: Vec<Option<PriceOption>> =
            ways.iter().map(|option| self.option(option)).collect();
        let options: Option<Vec<PriceOption>> = options.into_iter().collect();
        options.map(IdVec::numbered)
    }

    /// Reports a line that says more than once how it is priced, and one with a
    /// single reading.
    fn two_kinds_of_price(&mut self, entry: &LineEntry<'_>) {
        let list = match entry.cheapest_of.is_empty() {
            true => "alternatives",
            false => "cheapest_of",
        };
        if entry.each.is_some() || entry.quantity.is_some() {
            let says = format!(
                "the line `{}` has a price of its own and `{list}`",
                entry.id
            );
            [entry.each, entry.quantity]
                .into_iter()
                .flatten()
                .for_each(|text| self.scope.may_use(text));
            let own = entry.each.or(entry.quantity).unwrap_or(entry.id);
            let help = "put `each` and `quantity` in the options";
            self.shape(own, says, help);
        }
        if let (Some(first), false) = (entry.alternatives.first(), entry.cheapest_of.is_empty()) {
            let says = format!(
                "the line `{}` has `cheapest_of` and `alternatives`",
                entry.id
            );
            let help = "put the cheapest in a value, and the value in `each` of a reading";
            self.shape(first.id, says, help);
        }
        if let [only] = entry.alternatives.as_slice() {
            let says = format!("the line `{}` has one reading", entry.id);
            let help = "write `each` and `quantity` on the line, and the reading in `reading`";
            self.shape(only.id, says, help);
        }
    }

    fn shape(&mut self, at: &str, says: String, help: &str) {
        let place = self.around.file.place(at);
        self.sink
            .add(Diagnostic::new(Code::Shape, place, says).help(help));
    }

    fn option(&mut self, entry: &OptionEntry<'_>) -> Option<PriceOption> {
        let outer = self.charge;
        if entry.charge.is_some() {
            self.charge = charge_of(entry.charge, self.around, self.scope, self.sink);
        }
        let when = self.yes_no(entry.when);
        let each = match entry.each {
            Some(each) => resolve::price(self.site(each), self.scope, self.sink),
            None => self.charge_alone(entry),
        };
        let quantity = entry
            .quantity
            .map(|quantity| self.formula(quantity, Some(&Type::Number)));
        let says = self.words(entry.says);
        self.charge = outer;
        let quantity = match quantity {
            Some(quantity) => Some(quantity?),
            None => None,
        };
        Some(PriceOption {
            id: entry.id.into(),
            says,
            when,
            each: each?,
            quantity,
        })
    }

    /// `charge`, where no price is written.
    fn charge_alone(&mut self, entry: &OptionEntry<'_>) -> Option<Formula> {
        let place = match self.charge {
            LineCharge::Known(_, place) => place,
            LineCharge::Unknown => return None,
            LineCharge::None => {
                let says = format!("`{}` has no price", entry.id);
                let help = "give it a `charge` of the catalogue, or a formula in `each`; \
                            a line that only a person prices has `refer`";
                let place = self.around.file.place(entry.id);
                self.sink
                    .add(Diagnostic::new(Code::Shape, place, says).help(help));
                return None;
            }
        };
        let site = FormulaText {
            place,
            ..self.site("charge")
        };
        resolve::formula(site, Some(&Type::Money), self.scope, self.sink)
    }
}
