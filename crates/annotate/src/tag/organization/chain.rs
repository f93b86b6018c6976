//! Names read leftwards from the noun at their end: 河北省廊坊市工商局, 华林宾馆.

use bangjiao_document::{Form, Kind, RuleId, Span};
use bangjiao_lexicon::{Lexicon, Rule};
use rustc_hash::{FxHashMap, FxHashSet};

use super::owners::{OBJECT, is_province};
use crate::context::{Context, Proposals};
use crate::numerals;
use crate::scan::Entry;
use crate::tag::characters::is_han;

/// The number of the word list of heads.
pub(crate) const HEADS: u8 = 7;

/// The rules of `bodies.toml` that have heads.
pub(super) struct Heads {
    rules: Vec<HeadRule>,
    /// Every head with the number of its rule.
    words: Vec<(String, usize)>,
    /// Names of provinces without their unit.
    provinces: Vec<String>,
}

struct HeadRule {
    id: RuleId,
    kind: Kind,
    through: FxHashSet<String>,
    verbs: FxHashSet<String>,
    openers: FxHashSet<String>,
    /// Openers that do not begin another name after a body: 东方.
    regions: FxHashSet<String>,
    /// Heads that are a part of the body before them: 农业发展银行|陕西省分行.
    branches: FxHashSet<String>,
    /// Heads of one character that stand beside a body or place with a noun between: 北京大学|法律|系.
    departments: FxHashSet<String>,
    /// Last characters of a body's divisions: 农业厅|科教处.
    divisions: Vec<char>,
    /// Words with such an end that are no divisions: 干部, 学科.
    undivided: FxHashSet<String>,
    /// Heads before which a brand of any characters may stand, if its place stands before it: 广东|美雅集团|股份有限公司.
    firms: FxHashSet<String>,
    /// Heads of names of buildings that a state alone may begin: 中国|美术馆.
    national: FxHashSet<String>,
    /// Heads of names that begin with a place: 北京|当代|商城.
    placed: FxHashSet<String>,
    /// Words for who belongs to a body, which the dictionary joins to the head: 协会|会员.
    members: FxHashSet<String>,
    /// Heads whose names are no person's, though a person's name stands in them: 福特|山脉.
    natural: FxHashSet<String>,
    /// Openers before which only a place, a state or a body may stand: 国家, 全国.
    bounds: FxHashSet<String>,
    stops: FxHashSet<String>,
    /// Heads of which a state alone before them makes no name: 美国|公司.
    common: FxHashSet<String>,
    /// What the dictionary cuts, and a name has: 政府间.
    joined: Vec<String>,
    /// What makes a sort of a name in which it stands: 各.
    sorts: Vec<String>,
    /// What is done to or by a sort of bodies, at the beginning of what is no name: 新建|学校, but 新建县.
    deeds: Vec<String>,
    /// Measure words of bodies, behind a number: 家.
    counted: FxHashSet<char>,
    /// Words between two bodies that do something together: 联合.
    partners: Vec<String>,
    /// Ends of the names of bodies that two states have together: 友协.
    joint_bodies: Vec<String>,
    /// Competitions behind a team, whose name it is not: 世界女排|联赛.
    events: Vec<String>,
}

/// A name found by its head.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name {
    pub span: Span,
    pub kind: Kind,
    /// Number of its rule.
    pub rule: usize,
    /// Whether a body or place of another mention is a part of it, which it takes in, or the dictionary has its end as a body.
    pub holds: bool,
    /// Whether a person's name in it names nobody.
    pub natural: bool,
    /// Whether a place, a state, a body or an opener is a part of it.
    anchored: bool,
}

/// What a mention that ends somewhere is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    State,
    Place,
    Body,
}

/// A mention by where it begins.
#[derive(Debug, Clone, Copy)]
struct Unit {
    start: u32,
    sort: Sort,
}

/// Mentions by where they end: the longest at each place.
#[derive(Default)]
pub(super) struct Units {
    by_end: FxHashMap<u32, Unit>,
}

/// A noun that the source of the dictionary has so seldom is a name.
const RARE: u32 = 60;

/// Heads that begin ranks: 空军|少将.
const FORCES: [&str; 3] = ["陆军", "海军", "空军"];

/// Last characters of heads that are teams: 女排, 篮球队.
const TEAM_ENDS: [char; 5] = ['排', '篮', '足', '垒', '队'];

/// What the names of bodies of a whole state begin with.
const NATIONAL: &str = "全国";

/// What counts besides numbers, before a measure word.
const COUNTS: [char; 6] = ['几', '多', '这', '那', '该', '每'];

/// What stands between who sends a team and the place to which it goes: 中国赴黎巴嫩维和部队, 广东援湖北医疗队.
const SENDS: [char; 2] = ['赴', '援'];

/// A head of one character: 队, 厂, 局.
const SHORT_HEAD: u32 = 3;

/// What the part of a name that was read so far begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Right {
    /// A state, a province or an opener: another name begins here if a body stands before it.
    Opens,
    Other,
}

/// The rule of a letter behind 全.
const WHOLE_STATE: &str = "abbreviation-whole";

/// The newspaper's state, as a writer has it.
pub(super) const OUR_STATE: &str = "我国";

/// Words and mentions that a name has at most before its head.
const MOST_STEPS: usize = 10;

/// A verb that the source of the dictionary has so seldom may be a brand.
const RARE_VERB: u32 = 500;

/// A name has so many bytes (eighty Han characters) at most: names in a row are no name of a name.
const LONGEST_NAME: u32 = 240;

/// Between a place and a head there are so many bytes (ten Han characters) at most where nothing but these vouches.
const LONGEST_STRETCH: u32 = 30;

/// The name of a division has so many words at most, and so many characters.
const LONGEST_DIVISION: usize = 4;
const LONGEST_DIVISION_CHARACTERS: usize = 10;

/// Single characters that are no words in a row: a brand's name (荣|事|达) has no more.
const MOST_SINGLE: usize = 4;

/// Between a place or body and a head of one character there are so many characters at most, a word of several counting
/// as two: 丹东|供电|设备|厂.
const MOST_NOUNS: usize = 4;

impl Units {
    /// States, places and bodies that were proposed, and what is a body only as a part of a name.
    pub fn new(proposals: &Proposals, parts: &[Span]) -> Self {
        let states = proposals
            .of(Kind::Country)
            .filter(|mention| matches!(mention.form, Some(Form::Name | Form::Abbreviation)))
            .map(|mention| {
                // 全|美运动汽车竞赛协会
                let before = if mention.rule.as_str() == WHOLE_STATE { SHORT_HEAD } else { 0 };
                (Span::new(mention.span.start - before, mention.span.end), Sort::State)
            });
        let places = proposals.of(Kind::Place).map(|mention| (mention.span, Sort::Place));
        let bodies =
            proposals.of(Kind::Organization).map(|mention| mention.span).chain(parts.iter().copied());
        let n_units = [Kind::Country, Kind::Place, Kind::Organization].map(|kind| proposals.of(kind).count());
        let mut units = Units::default();
        units.by_end.reserve(n_units.iter().sum::<usize>() + parts.len());
        for (span, sort) in states.chain(places).chain(bodies.map(|span| (span, Sort::Body))) {
            units.add(span, sort);
        }
        units
    }

    fn add(&mut self, span: Span, sort: Sort) {
        let unit = Unit { start: span.start, sort };
        let known = self.by_end.entry(span.end).or_insert(unit);
        if span.start < known.start {
            *known = unit;
        }
    }

    fn ending_at(&self, at: u32) -> Option<Unit> {
        self.by_end.get(&at).copied()
    }
}

impl Heads {
    /// Reads the rules with heads.
    pub fn new(lexicon: &Lexicon) -> Self {
        let set = |rule: &Rule, key: &str| -> FxHashSet<String> { rule.texts(key).into_iter().collect() };
        let mut rules = Vec::new();
        let mut words = Vec::new();
        let mut provinces = Vec::new();
        for rule in lexicon.rules("bodies") {
            let Some(kind) = rule.text("kind").and_then(Kind::from_word) else { continue };
            provinces.extend(rule.texts("provinces"));
            words.extend(rule.texts("heads").into_iter().map(|head| (head, rules.len())));
            rules.push(HeadRule {
                id: rule.id.clone(),
                kind,
                through: set(rule, "through"),
                verbs: set(rule, "verbs"),
                openers: set(rule, "openers"),
                regions: set(rule, "regions"),
                branches: set(rule, "branches"),
                departments: set(rule, "departments"),
                divisions: rule.texts("divisions").iter().filter_map(|end| end.chars().next()).collect(),
                undivided: set(rule, "undivided"),
                firms: set(rule, "firms"),
                national: set(rule, "national"),
                placed: set(rule, "placed"),
                members: set(rule, "members"),
                natural: set(rule, "natural"),
                bounds: set(rule, "bounds"),
                stops: set(rule, "stops"),
                common: set(rule, "common"),
                joined: rule.texts("joined"),
                partners: rule.texts("partners"),
                sorts: rule.texts("sorts"),
                deeds: rule.texts("deeds"),
                counted: rule.texts("counted").iter().filter_map(|word| word.chars().next()).collect(),
                joint_bodies: rule.texts("joint_bodies"),
                events: rule.texts("events"),
            });
        }
        Heads { rules, words, provinces }
    }

    /// Whether a unit begins as names of bodies begin, so that what stands before it belongs to another name: with a
    /// state (a letter does not: 俄|外交部), a province or 全国.
    fn opens(&self, rule: &HeadRule, unit: Span, sort: Sort, text: &str) -> bool {
        let name = unit.of(text);
        let province = || self.provinces.iter().any(|province| name.starts_with(province.as_str()));
        match sort {
            Sort::State => unit.len() > SHORT_HEAD,
            Sort::Place => province(),
            Sort::Body => {
                province()
                    || rule.bounds.iter().any(|bound| name.starts_with(bound.as_str()))
                    || name.starts_with("中国")
            }
        }
    }

    /// The words to be found by the scan, in the order of their numbers.
    pub fn words(&self) -> Vec<&str> {
        self.words.iter().map(|(word, _)| word.as_str()).collect()
    }

    /// The id of a rule.
    pub fn id(&self, rule: usize) -> &RuleId {
        &self.rules[rule].id
    }

    /// A body with its divisions, if it has any: 山东省农业厅|科教处.
    pub fn with_divisions(&self, context: &Context<'_>, body: Span) -> Option<Span> {
        let rule = self.rules.iter().find(|rule| !rule.divisions.is_empty())?;
        Some(Span::new(body.start, rule.division(context, body.end)?))
    }

    /// Every name with a head, by end; a later one may contain an earlier one.
    pub fn find(&self, context: &Context<'_>, mut units: Units) -> Vec<Name> {
        let mut heads: Vec<(u32, u32, usize)> = context
            .hits
            .iter()
            .filter_map(|hit| match hit.entry {
                Entry::Word(HEADS, number) => {
                    Some((hit.span.end, hit.span.start, self.words.get(usize::from(number))?.1))
                }
                _ => None,
            })
            .collect();
        // By end, the longest head first: 总公司 before 公司.
        heads.sort_unstable();
        // 加拿|大队: no head begins inside a word that ends before the head does.
        let crossed = |start: u32, end: u32| {
            context.words.word_at(start).is_some_and(|word| word.start < start && word.end < end)
        };
        let (mut tried, mut last, mut again) = (0, 0, false);
        let mut names = Vec::new();
        let mut next = heads.iter().skip(1);
        for &(end, start, rule) in &heads {
            let has_shorter = next.next().is_some_and(|head| head.0 == end);
            if tried == end {
                continue;
            }
            again &= last == end;
            last = end;
            // 加拿大|队 has its state, 摩托车|队 has nothing.
            let name = self.name(context, &units, Span::new(start, end), rule);
            let name = name.filter(|name| !again || name.anchored || name.holds);
            again = true;
            if name.is_some() || !(has_shorter && may_precede(context, &units, start) && crossed(start, end))
            {
                tried = end;
            }
            let Some(name) = name else { continue };
            let sort = if name.kind == Kind::Place { Sort::Place } else { Sort::Body };
            units.add(name.span, sort);
            names.push(name);
        }
        names
    }

    fn name(&self, context: &Context<'_>, units: &Units, head: Span, number: usize) -> Option<Name> {
        if !may_precede(context, units, head.start)
            || !(context.words.is_border(head.end)
                || titled(context, head.end)
                || self.rules[number].before_member(context, head.end))
        {
            return None;
        }
        // 安德逊|空军少将: the head begins a title, and nothing that a body has stands before it.
        let begins_title = || {
            let mut here =
                context.hits_from(head.start).iter().take_while(|hit| hit.span.start == head.start);
            here.any(|hit| matches!(hit.entry, Entry::Title(_)) && hit.span.end > head.end)
        };
        if FORCES.contains(&head.of(context.text()))
            && units.ending_at(head.start).is_none()
            && begins_title()
        {
            return None;
        }
        let rule = &self.rules[number];
        let text = context.text();
        // 外交部|长, 旅游部|门, 女子部|队.
        if head.of(text).ends_with('部') && matches!(context.after(head.end), Some('长' | '门' | '队' | '分'))
        {
            return None;
        }
        // 国家|海洋局: no word before it belongs to the name, only a place, state or body.
        let mut bound = false;
        let is_branch = rule.branches.contains(head.of(text));
        let mut nouns = if rule.departments.contains(head.of(text)) { MOST_NOUNS } else { 0 };
        // 新华社 is a body by itself: no word before it belongs to it.
        let own = units.ending_at(head.end).filter(|unit| unit.sort == Sort::Body && unit.start < head.start);
        bound |= own.is_some();
        // 广东|宏|远|队: a name that nothing but its place or body vouches for.
        let mut bare = false;
        let mut best: Option<u32> = None;
        // Whether a place, a state, a body or an opener is a part of the name.
        let mut anchored = false;
        let mut holds = false;
        let mut at = head.start;
        let mut word = context.words.word_at(head.start)?;
        // 天文|学会, where the dictionary has 天文学 first.
        let mut splits = false;
        let before = Span::new(word.start, head.start);
        if word.start < head.start
            && word.end < head.end
            && head.len() > SHORT_HEAD
            && before.len() > SHORT_HEAD
            && context.words.is_word(before)
        {
            word = Span::new(head.start, head.end);
            splits = true;
        }
        // 湖南|省委 in the words 湖南省|委.
        let beside = units.ending_at(head.start).is_some() && word.end <= head.end;
        if word.start < head.start {
            // A longer word ends with the head: 北京|大学 in one word.
            if !beside {
                if word.end < head.end || rule.stops.contains(word.of(text)) {
                    return None;
                }
                at = word.start;
                let pos = context.words.part_of_speech(word);
                // 南部, 关系: a character at the end of a word is no head, but in the name of a body (工商局).
                let department = units.ending_at(word.start).is_some_and(|unit| unit.sort == Sort::Body);
                if head.len() <= SHORT_HEAD && pos != "nt" && !(department && pos == "n") {
                    // 丹东|供电|设备厂: a word that is hardly used but in names, with its place before it.
                    if nouns < 2 || pos != "n" || context.words.frequency(word) > RARE {
                        return None;
                    }
                    nouns -= 2;
                    bare = true;
                }
                holds |= pos == "nt" && word.len() >= 9;
                if matches!(pos, "nt" | "nz" | "ns" | "nrt") && word.len() >= 9 {
                    best = Some(at);
                }
            }
        }
        let mut singles = 0;
        let mut right = Right::Other;
        let mut letters = 0;
        let mut after_unit = false;
        let mut first = true;
        let short = bare || head.len() <= SHORT_HEAD && at == head.start;
        for _ in 0..MOST_STEPS {
            if let Some(Unit { start, sort }) = units.ending_at(at) {
                // …附属中山医院|江苏省新华书店, …科学院|中国电影公司: after a body a state or province begins another name.
                // 中国人民抗日战争纪念馆, but not 欧洲议会大厦; a state alone (美国公园) makes no name of a building.
                let beside = sort == Sort::Body
                    || sort == Sort::State && first && !rule.national.contains(head.of(text));
                // 上海市|全国政协委员, 台湾省|全国人大代表团: whole states have such bodies.
                let is_part = sort == Sort::Place || is_province(&text[..at as usize]);
                if rule.kind == Kind::Organization && is_part && text[at as usize..].starts_with(NATIONAL) {
                    return None;
                }
                // 中共|湖北省委
                let opener =
                    || at - start <= LONGEST_STRETCH && rule.openers.contains(Span::new(start, at).of(text));
                if sort == Sort::Body && right == Right::Opens && !is_branch && !opener()
                    || rule.kind == Kind::Place && beside
                {
                    break;
                }
                holds |= sort != Sort::State;
                let opens = self.opens(rule, Span::new(start, at), sort, text);
                right = if opens { Right::Opens } else { Right::Other };
                at = start;
                best = Some(at);
                anchored = true;
                after_unit = true;
                bare = false;
                first = false;
                continue;
            }
            // 教育部联合|国务院扶贫办: two bodies that do something together.
            let partner =
                rule.partners.iter().find(|word| after_unit && text[..at as usize].ends_with(word.as_str()));
            let is_body = |at: u32| units.ending_at(at).is_some_and(|unit| unit.sort == Sort::Body);
            if partner.is_some_and(|word| is_body(at - u32::try_from(word.len()).unwrap_or(0))) {
                break;
            }
            // 中柬|政府间|协调委员会
            if let Some(joined) = rule.joined.iter().find(|word| text[..at as usize].ends_with(word.as_str()))
            {
                at -= u32::try_from(joined.len()).unwrap_or(0);
                right = Right::Other;
                first = false;
                continue;
            }
            let Some(character) = context.before(at) else { break };
            let length = u32::try_from(character.len_utf8()).unwrap_or(0);
            // 英国|驻|华|使馆.
            if after_unit && character == '驻' && rule.kind == Kind::Organization {
                at -= length;
                // 我国|驻|印度|大使馆
                if text[..at as usize].ends_with(OUR_STATE) {
                    at -= u32::try_from(OUR_STATE.len()).unwrap_or(0);
                    best = Some(at);
                }
                continue;
            }
            let closes = (!first || head.len() > SHORT_HEAD) && rule.kind == Kind::Organization;
            if let Some(open) = bracket(text, at).filter(|_| closes) {
                // 中国电讯（香港）有限公司.
                at = open;
                right = Right::Other;
                continue;
            }
            if joins_names(context, at, character) {
                // 爱因·夏姆斯大学
                at -= length;
                continue;
            }
            if first && character == '》' && rule.kind == Kind::Organization && head.len() > SHORT_HEAD {
                // 《企业管理》杂志社
                best = title_before(text, at);
                break;
            }
            if !is_han(character) {
                // ＭＭＭ公司; a number is the year or the count before a noun.
                if !character.is_alphabetic() {
                    break;
                }
                at -= length;
                // One letter stands for a name that is not given.
                letters += 1;
                if letters > 1 {
                    best = Some(at);
                }
                first = false;
                continue;
            }
            let Some(word) = context.words.word_at(at - length) else { break };
            // 天文|学会
            let is_split = first && at == head.start && word.end > at && word.end < head.end;
            let word = Span::new(word.start, word.end.min(at + if is_split { 0 } else { word.len() }));
            if word.end != at {
                break;
            }
            let surface = word.of(text);
            if rule.stops.contains(surface) {
                break;
            }
            let single = word.len() == length;
            let is_opener = rule.openers.contains(surface);
            if is_opener {
                best = Some(word.start);
                anchored = true;
                bound |= rule.bounds.contains(surface);
                right = if rule.regions.contains(surface) { Right::Other } else { Right::Opens };
            } else if bound {
                break;
            } else if after_unit && !surface.starts_with('驻') {
                // A name begins with its place, but for what names the whole: 中共|河北省委, 中国|驻|南非使馆.
                break;
            } else if short || !rule.verbs.contains(surface) {
                let pos = context.words.part_of_speech(word);
                let proper = matches!(pos, "ns" | "nt" | "nz" | "nr" | "nrt" | "nrfg" | "x" | "j");
                let count = pos == "m" && !surface.starts_with('第');
                if !(rule.through.contains(pos) || rule.verbs.contains(surface)) || count {
                    break;
                }
                if short && (first || bare) && (single || !proper) {
                    let size = if single { 1 } else { 2 };
                    if nouns < size {
                        break;
                    }
                    nouns -= size;
                    bare = true;
                }
                singles = if single { singles + 1 } else { 0 };
                if singles > MOST_SINGLE {
                    break;
                }
                // Two characters in a row that are no words are a name: 国|商|集团.
                // A noun that the dictionary's source hardly has is a name: 国商.
                let rare = pos == "n" && !single && context.words.frequency(word) <= RARE;
                if !bare && (proper && (!single || pos != "j") || rare || singles >= 2) {
                    best = Some(word.start);
                }
            }
            if !is_opener {
                right = Right::Other;
            }
            first = false;
            at = word.start;
        }
        let may_be_long = head.len() > SHORT_HEAD || rule.firms.contains(head.of(text));
        if !anchored && rule.kind == Kind::Organization && may_be_long {
            let placed = rule.placed(context, units, head, best.unwrap_or(at));
            holds |= placed.is_some();
            best = placed.or(best);
        }
        let start = best.filter(|&start| start < head.start && head.end - start <= LONGEST_NAME)?;
        // 在|华代表处
        let begins_with_state = units
            .ending_at(start + SHORT_HEAD)
            .is_some_and(|unit| unit.sort == Sort::State && unit.start == start);
        if begins_with_state
            && text[start as usize..].starts_with(OBJECT)
            && text[..start as usize].ends_with(['在', '驻', '来', '访'])
        {
            return None;
        }
        // 中国赴|黎巴嫩维和部队: where nothing tells who sends it, it is no body of the place to which it goes.
        let is_sent = is_team(head.of(text)) && text[..start as usize].ends_with(SENDS);
        let start = if is_sent { units.ending_at(start - SHORT_HEAD)?.start } else { start };
        // 中、|苏友好协会
        let start = rule.with_partner(context, units, start, head).unwrap_or(start);
        let is_state = |unit: Unit| unit.sort == Sort::State && unit.start == start;
        let is_competition = || {
            let rest = &text[head.end as usize..];
            rule.events.iter().any(|event| rest.starts_with(event.as_str()))
        };
        if rule.common.contains(head.of(text)) && units.ending_at(head.start).is_some_and(is_state)
            || is_team(head.of(text)) && is_competition()
        {
            return None;
        }
        let is_firm = rule.firms.contains(head.of(text));
        if !anchored && (splits && !holds && !is_firm || rule.placed.contains(head.of(text))) {
            return None;
        }
        if rule.is_sort(text, start, head.start, anchored) {
            return None;
        }
        // 国家集团, 商业银行: words that make no name together.
        if head.end - start <= LONGEST_STRETCH && rule.stops.contains(Span::new(start, head.end).of(text)) {
            return None;
        }
        // 通行|霍尔木兹海峡: the lexicon's name is the whole.
        let is_known = units.ending_at(head.end).is_some_and(|unit| unit.sort == Sort::Place);
        let natural = rule.natural.contains(head.of(text)) && !is_known;
        Some(Name {
            span: Span::new(start, head.end),
            kind: rule.kind,
            rule: number,
            holds,
            natural,
            anchored,
        })
    }
}

/// Whether a head is that of a team.
fn is_team(head: &str) -> bool {
    head.ends_with(TEAM_ENDS)
}

impl HeadRule {
    /// Whether what stands before a head tells of one or all of a sort: 一家|鞋业公司, 上海各街道办事处, 军区某集团军.
    fn is_sort(&self, text: &str, start: u32, head: u32, anchored: bool) -> bool {
        let name = &text[start as usize..head as usize];
        let among = self.sorts.iter().any(|word| {
            name.match_indices(word.as_str()).any(|(at, _)| !name[at + word.len()..].starts_with('界'))
        });
        let counted = || {
            let lead = text[..start as usize].strip_suffix(|last| self.counted.contains(&last));
            lead.is_some_and(|lead| {
                lead.ends_with(|last: char| numerals::is_numeral(last) || COUNTS.contains(&last))
            })
        };
        let done = || self.deeds.iter().any(|word| name.starts_with(word.as_str()));
        self.kind == Kind::Organization && (among || !anchored && (counted() || done()))
    }

    /// Where a body of two states begins, of which a mark parts the letters: 中、|苏友好协会.
    fn with_partner(&self, context: &Context<'_>, units: &Units, start: u32, head: Span) -> Option<u32> {
        let end = start.checked_sub(u32::try_from('、'.len_utf8()).ok()?)?;
        let partner = units.ending_at(end).filter(|_| context.before(start) == Some('、'))?;
        let own = units.ending_at(start + SHORT_HEAD).filter(|unit| unit.start == start)?;
        let are_letters =
            [partner, own].iter().all(|unit| unit.sort == Sort::State) && end - partner.start == SHORT_HEAD;
        let is_joint = self.joint_bodies.iter().any(|body| head.of(context.text()).ends_with(body.as_str()));
        (is_joint && are_letters).then_some(partner.start)
    }

    /// Whether a word of the dictionary that crosses a view offset ends with one for who belongs to a body: 协会|会员.
    fn before_member(&self, context: &Context<'_>, at: u32) -> bool {
        context.words.word_at(at).is_some_and(|word| {
            word.start < at && self.members.contains(Span::new(at, word.end).of(context.text()))
        })
    }

    /// Where the place or body begins before a stretch whose words do not look like parts of a name by themselves:
    /// 浙江|隆中|机械制造有限公司, 浙江省|国防教育|委员会.
    fn placed(&self, context: &Context<'_>, units: &Units, head: Span, mut at: u32) -> Option<u32> {
        let text = context.text();
        let is_firm = self.firms.contains(head.of(text));
        while head.start - at <= LONGEST_STRETCH {
            if let Some(Unit { start, sort }) = units.ending_at(at) {
                return (sort != Sort::State || Span::new(start, at).len() > SHORT_HEAD).then_some(start);
            }
            let character = context.before(at).filter(|&character| is_han(character))?;
            let word = context.words.word_at(at - u32::try_from(character.len_utf8()).unwrap_or(0))?;
            let word = Span::new(word.start, word.end.min(at));
            let surface = word.of(text);
            let single = word.len() == SHORT_HEAD;
            let fits = match context.words.part_of_speech(word) {
                "p" | "c" | "d" | "r" | "u" | "uj" | "ul" | "uz" | "y" | "e" => false,
                // 五磷 and 隆中 may be the brand of a firm, but nobody calls one 创办.
                "v" => {
                    self.verbs.contains(surface)
                        || is_firm && (single || context.words.frequency(word) <= RARE_VERB)
                }
                "m" | "q" | "t" | "f" => is_firm,
                _ => true,
            };
            if !fits || self.stops.contains(surface) {
                return None;
            }
            at = word.start;
        }
        None
    }

    /// Where a division of a body that ends at a view offset ends: 农业厅|科教处, 中央电视台|文艺部|音乐组.
    fn division(&self, context: &Context<'_>, mut at: u32) -> Option<u32> {
        // Nearly all bodies have none, which their characters tell at once.
        let following = context.text()[at as usize..].chars();
        let mut following =
            following.take(LONGEST_DIVISION_CHARACTERS).take_while(|&character| is_han(character));
        if !following.any(|character| self.divisions.contains(&character)) {
            return None;
        }
        let mut best = None;
        let mut count = 0;
        for _ in 0..LONGEST_DIVISION {
            let Some(word) = context.words.word_at(at).filter(|word| word.start == at) else { break };
            let surface = word.of(context.text());
            // 科技|处处|长
            let mut rest = context.text()[at as usize..].chars();
            let (one, two, three) = (rest.next(), rest.next(), rest.next());
            if count > 0
                && one == two
                && three == Some('长')
                && one.is_some_and(|one| self.divisions.contains(&one))
            {
                return Some(at + SHORT_HEAD);
            }
            let ends = surface.ends_with(self.divisions.as_slice());
            if count > 0 && ends && word.len() == SHORT_HEAD {
                at = word.end;
                best = Some(at);
                count = 0;
                continue;
            }
            let joins = self.verbs.contains(surface)
                || match context.words.part_of_speech(word) {
                    "n" | "vn" | "b" | "nz" | "an" | "ng" => true,
                    // 普及|部
                    "v" => word.len() > SHORT_HEAD,
                    _ => false,
                };
            let other =
                |words: &FxHashSet<String>| words.iter().any(|ordinary| surface.ends_with(ordinary.as_str()));
            if !joins
                || !surface.chars().all(is_han)
                || self.stops.contains(surface)
                || other(&self.undivided)
            {
                break;
            }
            count += 1;
            at = word.end;
            if ends && word.len() > SHORT_HEAD {
                best = Some(at);
                count = 0;
            }
        }
        best
    }
}

/// Whether a character that ends at a view offset joins two parts of a name: 爱因·夏姆斯, 时代—沃纳.
fn joins_names(context: &Context<'_>, at: u32, character: char) -> bool {
    let length = u32::try_from(character.len_utf8()).unwrap_or(0);
    matches!(character, '·' | '—')
        && context.after(at).is_some_and(is_han)
        && context.before(at - length).is_some_and(is_han)
}

/// Whether a title begins at a view offset: 湖南省委|书记, where the dictionary has 省委书记 as one word.
fn titled(context: &Context<'_>, at: u32) -> bool {
    let mut here = context.hits_from(at).iter().take_while(|hit| hit.span.start == at);
    here.any(|hit| matches!(hit.entry, Entry::Title(_)))
}

/// Where a short remark in brackets that ends at a view offset begins.
fn bracket(text: &str, at: u32) -> Option<u32> {
    let (open, inside) = enclosed(text.get(..at as usize)?.strip_suffix('）')?, '（')?;
    inside.chars().all(is_han).then_some(open)
}

/// Where a short title in 《》 that ends at a view offset begins.
fn title_before(text: &str, at: u32) -> Option<u32> {
    enclosed(text.get(..at as usize)?.strip_suffix('》')?, '《').map(|(open, _)| open)
}

/// Where the last of the characters before the end of a text that opens something short stands, and what follows it; no
/// sentence ends in between.
fn enclosed(before: &str, opening: char) -> Option<(u32, &str)> {
    /// Characters that are searched.
    const LONGEST: usize = 12;
    let near = before.char_indices().rev().take(LONGEST);
    let mut near = near.take_while(|&(_, character)| !matches!(character, '。' | '！' | '？' | '；' | '\n'));
    let (open, _) = near.find(|&(_, character)| character == opening)?;
    Some((u32::try_from(open).ok()?, &before[open + opening.len_utf8()..]))
}

/// A cheap look at the character before a head: punctuation and the commonest function words end no part of a name.
fn may_precede(context: &Context<'_>, units: &Units, at: u32) -> bool {
    let plausible = context.before(at).is_some_and(|character| {
        (is_han(character) || matches!(character, '）' | '》') || character.is_alphanumeric())
            && !matches!(character, '的' | '了' | '在' | '是' | '各' | '该' | '本' | '个')
    });
    plausible || units.ending_at(at).is_some()
}
