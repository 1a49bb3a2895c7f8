//! The book as finance sees it: years compared, the printed appendices,
//! next year's prices, policy and income.
//!
//! Most of it compares tariffs and gives tables, which `tables` writes in every
//! format; `uprate` and `import` give the text of tariff files. Schedules and
//! volumes are read from bytes through `sheets`. No file is opened or written
//! here and nothing is printed.

pub mod report;

pub mod tariff_ref;

pub mod price_change;

mod charge_names;

pub mod compare;

pub mod print_format;

pub mod vat;

pub mod appendix;

pub mod price_list;

pub mod plan_words;

pub mod uprate;

mod allowed_price;

mod ron_text;

pub mod tariff_file;

pub mod draft;

pub mod earlier_draft;

pub mod plan_file;

pub mod infer_uprating;

pub mod policy;

pub mod forecast;

pub mod import;
