//! Paragraphs, sentences and zones of a view.

use bangjiao_document::{Document, Field, Paragraph, Sentence, Span, Zone};

use crate::scan::Hits;
use crate::view::View;
use crate::zones::ZoneRules;

/// A paragraph or sentence in view offsets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Block {
    /// Where it stands in the view, white space around it left out.
    pub span: Span,
    /// Its field.
    pub field: Field,
    /// Number of its paragraph, from 0; its own for a paragraph.
    pub paragraph: u32,
    /// What kind of text it is; `text` for a paragraph.
    pub zone: Zone,
}

/// How a document's view is divided.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    /// Paragraphs in order.
    pub paragraphs: Vec<Block>,
    /// Sentences in order.
    pub sentences: Vec<Block>,
}

/// A surface with white space inside must have this many bytes (three Han characters): 国 英 in a spaced list is no name.
const SHORTEST_WITH_GAP: u32 = 9;

impl Layout {
    /// Divides the view and takes out of `hits` those that white space forbids.
    pub fn new(document: &Document, view: &View<'_>, hits: &mut Hits, rules: &ZoneRules) -> Self {
        if view.has_gaps() {
            hits.retain(|span| span.len() >= SHORTEST_WITH_GAP || view.gaps_within(span).is_empty());
        }
        let mut layout = Layout::default();
        for &(field, printed) in document.fields() {
            let span = Span::new(view.view_offset(printed.start), view.view_offset(printed.end));
            if field == Field::Body {
                layout.body(view, span);
            } else {
                layout.paragraph(view, field, span);
            }
        }
        let body: Vec<Span> = layout
            .paragraphs
            .iter()
            .filter(|block| block.field == Field::Body)
            .map(|block| block.span)
            .collect();
        let zones = rules.zones(document, view, &body);
        layout.split(view.text(), &zones);
        layout
    }

    fn paragraph(&mut self, view: &View<'_>, field: Field, span: Span) {
        let span = trim(view.text(), span);
        if !span.is_empty() {
            let number = narrow(self.paragraphs.len());
            self.paragraphs.push(Block { span, field, paragraph: number, zone: Zone::Text });
        }
    }

    fn body(&mut self, view: &View<'_>, span: Span) {
        let mut start = span.start;
        let breaks = memchr::memchr_iter(b'\n', &view.text().as_bytes()[span.range()]);
        for end in breaks.map(|at| span.start + narrow(at)).chain([span.end]) {
            self.paragraph(view, Field::Body, Span::new(start, end));
            start = end;
        }
    }

    /// Cuts paragraphs into sentences at their ends and at the borders of zones.
    fn split(&mut self, text: &str, zones: &[(Span, Zone)]) {
        let ends = sentence_ends(text);
        let (mut next_end, mut next_zone) = (0, 0);
        for paragraph in &self.paragraphs {
            let mut at = paragraph.span.start;
            let mut push = |from: u32, to: u32, zone: Zone| {
                let span = trim(text, Span::new(from, to));
                if !span.is_empty() {
                    self.sentences.push(Block { span, zone, ..*paragraph });
                }
            };
            while at < paragraph.span.end {
                while zones.get(next_zone).is_some_and(|(span, _)| span.end <= at) {
                    next_zone += 1;
                }
                let (zone_end, zone) = match zones.get(next_zone) {
                    Some(&(span, zone)) if span.start <= at => (span.end.min(paragraph.span.end), zone),
                    Some(&(span, _)) => (span.start.min(paragraph.span.end), Zone::Text),
                    None => (paragraph.span.end, Zone::Text),
                };
                if zone != Zone::Text || paragraph.field != Field::Body {
                    push(at, zone_end, zone);
                    at = zone_end;
                    continue;
                }
                while ends.get(next_end).is_some_and(|&end| end <= at) {
                    next_end += 1;
                }
                let end = ends.get(next_end).copied().unwrap_or(u32::MAX).min(zone_end);
                push(at, end, zone);
                at = end;
            }
        }
    }

    /// The paragraphs in offsets of the text.
    pub fn paragraphs_in_text(&self, view: &View<'_>) -> Vec<Paragraph> {
        self.paragraphs
            .iter()
            .map(|block| Paragraph { span: view.to_text(block.span), field: block.field })
            .collect()
    }

    /// The sentences in offsets of the text.
    pub fn sentences_in_text(&self, view: &View<'_>) -> Vec<Sentence> {
        self.sentences
            .iter()
            .map(|block| Sentence {
                span: view.to_text(block.span),
                paragraph: block.paragraph,
                field: block.field,
                zone: block.zone,
            })
            .collect()
    }

    /// Number of the sentence in which a view offset stands.
    pub fn sentence_at(&self, at: u32) -> usize {
        self.sentences.partition_point(|sentence| sentence.span.start <= at).saturating_sub(1)
    }
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn trim(text: &str, span: Span) -> Span {
    let inside = span.of(text);
    let start = span.start + narrow(inside.len() - inside.trim_start().len());
    Span::new(start, start + narrow(inside.trim().len()))
}

const CLOSING: [char; 9] = ['”', '’', '」', '』', '）', ')', '】', '》', '〕'];

/// Whether a sentence ends before a position, by the bytes there: 。！？!?
fn ends_before(bytes: &[u8], at: usize) -> bool {
    matches!(&bytes[..at], [.., 0xE3, 0x80, 0x82] | [.., 0xEF, 0xBC, 0x81 | 0x9F] | [.., b'!' | b'?'])
}

/// Byte offsets after the end of each sentence, closing quotes and brackets included.
fn sentence_ends(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    let mut sentence_ends: Vec<u32> = Vec::with_capacity(text.len() / 120);
    let mut reached = 0;
    let mut end_at = |end: usize| {
        if end <= reached || !ends_before(bytes, end) {
            return;
        }
        let rest = &text[end..];
        let more = rest.len()
            - rest
                .trim_start_matches(|c| CLOSING.contains(&c) || ['。', '！', '？', '!', '?'].contains(&c))
                .len();
        reached = end + more;
        sentence_ends.push(narrow(reached));
    };
    if memchr::memchr2(b'!', b'?', bytes).is_some() {
        (1..=bytes.len()).for_each(&mut end_at);
    } else {
        // The marks begin with one of two bytes, which few other characters begin with.
        memchr::memchr2_iter(0xE3, 0xEF, bytes).for_each(|at| end_at((at + 3).min(bytes.len())));
    }
    sentence_ends
}
