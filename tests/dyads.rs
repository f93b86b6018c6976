//! The table `dyad_year`: which pairs of states it has, and that its counts are those of the mentions.

mod program;

use std::collections::{BTreeMap, BTreeSet};

use program::Workplace;
use serde_json::Value;

fn demo() -> Workplace {
    let workplace = Workplace::new();
    let outcome = workplace.succeed(&["demo", "-o", "demo", "--format", "jsonl", "--quiet"]);
    assert_eq!(outcome.stdout, "");
    workplace
}

fn text<'v>(row: &'v Value, key: &str) -> &'v str {
    row[key].as_str().unwrap_or_else(|| panic!("{key} is a string in {row}"))
}

fn number(row: &Value, key: &str) -> i64 {
    row[key].as_i64().unwrap_or_else(|| panic!("{key} is a number in {row}"))
}

type Key = (i64, i64, i64);

/// The states of a sentence, by code or by id, and whether each stands by name.
type States = BTreeMap<Result<i64, String>, bool>;

/// The rows of `dyad_year` by both codes and year.
fn dyads(workplace: &Workplace, out: &str) -> BTreeMap<Key, Value> {
    let rows = workplace.rows(out, "dyad_year");
    let n_rows = rows.len();
    let key = |row: &Value| (number(row, "ccode1"), number(row, "ccode2"), number(row, "year"));
    let rows: BTreeMap<Key, Value> = rows.into_iter().map(|row| (key(&row), row)).collect();
    assert_eq!(rows.len(), n_rows, "both codes and the year name one row");
    assert!(rows.keys().all(|(one, other, _)| one < other));
    rows
}

/// Runs articles given as lines of JSON and reads their pairs of states.
fn dyads_of(articles: &[&str], options: &[&str]) -> BTreeMap<Key, Value> {
    let workplace = Workplace::new();
    let arguments = [&["run", "-", "-o", "out", "--format", "jsonl", "--quiet"], options].concat();
    let outcome = workplace.run_with_input(&arguments, articles.join("\n").as_bytes());
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    assert!(workplace.files("out").contains_key("dyad_year.jsonl"));
    dyads(&workplace, "out")
}

#[test]
fn pairs_are_those_of_members_on_a_common_day() {
    let workplace = demo();
    let rows = dyads(&workplace, "demo");
    let years: BTreeSet<i64> = rows.keys().map(|(.., year)| *year).collect();
    let of = |one, other, year| rows.get(&(one, other, year));
    let labels = |one, other, year| {
        of(one, other, year).map(|row| [text(row, "iso3_1").to_owned(), text(row, "iso3_2").to_owned()])
    };
    assert_eq!(years, (1949..=2001).collect());
    // Russia goes on under the number of the Soviet Union.
    assert_eq!(labels(365, 710, 1991), Some(["RUS", "CHN"].map(str::to_owned)));
    assert_eq!(labels(365, 710, 1990), Some(["SUN", "CHN"].map(str::to_owned)));
    // Both Germanies and Germany, both Yemens and Yemen had a part of 1990 in common with China.
    assert_eq!(labels(255, 710, 1990), Some(["DEU", "CHN"].map(str::to_owned)));
    assert_eq!(labels(260, 710, 1990), Some(["DEU", "CHN"].map(str::to_owned)));
    assert_eq!(labels(265, 710, 1990), Some(["DDR", "CHN"].map(str::to_owned)));
    for code in [678, 679, 680] {
        assert!(of(code, 710, 1990).is_some(), "{code}");
    }
    assert!(of(255, 260, 1990).is_none(), "Germany began when West Germany ended");
    assert!(of(260, 710, 1991).is_none() && of(678, 710, 1991).is_none());
    // Surinam became a state when South Vietnam had ended; Syria was a part of the United Arab Republic.
    assert!(of(115, 817, 1975).is_none() && of(115, 710, 1975).is_some() && of(710, 817, 1975).is_some());
    assert!(of(652, 710, 1959).is_none() && of(652, 710, 1958).is_some() && of(652, 710, 1961).is_some());
    assert!(rows.keys().all(|(one, other, _)| *one != 713 && *other != 713), "Taiwan is left out");
    let year = rows.keys().filter(|(.., year)| *year == 2001).count();
    assert_eq!(year, 190 * 189 / 2, "COW counts 191 states in 2001, Taiwan among them");
}

#[test]
fn counts_are_those_of_the_mentions() {
    let workplace = demo();
    let rows = dyads(&workplace, "demo");
    let counted_zone = |row: &Value| row["zone"] == "text" || row["zone"] == "signature";
    let mut articles: BTreeMap<(i64, String), BTreeSet<i64>> = BTreeMap::new();
    let mut sentences: BTreeMap<(i64, String, i64), States> = BTreeMap::new();
    let mut with_country: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
    let mut left_out = [0; 3];
    for row in workplace.rows("demo", "mentions") {
        if row["kind"] != "country" || !counted_zone(&row) {
            continue;
        }
        let year: i64 = text(&row, "date")[..4].parse().expect("a year");
        let (article, entity) = (text(&row, "article_id").to_owned(), text(&row, "entity_id").to_owned());
        with_country.entry(year).or_default().insert(article.clone());
        let code = row["cow"].as_i64().filter(|_| entity != "TWN");
        let historical = row["historical"] == true;
        left_out[0] += i64::from(historical);
        left_out[1] += i64::from(!historical && row["cow"].is_null());
        left_out[2] += i64::from(!historical && entity == "TWN");
        let states = sentences.entry((year, article.clone(), number(&row, "sentence"))).or_default();
        *states.entry(code.ok_or(entity)).or_default() |= row["form"] != "anaphor";
        if let Some(code) = code {
            articles.entry((year, article)).or_default().insert(code);
        }
    }
    let mut expected: BTreeMap<Key, [i64; 4]> = BTreeMap::new();
    for ((year, _), codes) in &articles {
        for one in codes {
            for other in codes.range(one + 1..) {
                expected.entry((*one, *other, *year)).or_default()[0] += 1;
            }
        }
    }
    for ((year, ..), states) in &sentences {
        let codes: Vec<(i64, bool)> =
            states.iter().filter_map(|(state, named)| Some((*state.as_ref().ok()?, *named))).collect();
        for (at, (one, named)) in codes.iter().enumerate() {
            for (other, also) in &codes[at + 1..] {
                let sums = expected.entry((*one, *other, *year)).or_default();
                sums[1] += 1;
                sums[2] += i64::from(*named && *also);
                sums[3] += i64::from(states.len() == 2);
            }
        }
    }
    let found: BTreeMap<Key, [i64; 4]> = rows
        .iter()
        .map(|(key, row)| {
            (*key, ["n_articles", "n_sentences", "n_named", "n_dyadic"].map(|n| number(row, n)))
        })
        .filter(|(_, counts)| *counts != [0; 4])
        .collect();
    assert!(found.len() > 100);
    assert_eq!(found, expected);
    let total = |table: &str, year: i64, counted: &dyn Fn(&Value) -> bool| {
        let of: BTreeSet<String> = workplace
            .rows("demo", "articles")
            .iter()
            .filter(|row| row["year"] == year)
            .map(|row| text(row, "article_id").to_owned())
            .collect();
        let rows = workplace.rows("demo", table);
        rows.iter().filter(|row| of.contains(text(row, "article_id")) && counted(row)).count() as i64
    };
    let row = &rows[&(2, 710, 1972)];
    let naming =
        |code| articles.iter().filter(|((year, _), codes)| *year == 1972 && codes.contains(&code)).count();
    assert_eq!(number(row, "n_articles_1"), naming(2) as i64);
    assert_eq!(number(row, "n_articles_2"), naming(710) as i64);
    assert_eq!(number(row, "n_articles_with_country"), with_country[&1972].len() as i64);
    assert_eq!(number(row, "n_articles_total"), total("articles", 1972, &|_| true));
    assert_eq!(number(row, "n_sentences_total"), total("sentences", 1972, &counted_zone));
    let manifest = workplace.manifest("demo")["graph"]["dyads"]["excluded"].clone();
    let keys = ["historical_mentions", "mentions_without_code", "territory_mentions"];
    assert_eq!(keys.map(|key| number(&manifest, key)), left_out);
    assert!(left_out.iter().all(|n| *n > 0), "{left_out:?}");
}

#[test]
fn agreements_belong_to_the_year_of_signing_and_to_the_codes_of_that_day() {
    let workplace = demo();
    let check = |out: &str, multilateral: bool| {
        let rows = dyads(&workplace, out);
        let mut parties: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
        for row in workplace.rows("demo", "agreement_parties") {
            if row["entity_id"] != "TWN" {
                let codes = parties.entry(text(&row, "agreement_id").to_owned()).or_default();
                codes.extend(row["cow"].as_i64());
            }
        }
        let mut pairs: BTreeMap<String, Vec<(i64, i64)>> = BTreeMap::new();
        let mut signed: BTreeMap<Key, i64> = BTreeMap::new();
        for row in workplace.rows("demo", "agreements") {
            let bilateral = row["multilateral"] == false && row["n_parties"] == 2;
            let Some(codes) = parties.get(text(&row, "agreement_id")).filter(|_| bilateral || multilateral)
            else {
                continue;
            };
            let of: Vec<(i64, i64)> = codes
                .iter()
                .flat_map(|one| codes.range(one + 1..).map(move |other| (*one, *other)))
                .collect();
            let (first, last) = (row["signed_first"].as_str(), row["signed_last"].as_str());
            if let (Some(first), Some(last)) = (first, last)
                && first[..4] == last[..4]
            {
                let year = first[..4].parse().expect("a year");
                of.iter().for_each(|(one, other)| *signed.entry((*one, *other, year)).or_default() += 1);
            }
            pairs.insert(text(&row, "agreement_id").to_owned(), of);
        }
        let mut citing: BTreeSet<(Key, String)> = BTreeSet::new();
        let documents = workplace.rows("demo", "documents");
        let mentions = workplace.rows("demo", "mentions");
        let dates: BTreeMap<String, String> = workplace
            .rows("demo", "articles")
            .iter()
            .map(|row| (text(row, "article_id").to_owned(), text(row, "date").to_owned()))
            .collect();
        let cited = mentions
            .iter()
            .filter(|row| (row["zone"] == "text" || row["zone"] == "signature") && row["form"] != "anaphor");
        let cited = cited.filter_map(|row| Some((row["entity_id"].as_str()?, text(row, "article_id"))));
        let are =
            documents.iter().filter_map(|row| Some((row["agreement_id"].as_str()?, text(row, "article_id"))));
        for (agreement, article) in cited.chain(are) {
            let year = dates[article][..4].parse().expect("a year");
            for (one, other) in pairs.get(agreement).into_iter().flatten() {
                citing.insert(((*one, *other, year), article.to_owned()));
            }
        }
        let mut expected: BTreeMap<Key, [i64; 2]> = BTreeMap::new();
        signed.into_iter().for_each(|(key, n)| expected.entry(key).or_default()[0] += n);
        citing.into_iter().for_each(|(key, _)| expected.entry(key).or_default()[1] += 1);
        expected.retain(|key, _| rows.contains_key(key));
        let counts = |row: &Value| ["n_agreements_signed", "n_agreements_cited"].map(|n| number(row, n));
        let found: BTreeMap<Key, [i64; 2]> = rows
            .iter()
            .map(|(key, row)| (*key, counts(row)))
            .filter(|(_, counts)| *counts != [0; 2])
            .collect();
        assert_eq!(found, expected);
        found
    };
    let bilateral = check("demo", false);
    // The joint statement of 1996 and those who cite it later.
    assert!(bilateral[&(705, 710, 1996)].iter().all(|n| *n > 0), "{:?}", bilateral[&(705, 710, 1996)]);
    workplace.succeed(&["graph", "demo", "-o", "all", "--multilateral", "--quiet"]);
    assert!(check("all", true).len() > bilateral.len());
}

#[test]
fn what_is_rebuilt_is_what_a_run_with_these_options_writes() {
    let options = [
        "--zones",
        "text,byline",
        "--nested",
        "out",
        "--max-entities",
        "4",
        "--no-historical",
        "--system",
        "gw",
    ];
    let workplace = demo();
    let before = workplace.files("demo");
    workplace.succeed(&[&["demo", "-o", "whole", "--format", "jsonl", "--quiet"], &options[..]].concat());
    workplace.succeed(&[&["graph", "demo", "-o", "part", "--quiet"], &options[..]].concat());
    let (whole, part) = (workplace.files("whole"), workplace.files("part"));
    assert!(whole["dyad_year.jsonl"] == part["dyad_year.jsonl"]);
    assert!(before["dyad_year.jsonl"] != part["dyad_year.jsonl"]);
    assert_eq!(workplace.manifest("whole")["graph"], workplace.manifest("part")["graph"]);
    // In place the table goes when it is not asked for, and comes back as it was.
    workplace.succeed(&["graph", "demo", "--system", "none", "--quiet"]);
    assert!(!workplace.path("demo/dyad_year.jsonl").exists());
    assert!(workplace.manifest("demo")["tables"]["dyad_year"].is_null());
    workplace.succeed(&["graph", "demo", "--quiet"]);
    assert!(workplace.files("demo") == before);
}

#[test]
fn two_states_of_one_number_in_one_year_are_counted_once() {
    let articles = [
        r#"{"id":"a","date":"1991-12-25","body":"中国和苏联友好。苏联感谢中国。"}"#,
        r#"{"id":"b","date":"1991-12-26","body":"中国和俄罗斯友好。"}"#,
        r#"{"id":"c","date":"1991-12-27","body":"中国承认俄罗斯，苏联已经解体。"}"#,
        r#"{"id":"d","date":"1991","body":"中国和苏联友好。"}"#,
        r#"{"id":"e","body":"中国和苏联友好。"}"#,
    ];
    let row = &dyads_of(&articles, &[])[&(365, 710, 1991)];
    let counts = ["n_articles", "n_sentences", "n_named", "n_dyadic", "n_articles_1", "n_articles_total"];
    // In c the Soviet Union has no number any more, but it is a third state of its sentence.
    assert_eq!(counts.map(|key| number(row, key)), [4, 5, 5, 4, 4, 4]);
}

#[test]
fn gleditsch_and_ward_number_states_in_their_own_way() {
    let articles = [r#"{"id":"a","date":"1995-05-01","body":"中国和德国、也门友好。"}"#];
    let (cow, gw) = (dyads_of(&articles, &[]), dyads_of(&articles, &["--system", "gw"]));
    assert_eq!(number(&cow[&(255, 679, 1995)], "n_articles"), 1);
    assert_eq!(number(&gw[&(260, 678, 1995)], "n_articles"), 1);
    assert!(!gw.contains_key(&(255, 710, 1995)) && !cow.contains_key(&(260, 710, 1995)));
}

#[test]
fn the_policy_says_what_territories_and_states_that_ended_count_as() {
    let workplace = Workplace::new();
    let article =
        r#"{"id":"a","date":"1972-05-01","body":"日本和台湾的来往。民主德国和联邦德国谈判，中国注意到。"}"#;
    workplace.write("policy/policy.toml", "taiwan = \"cow\"\nroll_up = true\n");
    let arguments = ["run", "-", "-o", "out", "--lexicon", "policy", "--format", "jsonl", "--quiet"];
    let outcome = workplace.run_with_input(&arguments, article.as_bytes());
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    let rows = dyads(&workplace, "out");
    assert_eq!(number(&rows[&(713, 740, 1972)], "n_dyadic"), 1);
    // One Germany and China in the sentence of both.
    assert_eq!(number(&rows[&(260, 710, 1972)], "n_dyadic"), 1);
    assert!(rows.keys().all(|(one, other, _)| *one != 265 && *other != 265));
    let without = dyads_of(&[article], &[]);
    assert!(without.keys().all(|(one, other, _)| *one != 713 && *other != 713));
    assert_eq!(number(&without[&(260, 710, 1972)], "n_dyadic"), 0);
    assert_eq!(number(&without[&(260, 265, 1972)], "n_sentences"), 1);
}
