//! One pass over the view that finds every surface of every lexicon.

use std::cmp::Reverse;

use bangjiao_document::{Form, Span};
use bangjiao_lexicon::{Fold, Lexicon, Usage};
use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};

/// What a surface found by the scan may be: a row of a lexicon file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Entry {
    /// Row of `country_aliases`: a name or a side.
    Country(u32),
    /// Row of `country_aliases`: one character.
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
pub(crate) struct Scanner {
    automaton: CharwiseDoubleArrayAhoCorasick<u32>,
    entries: Vec<Entry>,
    /// Where the entries of a surface begin; one more at the end.
    groups: Vec<u32>,
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
    /// Collects the surfaces of a lexicon and builds the automaton.
    ///
    /// # Complexity
    /// About a tenth of a second for 12,000 surfaces.
    pub fn new(lexicon: &Lexicon, lists: &[WordList<'_>]) -> Self {
        let mut patterns: Vec<(String, Entry)> = Vec::with_capacity(16_384);
        let fold = lexicon.fold();
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let mut add = |surface: &str, entry: Entry| {
            if !surface.is_empty() {
                patterns.push((fold.fold(surface).into_owned(), entry));
            }
        };
        for (at, alias) in lexicon.country_aliases().iter().enumerate() {
            if alias.usage == Usage::Off {
                continue;
            }
            if alias.form == Form::Abbreviation {
                if alias.surface.chars().count() == 1 {
                    add(&alias.surface, Entry::Letter(number(at)));
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
        // One pattern a surface; its value is the number of its group of entries.
        let mut surfaces: Vec<String> = Vec::with_capacity(patterns.len());
        let mut entries: Vec<Entry> = Vec::with_capacity(patterns.len());
        let mut groups: Vec<u32> = Vec::with_capacity(patterns.len());
        for (surface, entry) in patterns {
            if surfaces.last() != Some(&surface) {
                groups.push(number(entries.len()));
                surfaces.push(surface);
            }
            entries.push(entry);
        }
        groups.push(number(entries.len()));
        let automaton = CharwiseDoubleArrayAhoCorasickBuilder::new()
            .build(surfaces)
            .expect("surfaces are distinct, not empty and fewer than 2^24");
        Scanner { automaton, entries, groups }
    }

    /// Whether a long name stands across the border of two stretches of text: the proof that a break there is stray.
    pub fn has_name_across(&self, fold: &Fold, before: &str, after: &str) -> bool {
        let from = before.char_indices().rev().take(LONGEST_BROKEN).last().map_or(0, |(at, _)| at);
        let to = after.char_indices().nth(LONGEST_BROKEN).map_or(after.len(), |(at, _)| at);
        let joined = fold.fold(&before[from..]).into_owned() + &fold.fold(&after[..to]);
        let border = before.len() - from;
        self.automaton.find_overlapping_iter(&joined).any(|found| {
            let across = found.start() < border && border < found.end();
            let group = self.groups[found.value() as usize] as usize;
            let is_name =
                !matches!(self.entries[group], Entry::Blocker(_) | Entry::Word(..) | Entry::Letter(_));
            across && is_name && found.end() - found.start() >= PROOF_OF_STRAY_BREAK
        })
    }

    /// Every surface in the view, by start, longer first.
    ///
    /// # Complexity
    /// O(characters + hits).
    pub fn scan(&self, view: &str) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::with_capacity(view.len() / 16);
        for found in self.automaton.find_overlapping_iter(view) {
            let span = Span::from_usize(found.start(), found.end());
            let group = found.value() as usize;
            let (from, to) = (self.groups[group] as usize, self.groups[group + 1] as usize);
            // Matches come by their ends; a few steps back put each in its place, where sorting all would cost more.
            let mut place = hits.len();
            while place > 0
                && (hits[place - 1].span.start, Reverse(hits[place - 1].span.end))
                    > (span.start, Reverse(span.end))
            {
                place -= 1;
            }
            if place == hits.len() {
                hits.extend(self.entries[from..to].iter().map(|&entry| Hit { span, entry }));
            } else {
                hits.splice(place..place, self.entries[from..to].iter().map(|&entry| Hit { span, entry }));
            }
        }
        hits
    }
}
