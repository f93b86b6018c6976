//! `methods.md`: the paragraph that a paper's appendix needs, in English and Chinese; every number is the manifest's.

use std::io::{self, Write};

use serde_json::Value;

/// The text with `{/pointer}` where a field of the manifest stands.
const TEMPLATE: &str = include_str!("methods/template.md");

/// Fills the template from the manifest.
///
/// # Errors
/// Whatever the writer says.
pub(crate) fn write(manifest: &Value, mut output: impl Write) -> io::Result<()> {
    output.write_all(fill(TEMPLATE, manifest).as_bytes())
}

fn fill(template: &str, manifest: &Value) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{/") {
        text.push_str(before);
        let (pointer, after) = after.split_once('}').unwrap_or((after, ""));
        text.push_str(&shown(manifest.pointer(&format!("/{pointer}"))));
        rest = after;
    }
    text.push_str(rest);
    text
}

fn shown(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Bool(flag)) => if *flag { "yes" } else { "no" }.to_owned(),
        Some(Value::Array(items)) => {
            items.iter().map(|item| shown(Some(item))).collect::<Vec<_>>().join(", ")
        }
        Some(Value::Object(_)) | Some(Value::Null) | None => "none".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn fields_of_the_manifest_are_filled_in() {
        let manifest = json!({ "counts": { "articles": 61 }, "options": { "zones": ["text", "signature"] } });
        assert_eq!(
            fill("{/counts/articles} of {/options/zones}; {/missing}", &manifest),
            "61 of text, signature; none"
        );
    }

    #[test]
    fn the_template_names_only_fields_that_a_manifest_has() {
        let known =
            ["version", "lexicon/sha256", "counts/", "options/", "policy/", "windows/", "graph/", "tables/"];
        for pointer in TEMPLATE.split("{/").skip(1) {
            assert!(known.iter().any(|known| pointer.starts_with(known)), "{pointer}");
        }
    }
}
