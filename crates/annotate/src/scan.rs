//! One pass over the view that finds every surface of every lexicon.

use bangjiao_document::{Form, Span};
use bangjiao_lexicon::{Fold, Lexicon, Usage};
use crawdad::Trie;
use rustc_hash::FxHashSet;

/// What a surface found by the scan may be: a row of a lexicon file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Entry {
    /// Row of `country_aliases`: a name or a side.
    Country(u32),
    /// First row of `country_aliases` that claims a character.
    Letter(u32),
    /// Row of `country_blockers`.
    Blocker(u32),
    /// Row of `people`.
    Person(u32),
    /// Row of `titles`.
    Title(u32),
    /// Row of `treaties`.
    Treaty(u32),
    /// Row of `document_nouns`.
    DocumentNoun(u32),
    /// Row of `organizations`.
    Organization(u32),
    /// Row of `places`.
    Place(u32),
    /// A word that a tagger asked for: number of the tagger's word list, number of the word.
    Word(u8, u16),
}

/// A surface found in the view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    /// Where it stands, in bytes of the view.
    pub span: Span,
    /// What it may be.
    pub entry: Entry,
}

/// Finds all surfaces at once; overlapping ones are all reported.
///
/// A trie is walked where two or three characters begin a surface, which [`Openings`] tells; most characters of a text begin none,
/// and single ones need no walk. An automaton would take a step for every character, and report by ends.
pub(crate) struct Scanner {
    openings: Openings,
    trie: Trie,
    surfaces: Vec<Surface>,
    entries: Vec<Entry>,
}

/// The surfaces of a view, by start, longer first.
#[derive(Debug, Default)]
pub(crate) struct Hits {
    /// All of them.
    pub all: Vec<Hit>,
    /// Head nouns and names of documents: few, and looked for in every article.
    pub documents: Vec<Hit>,
}

impl Hits {
    /// Leaves out surfaces by their spans.
    pub fn retain(&mut self, keeps: impl Fn(Span) -> bool) {
        self.all.retain(|hit| keeps(hit.span));
        self.documents.retain(|hit| keeps(hit.span));
    }
}

/// Adds the entries of a surface; those of shorter ones with the same start came before.
fn insert(hits: &mut Vec<Hit>, span: Span, entries: &[Entry]) {
    let shorter = hits.iter().rev().take_while(|hit| hit.span.start == span.start).count();
    let found = entries.iter().map(|&entry| Hit { span, entry });
    if shorter == 0 {
        hits.extend(found);
    } else {
        let place = hits.len() - shorter;
        hits.splice(place..place, found);
    }
}

/// A surface in the trie.
#[derive(Debug, Clone, Copy)]
struct Surface {
    /// Its length in bytes.
    length: u32,
    /// Where its entries begin and end.
    entries: (u32, u32),
    /// Whether one of them is a head noun or name of a document.
    of_document: bool,
}

/// Which characters are surfaces by themselves, and with which two and three characters longer ones begin.
struct Openings {
    /// For each character of the Basic Multilingual Plane the number of the surface that it is, or [`NO_SURFACE`].
    alone: Vec<u32>,
    /// A bit for each hash of two characters with which a surface begins: a table that stays in the first cache.
    pairs: Vec<u64>,
    /// The same of two that are a surface.
    whole_pairs: Vec<u64>,
    /// A bit for each hash of three characters with which a surface begins.
    threes: Vec<u64>,
}

const NO_SURFACE: u32 = u32::MAX;

impl Openings {
    /// Bits of the hash of two characters: 32 KiB for some 19,000 pairs, so that one in fourteen passes by chance.
    const PAIR_BITS: u32 = 18;

    /// Bits of the hash of three characters: 64 KiB for some 40,000, of which one in thirteen passes by chance.
    const THREE_BITS: u32 = 19;

    /// Reads the surfaces in the order of their numbers.
    fn new<'s>(surfaces: impl Iterator<Item = &'s str>) -> Self {
        let table = |bits: u32| vec![0_u64; (1 << bits) / 64];
        let mut openings = Openings {
            alone: vec![NO_SURFACE; 0x1_0000],
            pairs: table(Openings::PAIR_BITS),
            whole_pairs: table(Openings::PAIR_BITS),
            threes: table(Openings::THREE_BITS),
        };
        for (number, surface) in (0..).zip(surfaces) {
            let mut characters = surface.chars();
            match (characters.next(), characters.next()) {
                (Some(first), Some(second)) => {
                    let pair = Openings::pair(first, second);
                    set(&mut openings.pairs, pair);
                    match characters.next() {
                        Some(third) => set(&mut openings.threes, Openings::three(first, second, third)),
                        None => set(&mut openings.whole_pairs, pair),
                    }
                }
                (Some(only), None) => {
                    if let Some(alone) = openings.alone.get_mut(only as usize) {
                        *alone = number;
                    }
                }
                (None, _) => {}
            }
        }
        openings
    }

    fn pair(first: char, second: char) -> usize {
        let both = u32::from(first).wrapping_mul(0x9E37_79B1) ^ u32::from(second).wrapping_mul(0x85EB_CA6B);
        (both >> (32 - Openings::PAIR_BITS)) as usize
    }

    fn three(first: char, second: char, third: char) -> usize {
        let pair = u32::from(first).wrapping_mul(0x9E37_79B1) ^ u32::from(second).wrapping_mul(0x85EB_CA6B);
        let all = pair.rotate_left(13) ^ u32::from(third).wrapping_mul(0xC2B2_AE35);
        (all.wrapping_mul(0x9E37_79B1) >> (32 - Openings::THREE_BITS)) as usize
    }

    /// Whether a surface may begin with two characters, and the one behind them, if any.
    #[inline]
    fn may_begin(&self, first: char, second: char, third: impl Fn() -> Option<char>) -> bool {
        let pair = Openings::pair(first, second);
        is_set(&self.pairs, pair)
            && (is_set(&self.whole_pairs, pair)
                || third().is_some_and(|third| is_set(&self.threes, Openings::three(first, second, third))))
    }

    /// The surface that a character is by itself.
    #[inline]
    fn alone(&self, character: char) -> Option<u32> {
        self.alone.get(character as usize).copied().filter(|&number| number != NO_SURFACE)
    }
}

fn set(table: &mut [u64], bit: usize) {
    table[bit / 64] |= 1 << (bit % 64);
}

#[inline]
fn is_set(table: &[u64], bit: usize) -> bool {
    table.get(bit / 64).is_some_and(|bits| bits >> (bit % 64) & 1 == 1)
}

/// A surface of so many bytes (four Han characters) across a line break is no chance.
const PROOF_OF_STRAY_BREAK: usize = 12;

/// So many characters before and after a line break are searched for a name across it.
const LONGEST_BROKEN: usize = 24;

/// Words that a tagger wants to have found in the same pass.
pub(crate) struct WordList<'w> {
    /// Number by which the tagger knows its hits.
    pub number: u8,
    /// The words, numbered by position.
    pub words: &'w [&'w str],
}

impl Scanner {
    /// Collects the surfaces of a lexicon and builds the trie.
    pub fn new(lexicon: &Lexicon, lists: &[WordList<'_>]) -> Self {
        let mut patterns: Vec<(String, Entry)> = Vec::with_capacity(16_384);
        let fold = lexicon.fold();
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let mut add = |surface: &str, entry: Entry| {
            if !surface.is_empty() {
                patterns.push((fold.fold(surface).into_owned(), entry));
            }
        };
        let mut letters: FxHashSet<&str> = FxHashSet::default();
        for (at, alias) in lexicon.country_aliases().iter().enumerate() {
            let is_wanted = alias.is_metonym() && lexicon.policy().metonyms;
            if alias.usage == Usage::Off && !is_wanted {
                continue;
            }
            if alias.form == Form::Abbreviation {
                if alias.surface.chars().count() == 1 {
                    // The tagger knows the other rows that claim the letter; one hit for all of them is enough.
                    if letters.insert(&alias.surface) {
                        add(&alias.surface, Entry::Letter(number(at)));
                    }
                } else {
                    add(&alias.surface, Entry::Country(number(at)));
                }
            } else {
                add(&alias.surface, Entry::Country(number(at)));
            }
        }
        for (at, blocker) in lexicon.country_blockers().iter().enumerate() {
            add(&blocker.surface, Entry::Blocker(number(at)));
        }
        for (at, person) in lexicon.people().iter().enumerate() {
            for name in &person.surfaces {
                add(name, Entry::Person(number(at)));
            }
        }
        for (at, title) in lexicon.titles().iter().enumerate() {
            add(&title.title, Entry::Title(number(at)));
        }
        for (at, treaty) in lexicon.treaties().iter().enumerate() {
            for name in &treaty.surfaces {
                add(name, Entry::Treaty(number(at)));
            }
        }
        for (at, noun) in lexicon.document_nouns().iter().enumerate() {
            add(&noun.noun, Entry::DocumentNoun(number(at)));
        }
        for (at, organization) in lexicon.organizations().iter().enumerate() {
            for name in &organization.surfaces {
                add(name, Entry::Organization(number(at)));
            }
        }
        for (at, place) in lexicon.places().iter().enumerate() {
            for name in &place.surfaces {
                add(name, Entry::Place(number(at)));
            }
        }
        for list in lists {
            for (at, word) in list.words.iter().enumerate() {
                add(word, Entry::Word(list.number, u16::try_from(at).unwrap_or(u16::MAX)));
            }
        }
        patterns.sort();
        // A surface that differs from another only by script gives the same pair twice.
        patterns.dedup();
        // One surface in the trie, with all its entries.
        let mut surfaces: Vec<Surface> = Vec::with_capacity(patterns.len());
        let mut entries: Vec<Entry> = Vec::with_capacity(patterns.len());
        let mut records: Vec<(String, u32)> = Vec::with_capacity(patterns.len());
        for (surface, entry) in patterns {
            let at = number(entries.len());
            let of_document = matches!(entry, Entry::Treaty(_) | Entry::DocumentNoun(_));
            match (records.last(), surfaces.last_mut()) {
                (Some((last, _)), Some(known)) if *last == surface => {
                    known.entries.1 = at + 1;
                    known.of_document |= of_document;
                }
                _ => {
                    let length = number(surface.len());
                    surfaces.push(Surface { length, entries: (at, at + 1), of_document });
                    records.push((surface, number(records.len())));
                }
            }
            entries.push(entry);
        }
        let openings = Openings::new(records.iter().map(|(surface, _)| surface.as_str()));
        // Strings are ordered by bytes here and by characters there, which is the same in UTF-8.
        let trie = Trie::from_records(records).expect("surfaces are sorted, distinct and not empty");
        Scanner { openings, trie, surfaces, entries }
    }

    /// Whether a long name stands across the border of two stretches of text: the proof that a break there is stray.
    pub fn has_name_across(&self, fold: &Fold, before: &str, after: &str) -> bool {
        let from = before.char_indices().rev().take(LONGEST_BROKEN).last().map_or(0, |(at, _)| at);
        let to = after.char_indices().nth(LONGEST_BROKEN).map_or(after.len(), |(at, _)| at);
        let joined = fold.fold(&before[from..]).into_owned() + &fold.fold(&after[..to]);
        let border = before.len() - from;
        let is_name =
            |entry: &Entry| !matches!(entry, Entry::Blocker(_) | Entry::Word(..) | Entry::Letter(_));
        let mut found = false;
        self.each_surface(&joined, |start, surface| {
            let end = start + surface.length as usize;
            let across = start < border && border < end && surface.length as usize >= PROOF_OF_STRAY_BREAK;
            found |= across && self.entries(surface).first().is_some_and(is_name);
        });
        found
    }

    /// Every surface in the view, by start, longer first.
    ///
    /// # Complexity
    /// O(characters + hits), for surfaces of bounded length.
    pub fn scan(&self, view: &str) -> Hits {
        let mut hits = Hits { all: Vec::with_capacity(view.len() / 16), documents: Vec::new() };
        self.each_surface(view, |start, surface| {
            let span = Span::from_usize(start, start + surface.length as usize);
            let entries = self.entries(surface);
            insert(&mut hits.all, span, entries);
            if surface.of_document {
                insert(&mut hits.documents, span, entries);
            }
        });
        hits
    }

    fn entries(&self, surface: Surface) -> &[Entry] {
        let (from, to) = surface.entries;
        self.entries.get(from as usize..to as usize).unwrap_or(&[])
    }

    /// Calls `found` for every surface in a text, by start, shorter first.
    fn each_surface(&self, text: &str, mut found: impl FnMut(usize, Surface)) {
        let mut characters = text.char_indices().peekable();
        while let Some((at, first)) = characters.next() {
            let may_begin = characters.peek().is_some_and(|&(at, second)| {
                let third = || text[at + second.len_utf8()..].chars().next();
                self.openings.may_begin(first, second, third)
            });
            if may_begin {
                for (number, _) in self.trie.common_prefix_search(text[at..].chars()) {
                    found(at, self.surfaces[number as usize]);
                }
            } else if let Some(number) = self.openings.alone(first) {
                found(at, self.surfaces[number as usize]);
            }
        }
    }
}
