use crate::cells::Cells;
use crate::form::{EdgeItem, Form, NodeItem};
use crate::{Attribute, AttributeKind, EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Value};

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

/// Node-link JSON.
pub(crate) struct Json {
    edges_key: EdgesKey,
}

impl Json {
    pub fn new(edges_key: EdgesKey) -> Self {
        Json { edges_key }
    }
}

impl Form for Json {
    fn begin(&self, json: &mut Vec<u8>) {
        json.extend_from_slice(b"{\"directed\": false, \"multigraph\": false, \"graph\": {},\n\"nodes\": [");
    }

    fn node(&self, item: &NodeItem<'_>, json: &mut Vec<u8>) {
        let node = item.node;
        begin_line(item.number, json);
        json.extend_from_slice(b"{\"id\":");
        append_text(node.id.as_str().as_bytes(), json);
        json.extend_from_slice(b",\"label\":");
        append_text(node.name_zh.as_bytes(), json);
        if let Some((x, y)) = node.position {
            for (name, value) in [("x", x), ("y", y)] {
                append_name(name, json);
                let start = json.len();
                Value::Real(value).append_to(json);
                mark_real(start, json);
            }
        }
        append_cells(NODE_ATTRIBUTES, item.cells, json);
        json.push(b'}');
    }

    fn between(&self, json: &mut Vec<u8>) {
        json.extend_from_slice(format!("\n],\n\"{}\": [", self.edges_key.as_str()).as_bytes());
    }

    fn edge(&self, item: &EdgeItem<'_>, json: &mut Vec<u8>) {
        begin_line(item.number, json);
        json.extend_from_slice(b"{\"source\":");
        append_text(item.edge.count.source.as_str().as_bytes(), json);
        json.extend_from_slice(b",\"target\":");
        append_text(item.edge.count.target.as_str().as_bytes(), json);
        json.extend_from_slice(b",\"weight\":");
        Value::Integer(item.edge.weight).append_to(json);
        append_cells(EDGE_ATTRIBUTES, item.cells, json);
        json.push(b'}');
    }

    fn end(&self, json: &mut Vec<u8>) {
        json.extend_from_slice(b"\n]}\n");
    }
}

fn begin_line(number: usize, json: &mut Vec<u8>) {
    json.extend_from_slice(if number == 0 { b"\n" } else { b",\n" });
}

fn append_cells<T>(attributes: &[Attribute<T>], cells: &Cells, json: &mut Vec<u8>) {
    for (at, kind, value) in cells.known(attributes) {
        append_name(attributes[at].name, json);
        match kind {
            AttributeKind::Text => append_text(value, json),
            AttributeKind::Integer => json.extend_from_slice(value),
            AttributeKind::Real => {
                let start = json.len();
                json.extend_from_slice(value);
                mark_real(start, json);
            }
        }
    }
}

/// The names of attributes are plain.
fn append_name(name: &str, json: &mut Vec<u8>) {
    json.extend_from_slice(b",\"");
    json.extend_from_slice(name.as_bytes());
    json.extend_from_slice(b"\":");
}

/// Shows that the number from `start` on is no integer, since readers give the two different types.
fn mark_real(start: usize, json: &mut Vec<u8>) {
    if !json[start..].contains(&b'.') {
        json.extend_from_slice(b".0");
    }
}

fn append_text(text: &[u8], json: &mut Vec<u8>) {
    serde_json::to_writer(json, &String::from_utf8_lossy(text)).expect("a Vec takes every text");
}

#[cfg(test)]
mod tests {
    use crate::file::tests::printed;
    use crate::scene::sample;
    use crate::{EdgesKey, GraphFile};

    #[test]
    fn edges_can_be_called_links_and_nodes_have_places() {
        let mut network = sample::network();
        network.lay_out(1);
        let text = printed(&network, GraphFile::Json(EdgesKey::Links));
        let value: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        assert_eq!(value["links"].as_array().map(Vec::len), Some(network.edges().count()));
        assert!(
            value["edges"].is_null() && value["nodes"][0]["x"].is_f64() && value["nodes"][8]["y"].is_f64()
        );
    }

    #[test]
    fn every_node_and_edge_is_a_line_of_json() {
        let text = printed(&sample::network(), GraphFile::Json(EdgesKey::Edges));
        let value: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        assert_eq!(value["nodes"].as_array().map(Vec::len), Some(sample::network().n_nodes()));
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
        "#]].assert_eq(&text);
    }
}
