//! Finance's papers: the command line's bytes in each format.

use std::process::Command;

use super::service::shared;

/// Every format as it is typed, and its media type.
const FORMATS: [(&str, &str); 7] = [
    ("json", "application/json"),
    ("csv", "text/csv"),
    ("html", "text/html"),
    ("md", "text/markdown"),
    ("text", "text/plain"),
    (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
];

#[test]
fn tables_match_command_line_in_every_format() {
    let service = shared();
    let papers: [(&str, &[&str]); 3] = [
        ("/v1/tariffs/2018-19", &["tariff", "2018/19"]),
        (
            "/v1/comparisons/2017-18/2018-19",
            &["compare", "2017/18", "2018/19"],
        ),
        ("/v1/appendices/2018%2F19", &["appendix", "2018/19"]),
    ];
    for (path, args) in papers {
        for (format, kind) in FORMATS {
            let is_large = ["xlsx", "docx"].contains(&format);
            if is_large && !path.starts_with("/v1/tariffs") {
                continue;
            }
            let reply = service.call("GET", path, &format!("accept: {kind}\r\n"));
            assert_eq!(reply.status, 200, "{path} {kind}");
            assert!(
                reply
                    .header("content-type")
                    .is_some_and(|it| it.starts_with(kind))
            );
            assert!(reply.header("etag").is_some());
            let saved = reply.header("content-disposition");
            let is_file = saved.is_some_and(|it| it.ends_with(&format!(".{format}\"")));
            assert_eq!(is_file, is_large, "{saved:?}");
            let output = Command::new(env!("CARGO_BIN_EXE_almoner"))
                .args(args)
                .args(["--format", format])
                .env_remove("ALMONER_BOOK")
                .output()
                .expect("it runs");
            assert!(reply.body == output.stdout, "{path} as {format}");
        }
    }
    assert_eq!(service.get("/v1/tariffs/2018-19@proposed").status, 200);
    assert_eq!(service.get("/v1/tariffs/2018-19@adopted").status, 404);
    let unknown = service.get("/v1/comparisons/2017-18/2018-19?service=nursry");
    assert_eq!(unknown.status, 400);
    assert_eq!(unknown.json()["help"], "did you mean `nursery`?");
    let none = service.call("GET", papers[0].0, "accept: application/pdf\r\n");
    assert_eq!(none.status, 406);
    assert_eq!(service.get("/v1/comparisons/2017-18/1999-00").status, 404);
    assert_eq!(
        service
            .get("/v1/comparisons/2017-18/2018-19?colour=red")
            .status,
        400
    );
}
