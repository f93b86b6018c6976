use std::borrow::Cow;
use std::fmt;

use crate::{EdgeCount, Node, weights};

/// The value of an attribute in a graph file.
///
/// ```
/// assert_eq!(bangjiao_graph::Value::Text("哈萨克斯坦".into()).to_string(), "哈萨克斯坦");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Text.
    Text(Cow<'a, str>),
    /// A whole number.
    Integer(i64),
    /// A finite number.
    Real(f64),
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Text(text) => formatter.write_str(text),
            Value::Integer(number) => number.fmt(formatter),
            Value::Real(number) => number.fmt(formatter),
        }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Text(Cow::Borrowed(text))
    }
}

/// The type of an attribute in a graph file.
///
/// ```
/// assert_eq!(bangjiao_graph::AttributeKind::Integer.xml_type(), "long");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttributeKind {
    /// [`Value::Text`].
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
    text("kind", |node| Some(node.kind.as_str().into())),
    text("name_zh", |node| Some(node.name_zh.as_str().into())),
    text("name_en", |node| node.name_en.as_deref().map(Value::from)),
    integer("n_mentions", |node| Some(Value::Integer(node.n_mentions))),
    integer("n_articles", |node| Some(Value::Integer(node.n_articles))),
    integer("degree", |node| Some(Value::Integer(node.degree))),
    integer("strength", |node| Some(Value::Integer(node.strength))),
    integer("component", |node| Some(Value::Integer(node.component))),
];

/// What graph files say of an edge beside its ends and its weight (`n`), in this order.
pub const EDGE_ATTRIBUTES: &[Attribute<EdgeCount>] = &[
    text("window", |edge| Some(edge.window.as_str().into())),
    integer("n", |edge| Some(Value::Integer(edge.n))),
    integer("n_named", |edge| Some(Value::Integer(edge.n_named))),
    integer("n_dyadic", |edge| edge.n_dyadic.map(Value::Integer)),
    integer("n_source", |edge| Some(Value::Integer(edge.n_source))),
    integer("n_target", |edge| Some(Value::Integer(edge.n_target))),
    integer("n_windows", |edge| Some(Value::Integer(edge.n_windows))),
    integer("n_articles", |edge| Some(Value::Integer(edge.n_articles))),
    text("first_date", |edge| edge.first_date.map(|date| Value::Text(date.to_string().into()))),
    text("last_date", |edge| edge.last_date.map(|date| Value::Text(date.to_string().into()))),
    real("pmi", |edge| weights::pmi(edge.contingency()).map(Value::Real)),
    real("npmi", |edge| weights::npmi(edge.contingency()).map(Value::Real)),
    real("llr", |edge| Some(Value::Real(weights::llr(edge.contingency())))),
    real("jaccard", |edge| Some(Value::Real(weights::jaccard(edge.contingency())))),
    real("dice", |edge| Some(Value::Real(weights::dice(edge.contingency())))),
    text("evidence", |edge| (!edge.evidence.is_empty()).then(|| Value::Text(edge.evidence.join("|").into()))),
];

const fn text<T>(name: &'static str, value: for<'a> fn(&'a T) -> Option<Value<'a>>) -> Attribute<T> {
    Attribute { name, kind: AttributeKind::Text, value }
}

const fn integer<T>(name: &'static str, value: for<'a> fn(&'a T) -> Option<Value<'a>>) -> Attribute<T> {
    Attribute { name, kind: AttributeKind::Integer, value }
}

const fn real<T>(name: &'static str, value: for<'a> fn(&'a T) -> Option<Value<'a>>) -> Attribute<T> {
    Attribute { name, kind: AttributeKind::Real, value }
}
