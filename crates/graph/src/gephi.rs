use std::io::{self, Write};

use crate::{Attribute, EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Network, Value};

/// Writes the nodes of a network as the node table that Gephi imports: `Id`, `Label`, attributes; unknown is empty.
///
/// # Errors
/// Whatever `output` fails with.
pub fn write_gephi_nodes(network: &Network, output: impl Write) -> io::Result<()> {
    let rows = network.nodes().map(|node| ([node.id.as_str(), &node.name_zh].map(Value::Text), node));
    write_rows(["Id", "Label"], NODE_ATTRIBUTES, rows, output)
}

/// Writes the edges of a network as the edge table that Gephi imports: `Source`, `Target`, `Type`, `Weight`,
/// attributes; unknown is empty.
///
/// # Errors
/// Whatever `output` fails with.
pub fn write_gephi_edges(network: &Network, output: impl Write) -> io::Result<()> {
    let rows = network.edges().map(|edge| {
        let [source, target] = [&edge.count.source, &edge.count.target].map(|id| Value::Text(id.as_str()));
        ([source, target, Value::Text("Undirected"), Value::Integer(edge.weight)], edge)
    });
    write_rows(["Source", "Target", "Type", "Weight"], EDGE_ATTRIBUTES, rows, output)
}

fn write_rows<'a, T: 'a, const N: usize>(
    head: [&str; N],
    attributes: &[Attribute<T>],
    rows: impl Iterator<Item = ([Value<'a>; N], &'a T)>,
    output: impl Write,
) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(output);
    writer.write_record(head.into_iter().chain(attributes.iter().map(|attribute| attribute.name)))?;
    let mut cell = Vec::new();
    for (head, item) in rows {
        let values = attributes.iter().map(|attribute| (attribute.value)(item));
        for value in head.into_iter().map(Some).chain(values) {
            cell.clear();
            if let Some(value) = value {
                value.append_to(&mut cell);
            }
            writer.write_field(&cell)?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::{write_gephi_edges, write_gephi_nodes};
    use crate::Network;
    use crate::scene::sample;

    fn check(write: fn(&Network, &mut Vec<u8>) -> io::Result<()>, expected: expect_test::Expect) {
        let mut bytes = Vec::new();
        write(&sample::network(), &mut bytes).expect("a Vec takes everything");
        let lines: Vec<_> = std::str::from_utf8(&bytes).expect("UTF-8").lines().take(3).collect();
        expected.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn tables_start_with_the_columns_that_gephi_knows() {
        check(
            |network, output| write_gephi_nodes(network, output),
            expect_test::expect![[r#"
                Id,Label,kind,name_zh,name_en,n_mentions,n_articles,degree,strength,component,core,clustering,betweenness,closeness,eigenvector,pagerank,community,community_stability
                CHN,中国,country,中国,"China & ""others""",4,2,4,7,1,,,,,,,,
                DEU,DEU,country,DEU,,1,1,1,1,2,,,,,,,,"#]],
        );
        check(
            |network, output| write_gephi_edges(network, output),
            expect_test::expect![[r#"
                Source,Target,Type,Weight,window,n,n_named,n_dyadic,n_source,n_target,n_windows,n_articles,first_date,last_date,pmi,npmi,llr,chi2,jaccard,dice,cosine,association_strength,target_given_source,source_given_target,disparity,noise_corrected,evidence
                CHN,KAZ,Undirected,4,sentence,4,3,3,4,4,8,2,1996-07-05,1996-07-06,1,1,11.090354888959125,8,1,1,1,0.25,1,1,0.07871720116618075,77.80052569092672,19960705-01-001:0|19960706-02-002:0|19960706-02-002:4
                CHN,RUS,Undirected,1,sentence,1,1,0,4,1,8,1,1996-07-06,1996-07-06,1,0.3333333333333333,1.529641423152521,1.1428571428571428,0.25,0.4,0.5,0.25,0.25,1,0.5,1.6559361375769655,19960706-02-002:4"#]],
        );
    }
}
