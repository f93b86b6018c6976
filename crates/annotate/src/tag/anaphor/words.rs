//! The words of `anaphors.toml` and what each means.

use bangjiao_document::EntityId;
use bangjiao_lexicon::{Lexicon, RuleRow, Window};

use crate::context::Context;

/// The words, numbered for the scan.
pub(super) struct Words {
    words: Vec<(String, Meaning)>,
    /// Ends of words, empty for all, with what makes another word of them: 三国|演义.
    but: Vec<(String, String)>,
    /// First characters of the latter: a look at one character spares comparing words.
    but_firsts: String,
    /// Words before one of them with which it is another: 第|三方.
    behind: Vec<String>,
    /// Words before 双方 with which it is that of a continent: 中非|双方.
    continents: Vec<String>,
    /// Parties that are no states: 欧盟.
    others: Vec<String>,
    /// Parties within a state: 塔利班.
    factions: Vec<String>,
    /// What stands before the state where something takes place: 在.
    scenes: Vec<String>,
    /// Types of organizations, besides those of several states, that can be a side beside a state.
    pub bodies: Vec<String>,
    /// Types of organizations that act for their state.
    pub state_bodies: Vec<String>,
    /// Ends of words that may mean the states of the document so far: 两国, but not 双方.
    far: Vec<String>,
    /// Words before one of them with which it means others than those: 欧洲|三国.
    not_far: Vec<String>,
    /// Texts before and after a state that make it what talks are about: 就, 停火.
    topics_before: Vec<String>,
    topics_after: Vec<String>,
    /// Who does so meets the one named next: 会见.
    pub meets: Vec<String>,
    /// What stands before the state to which somebody goes: 抵达.
    pub goes_to: Vec<String>,
    /// What stands before 我国 where it is one of two.
    pub beside_home: String,
    /// Ends of the clause of who speaks, before what he says.
    pub says: Vec<String>,
    /// Ends of titles of printed speeches and letters: 讲话.
    pub speeches: Vec<String>,
    /// Those of them that a state issues: 声明.
    pub statements: Vec<String>,
    /// Words of a salutation: 尊敬的.
    pub salutes: Vec<String>,
    /// What stands before those to whom one speaks: 对.
    pub addresses: Vec<String>,
    /// Words for the state to which one speaks: 贵国.
    pub addressees: Vec<String>,
}

/// For what a word stands.
#[derive(Debug, Clone)]
pub(super) enum Meaning {
    /// The state of the voice: 我国.
    Voice,
    /// The state to which one speaks: 贵国.
    Addressee,
    /// Always the same states: 两伊.
    Fixed(Vec<Group>),
    /// So many states: 双方; behind a prefix those of a group: 中亚五国.
    Count(usize, Vec<Group>),
    /// No state; what follows is the name of the parties before: 以下简称.
    Definition,
}

/// States for which a word stands behind a prefix.
#[derive(Debug, Clone)]
pub(super) struct Group {
    prefixes: Vec<String>,
    /// Each with the days of its membership.
    members: Vec<(EntityId, Window)>,
    window: Window,
}

impl Group {
    fn new(lexicon: &Lexicon, row: &RuleRow) -> Self {
        let mut members: Vec<(EntityId, Window)> = row
            .texts("states")
            .iter()
            .filter_map(|id| EntityId::new(id).ok())
            .filter(|id| lexicon.state(id).is_some())
            .map(|id| (id, Window::default()))
            .collect();
        if let Some(group) = row.text("group") {
            let of_group = lexicon.group_members().iter().filter(|member| member.group.as_str() == group);
            members.extend(of_group.map(|member| (member.entity.clone(), member.window)));
        }
        members.sort();
        Group { prefixes: row.texts("prefixes"), members, window: row.window() }
    }

    /// The states if the text before the word ends with a prefix.
    pub fn states_behind(&self, before: &str, context: &Context<'_>) -> Option<Vec<EntityId>> {
        let fits = self.prefixes.is_empty() || self.prefixes.iter().any(|prefix| before.ends_with(prefix));
        if !fits || !self.window.contains(context.day) {
            return None;
        }
        let valid = self.members.iter().filter(|(_, window)| window.contains(context.day));
        let mut states: Vec<EntityId> = valid.map(|(state, _)| state.clone()).collect();
        states.dedup();
        Some(states)
    }
}

impl Words {
    /// Reads the rules of a lexicon.
    pub fn new(lexicon: &Lexicon) -> Self {
        let rules = lexicon.rules("anaphors");
        let mut words: Vec<(String, Meaning)> = Vec::new();
        let (mut but, mut behind, mut others) = (Vec::new(), Vec::new(), Vec::new());
        let mut continents = Vec::new();
        let (mut factions, mut scenes) = (Vec::new(), Vec::new());
        let (mut far, mut not_far) = (Vec::new(), Vec::new());
        let (mut bodies, mut state_bodies) = (Vec::new(), Vec::new());
        let (mut topics_before, mut topics_after) = (Vec::new(), Vec::new());
        let (mut meets, mut goes_to, mut says) = (Vec::new(), Vec::new(), Vec::new());
        let mut beside_home = String::new();
        let (mut speeches, mut statements, mut salutes) = (Vec::new(), Vec::new(), Vec::new());
        let (mut addresses, mut addressees) = (Vec::new(), Vec::new());
        let mut groups: Vec<(Vec<String>, Group)> = Vec::new();
        for rule in rules {
            let meaning = match rule.id.as_str() {
                "anaphor-home" => Meaning::Voice,
                "anaphor-addressee" => Meaning::Addressee,
                _ => Meaning::Definition,
            };
            for key in ["words", "names"] {
                words.extend(rule.texts(key).into_iter().map(|word| (word, meaning.clone())));
            }
            for (word, count) in rule.entries("counts") {
                words.push((word, Meaning::Count(count.parse().unwrap_or(0), Vec::new())));
            }
            but.extend(rule.texts("but").iter().map(|word| {
                let (end, next) = word.split_once('|').unwrap_or(("", word));
                (end.to_owned(), next.to_owned())
            }));
            behind.extend(rule.texts("behind"));
            others.extend(rule.texts("others"));
            continents.extend(rule.texts("continents"));
            factions.extend(rule.texts("factions"));
            scenes.extend(rule.texts("scenes"));
            far.extend(rule.texts("far"));
            not_far.extend(rule.texts("not_far"));
            bodies.extend(rule.texts("bodies"));
            state_bodies.extend(rule.texts("state_bodies"));
            topics_before.extend(rule.texts("topics_before"));
            topics_after.extend(rule.texts("topics_after"));
            meets.extend(rule.texts("meets"));
            goes_to.extend(rule.texts("goes_to"));
            beside_home.extend(rule.text("beside_home"));
            says.extend(rule.texts("says"));
            statements.extend(rule.texts("statements"));
            speeches.extend(rule.texts("speeches"));
            salutes.extend(rule.texts("salutes"));
            addresses.extend(rule.texts("addresses"));
            if matches!(meaning, Meaning::Addressee) {
                addressees.extend(rule.texts("words"));
            }
            groups
                .extend(rule.rows("groups").iter().map(|row| (row.texts("words"), Group::new(lexicon, row))));
        }
        for (surfaces, group) in groups {
            for surface in surfaces {
                match words.iter_mut().find(|(word, _)| *word == surface) {
                    Some((_, Meaning::Fixed(groups) | Meaning::Count(_, groups))) => {
                        groups.push(group.clone())
                    }
                    Some(_) => {}
                    None => words.push((surface, Meaning::Fixed(vec![group.clone()]))),
                }
            }
        }
        speeches.extend(statements.iter().cloned());
        let but_firsts = but.iter().filter_map(|(_, next): &(String, String)| next.chars().next()).collect();
        Words {
            words,
            but,
            but_firsts,
            behind,
            continents,
            others,
            factions,
            scenes,
            bodies,
            state_bodies,
            far,
            not_far,
            topics_before,
            topics_after,
            meets,
            goes_to,
            beside_home,
            says,
            speeches,
            statements,
            salutes,
            addresses,
            addressees,
        }
    }

    /// The words in order of their numbers.
    pub fn surfaces(&self) -> Vec<&str> {
        self.words.iter().map(|(word, _)| word.as_str()).collect()
    }

    /// The meaning of a word.
    pub fn meaning(&self, word: u16) -> &Meaning {
        &self.words[usize::from(word)].1
    }

    /// Whether the text around a word makes another word of it.
    pub fn is_another(&self, before: &str, word: &str, after: &str) -> bool {
        let goes_on =
            |(end, next): &(String, String)| word.ends_with(end.as_str()) && after.starts_with(next.as_str());
        let may_go_on = after.chars().next().is_some_and(|first| self.but_firsts.contains(first));
        may_go_on && self.but.iter().any(goes_on)
            || self.behind.iter().any(|word| before.ends_with(word.as_str()))
            || !self.is_of_states(word) && self.continents.iter().any(|word| before.ends_with(word.as_str()))
    }

    /// Whether a word behind a text may mean the states that the document has named so far.
    pub fn is_far(&self, before: &str, word: &str) -> bool {
        self.is_of_states(word) && !self.not_far.iter().any(|other| before.ends_with(other.as_str()))
    }

    /// Whether a word says itself that it stands for states: 两国, but not 双方.
    pub fn is_of_states(&self, word: &str) -> bool {
        self.far.iter().any(|end| word.ends_with(end.as_str()))
    }

    /// Whether a state between two texts is what talks are about: 就|叙利亚|停火.
    pub fn is_topic(&self, before: &str, after: &str) -> bool {
        self.topics_before.iter().any(|word| before.ends_with(word.as_str()))
            || self.topics_after.iter().any(|word| after.starts_with(word.as_str()))
    }

    /// Whether a state behind a text is only where something takes place: 在|土耳其举行谈判.
    pub fn is_scene(&self, before: &str) -> bool {
        self.scenes.iter().any(|word| before.ends_with(word.as_str()))
    }

    /// Whether a text names a party within a state.
    pub fn names_faction(&self, text: &str) -> bool {
        self.factions.iter().any(|word| text.contains(word.as_str()))
    }

    /// Whether a text names a party that is no state.
    pub fn names_others(&self, text: &str) -> bool {
        self.others.iter().any(|word| text.contains(word.as_str()))
    }
}
