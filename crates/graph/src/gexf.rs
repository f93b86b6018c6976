use std::io::{self, BufWriter, Write};

use crate::xml::{Elements, append_escaped};
use crate::{Attribute, EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Network, Value};

const HEAD: &str = "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<gexf xmlns=\"http://gexf.net/1.3\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
xsi:schemaLocation=\"http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd\" version=\"1.3\">
  <meta>
    <creator>bangjiao</creator>
  </meta>
  <graph defaultedgetype=\"undirected\" mode=\"static\" idtype=\"string\">
";

/// Writes a network as GEXF 1.3 for Gephi, with typed attributes; what is unknown is left out.
///
/// The label of a node is its Chinese name, the weight of an edge its `n`. No date of writing stands in the file, so
/// that the same network gives the same bytes.
///
/// # Errors
/// Whatever `output` fails with.
///
/// # Source
/// GEXF 1.3, <https://gexf.net/schema.html>.
pub fn write_gexf(network: &Network, output: impl Write) -> io::Result<()> {
    let mut output = BufWriter::new(output);
    output.write_all(HEAD.as_bytes())?;
    write_declarations(&mut output, "node", NODE_ATTRIBUTES)?;
    write_declarations(&mut output, "edge", EDGE_ATTRIBUTES)?;

    let mut xml = Vec::new();
    let values = Elements::new(NODE_ATTRIBUTES, value_head, VALUE_TAIL);
    output.write_all(b"    <nodes>\n")?;
    for node in network.nodes() {
        xml.clear();
        xml.extend_from_slice(b"      <node id=\"");
        append_escaped(node.id.as_str(), &mut xml);
        xml.extend_from_slice(b"\" label=\"");
        append_escaped(&node.name_zh, &mut xml);
        xml.extend_from_slice(b"\">\n        <attvalues>\n");
        values.append(node, &mut xml);
        xml.extend_from_slice(b"        </attvalues>\n      </node>\n");
        output.write_all(&xml)?;
    }
    let values = Elements::new(EDGE_ATTRIBUTES, value_head, VALUE_TAIL);
    output.write_all(b"    </nodes>\n    <edges>\n")?;
    for (number, edge) in (0..).zip(network.edges()) {
        xml.clear();
        xml.extend_from_slice(b"      <edge id=\"");
        Value::Integer(number).append_to(&mut xml);
        xml.extend_from_slice(b"\" source=\"");
        append_escaped(edge.source.as_str(), &mut xml);
        xml.extend_from_slice(b"\" target=\"");
        append_escaped(edge.target.as_str(), &mut xml);
        xml.extend_from_slice(b"\" weight=\"");
        Value::Integer(edge.n).append_to(&mut xml);
        xml.extend_from_slice(b"\">\n        <attvalues>\n");
        values.append(edge, &mut xml);
        xml.extend_from_slice(b"        </attvalues>\n      </edge>\n");
        output.write_all(&xml)?;
    }
    output.write_all(b"    </edges>\n  </graph>\n</gexf>\n")?;
    output.flush()
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
    use super::write_gexf;
    use crate::scene::sample;
    use crate::xml::tests::elements;

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
            attribute id=jaccard title=jaccard type=double
            attribute id=dice title=dice type=double
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
            attvalue for=jaccard value=1
            attvalue for=dice value=1
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
            attvalue for=jaccard value=0.25
            attvalue for=dice value=0.4
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
            attvalue for=jaccard value=0.25
            attvalue for=dice value=0.4
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
            attvalue for=jaccard value=0.25
            attvalue for=dice value=0.4
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
            attvalue for=jaccard value=1
            attvalue for=dice value=1
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
            attvalue for=jaccard value=0.25
            attvalue for=dice value=0.4
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
            attvalue for=jaccard value=0.25
            attvalue for=dice value=0.4
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
            attvalue for=jaccard value=0.25
            attvalue for=dice value=0.4
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
            attvalue for=jaccard value=1
            attvalue for=dice value=1
            attvalue for=evidence value=19960706-02-002:2
        "#]].assert_eq(&elements(&text));
    }
}
