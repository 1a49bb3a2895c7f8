//! The book as finance sees it: one year beside another, the printed
//! appendices, next year's prices, policy and income.
//!
//! Most of it compares tariffs and gives tables, which `tables` writes in every
//! format; `uprate` and `import` give the text of tariff files. Schedules and
//! volumes are read from bytes through `sheets`. No file is opened or written
//! here and nothing is printed.

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
