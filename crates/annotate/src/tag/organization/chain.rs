//! Names read leftwards from the noun at their end: 河北省廊坊市工商局, 华林宾馆.

use bangjiao_document::{Form, Kind, RuleId, Span};
use bangjiao_lexicon::{Lexicon, Rule};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::context::{Context, Proposals};
use crate::scan::Entry;
use crate::tag::characters::is_han;

/// The number of the word list of heads.
pub(crate) const HEADS: u8 = 7;

/// The rules of `bodies.toml` that have heads.
pub(super) struct Heads {
    rules: Vec<HeadRule>,
    /// Every head with the number of its rule.
    words: Vec<(String, usize)>,
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
    stops: FxHashSet<String>,
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
    /// Whether it begins with a state, a province or an opener.
    opens: bool,
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
    /// Whether it begins as names of bodies begin: with a state, a province, 全国.
    opens: bool,
}

/// Mentions by where they end: the longest at each place.
#[derive(Default)]
pub(super) struct Units {
    by_end: FxHashMap<u32, Unit>,
}

/// A noun that the source of the dictionary has so seldom is a name.
const RARE: u32 = 60;

/// A head of one character: 队, 厂, 局.
const SHORT_HEAD: u32 = 3;

/// What the part of a name that was read so far begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Right {
    /// A state, a province or an opener: another name begins here if a body stands before it.
    Opens,
    Other,
}

/// Words and mentions that a name has at most before its head.
const MOST_STEPS: usize = 10;

/// Single characters that are no words in a row: a brand's name (荣|事|达) has no more.
const MOST_SINGLE: usize = 4;

/// Between a place or body and a head of one character there are so many characters at most, a word of several counting
/// as two: 丹东|供电|设备|厂.
const MOST_NOUNS: usize = 4;

impl Units {
    /// States, places and bodies that were proposed, and what is a body only as a part of a name.
    pub fn new(context: &Context<'_>, proposals: &Proposals, parts: &[Span]) -> Self {
        let mut units = Units::default();
        for mention in proposals.of(Kind::Country) {
            if matches!(mention.form, Some(Form::Name | Form::Abbreviation)) {
                // A letter (俄|外交部) does not begin another name after a body.
                units.add(mention.span, Sort::State, mention.span.len() > 3);
            }
        }
        for mention in proposals.of(Kind::Place) {
            let name = mention.span.of(context.text());
            units.add(mention.span, Sort::Place, name.ends_with('省') || name.ends_with("自治区"));
        }
        for mention in proposals.of(Kind::Organization) {
            let name = mention.span.of(context.text());
            let opens = ["中国", "全国", "中华", "国家"].iter().any(|word| name.starts_with(word));
            units.add(mention.span, Sort::Body, opens);
        }
        for &part in parts {
            units.add(part, Sort::Body, false);
        }
        units
    }

    fn add(&mut self, span: Span, sort: Sort, opens: bool) {
        let unit = Unit { start: span.start, sort, opens };
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
        for rule in lexicon.rules("bodies") {
            let Some(kind) = rule.text("kind").and_then(Kind::from_word) else { continue };
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
                stops: set(rule, "stops"),
            });
        }
        Heads { rules, words }
    }

    /// The words to be found by the scan, in the order of their numbers.
    pub fn words(&self) -> Vec<&str> {
        self.words.iter().map(|(word, _)| word.as_str()).collect()
    }

    /// The id of a rule.
    pub fn id(&self, rule: usize) -> &RuleId {
        &self.rules[rule].id
    }

    /// Every name with a head, by end; a later one may contain an earlier one.
    pub fn find(&self, context: &Context<'_>, units: &mut Units) -> Vec<Name> {
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
        heads.dedup_by_key(|head| head.0);
        let mut names = Vec::new();
        for (end, start, rule) in heads {
            let Some(name) = self.name(context, units, Span::new(start, end), rule) else { continue };
            let sort = if name.kind == Kind::Place { Sort::Place } else { Sort::Body };
            units.add(name.span, sort, name.opens);
            names.push(name);
        }
        names
    }

    fn name(&self, context: &Context<'_>, units: &Units, head: Span, number: usize) -> Option<Name> {
        if !may_precede(context, units, head.start)
            || !(context.words.is_border(head.end) || titled(context, head.end))
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
        let is_branch = rule.branches.contains(head.of(text));
        let mut nouns = if rule.departments.contains(head.of(text)) { MOST_NOUNS } else { 0 };
        // 广东|宏|远|队: a name that nothing but its place or body vouches for.
        let mut bare = false;
        let mut best: Option<u32> = None;
        let mut holds = false;
        let mut at = head.start;
        let word = context.words.word_at(head.start)?;
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
            if let Some(Unit { start, sort, opens }) = units.ending_at(at) {
                // …附属中山医院|江苏省新华书店, …科学院|中国电影公司: after a body a state or province begins another name.
                // 中国人民抗日战争纪念馆, but not 欧洲议会大厦; a state alone (美国公园) makes no name of a building.
                let beside = sort == Sort::Body || sort == Sort::State && first;
                if sort == Sort::Body && right == Right::Opens && !is_branch
                    || rule.kind == Kind::Place && beside
                {
                    break;
                }
                holds |= sort != Sort::State;
                right = if opens { Right::Opens } else { Right::Other };
                at = start;
                best = Some(at);
                after_unit = true;
                bare = false;
                first = false;
                continue;
            }
            let Some(character) = context.before(at) else { break };
            let length = u32::try_from(character.len_utf8()).unwrap_or(0);
            // 英国|驻|华|使馆.
            if after_unit && character == '驻' && rule.kind == Kind::Organization {
                at -= length;
                continue;
            }
            let closes = (!first || head.len() > SHORT_HEAD) && rule.kind == Kind::Organization;
            if let Some(open) = bracket(text, at).filter(|_| closes) {
                // 中国电讯（香港）有限公司.
                at = open;
                right = Right::Other;
                continue;
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
            let Some(word) = context.words.word_at(at - length).filter(|word| word.end == at) else { break };
            let surface = word.of(text);
            if rule.stops.contains(surface) {
                break;
            }
            let single = word.len() == length;
            let is_opener = rule.openers.contains(surface);
            if is_opener {
                best = Some(word.start);
                right = if rule.regions.contains(surface) { Right::Other } else { Right::Opens };
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
                let ordinal = surface.starts_with('第')
                    && !surface.ends_with(['届', '所', '次', '个', '批', '家', '期']);
                // Two characters in a row that are no words are a name: 国|商|集团.
                // A noun that the dictionary's source hardly has is a name: 国商.
                let rare = pos == "n" && !single && context.words.frequency(word) <= RARE;
                if !bare && (proper && (!single || pos != "j") || ordinal || rare || singles >= 2) {
                    best = Some(word.start);
                }
            }
            if !is_opener {
                right = Right::Other;
            }
            first = false;
            at = word.start;
        }
        let start = best.filter(|&start| start < head.start)?;
        // 国家集团, 商业银行: words that make no name together.
        if rule.stops.contains(Span::new(start, head.end).of(text)) {
            return None;
        }
        let opens = right == Right::Opens;
        Some(Name { span: Span::new(start, head.end), kind: rule.kind, rule: number, holds, opens })
    }
}

/// Whether a title begins at a view offset: 湖南省委|书记, where the dictionary has 省委书记 as one word.
fn titled(context: &Context<'_>, at: u32) -> bool {
    let mut here = context.hits_from(at).iter().take_while(|hit| hit.span.start == at);
    here.any(|hit| matches!(hit.entry, Entry::Title(_)))
}

/// Where a short remark in brackets that ends at a view offset begins.
fn bracket(text: &str, at: u32) -> Option<u32> {
    const LONGEST: usize = 30;
    let before = text[..at as usize].strip_suffix('）')?;
    let open = before.rfind('（').filter(|open| before.len() - open <= LONGEST)?;
    let inside = &before[open + '（'.len_utf8()..];
    inside.chars().all(is_han).then(|| u32::try_from(open).unwrap_or(u32::MAX))
}

/// A cheap look at the character before a head: punctuation and the commonest function words end no part of a name.
fn may_precede(context: &Context<'_>, units: &Units, at: u32) -> bool {
    if units.ending_at(at).is_some() {
        return true;
    }
    context.before(at).is_some_and(|character| {
        (character.is_alphanumeric() || character == '）')
            && !matches!(character, '的' | '了' | '在' | '是' | '各' | '该' | '本' | '个')
    })
}
