//! Rule sets: each version's facts, tables, values, criteria and lines.

use super::{
    after_screening, booking_period, constant_criteria, criteria,
    diagnostics::{FileScope, Sink, SourceDocument},
    fact_changes, facts,
    formula::{Expr, Formula, Node},
    inheritance::Inheritance,
    limits, lines,
    model::{Kind, Line, NamedValue, RoundingRule, RuleSet, Table, TableResult, Version},
    named_day, open_points, packages, price_limits, provenance, provisions, rounding, same_by_name,
    symbols::{BookSymbols, Scope, Signature, Symbol, Usage},
    tables, totals, unused,
    use_order::in_order_of_use,
    uses::{self, CheckedSets},
    values::{self, EntryContext},
    visit,
};
use crate::{
    base::{
        date,
        diagnostic::Diagnostic,
        diagnostic_code::Code,
        fingerprint::Fingerprint,
        ids::{IdVec, LineId, TableId, ValueId},
        name,
        operators::Operator,
        source_text::SourceId,
        types::Type,
        value::Value,
    },
    source::{
        compact_text::compact_text,
        model::{Document, RuleFile, RuleHead, ValueEntry},
    },
};

/// Checks every version of every rule set.
pub(super) fn check(
    documents: &[SourceDocument<'_>],
    inheritance: &Inheritance<'_>,
    shared: &BookSymbols,
    sink: &mut Sink<'_>,
) -> Vec<RuleSet> {
    let mut sets = CheckedSets::new();
    for (id, document) in in_order_of_use(documents, sink) {
        let (kind, written) = match document {
            Document::Eligibility(written) => (Kind::Eligibility, written),
            Document::Pricing(written) => (Kind::Pricing, written),
            _ => continue,
        };
        let file = FileScope {
            sources: sink.sources,
            file: *id,
        };
        misplaced(written, file, sink);
        if limits::exceeded(written, file, sink) {
            sink.give_up(*id);
            continue;
        }
        let first = sink.count();
        let book = BookScope {
            shared,
            sets: &sets,
        };
        let version = version(kind, written, file, inheritance, book, sink);
        if let Some(base) = written.head.based_on {
            sink.taken_over(first, file.place(base));
        }
        sets.entry(version.id.clone()).or_default().push(version);
    }
    sets.into_iter()
        .filter_map(|(id, mut versions)| {
            versions.sort_by_key(|version| (version.in_force, version.decision.known));
            RuleSet::new(id, IdVec::numbered(versions))
        })
        .collect()
}

/// A version is kept in `rules/<id>/<first day in force>.ron`.
fn misplaced(written: &RuleFile<'_>, file: FileScope<'_>, sink: &mut Sink<'_>) {
    let head = &written.head;
    if !name::is_rule_set_id(head.id) {
        let says = format!("`{}` cannot be the name of a rule set", head.id);
        let diagnostic = Diagnostic::new(Code::BadName, file.place(head.id), says);
        sink.add(diagnostic.help("use small letters, digits and hyphens"));
    }
    // A day that does not exist has its own diagnostic.
    if date::parse(head.in_force).is_none() {
        return;
    }
    let expected = format!("{}/{}", head.id, head.in_force);
    let path = file.path();
    let stem = path.strip_suffix(".ron").unwrap_or(path);
    let stem = stem.strip_prefix("rules/").unwrap_or(stem);
    if stem != expected && !stem.starts_with(&format!("{expected}-")) {
        let says = format!(
            "the rules for `{}` from {} are kept in {path}",
            head.id, head.in_force
        );
        let in_folder = stem.starts_with(&format!("{}/", head.id));
        let wrong = if in_folder { head.in_force } else { head.id };
        let diagnostic = Diagnostic::new(Code::Misplaced, file.place(wrong), says);
        let help = format!("keep them in rules/{expected}.ron, or correct `id` and `in_force`");
        sink.add(diagnostic.help(help));
    }
}

/// What a version can name of the rest of the book.
#[derive(Clone, Copy)]
struct BookScope<'b> {
    shared: &'b BookSymbols,
    /// The rule sets that are checked already.
    sets: &'b CheckedSets,
}

fn version(
    kind: Kind,
    written: &RuleFile<'_>,
    file: FileScope<'_>,
    inheritance: &Inheritance<'_>,
    book: BookScope<'_>,
    sink: &mut Sink<'_>,
) -> Version {
    let head = &written.head;
    let mut scope = Scope::new(book.shared, unread_text(file, inheritance, sink));
    let around = EntryContext { file, inheritance };
    let mut declared = facts::declare(&written.facts, file, &mut scope, sink);
    let tables = declare_tables(written, &around, &mut scope, sink);
    let packages = packages::declare(written, &around, &mut scope, sink);
    let (values, has_all_values) = named_values(written, &around, book.sets, &mut scope, sink);
    declared.resolve(file, &scope, sink);
    let criteria = criteria::check(&written.criteria, &around, &scope, sink);
    let selection = after_screening::check(written, &around, &scope, sink);
    let lines = priced_lines(written, &around, &scope, sink);
    let totals = totals::check(&written.totals, &lines, &around, &scope, sink);
    let limits = price_limits::check(written, &lines, &totals, &around, &scope, sink);
    let follows = numbers_of(&written.follows, &values);
    let stated_changes = std::mem::take(&mut declared.stated_changes);
    let sums = booking_period::sums(written, &values, file, sink);
    let mut version = Version {
        id: head.id.into(),
        kind,
        title: head.title.into(),
        in_force: provenance::day(head.in_force, file, sink),
        until: head.until.map(|until| provenance::day(until, file, sink)),
        decision: provenance::decision(&head.decided, file, sink),
        source: head.source.into(),
        advice: head.advice.map(Box::from),
        rounding: stated_rounding(head, file, sink),
        period: booking_period::check(kind, head.period.as_ref(), file, &scope, sink),
        facts: declared.facts,
        lists: declared.lists,
        tables,
        packages,
        criteria,
        of_whole: booking_period::of_whole(&follows, &sums, &values),
        follows,
        sums,
        values,
        selection,
        lines,
        totals,
        limits,
        provisions: provisions::check(written, &around, sink),
        reasons: scope.take_reasons(),
        formula_sites: IdVec::new(),
        charges: Vec::new(),
        charge_places: Vec::new(),
        parameters: Vec::new(),
        calendars: Vec::new(),
        file: file.file,
        fingerprint: Fingerprint::of_parts(texts(file, inheritance)),
        content: content(file, inheritance),
    };
    fact_changes::settle(&mut version, &stated_changes, sink);
    finish(
        &mut version,
        scope.into_used(),
        (written, has_all_values),
        &around,
        sink,
    );
    version
}

/// The named values: those written, what follows, and those of other rule sets; and
/// whether all are there. One in error is left out, and the others are numbered
/// without it.
fn named_values(
    written: &RuleFile<'_>,
    around: &EntryContext<'_>,
    sets: &CheckedSets,
    scope: &mut Scope<'_>,
    sink: &mut Sink<'_>,
) -> (IdVec<ValueId, NamedValue>, bool) {
    let entries: Vec<&ValueEntry<'_>> = written.values.iter().chain(&written.follows).collect();
    values::declare(&entries, around.file, scope, sink);
    let first = entries.len();
    let used = uses::declare(&written.uses, first, sets, around.file, scope, sink);
    let values = values::check(&entries, &used, around, scope, sink);
    let has_all = values.len() == entries.len() + used.len();
    (values, has_all)
}

/// The numbers of the values that entries have become.
fn numbers_of(entries: &[ValueEntry<'_>], values: &IdVec<ValueId, NamedValue>) -> Vec<ValueId> {
    let number = |entry: &ValueEntry<'_>| values.id_where(|value| &*value.id == entry.id);
    entries.iter().filter_map(number).collect()
}

/// The texts that a version is written in.
fn texts<'s>(
    file: FileScope<'s>,
    inheritance: &Inheritance<'_>,
) -> impl Iterator<Item = &'s str> + use<'s> {
    let bases: Vec<SourceId> = inheritance.of(file.file).collect();
    let files = [file.file].into_iter().chain(bases);
    files.map(move |it| FileScope { file: it, ..file }.text())
}

/// The fingerprint of those texts without comments and layout.
fn content(file: FileScope<'_>, inheritance: &Inheritance<'_>) -> Fingerprint {
    let texts: Vec<String> = texts(file, inheritance).map(compact_text).collect();
    Fingerprint::of_parts(texts.iter().map(String::as_str))
}

/// The texts of a version's files of which something could not be read.
fn unread_text(
    file: FileScope<'_>,
    inheritance: &Inheritance<'_>,
    sink: &Sink<'_>,
) -> Option<String> {
    let files = [file.file].into_iter().chain(inheritance.of(file.file));
    let unread: Vec<String> = files.filter_map(|it| sink.unread_text(it)).collect();
    (!unread.is_empty()).then(|| unread.concat())
}

/// How amounts are rounded, where the rule set says it.
fn stated_rounding(
    head: &RuleHead<'_>,
    file: FileScope<'_>,
    sink: &mut Sink<'_>,
) -> Option<RoundingRule> {
    let stated = head.rounding.as_ref()?;
    rounding::rounding(stated, file, sink)
}

/// What can be seen only once the version is whole.
fn finish(
    version: &mut Version,
    mut used: Usage,
    (written, has_all_values): (&RuleFile<'_>, bool),
    around: &EntryContext<'_>,
    sink: &mut Sink<'_>,
) {
    let EntryContext { file, inheritance } = *around;
    visit::number(version);
    provisions::add_bearings(written, version, (&mut used, file), sink);
    needs_rounding(version, sink);
    let mut files = inheritance.of(file.file).chain([file.file]);
    if !files.any(|file| sink.is_incomplete(file)) {
        let base = written.head.based_on.map(|base| file.place(base));
        unused::check(version, &used, base, sink);
        constant_criteria::check(version, sink);
        if has_all_values {
            named_day::check(version, sink);
            same_by_name::check(version, sink);
        }
    }
    let tables = version.tables.iter();
    let rows = tables
        .filter(|table| used.names.contains(&table.id))
        .flat_map(|table| &table.rows);
    for row in rows {
        if let TableResult::Charge(number) = row.gives {
            used.charges.entry(number).or_insert(row.gives_place);
        }
    }
    for offer in version.packages.iter().flat_map(|set| &set.offers) {
        if let TableResult::Charge(number) = offer.gives {
            used.charges.entry(number).or_insert(offer.place);
        }
    }
    version.charges.extend(used.charges.keys());
    version.charge_places.extend(used.charges);
    version.charges.sort_unstable();
    version.charges.dedup();
    version.parameters = used.parameters;
    version.parameters.sort_unstable();
    version.parameters.dedup();
    version.calendars = used.calendars;
    version.calendars.sort_unstable();
    version.calendars.dedup();
}

fn declare_tables(
    written: &RuleFile<'_>,
    around: &EntryContext<'_>,
    scope: &mut Scope<'_>,
    sink: &mut Sink<'_>,
) -> IdVec<TableId, Table> {
    let mut tables = IdVec::new();
    for entry in &written.tables {
        let otherwise = entry.otherwise.map(|words| scope.reason(words.to_owned()));
        let cite = around.cite(entry.cite);
        let table = tables::check(entry, otherwise, cite, around.file, scope.shared, sink);
        let signature =
            Signature::new(tables.next_id(), &table.columns, &table.gives.by(table.per));
        facts::add_name(entry.id, Symbol::Table(signature), table.place, scope, sink);
        tables.push(table);
    }
    tables
}

fn priced_lines(
    written: &RuleFile<'_>,
    around: &EntryContext<'_>,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> IdVec<LineId, Line> {
    let mut lines: IdVec<LineId, Line> = IdVec::new();
    for entry in &written.lines {
        let place = around.file.place(entry.id);
        if !name::is_name(entry.id) {
            super::catalogue::bad_name(entry.id, place, sink);
        }
        if let Some(first) = lines.iter().find(|line| &*line.id == entry.id) {
            let says = format!("two lines are called `{}`", entry.id);
            let diagnostic = Diagnostic::new(Code::DuplicateName, place, says);
            sink.add(diagnostic.related(first.place, "the other one"));
        }
        lines.extend(lines::check(entry, around, scope, sink));
    }
    open_points::check(&written.lines, &lines, around, sink);
    lines
}

/// Amounts that may not come out in whole pennies need a rule for rounding.
fn needs_rounding(version: &Version, sink: &mut Sink<'_>) {
    if version.kind != Kind::Pricing || version.rounding.is_some() {
        return;
    }
    let first = version.lines.iter().find_map(|line| {
        let divided = line
            .options
            .iter()
            .map(|option| &option.each)
            .find(|each| divides(&each.expr));
        let shared = line
            .reductions
            .iter()
            .map(|reduction| &reduction.take)
            .find(|take| take.ty == Type::Percent || divides(&take.expr));
        divided.or(shared)
    });
    let first = first.or_else(|| {
        let divides = |it: &Formula| divides(&it.expr);
        price_limits::may_need_rounding(&version.limits, divides)
    });
    if let Some(formula) = first {
        let says = format!(
            "amounts of `{}` may not come out in whole pennies",
            version.id
        );
        let diagnostic = Diagnostic::new(Code::NoRounding, formula.place, says);
        let help = "say how they are rounded: `rounding: (mode: \"half_up\", to: \"£0.01\")`";
        sink.add(diagnostic.help(help));
    }
}

fn divides(expr: &Expr) -> bool {
    match &expr.node {
        Node::Arithmetic(Operator::Divide, _) => true,
        Node::Arithmetic(_, sides) => divides(&sides.0) || divides(&sides.1),
        Node::Negative(part) => divides(part),
        Node::If(parts) => divides(&parts.1) || divides(&parts.2),
        Node::Constant(Value::Percent(_)) => true,
        _ => false,
    }
}
