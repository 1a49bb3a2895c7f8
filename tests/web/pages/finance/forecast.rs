//! Forecasts from volumes that are sent, as a file or as text.

use std::fs;

use crate::harness::almoner;

use super::{assert_same_figures, assert_whole, post, shared};

const PATH: &str = "/forecast/2017-18/2018-19";

#[test]
fn volumes_give_the_command_lines_forecast() {
    let service = shared();
    let volumes = fs::read_to_string("examples/volumes.csv").unwrap();
    let args = [
        "forecast",
        "2017/18",
        "2018/19",
        "--volumes",
        "examples/volumes.csv",
    ];
    let printed = |format: &str| {
        let run = almoner(args).args(["--format", format]).run();
        run.success().stdout.clone()
    };
    let reply = post(&service, PATH, &[], &volumes);
    assert_eq!(reply.status, 200, "{}", reply.text());
    let page = assert_whole(&reply);
    let paper = serde_json::from_slice(&printed("json")).unwrap();
    let compared = assert_same_figures(&page, &[&paper]);
    assert!(compared > 100, "{compared}");

    // What was sent stays in the form, and gives the files.
    let kept = page.by_id("f-volumes").unwrap().text.clone();
    assert!(kept.starts_with("charge,2017/18,2018/19\n"), "{kept}");
    for format in ["xlsx", "csv"] {
        let file = post(
            &service,
            &format!("{PATH}.{format}"),
            &[("volumes", &kept)],
            "",
        );
        assert_eq!(file.status, 200);
        let body = file
            .body
            .strip_prefix("\u{feff}".as_bytes())
            .unwrap_or(&file.body);
        assert!(body == printed(format), "{format}");
    }
}

#[test]
fn faults_of_volumes_are_named_by_row_and_column() {
    let service = shared();
    let rows = "charge,2017/18,2018/19\nnursery.lunch,many,1\nnursery.caviar,1,1\n";
    let reply = post(&service, PATH, &[("volumes", rows)], "");
    assert_eq!(reply.status, 422);
    let page = assert_whole(&reply);
    assert!(
        page.all("title")
            .next()
            .unwrap()
            .text
            .starts_with("Error: ")
    );
    let text = reply.text();
    for fault in ["Row 2, column 2017/18: ", "Row 3, column charge: "] {
        assert!(text.contains(fault), "{text}");
    }
    assert_eq!(page.by_id("f-volumes").unwrap().text, rows);
    let empty = post(&service, PATH, &[], "");
    assert_eq!(empty.status, 422);
    let file = post(&service, &format!("{PATH}.csv"), &[("volumes", rows)], "");
    assert_eq!(file.status, 400);
}
