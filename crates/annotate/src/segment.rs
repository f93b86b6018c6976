//! Words: jieba's segmentation, asked for sentence by sentence, and tokens that respect the decided mentions.

use std::cell::OnceCell;

use bangjiao_document::{Mention, Span, Token};
use jieba_rs::Jieba;

use crate::layout::Layout;
use crate::view::View;

/// Cuts text into words with jieba's built-in dictionary.
pub(crate) struct Segmenter {
    jieba: Jieba,
}

/// The parts of speech of jieba's dictionary; a tag outside the list becomes `x`.
const PARTS_OF_SPEECH: [&str; 60] = [
    "a", "ad", "ag", "an", "b", "c", "d", "df", "dg", "e", "eng", "f", "g", "h", "i", "j", "k", "l", "m",
    "mg", "mq", "n", "ng", "nr", "nrfg", "nrt", "ns", "nt", "nz", "o", "p", "q", "r", "rg", "rr", "rz", "s",
    "t", "tg", "u", "ud", "ug", "uj", "ul", "uv", "uz", "v", "vd", "vg", "vi", "vn", "vq", "w", "x", "y",
    "z", "zg", "nl", "vl", "al",
];

impl Segmenter {
    /// Loads the dictionary.
    ///
    /// # Complexity
    /// A quarter of a second; build one and share it.
    pub fn new() -> Self {
        Segmenter { jieba: Jieba::new() }
    }

    /// Byte offsets after each word of `text`, moved on by `base`.
    fn borders(&self, text: &str, base: u32) -> Vec<u32> {
        self.jieba.cut(text, true).iter().map(|token| base + narrow(token.byte_end)).collect()
    }

    /// The part of speech of one word; `x` if the dictionary does not hold it as one.
    pub fn part_of_speech(&self, word: &str) -> &'static str {
        match self.jieba.tag(word, false).as_slice() {
            [only] => known(only.tag),
            _ => "x",
        }
    }

    /// The tokens of all sentences, in order; none crosses the border of an outermost mention of a name.
    ///
    /// Every character that is no white space lies in exactly one token.
    pub fn tokens(&self, view: &View<'_>, layout: &Layout, mentions: &[Mention]) -> Vec<Token> {
        let mut borders: Vec<u32> = mentions
            .iter()
            .filter(|mention| mention.within.is_none())
            .flat_map(|mention| [mention.span.start, mention.span.end])
            .collect();
        borders.sort_unstable();
        borders.dedup();
        let mut tokens = Vec::new();
        for (number, sentence) in layout.sentences.iter().enumerate() {
            let mut from = sentence.span.start;
            let first = borders.partition_point(|&border| border <= from);
            let inside = borders[first..].iter().copied().take_while(|&border| border < sentence.span.end);
            for to in inside.chain([sentence.span.end]) {
                for tag in self.jieba.tag(Span::new(from, to).of(view.text()), true) {
                    if !tag.word.trim().is_empty() {
                        let span = Span::new(from + narrow(tag.byte_start), from + narrow(tag.byte_end));
                        tokens.push(Token {
                            span: view.to_text(span),
                            sentence: narrow(number),
                            pos: known(tag.tag),
                        });
                    }
                }
                from = to;
            }
        }
        tokens
    }
}

fn known(tag: &str) -> &'static str {
    PARTS_OF_SPEECH.iter().find(|known| **known == tag).copied().unwrap_or("x")
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The words of one document; a sentence is cut when a tagger first asks about it.
///
/// Taggers work on characters and ask for words only where a candidate needs them, so most sentences are never cut.
pub(crate) struct SentenceWords<'d> {
    segmenter: &'d Segmenter,
    text: &'d str,
    layout: &'d Layout,
    borders: Vec<OnceCell<Vec<u32>>>,
}

impl<'d> SentenceWords<'d> {
    /// Nothing is cut yet.
    pub fn new(segmenter: &'d Segmenter, text: &'d str, layout: &'d Layout) -> Self {
        let borders = layout.sentences.iter().map(|_| OnceCell::new()).collect();
        SentenceWords { segmenter, text, layout, borders }
    }

    /// Cuts every sentence.
    pub fn cut_all(&self) {
        for sentence in &self.layout.sentences {
            self.sentence(sentence.span.start);
        }
    }

    fn sentence(&self, at: u32) -> Option<(Span, &[u32])> {
        let number = self.layout.sentence_at(at);
        let span = self.layout.sentences.get(number)?.span;
        let borders =
            self.borders[number].get_or_init(|| self.segmenter.borders(span.of(self.text), span.start));
        Some((span, borders))
    }

    /// Whether a word begins or ends at a view offset.
    pub fn is_border(&self, at: u32) -> bool {
        match self.sentence(at) {
            Some((span, borders)) => at <= span.start || at >= span.end || borders.binary_search(&at).is_ok(),
            None => true,
        }
    }

    /// The word in which a view offset stands.
    pub fn word_at(&self, at: u32) -> Option<Span> {
        let (span, borders) = self.sentence(at)?;
        let next = borders.partition_point(|&border| border <= at);
        let start = next.checked_sub(1).map_or(span.start, |before| borders[before]);
        borders.get(next).map(|&end| Span::new(start, end))
    }

    /// The part of speech of the word that a span covers; `x` if the dictionary does not hold it.
    pub fn part_of_speech(&self, word: Span) -> &'static str {
        self.segmenter.part_of_speech(word.of(self.text))
    }
}
