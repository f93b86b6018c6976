//! The persons found so far.

use std::collections::BTreeMap;

use bangjiao_document::{Mention, Span};

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

    /// Takes out the persons whose names are parts of a longer one that nothing vouches for; says whether there is room.
    pub fn make_room(&mut self, span: Span) -> bool {
        if !self.overlap(span) {
            return true;
        }
        let crosses = |other: Span| other.start < span.end && span.start < other.end;
        let is_part = |(mention, strength): &(Mention, Strength)| {
            *strength == Strength::Context && span.contains(mention.span) && mention.span.len() < span.len()
        };
        if self.found.iter().any(|one| crosses(one.0.span) && !is_part(one)) {
            return false;
        }
        self.found.retain(|one| !crosses(one.0.span));
        self.taken.retain(|&start, &mut end| !crosses(Span::new(start, end)));
        self.certain.retain(|name| !crosses(*name));
        true
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
