//! What cases reach, and what no case reaches.

use crate::tables::grid::Grid;
use crate::text::layout::WIDTH;
use almoner_engine::{
    base::source_text::SourceSet,
    cases::coverage::{Coverage, Kind, Target},
};

/// How many things of each kind the cases of each rule set reach; then a line
/// for each thing that none reaches, with its place. What no case can reach
/// is named only where a single rule set is measured.
#[must_use]
pub fn coverage(sources: &SourceSet, measured: &[Coverage]) -> String {
    let mut text = counts(measured);
    let left_out: Vec<&Target> = measured.iter().flat_map(Coverage::left_out).collect();
    text.push_str(&match left_out.len() {
        0 => "\nNothing is left out.\n".to_owned(),
        count => format!("\nNo case reaches {}. There should be:\n", counted(count)),
    });
    for target in left_out {
        text.push_str(&format!("{}: {}\n", place(sources, target), target.says));
    }
    let beyond: Vec<&Target> = measured.iter().flat_map(|it| &it.beyond).collect();
    if let [_] = measured {
        if !beyond.is_empty() {
            text.push_str("\nNot counted, since no case can do it:\n");
        }
        for target in beyond {
            let why = target.cannot.as_deref().unwrap_or("");
            let place = place(sources, target);
            text.push_str(&format!("{place}: {}: {why}\n", target.says));
        }
    } else if !beyond.is_empty() {
        let count = counted(beyond.len());
        text.push_str(&format!(
            "Not counted: {count} that no case can do; name a rule set to see which.\n"
        ));
    }
    text
}

fn counts(measured: &[Coverage]) -> String {
    let mut headings = vec!["rule set", "cases"];
    headings.extend(Kind::ALL.map(Kind::name));
    let mut grid = Grid::new(&headings, WIDTH + 40);
    for column in 1..headings.len() {
        grid = grid.figures(column);
    }
    for it in measured {
        let mut row = vec![it.rule_set.to_string(), it.ran.len().to_string()];
        row.extend(Kind::ALL.map(|kind| match it.count(kind) {
            (_, 0) => "–".to_owned(),
            (reached, all) if reached == all => all.to_string(),
            (reached, all) => format!("{reached} of {all}"),
        }));
        grid.row(&row);
    }
    grid.draw() + "\n"
}

fn place(sources: &SourceSet, target: &Target) -> String {
    let path = sources.path(target.place.file);
    let (line, _) = sources.line_and_column(target.place);
    format!("{path}:{line}")
}

fn counted(count: usize) -> String {
    match count {
        1 => "1 thing".to_owned(),
        _ => format!("{count} things"),
    }
}
