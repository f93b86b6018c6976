//! 双方, 两国, 三国, 我国, 贵国: references to states that are named elsewhere.

mod author;
mod parties;
mod speaker;
mod words;

use bangjiao_document::{EntityId, Field, Form, Kind, Mention, RuleId, Span};
use bangjiao_lexicon::{Lexicon, Organization};
use rustc_hash::FxHashMap;

use crate::context::{Context, Proposals, Strength, Tagger};
use crate::scan::Entry;
use crate::tag::country::HOME;
use crate::tag::quotation::quotation;
use author::Author;
use parties::{Parties, SideBodies};
use speaker::Speakers;
use words::{Meaning, Words};

/// Number of the tagger's words in the scan.
pub(crate) const ANAPHORS: u8 = 1;

/// Tags 双方, 两国, 我国 and the like where the states are known.
pub(crate) struct AnaphorTagger {
    words: Words,
    rules: Rules,
    bodies: SideBodies,
    /// So many words of 我 are those of its state anywhere; the others only in headlines.
    n_home_words: usize,
}

/// Ids of the rules.
struct Rules {
    fixed: RuleId,
    apposition: RuleId,
    definition: RuleId,
    nearest: RuleId,
    title: RuleId,
    before: RuleId,
    home: RuleId,
    speaker: RuleId,
    addressee: RuleId,
}

impl AnaphorTagger {
    /// Reads the words of `anaphors.toml`; which states are meant is read from mentions and decided here.
    pub fn new(lexicon: &Lexicon) -> Self {
        let rule = |id| RuleId::new(id).expect("the id is well formed");
        let words = Words::new(lexicon);
        let rows = lexicon.organizations();
        let is_body = |row: &&Organization| {
            row.country.is_none() && (row.is_of_states() || words.bodies.contains(&row.kind))
        };
        let of_state = |row: &Organization| {
            let state = row.country.as_ref().filter(|_| words.state_bodies.contains(&row.kind))?;
            Some((row.id.clone(), state.clone()))
        };
        let home = lexicon.rules("abbreviations").iter().filter(|rule| rule.text("shape") == Some("home"));
        let n_home_words =
            home.take_while(|rule| !rule.flag("headline")).map(|rule| rule.texts("after").len());
        AnaphorTagger {
            n_home_words: n_home_words.sum(),
            bodies: SideBodies {
                international: rows.iter().filter(is_body).map(|row| row.id.clone()).collect(),
                of_states: rows.iter().filter_map(of_state).collect(),
            },
            words,
            rules: Rules {
                fixed: rule("anaphor-fixed"),
                apposition: rule("anaphor-apposition"),
                definition: rule("anaphor-definition"),
                nearest: rule("anaphor-nearest"),
                title: rule("anaphor-title"),
                before: rule("anaphor-before"),
                home: rule("anaphor-home"),
                speaker: rule("anaphor-speaker"),
                addressee: rule("anaphor-addressee"),
            },
        }
    }

    /// The words in the order in which the scan numbers them.
    pub fn words(&self) -> Vec<&str> {
        self.words.surfaces()
    }
}

/// A word of the tagger in the text.
#[derive(Debug, Clone, Copy)]
struct Found<'w> {
    span: Span,
    meaning: &'w Meaning,
}

impl Tagger for AnaphorTagger {
    fn propose(&self, context: &Context<'_>, proposals: &mut Proposals) {
        let mut found: Vec<Found<'_>> = Vec::new();
        let mut definitions: Vec<Span> = Vec::new();
        let mut quoted_home: Vec<Span> = Vec::new();
        for hit in context.hits {
            match hit.entry {
                Entry::Word(ANAPHORS, word) => match self.words.meaning(word) {
                    Meaning::Definition => definitions.push(hit.span),
                    meaning => found.push(Found { span: hit.span, meaning }),
                },
                Entry::Word(HOME, word) if usize::from(word) < self.n_home_words => {
                    quoted_home.push(hit.span);
                }
                _ => {}
            }
        }
        if found.is_empty() && quoted_home.is_empty() {
            return;
        }
        let mut mentions = Vec::new();
        {
            let speakers = Speakers::new(context, proposals, &self.words.addresses);
            let is_voice = |found: &&Found<'_>| matches!(found.meaning, Meaning::Voice);
            let home: Vec<Span> = found
                .iter()
                .filter(is_voice)
                .map(|found| found.span)
                .filter(|&span| self.is_party(context, span) && quotation(context, span).is_none())
                .collect();
            let mut parties =
                Parties::new(context, proposals, &definitions, &home, &self.bodies, &self.words);
            let author = Author::of(context, &parties, &speakers, &self.words);
            let voices = Voices { speakers: &speakers, author: author.as_ref() };
            // Words of headlines that nothing before them tells, and the first words of the text that the states before them do.
            let mut open: Vec<(Span, usize)> = Vec::new();
            let mut told: FxHashMap<usize, Vec<EntityId>> = FxHashMap::default();
            for Found { span, meaning } in found {
                let resolved = match meaning {
                    Meaning::Definition => None,
                    Meaning::Voice => self.voice(context, &parties, voices, span),
                    Meaning::Addressee => self.addressee(context, &parties, voices, span),
                    Meaning::Fixed(_) | Meaning::Count(..) => {
                        self.states(context, &mut parties, span, meaning)
                    }
                };
                if let Meaning::Count(count, _) = meaning {
                    match &resolved {
                        Some((states, rule)) if **rule == self.rules.apposition => {
                            told.entry(*count).or_insert_with(|| states.clone());
                        }
                        None if self.is_open_headline(context, span) => open.push((span, *count)),
                        _ => {}
                    }
                }
                if let Some((states, rule)) = resolved {
                    // 南北也门 before 北也门.
                    let is_fixed = matches!(meaning, Meaning::Fixed(_));
                    let strength = if is_fixed { Strength::Certain } else { Strength::Context };
                    mentions.push((strength, mention(context, span, Form::Anaphor, &states, rule)));
                }
            }
            for (span, count) in open {
                // 四国就乌克兰问题会谈, then 俄罗斯、乌克兰、法国、德国四国.
                if let Some(states) = told.get(&count) {
                    let mention = mention(context, span, Form::Anaphor, states, &self.rules.apposition);
                    mentions.push((Strength::Context, mention));
                }
            }
            // 我 in quotation marks is the speaker's state.
            for span in quoted_home {
                let letter = Span::new(span.start, span.start + LETTER);
                if let Some(state) =
                    quotation(context, letter).and_then(|at| speakers.of(context, &parties, at))
                    && context.words.is_border(letter.start)
                {
                    let states = [state.clone()];
                    let mention = mention(context, letter, Form::Abbreviation, &states, &self.rules.speaker);
                    mentions.push((Strength::Context, mention));
                }
            }
        }
        for (strength, mention) in mentions {
            proposals.push(strength, mention);
        }
    }
}

/// What may stand before a number as a part of it.
const NUMERALS: [char; 21] = [
    '０', '１', '２', '３', '４', '５', '６', '７', '８', '９', '二', '三', '四', '五', '六', '七', '八',
    '九', '十', '百', '几',
];

/// So many persons before a word are looked at for who speaks.
const MOST_SPEAKERS: usize = 20;

/// Bytes of 我.
const LETTER: u32 = 3;

/// Who may speak in a document.
#[derive(Clone, Copy)]
struct Voices<'v> {
    speakers: &'v Speakers,
    author: Option<&'v Author>,
}

impl<'v> Voices<'v> {
    /// The state of the author whose words stand at a span without quotation marks.
    fn author_at(self, span: Span) -> Option<&'v EntityId> {
        self.author.and_then(|author| author.at(span.start))
    }
}

type Resolved<'r> = Option<(Vec<EntityId>, &'r RuleId)>;

impl AnaphorTagger {
    /// 我国: the newspaper's state, in quotation marks the speaker's.
    fn voice(
        &self,
        context: &Context<'_>,
        parties: &Parties<'_>,
        voices: Voices<'_>,
        span: Span,
    ) -> Resolved<'_> {
        if !self.is_voice(context, span) {
            return None;
        }
        match quotation(context, span) {
            Some(at) => Some((vec![voices.speakers.of(context, parties, at)?.clone()], &self.rules.speaker)),
            None => {
                match voices.author_at(span).or_else(|| self.direct_speaker(context, voices.speakers, span)) {
                    Some(state) if Some(state) != context.home => {
                        Some((vec![state.clone()], &self.rules.speaker))
                    }
                    _ => Some((vec![context.home?.clone()], &self.rules.home)),
                }
            }
        }
    }

    /// Whether 我国 stands for a state there, and not for the beginning of another word.
    fn is_voice(&self, context: &Context<'_>, span: Span) -> bool {
        let (before, after) = (&context.text()[..span.start as usize], &context.text()[span.end as usize..]);
        context.words.is_border(span.start) && !self.words.is_another(before, span.of(context.text()), after)
    }

    /// Whether 我国 stands there as one of two: 老挝同|我国, 来|我国|访问, 我国|同老挝; but 印尼是我国友好邻邦, 我国同两国关系.
    fn is_party(&self, context: &Context<'_>, span: Span) -> bool {
        let (before, after) = (&context.text()[..span.start as usize], &context.text()[span.end as usize..]);
        let is_subject = || {
            let joined = after.strip_prefix(['同', '与', '和']);
            let state = joined.map(|rest| context.text().len() - rest.len());
            state.is_some_and(|at| {
                let at = Span::from_usize(0, at).end;
                let here = context.hits_from(at).iter().take_while(|hit| hit.span.start == at);
                here.into_iter().any(|hit| matches!(hit.entry, Entry::Country(_)))
            })
        };
        self.is_voice(context, span)
            && (before.ends_with(|last| self.words.beside_home.contains(last)) || is_subject())
    }

    /// 贵国: the state to whose people one speaks.
    fn addressee(
        &self,
        context: &Context<'_>,
        parties: &Parties<'_>,
        voices: Voices<'_>,
        span: Span,
    ) -> Resolved<'_> {
        let speakers = voices.speakers;
        if !context.words.is_border(span.start) {
            return None;
        }
        // 梅加瓦蒂说，印尼与|贵国: who speaks is joined to it, or said so, and speaks to the newspaper's state if to no other.
        let joined = parties.joined_before(context, span);
        let quotation = quotation(context, span);
        let quoted = quotation.and_then(|at| speakers.of(context, parties, at));
        let indirect = || self.indirect_speaker(context, speakers, span);
        let speaker = joined.or(quoted).or_else(indirect);
        let addressed = speakers.addressed(context, quotation.unwrap_or(span.start));
        let addressed = addressed.filter(|state| Some(*state) != speaker);
        if let Some(state) = addressed.filter(|_| speaker.is_some()) {
            return Some((vec![state.clone()], &self.rules.addressee));
        }
        if speaker.is_none()
            && let Some(author) = voices.author_at(span)
        {
            let saluted = parties.saluted(context, &self.words.salutes).filter(|state| state != author);
            let host = || context.home.filter(|home| *home != author).cloned();
            let state = saluted.or_else(host).or_else(|| parties.other_than(context, author, span))?;
            return Some((vec![state], &self.rules.addressee));
        }
        let state = match speaker {
            Some(speaker) if Some(speaker) != context.home => {
                let other = parties.other_than(context, speaker, span);
                let is_quoted = quoted.is_some() && joined.is_none();
                if is_quoted { other.or(context.home.cloned()) } else { context.home.cloned() }
            }
            Some(speaker) => parties.other_than(context, speaker, span),
            None => {
                let saluted = parties.saluted(context, &self.words.salutes);
                saluted.or_else(|| parties.other_than(context, context.home?, span))
            }
        }?;
        Some((vec![state], &self.rules.addressee))
    }

    /// The state of the person whose words are told without quotation marks: 福田说，…; 他说，…, who spoke before.
    fn indirect_speaker<'s>(
        &self,
        context: &Context<'_>,
        speakers: &'s Speakers,
        span: Span,
    ) -> Option<&'s EntityId> {
        let start = context.sentence_start(span.start);
        let tells = |clause: &str| {
            let clause = clause.find(['，', '：']).map_or(clause, |end| &clause[..end]);
            // 在致奥朗德的慰问电中表示: he is not the one who does.
            self.words.says.iter().any(|word| clause.ends_with(word.as_str())) && !clause.contains('的')
        };
        let persons = speakers.between(start, span.start);
        let mut said = persons.iter().rev().take(MOST_SPEAKERS).filter(|person| !person.is_addressed);
        let named = said.find(|person| tells(context.between(person.at, span.start)));
        let pronoun = || {
            let lead = context.between(start, span.start);
            (persons.is_empty() && lead.starts_with(['他', '她']) && tells(lead))
                .then(|| speakers.before(context, start))
                .flatten()
        };
        named.map(|person| &person.state).or_else(pronoun)
    }

    /// The state of a speaker whose words stand without quotation marks, where they are his own: behind a colon, or with 贵国.
    fn direct_speaker<'s>(
        &self,
        context: &Context<'_>,
        speakers: &'s Speakers,
        span: Span,
    ) -> Option<&'s EntityId> {
        let start = context.sentence_start(span.start);
        let sentence = context.layout.sentences.get(context.layout.sentence_at(span.start))?;
        let is_direct = context.between(start, span.start).contains('：')
            || self
                .words
                .addressees
                .iter()
                .any(|word| sentence.span.of(context.text()).contains(word.as_str()));
        is_direct.then(|| self.indirect_speaker(context, speakers, span)).flatten()
    }

    /// Whether a word for several states stands in a headline and is no part of another word.
    fn is_open_headline(&self, context: &Context<'_>, span: Span) -> bool {
        let text = context.text();
        let sentence = context.layout.sentences.get(context.layout.sentence_at(span.start));
        let (left, right) = (&text[..span.start as usize], &text[span.end as usize..]);
        sentence.is_some_and(|sentence| sentence.field != Field::Body)
            && self.words.is_of_states(span.of(text))
            && !self.words.is_another(left, span.of(text), right)
            && !left.ends_with(|before: char| NUMERALS.contains(&before))
            && context.words.is_border(span.start)
    }

    /// 两伊, 中亚五国, 双方.
    fn states(
        &self,
        context: &Context<'_>,
        parties: &mut Parties<'_>,
        span: Span,
        meaning: &Meaning,
    ) -> Resolved<'_> {
        let text = context.text();
        let (left, right) = (&text[..span.start as usize], &text[span.end as usize..]);
        let count = match meaning {
            Meaning::Fixed(groups) => {
                let states = groups.iter().find_map(|group| group.states_behind("", context))?;
                if !context.words.is_border(span.start) {
                    return None;
                }
                parties.remember_fixed(context, span, &states);
                return Some((states, &self.rules.fixed));
            }
            Meaning::Count(count, groups) => {
                if let Some(states) = groups.iter().find_map(|group| group.states_behind(left, context)) {
                    if states.len() != *count {
                        return None;
                    }
                    parties.remember_group(&states);
                    return Some((states, &self.rules.fixed));
                }
                *count
            }
            _ => return None,
        };
        // 1|10国, 二|十国, 二十|三国
        let goes_on = || left.ends_with(|before: char| before.is_ascii_digit() || NUMERALS.contains(&before));
        let is_number = span.of(text).starts_with(|first: char| first.is_ascii_digit() || first == '十');
        let is_inside = is_number || left.ends_with(['十', '百']);
        if self.words.is_another(left, span.of(text), right) || is_inside && goes_on() {
            return None;
        }
        let (states, rule) = if let Some(states) = parties.in_apposition(context, span, count) {
            (states, &self.rules.apposition)
        } else if parties.is_behind_fewer(context, span, count) {
            // 柬埔寨三方, 东盟与中国双方: the parties of that state, or one that is no state.
            return None;
        } else if let Some(states) = parties.defined(span, count) {
            (states, &self.rules.definition)
        } else if let Some(states) = parties.group(count) {
            (states, &self.rules.fixed)
        } else if let Some(states) = parties.conjoined(context, span, count) {
            (states, &self.rules.nearest)
        } else if count == 2
            && !self.words.is_of_states(span.of(text))
            && parties.is_beside_body(context, span)
        {
            // 中国和海合会举行对话。双方: two sides, one of which is no state.
            return None;
        } else if count == 2
            && !self.words.is_of_states(span.of(text))
            && parties.is_beside_faction(context, span)
        {
            return None;
        } else if let Some(states) = (count == 2).then(|| parties.met(context, span)).flatten() {
            (states, &self.rules.nearest)
        } else if let Some(states) = parties.sides_of_sentence(context, span, count) {
            (states, &self.rules.nearest)
        } else if let Some(states) = parties.of_title(count) {
            (states, &self.rules.title)
        } else if is_behind_item(context, span) {
            // 俄、格两国: one that nothing names.
            return None;
        } else if let Some(states) =
            parties.of_sentence(context, span, count, |before, after| self.words.is_topic(before, after))
        {
            (states, &self.rules.nearest)
        } else if self.words.names_others(parties.sentence_before(context, span)) {
            // 中欧关系符合双方利益: a party may be meant that is no state.
            return None;
        } else if let Some(states) =
            parties.nearest(context, span, count, self.words.is_of_states(span.of(text)))
        {
            (states, &self.rules.nearest)
        } else if let Some(states) = parties.settled(count).filter(|_| !is_behind_letter(context, span)) {
            (states, &self.rules.before)
        } else if self.words.is_far(left, span.of(text)) {
            (parties.before(span, count)?, &self.rules.before)
        } else {
            return None;
        };
        // What other paragraphs say is not what is said of the state of this one; but 两伊 in the title stays.
        let is_fixed =
            rule == &self.rules.definition || rule == &self.rules.title && parties.title_is_one_word;
        let states = match (parties.of_paragraph(context, span), context.home) {
            (Some(own), Some(home)) if count == 2 && !states.contains(own) && !is_fixed => {
                if !states.contains(home) {
                    return None;
                }
                let mut states = vec![own.clone(), home.clone()];
                states.sort();
                states
            }
            _ => states,
        };
        parties.remember(span, &states);
        Some((states, rule))
    }
}

/// Whether a single character that is no function word stands before, which may be a party: 中阿|双方.
fn is_behind_letter(context: &Context<'_>, span: Span) -> bool {
    let words = &context.words;
    let before = span.start.checked_sub(LETTER).and_then(|start| words.word_at(start));
    before.is_some_and(|word| {
        let is_letter = word.of(context.text()).chars().all(char::is_alphanumeric);
        word.len() == LETTER && is_letter && !words.is_function_word(word.start)
    })
}

/// Whether a single character that an enumeration ends stands before, which may be a party: 俄、格|两国.
fn is_behind_item(context: &Context<'_>, span: Span) -> bool {
    is_behind_letter(context, span) && context.before(span.start - LETTER) == Some('、')
}

fn mention(context: &Context<'_>, span: Span, form: Form, states: &[EntityId], rule: &RuleId) -> Mention {
    Mention {
        form: Some(form),
        links: states.iter().map(|state| context.state_link(state)).collect(),
        ..Mention::new(span, Kind::Country, rule.clone())
    }
}
