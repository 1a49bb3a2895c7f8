//! Whole files, by the word they start with.

use ron::value::RawValue;
use serde::Deserialize;

use super::{
    budget::{BudgetFile, BudgetHead},
    fields::{Fields, options},
    model::{
        CasesFile, CatalogueFile, CatalogueServiceHead, Document, ParameterFile, ParameterHead,
        RuleFile, RuleHead, SelectionEntries, ServiceHead, TariffFile, TariffHead, VariationFile,
        VariationHead,
    },
    policy::{PolicyFile, PolicyHead},
    reader::Reader,
    remark::Remark,
    scan::{Kind, Piece, pieces},
};
use crate::base::{code::Code, name};

const KINDS: [&str; 9] = [
    "Eligibility",
    "Pricing",
    "Tariff",
    "Variation",
    "Charges",
    "Parameter",
    "Cases",
    "Policy",
    "Budget",
];

const RULE_LISTS: [&str; 12] = [
    "facts",
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
];

/// What stands in `Eligibility` alone.
const SCREENING: [&str; 7] = [
    "criteria",
    "follows",
    "schedules",
    "priority",
    "places",
    "letters",
    "ties",
];

/// Whether a file is one of cases.
pub(super) fn is_of_cases(text: &str) -> bool {
    let first = pieces(text).next().and_then(|first| text.get(first.range));
    first == Some("Cases")
}

/// Reads a file; `None` when its own fields cannot be read.
pub(super) fn read<'s>(reader: &mut Reader<'s>, text: &'s str) -> Option<Document<'s>> {
    let Some(first) = pieces(text).next() else {
        let remark = Remark::new(Code::Syntax, 0..0, "the file has nothing in it");
        reader.remark(text, remark.help(starts_with()));
        return None;
    };
    let word = text.get(first.range.clone()).unwrap_or("");
    if !KINDS.contains(&word) {
        reader.remark(text, unknown_kind(word, &first));
        return None;
    }
    let rest = text.get(first.range.end..).unwrap_or("");
    let fields = reader.fields(rest)?;
    let file = File { word, fields };
    match word {
        "Eligibility" => file
            .rule(reader, &["lines", "totals", "rounding", "period"])
            .map(Document::Eligibility),
        "Pricing" => file.rule(reader, &SCREENING).map(Document::Pricing),
        "Tariff" => file.tariff(reader).map(Document::Tariff),
        "Variation" => file.variation(reader).map(Document::Variation),
        "Charges" => file.catalogue(reader).map(Document::Charges),
        "Parameter" => file.parameter(reader).map(Document::Parameter),
        "Policy" => file.policy(reader).map(Document::Policy),
        "Budget" => file.budget(reader).map(Document::Budget),
        _ => file.cases(reader).map(Document::Cases),
    }
}

fn starts_with() -> String {
    format!("a file starts with one of `{}(`", KINDS.join("(`, `"))
}

fn unknown_kind(word: &str, first: &Piece) -> Remark {
    let code = match first.kind {
        Kind::Word => Code::Shape,
        _ => Code::Syntax,
    };
    let range = match word.find('\n') {
        Some(line_end) => first.range.start..first.range.start + line_end,
        None => first.range.clone(),
    };
    let says = match first.kind {
        Kind::Word => format!("a file cannot start with `{word}`"),
        _ => "a file cannot start with this".to_owned(),
    };
    let remark = Remark::new(code, range, says);
    match name::nearest(word, KINDS) {
        Some(near) => remark.help(format!("did you mean `{near}(`?")),
        None => remark.help(starts_with()),
    }
}

/// A file's first word and fields.
struct File<'s> {
    word: &'s str,
    fields: Fields<'s>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CatalogueHead {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CasesHead<'s> {
    #[serde(borrow)]
    rule_set: &'s str,
}

impl<'s> File<'s> {
    fn head<H: Deserialize<'s>>(&self, reader: &mut Reader<'s>, lists: &[&str]) -> Option<H> {
        reader.record(self.word, &self.fields, lists)
    }

    /// A list of entries that must be there.
    fn needed<T: Deserialize<'s>>(&self, reader: &mut Reader<'s>, name: &str) -> Vec<T> {
        reader.needed_entries(self.word, &self.fields, name)
    }

    /// A list of entries that need not be there.
    fn entries<T: Deserialize<'s>>(&self, reader: &mut Reader<'s>, name: &str) -> Vec<T> {
        reader.entries(&self.fields, name)
    }

    /// Services, each with its charges.
    fn services<H: Deserialize<'s>, C: Deserialize<'s>>(
        &self,
        reader: &mut Reader<'s>,
    ) -> Vec<(H, Vec<C>)> {
        if let Some(services) = self.fields.only("services").and_then(sound_services) {
            return services;
        }
        let services = reader.needed_list(self.word, &self.fields, "services");
        services_of(reader, services)
    }

    fn rule(&self, reader: &mut Reader<'s>, elsewhere: &[&str]) -> Option<RuleFile<'s>> {
        for field in elsewhere {
            for (written, _) in self.fields.named(field) {
                reader.remark(written, self.out_of_place(written));
            }
        }
        let head = self.head::<RuleHead<'s>>(reader, &RULE_LISTS);
        let facts = self.entries(reader, "facts");
        let tables = self.entries(reader, "tables");
        let packages = self.entries(reader, "packages");
        let values = self.entries(reader, "values");
        let criteria = self.entries(reader, "criteria");
        let follows = self.entries(reader, "follows");
        let selection = SelectionEntries {
            schedules: self.entries(reader, "schedules"),
            priority: self.entries(reader, "priority"),
            places: self.entries(reader, "places"),
            letters: self.entries(reader, "letters"),
        };
        let lines = self.entries(reader, "lines");
        let totals = self.entries(reader, "totals");
        Some(RuleFile {
            head: head?,
            facts,
            tables,
            packages,
            values,
            criteria,
            follows,
            selection,
            lines,
            totals,
        })
    }

    fn out_of_place(&self, field: &str) -> Remark {
        let says = format!("`{field}` has no place in `{}(`", self.word);
        let other = if self.word == "Pricing" {
            "criteria screen a person: they stand in a file that starts with `Eligibility(`"
        } else {
            "prices, their rounding and their period make a quote: they stand in a file that starts with `Pricing(`"
        };
        Remark::new(Code::Shape, 0..field.len(), says).help(other)
    }

    fn tariff(&self, reader: &mut Reader<'s>) -> Option<TariffFile<'s>> {
        let head = self.head::<TariffHead<'s>>(reader, &["services"]);
        let services = self.services::<ServiceHead<'s>, _>(reader);
        Some(TariffFile {
            head: head?,
            services,
        })
    }

    fn variation(&self, reader: &mut Reader<'s>) -> Option<VariationFile<'s>> {
        let head = self.head::<VariationHead<'s>>(reader, &["charges"]);
        let charges = self.needed(reader, "charges");
        Some(VariationFile {
            head: head?,
            charges,
        })
    }

    fn catalogue(&self, reader: &mut Reader<'s>) -> Option<CatalogueFile<'s>> {
        let head = self.head::<CatalogueHead>(reader, &["services"]);
        let services = self.services::<CatalogueServiceHead<'s>, _>(reader);
        head.map(|CatalogueHead {}| CatalogueFile { services })
    }

    fn parameter(&self, reader: &mut Reader<'s>) -> Option<ParameterFile<'s>> {
        let head = self.head::<ParameterHead<'s>>(reader, &["periods"]);
        let periods = self.needed(reader, "periods");
        Some(ParameterFile {
            head: head?,
            periods,
        })
    }

    fn policy(&self, reader: &mut Reader<'s>) -> Option<PolicyFile<'s>> {
        let head = self.head::<PolicyHead<'s>>(reader, &["rules"]);
        let rules = self.needed(reader, "rules");
        Some(PolicyFile { head: head?, rules })
    }

    fn budget(&self, reader: &mut Reader<'s>) -> Option<BudgetFile<'s>> {
        let head = self.head::<BudgetHead<'s>>(reader, &["columns", "streams", "stated"]);
        let columns = self.needed(reader, "columns");
        let streams = self.needed(reader, "streams");
        let stated = self.entries(reader, "stated");
        Some(BudgetFile {
            head: head?,
            columns,
            streams,
            stated,
        })
    }

    fn cases(&self, reader: &mut Reader<'s>) -> Option<CasesFile<'s>> {
        let head = self.head::<CasesHead<'s>>(reader, &["cases"]);
        let cases = self.needed(reader, "cases");
        Some(CasesFile {
            rule_set: head?.rule_set,
            cases,
        })
    }
}

/// Services, each with its charges, if nothing is wrong with any of them: read
/// at one go, since every entry read on its own is read twice.
fn sound_services<'s, H: Deserialize<'s>, C: Deserialize<'s>>(
    list: &'s RawValue,
) -> Option<Vec<(H, Vec<C>)>> {
    let services: Vec<Fields<'s>> = options().from_str(list.get_ron()).ok()?;
    let service = |fields: &Fields<'s>| {
        let head = fields.read(|_, name| name == "charges").ok()?;
        let charges = fields.only("charges")?.get_ron();
        Some((head, options().from_str(charges).ok()?))
    };
    services.iter().map(service).collect()
}

/// Services, each with its charges; the charges of a service whose own fields
/// cannot be read are looked at for remarks all the same.
fn services_of<'s, H: Deserialize<'s>, C: Deserialize<'s>>(
    reader: &mut Reader<'s>,
    services: Vec<&'s RawValue>,
) -> Vec<(H, Vec<C>)> {
    let mut read = Vec::new();
    for service in services {
        let Some((head, fields)) = reader.head::<H>(service, &["charges"]) else {
            continue;
        };
        let charges = reader.needed_entries(service.get_ron(), &fields, "charges");
        read.extend(head.map(|head| (head, charges)));
    }
    read
}

#[cfg(test)]
mod tests {
    use crate::{
        load::{BookFrom, load},
        source::parse,
    };

    #[test]
    fn the_councils_own_files_are_read() {
        let book = load(BookFrom::BuiltIn).unwrap();
        let parsed = parse(&book.sources);
        assert_eq!(parsed.diagnostics, []);
        assert_eq!(parsed.documents.len(), book.sources.iter().count());
    }
}
