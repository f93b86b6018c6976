//! Decides which candidates are mentions, and which stands inside which.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use bangjiao_document::{Kind, Mention, Span};

use crate::context::{Candidate, Strength};

/// The rule of names that carry a stance, some of which begin with a person's.
const REGIME: &str = "country-regime";

/// What two overlapping candidates do to each other.
fn exclude(a: &Mention, b: &Mention) -> bool {
    if !a.span.overlaps(b.span) {
        return false;
    }
    if a.kind == b.kind {
        // Two treaties may share a stretch only if one is a part of the other's description.
        return true;
    }
    let nests = a.span.contains(b.span) || b.span.contains(a.span);
    if !nests {
        return true;
    }
    let (outer, inner) = if a.span.contains(b.span) { (a, b) } else { (b, a) };
    let same = outer.span == inner.span;
    match (outer.kind, inner.kind) {
        (Kind::Treaty, _) | (_, Kind::Treaty) => same || outer.kind != Kind::Treaty,
        // An organization keeps its state and its place: 美国国会, 北京大学; a building its state: 抗美援朝纪念馆.
        (Kind::Organization, Kind::Country | Kind::Place) | (Kind::Place, Kind::Country) => same,
        // 朗诺集团 is a state, and names a person.
        (Kind::Country, Kind::Person) => {
            same || outer.rule.as_str() != REGIME || outer.span.start != inner.span.start
        }
        _ => true,
    }
}

/// Which of two candidates that exclude each other comes first.
fn order(candidate: &Candidate) -> (Reverse<Strength>, Reverse<u32>, u32, Kind) {
    let mention = &candidate.mention;
    (Reverse(candidate.strength), Reverse(mention.span.len()), mention.span.start, mention.kind)
}

/// Takes the candidates from the strongest on, each that no earlier one excludes; sorted by start, longer first.
///
/// # Complexity
/// O(n (log n + m)) for n candidates, of which m stand in the length of the longest.
pub(crate) fn resolve(candidates: Vec<Candidate>) -> Vec<Mention> {
    let mut candidates: Vec<Option<Candidate>> = candidates.into_iter().map(Some).collect();
    let span = |candidate: &Option<Candidate>| candidate.as_ref().map_or(Span::default(), |c| c.mention.span);
    // Mentions are large; their numbers are sorted instead.
    let mut order: Vec<(u32, Reverse<u32>, usize)> = candidates
        .iter()
        .enumerate()
        .map(|(number, candidate)| (span(candidate).start, Reverse(span(candidate).end), number))
        .collect();
    order.sort_unstable();
    let mut mentions: Vec<Mention> = Vec::with_capacity(candidates.len());
    let mut group: Vec<Candidate> = Vec::new();
    let mut reach = 0;
    for (start, Reverse(end), number) in order {
        if start >= reach {
            settle(&mut group, &mut mentions);
        }
        reach = reach.max(end);
        group.extend(candidates[number].take());
    }
    settle(&mut group, &mut mentions);
    nest(&mut mentions);
    mentions
}

/// So many candidates that touch each other are compared one with another.
const FEW: usize = 32;

fn settle(group: &mut Vec<Candidate>, mentions: &mut Vec<Mention>) {
    if group.len() == 1 {
        mentions.extend(group.drain(..).map(|candidate| candidate.mention));
        return;
    }
    group.sort_by_key(order);
    let from = mentions.len();
    let are_few = group.len() <= FEW;
    // Of many only those are compared that begin near enough.
    let mut starts: BTreeSet<(u32, usize)> = BTreeSet::new();
    let mut longest = 0;
    for candidate in group.drain(..) {
        let span = candidate.mention.span;
        let is_excluded = if are_few {
            mentions[from..].iter().any(|taken| exclude(taken, &candidate.mention))
        } else {
            let near = starts.range((span.start.saturating_sub(longest), 0)..(span.end, 0));
            near.into_iter().any(|(_, at)| exclude(&mentions[*at], &candidate.mention))
        };
        if is_excluded {
            continue;
        }
        if !are_few {
            starts.insert((span.start, mentions.len()));
            longest = longest.max(span.len());
        }
        mentions.push(candidate.mention);
    }
    mentions[from..].sort_by_key(|mention| (mention.span.start, Reverse(mention.span.end), mention.kind));
}

/// Notes for each mention the innermost one around it.
fn nest(mentions: &mut [Mention]) {
    let mut open: Vec<(Span, Kind)> = Vec::new();
    for mention in mentions {
        while open.last().is_some_and(|(span, _)| span.end <= mention.span.start) {
            open.pop();
        }
        mention.within =
            open.iter().rev().find(|(span, _)| span.contains(mention.span)).map(|(_, kind)| *kind);
        open.push((mention.span, mention.kind));
    }
}
