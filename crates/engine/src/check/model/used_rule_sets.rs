//! The rule sets that a version uses.

use super::{Contents, RuleSet, Version};
use crate::check::formula::Node;

impl Version {
    /// The names of the rule sets that it takes values from, each once.
    #[must_use]
    pub fn uses(&self) -> Vec<&str> {
        let mut uses: Vec<&str> = Vec::new();
        for value in &self.values {
            if let Node::Used(used) = &value.is.expr.node
                && !uses.contains(&&*used.rule_set)
            {
                uses.push(&used.rule_set);
            }
        }
        uses
    }

    /// The rule sets that it uses, directly or through others.
    #[must_use]
    pub fn used_rule_sets<'b>(&self, book: &'b Contents) -> Vec<&'b RuleSet> {
        let find = |id: &str| book.rule_sets.iter().find(|set| *set.id == *id);
        let mut found: Vec<&'b RuleSet> = self.uses().into_iter().filter_map(find).collect();
        let mut next = 0;
        while let Some(set) = found.get(next).copied() {
            let versions = set.versions.iter();
            for id in versions.flat_map(Version::uses) {
                let is_new = !found.iter().any(|set| *set.id == *id);
                found.extend(find(id).filter(|_| is_new));
            }
            next += 1;
        }
        found
    }
}
