//! The pages for people: what every page must be, and what each does.

mod answers;
mod document;
mod frame;

use super::service::{Reply, Service, shared};
use document::Document;
