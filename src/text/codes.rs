//! The kinds of remark the checker can make, as a page for people.

use almoner_engine::base::diagnostic_code::{Code, Severity};

/// Every kind of remark as a Markdown table: its name, whether it stops the
/// book from being used, and what it means.
///
/// ```
/// let table = almoner::text::codes::markdown();
/// assert!(table.starts_with("| remark | weight | meaning |\n"));
/// assert!(table.contains("| `no-cases` | warning | A rule set has no cases to test it. |\n"));
/// ```
#[must_use]
pub fn markdown() -> String {
    let mut table = String::from("| remark | weight | meaning |\n|---|---|---|\n");
    for code in Code::ALL {
        let weight = match code.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let (name, means) = (code.name(), code.means());
        table.push_str(&format!("| `{name}` | {weight} | {means} |\n"));
    }
    table
}
