//! `stats`: every number can be found again in the tables of the run.

mod program;

use std::collections::BTreeMap;

use program::Workplace;
use serde_json::Value;

/// Articles with everything that keeps the words of a text from being those of its characters.
const HARD: &str = concat!(
    r#"{"id":"a","date":"1996-07-05","title":"中 哈 联合声明","body":"    国家主席江泽民訪問哈萨\n克斯坦。1996 年 7 月 5 日，双方签署《中 国 和哈萨克斯坦联合声明》。\n    Kofi Annan 秘书长（联合国）表示欢迎。"}"#,
    "\n",
    r#"{"id":"b","date":"1996-07","body":"蘇聯與美國會談。\n美国会通过决议，英国、法国 表示\n反对。"}"#,
    "\n",
    r#"{"id":"c","title":"没有正文"}"#,
    "\n",
);

/// A statistic of each sort with its arguments.
const STATISTICS: [&[&str]; 11] = [
    &["summary", "--window", "20"],
    &["frequency", "--by", "year"],
    &["frequency", "--features", "both", "--no-stop-words", "--by", "genre"],
    &["ngrams", "-n", "3", "--min-frequency", "1"],
    &["keyness", "--target", "date=..1975", "--min-frequency", "1"],
    &["collocations", "--min-frequency", "1"],
    &["collocations", "--node", "CHN", "--node", "关系", "--features", "both", "--window", "sentence"],
    &["dispersion", "--parts", "year", "--min-frequency", "1"],
    &["concordance", "--word", "友好", "--regex", "公报|声明", "--entity", "USA", "--sort", "left"],
    &["trend", "--word", "友好", "--entity", "USA", "--entity", "SUN", "--by", "month", "--smooth", "5"],
    &["trend", "--regex", "声明", "--by", "day", "--resamples", "50", "--seed", "3"],
];

fn demo(options: &[&str]) -> Workplace {
    let workplace = Workplace::new();
    workplace.succeed(&[&["demo", "-o", "demo", "--format", "jsonl", "--quiet"], options].concat());
    workplace
}

/// The rows of a statistic of the run in `demo`.
fn rows(workplace: &Workplace, arguments: &[&str]) -> Vec<Value> {
    let out = ["-o", "answer.jsonl", "--quiet"];
    let outcome = workplace.succeed(&[&["stats", "demo"], arguments, &out].concat());
    assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), ("", ""));
    workplace.rows(".", "answer")
}

fn integer(row: &Value, column: &str) -> i64 {
    row[column].as_i64().unwrap_or_else(|| panic!("{column} of {row}"))
}

fn text<'r>(row: &'r Value, column: &str) -> &'r str {
    row[column].as_str().unwrap_or_else(|| panic!("{column} of {row}"))
}

#[test]
fn words_cut_anew_are_the_tokens_that_a_run_keeps() {
    let workplace = Workplace::new();
    workplace.write("hard.jsonl", HARD);
    for input in [&["demo"][..], &["run", "hard.jsonl"]] {
        for format in ["parquet", "csv", "jsonl", "ipc"] {
            let (with, without) = (format!("with-{format}"), format!("without-{format}"));
            let options = ["--format", format, "--quiet"];
            workplace.succeed(&[input, &["-o", &with, "--tokens"], &options].concat());
            workplace.succeed(&[input, &["-o", &without], &options].concat());
            let zones = "text,dateline,byline,credit,signature,repeated_title";
            for statistic in [
                &["frequency", "--zones", zones][..],
                &["ngrams", "--zones", zones, "--min-frequency", "1"],
                &["summary"],
            ] {
                let answer = |run: &str| {
                    workplace.succeed(&[&["stats", run], statistic, &["--quiet"]].concat()).stdout
                };
                let (kept, cut) = (answer(&with), answer(&without));
                assert_eq!(kept, cut, "{input:?} {format} {statistic:?}");
                assert!(kept.lines().count() > 2, "{kept}");
            }
            for folder in [with, without] {
                std::fs::remove_dir_all(workplace.path(&folder)).expect("it was written");
            }
        }
    }
}

#[test]
fn words_are_whole_names_in_simplified_characters_without_white_space() {
    let workplace = Workplace::new();
    let outcome = workplace.run_with_input(&["run", "-", "-o", "demo", "--quiet"], HARD.as_bytes());
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    let rows = rows(&workplace, &["frequency"]);
    let words: BTreeMap<&str, i64> =
        rows.iter().map(|row| (text(row, "feature"), integer(row, "frequency"))).collect();
    for (word, frequency) in
        [("哈萨克斯坦", 2), ("江泽民", 1), ("苏联", 1), ("美国", 2), ("与", 1), ("访问", 1)]
    {
        assert_eq!(words.get(word), Some(&frequency), "{word}: {words:?}");
    }
    assert!(words.keys().all(|word| word.chars().any(char::is_alphanumeric)), "{words:?}");
}

#[test]
fn entities_are_counted_as_in_the_table_of_entities() {
    let workplace = demo(&[]);
    let zones = "text,dateline,byline,credit,signature,repeated_title";
    workplace.succeed(&["demo", "-o", "demo", "--format", "jsonl", "--quiet", "--zones", zones]);
    let counted: BTreeMap<String, (i64, i64)> =
        rows(&workplace, &["frequency", "--features", "entities", "--zones", zones])
            .iter()
            .map(|row| {
                (text(row, "feature").to_owned(), (integer(row, "frequency"), integer(row, "docfreq")))
            })
            .collect();
    let entities = workplace.rows("demo", "entities");
    assert!(entities.len() > 100);
    for entity in &entities {
        let expected = (integer(entity, "n_mentions"), integer(entity, "n_articles"));
        assert_eq!(counted.get(text(entity, "entity_id")), Some(&expected), "{entity}");
    }
    assert_eq!(counted.len(), entities.len());
}

#[test]
fn threads_change_no_byte() {
    let workplace = demo(&[]);
    for statistic in STATISTICS {
        let answer = |threads: &str| {
            workplace.succeed(&[&["stats", "demo"], statistic, &["-j", threads]].concat()).stdout
        };
        let one = answer("1");
        assert_eq!(answer("3"), one, "{statistic:?}");
        assert!(one.lines().count() > 3, "{statistic:?}: {one}");
    }
}

#[test]
fn every_statistic_is_written_in_every_format() {
    let workplace = demo(&[]);
    for statistic in STATISTICS {
        let stats =
            |more: &[&str]| workplace.succeed(&[&["stats", "demo"], statistic, &["--quiet"], more].concat());
        for name in ["a.csv", "a.jsonl", "a.parquet", "a.arrow"] {
            assert_eq!(stats(&["-o", name]).stdout, "");
        }
        let files = workplace.files(".");
        assert!(files["a.parquet"].starts_with(b"PAR1") && files["a.arrow"].starts_with(b"ARROW1"));
        let csv = stats(&[]).stdout;
        assert_eq!(csv.as_bytes(), files["a.csv"], "{statistic:?}");
        let n_rows = workplace.rows(".", "a").len();
        assert_eq!(csv.lines().count(), n_rows + 1, "{statistic:?}");
        let shown = stats(&["--format", "text", "--top", "2"]).stdout;
        assert_eq!(shown.lines().count(), 3, "{shown}");
        assert!(files.keys().all(|name| !name.starts_with('.')), "nothing half written is left");
    }
}

#[test]
fn a_summary_adds_up_to_the_manifest() {
    let workplace = demo(&["--tokens"]);
    let manifest = workplace.manifest("demo");
    let rows = rows(&workplace, &["summary"]);
    let (all, years) = rows.split_last().expect("there are rows");
    assert_eq!(text(all, "group"), "all");
    for (column, count) in [
        ("n_articles", "articles"),
        ("n_without_body", "without_body"),
        ("n_reprints", "duplicates"),
        ("n_characters", "characters"),
        ("n_sentences", "sentences"),
    ] {
        assert_eq!(all[column], manifest["counts"][count], "{column}");
        let sum: i64 = years.iter().map(|year| integer(year, column)).sum();
        assert_eq!(sum, integer(all, column), "{column}");
    }
    let days: std::collections::BTreeSet<String> = workplace
        .rows("demo", "articles")
        .iter()
        .filter(|row| row["date_precision"] == "day")
        .map(|row| text(row, "date").to_owned())
        .collect();
    assert_eq!(integer(all, "n_issue_days"), i64::try_from(days.len()).expect("it is small"));
    // 1949-10-06 to 2001-11-07 or whatever the sample's ends are: every day is an issue or missing.
    let ends = (days.first().expect("days"), days.last().expect("days"));
    let parse = |day: &String| day.parse::<jiff::civil::Date>().expect("a day");
    let n_days = parse(ends.1).duration_since(parse(ends.0)).as_hours() / 24 + 1;
    assert_eq!(integer(all, "n_issue_days") + integer(all, "n_missing_days"), n_days);
}

#[test]
fn target_and_reference_share_out_the_frequencies() {
    let workplace = demo(&[]);
    let whole: BTreeMap<String, i64> = rows(&workplace, &["frequency"])
        .iter()
        .map(|row| (text(row, "feature").to_owned(), integer(row, "frequency")))
        .collect();
    let keyness = rows(&workplace, &["keyness", "--target", "date=..1975", "--min-frequency", "1"]);
    assert_eq!(keyness.len(), whole.len());
    for row in &keyness {
        assert_eq!(
            integer(row, "n_target") + integer(row, "n_reference"),
            whole[text(row, "feature")],
            "{row}"
        );
    }
    let g2: Vec<f64> = keyness.iter().map(|row| row["g2"].as_f64().expect("a number")).collect();
    assert!(g2.is_sorted_by(|a, b| a >= b) && g2[0] > 0.0 && g2[g2.len() - 1] < 0.0);
    // An explicit reference is what is left, and the sign turns with the sides.
    let turned = rows(
        &workplace,
        &["keyness", "--target", "date=1976..", "--reference", "date=..1975", "--min-frequency", "1"],
    );
    let last = turned.last().expect("rows");
    assert_eq!(last["feature"], keyness[0]["feature"]);
    assert_eq!(integer(last, "n_reference"), integer(&keyness[0], "n_target"));
    let term = workplace.rows("demo", "keywords").into_iter().next().expect("the sample has index terms");
    let indexed = rows(
        &workplace,
        &[
            "keyness",
            "--target-keyword",
            text(&term, "term"),
            "--min-frequency",
            "1",
            "--rank-by",
            "log_ratio",
        ],
    );
    let n_articles =
        workplace.rows("demo", "keywords").iter().filter(|row| row["term"] == term["term"]).count();
    let most = indexed.iter().map(|row| integer(row, "docfreq_target")).max();
    assert!(most.is_some_and(|most| 0 < most && most <= i64::try_from(n_articles).expect("small")));
    // What the target is made of is counted in its articles.
    let mentioning = rows(&workplace, &["keyness", "--target-mentioning", "KAZ", "--features", "entities"]);
    let kazakhstan = mentioning.iter().find(|row| row["feature"] == "KAZ").expect("it is key");
    assert_eq!((integer(kazakhstan, "n_reference"), text(kazakhstan, "name_zh")), (0, "哈萨克斯坦"));
    let containing = rows(&workplace, &["keyness", "--target-containing", "友好", "--min-frequency", "1"]);
    let friendly = containing.iter().find(|row| row["feature"] == "友好").expect("it is key");
    assert_eq!((integer(friendly, "n_reference"), integer(friendly, "n_target")), (0, whole["友好"]));
}

#[test]
fn lines_of_a_concordance_stand_in_the_text() {
    let workplace = demo(&[]);
    let articles: BTreeMap<String, Vec<char>> = workplace
        .rows("demo", "articles")
        .iter()
        .map(|row| (text(row, "article_id").to_owned(), text(row, "text").chars().collect()))
        .collect();
    let at = |row: &Value, column| usize::try_from(integer(row, column)).expect("not negative");
    let lines =
        rows(&workplace, &["concordance", "--word", "友好", "--entity", "KAZ", "--regex", "联合(声明|公报)"]);
    for line in &lines {
        let text_of = &articles[text(line, "article_id")];
        let found: String = text_of[at(line, "start")..at(line, "end")].iter().collect();
        assert_eq!(found.split_whitespace().collect::<Vec<_>>().join(" "), text(line, "keyword"));
        assert!(text(line, "pre").chars().count() <= 20 && text(line, "post").chars().count() <= 20);
    }
    let n = |pattern: &str| {
        i64::try_from(lines.iter().filter(|line| line["pattern"] == pattern).count()).expect("small")
    };
    let words = rows(&workplace, &["frequency"]);
    let friendly = words.iter().find(|row| row["feature"] == "友好").expect("it is a word");
    assert_eq!(n("友好"), integer(friendly, "frequency"));
    let entities = rows(&workplace, &["frequency", "--features", "entities"]);
    let kazakhstan = entities.iter().find(|row| row["feature"] == "KAZ").expect("it is met");
    assert_eq!(n("KAZ"), integer(kazakhstan, "frequency"));
    assert!(n("联合(声明|公报)") > 5);
    let right = rows(&workplace, &["concordance", "--word", "友好", "--sort", "right"]);
    assert!(right.is_sorted_by_key(|line| text(line, "post")));
    let left = rows(&workplace, &["concordance", "--word", "友好", "--sort", "left"]);
    assert!(left.is_sorted_by_key(|line| text(line, "pre").chars().rev().collect::<Vec<_>>()));
    // Words in traditional characters are found by the simplified ones, and the other way round.
    let other = rows(&workplace, &["concordance", "--word", "條約", "--context", "3"]);
    assert!(other.len() > 3 && other.iter().all(|line| text(line, "keyword") == "条约"));
}

#[test]
fn a_trend_has_its_denominators_and_its_gaps() {
    let workplace = demo(&[]);
    let trend =
        rows(&workplace, &["trend", "--entity", "CHN", "--word", "友好", "--by", "year", "--smooth", "3"]);
    let articles = workplace.rows("demo", "articles");
    let (friendly, china): (Vec<&Value>, Vec<&Value>) =
        trend.iter().partition(|row| row["feature"] == "友好");
    assert_eq!((friendly.len(), china.len()), (53, 53), "every year from 1949 to 2001");
    let sum: i64 = china.iter().map(|row| integer(row, "n_articles")).sum();
    assert_eq!(sum, i64::try_from(articles.len()).expect("small"));
    for row in &trend {
        let is_gap = integer(row, "n_articles") == 0;
        for column in ["frequency", "docfreq", "per_10000", "smoothed", "characters_per_article"] {
            assert_eq!(row[column].is_null(), is_gap, "{column}: {row}");
        }
        assert_eq!(row["low"].is_null(), integer(row, "n_articles") < 2, "{row}");
        assert!(is_gap == (integer(row, "n_issue_days") == 0), "{row}");
    }
    assert!(china.iter().any(|row| row["frequency"].is_null()), "the sample has years without an article");
    let entities = rows(&workplace, &["frequency", "--features", "entities", "--by", "year"]);
    for row in entities.iter().filter(|row| row["feature"] == "CHN") {
        let found = china.iter().find(|one| one["period"] == row["group"]).expect("the year is there");
        assert_eq!((&found["frequency"], &found["docfreq"]), (&row["frequency"], &row["docfreq"]));
        assert_eq!(found["per_10000"], row["per_10000"]);
    }
}

#[test]
fn stop_words_and_articles_can_be_left_out() {
    let workplace = demo(&[]);
    let all = rows(&workplace, &["frequency"]);
    let without = rows(&workplace, &["frequency", "--no-stop-words"]);
    let has = |rows: &[Value], word: &str| rows.iter().any(|row| row["feature"] == word);
    assert!(has(&all, "的") && !has(&without, "的") && has(&without, "中国"));
    workplace.write("own/stop_words.csv", "word,class,source\n中国,name,general\n");
    assert!(!has(&rows(&workplace, &["frequency", "--no-stop-words", "--lexicon", "own"]), "中国"));
    let some = rows(&workplace, &["summary", "--where", "date=1972", "--no-duplicates"]);
    assert_eq!(some.len(), 2);
    assert_eq!((text(&some[0], "group"), integer(&some[0], "n_articles")), ("1972", 5));
    // A pair does not go over a word that is left out.
    let pairs = rows(&workplace, &["ngrams", "--no-stop-words", "--min-frequency", "1"]);
    assert!(pairs.iter().all(|row| !text(row, "feature").split('_').any(|word| word == "的")), "{pairs:?}");
}

#[test]
fn what_two_runs_read_differently_is_told_by_rule() {
    let workplace = demo(&[]);
    let off = "entity_id,surface,form,kind,use,action\nKAZ,哈萨克斯坦,,,,off\n";
    workplace.write("own/country_aliases.csv", off);
    workplace.succeed(&["demo", "-o", "other", "--format", "csv", "--lexicon", "own", "--quiet"]);
    let outcome = workplace.succeed(&["stats", "demo", "compare", "other", "-o", "answer.jsonl"]);
    assert!(outcome.stderr.contains("lexicon.overrides: 0 before, 1 after"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("86 articles in both runs, 0 in the first only"), "{}", outcome.stderr);
    let changes = workplace.rows(".", "answer");
    let removed = changes.iter().find(|row| row["change"] == "removed" && row["kind"] == "country");
    let removed = removed.expect("a name that is off is no mention");
    assert!(removed["rule_before"].is_string() && removed["rule_after"].is_null(), "{removed}");
    assert!(integer(removed, "n_articles") <= integer(removed, "n_mentions"));
    let listed = rows(&workplace, &["compare", "other", "--list"]);
    let sum: i64 = changes.iter().map(|row| integer(row, "n_mentions")).sum();
    assert_eq!(sum, i64::try_from(listed.len()).expect("small"));
    let gone = listed.iter().find(|row| row["change"] == "removed" && row["text"] == "哈萨克斯坦");
    assert_eq!(gone.expect("the name is gone")["entities_before"], serde_json::json!(["KAZ"]));
    // The other way round, what was removed is added.
    let back = workplace.succeed(&["stats", "other", "compare", "demo", "--quiet"]).stdout;
    assert!(back.lines().skip(1).any(|line| line.starts_with("added,country,")), "{back}");
    let same = workplace.succeed(&["stats", "demo", "compare", "demo"]);
    assert_eq!(same.stdout.lines().count(), 1, "a head line and no change");
    assert_eq!(same.stderr.lines().count(), 1, "no setting differs: {}", same.stderr);
    // A run over a part has the same readings of what both have.
    workplace.write("part.jsonl", HARD);
    workplace.succeed(&["run", "part.jsonl", "-o", "part", "--quiet"]);
    let none = workplace.succeed(&["stats", "demo", "compare", "part"]);
    assert!(none.stderr.contains("0 articles in both runs, 86 in the first only, 3 in the second only"));
}

#[test]
fn what_cannot_be_counted_says_why() {
    let workplace = demo(&[]);
    let check = |arguments: &[&str], message: &str| {
        let outcome = workplace.run(&[&["stats"], arguments].concat());
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(outcome.stderr.contains(message), "{arguments:?}: {}", outcome.stderr);
    };
    check(&["nowhere", "summary"], "nowhere holds no run of this program");
    check(&["demo", "compare", "nowhere"], "nowhere holds no run of this program");
    check(&["demo", "trend"], "<--word <WORD>|--regex <PATTERN>|--entity <ID>>");
    check(&["demo", "keyness"], "--target");
    check(&["demo", "keyness", "--target", "date=1800"], "no word of any selected article is of the target");
    check(
        &["demo", "keyness", "--target", "date=1900.."],
        "no word of any selected article is of the reference",
    );
    check(&["demo", "concordance", "--regex", "(中"], "(中 is no regular expression");
    check(&["demo", "collocations", "--window", "sentence"], "--window sentence needs a --node");
    check(&["demo", "trend", "--word", "中国", "--smooth", "4"], "expected an odd number of periods");
    check(&["demo", "summary", "--format", "text", "-o", "a.txt"], "name a table with --format");
    check(&["demo", "summary", "-o", "missing/a.csv"], "missing/a.csv cannot be written");
    let mut sentences = workplace.files("demo")["sentences.jsonl"].clone();
    sentences.truncate(sentences.len() / 2);
    workplace.write("demo/sentences.jsonl", sentences);
    check(&["demo", "summary"], "sentences.jsonl could not be read as a table");
}
