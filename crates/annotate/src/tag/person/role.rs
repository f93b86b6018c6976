//! The role that stands beside a name, with its office and state.

use std::cmp::Reverse;
use std::sync::Arc;

use bangjiao_document::{Detail, EntityId, Form, Link, Mention, Office, PersonDetail, Span, Zone};
use bangjiao_lexicon::{Lexicon, PrefixEffect};
use rustc_hash::FxHashMap;

use super::around::{Surroundings, Titled};
use crate::context::{Context, Strength};
use crate::tag::characters::{Characters, JOINT, TRANSLITERATION, is_han};

/// Reads roles.
pub(super) struct Roles {
    /// Words before a title that make its office another one: 前, 副.
    prefixes: Vec<String>,
    /// Beginnings of roles that only the newspaper's state has: 中共, 国务院.
    home: Vec<String>,
    /// Ends of the names of bodies, the longest first, with the office of their heads: 党, 议会, 委员会.
    heads: Vec<(String, Office)>,
    /// Ends of the titles of who governs a place: 市长, 州长.
    local: Vec<String>,
    /// What ministries are for: 外交, 联邦事务.
    portfolios: Vec<String>,
    /// Titles that the newspaper's state does not have: 总统, 首相.
    abroad: Vec<String>,
    characters: Arc<Characters>,
}

/// Titles joined by 、 or 兼 before one name are at most so many.
const MOST_TITLES: usize = 4;

/// Three characters that are on the average so much more common in transliterations than elsewhere (hundredths of a nat) are
/// no Chinese name, though the first is a surname: 雷扎伊, but 钱克明.
const MOSTLY_FOREIGN: i32 = 300;

/// The rule of transliterated names beside a title.
const FOREIGN: &str = "person-title-foreign";

/// Words and joins of the ministries before an office are at most so many.
const MOST_PORTFOLIOS: usize = 9;

/// What joins two titles of one person.
const JOINS: [char; 2] = ['、', '兼'];

/// What joins the names of an enumeration.
const LISTS: [&str; 6] = ["、", "和", "以及", "及", "，", "与"];

/// What joins titled names of one state in an enumeration.
const ENUMERATES: [&str; 9] = ["、", "和", "以及", "及", "，", "与", "，以及", "、以及", "，和"];

/// Bytes between a side and the last name of its list at most.
const LONGEST_LIST: u32 = 1500;

/// Bytes between a side and the 有 before its list at most: 参加签字仪式的.
const LONGEST_SIDE: usize = 36;

/// What stands between a title and a name that is addressed: 总统尊敬的….
const ADDRESSES: [&str; 3] = ["亲爱的", "尊敬的", "敬爱的"];

/// What stands between a person and 夫人, after the person's title: 刘少奇主席和夫人王光美.
const SPOUSES: [&str; 9] = ["", "和", "及", "与", "偕", "同", "的", "、", "和他的"];

/// Ends of the titles of those whom the person before sends: 国家主席习近平|特使、国务院副总理.
const ENVOYS: [&str; 4] = ["特使", "代表", "助理", "顾问"];

/// Ends of the titles of who is married to the person before.
const CONSORTS: [&str; 4] = ["夫人", "皇后", "王后", "王妃"];

impl Roles {
    /// Reads `title_prefixes.csv`, and `home_roles`, `roles_abroad`, `portfolios`, `local_offices` and `heads_of_bodies` of `persons.toml`.
    pub fn new(lexicon: &Lexicon, characters: Arc<Characters>) -> Self {
        let prefixes = lexicon.title_prefixes().iter();
        let prefixes = prefixes.filter(|row| row.effect == PrefixEffect::Other).map(|row| row.prefix.clone());
        let rule = lexicon.rules("persons").iter().find(|rule| rule.id.as_str() == "person-chinese");
        let heads = rule.map(|rule| rule.entries("heads_of_bodies")).unwrap_or_default().into_iter();
        let mut heads: Vec<(String, Office)> =
            heads.filter_map(|(end, office)| Some((end, Office::from_word(&office)?))).collect();
        heads.sort_by_key(|(end, _)| Reverse(end.len()));
        let texts = |key: &str| rule.map(|rule| rule.texts(key)).unwrap_or_default();
        Roles {
            prefixes: prefixes.collect(),
            home: texts("home_roles"),
            heads,
            local: texts("local_offices"),
            portfolios: texts("portfolios"),
            abroad: texts("roles_abroad"),
            characters,
        }
    }

    /// Role, office and state from the title before the name, else from the one after it.
    ///
    /// `behind` is where the name before ends: a title that stands directly there is its own.
    pub fn read(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        span: Span,
        behind: Option<u32>,
    ) -> PersonDetail {
        let plain = |titled: &&Titled<'_>| !titled.title.honorific;
        let lead = &context.text()[..span.start as usize];
        let addressed = ADDRESSES.iter().find_map(|address| lead.strip_suffix(address));
        let start = addressed.map_or(span.start, |lead| narrow(lead.len()));
        // 蒋帮“外长”周书楷
        let quoted = || {
            let titled = around.title_before(narrow(lead.strip_suffix('”')?.len()))?;
            (context.before(titled.span.start) == Some('“')).then_some(titled)
        };
        if let Some(titled) = around.title_before(start).or_else(quoted).filter(plain) {
            return self.before(context, around, titled, span, behind);
        }
        let Some(titled) = around.title_after(span.end).filter(plain) else {
            return PersonDetail::default();
        };
        let (mut end, mut office) = (titled.span.end, titled.title.office.unwrap_or(Office::Other));
        // 周恩来总理兼外长.
        while context.after(end) == Some('兼')
            && let Some(more) = around.title_after(end + narrow('兼'.len_utf8())).filter(plain)
        {
            (end, office) = (more.span.end, office.min(more.title.office.unwrap_or(Office::Other)));
        }
        PersonDetail {
            role: Some(Span::new(titled.span.start, end).of(context.text()).to_owned()),
            office: Some(office),
            // 美国尼克松总统.
            country: around.state_before(span.start).cloned(),
        }
    }

    /// Gives every name of the article its role, and every person the state that the article says once.
    pub fn give(&self, context: &Context<'_>, around: &Surroundings<'_>, found: &mut [(Mention, Strength)]) {
        found.sort_by_key(|(mention, _)| mention.span.start);
        self.listed(context, around, found);
        self.spouses(context, around, found);
        self.of_sides(context, around, found);
        by_link(context, found);
        self.at_home(context, around, found);
        by_link(context, found);
    }

    /// Every name's own role, and that of the first name of its list.
    fn listed(&self, context: &Context<'_>, around: &Surroundings<'_>, found: &mut [(Mention, Strength)]) {
        let mut behind: Option<u32> = None;
        let mut previous: Option<(u32, PersonDetail)> = None;
        let mut of_state: Option<(u32, EntityId)> = None;
        for (mention, _) in found.iter_mut() {
            let span = mention.span;
            let Detail::Person(detail) = &mut mention.detail else { continue };
            // Where names are found by the lexicon, those before are not known yet.
            let takes_other = behind.is_some() && role_start(context, detail, span) == behind;
            if detail.role.is_none() || takes_other {
                let read = self.read(context, around, span, behind);
                detail.country = read.country.or(detail.country.take());
                (detail.role, detail.office) = (read.role, read.office);
            }
            behind = Some(span.end);
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
                detail.country = detail.country.take().or_else(|| listed.country.clone());
            }
            let title = around.title_before(span.start);
            let start = role_start(context, detail, span).or(title.map(|title| title.span.start));
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
            let titled = title.is_some()
                || previous.as_ref().is_some_and(|(end, _)| is_joined(context.between(*end, span.start)));
            previous = titled.then(|| (span.end, detail.clone()));
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
            let mut from = context.sentence_start(at).max(at.saturating_sub(LONGEST_LIST));
            while !context.text().is_char_boundary(from as usize) {
                from += 1;
            }
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

    /// 刘少奇主席和夫人王光美, 明仁天皇和皇后美智子: of the same state.
    fn spouses(&self, context: &Context<'_>, around: &Surroundings<'_>, found: &mut [(Mention, Strength)]) {
        for number in 1..found.len() {
            let (before, from) = found.split_at_mut(number);
            let (Some((husband, _)), Some((wife, _))) = (before.last(), from.first_mut()) else { continue };
            let Some(titled) = around.title_before(wife.span.start) else { continue };
            let title = titled.span.of(context.text());
            if !CONSORTS.iter().any(|consort| title.ends_with(consort))
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
                detail.country = led(context, around, mention.span.end).cloned();
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

    /// Whether a name is written as Chinese names are: a frequent surname and one or two characters, not all of them
    /// those of transliterations (雷扎伊).
    fn is_chinese(&self, name: &str) -> bool {
        let first = name.chars().next();
        let odds: Option<i32> = name.chars().map(|character| self.characters.row(character).foreign()).sum();
        let is_transliterated =
            name.chars().nth(2).is_some() && odds.is_some_and(|odds| odds >= 3 * MOSTLY_FOREIGN);
        !is_transliterated
            && (2..=3).contains(&name.chars().count())
            && name.chars().all(is_han)
            && first.is_some_and(|first| self.characters.row(first).is_common())
            && self.characters.japanese_surname(name).is_none()
    }

    /// Whether all characters of a name are those of transliterations, most of them seldom others.
    fn is_transliterated(&self, name: &str) -> bool {
        let characters = || name.chars().filter(|&character| character != JOINT);
        let odds: Option<i32> = characters().map(|character| self.characters.row(character).foreign()).sum();
        let count = i32::try_from(characters().count()).unwrap_or(i32::MAX);
        odds.is_some_and(|odds| odds >= count.saturating_mul(TRANSLITERATION))
    }

    fn before(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        titled: &Titled<'_>,
        name: Span,
        behind: Option<u32>,
    ) -> PersonDetail {
        let text = context.text();
        let end = titled.span.end;
        let mut start = end;
        let mut office: Option<Office> = None;
        let mut country: Option<EntityId> = None;
        let mut is_assumed = true;
        let mut next = Some(titled);
        for _ in 0..MOST_TITLES {
            let Some(titled) = next else { break };
            let whole = self.whole(context, around, titled, name);
            // 智利驻华临时代办、民主也门驻华大使伊斯马仪: another's office, whose holder is not named.
            let is_post = context.after(start) == Some('驻') && context.after(whole.start) == Some('驻');
            let is_other = is_post
                && !whole.is_assumed
                && !is_assumed
                && matches!((&whole.country, &country), (Some(one), Some(other)) if one != other);
            if is_other {
                break;
            }
            start = whole.start;
            office = office.into_iter().chain([whole.office]).min();
            if country.is_none() || is_assumed || !whole.is_assumed {
                is_assumed = whole.is_assumed;
                country = whole.country.or(country);
            }
            // 中共中央主席、国务院总理; 副首相兼外交大臣; 苏共中央第一书记、苏联|部长会议主席.
            let own = around.state_span_before(start).map_or(start, |state| state.start);
            let joined = |at: u32| {
                let rest = text[..at as usize].strip_suffix(JOINS)?;
                around.title_before(u32::try_from(rest.len()).ok()?)
            };
            // 西哈努克亲王、埃及总理纳赛尔: 亲王 is the other's; 习近平主席特使、国务院副总理张高丽 is an envoy of the other.
            next = joined(start).or_else(|| joined(own)).filter(|titled| {
                let is_envoy = || ENVOYS.iter().any(|end| titled.span.of(text).ends_with(end));
                !titled.title.honorific && (behind != Some(titled.span.start) || is_envoy())
            });
        }
        // 中共|中央政治局常委.
        if let Some(beginning) = self.home.iter().find(|word| text[..start as usize].ends_with(word.as_str()))
        {
            start -= u32::try_from(beginning.len()).unwrap_or(0);
        }
        let role = Span::new(start, end).of(text);
        // （记者杨雁平）, and reporters outside running text, are the newspaper's own.
        let zone =
            context.layout.sentences.get(context.layout.sentence_at(end)).map(|sentence| sentence.zone);
        let own = context.before(start) == Some('（') || zone.is_some_and(|zone| zone != Zone::Text);
        let at_home = own && role.ends_with("记者");
        // 中央政治局委员希斯尼·卡博.
        let is_foreign = || role.starts_with("中央") && name.of(text).contains(JOINT);
        if country.is_none() && (at_home || self.begins_at_home(role) && !is_foreign()) {
            country = context.home.cloned();
        }
        PersonDetail { role: Some(role.to_owned()), office, country }
    }

    fn begins_at_home(&self, role: &str) -> bool {
        // 国务委员|会主席
        let rest = self.home.iter().filter_map(|beginning| role.strip_prefix(beginning.as_str()));
        rest.into_iter().any(|rest| !rest.starts_with('会'))
    }

    /// Where the ministries of an office begin: 外交和联邦事务|大臣, 工业、邮电和|旅游部长 behind a state or in a list.
    fn with_portfolios(&self, context: &Context<'_>, around: &Surroundings<'_>, start: u32) -> u32 {
        let text = context.text();
        let mut from = start as usize;
        let mut at = from;
        for _ in 0..MOST_PORTFOLIOS {
            let lead = &text[..at];
            if let Some(word) = self.portfolios.iter().find(|word| lead.ends_with(word.as_str())) {
                at -= word.len();
                from = at;
            } else if let Some(rest) = lead.strip_suffix(['、', '和', '与', '及', '兼']) {
                at = rest.len();
            } else {
                break;
            }
        }
        let from = narrow(from);
        let in_list = || text[from as usize..start as usize].contains(['和', '与', '及']);
        let begins = around.state_before(from).is_some()
            || context.before(from).is_some_and(|before| matches!(before, '、' | '，')) && in_list();
        if begins { from } else { start }
    }

    /// A title with the body whose it is, with 驻 and the state to which one is sent, without the person's own state.
    fn whole(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        titled: &Titled<'_>,
        name: Span,
    ) -> Whole {
        let text = context.text();
        let mut start = titled.span.start;
        let mut office = titled.title.office.unwrap_or(Office::Other);
        for prefix in &self.prefixes {
            if text[..start as usize].ends_with(prefix.as_str()) {
                start -= u32::try_from(prefix.len()).unwrap_or(0);
                office = Office::Other;
                break;
            }
        }
        start = self.with_portfolios(context, around, start);
        // 众议院司法委员会主席 heads no state.
        if matches!(office, Office::HeadOfState | Office::Legislature)
            && let Some(&(_, of_body)) =
                self.heads.iter().find(|(end, _)| text[..start as usize].ends_with(end.as_str()))
        {
            office = of_body;
        }
        // 蒋帮|“外长”
        if context.before(start) == Some('“') && context.after(titled.span.end) == Some('”') {
            let country = around.state_before(start - narrow('“'.len_utf8())).cloned();
            return Whole { start, office, country, is_assumed: false };
        }
        // 日本社会|党主席, 共青团|中央第一书记: the title begins with the end of the body.
        let body = around.body_before(start).or_else(|| around.body_across(start, titled.span.end));
        if let Some((body, state)) = body {
            if let Some((after, entity)) = own_state(context, around, *body) {
                return Whole { start: after, office, country: Some(entity.clone()), is_assumed: false };
            }
            // A Chinese name bears the office of the body of that name at home.
            let elsewhere = || {
                // “祖国之光”人民民主党: what stands before it may be a part of its name.
                let is_other = context.before(body.start) == Some('”') || self.is_chinese(name.of(text));
                around.state_of_body(body.of(text)).filter(|_| !is_other).cloned()
            };
            // 法国总统府|总参谋部负责人蒂埃里: not the body of that name at home.
            let from = context.paragraph_start(body.start);
            let is_abroad = || {
                state.as_ref() == context.home
                    && self.is_transliterated(name.of(text))
                    && context.home.is_some_and(|home| around.is_abroad(from, body.start, home))
            };
            let of_row = || state.clone().filter(|_| !is_abroad());
            let country = around.state_before(body.start).cloned().or_else(of_row).or_else(elsewhere);
            let is_assumed = around.state_before(body.start).is_none();
            return Whole { start: body.start, office, country, is_assumed };
        }
        let Some(state) = around.state_before(start) else {
            let Some((place, country)) = around.place_before(start) else {
                let Some((from, of, is_assumed)) = modified(context, around, start, titled.span) else {
                    return Whole { start, office, country: None, is_assumed: false };
                };
                return Whole { start: from, office, country: of, is_assumed };
            };
            // 印度|驻纽约副总领事.
            if let Some(at) = text[..place.start as usize].strip_suffix('驻').map(|rest| narrow(rest.len()))
            {
                return Whole {
                    start: at,
                    office,
                    country: around.state_before(at).or(context.home).cloned(),
                    is_assumed: around.state_before(at).is_none(),
                };
            }
            // 俄勒冈州|州长, but 巴黎检察官; 大通 of 摩根大通 makes no foreigner Chinese.
            let governs = self.local.iter().any(|word| titled.span.of(text).ends_with(word.as_str()));
            let start = if governs { place.start } else { start };
            let is_credible = country.as_ref() != context.home || self.is_chinese(name.of(text));
            let country = country.clone().filter(|_| is_credible);
            return Whole { start, office, country, is_assumed: false };
        };
        let sent = around.state_span_before(start).and_then(|span| {
            let rest = text[..span.start as usize].strip_suffix('驻')?;
            u32::try_from(rest.len()).ok()
        });
        match sent {
            // 苏联|驻伊拉克共和国特命全权大使; without a state in front the newspaper's.
            Some(at) => {
                // 常驻中国代表团团长
                let at = text[..at as usize].strip_suffix('常').map_or(at, |rest| narrow(rest.len()));
                let body = around.body_before(at);
                let own = around.state_before(at).or_else(|| body?.1.as_ref());
                // Nobody is sent to his own state, or by a body of no state: 联合国难民署|驻黎巴嫩代表.
                let is_own = body.is_none() && !self.is_transliterated(name.of(text));
                let home = context.home.filter(|home| *home != state && is_own);
                Whole { start: at, office, country: own.or(home).cloned(), is_assumed: own.is_none() }
            }
            None => Whole { start, office, country: Some(state.clone()), is_assumed: false },
        }
    }
}

struct Whole {
    start: u32,
    office: Office,
    country: Option<EntityId>,
    /// Whether nothing says that the state is the newspaper's.
    is_assumed: bool,
}

/// Nouns between a state or body and the title of one of its offices at most: 古巴|武装部队部长.
const MOST_MODIFIERS: usize = 4;

/// Words between a state and a title that say what the office is about, and not whose it is.
const ABOUT: [&str; 5] = ["事务", "问题", "政策", "局势", "和平"];

/// Words before a title that are no part of it, though a state may stand before them.
const TERMS: [&str; 5] = ["新任", "现任", "时任", "前任", "已故"];

/// Words that the dictionary has as nouns and that end what belongs to a title.
const NO_MODIFIERS: [&str; 16] = [
    "方面", "援引", "双方", "会见", "会晤", "会谈", "任命", "访问", "接见", "陪同", "率领", "欢迎", "邀请",
    "拜会", "约见", "经",
];

/// Titles that need the field of the office before them.
const BARE: [&str; 4] = ["部长", "副部长", "大臣", "副大臣"];

/// Where an office begins whose title has nouns before it, the state before these, and whether only a body implies it: 古巴|武装部队部长, 对外贸易部第三局局长,
/// 工业和动力部长.
pub(super) fn modified(
    context: &Context<'_>,
    around: &Surroundings<'_>,
    start: u32,
    title: Span,
) -> Option<(u32, Option<EntityId>, bool)> {
    let is_bare = BARE.contains(&title.of(context.text()));
    let is_about = |at: u32| ABOUT.iter().any(|word| context.text()[at as usize..].starts_with(word));
    let (mut at, mut from) = (start, start);
    let mut joined = false;
    for _ in 0..MOST_MODIFIERS {
        let word = at.checked_sub(1).and_then(|last| context.words.word_at(last));
        // 国家|银行|行长, where the dictionary has 银行行长.
        let word = word.filter(|word| word.end == at || at == start);
        let Some(word) = word.map(|word| Span::new(word.start, at)) else { break };
        let of_text = word.of(context.text());
        if is_bare && !joined && at < start && matches!(of_text, "和" | "与") {
            joined = true;
            at = word.start;
            continue;
        }
        let fits = of_text.starts_with('第') && word.len() > narrow('第'.len_utf8())
            || matches!(
                context.words.part_of_speech(word),
                "n" | "nz" | "vn" | "b" | "j" | "q" | "nt" | "an"
            );
        if !fits || around.covered(word.start).is_some() || NO_MODIFIERS.contains(&of_text) {
            break;
        }
        // 日本国|内阁总理大臣
        if of_text == "国"
            && let Some(state) = around.state_before(word.start)
        {
            return Some((from, Some(state.clone()), false));
        }
        at = word.start;
        let is_term = TERMS.contains(&of_text);
        if !is_term {
            from = at;
        }
        // 联合国秘书长叙利亚|问题特使 is sent by another.
        if is_about(at) && around.state_before(at).is_some() {
            return None;
        }
        if let Some(state) = around.state_before(at) {
            // 阿尔及利亚|驻华外交使团团长
            let sent = around.state_span_before(at).filter(|span| context.before(span.start) == Some('驻'));
            let Some(post) = sent.map(|span| span.start - narrow('驻'.len_utf8())) else {
                return Some((from, Some(state.clone()), false));
            };
            return Some((post, around.state_before(post).cloned(), false));
        }
        if is_term {
            break;
        }
        if let Some((body, state)) = around.body_before(at) {
            let own = own_state(context, around, *body);
            let country = own.map(|(_, state)| state).or(state.as_ref()).cloned();
            return Some((own.map_or(body.start, |(after, _)| after), country, own.is_none()));
        }
    }
    // 和 is no beginning.
    let lead = context.between(from, start);
    let from = lead.strip_prefix(['和', '与']).map_or(from, |rest| start - narrow(rest.len()));
    // 、国家银行行长: nouns that fill a place of a list up to the title.
    let in_list = from == at && matches!(context.before(from), Some('、' | '，' | '；' | '：'));
    ((is_bare || in_list) && from < start).then_some((from, None, true))
}

/// Where a body's name goes on after its own state, and the state: 伊拉克共和国|最高权力委员会, but 苏共中央, 中日友好协会.
fn own_state<'s>(
    context: &Context<'_>,
    around: &'s Surroundings<'_>,
    body: Span,
) -> Option<(u32, &'s EntityId)> {
    // 阿尔及利亚共和国|临时政府: the name of a government is that of a state.
    if around.state_span_before(body.end) == Some(body) {
        let own = around.state_before(body.end)?;
        let government = "临时政府";
        let ends = body.of(context.text()).ends_with(government);
        return Some((body.end - if ends { narrow(government.len()) } else { 0 }, own));
    }
    let (after, entity) = around.state_from(body.start, body.end)?;
    let is_letter = after - body.start == narrow('苏'.len_utf8());
    // 秘鲁—中国友好协会
    let is_part = is_letter && (context.after(after) == Some('共') || around.is_state_at(after))
        || context.after(after) == Some('—');
    let after = if is_part { body.start } else { after };
    // 以军|总参谋长
    let is_army = context.between(after, body.end) == "军";
    Some((if is_army { body.end } else { after }, entity))
}

/// The state of the delegation that who ends at a view offset leads: 率领的|日本….
fn led<'s>(context: &Context<'_>, around: &'s Surroundings<'_>, end: u32) -> Option<&'s EntityId> {
    let rest = &context.text()[end as usize..];
    let verb = LEADS.iter().find(|verb| rest.starts_with(**verb))?;
    around.state_from(end + narrow(verb.len()), end + narrow(rest.len())).map(|(_, state)| state)
}

/// What makes somebody the head of those who are named next.
const LEADS: [&str; 4] = ["率领的", "为首的", "为团长的", "带领的"];

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

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
