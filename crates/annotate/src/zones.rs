//! Zones: datelines, bylines, credits, signatures and repeated titles, found by the rules of `zones.toml`.

use bangjiao_document::{Document, Field, Span, Zone};
use bangjiao_lexicon::{Lexicon, Rule};
use regex::Regex;

use crate::view::{View, is_han};

/// Where in a paragraph a rule looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// From the paragraph's first character on; further rules go on after its end.
    Start,
    /// Up to the paragraph's last character.
    End,
    /// The whole paragraph, as printed with its spaces.
    Line,
}

struct ZoneRule {
    zone: Zone,
    pattern: Regex,
}

/// The rules of one place, asked together before they are asked singly.
struct Group {
    /// All patterns as alternatives: most paragraphs are done with after their first character.
    any: Option<Regex>,
    rules: Vec<ZoneRule>,
}

impl Group {
    fn new(rules: &[Rule], place: Place) -> Self {
        let word = match place {
            Place::Start => "start",
            Place::End => "end",
            Place::Line => "line",
        };
        let rules: Vec<ZoneRule> = rules
            .iter()
            .filter(|rule| rule.text("place") == Some(word))
            .filter_map(|rule| {
                let zone = Zone::from_word(rule.text("zone")?)?;
                Some(ZoneRule { zone, pattern: rule.regex.clone()? })
            })
            .collect();
        let patterns: Vec<&str> = rules.iter().map(|rule| rule.pattern.as_str()).collect();
        let any = Regex::new(&patterns.join("|")).ok().filter(|_| !patterns.is_empty());
        Group { any, rules }
    }

    /// The first rule that matches, with the range that it matches.
    fn find(&self, text: &str) -> Option<(std::ops::Range<usize>, Zone)> {
        if !self.any.as_ref()?.is_match(text) {
            return None;
        }
        self.rules.iter().find_map(|rule| Some((rule.pattern.find(text)?.range(), rule.zone)))
    }
}

/// The rules of `zones.toml`, by place.
pub(crate) struct ZoneRules {
    start: Group,
    end: Group,
    line: Group,
}

/// A line longer than this many bytes (sixty Han characters) is no line of a signing block.
const LONGEST_SIGNATURE: u32 = 180;

/// A credit reaches at most this many bytes back from the end of its paragraph.
const LONGEST_CREDIT: usize = 240;

/// The title is repeated in at most this many first lines of the body.
const MOST_TITLE_LINES: usize = 6;

impl ZoneRules {
    /// Sorts the rules of a lexicon.
    pub fn new(lexicon: &Lexicon) -> Self {
        let rules = lexicon.rules("zones");
        ZoneRules {
            start: Group::new(rules, Place::Start),
            end: Group::new(rules, Place::End),
            line: Group::new(rules, Place::Line),
        }
    }

    /// The stretches of the body that are not running text, in view offsets and in order, from its paragraphs.
    pub fn zones(&self, document: &Document, view: &View<'_>, body: &[Span]) -> Vec<(Span, Zone)> {
        let mut zones = Vec::new();
        let (title, text) = body.split_at(repeated_title(document, view, body));
        zones.extend(title.iter().map(|&paragraph| (paragraph, Zone::RepeatedTitle)));
        for &paragraph in text {
            self.paragraph(document, view, paragraph, &mut zones);
        }
        zones
    }

    fn paragraph(&self, document: &Document, view: &View<'_>, span: Span, zones: &mut Vec<(Span, Zone)>) {
        let text = span.of(view.text());
        if span.len() <= LONGEST_SIGNATURE && !text.ends_with(['。', '；', '：', '，', '！', '？']) {
            let printed = view.to_text(span).of(document.text());
            if let Some((_, zone)) = self.line.find(printed) {
                zones.push((span, zone));
                return;
            }
        }
        let mut at = 0;
        while let Some((found, zone)) = self.start.find(&text[at..]) {
            if found.end == 0 {
                break;
            }
            zones.push((Span::from_usize(at, at + found.end).shifted(span.start), zone));
            at += found.end;
        }
        if text.ends_with(['）', ')', '〕', '】']) {
            let mut from = text.len().saturating_sub(LONGEST_CREDIT).max(at);
            while !text.is_char_boundary(from) {
                from += 1;
            }
            if let Some((found, zone)) = self.end.find(&text[from..]) {
                zones.push((Span::from_usize(from + found.start, text.len()).shifted(span.start), zone));
            }
        }
    }
}

/// How many first paragraphs of the body say the title again, letters and digits alone.
fn repeated_title(document: &Document, view: &View<'_>, body: &[Span]) -> usize {
    let Some(title) = document.field_span(Field::Title) else { return 0 };
    let mut rest = bare(title.of(document.text())).peekable();
    for (number, &paragraph) in body.iter().take(MOST_TITLE_LINES).enumerate() {
        for character in bare(view.to_text(paragraph).of(document.text())) {
            if rest.next() != Some(character) {
                return 0;
            }
        }
        if rest.peek().is_none() {
            return number + 1;
        }
    }
    0
}

/// The letters and digits of a text.
fn bare(text: &str) -> impl Iterator<Item = char> {
    // Han characters are nearly all, and the table of all letters is searched slowly.
    text.chars().filter(|&character| is_han(character) || character.is_alphanumeric())
}
