//! `evaluate`: figures and errors against gold sets and judged samples.

#[expect(dead_code, reason = "other tests read run folders")]
mod program;

use std::path::{Path, PathBuf};
use std::process::Command;

use program::Workplace;
use serde_json::{Value, json};

/// A folder of gold sets and scorers that is not part of the project.
fn material() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    folder.is_dir().then_some(folder)
}

fn figures(printed: &str) -> Value {
    serde_json::from_str(printed).expect("figures are JSON")
}

#[test]
fn figures_are_those_of_the_scorer_of_the_gold_sets() {
    let Some(material) = material() else {
        eprintln!(
            "skipped: comparison with score_entities.py, since the folder ../shared that holds it is absent"
        );
        return;
    };
    let workplace = Workplace::new();
    for set in ["joint-statement-1996", "diplomacy-dev", "news-1998-dev", "web-uner-dev"] {
        let gold = material.join(format!("gold/{set}.jsonl"));
        let gold = gold.to_str().expect("paths are UTF-8");
        workplace.succeed(&["annotate", gold, "-o", "predicted.jsonl", "--quiet"]);
        let scored = Command::new("python3")
            .arg(material.join("tools/score_entities.py"))
            .args(["--json", gold])
            .arg(workplace.path("predicted.jsonl"))
            .output()
            .expect("python3 starts");
        let theirs = figures(&String::from_utf8_lossy(&scored.stdout));
        let arguments = ["evaluate", "--to", "json", "--quiet", "--gold", gold];
        let annotated = workplace.succeed(&[&arguments[..], &[gold]].concat()).stdout;
        let ours = figures(&annotated);
        let groups = theirs.as_object().expect("an object of groups");
        assert!(groups.len() > 7, "{set} has groups");
        for (group, row) in groups {
            let Some(row) = row.as_object() else {
                assert_eq!(ours[group], *row, "{set} {group}");
                continue;
            };
            for (name, figure) in row {
                assert_eq!(ours[group].get(name), Some(figure), "{set} {group} {name}");
            }
        }
        let more: Vec<_> = ours.as_object().expect("an object").keys().collect();
        assert_eq!(more.len(), groups.len() + 2, "{set}: articles and differing_articles are ours: {more:?}");
        let predicted = [&arguments[..], &["--predictions", "predicted.jsonl"]].concat();
        assert_eq!(workplace.succeed(&predicted).stdout, annotated, "{set}: ready predictions give the same");
    }
}

/// 王大成 in the second line is optional, 本月 has another right end, and what is inside 中国银行 is not marked.
const GOLD: &str = r#"
{"id": "a", "date": "1996-07-06", "title": "中哈会谈", "body": "双方在阿拉木图会谈。", "spans": [
  {"field": "title", "start": 0, "end": 1, "text": "中", "kind": "country", "form": "abbreviation", "entities": ["CHN"]},
  {"field": "title", "start": 1, "end": 2, "text": "哈", "kind": "country", "form": "abbreviation", "entities": ["KAZ"]},
  {"field": "body", "start": 0, "end": 2, "text": "双方", "kind": "country", "form": "anaphor", "entities": ["CHN", "KAZ"]},
  {"field": "body", "start": 3, "end": 7, "text": "阿拉木图", "kind": "place"}]}
{"id": "b", "title": "", "body": "本月15日法国总理抵华", "flat": true, "spans": [
  {"field": "body", "start": 0, "end": 2, "kind": "date", "value": null, "alternatives": [[0, 5]]},
  {"field": "body", "start": 5, "end": 9, "kind": "person"},
  {"field": "body", "start": 10, "end": 11, "kind": "country", "form": "abbreviation", "entities": ["CHN"], "optional": true}]}
"#;

fn one_object_a_line(text: &str) -> String {
    text.replace(",\n  ", ", ").replace("[\n  ", "[").trim().to_owned() + "\n"
}

fn mention(start: u32, end: u32, kind: &str, form: Option<&str>, entity: Option<&str>) -> Value {
    json!({"start": start, "end": end, "kind": kind, "form": form, "entity": entity, "rule": "r"})
}

/// In `a` 中 is right, 哈 has the wrong state, 双方 lacks one of its states, 木图 has a wrong end, and 会谈 is no state;
/// 法国 in `b` stands inside a span of a flat article, and 15日 has the other right end with a value that should be none.
fn predictions() -> String {
    let text = "中哈会谈\n双方在阿拉木图会谈。";
    let a = json!({"id": "a", "text": text, "body_start": 5, "mentions": [
        mention(0, 1, "country", Some("abbreviation"), Some("CHN")),
        mention(1, 2, "country", Some("abbreviation"), Some("RUS")),
        mention(5, 7, "country", Some("anaphor"), Some("CHN")),
        mention(10, 12, "place", None, None),
        mention(12, 14, "country", Some("abbreviation"), Some("HUN")),
    ]});
    let mut date = mention(0, 5, "date", None, None);
    date["value"] = json!("1996-07-15");
    let b = json!({"id": "b", "text": "本月15日法国总理抵华", "body_start": 0, "mentions": [
        date,
        mention(5, 7, "country", Some("abbreviation"), Some("FRA")),
        mention(10, 11, "country", Some("abbreviation"), Some("CHN")),
    ]});
    format!("{a}\n{b}\n")
}

#[test]
fn figures_and_errors_follow_from_the_definition() {
    let workplace = Workplace::new();
    workplace.write("gold.jsonl", one_object_a_line(GOLD));
    workplace.write("predicted.jsonl", predictions());
    let arguments = ["evaluate", "--gold", "gold.jsonl", "--predictions", "predicted.jsonl"];
    let printed = workplace.succeed(&[&arguments[..], &["--to", "json", "--errors", "errors.csv"]].concat());
    let ours = figures(&printed.stdout);
    let row =
        |group: &str, names: &[&str]| names.iter().map(|name| ours[group][name].clone()).collect::<Vec<_>>();
    let strict = ["gold", "precision", "recall", "f1", "entities_accuracy"];
    assert_eq!(row("country", &strict), [json!(3), json!(0.75), json!(1.0), json!(0.8571), json!(0.3333)]);
    // 会谈 is an abbreviation by its own claim, so it lowers the precision of that form alone.
    assert_eq!(
        row("country/abbreviation", &strict),
        [json!(2), json!(0.6667), json!(1.0), json!(0.8), json!(0.5)]
    );
    assert_eq!(row("country/anaphor", &strict), [json!(1), json!(1.0), json!(1.0), json!(1.0), json!(0.0)]);
    let both = ["precision", "recall", "f1", "lenient_precision", "lenient_recall", "lenient_f1"];
    let place = [json!(0.0), json!(0.0), Value::Null, json!(1.0), json!(1.0), json!(1.0)];
    assert_eq!(row("place", &both), place);
    assert_eq!(
        row("person", &["gold", "predicted", "recall", "precision"]),
        [json!(1), json!(0), json!(0.0), Value::Null]
    );
    assert_eq!(row("date", &["f1", "value_accuracy"]), [json!(1.0), json!(0.0)]);

    let errors = std::fs::read_to_string(workplace.path("errors.csv")).expect("it was written");
    let errors: Vec<&str> = errors.lines().skip(1).collect();
    assert_eq!(
        errors,
        [
            "country,abbreviation,false,a,1996-07-06,body,7,9,双方在阿拉木图,会谈,。,,会谈,r",
            "country,abbreviation,entities,a,1996-07-06,title,1,2,中,哈,会谈,KAZ,RUS,r",
            "country,anaphor,entities,a,1996-07-06,body,0,2,,双方,在阿拉木图会谈。,CHN|KAZ,CHN,r",
            "person,,missed,b,,body,5,9,本月15日,法国总理,抵华,法国总理,,",
            "date,,value,b,,body,0,2,,本月,15日法国总理抵华,,1996-07-15,r",
            "place,,boundary,a,1996-07-06,body,3,7,双方在,阿拉木图,会谈。,阿拉木图,木图,r",
        ]
    );
    let text = workplace.succeed(&arguments).stdout;
    assert!(text.starts_with("kind/form"), "{text}");
    assert!(
        text.contains(
            "\nplace boundary: 1\n  a body 3-7  双方在⟦阿拉木图⟧会谈。  gold 阿拉木图, predicted 木图\n"
        ),
        "{text}"
    );
}

#[test]
fn an_article_without_prediction_is_missed_and_another_text_is_told() {
    let workplace = Workplace::new();
    workplace.write("gold.jsonl", one_object_a_line(GOLD));
    let changed = predictions().replace("抵华", "抵京");
    workplace.write("predicted.jsonl", changed.lines().nth(1).expect("two articles"));
    let outcome = workplace.succeed(&[
        "evaluate",
        "--gold",
        "gold.jsonl",
        "--predictions",
        "predicted.jsonl",
        "--to",
        "json",
    ]);
    let ours = figures(&outcome.stdout);
    assert_eq!(ours["missing_articles"], 1);
    assert_eq!(ours["differing_articles"], 1);
    assert_eq!(ours["country"]["recall"], 0.0);
    assert!(outcome.stderr.contains("the body of 1 articles is another text"), "{}", outcome.stderr);
}

#[test]
fn every_fault_of_a_gold_set_is_named_with_its_line() {
    let workplace = Workplace::new();
    let faulty = [
        r#"{"id": "a", "body": "中国", "spans": [{"field": "body", "start": 1, "end": 3, "kind": "country"}]}"#,
        r#"{"id": "a", "body": "中国", "spans": [{"field": "body", "start": 0, "end": 1, "text": "国", "kind": "country"}]}"#,
        r#"{"id": "b", "body": "中国", "spans": [{"field": "body", "start": 0, "end": 2, "kind": "state"}]}"#,
        r#"{"id": "c", "body": "中国", "unmarked": {"date": "("}, "spans": []}"#,
        "中国",
    ];
    workplace.write("gold.jsonl", faulty.join("\n"));
    let outcome = workplace.run(&["evaluate", "--gold", "gold.jsonl", "gold.jsonl"]);
    assert_eq!(outcome.code, Some(2));
    for message in [
        "gold.jsonl line 1: the span 1-3 is not in the body, which has 2 code points",
        "gold.jsonl line 2: the id a stands in line 1 too",
        "gold.jsonl line 2: 国 is not what stands at 0-1 of the body, which is 中",
        "gold.jsonl line 3: no article of a gold set: the kind state is none of country, person",
        "gold.jsonl line 4: the pattern ( of unmarked is no regular expression",
        "gold.jsonl line 5: no article of a gold set",
        "6 faults in what was to be evaluated",
    ] {
        assert!(outcome.stderr.contains(message), "{message}: {}", outcome.stderr);
    }
}
