//! Priced lines and their options.

use super::{
    diagnostics::Sink,
    formula::Formula,
    model::{Line, PriceOption, Wording},
    reductions,
    resolve::{self, FormulaText, LineCharge},
    symbols::Scope,
    values::{self, EntryContext},
};
use crate::{
    base::{
        diagnostic::Diagnostic,
        diagnostic_code::Code,
        ids::{IdVec, ListId, OptionId},
        name,
        source_text::Place,
        types::Type,
    },
    source::model::{LineEntry, OptionEntry},
};

/// A line while it is checked.
pub(super) struct LineChecker<'c, 'a, 'd> {
    pub(super) around: &'c EntryContext<'a>,
    scope: &'c Scope<'a>,
    pub(super) sink: &'c mut Sink<'d>,
    each: Option<ListId>,
    charge: LineCharge,
}

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
        .and_then(|list| values::list_named(list, file, scope, sink));
    let charge = charge_of(entry.charge, around, scope, sink);
    let cite = around.cite(entry.cite).unwrap_or_default();
    if cite.is_empty() {
        no_citation("line", entry.id, file.place(entry.id), sink);
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
        refer,
        reductions,
        reductions_apply,
        cite,
        reading: entry.reading.map(Box::from),
        place: file.place(entry.id),
    })
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

/// Reports an entry without a paragraph.
pub(super) fn no_citation(kind: &str, id: &str, place: Place, sink: &mut Sink<'_>) {
    let says = format!("the {kind} `{id}` does not say where it comes from");
    let help = "add `cite: \"§…\"` with the paragraph of the file's source";
    sink.add(Diagnostic::new(Code::NoCitation, place, says).help(help));
}

impl LineChecker<'_, '_, '_> {
    fn site<'t>(&self, text: &'t str) -> FormulaText<'t> {
        FormulaText {
            each: self.each,
            charge: self.charge,
            ..FormulaText::of_case(text, self.around.file.place(text))
        }
    }

    pub(super) fn formula(&mut self, text: &str, expected: Option<&Type>) -> Option<Formula> {
        let site = self.site(text);
        resolve::formula(site, expected, self.scope, self.sink)
    }

    fn yes_no(&mut self, text: Option<&str>) -> Option<Formula> {
        text.and_then(|text| self.formula(text, Some(&Type::YesNo)))
    }

    pub(super) fn words(&mut self, text: &str) -> Wording {
        values::words(self.site(text), self.scope, self.sink)
    }

    /// The ways to price the line: those listed, or its own `each` and
    /// `quantity` as the only one. A line that is always referred needs none.
    fn options(&mut self, entry: &LineEntry<'_>) -> Option<IdVec<OptionId, PriceOption>> {
        if entry.cheapest_of.is_empty() {
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
        self.names("options", entry.cheapest_of.iter().map(|option| option.id));
        if entry.each.is_some() || entry.quantity.is_some() {
            let says = format!(
                "the line `{}` has a price of its own and `cheapest_of`",
                entry.id
            );
            [entry.each, entry.quantity]
                .into_iter()
                .flatten()
                .for_each(|text| self.scope.may_use(text));
            let own = entry.each.or(entry.quantity).unwrap_or(entry.id);
            let diagnostic = Diagnostic::new(Code::Shape, self.around.file.place(own), says);
            self.sink
                .add(diagnostic.help("put `each` and `quantity` in the options"));
        }
        let options: Vec<Option<PriceOption>> = entry
            .cheapest_of
            .iter()
            .map(|option| self.option(option))
            .collect();
        let options: Option<Vec<PriceOption>> = options.into_iter().collect();
        options.map(IdVec::numbered)
    }

    fn option(&mut self, entry: &OptionEntry<'_>) -> Option<PriceOption> {
        let outer = self.charge;
        if entry.charge.is_some() {
            self.charge = charge_of(entry.charge, self.around, self.scope, self.sink);
        }
        let when = self.yes_no(entry.when);
        let each = match entry.each {
            Some(each) => self.formula(each, Some(&Type::Money)),
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

    /// Reports options or reductions of one line with the same name, or a
    /// name that is none.
    pub(super) fn names<'e>(&mut self, kind: &str, ids: impl Iterator<Item = &'e str>) {
        let mut seen: Vec<&str> = Vec::new();
        for id in ids {
            let place = self.around.file.place(id);
            if !name::is_name(id) {
                super::catalogue::bad_name(id, place, self.sink);
            }
            if let Some(first) = seen.iter().find(|seen| **seen == id) {
                let first = self.around.file.place(first);
                let says = format!("two {kind} of this line are called `{id}`");
                let diagnostic = Diagnostic::new(Code::DuplicateName, place, says);
                self.sink.add(diagnostic.related(first, "the other one"));
            }
            seen.push(id);
        }
    }
}
