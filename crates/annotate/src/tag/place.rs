//! Places of the lexicon: cities, provinces, regions, seas, buildings.

use bangjiao_document::{Detail, Kind, Link, Mention, NamedDetail, RuleId, Span};

use crate::context::{Context, Proposals, Strength, Tagger};
use crate::scan::Entry;

/// Tags places by the gazetteer, longest first.
pub(crate) struct PlaceTagger {
    gazetteer: RuleId,
}

impl PlaceTagger {
    /// Makes the tagger.
    pub fn new() -> Self {
        PlaceTagger { gazetteer: RuleId::new("place-gazetteer").expect("the id is well formed") }
    }
}

/// A name of so many bytes (two Han characters) must begin or end with a word, or it is a chance meeting of characters.
const SHORT: u32 = 6;

impl Tagger for PlaceTagger {
    fn propose(&self, context: &Context<'_>, proposals: &mut Proposals) {
        let places = context.lexicon.places();
        let mut reached = 0;
        let mut previous = Span::default();
        for hit in context.hits {
            let Entry::Place(row) = hit.entry else { continue };
            if hit.span.start < reached || hit.span == previous {
                continue;
            }
            previous = hit.span;
            let place = &places[row as usize];
            if !place.window.contains(context.day) || is_clock(context, hit.span) {
                continue;
            }
            let (starts, ends) =
                (context.words.is_border(hit.span.start), context.words.is_border(hit.span.end));
            let fits = if hit.span.len() <= SHORT {
                starts && ends || whole_word(context, hit.span)
            } else {
                starts || ends
            };
            if !fits {
                continue;
            }
            reached = hit.span.end;
            proposals.push(
                Strength::Lexicon,
                Mention {
                    links: vec![Link::plain(place.id.clone())],
                    detail: Detail::Named(NamedDetail { country: place.country.clone() }),
                    ..Mention::new(hit.span, Kind::Place, self.gazetteer.clone())
                },
            );
        }
    }
}

/// 北京时间 is a clock and no place.
fn is_clock(context: &Context<'_>, span: Span) -> bool {
    context.text()[span.end as usize..].starts_with("时间")
}

/// Whether the name begins a word that goes on with the sort of the place: 北京|市.
fn whole_word(context: &Context<'_>, span: Span) -> bool {
    context.words.word_at(span.start).is_some_and(|word| {
        word.start == span.start
            && matches!(
                context.between(span.end, word.end),
                "国家"
                    | "地区"
                    | "各国"
                    | "市"
                    | "省"
                    | "县"
                    | "州"
                    | "区"
                    | "岛"
                    | "湾"
                    | "城"
                    | "港"
                    | "人"
                    | "大学"
                    | "话"
                    | "会议"
                    | "路"
            )
    })
}
