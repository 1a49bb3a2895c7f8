//! The service from outside: the real binary on a free port.

mod answers;
mod explanations;
mod faults;
mod issued;
mod json_schema;
mod openapi;
mod pages;
mod protocol;
mod reload;
mod tables;
mod together;
mod tokens;

use crate::harness::service;
