//! States and territories by name, by one character, and as a side.

mod characters;
mod clause;
mod evidence;
mod hints;
mod letters;
mod names;
mod offices;
mod reading;
mod relations;
mod rules;
mod runs;
mod singles;
mod states;

use std::cell::OnceCell;

use bangjiao_document::{EntityId, Field, Form, Kind, Link, Mention, RuleId, Span};
use bangjiao_lexicon::Lexicon;
use rustc_hash::FxHashSet;

use crate::context::{Context, Proposals, Strength, Tagger};
use crate::scan::{Entry, Hit};
use crate::tag::quotation::is_quoted;
use clause::ClauseRules;
use evidence::Evidence;
use letters::Letters;
pub(crate) use names::is_sea_of_state;
use names::{Cover, NameRules};
use reading::Reading;
use rules::{AbbreviationRules, HOME_LETTER, HOME_LETTER_LENGTH, HomeRule};
use states::States;

/// Number of the tagger's words in the scan: 我外交部, 我驻.
pub(crate) const HOME: u8 = 4;

/// Tags names (中国, 美利坚合众国), sides (中方) and abbreviations in context (中|哈, 访|美).
pub(crate) struct CountryTagger {
    states: States,
    names: NameRules,
    letters: Letters,
    rules: AbbreviationRules,
    clause: ClauseRules,
}

impl CountryTagger {
    /// Reads the rows and rules of a lexicon.
    pub fn new(lexicon: &Lexicon) -> Self {
        let states = States::new(lexicon);
        let letters = Letters::new(lexicon, &states);
        let rules = AbbreviationRules::new(lexicon, &states, &letters);
        CountryTagger {
            names: NameRules::new(lexicon),
            clause: ClauseRules::new(lexicon),
            states,
            letters,
            rules,
        }
    }

    /// 我 with the words that may follow it, in the order in which the scan numbers them.
    pub fn words(&self) -> Vec<&str> {
        self.rules.home_words.iter().map(String::as_str).collect()
    }
}

/// One article while its states are tagged.
struct Article<'a, 'd> {
    tagger: &'a CountryTagger,
    context: &'a Context<'d>,
    evidence: Evidence,
    /// Its towns and leaders, by the number of their state; gathered for the first letter that asks.
    hints: OnceCell<Vec<(u16, Span)>>,
    found: Vec<Found>,
}

/// A mention that was found, before it is written out.
#[derive(Debug, Clone)]
struct Found {
    span: Span,
    form: Form,
    strength: Strength,
    /// Number of the state.
    state: u16,
    rule: RuleId,
    candidates: Vec<EntityId>,
}

impl Tagger for CountryTagger {
    fn propose(&self, context: &Context<'_>, proposals: &mut Proposals) {
        let mut article = Article {
            tagger: self,
            context,
            evidence: Evidence::new(&self.states, &self.letters),
            hints: OnceCell::new(),
            found: Vec::new(),
        };
        // 日 in 1月3日 is no Japan.
        let dates = proposals.of(Kind::Date).map(|mention| Cover::whole(mention.span));
        let cover = article.names(dates.collect());
        self.clause.mark(context, &self.states, &mut article.found);
        context.words.fix(article.found.iter().map(|found| found.span));
        article.sides(&cover.sides);
        article.letters(&cover.covers);
        article.home();
        article.write(proposals);
    }
}

impl Article<'_, '_> {
    /// 我外交部, 我驻美大使, 我乌苏里江: the state of the newspaper's voice, outside quotation marks.
    fn home(&mut self) {
        let context = self.context;
        let Some(state) = context.home.and_then(|home| self.tagger.states.number(home)) else { return };
        let n_found = self.found.len();
        // 我驻|法大使, where the dictionary has other words; made for the first such place.
        let mut starts: Option<FxHashSet<u32>> = None;
        for hit in context.hits {
            let Some((rule, start)) = self.home_rule(hit) else { continue };
            let span = Span::new(start, start + HOME_LETTER_LENGTH);
            let found = &self.found[..n_found];
            let mut begins_state = || {
                let starts =
                    starts.get_or_insert_with(|| found.iter().map(|found| found.span.start).collect());
                starts.contains(&hit.span.end)
            };
            if self.found[n_found..].last().is_some_and(|last| last.span == span)
                || rule.in_headlines && !self.opens_headline(span, state, n_found)
                || is_quoted(context, span)
                || !context.words.is_border(span.start)
                || !(context.words.is_border(hit.span.end) || begins_state())
            {
                continue;
            }
            let rule = &rule.id;
            self.found.push(Found {
                span,
                form: Form::Abbreviation,
                strength: Strength::Context,
                state,
                rule: rule.clone(),
                candidates: Vec::new(),
            });
        }
    }

    /// The rule of 我 that a surface obeys, and where 我 stands: in front of the word (我外交部) or of the place.
    fn home_rule(&self, hit: &Hit) -> Option<(&'_ HomeRule, u32)> {
        let (context, rules) = (self.context, &self.tagger.rules.home);
        match hit.entry {
            Entry::Word(HOME, word) => {
                let rule = rules.iter().rev().find(|rule| rule.first_word <= usize::from(word))?;
                Some((rule, hit.span.start))
            }
            Entry::Place(row) if context.before(hit.span.start) == Some(HOME_LETTER) => {
                let place = &context.lexicon.places()[row as usize];
                let rule = rules.iter().find(|rule| rule.types.contains(&place.kind))?;
                (place.country.as_ref() == context.home).then(|| (rule, hit.span.start - HOME_LETTER_LENGTH))
            }
            _ => None,
        }
    }

    /// Whether a place begins a headline, or a part of one, in which one of the first mentions is of another state.
    fn opens_headline(&self, span: Span, home: u16, n_found: usize) -> bool {
        let layout = &self.context.layout;
        let number = layout.sentence_at(span.start);
        let Some(sentence) = layout.sentences.get(number).filter(|sentence| sentence.field != Field::Body)
        else {
            return false;
        };
        let is_first = sentence.span.start == span.start || self.before(span.start) == Some('\n');
        let is_other =
            |found: &Found| found.state != home && sentence.span.contains(found.span) && found.span != span;
        is_first && self.found[..n_found].iter().any(is_other)
    }

    /// Makes mentions of what was found; a state's codes are looked up once.
    fn write(self, proposals: &mut Proposals) {
        let mut links: Vec<(u16, Link)> = Vec::new();
        for found in self.found {
            let link = match links.iter().find(|(state, _)| *state == found.state) {
                Some((_, link)) => link.clone(),
                None => {
                    let link = self.context.state_link(self.tagger.states.id(found.state));
                    links.push((found.state, link.clone()));
                    link
                }
            };
            proposals.push(
                found.strength,
                Mention {
                    form: Some(found.form),
                    links: vec![link],
                    candidates: found.candidates,
                    ..Mention::new(found.span, Kind::Country, found.rule)
                },
            );
        }
    }

    fn push(&mut self, span: Span, form: Form, strength: Strength, rule: &RuleId, reading: Reading) {
        self.found.push(Found {
            span,
            form,
            strength,
            state: reading.state,
            rule: rule.clone(),
            candidates: reading.candidates,
        });
    }
}
