use crate::format::tagged::{Borders, Code, LONGEST, Side, find_open, next_tag};

/// Finds where records end in text that arrives piece by piece.
///
/// It looks at every byte once and holds no text; the caller holds the text since the last cut.
#[derive(Debug)]
pub(crate) struct Splitter {
    rule: Rule,
    /// Bytes of the caller's text that were looked at.
    scanned: usize,
    ends: Vec<End>,
}

/// Where a record ends, in bytes of the caller's text.
#[derive(Debug, Clone, Copy)]
struct End {
    at: usize,
    following: Following,
}

/// Whether the record that follows stands by itself or needs the header of the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Following {
    Whole,
    Headless,
}

/// A place to cut: its byte, and how many records end at or before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cut {
    pub(crate) at: usize,
    pub(crate) n_records: u64,
}

/// Whether more text will come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ahead {
    More,
    Nothing,
}

#[derive(Debug)]
enum Rule {
    /// A record a line; blank lines are none.
    Lines {
        has_content: bool,
    },
    /// A record a row, whose cells may hold line breaks in quotes.
    Rows {
        delimiter: u8,
        state: Row,
    },
    Tagged {
        borders: Borders,
    },
    /// One record.
    Whole,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    /// No byte of the row has come.
    Empty,
    /// A cell begins.
    CellStart,
    /// In a cell without quotes, or behind its closing quote.
    Cell,
    Quoted,
}

impl Splitter {
    pub(crate) fn lines() -> Self {
        Splitter::new(Rule::Lines { has_content: false })
    }

    pub(crate) fn rows(delimiter: u8) -> Self {
        Splitter::new(Rule::Rows { delimiter, state: Row::Empty })
    }

    pub(crate) fn tagged() -> Self {
        Splitter::new(Rule::Tagged { borders: Borders::default() })
    }

    pub(crate) fn whole() -> Self {
        Splitter::new(Rule::Whole)
    }

    fn new(rule: Rule) -> Self {
        Splitter { rule, scanned: 0, ends: Vec::new() }
    }

    /// Looks at what was added to the text.
    pub(crate) fn scan(&mut self, text: &str, ahead: Ahead) {
        let Splitter { rule, scanned, ends } = self;
        match rule {
            Rule::Lines { has_content } => scan_lines(text, scanned, has_content, ends),
            Rule::Rows { delimiter, state } => {
                scan_rows(text.as_bytes(), *delimiter, ahead, scanned, state, ends)
            }
            Rule::Tagged { borders } => scan_tags(text, ahead, scanned, borders, ends),
            Rule::Whole => *scanned = text.len(),
        }
        if ahead == Ahead::Nothing && self.ends.last().map_or(0, |end| end.at) < text.len() {
            let is_record = match &mut self.rule {
                Rule::Lines { has_content } => std::mem::take(has_content),
                Rule::Rows { state, .. } => std::mem::replace(state, Row::Empty) != Row::Empty,
                Rule::Tagged { .. } | Rule::Whole => true,
            };
            if is_record {
                self.ends.push(End { at: text.len(), following: Following::Whole });
            }
        }
    }

    /// The last place where the text can be cut into whole records.
    pub(crate) fn last_cut(&self) -> Option<Cut> {
        let last = self.ends.iter().rposition(|end| end.following == Following::Whole);
        self.cut(last)
    }

    /// The last place where a record ends, even if the next one leans on it.
    pub(crate) fn last_end(&self) -> Option<Cut> {
        self.cut(self.ends.len().checked_sub(1))
    }

    /// The end of the first record.
    pub(crate) fn first_end(&self) -> Option<Cut> {
        self.cut((!self.ends.is_empty()).then_some(0))
    }

    fn cut(&self, index: Option<usize>) -> Option<Cut> {
        let index = index?;
        Some(Cut { at: self.ends[index].at, n_records: u64::try_from(index + 1).unwrap_or(u64::MAX) })
    }

    /// Bytes that were looked at and may be thrown away inside a record that is too long.
    pub(crate) fn scanned(&self) -> usize {
        self.scanned
    }

    /// The caller took so many bytes from the front.
    pub(crate) fn taken(&mut self, n_bytes: usize) {
        self.ends.retain_mut(|end| {
            let stays = end.at > n_bytes;
            end.at = end.at.saturating_sub(n_bytes);
            stays
        });
        self.scanned = self.scanned.saturating_sub(n_bytes);
    }
}

fn scan_lines(text: &str, scanned: &mut usize, has_content: &mut bool, ends: &mut Vec<End>) {
    let bytes = text.as_bytes();
    let is_blank = |line: &[u8]| line.iter().all(u8::is_ascii_whitespace);
    let base = *scanned;
    for at in memchr::memchr_iter(b'\n', &bytes[base..]).map(|at| base + at) {
        if *has_content || !is_blank(&bytes[*scanned..at]) {
            ends.push(End { at: at + 1, following: Following::Whole });
        }
        *has_content = false;
        *scanned = at + 1;
    }
    *has_content |= !is_blank(&bytes[*scanned..]);
    *scanned = bytes.len();
}

/// Follows the rules of the reader of rows: a quote opens only at the start of a cell, `""` is a quote, and any of
/// `\n`, `\r`, `\r\n` ends a row; empty rows are none.
fn scan_rows(
    bytes: &[u8],
    delimiter: u8,
    ahead: Ahead,
    scanned: &mut usize,
    state: &mut Row,
    ends: &mut Vec<End>,
) {
    let mut at = *scanned;
    while at < bytes.len() {
        if *state == Row::Quoted {
            let Some(quote) = memchr::memchr(b'"', &bytes[at..]) else { break };
            at += quote;
            match bytes.get(at + 1) {
                Some(b'"') => at += 2,
                Some(_) => {
                    *state = Row::Cell;
                    at += 1;
                }
                // The next piece tells what the quote means.
                None if ahead == Ahead::More => {
                    *scanned = at;
                    return;
                }
                None => at += 1,
            }
            continue;
        }
        match bytes[at] {
            b'\n' | b'\r' => {
                if *state != Row::Empty {
                    ends.push(End { at: at + 1, following: Following::Whole });
                }
                *state = Row::Empty;
                at += 1;
            }
            b'"' if *state != Row::Cell => {
                *state = Row::Quoted;
                at += 1;
            }
            byte if byte == delimiter => {
                *state = Row::CellStart;
                at += 1;
            }
            _ => {
                *state = Row::Cell;
                let rest = &bytes[at..];
                at += memchr::memchr3(delimiter, b'\n', b'\r', rest).unwrap_or(rest.len());
            }
        }
    }
    *scanned = bytes.len();
}

fn scan_tags(text: &str, ahead: Ahead, scanned: &mut usize, borders: &mut Borders, ends: &mut Vec<End>) {
    while let Some(tag) = next_tag(text, *scanned) {
        if ahead == Ahead::More && tag.start + LONGEST > text.len() {
            break;
        }
        *scanned = tag.end;
        if tag.side == Side::Opening && borders.begins_item(tag.code) {
            let whole = matches!(tag.code, Code::Issue | Code::Date);
            let following = if whole { Following::Whole } else { Following::Headless };
            ends.push(End { at: tag.start, following });
        }
    }
    // A bracket near the end may be half a tag; one at the very end may itself be cut, but never inside a character.
    let safe = text.floor_char_boundary(text.len().saturating_sub(LONGEST)).max(*scanned);
    *scanned = match find_open(&text[safe..]) {
        Some(bracket) if ahead == Ahead::More => safe + bracket,
        _ => text.len(),
    };
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::ReadOptions;
    use crate::draft::{Context, Place};
    use crate::encoding::Replaced;
    use crate::format::{csv, jsonl, tagged};
    use crate::record::Record;

    /// Parses a text that stands at a record and a line of its file.
    fn parse(rule: &Rule, text: &str, first_record: u64, first_line: u64) -> Vec<Record> {
        let context = Context::new(ReadOptions::default()).expect("the defaults are good");
        let (source, source_file): (Arc<str>, Arc<str>) = ("s".into(), "f.txt".into());
        let place = Place {
            context: &context,
            source: &source,
            source_file: &source_file,
            first_record,
            first_line,
            replaced: Replaced::None,
        };
        let mut records = Vec::new();
        let n_records = match rule {
            Rule::Lines { .. } => jsonl::parse(text, &place, &mut records),
            Rule::Rows { .. } => {
                let names = vec!["title".to_owned(), "body".to_owned()];
                let header = csv::Header::new(b',', names, &context.names).expect("there is a title");
                csv::parse(text, &header, &place, &mut records)
            }
            Rule::Tagged { .. } | Rule::Whole => tagged::parse(text, &place, &mut records),
        };
        assert_eq!(n_records, u64::try_from(records.len()).expect("few"));
        records
    }

    /// Feeds a text piece by piece, and parses it in parts, cut as soon as possible.
    fn parse_in_parts(mut splitter: Splitter, text: &str, piece: usize) -> Vec<Record> {
        let (mut records, mut held, mut fed) = (Vec::new(), String::new(), 0);
        let (mut record, mut line) = (1, 1);
        loop {
            let end = text.ceil_char_boundary((fed + piece).min(text.len()));
            held.push_str(&text[fed..end]);
            fed = end;
            let ahead = if fed == text.len() { Ahead::Nothing } else { Ahead::More };
            splitter.scan(&held, ahead);
            if let Some(cut) = splitter.last_cut() {
                let part: String = held.drain(..cut.at).collect();
                splitter.taken(cut.at);
                records.extend(parse(&splitter.rule, &part, record, line));
                record += cut.n_records;
                line += u64::try_from(part.matches('\n').count()).expect("few");
                assert_eq!(record, 1 + u64::try_from(records.len()).expect("few"), "{part:?}");
            }
            if ahead == Ahead::Nothing {
                return records;
            }
        }
    }

    /// Texts made of the pieces that matter to a format.
    fn text_of(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
        prop::collection::vec(prop::sample::select(pieces), 1..60).prop_map(|pieces| pieces.concat())
    }

    const TAGGED: &[&str] = &[
        "〖ZQ/总期〗12〖-ZQ/总期〗\n",
        "〖RQ/日期〗19640128〖-RQ/日期〗\r\n",
        "〖BH/版号〗99〖-BH/版号〗",
        "〖TH/条号〗",
        "〖-TH/条号〗",
        "〖BT/标题〗建交",
        "〖-BT/标题〗",
        "〖BT；标题",
        "〖ZW/正文〗\n    正文\n",
        "〖-ZW/正文〗\n",
        "〖JZ/加重〗",
        "〖TP/图片〗",
        "〖",
        "〗",
        "〖注〗",
        "-BT/标题〗",
        "<img=1.jpg>",
        "/ct>",
        "文字",
        "\n",
        "\r",
        " ",
    ];
    const LINES: &[&str] = &["{\"title\":", "\"建交\"", "}", "\n", "\r\n", " ", "[", "\"\\", "文"];
    const ROWS: &[&str] = &["\"", "\"", ",", "\n", "\r", "\r\n", "甲", " ", "乙,丙\n", "\"\"", "\"丁\n\","];

    proptest! {
        #[test]
        fn tagged_records_do_not_depend_on_pieces(text in text_of(TAGGED), piece in 1usize..200) {
            let whole = parse(&Splitter::tagged().rule, &text, 1, 1);
            prop_assert_eq!(whole, parse_in_parts(Splitter::tagged(), &text, piece));
        }

        #[test]
        fn lines_do_not_depend_on_pieces(text in text_of(LINES), piece in 1usize..40) {
            let whole = parse(&Splitter::lines().rule, &text, 1, 1);
            prop_assert_eq!(whole, parse_in_parts(Splitter::lines(), &text, piece));
        }

        #[test]
        fn rows_do_not_depend_on_pieces(text in text_of(ROWS), piece in 1usize..40) {
            let whole = parse(&Splitter::rows(b',').rule, &text, 1, 1);
            prop_assert_eq!(whole, parse_in_parts(Splitter::rows(b','), &text, piece));
        }
    }
}
