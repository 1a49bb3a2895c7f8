//! The stable codes of what the checker and the commands report, as tables for
//! the documents.

use almoner_engine::base::diagnostic_code::{Code, Severity};
use almoner_engine::facts::ProblemCode;

/// Every diagnostic code as a Markdown table: its name, whether it keeps the
/// book from being used, and what it means.
///
/// ```
/// let table = almoner::text::codes::markdown();
/// assert!(table.starts_with("| code | level | meaning |\n"));
/// assert!(table.contains("| `no-cases` | warning | A rule set has no cases to test it. |\n"));
/// ```
#[must_use]
pub fn markdown() -> String {
    let mut table = String::from("| code | level | meaning |\n|---|---|---|\n");
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

/// Every code of a problem with a question or a command, as a Markdown table.
/// The command line and the service use the same codes.
///
/// ```
/// let table = almoner::text::codes::problems_markdown();
/// let row = "| `no-day` | The question names no day, and none follows from its facts. |\n";
/// assert!(table.contains(row));
/// ```
#[must_use]
pub fn problems_markdown() -> String {
    let mut table = String::from("| code | meaning |\n|---|---|\n");
    for code in ProblemCode::ALL {
        table.push_str(&format!("| `{}` | {} |\n", code.name(), code.means()));
    }
    table
}
