//! The tables of agreements: one row for each agreement, documents with their signatories, and the options.

mod program;

use program::Workplace;
use serde_json::{Value, json};

/// Three newspapers' reports of one signing, each in its own words.
const REPORTS: &str = r#"{"id":"a","date":"1964-02-06","title":"中波签订货物周转和付款协定","body":"中国和波兰货物周转和付款协定2月5日在北京签字。"}
{"id":"b","date":"1964-02-07","body":"2月5日，中国和波兰签订了《中华人民共和国和波兰人民共和国一九六四年货物周转和付款协定》。"}
{"id":"c","date":"1964-02-08","body":"波兰报纸欢迎1964年2月5日签订的中国和波兰货物周转和付款协定。"}
{"id":"d","date":"1964-02-08","body":"2月5日，中国和波兰还签订了《中国和波兰文化合作协定》。"}
{"id":"e","date":"1964-03-01","body":"报上提到中国和波兰货物周转和付款协定。"}
"#;

/// A joint statement of the newspaper's own form.
const STATEMENT: &str = "    中华人民共和国和哈萨克斯坦共和国（以下简称“双方”）声明如下：\\n    双方重申恪守1992年1月3日中哈建交联合公报，遵守1994年4月26日签署的中哈国界协定，落实该协定，赞成缔结全面禁止核试试验条约。\\n    中华人民共和国主席  江泽民\\n    哈萨克斯坦共和国总统 纳扎尔巴耶夫\\n    1996年7月5日于阿拉木图";

fn statement() -> String {
    let title = "中华人民共和国和哈萨克斯坦共和国联合声明";
    format!(r#"{{"id":"s","date":"1996-07-06","title":"{title}","body":"{STATEMENT}"}}"#)
}

fn of<'r>(rows: &'r [Value], key: &str, value: &str) -> Vec<&'r Value> {
    rows.iter().filter(|row| row[key] == value).collect()
}

#[test]
fn three_reports_of_one_signing_are_one_agreement() {
    let workplace = Workplace::new();
    workplace.write("reports.jsonl", REPORTS);
    workplace.succeed(&["run", "reports.jsonl", "-o", "out", "--format", "jsonl", "--quiet"]);
    let agreements = workplace.rows("out", "agreements");
    assert_eq!(agreements.len(), 2, "{agreements:#?}");
    let goods = agreements.iter().find(|row| row["n_articles"] == 3).expect("one is reported three times");
    assert_eq!(goods["signed"], "1964-02-05");
    assert_eq!(goods["n_parties"], 2);
    assert_eq!(goods["in_lexicon"], false);
    assert_eq!(goods["title_zh"], "中华人民共和国和波兰人民共和国一九六四年货物周转和付款协定");
    let id = goods["agreement_id"].as_str().expect("an id is a text");
    assert!(id.starts_with("T-chn-pol-1964-02-05-agreement-"), "{id}");
    let parties = workplace.rows("out", "agreement_parties");
    let states: Vec<&Value> = of(&parties, "agreement_id", id).iter().map(|row| &row["entity_id"]).collect();
    assert_eq!(states, ["CHN", "POL"]);
    // Without a day nothing is guessed.
    let mentions = workplace.rows("out", "agreement_mentions");
    assert!(of(&mentions, "article_id", "e").iter().all(|row| row["agreement_id"].is_null()));
    // Which thread met which report makes no difference.
    let files = |out: &str, threads: &str| {
        let shared = ["run", "reports.jsonl", "-o", out, "--format", "csv", "--quiet"];
        workplace.succeed(&[&shared[..], &["-j", threads]].concat());
        workplace.files(out)
    };
    assert_eq!(files("one", "1"), files("three", "3"));
    // The node bears the name, not the id.
    let entities = workplace.rows("out", "entities");
    assert_eq!(of(&entities, "entity_id", id)[0]["name_zh"], goods["title_zh"]);
}

#[test]
fn a_document_says_who_signed_it_where_and_when() {
    let workplace = Workplace::new();
    workplace.write("statement.jsonl", statement());
    workplace.succeed(&["run", "statement.jsonl", "-o", "out", "--format", "jsonl", "--quiet"]);
    let documents = workplace.rows("out", "documents");
    assert_eq!(documents.len(), 1);
    let document = &documents[0];
    assert_eq!(document["agreement_id"], "T-chn-kaz-1996-joint-statement");
    assert_eq!(document["type"], "joint_statement");
    assert_eq!(document["parties"], json!(["CHN", "KAZ"]));
    assert_eq!((&document["date"], &document["place"]), (&json!("1996-07-05"), &json!("阿拉木图")));
    let signatories: Vec<Value> = workplace
        .rows("out", "signatories")
        .iter()
        .map(|row| json!([row["person_id"], row["person"], row["role"], row["office"], row["country_id"]]))
        .collect();
    let expected = [
        json!(["P-jiang-zemin", "江泽民", "主席", "head_of_state", "CHN"]),
        json!(["P-nazarbayev-nursultan", "纳扎尔巴耶夫", "总统", "head_of_state", "KAZ"]),
    ];
    assert_eq!(signatories, expected);
    // The title's mention has no day of its own.
    let mentions = workplace.rows("out", "agreement_mentions");
    let title = of(&mentions, "cited_as", "中华人民共和国和哈萨克斯坦共和国联合声明");
    assert!(title[0]["signed"].is_null());
    assert_eq!(title[0]["agreement_id"], document["agreement_id"]);
}

#[test]
fn misprints_are_read_through_unless_the_user_says_no() {
    let workplace = Workplace::new();
    workplace.write("statement.jsonl", statement());
    let run = |out: &str, options: &[&str]| {
        let shared = ["run", "statement.jsonl", "-o", out, "--format", "jsonl"];
        let outcome = workplace.succeed(&[&shared[..], options].concat());
        let mentions = workplace.rows(out, "mentions");
        let repaired: Vec<String> = mentions
            .iter()
            .filter(|row| row["repaired"] == true)
            .map(|row| format!("{} {}", row["text"], row["entity_id"]))
            .collect();
        (outcome.stderr, repaired, workplace.manifest(out)["counts"]["repaired_mentions"].clone())
    };
    let (said, repaired, counted) = run("read", &[]);
    assert_eq!(repaired, [r#""全面禁止核试试验条约" "T-ctbt-1996""#]);
    assert_eq!(counted, 1);
    assert!(said.contains("; 1 read through misprints\n"), "{said}");
    let (_, repaired, counted) = run("ignored", &["--no-repair"]);
    assert_eq!((repaired.len(), counted), (0, json!(0)));
}

#[test]
fn references_back_are_rows_and_count_only_when_asked() {
    let workplace = Workplace::new();
    workplace.write("statement.jsonl", statement());
    let run = |out: &str, options: &[&str]| {
        let shared = ["run", "statement.jsonl", "-o", out, "--format", "jsonl", "--quiet"];
        workplace.succeed(&[&shared[..], options].concat());
        let entities = workplace.rows(out, "entities");
        of(&entities, "entity_id", "T-chn-kaz-1994-boundary-agreement")[0]["n_mentions"].clone()
    };
    assert_eq!((run("without", &[]), run("with", &["--treaty-anaphors"])), (json!(1), json!(2)));
    for out in ["without", "with"] {
        let mentions = workplace.rows(out, "agreement_mentions");
        let anaphor = of(&mentions, "form", "anaphor");
        assert_eq!(anaphor.len(), 1);
        assert_eq!(anaphor[0]["cited_as"], "该协定");
        assert_eq!(anaphor[0]["agreement_id"], "T-chn-kaz-1994-boundary-agreement");
    }
    let printed = |options: &[&str]| {
        let arguments = [&["annotate", "-"][..], options].concat();
        let outcome = workplace.run_with_input(&arguments, statement().as_bytes());
        outcome.stdout.matches(r#""form":"anaphor","entity":"T-"#).count()
    };
    assert_eq!((printed(&[]), printed(&["--treaty-anaphors"])), (0, 1));
}

/// Every agreement and document of the demo, so that a reader can check them; `UPDATE_EXPECT=1` writes the page anew.
#[test]
fn the_agreements_of_the_demo_are_listed() {
    let workplace = Workplace::new();
    workplace.succeed(&["demo", "-o", "demo", "--format", "jsonl", "--quiet"]);
    let cell = |row: &Value, column: &str| row[column].as_str().unwrap_or_default().to_owned();
    let parties = workplace.rows("demo", "agreement_parties");
    let mut page = String::from(
        "# Agreements of the demo\n\nWritten by the test `agreements` from `bangjiao demo`: every distinct agreement that the 86 articles of the sample \
         name, with its day and parties, and every article that is itself a document.\n\n| signed | title | type | parties | mentions | in the lexicon |\n\
         | --- | --- | --- | --- | ---: | --- |\n",
    );
    for row in workplace.rows("demo", "agreements") {
        let states: Vec<String> = of(&parties, "agreement_id", &cell(&row, "agreement_id"))
            .iter()
            .map(|one| cell(one, "entity_id"))
            .collect();
        let (signed, title, kind) = (cell(&row, "signed"), cell(&row, "title_zh"), cell(&row, "type"));
        let parties = if row["multilateral"] == true { "many".to_owned() } else { states.join(" ") };
        let known = if row["in_lexicon"] == true { "yes" } else { "no" };
        page += &format!("| {signed} | {title} | {kind} | {parties} | {} | {known} |\n", row["n_mentions"]);
    }
    page += "\n## Documents\n\n| article | title | type | parties | day | place | signed by |\n| --- | --- | --- | --- | --- | --- | --- |\n";
    let signatories = workplace.rows("demo", "signatories");
    for row in workplace.rows("demo", "documents") {
        let id = cell(&row, "article_id");
        let signed_by: Vec<String> = of(&signatories, "article_id", &id)
            .iter()
            .map(|one| {
                format!("{} ({}, {})", cell(one, "person"), cell(one, "role"), cell(one, "country_id"))
            })
            .collect();
        let [title, kind, date, place] = ["title", "type", "date", "place"].map(|column| cell(&row, column));
        let states: Vec<&str> =
            row["parties"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        page += &format!(
            "| {id} | {title} | {kind} | {} | {date} | {place} | {} |\n",
            states.join(" "),
            signed_by.join(", ")
        );
    }
    expect_test::expect_file!["../docs/demo-agreements.md"].assert_eq(&page);
}
