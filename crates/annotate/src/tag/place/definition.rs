//! Places that an encyclopedia defines: 沃季采是捷克的城镇, 贝纳斯科（意大利语：Beinasco）是意大利都灵省的一个市镇;
//! 双石站位于某县.

use bangjiao_document::{RuleId, Span};
use bangjiao_lexicon::{Lexicon, Rule};

use super::suffix::Found;
use crate::context::Context;
use crate::tag::characters::{JOINT, is_han};

/// The rule `place-definition` of `bodies.toml`.
pub(super) struct Definitions {
    pub rule: RuleId,
    /// What a place is: 城镇, 河流.
    nouns: Vec<String>,
    /// What stands before the noun: 的, 一个.
    articles: Vec<String>,
    /// What says where something is: 位于.
    located: Vec<String>,
    /// The first characters of these.
    locating: Vec<char>,
    /// Ends of names of what is somewhere: 站, 大厦.
    ends: Vec<String>,
}

/// The name that is defined has so many characters at most, a bracket behind it and the definition so many more.
const LONGEST_NAME: usize = 16;
const LONGEST_BRACKET: usize = 60;
const LONGEST_DEFINITION: usize = 60;

/// What joins a name to its definition.
const COPULA: char = '是';

impl Definitions {
    /// Reads the rule.
    pub fn new(lexicon: &Lexicon) -> Self {
        let rule = lexicon.rules("bodies").iter().find(|rule| rule.id.as_str() == "place-definition");
        let texts = |key: &str| rule.map(|rule: &Rule| rule.texts(key)).unwrap_or_default();
        Definitions {
            rule: RuleId::new("place-definition").expect("the id is well formed"),
            nouns: texts("nouns"),
            articles: texts("articles"),
            locating: texts("located").iter().filter_map(|word| word.chars().next()).collect(),
            located: texts("located"),
            ends: texts("ends"),
        }
    }

    /// The names at the beginnings of paragraphs that are defined as places.
    pub fn find(&self, context: &Context<'_>) -> Vec<Found> {
        let paragraphs = context.layout.paragraphs.iter();
        paragraphs.filter_map(|paragraph| self.defined(context, paragraph.span)).collect()
    }

    fn defined(&self, context: &Context<'_>, paragraph: Span) -> Option<Found> {
        let text = paragraph.of(context.text());
        let ends = |c: char| c == COPULA || !(is_han(c) || c == JOINT || c == '-');
        let length = text.char_indices().take(LONGEST_NAME + 1).find(|&(_, c)| ends(c))?.0;
        let mut characters = text[..length].char_indices();
        let located = characters.find(|&(at, c)| self.locating.contains(&c) && self.says_where(&text[at..]));
        let (length, located) = located.map_or((length, false), |(at, _)| (at, true));
        let name = Span::new(paragraph.start, paragraph.start + narrow(length));
        let mut rest = &text[length..];
        if let Some(inside) = rest.strip_prefix(['（', '(']) {
            let mut characters = inside.char_indices().take(LONGEST_BRACKET);
            let (close, mark) = characters.find(|(_, c)| matches!(c, '）' | ')'))?;
            rest = &inside[close + mark.len_utf8()..];
        }
        let rest = rest.strip_prefix(['，', ',']).unwrap_or(rest);
        let rest_after_copula = rest.strip_prefix(COPULA);
        let is_where = |rest: &str| self.says_where(rest);
        if (located || is_where(rest) || rest_after_copula.is_some_and(is_where))
            && self.is_somewhere(context, name)
        {
            return Some(Found { span: name, extends: false });
        }
        let definition = rest_after_copula?;
        let mut characters = definition.char_indices().take(LONGEST_DEFINITION);
        let end = characters.find(|(_, c)| matches!(c, '，' | ',' | '。' | '；' | '（' | '(' | '\n'))?.0;
        let definition = &definition[..end];
        let noun = self.nouns.iter().find(|noun| definition.ends_with(noun.as_str()))?;
        let before = &definition[..end - noun.len()];
        let is_article = self.articles.iter().any(|article| before.ends_with(article.as_str()));
        (is_article && is_proper(context, name)).then_some(Found { span: name, extends: false })
    }

    fn says_where(&self, rest: &str) -> bool {
        self.located.iter().any(|word| rest.starts_with(word.as_str()))
    }

    /// Whether what is somewhere is named, and not by what it is alone: 双石站, not 火车站 or 学校.
    fn is_somewhere(&self, context: &Context<'_>, name: Span) -> bool {
        /// A noun that the source of the dictionary has so seldom is a name.
        const RARE: u32 = 60;
        let surface = name.of(context.text());
        let Some(end) =
            self.ends.iter().filter(|end| surface.ends_with(end.as_str())).max_by_key(|end| end.len())
        else {
            return false;
        };
        let own = Span::new(name.start, name.end - narrow(end.len()));
        let mut at = own.start;
        let (mut is_name, mut singles) = (false, 0);
        while at < own.end {
            let Some(word) = context.words.word_at(at).filter(|word| word.start == at) else { return false };
            // 某人所在的某村
            if matches!(context.words.part_of_speech(word), "uj" | "r" | "v" if word.len() > HAN || word.of(context.text()) == "的")
            {
                return false;
            }
            singles += u32::from(word.len() <= HAN);
            is_name |= singles > 1
                || matches!(context.words.part_of_speech(word), "ns" | "nr" | "nrt" | "nz" | "x" | "nrfg")
                || word.len() > HAN && context.words.frequency(word) <= RARE;
            at = word.end;
        }
        is_name && is_proper(context, name)
    }
}

/// Bytes of a Han character.
const HAN: u32 = 3;

/// Whether a stretch is a name: no word of the dictionary with another sense, and no word that serves grammar in it.
fn is_proper(context: &Context<'_>, span: Span) -> bool {
    let mut at = span.start;
    let mut count = 0;
    while at < span.end {
        let Some(word) = context.words.word_at(at).filter(|word| word.start == at) else { return false };
        let pos = context.words.part_of_speech(word);
        let is_grammar = matches!(pos, "r" | "p" | "c" | "u" | "uj" | "ul" | "d" | "m");
        if is_grammar && (word.len() as usize > JOINT.len_utf8() + 1 || count == 0) {
            return false;
        }
        count += 1;
        at = word.end;
    }
    let is_ordinary = context.words.is_word(span)
        && !matches!(context.words.part_of_speech(span), "ns" | "nr" | "nrt" | "nrfg" | "nz" | "x");
    count > 0 && at == span.end && !is_ordinary && span.len() >= SHORTEST
}

/// Bytes of two Han characters.
const SHORTEST: u32 = 6;

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
