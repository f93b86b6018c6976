//! Words: jieba's segmentation, asked for sentence by sentence, and tokens that respect the decided mentions.

use std::cell::RefCell;

use bangjiao_document::{Mention, Span, Token};
use jieba_rs::Jieba;

use crate::layout::Layout;
use crate::view::View;

/// Cuts text into words with jieba's built-in dictionary.
///
/// ```
/// use bangjiao_annotate::{Segmenter, View};
/// use bangjiao_document::Field;
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// let sentence = "美国会通过决议";
/// let view = View::of_sentence(sentence, Field::Body, lexicon.fold());
/// // 美 is a mention, so its end is a border of words; 国会 is a word.
/// let words = Segmenter::new().words_of_sentence(&view, &[0, 3]);
/// let words: Vec<&str> = words.into_iter().map(|span| span.of(view.text())).collect();
/// assert_eq!(words, ["美", "国会", "通过", "决议"]);
/// ```
pub struct Segmenter {
    jieba: Jieba,
}

/// The parts of speech of jieba's dictionary; a tag outside the list becomes `x`.
const PARTS_OF_SPEECH: [&str; 60] = [
    "a", "ad", "ag", "an", "b", "c", "d", "df", "dg", "e", "eng", "f", "g", "h", "i", "j", "k", "l", "m",
    "mg", "mq", "n", "ng", "nr", "nrfg", "nrt", "ns", "nt", "nz", "o", "p", "q", "r", "rg", "rr", "rz", "s",
    "t", "tg", "u", "ud", "ug", "uj", "ul", "uv", "uz", "v", "vd", "vg", "vi", "vn", "vq", "w", "x", "y",
    "z", "zg", "nl", "vl", "al",
];

/// A word of more characters hardly ever stands across a border that a tagger asks about.
const LONGEST_WORD: usize = 4;

impl Segmenter {
    /// Loads the dictionary.
    ///
    /// # Complexity
    /// A quarter of a second; build one and share it.
    pub fn new() -> Self {
        Segmenter { jieba: Jieba::new() }
    }

    /// Byte offsets after each word of `text`, moved on by `base`, and the words' parts of speech.
    ///
    /// Words of the dictionary only: the model for unknown words joins single characters (俄|日不|具备), and what is
    /// unknown is what the taggers decide.
    fn dictionary_words<'d>(&'d self, text: &'d str, base: u32) -> (Vec<u32>, Vec<&'d str>) {
        let tags = self.jieba.tag(text, false);
        tags.iter().map(|tag| (base + narrow(tag.byte_end), tag.tag)).unzip()
    }

    /// Whether a word of the dictionary, of at most [`LONGEST_WORD`] characters, stands across an offset.
    fn crosses(&self, text: &str, at: usize) -> bool {
        let (before, after) = text.split_at(at);
        let starts = before.char_indices().rev().take(LONGEST_WORD - 1).map(|(start, _)| start);
        starts.enumerate().any(|(number, start)| {
            let ends = after.char_indices().take(LONGEST_WORD - 1 - number);
            ends.map(|(end, last)| at + end + last.len_utf8())
                .any(|end| self.jieba.has_word(&text[start..end]))
        })
    }

    /// The part of speech of one word; `x` if the dictionary does not hold it as one.
    pub(crate) fn part_of_speech(&self, word: &str) -> &'static str {
        match self.jieba.tag(word, false).as_slice() {
            [only] => known(only.tag),
            _ => "x",
        }
    }

    /// How often the dictionary's source has a word; 1 where it is no word of it.
    pub(crate) fn frequency(&self, word: &str) -> usize {
        if self.jieba.has_word(word) { self.jieba.suggest_freq(word) } else { 1 }
    }

    /// The tokens of all sentences, in order; none crosses the border of an outermost mention of a name.
    ///
    /// Every character that is no white space lies in exactly one token.
    pub(crate) fn tokens(&self, view: &View<'_>, layout: &Layout, mentions: &[Mention]) -> Vec<Token> {
        let mut borders: Vec<u32> = mentions
            .iter()
            .filter(|mention| mention.within.is_none())
            .flat_map(|mention| [mention.span.start, mention.span.end])
            .collect();
        borders.sort_unstable();
        borders.dedup();
        let mut tokens = Vec::new();
        for (number, sentence) in layout.sentences.iter().enumerate() {
            for piece in pieces(sentence.span, &borders) {
                for tag in self.jieba.tag(piece.of(view.text()), true) {
                    if !tag.word.trim().is_empty() {
                        let (start, end) = (narrow(tag.byte_start), narrow(tag.byte_end));
                        let span = Span::new(piece.start + start, piece.start + end);
                        tokens.push(Token {
                            span: view.to_text(span),
                            sentence: narrow(number),
                            pos: known(tag.tag),
                        });
                    }
                }
            }
        }
        tokens
    }

    /// The words of one sentence, in view offsets, white space left out; none crosses one of the `borders`, which are
    /// sorted view offsets.
    ///
    /// With the borders of the outermost mentions they are the tokens that [`Tokens::Keep`](crate::Tokens::Keep) gives.
    pub fn words_of_sentence(&self, sentence: &View<'_>, borders: &[u32]) -> Vec<Span> {
        let text = sentence.text();
        let mut words = Vec::with_capacity(text.len() / 5);
        for piece in pieces(Span::from_usize(0, text.len()), borders) {
            let cut = self.jieba.cut(piece.of(text), true).into_iter();
            let cut = cut.filter(|token| !token.word.trim().is_empty());
            words.extend(cut.map(|token| {
                Span::new(piece.start + narrow(token.byte_start), piece.start + narrow(token.byte_end))
            }));
        }
        words
    }
}

impl Default for Segmenter {
    fn default() -> Self {
        Self::new()
    }
}

/// The parts of a span between borders that are sorted.
fn pieces(whole: Span, borders: &[u32]) -> impl Iterator<Item = Span> {
    let first = borders.partition_point(|&border| border <= whole.start);
    let inside = borders[first..].iter().copied().take_while(move |&border| border < whole.end);
    inside.chain([whole.end]).scan(whole.start, |from, to| {
        let piece = Span::new(*from, to);
        *from = to;
        Some(piece)
    })
}

fn known(tag: &str) -> &'static str {
    PARTS_OF_SPEECH.iter().find(|known| **known == tag).copied().unwrap_or("x")
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The words of one document; a stretch between punctuation marks is cut when a tagger first asks about it.
///
/// jieba cuts such stretches independently of each other, so the words are those of the whole sentence. Taggers work
/// on characters and ask for words only where a candidate needs them, so most of a text is never cut.
pub(crate) struct LazyWords<'d> {
    segmenter: &'d Segmenter,
    text: &'d str,
    stretches: RefCell<Vec<Stretch<'d>>>,
    /// Names and dates that are certain, sorted: no word crosses their borders.
    fixed: RefCell<Vec<Span>>,
}

/// A stretch that was cut.
struct Stretch<'d> {
    span: Span,
    /// Byte offsets after each word.
    borders: Vec<u32>,
    /// The part of speech of each word.
    parts_of_speech: Vec<&'d str>,
}

/// Whether jieba keeps a character together with its neighbours: Han, letters, digits and a few signs.
///
/// # Source
/// The default character class of jieba's segmentation: `[\u4E00-\u9FD5a-zA-Z0-9+#&\._%\-]`, with its extensions.
fn joins(character: char) -> bool {
    matches!(character, '\u{4E00}'..='\u{9FFF}')
        || !matches!(character, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FF0F}')
            && character.is_alphanumeric()
        || matches!(character, '+' | '#' | '&' | '.' | '_' | '%' | '-')
}

impl<'d> LazyWords<'d> {
    /// Nothing is cut yet.
    pub fn new(segmenter: &'d Segmenter, text: &'d str) -> Self {
        LazyWords { segmenter, text, stretches: RefCell::default(), fixed: RefCell::default() }
    }

    /// Makes the borders of spans borders of words; `spans` do not overlap each other or earlier ones.
    pub fn fix(&self, spans: impl IntoIterator<Item = Span>) {
        let mut fixed = self.fixed.borrow_mut();
        fixed.extend(spans);
        fixed.sort_unstable();
        self.stretches.borrow_mut().clear();
    }

    /// The part of the text between fixed spans, or the fixed span, in which a view offset stands.
    fn between_fixed(&self, at: u32) -> Span {
        let fixed = self.fixed.borrow();
        let next = fixed.partition_point(|span| span.end <= at);
        let start = next.checked_sub(1).map_or(0, |before| fixed[before].end);
        match fixed.get(next) {
            Some(span) if span.start <= at => *span,
            Some(span) => Span::new(start, span.start),
            None => Span::new(start, narrow(self.text.len())),
        }
    }

    /// Asks about the stretch in which a view offset stands.
    fn with<T>(&self, at: u32, ask: impl Fn(&Stretch<'d>) -> T) -> T {
        let mut stretches = self.stretches.borrow_mut();
        let next = stretches.partition_point(|stretch| stretch.span.end <= at);
        if let Some(known) = stretches.get(next).filter(|stretch| stretch.span.start <= at) {
            return ask(known);
        }
        let limits = self.between_fixed(at);
        let before = &self.text[limits.start as usize..at as usize];
        let after = &self.text[at as usize..limits.end as usize];
        let start = at - narrow(before.len() - before.trim_end_matches(joins).len());
        let length = after.len() - after.trim_start_matches(joins).len();
        // A mark stands by itself.
        let end = at + narrow(length.max(after.chars().next().map_or(0, char::len_utf8)));
        let span = Span::new(start, end);
        let (borders, parts_of_speech) = self.segmenter.dictionary_words(span.of(self.text), start);
        let stretch = Stretch { span, borders, parts_of_speech };
        let answer = ask(&stretch);
        stretches.insert(next, stretch);
        answer
    }

    /// Whether a word begins or ends at a view offset.
    pub fn is_border(&self, at: u32) -> bool {
        let (before, after) = self.text.split_at(at as usize);
        // The ends of a stretch are known without cutting it.
        if !before.ends_with(joins) || !after.starts_with(joins) || self.between_fixed(at).start == at {
            return true;
        }
        // Where no word of the dictionary stands across, nothing needs to be cut.
        !self.segmenter.crosses(self.text, at as usize)
            || self.with(at, |stretch| stretch.borders.binary_search(&at).is_ok())
    }

    /// The word in which a view offset stands; `None` at the end of the text.
    pub fn word_at(&self, at: u32) -> Option<Span> {
        if at as usize >= self.text.len() {
            return None;
        }
        self.with(at, |stretch| {
            let next = stretch.borders.partition_point(|&border| border <= at);
            let start = next.checked_sub(1).map_or(stretch.span.start, |before| stretch.borders[before]);
            stretch.borders.get(next).map(|&end| Span::new(start, end))
        })
    }

    /// Whether the dictionary holds a span as a word, whatever the text is cut into.
    pub fn is_word(&self, span: Span) -> bool {
        self.segmenter.jieba.has_word(span.of(self.text))
    }

    /// Whether the word that begins at a view offset is a preposition, conjunction, adverb or particle.
    pub fn is_function_word(&self, at: u32) -> bool {
        let word = self.word_at(at);
        word.is_some_and(|word| matches!(self.part_of_speech(word), "p" | "c" | "d" | "u" | "uj" | "ul"))
    }

    /// The part of speech of the word that a span covers; `x` if the dictionary does not hold it.
    pub fn part_of_speech(&self, word: Span) -> &'d str {
        let cut = self.with(word.start, |stretch| {
            let number = stretch.borders.binary_search(&word.end).ok()?;
            let start = number.checked_sub(1).map_or(stretch.span.start, |before| stretch.borders[before]);
            (start == word.start).then(|| stretch.parts_of_speech[number])
        });
        cut.unwrap_or_else(|| self.segmenter.part_of_speech(word.of(self.text)))
    }

    /// Whether the dictionary has the characters of a span as one word; nothing is cut.
    pub fn is_in_dictionary(&self, span: Span) -> bool {
        self.segmenter.jieba.has_word(span.of(self.text))
    }

    /// How often the dictionary's source has the word that a span covers; 1 where it is no word of it.
    pub fn frequency(&self, word: Span) -> usize {
        self.segmenter.frequency(word.of(self.text))
    }
}
