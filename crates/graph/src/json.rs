use std::io::{self, BufWriter, Write};

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::{Attribute, EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Network, Value};

/// What the list of edges is called in node-link JSON.
///
/// ```
/// assert_eq!(bangjiao_graph::EdgesKey::default().as_str(), "edges");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EdgesKey {
    /// `edges`: networkx from 3.6 on.
    #[default]
    Edges,
    /// `links`: D3, force-graph and older versions of networkx.
    Links,
}

impl EdgesKey {
    /// Every choice.
    pub const ALL: &'static [EdgesKey] = &[EdgesKey::Edges, EdgesKey::Links];

    /// The word itself.
    pub fn as_str(self) -> &'static str {
        match self {
            EdgesKey::Edges => "edges",
            EdgesKey::Links => "links",
        }
    }
}

/// Writes a network as node-link JSON, what networkx's `node_link_graph` and D3 read: one line a node and an edge.
///
/// What is unknown is left out; nodes with a position have `x` and `y`.
///
/// # Errors
/// Whatever `output` fails with.
///
/// # Source
/// <https://networkx.org/documentation/stable/reference/readwrite/json_graph.html>
pub fn write_json(network: &Network, edges_key: EdgesKey, output: impl Write) -> io::Result<()> {
    let mut output = BufWriter::new(output);
    output.write_all(b"{\"directed\": false, \"multigraph\": false, \"graph\": {},\n\"nodes\": [")?;
    let nodes = network.nodes().map(|node| {
        let place = node.position.map(|(x, y)| [("x", Value::Real(x)), ("y", Value::Real(y))]);
        let head = [("id", Value::Text(node.id.as_str())), ("label", Value::Text(&node.name_zh))];
        let head = head.into_iter().chain(place.into_iter().flatten()).collect();
        Item { head, attributes: NODE_ATTRIBUTES, item: node }
    });
    write_lines(&mut output, nodes)?;
    write!(output, "],\n\"{}\": [", edges_key.as_str())?;
    let edges = network.edges().map(|edge| Item {
        head: [
            ("source", Value::Text(edge.count.source.as_str())),
            ("target", Value::Text(edge.count.target.as_str())),
            ("weight", Value::Integer(edge.weight)),
        ]
        .into(),
        attributes: EDGE_ATTRIBUTES,
        item: edge,
    });
    write_lines(&mut output, edges)?;
    output.write_all(b"]}\n")?;
    output.flush()
}

fn write_lines(output: &mut impl Write, items: impl Iterator<Item = impl Serialize>) -> io::Result<()> {
    let mut line = Vec::new();
    for (number, item) in items.enumerate() {
        line.clear();
        line.extend_from_slice(if number == 0 { b"\n" } else { b",\n" });
        serde_json::to_writer(&mut line, &item)?;
        output.write_all(&line)?;
    }
    output.write_all(b"\n")
}

struct Item<'a, T> {
    head: Vec<(&'static str, Value<'a>)>,
    attributes: &'a [Attribute<T>],
    item: &'a T,
}

impl<T> Serialize for Item<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in &self.head {
            map.serialize_entry(name, value)?;
        }
        for attribute in self.attributes {
            if let Some(value) = (attribute.value)(self.item) {
                map.serialize_entry(attribute.name, &value)?;
            }
        }
        map.end()
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Text(text) => serializer.serialize_str(text),
            Value::List(texts) => serializer.serialize_str(&texts.join("|")),
            Value::Day(day) => serializer.collect_str(day),
            Value::Integer(number) => serializer.serialize_i64(*number),
            Value::Real(number) => serializer.serialize_f64(*number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{EdgesKey, write_json};
    use crate::scene::sample;

    #[test]
    fn edges_can_be_called_links_and_nodes_have_places() {
        let mut network = sample::network();
        network.lay_out(1);
        let mut bytes = Vec::new();
        write_json(&network, EdgesKey::Links, &mut bytes).expect("a Vec takes everything");
        let value: serde_json::Value = serde_json::from_slice(&bytes).expect("it is JSON");
        assert_eq!(value["links"].as_array().map(Vec::len), Some(network.edges().count()));
        assert!(
            value["edges"].is_null() && value["nodes"][0]["x"].is_f64() && value["nodes"][8]["y"].is_f64()
        );
    }

    #[test]
    fn every_node_and_edge_is_a_line_of_json() {
        let mut bytes = Vec::new();
        write_json(&sample::network(), EdgesKey::Edges, &mut bytes).expect("a Vec takes everything");
        let value: serde_json::Value = serde_json::from_slice(&bytes).expect("it is JSON");
        assert_eq!(value["nodes"].as_array().map(Vec::len), Some(sample::network().nodes().count()));
        assert_eq!(value["edges"].as_array().map(Vec::len), Some(sample::network().edges().count()));
        expect_test::expect![[r#"
            {"directed": false, "multigraph": false, "graph": {},
            "nodes": [
            {"id":"CHN","label":"中国","kind":"country","name_zh":"中国","name_en":"China & \"others\"","n_mentions":4,"n_articles":2,"degree":4,"strength":7,"component":1},
            {"id":"DEU","label":"DEU","kind":"country","name_zh":"DEU","n_mentions":1,"n_articles":1,"degree":1,"strength":1,"component":2},
            {"id":"FRA","label":"FRA","kind":"country","name_zh":"FRA","n_mentions":1,"n_articles":1,"degree":1,"strength":1,"component":2},
            {"id":"KAZ","label":"哈萨克\u000b斯坦","kind":"country","name_zh":"哈萨克\u000b斯坦","name_en":"Kazakhstan","n_mentions":4,"n_articles":2,"degree":4,"strength":7,"component":1},
            {"id":"P-jiang-zemin","label":"P-jiang-zemin","kind":"person","name_zh":"P-jiang-zemin","n_mentions":1,"n_articles":1,"degree":1,"strength":1,"component":3},
            {"id":"P-nazarbayev-nursultan","label":"P-nazarbayev-nursultan","kind":"person","name_zh":"P-nazarbayev-nursultan","n_mentions":1,"n_articles":1,"degree":1,"strength":1,"component":3},
            {"id":"RUS","label":"RUS","kind":"country","name_zh":"RUS","n_mentions":1,"n_articles":1,"degree":2,"strength":2,"component":1},
            {"id":"T-chn-kaz-1996","label":"T-chn-kaz-1996","kind":"treaty","name_zh":"T-chn-kaz-1996","n_mentions":1,"n_articles":1,"degree":2,"strength":2,"component":1},
            {"id":"person:王大成<记者>","label":"王大成<记者>","kind":"person","name_zh":"王大成<记者>","n_mentions":1,"n_articles":1,"degree":2,"strength":2,"component":1}
            ],
            "edges": [
            {"source":"CHN","target":"KAZ","weight":4,"window":"sentence","n":4,"n_named":3,"n_dyadic":3,"n_source":4,"n_target":4,"n_windows":8,"n_articles":2,"first_date":"1996-07-05","last_date":"1996-07-06","pmi":1.0,"npmi":1.0,"llr":11.090354888959125,"chi2":8.0,"jaccard":1.0,"dice":1.0,"cosine":1.0,"association_strength":0.25,"target_given_source":1.0,"source_given_target":1.0,"disparity":0.07871720116618075,"noise_corrected":77.80052569092672,"evidence":"19960705-01-001:0|19960706-02-002:0|19960706-02-002:4"},
            {"source":"CHN","target":"RUS","weight":1,"window":"sentence","n":1,"n_named":1,"n_dyadic":0,"n_source":4,"n_target":1,"n_windows":8,"n_articles":1,"first_date":"1996-07-06","last_date":"1996-07-06","pmi":1.0,"npmi":0.3333333333333333,"llr":1.529641423152521,"chi2":1.1428571428571428,"jaccard":0.25,"dice":0.4,"cosine":0.5,"association_strength":0.25,"target_given_source":0.25,"source_given_target":1.0,"disparity":0.5,"noise_corrected":1.6559361375769655,"evidence":"19960706-02-002:4"},
            {"source":"CHN","target":"T-chn-kaz-1996","weight":1,"window":"sentence","n":1,"n_named":1,"n_source":4,"n_target":1,"n_windows":8,"n_articles":1,"first_date":"1996-07-06","last_date":"1996-07-06","pmi":1.0,"npmi":0.3333333333333333,"llr":1.529641423152521,"chi2":1.1428571428571428,"jaccard":0.25,"dice":0.4,"cosine":0.5,"association_strength":0.25,"target_given_source":0.25,"source_given_target":1.0,"disparity":0.5,"noise_corrected":1.6559361375769655,"evidence":"19960706-02-002:0"},
            {"source":"CHN","target":"person:王大成<记者>","weight":1,"window":"sentence","n":1,"n_named":1,"n_source":4,"n_target":1,"n_windows":8,"n_articles":1,"first_date":"1996-07-05","last_date":"1996-07-05","pmi":1.0,"npmi":0.3333333333333333,"llr":1.529641423152521,"chi2":1.1428571428571428,"jaccard":0.25,"dice":0.4,"cosine":0.5,"association_strength":0.25,"target_given_source":0.25,"source_given_target":1.0,"disparity":0.5,"noise_corrected":1.6559361375769655,"evidence":"19960705-01-001:0"},
            {"source":"DEU","target":"FRA","weight":1,"window":"sentence","n":1,"n_named":1,"n_dyadic":1,"n_source":1,"n_target":1,"n_windows":8,"n_articles":1,"pmi":3.0,"npmi":1.0,"llr":6.028322580102987,"chi2":8.0,"jaccard":1.0,"dice":1.0,"cosine":1.0,"association_strength":1.0,"target_given_source":1.0,"source_given_target":1.0,"disparity":1.0,"noise_corrected":17.511562918465685,"evidence":"x1:1"},
            {"source":"KAZ","target":"RUS","weight":1,"window":"sentence","n":1,"n_named":1,"n_dyadic":0,"n_source":4,"n_target":1,"n_windows":8,"n_articles":1,"first_date":"1996-07-06","last_date":"1996-07-06","pmi":1.0,"npmi":0.3333333333333333,"llr":1.529641423152521,"chi2":1.1428571428571428,"jaccard":0.25,"dice":0.4,"cosine":0.5,"association_strength":0.25,"target_given_source":0.25,"source_given_target":1.0,"disparity":0.5,"noise_corrected":1.6559361375769655,"evidence":"19960706-02-002:4"},
            {"source":"KAZ","target":"T-chn-kaz-1996","weight":1,"window":"sentence","n":1,"n_named":1,"n_source":4,"n_target":1,"n_windows":8,"n_articles":1,"first_date":"1996-07-06","last_date":"1996-07-06","pmi":1.0,"npmi":0.3333333333333333,"llr":1.529641423152521,"chi2":1.1428571428571428,"jaccard":0.25,"dice":0.4,"cosine":0.5,"association_strength":0.25,"target_given_source":0.25,"source_given_target":1.0,"disparity":0.5,"noise_corrected":1.6559361375769655,"evidence":"19960706-02-002:0"},
            {"source":"KAZ","target":"person:王大成<记者>","weight":1,"window":"sentence","n":1,"n_named":1,"n_source":4,"n_target":1,"n_windows":8,"n_articles":1,"first_date":"1996-07-05","last_date":"1996-07-05","pmi":1.0,"npmi":0.3333333333333333,"llr":1.529641423152521,"chi2":1.1428571428571428,"jaccard":0.25,"dice":0.4,"cosine":0.5,"association_strength":0.25,"target_given_source":0.25,"source_given_target":1.0,"disparity":0.5,"noise_corrected":1.6559361375769655,"evidence":"19960705-01-001:0"},
            {"source":"P-jiang-zemin","target":"P-nazarbayev-nursultan","weight":1,"window":"sentence","n":1,"n_named":1,"n_source":1,"n_target":1,"n_windows":8,"n_articles":1,"first_date":"1996-07-06","last_date":"1996-07-06","pmi":3.0,"npmi":1.0,"llr":6.028322580102987,"chi2":8.0,"jaccard":1.0,"dice":1.0,"cosine":1.0,"association_strength":1.0,"target_given_source":1.0,"source_given_target":1.0,"disparity":1.0,"noise_corrected":17.511562918465685,"evidence":"19960706-02-002:2"}
            ]}
        "#]].assert_eq(&String::from_utf8_lossy(&bytes));
    }
}
