//! The word lists of `treaties.toml` and `treaty_acts.csv`.

use bangjiao_document::{Act, EntityId, RuleId};
use bangjiao_lexicon::{ActSide, Lexicon};
use rustc_hash::FxHashMap;

/// Words with what they say, for texts of a few dozen characters: most characters begin or end none, which a few words of
/// bits tell, where an automaton would wait for a table in the memory at each byte.
pub(super) struct WordMap<V> {
    by_first: ByCharacter<V>,
    by_last: ByCharacter<V>,
}

/// A list of words.
pub(super) type Words = WordMap<()>;

/// Verbs with what they say.
pub(super) type Verbs = WordMap<Act>;

impl<V: Copy> WordMap<V> {
    fn new(words: impl IntoIterator<Item = (String, V)>) -> Self {
        let words: FxHashMap<String, V> = words.into_iter().collect();
        let mut words: Vec<(String, V)> = words.into_iter().collect();
        words.sort_unstable_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        WordMap {
            by_first: ByCharacter::new(&words, |word| word.chars().next()),
            by_last: ByCharacter::new(&words, |word| word.chars().next_back()),
        }
    }

    /// Whether a text is one of the words.
    pub fn contains(&self, text: &str) -> bool {
        let mut words = text.chars().next().into_iter().flat_map(|first| self.by_first.of(first));
        words.any(|(word, _)| **word == *text)
    }

    /// Whether a text holds one of the words.
    pub fn stand_in(&self, text: &str) -> bool {
        self.of(text).next().is_some()
    }

    /// Whether a text holds one of more than one character, which is no part of a word: 不 is one of 不丹, 将 of 将军.
    pub fn surely_stand_in(&self, text: &str) -> bool {
        let mut words = text.char_indices().filter_map(|(at, first)| self.beginning_with(first, &text[at..]));
        words.any(|(word, _)| word.chars().nth(1).is_some())
    }

    /// The words of a text, from its beginning on, none across another: where each begins, the word, what it says; of
    /// several at one place the longest.
    pub fn of<'t>(&self, text: &'t str) -> impl Iterator<Item = (usize, &'t str, V)> {
        let mut reached = 0;
        text.char_indices().filter_map(move |(at, first)| {
            let (word, says) = self.beginning_with(first, &text[at..]).filter(|_| at >= reached)?;
            reached = at + word.len();
            Some((at, word, says))
        })
    }

    /// The longest of the words with which a text ends.
    pub fn ending<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.endings(text).next().map(|(word, _)| word)
    }

    /// What the shortest of the words says with which a text ends.
    pub fn said_at_end(&self, text: &str) -> Option<V> {
        self.endings(text).last().map(|(_, says)| says)
    }

    /// The words with which a text ends, the longest first.
    fn endings<'t>(&self, text: &'t str) -> impl Iterator<Item = (&'t str, V)> {
        let words = text.chars().next_back().into_iter().flat_map(|last| self.by_last.of(last));
        words.filter_map(|(word, says)| Some((&text[text.strip_suffix(&**word)?.len()..], *says)))
    }

    /// The longest of the words with which a text begins.
    pub fn beginning<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.beginning_with(text.chars().next()?, text).map(|(word, _)| word)
    }

    fn beginning_with<'t>(&self, first: char, text: &'t str) -> Option<(&'t str, V)> {
        let (word, says) = self.by_first.of(first).iter().find(|(word, _)| text.starts_with(&**word))?;
        Some((&text[..word.len()], *says))
    }
}

/// Words by their first or their last character.
struct ByCharacter<V> {
    /// A bit for each class of characters that have words.
    classes: [u64; 8],
    /// The words of a character, the longest first.
    words: FxHashMap<char, Vec<(Box<str>, V)>>,
}

impl<V: Copy> ByCharacter<V> {
    /// Lists words, the longest first, under a character of theirs.
    fn new(words: &[(String, V)], character: impl Fn(&str) -> Option<char>) -> Self {
        let mut by = ByCharacter { classes: [0; 8], words: FxHashMap::default() };
        for (word, says) in words {
            let Some(character) = character(word) else { continue };
            let (number, bit) = class(character);
            by.classes[number] |= 1 << bit;
            by.words.entry(character).or_default().push((word.as_str().into(), *says));
        }
        by
    }

    fn of(&self, character: char) -> &[(Box<str>, V)] {
        let (number, bit) = class(character);
        if self.classes[number] >> bit & 1 == 0 {
            return &[];
        }
        self.words.get(&character).map_or(&[], Vec::as_slice)
    }
}

impl Verbs {
    /// The verbs that may stand on the side that is not `other`.
    fn beside(lexicon: &Lexicon, other: ActSide) -> Self {
        let rows = lexicon.treaty_acts().iter().filter(|row| row.side != other);
        WordMap::new(rows.map(|row| (row.verb.clone(), row.act)))
    }
}

/// One of 512 classes of characters, as many as a line of the processor's cache has bits: of eight words, and of the bits
/// of one.
fn class(character: char) -> (usize, u32) {
    (character as usize >> 6 & 7, u32::from(character) & 63)
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
    /// What makes of a noun the name of a body: 协议|会.
    pub bodies_behind: Words,
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
    /// What follows such a noun that stands for the document again: 指出.
    pub joint_again: Words,
    /// What names the parties of a document before 关于: 两国政府间.
    pub both: Words,
    /// What stands between the place where a document was made and its noun: 停火.
    pub purposes: Words,
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
    /// Whether a text says outside the names of bodies that something is still to be done: 计划 is a part of 开发计划署.
    pub fn is_to_come(&self, text: &str, says: impl Fn(&Words, &str) -> bool) -> bool {
        if !says(&self.future, text) {
            return false;
        }
        let mut from = 0;
        self.bodies.of(text).any(|(at, body, ())| {
            let before = &text[from..at];
            from = at + body.len();
            says(&self.future, before)
        }) || says(&self.future, &text[from..])
    }

    pub fn new(lexicon: &Lexicon) -> Self {
        let rule = |id| RuleId::new(id).expect("the id is well formed");
        let rules = lexicon.rules("treaties");
        let list = |key: &str| -> Vec<String> { rules.iter().flat_map(|rule| rule.texts(key)).collect() };
        let texts = |key: &str| Words::new(list(key).into_iter().map(|word| (word, ())));
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
            bodies_behind: texts("bodies_behind"),
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
            joint_again: texts("joint_again"),
            both: texts("both"),
            purposes: texts("purposes"),
            signed_of: texts("signed_of"),
            signing: texts("signing"),
            additions: texts("additions"),
            topics: texts("topics"),
            inner: texts("inner"),
            determiners: texts("determiners"),
            letters: letters(lexicon),
            before: Verbs::beside(lexicon, ActSide::After),
            after: Verbs::beside(lexicon, ActSide::Before),
        }
    }
}
