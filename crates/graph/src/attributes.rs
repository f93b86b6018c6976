use std::io::Write;

use jiff::civil::Date;
use jiff::fmt::temporal::DateTimePrinter;

use crate::{Contingency, NetworkEdge, Node, NodeMeasures, weights};

/// The value of an attribute in a graph file.
///
/// ```
/// use bangjiao_graph::Value;
/// let text = |value: Value<'_>| {
///     let mut text = Vec::new();
///     value.append_to(&mut text);
///     String::from_utf8(text)
/// };
/// assert_eq!(text(Value::Text("哈萨克斯坦"))?, "哈萨克斯坦");
/// assert_eq!(text(Value::Real(1.0))?, "1");
/// # Ok::<(), std::string::FromUtf8Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// Text.
    Text(&'a str),
    /// Texts, written as one with `|` between them.
    List(&'a [String]),
    /// A day, written as `1996-07-05`.
    Day(Date),
    /// A whole number.
    Integer(i64),
    /// A finite number, written without exponent in the fewest digits that read back as the same number.
    Real(f64),
}

impl Value<'_> {
    /// Appends the value as UTF-8, without any escaping.
    ///
    /// Files hold hundreds of thousands of values, and `fmt` takes several times as long for each.
    pub fn append_to(self, text: &mut Vec<u8>) {
        match self {
            Value::Text(value) => text.extend_from_slice(value.as_bytes()),
            Value::List(values) => {
                for (number, value) in values.iter().enumerate() {
                    if number > 0 {
                        text.push(b'|');
                    }
                    text.extend_from_slice(value.as_bytes());
                }
            }
            Value::Day(day) => {
                DateTimePrinter::new().print_date(&day, text).expect("a Vec takes everything");
            }
            Value::Integer(number) => append_json(number, text),
            Value::Real(number) => append_real(number, text),
        }
    }
}

/// As `Display` does, which takes several times as long as JSON's printer.
///
/// Both write the shortest digits that read back as the number, and of these the nearest. Where two are equally near, they
/// take different ones; such a number has few digits, all exact: of at most 18, hence a multiple of 2^-26.
fn append_real(number: f64, text: &mut Vec<u8>) {
    let scaled = number * f64::from(1 << 26);
    if scaled == scaled.trunc() || !number.is_finite() {
        write!(text, "{number}").expect("a Vec takes everything");
        return;
    }
    let start = text.len();
    append_json(number, text);
    let Some(at) = text[start..].iter().position(|byte| *byte == b'e') else { return };
    // What is no multiple of 2^-26 lies below 2^27, so that only negative exponents are met.
    let exponent = text[start + at + 2..].iter().fold(0, |sum, digit| sum * 10 + usize::from(digit - b'0'));
    text.truncate(start + at);
    let digits = text.split_off(start);
    let is_negative = digits[0] == b'-';
    text.extend_from_slice(if is_negative { b"-0." } else { b"0." });
    text.resize(text.len() + exponent - 1, b'0');
    text.extend(digits.into_iter().filter(u8::is_ascii_digit));
}

fn append_json(number: impl serde::Serialize, text: &mut Vec<u8>) {
    serde_json::to_writer(text, &number).expect("a Vec takes every number");
}

/// The type of an attribute in a graph file.
///
/// ```
/// assert_eq!(bangjiao_graph::AttributeKind::Integer.xml_type(), "long");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttributeKind {
    /// [`Value::Text`], [`Value::List`] or [`Value::Day`].
    Text,
    /// [`Value::Integer`].
    Integer,
    /// [`Value::Real`].
    Real,
}

impl AttributeKind {
    /// The name that GraphML and GEXF have for the type.
    pub fn xml_type(self) -> &'static str {
        match self {
            AttributeKind::Text => "string",
            AttributeKind::Integer => "long",
            AttributeKind::Real => "double",
        }
    }
}

/// An attribute of nodes or edges in graph files.
///
/// ```
/// let names: Vec<_> = bangjiao_graph::NODE_ATTRIBUTES.iter().map(|attribute| attribute.name).collect();
/// assert_eq!(names[..3], ["kind", "name_zh", "name_en"]);
/// ```
pub struct Attribute<T> {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: AttributeKind,
    /// Its value; `None` is left out of the file.
    pub value: for<'a> fn(&'a T) -> Option<Value<'a>>,
}

/// What graph files say of a node beside its id and its label (`name_zh`), in this order.
pub const NODE_ATTRIBUTES: &[Attribute<Node>] = &[
    text("kind", |node| Some(Value::Text(node.kind.as_str()))),
    text("name_zh", |node| Some(Value::Text(&node.name_zh))),
    text("name_en", |node| node.name_en.as_deref().map(Value::Text)),
    integer("n_mentions", |node| Some(Value::Integer(node.n_mentions))),
    integer("n_articles", |node| Some(Value::Integer(node.n_articles))),
    integer("degree", |node| Some(Value::Integer(node.degree))),
    integer("strength", |node| Some(Value::Integer(node.strength))),
    integer("component", |node| Some(Value::Integer(node.component))),
    integer("core", |node| measured(node, |measures| Some(Value::Integer(measures.core)))),
    real("clustering", |node| measured(node, |measures| Some(Value::Real(measures.clustering)))),
    real("betweenness", |node| measured(node, |measures| Some(Value::Real(measures.betweenness)))),
    real("closeness", |node| measured(node, |measures| Some(Value::Real(measures.closeness)))),
    real("eigenvector", |node| measured(node, |measures| measures.eigenvector.map(Value::Real))),
    real("pagerank", |node| measured(node, |measures| Some(Value::Real(measures.pagerank)))),
    integer("community", |node| measured(node, |measures| Some(Value::Integer(measures.community)))),
    real("community_stability", |node| {
        measured(node, |measures| Some(Value::Real(measures.community_stability)))
    }),
];

fn measured(node: &Node, value: fn(&NodeMeasures) -> Option<Value<'static>>) -> Option<Value<'static>> {
    node.measures.as_ref().and_then(value)
}

/// What graph files say of an edge beside its ends and its weight, in this order.
pub const EDGE_ATTRIBUTES: &[Attribute<NetworkEdge>] = &[
    text("window", |edge| Some(Value::Text(edge.count.window.as_str()))),
    integer("n", |edge| Some(Value::Integer(edge.count.n))),
    integer("n_named", |edge| Some(Value::Integer(edge.count.n_named))),
    integer("n_dyadic", |edge| edge.count.n_dyadic.map(Value::Integer)),
    integer("n_source", |edge| Some(Value::Integer(edge.count.n_source))),
    integer("n_target", |edge| Some(Value::Integer(edge.count.n_target))),
    integer("n_windows", |edge| Some(Value::Integer(edge.count.n_windows))),
    integer("n_articles", |edge| Some(Value::Integer(edge.count.n_articles))),
    text("first_date", |edge| edge.count.first_date.map(Value::Day)),
    text("last_date", |edge| edge.count.last_date.map(Value::Day)),
    real("pmi", |edge| weighed(edge, weights::pmi)),
    real("npmi", |edge| weighed(edge, weights::npmi)),
    real("llr", |edge| weighed(edge, |table| Some(weights::llr(table)))),
    real("chi2", |edge| weighed(edge, weights::chi2)),
    real("jaccard", |edge| weighed(edge, |table| Some(weights::jaccard(table)))),
    real("dice", |edge| weighed(edge, |table| Some(weights::dice(table)))),
    real("cosine", |edge| weighed(edge, |table| Some(weights::cosine(table)))),
    real("association_strength", |edge| weighed(edge, |table| Some(weights::association_strength(table)))),
    real("target_given_source", |edge| weighed(edge, weights::target_given_source)),
    real("source_given_target", |edge| weighed(edge, weights::source_given_target)),
    real("disparity", |edge| Some(Value::Real(edge.disparity))),
    real("noise_corrected", |edge| Some(Value::Real(edge.noise_corrected))),
    text("evidence", |edge| (!edge.count.evidence.is_empty()).then_some(Value::List(&edge.count.evidence))),
];

fn weighed(edge: &NetworkEdge, measure: fn(Contingency) -> Option<f64>) -> Option<Value<'static>> {
    edge.count.contingency().and_then(measure).map(Value::Real)
}

const fn text<T>(name: &'static str, value: for<'a> fn(&'a T) -> Option<Value<'a>>) -> Attribute<T> {
    Attribute { name, kind: AttributeKind::Text, value }
}

const fn integer<T>(name: &'static str, value: for<'a> fn(&'a T) -> Option<Value<'a>>) -> Attribute<T> {
    Attribute { name, kind: AttributeKind::Integer, value }
}

const fn real<T>(name: &'static str, value: for<'a> fn(&'a T) -> Option<Value<'a>>) -> Attribute<T> {
    Attribute { name, kind: AttributeKind::Real, value }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::Value;

    fn text(value: Value<'_>) -> String {
        let mut text = Vec::new();
        value.append_to(&mut text);
        String::from_utf8(text).expect("values are UTF-8")
    }

    #[test]
    fn lists_and_days_are_one_text() {
        let evidence = ["19960705-01-001:0", "19960706-02-002:4"].map(str::to_owned);
        assert_eq!(text(Value::List(&evidence)), "19960705-01-001:0|19960706-02-002:4");
        assert_eq!(text(Value::Day(date(1949, 10, 1))), "1949-10-01");
    }

    #[test]
    fn numbers_have_no_exponent() {
        assert_eq!(text(Value::Real(-2.5e-17)), "-0.000000000000000025");
        assert_eq!(text(Value::Real(1e22)), "10000000000000000000000");
        assert_eq!(text(Value::Real(100.0)), "100");
    }

    #[test]
    fn the_last_digit_of_a_tie_is_that_of_fmt() {
        assert_eq!(text(Value::Real(1_593_803_096_178_995.3)), 1_593_803_096_178_995.3_f64.to_string());
    }

    proptest! {
        #[test]
        fn numbers_are_written_as_by_fmt(
            integer in any::<i64>(),
            real in prop_oneof![
                prop::num::f64::NORMAL,
                prop::num::f64::ZERO,
                -50.0..50.0,
                -1e-4..1e-4,
                // Few binary digits after the point, as shares of round numbers have.
                (any::<i64>(), -60..20).prop_map(|(whole, power)| (whole >> 11) as f64 * f64::from(power).exp2()),
            ],
        ) {
            prop_assert_eq!(text(Value::Integer(integer)), integer.to_string());
            prop_assert_eq!(text(Value::Real(real)), real.to_string());
        }
    }
}
