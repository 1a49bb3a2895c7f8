//! `/compare`, `/appendix`, `/policy`, `/forecast`, `/uprate`: the newest year's.

use axum::{
    extract::State,
    http::Uri,
    response::{IntoResponse as _, Redirect, Response},
};

use crate::{
    finance::tariff_ref::TariffRef,
    web::{paths, problem::Problem, shared_state::Service},
};

/// Leads to the page of the newest year.
pub(in crate::web::pages) async fn newest_year(
    State(service): State<Service>,
    uri: Uri,
) -> Result<Response, Problem> {
    let snapshot = service.snapshot();
    let newest = newest(snapshot.book.contents()).ok_or_else(Problem::unknown_address)?;
    let name = paths::tariff_name(newest.book, newest.tariff);
    Ok(Redirect::to(&format!("{}/{name}", uri.path())).into_response())
}

/// Leads to the page of the newest year and the one before it.
pub(in crate::web::pages) async fn newest_pair(
    State(service): State<Service>,
    uri: Uri,
) -> Result<Response, Problem> {
    let snapshot = service.snapshot();
    let newest = newest(snapshot.book.contents()).ok_or_else(Problem::unknown_address)?;
    let before = newest.before(newest.book);
    let before = before.ok_or_else(Problem::unknown_address)?;
    let [old, new] = [before, newest].map(|it| paths::tariff_name(it.book, it.tariff));
    Ok(Redirect::to(&format!("{}/{old}/{new}", uri.path())).into_response())
}

fn newest(book: &almoner_engine::check::model::Contents) -> Option<TariffRef<'_>> {
    let tariff = book.tariffs.iter().next_back()?;
    Some(TariffRef { book, tariff })
}
