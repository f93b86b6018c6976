use std::borrow::Cow;

/// Text without the characters that XML 1.0 forbids, even escaped; damaged archives hold them.
pub(crate) fn allowed(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_allowed) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|&character| is_allowed(character)).collect())
}

/// The production `Char` of XML 1.0; surrogates are no `char`.
fn is_allowed(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => true,
        '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => false,
        _ => true,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use quick_xml::Reader;
    use quick_xml::events::Event;

    use super::allowed;

    /// What a reader finds in a file: elements with their attributes and text, read back, one a line.
    pub(crate) fn elements(xml: &str) -> String {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().check_end_names = true;
        let mut lines = String::new();
        loop {
            match reader.read_event().expect("the file is well-formed") {
                Event::Start(element) | Event::Empty(element) => {
                    lines.push_str(&format!("\n{} ", element.name().as_ref()));
                    for attribute in element.attributes() {
                        let attribute = attribute.expect("attributes are well-formed");
                        let value = quick_xml::escape::unescape(&attribute.value).expect("escaping is right");
                        lines.push_str(&format!("{}={value} ", attribute.key.as_ref()));
                    }
                }
                Event::Text(text) => {
                    lines.push_str(text.xml10_content().trim_matches('\n').trim_start_matches("  "))
                }
                Event::GeneralRef(reference) => lines.push_str(&format!("&{};", &*reference)),
                Event::Eof => return lines.lines().map(|line| format!("{}\n", line.trim_end())).collect(),
                _ => {}
            }
        }
    }

    #[test]
    fn forbidden_characters_are_dropped() {
        assert_eq!(allowed("阿\u{b}拉\u{0}木图\u{ffff}"), "阿拉木图");
        assert_eq!(allowed("阿拉木图\t😀\u{85}"), "阿拉木图\t😀\u{85}");
    }
}
