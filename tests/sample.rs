//! `sample` and `evaluate --sample`: what is drawn of a run, and what its verdicts say.

#[expect(dead_code, reason = "other tests read more of a run")]
mod program;

use std::collections::BTreeMap;

use program::Workplace;
use serde_json::{Value, json};

fn demo() -> Workplace {
    let workplace = Workplace::new();
    workplace.succeed(&["demo", "-o", "demo", "--format", "jsonl", "--quiet"]);
    workplace
}

/// The rows of a CSV file without line breaks in its cells, by column.
fn rows(csv: &str) -> Vec<BTreeMap<String, String>> {
    let mut lines = csv.lines().map(cells);
    let head = lines.next().expect("a line of names");
    lines.map(|cells| head.iter().cloned().zip(cells).collect()).collect()
}

fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            _ => cells.last_mut().expect("it is never empty").push(character),
        }
    }
    cells
}

fn text<'r>(row: &'r Value, column: &str) -> &'r str {
    row[column].as_str().unwrap_or_default()
}

const BY: [&str; 8] = ["sample", "demo", "--kind", "country", "--by", "decade,form", "--n", "90"];

#[test]
fn weights_restore_the_population_and_marks_stand_around_the_mention() {
    let workplace = demo();
    let sheet = rows(&workplace.succeed(&BY).stdout);
    assert_eq!(sheet.len(), 90);
    let mut population: BTreeMap<String, f64> = BTreeMap::new();
    let mut mentions = BTreeMap::new();
    for mention in workplace.rows("demo", "mentions").into_iter().filter(|row| row["kind"] == "country") {
        let stratum = format!("{}0s/{}", &text(&mention, "date")[..3], text(&mention, "form"));
        *population.entry(stratum).or_default() += 1.0;
        mentions.insert(text(&mention, "mention_id").to_owned(), mention);
    }
    assert!(population.len() > 10 && population.len() < 30, "{population:?}");
    let mut weights: BTreeMap<String, f64> = BTreeMap::new();
    for row in &sheet {
        *weights.entry(row["stratum"].clone()).or_default() +=
            row["weight"].parse::<f64>().expect("a number");
        let mention = &mentions[&row["mention_id"]];
        let (_, rest) = row["sentence"].split_once('⟦').expect("a mark");
        assert_eq!(rest.split_once('⟧').expect("a mark").0, text(mention, "text"));
        assert_eq!([&row["entity"], &row["rule"]], [text(mention, "entity_id"), text(mention, "rule")]);
        assert_eq!(row["date"], text(mention, "date"));
        assert!(row["correct"].is_empty() && row["right_entity"].is_empty() && row["note"].is_empty());
    }
    for (stratum, n) in population {
        assert!((weights[&stratum] - n).abs() < 1e-9, "{stratum}: {} of {n}", weights[&stratum]);
    }
}

#[test]
fn a_sample_depends_on_seed_and_run_alone() {
    let workplace = demo();
    workplace.succeed(&["demo", "-o", "other", "--format", "parquet", "-j", "3", "--quiet"]);
    let from = |run| [&["sample", run], &BY[2..]].concat();
    let first = workplace.succeed(&from("demo")).stdout;
    assert_eq!(workplace.succeed(&from("other")).stdout, first, "neither format nor threads matter");
    let reseeded = workplace.succeed(&[&from("demo")[..], &["--seed", "2"]].concat()).stdout;
    assert_ne!(reseeded, first);
    let ids = |csv: &str| rows(csv).iter().map(|row| row["mention_id"].clone()).collect::<Vec<_>>();
    let five = ids(&workplace.succeed(&["sample", "demo", "--kind", "treaty", "--n", "5"]).stdout);
    let nine = ids(&workplace.succeed(&["sample", "demo", "--kind", "treaty", "--n", "9"]).stdout);
    assert!(five.len() == 5 && nine.starts_with(&five));
}

#[test]
fn every_kind_is_drawn_from_the_articles_that_are_selected() {
    let workplace = demo();
    for kind in ["country", "person", "treaty", "date", "place", "organization"] {
        let arguments = ["sample", "demo", "--kind", kind, "--n", "12", "--where", "date=1972..1979"];
        let sheet = rows(&workplace.succeed(&arguments).stdout);
        assert!(sheet.len() > 4, "{kind}");
        assert!(sheet.iter().all(|row| ("1972".."1980").contains(&&row["date"][..4])), "{kind}");
        assert!(sheet.iter().all(|row| row["mention_id"].contains(&format!(":{kind}:"))), "{kind}");
    }
    workplace.write("list.csv", "article_id\n19960706-02-002\n");
    let listed = ["sample", "demo", "--articles", "list.csv", "--by", "year", "--allocation", "proportional"];
    let sheet = rows(&workplace.succeed(&listed).stdout);
    assert!(sheet.len() > 60 && sheet.iter().all(|row| row["mention_id"].starts_with("19960706-02-002:")));
    let check = |arguments: &[&str], message: &str| {
        let outcome = workplace.run(&[&["sample", "demo"], arguments].concat());
        assert_eq!(outcome.code, Some(2), "{arguments:?}");
        assert!(outcome.stderr.contains(message), "{arguments:?}: {}", outcome.stderr);
    };
    check(&["--where", "date=1900"], "there is nothing to draw from");
    check(&["--n", "3", "--by", "year"], "only 3 are to be drawn; draw more, or divide by less");
    check(&["--articles", "4", "--by", "form"], "articles have no form, only mentions do");
    check(&["--by", "colour"], "expected decade, year, source");
}

#[test]
fn a_sheet_with_verdicts_is_never_replaced() {
    let workplace = demo();
    workplace.write("sheet.csv", "verdicts");
    let outcome = workplace.run(&["sample", "demo", "-o", "sheet.csv"]);
    assert_eq!(outcome.code, Some(2));
    assert!(outcome.stderr.contains("sheet.csv exists and may hold verdicts"), "{}", outcome.stderr);
    assert_eq!(workplace.files("")["sheet.csv"], b"verdicts");
}

fn estimates(printed: &str) -> Vec<Value> {
    let report: Value = serde_json::from_str(printed).expect("estimates are JSON");
    report["estimates"].as_array().expect("a list").clone()
}

#[track_caller]
fn assert_near(found: &Value, expected: f64) {
    assert!((found.as_f64().expect("a number") - expected).abs() < 5e-5, "{found} and not {expected}");
}

/// A stratum of 90 mentions with 2 of 3 right, one of 10 with 1 of 2 (the other has another state) and one unjudged.
const VERDICTS: &str = "\u{feff}mention_id,date,stratum,weight,sentence,entity,rule,correct,right_entity,note
a:1,1972-01-01,a,30,⟦中国⟧,CHN,r,yes,,
a:2,1972-01-01,a,30,\"两国，⟦中国⟧,\",CHN,r,1,,
a:3,1972-01-01,a,30,⟦中⟧学,CHN,r,no,,a school
b:1,1982-01-01,b,5,⟦哈⟧,KAZ,r,对,,
b:2,1982-01-01,b,5,⟦哈⟧,KAZ,r,错,HUN,
c:1,1992-01-01,c,100,⟦美国⟧,USA,r,,,
";

#[test]
fn estimates_are_weighted_and_have_wilson_intervals() {
    let workplace = Workplace::new();
    workplace.write("sheet.csv", VERDICTS);
    let outcome = workplace.succeed(&["evaluate", "--sample", "sheet.csv", "--to", "json"]);
    let found = estimates(&outcome.stdout);
    let named = |measure: &str, stratum: Value| {
        let one = |row: &&Value| row["measure"] == measure && row["stratum"] == stratum;
        found.iter().find(one).unwrap_or_else(|| panic!("{measure} {stratum}"))
    };
    let a = named("precision", json!("a"));
    assert_eq!([&a["n"], &a["right"]], [&json!(3), &json!(2)]);
    // statsmodels: proportion_confint(2, 3, method="wilson").
    for (name, figure) in
        [("estimate", 0.6667), ("low", 0.2077), ("high", 0.9385), ("population_share", 0.45)]
    {
        assert_near(&a[name], figure);
    }
    assert_near(&named("precision", json!("b"))["estimate"], 0.5);
    assert_near(&named("precision of the mention", json!("b"))["estimate"], 1.0);
    // 0.9 · 2/3 + 0.1 · 1/2, and (3 · 30 + 2 · 5)² / (3 · 30² + 2 · 5²) draws.
    let all = named("precision", Value::Null);
    for (name, figure) in [("estimate", 0.65), ("effective_n", 3.6364), ("population_share", 0.5)] {
        assert_near(&all[name], figure);
    }
    assert!(!found.iter().any(|row| row["stratum"] == "c"), "nothing is said of what was not judged");
    assert!(
        outcome.stderr.contains("1 without a verdict; strata without any are 50.0 %"),
        "{}",
        outcome.stderr
    );
    let text = workplace.succeed(&["evaluate", "--sample", "sheet.csv"]).stdout;
    assert!(
        text.lines().any(|line| line.starts_with("precision ") && line.contains("all together")),
        "{text}"
    );
    let table = workplace.succeed(&["evaluate", "--sample", "sheet.csv", "--to", "markdown"]).stdout;
    assert!(table.contains("| precision | a | 0.4500 | 3 | 2 | 3.0 | 0.6667 | 0.2077 | 0.9385 |"), "{table}");
}

#[test]
fn every_bad_cell_is_named_with_its_line() {
    let workplace = Workplace::new();
    let check = |sheet: &str, messages: &[&str]| {
        workplace.write("sheet.csv", sheet);
        let outcome = workplace.run(&["evaluate", "--sample", "sheet.csv"]);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""), "{sheet}");
        for message in messages {
            assert!(outcome.stderr.contains(message), "{message}: {}", outcome.stderr);
        }
    };
    let faulty = VERDICTS
        .replace("CHN,r,yes", "CHN,r,maybe")
        .replace("30,\"两国", "much,\"两国")
        .replace("CHN,r,no,", "CHN,r,no,CHN")
        .replace("b:1", "a:1")
        .replace("USA,r,,", "USA,r,,GBR");
    check(
        &faulty,
        &[
            "sheet.csv line 2: correct is \"maybe\"; write yes or no",
            "sheet.csv line 3: the weight \"much\" is no number above 0",
            "sheet.csv line 4: correct is no, but right_entity is the one that was found",
            "sheet.csv line 5: a:1 stands in line 2 too",
            "sheet.csv line 7: right_entity is GBR, but correct is empty",
            "5 faults in what was to be evaluated",
        ],
    );
    check(
        &VERDICTS.replace("correct", "korrekt"),
        &["sheet.csv line 1: there is no column correct, only mention_id"],
    );
    check(
        &VERDICTS.replace("⟦中⟧学,CHN,r,no,,", "⟦中⟧学,CHN,r,no,,,,"),
        &["sheet.csv line 4: the row cannot be read: it has 12 cells"],
    );
    workplace.write("gb.csv", b"mention_id,\xd6\xd0\n");
    let outcome = workplace.run(&["evaluate", "--sample", "gb.csv"]);
    assert!(
        outcome.stderr.contains("gb.csv line 1: the file is not UTF-8; save it as CSV in UTF-8"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn whole_articles_give_recall() {
    let workplace = demo();
    let arguments =
        ["sample", "demo", "--kind", "place", "--articles", "8", "--by", "decade", "-o", "sheet.csv"];
    let outcome = workplace.succeed(&arguments);
    assert!(outcome.stderr.contains(" articles\n"), "{}", outcome.stderr);
    let sheet = std::fs::read_to_string(workplace.path("sheet.csv")).expect("it was written");
    let sheet_rows = rows(&sheet);
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &sheet_rows {
        assert_eq!(row["sentence"].matches('⟦').count().to_string(), row["found"]);
        *found.entry(&row["article_id"]).or_default() += row["found"].parse::<usize>().expect("a number");
    }
    assert_eq!(found.len(), 8);
    let mut spans: BTreeMap<String, BTreeMap<u64, ()>> = BTreeMap::new();
    for mention in workplace.rows("demo", "mentions").iter().filter(|row| row["kind"] == "place") {
        let start = mention["start"].as_u64().expect("a number");
        spans.entry(text(mention, "article_id").to_owned()).or_default().insert(start, ());
    }
    for (article, n) in &found {
        assert_eq!(spans.get(*article).map_or(0, BTreeMap::len), *n, "{article}");
    }

    // Articles with 4 of 5 and 9 of 10 found, one of the found wrong, and one that was not read.
    let head = sheet.lines().next().expect("a line of names");
    let judged = format!(
        "{head}\na,,all,2,0,⟦⟧,5,1,,\na,,all,2,1,⟦⟧,0,,1,\nb,,all,2,0,⟦⟧,9,0,1,\nc,,all,2,0,⟦⟧,7,,,\n"
    );
    workplace.write("judged.csv", judged);
    let outcome = workplace.succeed(&["evaluate", "--sample", "judged.csv", "--to", "json"]);
    let found = estimates(&outcome.stdout);
    let all = |measure: &str| {
        let one = |row: &&Value| row["measure"] == measure && row["stratum"].is_null();
        found.iter().find(one).expect("it is estimated").clone()
    };
    assert_near(&all("precision")["estimate"], 13.0 / 14.0);
    assert_near(&all("recall")["estimate"], 13.0 / 15.0);
    // Residuals of recall: 4 - 13/15 · 5 = -1/3 and 9 - 13/15 · 10 = 1/3, so v = 2 · 2 · (1/3)² / 15² and
    // 13/15 · 2/15 / v = 58.5, which is more than the 15 mentions.
    assert_near(&all("recall")["effective_n"], 15.0);
    // 4 - 13/14 · 5 = -9/14 and 9/14: v = 2 · 2 · (9/14)² / 14², and 13/14 · 1/14 / v is 7.8642.
    assert_near(&all("precision")["effective_n"], 7.8642);
    assert!(outcome.stderr.contains("1 without a verdict"), "{}", outcome.stderr);
    workplace.write("judged.csv", format!("{head}\na,,all,2,0,⟦⟧,5,six,,\na,,all,2,1,⟦⟧,0,1,,\n"));
    let outcome = workplace.run(&["evaluate", "--sample", "judged.csv"]);
    for message in [
        "judged.csv line 2: wrong is \"six\"; write a number",
        "judged.csv line 3: more mentions are wrong than were found",
    ] {
        assert!(outcome.stderr.contains(message), "{message}: {}", outcome.stderr);
    }
}
