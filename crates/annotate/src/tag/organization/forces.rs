//! The armed forces of a state, and the offices of its head, named with the state in front: 瑞典|军队, 俄|军, 黎巴嫩|总统府.

use bangjiao_document::{Detail, EntityId, Kind, Link, Mention, NamedDetail, Span};

use super::owners::Owners;
use super::{OrganizationTagger, SHORT};
use crate::context::{Context, Strength};
use crate::tag::characters::is_han;

/// What the armed forces of a state are called in its entity.
const ARMY: &str = "军队";

/// Words before the place where something is done: 在|黎巴嫩总统府.
const WHERE: [char; 7] = ['在', '于', '到', '抵', '赴', '往', '入'];

impl OrganizationTagger {
    /// The armies of the article's states, where no body of the lexicon begins; `found` are these, by start.
    pub(super) fn armies(
        &self,
        context: &Context<'_>,
        owners: &Owners<'_>,
        found: &[Mention],
    ) -> Vec<(Strength, Mention)> {
        let mut armies = Vec::new();
        for (state, entity) in owners.all() {
            let Some(span) = self.armed_forces(context, *state) else { continue };
            // 俄白|军队: of both.
            let joined = |(other, _): (Span, _)| context.before(other.start) != Some('驻');
            if state.len() <= SHORT / 2 && owners.before(state.start).is_some_and(joined)
                || found.binary_search_by_key(&state.start, |body| body.span.start).is_ok()
            {
                continue;
            }
            let strength = if ends_name(context, *state) { Strength::Context } else { Strength::Certain };
            let mention = Mention {
                links: vec![Link::plain(EntityId::unlinked(Kind::Organization, &format!("{entity}-{ARMY}")))],
                detail: Detail::Named(NamedDetail { country: Some((*entity).clone()) }),
                ..Mention::new(span, Kind::Organization, self.of_state.clone())
            };
            armies.push((strength, mention));
        }
        armies
    }

    /// What the heads of the article's states have and speak through: 黎巴嫩|总统府; not where somebody is (在黎巴嫩总统府).
    pub(super) fn cabinets(
        &self,
        context: &Context<'_>,
        owners: &Owners<'_>,
        found: &[Mention],
    ) -> Vec<(Strength, Mention)> {
        let mut cabinets = Vec::new();
        for (state, entity) in owners.all() {
            let (lead, rest) =
                (&context.text()[..state.start as usize], &context.text()[state.end as usize..]);
            let longest = self.cabinets.iter().filter(|name| rest.starts_with(name.as_str()));
            let Some(name) = longest.max_by_key(|name| name.len()) else { continue };
            let end = state.end + u32::try_from(name.len()).unwrap_or(0);
            if lead.ends_with(WHERE)
                || !context.words.is_border(end)
                || found.binary_search_by_key(&state.start, |body| body.span.start).is_ok()
            {
                continue;
            }
            let body = EntityId::unlinked(Kind::Organization, &format!("{entity}-{name}"));
            let mention = Mention {
                links: vec![Link::plain(body)],
                detail: Detail::Named(NamedDetail { country: Some((*entity).clone()) }),
                ..Mention::new(Span::new(state.start, end), Kind::Organization, self.of_state.clone())
            };
            cabinets.push((Strength::Certain, mention));
        }
        cabinets
    }

    /// The armed forces of a state: 瑞典|军队, 俄|军; not 俄|军事.
    fn armed_forces(&self, context: &Context<'_>, state: Span) -> Option<Span> {
        let rest = &context.text()[state.end as usize..];
        // 南|黎巴嫩军 is another army.
        if state.of(context.text()).starts_with('我')
            || matches!(context.before(state.start), Some('南' | '北'))
        {
            return None;
        }
        let forces = self.forces.iter().find(|forces| rest.starts_with(forces.as_str()))?;
        let end = state.end + u32::try_from(forces.len()).unwrap_or(0);
        let word = context.words.word_at(end - SHORT / 2)?;
        // 俄军|演
        let goes_on = goes_on_army(&context.text()[end as usize..]);
        (word.end == end && context.words.is_border(end) && !goes_on).then(|| Span::new(state.start, end))
    }
}

/// Whether what follows 军 makes another word of it: 军演, 军机, 军控, but 美军|控制.
pub(super) fn goes_on_army(rest: &str) -> bool {
    rest.starts_with(['演', '网', '力', '购', '售', '援', '备'])
        || rest.starts_with('控') && !rest.starts_with("控制")
        || rest.starts_with('机')
            && !["机场", "机构", "机关", "机械"].iter().any(|word| rest.starts_with(word))
}

/// Whether the letter of a state may be a part of a person's name: 赵|英军.
fn ends_name(context: &Context<'_>, letter: Span) -> bool {
    let one = SHORT / 2;
    let Some(at) = letter.start.checked_sub(one).filter(|_| letter.len() <= one) else { return false };
    context.before(letter.start).is_some_and(is_han)
        && context.words.word_at(at).is_some_and(|word| {
            word.start == at
                && word.end == letter.start
                && !matches!(
                    context.words.part_of_speech(word),
                    "p" | "c" | "v" | "d" | "u" | "uj" | "ul" | "r" | "f" | "m"
                )
        })
}
