//! The rules of `abbreviations.toml`: in which surroundings a character stands for a state.

use bangjiao_document::{EntityId, RuleId};
use bangjiao_lexicon::{Lexicon, Rule, Window};
use jiff::civil::Date;

use super::characters::{Characters, RulesOfCharacter, bit};
use super::letters::{Letters, is_set};
use super::relations::Relations;
use super::runs::Placed;
use super::states::States;

/// The newspaper's state in its own voice.
pub(super) const HOME_LETTER: char = '我';

/// Bytes of 我.
pub(super) const HOME_LETTER_LENGTH: u32 = 3;

/// The rule of an office with a word before it.
const NEW_OFFICE: &str = "abbreviation-new-office";

/// The rules, prepared for the loop over the letters.
pub(super) struct AbbreviationRules {
    /// Letters side by side: 中美.
    pub runs: Vec<WordRule>,
    /// One letter beside a word: 访美, 美总统.
    pub singles: Vec<WordRule>,
    /// Letters in an enumeration: 日、德、法等国.
    pub lists: Vec<WordRule>,
    /// One letter between whole words, of a state that the article names.
    pub alone: Vec<AloneRule>,
    /// Runs that are known to stand for certain states.
    pub pairs: Pairs,
    /// A letter before the office and the name of somebody who holds it in one of its states.
    pub of_holders: Option<RuleId>,
    /// A letter that begins the name of a party of its state.
    pub of_parties: Option<WordRule>,
    /// A letter that begins the name of a body of its state; the words of the rule are types of bodies.
    pub of_bodies: Option<WordRule>,
    /// Second characters of the names of such bodies.
    pub in_bodies: Characters,
    /// A letter before an office, as others of its sentence.
    pub of_fellows: Option<WordRule>,
    /// A letter before a place of its state.
    pub of_places: Option<WordRule>,
    /// A letter between 驻 and a post.
    pub of_posts: Option<WordRule>,
    /// Number among the rules of one letter of the one of offices with a word before them: 俄|新总理.
    of_offices: Option<usize>,
    /// A letter after 中 of which only one state has relations with China.
    pub relations: Relations,
    /// The rules of 我, each with the number of its first word.
    pub home: Vec<HomeRule>,
    /// 我 with each word that may follow, rule by rule.
    pub home_words: Vec<String>,
    /// Rules of one letter that a character before it leaves open.
    before: RulesOfCharacter,
    /// Rules of one letter that a character after it leaves open.
    after: RulesOfCharacter,
    /// Rules of one letter that apply to each letter.
    of_letter: Vec<u64>,
    /// Rules of one letter that ask for the state's full name in the article.
    of_names_only: u64,
    /// Letters that may stand alone, 64 a word.
    may_be_alone: Vec<u64>,
    /// Letters that may stand for a state that the article does not name, if others stand beside them; 64 a word.
    assisted: Vec<u64>,
    /// Characters of transliterated names.
    pub of_names: Characters,
}

/// A rule of 我 before a word or a place.
pub(super) struct HomeRule {
    /// Its id.
    pub id: RuleId,
    /// Number of its first word among those of all of them.
    pub first_word: usize,
    /// Types of the gazetteer before whose places in that state it stands too.
    pub types: Vec<String>,
    /// Whether only the beginning of a headline, or of a part of one, will do, if it names another state.
    pub in_headlines: bool,
}

/// A rule of words before and after a letter or run.
pub(super) struct WordRule {
    /// Its id.
    pub id: RuleId,
    /// Words of which one stands before; empty: no matter. Longer ones first.
    pub before: Vec<String>,
    /// Words of which one stands after; empty: no matter. Longer ones first.
    pub after: Vec<String>,
    /// Whether a title of the lexicon stands after, in place of a word of `after`.
    pub before_title: bool,
    /// Whether a state's name stands between the letter and a word of `after`: 中|印尼|两国.
    pub before_state: bool,
    /// What makes another word of an office in front of it: 新 of 新政府; with the words of `after` they make its longer ones.
    pub partners: Vec<String>,
    /// First characters of `after`: a look at one character spares comparing words.
    pub starts_after: Characters,
    /// Whether a word of `after` may be the beginning of a longer one.
    pub is_open: bool,
    /// Letters to which it applies; empty: all.
    pub letters: Vec<u16>,
    /// Letters to which it does not apply.
    pub except: Vec<u16>,
    /// Whether the article must name the state in full, also for letters that are sure elsewhere.
    pub needs_name: bool,
    /// Words of the dictionary that are runs.
    pub words: Vec<String>,
    /// What the dictionary may join to the letter, or to the first one of a run, before a word of `after`.
    pub loose: Vec<String>,
    /// Letters that are adverbs too; a run with one needs a word of `after`.
    pub bound: Vec<u16>,
}

/// A rule of a letter that stands as a word of its own.
pub(super) struct AloneRule {
    /// Its id.
    pub id: RuleId,
    /// Letters to which it applies.
    pub letters: Vec<u16>,
    /// Words of which one stands before; a mark or the beginning of a line always does.
    pub before: Vec<String>,
    /// Words after it with which it is no state: 韩|民族.
    pub but: Vec<String>,
    /// Words of one character after it that are no part of a name: 俄|与.
    pub next: Vec<char>,
    /// Whether any whole word may stand before.
    pub after_any_word: bool,
    /// Whether only the beginning of a headline, or of a part of one, will do.
    pub in_headlines: bool,
}

/// Runs of letters that are known to stand for certain states, longer ones first.
pub(super) struct Pairs {
    pairs: Vec<Pair>,
    /// Letters that occur in one, 64 a word.
    letters: Vec<u64>,
}

/// A run of letters that is known to stand for certain states.
pub(super) struct Pair {
    /// Its rule.
    pub id: RuleId,
    /// Its letters in order.
    pub letters: Vec<u16>,
    /// Its states.
    pub states: Vec<u16>,
    window: Window,
    /// Whether it stands for them whatever the article names.
    pub is_certain: bool,
}

impl AbbreviationRules {
    /// Reads the rules of a lexicon; a rule of an unknown shape is for another tagger.
    pub fn new(lexicon: &Lexicon, states: &States, letters: &Letters) -> Self {
        let rules = lexicon.rules("abbreviations");
        let of = |shape: &'static str| rules.iter().filter(move |rule| rule.text("shape") == Some(shape));
        let word_rules =
            |shape| of(shape).map(|rule| WordRule::new(rule, letters)).collect::<Vec<WordRule>>();
        let singles = word_rules("single");
        let alone: Vec<AloneRule> = of("alone").map(|rule| AloneRule::new(rule, letters)).collect();
        let mut home: Vec<HomeRule> = Vec::new();
        let mut home_words: Vec<String> = Vec::new();
        for rule in of("home") {
            home.push(HomeRule {
                id: rule.id.clone(),
                first_word: home_words.len(),
                types: rule.texts("types"),
                in_headlines: rule.flag("headline"),
            });
            home_words.extend(rule.texts("after").iter().map(|word| format!("{HOME_LETTER}{word}")));
        }
        let pairs = Pairs::new(of("pair"), states, letters);
        let titles = titles(lexicon);
        let of_bodies = word_rules("body").into_iter().next();
        let names: Vec<String> =
            lexicon.country_aliases().iter().map(|alias| alias.surface.clone()).collect();
        AbbreviationRules {
            before: neighbours(&singles, |rule| &rule.before, |word| word.chars().next_back()),
            after: neighbours(
                &singles,
                |rule| match rule {
                    WordRule { before_title: true, .. } => &titles,
                    WordRule { before_state: true, .. } => &names,
                    _ => &rule.after,
                },
                |word| word.chars().next(),
            ),
            of_letter: letters.of(|_, _| true).map(|letter| rules_of(&singles, letter)).collect(),
            of_names_only: mask(&singles, |rule| rule.needs_name),
            runs: word_rules("run"),
            lists: word_rules("list"),
            may_be_alone: letters.set(alone.iter().flat_map(|rule| &rule.letters).copied()),
            assisted: letters.set(letters.of(|number, letter| pairs.contains(number) || letter.is_distinct)),
            pairs,
            of_holders: of("holder").map(|rule| rule.id.clone()).next(),
            of_parties: word_rules("party").into_iter().next(),
            in_bodies: Characters::new(seconds(lexicon, letters, of_bodies.as_ref())),
            of_bodies,
            of_fellows: word_rules("fellow").into_iter().next(),
            of_places: word_rules("place").into_iter().next(),
            of_posts: word_rules("post").into_iter().next(),
            of_offices: singles.iter().position(|rule| rule.id.as_str() == NEW_OFFICE),
            relations: Relations::new(lexicon, states, letters),
            home,
            home_words,
            singles,
            alone,
            of_names: Characters::new(
                lexicon
                    .transliteration_characters()
                    .iter()
                    .filter(|row| row.count >= COMMON_IN_NAMES)
                    .map(|row| row.character),
            ),
        }
    }

    /// The rules of one letter that its neighbours leave open; the beginning and the end of a text are those of a line.
    pub fn open(&self, letter: u16, is_named: bool, before: Option<char>, after: Option<char>) -> u64 {
        let allowed =
            self.of_letter[usize::from(letter)] & if is_named { u64::MAX } else { !self.of_names_only };
        allowed & self.before.of(before.unwrap_or('\n')) & self.after.of(after.unwrap_or('\n'))
    }

    /// Whether a character stands before an office as a word, not as a state's letter: 新 of 马|新政府.
    pub fn is_attribute(&self, rest: &str) -> bool {
        let begins = |word: &String| rest.starts_with(word.as_str());
        self.of_offices.is_some_and(|at| {
            let rule = &self.singles[at];
            rule.partners.iter().any(begins) && rule.after.iter().any(begins)
        })
    }

    /// Whether a letter may stand alone.
    pub fn may_be_alone(&self, letter: u16) -> bool {
        is_set(&self.may_be_alone, letter)
    }

    /// Whether others beside it can give a letter a meaning without a name in the article.
    pub fn is_assisted(&self, letter: u16) -> bool {
        is_set(&self.assisted, letter)
    }
}

/// The second characters of the names of bodies that a letter may begin.
fn seconds(lexicon: &Lexicon, letters: &Letters, rule: Option<&WordRule>) -> Vec<char> {
    let is_body = |kind: &String| rule.is_some_and(|rule| rule.words.contains(kind));
    let bodies = lexicon.organizations().iter().filter(|body| body.country.is_some() && is_body(&body.kind));
    let second = |name: &String| {
        let mut characters = name.chars();
        characters.next().and_then(|first| letters.number(first))?;
        characters.next()
    };
    let of_companies = rule.into_iter().flat_map(|rule| &rule.after).filter_map(|word| word.chars().next());
    bodies.flat_map(|body| body.surfaces.iter().filter_map(second)).chain(of_companies).collect()
}

/// What a rule takes for a title: the titles of the lexicon, and the names of bodies that many states use.
fn titles(lexicon: &Lexicon) -> Vec<String> {
    let titles = lexicon.titles().iter().map(|title| title.title.clone());
    let bodies = lexicon.organizations().iter().filter(|body| body.has_many_bearers());
    titles.chain(bodies.flat_map(|body| body.surfaces.iter().cloned())).collect()
}

/// The bits of the rules that fit a condition.
fn mask<'r>(rules: &'r [WordRule], fits: impl Fn(&'r WordRule) -> bool) -> u64 {
    rules.iter().enumerate().filter(|(_, rule)| fits(rule)).fold(0, |mask, (at, _)| mask | bit(at))
}

/// The rules that apply to a letter.
fn rules_of(rules: &[WordRule], letter: u16) -> u64 {
    mask(rules, |rule| {
        (rule.letters.is_empty() || rule.letters.contains(&letter)) && !rule.except.contains(&letter)
    })
}

/// The rules that each neighbouring character leaves open: those with a word that it ends or begins, and those without words.
fn neighbours<'r>(
    rules: &'r [WordRule],
    words: impl Fn(&'r WordRule) -> &'r [String],
    edge: impl Fn(&str) -> Option<char>,
) -> RulesOfCharacter {
    let mut neighbours = RulesOfCharacter::new(mask(rules, |rule| words(rule).is_empty()));
    for (at, rule) in rules.iter().enumerate() {
        for character in words(rule).iter().filter_map(|word| edge(word)) {
            neighbours.add(character, bit(at));
        }
    }
    neighbours
}

/// A character that stands more seldom in transliterated names is no sign of one.
const COMMON_IN_NAMES: u32 = 25;

/// What stands between the letters of an enumeration.
pub(super) const SEPARATORS: [char; 2] = ['、', '—'];

impl WordRule {
    /// Reads the words and letters of a rule.
    pub fn new(rule: &Rule, letters: &Letters) -> Self {
        let longest_first = |mut words: Vec<String>| {
            words.sort_by_key(|word| std::cmp::Reverse(word.len()));
            words
        };
        let mut after = rule.texts("after");
        let partners = rule.texts("partners");
        if !partners.is_empty() {
            let with_partner =
                |partner: &String| after.iter().map(|word| format!("{partner}{word}")).collect::<Vec<_>>();
            after = partners.iter().flat_map(with_partner).collect();
        }
        let (before, after) = (longest_first(rule.texts("before")), longest_first(after));
        WordRule {
            id: rule.id.clone(),
            starts_after: Characters::new(after.iter().filter_map(|word| word.chars().next())),
            before_title: rule.flag("title"),
            before_state: rule.flag("state"),
            partners,
            is_open: rule.flag("open"),
            letters: numbers(rule, "letters", letters),
            except: numbers(rule, "except", letters),
            needs_name: rule.flag("named"),
            words: rule.texts("words"),
            loose: rule.texts("loose"),
            bound: numbers(rule, "bound", letters),
            before,
            after,
        }
    }
}

impl AloneRule {
    fn new(rule: &Rule, letters: &Letters) -> Self {
        let mut before = rule.texts("before");
        before.sort_by_key(|word| std::cmp::Reverse(word.len()));
        AloneRule {
            id: rule.id.clone(),
            letters: numbers(rule, "letters", letters),
            before,
            but: rule.texts("but"),
            next: rule.text("next").unwrap_or("").chars().collect(),
            after_any_word: rule.flag("after_any_word"),
            in_headlines: rule.flag("headline"),
        }
    }
}

fn numbers(rule: &Rule, key: &str, letters: &Letters) -> Vec<u16> {
    rule.text(key).unwrap_or("").chars().filter_map(|character| letters.number(character)).collect()
}

impl Pairs {
    fn new<'r>(rules: impl Iterator<Item = &'r Rule>, states: &States, letters: &Letters) -> Self {
        let mut pairs = Vec::new();
        for (rule, row) in rules.flat_map(|rule| rule.rows("pairs").into_iter().map(move |row| (rule, row))) {
            let ids = row.texts("states");
            let numbers: Vec<u16> =
                ids.iter().filter_map(|id| states.number(&EntityId::new(id).ok()?)).collect();
            for run in row.texts("letters") {
                pairs.push(Pair {
                    id: rule.id.clone(),
                    letters: run.chars().filter_map(|character| letters.number(character)).collect(),
                    states: numbers.clone(),
                    window: row.window(),
                    is_certain: row.flag("certain"),
                });
            }
        }
        // A longer run says more than a part of it: 新马泰, 新马.
        pairs.sort_by_key(|pair| std::cmp::Reverse(pair.letters.len()));
        let set = letters.set(pairs.iter().flat_map(|pair| &pair.letters).copied());
        Pairs { pairs, letters: set }
    }

    /// Whether a letter occurs in one.
    pub fn contains(&self, letter: u16) -> bool {
        is_set(&self.letters, letter)
    }

    /// The pair that covers the letter at a place of a run on a day.
    pub fn find(&self, run: &[Placed], place: usize, day: Option<Date>) -> Option<&Pair> {
        if !self.contains(run[place].letter) {
            return None;
        }
        self.pairs.iter().find(|pair| {
            let length = pair.letters.len();
            let first = (place + 1).saturating_sub(length);
            (first..=place).any(|from| {
                let window = run.get(from..from + length).unwrap_or_default();
                window.iter().map(|placed| placed.letter).eq(pair.letters.iter().copied())
            }) && pair.window.contains(day)
        })
    }
}
