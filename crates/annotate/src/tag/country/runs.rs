//! The loop over the letters, and letters side by side: 中美, 印巴, 俄白吉哈.

use bangjiao_document::{EntityId, Form, RuleId, Span};

use crate::context::Strength;
use crate::scan::Entry;

use super::Article;
use super::names::Cover;
use super::reading::{Beside, Reading};
use super::rules::{SEPARATORS, WordRule};

/// A letter in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    /// Where it stands.
    pub span: Span,
    /// Its number.
    pub letter: u16,
    /// A word after it must reach beyond this offset, since a name begins with it that a blocker suppresses.
    pub beyond: u32,
}

impl Article<'_, '_> {
    /// Single characters that stand for states, outside the names.
    ///
    /// Nearly all letters are done with after a look at their neighbours and at one bit that says whether the article
    /// gives them a meaning.
    pub(super) fn letters(&mut self, covers: &[Cover]) {
        let (context, tagger) = (self.context, self.tagger);
        let mut hits = context
            .hits
            .iter()
            .filter_map(|hit| match hit.entry {
                Entry::Letter(row) => Some((hit.span, row)),
                _ => None,
            })
            .peekable();
        let mut covers = Covers { covers, next: 0 };
        let mut run: Vec<Placed> = Vec::new();
        let mut last = (Span::default(), None);
        while let Some((span, row)) = hits.next() {
            // A letter has a hit for each row that claims it.
            while hits.next_if(|(other, _)| *other == span).is_some() {}
            if run.last().is_some_and(|last| last.span.end != span.start) {
                self.run(&run);
                run.clear();
            }
            let letter = tagger.letters.of_row(row);
            let before = last.1.filter(|_| last.0.end == span.start);
            last = (span, Some(letter));
            let is_beside = before.is_some() || hits.peek().is_some_and(|(next, _)| next.start == span.end);
            // 马|新政府
            if before.is_some()
                && !self.evidence.is_backed(letter)
                && tagger.rules.is_attribute(&context.text()[span.start as usize..])
            {
                continue;
            }
            let is_usable = self.evidence.is_usable(letter);
            let is_assisted = || {
                let relations = &tagger.rules.relations;
                tagger.rules.is_assisted(letter) || before.is_some_and(|first| relations.begin_with(first))
            };
            if before.is_none()
                && let Some((rule, reading)) = self.beside_office(span, letter, is_usable, covers.covers)
            {
                self.push(span, Form::Abbreviation, Strength::Context, &rule, reading);
                continue;
            }
            // 乌|军 beside 哈尔科夫
            let is_usable = is_usable
                || !is_beside
                    && self.may_stand(span, letter)
                    && self.hinted(self.valid(letter).map(|row| row.state)).is_some();
            if !is_usable && !is_assisted() && !self.is_in_list(span)
                || !is_beside && !self.may_stand(span, letter)
            {
                continue;
            }
            if !is_usable && !is_beside && !self.is_in_list(span) {
                continue;
            }
            if let Some(beyond) = covers.free(span) {
                run.push(Placed { span, letter, beyond });
            }
        }
        self.run(&run);
    }

    /// Whether a rule's words may stand beside a letter, or the letter may stand alone or in an enumeration.
    pub(super) fn may_stand(&self, span: Span, letter: u16) -> bool {
        let rules = &self.tagger.rules;
        let (before, after) = (self.before(span.start), self.context.after(span.end));
        let is_backed = self.evidence.is_backed(letter);
        rules.open(letter, is_backed, before, after) != 0
            || is_backed && rules.may_be_alone(letter)
            || self.is_before_place(span.end)
            || [before, after].into_iter().flatten().any(|character| SEPARATORS.contains(&character))
    }

    /// The character before a view offset; white space, also that in a headline, is the beginning of a line.
    pub(super) fn before(&self, at: u32) -> Option<char> {
        if self.context.view.is_gap(at) {
            return Some('\n');
        }
        self.context.before(at).map(|before| if before.is_whitespace() { '\n' } else { before })
    }

    /// Whether a mark of an enumeration stands beside a letter.
    fn is_in_list(&self, span: Span) -> bool {
        [self.context.before(span.start), self.context.after(span.end)]
            .into_iter()
            .flatten()
            .any(|character| SEPARATORS.contains(&character))
    }

    /// Letters that follow each other directly and are free.
    fn run(&mut self, run: &[Placed]) {
        if let [single] = run {
            if self.may_stand(single.span, single.letter) {
                self.single(*single);
            }
            return;
        }
        let mut readings: Vec<Option<Reading>> = Vec::with_capacity(run.len());
        let (mut rule, mut is_pair): (Option<RuleId>, bool) = (None, false);
        let pairs = &self.tagger.rules.pairs;
        let [first, .., last] = run else { return };
        let whole = Span::new(first.span.start, last.span.end);
        let sure: Vec<bool> = run
            .iter()
            .map(|placed| {
                self.evidence.is_usable(placed.letter) && {
                    let letter = self.tagger.letters.get(placed.letter);
                    letter.rows.len() == 1 || letter.rows.iter().any(|row| row.is_plain)
                }
            })
            .collect();
        for (number, placed) in run.iter().enumerate() {
            // One of the pair must be known, or a word of the rules say so (埃以条约): 以约 of 将以约29亿美元收购 names nobody.
            let pair = pairs.find(run, number, self.context.day).filter(|pair| {
                pair.is_certain
                    || pair.letters.len() == run.len() && self.word_after(whole).is_some()
                    || pair.letters.iter().any(|&letter| self.tagger.letters.is_plain(letter))
                    || pair.states.iter().any(|&state| self.evidence.is_named(state))
            });
            is_pair |= pair.is_some();
            let is_sure = |at: Option<usize>| at.and_then(|at| sure.get(at)).is_some_and(|sure| *sure);
            let is_run = is_sure(number.checked_sub(1)) || is_sure(Some(number + 1));
            let beside = Beside {
                pair: pair.map(|pair| pair.states.as_slice()),
                is_certain: pair.is_some_and(|pair| pair.is_certain),
                is_run,
                ..Beside::default()
            };
            let reading = if self.is_excepted(placed) {
                None
            } else {
                self.read_letter(placed.letter, placed.span.start, &beside)
            };
            if reading.as_ref().is_some_and(|reading| reading.is_by_pair) {
                rule = pair.map(|pair| pair.id.clone());
            }
            readings.push(reading);
        }
        // What the states already read leave open, their region may decide.
        let mut partners: Vec<u16> = readings.iter().flatten().map(|reading| reading.state).collect();
        partners.sort_unstable();
        partners.dedup();
        for (placed, reading) in run.iter().zip(&mut readings) {
            if reading.is_none() && !partners.is_empty() && !self.is_excepted(placed) {
                let beside = Beside { partners: &partners, ..Beside::default() };
                *reading = self.read_letter(placed.letter, placed.span.start, &beside);
            }
        }
        if let Some((id, reading)) = self.related(run, &readings) {
            rule = Some(id);
            readings[1] = Some(reading);
        }
        let mut from = 0;
        while from < run.len() {
            let length = readings[from..].iter().take_while(|reading| reading.is_some()).count();
            let readings = readings.get_mut(from..from + length).unwrap_or_default();
            self.readable(&run[from..from + length], readings, rule.as_ref(), is_pair);
            // 侵华|日军
            if let Some(placed) = run.get(from + length).filter(|placed| self.is_excepted(placed)) {
                self.stray(*placed);
            }
            from += length + 1;
        }
    }

    /// What the second of two letters means if the article leaves it open: the only state that has relations with China.
    fn related(&self, run: &[Placed], readings: &[Option<Reading>]) -> Option<(RuleId, Reading)> {
        let ([first, second], [Some(_), None]) = (run, readings) else { return None };
        let letter = self.tagger.letters.get(second.letter);
        let rest = &self.context.text()[second.span.end as usize..];
        let relations = &self.tagger.rules.relations;
        let (id, row) = relations.read((first.letter, second.letter), letter, rest, self.context.day)?;
        // 南苏丹: a state that the article names and that no row gives the letter.
        let written = second.span.of(self.context.text());
        let begins = |state: &EntityId| {
            self.context.lexicon.state(state).is_some_and(|state| state.name_zh.starts_with(written))
        };
        let is_other = self.evidence.named(&self.tagger.states).any(begins);
        (!is_other).then(|| (id.clone(), self.reading_of(row)))
    }

    /// Whether a letter stands in no run: 华.
    fn is_excepted(&self, placed: &Placed) -> bool {
        self.tagger.rules.runs.iter().any(|rule| rule.except.contains(&placed.letter))
    }

    /// Whether a letter is an adverb too, so that a run with it needs a word of the rules after it: 中也|两国.
    fn is_bound(&self, placed: &Placed) -> bool {
        self.tagger.rules.runs.iter().any(|rule| rule.bound.contains(&placed.letter))
    }

    /// Letters side by side that all have a reading: the longest stretch that begins and ends with a word.
    fn readable(
        &mut self,
        run: &[Placed],
        readings: &mut [Option<Reading>],
        rule: Option<&RuleId>,
        is_pair: bool,
    ) {
        let (mut from, mut to) = (0, run.len());
        while to - from >= 2 {
            let span = Span::new(run[from].span.start, run[to - 1].span.end);
            let next = run[from].span.end;
            if run[from].beyond > 0 || !self.begins_run(span, (to - from > 2).then_some(next)) {
                from += 1;
            } else if !self.ends_run(span, run[to - 1].beyond) {
                to -= 1;
            } else {
                break;
            }
        }
        // What the run leaves out may stand by itself: 驻日|美军.
        let whole = run;
        for placed in &whole[..from] {
            self.stray(*placed);
        }
        if to - from < 2 {
            for placed in &whole[from..] {
                self.stray(*placed);
            }
            return;
        }
        self.inner_run(&whole[from..to], &mut readings[from..to], rule, is_pair);
        for placed in &whole[to..] {
            self.stray(*placed);
        }
    }

    /// A letter that no run takes.
    fn stray(&mut self, placed: Placed) {
        if self.may_stand(placed.span, placed.letter) {
            self.single(placed);
        }
    }

    /// A stretch of letters that begins and ends with a word.
    fn inner_run(
        &mut self,
        run: &[Placed],
        readings: &mut [Option<Reading>],
        rule: Option<&RuleId>,
        is_pair: bool,
    ) {
        let span = Span::new(run[0].span.start, run[run.len() - 1].span.end);
        if !is_pair && self.is_common_word(span) || self.is_part_of_name(span) || self.ends_name(span) {
            return;
        }
        if run.iter().any(|placed| self.is_bound(placed)) && self.word_after(span).is_none() {
            return;
        }
        let state = |at: usize| readings[at].as_ref().map(|reading| reading.state);
        if (1..run.len()).any(|at| (0..at).any(|other| state(other) == state(at))) {
            return;
        }
        let Some(rule) = rule.or(self.tagger.rules.runs.first().map(|rule| &rule.id)).cloned() else {
            return;
        };
        for (placed, reading) in run.iter().zip(readings) {
            if let Some(reading) = reading.take() {
                self.push(placed.span, Form::Abbreviation, Strength::Context, &rule, reading);
            }
        }
    }

    /// Whether a run begins with a word.
    ///
    /// Where a word of the rules follows, jieba may join the run to what stands before (从中|美两国), but not if it goes on
    /// without its first letter (同意|中苏双方): `second` is where that would begin.
    fn begins_run(&self, span: Span, second: Option<u32>) -> bool {
        let words = &self.context.words;
        if words.is_border(span.start) {
            return true;
        }
        self.is_loose(span.start)
            && self.word_after(span).is_some()
            && !second.is_some_and(|second| words.is_border(second))
    }

    /// Whether a word stands before that jieba may join to the first letter of what follows: 同德|方.
    pub(super) fn is_loose(&self, at: u32) -> bool {
        let before = &self.context.text()[..at as usize];
        let is_loose = |rule: &WordRule| rule.loose.iter().any(|word| before.ends_with(word.as_str()));
        self.tagger.rules.runs.iter().any(is_loose)
    }

    /// Whether a run ends with a word, or one of the rules' words follows that jieba joins to it (中日|军事).
    fn ends_run(&self, span: Span, beyond: u32) -> bool {
        beyond == 0 && self.context.words.is_border(span.end)
            || self.word_after(span).is_some_and(|end| end > beyond)
    }

    /// Where the word of the rules ends that follows a run directly.
    fn word_after(&self, span: Span) -> Option<u32> {
        let rest = &self.context.text()[span.end as usize..];
        let first = rest.chars().next()?;
        let rules = self.tagger.rules.runs.iter().filter(|rule| rule.starts_after.contains(first));
        let word = rules.flat_map(|rule| &rule.after).find(|word| rest.starts_with(word.as_str()))?;
        Some(span.end + Span::from_usize(0, word.len()).end)
    }

    /// Whether the dictionary holds the whole run as another word (中意, 美德) and no word of the rules follows.
    fn is_common_word(&self, span: Span) -> bool {
        let text = span.of(self.context.text());
        let is_run = |rule: &WordRule| rule.words.iter().any(|word| word == text);
        self.context.words.is_word(span)
            && !self.tagger.rules.runs.iter().any(is_run)
            && self.word_after(span).is_none()
    }

    /// Whether a hyphen or point joins the run to a name before it: 阿库福-阿多.
    fn ends_name(&self, span: Span) -> bool {
        let before = &self.context.text()[..span.start as usize];
        let Some(name) = before.strip_suffix(NAME_JOINTS) else { return false };
        let last = name.chars().next_back();
        last.is_some_and(|last| {
            self.tagger.rules.of_names.contains(last) && self.tagger.letters.number(last).is_none()
        })
    }

    /// Whether a character of transliterated names follows that is no word by itself: 苏日|娜.
    fn is_part_of_name(&self, span: Span) -> bool {
        self.is_of_name(span.end) && self.word_after(span).is_none()
    }
}

/// What joins the parts of a transliterated name.
const NAME_JOINTS: [char; 3] = ['-', '－', '·'];

/// The stretches in which no letter is free, walked through in order.
struct Covers<'c> {
    covers: &'c [Cover],
    next: usize,
}

impl Covers<'_> {
    /// Whether a letter is free; the offset beyond which a word after it must reach, 0 where any will do.
    fn free(&mut self, letter: Span) -> Option<u32> {
        while self.covers.get(self.next).is_some_and(|cover| cover.span.end <= letter.start) {
            self.next += 1;
        }
        let mut beyond = 0;
        for cover in self.covers[self.next..].iter().take_while(|cover| cover.span.start < letter.end) {
            if !cover.span.overlaps(letter) {
                continue;
            }
            if !cover.is_blocked_name || cover.span.start != letter.start {
                return None;
            }
            beyond = beyond.max(cover.span.end);
        }
        Some(beyond)
    }
}
