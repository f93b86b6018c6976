//! Bodies of the lexicon, bodies of a state named with the state in front, and names that end with a head noun.

mod chain;

use bangjiao_document::{Detail, EntityId, Kind, Link, Mention, NamedDetail, RuleId, Span};
use bangjiao_lexicon::Lexicon;

use crate::context::{Context, Proposals, Strength, Tagger};
use crate::scan::Entry;
pub(crate) use chain::HEADS;
use chain::{Heads, Units};

/// Tags organizations (联合国, 新华社; 美国国会, 俄外交部; 北京市统计局), and places that end with a head noun (华林宾馆).
pub(crate) struct OrganizationTagger {
    lexicon: RuleId,
    of_state: RuleId,
    heads: Heads,
}

impl OrganizationTagger {
    /// Reads the rules of a lexicon.
    pub fn new(lexicon: &Lexicon) -> Self {
        let rule = |id| RuleId::new(id).expect("the id is well formed");
        OrganizationTagger {
            lexicon: rule("organization-lexicon"),
            of_state: rule("organization-of-state"),
            heads: Heads::new(lexicon),
        }
    }

    /// Head nouns for the scan.
    pub fn words(&self) -> Vec<&str> {
        self.heads.words()
    }

    /// Names with a head noun; the longest of those inside each other.
    fn with_heads(&self, context: &Context<'_>, proposals: &mut Proposals) {
        let names = self.heads.find(context, &mut Units::new(context, proposals));
        let mut reached = u32::MAX;
        // From the last end on, so that a name that takes in an earlier one hides it.
        for name in names.iter().rev() {
            if name.span.start >= reached || name.span.end > reached {
                continue;
            }
            reached = name.span.start;
            let surface = name.span.of(context.text());
            let mention = Mention {
                links: vec![Link::plain(EntityId::unlinked(name.kind, surface))],
                detail: Detail::Named(NamedDetail::default()),
                ..Mention::new(name.span, name.kind, self.heads.id(name.rule).clone())
            };
            proposals.push(if name.holds { Strength::Certain } else { Strength::Context }, mention);
        }
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
            // 外交部|长 is an office, 农业部|门 are departments.
            if rest.starts_with(['长', '门']) && hit.span.of(context.text()).ends_with('部') {
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
        self.with_heads(context, proposals);
    }
}
