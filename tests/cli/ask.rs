//! `almoner ask` without a terminal: the questions are on standard error, the answer
//! on standard output.

use std::fs;

use crate::harness::{Finished, TempDir, almoner, service::shared};

/// The entries for the README's quote.
const MUSIC: [&str; 7] = ["1/5/2018", "10", "20", "2", "yes", "2", "no"];

/// Asks, and enters these lines.
fn ask(args: &[&str], lines: &[&str]) -> Finished {
    let input = lines.join("\n") + "\n";
    almoner(["ask"]).args(args).stdin(input).run()
}

/// The questions that were asked, in their order.
fn questions(asked: &Finished) -> Vec<&str> {
    let mut before = "";
    let mut questions = Vec::new();
    for line in asked.stderr.lines() {
        if before.is_empty() && !line.is_empty() && !line.starts_with('→') {
            questions.push(line);
        }
        before = line;
    }
    // The title of the rule set comes first.
    questions.split_off(1)
}

#[test]
fn answer_is_that_of_quote() {
    let asked = ask(&["music"], &MUSIC).success();
    let quoted = almoner([
        "quote",
        "music",
        "--on",
        "1/5/2018",
        "--lessons",
        "10",
        "--minutes",
        "20",
        "--pupils",
        "2",
        "--free-school-meals",
        "yes",
        "--key-stage",
        "2",
    ]);
    assert_eq!(asked.text(), quoted.run().success().text());
    let mut totals = asked.stderr.lines().filter(|it| it.starts_with('→'));
    assert_eq!(
        totals.next(),
        Some("→ Total: not known yet, from £0.30 to £1,200.00")
    );
    // 20 minutes are £10.00: halved and shared by 40, or in full for one pupil.
    assert_eq!(
        totals.next(),
        Some("→ Total: not known yet, from £1.25 to £100.00")
    );
    assert_eq!(
        totals.next(),
        Some("→ Total: not known yet, £25.00 or £50.00")
    );
    assert_eq!(totals.next(), Some("→ Total: £25.00"));
    assert_eq!(totals.next(), None);
}

#[test]
fn answer_is_that_of_screen() {
    let lines = ["15/6/2018", "1/3/1991"];
    let asked = ask(&["head-start", "--on", "15/6/2018"], &lines[1..]).success();
    let screened = almoner(["screen", "head-start", "--on", "15/6/2018"]);
    let screened = screened.args(["--date-of-birth", "1/3/1991"]).run();
    assert_eq!(asked.text(), screened.success().text());
    let json = ask(&["head-start", "--format", "json"], &lines).success();
    assert_eq!(json.json()["on"], "2018-06-15");
}

#[test]
fn questions_are_those_of_the_page_in_its_order() {
    let lines = [
        "15/6/2018",
        "1/3/1999",
        "yes",
        "yes",
        "yes",
        "yes",
        "1",
        "training",
    ];
    let service = shared();
    for (path, asked) in [
        ("/quote/music", ask(&["music"], &MUSIC)),
        (
            "/quote/nursery",
            ask(
                &["nursery"],
                &["1/5/2018", "1", "1/5/2016", "2", "3", "3", "yes"],
            ),
        ),
        ("/screen/head-start", ask(&["head-start"], &lines)),
    ] {
        let page = service.get(path);
        let page = page.text().replace("&#39;", "'");
        let mut at = 0;
        let asked = asked.success();
        let asked = questions(&asked);
        // What has a usual answer is asked later.
        let of_page = asked.iter().take_while(|it| !it.contains("usual answer"));
        let mut count = 0;
        for question in of_page {
            let words = question.split_once(": ").map_or(*question, |it| it.1);
            let found = page[at..].find(words);
            at += found.unwrap_or_else(|| panic!("{path}: {words} is not next of {asked:?}"));
            count += 1;
        }
        assert!(count >= 5, "{path}: {asked:?}");
    }
}

#[test]
fn wrong_entry_is_explained_and_asked_again() {
    let asked = ask(&["music"], &["31/4/2018", "1/5/2018", "2o", "900", "10"]).success();
    for says in [
        "The date must exist.",
        "must be a whole number. Write it in digits alone, such as 12.",
        "from 0 to 500",
    ] {
        assert!(asked.stderr.contains(says), "{says}: {}", asked.stderr);
    }
    let again = questions(&asked);
    let lessons = again.iter().filter(|it| it.starts_with("How many lessons"));
    assert_eq!(lessons.count(), 3, "{again:?}");
    let days = again.iter().filter(|it| it.starts_with("Which day"));
    assert_eq!(days.count(), 2, "{again:?}");
}

#[test]
fn day_without_prices_is_asked_again_or_refused() {
    let asked = ask(&["music"], &["1/5/2031", "1/5/2018"]).success();
    assert!(asked.stderr.contains("1 May 2031"), "{}", asked.stderr);
    let refused = ask(&["music", "--on", "1/5/2031"], &[]).exits(4);
    assert!(refused.stderr.contains("1 May 2031"), "{}", refused.stderr);
}

#[test]
fn going_back_takes_the_last_entry_out() {
    let lines = ["1/5/2018", "10", "60", "<", "20", "2", "yes", "2", "no"];
    let asked = ask(&["music"], &lines).success();
    assert_eq!(asked.text(), ask(&["music"], &MUSIC).text());
    // Back over a list takes its records out too.
    let lines = [
        "1/5/2018", "2", "<", "1", "1/5/2016", "full", "3", "3", "no",
    ];
    let asked = ask(&["nursery"], &lines).success();
    assert!(
        asked.text().contains("3 cooked lunches"),
        "{}",
        asked.text()
    );
    assert!(!asked.text().contains("Child 2"), "{}", asked.text());
}

#[test]
fn questions_with_usual_answers_are_asked_if_wanted() {
    let lines = [&MUSIC[..6], &["yes", "guitar", "3", "no"]].concat();
    let asked = ask(&["music"], &lines).success();
    assert!(asked.text().contains("guitar"), "{}", asked.text());
}

#[test]
fn stopped_interview_goes_on_from_its_file() {
    let folder = TempDir::new();
    let file = folder.join("lesson.json");
    let path = file.to_str().unwrap();
    let stopped = ask(&["music", "--save", path], &MUSIC[..3]).success();
    assert!(stopped.stderr.contains("--resume"), "{}", stopped.stderr);
    assert!(stopped.text().contains("not known yet"));

    let resumed = ask(&["music", "--resume", path], &MUSIC[3..]).success();
    assert_eq!(resumed.text(), ask(&["music"], &MUSIC).text());
    assert_eq!(questions(&resumed)[0], "How many pupils share the lesson?");

    // A file that is there is kept, unless it is the one to go on from.
    let before = fs::read(&file).unwrap();
    ask(&["music", "--save", path], &MUSIC).exits(1);
    assert_eq!(fs::read(&file).unwrap(), before);
    ask(&["music", "--resume", path, "--save", path], &MUSIC[3..5]).success();
    assert_ne!(fs::read(&file).unwrap(), before);
    ask(&["music", "--resume", path], &MUSIC[5..]).success();

    let other = ask(&["nursery", "--resume", path], &[]).exits(4);
    assert!(
        other.stderr.contains("almoner ask music"),
        "{}",
        other.stderr
    );
    fs::write(&file, "[]").unwrap();
    ask(&["music", "--resume", path], &[]).exits(4);
}

#[test]
fn records_and_choices_come_back_from_the_file() {
    let folder = TempDir::new();
    let file = folder.join("visit.json");
    let path = file.to_str().unwrap();
    let nursery = ["1/5/2018", "2", "1/5/2016", "full", "3"];
    ask(&["nursery", "--save", path], &nursery).success();
    let rest = ["3", "1/9/2014", "half_day", "2", "0", "no"];
    let resumed = ask(&["nursery", "--resume", path], &rest).success();
    let whole = ask(&["nursery"], &[&nursery[..], &rest].concat()).success();
    assert_eq!(resumed.text(), whole.text());
    assert!(whole.text().contains("Child 2"), "{}", whole.text());

    let file = folder.join("camp.json");
    let path = file.to_str().unwrap();
    let visit = ["12/6/2018", "camping, celebration"];
    ask(&["grangewaters", "--save", path], &visit).success();
    let kept = fs::read_to_string(&file).unwrap();
    let kept: serde_json::Value = serde_json::from_str(&kept).unwrap();
    let both = serde_json::json!(["camping", "celebration"]);
    assert_eq!(kept["facts"]["visit"], both);
}

#[test]
fn nothing_is_kept_without_a_file_and_nothing_confidential_in_it() {
    let folder = TempDir::new();
    let about = ["15/6/2018", "1/3/1999", "yes", "yes", "yes"];
    let references = ["2", "no", "training", "character", "no", "yes"];
    let entered = |kind: &'static str| {
        let rest = ["yes", "yes", kind];
        let lines = [&about[..], &references, &rest].concat();
        lines.join("\n") + "\n"
    };
    let asked = |kind| {
        let asked = almoner(["ask", "head-start"]).inside(&folder);
        asked.stdin(entered(kind)).run().success()
    };
    let arson = asked("arson");
    assert!(arson.stderr.contains("unspent conviction"), "{arson:?}");
    // Any other conviction has the same answer, and is said of no one.
    let fraud = asked("fraud");
    assert_eq!(arson.text(), fraud.text());
    assert_eq!(arson.stderr, fraud.stderr);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);

    let saved = almoner(["ask", "head-start", "--save", "kept.json"]);
    saved
        .inside(&folder)
        .stdin(entered("arson"))
        .run()
        .success();
    let kept = fs::read_to_string(folder.join("kept.json")).unwrap();
    assert!(kept.contains("1/3/1999"), "{kept}");
    assert!(
        !kept.contains("arson") && !kept.contains("conviction"),
        "{kept}"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(folder.join("kept.json"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0, "{mode:o}");
    }
}
