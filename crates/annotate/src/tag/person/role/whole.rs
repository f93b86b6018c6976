//! One title with what its office is of: nouns, a body, a state or a place, and the state to which one is sent.

use bangjiao_document::{EntityId, Office, Span};

use super::nouns::{BRACKETS, Reach, before_pair};
use super::{Roles, border, narrow};
use crate::context::Context;
use crate::scan::Entry;
use crate::tag::person::around::{DELEGATE, Surroundings, Titled};

/// A title as a part of a role.
pub(super) struct Whole {
    /// Where it begins.
    pub start: u32,
    pub office: Office,
    /// The person's state.
    pub country: Option<EntityId>,
    /// Whether nothing says that the state is the newspaper's.
    pub is_assumed: bool,
}

/// Ends of what departments of a party belong to: 中央, 劳动党.
const PARTY_ENDS: [&str; 2] = ["中央", "党"];

impl Roles {
    /// Whether the state or body whose office a title is stands before it.
    pub fn has_owner(&self, context: &Context<'_>, around: &Surroundings<'_>, title: Span) -> bool {
        let reach = self.nouns.reach(context, around, title, None);
        let is_near = reach.owner == title.start;
        let body = || around.body_before(reach.owner);
        around.state_before(reach.owner).is_some()
            || body().is_some_and(|(body, state)| {
                is_near || state.is_some() || own_state(context, around, *body).is_some()
            })
    }

    /// A title with the nouns before it and the body or place whose it is, with 驻 and the state to which one is sent, without
    /// the person's own state.
    pub(super) fn whole(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        titled: &Titled<'_>,
        name: Span,
        behind: Option<u32>,
    ) -> Whole {
        let text = context.text();
        let title = titled.span;
        let office = titled.title.office.unwrap_or(Office::Other);
        // 蒋帮|“外长”
        if context.before(title.start) == Some('“') && context.after(title.end) == Some('”') {
            let country = around.state_before(title.start - narrow('“'.len_utf8()));
            return Whole { start: title.start, office, country: country.cloned(), is_assumed: false };
        }
        // 日本社会|党主席, 共青团|中央第一书记: the title begins with the end of the body.
        let across = around.body_across(title.start, title.end);
        let charge = in_charge(context, title.start).filter(|start| behind.is_none_or(|end| end <= *start));
        let reach = match across.map(|_| title.start).or(charge) {
            Some(start) => Reach { role: start, owner: start, is_other: false },
            None => self.nouns.reach(context, around, title, behind),
        };
        let office = if reach.is_other { Office::Other } else { office };
        let mut whole = if let Some((body, state)) = around.body_before(reach.owner).or(across) {
            self.of_body(context, around, *body, state.as_ref(), name)
        } else if let Some(state) = around.state_before(reach.owner) {
            self.of_state(context, around, &reach, state, name)
        } else if let Some((place, country)) = around.place_before(reach.owner) {
            self.of_place(context, around, (*place, country.as_ref()), &reach, title, name)
        } else if let Some(lead) = text[..reach.owner as usize].strip_suffix(SENT_HERE) {
            // 苏联|驻我国大使
            let start = narrow(lead.len());
            let own = around.state_before(start);
            Whole::new(start, own, own.is_none())
        } else if text[..reach.owner as usize].ends_with(HERE) {
            Whole::new(reach.role, context.home, false)
        } else if let Some((place, country)) =
            around.place_across(title).filter(|_| reach.role == title.start)
        {
            // 黑龙江|省长: the title begins with the end of the place.
            let place = Span::new(place.start, title.start);
            self.of_place(context, around, (place, country.as_ref()), &reach, title, name)
        } else {
            Whole::new(reach.role, None, reach.role < title.start)
        };
        whole.office = self.office(text, whole.start, title, office);
        // 联合国秘书长|叙利亚问题特使: of whom he is sent by.
        let is_envoy = |title: Span| self.is_envoy(title.of(text));
        let sender = around.title_before(whole.start).filter(|sender| {
            is_envoy(title) && !is_envoy(sender.span) && behind.is_none_or(|end| end < sender.span.start)
        });
        if let Some(sender) = sender {
            let sender = self.whole(context, around, sender, name, behind);
            return Whole { office: whole.office, ..sender };
        }
        whole
    }

    /// The office of who heads what stands before the title: 众议院司法委员会|主席 heads no state.
    fn office(&self, text: &str, start: u32, title: Span, office: Office) -> Office {
        let lead = &text[..title.start as usize];
        // 尼共（联合马列）|主席
        if office == Office::Minister && self.is_of_party(lead) {
            return Office::Party;
        }
        let end = narrow(lead.len());
        let lead = before_pair(text, end, BRACKETS).map_or(lead, |bracket| &lead[..bracket as usize]);
        let of_body =
            || self.heads.iter().find(|(end, _)| lead.ends_with(end.as_str())).map(|(_, office)| *office);
        // 全国人大|代表
        if title.of(text) == DELEGATE && of_body() == Some(Office::Legislature) {
            return Office::Legislature;
        }
        if !matches!(office, Office::HeadOfState | Office::Legislature) {
            return office;
        }
        let heads_bodies = self.headed.iter().any(|own| title.of(text) == own);
        let of_body = of_body();
        match of_body {
            // 共和国|议长
            Some(of_body) if heads_bodies || of_body != Office::HeadOfState => of_body,
            // 北京冬奥组委|主席
            None if heads_bodies && start < title.start => Office::Other,
            _ => office,
        }
    }

    /// Whether a title behind a text is that of a department of a party: 中央组织|部部长, 劳动党国际|部部长.
    fn is_of_party(&self, lead: &str) -> bool {
        let lead = lead.strip_suffix('部').unwrap_or(lead);
        self.party_departments.iter().any(|department| {
            lead.strip_suffix(department.as_str())
                .is_some_and(|lead| PARTY_ENDS.iter().any(|end| lead.ends_with(end)))
        })
    }

    fn of_body(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        body: Span,
        state: Option<&EntityId>,
        name: Span,
    ) -> Whole {
        let text = context.text();
        if let Some((start, own)) = own_state(context, around, body) {
            return Whole::new(stationed(context, around, body).unwrap_or(start), Some(own), false);
        }
        // 土耳其|驻欧盟大使, 俄罗斯|常驻联合国日内瓦办事处代表; but 派驻 is of who sends.
        let sent = text[..body.start as usize].strip_suffix('驻').filter(|lead| !lead.ends_with('派'));
        if let Some(lead) = sent.filter(|_| state.is_none()) {
            let start = narrow(lead.strip_suffix('常').unwrap_or(lead).len());
            let own = around.state_before(start);
            let home = context.home.filter(|_| !self.is_transliterated(name.of(text)));
            return Whole::new(start, own.or(home), own.is_none());
        }
        // A Chinese name bears the office of the body of that name at home.
        let elsewhere = || {
            // “祖国之光”人民民主党: what stands before it may be a part of its name.
            let is_other = context.before(body.start) == Some('”') || self.is_chinese(name.of(text));
            around.state_of_body(body.of(text)).filter(|_| !is_other)
        };
        // 法国总统府|总参谋部负责人蒂埃里: not the body of that name at home.
        let from = context.paragraph_start(body.start);
        let is_abroad = || {
            state == context.home
                && self.is_transliterated(name.of(text))
                && context.home.is_some_and(|home| around.is_abroad(from, body.start, home))
        };
        let before = around.state_before(body.start);
        let country = before.or_else(|| state.filter(|_| !is_abroad())).or_else(elsewhere);
        Whole::new(body.start, country, before.is_none())
    }

    /// 古巴|武装部队部长, 苏联|驻伊拉克共和国特命全权大使; without a state before 驻 the newspaper's.
    fn of_state(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        reach: &Reach,
        state: &EntityId,
        name: Span,
    ) -> Whole {
        let text = context.text();
        let sent = around.state_span_before(reach.owner);
        // 中俄能源合作委员会|俄方主席
        // 旅美|画家 is not of the state where he lives.
        let stays = |span: Span| text[..span.start as usize].ends_with(STAYS);
        if sent.is_some_and(stays) {
            return Whole::new(reach.role, None, true);
        }
        let side = sent.filter(|span| span.of(text).ends_with(SIDE));
        if let Some((body, _)) = side.and_then(|side| around.body_before(side.start)) {
            return Whole::new(body.start, Some(state), false);
        }
        let sent = sent.and_then(|span| text[..span.start as usize].strip_suffix('驻'));
        let Some(lead) = sent else { return Whole::new(reach.role, Some(state), false) };
        // 常驻中国代表团团长
        let start = narrow(lead.strip_suffix('常').unwrap_or(lead).len());
        let body = around.body_before(start);
        let own = around.state_before(start).or_else(|| body?.1.as_ref());
        // Nobody is sent to his own state, or by a body of no state: 联合国难民署|驻黎巴嫩代表.
        let is_own = body.is_none() && !self.is_transliterated(name.of(text));
        let home = context.home.filter(|home| *home != state && is_own);
        Whole::new(start, own.or(home), own.is_none())
    }

    /// 俄勒冈州州长, but 巴黎|检察官; 印度|驻纽约副总领事.
    fn of_place(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        (place, country): (Span, Option<&EntityId>),
        reach: &Reach,
        title: Span,
        name: Span,
    ) -> Whole {
        let text = context.text();
        if let Some(lead) = text[..place.start as usize].strip_suffix('驻') {
            let start = narrow(lead.len());
            let own = around.state_before(start);
            return Whole::new(start, own.or(context.home), own.is_none());
        }
        // 白宫高级顾问
        let heads = || self.headed.iter().any(|own| title.of(text).ends_with(own.as_str()));
        let governs = self.local.iter().any(|word| title.of(text).ends_with(word.as_str()))
            // 加泰罗尼亚自治区|前主席
            || UNITS.iter().any(|unit| place.of(text).ends_with(unit)) && heads()
            || self.seats.iter().any(|seat| place.of(text).ends_with(seat.as_str()));
        let start = if governs { place.start } else { reach.role };
        // 大通 of 摩根大通 makes no foreigner Chinese, and 联合国日内瓦|总部总干事 is of no state.
        let is_credible =
            if country == context.home { self.is_chinese(name.of(text)) } else { reach.role == place.end };
        Whole::new(start, country.filter(|_| is_credible), false)
    }
}

/// Ends of the names of units of administration.
const UNITS: [&str; 6] = ["自治区", "省", "州", "市", "邦", "县"];

impl Whole {
    fn new(start: u32, country: Option<&EntityId>, is_assumed: bool) -> Self {
        Whole { start, office: Office::Other, country: country.cloned(), is_assumed }
    }
}

/// The newspaper's state in its own voice: 我国|运动员.
const HERE: &str = "我国";

/// What says of what an office is in charge, before the title and 的: 负责非洲事务的|助理国务卿.
const IN_CHARGE: &str = "负责";

/// Bytes of it at most.
const LONGEST_CHARGE: u32 = 90;

/// Where what an office is in charge of begins that stands before a title.
fn in_charge(context: &Context<'_>, title: u32) -> Option<u32> {
    let from = border(context.text(), title.saturating_sub(LONGEST_CHARGE));
    let lead = context.between(from, title).strip_suffix('的')?;
    let at = lead.rfind(IN_CHARGE)?;
    let start = from + narrow(at);
    // 负责人|在北京约见…的
    let is_word = || context.words.word_at(start).is_some_and(|word| word.of(context.text()) == IN_CHARGE);
    (!lead[at..].contains(['，', '。', '、', '；']) && is_word()).then_some(start)
}

/// What stands before the state in which somebody lives: 旅美, 留日.
const STAYS: [char; 2] = ['旅', '留'];

/// What a state is called as one side.
const SIDE: char = '方';

/// What stands before the office of who is sent to the newspaper's state.
const SENT_HERE: &str = "驻我国";

/// What stands before the state in which an army of another is.
const STATIONED: [char; 2] = ['驻', '侵'];

/// Where the name of an army begins with the state in which it is: 驻日|美军.
fn stationed(context: &Context<'_>, around: &Surroundings<'_>, army: Span) -> Option<u32> {
    let state = around.state_span_before(army.start)?;
    Some(narrow(context.text()[..state.start as usize].strip_suffix(STATIONED)?.len()))
}

/// Ends of the names of associations of two states.
const FRIENDS: [&str; 2] = ["友协", "友好协会"];

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
        || context.after(after) == Some('—')
        // 中阿友协
        || is_letter && FRIENDS.iter().any(|end| body.of(context.text()).ends_with(end));
    let after = if is_part || is_letter && is_one_name(context, body, after) { body.start } else { after };
    // 以军|总参谋长, 美军|参谋长联席会议
    let army = after + narrow(ARMY.len());
    let is_army = is_letter
        && context.between(after, body.end).starts_with(ARMY)
        && (army == body.end || context.words.is_border(army));
    Some((if is_army { army } else { after }, entity))
}

/// The armed forces of a state behind its letter.
const ARMY: &str = "军";

/// Bytes of two Han characters.
const LONGEST_REST: u32 = 6;

/// Whether a body's name in the lexicon begins with a state's letter, without which it is no name: 美联社, but not 美国务院.
fn is_one_name(context: &Context<'_>, body: Span, after: u32) -> bool {
    let is_named = |span: Span| {
        let hits = context.hits_from(span.start).iter().take_while(|hit| hit.span.start == span.start);
        hits.into_iter().any(|hit| hit.span == span && matches!(hit.entry, Entry::Organization(_)))
    };
    let rest = Span::new(after, body.end);
    rest.len() <= LONGEST_REST && rest.of(context.text()) != ARMY && is_named(body) && !is_named(rest)
}
