//! The pages for people: what every page must be, and what each does.

mod answers;
mod applicants;
mod document;
mod finance;
mod frame;
mod prices;
mod rules;
mod saved;
mod workbench;

use super::issued;
use super::service::{Reply, Service, shared};
use document::Document;

/// How often a request is sent again that the service was too busy for.
const TRIES: usize = 5;

/// Sends a request, and again where the service is busy: on a machine that runs many
/// tests at once it may be.
fn send(service: &Service, request: &[u8]) -> Reply {
    let mut reply = service.send(request);
    for _ in 1..TRIES {
        if reply.status != 503 {
            break;
        }
        reply = service.send(request);
    }
    reply
}
