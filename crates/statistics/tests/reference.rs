//! The formulas give what scipy, NLTK and quanteda's published formulas give: `reference/make_values.py` made the values.

use bangjiao_document::PublicationDate;
use bangjiao_graph::{Contingency, weights};
use bangjiao_statistics::{
    Bootstrap, CollocationRow, Comparison, Dispersion, Summary, SummaryArticle, Trend, TrendArticle,
    TrendSeries, Unit, lambda, p_of_z, t_score, z_of_lambda,
};
use jiff::civil::date;
use serde_json::Value;

fn values() -> Value {
    serde_json::from_str(include_str!("reference/values.json")).expect("the file is JSON")
}

fn cases<'v>(values: &'v Value, name: &str) -> &'v [Value] {
    let cases = values[name].as_array().expect("a list");
    assert!(cases.len() > 1, "{name}");
    cases
}

fn integers(list: &Value) -> Vec<i64> {
    list.as_array().expect("a list").iter().map(|number| number.as_i64().expect("an integer")).collect()
}

/// 1e-9, of the value where it is larger than 1 or is a probability.
#[track_caller]
fn check(case: &Value, name: &str, found: Option<f64>) {
    let expected = case[name].as_f64();
    let close = match (found, expected) {
        (Some(found), Some(expected)) => {
            let scale = if name == "p" { expected } else { expected.abs().max(1.0) };
            (found - expected).abs() <= 1e-9 * scale
        }
        (found, expected) => found.is_none() && expected.is_none(),
    };
    assert!(close, "{name} is {found:?} in place of {expected:?}: {case}");
}

#[test]
fn keyness() {
    for case in cases(&values(), "comparisons") {
        let [n_target, n_reference, total_target, total_reference] =
            integers(&case["table"]).try_into().expect("four numbers");
        let comparison = Comparison { n_target, n_reference, total_target, total_reference };
        check(case, "g2", Some(comparison.g2()));
        check(case, "p", Some(comparison.p()));
        check(case, "chi2", comparison.chi2());
        check(case, "chi2_yates", comparison.chi2_yates());
        check(case, "log_ratio", comparison.log_ratio());
        check(case, "pct_diff", comparison.pct_diff());
        check(case, "bic", comparison.bic());
    }
}

#[test]
fn association() {
    for case in cases(&values(), "pairs") {
        let [n, n_source, n_target, n_windows] = integers(&case["table"]).try_into().expect("four numbers");
        let table = Contingency { n, n_source, n_target, n_windows };
        let row = CollocationRow { feature: "中国".into(), collocate: "外交".into(), table };
        check(case, "lambda", Some(lambda(table)));
        check(case, "z", Some(z_of_lambda(table)));
        check(case, "p", Some(row.p()));
        check(case, "p", Some(p_of_z(-z_of_lambda(table))));
        check(case, "npmi", row.npmi());
        check(case, "g2", Some(row.g2()));
        check(case, "t", t_score(table));
        check(case, "pmi", weights::pmi(table));
    }
}

#[test]
fn dispersion() {
    for case in cases(&values(), "spreads") {
        let occurrences: Vec<(usize, i64)> = integers(&case["occurrences"]).into_iter().enumerate().collect();
        let dispersion = Dispersion::of(&occurrences, &integers(&case["sizes"]));
        assert_eq!(dispersion.range, case["range"].as_i64().expect("an integer"));
        check(case, "juilland_d", dispersion.juilland_d);
        check(case, "dp", Some(dispersion.dp));
        check(case, "dp_norm", dispersion.dp_norm);
    }
}

#[test]
fn variety_of_words() {
    for case in cases(&values(), "varieties") {
        let words: Vec<&str> =
            case["words"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
        let window = case["window"].as_u64().expect("an integer");
        let mut summary = Summary::new(usize::try_from(window).expect("it is small"));
        let article = SummaryArticle {
            year: None,
            day: None,
            page: None,
            n_characters: 0,
            n_sentences: 0,
            has_body: true,
            is_reprint: false,
        };
        summary.add(article, words);
        let rows = summary.rows();
        check(case, "ttr", rows[0].ttr);
        check(case, "mattr", rows[0].mattr);
    }
}

#[test]
fn intervals() {
    for case in cases(&values(), "intervals") {
        let (characters, counts) = (integers(&case["characters"]), integers(&case["counts"]));
        let mut trend = Trend::default();
        for (number, (&n_characters, &count)) in characters.iter().zip(&counts).enumerate() {
            let counts = Box::new([u32::try_from(count).expect("it is small")]);
            let date = PublicationDate::day(date(1972, 2, 28));
            trend.add(TrendArticle { number, date, n_characters, has_body: true, counts });
        }
        let number = |name: &str| case[name].as_u64().expect("an integer");
        let n_resamples = usize::try_from(number("resamples")).expect("it is small");
        let bootstrap = Bootstrap { n_resamples, seed: number("seed") };
        let series = TrendSeries { unit: Unit::Year, smoothing: 1, bootstrap };
        let rows = trend.rows(&["建交".to_owned()], series);
        check(case, "low", rows[0].low);
        check(case, "high", rows[0].high);
    }
}
