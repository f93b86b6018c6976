//! The word lists of `treaties.toml` and `treaty_acts.csv`.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use bangjiao_document::{Act, EntityId, RuleId};
use bangjiao_lexicon::{ActSide, Lexicon};
use rustc_hash::{FxHashMap, FxHashSet};

/// A list of words, all of which are looked for at once.
pub(super) struct Words {
    list: FxHashSet<String>,
    /// Characters of the longest.
    longest: usize,
    /// `None` for an empty list.
    any: Option<AhoCorasick>,
    /// Those of more than one character.
    any_longer: Option<AhoCorasick>,
}

impl Words {
    fn new(list: Vec<String>) -> Self {
        let words = || list.iter().map(String::as_str);
        Words {
            longest: words().map(|word| word.chars().count()).max().unwrap_or(0),
            any: search(words()),
            any_longer: search(words().filter(|word| word.chars().nth(1).is_some())),
            list: list.into_iter().collect(),
        }
    }

    /// Whether a text is one of the words.
    pub fn contains(&self, text: &str) -> bool {
        self.list.contains(text)
    }

    /// Whether a text holds one of the words.
    pub fn stand_in(&self, text: &str) -> bool {
        self.any.as_ref().is_some_and(|any| any.is_match(text))
    }

    /// Whether a text holds one of more than one character, which is no part of a word: 不 is one of 不丹, 将 of 将军.
    pub fn surely_stand_in(&self, text: &str) -> bool {
        self.any_longer.as_ref().is_some_and(|any| any.is_match(text))
    }

    /// The words of a text, from its beginning on.
    pub fn of<'t>(&self, text: &'t str) -> impl Iterator<Item = (usize, &'t str)> {
        let found = self.any.iter().flat_map(move |any| any.find_iter(text));
        found.map(|word| (word.start(), &text[word.range()]))
    }

    /// The longest of the words with which a text ends.
    pub fn ending<'t>(&self, text: &'t str) -> Option<&'t str> {
        let starts = text.char_indices().rev().take(self.longest);
        starts.map(|(at, _)| &text[at..]).filter(|end| self.contains(end)).last()
    }

    /// The longest of the words with which a text begins.
    pub fn beginning<'t>(&self, text: &'t str) -> Option<&'t str> {
        let ends = text.char_indices().take(self.longest).map(|(at, last)| at + last.len_utf8());
        ends.map(|end| &text[..end]).filter(|beginning| self.contains(beginning)).last()
    }
}

/// Verbs with what they say.
pub(super) struct Verbs {
    acts: FxHashMap<String, Act>,
    any: Option<AhoCorasick>,
}

/// A verb found: where it begins, the verb, what it says.
pub(super) type Verb<'t> = (usize, &'t str, Act);

impl Verbs {
    /// The verbs that may stand on the side that is not `other`.
    fn new(lexicon: &Lexicon, other: ActSide) -> Self {
        let rows = lexicon.treaty_acts().iter().filter(|row| row.side != other);
        let acts: FxHashMap<String, Act> = rows.clone().map(|row| (row.verb.clone(), row.act)).collect();
        Verbs { any: search(rows.map(|row| row.verb.as_str())), acts }
    }

    /// The verbs of a text from its beginning on; of two at one place the longer one.
    pub fn of<'t>(&self, text: &'t str) -> impl Iterator<Item = Verb<'t>> {
        let found = self.any.iter().flat_map(move |any| any.find_iter(text));
        found.filter_map(|found| {
            let verb = &text[found.range()];
            Some((found.start(), verb, *self.acts.get(verb)?))
        })
    }

    /// What the verb says with which a text ends.
    pub fn ending(&self, text: &str) -> Option<Act> {
        // Verbs have one to four characters.
        let mut starts = text.char_indices().rev().take(4);
        starts.find_map(|(at, _)| self.acts.get(&text[at..]).copied())
    }
}

/// Searches for words, of those at one place for the longest; nothing for an empty list.
fn search<'w>(words: impl Iterator<Item = &'w str>) -> Option<AhoCorasick> {
    let mut words = words.peekable();
    words.peek()?;
    let mut builder = AhoCorasick::builder();
    builder.match_kind(MatchKind::LeftmostLongest).kind(Some(AhoCorasickKind::DFA)).build(words).ok()
}

fn letters(lexicon: &Lexicon) -> FxHashMap<char, Vec<EntityId>> {
    let mut letters: FxHashMap<char, Vec<EntityId>> = FxHashMap::default();
    for alias in lexicon.country_aliases() {
        let mut surface = alias.surface.chars();
        if let (Some(letter), None) = (surface.next(), surface.next()) {
            letters.entry(letter).or_default().push(alias.entity.clone());
        }
    }
    letters
}

/// Ids of the rules.
pub(super) struct Rules {
    pub quoted: RuleId,
    pub lexicon: RuleId,
    pub parties: RuleId,
    pub about: RuleId,
    pub object: RuleId,
    pub persons: RuleId,
    pub byname: RuleId,
    pub anaphor: RuleId,
}

/// What the rules say in words.
pub(super) struct Grammar {
    pub rules: Rules,
    /// Titles in 《》 that are books, films and songs.
    pub works: Words,
    /// Ends of names of the lexicon that are documents without a head noun: 公告.
    pub endings: Words,
    /// Words of titles that are no documents between states.
    pub domestic: Words,
    /// Words that make a title with a weak noun one between states.
    pub signs: Words,
    /// Words that stand between two parties.
    pub joins: Words,
    /// Parties that are no states: 欧盟.
    pub bodies: Words,
    /// Words that end the noun phrase where they stand before the head noun.
    pub stop: Words,
    /// Characters that are words by themselves and end the noun phrase.
    pub stop_letters: Vec<char>,
    /// Verbs that are at home in titles: 停火, 引渡.
    pub modifiers: Words,
    /// Offices that stand between parties and 联合声明: 两国总理.
    pub offices: Words,
    /// What issues a statement: 政府, 外交部.
    pub issuers: Words,
    /// Words before a verb that say that nothing was done yet.
    pub future: Words,
    /// Words anywhere before a verb in its clause that say so: 呼吁双方在一年内达成.
    pub wishes: Words,
    /// Words before a verb that deny it.
    pub negations: Words,
    /// Words behind an object that say that it is still to be made: 的谈判.
    pub pending: Words,
    /// Signatories that are no states: 企业.
    pub private: Words,
    /// Words of quantity before an object: 一项 keeps it, others make it no name.
    pub one: Words,
    pub many: Words,
    /// Head nouns that need no more where the article is about the document: 联合声明.
    pub joint: Words,
    /// Words between a date and 《 or a description: 签署的.
    pub signed_of: Words,
    /// Words of signing that may follow a date or place behind the name.
    pub signing: Words,
    /// What makes of an agreement's name that of an addition to it: 的补充议定书.
    pub additions: Words,
    /// What makes a state before it the topic of a document: 问题.
    pub topics: Words,
    /// Ends of words behind which 的 belongs to a name: 协定|的补充议定书, 外交关系|的联合公报.
    pub inner: Words,
    /// Words before a noun that refers back: 该.
    pub determiners: Words,
    /// The states that a character stands for, in the order of the aliases.
    pub letters: FxHashMap<char, Vec<EntityId>>,
    /// Verbs before the name.
    pub before: Verbs,
    /// Verbs behind the name.
    pub after: Verbs,
}

impl Grammar {
    pub fn new(lexicon: &Lexicon) -> Self {
        let rule = |id| RuleId::new(id).expect("the id is well formed");
        let rules = lexicon.rules("treaties");
        let list = |key: &str| -> Vec<String> { rules.iter().flat_map(|rule| rule.texts(key)).collect() };
        let texts = |key: &str| Words::new(list(key));
        Grammar {
            rules: Rules {
                quoted: rule("treaty-quoted"),
                lexicon: rule("treaty-lexicon"),
                parties: rule("treaty-parties"),
                about: rule("treaty-about"),
                object: rule("treaty-object"),
                persons: rule("treaty-persons"),
                byname: rule("treaty-byname"),
                anaphor: rule("treaty-anaphor"),
            },
            works: texts("works"),
            endings: texts("endings"),
            domestic: texts("domestic"),
            signs: texts("signs"),
            joins: texts("joins"),
            bodies: texts("bodies"),
            stop: texts("stop"),
            stop_letters: list("stop_letters").iter().flat_map(|letters| letters.chars()).collect(),
            modifiers: texts("modifiers"),
            offices: texts("offices"),
            issuers: texts("issuers"),
            future: texts("future"),
            wishes: texts("wishes"),
            negations: texts("negations"),
            pending: texts("pending"),
            private: texts("private"),
            one: texts("one"),
            many: texts("many"),
            joint: texts("joint"),
            signed_of: texts("signed_of"),
            signing: texts("signing"),
            additions: texts("additions"),
            topics: texts("topics"),
            inner: texts("inner"),
            determiners: texts("determiners"),
            letters: letters(lexicon),
            before: Verbs::new(lexicon, ActSide::After),
            after: Verbs::new(lexicon, ActSide::Before),
        }
    }
}
