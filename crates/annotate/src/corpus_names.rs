//! Names of persons that articles share: gathered in a first pass over a corpus, known to every article in a second.
//!
//! A name is shared if it is certain in [`AT_LEAST`] different articles, and in no small [`SHARE`] of all articles in which
//! its characters stand: in a large corpus chance makes ordinary words (弘扬, 贺信) certain twice, but not three times in
//! ten. So the texts are read once between the passes, for where the gathered names stand.

use bangjiao_document::{Document, Kind, Mention, Span};
use crawdad::Trie;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::segment::Segmenter;
use crate::tag::characters::{JOINT, is_han};

/// A shared name is certain in so many articles at least; reprints are none. With 1, names that one article has wrong
/// go to others (newspaper of 1998, whatever the share: 71 mentions right and 15 wrong, against 35 and 2).
const AT_LEAST: u32 = 2;

/// A shared name is certain in so many of a hundred articles in which its characters stand. In the news archive of 2012-2026
/// ordinary words lie below (弘扬 1, 卓越 17, 庄严宣告 20), names of office holders above (尤权 32, 蔡奇 33, 韩正 43).
const SHARE: u64 = 30;

/// The same of a common word of the dictionary. There words of other senses lie below (李家 36, 胡杨林 44), names above
/// (李强 99, 汪洋 69, 迪亚斯 79).
const SHARE_OF_WORD: u64 = 50;

/// A name has so many characters more than one inside it at most, on either side.
const MOST_AROUND: usize = 4;

/// A common word behind a name has so many characters at most; longer ones are rare.
const LONGEST_WORD: usize = 4;

/// In how many articles each name is certain.
///
/// Counts of parts are added in any order, so that threads can gather them.
///
/// # Complexity
/// Memory grows with distinct names.
#[derive(Debug, Clone, Default)]
pub struct NameCounts {
    names: FxHashMap<Box<str>, Certain>,
}

/// In how many articles a name is certain.
#[derive(Debug, Clone, Copy, Default)]
struct Certain {
    /// All of them.
    n_articles: u32,
    /// Those that are no reprints.
    n_different: u32,
}

impl NameCounts {
    /// Counts each certain name of an article once.
    pub fn add(&mut self, document: &Document) {
        let n_different = u32::from(document.article().duplicate_of.is_none());
        for name in document.certain_names() {
            self.count(name, Certain { n_articles: 1, n_different });
        }
    }

    /// Adds the counts of other articles.
    pub fn merge(&mut self, other: NameCounts) {
        other.names.iter().for_each(|(name, certain)| self.count(name, *certain));
    }

    fn count(&mut self, name: &str, more: Certain) {
        let certain = match self.names.get_mut(name) {
            Some(certain) => certain,
            None => self.names.entry(name.into()).or_default(),
        };
        certain.n_articles += more.n_articles;
        certain.n_different += more.n_different;
    }

    /// The names that are certain in several different articles.
    pub fn candidates(self) -> NameCandidates {
        let several = self.names.into_iter().filter(|(_, certain)| certain.n_different >= AT_LEAST);
        let mut names: Vec<(Box<str>, u32)> =
            several.map(|(name, certain)| (name, certain.n_articles)).collect();
        names.sort_unstable();
        let numbered = (0..).zip(&names).map(|(number, (name, _))| (name, number));
        let trie = (!names.is_empty())
            .then(|| Trie::from_records(numbered).expect("names are sorted, distinct and not empty"));
        NameCandidates { names, trie }
    }
}

/// Names that are certain in several articles, to be looked for in all of them.
pub struct NameCandidates {
    /// Sorted, each with the number of articles in which it is certain.
    names: Vec<(Box<str>, u32)>,
    /// Their numbers; `None` where there is no name.
    trie: Option<Trie>,
}

/// Where the characters of each candidate stand.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// By the candidate's number, as far as one was met.
    places: Vec<Places>,
}

/// Where the characters of a name stand.
#[derive(Debug, Clone, Copy, Default)]
struct Places {
    /// In so many articles.
    n_articles: u32,
    /// What follows them.
    after: After,
}

/// What follows a name in the places where it stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum After {
    /// It stands nowhere.
    #[default]
    Nothing,
    /// Always this Han character, which belongs to the name: 京 after 米舒斯.
    Always(char),
    /// This and that, or what ends a name.
    Other,
}

impl After {
    fn and(self, other: After) -> After {
        match (self, other) {
            (After::Nothing, either) | (either, After::Nothing) => either,
            (one, another) if one == another => one,
            _ => After::Other,
        }
    }
}

impl NameCandidates {
    /// Counts each name whose characters stand in a view once, and notes what follows it.
    pub(crate) fn count(&self, view: &str, segmenter: &Segmenter, standing: &mut Standing) {
        let Some(trie) = &self.trie else { return };
        standing.places.resize(self.names.len(), Places::default());
        let mut met: Vec<u32> = Vec::new();
        for (at, _) in view.char_indices() {
            let rest = &view[at..];
            for (number, length) in trie.common_prefix_search(rest.chars()) {
                met.push(number);
                let after = &mut standing.places[number as usize].after;
                if *after != After::Other {
                    let end = rest.char_indices().nth(length).map_or(rest.len(), |(end, _)| end);
                    *after = after.and(following(&rest[end..], segmenter));
                }
            }
        }
        met.sort_unstable();
        met.dedup();
        for number in met {
            standing.places[number as usize].n_articles += 1;
        }
    }

    /// The names that are certain in a good share of the articles in which they stand.
    pub(crate) fn shared(&self, standing: &Standing, segmenter: &Segmenter) -> CorpusNames {
        let places = standing.places.iter().copied().chain(std::iter::repeat(Places::default()));
        let is_shared = |name: &str, n_certain: u32, Places { n_articles, after }: Places| {
            let share = if segmenter.is_common(name) { SHARE_OF_WORD } else { SHARE };
            u64::from(n_certain) * 100 >= u64::from(n_articles) * share
                && !matches!(after, After::Always(_))
                && self.certain_without_end(name).is_none_or(|shorter| shorter <= n_articles)
        };
        let names = self.names.iter().zip(places);
        let shared = names.filter(|((name, n_certain), places)| is_shared(name, *n_certain, *places));
        CorpusNames { names: shared.map(|((name, _), _)| name.clone()).collect() }
    }

    /// In how many articles a name without its last character is certain: 韩正 of 韩正和.
    fn certain_without_end(&self, name: &str) -> Option<u32> {
        let (end, _) = name.char_indices().next_back()?;
        let number = self.names.binary_search_by(|(other, _)| (**other).cmp(&name[..end])).ok()?;
        self.names.get(number).map(|(_, n_certain)| *n_certain)
    }
}

impl Standing {
    /// Adds the counts of other articles.
    pub fn merge(&mut self, other: &Standing) {
        let length = self.places.len().max(other.places.len());
        self.places.resize(length, Places::default());
        for (sum, more) in self.places.iter_mut().zip(&other.places) {
            sum.n_articles += more.n_articles;
            sum.after = sum.after.and(more.after);
        }
    }
}

/// Names of persons that articles of a corpus share, folded as matched.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CorpusNames {
    names: FxHashSet<Box<str>>,
}

impl CorpusNames {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Whether a name is one of them.
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Whether one of them stands around a shorter name: 莫迪凯 around 莫迪.
    pub(crate) fn go_beyond(&self, text: &str, name: Span) -> bool {
        if self.is_empty() {
            return false;
        }
        let (start, end) = (name.start as usize, name.end as usize);
        let before = text[..start].char_indices().rev().take(MOST_AROUND).map(|(at, _)| at);
        let after = text[end..].char_indices().take(MOST_AROUND).map(|(at, last)| end + at + last.len_utf8());
        let ends = || std::iter::once(end).chain(after.clone());
        std::iter::once(start)
            .chain(before)
            .any(|from| ends().any(|to| (from, to) != (start, end) && self.contains(&text[from..to])))
    }
}

/// What follows a name in one place: a Han character with which no common word of the dictionary begins may belong to it.
fn following(rest: &str, segmenter: &Segmenter) -> After {
    let mut ends = rest.char_indices().map(|(at, character)| at + character.len_utf8());
    let Some(first) = rest.chars().next().filter(|first| is_han(*first)) else { return After::Other };
    let begins_word =
        ends.by_ref().skip(1).take(LONGEST_WORD - 1).any(|end| segmenter.is_common(&rest[..end]));
    if begins_word { After::Other } else { After::Always(first) }
}

/// The names at the spans that became mentions of persons, and the last part of those joined by ·; sorted, each once.
pub(crate) fn certain_names(text: &str, mut certain: Vec<Span>, mentions: &[Mention]) -> Vec<Box<str>> {
    certain.sort_unstable();
    let is_certain = |mention: &&Mention| certain.binary_search(&mention.span).is_ok();
    let persons = mentions.iter().filter(|mention| mention.kind == Kind::Person);
    let mut names: Vec<Box<str>> = Vec::new();
    for name in persons.filter(is_certain).map(|mention| mention.span.of(text)) {
        names.push(name.into());
        // 伊扎克·莫迪凯 is 莫迪凯 in the next article.
        names.extend(name.rsplit_once(JOINT).map(|(_, last)| last.into()));
    }
    names.sort_unstable();
    names.dedup();
    names
}
