use std::cmp::Ordering;

use crate::Window;

const NONE: u32 = u32::MAX;
const ANAPHORIC: u32 = 1 << 31;

/// The best few example windows of every edge, in one arena.
///
/// Most edges are met once (names in long lists), so an edge holds four bytes here, an example
/// twelve; a `Vec` in each edge would take several times that and one allocation an edge. The examples of an edge
/// are a list, worst first, so that a full one compares once to refuse.
#[derive(Debug, Clone, Default)]
pub(super) struct Evidence {
    limit: u32,
    articles: ArticleIds,
    examples: Vec<Example>,
    /// Slots of examples that were pushed out, to be used again.
    unused: Examples,
    /// A list that is being merged.
    scratch: Vec<Example>,
}

/// The list of one edge.
#[derive(Debug, Clone, Copy)]
pub(super) struct Examples(u32);

impl Default for Examples {
    fn default() -> Self {
        Examples(NONE)
    }
}

#[derive(Debug, Clone, Copy)]
struct Example {
    article: u32,
    /// Number of the window in the article, after the mark of an end that stands by anaphor only.
    rank: u32,
    next: u32,
}

/// An article that gives examples; it gets its number when the first of them is kept.
pub(super) struct Origin<'a> {
    id: &'a str,
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

/// How an example is ranked inside its article: both ends by name first, then by number.
pub(super) fn rank(named: bool, number: u32) -> u32 {
    if named { number } else { number | ANAPHORIC }
}

impl Evidence {
    pub(super) fn raise_limit(&mut self, limit: usize) {
        self.limit = self.limit.max(u32::try_from(limit).unwrap_or(u32::MAX));
    }

    pub(super) fn raise_limit_to(&mut self, other: &Evidence) {
        self.limit = self.limit.max(other.limit);
    }

    pub(super) fn origin<'a>(&self, id: &'a str) -> Origin<'a> {
        Origin { id, number: None, last: self.articles.largest().is_none_or(|largest| largest < id) }
    }

    /// One origin for each article of `other`, by its number.
    pub(super) fn origins_of<'a>(&self, other: &'a Evidence) -> Vec<Origin<'a>> {
        (0..other.articles.ends.len()).map(|number| self.origin(other.articles.get(number))).collect()
    }

    /// Puts an example in its place on an edge's list, drops the worst if that is one too many, and says whether the
    /// example was kept.
    ///
    /// `n_before` and `n_named_before` count the windows offered for the edge before this one, all and by name; those
    /// of the same part of the corpus as this one must be better. The order is total (by name first, then article id
    /// as text, then number), so what remains does not depend on the order of the parts.
    pub(super) fn offer(
        &mut self,
        list: &mut Examples,
        [n_before, n_named_before]: [u32; 2],
        origin: &mut Origin<'_>,
        rank: u32,
    ) -> bool {
        let n_better = if rank & ANAPHORIC == 0 { n_named_before } else { n_before };
        if origin.last && n_better >= self.limit {
            // Archives come in order of date, so this is the usual case; it touches no example.
            return false;
        }
        if n_before >= self.limit {
            if list.0 == NONE || !self.is_worse(list.0, origin, rank) {
                return false;
            }
            let worst = list.0;
            list.0 = self.example(worst).next;
            self.examples[worst as usize].next = std::mem::replace(&mut self.unused.0, worst);
        }
        let (mut before, mut after) = (NONE, list.0);
        while after != NONE && self.is_worse(after, origin, rank) {
            (before, after) = (after, self.example(after).next);
        }
        let article = *origin.number.get_or_insert_with(|| self.articles.push(origin.id));
        let slot = self.place(Example { article, rank, next: after });
        match before {
            NONE => list.0 = slot,
            before => self.examples[before as usize].next = slot,
        }
        true
    }

    /// Offers the examples of a list of `other`; `origins` are `other`'s articles.
    pub(super) fn offer_all(
        &mut self,
        list: &mut Examples,
        [mut n_before, mut n_named_before]: [u32; 2],
        other: &Evidence,
        others: Examples,
        origins: &mut [Origin<'_>],
    ) {
        let mut examples = std::mem::take(&mut self.scratch);
        examples.extend(other.list(others));
        for example in examples.drain(..).rev() {
            let origin = &mut origins[example.article as usize];
            if !self.offer(list, [n_before, n_named_before], origin, example.rank) {
                // The best came first.
                break;
            }
            n_before += 1;
            n_named_before += u32::from(example.rank & ANAPHORIC == 0);
        }
        self.scratch = examples;
    }

    /// The ids of the windows on a list, best first.
    pub(super) fn window_ids(&self, list: Examples, window: Window) -> Vec<String> {
        let mut ids = Vec::with_capacity(self.list(list).count());
        ids.extend(self.list(list).map(|example| {
            let article = self.articles.get(example.article as usize);
            let number = example.rank & !ANAPHORIC;
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
        let mut at = list.0;
        std::iter::from_fn(move || {
            let example = (at != NONE).then(|| self.example(at))?;
            at = example.next;
            Some(example)
        })
    }

    /// Whether the example in a slot is worse than a window of an article.
    fn is_worse(&self, slot: u32, origin: &Origin<'_>, rank: u32) -> bool {
        let example = self.example(slot);
        let by_article = || match origin {
            Origin { number: Some(number), .. } if *number == example.article => Ordering::Equal,
            Origin { last: true, .. } => Ordering::Less,
            _ => self.articles.get(example.article as usize).cmp(origin.id),
        };
        let order = (example.rank & ANAPHORIC).cmp(&(rank & ANAPHORIC));
        order.then_with(by_article).then(example.rank.cmp(&rank)).is_gt()
    }

    fn example(&self, slot: u32) -> Example {
        self.examples[slot as usize]
    }

    fn place(&mut self, example: Example) -> u32 {
        let slot = self.unused.0;
        if slot != NONE {
            self.unused.0 = self.example(slot).next;
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

    use super::{Evidence, Examples, rank};
    use crate::Window;

    fn best(offers: &[(u8, bool, u32)], limit: usize) -> Vec<String> {
        let (mut evidence, mut list) = (Evidence::default(), Examples::default());
        evidence.raise_limit(limit);
        let mut before = [0, 0];
        for &(article, named, number) in offers {
            let id = format!("a{article:02}");
            let mut origin = evidence.origin(&id);
            evidence.offer(&mut list, before, &mut origin, rank(named, number));
            before = [before[0] + 1, before[1] + u32::from(named)];
        }
        evidence.window_ids(list, Window::Sentence)
    }

    #[test]
    fn names_go_before_anaphors_and_earlier_articles_before_later_ones() {
        let offers = [(2, true, 7), (1, false, 0), (2, true, 1), (3, true, 0)];
        assert_eq!(best(&offers, 3), ["a02:1", "a02:7", "a03:0"]);
        assert_eq!(best(&offers, 9), ["a02:1", "a02:7", "a03:0", "a01:0"]);
        assert!(best(&offers, 0).is_empty());
    }

    proptest! {
        #[test]
        fn what_remains_is_the_head_of_the_sorted_offers(
            offers in prop::collection::vec((0u8..20, any::<bool>(), 0u32..5), 0..40), limit in 0usize..5,
        ) {
            let mut sorted = offers.clone();
            sorted.sort_by_key(|&(article, named, number)| (!named, article, number));
            let expected: Vec<_> = sorted.iter().take(limit).map(|(a, _, n)| format!("a{a:02}:{n}")).collect();
            prop_assert_eq!(best(&offers, limit), expected);
        }
    }
}
