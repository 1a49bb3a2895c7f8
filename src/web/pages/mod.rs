//! Pages for the people at the desks, made on the server: HTML that works
//! without script, one style sheet, one small script.
//!
//! Words about an answer come from `almoner_engine::present`; a template in
//! `templates/` lays them out. Facts are in bodies of requests, never in
//! addresses, unless the rule set says that they are not personal.

pub(super) mod about_pages;
mod assets;
mod desk_page;
pub(super) mod error_page;
mod html;
pub(super) mod routes;
mod same_origin;
