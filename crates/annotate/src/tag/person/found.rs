//! The persons found so far.

use std::collections::BTreeMap;

use bangjiao_document::{Mention, Span};
use rustc_hash::FxHashSet;

use crate::context::Strength;

/// The persons found so far; none overlaps another.
#[derive(Default)]
pub(super) struct Persons {
    /// In the order in which they were found.
    pub found: Vec<(Mention, Strength)>,
    /// Those whose names the article makes certain.
    pub certain: Vec<Span>,
    /// Start and end of each.
    taken: BTreeMap<u32, u32>,
}

impl Persons {
    /// Adds a person that overlaps none.
    pub fn push(&mut self, mention: Mention, strength: Strength) {
        self.taken.insert(mention.span.start, mention.span.end);
        self.found.push((mention, strength));
    }

    /// Puts others, whose names took in those found so far, in the place of these.
    pub fn replace(&mut self, found: Vec<(Mention, Strength)>) {
        self.taken = found.iter().map(|(mention, _)| (mention.span.start, mention.span.end)).collect();
        self.found = found;
        for name in &mut self.certain {
            let whole = self.taken.range(..=name.start).next_back().filter(|(_, end)| **end >= name.end);
            *name = whole.map_or(*name, |(&start, &end)| Span::new(start, end));
        }
    }

    /// Makes room for a name that takes in parts of it, which begin at none of `kept`; says whether there is any. Those that
    /// give way stay in `found` until [`Persons::settle`].
    pub fn make_room(&mut self, span: Span, kept: &FxHashSet<u32>) -> bool {
        let near = self.taken.range(..span.end).rev().take_while(|(_, end)| **end > span.start);
        let inside: Vec<Span> = near.map(|(&start, &end)| Span::new(start, end)).collect();
        let gives_way =
            |one: &Span| span.contains(*one) && one.len() < span.len() && !kept.contains(&one.start);
        if !inside.iter().all(gives_way) {
            return false;
        }
        for one in inside {
            self.taken.remove(&one.start);
        }
        true
    }

    /// Forgets the persons who gave way to others.
    pub fn settle(&mut self) {
        let taken = &self.taken;
        let stays = |span: Span| taken.get(&span.start) == Some(&span.end);
        self.found.retain(|(mention, _)| stays(mention.span));
        self.certain.retain(|name| stays(*name));
    }

    /// Whether a person's name begins at a view offset.
    pub fn begins_at(&self, at: u32) -> bool {
        self.taken.contains_key(&at)
    }

    /// Whether a person's name ends at a view offset.
    pub fn ends_at(&self, at: u32) -> bool {
        self.taken.range(..at).next_back().is_some_and(|(_, &end)| end == at)
    }

    /// Whether a person stands in a part of the span.
    pub fn overlap(&self, span: Span) -> bool {
        self.taken.range(..span.end).next_back().is_some_and(|(_, &end)| end > span.start)
    }
}
