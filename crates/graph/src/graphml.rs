use crate::form::{EdgeItem, Form, NodeItem};
use crate::xml::{Elements, append_escaped};
use crate::{Attribute, AttributeKind, EDGE_ATTRIBUTES, NODE_ATTRIBUTES, NetworkEdge, Node, Value};

const HEAD: &str = "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">
";

/// GraphML 1.0.
///
/// `label` and `weight` are what Gephi, networkx and igraph look for. The other keys have short ids and their names in
/// `attr.name`, as networkx writes them: names in full would make the file half as large again.
pub(crate) struct GraphMl {
    nodes: Elements<Node>,
    edges: Elements<NetworkEdge>,
}

const DATA_TAIL: &str = "</data>";

impl GraphMl {
    pub fn new() -> Self {
        let head = |owner| move |number| format!("<data key=\"{owner}{number}\">");
        GraphMl {
            nodes: Elements::new(NODE_ATTRIBUTES, head('n'), DATA_TAIL),
            edges: Elements::new(EDGE_ATTRIBUTES, head('e'), DATA_TAIL),
        }
    }
}

impl Form for GraphMl {
    fn begin(&self, xml: &mut Vec<u8>) {
        xml.extend_from_slice(HEAD.as_bytes());
        append_key("label", "node", "label", AttributeKind::Text, xml);
        append_keys('n', "node", NODE_ATTRIBUTES, xml);
        append_key("weight", "edge", "weight", AttributeKind::Integer, xml);
        append_keys('e', "edge", EDGE_ATTRIBUTES, xml);
        xml.extend_from_slice(b"<graph id=\"bangjiao\" edgedefault=\"undirected\">\n");
    }

    fn node(&self, item: &NodeItem<'_>, xml: &mut Vec<u8>) {
        xml.extend_from_slice(b"<node id=\"");
        append_escaped(item.node.id.as_str(), xml);
        xml.extend_from_slice(b"\"><data key=\"label\">");
        append_escaped(&item.node.name_zh, xml);
        xml.extend_from_slice(DATA_TAIL.as_bytes());
        self.nodes.append(item.cells, xml);
        xml.extend_from_slice(b"</node>\n");
    }

    fn between(&self, _: &mut Vec<u8>) {}

    fn edge(&self, item: &EdgeItem<'_>, xml: &mut Vec<u8>) {
        xml.extend_from_slice(b"<edge source=\"");
        append_escaped(item.edge.count.source.as_str(), xml);
        xml.extend_from_slice(b"\" target=\"");
        append_escaped(item.edge.count.target.as_str(), xml);
        xml.extend_from_slice(b"\"><data key=\"weight\">");
        Value::Integer(item.edge.weight).append_to(xml);
        xml.extend_from_slice(DATA_TAIL.as_bytes());
        self.edges.append(item.cells, xml);
        xml.extend_from_slice(b"</edge>\n");
    }

    fn end(&self, xml: &mut Vec<u8>) {
        xml.extend_from_slice(b"</graph>\n</graphml>\n");
    }
}

fn append_keys<T>(prefix: char, owner: &str, attributes: &[Attribute<T>], xml: &mut Vec<u8>) {
    for (number, attribute) in attributes.iter().enumerate() {
        append_key(&format!("{prefix}{number}"), owner, attribute.name, attribute.kind, xml);
    }
}

fn append_key(id: &str, owner: &str, name: &str, kind: AttributeKind, xml: &mut Vec<u8>) {
    let kind = kind.xml_type();
    let key = format!("<key id=\"{id}\" for=\"{owner}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>\n");
    xml.extend_from_slice(key.as_bytes());
}

#[cfg(test)]
mod tests {
    use crate::GraphFile;
    use crate::file::tests::printed;
    use crate::scene::sample;
    use crate::xml::tests::elements;

    #[test]
    fn the_file_parses_back() {
        let text = printed(&sample::network(), GraphFile::GraphMl);
        expect_test::expect![[r#"

            graphml xmlns=http://graphml.graphdrawing.org/xmlns xmlns:xsi=http://www.w3.org/2001/XMLSchema-instance xsi:schemaLocation=http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd
            key id=label for=node attr.name=label attr.type=string
            key id=n0 for=node attr.name=kind attr.type=string
            key id=n1 for=node attr.name=name_zh attr.type=string
            key id=n2 for=node attr.name=name_en attr.type=string
            key id=n3 for=node attr.name=n_mentions attr.type=long
            key id=n4 for=node attr.name=n_articles attr.type=long
            key id=n5 for=node attr.name=degree attr.type=long
            key id=n6 for=node attr.name=strength attr.type=long
            key id=n7 for=node attr.name=component attr.type=long
            key id=n8 for=node attr.name=core attr.type=long
            key id=n9 for=node attr.name=clustering attr.type=double
            key id=n10 for=node attr.name=betweenness attr.type=double
            key id=n11 for=node attr.name=closeness attr.type=double
            key id=n12 for=node attr.name=eigenvector attr.type=double
            key id=n13 for=node attr.name=pagerank attr.type=double
            key id=n14 for=node attr.name=community attr.type=long
            key id=n15 for=node attr.name=community_stability attr.type=double
            key id=weight for=edge attr.name=weight attr.type=long
            key id=e0 for=edge attr.name=window attr.type=string
            key id=e1 for=edge attr.name=n attr.type=long
            key id=e2 for=edge attr.name=n_named attr.type=long
            key id=e3 for=edge attr.name=n_dyadic attr.type=long
            key id=e4 for=edge attr.name=n_source attr.type=long
            key id=e5 for=edge attr.name=n_target attr.type=long
            key id=e6 for=edge attr.name=n_windows attr.type=long
            key id=e7 for=edge attr.name=n_articles attr.type=long
            key id=e8 for=edge attr.name=first_date attr.type=string
            key id=e9 for=edge attr.name=last_date attr.type=string
            key id=e10 for=edge attr.name=pmi attr.type=double
            key id=e11 for=edge attr.name=npmi attr.type=double
            key id=e12 for=edge attr.name=llr attr.type=double
            key id=e13 for=edge attr.name=chi2 attr.type=double
            key id=e14 for=edge attr.name=jaccard attr.type=double
            key id=e15 for=edge attr.name=dice attr.type=double
            key id=e16 for=edge attr.name=cosine attr.type=double
            key id=e17 for=edge attr.name=association_strength attr.type=double
            key id=e18 for=edge attr.name=target_given_source attr.type=double
            key id=e19 for=edge attr.name=source_given_target attr.type=double
            key id=e20 for=edge attr.name=disparity attr.type=double
            key id=e21 for=edge attr.name=noise_corrected attr.type=double
            key id=e22 for=edge attr.name=evidence attr.type=string
            graph id=bangjiao edgedefault=undirected
            node id=CHN
            data key=label 中国
            data key=n0 country
            data key=n1 中国
            data key=n2 China &amp; &quot;others&quot;
            data key=n3 4
            data key=n4 2
            data key=n5 4
            data key=n6 7
            data key=n7 1
            node id=DEU
            data key=label DEU
            data key=n0 country
            data key=n1 DEU
            data key=n3 1
            data key=n4 1
            data key=n5 1
            data key=n6 1
            data key=n7 2
            node id=FRA
            data key=label FRA
            data key=n0 country
            data key=n1 FRA
            data key=n3 1
            data key=n4 1
            data key=n5 1
            data key=n6 1
            data key=n7 2
            node id=KAZ
            data key=label 哈萨克斯坦
            data key=n0 country
            data key=n1 哈萨克斯坦
            data key=n2 Kazakhstan
            data key=n3 4
            data key=n4 2
            data key=n5 4
            data key=n6 7
            data key=n7 1
            node id=P-jiang-zemin
            data key=label P-jiang-zemin
            data key=n0 person
            data key=n1 P-jiang-zemin
            data key=n3 1
            data key=n4 1
            data key=n5 1
            data key=n6 1
            data key=n7 3
            node id=P-nazarbayev-nursultan
            data key=label P-nazarbayev-nursultan
            data key=n0 person
            data key=n1 P-nazarbayev-nursultan
            data key=n3 1
            data key=n4 1
            data key=n5 1
            data key=n6 1
            data key=n7 3
            node id=RUS
            data key=label RUS
            data key=n0 country
            data key=n1 RUS
            data key=n3 1
            data key=n4 1
            data key=n5 2
            data key=n6 2
            data key=n7 1
            node id=T-chn-kaz-1996
            data key=label T-chn-kaz-1996
            data key=n0 treaty
            data key=n1 T-chn-kaz-1996
            data key=n3 1
            data key=n4 1
            data key=n5 2
            data key=n6 2
            data key=n7 1
            node id=person:王大成<记者>
            data key=label 王大成&lt;记者&gt;
            data key=n0 person
            data key=n1 王大成&lt;记者&gt;
            data key=n3 1
            data key=n4 1
            data key=n5 2
            data key=n6 2
            data key=n7 1
            edge source=CHN target=KAZ
            data key=weight 4
            data key=e0 sentence
            data key=e1 4
            data key=e2 3
            data key=e3 3
            data key=e4 4
            data key=e5 4
            data key=e6 8
            data key=e7 2
            data key=e8 1996-07-05
            data key=e9 1996-07-06
            data key=e10 1
            data key=e11 1
            data key=e12 11.090354888959125
            data key=e13 8
            data key=e14 1
            data key=e15 1
            data key=e16 1
            data key=e17 0.25
            data key=e18 1
            data key=e19 1
            data key=e20 0.07871720116618075
            data key=e21 77.80052569092672
            data key=e22 19960705-01-001:0|19960706-02-002:0|19960706-02-002:4
            edge source=CHN target=RUS
            data key=weight 1
            data key=e0 sentence
            data key=e1 1
            data key=e2 1
            data key=e3 0
            data key=e4 4
            data key=e5 1
            data key=e6 8
            data key=e7 1
            data key=e8 1996-07-06
            data key=e9 1996-07-06
            data key=e10 1
            data key=e11 0.3333333333333333
            data key=e12 1.529641423152521
            data key=e13 1.1428571428571428
            data key=e14 0.25
            data key=e15 0.4
            data key=e16 0.5
            data key=e17 0.25
            data key=e18 0.25
            data key=e19 1
            data key=e20 0.5
            data key=e21 1.6559361375769655
            data key=e22 19960706-02-002:4
            edge source=CHN target=T-chn-kaz-1996
            data key=weight 1
            data key=e0 sentence
            data key=e1 1
            data key=e2 1
            data key=e4 4
            data key=e5 1
            data key=e6 8
            data key=e7 1
            data key=e8 1996-07-06
            data key=e9 1996-07-06
            data key=e10 1
            data key=e11 0.3333333333333333
            data key=e12 1.529641423152521
            data key=e13 1.1428571428571428
            data key=e14 0.25
            data key=e15 0.4
            data key=e16 0.5
            data key=e17 0.25
            data key=e18 0.25
            data key=e19 1
            data key=e20 0.5
            data key=e21 1.6559361375769655
            data key=e22 19960706-02-002:0
            edge source=CHN target=person:王大成<记者>
            data key=weight 1
            data key=e0 sentence
            data key=e1 1
            data key=e2 1
            data key=e4 4
            data key=e5 1
            data key=e6 8
            data key=e7 1
            data key=e8 1996-07-05
            data key=e9 1996-07-05
            data key=e10 1
            data key=e11 0.3333333333333333
            data key=e12 1.529641423152521
            data key=e13 1.1428571428571428
            data key=e14 0.25
            data key=e15 0.4
            data key=e16 0.5
            data key=e17 0.25
            data key=e18 0.25
            data key=e19 1
            data key=e20 0.5
            data key=e21 1.6559361375769655
            data key=e22 19960705-01-001:0
            edge source=DEU target=FRA
            data key=weight 1
            data key=e0 sentence
            data key=e1 1
            data key=e2 1
            data key=e3 1
            data key=e4 1
            data key=e5 1
            data key=e6 8
            data key=e7 1
            data key=e10 3
            data key=e11 1
            data key=e12 6.028322580102987
            data key=e13 8
            data key=e14 1
            data key=e15 1
            data key=e16 1
            data key=e17 1
            data key=e18 1
            data key=e19 1
            data key=e20 1
            data key=e21 17.511562918465685
            data key=e22 x1:1
            edge source=KAZ target=RUS
            data key=weight 1
            data key=e0 sentence
            data key=e1 1
            data key=e2 1
            data key=e3 0
            data key=e4 4
            data key=e5 1
            data key=e6 8
            data key=e7 1
            data key=e8 1996-07-06
            data key=e9 1996-07-06
            data key=e10 1
            data key=e11 0.3333333333333333
            data key=e12 1.529641423152521
            data key=e13 1.1428571428571428
            data key=e14 0.25
            data key=e15 0.4
            data key=e16 0.5
            data key=e17 0.25
            data key=e18 0.25
            data key=e19 1
            data key=e20 0.5
            data key=e21 1.6559361375769655
            data key=e22 19960706-02-002:4
            edge source=KAZ target=T-chn-kaz-1996
            data key=weight 1
            data key=e0 sentence
            data key=e1 1
            data key=e2 1
            data key=e4 4
            data key=e5 1
            data key=e6 8
            data key=e7 1
            data key=e8 1996-07-06
            data key=e9 1996-07-06
            data key=e10 1
            data key=e11 0.3333333333333333
            data key=e12 1.529641423152521
            data key=e13 1.1428571428571428
            data key=e14 0.25
            data key=e15 0.4
            data key=e16 0.5
            data key=e17 0.25
            data key=e18 0.25
            data key=e19 1
            data key=e20 0.5
            data key=e21 1.6559361375769655
            data key=e22 19960706-02-002:0
            edge source=KAZ target=person:王大成<记者>
            data key=weight 1
            data key=e0 sentence
            data key=e1 1
            data key=e2 1
            data key=e4 4
            data key=e5 1
            data key=e6 8
            data key=e7 1
            data key=e8 1996-07-05
            data key=e9 1996-07-05
            data key=e10 1
            data key=e11 0.3333333333333333
            data key=e12 1.529641423152521
            data key=e13 1.1428571428571428
            data key=e14 0.25
            data key=e15 0.4
            data key=e16 0.5
            data key=e17 0.25
            data key=e18 0.25
            data key=e19 1
            data key=e20 0.5
            data key=e21 1.6559361375769655
            data key=e22 19960705-01-001:0
            edge source=P-jiang-zemin target=P-nazarbayev-nursultan
            data key=weight 1
            data key=e0 sentence
            data key=e1 1
            data key=e2 1
            data key=e4 1
            data key=e5 1
            data key=e6 8
            data key=e7 1
            data key=e8 1996-07-06
            data key=e9 1996-07-06
            data key=e10 3
            data key=e11 1
            data key=e12 6.028322580102987
            data key=e13 8
            data key=e14 1
            data key=e15 1
            data key=e16 1
            data key=e17 1
            data key=e18 1
            data key=e19 1
            data key=e20 1
            data key=e21 17.511562918465685
            data key=e22 19960706-02-002:2
        "#]].assert_eq(&elements(&text));
    }
}
