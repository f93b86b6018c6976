//! Changes between periods against figures that scipy computed (`figures/change.py`).

use bangjiao_document::EntityId;
use bangjiao_graph::{EdgeChange, Window, false_discovery_rates};

const FIGURES: &str = include_str!("figures/change.csv");

#[test]
fn changes_equal_those_of_scipy() {
    let id = |id| EntityId::new(id).expect("a proper id");
    let mut reader = csv::Reader::from_reader(FIGURES.as_bytes());
    let mut changes = Vec::new();
    let mut rows: Vec<[f64; 4]> = Vec::new();
    for row in reader.records() {
        let row = row.expect("the file is CSV");
        let count = |at: usize| row[at].parse().expect("a count");
        let real = |at: usize| row[at].parse().expect("a number");
        changes.push(EdgeChange {
            source: id("CHN"),
            target: id("USA"),
            window: Window::Article,
            earlier: 1971,
            n: [count(0), count(2)],
            n_windows: [count(1), count(3)],
        });
        rows.push([4, 5, 6, 7].map(real));
    }
    assert!(changes.len() > 50);
    let p: Vec<f64> = changes.iter().map(EdgeChange::p).collect();
    let q = false_discovery_rates(&p);
    for (((change, [log_ratio, llr, p, q]), own_p), own_q) in changes.iter().zip(rows).zip(&p).zip(&q) {
        let found = [(change.log_ratio(), log_ratio), (change.llr(), llr), (*own_p, p), (*own_q, q)];
        for (found, expected) in found {
            // p and q are as near in their own size, down to the smallest.
            let near = if expected < 1e-3 && expected > 0.0 {
                1e-7 * expected
            } else {
                1e-9 * expected.abs().max(1.0)
            };
            assert!((found - expected).abs() <= near.max(1e-300), "{change:?}: {found}, not {expected}");
        }
    }
    assert!(p.iter().any(|p| *p < 1e-20) && p.iter().any(|p| *p > 0.5));
}
