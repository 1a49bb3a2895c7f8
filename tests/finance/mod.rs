//! The work of the finance desk: appendices, imports, forecasts, reports.

mod appendices;
mod councils;
mod forecast;
mod import;
mod oversized;
mod reports;
mod schedules;
mod uprating;
mod year;
