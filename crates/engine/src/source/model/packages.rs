//! Packages that cover a party, as written.

use serde::Deserialize;

/// Packages that cover a party: the cheapest are bought.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackagesEntry<'s> {
    /// Its name, called like a function with the counts to cover.
    pub id: &'s str,
    /// What it is, in words.
    #[serde(borrow, default)]
    pub says: &'s str,
    /// What is counted: `["adults", "children"]`.
    #[serde(borrow)]
    pub covers: Vec<&'s str>,
    /// The kinds of package.
    #[serde(borrow)]
    pub offers: Vec<PackageEntry<'s>>,
    /// Where it comes from.
    #[serde(borrow, default)]
    pub cite: Option<&'s str>,
    /// How an open point of the source is read.
    #[serde(borrow, default)]
    pub reading: Option<&'s str>,
}

/// One kind of package.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackageEntry<'s> {
    /// Its name.
    pub id: &'s str,
    /// What it is, in words.
    pub says: &'s str,
    /// How many of each it holds at most.
    pub holds: Vec<u16>,
    /// How many of each there must be in it; empty if not given.
    #[serde(default)]
    pub at_least: Vec<u16>,
    /// How many it holds at most, all counted together.
    #[serde(default)]
    pub in_all: Option<u16>,
    /// Its price: an amount or a charge.
    pub price: &'s str,
}
