//! Decides which candidates are mentions, and which stands inside which.

use bangjiao_document::{Kind, Mention, Span};

use crate::context::Candidate;

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
        // An organization keeps its state and its place: 美国国会, 北京大学.
        (Kind::Organization, Kind::Country | Kind::Place) => same,
        _ => true,
    }
}

/// Which of two candidates that exclude each other comes first.
fn order(
    candidate: &Candidate,
) -> (std::cmp::Reverse<crate::context::Strength>, std::cmp::Reverse<u32>, u32, Kind) {
    let mention = &candidate.mention;
    (
        std::cmp::Reverse(candidate.strength),
        std::cmp::Reverse(mention.span.len()),
        mention.span.start,
        mention.kind,
    )
}

/// Takes the candidates from the strongest on, each that no earlier one excludes; sorted by start, longer first.
///
/// # Complexity
/// Candidates are resolved in groups that touch each other, each group in O(n²).
pub(crate) fn resolve(mut candidates: Vec<Candidate>) -> Vec<Mention> {
    candidates.sort_by_key(|candidate| {
        (candidate.mention.span.start, std::cmp::Reverse(candidate.mention.span.end), candidate.mention.kind)
    });
    let mut mentions: Vec<Mention> = Vec::with_capacity(candidates.len());
    let mut group: Vec<Candidate> = Vec::new();
    let mut reach = 0;
    for candidate in candidates {
        if candidate.mention.span.start >= reach {
            settle(&mut group, &mut mentions);
        }
        reach = reach.max(candidate.mention.span.end);
        group.push(candidate);
    }
    settle(&mut group, &mut mentions);
    nest(&mut mentions);
    mentions
}

fn settle(group: &mut Vec<Candidate>, mentions: &mut Vec<Mention>) {
    group.sort_by_key(order);
    let from = mentions.len();
    for candidate in group.drain(..) {
        if !mentions[from..].iter().any(|taken| exclude(taken, &candidate.mention)) {
            mentions.push(candidate.mention);
        }
    }
    mentions[from..]
        .sort_by_key(|mention| (mention.span.start, std::cmp::Reverse(mention.span.end), mention.kind));
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
