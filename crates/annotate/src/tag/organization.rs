//! Bodies of the lexicon, bodies of a state named with the state in front, and names that end with a head noun.

mod chain;
mod forces;
mod listed;
mod owners;
mod whose;

use std::cmp::Reverse;
use std::sync::Arc;

use bangjiao_document::{Detail, EntityId, Kind, Link, Mention, NamedDetail, RuleId, Span};
use bangjiao_lexicon::{Lexicon, Organization};

use crate::context::{Context, Proposals, Strength, Tagger};
use crate::scan::{Entry, Hit};
use crate::tag::characters::Characters;
use crate::tag::letters;
pub(crate) use chain::HEADS;
use chain::{Heads, OUR_STATE, Units};
use owners::Owners;
use whose::{Beginnings, Whose};

/// Tags organizations (联合国, 新华社; 美国国会, 俄外交部; 北京市统计局), and places that end with a head noun (华林宾馆).
pub(crate) struct OrganizationTagger {
    lexicon: RuleId,
    of_state: RuleId,
    of_term: RuleId,
    gazetteer: RuleId,
    letters: RuleId,
    heads: Heads,
    whose: Whose,
    characters: Arc<Characters>,
    /// What is a body with the party before it: 中央.
    organs: Vec<String>,
    /// Armed forces after the state: 军队, 军.
    forces: Vec<String>,
    /// What heads of states and governments have, after the state: 总统府.
    cabinets: Vec<String>,
    /// The body whose name may stand before those of its agencies: 联合国.
    parent: Option<String>,
    /// What makes another party of one, behind its name: （马列）.
    wings: Vec<String>,
    /// What follows the name of a party and is no part of a word with its end: 派团.
    sends: Vec<String>,
    /// Ends of names with what makes another word of them: 民主党|派.
    goes_on: Vec<(String, String)>,
}

impl OrganizationTagger {
    /// Reads the rules of a lexicon.
    pub fn new(lexicon: &Lexicon, characters: Arc<Characters>) -> Self {
        let rule = |id| RuleId::new(id).expect("the id is well formed");
        let of_bodies = lexicon.rules("bodies").iter().find(|rule| rule.id.as_str() == "organization-head");
        let texts = |key| of_bodies.map(|rule| rule.texts(key)).unwrap_or_default();
        OrganizationTagger {
            characters,
            letters: rule("organization-letters"),
            organs: texts("organs"),
            forces: texts("forces"),
            cabinets: texts("cabinets"),
            parent: of_bodies.and_then(|rule| rule.text("parent")).map(str::to_owned),
            wings: texts("wings"),
            sends: texts("sends"),
            goes_on: texts("goes_on")
                .iter()
                .filter_map(|word| word.split_once('|'))
                .map(|(end, next)| (end.to_owned(), next.to_owned()))
                .collect(),
            lexicon: rule("organization-lexicon"),
            of_state: rule("organization-of-state"),
            of_term: rule("organization-of-term"),
            gazetteer: rule("place-gazetteer"),
            heads: Heads::new(lexicon),
            whose: Whose::new(lexicon, of_bodies),
        }
    }

    /// Head nouns for the scan.
    pub fn words(&self) -> Vec<&str> {
        self.heads.words()
    }

    /// Parties that the article names with their state before, without it: 劳动党|中央委员会 after 阿尔巴尼亚劳动党.
    fn parties_again(&self, context: &Context<'_>, owners: &Owners<'_>, found: &mut Vec<Mention>) {
        let text = context.text();
        let organizations = context.lexicon.organizations();
        found.sort_unstable_by_key(|body| body.span.start);
        let mut tails: Vec<(&str, &Organization)> = Vec::new();
        for hit in context.hits {
            let Entry::Organization(row) = hit.entry else { continue };
            let organization = &organizations[row as usize];
            if !matches!(organization.kind.as_str(), "party" | "movement")
                || found.binary_search_by_key(&hit.span.start, |body| body.span.start).is_err()
            {
                continue;
            }
            let name = hit.span.of(text);
            let tail = name.char_indices().map(|(at, _)| at).find_map(|at| {
                owners
                    .before(hit.span.start + u32::try_from(at).ok()?)
                    .filter(|(state, _)| state.start == hit.span.start)?;
                Some(&name[at..])
            });
            // 共产党 alone is a word for any of them.
            let is_name = |tail: &&str| tail.chars().nth(SHORTEST_TAIL - 1).is_some() && *tail != COMMUNISTS;
            let Some(tail) = tail.filter(is_name) else { continue };
            if tails.len() < MOST_TAILS && !tails.iter().any(|(known, _)| *known == tail) {
                tails.push((tail, organization));
            }
        }
        let mut again = Vec::new();
        for (tail, organization) in tails {
            for at in memchr::memmem::find_iter(text.as_bytes(), tail.as_bytes()) {
                let span = Span::from_usize(at, at + tail.len());
                // 劳动党|中央政治局|委员, where the dictionary has other words.
                let rest = &text[span.end as usize..];
                let organs = self.organs.iter().filter(|organ| rest.starts_with(organ.as_str()));
                let organ = organs.map(String::len).max().and_then(|length| u32::try_from(length).ok());
                let organ = organ.map(|length| span.end + length);
                let end = organ.unwrap_or(span.end);
                let first = found.partition_point(|body| body.span.start < span.start);
                let before_it = first > 0 && found[first - 1].span.end > span.start;
                let mut inside = found[first..].iter().take_while(|body| body.span.start < end);
                let is_taken =
                    before_it || inside.any(|body| body.span.end > end || body.span.start == span.start);
                if is_taken
                    || owners.before(span.start).is_some()
                    || !context.words.is_border(span.start)
                    || organ.is_none() && !context.words.is_border(span.end)
                {
                    continue;
                }
                let whole = organ.map_or(span, |end| Span::new(span.start, end));
                let link = match organ {
                    Some(_) => EntityId::unlinked(Kind::Organization, whole.of(text)),
                    None => organization.id.clone(),
                };
                again.push(Mention {
                    links: vec![Link::plain(link)],
                    detail: Detail::Named(NamedDetail { country: organization.country.clone() }),
                    ..Mention::new(whole, Kind::Organization, self.lexicon.clone())
                });
            }
        }
        // 中央书记处 inside 劳动党中央书记处.
        again.sort_unstable_by_key(|whole: &Mention| whole.span.start);
        found.retain(|body| {
            let next = again.partition_point(|whole| whole.span.start <= body.span.start);
            next == 0 || !again[next - 1].span.contains(body.span)
        });
        found.append(&mut again);
    }

    /// 西藏|自治区党委: in a body's name the place is the region without its unit.
    fn without_units(&self, context: &Context<'_>, proposals: &mut Proposals) {
        let places = context.lexicon.places();
        let with_unit = |span: Span| span.of(context.text()).ends_with("自治区");
        let mut starts: Vec<Span> =
            proposals.of(Kind::Place).map(|place| place.span).filter(|&span| with_unit(span)).collect();
        if starts.is_empty() {
            return;
        }
        let mut bodies: Vec<Span> = proposals.of(Kind::Organization).map(|body| body.span).collect();
        bodies.sort_unstable_by_key(|body| (body.start, Reverse(body.end)));
        starts.retain(|region| {
            let longest = bodies.partition_point(|body| body.start < region.start);
            bodies.get(longest).is_some_and(|body| body.start == region.start && body.end > region.end)
        });
        let regions: Vec<Mention> = starts
            .into_iter()
            .filter_map(|region| {
                let same = |hit: &&Hit| hit.span.start == region.start;
                let hits = context.hits_from(region.start).iter().take_while(same);
                let mut names = hits.filter_map(|hit| match hit.entry {
                    Entry::Place(row) => Some((hit.span, &places[row as usize])),
                    _ => None,
                });
                let (_, place) = names.find(|(span, _)| *span == region)?;
                let (span, _) = names.find(|(span, other)| other.id == place.id && !with_unit(*span))?;
                Some(Mention {
                    links: vec![Link::plain(place.id.clone())],
                    detail: Detail::Named(NamedDetail { country: place.country.clone() }),
                    ..Mention::new(span, Kind::Place, self.gazetteer.clone())
                })
            })
            .collect();
        for region in regions {
            proposals.push(Strength::Certain, region);
        }
    }

    /// 中国共产党|第十一届|中央委员会: a body of the term of another is one with it.
    fn of_terms(&self, context: &Context<'_>, proposals: &mut Proposals) {
        let mut bodies: Vec<&Mention> = proposals.of(Kind::Organization).collect();
        bodies.sort_unstable_by_key(|body| (body.span.start, Reverse(body.span.end)));
        bodies.dedup_by_key(|body| body.span.start);
        let mut found = Vec::new();
        for pair in bodies.windows(2) {
            let (body, organ) = (pair[0].span, pair[1].span);
            if body.end >= organ.start || !is_term(context.between(body.end, organ.start)) {
                continue;
            }
            let whole = Span::new(body.start, organ.end);
            found.push(Mention {
                links: vec![Link::plain(EntityId::unlinked(Kind::Organization, whole.of(context.text())))],
                detail: pair[0].detail.clone(),
                ..Mention::new(whole, Kind::Organization, self.of_term.clone())
            });
        }
        for mention in found {
            proposals.push(Strength::Certain, mention);
        }
    }

    /// Names with a head noun; the longest of those inside each other.
    fn with_heads(&self, context: &Context<'_>, parts: &[Span], proposals: &mut Proposals) {
        let names = self.heads.find(context, Units::new(proposals, parts));
        let mut starts: Vec<u32> = names.iter().map(|name| name.span.start).collect();
        starts.sort_unstable();
        let countries = Beginnings::new(proposals, &starts);
        let mut reached = u32::MAX;
        // From the last end on, so that a name that takes in an earlier one hides it.
        for name in names.iter().rev() {
            if name.span.start >= reached || name.span.end > reached {
                continue;
            }
            reached = name.span.start;
            let whole = (name.kind == Kind::Organization)
                .then(|| self.heads.with_divisions(context, name.span))
                .flatten()
                .unwrap_or(name.span);
            let surface = whole.of(context.text());
            let ours = || context.home.filter(|_| surface.starts_with(OUR_STATE)).cloned();
            // 驻|旧金山总领馆 is not of the state where it stands.
            let is_sent =
                context.before(whole.start) == Some('驻') && SENT.iter().any(|end| surface.ends_with(end));
            let country = countries.of(whole.start).or_else(ours).filter(|_| !is_sent);
            let mention = Mention {
                links: vec![Link::plain(EntityId::unlinked(name.kind, surface))],
                detail: Detail::Named(NamedDetail { country }),
                ..Mention::new(whole, name.kind, self.heads.id(name.rule).clone())
            };
            let strength = match (name.holds, name.natural) {
                (true, _) => Strength::Certain,
                (false, true) => Strength::Lexicon,
                (false, false) => Strength::Context,
            };
            proposals.push(strength, mention);
        }
    }
}

impl Tagger for OrganizationTagger {
    fn propose(&self, context: &Context<'_>, proposals: &mut Proposals) {
        let (found, of_states, parts) = {
            let owners = Owners::new(context, proposals);
            let (mut found, parts) = self.listed(context, &owners, proposals);
            self.parties_again(context, &owners, &mut found);
            found.sort_unstable_by_key(|body| body.span.start);
            let mut of_states = self.armies(context, &owners, &found);
            of_states.extend(self.cabinets(context, &owners, &found));
            (found, of_states, parts)
        };
        let found = found.into_iter().map(|body| (Strength::Certain, body));
        for (strength, mention) in of_states.into_iter().chain(found) {
            proposals.push(strength, mention);
        }
        self.with_heads(context, &parts, proposals);
        self.of_terms(context, proposals);
        self.without_units(context, proposals);
        letters::propose(context, Kind::Organization, &self.letters, proposals);
    }
}

/// Whether a stretch is the number of a term: 第十一届, 七届.
fn is_term(between: &str) -> bool {
    let number = between.strip_suffix('届').map(|rest| rest.strip_prefix('第').unwrap_or(rest));
    number.is_some_and(|number| !number.is_empty() && number.chars().all(|c| NUMERALS.contains(&c)))
}

/// Numerals of a term.
const NUMERALS: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/// An article names so many parties without their state at most.
const MOST_TAILS: usize = 8;

/// Ends of the names of what a state has in another.
const SENT: [&str; 5] = ["使馆", "领馆", "领事馆", "代表处", "办事处"];

/// What parties of many states are called.
const COMMUNISTS: &str = "共产党";

/// Characters of a party's name without its state at least.
const SHORTEST_TAIL: usize = 3;

/// A name of so many bytes (two Han characters) must stand between words.
const SHORT: u32 = 6;
