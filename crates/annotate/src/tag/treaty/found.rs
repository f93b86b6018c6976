//! What a search for documents finds.

use bangjiao_document::{EntityId, RuleId, Span};

/// A mention found.
pub(super) struct Found<'g> {
    pub span: Span,
    pub rule: &'g RuleId,
    /// Whether it stands in 《》 or “”.
    pub is_title: bool,
    /// A name of the lexicon at its end, with the rows that bear it.
    pub known: Option<(Span, Vec<u32>)>,
    /// Whether the name was read through a misprint.
    pub repaired: bool,
    /// States outside the span that the grammar makes parties.
    pub parties: Vec<EntityId>,
}

/// Where a misprinted name may begin.
pub(super) struct Place {
    pub from: u32,
}

/// Reads a misprinted name that ends with the head noun.
pub(super) type ReadMisprint<'r> = dyn Fn(&Place) -> Option<(Span, Vec<u32>)> + 'r;
