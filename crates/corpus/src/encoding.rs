use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;
use memchr::memmem::Finder;

use crate::Error;

/// An encoding of text files.
///
/// ```
/// use bangjiao_corpus::TextEncoding;
/// assert_eq!("gbk".parse::<TextEncoding>()?, TextEncoding::Gb18030);
/// assert_eq!(TextEncoding::Gb18030.to_string(), "GB18030");
/// # Ok::<(), bangjiao_corpus::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextEncoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// GB18030, which holds GBK and GB2312.
    Gb18030,
    /// Big5.
    Big5,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
}

impl TextEncoding {
    /// Its usual name: `UTF-8`, `GB18030`, `Big5`, `UTF-16LE`, `UTF-16BE`.
    pub fn as_str(self) -> &'static str {
        match self {
            TextEncoding::Utf8 => "UTF-8",
            TextEncoding::Gb18030 => "GB18030",
            TextEncoding::Big5 => "Big5",
            TextEncoding::Utf16Le => "UTF-16LE",
            TextEncoding::Utf16Be => "UTF-16BE",
        }
    }

    pub(crate) fn decoder(self) -> &'static Encoding {
        match self {
            TextEncoding::Utf8 => encoding_rs::UTF_8,
            TextEncoding::Gb18030 => encoding_rs::GB18030,
            TextEncoding::Big5 => encoding_rs::BIG5,
            TextEncoding::Utf16Le => encoding_rs::UTF_16LE,
            TextEncoding::Utf16Be => encoding_rs::UTF_16BE,
        }
    }

    fn from_encoding(encoding: &'static Encoding) -> Option<Self> {
        [
            (encoding_rs::UTF_8, TextEncoding::Utf8),
            (encoding_rs::GB18030, TextEncoding::Gb18030),
            (encoding_rs::GBK, TextEncoding::Gb18030),
            (encoding_rs::BIG5, TextEncoding::Big5),
            (encoding_rs::UTF_16LE, TextEncoding::Utf16Le),
            (encoding_rs::UTF_16BE, TextEncoding::Utf16Be),
        ]
        .into_iter()
        .find(|(known, _)| *known == encoding)
        .map(|(_, name)| name)
    }
}

impl fmt::Display for TextEncoding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl FromStr for TextEncoding {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Encoding::for_label(text.trim().as_bytes())
            .and_then(TextEncoding::from_encoding)
            .ok_or_else(|| Error::UnknownEncoding { found: text.to_owned() })
    }
}

/// Bytes of a file that are looked at to choose its encoding, where it is not valid UTF-8.
const SAMPLE: usize = 64 * 1024;

/// The encoding of a file that begins with `head`, and the length of its byte order mark.
pub(crate) fn choose(head: &[u8], forced: Option<TextEncoding>) -> (TextEncoding, usize) {
    let mark = Encoding::for_bom(head).and_then(|(found, n)| Some((TextEncoding::from_encoding(found)?, n)));
    match (forced, mark) {
        (Some(forced), Some((marked, length))) if forced == marked => (forced, length),
        (Some(forced), _) => (forced, 0),
        (None, Some(marked)) => marked,
        (None, None) => (from_content(head), 0),
    }
}

fn from_content(head: &[u8]) -> TextEncoding {
    let sample = &head[..head.len().min(SAMPLE)];
    // Records of the archive begin with 〖 in GB18030 and two letters: no need to guess, two million times.
    if matches!(sample, [0xA1, 0xBC, b'A'..=b'Z', b'A'..=b'Z', b'/', ..]) {
        return TextEncoding::Gb18030;
    }
    if let Some(utf16) = utf16_order(sample) {
        return utf16;
    }
    match std::str::from_utf8(head) {
        Ok(_) => return TextEncoding::Utf8,
        // The sample of a long file may end inside a character.
        Err(error) if error.error_len().is_none() && error.valid_up_to() > 0 => return TextEncoding::Utf8,
        Err(_) if mostly_utf8(sample) => return TextEncoding::Utf8,
        Err(_) => {}
    }
    by_common_characters(sample).unwrap_or_else(|| {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(sample, sample.len() == head.len());
        match detector.guess(None, Utf8Detection::Deny) {
            guess if guess == encoding_rs::BIG5 => TextEncoding::Big5,
            _ => TextEncoding::Gb18030,
        }
    })
}

/// UTF-16 without a mark shows by its zero bytes: line breaks and digits have one each, always on the same side.
fn utf16_order(sample: &[u8]) -> Option<TextEncoding> {
    memchr::memchr(0, sample)?;
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (high_first, low_first) = (zeros(0), zeros(1));
    if (high_first + low_first) * 100 < sample.len() {
        None
    } else if low_first > high_first * 8 {
        Some(TextEncoding::Utf16Le)
    } else if high_first > low_first * 8 {
        Some(TextEncoding::Utf16Be)
    } else {
        None
    }
}

/// Whether three-byte characters outnumber wrong bytes: one field of mojibake does not change a file's encoding,
/// and in text of another encoding such characters hardly ever arise.
fn mostly_utf8(sample: &[u8]) -> bool {
    let (mut n_characters, mut n_wrong) = (0usize, 0usize);
    for chunk in sample.utf8_chunks() {
        n_characters += chunk.valid().chars().filter(|c| c.len_utf8() == 3).count();
        n_wrong += usize::from(!chunk.invalid().is_empty());
    }
    n_characters > n_wrong
}

/// Decides between GB18030 and Big5 by the commonest characters that both scripts share; `None` in a tie.
///
/// This comes before the detector, which rules an encoding out after one wrong byte and is slower.
fn by_common_characters(sample: &[u8]) -> Option<TextEncoding> {
    let score = |encoding: TextEncoding| {
        let text = decode(sample, encoding).text;
        text.chars().filter(|c| "，。、的一是在不人有中大日".contains(*c)).count()
    };
    match score(TextEncoding::Gb18030).cmp(&score(TextEncoding::Big5)) {
        Ordering::Greater => Some(TextEncoding::Gb18030),
        Ordering::Less => Some(TextEncoding::Big5),
        Ordering::Equal => None,
    }
}

/// Decoded text, and whether a byte of it had to be replaced.
pub(crate) struct Decoded<'b> {
    pub(crate) text: Cow<'b, str>,
    pub(crate) replaced: Replaced,
}

/// Whether decoding met bytes that stand for no character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Replaced {
    None,
    Some,
}

impl Replaced {
    pub(crate) fn new(had_errors: bool) -> Self {
        if had_errors { Replaced::Some } else { Replaced::None }
    }

    /// Number of replacement characters in a text that was decoded so.
    pub(crate) fn count(self, text: &str) -> u64 {
        match self {
            Replaced::None => 0,
            Replaced::Some => replacement_characters(text),
        }
    }
}

pub(crate) fn replacement_characters(text: &str) -> u64 {
    static FINDER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("\u{FFFD}"));
    u64::try_from(FINDER.find_iter(text.as_bytes()).count()).unwrap_or(u64::MAX)
}

pub(crate) fn decode(bytes: &[u8], encoding: TextEncoding) -> Decoded<'_> {
    let (text, had_errors) = encoding.decoder().decode_without_bom_handling(bytes);
    Decoded { text, replaced: Replaced::new(had_errors) }
}

/// Whether so much was replaced that the file is no text, or was decoded wrongly: more than a third of what is not
/// ASCII, and more than a damaged name.
pub(crate) fn is_garbled(text: &str, replaced: Replaced) -> bool {
    let n_replaced = replaced.count(text);
    if n_replaced < 16 {
        return false;
    }
    let n_others = text.chars().filter(|c| !c.is_ascii()).count();
    n_replaced.saturating_mul(3) > u64::try_from(n_others).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIMPLIFIED: &str =
        "新华社莫斯科7月16日电 两国领导人签署了《睦邻友好合作条约》，双方对会谈结果表示满意。";
    const TRADITIONAL: &str =
        "中央社臺北十六日電，外交部長今天接見來訪的貴賓，雙方就兩國關係的發展交換意見，並表示滿意。";

    fn encoded(text: &str, encoding: TextEncoding) -> Vec<u8> {
        match encoding {
            TextEncoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            TextEncoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            other => other.decoder().encode(text).0.into_owned(),
        }
    }

    #[test]
    fn content_decides() {
        for (text, encoding) in [
            (SIMPLIFIED, TextEncoding::Utf8),
            (SIMPLIFIED, TextEncoding::Gb18030),
            (TRADITIONAL, TextEncoding::Big5),
            (TRADITIONAL, TextEncoding::Utf8),
            (SIMPLIFIED, TextEncoding::Utf16Le),
            (SIMPLIFIED, TextEncoding::Utf16Be),
            ("〖RQ/日期〗19560101〖-RQ/日期〗", TextEncoding::Gb18030),
        ] {
            let bytes = encoded(text, encoding);
            assert_eq!(choose(&bytes, None), (encoding, 0), "{text} as {encoding}");
            assert_eq!(decode(&bytes, encoding).text, text);
        }
    }

    #[test]
    fn one_damaged_field_does_not_change_the_encoding() {
        for (text, encoding) in [
            (SIMPLIFIED, TextEncoding::Utf8),
            (SIMPLIFIED, TextEncoding::Gb18030),
            (TRADITIONAL, TextEncoding::Big5),
        ] {
            let mut bytes = encoded(text, encoding);
            bytes.extend_from_slice(b" \xFF\xFF\x81 ");
            assert_eq!(choose(&bytes, None).0, encoding, "{encoding}");
        }
        let mut bytes = encoded(SIMPLIFIED, TextEncoding::Utf8);
        bytes.extend(encoded("友好往来", TextEncoding::Gb18030));
        assert_eq!(choose(&bytes, None).0, TextEncoding::Utf8);
    }

    #[test]
    fn a_mark_and_an_override_decide_first() {
        assert_eq!(choose(b"\xEF\xBB\xBFabc", None), (TextEncoding::Utf8, 3));
        assert_eq!(choose(b"\xFF\xFEa\0", None), (TextEncoding::Utf16Le, 2));
        assert_eq!(choose(b"abc", Some(TextEncoding::Big5)), (TextEncoding::Big5, 0));
        assert_eq!(choose(b"\xEF\xBB\xBFabc", Some(TextEncoding::Utf8)), (TextEncoding::Utf8, 3));
    }

    #[test]
    fn a_wrong_override_shows() {
        let bytes = encoded(SIMPLIFIED, TextEncoding::Gb18030);
        let decoded = decode(&bytes, TextEncoding::Utf8);
        assert!(is_garbled(&decoded.text, decoded.replaced));
        let decoded = decode(&bytes, TextEncoding::Gb18030);
        assert!(!is_garbled(&decoded.text, decoded.replaced));
    }
}
