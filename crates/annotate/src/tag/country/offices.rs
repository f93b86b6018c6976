//! Letters that the office, post or party beside them explains, whatever the article names: 意|共, 塔|总统|拉赫莫诺夫,
//! 英|代表…、荷|代表, 驻|波|大使.

use bangjiao_document::{Form, RuleId, Span};
use bangjiao_lexicon::{OfficeTerm, Person};

use super::Article;
use super::letters::Row;
use super::names::Cover;
use super::reading::Reading;
use crate::scan::Entry;

/// The type of parties in `organizations.csv`.
const PARTY: &str = "party";

/// The type of companies.
const COMPANY: &str = "company";

/// So many letters before one are looked at for an office after them.
const MOST_FELLOWS: usize = 20;

impl<'d> Article<'_, 'd> {
    /// What a letter means by the office, post or party beside it, and the rule that says so; a letter that is usable
    /// anyway only by its party.
    pub(super) fn beside_office(
        &self,
        span: Span,
        letter: u16,
        is_usable: bool,
        covers: &[Cover],
    ) -> Option<(RuleId, Reading)> {
        let at = covers.partition_point(|cover| cover.span.end <= span.start);
        if let Some(cover) = covers.get(at).filter(|cover| cover.span.start < span.end) {
            // 俄|联邦委员会, where 俄联邦 is no state
            let is_free = cover.is_blocked_name && cover.span.start == span.start;
            return is_free.then(|| self.of_body(span, letter)).flatten();
        }
        let found = self.of_party(span, letter).or_else(|| self.of_body(span, letter));
        if is_usable {
            return found;
        }
        found
            .or_else(|| self.of_holder(span, letter))
            .or_else(|| self.of_fellows(span, letter))
            .or_else(|| self.of_post(span, letter))
    }

    /// The state of the party of the lexicon whose short name a letter begins: 意|共.
    fn of_party(&self, span: Span, letter: u16) -> Option<(RuleId, Reading)> {
        let context = self.context;
        let rule = self.tagger.rules.of_parties.as_ref()?;
        if !rule.after.iter().any(|word| context.text()[span.end as usize..].starts_with(word.as_str()))
            || rule.except.contains(&letter)
            || !context.words.is_border(span.start)
        {
            return None;
        }
        let organizations = context.lexicon.organizations();
        let hits = context.hits_from(span.start).iter().take_while(|hit| hit.span.start == span.start);
        let parties = hits.filter_map(|hit| match hit.entry {
            // 张越|共同
            Entry::Organization(row) if context.words.is_border(hit.span.end) => {
                Some(&organizations[row as usize])
            }
            _ => None,
        });
        let mut states = parties.filter(|body| body.kind == PARTY).filter_map(|body| body.country.as_ref());
        let row =
            states.find_map(|state| self.valid(letter).find(|row| self.tagger.states.id(row.state) == state));
        Some((rule.id.clone(), self.reading_of(row?)))
    }

    /// The state of the body of the lexicon whose name a letter begins: 俄|联邦委员会, but not 哈巴尔电视台; where the article
    /// names states of the letter it is one of them (乌通社).
    fn of_body(&self, span: Span, letter: u16) -> Option<(RuleId, Reading)> {
        let context = self.context;
        let rule = self.tagger.rules.of_bodies.as_ref()?;
        let next = context.after(span.end)?;
        if !self.tagger.rules.in_bodies.contains(next) || self.tagger.rules.of_names.contains(next) {
            return None;
        }
        let words = &context.words;
        let organizations = context.lexicon.organizations();
        let hits = context.hits_from(span.start).iter().take_while(|hit| hit.span.start == span.start);
        let mut bodies = hits.filter_map(|hit| match hit.entry {
            Entry::Organization(row) => Some((hit.span.end, &organizations[row as usize])),
            _ => None,
        });
        let (end, state) = bodies.find_map(|(end, body)| {
            // 马|航
            let is_airline = || {
                let rest = self.context.between(span.end, end);
                body.kind == COMPANY && rule.after.iter().any(|word| word == rest)
            };
            let is_such = rule.words.contains(&body.kind) || is_airline();
            let state = body.country.as_ref().filter(|_| is_such)?;
            Some((end, state))
        })?;
        let row = self.valid(letter).find(|row| self.tagger.states.id(row.state) == state)?;
        let is_named = !self.evidence.is_backed(letter) || self.evidence.is_named(row.state);
        let stands = || words.is_border(span.start) && words.is_border(end);
        let fits = is_named && !rule.except.contains(&letter) && stands();
        fits.then(|| (rule.id.clone(), self.reading_of(row)))
    }

    /// The state in which somebody holds on this day the office that stands after a letter, with his name: 塔|总统|拉赫莫诺夫.
    fn of_holder(&self, span: Span, letter: u16) -> Option<(RuleId, Reading)> {
        let context = self.context;
        let rule = self.tagger.rules.of_holders.as_ref()?;
        let titles = context.hits_from(span.end).iter().take_while(|hit| hit.span.start == span.end);
        let titles = titles.filter(|hit| matches!(hit.entry, Entry::Title(_)));
        let holds = |row: &Row, person: &Person| {
            let state = self.tagger.states.id(row.state);
            let mut terms = person.offices.iter();
            terms.any(|term| term.country.as_ref() == Some(state) && term.window.contains(context.day))
        };
        let mut persons = titles.flat_map(|title| self.persons_at(title.span.end));
        let row = persons.find_map(|person| self.valid(letter).find(|row| holds(row, person)))?;
        (context.day.is_some() && context.words.is_border(span.start))
            .then(|| (rule.clone(), self.reading_of(row)))
    }

    /// The only state that a letter can mean on this day, after a mark or a word of the rule and before an office, where
    /// another letter of the sentence stood so: 英|代表…、荷|代表.
    fn of_fellows(&self, span: Span, letter: u16) -> Option<(RuleId, Reading)> {
        let rule = self.tagger.rules.of_fellows.as_ref()?;
        let context = self.context;
        let lead = &context.text()[..span.start as usize];
        let opens = self.before(span.start).is_none_or(|before| !before.is_alphanumeric());
        if rule.except.contains(&letter)
            || !opens && !rule.before.iter().any(|word| lead.ends_with(word.as_str()))
            || !context.words.is_border(span.start)
        {
            return None;
        }
        let end = self.title_at(span.end)?;
        let sentence = context.layout.sentences.get(context.layout.sentence_at(span.start))?;
        let letters =
            self.found.iter().rev().take_while(|found| {
                found.form == Form::Abbreviation && found.span.start >= sentence.span.start
            });
        let is_among_them = letters.take(MOST_FELLOWS).any(|found| self.title_at(found.span.end).is_some());
        let row =
            self.only_state(self.valid(letter)).filter(|_| is_among_them && context.words.is_border(end));
        Some((rule.id.clone(), self.reading_of(row?)))
    }

    /// The state to which one is sent whose post stands around a letter: that of the post in the lexicon of who is named
    /// behind it (驻|保|大使|赵进), else the only one that the letter can mean on this day, else, where no other state sends,
    /// the only one with which China has relations.
    fn of_post(&self, span: Span, letter: u16) -> Option<(RuleId, Reading)> {
        let rule = self.tagger.rules.of_posts.as_ref()?;
        let text = self.context.text();
        let before = rule.before.iter().find(|word| text[..span.start as usize].ends_with(word.as_str()))?;
        let after = rule.after.iter().find(|word| text[span.end as usize..].starts_with(word.as_str()))?;
        if rule.except.contains(&letter) {
            return None;
        }
        let end = span.end + u32::try_from(after.len()).unwrap_or(0);
        let is_to = |term: &OfficeTerm, row: &Row| {
            let state = self.context.lexicon.state(self.tagger.states.id(row.state));
            state.is_some_and(|state| term.role_zh.contains(&format!("{before}{}", state.name_zh)))
        };
        let of_person = || {
            self.persons_at(end).find_map(|person| {
                self.valid(letter).find(|row| person.offices.iter().any(|term| is_to(term, row)))
            })
        };
        let related = || {
            let sender = self.before(span.start - u32::try_from(before.len()).unwrap_or(0));
            let is_foreign = sender.is_some_and(|sender| self.tagger.letters.number(sender).is_some());
            self.tagger
                .rules
                .relations
                .only(self.tagger.letters.get(letter), self.context.day)
                .filter(|_| !is_foreign)
        };
        let row = of_person().or_else(|| self.only_state(self.valid(letter))).or_else(related)?;
        Some((rule.id.clone(), self.reading_of(row)))
    }

    /// The rows of a letter that hold on this day.
    pub(super) fn valid(&self, letter: u16) -> impl Iterator<Item = &Row> {
        self.tagger.letters.get(letter).rows.iter().filter(|row| self.is_valid(row.window))
    }

    /// The persons of the lexicon whose names begin at an offset.
    fn persons_at(&self, start: u32) -> impl Iterator<Item = &'d Person> {
        let people = self.context.lexicon.people();
        let hits = self.context.hits_from(start).iter().take_while(move |hit| hit.span.start == start);
        hits.filter_map(|hit| match hit.entry {
            Entry::Person(row) => Some(&people[row as usize]),
            _ => None,
        })
    }
}
