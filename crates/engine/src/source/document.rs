//! Whole files, by the word they start with.

use serde::Deserialize;

use super::{
    budget::{BudgetFile, BudgetHead},
    calendar::{CalendarFile, CalendarHead},
    diagnostics::diagnostic::TextDiagnostic,
    diagnostics::tokenizer::{Token, TokenKind, tokens},
    fields::{Fields, options},
    list_fields::{
        BudgetLists, CalendarDays, Cases, CatalogueLists, Charges, ListFields, Periods, PlanRules,
        RuleLists, Rules, Services,
    },
    model::{
        CasesFile, CatalogueFile, CatalogueHead, Document, ParameterFile, ParameterHead, RuleFile,
        RuleHead, TariffFile, TariffHead, VariationFile, VariationHead,
    },
    plan::{PlanFile, PlanHead},
    policy::{PolicyFile, PolicyHead},
    reader::Reader,
    recovering_pass,
    strict_pass::StrictEntry,
};
use crate::base::{diagnostic_code::Code, name};

const KINDS: [&str; 11] = [
    "Eligibility",
    "Pricing",
    "Tariff",
    "Variation",
    "Charges",
    "Parameter",
    "Calendar",
    "Cases",
    "Policy",
    "Plan",
    "Budget",
];

/// Fields of `Pricing` alone.
const PRICING: [&str; 5] = ["lines", "totals", "limits", "rounding", "valid_for"];

/// Fields of `Eligibility` alone.
const SCREENING: [&str; 10] = [
    "about",
    "criteria",
    "follows",
    "schedules",
    "priority",
    "places",
    "letters",
    "ties",
    "decides",
    "review",
];

/// Whether a file is one of cases.
pub(super) fn is_of_cases(text: &str) -> bool {
    let first = tokens(text).next().and_then(|first| text.get(first.range));
    first == Some("Cases")
}

/// Reads a file; `None` when its own fields cannot be read.
pub(super) fn read<'s>(reader: &mut Reader<'s>, text: &'s str) -> Option<Document<'s>> {
    let Some(first) = tokens(text).next() else {
        let remark = TextDiagnostic::new(Code::Syntax, 0..0, "the file has nothing in it");
        reader.report(text, remark.help(starts_with()));
        return None;
    };
    let word = text.get(first.range.clone()).unwrap_or("");
    if !KINDS.contains(&word) {
        reader.report(text, unknown_kind(word, &first));
        return None;
    }
    let rest = text.get(first.range.end..).unwrap_or("");
    File { word, rest }.document(reader)
}

fn starts_with() -> String {
    format!("a file starts with one of `{}(`", KINDS.join("(`, `"))
}

fn unknown_kind(word: &str, first: &Token) -> TextDiagnostic {
    let code = match first.kind {
        TokenKind::Word => Code::Shape,
        _ => Code::Syntax,
    };
    let range = match word.find('\n') {
        Some(line_end) => first.range.start..first.range.start + line_end,
        None => first.range.clone(),
    };
    let says = match first.kind {
        TokenKind::Word => format!("a file cannot start with `{word}`"),
        _ => "a file cannot start with this".to_owned(),
    };
    let remark = TextDiagnostic::new(code, range, says);
    match name::nearest(word, KINDS) {
        Some(near) => remark.help(format!("did you mean `{near}(`?")),
        None => remark.help(starts_with()),
    }
}

/// A file's first word and the rest of it.
struct File<'s> {
    word: &'s str,
    rest: &'s str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CasesHead<'s> {
    rule_set: &'s str,
}

impl<'s> File<'s> {
    fn document(&self, reader: &mut Reader<'s>) -> Option<Document<'s>> {
        match self.word {
            "Eligibility" => self.rule(reader, &PRICING).map(Document::Eligibility),
            "Pricing" => self.rule(reader, &SCREENING).map(Document::Pricing),
            "Tariff" => {
                let (head, Services(services)) = self.parts::<TariffHead<'s>, _>(reader)?;
                Some(Document::Tariff(TariffFile { head, services }))
            }
            "Variation" => {
                let (head, Charges(charges)) = self.parts::<VariationHead<'s>, _>(reader)?;
                Some(Document::Variation(VariationFile { head, charges }))
            }
            "Charges" => {
                let (head, lists) = self.parts::<CatalogueHead<'s>, CatalogueLists<'s>>(reader)?;
                let CatalogueLists { services, units } = lists;
                Some(Document::Charges(CatalogueFile {
                    head,
                    units,
                    services,
                }))
            }
            "Parameter" => {
                let (head, Periods(periods)) = self.parts::<ParameterHead<'s>, _>(reader)?;
                Some(Document::Parameter(ParameterFile { head, periods }))
            }
            "Calendar" => {
                let (head, CalendarDays(days)) = self.parts::<CalendarHead<'s>, _>(reader)?;
                Some(Document::Calendar(CalendarFile { head, days }))
            }
            "Policy" => {
                let (head, Rules(rules)) = self.parts::<PolicyHead<'s>, _>(reader)?;
                Some(Document::Policy(PolicyFile { head, rules }))
            }
            "Plan" => {
                let (head, PlanRules(rules)) = self.parts::<PlanHead<'s>, _>(reader)?;
                Some(Document::Plan(PlanFile { head, rules }))
            }
            "Budget" => self.budget(reader).map(Document::Budget),
            _ => {
                let (CasesHead { rule_set }, Cases(cases)) = self.parts(reader)?;
                Some(Document::Cases(CasesFile { rule_set, cases }))
            }
        }
    }

    /// The file's own fields and its lists. Tries one strict pass, and reads
    /// field by field only if that fails.
    fn parts<H: Deserialize<'s>, L: ListFields<'s>>(
        &self,
        reader: &mut Reader<'s>,
    ) -> Option<(H, L)> {
        self.parts_but(reader, &[])
    }

    /// Like [`File::parts`], with a diagnostic on each field that belongs in
    /// another kind of file.
    fn parts_but<H: Deserialize<'s>, L: ListFields<'s>>(
        &self,
        reader: &mut Reader<'s>,
        elsewhere: &[&str],
    ) -> Option<(H, L)> {
        if let Ok(whole) = options().from_str::<StrictEntry<'s, H, L>>(self.rest) {
            self.out_of_place(reader, &whole.names, elsewhere);
            return Some((whole.head, whole.lists));
        }
        let fields: Fields<'s> = reader.fields(self.rest)?;
        let names: Vec<&'s str> = fields.0.iter().map(|(name, _)| *name).collect();
        self.out_of_place(reader, &names, elsewhere);
        let (head, lists) = recovering_pass::read(reader, self.word, &fields);
        Some((head?, lists))
    }

    fn out_of_place(&self, reader: &mut Reader<'s>, names: &[&'s str], elsewhere: &[&str]) {
        for name in names.iter().filter(|name| elsewhere.contains(name)) {
            let says = format!("`{name}` has no place in `{}(`", self.word);
            let other = if self.word == "Pricing" {
                "criteria screen a person: they stand in a file that starts with `Eligibility(`"
            } else {
                "prices and their rounding make a quote: they stand in a file that starts with `Pricing(`"
            };
            let remark = TextDiagnostic::new(Code::Shape, 0..name.len(), says);
            reader.report(name, remark.help(other));
        }
    }

    fn rule(&self, reader: &mut Reader<'s>, elsewhere: &[&str]) -> Option<RuleFile<'s>> {
        let (head, lists) = self.parts_but::<RuleHead<'s>, RuleLists<'s>>(reader, elsewhere)?;
        Some(RuleFile {
            head,
            facts: lists.facts,
            uses: lists.uses,
            tables: lists.tables,
            packages: lists.packages,
            values: lists.values,
            criteria: lists.criteria,
            follows: lists.follows,
            selection: lists.selection,
            lines: lists.lines,
            totals: lists.totals,
            limits: lists.limits,
            provisions: lists.provisions,
        })
    }

    fn budget(&self, reader: &mut Reader<'s>) -> Option<BudgetFile<'s>> {
        let (head, lists) = self.parts::<BudgetHead<'s>, BudgetLists<'s>>(reader)?;
        Some(BudgetFile {
            head,
            columns: lists.columns,
            streams: lists.streams,
            stated: lists.stated,
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::load::BookFrom;
    use crate::{load::load, source::parse};

    #[test]
    fn council_files_are_read() {
        let book = load(BookFrom::Files(almoner_built_in::files())).unwrap();
        let parsed = parse(&book.sources);
        assert_eq!(parsed.diagnostics, []);
        assert_eq!(parsed.documents.len(), book.sources.iter().count());
    }
}
