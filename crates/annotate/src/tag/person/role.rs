//! The role that stands beside a name, with its office and state.

mod article;
mod modifiers;

use std::cmp::Reverse;
use std::sync::Arc;

use bangjiao_document::{EntityId, Office, PersonDetail, Span, Zone};
use bangjiao_lexicon::{Lexicon, PrefixEffect};

use super::around::{Surroundings, Titled};
use crate::context::Context;
use crate::tag::characters::{Characters, JOINT, TRANSLITERATION, is_han};
use modifiers::Modifiers;

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
    /// Words before the office of a person who is named after it: 时任.
    terms: Vec<String>,
    /// Ends of titles that a colon sets before a name: 编辑.
    credits: Vec<String>,
    modifiers: Modifiers,
    characters: Arc<Characters>,
}

/// Titles joined by 、 or 兼 before one name are at most so many.
const MOST_TITLES: usize = 4;

/// Three characters that are on the average so much more common in transliterations than elsewhere (hundredths of a nat) are
/// no Chinese name, though the first is a surname: 雷扎伊, but 钱克明.
const MOSTLY_FOREIGN: i32 = 300;

/// Words and joins of the ministries before an office are at most so many.
const MOST_PORTFOLIOS: usize = 9;

/// What joins two titles of one person.
const JOINS: [char; 2] = ['、', '兼'];

/// What stands between a title and a name that is addressed: 总统尊敬的….
const ADDRESSES: [&str; 3] = ["亲爱的", "尊敬的", "敬爱的"];

/// Ends of the titles of those whom the person before sends: 国家主席习近平|特使、国务院副总理.
const ENVOYS: [&str; 4] = ["特使", "代表", "助理", "顾问"];

impl Roles {
    /// Reads `title_prefixes.csv`, and the words of roles in `persons.toml`.
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
            terms: texts("held"),
            credits: texts("credits"),
            modifiers: Modifiers::new(texts),
            characters,
        }
    }

    /// Ends of titles that a colon sets before a name: 编辑.
    pub fn credits(&self) -> &[String] {
        &self.credits
    }

    /// Where an office begins whose title has nouns before it, the state before these, and whether only a body implies it.
    pub fn modified(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        start: u32,
        title: Span,
    ) -> Option<(u32, Option<EntityId>, bool)> {
        self.modifiers.modified(context, around, start, title)
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
        let credited = || around.credit_before(start);
        if let Some(titled) = around.title_before(start).or_else(quoted).or_else(credited).filter(plain) {
            return self.before(context, around, titled, span, behind);
        }
        // 时任浙江省委书记|的习近平
        if let Some(lead) = lead.strip_suffix('的')
            && let Some(titled) = around.title_before(narrow(lead.len())).filter(plain)
            && self.terms.iter().any(|term| clause(lead).contains(term.as_str()))
        {
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
                let Some((from, of, is_assumed)) = self.modified(context, around, start, titled.span) else {
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

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Bytes of a clause that are looked at: forty characters.
const LONGEST_CLAUSE: usize = 120;

/// What stands since the last mark between clauses.
fn clause(text: &str) -> &str {
    let mut start = text.len().saturating_sub(LONGEST_CLAUSE);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text[start..].rsplit(['，', '。', '；', '\n']).next().unwrap_or_default()
}
