//! Nouns and prefixes before the title of an office: 古巴|武装部队|部长, 工业、邮电和旅游|部长, 残奥会投掷项目金牌|获得者, 原副|主任.

use std::cmp::Reverse;

use bangjiao_document::Span;
use bangjiao_lexicon::{Lexicon, PrefixEffect};

use super::narrow;
use crate::context::Context;
use crate::tag::characters::is_han;
use crate::tag::person::around::Surroundings;

/// Nouns before a title at most, with what joins them.
const MOST_NOUNS: usize = 10;

/// Parts of speech of what belongs to a title: nouns, acts as nouns, and what only stands before nouns.
const NOUNS: [&str; 8] = ["n", "nz", "vn", "b", "j", "nt", "an", "l"];

/// What joins the fields of one ministry.
const JOINS: [char; 4] = ['、', '和', '与', '及'];

/// What ends the name of a body whose fields are joined: 国际法司, 防护部队.
const BODIES: [char; 14] =
    ['司', '局', '处', '部', '室', '委', '会', '院', '所', '队', '心', '组', '团', '厅'];

/// Words about what stands before a title, of `persons.toml` and `title_prefixes.csv`.
pub(super) struct Nouns {
    /// Words that are a part of the title that they stand before, the longest first, and whether they make its office another
    /// one: 前, 副.
    prefixes: Vec<(String, bool)>,
    /// What ministries are for: 外交, 联邦事务; the longest first.
    portfolios: Vec<String>,
    /// What says whereof an office is, and not whose: 事务, 问题.
    about: Vec<String>,
    /// Words before a title that are no part of it, though a state may stand before them: 新任.
    terms: Vec<String>,
    /// Words that the dictionary has as nouns and that end what belongs to a title: 会见.
    ends: Vec<String>,
    /// Words that the dictionary does not have as nouns and that belong to a title: 过渡.
    more: Vec<String>,
    /// Characters that belong to a title by themselves: 村, 县.
    units: Vec<char>,
    /// Titles that need the field of the office before them: 部长.
    bare: Vec<String>,
}

/// How far what belongs to a title reaches.
pub(super) struct Reach {
    /// Where the role begins.
    pub role: u32,
    /// Where the state, the body or the place ends whose the office is, if there is one.
    pub owner: u32,
    /// Whether a prefix makes the office another one.
    pub is_other: bool,
}

/// What can belong to a title.
enum Part {
    /// 前, 副; with whether it makes the office another one.
    Prefix(bool),
    /// What ministries are for.
    Field,
    Noun,
    /// A character that belongs to a title, but may be the end of an unknown word: 村.
    Unit,
    /// A noun of one character, with which no role begins: 核|物理学家.
    Single,
}

impl Nouns {
    /// Reads the prefixes, and the words by the keys of the rule.
    pub fn new(lexicon: &Lexicon, texts: impl Fn(&str) -> Vec<String>) -> Self {
        let terms = texts("terms_of_office");
        // 新任 says when, and 兼 joins.
        let rows = lexicon.title_prefixes().iter();
        let rows = rows.filter(|row| !terms.contains(&row.prefix) && row.prefix != "兼");
        let mut prefixes: Vec<(String, bool)> =
            rows.map(|row| (row.prefix.clone(), row.effect == PrefixEffect::Other)).collect();
        prefixes.sort_by_key(|(prefix, _)| Reverse(prefix.len()));
        let mut portfolios = texts("portfolios");
        portfolios.sort_by_key(|word| Reverse(word.len()));
        Nouns {
            prefixes,
            portfolios,
            about: texts("about_titles"),
            terms,
            ends: texts("before_titles"),
            more: texts("parts_of_titles"),
            units: texts("units_of_titles").concat().chars().collect(),
            bare: texts("bare_titles"),
        }
    }

    /// Reads from a title to the left, to the first state, body or place, and not over `behind`, where the name of another person
    /// ends.
    pub fn reach(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        title: Span,
        behind: Option<u32>,
    ) -> Reach {
        let text = context.text();
        let is_bare = self.bare.iter().any(|end| title.of(text).ends_with(end.as_str()));
        // 财政|部长
        let has_field = is_bare && !holds(&self.bare, title.of(text));
        // Of other titles than ministers' the parts of a body's name and fields are joined, but not 政府和|企业|负责人.
        let joins = is_bare || context.before(title.start).is_some_and(|last| BODIES.contains(&last));
        let mut at = title.start;
        let mut reach = Reach { role: at, owner: at, is_other: false };
        // Where the role begins if nothing tells that what 和 joins is a part of it, and whether nouns go on behind the join.
        let mut joined: Option<u32> = None;
        let mut is_joint = false;
        // Where the role begins if the last character is the end of an unknown word.
        let mut whole: Option<u32> = None;
        let mut is_single = false;
        for _ in 0..MOST_NOUNS {
            if behind.is_some_and(|behind| at <= behind) {
                break;
            }
            if !is_joint && is_owned(around, at) {
                return Reach { owner: at, ..reach };
            }
            // 日本|共产党籍|参议员, 美|国会众议院|共和党籍议长
            let member = text[..at as usize].strip_suffix(MEMBER).map(|lead| narrow(lead.len()));
            if let Some((party, _)) = member.and_then(|end| around.body_before(end)) {
                let owner = around.body_before(party.start).map_or(party.end, |_| party.start);
                return Reach { role: party.start, owner, ..reach };
            }
            // 伊斯兰抵抗运动（哈马斯）|领导人, 达荷美（贝宁）|总统
            if let Some(owner) = before_pair(text, at, BRACKETS).filter(|&owner| is_owned(around, owner)) {
                let role = if around.body_before(owner).is_some() { owner } else { reach.role };
                return Reach { role, owner, ..reach };
            }
            let Some((start, part)) = self.part_before(context, around, at, title.start) else {
                let mark = context.before(at).filter(|mark| JOINS.contains(mark) && !is_joint);
                let Some(mark) =
                    mark.filter(|&mark| (has_field || at < title.start) && (joins || mark != '、'))
                else {
                    break;
                };
                // 总统、数码发展与新闻|部部长: what 、 stands before is whole.
                joined = joined.filter(|_| is_han(mark)).or(Some(reach.role));
                is_joint = true;
                at -= narrow(mark.len_utf8());
                continue;
            };
            if is_joint && !joins && !matches!(part, Part::Field) {
                break;
            }
            let word = context.between(start, at);
            // 日本国|内阁总理大臣
            if word == "国" && around.state_before(start).is_some() {
                return Reach { owner: start, ..reach };
            }
            is_joint = false;
            at = start;
            if holds(&self.terms, word) {
                reach.owner = at;
                if is_owned(around, at) {
                    return reach;
                }
                break;
            }
            let is_open = matches!(part, Part::Unit | Part::Single);
            whole = whole.filter(|_| is_open).or_else(|| is_open.then_some(reach.role));
            is_single = matches!(part, Part::Single);
            reach.role = at;
            reach.is_other |= matches!(part, Part::Prefix(true));
            // 联合国秘书长|叙利亚问题特使 is sent by another.
            if self.about.iter().any(|word| text[at as usize..].starts_with(word.as_str())) {
                let state = around.state_span_before(at);
                if let Some(about) = state.or_else(|| Some(around.place_before(at)?.0)) {
                    return Reach { role: about.start, owner: about.start, ..reach };
                }
            }
        }
        let before = context.before(reach.role);
        // 无任|所|大使
        let goes_on = || before.is_some_and(is_han) && !self.ends_before(context, reach.role);
        if let Some(whole) = whole.filter(|_| is_single || goes_on()) {
            reach.role = whole;
        }
        // 群众|和旅游部长, but 、工业和旅游|部长: fields fill a place of a list.
        let is_whole = !is_joint && !before.is_some_and(|before| is_han(before) && before != '兼');
        reach.role = joined.filter(|_| !is_whole).unwrap_or(reach.role);
        Reach { owner: reach.role, ..reach }
    }

    /// Where what belongs to a title begins that ends at a view offset.
    fn part_before(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        at: u32,
        title: u32,
    ) -> Option<(u32, Part)> {
        let lead = &context.text()[..at as usize];
        if let Some(field) = self.portfolios.iter().find(|field| lead.ends_with(field.as_str())) {
            return Some((at - narrow(field.len()), Part::Field));
        }
        // 原|副|主任, but 日前|主任.
        if let Some((prefix, is_other)) =
            self.prefixes.iter().find(|(prefix, _)| lead.ends_with(prefix.as_str()))
        {
            let start = at - narrow(prefix.len());
            if is_owned(around, start) || context.words.is_border(start) {
                return Some((start, Part::Prefix(*is_other)));
            }
        }
        // 欧盟“脱欧”|谈判首席代表
        if let Some(start) = before_pair(context.text(), at, QUOTES) {
            return Some((start, Part::Noun));
        }
        let word = at.checked_sub(1).and_then(|last| context.words.word_at(last))?;
        // 国家|银行|行长, where the dictionary has 银行行长.
        if word.end != at && at != title {
            return None;
        }
        let word = Span::new(word.start, at);
        let of_text = word.of(lead);
        // 主席|团 is one word.
        let covered = around.covered(word.start);
        if covered.is_some_and(|span| span.start < word.start || span.end >= at) || holds(&self.ends, of_text)
        {
            return None;
        }
        let crossing = context.words.word_at(word.start).filter(|word| word.end > at);
        let is_noun_word = |word: Span| NOUNS.contains(&context.words.part_of_speech(word));
        let mut characters = of_text.chars();
        let single = characters.next().filter(|_| characters.next().is_none());
        let is_noun = || {
            of_text.starts_with('第')
                || is_noun_word(word)
                || holds(&self.more, of_text)
                || holds(&self.terms, of_text)
        };
        let part = match single {
            // 书|画家
            Some(_) if crossing.is_some_and(is_noun_word) => Some(Part::Noun),
            Some('国') if around.state_before(word.start).is_some() => Some(Part::Unit),
            Some(unit) if self.units.contains(&unit) => Some(Part::Unit),
            Some(_) => is_noun().then_some(Part::Single),
            None => is_noun().then_some(Part::Noun),
        };
        part.map(|part| (word.start, part))
    }

    /// Whether the word before a view offset is one that serves grammar, so that no name goes on behind it: 让|村干部.
    fn ends_before(&self, context: &Context<'_>, at: u32) -> bool {
        let word =
            at.checked_sub(1).and_then(|last| context.words.word_at(last)).filter(|word| word.end == at);
        word.is_some_and(|word| {
            matches!(
                context.words.part_of_speech(word),
                "p" | "c" | "r" | "d" | "f" | "uj" | "ul" | "uz" | "u"
            )
        })
    }
}

/// What stands behind the party of whom it makes a member.
const MEMBER: char = '籍';

/// Brackets behind a body's name, around a shorter one.
pub(super) const BRACKETS: (char, char) = ('（', '）');

/// Quotation marks around a word of a title.
const QUOTES: (char, char) = ('“', '”');

/// Characters between two such marks at most.
const LONGEST_PAIR: usize = 8;

/// Where the opening of a pair of marks begins whose closing ends at a view offset, with a few characters between.
pub(super) fn before_pair(text: &str, at: u32, (opening, closing): (char, char)) -> Option<u32> {
    let lead = text[..at as usize].strip_suffix(closing)?;
    let mut before =
        lead.char_indices().rev().take(LONGEST_PAIR + 1).skip_while(|(_, character)| is_han(*character));
    before
        .next()
        .filter(|(start, mark)| *mark == opening && *start + opening.len_utf8() < lead.len())
        .map(|(start, _)| narrow(start))
}

/// Whether a state, a body or a place ends at a view offset.
fn is_owned(around: &Surroundings<'_>, at: u32) -> bool {
    around.state_before(at).is_some() || around.body_before(at).is_some() || around.place_before(at).is_some()
}

fn holds(words: &[String], word: &str) -> bool {
    words.iter().any(|own| own == word)
}
