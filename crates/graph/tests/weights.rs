//! Measures of association against figures that scipy and nltk computed (`figures/weights.py`).

use bangjiao_graph::{Contingency, weights};

const FIGURES: &str = include_str!("figures/weights.csv");

#[test]
fn measures_equal_those_of_scipy_and_nltk() {
    let mut reader = csv::Reader::from_reader(FIGURES.as_bytes());
    let head = reader.headers().expect("the file has a head").clone();
    let mut n_compared = 0;
    for row in reader.records() {
        let row = row.expect("the file is CSV");
        let cell = |name: &str| {
            let at = head.iter().position(|column| column == name).expect("the file has the column");
            row.get(at).filter(|cell| !cell.is_empty())
        };
        let count = |name| cell(name).and_then(|cell| cell.parse().ok()).expect("a count");
        let table = Contingency {
            n: count("n"),
            n_source: count("n_source"),
            n_target: count("n_target"),
            n_windows: count("n_windows"),
        };
        let found = [
            ("pmi", weights::pmi(table)),
            ("npmi", weights::npmi(table)),
            ("llr", Some(weights::llr(table))),
            ("chi2", weights::chi2(table)),
            ("cosine", Some(weights::cosine(table))),
            ("association_strength", Some(weights::association_strength(table))),
            ("target_given_source", weights::target_given_source(table)),
            ("source_given_target", weights::source_given_target(table)),
            ("jaccard", Some(weights::jaccard(table))),
            ("dice", Some(weights::dice(table))),
        ];
        for (name, found) in found {
            let expected = cell(name).map(|cell| cell.parse::<f64>().expect("a number"));
            let (Some(found), Some(expected)) = (found, expected) else {
                assert_eq!(found.is_some(), expected.is_some(), "{name} of {table:?}");
                continue;
            };
            // G² is a difference of terms as large as the number of windows, in both programs.
            let near = 1e-9 * expected.abs().max(1.0);
            let near = if name == "llr" { near.max(1e-13 * table.n_windows as f64) } else { near };
            assert!((found - expected).abs() <= near, "{name} of {table:?}: {found}, not {expected}");
            n_compared += 1;
        }
    }
    assert!(n_compared > 600, "{n_compared}");
}
