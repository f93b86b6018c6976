//! Roles and states of persons by the other persons of the article: lists, sides, spouses, and the same person elsewhere.

use bangjiao_document::{Detail, EntityId, Form, Link, Mention, PersonDetail, Span};
use rustc_hash::FxHashMap;

use super::{LONGEST_CLAUSE, Roles, border, narrow};
use crate::context::{Context, Strength};
use crate::numerals;
use crate::tag::characters::JOINT;
use crate::tag::person::around::{Surroundings, Titled};

/// The rule of transliterated names beside a title.
const FOREIGN: &str = "person-title-foreign";

/// What joins the names of an enumeration.
const LISTS: [&str; 6] = ["、", "和", "以及", "及", "，", "与"];

/// What joins titled names of one state in an enumeration.
const ENUMERATES: [&str; 9] = ["、", "和", "以及", "及", "，", "与", "，以及", "、以及", "，和"];

/// Bytes between a side and the last name of its list at most.
const LONGEST_LIST: u32 = 1500;

/// Delegations of a paragraph that are looked at.
const MOST_DELEGATIONS: usize = 4;

/// Bytes between a side and the 有 before its list at most: 参加签字仪式的.
const LONGEST_SIDE: usize = 36;

/// What stands between a person and 夫人, after the person's title: 刘少奇主席和夫人王光美.
const SPOUSES: [&str; 9] = ["", "和", "及", "与", "偕", "同", "的", "、", "和他的"];

/// The rule of names of the lexicon.
const LEXICON: &str = "person-lexicon";

impl Roles {
    /// Gives every name of the article its role, and every person the state that the article says once.
    pub fn give(&self, context: &Context<'_>, around: &Surroundings<'_>, found: &mut [(Mention, Strength)]) {
        found.sort_by_key(|(mention, _)| mention.span.start);
        self.listed(context, around, found);
        self.spouses(context, around, found);
        self.of_sides(context, around, found);
        self.of_delegations(context, around, found);
        by_link(context, found);
        self.at_home(context, around, found);
        surnames(context, found);
        by_link(context, found);
    }

    /// Every name's own role, and that of the first name of its list.
    fn listed(&self, context: &Context<'_>, around: &Surroundings<'_>, found: &mut [(Mention, Strength)]) {
        let mut behind: Option<u32> = None;
        let mut previous: Option<(u32, PersonDetail)> = None;
        let mut of_state: Option<(u32, EntityId)> = None;
        let mut of_several = false;
        let starts: Vec<u32> = found.iter().map(|(mention, _)| mention.span.start).collect();
        for (mention, _) in found.iter_mut() {
            let span = mention.span;
            let Detail::Person(detail) = &mut mention.detail else { continue };
            // Where names are found by the lexicon, those before are not known yet.
            let takes_other =
                behind.zip(role_start(context, detail, span)).is_some_and(|(end, start)| start <= end);
            if detail.role.is_none() || takes_other {
                let read = self.read(context, around, span, behind);
                detail.country = read.country.or(detail.country.take());
                (detail.role, detail.office) = (read.role, read.office);
            }
            behind = Some(span.end);
            more_titles(context, around, span, &starts, detail);
            // 罗马尼亚的希里瓦斯: of that state, but not 在美国的黄佳佳.
            if detail.country.is_none()
                && let Some(head) = context.text()[..span.start as usize].strip_suffix('的')
                && let Some(state) = around.state_span_before(narrow(head.len()))
                && !head[..state.start as usize].ends_with(['在', '于'])
            {
                detail.country = around.state_before(state.end).cloned();
            }
            // 委员库巴和纳克沙班迪: a title before a list is that of each name.
            if detail.role.is_none()
                && let Some((end, listed)) = &previous
                && (is_joined(context.between(*end, span.start)) || context.between(*end, span.start) == "，")
            {
                detail.role.clone_from(&listed.role);
                detail.office = listed.office;
                // 两国副外长唐家璇和|武宽: not both of one state.
                let listed = listed.country.clone().filter(|_| !of_several);
                detail.country = detail.country.take().or(listed);
            }
            let title = around.title_before(span.start);
            let start = role_start(context, detail, span).or(title.map(|title| title.span.start));
            if let Some(start) = title.and(start) {
                of_several = is_of_several(&context.text()[..start as usize]);
            }
            // 财政部长鲁宾: what was found by the characters of transliterations is no Chinese name.
            let is_foreign = mention.rule.as_str() == FOREIGN;
            if let (Some((end, state)), Some(title), Some(start), None) =
                (&of_state, title, start, &detail.country)
                && !around.names_international(start, span.start)
                && (context.home == Some(state) || is_of_government(context.between(start, title.span.start)))
                && ENUMERATES.contains(&context.between(*end, start))
                && (is_foreign && context.home != Some(state)
                    || self.is_of_state(context, span.of(context.text()), title, state))
            {
                detail.country = Some(state.clone());
            }
            // 朝鲜外务相朴成哲、驻柬埔寨大使李仁圭: of the state of the list, if not sent to it.
            if let (Some((end, state)), Some(start)) = (&of_state, start)
                && context.home == detail.country.as_ref()
                && context.home != Some(state)
                && mention_is_unlinked(&mention.links)
                && context.between(*end, start) == "、"
                && context.after(start) == Some('驻')
                && around.only_state(start, span.start).is_some_and(|to| to != state)
            {
                detail.country = Some(state.clone());
            }
            let end = around.title_after(span.end).map_or(span.end, |title| title.span.end);
            // 联合国秘书长古特雷斯、新开发银行行长罗塞芙: an international office is of no state.
            let is_international = start
                .is_some_and(|start| start < span.start && around.names_international(start, span.start));
            of_state =
                title.and(detail.country.clone()).filter(|_| !is_international).map(|state| (end, state));
            // 全国政协副主席胡春华、何厚铧、邵鸿: what the lexicon says of one is not that of the next.
            previous = match previous {
                _ if title.is_some() => {
                    let mut own = detail.clone();
                    if own.role.as_deref().is_some_and(|role| self.begins_at_home(role)) {
                        own.country = context.home.cloned().or(own.country);
                    }
                    Some((span.end, own))
                }
                Some((end, listed)) if is_joined(context.between(end, span.start)) => {
                    Some((span.end, listed))
                }
                _ => None,
            };
        }
    }

    /// Names in a list behind what names their side: 印度方面有高尔、戈帕拉查里, 中方参加会谈的有….
    fn of_sides(&self, context: &Context<'_>, around: &Surroundings<'_>, found: &mut [(Mention, Strength)]) {
        for (mention, _) in found.iter_mut() {
            let at = mention.span.start;
            let Detail::Person(PersonDetail { country: country @ None, .. }) = &mut mention.detail else {
                continue;
            };
            // No farther back than a list of names reaches.
            let from =
                border(context.text(), context.sentence_start(at).max(at.saturating_sub(LONGEST_LIST)));
            let stretch = context.between(from, at);
            let Some(side) = stretch.rfind('方') else { continue };
            let end = from + narrow(side);
            let rest = &stretch[side + '方'.len_utf8()..];
            let (state, rest) = match rest.strip_prefix('面') {
                Some(rest) => (around.state_before(end), rest),
                None => (around.state_before(end + narrow('方'.len_utf8())), rest),
            };
            let lists = |rest: &str| {
                let lead = rest.find('有').map(|has| &rest[..has]);
                lead.is_some_and(|lead| {
                    lead.len() <= LONGEST_SIDE && !lead.contains(['，', '。', '；', '：'])
                })
            };
            *country = state.filter(|_| lists(rest)).cloned();
        }
    }

    /// Names in a list behind what names their delegation, or the state for which they sign: 越南政府代表团…。团员有黎文献,
    /// 代表越南政府签字的是陈文林.
    fn of_delegations(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        found: &mut [(Mention, Strength)],
    ) {
        let text = context.text();
        let mut lists: Vec<(u32, bool)> = Vec::new();
        for (words, is_signed) in [(&self.members, false), (&self.signs, true)] {
            for word in words {
                let places = memchr::memmem::find_iter(text.as_bytes(), word.as_bytes());
                lists.extend(places.map(|at| (narrow(at), is_signed)));
            }
        }
        lists.sort_unstable();
        // 代表越南政府签字的是陈文林，代表中国政府签字的是|王大山: a list ends where the next begins.
        let ends: Vec<u32> = lists.iter().skip(1).map(|(next, _)| *next).chain([u32::MAX]).collect();
        for ((list, is_signed), next) in lists.into_iter().zip(ends) {
            let state = if is_signed {
                signed_for(context, around, list)
            } else {
                self.delegation(context, around, list)
            };
            let Some(state) = state else { continue };
            let end = list_end(context, list).min(next);
            let first = found.partition_point(|(mention, _)| mention.span.start < list);
            let members = found[first..].iter_mut().take_while(|(mention, _)| mention.span.start < end);
            for (mention, _) in members {
                // 国家计划委员会委员长郑一龙: not the body of that name at home.
                let is_open = mention_is_unlinked(&mention.links);
                let Detail::Person(PersonDetail { country, .. }) = &mut mention.detail else { continue };
                if country.is_none() || is_open && country.as_ref() == context.home {
                    *country = Some(state.clone());
                }
            }
        }
    }

    /// The state of the last delegation of the paragraph before a list of its members.
    fn delegation<'s>(
        &self,
        context: &Context<'_>,
        around: &'s Surroundings<'_>,
        list: u32,
    ) -> Option<&'s EntityId> {
        let from = context.paragraph_start(list).max(list.saturating_sub(LONGEST_LIST));
        let from = border(context.text(), from);
        let mut end = list;
        for _ in 0..MOST_DELEGATIONS {
            let stretch = context.between(from, end);
            let last = self.delegations.iter().filter_map(|word| stretch.rfind(word.as_str())).max()?;
            end = from + narrow(last);
            let sentence = context.sentence_start(end).max(from);
            if let Some(state) = around.last_state(sentence, end) {
                return Some(state);
            }
        }
        None
    }

    /// Whether a title without a state goes on with the offices of the one named before: 索马里总统欧斯曼、总理舍马克.
    fn is_of_state(&self, context: &Context<'_>, name: &str, title: &Titled<'_>, state: &EntityId) -> bool {
        let is_abroad =
            || self.abroad.iter().any(|word| title.span.of(context.text()).contains(word.as_str()));
        // 对外贸易部副部长林海云，外交部副司长何功楷: Chinese names go on with the newspaper's own state.
        if context.home == Some(state) {
            return self.is_chinese(name) && !is_abroad();
        }
        !self.is_chinese(name) || is_abroad()
    }

    /// The state of the delegation that who ends at a view offset leads: 率领的|日本….
    fn led<'s>(&self, context: &Context<'_>, around: &'s Surroundings<'_>, end: u32) -> Option<&'s EntityId> {
        let rest = &context.text()[end as usize..];
        let verb = self.leads.iter().find(|verb| rest.starts_with(verb.as_str()))?;
        around.state_from(end + narrow(verb.len()), end + narrow(rest.len())).map(|(_, state)| state)
    }

    /// 刘少奇主席和夫人王光美, 明仁天皇和皇后美智子: of the same state.
    fn spouses(&self, context: &Context<'_>, around: &Surroundings<'_>, found: &mut [(Mention, Strength)]) {
        for number in 1..found.len() {
            let (before, from) = found.split_at_mut(number);
            let (Some((husband, _)), Some((wife, _))) = (before.last(), from.first_mut()) else { continue };
            let Some(titled) = around.title_before(wife.span.start) else { continue };
            let title = titled.span.of(context.text());
            if !self.consorts.iter().any(|consort| title.ends_with(consort.as_str()))
                || titled.span.start < husband.span.end
            {
                continue;
            }
            let end = around.title_after(husband.span.end).map_or(husband.span.end, |title| title.span.end);
            let is_spouse = end == wife.span.start
                || end <= titled.span.start && SPOUSES.contains(&context.between(end, titled.span.start));
            if let (
                true,
                Detail::Person(PersonDetail { country: Some(country), .. }),
                Detail::Person(detail),
            ) = (is_spouse, &husband.detail, &mut wife.detail)
            {
                detail.country.get_or_insert_with(|| country.clone());
            }
        }
    }

    /// An office without a state is one of the newspaper's own where a Chinese name bears it and no foreign state stands
    /// before it in the paragraph; so is who stands beside such a name in an enumeration.
    fn at_home(&self, context: &Context<'_>, around: &Surroundings<'_>, found: &mut [(Mention, Strength)]) {
        let Some(home) = context.home else { return };
        for (mention, _) in found.iter_mut() {
            // 辛格: the lexicon has bearers abroad.
            let is_chinese =
                mention.candidates.is_empty() && self.is_chinese(mention.span.of(context.text()));
            let Detail::Person(detail) = &mut mention.detail else { continue };
            let is_office = detail
                .role
                .as_ref()
                .is_some_and(|role| !self.abroad.iter().any(|title| role.contains(title.as_str())));
            if detail.country.is_none()
                && is_office
                && is_chinese
                && !around.is_abroad(context.paragraph_start(mention.span.start), mention.span.start, home)
            {
                detail.country = Some(home.clone());
            }
        }
        // 委员长飞鸟田一雄率领的日本社会党代表团: of the state of those whom he leads.
        for (mention, _) in found.iter_mut() {
            let Detail::Person(detail) = &mut mention.detail else { continue };
            if detail.country.is_none() && detail.role.is_some() {
                detail.country = self.led(context, around, mention.span.end).cloned();
            }
        }
        // 马尔代夫议会弹劾了副总统阿迪布: the only state of the sentence so far.
        for (mention, _) in found.iter_mut() {
            let span = mention.span;
            let is_chinese = self.is_chinese(span.of(context.text()));
            let Detail::Person(detail) = &mut mention.detail else { continue };
            if detail.country.is_none()
                && detail.role.is_some()
                && !is_chinese
                && mention.form != Some(Form::Short)
                && mention.candidates.is_empty()
            {
                let from = context.sentence_start(span.start);
                // Officials of 联合国 and 欧盟 are of no state that their business names, and nobody is of that to which he is sent.
                let end = role_start(context, detail, span).unwrap_or(span.start);
                let end = if context.after(end) == Some('驻') { end } else { span.start };
                let state = around.only_state(from, end).filter(|state| *state != home);
                let state = state.filter(|_| !around.names_international(from, span.start));
                // 代表团团员有：外交部长什图拉: that of the paragraph, where no other is named.
                let from = context.paragraph_start(span.start);
                let of_paragraph = || {
                    self.is_transliterated(span.of(context.text())).then_some(())?;
                    let state = around.only_state_abroad(from, end, home)?;
                    (!around.names_international(from, span.start)).then_some(state)
                };
                detail.country = state.or_else(of_paragraph).cloned();
            }
        }
        let is_home = |mention: &Mention| match &mention.detail {
            Detail::Person(detail) => detail.country.as_ref() == Some(home),
            _ => false,
        };
        // Forwards, so that one name vouches for the next, and then backwards.
        let pairs = 1..found.len();
        let both = pairs.clone().map(|next| (next - 1, next)).chain(pairs.rev().map(|next| (next, next - 1)));
        for (from, to) in both {
            let (first, second) = (&found[from.min(to)].0.span, &found[from.max(to)].0.span);
            // 局长林海云，外交部亚洲司副司长何功楷: the office of the second between.
            let start = match &found[from.max(to)].0.detail {
                Detail::Person(detail) => role_start(context, detail, *second),
                _ => None,
            };
            let start = start.filter(|start| *start >= first.end).unwrap_or(second.start);
            let end = around.title_after(first.end).map_or(first.end, |title| title.span.end);
            let is_list = first.end <= start && LISTS.contains(&context.between(first.end, start))
                || end <= start && LISTS.contains(&context.between(end, start));
            if !is_list || !is_home(&found[from].0) || !self.is_chinese(found[to].0.span.of(context.text())) {
                continue;
            }
            if let Detail::Person(detail) = &mut found[to].0.detail {
                detail.country.get_or_insert_with(|| home.clone());
            }
        }
    }
}

/// Whether an office is said of several states: 两国|副外长, 六国|外长.
fn is_of_several(lead: &str) -> bool {
    let lead = lead.strip_suffix("政府").unwrap_or(lead);
    let Some(number) = lead.strip_suffix('国') else { return lead.ends_with("双方") };
    number.ends_with(|last: char| numerals::is_numeral(last) || matches!(last, '两' | '各'))
}

/// 习近平|总书记、国家主席: what 、 joins to the title behind a name, if it is no other's.
fn more_titles(
    context: &Context<'_>,
    around: &Surroundings<'_>,
    name: Span,
    starts: &[u32],
    detail: &mut PersonDetail,
) {
    let Some(first) = around.title_after(name.end) else { return };
    let mut end = first.span.end;
    if detail.role.as_deref() != Some(first.span.of(context.text())) {
        return;
    }
    while context.after(end) == Some('、')
        && let Some(more) = around.title_after(end + narrow('、'.len_utf8()))
        && !more.title.honorific
        && starts.binary_search(&more.span.end).is_err()
        && !context.after(more.span.end).is_some_and(|next| matches!(next, '和' | '及'))
    {
        end = more.span.end;
        detail.office = detail.office.into_iter().chain(more.title.office).min();
    }
    detail.role = Some(Span::new(first.span.start, end).of(context.text()).to_owned());
}

/// The state for which those sign who are listed from a view offset on: 代表|越南政府签字的是.
fn signed_for<'s>(context: &Context<'_>, around: &'s Surroundings<'_>, list: u32) -> Option<&'s EntityId> {
    let from = border(context.text(), context.sentence_start(list).max(list.saturating_sub(LONGEST_CLAUSE)));
    let clause =
        context.between(from, list).rfind(['，', '；', '：']).map_or(from, |mark| from + narrow(mark));
    let sent = context.between(clause, list).find("代表").map(|at| clause + narrow(at + "代表".len()))?;
    around.state_from(sent, list).map(|(_, state)| state)
}

/// Where the list that begins at a view offset ends: with its sentence, or before.
fn list_end(context: &Context<'_>, list: u32) -> u32 {
    let sentence = context.layout.sentences.get(context.layout.sentence_at(list));
    let end = sentence.map_or(list, |sentence| sentence.span.end).min(list + LONGEST_LIST);
    let rest = &context.text()[list as usize..border(context.text(), end) as usize];
    rest.find('；').map_or(end, |mark| list + narrow(mark))
}

/// Whether what stands between two names or titles joins them in an enumeration.
fn is_joined(between: &str) -> bool {
    matches!(between, "、" | "和" | "以及" | "及")
}

/// Whether a person is none of the lexicon.
fn mention_is_unlinked(links: &[Link]) -> bool {
    links.iter().all(|link| !link.entity.is_linked())
}

/// Whether what stands before a title in its role is a department of a government (外交部, 外务省亚洲局), or nothing.
fn is_of_government(body: &str) -> bool {
    body.is_empty() || body.ends_with(['部', '省']) || body.contains('部') && body.ends_with(['司', '局'])
}

/// Where the role of a name begins, if it stands right before the name.
fn role_start(context: &Context<'_>, detail: &PersonDetail, name: Span) -> Option<u32> {
    let role = detail.role.as_deref()?;
    context.text()[..name.start as usize].strip_suffix(role).map(|lead| narrow(lead.len()))
}

/// 玛丽·布朗…|布朗: an unknown name that is the last part of one full name of the article is that person's, if their states are
/// not known to differ.
fn surnames(context: &Context<'_>, found: &mut [(Mention, Strength)]) {
    let text = context.text();
    let country = |mention: &Mention| match &mention.detail {
        Detail::Person(detail) => detail.country.clone(),
        _ => None,
    };
    type Bearer = (Vec<Link>, Option<EntityId>);
    // Nobody is meant by a surname that two bear.
    let mut bearers: FxHashMap<&str, Option<Bearer>> = FxHashMap::default();
    for (mention, _) in found.iter() {
        let Some((_, surname)) = mention.span.of(text).rsplit_once(JOINT) else { continue };
        let bearer = (mention.links.clone(), country(mention));
        bearers
            .entry(surname)
            .and_modify(|known| *known = known.take().filter(|(links, _)| *links == bearer.0))
            .or_insert(Some(bearer));
    }
    for (mention, _) in found.iter_mut().filter(|(mention, _)| mention_is_unlinked(&mention.links)) {
        let Some(Some((links, state))) = bearers.get(mention.span.of(text)) else { continue };
        let own = country(mention);
        // 特鲁多 where the article names 皮埃尔·特鲁多: the lexicon has other bearers.
        let is_open = mention_is_unlinked(links) || mention.rule.as_str() != LEXICON;
        if is_open && (own.is_none() || state.is_none() || own == *state) {
            mention.links.clone_from(links);
            mention.form = Some(Form::Short);
        }
    }
}

/// Gives every person the state that the article says once.
fn by_link(context: &Context<'_>, found: &mut [(Mention, Strength)]) {
    let mut states: FxHashMap<EntityId, EntityId> = FxHashMap::default();
    // 卡克拉马尼斯 behind 阿波斯托洛斯·卡克拉马尼斯; of two states neither is meant.
    let mut parts: FxHashMap<&str, Option<EntityId>> = FxHashMap::default();
    for (mention, _) in found.iter() {
        if let (Some(link), Detail::Person(PersonDetail { country: Some(country), .. })) =
            (mention.links.first(), &mention.detail)
        {
            states.entry(link.entity.clone()).or_insert_with(|| country.clone());
            if let Some((_, part)) = mention.span.of(context.text()).rsplit_once(JOINT) {
                let known = parts.entry(part).or_insert_with(|| Some(country.clone()));
                if known.as_ref() != Some(country) {
                    *known = None;
                }
            }
        }
    }
    for (mention, _) in found.iter_mut() {
        if let (Some(link), Detail::Person(detail)) = (mention.links.first(), &mut mention.detail)
            && detail.country.is_none()
        {
            let part = || parts.get(mention.span.of(context.text())).cloned().flatten();
            detail.country = states.get(&link.entity).cloned().or_else(part);
        }
    }
}
