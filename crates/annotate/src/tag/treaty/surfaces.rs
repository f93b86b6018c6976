//! What the scan found: head nouns and names of the lexicon.

use bangjiao_document::{Span, TreatyType};
use bangjiao_lexicon::NounStrength;

use crate::context::Context;
use crate::scan::Entry;

/// A head noun in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Noun {
    pub span: Span,
    pub treaty_type: TreatyType,
    pub strength: NounStrength,
}

/// Head nouns, the longest at each end, and names of agreements, all by start.
pub(super) struct Surfaces {
    pub nouns: Vec<Noun>,
    /// Where a name stands, and the number of its row.
    pub names: Vec<(Span, u32)>,
}

impl Surfaces {
    pub fn of(context: &Context<'_>) -> Self {
        let rows = context.lexicon.document_nouns();
        let mut surfaces = Surfaces { nouns: Vec::new(), names: Vec::new() };
        for hit in context.document_hits {
            match hit.entry {
                Entry::DocumentNoun(row)
                    if surfaces.nouns.last().is_none_or(|last| last.span.end < hit.span.end) =>
                {
                    let row = &rows[row as usize];
                    surfaces.nouns.push(Noun {
                        span: hit.span,
                        treaty_type: row.treaty_type,
                        strength: row.strength,
                    });
                }
                Entry::Treaty(row) => surfaces.names.push((hit.span, row)),
                _ => {}
            }
        }
        surfaces
    }

    /// The longest name that ends at a view offset and begins at or after another, with its rows.
    pub fn name_at_end(&self, from: u32, end: u32) -> Option<(Span, Vec<u32>)> {
        let first = self.names.partition_point(|(span, _)| span.start < from);
        let mut inside = self.names[first..].iter().take_while(|(span, _)| span.start < end);
        let (span, _) = *inside.find(|(span, _)| span.end == end)?;
        let rows = self.names[first..].iter().take_while(|(other, _)| other.start <= span.start);
        Some((span, rows.filter(|(other, _)| *other == span).map(|(_, row)| *row).collect()))
    }
}
