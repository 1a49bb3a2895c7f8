//! The council's own book against its printed tables and its own cases.

mod book;
mod cases;
mod possible_totals;
mod readings;
mod tariffs;
