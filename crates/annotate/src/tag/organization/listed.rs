//! Bodies of the lexicon: 联合国, 新华社; with the state in front where many states have one of the name (美国|国会).

use bangjiao_document::{Detail, EntityId, Kind, Link, Mention, NamedDetail, Span};
use bangjiao_lexicon::Organization;

use super::forces::goes_on_army;
use super::owners::{Owners, is_province};
use super::whose::{Bare, Named};
use super::{OrganizationTagger, SHORT};
use crate::context::{Context, Proposals};
use crate::scan::{Entry, Hit};

/// Ends of names of provinces and counties, which have bodies of the same names as the nation's.
const UNITS: [char; 7] = ['省', '市', '县', '区', '州', '旗', '盟'];

/// Names of so many bytes (three Han characters) are those that ministries of many states have.
const MINISTRY: u32 = 9;

/// Four Han characters; shorter names of bodies that have ended (外贸部) are often those of others later.
const LONG: u32 = 12;

/// What joins a body to what stands before it.
const JOINS: [char; 5] = ['与', '和', '同', '对', '跟'];

/// The bodies of the lexicon that an article names.
#[derive(Default)]
pub(super) struct Listed {
    /// Their mentions.
    pub found: Vec<Mention>,
    /// Names that count only as parts of longer ones: papers, and bodies that have ended (人民日报|国际部, 八路军|办事处).
    pub parts: Vec<Span>,
    /// Bodies under a name that many states use.
    bare: Vec<Bare>,
    named: Named,
    /// Whether the article names a parliament with its state.
    has_parliament: bool,
}

impl OrganizationTagger {
    /// Finds them, the longest first, and says whose those are whose name many states use.
    pub(super) fn listed(
        &self,
        context: &Context<'_>,
        owners: &Owners<'_>,
        proposals: &Proposals,
    ) -> (Vec<Mention>, Vec<Span>) {
        let organizations = context.lexicon.organizations();
        let mut listed = Listed::default();
        let mut reached = 0;
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
            if hit.span.start < reached || owners.split(hit.span.start) {
                continue;
            }
            let organization = &organizations[row as usize];
            // 联合国|总部 is the body's.
            let is_of_state = organization.country.is_some() || self.whose.is_common(row, organization);
            if is_of_state && place.contains(hit.span) && hit.span != place {
                continue;
            }
            let exists = organization.window.contains(context.day);
            if !exists && !is_remembered(context, organization, hit) {
                continue;
            }
            let Some(whole) = self.whole(context, hit, organization) else { continue };
            reached = hit.span.end;
            let is_paper =
                organization.kind == "newspaper" && !hit.span.of(context.text()).ends_with(['社', '部']);
            // 八路军 of 1998 is a part of longer names; 华沙条约组织 and 中国人民志愿军 are remembered by their own.
            let is_short = hit.span.len() < LONG;
            if is_paper || !exists && organization.kind == "military" && is_short {
                listed.parts.push(hit.span);
            } else {
                reached = self.add(context, owners, hit, row, whole, &mut listed);
            }
        }
        let Listed { mut found, parts, mut bare, named, has_parliament } = listed;
        // 国会 or 众议院 alone is a word for any parliament, until the article says whose it is.
        bare.retain(|bare| {
            let is_parliament = organizations[bare.row as usize].kind == "legislature";
            has_parliament || !is_parliament || bare.mention.span.len() > MINISTRY
        });
        self.whose.decide(context, bare.iter_mut(), &found, &named, owners.all(), proposals);
        found.extend(bare.into_iter().map(|bare| bare.mention));
        (found, parts)
    }

    /// The name with the organ of a party or the bracket that makes another one of it, if it stands as a name.
    fn whole(&self, context: &Context<'_>, hit: &Hit, organization: &Organization) -> Option<Span> {
        let name = hit.span.of(context.text());
        let rest = &context.text()[hit.span.end as usize..];
        // 省|人大常委会 is not the nation's, but 港区|全国人大.
        if context.before(hit.span.start).is_some_and(|unit| UNITS.contains(&unit))
            && !name.starts_with("全国")
            && organization.country.as_ref() == context.home
            && matches!(organization.kind.as_str(), "legislature" | "party")
        {
            return None;
        }
        // 外交部|长 is an office, 农业部|门 are departments.
        if rest.starts_with(['长', '门']) && name.ends_with('部') {
            return None;
        }
        // 苏|军机
        let is_army = organization.kind == "military" && name.ends_with('军');
        if is_army && hit.span.len() <= SHORT && goes_on_army(rest) {
            return None;
        }
        let (starts, ends) = (context.words.is_border(hit.span.start), context.words.is_border(hit.span.end));
        // 越共|中央, one word of the dictionary; 意大利共产党|（马克思列宁主义）, another party
        let organ = (organization.kind == "party")
            .then(|| self.organ(context, hit.span.end).or_else(|| self.wing(rest, hit.span.end)))
            .flatten();
        // 东盟|国家, one word of the dictionary
        let is_of_members = organization.country.is_none() && rest.starts_with("国家");
        let ends = ends || organ.is_some() || is_of_members;
        let goes_on =
            |(end, next): &(String, String)| name.ends_with(end.as_str()) && rest.starts_with(next.as_str());
        // 穆迪|约诺 is a person; no body of the home state is transliterated.
        if hit.span.len() <= SHORT
            && organization.country.as_ref() != context.home
            && self.characters.goes_on(context.text(), &context.words, hit.span)
        {
            return None;
        }
        // 与|非盟, where the dictionary has 与非
        let starts = starts || {
            let joint = hit.span.start.checked_sub(SHORT / 2);
            let word = joint.and_then(|at| context.words.word_at(at)).map(|word| word.start);
            context.before(hit.span.start).is_some_and(|before| JOINS.contains(&before)) && word == joint
        };
        // A short name stands between words, a longer one at the beginning or the end of one.
        let is_word = if hit.span.len() <= SHORT { starts && ends } else { starts || ends };
        // 朝鲜劳动党|派团, where the dictionary has 党派
        let sends = || self.sends.iter().any(|sends| rest.starts_with(sends.as_str()));
        // 联合国|务院: 联合 is a verb there, however the dictionary cuts it.
        let is_cut = |pair: &(String, String)| name == pair.0 && goes_on(pair);
        if !is_word
            || !ends && self.goes_on.iter().any(goes_on) && !sends()
            || self.goes_on.iter().any(is_cut)
        {
            return None;
        }
        Some(organ.map_or(hit.span, |end| Span::new(hit.span.start, end)))
    }

    /// Adds a body, as that of the state before it or as the lexicon's; where its name ends.
    fn add(
        &self,
        context: &Context<'_>,
        owners: &Owners<'_>,
        hit: &Hit,
        row: u32,
        whole: Span,
        listed: &mut Listed,
    ) -> u32 {
        let organization = &context.lexicon.organizations()[row as usize];
        let is_parliament = organization.kind == "legislature";
        let is_party = organization.kind == "party";
        // 国会 of 美国国会 is the body of that state, which the lexicon knows only without one.
        // 国务院 of 美国务院 is not China's.
        // 阿根廷|总参谋部: armies name their organs alike, 罗马尼亚|自由民主党: and parties themselves.
        let others = |entity: &EntityId| {
            let is_common =
                hit.span.len() <= MINISTRY || is_party || is_parliament || organization.kind == "military";
            // 驻阿富汗|北约部队, 中国|东盟博览会
            let is_of_states = organization.is_of_states();
            organization.country.as_ref().map_or(!is_of_states, |own| own != entity && is_common)
        };
        // 台湾省|全国人大代表团
        let owner = owners.before(hit.span.start).filter(|(state, _)| !is_province(state.of(context.text())));
        // 在韩|中国人民志愿军: a name that begins with its own state is no other's.
        let is_open = !owners.begins(hit.span.start);
        if let Some((state, entity)) = owner.filter(|(_, entity)| is_open && others(entity)) {
            listed.has_parliament |= is_parliament;
            if is_party {
                listed.named.note_party(entity, context.home);
            }
            listed.named.note(row, entity, hit.span.start);
            listed.found.push(Mention {
                links: vec![Link::plain(self.whose.of_state(context, row, entity))],
                detail: Detail::Named(NamedDetail { country: Some(entity.clone()) }),
                ..Mention::new(
                    Span::new(state.start, hit.span.end),
                    Kind::Organization,
                    self.of_state.clone(),
                )
            });
            return hit.span.end;
        }
        // 英国|巴林银行: its own state in front.
        let own = owner.filter(|(_, entity)| organization.country.as_ref() == Some(*entity));
        let has_organ = whole != hit.span;
        let link = match has_organ {
            true => EntityId::unlinked(Kind::Organization, whole.of(context.text())),
            false => organization.id.clone(),
        };
        let parent = self.parent_before(hit.span.start, organization, &mut listed.found);
        let start = own.map(|(state, _)| state).or(parent).map_or(whole.start, |before| before.start);
        let mention = Mention {
            links: vec![Link::plain(link)],
            detail: Detail::Named(NamedDetail { country: organization.country.clone() }),
            ..Mention::new(Span::new(start, whole.end), Kind::Organization, self.lexicon.clone())
        };
        listed.has_parliament |=
            is_parliament && (organization.country.is_some() || hit.span.len() > MINISTRY);
        let may_be_anothers = || self.whose.is_common(row, organization) || self.whose.is_shared(row);
        if !has_organ && may_be_anothers() {
            listed.bare.push(Bare { mention, row });
            return whole.end;
        }
        if let Some(country) = &organization.country {
            if is_party {
                listed.named.note_party(country, context.home);
            }
            if let Some(common) = self.whose.common_name(row) {
                listed.named.note(common, country, hit.span.start);
            }
        }
        listed.found.push(mention);
        whole.end
    }

    /// The body whose agency begins at a view offset, taken from what was found: 联合国|世界卫生组织.
    fn parent_before(&self, at: u32, organization: &Organization, found: &mut Vec<Mention>) -> Option<Span> {
        let is_parent = |body: &mut Mention| {
            let is_it = body.links.iter().any(|link| Some(link.entity.as_str()) == self.parent.as_deref());
            body.span.end == at && is_it
        };
        let is_international = organization.country.is_none() && !organization.is_of_common_sort();
        found.pop_if(|body| is_international && is_parent(body)).map(|body| body.span)
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
}

/// Whether a name of a place stands between words on a day on which it is in use.
fn is_whole_place(context: &Context<'_>, row: u32, span: Span) -> bool {
    context.lexicon.places()[row as usize].window.contains(context.day)
        && context.words.is_border(span.start)
        && context.words.is_border(span.end)
}

/// Whether a body that has ended is still called by a name that nothing else bears: 八路军 in a paper of 1998.
fn is_remembered(context: &Context<'_>, organization: &Organization, hit: &Hit) -> bool {
    let ended = organization.window.to.zip(context.day).is_some_and(|(end, day)| end < day);
    let organizations = context.lexicon.organizations();
    ended
        && (hit.span.len() >= LONG || organization.kind == "military")
        && !context.hits_from(hit.span.start).iter().take_while(|other| other.span == hit.span).any(|other| {
            matches!(other.entry, Entry::Organization(row) if organizations[row as usize].window.contains(context.day))
        })
}
