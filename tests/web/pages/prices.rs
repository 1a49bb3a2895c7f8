//! The price list, and a charge over the years.

use super::{Document, shared};
use serde_json::Value;

#[test]
fn price_list_has_every_price_of_the_year() {
    let service = shared();
    let page = service.get("/prices/2018-19");
    assert_eq!(page.status, 200);
    let document = Document::parse(page.text());
    assert_eq!(document.faults(), Vec::<String>::new());
    let tariff: Value = service.get("/v1/tariffs/2018-19").json();
    let rows: Vec<String> = document.all("tr").map(|it| it.text.clone()).collect();
    let mut priced = 0;
    for charge in tariff["charges"].as_array().unwrap() {
        let name = charge["name"].as_str().unwrap();
        let Some(price) = charge["price"].as_str() else {
            continue;
        };
        let (pounds, pence) = price.split_once('.').unwrap();
        let with_commas = match pounds.len() {
            4 => format!("{},{}", &pounds[..1], &pounds[1..]),
            _ => pounds.to_owned(),
        };
        let price = format!("£{with_commas}.{pence}");
        let is_there = rows
            .iter()
            .any(|it| it.contains(name) && it.contains(&price));
        assert!(is_there, "{name} {price}");
        priced += 1;
    }
    assert!(priced > 60, "{priced}");
}

#[test]
fn prices_are_found_by_all_words() {
    let service = shared();
    let page = service.get("/prices/2018-19?find=LUNCH+cooked");
    let document = Document::parse(page.text());
    assert_eq!(document.faults(), Vec::<String>::new());
    let cells: Vec<&str> = document.all("th").map(|it| it.text.as_str()).collect();
    let charges = cells
        .iter()
        .filter(|it| it.to_lowercase().contains("lunch"));
    assert!(charges.count() > 0, "{cells:?}");
    let none = service.get("/prices/2018-19?find=%3Cb%3Enothing");
    assert!(none.text().contains("No charge has"), "{}", none.text());
    assert!(!none.text().contains("<b>nothing"));
    assert_eq!(service.get("/prices/1918-19").status, 404);
}

#[test]
fn charge_has_its_price_in_each_year() {
    let service = shared();
    let page = service.get("/charges/nursery.lunch");
    let document = Document::parse(page.text());
    assert_eq!(document.faults(), Vec::<String>::new());
    let rows: Vec<&str> = document.all("tr").map(|it| it.text.as_str()).collect();
    for year in ["2017/18", "2018/19"] {
        assert!(
            rows.iter().any(|it| it.contains(year) && it.contains('£')),
            "{rows:?}"
        );
    }
    assert_eq!(service.get("/charges/nursery.caviar").status, 404);
}
