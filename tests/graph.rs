//! `graph`: what is rebuilt from the tables of a run is what the run itself would have written.

mod program;

use std::collections::{BTreeMap, BTreeSet};

use program::Workplace;
use serde_json::Value;

/// Files that `graph` writes.
const GRAPH_FILES: [&str; 5] =
    ["graph.graphml", "graph.gexf", "graph.json", "gephi-nodes.csv", "gephi-edges.csv"];

fn demo(format: &str) -> Workplace {
    let workplace = Workplace::new();
    workplace.succeed(&["demo", "-o", "demo", "--format", format, "--system", "none", "--quiet"]);
    workplace
}

fn differing(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let names: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    names.into_iter().filter(|name| one.get(*name) != other.get(*name)).cloned().collect()
}

#[test]
fn rebuilding_with_the_same_options_changes_no_byte_in_any_format() {
    // The table of pairs of states is large, and what it holds does not depend on the format.
    for (format, system) in [("parquet", "cow"), ("csv", "none"), ("jsonl", "none"), ("ipc", "none")] {
        let workplace = Workplace::new();
        workplace.succeed(&["demo", "-o", "demo", "--format", format, "--system", system, "--quiet"]);
        let before = workplace.files("demo");
        assert_eq!(before.contains_key("dyad_year.parquet"), format == "parquet");
        let outcome = workplace.succeed(&["graph", "demo", "--system", system, "-j", "3"]);
        assert_eq!(outcome.stdout, "");
        assert!(outcome.stderr.contains("\ngraph of "), "{}", outcome.stderr);
        assert_eq!(differing(&workplace.files("demo"), &before), Vec::<String>::new(), "{format}");
    }
}

#[test]
fn what_is_rebuilt_is_what_a_run_with_these_options_writes() {
    let workplace = demo("jsonl");
    let choices: [&[&str]; 8] = [
        &["--window", "near:2,article", "--min-n", "1"],
        &["--nested", "organization-out", "--zones", "text,dateline,byline"],
        &["--without", "CHN,RUS", "--without-territories", "--no-historical", "--kinds", "country,place"],
        &["--exclude-rule", "abbreviation-run", "--max-entities", "3", "--weight-from", "n_dyadic"],
        &["--window", "paragraph", "--weight-from", "n_named", "--backbone", "disparity:0.3"],
        &["--pairs", "country-person,country-country", "--window", "sentence,near:1"],
        &["--periods", "1955-01-01,1990-06-01", "--zeros", "--zones", "text,byline"],
        &["--ego", "KAZ", "--no-duplicates", "--backbone", "noise-corrected:-0.5"],
    ];
    for choice in choices {
        workplace.succeed(
            &[&["demo", "-o", "whole", "--format", "jsonl", "--system", "none", "--quiet"], choice].concat(),
        );
        workplace.succeed(
            &[&["graph", "demo", "-o", "part", "--overwrite", "--system", "none", "--quiet"], choice]
                .concat(),
        );
        let (whole, part) = (workplace.files("whole"), workplace.files("part"));
        for name in GRAPH_FILES.into_iter().chain(["nodes.jsonl", "edges.jsonl", "entity_period.jsonl"]) {
            assert!(whole.get(name).is_some_and(|bytes| part.get(name) == Some(bytes)), "{choice:?}: {name}");
        }
        for name in ["edges_by_period.jsonl", "edges_change.jsonl"] {
            assert_eq!(whole.contains_key(name), choice.contains(&"--periods"), "{choice:?}");
            assert!(whole.get(name) == part.get(name), "{choice:?}: {name}");
        }
        let (whole, part) = (workplace.manifest("whole"), workplace.manifest("part"));
        assert_eq!(whole["graph"], part["graph"], "{choice:?}");
        let tables: Vec<&String> = part["tables"].as_object().expect("tables with rows").keys().collect();
        let rebuilt = ["edges", "edges_by_period", "edges_change", "entity_period", "nodes"];
        let by_period = |table: &&str| !table.starts_with("edges_") || choice.contains(&"--periods");
        assert_eq!(tables, rebuilt.into_iter().filter(by_period).collect::<Vec<_>>());
        assert!(workplace.rows("part", "edges").len() > 3, "{choice:?} leaves edges");
    }
}

#[test]
fn other_files_of_the_run_stay_as_they_are() {
    let workplace = demo("parquet");
    let before = workplace.files("demo");
    workplace.succeed(&[
        "graph", "demo", "--kinds", "country", "--window", "article", "--system", "none", "--quiet",
    ]);
    let after = workplace.files("demo");
    let expected = [
        "datapackage.json",
        "edges.parquet",
        "gephi-edges.csv",
        "gephi-nodes.csv",
        "graph.gexf",
        "graph.graphml",
        "graph.json",
        "manifest.json",
        "methods.md",
        "nodes.parquet",
        "report.html",
    ];
    assert_eq!(differing(&after, &before), expected);
    let manifest = workplace.manifest("demo");
    assert_eq!(manifest["graph"]["kinds"], serde_json::json!(["country"]));
    assert_eq!(manifest["graph"]["window"], "article");
    assert_eq!(manifest["tables"]["mentions"].as_u64().map(|n| n > 0), Some(true));
    // The hashes that the data package names are those of the files.
    let package: Value = serde_json::from_slice(&after["datapackage.json"]).expect("it is JSON");
    let resources = package["resources"].as_array().expect("a list");
    assert_eq!(resources.len(), manifest["tables"].as_object().expect("tables with rows").len());
    for resource in resources {
        let path = resource["path"].as_str().expect("a path");
        assert_eq!(resource["bytes"], after[path].len(), "{path}");
    }
}

#[test]
fn a_condition_and_a_list_of_the_same_articles_give_the_same_bytes() {
    let workplace = demo("jsonl");
    let articles = workplace.rows("demo", "articles");
    let wanted = |row: &&Value| row["date"].as_str().is_some_and(|date| date < "1993");
    let ids: Vec<&str> =
        articles.iter().filter(wanted).filter_map(|row| row["article_id"].as_str()).collect();
    assert!(ids.len() > 5 && ids.len() < articles.len());
    workplace.write("ids.csv", format!("article_id\n{}\n", ids.join("\n")));
    workplace.succeed(&[
        "graph",
        "demo",
        "-o",
        "a",
        "--where",
        "date=..1992",
        "--min-n",
        "1",
        "--system",
        "none",
        "--quiet",
    ]);
    workplace.succeed(&[
        "graph",
        "demo",
        "-o",
        "b",
        "--articles",
        "ids.csv",
        "--min-n",
        "1",
        "--system",
        "none",
        "--quiet",
    ]);
    let differing = differing(&workplace.files("a"), &workplace.files("b"));
    assert_eq!(differing, ["manifest.json"], "only what was asked for differs");
    let graph = workplace.manifest("a")["graph"].clone();
    assert_eq!(graph["articles"], ids.len());
    assert_eq!(graph["selection"]["where"], "date=..1992");
    assert_eq!(workplace.manifest("b")["graph"]["selection"]["articles"]["ids"], ids.len());
    // Windows are those of the articles kept, with or without entities.
    let sentences = workplace.rows("demo", "sentences");
    let counted = sentences.iter().filter(|row| {
        row["article_id"].as_str().is_some_and(|id| ids.contains(&id))
            && (row["zone"] == "text" || row["zone"] == "signature")
    });
    assert_eq!(graph["n_windows"]["sentence"], counted.count());
}

#[test]
fn what_cannot_be_rebuilt_says_why_and_changes_nothing() {
    let workplace = demo("csv");
    let before = workplace.files("demo");
    let check = |arguments: &[&str], message: &str| {
        let outcome = workplace.run(arguments);
        assert_eq!(outcome.code, Some(2), "{arguments:?}");
        assert!(outcome.stderr.contains(message), "{arguments:?}: {}", outcome.stderr);
    };
    workplace.write("empty/notes.txt", "");
    check(&["graph", "empty"], "empty holds no run of this program");
    check(&["graph", "nowhere"], "nowhere holds no run of this program");
    check(&["graph", "demo", "-o", "empty"], "empty exists and is not empty");
    check(&["graph", "demo", "--without", "ZZZ"], "no entity has the id ZZZ");
    check(&["graph", "demo", "--where", "colour=red"], "expected source=, genre=, page=");
    check(&["graph", "demo", "--articles", "ids.csv"], "ids.csv could not be opened");
    check(
        &["graph", "demo", "--window", "sentence,near:1,near:2,paragraph,article"],
        "at most 4 sorts of windows are counted at once",
    );
    check(&["graph", "demo", "--pairs", "country"], "expected two kinds, such as country-person");
    check(&["graph", "demo", "--window", "near:0"], "expected sentence, paragraph, article or near:K");
    check(
        &["graph", "demo", "--backbone", "disparity:2"],
        "expected disparity:LEVEL with a level above 0 and up to 1",
    );
    let mut mentions = before["mentions.csv"].clone();
    mentions.truncate(mentions.len() / 2);
    mentions.extend_from_slice(b"\nx,y\n");
    workplace.write("demo/mentions.csv", &mentions);
    check(&["graph", "demo"], "mentions.csv could not be read as a table");
    workplace.write("demo/mentions.csv", &before["mentions.csv"]);
    assert_eq!(differing(&workplace.files("demo"), &before), Vec::<String>::new());
}

#[test]
fn options_that_count_stand_in_the_manifest() {
    let workplace = demo("jsonl");
    workplace.succeed(&[
        "graph",
        "demo",
        "-o",
        "out",
        "--window",
        "near:2",
        "--nested",
        "out",
        "--without",
        "CHN",
        "--without-territories",
        "--exclude-rule",
        "country-side,contry-side",
        "--max-entities",
        "4",
        "--weight-from",
        "n_named",
        "--no-historical",
        "--no-duplicates",
        "--min-n",
        "1",
        "--system",
        "none",
        "--quiet",
    ]);
    let graph = workplace.manifest("out")["graph"].clone();
    for (key, value) in [
        ("windows", serde_json::json!(["near:2"])),
        ("window", "near:2".into()),
        ("nested", "out".into()),
        ("without", serde_json::json!(["CHN"])),
        ("territories", false.into()),
        ("max_entities", 4.into()),
        ("weight_from", "n_named".into()),
        ("historical", false.into()),
        ("duplicates", false.into()),
        ("min_n", 1.into()),
        (
            "distances",
            serde_json::json!({"exact_nodes": 2000, "estimated_nodes": 0, "seed": 1, "sources": 256}),
        ),
    ] {
        assert_eq!(graph[key], value, "{key}");
    }
    // Where there are fewer nodes than would be drawn, all are searched.
    workplace.succeed(&[
        "graph",
        "demo",
        "-o",
        "drawn",
        "--exact-paths",
        "10",
        "--system",
        "none",
        "--quiet",
    ]);
    assert_eq!(workplace.manifest("drawn")["graph"]["distances"]["estimated_nodes"], 0);
    // A rule that made no mention shows itself.
    assert!(graph["exclude_rules"]["country-side"].as_u64().is_some_and(|n| n > 0), "{graph}");
    assert_eq!(graph["exclude_rules"]["contry-side"], 0);
    let nodes = workplace.rows("out", "nodes");
    assert!(nodes.iter().all(|row| row["entity_id"] != "CHN" && row["entity_id"] != "HKG"));
    assert_eq!(graph["nodes"], nodes.len());
}

#[test]
fn an_army_of_china_and_the_united_states_are_a_pair_only_where_nested_names_count() {
    let workplace = Workplace::new();
    let article = r#"{"id":"a","date":"1951-05-01","body":"中国人民解放军支持朝鲜人民反对美国侵略。"}"#;
    let arguments = ["run", "-", "-o", "out", "--format", "jsonl", "--system", "none", "--quiet"];
    let outcome = workplace.run_with_input(&arguments, article.as_bytes());
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    let pairs = |nested: &str| {
        let rebuilt =
            ["graph", "out", "--nested", nested, "--window", "sentence", "--system", "none", "--quiet"];
        workplace.succeed(&rebuilt);
        let edges = workplace.rows("out", "edges");
        let states =
            edges.iter().filter(|row| row["kind_source"] == "country" && row["kind_target"] == "country");
        states
            .filter_map(|row| Some((row["source"].as_str()?.to_owned(), row["target"].as_str()?.to_owned())))
            .collect()
    };
    let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
    let counted: BTreeSet<(String, String)> = pairs("count");
    assert!(counted.contains(&pair("CHN", "USA")) && counted.contains(&pair("PRK", "USA")), "{counted:?}");
    let without: BTreeSet<(String, String)> = pairs("organization-out");
    assert!(!without.contains(&pair("CHN", "USA")) && without.contains(&pair("PRK", "USA")), "{without:?}");
}

#[test]
fn every_form_of_graph_file_and_a_picture_can_be_asked_for() {
    let workplace = demo("jsonl");
    let forms = "graphml,gexf,gexf-dynamic,json,gephi,pajek,dot";
    let options = [
        "--graph-formats",
        forms,
        "--json-edges",
        "links",
        "--layout",
        "--svg",
        "picture.svg",
        "--system",
        "none",
        "--quiet",
    ];
    workplace.succeed(&[&["graph", "demo"][..], &options].concat());
    let files = workplace.files("demo");
    for name in GRAPH_FILES.into_iter().chain(["graph.dynamic.gexf", "graph.net", "graph.dot"]) {
        assert!(files.get(name).is_some_and(|bytes| bytes.len() > 500), "{name}");
    }
    let network: Value = serde_json::from_slice(&files["graph.json"]).expect("it is JSON");
    assert!(network["links"].is_array() && network["nodes"][0]["x"].is_f64());
    let picture = std::fs::read_to_string(workplace.path("picture.svg")).expect("it was drawn");
    assert!(picture.starts_with("<svg ") && picture.contains(">中国</text>"));
    assert_eq!(workplace.manifest("demo")["graph"]["layout_seed"], 1);
    // Fewer forms leave none of the others behind.
    workplace.succeed(&["graph", "demo", "--graph-formats", "dot", "--system", "none", "--quiet"]);
    let left: Vec<String> =
        workplace.files("demo").into_keys().filter(|name| name.starts_with("g")).collect();
    assert_eq!(left, ["graph.dot"]);
}

#[test]
fn references_back_to_agreements_that_a_run_counted_are_counted_again() {
    let workplace = Workplace::new();
    workplace.succeed(&[
        "demo",
        "-o",
        "demo",
        "--format",
        "jsonl",
        "--treaty-anaphors",
        "--system",
        "none",
        "--quiet",
    ]);
    let before = workplace.files("demo");
    workplace.succeed(&["graph", "demo", "--system", "none", "--quiet"]);
    assert_eq!(differing(&workplace.files("demo"), &before), Vec::<String>::new());
    workplace.succeed(&["demo", "-o", "without", "--format", "jsonl", "--system", "none", "--quiet"]);
    assert_ne!(workplace.files("without")["edges.jsonl"], before["edges.jsonl"], "the demo has some");
}

/// The sentences that `--evidence` prints: their ids, and their lines.
fn evidence(workplace: &Workplace, arguments: &[&str]) -> Vec<(String, String)> {
    let outcome = workplace.succeed(&[&["graph", "demo", "--system", "none", "--quiet"], arguments].concat());
    let line = |line: &str| (line.split('\t').next().unwrap_or_default().to_owned(), line.to_owned());
    outcome.stdout.lines().map(line).collect()
}

#[test]
fn the_sentences_behind_an_edge_are_as_many_as_its_n_in_every_format() {
    let workplace = demo("jsonl");
    let choices: [&[&str]; 3] = [
        &[],
        &["--nested", "out", "--zones", "text,dateline"],
        &["--where", "date=1990..", "--no-duplicates"],
    ];
    for choice in choices {
        workplace.succeed(
            &[&["graph", "demo", "-o", "out", "--overwrite", "--system", "none", "--quiet"], choice].concat(),
        );
        let edges = workplace.rows("out", "edges");
        let mut edges: Vec<&Value> = edges.iter().filter(|edge| edge["window"] == "sentence").collect();
        edges.sort_by_key(|edge| std::cmp::Reverse(edge["n"].as_i64()));
        assert!(edges.len() > 20);
        for edge in edges.iter().take(5).chain(edges.iter().rev().take(5)) {
            let ends = [edge["target"].as_str(), edge["source"].as_str()].map(|end| end.expect("an id"));
            let found = evidence(&workplace, &[&["--evidence"], &ends[..], choice].concat());
            assert_eq!(edge["n"], found.len(), "{edge}");
            for example in edge["evidence"].as_array().expect("a list") {
                assert!(found.iter().any(|(id, _)| example == id), "{example} of {edge}");
            }
            assert!(found.iter().all(|(_, line)| line.contains('⟦') && line.split('\t').count() == 4));
        }
    }
    let expected = evidence(&workplace, &["--evidence", "CHN", "KAZ"]);
    for format in ["parquet", "csv", "ipc"] {
        assert_eq!(evidence(&demo(format), &["--evidence", "哈萨克斯坦", "china"]), expected, "{format}");
    }
}

#[test]
fn wider_windows_show_the_sentences_in_which_one_of_two_stands() {
    let workplace = Workplace::new();
    let article = r#"{"id":"a","date":"1996-07-06","title":"访问","body":"中国发表声明。\n会谈气氛友好。\n中方和法国友好。哈萨克斯坦表示欢迎。"}"#;
    let arguments = ["run", "-", "-o", "demo", "--format", "jsonl", "--system", "none", "--quiet"];
    assert_eq!(workplace.run_with_input(&arguments, article.as_bytes()).code, Some(0));
    let ids = |window| {
        let found = evidence(&workplace, &["--evidence", "KAZ", "CHN", "--window", window]);
        found.into_iter().map(|(id, _)| id).collect::<Vec<_>>()
    };
    assert_eq!(ids("sentence"), Vec::<String>::new());
    assert_eq!(ids("paragraph"), ["a:3", "a:4"]);
    assert_eq!(ids("near:1"), ["a:3", "a:4"]);
    assert_eq!(ids("article"), ["a:1", "a:3", "a:4"]);
    let found = evidence(&workplace, &["--evidence", "KAZ", "CHN", "--window", "near:1"]);
    assert_eq!(found[0].1, "a:3\t1996-07-06\t访问\t⟦中方⟧和法国友好。");
}

#[test]
fn ends_that_a_run_does_not_hold_are_told_with_those_that_are_near() {
    let workplace = demo("jsonl");
    let check = |ends: [&str; 2], message: &str| {
        let outcome = workplace.run(&["graph", "demo", "--evidence", ends[0], ends[1]]);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""), "{ends:?}");
        assert!(outcome.stderr.contains(message), "{ends:?}: {}", outcome.stderr);
    };
    check(
        ["KAZ", "哈萨克"],
        "no entity of this run has the id or the name 哈萨克; near are KAZ (哈萨克斯坦)",
    );
    check(["KAZ", "哈萨克斯坦"], "KAZ is one entity; name two different ones");
}
