//! What the trace says of each formula.

use crate::answer::json::writer::quoted;
use crate::{
    base::{
        ids::{FormulaId, IdVec},
        types::Options,
    },
    check::{
        formula::{Expr, Formula, Node},
        model::{Contents, FormulaSite, Role, Version, Wording},
    },
    program::{
        secrets::Secrets,
        step_label::{role_word, step_label},
    },
};

/// A formula, as JSON text.
#[derive(Debug)]
pub(in crate::answer::json) struct FormulaFragments {
    /// The opening of its entry in the trace, up to and without the record,
    /// the reads and the result.
    pub(in crate::answer::json) opening: Box<str>,
    /// Its tests.
    pub(in crate::answer::json) tests: Box<[TestFragments]>,
    /// The options of its result, when that is a choice.
    pub(in crate::answer::json) options: Option<Options>,
    /// Whether its result must not be shown.
    pub(in crate::answer::json) secret: bool,
    /// Whether it reads what must not be shown: then neither what it read nor
    /// what it called for is written, for that may depend on the secret.
    pub(in crate::answer::json) rests_on_secret: bool,
}

/// A test in a formula, as JSON text.
#[derive(Debug)]
pub(in crate::answer::json) struct TestFragments {
    /// Its first and its end byte in the formula's text.
    pub(in crate::answer::json) place: (u32, u32),
    /// Its opening: `{"text":"age(date_of_birth) in 18..25","left":`.
    pub(in crate::answer::json) opening: Box<str>,
    /// The options of its left side, when that is a choice.
    pub(in crate::answer::json) options: Option<Options>,
}

/// Prepares every formula of a version, by its number.
pub(super) fn of_version(
    version: &Version,
    book: &Contents,
    secrets: &Secrets,
) -> IdVec<FormulaId, FormulaFragments> {
    version.formulas().map(|formula| FormulaFragments {
        opening: opening(
            version,
            version.formula_sites[formula.number],
            &formula.text,
        ),
        tests: tests(formula, version, book),
        options: formula.ty.options().cloned(),
        secret: secrets.result(formula.number),
        rests_on_secret: secrets.within(&formula.expr),
    })
}

fn opening(version: &Version, site: FormulaSite, text: &str) -> Box<str> {
    let about = step_label(version, site.step);
    let mut opening = format!(
        r#"{{"step":"{}","id":{},"part":"{}""#,
        about.kind,
        quoted(about.id),
        role_word(site.role)
    );
    if site.role == Role::Is {
        let says = about.says.and_then(Wording::plain);
        for (key, words) in [
            ("says", says.filter(|says| !says.is_empty())),
            ("cite", about.cite),
            ("reading", about.reading),
        ] {
            if let Some(words) = words {
                opening.push_str(&format!(r#","{key}":{}"#, quoted(words)));
            }
        }
    }
    opening.push_str(&format!(r#","formula":{}"#, quoted(text)));
    opening.into_boxed_str()
}

fn tests(formula: &Formula, version: &Version, book: &Contents) -> Box<[TestFragments]> {
    let mut tests = Vec::new();
    formula.expr.each(&mut |part| {
        let (left, right) = match &part.node {
            Node::Compare(_, sides) => (&sides.0, Some(&sides.1)),
            Node::Within(parts) => (&parts.0, None),
            Node::OneOf(left, _) | Node::Includes(left, _) => (&**left, None),
            _ => return,
        };
        // An option written out is one of those that the other side has.
        let of = |part| options(part, version, book);
        tests.push(TestFragments {
            place: (part.start, part.end),
            opening: format!(r#"{{"text":{},"left":"#, quoted(formula.written(part))).into(),
            options: of(left).or_else(|| right.and_then(of)).cloned(),
        });
    });
    tests.into_boxed_slice()
}

/// The options a part of a formula chooses among, when it is a choice.
fn options<'v>(expr: &'v Expr, version: &'v Version, book: &'v Contents) -> Option<&'v Options> {
    let ty = match &expr.node {
        Node::Fact(number) | Node::Field(_, _, number) => &version.facts[*number].ty,
        Node::Value(number, _) => &version.values[*number].is.ty,
        Node::Table(number, _) => &version.tables[*number].gives,
        Node::Parameter(number, _) => &book.parameters[*number].gives,
        Node::Used(used) => &used.ty,
        Node::Subject(_, part) => return options(part, version, book),
        Node::If(parts) => {
            let of = |part| options(part, version, book);
            return of(&parts.1).or_else(|| of(&parts.2));
        }
        _ => return None,
    };
    ty.options()
}
