//! The pages for people: what every page must be, and what each does.

mod answers;
mod applicants;
mod document;
mod frame;
mod prices;
mod saved;

use super::issued;
use super::service::{Reply, Service, shared};
use document::Document;
