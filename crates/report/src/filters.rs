//! What the template asks for beyond Jinja's own filters.

use std::fmt::Write as _;

use minijinja::value::Value;

/// A number with a comma between thousands; whatever is no integer stays as it is, nothing becomes a dash.
pub(crate) fn thousands(value: Value) -> String {
    let Ok(number) = i64::try_from(value.clone()) else {
        return if value.is_none() || value.is_undefined() { "–".to_owned() } else { value.to_string() };
    };
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The width of a sparkline and its height, in pixels.
const SPARKLINE: (f64, f64) = (96.0, 20.0);

/// The path of a sparkline through counts, from 0 to the largest; a lone count is a point at the left.
pub(crate) fn sparkline(counts: Vec<i64>) -> String {
    let (width, height) = SPARKLINE;
    let largest = counts.iter().copied().max().unwrap_or(0).max(1) as f64;
    let step = (width - 2.0) / (counts.len().saturating_sub(1).max(1)) as f64;
    let mut path = String::new();
    for (at, count) in counts.iter().enumerate() {
        let (x, y) = (1.0 + at as f64 * step, height - 1.0 - (height - 2.0) * *count as f64 / largest);
        let command = if at == 0 { 'M' } else { 'L' };
        write!(path, "{command}{x:.1} {y:.1}").expect("memory takes every byte");
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted() {
        let shown = |value| thousands(Value::from(value));
        assert_eq!(
            [shown(0), shown(999), shown(1_000), shown(-24_831_000)],
            ["0", "999", "1,000", "-24,831,000"]
        );
        assert_eq!(thousands(Value::from(())), "–");
    }

    #[test]
    fn a_sparkline_spans_its_box() {
        assert_eq!(sparkline(vec![0, 10, 5]), "M1.0 19.0L48.0 1.0L95.0 10.0");
        assert_eq!(sparkline(vec![3]), "M1.0 1.0");
        assert_eq!(sparkline(Vec::new()), "");
    }
}
