use std::io::{self, BufWriter, Write};

use crate::Network;

/// Writes a network as a Pajek file (`.net`): numbered vertices with their ids as labels, edges with their weights.
///
/// Pajek has no other attributes; ids lead to the table `nodes`. Quotation marks and white space in an id, which the format
/// cannot hold, become `_`. Nodes with a position have it, as the format wants, between 0 and 1 and downwards.
///
/// # Errors
/// Whatever `output` fails with.
///
/// # Source
/// Mrvar and Batagelj, Pajek reference manual, section 5.3.
pub fn write_pajek(network: &Network, output: impl Write) -> io::Result<()> {
    let mut output = BufWriter::new(output);
    let n_nodes = network.nodes().count();
    writeln!(output, "*Vertices {n_nodes}")?;
    let reach = network.nodes().filter_map(|node| node.position);
    let reach = reach.map(|(x, y)| x.abs().max(y.abs())).fold(1.0, f64::max);
    for (number, node) in (1..).zip(network.nodes()) {
        let label =
            node.id.as_str().replace(|character: char| character == '"' || character.is_whitespace(), "_");
        write!(output, "{number} \"{label}\"")?;
        if let Some((x, y)) = node.position {
            write!(output, " {:.6} {:.6} 0.5", 0.5 + x / reach / 2.0, 0.5 - y / reach / 2.0)?;
        }
        output.write_all(b"\n")?;
    }
    output.write_all(b"*Edges\n")?;
    let graph = network.graph();
    for edge in graph.raw_edges() {
        writeln!(
            output,
            "{} {} {}",
            edge.source().index() + 1,
            edge.target().index() + 1,
            edge.weight.weight
        )?;
    }
    output.flush()
}

#[cfg(test)]
mod tests {
    use super::write_pajek;
    use crate::scene::sample;

    #[test]
    fn vertices_are_numbered_from_1() {
        let mut bytes = Vec::new();
        write_pajek(&sample::network(), &mut bytes).expect("a Vec takes everything");
        expect_test::expect![[r#"
            *Vertices 9
            1 "CHN"
            2 "DEU"
            3 "FRA"
            4 "KAZ"
            5 "P-jiang-zemin"
            6 "P-nazarbayev-nursultan"
            7 "RUS"
            8 "T-chn-kaz-1996"
            9 "person:王大成<记者>"
            *Edges
            1 4 4
            1 7 1
            1 8 1
            1 9 1
            2 3 1
            4 7 1
            4 8 1
            4 9 1
            5 6 1
        "#]]
        .assert_eq(&String::from_utf8_lossy(&bytes));
    }
}
