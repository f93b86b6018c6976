//! The page about a run: it shows what the tables hold, asks for nothing from outside, and quotes only what it may.

mod program;

use std::collections::{BTreeMap, BTreeSet};

use bangjiao::document::{Kind, Office, Severity, TreatyType};
use program::Workplace;
use serde_json::{Value, json};

const MEGABYTE: usize = 1_000_000;

fn page(workplace: &Workplace, path: &str) -> String {
    std::fs::read_to_string(workplace.path(path)).expect("the page is there and is UTF-8")
}

/// The JSON that stands in the page under an id.
fn data(page: &str, id: &str) -> Value {
    let head = format!("<script type=\"application/json\" id=\"{id}\">");
    let (_, rest) = page.split_once(&head).expect("the page has its data");
    let (json, _) = rest.split_once("</script>").expect("the script ends");
    serde_json::from_str(json).expect("it is JSON")
}

fn demo(format: &str) -> (Workplace, String) {
    let workplace = Workplace::new();
    workplace.succeed(&["demo", "-o", "demo", "--format", format, "--quiet"]);
    let page = page(&workplace, "demo/report.html");
    (workplace, page)
}

fn array<'v>(value: &'v Value, key: &str) -> &'v Vec<Value> {
    value[key].as_array().unwrap_or_else(|| panic!("{key} is a list"))
}

fn number(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("{value} is a number"))
}

fn place(value: &Value) -> usize {
    usize::try_from(number(value)).expect("places are not negative")
}

#[test]
fn the_page_is_one_file_that_asks_the_network_for_nothing() {
    let (_workplace, page) = demo("parquet");
    assert!(page.len() < 6 * MEGABYTE, "{} bytes", page.len());
    for attribute in ["src", "href"] {
        for (at, _) in page.match_indices(attribute) {
            let value =
                page[at + attribute.len()..].trim_start_matches([' ', '"', '\'', '`', '=', ':', ',', '(']);
            let asks =
                ["http:", "https:", "//", "\\u002f\\u002f"].iter().any(|start| value.starts_with(start));
            assert!(!asks, "{attribute}: {}", value.chars().take(80).collect::<String>());
        }
    }
    for load in ["@import", "url(http", "url(\"http", "<link rel=\"stylesheet"] {
        assert!(!page.contains(load), "{load}");
    }
    assert!(page.contains("default-src 'none'"), "browsers are told to load nothing");
}

#[test]
fn figures_are_those_of_the_tables() {
    let (workplace, page) = demo("jsonl");
    let figures = data(&page, "figures");

    let articles = workplace.rows("demo", "articles");
    let sum = |key: &str| array(&figures, key).iter().map(|item| number(&item["n_articles"])).sum::<i64>();
    assert_eq!([sum("periods"), sum("days")], [articles.len() as i64; 2]);

    let entities: BTreeMap<String, Value> = workplace
        .rows("demo", "entities")
        .into_iter()
        .map(|row| (row["entity_id"].as_str().expect("it has an id").to_owned(), row))
        .collect();
    let mut n_entities = 0;
    for entity in array(&figures, "kinds").iter().flat_map(|section| array(section, "entities")) {
        let row = &entities[entity["id"].as_str().expect("it has an id")];
        for column in ["name_zh", "name_en", "n_mentions", "n_articles", "first_date", "last_date"] {
            assert_eq!(entity[column], row[column], "{entity}");
        }
        let by_period: i64 = array(entity, "by_period").iter().map(number).sum();
        assert_eq!(by_period, number(&row["n_articles"]), "{entity}");
        n_entities += 1;
    }
    assert!(n_entities > 300, "{n_entities}");

    let mut n_terms = 0;
    for term in array(&figures, "keyness").iter().flat_map(|period| array(period, "terms")) {
        let row = &entities[term["id"].as_str().expect("it has an id")];
        let n_articles = number(&term["n_target"]) + number(&term["n_reference"]);
        assert_eq!(n_articles, number(&row["n_articles"]), "{term}");
        n_terms += 1;
    }
    assert!(n_terms > 20, "{n_terms}");

    let edges: BTreeMap<(String, String), Value> = workplace
        .rows("demo", "edges")
        .into_iter()
        .filter(|row| row["window"] == "sentence")
        .map(|row| ((row["source"].to_string(), row["target"].to_string()), row))
        .collect();
    let nodes = array(&figures["network"], "nodes");
    let sentences = array(&figures, "sentences");
    let mut n_drawn = 0;
    for edge in array(&figures["network"], "edges") {
        let ends = ["source", "target"].map(|end| place(&edge[end]));
        let [source, target] = ends.map(|end| nodes[end]["id"].to_string());
        let row = &edges[&(source, target)];
        assert_eq!([&edge["n"], &edge["n_articles"]], [&row["n"], &row["n_articles"]], "{edge}");
        let by_period: i64 = array(edge, "by_period").iter().map(|period| number(&period[1])).sum();
        assert_eq!(by_period, number(&row["n"]), "{edge}");
        n_drawn += usize::from(edge["drawn"] == true);
        assert_eq!(edge["drawn"] == true, !row["disparity"].is_null());
        assert!(!array(edge, "evidence").is_empty(), "{edge}");
        for sentence in array(edge, "evidence") {
            let marks = array(&sentences[place(sentence)], "marks");
            let marked: BTreeSet<usize> = marks.iter().map(|mark| place(&mark[2])).collect();
            assert!(ends.iter().all(|end| marked.contains(end)), "{edge} {sentence}");
        }
    }
    let graph = &workplace.manifest("demo")["graph"];
    assert_eq!(n_drawn, place(&graph["edges"]));

    let texts: BTreeMap<String, String> = articles
        .iter()
        .map(|row| {
            (
                row["article_id"].as_str().expect("ids").to_owned(),
                row["text"].as_str().expect("texts").to_owned(),
            )
        })
        .collect();
    for sentence in sentences {
        let (article, _) =
            sentence["id"].as_str().and_then(|id| id.rsplit_once(':')).expect("ids of sentences");
        let quoted = sentence["text"].as_str().expect("it is quoted");
        assert!(texts[article].contains(quoted), "{quoted}");
        let characters: Vec<char> = quoted.chars().collect();
        for mark in array(sentence, "marks") {
            assert!(place(&mark[0]) < place(&mark[1]) && place(&mark[1]) <= characters.len(), "{sentence}");
        }
    }
    assert_eq!(array(&figures, "agreements").len(), workplace.rows("demo", "agreements").len());
}

#[test]
fn every_format_gives_the_same_figures() {
    let figures = |format: &str| data(&demo(format).1, "figures");
    let expected = figures("parquet");
    for format in ["csv", "jsonl", "ipc"] {
        assert!(figures(format) == expected, "{format}");
    }
}

/// Two articles whose every field tries to leave its place.
fn hostile_articles() -> String {
    let hostile =
        "</script><script>alert(1)</script><img src=http://example.org/x onerror=alert(2)>&quot;'{{ 7*7 }}";
    let articles = ["a", "b"].map(|id| {
        let body = format!("{hostile}中国总理周恩来和印度总理尼赫鲁在北京会谈，发表《中印联合声明》。\n中国和印度友好。");
        json!({ "id": id, "date": "1954-10-20", "title": format!("中国和印度{hostile}"), "body": body, "source": hostile })
    });
    articles.map(|article| article.to_string()).join("\n")
}

#[test]
fn a_headline_that_is_a_script_is_text() {
    let workplace = Workplace::new();
    let arguments = ["run", "-", "-o", "out", "--source", "<b>报</b>", "--quiet"];
    let outcome = workplace.run_with_input(&arguments, hostile_articles().as_bytes());
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    let page = page(&workplace, "out/report.html");
    for markup in ["<script>alert", "<img src=http", "<b>报", "49"] {
        assert!(
            !data(&page, "figures").is_null() && !page.contains(&format!("中国和印度{markup}")),
            "{markup}"
        );
    }
    assert!(!page.contains("<script>alert") && !page.contains("<img src=http") && !page.contains("<b>报"));
    assert!(page.contains("&lt;b&gt;报"), "the name of the source is shown as it is");
    let harmless = demo("parquet").1;
    assert_eq!(page.matches("<script").count(), harmless.matches("<script").count());
    let sentences = &data(&page, "figures")["sentences"];
    assert!(sentences.to_string().contains("<script>alert(1)"), "the sentence is quoted whole");
}

#[test]
fn a_page_without_text_quotes_nothing() {
    let workplace = Workplace::new();
    workplace.write("a.jsonl", hostile_articles());
    workplace.succeed(&["run", "a.jsonl", "-o", "out", "--without-text", "--quiet"]);
    let page = page(&workplace, "out/report.html");
    // The name of the newspaper is no text; the titles begin with the last of these.
    for text in ["会谈", "友好", "中国和印度"] {
        assert!(!page.contains(text), "{text}");
    }
    let figures = data(&page, "figures");
    assert!(!array(&figures, "sentences").is_empty());
    for sentence in array(&figures, "sentences") {
        assert_eq!([&sentence["text"], &sentence["title"]], [&Value::Null; 2]);
    }
}

#[test]
fn the_page_is_written_again_with_other_options() {
    let (workplace, first) = demo("parquet");
    let outcome = workplace.succeed(&["report", "demo", "-o", "again.html"]);
    assert_eq!(outcome.stdout, "", "the page is no data for a pipe");
    assert!(outcome.stderr.contains("again.html"), "{}", outcome.stderr);
    assert!(page(&workplace, "again.html") == first, "the same options give the same bytes");
    for (most, option) in [(1, "1"), (0, "0")] {
        workplace.succeed(&["report", "demo", "--max-evidence", option, "--quiet"]);
        let figures = data(&page(&workplace, "demo/report.html"), "figures");
        let edges = array(&figures["network"], "edges");
        assert!(edges.iter().all(|edge| array(edge, "evidence").len() <= most), "{most}");
    }
    workplace.succeed(&["graph", "demo", "--kinds", "country", "--quiet"]);
    let figures = data(&page(&workplace, "demo/report.html"), "figures");
    assert!(array(&figures["network"], "nodes").iter().all(|node| node["kind"] == "country"));
    workplace.succeed(&["graph", "demo", "--no-report", "--quiet"]);
    assert!(!workplace.path("demo/report.html").exists(), "a page about another graph would mislead");
    let refused = workplace.run(&["report", "."]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("holds no run of this program"), "{}", refused.stderr);
}

#[test]
fn a_page_about_other_windows_and_weights() {
    let (workplace, _) = demo("jsonl");
    for window in ["article", "paragraph", "near:1"] {
        workplace.succeed(&["graph", "demo", "--window", window, "--weight-from", "n_named", "--quiet"]);
        let figures = data(&page(&workplace, "demo/report.html"), "figures");
        let edges = array(&figures["network"], "edges");
        assert!(edges.len() > 100 && !array(&figures, "sentences").is_empty(), "{window}");
        for edge in edges {
            let by_period: i64 = array(edge, "by_period").iter().map(|period| number(&period[1])).sum();
            assert_eq!(by_period, number(&edge["n"]), "{window}: {edge}");
        }
    }
}

#[test]
fn a_run_of_next_to_nothing_has_a_page() {
    let workplace = Workplace::new();
    workplace.write("a.jsonl", r#"{"id": "a", "body": "天气很好。"}"#);
    workplace.succeed(&["run", "a.jsonl", "-o", "out", "--quiet"]);
    let figures = data(&page(&workplace, "out/report.html"), "figures");
    assert_eq!([&figures["days"], &figures["periods"], &figures["sentences"]], [&json!([]); 3]);
    workplace.succeed(&["run", "a.jsonl", "-o", "out", "--overwrite", "--no-report", "--quiet"]);
    assert!(!workplace.files("out").contains_key("report.html"));
}

#[test]
fn articles_are_highlighted_for_a_browser_and_for_a_terminal() {
    let workplace = Workplace::new();
    let annotate = |to| {
        let outcome = workplace.run_with_input(&["annotate", "-", "--to", to], hostile_articles().as_bytes());
        assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
        outcome.stdout
    };
    let page = annotate("html");
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
    assert_eq!(page.matches("<article").count(), 2);
    assert!(!page.contains("<script") && !page.contains("<img"));
    assert!(page.contains("title=\"country, name\nIND 印度 India\nrule "));
    let text = annotate("ansi");
    assert!(text.contains("\u{1b}[1;34m印度\u{1b}[0m"), "{text}");
}

#[test]
fn every_word_of_the_tables_is_said_in_both_languages() {
    let words = data(&demo("parquet").1, "words");
    let known = |group: &str, word: &str| {
        for language in ["zh", "en"] {
            assert!(words[group][word][language].is_string(), "{group} {word} {language}");
        }
    };
    Kind::ALL.iter().for_each(|kind| known("kind", kind.as_str()));
    Office::ALL.iter().for_each(|office| known("office", office.as_str()));
    TreatyType::ALL.iter().for_each(|treaty| known("agreement", treaty.as_str()));
    let severities = [Severity::Note, Severity::Repaired, Severity::Lost];
    severities.iter().for_each(|severity| known("severity", severity.as_str()));
}
