use std::sync::LazyLock;

use memchr::memmem::Finder;

/// What a tag of the archive stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Code {
    Issue,
    Date,
    Page,
    Item,
    Kicker,
    Title,
    Subtitle,
    Authors,
    Class,
    Column,
    PageName,
    Keywords,
    Genre,
    Body,
    /// Markup inside text, which is removed.
    Layout,
    /// Two capitals that stand for nothing known; the field is kept in `extra`.
    Unknown([u8; 2]),
}

/// The codes of the archive with the names that stand beside them.
const CODES: &[(&str, &str, Code)] = &[
    ("ZQ", "总期", Code::Issue),
    ("RQ", "日期", Code::Date),
    ("BH", "版号", Code::Page),
    ("TH", "条号", Code::Item),
    ("YT", "引题", Code::Kicker),
    ("BT", "标题", Code::Title),
    ("FT", "副题", Code::Subtitle),
    ("ZZ", "作者", Code::Authors),
    ("FL", "分类", Code::Class),
    ("LM", "栏目", Code::Column),
    ("BM", "版名", Code::PageName),
    ("GJ", "关键", Code::Keywords),
    ("TC", "体裁", Code::Genre),
    ("ZW", "正文", Code::Body),
    ("HH", "换行", Code::Layout),
    ("JZ", "加重", Code::Layout),
    ("ZI", "字符", Code::Layout),
];

impl Code {
    /// Its two letters; `HH` for all layout.
    pub(crate) fn letters(self) -> String {
        match self {
            Code::Unknown(letters) => letters.iter().map(|byte| char::from(*byte)).collect(),
            known => {
                CODES.iter().find(|(.., code)| *code == known).map_or("", |(letters, ..)| letters).to_owned()
            }
        }
    }

    /// The tag as it should be written.
    pub(crate) fn tag(self, side: Side) -> String {
        let dash = if side == Side::Closing { "-" } else { "" };
        match CODES.iter().find(|(.., code)| *code == self) {
            Some((letters, name, _)) => format!("〖{dash}{letters}/{name}〗"),
            None => format!("〖{dash}{}〗", self.letters()),
        }
    }

    fn from_letters(letters: [u8; 2]) -> Option<Code> {
        CODES.iter().find(|(known, ..)| known.as_bytes() == letters).map(|(.., code)| *code)
    }

    fn from_name(name: &str) -> Option<Code> {
        CODES.iter().find(|(_, known, _)| *known == name).map(|(.., code)| *code)
    }
}

/// Whether a tag begins or ends a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Opening,
    Closing,
}

/// Whether a tag is written as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spelling {
    Exact,
    Wrong,
}

/// A tag and the bytes at which it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tag {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) code: Code,
    pub(crate) side: Side,
    pub(crate) spelling: Spelling,
}

/// The bracket that opens a tag.
const OPEN: &str = "〖";
/// The bracket that closes a tag.
pub(crate) const CLOSE: &str = "〗";

/// Longest tag, in bytes; the end of an unfinished text is not judged until so much follows.
pub(crate) const LONGEST: usize = 64;

/// The first tag at or after a byte; brackets that merely quote something (〖注〗) are passed over.
pub(crate) fn next_tag(text: &str, from: usize) -> Option<Tag> {
    let mut at = from;
    loop {
        let start = at + find_open(&text[at..])?;
        at = start + OPEN.len();
        if let Some(tag) = read(text, start) {
            return Some(tag);
        }
    }
}

/// The first opening bracket; built once, since half of reading a short record would go into preparing the search.
pub(crate) fn find_open(text: &str) -> Option<usize> {
    static FINDER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(OPEN));
    FINDER.find(text.as_bytes())
}

fn read(text: &str, start: usize) -> Option<Tag> {
    let inside = &text[start + OPEN.len()..];
    exact(inside).or_else(|| lenient(inside)).map(|(length, code, side, spelling)| Tag {
        start,
        end: start + OPEN.len() + length,
        code,
        side,
        spelling,
    })
}

type Reading = (usize, Code, Side, Spelling);

/// `ZQ/总期〗` or `-ZQ/总期〗`: all but a handful of millions.
fn exact(inside: &str) -> Option<Reading> {
    let (side, rest) = match inside.strip_prefix('-') {
        Some(rest) => (Side::Closing, rest),
        None => (Side::Opening, inside),
    };
    let &[first @ b'A'..=b'Z', second @ b'A'..=b'Z', b'/', ..] = rest.as_bytes() else { return None };
    let name_length = bracket_distance(&rest[3..])?;
    let name = &rest[3..3 + name_length];
    let length = inside.len() - rest.len() + 3 + name_length + CLOSE.len();
    let code = match Code::from_letters([first, second]) {
        Some(known) => known,
        None if name.is_empty() || !name.chars().all(char::is_alphanumeric) => return None,
        None => Code::from_name(name).unwrap_or(Code::Unknown([first, second])),
    };
    let known =
        CODES.iter().any(|(letters, as_named, _)| letters.as_bytes() == [first, second] && *as_named == name);
    let spelling = if known || matches!(code, Code::Unknown(_)) { Spelling::Exact } else { Spelling::Wrong };
    Some((length, code, side, spelling))
}

/// Bytes before the closing bracket of a tag, if it stands where the name of a field may end.
fn bracket_distance(text: &str) -> Option<usize> {
    let near = &text[..text.floor_char_boundary(36)];
    let (distance, end) = near.char_indices().find(|(_, c)| matches!(c, '〗' | '\n' | '\r' | '〖'))?;
    (end == '〗').then_some(distance)
}

/// Tags that were keyed in wrongly: `〖JZ；加重〗`, `〖－ＺＷ/正文〗`, `〖BT标题〗`, `〖zw/正文】`, `〖BT/标题` and no bracket.
/// Either the letters or the name must be those of the table.
fn lenient(inside: &str) -> Option<Reading> {
    let mut rest = inside.trim_start_matches([' ', '\u{3000}']);
    let mut side = Side::Opening;
    while let Some(after) = rest.strip_prefix(['-', '－', '—', '–', '/', '／', ' ']) {
        (side, rest) = (Side::Closing, after);
    }
    let mut letters = [0; 2];
    for letter in &mut letters {
        let c = rest.chars().next()?;
        *letter = narrow_capital(c)?;
        rest = &rest[c.len_utf8()..];
    }
    rest = rest.trim_start_matches([
        '/', '／', '；', ';', '：', ':', '、', '\\', '|', '.', '·', '-', ' ', '\u{3000}',
    ]);
    let by_letters = Code::from_letters(letters);
    let end = rest.char_indices().take(9).find(|(_, c)| "〗】〕］]》>\n\r〖".contains(*c));
    let bracket = end.filter(|(_, c)| !matches!(c, '\n' | '\r' | '〖'));
    let (name, after) = match bracket {
        Some((at, bracket)) => (&rest[..at], at + bracket.len_utf8()),
        // No bracket: the name itself must tell where the tag ends.
        None => {
            let name = &rest[..rest.char_indices().nth(2).map_or(rest.len(), |(at, _)| at)];
            (name, name.len())
        }
    };
    let name = name.trim();
    let code = match (by_letters, Code::from_name(name)) {
        (Some(code), _) if bracket.is_some_and(|(_, c)| c == '〗') => code,
        (Some(code), Some(named)) if code == named => code,
        (None, Some(named)) if bracket.is_some() => named,
        _ => return None,
    };
    Some((inside.len() - rest.len() + after, code, side, Spelling::Wrong))
}

/// An ASCII or full-width letter as an ASCII capital.
fn narrow_capital(c: char) -> Option<u8> {
    let narrow = match c {
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(u32::from(c) - 0xFEE0)?,
        other => other,
    };
    if narrow.is_ascii_alphabetic() { u8::try_from(narrow.to_ascii_uppercase()).ok() } else { None }
}

/// A closing tag that lost its opening bracket (`-BT/标题〗`): the byte at which it begins, before its closing bracket.
pub(crate) fn headless_tag(before_bracket: &str) -> Option<usize> {
    CODES.iter().find_map(|(letters, name, _)| {
        let rest = before_bracket.strip_suffix(name)?.strip_suffix('/')?.strip_suffix(letters)?;
        Some(rest.strip_suffix('-').unwrap_or(rest).len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_however_they_are_keyed() {
        for (text, code, side, spelling) in [
            ("〖BT/标题〗", Code::Title, Side::Opening, Spelling::Exact),
            ("〖-ZW/正文〗", Code::Body, Side::Closing, Spelling::Exact),
            ("〖TP/图片〗", Code::Unknown(*b"TP"), Side::Opening, Spelling::Exact),
            ("〖JZ；加重〗", Code::Layout, Side::Opening, Spelling::Wrong),
            ("〖－ＺＷ／正文〗", Code::Body, Side::Closing, Spelling::Wrong),
            ("〖/ZW/正文〗", Code::Body, Side::Closing, Spelling::Wrong),
            ("〖BT标题〗", Code::Title, Side::Opening, Spelling::Wrong),
            ("〖bt/标题】", Code::Title, Side::Opening, Spelling::Wrong),
            ("〖BT/标提〗", Code::Title, Side::Opening, Spelling::Wrong),
            ("〖BR/标题〗", Code::Title, Side::Opening, Spelling::Wrong),
            ("〖BT/标题", Code::Title, Side::Opening, Spelling::Wrong),
            ("〖ZW〗", Code::Body, Side::Opening, Spelling::Wrong),
        ] {
            let full = format!("前〖注〗{text}后文后文后文后文后文");
            let tag = next_tag(&full, 0).unwrap_or_else(|| panic!("{text} is a tag"));
            assert_eq!(
                (&full[tag.start..tag.end], tag.code, tag.side, tag.spelling),
                (text, code, side, spelling)
            );
        }
        for text in ["〖注〗", "〖WTO〗", "〖AB〗", "〖XX/〗", "〖", "〖ZW", "〖第1章〗", "〖BT某人说过的话"]
        {
            assert_eq!(next_tag(text, 0), None, "{text}");
        }
    }

    #[test]
    fn a_tag_without_its_head() {
        assert_eq!(headless_tag("开始发电-BT/标题"), Some("开始发电".len()));
        assert_eq!(headless_tag("开始发电"), None);
    }
}
