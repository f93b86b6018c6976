//! 双方, 两国, 三国: references back to the states of the document.

use bangjiao_document::{EntityId, Field, Form, Kind, Mention, RuleId, Span};

use crate::context::{Context, Proposals, Strength, Tagger};
use crate::scan::Entry;

/// Number of the tagger's words in the scan.
pub(crate) const ANAPHORS: u8 = 1;

/// The words and how many states each stands for.
///
/// 我国 and 我方 stand for the state of the newspaper's voice: no state has to be found.
const WORDS: [(&str, usize); 10] = [
    ("我国", 0),
    ("我方", 0),
    ("双方", 2),
    ("两国", 2),
    ("三国", 3),
    ("四国", 4),
    ("五国", 5),
    ("六国", 6),
    ("三方", 3),
    ("两方", 2),
];

/// The words in the order of [`WORDS`].
pub(crate) fn words() -> Vec<&'static str> {
    WORDS.iter().map(|(word, _)| *word).collect()
}

/// How a document says that 双方 are the states before: 以下简称“双方”.
const DEFINITION: &str = "以下简称";

/// Sentences that are searched backwards for exactly as many states as the word says.
const REACH: usize = 3;

/// So many states before the word are looked at; a sentence that names more is an enumeration.
const MOST_NAMED: usize = 200;

/// Tags 双方, 两国 and the like where the states are known.
pub(crate) struct AnaphorTagger {
    definition: RuleId,
    title: RuleId,
    nearest: RuleId,
    home: RuleId,
}

impl AnaphorTagger {
    /// Makes the tagger; its rules are in code, since they read mentions and not characters.
    pub fn new() -> Self {
        let rule = |id| RuleId::new(id).expect("the id is well formed");
        AnaphorTagger {
            definition: rule("anaphor-definition"),
            title: rule("anaphor-title"),
            nearest: rule("anaphor-nearest"),
            home: rule("anaphor-home"),
        }
    }
}

/// A state named in the document, with where and in which sentence.
struct Named<'p> {
    at: u32,
    sentence: usize,
    entity: &'p EntityId,
}

impl Tagger for AnaphorTagger {
    fn propose(&self, context: &Context<'_>, proposals: &mut Proposals) {
        let mut hits = context
            .hits
            .iter()
            .filter_map(|hit| match hit.entry {
                Entry::Word(ANAPHORS, word) => Some((hit.span, WORDS[usize::from(word)].1)),
                _ => None,
            })
            .peekable();
        if hits.peek().is_none() {
            return;
        }
        let mut named: Vec<Named<'_>> = proposals
            .of(Kind::Country)
            .flat_map(|mention| mention.links.iter().map(move |link| (mention.span.start, &link.entity)))
            .map(|(at, entity)| Named { at, sentence: context.layout.sentence_at(at), entity })
            .collect();
        named.sort_by_key(|named| named.at);
        let title = title_parties(context, &named);
        let definition = definition(context, &named);
        let mut mentions = Vec::new();
        for (span, count) in hits {
            let (states, rule) = match (&definition, &title) {
                _ if count == 0 => match context.home {
                    // Inside quotation marks the speaker's state is meant.
                    Some(home) if !is_quoted(context, span) => (vec![home.clone()], &self.home),
                    _ => continue,
                },
                (Some(states), _) if states.len() == count => (states.clone(), &self.definition),
                (_, states) if states.len() == count => (states.clone(), &self.title),
                _ => match nearest(context, &named, span, count) {
                    Some(states) => (states, &self.nearest),
                    None => continue,
                },
            };
            mentions.push(Mention {
                form: Some(Form::Anaphor),
                links: states.iter().map(|state| context.state_link(state)).collect(),
                ..Mention::new(span, Kind::Country, rule.clone())
            });
        }
        for mention in mentions {
            proposals.push(Strength::Context, mention);
        }
    }
}

/// Whether a quotation is open at the word, within its paragraph.
fn is_quoted(context: &Context<'_>, span: Span) -> bool {
    let paragraph = context.layout.paragraphs.partition_point(|paragraph| paragraph.span.start <= span.start);
    let start = paragraph.checked_sub(1).map_or(0, |number| context.layout.paragraphs[number].span.start);
    let before = context.between(start, span.start);
    before.rfind('“') > before.rfind('”')
}

fn distinct<'p>(states: impl Iterator<Item = &'p EntityId>) -> Vec<EntityId> {
    let mut states: Vec<EntityId> = states.cloned().collect();
    states.sort();
    states.dedup();
    states
}

/// The states that the title names.
fn title_parties(context: &Context<'_>, named: &[Named<'_>]) -> Vec<EntityId> {
    let in_title = |named: &&Named<'_>| {
        context.layout.sentences.get(named.sentence).is_some_and(|sentence| sentence.field == Field::Title)
    };
    distinct(named.iter().filter(in_title).map(|named| named.entity))
}

/// The states that stand before （以下简称“双方”） in its sentence.
fn definition(context: &Context<'_>, named: &[Named<'_>]) -> Option<Vec<EntityId>> {
    let at = context.text().find(DEFINITION)?;
    let after = context.text()[at + DEFINITION.len()..].trim_start_matches(['“', '"', '「', '：']);
    if !after.starts_with("双方") {
        return None;
    }
    let at = Span::from_usize(at, at).start;
    let sentence = context.layout.sentence_at(at);
    Some(distinct(
        named.iter().filter(|named| named.sentence == sentence && named.at < at).map(|named| named.entity),
    ))
}

/// The states of the nearest sentence, this one included, that names exactly as many before the word.
fn nearest(context: &Context<'_>, named: &[Named<'_>], span: Span, count: usize) -> Option<Vec<EntityId>> {
    let sentence = context.layout.sentence_at(span.start);
    let before = named.partition_point(|named| named.at < span.start);
    let near = &named[before.saturating_sub(MOST_NAMED)..before];
    for back in 0..=REACH {
        let wanted = sentence.checked_sub(back)?;
        let states = distinct(near.iter().filter(|named| named.sentence == wanted).map(|named| named.entity));
        match states.len() {
            found if found == count => return Some(states),
            // Another number of states stands between: which of them are meant is a guess.
            found if found > count => return None,
            _ => {}
        }
    }
    None
}
