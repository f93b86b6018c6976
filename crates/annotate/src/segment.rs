//! Words: those of the dictionary, asked for stretch by stretch, and tokens that respect the decided mentions.

use std::cell::RefCell;
use std::sync::OnceLock;

use bangjiao_document::{Mention, Span, Token};
use bangjiao_lexicon::Lexicon;
use jieba_rs::Jieba;

use crate::dictionary::{Dictionary, Entry, Workspace, joins};
use crate::layout::Layout;
use crate::part_of_speech::{PARTS_OF_SPEECH, UNKNOWN, number};
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
    dictionary: Dictionary,
    /// jieba itself, with its model for unknown words, once tokens are wanted.
    tokenizer: OnceLock<Jieba>,
}

/// A word that the source of the dictionary has more often is a word, whatever else it may be.
pub(crate) const COMMON: u32 = 20;

/// A word of more characters hardly ever stands across a border that a tagger asks about.
const LONGEST_WORD: usize = 4;

impl Segmenter {
    /// Loads the dictionary.
    pub fn new() -> Self {
        Segmenter { dictionary: Dictionary::new(), tokenizer: OnceLock::new() }
    }

    /// Loads the dictionary, with the parts of speech that a lexicon corrects.
    pub(crate) fn corrected_by(lexicon: &Lexicon) -> Self {
        let mut segmenter = Segmenter::new();
        for row in lexicon.parts_of_speech() {
            segmenter.dictionary.correct(&row.word, number(&row.part_of_speech));
        }
        segmenter
    }

    /// Whether a word of the dictionary, of at most [`LONGEST_WORD`] characters, stands across an offset.
    fn crosses(&self, text: &str, at: usize) -> bool {
        let (before, after) = text.split_at(at);
        let starts = before.char_indices().rev().take(LONGEST_WORD - 1).map(|(start, _)| start);
        starts.enumerate().any(|(number, start)| {
            let ends = after.char_indices().take(LONGEST_WORD - 1 - number);
            ends.map(|(end, last)| at + end + last.len_utf8())
                .any(|end| self.dictionary.entry(&text[start..end]).is_word())
        })
    }

    /// Whether the source of the dictionary has a word so often that it is one, whatever else it may be.
    pub(crate) fn is_common(&self, word: &str) -> bool {
        self.dictionary.frequency(self.dictionary.entry(word).class) > COMMON
    }

    /// The tokens of all sentences, in order; none crosses the border of an outermost mention of a name.
    ///
    /// Every character that is no white space lies in exactly one token.
    pub(crate) fn tokens(&self, view: &View<'_>, layout: &Layout, mentions: &[Mention]) -> Vec<Token> {
        let jieba = self.tokenizer.get_or_init(Jieba::new);
        let mut borders: Vec<u32> = mentions
            .iter()
            .filter(|mention| mention.within.is_none())
            .flat_map(|mention| [mention.span.start, mention.span.end])
            .collect();
        borders.sort_unstable();
        borders.dedup();
        let mut tokens = Vec::new();
        for (sentence, block) in layout.sentences.iter().enumerate() {
            for piece in pieces(block.span, &borders) {
                for tag in jieba.tag(piece.of(view.text()), true) {
                    if !tag.word.trim().is_empty() {
                        let (start, end) = (narrow(tag.byte_start), narrow(tag.byte_end));
                        let span = Span::new(piece.start + start, piece.start + end);
                        tokens.push(Token {
                            span: view.to_text(span),
                            sentence: narrow(sentence),
                            pos: PARTS_OF_SPEECH[usize::from(number(tag.tag))],
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
        let jieba = self.tokenizer.get_or_init(Jieba::new);
        let text = sentence.text();
        let mut words = Vec::with_capacity(text.len() / 5);
        for piece in pieces(Span::from_usize(0, text.len()), borders) {
            let cut = jieba.cut(piece.of(text), true).into_iter();
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

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The words of one document; a stretch between punctuation marks is cut when a tagger first asks about it.
///
/// Such stretches are cut independently of each other, so the words are those of the whole text. They are the
/// dictionary's only: jieba's model for unknown words joins single characters (俄|日不|具备), and what is unknown is
/// what the taggers decide.
pub(crate) struct LazyWords<'d> {
    segmenter: &'d Segmenter,
    text: &'d str,
    cut: RefCell<Cut>,
    /// Names and dates that are certain, sorted: no word crosses their borders.
    fixed: RefCell<Vec<Span>>,
}

/// A word of the text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    /// Where it stands.
    pub span: Span,
    /// What the dictionary says of it.
    pub entry: Entry,
}

/// What was cut.
#[derive(Default)]
struct Cut {
    /// For each byte of the text what stands there; empty until something is asked.
    slots: Vec<Slot>,
    /// From the first to the last byte of what was cut.
    reached: Span,
    workspace: Workspace,
}

/// The span from the first to the last byte of two; an empty one is none.
fn hull(one: Span, other: Span) -> Span {
    if one.is_empty() { other } else { Span::new(one.start.min(other.start), one.end.max(other.end)) }
}

/// A byte of the text: not cut, or the first of a word, or the first of another character of a word.
///
/// From the low end a word has its length in bytes (12 bits), its part of speech (6), its class (13) and the highest
/// bit; another character has its distance from the word's beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Slot(u32);

impl Slot {
    const IS_WORD: u32 = 1 << 31;
    /// Stands for itself and all greater lengths.
    const LONGEST: u32 = (1 << 12) - 1;

    fn word(length: u32, entry: Entry) -> Self {
        let entry = u32::from(entry.part_of_speech) << 12 | u32::from(entry.class) << 18;
        Slot(length.min(Slot::LONGEST) | entry | Slot::IS_WORD)
    }

    fn is_cut(self) -> bool {
        self.0 != 0
    }

    fn is_word(self) -> bool {
        self.0 & Slot::IS_WORD != 0
    }

    /// Its length, unless it is too long for a slot.
    fn length(self) -> Option<u32> {
        Some(self.0 & Slot::LONGEST).filter(|&length| length < Slot::LONGEST)
    }

    fn entry(self) -> Entry {
        let part = |from: u32, bits: u32| u16::try_from(self.0 >> from & ((1 << bits) - 1)).unwrap_or(0);
        Entry { class: part(18, 13), part_of_speech: u8::try_from(part(12, 6)).unwrap_or(UNKNOWN) }
    }
}

impl<'d> LazyWords<'d> {
    /// Nothing is cut yet.
    pub fn new(segmenter: &'d Segmenter, text: &'d str) -> Self {
        LazyWords { segmenter, text, cut: RefCell::default(), fixed: RefCell::default() }
    }

    /// Makes the borders of spans borders of words; of spans that overlap (韩国|庆 and 国庆 in 韩国庆尚北道) the first counts.
    pub fn fix(&self, spans: impl IntoIterator<Item = Span>) {
        let mut fixed = self.fixed.borrow_mut();
        fixed.extend(spans);
        fixed.sort_unstable();
        let mut reached = 0;
        fixed.retain(|span| {
            let is_free = span.start >= reached;
            reached = if is_free { span.end } else { reached };
            is_free
        });
        let mut cut = self.cut.borrow_mut();
        let reached = std::mem::take(&mut cut.reached);
        cut.slots[reached.range()].fill(Slot::default());
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

    /// The slot of a character; its stretch is cut unless it was.
    #[inline]
    fn slot(&self, at: u32) -> Slot {
        let slot = self.cut.borrow().slots.get(at as usize).copied().unwrap_or_default();
        if slot.is_cut() { slot } else { self.cut_at(at) }
    }

    /// Cuts the stretch in which a view offset stands; the slot there.
    #[cold]
    fn cut_at(&self, at: u32) -> Slot {
        let limits = self.between_fixed(at);
        let (before, after) =
            (Span::new(limits.start, at).of(self.text), Span::new(at, limits.end).of(self.text));
        let mut cut = self.cut.borrow_mut();
        let Cut { slots, reached, workspace } = &mut *cut;
        if slots.is_empty() {
            slots.resize(self.text.len(), Slot::default());
        }
        let length = after.len() - after.trim_start_matches(joins).len();
        if length == 0 {
            // A mark stands by itself.
            let mark = after.chars().next().map_or(1, char::len_utf8);
            *reached = hull(*reached, Span::new(at, at + 1));
            slots[at as usize] = Slot::word(narrow(mark), Entry::unknown(UNKNOWN));
            return slots[at as usize];
        }
        let start = at as usize - (before.len() - before.trim_end_matches(joins).len());
        let stretch = &self.text[start..at as usize + length];
        *reached = hull(*reached, Span::from_usize(start, at as usize + length));
        let slots = &mut slots[start..];
        self.segmenter.dictionary.cut(stretch, workspace, |from, to, entry| {
            slots[from as usize] = Slot::word(to - from, entry);
            // Bytes inside characters are never asked about, and cheaper to fill than to pass over.
            for (slot, inside) in slots[from as usize + 1..to as usize].iter_mut().zip(1..) {
                *slot = Slot(inside);
            }
        });
        slots[at as usize - start]
    }

    /// The word at whose beginning a slot stands, and its end.
    fn end(&self, start: u32, slot: Slot) -> u32 {
        let by_walking = || {
            let rest = self.text[start as usize..].char_indices().skip(1);
            let mut inside =
                rest.map(|(at, _)| start + narrow(at)).skip_while(|&at| !self.slot(at).is_word());
            inside.next().unwrap_or(narrow(self.text.len()))
        };
        slot.length().map_or_else(by_walking, |length| start + length)
    }

    /// Whether a word begins or ends at a view offset.
    #[inline]
    pub fn is_border(&self, at: u32) -> bool {
        if at == 0 || at as usize >= self.text.len() || self.slot(at).is_word() {
            return true;
        }
        // A long word, or letters and digits: whether anything shorter holds the characters together.
        let word = self.word_at(at);
        let is_short = word.is_some_and(|word| {
            self.slot(word.start).entry().class != 0 && word.of(self.text).chars().nth(LONGEST_WORD).is_none()
        });
        !is_short && !self.segmenter.crosses(self.text, at as usize)
    }

    /// The word in which a view offset stands; `None` at the end of the text.
    #[inline]
    pub fn word_at(&self, at: u32) -> Option<Span> {
        self.word(at).map(|word| word.span)
    }

    /// The same, with what the dictionary says of it.
    #[inline]
    pub fn word(&self, at: u32) -> Option<Word> {
        if at as usize >= self.text.len() {
            return None;
        }
        let (mut start, mut slot) = (at, self.slot(at));
        if !slot.is_word() {
            start -= slot.0;
            slot = self.slot(start);
        }
        Some(Word { span: Span::new(start, self.end(start, slot)), entry: slot.entry() })
    }

    /// Whether the dictionary holds a span as a word, whatever the text is cut into.
    pub fn is_word(&self, span: Span) -> bool {
        self.segmenter.dictionary.entry(span.of(self.text)).is_word()
    }

    /// Whether the word that begins at a view offset is a preposition, conjunction, adverb or particle.
    pub fn is_function_word(&self, at: u32) -> bool {
        let word = self.word_at(at);
        word.is_some_and(|word| matches!(self.part_of_speech(word), "p" | "c" | "d" | "u" | "uj" | "ul"))
    }

    /// What the dictionary says of the word that a span covers.
    fn entry(&self, word: Span) -> Entry {
        if (word.start as usize) < self.text.len() {
            let slot = self.slot(word.start);
            if slot.is_word() && self.end(word.start, slot) == word.end {
                return slot.entry();
            }
        }
        let surface = word.of(self.text);
        let mut only = None;
        self.segmenter.dictionary.cut(surface, &mut Workspace::default(), |from, to, entry| {
            if from == 0 && to as usize == surface.len() {
                only = Some(entry);
            }
        });
        only.unwrap_or(Entry::unknown(UNKNOWN))
    }

    /// The part of speech of the word that a span covers; `x` if the dictionary does not hold it as one.
    pub fn part_of_speech(&self, word: Span) -> &'static str {
        self.entry(word).tag()
    }

    /// How often the dictionary's source has the word that a span covers; 1 where it is no word of it.
    pub fn frequency(&self, word: Span) -> u32 {
        self.frequency_of(self.entry(word))
    }

    /// How often the dictionary's source has a word; 1 where it is no word of it.
    pub fn frequency_of(&self, entry: Entry) -> u32 {
        self.segmenter.dictionary.frequency(entry.class)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &LazyWords<'_>) -> String {
        let mut at = 0;
        let mut cut = String::new();
        while let Some(word) = words.word_at(at) {
            assert!(words.is_border(word.start) && words.is_border(word.end));
            cut += word.of(words.text);
            cut += &format!("/{} ", words.part_of_speech(word));
            at = word.end;
        }
        cut
    }

    #[test]
    fn words_end_at_marks_and_at_fixed_borders() {
        let segmenter = Segmenter::new();
        let lazy = LazyWords::new(&segmenter, "中华人民共和国，訚1996年AB型é");
        assert_eq!(words(&lazy), "中华人民共和国/ns ，/x 訚/x 1996/m 年/m AB型/n é/x ");
        lazy.fix([Span::new(6, 12), Span::new(24, 27)]);
        assert_eq!(words(&lazy), "中华/nz 人民/n 共和国/ns ，/x 訚/x 1996/m 年/m AB型/n é/x ");
        assert_eq!(lazy.part_of_speech(Span::new(0, 21)), "ns");
        assert_eq!(lazy.part_of_speech(Span::new(0, 6)), "nz");
        assert_eq!(lazy.part_of_speech(Span::new(0, 9)), "x");
    }

    #[test]
    fn a_border_is_where_no_short_word_stands_across() {
        let segmenter = Segmenter::new();
        let lazy = LazyWords::new(&segmenter, "中华人民共和国1996");
        assert_eq!(lazy.word_at(9), Some(Span::new(0, 21)));
        // 华人 and 人民 stand across, 人民|共和国 has nothing shorter than the whole.
        let borders: Vec<u32> = (0..8).map(|number| number * 3).filter(|&at| lazy.is_border(at)).collect();
        assert_eq!(borders, [0, 12, 21]);
        // Digits are one word, but nothing of the dictionary holds them together.
        assert!(lazy.is_border(22));
    }

    #[test]
    fn a_word_too_long_for_its_slot_keeps_its_length() {
        let segmenter = Segmenter::new();
        let text = "国".to_owned() + &"9".repeat(10_000) + "年";
        let lazy = LazyWords::new(&segmenter, &text);
        assert_eq!(lazy.word_at(6_000), Some(Span::new(3, 10_003)));
        assert_eq!(lazy.word_at(10_003), Some(Span::new(10_003, 10_006)));
    }
}
