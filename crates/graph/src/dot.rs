use crate::form::{EdgeItem, Form, NodeItem};

/// A graph in Graphviz' language.
pub(crate) struct Dot;

impl Form for Dot {
    fn begin(&self, dot: &mut Vec<u8>) {
        dot.extend_from_slice(b"graph bangjiao {\n");
    }

    fn node(&self, item: &NodeItem<'_>, dot: &mut Vec<u8>) {
        let (id, label) = (quoted(item.node.id.as_str()), quoted(&item.node.name_zh));
        let kind = item.node.kind.as_str();
        let line = format!("  \"{id}\" [label=\"{label}\", kind=\"{kind}\"];\n");
        dot.extend_from_slice(line.as_bytes());
    }

    fn between(&self, _: &mut Vec<u8>) {}

    fn edge(&self, item: &EdgeItem<'_>, dot: &mut Vec<u8>) {
        let count = &item.edge.count;
        let [source, target] = [&count.source, &count.target].map(|id| quoted(id.as_str()));
        let line = format!("  \"{source}\" -- \"{target}\" [weight={}];\n", item.edge.weight);
        dot.extend_from_slice(line.as_bytes());
    }

    fn end(&self, dot: &mut Vec<u8>) {
        dot.extend_from_slice(b"}\n");
    }
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
    use super::quoted;
    use crate::GraphFile;
    use crate::file::tests::printed;
    use crate::scene::sample;

    #[test]
    fn names_and_weights_stand_in_the_file() {
        let text = printed(&sample::network(), GraphFile::Dot);
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
        .assert_eq(&text);
        assert_eq!(quoted("a\"b\\c"), "a\\\"b\\\\c");
    }
}
