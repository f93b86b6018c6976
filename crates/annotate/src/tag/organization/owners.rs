//! The states of an article by which bodies stand: 美国|国会, 俄|外交部.

use bangjiao_document::{EntityId, Form, Kind, Span};

use crate::context::{Context, Proposals};

/// The letter of China where others come or look to it: 驻华, 侵华.
pub(super) const OBJECT: &str = "华";

/// Whether the name of a state is that of a province (台湾省), which has none of the bodies of a whole state (全国人大).
pub(super) fn is_province(name: &str) -> bool {
    name.ends_with('省')
}

/// Names and letters of states, by where they end and where they begin.
pub(super) struct Owners<'p> {
    /// By end.
    states: Vec<(Span, &'p EntityId)>,
    /// By start.
    spans: Vec<Span>,
}

impl<'p> Owners<'p> {
    /// Gathers what is proposed so far.
    pub fn new(context: &Context<'_>, proposals: &'p Proposals) -> Self {
        let states = proposals
            .of(Kind::Country)
            .filter(|mention| matches!(mention.form, Some(Form::Name | Form::Abbreviation)))
            // 侵华|日军: the letter is never an owner.
            .filter(|mention| mention.span.of(context.text()) != OBJECT);
        let mut states: Vec<(Span, &EntityId)> =
            states.filter_map(|mention| Some((mention.span, &mention.links.first()?.entity))).collect();
        states.sort_unstable_by_key(|(span, _)| span.end);
        let mut spans: Vec<Span> = states.iter().map(|(span, _)| *span).collect();
        spans.sort_unstable();
        Owners { states, spans }
    }

    /// All of them, by end.
    pub fn all(&self) -> &[(Span, &'p EntityId)] {
        &self.states
    }

    /// The state whose mention ends at a view offset.
    pub fn before(&self, at: u32) -> Option<(Span, &'p EntityId)> {
        let number = self.states.binary_search_by_key(&at, |(span, _)| span.end).ok()?;
        Some(self.states[number])
    }

    /// Whether the name of a state begins at a view offset.
    pub fn begins(&self, at: u32) -> bool {
        self.spans.binary_search_by_key(&at, |state| state.start).is_ok()
    }

    /// Whether a view offset lies inside the name of a state, so that no name begins there: 白|俄罗斯外交部.
    pub fn split(&self, at: u32) -> bool {
        let next = self.spans.partition_point(|state| state.end <= at);
        self.spans.get(next).is_some_and(|state| state.start < at)
    }
}
