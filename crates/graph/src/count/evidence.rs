use std::cmp::Ordering;

use crate::{ArticleHead, Window};

const NONE: u32 = u32::MAX;
const REPRINTED: u32 = 1 << 31;
const ANAPHORIC: u32 = 1 << 30;

/// The best few example windows of every edge, in one arena.
///
/// Most edges are met once (names in long lists), so an edge holds eight bytes here, an example
/// twelve; a `Vec` in each edge would take several times that and one allocation an edge. The examples of an edge
/// are a list, worst first, so that a full one compares once to refuse.
///
/// A window of a reprint shows nothing that the original does not show, so it is an example only of an edge that no
/// other article has, and the only one: reprints do not fill the memory.
#[derive(Debug, Clone, Default)]
pub(super) struct Evidence {
    limit: u16,
    articles: ArticleIds,
    examples: Vec<Example>,
    /// A list that is being merged.
    scratch: Vec<Example>,
}

/// The list of one edge.
#[derive(Debug, Clone, Copy)]
pub(super) struct Examples {
    /// The worst, which leads to the better ones.
    worst: u32,
    /// Those from articles that are no reprints.
    n: u16,
    /// Those among them with both ends by name.
    n_named: u16,
}

impl Default for Examples {
    fn default() -> Self {
        Examples { worst: NONE, n: 0, n_named: 0 }
    }
}

#[derive(Debug, Clone, Copy)]
struct Example {
    article: u32,
    rank: Rank,
    next: u32,
}

/// How an example is ranked: a class first, then its article's id, then its number in the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank(u32);

impl Rank {
    /// Of a window of an article that is no reprint: with both ends by name or not.
    pub(super) fn new(named: bool, number: u32) -> Self {
        Rank(if named { number } else { number | ANAPHORIC })
    }

    /// The same window in a reprint.
    fn reprinted(self) -> Self {
        Rank(self.0 | REPRINTED)
    }

    fn is_reprinted(self) -> bool {
        self.0 & REPRINTED != 0
    }

    /// Both ends by name before others, both before reprints.
    fn class(self) -> u32 {
        self.0 & (REPRINTED | ANAPHORIC)
    }

    fn number(self) -> u32 {
        self.0 & !(REPRINTED | ANAPHORIC)
    }
}

/// An article that gives examples; it gets its number when the first of them is kept.
pub(super) struct Origin<'a> {
    id: &'a str,
    is_reprint: bool,
    number: Option<u32>,
    /// Whether its id comes after those of all articles of examples.
    last: bool,
}

fn append_number(number: u32, text: &mut String) {
    if number > 9 {
        append_number(number / 10, text);
    }
    text.extend(char::from_digit(number % 10, 10));
}

impl Evidence {
    pub(super) fn raise_limit(&mut self, limit: usize) {
        self.limit = self.limit.max(u16::try_from(limit).unwrap_or(u16::MAX));
    }

    pub(super) fn raise_limit_to(&mut self, other: &Evidence) {
        self.limit = self.limit.max(other.limit);
    }

    pub(super) fn origin<'a>(&self, article: &ArticleHead<'a>) -> Origin<'a> {
        let ArticleHead { id, is_reprint, .. } = *article;
        let last = self.articles.largest().is_none_or(|largest| largest < id);
        Origin { id, is_reprint, number: None, last }
    }

    /// One origin for each article of `other`, by its number; their examples know whether they are reprinted.
    pub(super) fn origins_of<'a>(&self, other: &'a Evidence) -> Vec<Origin<'a>> {
        let head = |number| ArticleHead { id: other.articles.get(number), day: None, is_reprint: false };
        (0..other.articles.ends.len()).map(|number| self.origin(&head(number))).collect()
    }

    /// Puts an example in its place on an edge's list, drops the worst if that is one too many, and says whether the
    /// example was kept.
    ///
    /// The order is total (class, article id as text, number), so what remains does not depend on the order of offers.
    pub(super) fn offer(&mut self, list: &mut Examples, origin: &mut Origin<'_>, rank: Rank) -> bool {
        let rank = if origin.is_reprint { rank.reprinted() } else { rank };
        let n_as_good = if rank.class() == 0 { list.n_named } else { list.n };
        let refused = match rank.is_reprinted() {
            true => list.n > 0 || self.limit == 0,
            // Archives come in order of date, so this is the usual case; it touches no example.
            false => origin.last && n_as_good >= self.limit,
        };
        if refused {
            return false;
        }
        let holds_reprint = list.worst != NONE && self.example(list.worst).rank.is_reprinted();
        let mut free = None;
        if holds_reprint || list.n >= self.limit {
            if list.worst == NONE || !self.is_worse(list.worst, origin, rank) {
                return false;
            }
            free = Some(self.drop_worst(list));
        }
        let (mut before, mut after) = (NONE, list.worst);
        while after != NONE && self.is_worse(after, origin, rank) {
            (before, after) = (after, self.example(after).next);
        }
        let article = *origin.number.get_or_insert_with(|| self.articles.push(origin.id));
        let slot = self.place(Example { article, rank, next: after }, free);
        match before {
            NONE => list.worst = slot,
            before => self.examples[before as usize].next = slot,
        }
        list.n += u16::from(!rank.is_reprinted());
        list.n_named += u16::from(rank.class() == 0);
        true
    }

    /// Takes the worst example off a list and returns its slot, which is then free.
    fn drop_worst(&self, list: &mut Examples) -> u32 {
        let slot = list.worst;
        let Example { rank, next, .. } = self.example(slot);
        list.worst = next;
        list.n -= u16::from(!rank.is_reprinted());
        list.n_named -= u16::from(rank.class() == 0);
        slot
    }

    /// Offers the examples of a list of `other`; `origins` are `other`'s articles.
    pub(super) fn offer_all(
        &mut self,
        list: &mut Examples,
        other: &Evidence,
        others: Examples,
        origins: &mut [Origin<'_>],
    ) {
        let mut examples = std::mem::take(&mut self.scratch);
        examples.extend(other.list(others));
        for example in examples.drain(..).rev() {
            let origin = &mut origins[example.article as usize];
            if !self.offer(list, origin, example.rank) {
                // The best came first.
                break;
            }
        }
        self.scratch = examples;
    }

    /// The ids of the windows on a list, best first.
    pub(super) fn window_ids(&self, list: Examples, window: Window) -> Vec<String> {
        let mut ids = Vec::with_capacity(self.list(list).count());
        ids.extend(self.list(list).map(|example| {
            let article = self.articles.get(example.article as usize);
            let number = example.rank.number();
            let mut id = String::with_capacity(article.len() + 6);
            id.push_str(article);
            match window {
                Window::Sentence | Window::Near(_) => id.push(':'),
                Window::Paragraph => id.push_str(":p"),
                Window::Article => return id,
            }
            append_number(number, &mut id);
            id
        }));
        ids.reverse();
        ids
    }

    /// The examples on a list, worst first.
    fn list(&self, list: Examples) -> impl Iterator<Item = Example> + '_ {
        let mut at = list.worst;
        std::iter::from_fn(move || {
            let example = (at != NONE).then(|| self.example(at))?;
            at = example.next;
            Some(example)
        })
    }

    /// Whether the example in a slot is worse than a window of an article.
    fn is_worse(&self, slot: u32, origin: &Origin<'_>, rank: Rank) -> bool {
        let example = self.example(slot);
        let by_article = || match origin {
            Origin { number: Some(number), .. } if *number == example.article => Ordering::Equal,
            Origin { last: true, .. } => Ordering::Less,
            _ => self.articles.get(example.article as usize).cmp(origin.id),
        };
        let order = example.rank.class().cmp(&rank.class());
        order.then_with(by_article).then(example.rank.cmp(&rank)).is_gt()
    }

    fn example(&self, slot: u32) -> Example {
        self.examples[slot as usize]
    }

    /// Puts an example into a free slot, or a new one.
    fn place(&mut self, example: Example, free: Option<u32>) -> u32 {
        if let Some(slot) = free {
            self.examples[slot as usize] = example;
            return slot;
        }
        self.examples.push(example);
        u32::try_from(self.examples.len() - 1).expect("four billion examples do not fit in memory")
    }
}

/// Article ids end to end in one string: fewer than thirty bytes an article.
#[derive(Debug, Clone, Default)]
struct ArticleIds {
    text: String,
    ends: Vec<usize>,
    largest: usize,
}

impl ArticleIds {
    fn push(&mut self, id: &str) -> u32 {
        if self.largest().is_none_or(|largest| largest < id) {
            self.largest = self.ends.len();
        }
        self.text.push_str(id);
        self.ends.push(self.text.len());
        u32::try_from(self.ends.len() - 1).expect("four billion articles do not fit in memory")
    }

    /// The last id in the order of text.
    fn largest(&self) -> Option<&str> {
        (!self.ends.is_empty()).then(|| self.get(self.largest))
    }

    fn get(&self, number: usize) -> &str {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[number]]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Evidence, Examples, Rank};
    use crate::{ArticleHead, Window};

    /// An article's number, whether it is a reprint, whether both ends stand by name, and the window's number.
    type Offer = (u8, bool, bool, u32);

    fn offer(evidence: &mut Evidence, list: &mut Examples, (article, is_reprint, named, number): Offer) {
        let head = ArticleHead { id: &format!("a{article:02}"), day: None, is_reprint };
        let mut origin = evidence.origin(&head);
        evidence.offer(list, &mut origin, Rank::new(named, number));
    }

    fn best(offers: &[Offer], limit: usize) -> Vec<String> {
        let (mut evidence, mut list) = (Evidence::default(), Examples::default());
        evidence.raise_limit(limit);
        offers.iter().for_each(|one| offer(&mut evidence, &mut list, *one));
        assert!(evidence.examples.len() <= limit);
        evidence.window_ids(list, Window::Sentence)
    }

    #[test]
    fn names_go_before_anaphors_and_earlier_articles_before_later_ones() {
        let offers = [(2, false, true, 7), (1, false, false, 0), (2, false, true, 1), (3, false, true, 0)];
        assert_eq!(best(&offers, 3), ["a02:1", "a02:7", "a03:0"]);
        assert_eq!(best(&offers, 9), ["a02:1", "a02:7", "a03:0", "a01:0"]);
        assert!(best(&offers, 0).is_empty());
    }

    #[test]
    fn a_reprint_is_an_example_where_there_is_no_other() {
        let reprints = [(1, true, false, 0), (3, true, true, 4), (2, true, true, 1), (3, true, true, 0)];
        assert_eq!(best(&reprints, 3), ["a02:1"]);
        let and_an_original = [&reprints[..], &[(9, false, false, 5)]].concat();
        assert_eq!(best(&and_an_original, 3), ["a09:5"]);
        assert_eq!(best(&and_an_original, 1), ["a09:5"]);
        assert!(best(&reprints, 0).is_empty());
    }

    /// What stays of offers by definition.
    fn expected(offers: &[Offer], limit: usize) -> Vec<String> {
        let mut sorted = offers.to_vec();
        sorted.sort_by_key(|&(article, is_reprint, named, number)| (is_reprint, !named, article, number));
        let n_originals = sorted.iter().filter(|(_, is_reprint, ..)| !is_reprint).count();
        let n_kept = limit.min(n_originals.max(1));
        sorted.iter().take(n_kept).map(|(article, _, _, number)| format!("a{article:02}:{number}")).collect()
    }

    /// Two articles of three are reprints.
    fn offers() -> impl Strategy<Value = Vec<Offer>> {
        let one = (0u8..20, any::<bool>(), 0u32..5);
        let one = one.prop_map(|(article, named, number)| (article, article % 3 > 0, named, number));
        prop::collection::vec(one, 0..40)
    }

    proptest! {
        #[test]
        fn what_remains_is_the_head_of_the_sorted_offers(offers in offers(), limit in 0usize..5) {
            prop_assert_eq!(best(&offers, limit), expected(&offers, limit));
        }

        #[test]
        fn parts_can_be_merged(offers in offers(), cut in 0usize..40, limit in 0usize..5) {
            let (first, second) = offers.split_at(cut.min(offers.len()));
            let [(mut evidence, mut list), (other, others)] = [first, second].map(|offers| {
                let (mut evidence, mut list) = (Evidence::default(), Examples::default());
                evidence.raise_limit(limit);
                offers.iter().for_each(|one| offer(&mut evidence, &mut list, *one));
                (evidence, list)
            });
            let mut origins = evidence.origins_of(&other);
            evidence.offer_all(&mut list, &other, others, &mut origins);
            prop_assert_eq!(evidence.window_ids(list, Window::Sentence), expected(&offers, limit));
        }
    }
}
