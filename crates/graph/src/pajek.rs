use std::io::Write;

use crate::Network;
use crate::form::{EdgeItem, Form, NodeItem};

/// A Pajek file (`.net`): numbered vertices with their ids as labels, edges with their weights.
///
/// Pajek has no other attributes; ids lead to the table `nodes`. Quotation marks and white space in an id, which the format
/// cannot hold, become `_`. Nodes with a position have it, as the format wants, between 0 and 1 and downwards.
///
/// # Source
/// Mrvar and Batagelj, Pajek reference manual, section 5.3.
pub(crate) struct Pajek {
    n_nodes: usize,
    /// The largest coordinate.
    reach: f64,
}

impl Pajek {
    pub fn new(network: &Network<'_>) -> Self {
        let positions = network.nodes().filter_map(|node| node.position);
        let reach = positions.map(|(x, y)| x.abs().max(y.abs())).fold(1.0, f64::max);
        Pajek { n_nodes: network.n_nodes(), reach }
    }
}

impl Form for Pajek {
    fn begin(&self, text: &mut Vec<u8>) {
        append(text, format_args!("*Vertices {}\n", self.n_nodes));
    }

    fn node(&self, item: &NodeItem<'_>, text: &mut Vec<u8>) {
        let is_forbidden = |character: char| character == '"' || character.is_whitespace();
        let label = item.node.id.as_str().replace(is_forbidden, "_");
        append(text, format_args!("{} \"{label}\"", item.number + 1));
        if let Some((x, y)) = item.node.position {
            let [x, y] = [0.5 + x / self.reach / 2.0, 0.5 - y / self.reach / 2.0];
            append(text, format_args!(" {x:.6} {y:.6} 0.5"));
        }
        text.push(b'\n');
    }

    fn between(&self, text: &mut Vec<u8>) {
        text.extend_from_slice(b"*Edges\n");
    }

    fn edge(&self, item: &EdgeItem<'_>, text: &mut Vec<u8>) {
        let [source, target] = item.ends;
        append(text, format_args!("{} {} {}\n", source + 1, target + 1, item.edge.weight));
    }

    fn end(&self, _: &mut Vec<u8>) {}
}

fn append(text: &mut Vec<u8>, what: std::fmt::Arguments<'_>) {
    text.write_fmt(what).expect("a Vec takes everything");
}

#[cfg(test)]
mod tests {
    use crate::GraphFile;
    use crate::file::tests::printed;
    use crate::scene::sample;

    #[test]
    fn vertices_are_numbered_from_1() {
        let text = printed(&sample::network(), GraphFile::Pajek);
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
        .assert_eq(&text);
    }
}
