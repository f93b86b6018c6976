//! Which place of the gazetteer a name means that several bear: 圣地亚哥 in Chile or in Cuba, 丽水 in Zhejiang or in Korea.

use std::ops::Range;

use bangjiao_document::{Detail, EntityId, Form, Kind, Mention, Span};
use bangjiao_lexicon::Place;

use crate::context::{Context, Proposals, Strength};
use crate::scan::{Entry, Hit};

/// So many states of a sentence or paragraph are looked at.
const MOST_STATES: usize = 200;

/// A place by its row, or by the first of several.
pub(super) struct Gazetted {
    pub strength: Strength,
    pub mention: Mention,
    /// The rows of its name that hold on the day, if they are several, the likeliest first.
    pub rows: Vec<u32>,
}

/// The rows of a name that hold on the article's day: those in the newspaper's own state first, then those that bear it as
/// their first name, in the order of the file.
pub(super) fn rows(context: &Context<'_>, hits: &[Hit], span: Span) -> Vec<u32> {
    let places = context.lexicon.places();
    let here = hits.iter().take_while(|hit| hit.span == span);
    let rows = here.filter_map(|hit| match hit.entry {
        Entry::Place(row) => Some(row),
        _ => None,
    });
    let mut rows: Vec<u32> = rows.filter(|row| places[*row as usize].window.contains(context.day)).collect();
    if rows.len() > 1 {
        let name = span.of(context.text());
        rows.sort_by_key(|row| {
            let place = &places[*row as usize];
            (place.country.as_ref() != context.home, place.name_zh != name)
        });
    }
    rows
}

/// The place among rows that lies in a state, else the one that lies in none.
pub(super) fn of_state<'l>(places: &'l [Place], rows: &[u32], state: &EntityId) -> Option<&'l Place> {
    let such = |own: Option<&EntityId>| {
        rows.iter().map(|row| &places[*row as usize]).find(|place| place.country.as_ref() == own)
    };
    such(Some(state)).or_else(|| such(None))
}

/// What an article names of states: by the view offset where each ends, and whether as a state or by a place in it.
pub(super) struct Named<'a> {
    states: Vec<(u32, &'a EntityId, bool)>,
}

impl<'a> Named<'a> {
    /// Gathers the states, and the places of names that only one bears.
    pub fn new(proposals: &'a Proposals, found: &'a [Gazetted]) -> Self {
        let states = proposals.of(Kind::Country).filter_map(|state| {
            let named = matches!(state.form, Some(Form::Name | Form::Abbreviation));
            Some((state.span.end, &state.links.first().filter(|_| named)?.entity, true))
        });
        let places = found.iter().filter(|place| place.rows.is_empty());
        let places = places.filter_map(|place| match &place.mention.detail {
            Detail::Named(named) => Some((place.mention.span.end, named.country.as_ref()?, false)),
            _ => None,
        });
        let mut states: Vec<(u32, &EntityId, bool)> = states.chain(places).collect();
        states.sort();
        Named { states }
    }

    /// Chooses among the places of one name the one whose state, or another place of it, the sentence names, else the
    /// paragraph so far; of several the likeliest, and that without evidence too.
    ///
    /// For a place of the newspaper's own state, which nearly every article names, only other places in it count; for one
    /// of no state (北海) any other state in the sentence.
    pub fn choose(&self, context: &Context<'_>, rows: &[u32], span: Span) -> u32 {
        if let [only] = rows {
            return *only;
        }
        let places = context.lexicon.places();
        let sentence = context.layout.sentences.get(context.layout.sentence_at(span.start));
        let sentence = sentence.map_or(span.start..span.end, |own| own.span.start..own.span.end);
        let paragraph = context.paragraph_start(span.start)..sentence.end;
        let is_in =
            |row: &u32, stretch: &Range<u32>, is_near: bool| match places[*row as usize].country.as_ref() {
                None => is_near && self.any(stretch, |state, _| Some(state) != context.home),
                Some(own) => {
                    let is_home = context.home == Some(own);
                    self.any(stretch, |state, as_state| state == own && !(is_home && as_state))
                }
            };
        let near = rows.iter().find(|row| is_in(row, &sentence, true));
        *near.or_else(|| rows.iter().find(|row| is_in(row, &paragraph, false))).unwrap_or(&rows[0])
    }

    /// Whether a stretch names a state that fits.
    fn any(&self, stretch: &Range<u32>, fits: impl Fn(&EntityId, bool) -> bool) -> bool {
        let first = self.states.partition_point(|(end, ..)| *end <= stretch.start);
        let inside = self.states[first..].iter().take_while(|(end, ..)| *end <= stretch.end);
        inside.take(MOST_STATES).any(|(_, state, as_state)| fits(state, *as_state))
    }
}
