//! The query of a comparison: `service=…&category=…&above=…&only=…&largest=…`.

use almoner_engine::{
    base::decimal,
    check::model::{Category, Contents},
};
use percent_encoding::percent_decode_str;

use super::{problem::Problem, problem_code::Code};
use crate::finance::{
    compare::{self, Filter, Way},
    report::Report,
    tariff_ref::{self, TariffRef},
};

fn service(book: &Contents, asked: &str) -> Result<String, Problem> {
    tariff_ref::service_named(book, asked).map_err(|why| {
        let problem = Problem::new(Code::InvalidQuery, "there is no service of that name");
        match &why.nearest {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help(format!("there are: {}", why.services.join(", "))),
        }
    })
}

/// The comparison of two tariffs of a book that a query asks for.
///
/// # Errors
/// 400 where any part of the query is not understood.
pub(super) fn report([old, new]: [TariffRef<'_>; 2], query: &str) -> Result<Report, Problem> {
    let shown = filter(new.book, query)?;
    let policy = new.policy_with(old);
    if shown.over_policy && policy.is_none() {
        let says = format!("the book has no policy for {}", new.tariff.year);
        return Err(Problem::new(Code::InvalidQuery, says).help("leave out `over_policy`"));
    }
    Ok(compare::report(old, new, policy, &shown))
}

/// Reads a query.
///
/// # Errors
/// 400 where any part of it is not understood.
fn filter(book: &Contents, query: &str) -> Result<Filter, Problem> {
    let mut filter = Filter::default();
    let wrong = |says: &str| Err(Problem::new(Code::InvalidQuery, says));
    for part in query.split('&').filter(|part| !part.is_empty()) {
        let part = percent_decode_str(part).decode_utf8_lossy();
        match part.split_once('=') {
            Some(("service", asked)) => filter.service = Some(service(book, asked)?),
            Some(("category", "discretionary")) => {
                filter.category = Some(Category::Discretionary);
            }
            Some(("category", "statutory")) => filter.category = Some(Category::Statutory),
            Some(("category", "regulatory")) => filter.category = Some(Category::Regulatory),
            Some(("above", percent)) => match decimal::parse_percent(percent) {
                Some(above) => filter.above = Some(above),
                None => return wrong("`above` must be a percentage such as 5 or 2.5"),
            },
            Some(("only", way)) => match Way::named(way) {
                Some(way) => filter.ways.push(way),
                None => return wrong("`only` is rises, falls, new, ended or unchanged"),
            },
            Some(("over_policy", "yes")) => filter.over_policy = true,
            Some(("largest", count)) => match count.parse::<u16>() {
                Ok(count @ 1..) => filter.largest = Some(count.into()),
                _ => return wrong("`largest` must be a number such as 10"),
            },
            _ => {
                return wrong(
                    "a comparison takes `service`, `category` (discretionary, statutory or \
                     regulatory), `above`, `only` (rises, falls, new, ended or unchanged), \
                     `largest` and `over_policy=yes`",
                );
            }
        }
    }
    Ok(filter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_decimal::Decimal;

    use almoner_engine::book::open;
    use almoner_engine::load::BookFrom;

    #[test]
    fn unknown_query_is_refused() {
        let program = open(BookFrom::Files(almoner_built_in::files()))
            .unwrap()
            .book
            .unwrap();
        let filter = |query: &str| filter(program.contents(), query);
        let read = filter("service=nursery&category=statutory&above=2.5").unwrap();
        assert_eq!(read.service.as_deref(), Some("nursery"));
        assert_eq!(read.category, Some(Category::Statutory));
        assert_eq!(read.above, Some(Decimal::new(25, 3)));
        for percent in ["above=2.5%", "above=2.5%25"] {
            let read = filter(percent).unwrap();
            assert_eq!(read.above, Some(Decimal::new(25, 3)), "{percent}");
        }
        let read = filter("only=falls&only=new&over_policy=yes").unwrap();
        assert_eq!(read.ways, [Way::Falls, Way::New]);
        assert!(read.over_policy);
        let read = filter("largest=10").unwrap();
        assert_eq!(read.largest, Some(10));
        for bad in [
            "only=odd",
            "over_policy=maybe",
            "above=lots",
            "largest=0",
            "largest=many",
            "category=odd",
            "colour=red",
            "service",
            "service=nurser",
        ] {
            assert!(filter(bad).is_err(), "{bad}");
        }
    }
}
