//! The command `almoner mcp`, called by a client of the protocol.

use std::process::Stdio;

use rmcp::{
    RoleClient, ServiceExt as _,
    model::{CallToolRequestParams, CallToolResult},
    service::RunningService,
};
use serde_json::{Value, json};
use tokio::process::{Child, Command};

type Client = RunningService<RoleClient, ()>;

/// Runs a conversation with a server of its own.
fn with_client<F: Future>(talk: impl FnOnce(Client) -> F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut child = start();
        let pipes = (child.stdout.take().unwrap(), child.stdin.take().unwrap());
        let client = ().serve(pipes).await.expect("the protocol begins");
        let found = talk(client).await;
        let ended = child.wait().await.expect("the program ends");
        assert!(ended.success(), "{ended}");
        found
    })
}

fn start() -> Child {
    Command::new(env!("CARGO_BIN_EXE_almoner"))
        .arg("mcp")
        .env_remove("ALMONER_BOOK")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("the program starts")
}

async fn call(client: &Client, tool: &'static str, arguments: Value) -> CallToolResult {
    let arguments = arguments.as_object().unwrap().clone();
    let request = CallToolRequestParams::new(tool).with_arguments(arguments);
    client.call_tool(request).await.expect("the tool answers")
}

/// What one call gives, as data.
fn data(tool: &'static str, arguments: Value) -> Value {
    with_client(async |client| {
        let result = call(&client, tool, arguments).await;
        drop(client);
        assert_ne!(result.is_error, Some(true), "{result:?}");
        result.structured_content.expect("data")
    })
}

/// Why one call gives nothing.
fn mistake(tool: &'static str, arguments: Value) -> String {
    with_client(async |client| {
        let result = call(&client, tool, arguments).await;
        drop(client);
        assert_eq!(result.is_error, Some(true), "{result:?}");
        result.content[0].as_text().unwrap().text.clone()
    })
}

#[test]
fn every_tool_only_reads_and_is_described() {
    let tools = with_client(async |client| client.list_all_tools().await.unwrap());
    let names: Vec<&str> = tools.iter().map(|tool| &*tool.name).collect();
    let all = [
        "list_rule_sets",
        "facts",
        "quote",
        "screen",
        "explain",
        "cite",
    ];
    assert_eq!(names, all);
    for tool in &tools {
        let annotations = tool.annotations.as_ref().unwrap();
        assert_eq!(annotations.read_only_hint, Some(true), "{}", tool.name);
        assert_eq!(tool.input_schema["type"], "object", "{}", tool.name);
        assert!(tool.description.as_ref().unwrap().ends_with('.'));
    }
}

/// £30.00 an hour for 20 minutes is £10.00, shared by 2 pupils £5.00; 10 lessons
/// are £50.00; §4.11 halves it for free school meals from Key Stage 2.
#[test]
fn quote_has_total_words_and_paragraphs() {
    let facts = json!({
        "lessons": 10, "minutes": 20, "pupils": 2, "free_school_meals": true, "key_stage": 2,
    });
    let arguments = json!({"rule_set": "music", "on": "2018-05-01", "facts": facts});
    let answer = data("quote", arguments);
    assert_eq!(answer["outcome"], "quoted");
    assert_eq!(answer["total"], "£25.00");
    assert_eq!(answer["is_indicative"], true);
    assert_eq!(answer["questions"], json!([]));
    assert!(answer["words"].as_str().unwrap().contains("10 × £5.00"));
    assert!(!answer["words"].as_str().unwrap().contains('\u{1b}'));
    let paragraphs = answer["paragraphs"].as_array().unwrap();
    let entries: Vec<&str> = paragraphs
        .iter()
        .map(|it| it["entry"].as_str().unwrap())
        .collect();
    assert_eq!(entries, ["tuition", "tuition.remission"]);
    for paragraph in paragraphs {
        assert!(
            paragraph["cite"]
                .as_str()
                .unwrap()
                .ends_with("item 12, §4.11")
        );
    }
}

#[test]
fn missing_fact_comes_back_as_question() {
    let facts = json!({"lessons": 10, "minutes": 20, "pupils": 2, "free_school_meals": true});
    let arguments = json!({"rule_set": "music", "on": "2018-05-01", "facts": facts});
    let answer = data("quote", arguments);
    assert_eq!(answer["outcome"], "undetermined");
    assert_eq!(answer["total"], Value::Null);
    let questions = answer["questions"].as_array().unwrap();
    assert_eq!(questions[0]["fact"], "key_stage");
    assert!(
        questions[0]["ask"]
            .as_str()
            .unwrap()
            .starts_with("Which key stage")
    );
}

/// The day is not taken from a clock.
#[test]
fn missing_day_comes_back_as_question() {
    let answer = data("screen", json!({"rule_set": "head-start"}));
    assert_eq!(answer["outcome"], "undetermined");
    assert_eq!(answer["on"], Value::Null);
    assert_eq!(answer["questions"][0]["at"], json!(["on"]));
    assert_eq!(answer["words"], "We need to know: Which day is it about?");
}

/// Born on 1 March 1991, a person is 27 on 15 June 2018, and §2.3 ends at 25.
#[test]
fn screening_cites_the_criterion_that_is_not_met() {
    let facts = json!({"date_of_birth": "1991-03-01"});
    let arguments = json!({"rule_set": "head-start", "on": "2018-06-15", "facts": facts});
    let answer = data("screen", arguments);
    assert_eq!(answer["outcome"], "not_eligible");
    let paragraphs = answer["paragraphs"].as_array().unwrap();
    let not_met: Vec<&Value> = paragraphs
        .iter()
        .filter(|it| it["standing"] == "not_met")
        .collect();
    assert_eq!(not_met.len(), 1, "{not_met:?}");
    assert!(not_met[0]["cite"].as_str().unwrap().ends_with("§2.3"));
    assert!(!answer["decided_by"].as_array().unwrap().is_empty());
}

#[test]
fn explain_shows_the_working_of_either_kind() {
    let facts = json!({
        "lessons": 10, "minutes": 20, "pupils": 2, "free_school_meals": false,
        "pupil_premium": false,
    });
    let arguments = json!({"rule_set": "music", "on": "2018-05-01", "facts": facts});
    let (plain, explained) = (data("quote", arguments.clone()), data("explain", arguments));
    assert_eq!(plain["total"], "£50.00");
    assert_eq!(explained["total"], "£50.00");
    let length = |answer: &Value| answer["words"].as_str().unwrap().len();
    assert!(length(&explained) > length(&plain));
    let screened = data(
        "explain",
        json!({"rule_set": "head-start", "on": "2018-06-15"}),
    );
    assert_eq!(screened["outcome"], "undetermined");
}

#[test]
fn book_is_listed_and_cited() {
    let list = data("list_rule_sets", json!({}));
    let sets = list["rule_sets"].as_array().unwrap();
    assert!(sets.iter().any(|set| set["rule_set"] == "music"), "{list}");
    let facts = data("facts", json!({"rule_set": "music"}));
    let facts = facts["facts"].as_array().unwrap();
    assert!(
        facts.iter().any(|fact| fact["name"] == "minutes"),
        "{facts:?}"
    );
    let cited = data(
        "cite",
        json!({"rule_set": "childcare", "entry": "child_age"}),
    );
    let paragraphs = cited["paragraphs"].as_array().unwrap();
    assert_eq!(paragraphs.len(), 1);
    assert!(
        !paragraphs[0]["provisions"].as_array().unwrap().is_empty(),
        "{cited}"
    );
}

#[test]
fn mistakes_say_what_to_do() {
    let wrong = mistake("quote", json!({"rule_set": "musik"}));
    assert_eq!(wrong, "There is no rule set `musik`: did you mean `music`?");
    let wrong = mistake("screen", json!({"rule_set": "music"}));
    assert_eq!(wrong, "`music` quotes a price: use `quote`.");
    let facts = json!({"minuets": 20});
    let wrong = mistake(
        "quote",
        json!({"rule_set": "music", "on": "2018-05-01", "facts": facts}),
    );
    assert!(wrong.starts_with("/minuets: "), "{wrong}");
    assert!(wrong.contains("did you mean `minutes`?"), "{wrong}");
    let wrong = mistake("quote", json!({"rule_set": "music", "on": "31 June 2018"}));
    assert!(wrong.contains("not a day that exists"), "{wrong}");
    let wrong = mistake("cite", json!({"rule_set": "music", "entry": "tuitoin"}));
    assert!(wrong.contains("did you mean `tuition`?"), "{wrong}");
    let facts = json!({"minutes": 20.000_000_000_000_123});
    let wrong = mistake(
        "quote",
        json!({"rule_set": "music", "on": "2018-05-01", "facts": facts}),
    );
    assert!(wrong.contains("give it as a text"), "{wrong}");
}

#[test]
fn unknown_tool_is_a_protocol_error() {
    let refused = with_client(async |client| {
        let request = CallToolRequestParams::new("delete");
        client
            .call_tool(request)
            .await
            .expect_err("there is no such tool")
    });
    assert!(
        refused.to_string().contains("there is no tool `delete`"),
        "{refused}"
    );
}
