//! Tables by period and by day: what they count is what the other tables hold.

mod program;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use program::Workplace;
use serde_json::Value;

fn demo() -> Workplace {
    let workplace = Workplace::new();
    workplace.succeed(&["demo", "-o", "demo", "--format", "jsonl", "--system", "none", "--quiet"]);
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
        let shared = ["graph", "demo", "-o", "out", "--overwrite", "--system", "none", "--quiet"];
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
    workplace.succeed(&["run", "archive", "-o", "out", "--format", "jsonl", "--system", "none", "--quiet"]);
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
    let arguments = ["run", "-", "-o", "out", "--format", "jsonl", "--system", "none", "--quiet"];
    let outcome = workplace.run_with_input(&arguments, articles.join("\n").as_bytes());
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(0), ""), "{}", outcome.stderr);
    for (periods, n_articles, outside) in [("year", 3, 1), ("month", 2, 2), ("1996-07-05", 1, 3)] {
        workplace.succeed(&["graph", "out", "--periods", periods, "--system", "none", "--quiet"]);
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
    workplace.succeed(&["graph", "demo", "--periods", "decade", "--zeros", "--system", "none", "--quiet"]);
    let after = workplace.files("demo");
    let differing: Vec<&String> = after.keys().filter(|name| after.get(*name) != before.get(*name)).collect();
    let expected = [
        "datapackage.json",
        "edges_by_period.jsonl",
        "edges_change.jsonl",
        "entity_period.jsonl",
        "manifest.json",
        "methods.md",
        "report.html",
    ];
    assert_eq!(differing, expected);
    // With the options of the run it is again what it was.
    workplace.succeed(&["graph", "demo", "--system", "none", "--quiet"]);
    assert!(workplace.files("demo") == before);
}

const EDGE_COUNTS: [&str; 7] =
    ["n", "n_named", "n_dyadic", "n_articles", "n_source", "n_target", "n_windows"];

type Edges = BTreeMap<(String, String, String), [Option<i64>; 7]>;

/// Counts of edges by window, source and target.
fn edges<'v>(rows: impl Iterator<Item = &'v Value>) -> Edges {
    let key = |row: &Value| ["window", "source", "target"].map(|key| text(row, key).to_owned()).into();
    rows.map(|row| (key(row), EDGE_COUNTS.map(|count| row[count].as_i64()))).collect()
}

#[test]
fn edges_of_a_period_are_those_of_its_articles_alone() {
    let workplace = demo();
    workplace.succeed(&["graph", "demo", "-o", "years", "--periods", "year", "--system", "none", "--quiet"]);
    let by_period = workplace.rows("years", "edges_by_period");
    for year in [1955, 1972, 1996] {
        let from = format!("{year}-01-01");
        let of = edges(by_period.iter().filter(|row| row["period_from"] == from.as_str()));
        let condition = format!("date={year}");
        workplace.succeed(&[
            "graph",
            "demo",
            "-o",
            "year",
            "--overwrite",
            "--where",
            &condition,
            "--system",
            "none",
            "--quiet",
        ]);
        assert!(of.len() > 10);
        assert_eq!(of, edges(workplace.rows("year", "edges").iter()));
    }
    // All of the demo is dated, so periods add up to the whole.
    let mut sums: Edges = BTreeMap::new();
    for row in &by_period {
        let to: Date = text(row, "period_to").parse().expect("a day");
        assert_eq!(to.to_string(), format!("{}-01-01", to.year()));
        for (key, counts) in edges([row].into_iter()) {
            let sum = sums.entry(key).or_insert([Some(0); 7]);
            *sum = std::array::from_fn(|at| Some(sum[at]? + counts[at]?));
        }
    }
    let whole = edges(workplace.rows("demo", "edges").iter());
    assert_eq!(sums.len(), whole.len());
    for (key, counts) in &whole {
        assert_eq!(sums[key][..4], counts[..4], "{key:?}");
    }
}

#[test]
fn an_edge_has_a_row_of_zeros_where_it_was_not_met_only_if_that_is_asked_for() {
    let workplace = demo();
    let periods = "1971-10-25,1990-01-01";
    let rows = |zeros: &[&str]| {
        let shared = [
            "graph",
            "demo",
            "-o",
            "out",
            "--overwrite",
            "--system",
            "none",
            "--quiet",
            "--periods",
            periods,
        ];
        workplace.succeed(&[&shared[..], zeros].concat());
        workplace.rows("out", "edges_by_period")
    };
    let (met, all) = (rows(&[]), rows(&["--zeros"]));
    let dates: Vec<Date> = workplace.rows("demo", "articles").iter().map(day).collect();
    let (first, last) = (dates.iter().min().expect("days"), dates.iter().max().expect("days"));
    let after = last.tomorrow().expect("a day").to_string();
    let cuts = [first.to_string(), "1971-10-25".to_owned(), "1990-01-01".to_owned(), after];
    let found: BTreeSet<(&str, &str)> =
        all.iter().map(|row| (text(row, "period_from"), text(row, "period_to"))).collect();
    let expected: BTreeSet<(&str, &str)> =
        cuts.windows(2).map(|pair| (pair[0].as_str(), pair[1].as_str())).collect();
    assert_eq!(found, expected);
    assert!(met.iter().all(|row| number(row, "n") > 0));
    let keys: BTreeSet<_> = edges(met.iter()).into_keys().collect();
    assert_eq!(all.len(), keys.len() * 3);
    for (at, from) in cuts[..3].iter().enumerate() {
        let of = |rows: &[Value]| edges(rows.iter().filter(|row| row["period_from"] == from.as_str()));
        let (met, all) = (of(&met), of(&all));
        let standing: BTreeMap<(String, String), i64> = met
            .iter()
            .flat_map(|((window, source, target), counts)| {
                let end = |id: &String, n: Option<i64>| ((window.clone(), id.clone()), n.expect("a count"));
                [end(source, counts[4]), end(target, counts[5])]
            })
            .collect();
        for (key, counts) in &all {
            match met.get(key) {
                Some(same) => assert_eq!(same, counts, "{key:?}"),
                None => {
                    assert_eq!((counts[0], counts[1], counts[3]), (Some(0), Some(0), Some(0)), "{key:?}");
                    let (window, source, target) = key;
                    for (end, n) in [(source, counts[4]), (target, counts[5])] {
                        if let Some(expected) = standing.get(&(window.clone(), end.clone())) {
                            assert_eq!(n, Some(*expected), "{key:?} in period {at}");
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn changes_compare_neighbouring_periods() {
    let workplace = demo();
    let arguments = ["--periods", "1971-10-25,1990-01-01", "--window", "article", "--weight-from", "n_named"];
    workplace
        .succeed(&[&["graph", "demo", "-o", "out", "--system", "none", "--quiet"], &arguments[..]].concat());
    let edges = workplace.rows("out", "edges_by_period");
    let changes = workplace.rows("out", "edges_change");
    let find = |row: &Value, from: &Value| {
        let same = |edge: &&Value| {
            edge["source"] == row["source"] && edge["target"] == row["target"] && &edge["period_from"] == from
        };
        edges.iter().find(same)
    };
    assert!(changes.len() > 50);
    for row in &changes {
        let counts = [(&row["period_from"], "before"), (&row["period_cut"], "after")];
        for (from, which) in counts {
            let edge = find(row, from);
            assert_eq!(
                number(row, &format!("n_{which}")),
                edge.map_or(0, |edge| number(edge, "n_named")),
                "{row}"
            );
            if let Some(edge) = edge {
                assert_eq!(number(row, &format!("n_windows_{which}")), number(edge, "n_windows"), "{row}");
            }
        }
        let real = |key: &str| row[key].as_f64().unwrap_or_else(|| panic!("{key} is a number in {row}"));
        assert!(number(row, "n_before") + number(row, "n_after") > 0, "{row}");
        assert!(
            0.0 <= real("p") && real("p") <= real("q") && real("q") <= 1.0 && real("llr") >= 0.0,
            "{row}"
        );
    }
    let neighbours: BTreeSet<(&str, &str)> =
        changes.iter().map(|row| (text(row, "period_from"), text(row, "period_cut"))).collect();
    assert_eq!(neighbours.len(), 2);
    // By year, with years without articles between, only neighbours are compared.
    let workplace = Workplace::new();
    let article =
        |year: &str| format!("{{\"id\":\"{year}\",\"date\":\"{year}-05-01\",\"body\":\"中国和法国友好。\"}}");
    let articles = ["1996", "1997", "1999"].map(article).join("\n");
    let arguments =
        ["run", "-", "-o", "out", "--format", "jsonl", "--system", "none", "--quiet", "--periods", "year"];
    let outcome = workplace.run_with_input(&arguments, articles.as_bytes());
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    let changes = workplace.rows("out", "edges_change");
    assert_eq!(changes.len(), 3, "one for each window");
    let row = &changes[0];
    let days = ["period_from", "period_cut", "period_to"].map(|key| text(row, key));
    assert_eq!(days, ["1996-01-01", "1997-01-01", "1998-01-01"]);
    assert_eq!(
        (&row["log_ratio"], &row["llr"], &row["p"], &row["q"]),
        (&0.0.into(), &0.0.into(), &1.0.into(), &1.0.into())
    );
}
