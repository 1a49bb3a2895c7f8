//! A schedule of fees as CSV or TSV: what is taken in passes `check`.
#![no_main]

use almoner_fuzz::import;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| import(bytes));
