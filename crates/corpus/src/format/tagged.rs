mod borders;
mod clean;
mod item;
mod tag;

pub(crate) use borders::Borders;
pub(crate) use tag::{Code, LONGEST, Side, find_open, next_tag};

use std::ops::Range;

use bangjiao_document::Severity;

use crate::draft::Place;
use crate::format::tagged::item::{Header, Item};
use crate::format::tagged::tag::{Spelling, Tag};
use crate::record::Record;

/// Whether a text holds a tag of a known field.
pub(crate) fn has_tags(head: &str) -> bool {
    let mut at = 0;
    while let Some(tag) = next_tag(head, at) {
        if !matches!(tag.code, Code::Unknown(_) | Code::Layout) {
            return true;
        }
        at = tag.end;
    }
    false
}

/// Reads tagged records, however many, in one pass over their tags.
pub(crate) fn parse(text: &str, place: &Place<'_>, records: &mut Vec<Record>) -> u64 {
    let mut parser = Parser {
        text,
        place,
        lines: Lines { at: 0, line: place.first_line },
        borders: Borders::default(),
        item: Item::new(place, place.first_record, place.first_line, 0),
        previous: None,
        open: None,
        closed: None,
        records,
        n_records: 0,
    };
    let mut at = 0;
    while let Some(tag) = next_tag(text, at) {
        parser.content(at..tag.start);
        parser.tag(tag);
        at = tag.end;
    }
    parser.content(at..text.len());
    parser.finish_item(text.len(), None);
    parser.n_records
}

/// A field whose closing tag has not come.
struct OpenField {
    code: Code,
    start: usize,
    /// What stands between its tags, where that is in one piece.
    range: Range<usize>,
    /// What stands between its tags, where a tag inside was removed.
    joined: Option<String>,
}

struct Parser<'t, 'p> {
    text: &'t str,
    place: &'p Place<'p>,
    lines: Lines,
    borders: Borders,
    item: Item<'p>,
    previous: Option<Header>,
    open: Option<OpenField>,
    /// The last field that was closed, and what stands after it outside of any field.
    closed: Option<(Code, Range<usize>)>,
    records: &'t mut Vec<Record>,
    n_records: u64,
}

impl Parser<'_, '_> {
    /// Takes the text between two tags.
    fn content(&mut self, range: Range<usize>) {
        let Some(open) = &mut self.open else {
            let piece = &self.text[range.clone()];
            if !piece.chars().all(char::is_whitespace) {
                self.outside(range);
            }
            return;
        };
        match &mut open.joined {
            Some(joined) => joined.push_str(&self.text[range]),
            None if open.range.is_empty() => open.range = range,
            None => {
                let mut joined = self.text[open.range.clone()].to_owned();
                joined.push_str(&self.text[range]);
                open.joined = Some(joined);
            }
        }
    }

    /// Text outside of any field waits: a closing tag that follows may claim it for the field before.
    fn outside(&mut self, range: Range<usize>) {
        match &mut self.closed {
            Some((_, waiting)) if (*waiting).is_empty() => *waiting = range,
            _ => self.stray(range),
        }
    }

    fn stray(&mut self, range: Range<usize>) {
        let piece = self.text[range.clone()].trim();
        self.item.outside(piece);
        self.repaired(
            "text_outside_fields",
            range.start,
            "text outside of all fields was put into the field outside",
            piece,
        );
    }

    fn tag(&mut self, tag: Tag) {
        let written = &self.text[tag.start..tag.end];
        if tag.spelling == Spelling::Wrong {
            let message = format!("the tag {written} is misspelt; it was read as {}", tag.code.tag(tag.side));
            self.repaired("tag_misspelt", tag.start, &message, written);
        }
        match (tag.code, tag.side) {
            (Code::Layout, _) => {
                if self.open.is_none() {
                    self.repaired(
                        "stray_markup",
                        tag.start,
                        "layout outside of all fields was removed",
                        written,
                    );
                }
            }
            (Code::Unknown(_), _) if self.open.as_ref().is_some_and(|open| open.code == Code::Body) => {
                self.repaired(
                    "stray_markup",
                    tag.start,
                    "an unknown tag inside the body was removed",
                    written,
                );
            }
            (_, Side::Closing) => self.closing(tag),
            (_, Side::Opening) => self.opening(tag),
        }
    }

    fn opening(&mut self, tag: Tag) {
        if self.borders.begins_item(tag.code) {
            self.finish_item(tag.start, Some(tag.code));
        } else if self.open.as_ref().is_some_and(|open| open.code == tag.code) {
            let written = &self.text[tag.start..tag.end];
            self.repaired(
                "tag_leaked",
                tag.start,
                "an opening tag inside its own field was removed",
                written,
            );
            return;
        }
        self.close_unclosed();
        self.release_waiting();
        self.open =
            Some(OpenField { code: tag.code, start: tag.start, range: tag.end..tag.end, joined: None });
    }

    fn closing(&mut self, tag: Tag) {
        if self.open.as_ref().is_some_and(|open| open.code == tag.code) {
            if let Some(open) = self.open.take() {
                self.close(open);
            }
            return;
        }
        let written = &self.text[tag.start..tag.end];
        match &mut self.closed {
            // 〖-BT/标题〗 came once too early: what follows up to the second one belongs to the title.
            Some((code, waiting)) if self.open.is_none() && *code == tag.code && !(*waiting).is_empty() => {
                let range = std::mem::replace(waiting, tag.end..tag.end);
                let message =
                    format!("the closing tag {written} stands twice; the text up to the second was kept");
                self.item.append(tag.code, &self.text[range]);
                self.repaired("tag_leaked", tag.start, &message, written);
            }
            _ => {
                let message = format!("the closing tag {written} closes nothing; it was removed");
                self.repaired("tag_leaked", tag.start, &message, written);
            }
        }
    }

    /// Ends a field at the next one, where its own closing tag is missing.
    fn close_unclosed(&mut self) {
        let Some(open) = self.open.take() else { return };
        let message =
            format!("the tag {} is not closed; it was read to the next tag", open.code.tag(Side::Opening));
        let kept = &self.text[open.range.clone()];
        self.repaired("tag_not_closed", open.start, &message, kept);
        self.close(open);
    }

    fn close(&mut self, open: OpenField) {
        self.release_waiting();
        let value = open.joined.as_deref().unwrap_or(&self.text[open.range.clone()]);
        let cleaned = clean::clean(value);
        if let Some(removed) = cleaned.removed {
            let message = "residue of markup was removed from the text";
            self.repaired("stray_markup", open.start, message, &removed);
        }
        self.item.set(open.code, &cleaned.text);
        self.closed = Some((open.code, open.range.end..open.range.end));
    }

    fn release_waiting(&mut self) {
        if let Some((_, waiting)) = self.closed.take()
            && !waiting.is_empty()
        {
            self.stray(waiting);
        }
    }

    /// Counts the item that ends at a byte, and begins the next one if a tag follows.
    fn finish_item(&mut self, end: usize, next: Option<Code>) {
        self.close_unclosed();
        self.release_waiting();
        let line = self.lines.line_of(self.text, end);
        let record = self.item.record() + 1;
        let following = Item::new(self.place, record, line, end);
        let mut item = std::mem::replace(&mut self.item, following);
        if let Some(previous) = &self.previous {
            item.take_from(previous);
        }
        self.previous = Some(item.header());
        // A record of another shard is read all the same: the item after it may lean on its header.
        if self.place.holds(item.record()) {
            self.n_records += 1;
            self.records.push(item.finish(end));
        }
        self.item.set_first(next);
    }

    fn repaired(&mut self, code: &'static str, at: usize, message: &str, kept: &str) {
        let line = self.lines.line_of(self.text, at);
        self.item.problem(Severity::Repaired, code, line, message, kept);
    }
}

/// Counts lines forward, since problems come in nearly ascending order.
struct Lines {
    at: usize,
    line: u64,
}

impl Lines {
    fn line_of(&mut self, text: &str, at: usize) -> u64 {
        let breaks = |range: Range<usize>| {
            let count = memchr::memchr_iter(b'\n', &text.as_bytes()[range]).count();
            u64::try_from(count).unwrap_or(u64::MAX)
        };
        if at >= self.at {
            self.line += breaks(self.at..at);
        } else {
            self.line -= breaks(at..self.at);
        }
        self.at = at;
        self.line
    }
}
