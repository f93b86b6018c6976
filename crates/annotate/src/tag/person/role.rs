//! The role that stands beside a name, with its office and state.

mod article;
mod nouns;
mod whole;

use std::cmp::Reverse;
use std::sync::Arc;

use bangjiao_document::{EntityId, Office, PersonDetail, Span, Zone};
use bangjiao_lexicon::Lexicon;

use super::around::{Surroundings, Titled};
use crate::context::Context;
use crate::tag::characters::{Characters, JOINT, TRANSLITERATION, is_han};
use nouns::Nouns;

/// Reads roles.
pub(super) struct Roles {
    /// Beginnings of roles that only the newspaper's state has: 中共, 国务院.
    home: Vec<String>,
    /// Ends of the names of bodies, the longest first, with the office of their heads: 党, 议会, 委员会.
    heads: Vec<(String, Office)>,
    /// Ends of titles whose office is that of the body: 主席.
    headed: Vec<String>,
    /// Ends of the titles of who governs a place: 市长, 州长.
    local: Vec<String>,
    /// Departments of parties: 组织.
    party_departments: Vec<String>,
    /// Titles that the newspaper's state does not have: 总统, 首相.
    abroad: Vec<String>,
    /// Ends of the names of buildings that stand for who governs in them: 白宫.
    seats: Vec<String>,
    /// Words before the office of a person who is named after it: 时任.
    terms: Vec<String>,
    /// What a leader is called before his name, where his office stands behind it: 伟大领袖.
    epithets: Vec<String>,
    /// Ends of titles that a colon sets before a name: 编辑.
    credits: Vec<String>,
    /// What stands before a list of the members of a delegation: 团员有.
    members: Vec<String>,
    /// The same of those who sign for a state: 签字的是.
    signs: Vec<String>,
    /// Ends of the names of delegations.
    delegations: Vec<String>,
    /// What stands between a title and a name that is addressed: 总统尊敬的….
    salutes: Vec<String>,
    /// Ends of the titles of those whom the person before sends: 国家主席习近平|特使、国务院副总理.
    envoys: Vec<String>,
    /// Ends of the titles of who is married to the person before: 夫人.
    consorts: Vec<String>,
    /// What makes somebody the head of those who are named next: 率领的.
    leads: Vec<String>,
    nouns: Nouns,
    characters: Arc<Characters>,
}

/// Titles joined by 、 or 兼 before one name are at most so many.
const MOST_TITLES: usize = 4;

/// Three characters that are on the average so much more common in transliterations than elsewhere (hundredths of a nat) are
/// no Chinese name, though the first is a surname: 雷扎伊, but 钱克明.
const MOSTLY_FOREIGN: i32 = 300;

/// What says who holds an office, between its title and the name.
const COPULAS: [char; 2] = ['是', '为'];

/// What joins two titles of one person.
const JOINS: [char; 2] = ['、', '兼'];

impl Roles {
    /// Reads `title_prefixes.csv`, and the words of roles in `persons.toml`.
    pub fn new(lexicon: &Lexicon, characters: Arc<Characters>) -> Self {
        let rule = lexicon.rules("persons").iter().find(|rule| rule.id.as_str() == "person-chinese");
        let heads = rule.map(|rule| rule.entries("heads_of_bodies")).unwrap_or_default().into_iter();
        let mut heads: Vec<(String, Office)> =
            heads.filter_map(|(end, office)| Some((end, Office::from_word(&office)?))).collect();
        heads.sort_by_key(|(end, _)| Reverse(end.len()));
        let texts = |key: &str| rule.map(|rule| rule.texts(key)).unwrap_or_default();
        Roles {
            home: texts("home_roles"),
            heads,
            headed: texts("titles_of_heads"),
            local: texts("local_offices"),
            party_departments: texts("party_departments"),
            seats: texts("seats"),
            abroad: texts("roles_abroad"),
            terms: texts("held"),
            epithets: texts("epithets"),
            credits: texts("credits"),
            members: texts("members_of_delegations"),
            signs: texts("signs_for"),
            delegations: texts("delegations"),
            salutes: texts("salutes"),
            envoys: texts("envoys"),
            consorts: texts("consorts"),
            leads: texts("leads"),
            nouns: Nouns::new(lexicon, texts),
            characters,
        }
    }

    /// Whether somebody with a title is sent by the person before.
    fn is_envoy(&self, title: &str) -> bool {
        self.envoys.iter().any(|end| title.ends_with(end.as_str()))
    }

    /// Ends of titles that a colon sets before a name: 编辑.
    pub fn credits(&self) -> &[String] {
        &self.credits
    }

    /// Role, office and state from the title before the name, else from the one after it; the state also from where the text
    /// says that somebody comes from.
    ///
    /// `behind` is where the name before ends: a title that stands directly there is its own.
    pub fn read(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        span: Span,
        behind: Option<u32>,
    ) -> PersonDetail {
        let detail = self.by_title(context, around, span, behind);
        let country = detail.country.or_else(|| origin(context, around, span.start).cloned());
        PersonDetail { country, ..detail }
    }

    fn by_title(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        span: Span,
        behind: Option<u32>,
    ) -> PersonDetail {
        let plain = |titled: &&Titled<'_>| !titled.title.honorific;
        let lead = &context.text()[..span.start as usize];
        let addressed = self.salutes.iter().find_map(|salute| lead.strip_suffix(salute.as_str()));
        let start = addressed.map_or(span.start, |lead| narrow(lead.len()));
        // 蒋帮“外长”周书楷
        let quoted = || {
            let titled = around.title_before(narrow(lead.strip_suffix('”')?.len()))?;
            (context.before(titled.span.start) == Some('“')).then_some(titled)
        };
        let credited = || around.credit_before(start);
        // 外交部长是|赛义夫·达里, 总理为|亨克·阿龙; but 陈毅副总理为|吴努|总理设宴
        let is_named = || {
            let titled = around.title_before(narrow(lead.strip_suffix(COPULAS)?.len()))?;
            around.title_after(span.end).is_none().then_some(titled)
        };
        let titled = around.title_before(start).or_else(quoted).or_else(credited).or_else(is_named);
        // 伟大领袖|毛|主席
        let is_epithet = |titled: &&Titled<'_>| {
            let lead = &context.text()[..titled.span.end as usize];
            self.epithets.iter().any(|word| lead.ends_with(word.as_str()))
                && around.title_after(span.end).is_some()
        };
        if let Some(titled) = titled.filter(plain).filter(|titled| !is_epithet(titled)) {
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
            let whole = self.whole(context, around, titled, name, behind);
            // 智利驻华临时代办、民主也门驻华大使伊斯马仪: another's office, whose holder is not named; but 格鲁吉亚总统、前苏联外长.
            let was_before = around
                .state_span_before(start)
                .is_some_and(|state| matches!(context.before(state.start), Some('前' | '原')));
            let is_other = !was_before
                && !whole.is_assumed
                && !is_assumed
                && matches!((&whole.country, &country), (Some(one), Some(other)) if one != other);
            if is_other {
                break;
            }
            start = whole.start;
            // 江西省政协原党组书记、主席 is no head of state.
            let is_bare = whole.start == titled.span.start
                && self.headed.iter().any(|own| titled.span.of(text) == own)
                && text[..start as usize].ends_with(JOINS);
            let own = if is_bare && whole.country.is_none() { Office::Other } else { whole.office };
            office = office.into_iter().chain([own]).min();
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
                let is_envoy = || self.is_envoy(titled.span.of(text));
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
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The first border of characters at or behind an offset.
fn border(text: &str, mut at: u32) -> u32 {
    while !text.is_char_boundary(at as usize) {
        at += 1;
    }
    at
}

/// Bytes of a clause that are looked at: forty characters.
const LONGEST_CLAUSE: u32 = 120;

/// What stands since the last mark between clauses.
fn clause(text: &str) -> &str {
    let start = border(text, narrow(text.len()).saturating_sub(LONGEST_CLAUSE));
    text[start as usize..].rsplit(['，', '。', '；', '\n']).next().unwrap_or_default()
}

/// The state from which somebody comes whose name begins at a view offset: 来自伊拉克的|哈米德, 来自法国的留学生|菲利普.
fn origin<'s>(context: &Context<'_>, around: &'s Surroundings<'_>, start: u32) -> Option<&'s EntityId> {
    let lead = &context.text()[..start as usize];
    let clause = clause(lead);
    let at = lead.len() - clause.len() + clause.rfind(COMES_FROM)? + COMES_FROM.len();
    let (end, state) = around.state_from(narrow(at), start)?;
    let (body, noun) = lead[end as usize..].rsplit_once('的')?;
    let is_phrase = |text: &str, longest: usize| text.len() <= longest && !text.contains(NO_PHRASE);
    let is_own = is_phrase(body, LONGEST_BODY) && is_phrase(noun, LONGEST_NOUN);
    is_own.then_some(state)
}

/// What stands before the state from which somebody comes.
const COMES_FROM: &str = "来自";

/// Bytes of the body behind that state (中国社科院), and of the noun behind 的 (留学生), at most.
const LONGEST_BODY: usize = 30;
const LONGEST_NOUN: usize = 30;

/// What stands in no such phrase, so that somebody else comes from there: 来自法国的学生|向习近平….
const NO_PHRASE: [char; 20] = [
    '、', '：', '“', '”', '（', '和', '与', '同', '及', '等', '在', '向', '对', '给', '被', '由', '为', '说',
    '见', '是',
];
