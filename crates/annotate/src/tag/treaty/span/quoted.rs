//! Names in 《》, 〈〉 and “”.

use bangjiao_document::{Span, TreatyType};
use bangjiao_lexicon::NounStrength;

use super::{BARE, LONGEST_GAP, Search};
use crate::tag::treaty::found::Found;
use crate::tag::treaty::modifier::Doubt;
use crate::tag::treaty::pieces::{Piece, distinct};
use crate::tag::treaty::reach::floor;
use crate::tag::treaty::{modifier, narrow};

impl<'g> Search<'_, '_, 'g, '_> {
    /// Behind the last opening mark before the noun, if nothing closes it.
    pub(super) fn opened(&self, mark: char, closing: char) -> Option<u32> {
        let floor = floor(self.context, self.noun.span.start);
        let before = self.context.between(floor, self.noun.span.start);
        let at = before.rfind(mark)?;
        (before.rfind(closing) < Some(at)).then(|| floor + narrow(at + mark.len_utf8()))
    }

    /// A title in 《》.
    pub(super) fn quoted(&self) -> Option<Found<'g>> {
        self.title(self.opened('《', '》')?)
    }

    /// A title in 〈〉 of a title in 《》 that is no document itself: 《关于批准〈…公约〉的决定》.
    pub(super) fn inner_title(&self) -> Option<Found<'g>> {
        let inside = self.opened('〈', '〉')?;
        let rest = self.context.text().get(self.noun.span.end as usize..).unwrap_or("");
        let outer = rest.find(['》', '《', '。', '\n']).filter(|&at| rest[at..].starts_with('》'));
        let is_part = outer.is_some_and(|at| {
            let end = self.noun.span.end + narrow(at);
            let nouns = &self.surfaces.nouns;
            let next = nouns.partition_point(|noun| noun.span.end < end);
            nouns.get(next).is_some_and(|noun| noun.span.end == end)
        });
        let is_plain = !self.context.between(inside, self.noun.span.start).contains('《');
        if is_part || !is_plain { None } else { self.title(inside) }
    }

    /// A title of the whole stretch from a view offset on.
    pub(super) fn title(&self, inside: u32) -> Option<Found<'g>> {
        let title = self.context.between(inside, self.noun.span.end);
        let is_bare = inside == self.noun.span.start && title.chars().count() <= BARE;
        let is_work = self.grammar.works.contains(title);
        if is_bare || is_work {
            return None;
        }
        let known = self.known(inside);
        if known.is_none() {
            let end = self.noun.span.end;
            let is_domestic = self.grammar.domestic.stand_in(title);
            let weak = self.noun.strength == NounStrength::Weak;
            let has_state = || !self.pieces.states_within(inside, self.noun.span.end).is_empty();
            // 《一纸声明》: what a statement is called by is a place, a body or what it is about.
            let has_place =
                || self.pieces.places().iter().any(|place| inside <= place.start && place.end <= end);
            let weak = weak
                || self.noun.treaty_type == TreatyType::Statement && !title.contains("关于") && !has_place();
            if is_domestic || weak && !has_state() && !self.grammar.signs.stand_in(title) {
                return None;
            }
        }
        let (known, repaired) = self.or_misprint(known, inside);
        let rule = &self.grammar.rules.quoted;
        Some(Found { is_title: true, known, repaired, ..self.found(inside, rule) })
    }

    /// A title in “”: its noun must be one of treaties, or a state or a name of the lexicon stand in it.
    pub(super) fn in_quotation_marks(&self) -> Option<Found<'g>> {
        let floor = floor(self.context, self.noun.span.start);
        let before = self.context.between(floor, self.noun.span.start);
        let opened = before.rfind('“')?;
        let inside = floor + narrow(opened + '“'.len_utf8());
        let content = &before[opened + '“'.len_utf8()..];
        let rest = self.context.text().get(self.noun.span.end as usize + '”'.len_utf8()..).unwrap_or("");
        let is_body = rest.starts_with("组织");
        if content.is_empty() || content.contains(['”', '，', '。', '；', '《']) || is_body {
            return None;
        }
        let sure = matches!(
            self.noun.treaty_type,
            TreatyType::Treaty
                | TreatyType::Convention
                | TreatyType::Protocol
                | TreatyType::Communique
                | TreatyType::JointStatement
                | TreatyType::Charter
        );
        let has_state = || !self.pieces.states_within(inside, self.noun.span.end).is_empty();
        if self.noun.strength == NounStrength::Weak || !sure && self.known(inside).is_none() && !has_state() {
            return None;
        }
        let modifier = Span::new(inside, self.noun.span.start);
        let about = content.contains("关于");
        let fits = about || modifier::fits(self.context, self.grammar, self.pieces, modifier, Doubt::Parties);
        if fits { self.title(inside) } else { None }
    }

    /// “脱欧”协议: a byname in quotation marks, in a sentence that names a state.
    pub(super) fn byname(&self, floor: u32, before: &str) -> Option<Found<'g>> {
        let noun = self.noun.span.of(self.context.text());
        let quotation = before.strip_suffix('”')?;
        let opened = quotation.rfind('“')?;
        let name = &quotation[opened + '“'.len_utf8()..];
        if name.chars().count() < BARE
            || name.len() > LONGEST_GAP
            || noun.chars().count() > BARE
            || self.noun.strength == NounStrength::Weak
            || matches!(self.noun.treaty_type, TreatyType::Statement)
            || self.grammar.domestic.stand_in(name)
        {
            return None;
        }
        let start = self.noun.span.start - narrow(before.len() - opened);
        let states = self.pieces.states_within(floor, start);
        if states.is_empty() {
            return None;
        }
        // A state in which something happens is none that agrees: 在法国斯特拉斯堡.
        let acts = |piece: &&Piece<'_>| self.context.before(piece.span.start) != Some('在');
        let actors = distinct(states.iter().filter(acts));
        let parties = if actors.len() == 1 { actors } else { Vec::new() };
        Some(Found { parties, ..self.found(start, &self.grammar.rules.byname) })
    }
}
