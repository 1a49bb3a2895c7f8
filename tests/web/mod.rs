//! The service from outside: the real binary on a free port.

mod answers;
mod described;
mod faults;
mod manners;
mod papers;
mod reload;
mod shape;
mod tokens;

use crate::harness::service;
