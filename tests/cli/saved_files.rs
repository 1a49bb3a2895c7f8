//! Files that commands write: what was there before stays whole whatever happens,
//! and nothing that a failed run leaves blocks the next one.

#![cfg(unix)]

use std::{
    fs,
    io::Write as _,
    os::unix::fs::symlink,
    path::Path,
    process::{Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::harness::{TempDir, almoner, root, utf8};

const SCHEDULE: &str = "Charge,2018/19\nHall hire,10.00\nRoom hire,5.00\n";

const UPRATE: [&str; 6] = ["uprate", "2017/18", "--by", "5%", "--round", "5p"];

/// Runs with files limited to this many blocks of 512 bytes, as on a full disk.
fn limited(blocks: u32, args: &[&str]) -> Output {
    Command::new("sh")
        .args(["-c", "ulimit -f $0; exec \"$@\"", &blocks.to_string()])
        .arg(env!("CARGO_BIN_EXE_almoner"))
        .args(args)
        .env_remove("ALMONER_BOOK")
        .output()
        .expect("it runs")
}

/// The names in a folder.
fn names(folder: impl AsRef<Path>) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let names = entries.map(|it| it.expect("an entry").file_name());
    let mut names: Vec<String> = names.map(|it| it.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn nothing_is_replaced_without_the_flag() {
    let folder = TempDir::new();
    let applicants = root().join("examples/batch/applicants.csv");
    let batch = ["batch", "head-start", "--in", utf8(&applicants)];
    for (args, name) in [
        (&["appendix", "2018/19"][..], "a.xlsx"),
        (&["tariff", "2018/19"], "a.json"),
        (&["compare", "2017/18", "2018/19"], "a.csv"),
        (&UPRATE, "a.ron"),
        (&batch, "answers.csv"),
    ] {
        let path = folder.write(name, "by hand");
        let out = ["--out", utf8(&path)];
        let refused = almoner([args, &out].concat()).run().exits(1).stderr;
        let says = match name {
            "a.ron" => "holds no tariff: only a proposed tariff of 2018/19 can be replaced",
            _ => "is there already",
        };
        assert!(refused.contains(says), "{name}: {refused}");
        assert_eq!(fs::read(&path).expect("the file"), b"by hand", "{name}");
        if name != "a.ron" {
            let replaced = almoner([args, &out, &["--replace"]].concat()).run();
            assert!(matches!(replaced.code, Some(0 | 4)), "{replaced:?}");
            assert_ne!(fs::read(&path).expect("the file"), b"by hand", "{name}");
        }
    }
    let expected = [
        "a.csv",
        "a.csv-metadata.json",
        "a.json",
        "a.ron",
        "a.xlsx",
        "answers.csv",
    ];
    assert_eq!(names(&folder), expected);
}

#[test]
fn uprate_never_replaces_another_years_tariff() {
    let folder = TempDir::new();
    let this_year = fs::read(root().join("tariffs/2017-18.ron")).expect("the tariff");
    let path = folder.write("2017-18.ron", &this_year);
    let out = ["--out", utf8(&path), "--replace"];
    let refused = almoner([&UPRATE[..], &out].concat()).run().exits(1).stderr;
    assert!(refused.contains("holds the tariff of 2017/18"), "{refused}");
    assert_eq!(fs::read(&path).expect("the file"), this_year);

    let next = folder.join("next.ron");
    let out = ["--out", utf8(&next)];
    almoner([&UPRATE[..], &out].concat()).run().success();
    almoner([&UPRATE[..], &out].concat()).run().exits(1);
    let again = almoner([&UPRATE[..], &out, &["--replace"]].concat());
    again.run().success();
}

#[test]
fn uprate_never_replaces_an_adopted_tariff() {
    let folder = TempDir::new();
    let next = folder.join("next.ron");
    let out = ["--out", utf8(&next)];
    almoner([&UPRATE[..], &out].concat()).run().success();
    let adopted = fs::read_to_string(&next).expect("the tariff");
    let adopted = adopted.replacen("decided: Proposed(", "decided: Adopted(", 1);
    folder.write("next.ron", &adopted);
    let again = almoner([&UPRATE[..], &out, &["--replace"]].concat());
    let refused = again.run().exits(1).stderr;
    let says = "holds the adopted tariff of 2018/19";
    assert!(refused.contains(says), "{refused}");
    assert_eq!(fs::read_to_string(&next).expect("the tariff"), adopted);
}

#[test]
fn answers_never_take_the_name_of_a_rule_file() {
    let folder = TempDir::new();
    let path = folder.write("2017-18.ron", "Tariff(");
    let applicants = root().join("examples/batch/applicants.csv");
    let batch = [
        "batch",
        "head-start",
        "--in",
        utf8(&applicants),
        "--replace",
    ];
    let key = ["key", "new", "--council", "Anytown"];
    let progress = ["ask", "music"];
    for (args, flag) in [
        (&batch[..], "--out"),
        (&key, "--out"),
        (&progress, "--save"),
    ] {
        let refused = almoner([args, &[flag, utf8(&path)]].concat()).run();
        let refused = refused.exits(2).stderr;
        assert!(refused.contains("has the name of a rule file"), "{refused}");
    }
    assert_eq!(fs::read(&path).expect("the file"), b"Tariff(");
}

#[test]
fn report_never_takes_the_name_of_a_rule_file() {
    let folder = TempDir::new();
    let path = folder.write("2018-19.ron", "Tariff(");
    let args = ["tariff", "2018/19", "--format", "text", "--replace"];
    let refused = almoner([&args[..], &["--out", utf8(&path)]].concat());
    let refused = refused.run().exits(2).stderr;
    assert!(refused.contains("has the name of a rule file"), "{refused}");
    assert_eq!(fs::read(&path).expect("the file"), b"Tariff(");
}

#[test]
fn full_disk_leaves_the_earlier_file_and_nothing_else() {
    let folder = TempDir::new();
    let path = folder.join("committee.xlsx");
    let args = ["appendix", "2018/19", "--out", utf8(&path)];
    almoner(args).run().success();
    let before = fs::read(&path).expect("the file");
    let full = limited(16, &[&args[..], &["--cited", "--replace"]].concat());
    assert_eq!(full.status.code(), Some(1), "{full:?}");
    assert!(String::from_utf8_lossy(&full.stderr).contains("cannot be written"));
    assert_eq!(fs::read(&path).expect("the file"), before);
    assert_eq!(names(&folder), ["committee.xlsx"]);
}

#[test]
fn import_on_a_full_disk_can_be_tried_again() {
    let folder = TempDir::new();
    let table = folder.join("ap.csv");
    almoner(["appendix", "2018/19", "--out", utf8(&table)])
        .run()
        .success();
    let out = folder.join("book");
    let args = ["import", utf8(&table), "--out", utf8(&out)];
    let full = limited(24, &args);
    assert_eq!(full.status.code(), Some(1), "{full:?}");
    assert!(names(out.join("tariffs")).is_empty());
    almoner(args).run().success();
    let again = almoner(args).run().exits(1).stderr;
    assert!(again.contains("is there already"), "{again}");
}

#[test]
fn links_are_not_followed() {
    let folder = TempDir::new();
    let elsewhere = folder.write("elsewhere.txt", "mine");
    let link = folder.join("report.txt");
    symlink(&elsewhere, &link).expect("a link");
    let args = ["tariff", "2018/19", "--replace", "--out", utf8(&link)];
    let refused = almoner(args).run().exits(1).stderr;
    assert!(refused.contains("is a link"), "{refused}");
    assert_eq!(fs::read(&elsewhere).expect("the file"), b"mine");

    let table = folder.write("fees.csv", SCHEDULE);
    let out = folder.join("book");
    fs::create_dir_all(out.join("tariffs")).expect("a folder");
    let nowhere = folder.join("nowhere.ron");
    symlink(&nowhere, out.join("tariffs/charges.ron")).expect("a link");
    let import = [
        "import",
        utf8(&table),
        "--category",
        "D",
        "--vat",
        "O=outside-scope",
    ];
    let refused = almoner([&import[..], &["--out", utf8(&out)]].concat()).run();
    assert_ne!(refused.code, Some(0), "{refused:?}");
    assert!(!nowhere.exists());
}

#[test]
fn ctrl_c_leaves_no_file_of_answers() {
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        let folder = TempDir::new();
        let path = folder.join("answers.csv");
        let mut child = Command::new(env!("CARGO_BIN_EXE_almoner"))
            .args(["batch", "head-start", "--in", "-", "--out", utf8(&path)])
            .env_remove("ALMONER_BOOK")
            .stdin(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let mut cases = child.stdin.take().expect("a pipe");
        cases
            .write_all(b"ref,date_of_birth\nA,2000-06-15\n")
            .expect("written");
        let began = Instant::now();
        while names(&folder).is_empty() {
            assert!(
                began.elapsed() < Duration::from_secs(60),
                "no file was begun"
            );
            thread::sleep(Duration::from_millis(10));
        }
        let pid = child.id().to_string();
        let killed = Command::new("kill").args([signal, &pid]).status();
        assert!(killed.expect("kill runs").success());
        assert_eq!(child.wait().expect("it ends").code(), Some(code));
        assert!(names(&folder).is_empty(), "{:?}", names(&folder));
    }
}

#[test]
fn next_run_removes_what_a_kill_has_left() {
    let folder = TempDir::new();
    folder.write(".prices.csv.0123456789abcdef.almoner-tmp", "half of");
    folder.write(".other.csv.0123456789abcdef.almoner-tmp", "of another file");
    let path = folder.join("prices.csv");
    almoner(["tariff", "2018/19", "--out", utf8(&path)])
        .run()
        .success();
    let left = [
        ".other.csv.0123456789abcdef.almoner-tmp",
        "prices.csv",
        "prices.csv-metadata.json",
    ];
    assert_eq!(names(&folder), left);
}

#[test]
fn next_run_finishes_an_interrupted_set() {
    let folder = TempDir::new();
    let temporary = |name: &str| format!(".{name}.0123456789abcdef.almoner-tmp");
    folder.write("a.ron", "the first has its name");
    folder.write(&temporary("b.csv"), "the second");
    folder.write(&temporary("c.csv"), "of no set");
    let entry =
        |from: &str, to: &str| serde_json::json!({"from": from, "to": to, "replace": false});
    let journal = serde_json::json!([
        entry(&temporary("a.ron"), "a.ron"),
        entry(&temporary("b.csv"), "b.csv"),
        // A journal moves nothing but temporary files to their own names.
        entry(&temporary("c.csv"), "d.csv"),
        entry("a.ron", "e.csv"),
    ]);
    folder.write(".almoner-saving.json", journal.to_string());
    let path = folder.join("prices.json");
    let run = almoner(["tariff", "2018/19", "--out", utf8(&path)])
        .run()
        .success();
    assert!(run.stderr.contains("A run was interrupted"), "{run:?}");
    assert!(run.stderr.contains("b.csv"), "{run:?}");
    assert_eq!(
        fs::read(folder.join("b.csv")).expect("it is finished"),
        b"the second"
    );
    assert_eq!(
        names(&folder),
        [&temporary("c.csv"), "a.ron", "b.csv", "prices.json"]
    );
}

#[test]
fn interrupted_set_of_new_files_is_finished_by_the_same_command() {
    let folder = TempDir::new();
    let new = [
        "new",
        "room-hire",
        "--from",
        "2026-04-01",
        "--book",
        folder.path(),
    ];
    almoner(new).run().success();
    let cases = "rules/room-hire/cases.ron";
    let text = fs::read(folder.join(cases)).expect("the cases");
    fs::remove_file(folder.join(cases)).expect("removed");
    let temporary = ".cases.ron.0123456789abcdef.almoner-tmp";
    folder.write(&format!("rules/room-hire/{temporary}"), &text);
    let journal = format!("[{{\"from\":\"{temporary}\",\"to\":\"cases.ron\",\"replace\":false}}]");
    folder.write("rules/room-hire/.almoner-saving.json", journal);
    let run = almoner(new).run().exits(1);
    assert!(run.stderr.contains("A run was interrupted"), "{run:?}");
    assert_eq!(
        names(folder.join("rules/room-hire")),
        ["2026-04-01.ron", "cases.ron"]
    );
    almoner(["check", "--book", folder.path()]).run().success();
}
