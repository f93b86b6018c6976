use std::io::{self, BufWriter, Write};

use crate::xml::{Elements, append_escaped};
use crate::{Attribute, AttributeKind, EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Network, Value};

const HEAD: &str = "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">
";

/// Writes a network as GraphML, with typed attributes; what is unknown is left out.
///
/// `label` and `weight` are what Gephi, networkx and igraph look for: the Chinese name and the count that was chosen, `n` unless told otherwise.
///
/// # Errors
/// Whatever `output` fails with.
///
/// # Source
/// GraphML 1.0, <http://graphml.graphdrawing.org/specification.html>.
pub fn write_graphml(network: &Network, output: impl Write) -> io::Result<()> {
    let mut output = BufWriter::new(output);
    output.write_all(HEAD.as_bytes())?;
    write_key(&mut output, "node", "label", AttributeKind::Text)?;
    write_keys(&mut output, "node", NODE_ATTRIBUTES)?;
    write_key(&mut output, "edge", "weight", AttributeKind::Integer)?;
    write_keys(&mut output, "edge", EDGE_ATTRIBUTES)?;
    output.write_all(b"  <graph id=\"bangjiao\" edgedefault=\"undirected\">\n")?;

    let mut xml = Vec::new();
    let data = Elements::new(NODE_ATTRIBUTES, |name| data_head("node", name), DATA_TAIL);
    let label = data_head("node", "label");
    for node in network.nodes() {
        xml.clear();
        xml.extend_from_slice(b"    <node id=\"");
        append_escaped(node.id.as_str(), &mut xml);
        xml.extend_from_slice(b"\">\n");
        xml.extend_from_slice(label.as_bytes());
        append_escaped(&node.name_zh, &mut xml);
        xml.extend_from_slice(DATA_TAIL.as_bytes());
        data.append(node, &mut xml);
        xml.extend_from_slice(b"    </node>\n");
        output.write_all(&xml)?;
    }
    let data = Elements::new(EDGE_ATTRIBUTES, |name| data_head("edge", name), DATA_TAIL);
    let weight = data_head("edge", "weight");
    for edge in network.edges() {
        xml.clear();
        xml.extend_from_slice(b"    <edge source=\"");
        append_escaped(edge.count.source.as_str(), &mut xml);
        xml.extend_from_slice(b"\" target=\"");
        append_escaped(edge.count.target.as_str(), &mut xml);
        xml.extend_from_slice(b"\">\n");
        xml.extend_from_slice(weight.as_bytes());
        Value::Integer(edge.weight).append_to(&mut xml);
        xml.extend_from_slice(DATA_TAIL.as_bytes());
        data.append(edge, &mut xml);
        xml.extend_from_slice(b"    </edge>\n");
        output.write_all(&xml)?;
    }
    output.write_all(b"  </graph>\n</graphml>\n")?;
    output.flush()
}

/// Nodes and edges have attributes of the same name, so a key's id also says whose it is.
fn key_id(owner: &str, name: &str) -> String {
    format!("{owner}_{name}")
}

fn write_keys<T>(output: &mut impl Write, owner: &str, attributes: &[Attribute<T>]) -> io::Result<()> {
    attributes.iter().try_for_each(|attribute| write_key(output, owner, attribute.name, attribute.kind))
}

fn write_key(output: &mut impl Write, owner: &str, name: &str, kind: AttributeKind) -> io::Result<()> {
    let (id, kind) = (key_id(owner, name), kind.xml_type());
    writeln!(output, "  <key id=\"{id}\" for=\"{owner}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>")
}

fn data_head(owner: &str, name: &str) -> String {
    format!("      <data key=\"{}\">", key_id(owner, name))
}

const DATA_TAIL: &str = "</data>\n";

#[cfg(test)]
mod tests {
    use super::write_graphml;
    use crate::scene::sample;
    use crate::xml::tests::elements;

    #[test]
    fn the_file_parses_back() {
        let mut bytes = Vec::new();
        write_graphml(&sample::network(), &mut bytes).expect("a Vec takes everything");
        let text = String::from_utf8(bytes).expect("XML is UTF-8");
        expect_test::expect![[r#"

            graphml xmlns=http://graphml.graphdrawing.org/xmlns xmlns:xsi=http://www.w3.org/2001/XMLSchema-instance xsi:schemaLocation=http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd
            key id=node_label for=node attr.name=label attr.type=string
            key id=node_kind for=node attr.name=kind attr.type=string
            key id=node_name_zh for=node attr.name=name_zh attr.type=string
            key id=node_name_en for=node attr.name=name_en attr.type=string
            key id=node_n_mentions for=node attr.name=n_mentions attr.type=long
            key id=node_n_articles for=node attr.name=n_articles attr.type=long
            key id=node_degree for=node attr.name=degree attr.type=long
            key id=node_strength for=node attr.name=strength attr.type=long
            key id=node_component for=node attr.name=component attr.type=long
            key id=node_core for=node attr.name=core attr.type=long
            key id=node_clustering for=node attr.name=clustering attr.type=double
            key id=node_betweenness for=node attr.name=betweenness attr.type=double
            key id=node_closeness for=node attr.name=closeness attr.type=double
            key id=node_eigenvector for=node attr.name=eigenvector attr.type=double
            key id=node_pagerank for=node attr.name=pagerank attr.type=double
            key id=node_community for=node attr.name=community attr.type=long
            key id=node_community_stability for=node attr.name=community_stability attr.type=double
            key id=edge_weight for=edge attr.name=weight attr.type=long
            key id=edge_window for=edge attr.name=window attr.type=string
            key id=edge_n for=edge attr.name=n attr.type=long
            key id=edge_n_named for=edge attr.name=n_named attr.type=long
            key id=edge_n_dyadic for=edge attr.name=n_dyadic attr.type=long
            key id=edge_n_source for=edge attr.name=n_source attr.type=long
            key id=edge_n_target for=edge attr.name=n_target attr.type=long
            key id=edge_n_windows for=edge attr.name=n_windows attr.type=long
            key id=edge_n_articles for=edge attr.name=n_articles attr.type=long
            key id=edge_first_date for=edge attr.name=first_date attr.type=string
            key id=edge_last_date for=edge attr.name=last_date attr.type=string
            key id=edge_pmi for=edge attr.name=pmi attr.type=double
            key id=edge_npmi for=edge attr.name=npmi attr.type=double
            key id=edge_llr for=edge attr.name=llr attr.type=double
            key id=edge_chi2 for=edge attr.name=chi2 attr.type=double
            key id=edge_jaccard for=edge attr.name=jaccard attr.type=double
            key id=edge_dice for=edge attr.name=dice attr.type=double
            key id=edge_cosine for=edge attr.name=cosine attr.type=double
            key id=edge_association_strength for=edge attr.name=association_strength attr.type=double
            key id=edge_target_given_source for=edge attr.name=target_given_source attr.type=double
            key id=edge_source_given_target for=edge attr.name=source_given_target attr.type=double
            key id=edge_disparity for=edge attr.name=disparity attr.type=double
            key id=edge_noise_corrected for=edge attr.name=noise_corrected attr.type=double
            key id=edge_evidence for=edge attr.name=evidence attr.type=string
            graph id=bangjiao edgedefault=undirected
            node id=CHN
            data key=node_label 中国
            data key=node_kind country
            data key=node_name_zh 中国
            data key=node_name_en China &amp; &quot;others&quot;
            data key=node_n_mentions 4
            data key=node_n_articles 2
            data key=node_degree 4
            data key=node_strength 7
            data key=node_component 1
            node id=DEU
            data key=node_label DEU
            data key=node_kind country
            data key=node_name_zh DEU
            data key=node_n_mentions 1
            data key=node_n_articles 1
            data key=node_degree 1
            data key=node_strength 1
            data key=node_component 2
            node id=FRA
            data key=node_label FRA
            data key=node_kind country
            data key=node_name_zh FRA
            data key=node_n_mentions 1
            data key=node_n_articles 1
            data key=node_degree 1
            data key=node_strength 1
            data key=node_component 2
            node id=KAZ
            data key=node_label 哈萨克斯坦
            data key=node_kind country
            data key=node_name_zh 哈萨克斯坦
            data key=node_name_en Kazakhstan
            data key=node_n_mentions 4
            data key=node_n_articles 2
            data key=node_degree 4
            data key=node_strength 7
            data key=node_component 1
            node id=P-jiang-zemin
            data key=node_label P-jiang-zemin
            data key=node_kind person
            data key=node_name_zh P-jiang-zemin
            data key=node_n_mentions 1
            data key=node_n_articles 1
            data key=node_degree 1
            data key=node_strength 1
            data key=node_component 3
            node id=P-nazarbayev-nursultan
            data key=node_label P-nazarbayev-nursultan
            data key=node_kind person
            data key=node_name_zh P-nazarbayev-nursultan
            data key=node_n_mentions 1
            data key=node_n_articles 1
            data key=node_degree 1
            data key=node_strength 1
            data key=node_component 3
            node id=RUS
            data key=node_label RUS
            data key=node_kind country
            data key=node_name_zh RUS
            data key=node_n_mentions 1
            data key=node_n_articles 1
            data key=node_degree 2
            data key=node_strength 2
            data key=node_component 1
            node id=T-chn-kaz-1996
            data key=node_label T-chn-kaz-1996
            data key=node_kind treaty
            data key=node_name_zh T-chn-kaz-1996
            data key=node_n_mentions 1
            data key=node_n_articles 1
            data key=node_degree 2
            data key=node_strength 2
            data key=node_component 1
            node id=person:王大成<记者>
            data key=node_label 王大成&lt;记者&gt;
            data key=node_kind person
            data key=node_name_zh 王大成&lt;记者&gt;
            data key=node_n_mentions 1
            data key=node_n_articles 1
            data key=node_degree 2
            data key=node_strength 2
            data key=node_component 1
            edge source=CHN target=KAZ
            data key=edge_weight 4
            data key=edge_window sentence
            data key=edge_n 4
            data key=edge_n_named 3
            data key=edge_n_dyadic 3
            data key=edge_n_source 4
            data key=edge_n_target 4
            data key=edge_n_windows 8
            data key=edge_n_articles 2
            data key=edge_first_date 1996-07-05
            data key=edge_last_date 1996-07-06
            data key=edge_pmi 1
            data key=edge_npmi 1
            data key=edge_llr 11.090354888959125
            data key=edge_chi2 8
            data key=edge_jaccard 1
            data key=edge_dice 1
            data key=edge_cosine 1
            data key=edge_association_strength 0.25
            data key=edge_target_given_source 1
            data key=edge_source_given_target 1
            data key=edge_disparity 0.07871720116618075
            data key=edge_noise_corrected 77.80052569092672
            data key=edge_evidence 19960705-01-001:0|19960706-02-002:0|19960706-02-002:4
            edge source=CHN target=RUS
            data key=edge_weight 1
            data key=edge_window sentence
            data key=edge_n 1
            data key=edge_n_named 1
            data key=edge_n_dyadic 0
            data key=edge_n_source 4
            data key=edge_n_target 1
            data key=edge_n_windows 8
            data key=edge_n_articles 1
            data key=edge_first_date 1996-07-06
            data key=edge_last_date 1996-07-06
            data key=edge_pmi 1
            data key=edge_npmi 0.3333333333333333
            data key=edge_llr 1.529641423152521
            data key=edge_chi2 1.1428571428571428
            data key=edge_jaccard 0.25
            data key=edge_dice 0.4
            data key=edge_cosine 0.5
            data key=edge_association_strength 0.25
            data key=edge_target_given_source 0.25
            data key=edge_source_given_target 1
            data key=edge_disparity 0.5
            data key=edge_noise_corrected 1.6559361375769655
            data key=edge_evidence 19960706-02-002:4
            edge source=CHN target=T-chn-kaz-1996
            data key=edge_weight 1
            data key=edge_window sentence
            data key=edge_n 1
            data key=edge_n_named 1
            data key=edge_n_source 4
            data key=edge_n_target 1
            data key=edge_n_windows 8
            data key=edge_n_articles 1
            data key=edge_first_date 1996-07-06
            data key=edge_last_date 1996-07-06
            data key=edge_pmi 1
            data key=edge_npmi 0.3333333333333333
            data key=edge_llr 1.529641423152521
            data key=edge_chi2 1.1428571428571428
            data key=edge_jaccard 0.25
            data key=edge_dice 0.4
            data key=edge_cosine 0.5
            data key=edge_association_strength 0.25
            data key=edge_target_given_source 0.25
            data key=edge_source_given_target 1
            data key=edge_disparity 0.5
            data key=edge_noise_corrected 1.6559361375769655
            data key=edge_evidence 19960706-02-002:0
            edge source=CHN target=person:王大成<记者>
            data key=edge_weight 1
            data key=edge_window sentence
            data key=edge_n 1
            data key=edge_n_named 1
            data key=edge_n_source 4
            data key=edge_n_target 1
            data key=edge_n_windows 8
            data key=edge_n_articles 1
            data key=edge_first_date 1996-07-05
            data key=edge_last_date 1996-07-05
            data key=edge_pmi 1
            data key=edge_npmi 0.3333333333333333
            data key=edge_llr 1.529641423152521
            data key=edge_chi2 1.1428571428571428
            data key=edge_jaccard 0.25
            data key=edge_dice 0.4
            data key=edge_cosine 0.5
            data key=edge_association_strength 0.25
            data key=edge_target_given_source 0.25
            data key=edge_source_given_target 1
            data key=edge_disparity 0.5
            data key=edge_noise_corrected 1.6559361375769655
            data key=edge_evidence 19960705-01-001:0
            edge source=DEU target=FRA
            data key=edge_weight 1
            data key=edge_window sentence
            data key=edge_n 1
            data key=edge_n_named 1
            data key=edge_n_dyadic 1
            data key=edge_n_source 1
            data key=edge_n_target 1
            data key=edge_n_windows 8
            data key=edge_n_articles 1
            data key=edge_pmi 3
            data key=edge_npmi 1
            data key=edge_llr 6.028322580102987
            data key=edge_chi2 8
            data key=edge_jaccard 1
            data key=edge_dice 1
            data key=edge_cosine 1
            data key=edge_association_strength 1
            data key=edge_target_given_source 1
            data key=edge_source_given_target 1
            data key=edge_disparity 1
            data key=edge_noise_corrected 17.511562918465685
            data key=edge_evidence x1:1
            edge source=KAZ target=RUS
            data key=edge_weight 1
            data key=edge_window sentence
            data key=edge_n 1
            data key=edge_n_named 1
            data key=edge_n_dyadic 0
            data key=edge_n_source 4
            data key=edge_n_target 1
            data key=edge_n_windows 8
            data key=edge_n_articles 1
            data key=edge_first_date 1996-07-06
            data key=edge_last_date 1996-07-06
            data key=edge_pmi 1
            data key=edge_npmi 0.3333333333333333
            data key=edge_llr 1.529641423152521
            data key=edge_chi2 1.1428571428571428
            data key=edge_jaccard 0.25
            data key=edge_dice 0.4
            data key=edge_cosine 0.5
            data key=edge_association_strength 0.25
            data key=edge_target_given_source 0.25
            data key=edge_source_given_target 1
            data key=edge_disparity 0.5
            data key=edge_noise_corrected 1.6559361375769655
            data key=edge_evidence 19960706-02-002:4
            edge source=KAZ target=T-chn-kaz-1996
            data key=edge_weight 1
            data key=edge_window sentence
            data key=edge_n 1
            data key=edge_n_named 1
            data key=edge_n_source 4
            data key=edge_n_target 1
            data key=edge_n_windows 8
            data key=edge_n_articles 1
            data key=edge_first_date 1996-07-06
            data key=edge_last_date 1996-07-06
            data key=edge_pmi 1
            data key=edge_npmi 0.3333333333333333
            data key=edge_llr 1.529641423152521
            data key=edge_chi2 1.1428571428571428
            data key=edge_jaccard 0.25
            data key=edge_dice 0.4
            data key=edge_cosine 0.5
            data key=edge_association_strength 0.25
            data key=edge_target_given_source 0.25
            data key=edge_source_given_target 1
            data key=edge_disparity 0.5
            data key=edge_noise_corrected 1.6559361375769655
            data key=edge_evidence 19960706-02-002:0
            edge source=KAZ target=person:王大成<记者>
            data key=edge_weight 1
            data key=edge_window sentence
            data key=edge_n 1
            data key=edge_n_named 1
            data key=edge_n_source 4
            data key=edge_n_target 1
            data key=edge_n_windows 8
            data key=edge_n_articles 1
            data key=edge_first_date 1996-07-05
            data key=edge_last_date 1996-07-05
            data key=edge_pmi 1
            data key=edge_npmi 0.3333333333333333
            data key=edge_llr 1.529641423152521
            data key=edge_chi2 1.1428571428571428
            data key=edge_jaccard 0.25
            data key=edge_dice 0.4
            data key=edge_cosine 0.5
            data key=edge_association_strength 0.25
            data key=edge_target_given_source 0.25
            data key=edge_source_given_target 1
            data key=edge_disparity 0.5
            data key=edge_noise_corrected 1.6559361375769655
            data key=edge_evidence 19960705-01-001:0
            edge source=P-jiang-zemin target=P-nazarbayev-nursultan
            data key=edge_weight 1
            data key=edge_window sentence
            data key=edge_n 1
            data key=edge_n_named 1
            data key=edge_n_source 1
            data key=edge_n_target 1
            data key=edge_n_windows 8
            data key=edge_n_articles 1
            data key=edge_first_date 1996-07-06
            data key=edge_last_date 1996-07-06
            data key=edge_pmi 3
            data key=edge_npmi 1
            data key=edge_llr 6.028322580102987
            data key=edge_chi2 8
            data key=edge_jaccard 1
            data key=edge_dice 1
            data key=edge_cosine 1
            data key=edge_association_strength 1
            data key=edge_target_given_source 1
            data key=edge_source_given_target 1
            data key=edge_disparity 1
            data key=edge_noise_corrected 17.511562918465685
            data key=edge_evidence 19960706-02-002:2
        "#]].assert_eq(&elements(&text));
    }
}
