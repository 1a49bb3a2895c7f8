//! Answers from a book of one's own: one rule set for hiring a hall, with its
//! prices in a tariff.
//!
//! `cargo run --example own_book`

use almoner_engine::{Book, OpenError, Question};

const RULES: &str = r#"Pricing(
    id: "hall",
    title: "Hire of the hall",
    in_force: "2026-04-01",
    decided: Adopted(on: "2026-02-10", by: "Full Council"),
    source: "Fees and charges 2026/27",
    rounding: (mode: "half_up", to: "£0.01"),
    facts: [
        (id: "hours", is: Number, within: "0.5..24", ask: "For how many hours?"),
        (id: "resident", is: YesNo, ask: "Does the hirer live in the borough?"),
    ],
    lines: [
        (
            id: "hire", says: "{hours} hours", cite: "page 4", charge: "hall.hour",
            each: "charge", quantity: "hours",
            reductions: [
                (id: "resident", says: "20% off for residents", cite: "page 4", when: "resident", take: "20%"),
            ],
        ),
    ],
)"#;

const CHARGES: &str = r#"Charges(
    services: [(id: "hall", title: "Halls", charges: [(id: "hour", per: Hour, name: "Hall, per hour")])],
)"#;

const TARIFF: &str = r#"Tariff(
    year: "2026/27",
    in_force: "2026-04-01",
    until: "2027-03-31",
    decided: Adopted(on: "2026-02-10", by: "Full Council"),
    source: "Fees and charges 2026/27",
    vat_codes: { "E": Exempt },
    services: [
        (id: "hall", category: Discretionary, vat: "E", cite: "page 4", charges: [(id: "hour", price: 22.50, row: 1)]),
    ],
)"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::temp_dir().join(format!("almoner-own-book-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("rules/hall"))?;
    std::fs::create_dir_all(folder.join("tariffs"))?;
    std::fs::write(folder.join("rules/hall/2026-04-01.ron"), RULES)?;
    std::fs::write(folder.join("tariffs/charges.ron"), CHARGES)?;
    std::fs::write(folder.join("tariffs/2026-27.ron"), TARIFF)?;

    let book = Book::open(&folder)?;
    for rule_set in book.rule_sets() {
        println!("{}:", rule_set.id);
    }
    for fact in book.facts("hall", "2026-11-26".parse()?)? {
        println!("  {} {}", fact.id, fact.ask);
    }
    let question = Question::new("hall")
        .on("2026-11-26".parse()?)
        .fact("hours", 3)
        .fact("resident", true);
    let total = book
        .answer(&question)?
        .total()
        .map(|total| total.to_string());
    println!("Three hours for a resident: {}", total.unwrap_or_default());

    // A mistake is reported with its file, line and column.
    let mistaken = RULES.replace("quantity: \"hours\"", "quantity: \"hour\"");
    std::fs::write(folder.join("rules/hall/2026-04-01.ron"), mistaken)?;
    if let Err(OpenError::Rejected(rejected)) = Book::open(&folder) {
        println!("{rejected}");
    }
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}
