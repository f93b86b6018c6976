use std::io::{self, BufWriter, Write};

use crate::Network;

/// Writes a network as a Graphviz file: nodes with their Chinese names, edges with their weights.
///
/// # Errors
/// Whatever `output` fails with.
///
/// # Source
/// <https://graphviz.org/doc/info/lang.html>
pub fn write_dot(network: &Network, output: impl Write) -> io::Result<()> {
    let mut output = BufWriter::new(output);
    output.write_all(b"graph bangjiao {\n")?;
    for node in network.nodes() {
        writeln!(
            output,
            "  \"{}\" [label=\"{}\", kind=\"{}\"];",
            quoted(node.id.as_str()),
            quoted(&node.name_zh),
            node.kind.as_str()
        )?;
    }
    for edge in network.edges() {
        let [source, target] = [&edge.count.source, &edge.count.target].map(|id| quoted(id.as_str()));
        writeln!(output, "  \"{source}\" -- \"{target}\" [weight={}];", edge.weight)?;
    }
    output.write_all(b"}\n")?;
    output.flush()
}

/// Text as it stands between quotation marks.
fn quoted(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_control())
        .collect::<String>()
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::{quoted, write_dot};
    use crate::scene::sample;

    #[test]
    fn names_and_weights_stand_in_the_file() {
        let mut bytes = Vec::new();
        write_dot(&sample::network(), &mut bytes).expect("a Vec takes everything");
        expect_test::expect![[r#"
            graph bangjiao {
              "CHN" [label="中国", kind="country"];
              "DEU" [label="DEU", kind="country"];
              "FRA" [label="FRA", kind="country"];
              "KAZ" [label="哈萨克斯坦", kind="country"];
              "P-jiang-zemin" [label="P-jiang-zemin", kind="person"];
              "P-nazarbayev-nursultan" [label="P-nazarbayev-nursultan", kind="person"];
              "RUS" [label="RUS", kind="country"];
              "T-chn-kaz-1996" [label="T-chn-kaz-1996", kind="treaty"];
              "person:王大成<记者>" [label="王大成<记者>", kind="person"];
              "CHN" -- "KAZ" [weight=4];
              "CHN" -- "RUS" [weight=1];
              "CHN" -- "T-chn-kaz-1996" [weight=1];
              "CHN" -- "person:王大成<记者>" [weight=1];
              "DEU" -- "FRA" [weight=1];
              "KAZ" -- "RUS" [weight=1];
              "KAZ" -- "T-chn-kaz-1996" [weight=1];
              "KAZ" -- "person:王大成<记者>" [weight=1];
              "P-jiang-zemin" -- "P-nazarbayev-nursultan" [weight=1];
            }
        "#]]
        .assert_eq(&String::from_utf8_lossy(&bytes));
        assert_eq!(quoted("a\"b\\c"), "a\\\"b\\\\c");
    }
}
