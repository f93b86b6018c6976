//! Tables by period and by day: what they count is what the other tables hold.

mod program;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use program::Workplace;
use serde_json::Value;

fn demo() -> Workplace {
    let workplace = Workplace::new();
    workplace.succeed(&["demo", "-o", "demo", "--format", "jsonl", "--quiet"]);
    workplace
}

fn text<'v>(row: &'v Value, key: &str) -> &'v str {
    row[key].as_str().unwrap_or_else(|| panic!("{key} is a string in {row}"))
}

fn number(row: &Value, key: &str) -> i64 {
    row[key].as_i64().unwrap_or_else(|| panic!("{key} is a number in {row}"))
}

fn day(row: &Value) -> Date {
    text(row, "date").parse().expect("it is a day")
}

/// The mentions that counts see: of an entity, in a counted zone, no treaty by 该协定.
fn counted(workplace: &Workplace) -> Vec<Value> {
    let counted = |row: &Value| {
        row["entity_id"].is_string()
            && (row["zone"] == "text" || row["zone"] == "signature")
            && !(row["kind"] == "treaty" && row["form"] == "anaphor")
    };
    workplace.rows("demo", "mentions").into_iter().filter(counted).collect()
}

#[test]
fn entities_by_period_and_by_article_sum_to_the_mentions() {
    let workplace = demo();
    let mentions = counted(&workplace);
    assert!(mentions.len() > 1_000);
    let expected = |key: &dyn Fn(&Value) -> String| {
        let mut sums: BTreeMap<(String, String), [i64; 2]> = BTreeMap::new();
        for row in &mentions {
            let sum = sums.entry((text(row, "entity_id").to_owned(), key(row))).or_default();
            sum[0] += 1;
            sum[1] += i64::from(row["form"] != "anaphor");
        }
        sums
    };
    let found = |table: &str, key: &str| {
        let rows = workplace.rows("demo", table);
        let key = |row: &Value| (text(row, "entity_id").to_owned(), text(row, key).to_owned());
        let sums = |row: &Value| [number(row, "n_mentions"), number(row, "n_named")];
        rows.iter().map(|row| (key(row), sums(row))).collect::<BTreeMap<_, _>>()
    };
    let year = |row: &Value| text(row, "date")[..4].to_owned();
    assert_eq!(found("entity_period", "period"), expected(&year));
    let article = |row: &Value| text(row, "article_id").to_owned();
    assert_eq!(found("article_entities", "article_id"), expected(&article));
}

#[test]
fn a_period_counts_sentences_articles_and_days_once() {
    let workplace = demo();
    let articles = workplace.rows("demo", "articles");
    let counted_sentence = |row: &Value| row["zone"] == "text" || row["zone"] == "signature";
    let sentences: Vec<Value> =
        workplace.rows("demo", "sentences").into_iter().filter(counted_sentence).collect();
    let mentions = counted(&workplace);
    let rows = workplace.rows("demo", "entity_period");
    for row in rows.iter().filter(|row| row["kind"] == "country") {
        let (entity, year) = (text(row, "entity_id"), text(row, "period"));
        let of_year = |other: &&Value| other["date"].as_str().is_some_and(|date| date.starts_with(year));
        let own: Vec<&Value> =
            mentions.iter().filter(of_year).filter(|other| text(other, "entity_id") == entity).collect();
        let places: BTreeSet<(&str, i64)> =
            own.iter().map(|row| (text(row, "article_id"), number(row, "sentence"))).collect();
        let of: BTreeSet<&str> = own.iter().map(|row| text(row, "article_id")).collect();
        let titles: BTreeSet<&str> =
            own.iter().filter(|row| row["field"] == "title").map(|row| text(row, "article_id")).collect();
        assert_eq!(number(row, "n_sentences"), places.len() as i64, "{row}");
        assert_eq!(number(row, "n_articles"), of.len() as i64, "{row}");
        assert_eq!(number(row, "n_title_articles"), titles.len() as i64, "{row}");
        let all: Vec<&Value> = articles.iter().filter(of_year).collect();
        let ids: BTreeSet<&str> = all.iter().map(|row| text(row, "article_id")).collect();
        assert_eq!(number(row, "n_articles_total"), all.len() as i64, "{row}");
        let characters: i64 = all.iter().map(|row| number(row, "n_characters")).sum();
        assert_eq!(number(row, "n_characters_total"), characters, "{row}");
        let days: BTreeSet<&str> = all.iter().map(|row| text(row, "date")).collect();
        assert_eq!(number(row, "n_issue_days"), days.len() as i64, "{row}");
        let all = sentences.iter().filter(|row| ids.contains(text(row, "article_id"))).count();
        assert_eq!(number(row, "n_sentences_total"), all as i64, "{row}");
    }
    let alive = |entity: &str, year: &str| {
        let row = rows.iter().find(|row| row["entity_id"] == entity && row["period"] == year);
        row.map(|row| row["alive"].clone())
    };
    assert_eq!(alive("SUN", "1996"), Some(Value::from(false)));
    assert_eq!(alive("KAZ", "1996"), Some(Value::from(true)));
}

#[test]
fn periods_are_those_that_are_asked_for() {
    let workplace = demo();
    let periods = |arguments: &[&str]| {
        let shared = ["graph", "demo", "-o", "out", "--overwrite", "--quiet"];
        workplace.succeed(&[&shared[..], arguments].concat());
        workplace.rows("out", "entity_period")
    };
    let years = workplace.rows("demo", "entity_period");
    let mentions = |rows: &[Value]| rows.iter().map(|row| number(row, "n_mentions")).sum::<i64>();
    for (unit, label) in
        [("half", "1996-H2"), ("quarter", "1996-Q3"), ("month", "1996-07"), ("decade", "1990s")]
    {
        let rows = periods(&["--periods", unit]);
        assert_eq!(mentions(&rows), mentions(&years), "{unit}");
        assert!(rows.iter().any(|row| row["entity_id"] == "KAZ" && row["period"] == label), "{unit}");
        assert_eq!(workplace.manifest("out")["graph"]["periods"], unit);
    }
    let rows = periods(&["--periods", "1996-07-06,1971-10-25"]);
    assert_eq!(mentions(&rows), mentions(&years));
    let labels: BTreeSet<&str> = rows.iter().map(|row| text(row, "period")).collect();
    let expected = ["..1971-10-24", "1971-10-25..1996-07-05", "1996-07-06.."];
    assert_eq!(labels.into_iter().collect::<Vec<_>>(), expected);
    // The statement stands in the paper of the cut day.
    let of_statement = ["--periods", "1996-07-06", "--where", "date=1996-07-06"];
    assert!(periods(&of_statement).iter().all(|row| row["period"] == "1996-07-06.."));

    let rows = periods(&["--zeros"]);
    assert_eq!(mentions(&rows), mentions(&years));
    let entities: BTreeSet<&str> = rows.iter().map(|row| text(row, "entity_id")).collect();
    let labels: BTreeSet<i64> = rows.iter().map(|row| text(row, "period").parse().expect("a year")).collect();
    let (first, last) = (labels.first().expect("years"), labels.last().expect("years"));
    assert_eq!(labels.len() as i64, last - first + 1, "no year is left out");
    assert_eq!(rows.len(), entities.len() * labels.len());
    let row = rows.iter().find(|row| row["entity_id"] == "KAZ" && row["period"] == "1955");
    let row = row.expect("there are zeros");
    assert_eq!((&row["n_mentions"], &row["alive"]), (&Value::from(0), &Value::from(false)));
}

#[test]
fn every_day_of_a_newspaper_is_covered() {
    let workplace = demo();
    let articles = workplace.rows("demo", "articles");
    let coverage = workplace.rows("demo", "coverage");
    let days: Vec<Date> = coverage.iter().map(day).collect();
    let dates: BTreeSet<Date> = articles.iter().map(day).collect();
    assert_eq!((days.first(), days.last()), (dates.first(), dates.last()));
    assert!(days.windows(2).all(|pair| pair[0].tomorrow().ok() == Some(pair[1])), "no day is left out");
    let countries: BTreeSet<String> = counted(&workplace)
        .iter()
        .filter(|row| row["kind"] == "country")
        .map(|row| text(row, "article_id").to_owned())
        .collect();
    for row in &coverage {
        let own: Vec<&Value> = articles.iter().filter(|article| article["date"] == row["date"]).collect();
        let sum = |key: &str| own.iter().map(|article| number(article, key)).sum::<i64>();
        let pages: BTreeSet<i64> = own.iter().filter_map(|article| article["page"].as_i64()).collect();
        let without_body = own.iter().filter(|article| article["has_body"] == false).count();
        let country = own.iter().filter(|article| countries.contains(text(article, "article_id"))).count();
        assert_eq!(number(row, "n_articles"), own.len() as i64, "{row}");
        assert_eq!(number(row, "n_pages"), pages.len() as i64, "{row}");
        assert_eq!(number(row, "n_characters"), sum("n_characters"), "{row}");
        assert_eq!(number(row, "n_problems"), sum("n_problems"), "{row}");
        assert_eq!(number(row, "n_without_body"), without_body as i64, "{row}");
        assert_eq!(number(row, "n_with_country"), country as i64, "{row}");
    }
}

#[test]
fn issue_numbers_tell_a_day_without_a_paper_from_a_day_that_was_not_read() {
    let workplace = Workplace::new();
    let record = |date: &str, issue: &str| {
        format!(
            "〖ZQ/总期〗{issue}〖-ZQ/总期〗\n〖RQ/日期〗{date}〖-RQ/日期〗\n〖BH/版号〗1〖-BH/版号〗\n〖TH/条号〗1〖-TH/条号〗\n〖BT/标题〗中国〖-BT/标题〗\n〖ZW/正文〗\n    中国新闻。\n〖-ZW/正文〗\n"
        )
    };
    // No paper on 6 and 7 February 1951; that of the 9th is missing; the 11th does not say its number.
    let records = [("19510205", "938"), ("19510208", "939"), ("19510210", "941"), ("19510211", "")];
    let records = records.map(|(date, issue)| record(date, issue)).concat();
    workplace.write("archive/all.txt", records);
    workplace.succeed(&["run", "archive", "-o", "out", "--format", "jsonl", "--quiet"]);
    let rows = workplace.rows("out", "coverage");
    let shown: Vec<String> = rows
        .iter()
        .map(|row| format!("{} {} {}", text(row, "date"), row["n_articles"], row["expected"]))
        .collect();
    assert_eq!(
        shown,
        [
            "1951-02-05 1 null",
            "1951-02-06 0 false",
            "1951-02-07 0 false",
            "1951-02-08 1 null",
            "1951-02-09 0 true",
            "1951-02-10 1 null",
            "1951-02-11 1 null",
        ]
    );
}

#[test]
fn articles_without_a_day_are_in_the_periods_that_hold_all_their_days() {
    let workplace = Workplace::new();
    let articles = [
        r#"{"id":"a","date":"1996","body":"中国和法国友好。"}"#,
        r#"{"id":"b","date":"1996-07","body":"中国和法国友好。"}"#,
        r#"{"id":"c","date":"1996-07-05","body":"中国和法国友好。"}"#,
        r#"{"id":"d","body":"中国和法国友好。"}"#,
    ];
    let arguments = ["run", "-", "-o", "out", "--format", "jsonl", "--quiet"];
    let outcome = workplace.run_with_input(&arguments, articles.join("\n").as_bytes());
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(0), ""), "{}", outcome.stderr);
    for (periods, n_articles, outside) in [("year", 3, 1), ("month", 2, 2), ("1996-07-05", 1, 3)] {
        workplace.succeed(&["graph", "out", "--periods", periods, "--quiet"]);
        let rows = workplace.rows("out", "entity_period");
        let row = rows.iter().find(|row| row["entity_id"] == "FRA").expect("it is mentioned");
        assert_eq!(number(row, "n_articles_total"), n_articles, "{periods}");
        assert_eq!(number(row, "n_issue_days"), 1, "{periods}");
        assert_eq!(workplace.manifest("out")["graph"]["without_period"], outside, "{periods}");
    }
    assert_eq!(workplace.rows("out", "coverage").len(), 1);
}

#[test]
fn periods_move_no_other_table() {
    let workplace = demo();
    let before = workplace.files("demo");
    workplace.succeed(&["graph", "demo", "--periods", "decade", "--zeros", "--quiet"]);
    let after = workplace.files("demo");
    let differing: Vec<&String> = after.keys().filter(|name| after.get(*name) != before.get(*name)).collect();
    assert_eq!(differing, ["datapackage.json", "entity_period.jsonl", "manifest.json"]);
}
