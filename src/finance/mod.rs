//! The book as finance sees it: one year beside another, the printed
//! appendices, next year's prices, policy and income.
//!
//! Everything here is worked out from the tariffs and comes out as tables,
//! which `report` writes in every format. Nothing is printed, read or written
//! here.

pub mod table;

pub mod side;

pub mod change;

pub mod compare;

pub mod printed;

pub mod vat;

pub mod appendix;

pub mod prices;

pub mod uprate;

pub mod tariff_file;

pub mod explain;

pub mod policy;

pub mod forecast;

pub mod import;
