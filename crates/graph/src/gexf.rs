use std::io::{self, BufWriter, Write};

use jiff::civil::Date;

use crate::xml::{Elements, append_escaped};
use crate::{Attribute, EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Network, NetworkEdge, Value};

const HEAD: &str = "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<gexf xmlns=\"http://gexf.net/1.3\" \
xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
xsi:schemaLocation=\"http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd\" version=\"1.3\">
  <meta>
    <creator>bangjiao</creator>
  </meta>
";

/// Writes a network as GEXF 1.3 for Gephi, with typed attributes; what is unknown is left out.
///
/// The label of a node is its Chinese name, the weight of an edge the count that was chosen, `n` unless told otherwise.
/// Nodes with a position have it as `position` without a prefix, as the schema of 1.3 wants, and as Gephi reads it. No date of writing stands in the file, so that the same network gives the same bytes.
///
/// # Errors
/// Whatever `output` fails with.
///
/// # Source
/// GEXF 1.3, <https://gexf.net/schema.html>.
pub fn write_gexf(network: &Network, output: impl Write) -> io::Result<()> {
    write(network, Mode::Static, output)
}

/// Writes a network as GEXF 1.3 with time: an edge stands from the first to the last day on which an article has both its
/// ends in a window, days included, and a node from the first to the last day of its edges.
///
/// What has no dated article stands all the time. The days between need not have such an article.
///
/// # Errors
/// Whatever `output` fails with.
pub fn write_gexf_dynamic(network: &Network, output: impl Write) -> io::Result<()> {
    write(network, Mode::Dynamic, output)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Static,
    Dynamic,
}

/// First and last day.
type Days = Option<(Date, Date)>;

fn write(network: &Network, mode: Mode, output: impl Write) -> io::Result<()> {
    let mut output = BufWriter::new(output);
    output.write_all(HEAD.as_bytes())?;
    output.write_all(match mode {
        Mode::Static => b"  <graph defaultedgetype=\"undirected\" mode=\"static\" idtype=\"string\">\n",
        Mode::Dynamic => {
            b"  <graph defaultedgetype=\"undirected\" mode=\"dynamic\" idtype=\"string\" timeformat=\"date\" \
            timerepresentation=\"interval\">\n"
        }
    })?;
    write_declarations(&mut output, "node", NODE_ATTRIBUTES)?;
    write_declarations(&mut output, "edge", EDGE_ATTRIBUTES)?;

    let mut xml = Vec::new();
    let values = Elements::new(NODE_ATTRIBUTES, value_head, VALUE_TAIL);
    let node_days = if mode == Mode::Dynamic { node_days(network) } else { Vec::new() };
    output.write_all(b"    <nodes>\n")?;
    for (number, node) in network.nodes().enumerate() {
        xml.clear();
        xml.extend_from_slice(b"      <node id=\"");
        append_escaped(node.id.as_str(), &mut xml);
        xml.extend_from_slice(b"\" label=\"");
        append_escaped(&node.name_zh, &mut xml);
        xml.push(b'"');
        append_days(node_days.get(number).copied().flatten(), &mut xml);
        xml.extend_from_slice(b">\n        <attvalues>\n");
        values.append(node, &mut xml);
        xml.extend_from_slice(b"        </attvalues>\n");
        if let Some((x, y)) = node.position {
            writeln!(xml, "        <position x=\"{x}\" y=\"{y}\" z=\"0\"/>")?;
        }
        xml.extend_from_slice(b"      </node>\n");
        output.write_all(&xml)?;
    }
    let values = Elements::new(EDGE_ATTRIBUTES, value_head, VALUE_TAIL);
    output.write_all(b"    </nodes>\n    <edges>\n")?;
    for (number, edge) in (0..).zip(network.edges()) {
        xml.clear();
        xml.extend_from_slice(b"      <edge id=\"");
        Value::Integer(number).append_to(&mut xml);
        xml.extend_from_slice(b"\" source=\"");
        append_escaped(edge.count.source.as_str(), &mut xml);
        xml.extend_from_slice(b"\" target=\"");
        append_escaped(edge.count.target.as_str(), &mut xml);
        xml.extend_from_slice(b"\" weight=\"");
        Value::Integer(edge.weight).append_to(&mut xml);
        xml.push(b'"');
        if mode == Mode::Dynamic {
            append_days(days(edge), &mut xml);
        }
        xml.extend_from_slice(b">\n        <attvalues>\n");
        values.append(edge, &mut xml);
        xml.extend_from_slice(b"        </attvalues>\n      </edge>\n");
        output.write_all(&xml)?;
    }
    output.write_all(b"    </edges>\n  </graph>\n</gexf>\n")?;
    output.flush()
}

fn days(edge: &NetworkEdge) -> Days {
    edge.count.first_date.zip(edge.count.last_date)
}

/// The days of every node, in the order of the network.
fn node_days(network: &Network) -> Vec<Days> {
    let graph = network.graph();
    let join = |known: Days, (first, last): (Date, Date)| match known {
        Some((from, to)) => Some((from.min(first), to.max(last))),
        None => Some((first, last)),
    };
    let of_node = |node| graph.edges(node).filter_map(|edge| days(edge.weight())).fold(None, join);
    graph.node_indices().map(of_node).collect()
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

fn write_declarations<T>(
    output: &mut impl Write,
    class: &str,
    attributes: &[Attribute<T>],
) -> io::Result<()> {
    writeln!(output, "    <attributes class=\"{class}\" mode=\"static\">")?;
    for Attribute { name, kind, .. } in attributes {
        let kind = kind.xml_type();
        writeln!(output, "      <attribute id=\"{name}\" title=\"{name}\" type=\"{kind}\"/>")?;
    }
    output.write_all(b"    </attributes>\n")
}

fn value_head(name: &str) -> String {
    format!("          <attvalue for=\"{name}\" value=\"")
}

const VALUE_TAIL: &str = "\"/>\n";

#[cfg(test)]
mod tests {
    use super::{write_gexf, write_gexf_dynamic};
    use crate::scene::sample;
    use crate::xml::tests::elements;

    #[test]
    fn time_runs_from_the_first_to_the_last_day() {
        let mut network = sample::network();
        network.lay_out(1);
        let mut bytes = Vec::new();
        write_gexf_dynamic(&network, &mut bytes).expect("a Vec takes everything");
        let text = elements(&String::from_utf8(bytes).expect("XML is UTF-8"));
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
        assert_eq!(text.matches("position x=").count(), network.nodes().count());
    }

    #[test]
    fn the_file_parses_back() {
        let mut bytes = Vec::new();
        write_gexf(&sample::network(), &mut bytes).expect("a Vec takes everything");
        let text = String::from_utf8(bytes).expect("XML is UTF-8");
        expect_test::expect![[r#"

            gexf xmlns=http://gexf.net/1.3 xmlns:xsi=http://www.w3.org/2001/XMLSchema-instance xsi:schemaLocation=http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd version=1.3
            meta
            creator bangjiao
            graph defaultedgetype=undirected mode=static idtype=string
            attributes class=node mode=static
            attribute id=kind title=kind type=string
            attribute id=name_zh title=name_zh type=string
            attribute id=name_en title=name_en type=string
            attribute id=n_mentions title=n_mentions type=long
            attribute id=n_articles title=n_articles type=long
            attribute id=degree title=degree type=long
            attribute id=strength title=strength type=long
            attribute id=component title=component type=long
            attribute id=core title=core type=long
            attribute id=clustering title=clustering type=double
            attribute id=betweenness title=betweenness type=double
            attribute id=closeness title=closeness type=double
            attribute id=eigenvector title=eigenvector type=double
            attribute id=pagerank title=pagerank type=double
            attribute id=community title=community type=long
            attribute id=community_stability title=community_stability type=double
            attributes class=edge mode=static
            attribute id=window title=window type=string
            attribute id=n title=n type=long
            attribute id=n_named title=n_named type=long
            attribute id=n_dyadic title=n_dyadic type=long
            attribute id=n_source title=n_source type=long
            attribute id=n_target title=n_target type=long
            attribute id=n_windows title=n_windows type=long
            attribute id=n_articles title=n_articles type=long
            attribute id=first_date title=first_date type=string
            attribute id=last_date title=last_date type=string
            attribute id=pmi title=pmi type=double
            attribute id=npmi title=npmi type=double
            attribute id=llr title=llr type=double
            attribute id=chi2 title=chi2 type=double
            attribute id=jaccard title=jaccard type=double
            attribute id=dice title=dice type=double
            attribute id=cosine title=cosine type=double
            attribute id=association_strength title=association_strength type=double
            attribute id=target_given_source title=target_given_source type=double
            attribute id=source_given_target title=source_given_target type=double
            attribute id=disparity title=disparity type=double
            attribute id=noise_corrected title=noise_corrected type=double
            attribute id=evidence title=evidence type=string
            nodes
            node id=CHN label=中国
            attvalues
            attvalue for=kind value=country
            attvalue for=name_zh value=中国
            attvalue for=name_en value=China & "others"
            attvalue for=n_mentions value=4
            attvalue for=n_articles value=2
            attvalue for=degree value=4
            attvalue for=strength value=7
            attvalue for=component value=1
            node id=DEU label=DEU
            attvalues
            attvalue for=kind value=country
            attvalue for=name_zh value=DEU
            attvalue for=n_mentions value=1
            attvalue for=n_articles value=1
            attvalue for=degree value=1
            attvalue for=strength value=1
            attvalue for=component value=2
            node id=FRA label=FRA
            attvalues
            attvalue for=kind value=country
            attvalue for=name_zh value=FRA
            attvalue for=n_mentions value=1
            attvalue for=n_articles value=1
            attvalue for=degree value=1
            attvalue for=strength value=1
            attvalue for=component value=2
            node id=KAZ label=哈萨克斯坦
            attvalues
            attvalue for=kind value=country
            attvalue for=name_zh value=哈萨克斯坦
            attvalue for=name_en value=Kazakhstan
            attvalue for=n_mentions value=4
            attvalue for=n_articles value=2
            attvalue for=degree value=4
            attvalue for=strength value=7
            attvalue for=component value=1
            node id=P-jiang-zemin label=P-jiang-zemin
            attvalues
            attvalue for=kind value=person
            attvalue for=name_zh value=P-jiang-zemin
            attvalue for=n_mentions value=1
            attvalue for=n_articles value=1
            attvalue for=degree value=1
            attvalue for=strength value=1
            attvalue for=component value=3
            node id=P-nazarbayev-nursultan label=P-nazarbayev-nursultan
            attvalues
            attvalue for=kind value=person
            attvalue for=name_zh value=P-nazarbayev-nursultan
            attvalue for=n_mentions value=1
            attvalue for=n_articles value=1
            attvalue for=degree value=1
            attvalue for=strength value=1
            attvalue for=component value=3
            node id=RUS label=RUS
            attvalues
            attvalue for=kind value=country
            attvalue for=name_zh value=RUS
            attvalue for=n_mentions value=1
            attvalue for=n_articles value=1
            attvalue for=degree value=2
            attvalue for=strength value=2
            attvalue for=component value=1
            node id=T-chn-kaz-1996 label=T-chn-kaz-1996
            attvalues
            attvalue for=kind value=treaty
            attvalue for=name_zh value=T-chn-kaz-1996
            attvalue for=n_mentions value=1
            attvalue for=n_articles value=1
            attvalue for=degree value=2
            attvalue for=strength value=2
            attvalue for=component value=1
            node id=person:王大成<记者> label=王大成<记者>
            attvalues
            attvalue for=kind value=person
            attvalue for=name_zh value=王大成<记者>
            attvalue for=n_mentions value=1
            attvalue for=n_articles value=1
            attvalue for=degree value=2
            attvalue for=strength value=2
            attvalue for=component value=1
            edges
            edge id=0 source=CHN target=KAZ weight=4
            attvalues
            attvalue for=window value=sentence
            attvalue for=n value=4
            attvalue for=n_named value=3
            attvalue for=n_dyadic value=3
            attvalue for=n_source value=4
            attvalue for=n_target value=4
            attvalue for=n_windows value=8
            attvalue for=n_articles value=2
            attvalue for=first_date value=1996-07-05
            attvalue for=last_date value=1996-07-06
            attvalue for=pmi value=1
            attvalue for=npmi value=1
            attvalue for=llr value=11.090354888959125
            attvalue for=chi2 value=8
            attvalue for=jaccard value=1
            attvalue for=dice value=1
            attvalue for=cosine value=1
            attvalue for=association_strength value=0.25
            attvalue for=target_given_source value=1
            attvalue for=source_given_target value=1
            attvalue for=disparity value=0.07871720116618075
            attvalue for=noise_corrected value=77.80052569092672
            attvalue for=evidence value=19960705-01-001:0|19960706-02-002:0|19960706-02-002:4
            edge id=1 source=CHN target=RUS weight=1
            attvalues
            attvalue for=window value=sentence
            attvalue for=n value=1
            attvalue for=n_named value=1
            attvalue for=n_dyadic value=0
            attvalue for=n_source value=4
            attvalue for=n_target value=1
            attvalue for=n_windows value=8
            attvalue for=n_articles value=1
            attvalue for=first_date value=1996-07-06
            attvalue for=last_date value=1996-07-06
            attvalue for=pmi value=1
            attvalue for=npmi value=0.3333333333333333
            attvalue for=llr value=1.529641423152521
            attvalue for=chi2 value=1.1428571428571428
            attvalue for=jaccard value=0.25
            attvalue for=dice value=0.4
            attvalue for=cosine value=0.5
            attvalue for=association_strength value=0.25
            attvalue for=target_given_source value=0.25
            attvalue for=source_given_target value=1
            attvalue for=disparity value=0.5
            attvalue for=noise_corrected value=1.6559361375769655
            attvalue for=evidence value=19960706-02-002:4
            edge id=2 source=CHN target=T-chn-kaz-1996 weight=1
            attvalues
            attvalue for=window value=sentence
            attvalue for=n value=1
            attvalue for=n_named value=1
            attvalue for=n_source value=4
            attvalue for=n_target value=1
            attvalue for=n_windows value=8
            attvalue for=n_articles value=1
            attvalue for=first_date value=1996-07-06
            attvalue for=last_date value=1996-07-06
            attvalue for=pmi value=1
            attvalue for=npmi value=0.3333333333333333
            attvalue for=llr value=1.529641423152521
            attvalue for=chi2 value=1.1428571428571428
            attvalue for=jaccard value=0.25
            attvalue for=dice value=0.4
            attvalue for=cosine value=0.5
            attvalue for=association_strength value=0.25
            attvalue for=target_given_source value=0.25
            attvalue for=source_given_target value=1
            attvalue for=disparity value=0.5
            attvalue for=noise_corrected value=1.6559361375769655
            attvalue for=evidence value=19960706-02-002:0
            edge id=3 source=CHN target=person:王大成<记者> weight=1
            attvalues
            attvalue for=window value=sentence
            attvalue for=n value=1
            attvalue for=n_named value=1
            attvalue for=n_source value=4
            attvalue for=n_target value=1
            attvalue for=n_windows value=8
            attvalue for=n_articles value=1
            attvalue for=first_date value=1996-07-05
            attvalue for=last_date value=1996-07-05
            attvalue for=pmi value=1
            attvalue for=npmi value=0.3333333333333333
            attvalue for=llr value=1.529641423152521
            attvalue for=chi2 value=1.1428571428571428
            attvalue for=jaccard value=0.25
            attvalue for=dice value=0.4
            attvalue for=cosine value=0.5
            attvalue for=association_strength value=0.25
            attvalue for=target_given_source value=0.25
            attvalue for=source_given_target value=1
            attvalue for=disparity value=0.5
            attvalue for=noise_corrected value=1.6559361375769655
            attvalue for=evidence value=19960705-01-001:0
            edge id=4 source=DEU target=FRA weight=1
            attvalues
            attvalue for=window value=sentence
            attvalue for=n value=1
            attvalue for=n_named value=1
            attvalue for=n_dyadic value=1
            attvalue for=n_source value=1
            attvalue for=n_target value=1
            attvalue for=n_windows value=8
            attvalue for=n_articles value=1
            attvalue for=pmi value=3
            attvalue for=npmi value=1
            attvalue for=llr value=6.028322580102987
            attvalue for=chi2 value=8
            attvalue for=jaccard value=1
            attvalue for=dice value=1
            attvalue for=cosine value=1
            attvalue for=association_strength value=1
            attvalue for=target_given_source value=1
            attvalue for=source_given_target value=1
            attvalue for=disparity value=1
            attvalue for=noise_corrected value=17.511562918465685
            attvalue for=evidence value=x1:1
            edge id=5 source=KAZ target=RUS weight=1
            attvalues
            attvalue for=window value=sentence
            attvalue for=n value=1
            attvalue for=n_named value=1
            attvalue for=n_dyadic value=0
            attvalue for=n_source value=4
            attvalue for=n_target value=1
            attvalue for=n_windows value=8
            attvalue for=n_articles value=1
            attvalue for=first_date value=1996-07-06
            attvalue for=last_date value=1996-07-06
            attvalue for=pmi value=1
            attvalue for=npmi value=0.3333333333333333
            attvalue for=llr value=1.529641423152521
            attvalue for=chi2 value=1.1428571428571428
            attvalue for=jaccard value=0.25
            attvalue for=dice value=0.4
            attvalue for=cosine value=0.5
            attvalue for=association_strength value=0.25
            attvalue for=target_given_source value=0.25
            attvalue for=source_given_target value=1
            attvalue for=disparity value=0.5
            attvalue for=noise_corrected value=1.6559361375769655
            attvalue for=evidence value=19960706-02-002:4
            edge id=6 source=KAZ target=T-chn-kaz-1996 weight=1
            attvalues
            attvalue for=window value=sentence
            attvalue for=n value=1
            attvalue for=n_named value=1
            attvalue for=n_source value=4
            attvalue for=n_target value=1
            attvalue for=n_windows value=8
            attvalue for=n_articles value=1
            attvalue for=first_date value=1996-07-06
            attvalue for=last_date value=1996-07-06
            attvalue for=pmi value=1
            attvalue for=npmi value=0.3333333333333333
            attvalue for=llr value=1.529641423152521
            attvalue for=chi2 value=1.1428571428571428
            attvalue for=jaccard value=0.25
            attvalue for=dice value=0.4
            attvalue for=cosine value=0.5
            attvalue for=association_strength value=0.25
            attvalue for=target_given_source value=0.25
            attvalue for=source_given_target value=1
            attvalue for=disparity value=0.5
            attvalue for=noise_corrected value=1.6559361375769655
            attvalue for=evidence value=19960706-02-002:0
            edge id=7 source=KAZ target=person:王大成<记者> weight=1
            attvalues
            attvalue for=window value=sentence
            attvalue for=n value=1
            attvalue for=n_named value=1
            attvalue for=n_source value=4
            attvalue for=n_target value=1
            attvalue for=n_windows value=8
            attvalue for=n_articles value=1
            attvalue for=first_date value=1996-07-05
            attvalue for=last_date value=1996-07-05
            attvalue for=pmi value=1
            attvalue for=npmi value=0.3333333333333333
            attvalue for=llr value=1.529641423152521
            attvalue for=chi2 value=1.1428571428571428
            attvalue for=jaccard value=0.25
            attvalue for=dice value=0.4
            attvalue for=cosine value=0.5
            attvalue for=association_strength value=0.25
            attvalue for=target_given_source value=0.25
            attvalue for=source_given_target value=1
            attvalue for=disparity value=0.5
            attvalue for=noise_corrected value=1.6559361375769655
            attvalue for=evidence value=19960705-01-001:0
            edge id=8 source=P-jiang-zemin target=P-nazarbayev-nursultan weight=1
            attvalues
            attvalue for=window value=sentence
            attvalue for=n value=1
            attvalue for=n_named value=1
            attvalue for=n_source value=1
            attvalue for=n_target value=1
            attvalue for=n_windows value=8
            attvalue for=n_articles value=1
            attvalue for=first_date value=1996-07-06
            attvalue for=last_date value=1996-07-06
            attvalue for=pmi value=3
            attvalue for=npmi value=1
            attvalue for=llr value=6.028322580102987
            attvalue for=chi2 value=8
            attvalue for=jaccard value=1
            attvalue for=dice value=1
            attvalue for=cosine value=1
            attvalue for=association_strength value=1
            attvalue for=target_given_source value=1
            attvalue for=source_given_target value=1
            attvalue for=disparity value=1
            attvalue for=noise_corrected value=17.511562918465685
            attvalue for=evidence value=19960706-02-002:2
        "#]].assert_eq(&elements(&text));
    }
}
