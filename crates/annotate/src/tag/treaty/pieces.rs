//! States, persons, dates and references to states, as earlier taggers proposed them.

use std::cell::OnceCell;

use bangjiao_document::{Detail, EntityId, Form, Kind, Link, Mention, Office, Span};

use crate::context::Proposals;

/// A state's name, or a word that stands for several.
pub(super) struct Piece<'p> {
    pub span: Span,
    pub entities: &'p [Link],
    /// 双方, 两国: refers back to states named before.
    pub refers: bool,
}

/// A person.
pub(super) struct PersonPiece<'p> {
    pub span: Span,
    /// The state for which the person speaks: that of a person of the lexicon or of an office.
    pub state: Option<&'p EntityId>,
}

/// A date and its value.
pub(super) struct DatePiece<'p> {
    pub span: Span,
    pub value: Option<&'p str>,
}

/// The pieces of a document, by start; each list is made when it is first asked for.
pub(super) struct Pieces<'p> {
    proposals: &'p Proposals,
    states: OnceCell<Vec<Piece<'p>>>,
    dates: OnceCell<Vec<DatePiece<'p>>>,
    persons: OnceCell<Vec<PersonPiece<'p>>>,
    places: OnceCell<Vec<Span>>,
    bodies: OnceCell<Vec<Span>>,
}

impl<'p> Pieces<'p> {
    pub fn of(proposals: &'p Proposals) -> Self {
        Pieces {
            proposals,
            states: OnceCell::new(),
            dates: OnceCell::new(),
            persons: OnceCell::new(),
            places: OnceCell::new(),
            bodies: OnceCell::new(),
        }
    }

    pub fn states(&self) -> &[Piece<'p>] {
        self.states.get_or_init(|| {
            let piece = |mention: &'p Mention| Piece {
                span: mention.span,
                entities: &mention.links,
                refers: mention.form == Some(Form::Anaphor),
            };
            let mut states: Vec<_> = self.proposals.of(Kind::Country).map(piece).collect();
            states.sort_by_key(|piece| (piece.span.start, std::cmp::Reverse(piece.span.end)));
            // Of two readings that overlap the longer one stands.
            let mut reach = 0;
            states.retain(|piece| {
                let keep = piece.span.start >= reach;
                if keep {
                    reach = piece.span.end;
                }
                keep
            });
            states
        })
    }

    fn dates(&self) -> &[DatePiece<'p>] {
        self.dates.get_or_init(|| {
            let piece = |mention: &'p Mention| DatePiece {
                span: mention.span,
                value: match &mention.detail {
                    Detail::Date(date) => date.value.as_deref(),
                    _ => None,
                },
            };
            let mut dates: Vec<_> = self.proposals.of(Kind::Date).map(piece).collect();
            dates.sort_by_key(|piece| piece.span.start);
            dates
        })
    }

    fn persons(&self) -> &[PersonPiece<'p>] {
        self.persons.get_or_init(|| {
            let piece = |mention: &'p Mention| PersonPiece { span: mention.span, state: spoken_for(mention) };
            let mut persons: Vec<_> = self.proposals.of(Kind::Person).map(piece).collect();
            persons.sort_by_key(|piece| piece.span.start);
            persons
        })
    }

    /// Places, for the place of signing.
    pub fn places(&self) -> &[Span] {
        self.places.get_or_init(|| {
            let mut places: Vec<Span> = self.proposals.of(Kind::Place).map(|mention| mention.span).collect();
            places.sort_unstable();
            places
        })
    }

    /// Whether a body of a state ends at a view offset that begins at another or before it: 中国|全国人大.
    pub fn is_body(&self, start: u32, end: u32) -> bool {
        let bodies = self.bodies.get_or_init(|| {
            let bodies = self.proposals.of(Kind::Organization).map(|mention| mention.span);
            let mut bodies: Vec<Span> = bodies.collect();
            bodies.sort_unstable_by_key(|body| (body.end, body.start));
            bodies
        });
        let first = bodies.partition_point(|body| body.end < end);
        bodies.get(first).is_some_and(|body| body.end == end && body.start <= start)
    }

    /// The place that ends at a view offset; few are asked for, so that no list is made.
    pub fn place_ending(&self, at: u32) -> Option<Span> {
        self.proposals.of(Kind::Place).map(|mention| mention.span).find(|place| place.end == at)
    }

    /// The longest place that begins at a view offset.
    pub fn place_beginning(&self, at: u32) -> Option<Span> {
        let places = self.proposals.of(Kind::Place).map(|mention| mention.span);
        places.filter(|place| place.start == at).max_by_key(|place| place.end)
    }

    /// The states that stand whole between two view offsets.
    pub fn states_within(&self, start: u32, end: u32) -> &[Piece<'p>] {
        let states = self.states();
        let from = states.partition_point(|piece| piece.span.start < start);
        let count = states[from..].iter().take_while(|piece| piece.span.end <= end).count();
        &states[from..from + count]
    }

    /// The persons that stand whole between two view offsets.
    pub fn persons_within(&self, start: u32, end: u32) -> &[PersonPiece<'p>] {
        let persons = self.persons();
        let from = persons.partition_point(|piece| piece.span.start < start);
        let count = persons[from..].iter().take_while(|piece| piece.span.end <= end).count();
        &persons[from..from + count]
    }

    /// The dates that stand whole between two view offsets.
    pub fn dates_within(&self, start: u32, end: u32) -> &[DatePiece<'p>] {
        let dates = self.dates();
        let from = dates.partition_point(|piece| piece.span.start < start);
        let count = dates[from..].iter().take_while(|piece| piece.span.end <= end).count();
        &dates[from..from + count]
    }

    /// The date that ends at a view offset.
    pub fn date_ending(&self, at: u32) -> Option<&DatePiece<'p>> {
        let dates = self.dates();
        let next = dates.partition_point(|piece| piece.span.end <= at);
        next.checked_sub(1).map(|last| &dates[last]).filter(|piece| piece.span.end == at)
    }

    /// The date that begins at a view offset.
    pub fn date_beginning(&self, at: u32) -> Option<&DatePiece<'p>> {
        let dates = self.dates();
        let first = dates.partition_point(|piece| piece.span.start < at);
        dates.get(first).filter(|piece| piece.span.start == at)
    }
}

/// The state for which a person speaks: one of the lexicon, or in an office of a state.
fn spoken_for(mention: &Mention) -> Option<&EntityId> {
    let Detail::Person(person) = &mention.detail else { return None };
    let is_known = mention.links.iter().any(|link| link.entity.is_linked());
    let in_office = person.office.is_some_and(|office| office != Office::Other);
    person.country.as_ref().filter(|_| is_known || in_office)
}

/// The different states of pieces, sorted.
pub(super) fn distinct<'a>(pieces: impl IntoIterator<Item = &'a Piece<'a>>) -> Vec<EntityId> {
    let mut states: Vec<EntityId> =
        pieces.into_iter().flat_map(|piece| piece.entities.iter().map(|link| link.entity.clone())).collect();
    states.sort();
    states.dedup();
    states
}
