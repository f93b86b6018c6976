use crate::cells::Cells;
use crate::{Attribute, AttributeKind};

/// Attributes as elements of an XML file, with what stands around each value made once a file.
pub(crate) struct Elements<T: 'static> {
    attributes: &'static [Attribute<T>],
    heads: Vec<String>,
    tail: &'static str,
}

impl<T> Elements<T> {
    /// `head` gives what stands before the value of the attribute with a number; `tail` follows each value.
    pub(crate) fn new(
        attributes: &'static [Attribute<T>],
        head: impl Fn(usize) -> String,
        tail: &'static str,
    ) -> Self {
        Elements { attributes, heads: (0..attributes.len()).map(head).collect(), tail }
    }

    /// Appends an element for each value that is known.
    pub(crate) fn append(&self, cells: &Cells, xml: &mut Vec<u8>) {
        for (at, kind, value) in cells.known(self.attributes) {
            xml.extend_from_slice(self.heads[at].as_bytes());
            let start = xml.len();
            xml.extend_from_slice(value);
            if kind == AttributeKind::Text {
                escape_from(start, xml);
            }
            xml.extend_from_slice(self.tail.as_bytes());
        }
    }
}

/// Appends text, escaped for elements and attributes alike.
pub(crate) fn append_escaped(text: &str, xml: &mut Vec<u8>) {
    let start = xml.len();
    xml.extend_from_slice(text.as_bytes());
    escape_from(start, xml);
}

/// Escapes what stands from `start` on, and leaves out the characters that XML 1.0 forbids even escaped; damaged
/// archives hold them.
fn escape_from(start: usize, xml: &mut Vec<u8>) {
    // Nearly every value is fine as it is; without a branch a byte, the compiler looks at many bytes at once.
    if !xml[start..].iter().fold(false, |found, &byte| found | may_need_escape(byte)) {
        return;
    }
    let text = xml.split_off(start);
    for character in String::from_utf8_lossy(&text).chars() {
        match character {
            '<' => xml.extend_from_slice(b"&lt;"),
            '>' => xml.extend_from_slice(b"&gt;"),
            '&' => xml.extend_from_slice(b"&amp;"),
            '\'' => xml.extend_from_slice(b"&apos;"),
            '"' => xml.extend_from_slice(b"&quot;"),
            // A reader would make spaces of them.
            '\t' => xml.extend_from_slice(b"&#9;"),
            '\n' => xml.extend_from_slice(b"&#10;"),
            '\r' => xml.extend_from_slice(b"&#13;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => xml.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
}

/// Whether a character that starts with this byte may not stand as it is; U+FFFE and U+FFFF start with 0xEF.
fn may_need_escape(byte: u8) -> bool {
    (byte < 0x20)
        | (byte == b'<')
        | (byte == b'>')
        | (byte == b'&')
        | (byte == b'\'')
        | (byte == b'"')
        | (byte == 0xef)
}

#[cfg(test)]
pub(crate) mod tests {
    use quick_xml::Reader;
    use quick_xml::events::Event;

    use super::append_escaped;

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

    fn escaped(text: &str) -> String {
        let mut xml = Vec::new();
        append_escaped(text, &mut xml);
        String::from_utf8(xml).expect("XML is UTF-8")
    }

    #[test]
    fn forbidden_characters_are_dropped() {
        assert_eq!(escaped("阿\u{b}拉\u{0}木图\u{ffff}"), "阿拉木图");
        assert_eq!(escaped("阿拉木图（😀\u{85}）"), "阿拉木图（😀\u{85}）");
    }

    #[test]
    fn what_is_escaped_reads_back() {
        let text = "王大成<记者>\t& 'A'\r\n\"B\"";
        assert_eq!(escaped(text), "王大成&lt;记者&gt;&#9;&amp; &apos;A&apos;&#13;&#10;&quot;B&quot;");
        assert_eq!(quick_xml::escape::unescape(&escaped(text)).expect("it is well-formed"), text);
    }
}
