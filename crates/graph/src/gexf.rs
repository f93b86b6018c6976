use jiff::civil::Date;

use crate::form::{EdgeItem, Form, NodeItem};
use crate::xml::{Elements, append_escaped};
use crate::{Attribute, EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Network, NetworkEdge, Node, Value};

const HEAD: &str = "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<gexf xmlns=\"http://gexf.net/1.3\" \
xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
xsi:schemaLocation=\"http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd\" version=\"1.3\">
<meta>
<creator>bangjiao</creator>
</meta>
";

/// GEXF 1.3.
///
/// Nodes with a position have it as `position` without a prefix, as the schema of 1.3 wants, and as Gephi reads it.
/// Attributes have numbers for ids and their names as titles, which readers show.
pub(crate) struct Gexf {
    nodes: Elements<Node>,
    edges: Elements<NetworkEdge>,
    /// The days of every node in a file with time.
    node_days: Option<Vec<Days>>,
}

/// First and last day.
type Days = Option<(Date, Date)>;

const VALUE_TAIL: &str = "\"/>";

impl Gexf {
    pub fn new() -> Self {
        let head = |number| format!("<attvalue for=\"{number}\" value=\"");
        Gexf {
            nodes: Elements::new(NODE_ATTRIBUTES, head, VALUE_TAIL),
            edges: Elements::new(EDGE_ATTRIBUTES, head, VALUE_TAIL),
            node_days: None,
        }
    }

    /// With time.
    pub fn dynamic(network: &Network<'_>) -> Self {
        Gexf { node_days: Some(node_days(network)), ..Gexf::new() }
    }
}

impl Form for Gexf {
    fn begin(&self, xml: &mut Vec<u8>) {
        xml.extend_from_slice(HEAD.as_bytes());
        xml.extend_from_slice(match self.node_days {
            None => b"<graph defaultedgetype=\"undirected\" mode=\"static\" idtype=\"string\">\n".as_slice(),
            Some(_) => {
                b"<graph defaultedgetype=\"undirected\" mode=\"dynamic\" idtype=\"string\" timeformat=\"date\" \
                timerepresentation=\"interval\">\n"
            }
        });
        append_declarations("node", NODE_ATTRIBUTES, xml);
        append_declarations("edge", EDGE_ATTRIBUTES, xml);
        xml.extend_from_slice(b"<nodes>\n");
    }

    fn node(&self, item: &NodeItem<'_>, xml: &mut Vec<u8>) {
        let node = item.node;
        xml.extend_from_slice(b"<node id=\"");
        append_escaped(node.id.as_str(), xml);
        xml.extend_from_slice(b"\" label=\"");
        append_escaped(&node.name_zh, xml);
        xml.push(b'"');
        let days = self.node_days.as_ref().and_then(|days| days.get(item.number).copied().flatten());
        append_days(days, xml);
        xml.extend_from_slice(b"><attvalues>");
        self.nodes.append(item.cells, xml);
        xml.extend_from_slice(b"</attvalues>");
        if let Some((x, y)) = node.position {
            xml.extend_from_slice(b"<position x=\"");
            Value::Real(x).append_to(xml);
            xml.extend_from_slice(b"\" y=\"");
            Value::Real(y).append_to(xml);
            xml.extend_from_slice(b"\" z=\"0\"/>");
        }
        xml.extend_from_slice(b"</node>\n");
    }

    fn between(&self, xml: &mut Vec<u8>) {
        xml.extend_from_slice(b"</nodes>\n<edges>\n");
    }

    fn edge(&self, item: &EdgeItem<'_>, xml: &mut Vec<u8>) {
        let edge = item.edge;
        xml.extend_from_slice(b"<edge id=\"");
        xml.extend_from_slice(item.number.to_string().as_bytes());
        xml.extend_from_slice(b"\" source=\"");
        append_escaped(edge.count.source.as_str(), xml);
        xml.extend_from_slice(b"\" target=\"");
        append_escaped(edge.count.target.as_str(), xml);
        xml.extend_from_slice(b"\" weight=\"");
        Value::Integer(edge.weight).append_to(xml);
        xml.push(b'"');
        if self.node_days.is_some() {
            append_days(days(edge), xml);
        }
        xml.extend_from_slice(b"><attvalues>");
        self.edges.append(item.cells, xml);
        xml.extend_from_slice(b"</attvalues></edge>\n");
    }

    fn end(&self, xml: &mut Vec<u8>) {
        xml.extend_from_slice(b"</edges>\n</graph>\n</gexf>\n");
    }
}

fn days(edge: &NetworkEdge) -> Days {
    edge.count.first_date.zip(edge.count.last_date)
}

/// The days of every node, in the order of the network.
fn node_days(network: &Network<'_>) -> Vec<Days> {
    let join = |known: Days, (first, last): (Date, Date)| match known {
        Some((from, to)) => Some((from.min(first), to.max(last))),
        None => Some((first, last)),
    };
    let mut of_node = vec![None; network.n_nodes()];
    for number in 0..network.n_edges() {
        if let Some(days) = days(&network.edge(number)) {
            network.ends(number).into_iter().for_each(|end| of_node[end] = join(of_node[end], days));
        }
    }
    of_node
}

fn append_days(days: Days, xml: &mut Vec<u8>) {
    if let Some((first, last)) = days {
        xml.extend_from_slice(b" start=\"");
        Value::Day(first).append_to(xml);
        xml.extend_from_slice(b"\" end=\"");
        Value::Day(last).append_to(xml);
        xml.push(b'"');
    }
}

fn append_declarations<T>(class: &str, attributes: &[Attribute<T>], xml: &mut Vec<u8>) {
    xml.extend_from_slice(format!("<attributes class=\"{class}\" mode=\"static\">\n").as_bytes());
    for (number, Attribute { name, kind, .. }) in attributes.iter().enumerate() {
        let kind = kind.xml_type();
        let line = format!("<attribute id=\"{number}\" title=\"{name}\" type=\"{kind}\"/>\n");
        xml.extend_from_slice(line.as_bytes());
    }
    xml.extend_from_slice(b"</attributes>\n");
}

#[cfg(test)]
mod tests {
    use crate::GraphFile;
    use crate::file::tests::printed;
    use crate::scene::sample;
    use crate::xml::tests::elements;

    #[test]
    fn time_runs_from_the_first_to_the_last_day() {
        let mut network = sample::network();
        network.lay_out(1);
        let text = elements(&printed(&network, GraphFile::DynamicGexf));
        let lines = text.lines().filter(|line| {
            ["graph ", "node ", "edge "].iter().any(|start| line.starts_with(start))
                && !line.contains("id=P-")
        });
        expect_test::expect![[r#"
            graph defaultedgetype=undirected mode=dynamic idtype=string timeformat=date timerepresentation=interval
            node id=CHN label=中国 start=1996-07-05 end=1996-07-06
            node id=DEU label=DEU
            node id=FRA label=FRA
            node id=KAZ label=哈萨克斯坦 start=1996-07-05 end=1996-07-06
            node id=RUS label=RUS start=1996-07-06 end=1996-07-06
            node id=T-chn-kaz-1996 label=T-chn-kaz-1996 start=1996-07-06 end=1996-07-06
            node id=person:王大成<记者> label=王大成<记者> start=1996-07-05 end=1996-07-05
            edge id=0 source=CHN target=KAZ weight=4 start=1996-07-05 end=1996-07-06
            edge id=1 source=CHN target=RUS weight=1 start=1996-07-06 end=1996-07-06
            edge id=2 source=CHN target=T-chn-kaz-1996 weight=1 start=1996-07-06 end=1996-07-06
            edge id=3 source=CHN target=person:王大成<记者> weight=1 start=1996-07-05 end=1996-07-05
            edge id=4 source=DEU target=FRA weight=1
            edge id=5 source=KAZ target=RUS weight=1 start=1996-07-06 end=1996-07-06
            edge id=6 source=KAZ target=T-chn-kaz-1996 weight=1 start=1996-07-06 end=1996-07-06
            edge id=7 source=KAZ target=person:王大成<记者> weight=1 start=1996-07-05 end=1996-07-05
            edge id=8 source=P-jiang-zemin target=P-nazarbayev-nursultan weight=1 start=1996-07-06 end=1996-07-06
        "#]].assert_eq(&lines.map(|line| format!("{line}\n")).collect::<String>());
        assert_eq!(text.matches("position x=").count(), network.n_nodes());
    }

    #[test]
    fn the_file_parses_back() {
        let text = printed(&sample::network(), GraphFile::Gexf);
        expect_test::expect![[r#"

            gexf xmlns=http://gexf.net/1.3 xmlns:xsi=http://www.w3.org/2001/XMLSchema-instance xsi:schemaLocation=http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd version=1.3
            meta
            creator bangjiao
            graph defaultedgetype=undirected mode=static idtype=string
            attributes class=node mode=static
            attribute id=0 title=kind type=string
            attribute id=1 title=name_zh type=string
            attribute id=2 title=name_en type=string
            attribute id=3 title=n_mentions type=long
            attribute id=4 title=n_articles type=long
            attribute id=5 title=degree type=long
            attribute id=6 title=strength type=long
            attribute id=7 title=component type=long
            attribute id=8 title=core type=long
            attribute id=9 title=clustering type=double
            attribute id=10 title=betweenness type=double
            attribute id=11 title=closeness type=double
            attribute id=12 title=eigenvector type=double
            attribute id=13 title=pagerank type=double
            attribute id=14 title=community type=long
            attribute id=15 title=community_stability type=double
            attributes class=edge mode=static
            attribute id=0 title=window type=string
            attribute id=1 title=n type=long
            attribute id=2 title=n_named type=long
            attribute id=3 title=n_dyadic type=long
            attribute id=4 title=n_source type=long
            attribute id=5 title=n_target type=long
            attribute id=6 title=n_windows type=long
            attribute id=7 title=n_articles type=long
            attribute id=8 title=first_date type=string
            attribute id=9 title=last_date type=string
            attribute id=10 title=pmi type=double
            attribute id=11 title=npmi type=double
            attribute id=12 title=llr type=double
            attribute id=13 title=chi2 type=double
            attribute id=14 title=jaccard type=double
            attribute id=15 title=dice type=double
            attribute id=16 title=cosine type=double
            attribute id=17 title=association_strength type=double
            attribute id=18 title=target_given_source type=double
            attribute id=19 title=source_given_target type=double
            attribute id=20 title=disparity type=double
            attribute id=21 title=noise_corrected type=double
            attribute id=22 title=evidence type=string
            nodes
            node id=CHN label=中国
            attvalues
            attvalue for=0 value=country
            attvalue for=1 value=中国
            attvalue for=2 value=China & "others"
            attvalue for=3 value=4
            attvalue for=4 value=2
            attvalue for=5 value=4
            attvalue for=6 value=7
            attvalue for=7 value=1
            node id=DEU label=DEU
            attvalues
            attvalue for=0 value=country
            attvalue for=1 value=DEU
            attvalue for=3 value=1
            attvalue for=4 value=1
            attvalue for=5 value=1
            attvalue for=6 value=1
            attvalue for=7 value=2
            node id=FRA label=FRA
            attvalues
            attvalue for=0 value=country
            attvalue for=1 value=FRA
            attvalue for=3 value=1
            attvalue for=4 value=1
            attvalue for=5 value=1
            attvalue for=6 value=1
            attvalue for=7 value=2
            node id=KAZ label=哈萨克斯坦
            attvalues
            attvalue for=0 value=country
            attvalue for=1 value=哈萨克斯坦
            attvalue for=2 value=Kazakhstan
            attvalue for=3 value=4
            attvalue for=4 value=2
            attvalue for=5 value=4
            attvalue for=6 value=7
            attvalue for=7 value=1
            node id=P-jiang-zemin label=P-jiang-zemin
            attvalues
            attvalue for=0 value=person
            attvalue for=1 value=P-jiang-zemin
            attvalue for=3 value=1
            attvalue for=4 value=1
            attvalue for=5 value=1
            attvalue for=6 value=1
            attvalue for=7 value=3
            node id=P-nazarbayev-nursultan label=P-nazarbayev-nursultan
            attvalues
            attvalue for=0 value=person
            attvalue for=1 value=P-nazarbayev-nursultan
            attvalue for=3 value=1
            attvalue for=4 value=1
            attvalue for=5 value=1
            attvalue for=6 value=1
            attvalue for=7 value=3
            node id=RUS label=RUS
            attvalues
            attvalue for=0 value=country
            attvalue for=1 value=RUS
            attvalue for=3 value=1
            attvalue for=4 value=1
            attvalue for=5 value=2
            attvalue for=6 value=2
            attvalue for=7 value=1
            node id=T-chn-kaz-1996 label=T-chn-kaz-1996
            attvalues
            attvalue for=0 value=treaty
            attvalue for=1 value=T-chn-kaz-1996
            attvalue for=3 value=1
            attvalue for=4 value=1
            attvalue for=5 value=2
            attvalue for=6 value=2
            attvalue for=7 value=1
            node id=person:王大成<记者> label=王大成<记者>
            attvalues
            attvalue for=0 value=person
            attvalue for=1 value=王大成<记者>
            attvalue for=3 value=1
            attvalue for=4 value=1
            attvalue for=5 value=2
            attvalue for=6 value=2
            attvalue for=7 value=1
            edges
            edge id=0 source=CHN target=KAZ weight=4
            attvalues
            attvalue for=0 value=sentence
            attvalue for=1 value=4
            attvalue for=2 value=3
            attvalue for=3 value=3
            attvalue for=4 value=4
            attvalue for=5 value=4
            attvalue for=6 value=8
            attvalue for=7 value=2
            attvalue for=8 value=1996-07-05
            attvalue for=9 value=1996-07-06
            attvalue for=10 value=1
            attvalue for=11 value=1
            attvalue for=12 value=11.090354888959125
            attvalue for=13 value=8
            attvalue for=14 value=1
            attvalue for=15 value=1
            attvalue for=16 value=1
            attvalue for=17 value=0.25
            attvalue for=18 value=1
            attvalue for=19 value=1
            attvalue for=20 value=0.07871720116618075
            attvalue for=21 value=77.80052569092672
            attvalue for=22 value=19960705-01-001:0|19960706-02-002:0|19960706-02-002:4
            edge id=1 source=CHN target=RUS weight=1
            attvalues
            attvalue for=0 value=sentence
            attvalue for=1 value=1
            attvalue for=2 value=1
            attvalue for=3 value=0
            attvalue for=4 value=4
            attvalue for=5 value=1
            attvalue for=6 value=8
            attvalue for=7 value=1
            attvalue for=8 value=1996-07-06
            attvalue for=9 value=1996-07-06
            attvalue for=10 value=1
            attvalue for=11 value=0.3333333333333333
            attvalue for=12 value=1.529641423152521
            attvalue for=13 value=1.1428571428571428
            attvalue for=14 value=0.25
            attvalue for=15 value=0.4
            attvalue for=16 value=0.5
            attvalue for=17 value=0.25
            attvalue for=18 value=0.25
            attvalue for=19 value=1
            attvalue for=20 value=0.5
            attvalue for=21 value=1.6559361375769655
            attvalue for=22 value=19960706-02-002:4
            edge id=2 source=CHN target=T-chn-kaz-1996 weight=1
            attvalues
            attvalue for=0 value=sentence
            attvalue for=1 value=1
            attvalue for=2 value=1
            attvalue for=4 value=4
            attvalue for=5 value=1
            attvalue for=6 value=8
            attvalue for=7 value=1
            attvalue for=8 value=1996-07-06
            attvalue for=9 value=1996-07-06
            attvalue for=10 value=1
            attvalue for=11 value=0.3333333333333333
            attvalue for=12 value=1.529641423152521
            attvalue for=13 value=1.1428571428571428
            attvalue for=14 value=0.25
            attvalue for=15 value=0.4
            attvalue for=16 value=0.5
            attvalue for=17 value=0.25
            attvalue for=18 value=0.25
            attvalue for=19 value=1
            attvalue for=20 value=0.5
            attvalue for=21 value=1.6559361375769655
            attvalue for=22 value=19960706-02-002:0
            edge id=3 source=CHN target=person:王大成<记者> weight=1
            attvalues
            attvalue for=0 value=sentence
            attvalue for=1 value=1
            attvalue for=2 value=1
            attvalue for=4 value=4
            attvalue for=5 value=1
            attvalue for=6 value=8
            attvalue for=7 value=1
            attvalue for=8 value=1996-07-05
            attvalue for=9 value=1996-07-05
            attvalue for=10 value=1
            attvalue for=11 value=0.3333333333333333
            attvalue for=12 value=1.529641423152521
            attvalue for=13 value=1.1428571428571428
            attvalue for=14 value=0.25
            attvalue for=15 value=0.4
            attvalue for=16 value=0.5
            attvalue for=17 value=0.25
            attvalue for=18 value=0.25
            attvalue for=19 value=1
            attvalue for=20 value=0.5
            attvalue for=21 value=1.6559361375769655
            attvalue for=22 value=19960705-01-001:0
            edge id=4 source=DEU target=FRA weight=1
            attvalues
            attvalue for=0 value=sentence
            attvalue for=1 value=1
            attvalue for=2 value=1
            attvalue for=3 value=1
            attvalue for=4 value=1
            attvalue for=5 value=1
            attvalue for=6 value=8
            attvalue for=7 value=1
            attvalue for=10 value=3
            attvalue for=11 value=1
            attvalue for=12 value=6.028322580102987
            attvalue for=13 value=8
            attvalue for=14 value=1
            attvalue for=15 value=1
            attvalue for=16 value=1
            attvalue for=17 value=1
            attvalue for=18 value=1
            attvalue for=19 value=1
            attvalue for=20 value=1
            attvalue for=21 value=17.511562918465685
            attvalue for=22 value=x1:1
            edge id=5 source=KAZ target=RUS weight=1
            attvalues
            attvalue for=0 value=sentence
            attvalue for=1 value=1
            attvalue for=2 value=1
            attvalue for=3 value=0
            attvalue for=4 value=4
            attvalue for=5 value=1
            attvalue for=6 value=8
            attvalue for=7 value=1
            attvalue for=8 value=1996-07-06
            attvalue for=9 value=1996-07-06
            attvalue for=10 value=1
            attvalue for=11 value=0.3333333333333333
            attvalue for=12 value=1.529641423152521
            attvalue for=13 value=1.1428571428571428
            attvalue for=14 value=0.25
            attvalue for=15 value=0.4
            attvalue for=16 value=0.5
            attvalue for=17 value=0.25
            attvalue for=18 value=0.25
            attvalue for=19 value=1
            attvalue for=20 value=0.5
            attvalue for=21 value=1.6559361375769655
            attvalue for=22 value=19960706-02-002:4
            edge id=6 source=KAZ target=T-chn-kaz-1996 weight=1
            attvalues
            attvalue for=0 value=sentence
            attvalue for=1 value=1
            attvalue for=2 value=1
            attvalue for=4 value=4
            attvalue for=5 value=1
            attvalue for=6 value=8
            attvalue for=7 value=1
            attvalue for=8 value=1996-07-06
            attvalue for=9 value=1996-07-06
            attvalue for=10 value=1
            attvalue for=11 value=0.3333333333333333
            attvalue for=12 value=1.529641423152521
            attvalue for=13 value=1.1428571428571428
            attvalue for=14 value=0.25
            attvalue for=15 value=0.4
            attvalue for=16 value=0.5
            attvalue for=17 value=0.25
            attvalue for=18 value=0.25
            attvalue for=19 value=1
            attvalue for=20 value=0.5
            attvalue for=21 value=1.6559361375769655
            attvalue for=22 value=19960706-02-002:0
            edge id=7 source=KAZ target=person:王大成<记者> weight=1
            attvalues
            attvalue for=0 value=sentence
            attvalue for=1 value=1
            attvalue for=2 value=1
            attvalue for=4 value=4
            attvalue for=5 value=1
            attvalue for=6 value=8
            attvalue for=7 value=1
            attvalue for=8 value=1996-07-05
            attvalue for=9 value=1996-07-05
            attvalue for=10 value=1
            attvalue for=11 value=0.3333333333333333
            attvalue for=12 value=1.529641423152521
            attvalue for=13 value=1.1428571428571428
            attvalue for=14 value=0.25
            attvalue for=15 value=0.4
            attvalue for=16 value=0.5
            attvalue for=17 value=0.25
            attvalue for=18 value=0.25
            attvalue for=19 value=1
            attvalue for=20 value=0.5
            attvalue for=21 value=1.6559361375769655
            attvalue for=22 value=19960705-01-001:0
            edge id=8 source=P-jiang-zemin target=P-nazarbayev-nursultan weight=1
            attvalues
            attvalue for=0 value=sentence
            attvalue for=1 value=1
            attvalue for=2 value=1
            attvalue for=4 value=1
            attvalue for=5 value=1
            attvalue for=6 value=8
            attvalue for=7 value=1
            attvalue for=8 value=1996-07-06
            attvalue for=9 value=1996-07-06
            attvalue for=10 value=3
            attvalue for=11 value=1
            attvalue for=12 value=6.028322580102987
            attvalue for=13 value=8
            attvalue for=14 value=1
            attvalue for=15 value=1
            attvalue for=16 value=1
            attvalue for=17 value=1
            attvalue for=18 value=1
            attvalue for=19 value=1
            attvalue for=20 value=1
            attvalue for=21 value=17.511562918465685
            attvalue for=22 value=19960706-02-002:2
        "#]].assert_eq(&elements(&text));
    }
}
