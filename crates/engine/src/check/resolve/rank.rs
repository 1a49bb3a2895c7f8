//! The rank of a record among those of its list.

use std::ops::Range;

use super::{Around, Resolver, records::Reach};
use crate::{
    base::{diagnostic_code::Code, ids::ListId, types::Type},
    check::formula::{Node, Rank},
    source::formula::model::Rank as Written,
};

impl Resolver<'_, '_, '_> {
    pub(super) fn rank(&mut self, rank: &Written, span: &Range<u32>) -> Option<(Node, Type)> {
        let list = self.list_named(&rank.list, &rank.list_span)?;
        self.one_record_is_ranked(list, &rank.list, span)?;
        self.lists.push(Around { list, ranks: true });
        let by = self.typed(&rank.by, None);
        let filter = rank.filter.as_ref().map(|filter| self.yes_no(filter));
        self.lists.pop();
        let (by, ty) = by?;
        let filter = match filter {
            Some(filter) => Some(filter?),
            None => None,
        };
        if !ty.is_ordered() || matches!(ty, Type::Date | Type::Time) != rank.of_days {
            let shown = self.excerpt(&rank.by);
            let (says, help) = if !ty.is_ordered() {
                (
                    format!("`{shown}` is {ty}, which cannot be put in order"),
                    None,
                )
            } else if rank.of_days {
                let help = "write `highest first` or `lowest first`";
                (
                    format!("`{shown}` is {ty} and neither early nor late"),
                    Some(help),
                )
            } else {
                let help = "write `latest first` or `earliest first`";
                (
                    format!("`{shown}` is {ty} and neither high nor low"),
                    Some(help),
                )
            };
            self.diagnostic(Code::TypeMismatch, &rank.by.span, says, help);
            return None;
        }
        let reason = rank.filter.as_ref().map(|filter| {
            let range = filter.span.start as usize..filter.span.end as usize;
            let written = self.site.text.get(range).unwrap_or("");
            self.scope.reason(format!("only where {written}"))
        });
        let resolved = Rank {
            list,
            by,
            first: rank.first,
            filter,
            reason,
            ties: rank.ties,
        };
        Some((Node::Rank(resolved.into()), Type::Whole))
    }

    /// Which record's rank it is must be clear.
    fn one_record_is_ranked(&mut self, list: ListId, name: &str, span: &Range<u32>) -> Option<()> {
        match self.reach(list) {
            Reach::One => return Some(()),
            Reach::None => {
                let says =
                    format!("a rank is that of a record of `{name}`, and this is not about one");
                let help = format!("write it as a value with `each: \"{name}\"`");
                self.diagnostic(Code::UnknownName, span, says, Some(&help));
            }
            Reach::Two => {
                let says = format!("this rank could be that of two records of `{name}`");
                let help = format!(
                    "give it a name, as a value with `each: \"{name}\"`, and write `other.` or `this.` before that"
                );
                self.diagnostic(Code::AmbiguousName, span, says, Some(&help));
            }
        }
        None
    }
}
