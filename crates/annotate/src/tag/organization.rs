//! Bodies of the lexicon, and bodies of a state named with the state in front.

use bangjiao_document::{Detail, EntityId, Kind, Link, Mention, NamedDetail, RuleId, Span};

use crate::context::{Context, Proposals, Strength, Tagger};
use crate::scan::Entry;

/// Tags organizations: 联合国, 新华社; 美国国会, 俄外交部.
pub(crate) struct OrganizationTagger {
    lexicon: RuleId,
    of_state: RuleId,
}

impl OrganizationTagger {
    /// Makes the tagger.
    pub fn new() -> Self {
        let rule = |id| RuleId::new(id).expect("the id is well formed");
        OrganizationTagger { lexicon: rule("organization-lexicon"), of_state: rule("organization-of-state") }
    }
}

impl Tagger for OrganizationTagger {
    fn propose(&self, context: &Context<'_>, proposals: &mut Proposals) {
        let organizations = context.lexicon.organizations();
        let mut states: Vec<(Span, EntityId)> = proposals
            .of(Kind::Country)
            .filter_map(|mention| Some((mention.span, mention.links.first()?.entity.clone())))
            .collect();
        states.sort_by_key(|(span, _)| span.end);
        let before = |at: u32| {
            let number = states.binary_search_by_key(&at, |(span, _)| span.end).ok()?;
            Some(&states[number])
        };
        let mut reached = 0;
        for hit in context.hits {
            let Entry::Organization(row) = hit.entry else { continue };
            if hit.span.start < reached {
                continue;
            }
            let organization = &organizations[row as usize];
            let rest = &context.text()[hit.span.end as usize..];
            // 外交部|长 is an office.
            if rest.starts_with('长') && hit.span.of(context.text()).ends_with('部') {
                continue;
            }
            if !organization.window.contains(context.day) {
                continue;
            }
            let (starts, ends) =
                (context.words.is_border(hit.span.start), context.words.is_border(hit.span.end));
            if !(starts || ends) || (hit.span.len() <= 6 && !(starts && ends)) {
                continue;
            }
            reached = hit.span.end;
            let mention = match before(hit.span.start) {
                // 国会 of 美国国会 is the body of that state, which the lexicon knows only without one.
                Some((state, entity)) if organization.country.is_none() => {
                    let span = Span::new(state.start, hit.span.end);
                    let surface = format!("{entity}-{}", organization.name_zh);
                    Mention {
                        links: vec![Link::plain(EntityId::unlinked(Kind::Organization, &surface))],
                        detail: Detail::Named(NamedDetail { country: Some(entity.clone()) }),
                        ..Mention::new(span, Kind::Organization, self.of_state.clone())
                    }
                }
                _ => Mention {
                    links: vec![Link::plain(organization.id.clone())],
                    detail: Detail::Named(NamedDetail { country: organization.country.clone() }),
                    ..Mention::new(hit.span, Kind::Organization, self.lexicon.clone())
                },
            };
            proposals.push(Strength::Certain, mention);
        }
    }
}
