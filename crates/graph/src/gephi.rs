use crate::cells::Cells;
use crate::form::{EdgeItem, Form, NodeItem};
use crate::{Attribute, EDGE_ATTRIBUTES, NODE_ATTRIBUTES};

/// Nodes as a table for Gephi.
pub(crate) struct GephiNodes;

impl Form for GephiNodes {
    fn begin(&self, csv: &mut Vec<u8>) {
        append_header(["Id", "Label"], NODE_ATTRIBUTES, csv);
    }

    fn node(&self, item: &NodeItem<'_>, csv: &mut Vec<u8>) {
        append_row([item.node.id.as_str(), &item.node.name_zh], item.cells, csv);
    }

    fn between(&self, _: &mut Vec<u8>) {}

    fn edge(&self, _: &EdgeItem<'_>, _: &mut Vec<u8>) {}

    fn end(&self, _: &mut Vec<u8>) {}
}

/// Edges as a table for Gephi.
pub(crate) struct GephiEdges;

impl Form for GephiEdges {
    fn begin(&self, csv: &mut Vec<u8>) {
        append_header(["Source", "Target", "Type", "Weight"], EDGE_ATTRIBUTES, csv);
    }

    fn node(&self, _: &NodeItem<'_>, _: &mut Vec<u8>) {}

    fn between(&self, _: &mut Vec<u8>) {}

    fn edge(&self, item: &EdgeItem<'_>, csv: &mut Vec<u8>) {
        let [source, target] = [&item.edge.count.source, &item.edge.count.target].map(|id| id.as_str());
        append_row([source, target, "Undirected", &item.edge.weight.to_string()], item.cells, csv);
    }

    fn end(&self, _: &mut Vec<u8>) {}
}

fn append_header<T, const N: usize>(head: [&str; N], attributes: &[Attribute<T>], csv: &mut Vec<u8>) {
    let names = attributes.iter().map(|attribute| attribute.name);
    append_fields(head.into_iter().chain(names).map(str::as_bytes), csv);
}

fn append_row<const N: usize>(head: [&str; N], cells: &Cells, csv: &mut Vec<u8>) {
    let cells = cells.iter().map(Option::unwrap_or_default);
    append_fields(head.into_iter().map(str::as_bytes).chain(cells), csv);
}

/// Appends a record; a writer of the crate `csv` for each would take longer than the record.
///
/// # Source
/// RFC 4180, with line feeds between records.
fn append_fields<'f>(fields: impl Iterator<Item = &'f [u8]>, csv: &mut Vec<u8>) {
    for (number, field) in fields.enumerate() {
        if number > 0 {
            csv.push(b',');
        }
        if field.iter().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
            csv.push(b'"');
            for &byte in field {
                csv.extend_from_slice(if byte == b'"' { b"\"\"" } else { std::slice::from_ref(&byte) });
            }
            csv.push(b'"');
        } else {
            csv.extend_from_slice(field);
        }
    }
    csv.push(b'\n');
}

#[cfg(test)]
mod tests {
    use crate::GraphFile;
    use crate::file::tests::printed;
    use crate::scene::sample;

    fn check(file: GraphFile, expected: expect_test::Expect) {
        let text = printed(&sample::network(), file);
        let lines: Vec<_> = text.lines().take(3).collect();
        expected.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn tables_start_with_the_columns_that_gephi_knows() {
        check(
            GraphFile::GephiNodes,
            expect_test::expect![[r#"
                Id,Label,kind,name_zh,name_en,n_mentions,n_articles,degree,strength,component,core,clustering,betweenness,closeness,eigenvector,pagerank,community,community_stability
                CHN,中国,country,中国,"China & ""others""",4,2,4,7,1,,,,,,,,
                DEU,DEU,country,DEU,,1,1,1,1,2,,,,,,,,"#]],
        );
        check(
            GraphFile::GephiEdges,
            expect_test::expect![[r#"
                Source,Target,Type,Weight,window,n,n_named,n_dyadic,n_source,n_target,n_windows,n_articles,first_date,last_date,pmi,npmi,llr,chi2,jaccard,dice,cosine,association_strength,target_given_source,source_given_target,disparity,noise_corrected,evidence
                CHN,KAZ,Undirected,4,sentence,4,3,3,4,4,8,2,1996-07-05,1996-07-06,1,1,11.090354888959125,8,1,1,1,0.25,1,1,0.07871720116618075,77.80052569092672,19960705-01-001:0|19960706-02-002:0|19960706-02-002:4
                CHN,RUS,Undirected,1,sentence,1,1,0,4,1,8,1,1996-07-06,1996-07-06,1,0.3333333333333333,1.529641423152521,1.1428571428571428,0.25,0.4,0.5,0.25,0.25,1,0.5,1.6559361375769655,19960706-02-002:4"#]],
        );
    }
}
