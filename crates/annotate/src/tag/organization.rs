//! Bodies of the lexicon, bodies of a state named with the state in front, and names that end with a head noun.

mod chain;
mod whose;

use std::cmp::Reverse;

use bangjiao_document::{Detail, EntityId, Form, Kind, Link, Mention, NamedDetail, RuleId, Span};
use bangjiao_lexicon::{Lexicon, Organization};

use crate::context::{Context, Proposals, Strength, Tagger};
use crate::scan::{Entry, Hit};
use crate::tag::characters::is_han;
use crate::tag::letters;
pub(crate) use chain::HEADS;
use chain::{Heads, Units};
use whose::{Bare, Beginnings, Named, Whose};

/// Tags organizations (联合国, 新华社; 美国国会, 俄外交部; 北京市统计局), and places that end with a head noun (华林宾馆).
pub(crate) struct OrganizationTagger {
    lexicon: RuleId,
    of_state: RuleId,
    of_term: RuleId,
    gazetteer: RuleId,
    letters: RuleId,
    heads: Heads,
    whose: Whose,
    /// What is a body with the party before it: 中央.
    organs: Vec<String>,
    /// Armed forces after the state: 军队, 军.
    forces: Vec<String>,
    /// What makes another party of one, behind its name: （马列）.
    wings: Vec<String>,
    /// Ends of names with what makes another word of them: 民主党|派.
    goes_on: Vec<(String, String)>,
}

impl OrganizationTagger {
    /// Reads the rules of a lexicon.
    pub fn new(lexicon: &Lexicon) -> Self {
        let rule = |id| RuleId::new(id).expect("the id is well formed");
        let of_bodies = lexicon.rules("bodies").iter().find(|rule| rule.id.as_str() == "organization-head");
        let texts = |key| of_bodies.map(|rule| rule.texts(key)).unwrap_or_default();
        OrganizationTagger {
            letters: rule("organization-letters"),
            organs: texts("organs"),
            forces: texts("forces"),
            wings: texts("wings"),
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

    /// Where the organ of a party that ends at a view offset ends: 越共|中央.
    fn organ(&self, context: &Context<'_>, at: u32) -> Option<u32> {
        let rest = &context.text()[at as usize..];
        let organs = self.organs.iter().filter(|organ| rest.starts_with(organ.as_str()));
        let end = at + u32::try_from(organs.map(String::len).max()?).unwrap_or(0);
        context.words.is_border(end).then_some(end)
    }

    /// Where the bracket that makes another party of one ends that ends at a view offset.
    fn wing(&self, rest: &str, at: u32) -> Option<u32> {
        let wing = self.wings.iter().find(|wing| rest.starts_with(wing.as_str()))?;
        Some(at + u32::try_from(wing.len()).unwrap_or(0))
    }

    /// Parties that the article names with their state before, without it: 劳动党|中央委员会 after 阿尔巴尼亚劳动党.
    fn parties_again<'a>(
        &self,
        context: &Context<'_>,
        before: &impl Fn(u32) -> Option<(Span, &'a EntityId)>,
        found: &mut Vec<Mention>,
    ) {
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
                before(hit.span.start + u32::try_from(at).ok()?)
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
                    || before(span.start).is_some()
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
            let mention = Mention {
                links: vec![Link::plain(EntityId::unlinked(name.kind, surface))],
                detail: Detail::Named(NamedDetail { country: countries.of(whole.start) }),
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
        let organizations = context.lexicon.organizations();
        let mut states: Vec<(Span, &EntityId)> = proposals
            .of(Kind::Country)
            .filter(|mention| matches!(mention.form, Some(Form::Name | Form::Abbreviation)))
            // 侵华|日军: the letter is never an owner.
            .filter(|mention| mention.span.of(context.text()) != OBJECT)
            .filter_map(|mention| Some((mention.span, &mention.links.first()?.entity)))
            .collect();
        states.sort_unstable_by_key(|(span, _)| span.end);
        let before = |at: u32| {
            let number = states.binary_search_by_key(&at, |(span, _)| span.end).ok()?;
            Some(states[number])
        };
        let mut inside: Vec<Span> = states.iter().map(|(span, _)| *span).collect();
        inside.sort_unstable();
        // 白|俄罗斯外交部: a name that begins inside the name of a state is none.
        let splits_state = |at: u32| {
            let next = inside.partition_point(|state| state.end <= at);
            inside.get(next).is_some_and(|state| state.start < at)
        };
        let mut found: Vec<Mention> = Vec::new();
        let mut reached = 0;
        // 人民日报|国际部, 八路军|办事处: papers, and bodies that have ended, count only as parts of names.
        let mut parts: Vec<Span> = Vec::new();
        let mut bare: Vec<Bare> = Vec::new();
        let mut named = Named::default();
        let mut has_parliament = false;
        // 国会|山, 侵华日军|南京大屠杀遇难同胞纪念馆: a longer name of a place.
        let mut place = Span::default();
        for hit in context.hits {
            let row = match hit.entry {
                Entry::Organization(row) => row,
                Entry::Place(row) => {
                    if hit.span.end > place.end && is_whole_place(context, row, hit.span) {
                        place = hit.span;
                    }
                    continue;
                }
                _ => continue,
            };
            if hit.span.start < reached || splits_state(hit.span.start) {
                continue;
            }
            let organization = &organizations[row as usize];
            // 联合国|总部 is the body's.
            let is_of_state = organization.country.is_some() || self.whose.is_common(row, organization);
            if is_of_state && place.contains(hit.span) && hit.span != place {
                continue;
            }
            // 省|人大常委会 is not the nation's.
            if context.before(hit.span.start).is_some_and(|unit| UNITS.contains(&unit))
                && organization.country.as_ref() == context.home
                && matches!(organization.kind.as_str(), "legislature" | "party")
            {
                continue;
            }
            let rest = &context.text()[hit.span.end as usize..];
            // 外交部|长 is an office, 农业部|门 are departments.
            if rest.starts_with(['长', '门']) && hit.span.of(context.text()).ends_with('部') {
                continue;
            }
            // 苏|军机
            let is_army = organization.kind == "military" && hit.span.of(context.text()).ends_with('军');
            if is_army && hit.span.len() <= SHORT && goes_on_army(rest) {
                continue;
            }
            let exists = organization.window.contains(context.day);
            if !exists && !is_remembered(context, organization, hit) {
                continue;
            }
            let (starts, ends) =
                (context.words.is_border(hit.span.start), context.words.is_border(hit.span.end));
            // 越共|中央, one word of the dictionary
            let is_party = organization.kind == "party";
            let organ = is_party.then(|| self.organ(context, hit.span.end)).flatten();
            // 意大利共产党|（马克思列宁主义） is another party.
            let organ = organ.or_else(|| is_party.then(|| self.wing(rest, hit.span.end)).flatten());
            let ends = ends || organ.is_some();
            let name = hit.span.of(context.text());
            let goes_on = |(end, next): &(String, String)| {
                name.ends_with(end.as_str()) && rest.starts_with(next.as_str())
            };
            if !ends && self.goes_on.iter().any(goes_on) {
                continue;
            }
            if !(starts || ends) || (hit.span.len() <= SHORT && !(starts && ends)) {
                continue;
            }
            reached = hit.span.end;
            let is_paper =
                organization.kind == "newspaper" && !hit.span.of(context.text()).ends_with(['社', '部']);
            // 八路军 of 1998 is a part of longer names; 华沙条约组织 is remembered by its own.
            if is_paper || !exists && organization.kind == "military" {
                parts.push(hit.span);
                continue;
            }
            let is_parliament = organization.kind == "legislature";
            // 国会 of 美国国会 is the body of that state, which the lexicon knows only without one.
            // 国务院 of 美国务院 is not China's.
            // 阿根廷|总参谋部: armies name their organs alike.
            let others = |entity: &EntityId| {
                let is_common = hit.span.len() <= MINISTRY || organization.kind == "military";
                organization.country.as_ref().is_none_or(|own| own != entity && is_common)
            };
            if let Some((state, entity)) = before(hit.span.start).filter(|(_, entity)| others(entity)) {
                let span = Span::new(state.start, hit.span.end);
                has_parliament |= is_parliament;
                if organization.kind == "party" {
                    named.note_party(entity, context.home);
                }
                named.note(row, entity, hit.span.start);
                found.push(Mention {
                    links: vec![Link::plain(self.whose.of_state(context, row, entity))],
                    detail: Detail::Named(NamedDetail { country: Some(entity.clone()) }),
                    ..Mention::new(span, Kind::Organization, self.of_state.clone())
                });
                continue;
            }
            // 英国|巴林银行: its own state in front.
            let own =
                before(hit.span.start).filter(|(_, entity)| organization.country.as_ref() == Some(*entity));
            let whole = organ.map_or(hit.span, |end| Span::new(hit.span.start, end));
            reached = whole.end;
            let span = own.map_or(whole, |(state, _)| Span::new(state.start, whole.end));
            let link = match organ {
                Some(_) => EntityId::unlinked(Kind::Organization, whole.of(context.text())),
                None => organization.id.clone(),
            };
            let mention = Mention {
                links: vec![Link::plain(link)],
                detail: Detail::Named(NamedDetail { country: organization.country.clone() }),
                ..Mention::new(span, Kind::Organization, self.lexicon.clone())
            };
            has_parliament |= is_parliament && (organization.country.is_some() || hit.span.len() > MINISTRY);
            let may_be_anothers = || self.whose.is_common(row, organization) || self.whose.is_shared(row);
            if organ.is_none() && may_be_anothers() {
                bare.push(Bare { mention, row });
                continue;
            }
            if let Some(country) = &organization.country {
                if organization.kind == "party" {
                    named.note_party(country, context.home);
                }
                if let Some(common) = self.whose.common_name(row) {
                    named.note(common, country, hit.span.start);
                }
            }
            found.push(mention);
        }
        // 国会 or 众议院 alone is a word for any parliament, until the article says whose it is.
        bare.retain(|bare| {
            let is_parliament = organizations[bare.row as usize].kind == "legislature";
            has_parliament || !is_parliament || bare.mention.span.len() > MINISTRY
        });
        self.whose.decide(context, bare.iter_mut(), &found, &named, &states, proposals);
        found.extend(bare.into_iter().map(|bare| bare.mention));
        self.parties_again(context, &before, &mut found);
        found.sort_unstable_by_key(|body| body.span.start);
        let mut armies: Vec<(Strength, Mention)> = Vec::new();
        for (state, entity) in &states {
            let Some(span) = self.armed_forces(context, *state) else { continue };
            // 俄白|军队: of both.
            let joined = |(other, _): (Span, _)| context.before(other.start) != Some('驻');
            if state.len() <= SHORT / 2 && before(state.start).is_some_and(joined)
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
        for (strength, mention) in armies {
            proposals.push(strength, mention);
        }
        for mention in found {
            proposals.push(Strength::Certain, mention);
        }
        self.with_heads(context, &parts, proposals);
        self.of_terms(context, proposals);
        self.without_units(context, proposals);
        letters::propose(context, Kind::Organization, &self.letters, proposals);
    }
}

/// Whether a name of a place stands between words on a day on which it is in use.
fn is_whole_place(context: &Context<'_>, row: u32, span: Span) -> bool {
    context.lexicon.places()[row as usize].window.contains(context.day)
        && context.words.is_border(span.start)
        && context.words.is_border(span.end)
}

/// Whether what follows 军 makes another word of it: 军演, 军机.
fn goes_on_army(rest: &str) -> bool {
    rest.starts_with(['演', '网', '力', '购', '售', '援'])
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

/// Whether a stretch is the number of a term: 第十一届, 七届.
fn is_term(between: &str) -> bool {
    let number = between.strip_suffix('届').map(|rest| rest.strip_prefix('第').unwrap_or(rest));
    number.is_some_and(|number| !number.is_empty() && number.chars().all(|c| NUMERALS.contains(&c)))
}

/// Numerals of a term.
const NUMERALS: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/// Ends of names of provinces and counties, which have bodies of the same names as the nation's.
const UNITS: [char; 7] = ['省', '市', '县', '区', '州', '旗', '盟'];

/// The letter of China where others come or look to it: 驻华, 侵华.
const OBJECT: &str = "华";

/// What the armed forces of a state are called in its entity.
const ARMY: &str = "军队";

/// An article names so many parties without their state at most.
const MOST_TAILS: usize = 8;

/// What parties of many states are called.
const COMMUNISTS: &str = "共产党";

/// Characters of a party's name without its state at least.
const SHORTEST_TAIL: usize = 3;

/// A name of so many bytes (two Han characters) must stand between words.
const SHORT: u32 = 6;

/// Names of so many bytes (three Han characters) are those that ministries of many states have.
const MINISTRY: u32 = 9;

/// Whether a body that has ended is still called by a name that nothing else bears: 八路军 in a paper of 1998.
fn is_remembered(context: &Context<'_>, organization: &Organization, hit: &Hit) -> bool {
    /// Four Han characters; shorter names (外贸部) are often those of other bodies later.
    const LONG: u32 = 12;
    let ended = organization.window.to.zip(context.day).is_some_and(|(end, day)| end < day);
    let organizations = context.lexicon.organizations();
    ended
        && (hit.span.len() >= LONG || organization.kind == "military")
        && !context.hits_from(hit.span.start).iter().take_while(|other| other.span == hit.span).any(|other| {
            matches!(other.entry, Entry::Organization(row) if organizations[row as usize].window.contains(context.day))
        })
}
