//! Stretches whose characters look like a name, found in one walk over the view.

use bangjiao_document::Span;

use super::around::Surroundings;
use super::candidate::{Beside, Candidate, Family};
use super::points::Points;
use super::texts::Texts;
use crate::context::Context;
use crate::tag::characters::{
    BEGINS_NAME, Characters, JOINT, Row, TRANSLITERATES, TRANSLITERATION, double, is_han, married, single,
};

/// A character of the view.
#[derive(Debug, Clone, Copy)]
struct Place {
    at: u32,
    character: char,
    /// What stands here: a set of the constants below.
    flags: u8,
    /// Number of the character's row.
    row: u16,
}

/// A title or a state's name lies over the character, or a person of the lexicon.
const COVERED: u8 = 1;
/// A title ends before it.
const TITLE_BEFORE: u8 = 2;
/// A title begins with it.
const TITLE_HERE: u8 = 4;
/// A state's name ends before it.
const STATE_BEFORE: u8 = 8;
/// A state's name begins with it.
const STATE_HERE: u8 = 16;

/// The characters of a view, each with what is known there: looked at once and in order.
struct Characterwise<'a> {
    characters: &'a Characters,
    places: Vec<Place>,
    end: u32,
}

impl<'a> Characterwise<'a> {
    fn new(context: &Context<'_>, around: &Surroundings<'_>, characters: &'a Characters) -> Self {
        let text = context.text();
        let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
        // Most characters have three bytes.
        let mut places = Vec::with_capacity(text.len() / 3 + text.len() / 8);
        for (at, character) in text.char_indices() {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            places.push(Place { at, character, flags: 0, row: Characters::number(character) });
        }
        let mut view = Characterwise { characters, places, end };
        let mut near = 0;
        for titled in &around.titles {
            near = view.mark(near, titled.span, TITLE_HERE, TITLE_BEFORE);
        }
        near = 0;
        for end in around.credited() {
            near = view.mark(near, Span::new(end, end), 0, TITLE_BEFORE);
        }
        near = 0;
        for span in around.states() {
            near = view.mark(near, span, STATE_HERE, STATE_BEFORE);
        }
        near = 0;
        for span in around.covers() {
            let from = view.number(near, span.start);
            near = view.number(from, span.end);
            view.places[from..near].iter_mut().for_each(|place| place.flags |= COVERED);
        }
        view
    }

    /// Marks the first character of a span and the one behind it; `near` is a number near its beginning, the answer that of
    /// its beginning.
    fn mark(&mut self, near: usize, span: Span, here: u8, before: u8) -> usize {
        let from = self.number(near, span.start);
        let to = self.number(from, span.end);
        if let Some(place) = self.places.get_mut(from) {
            place.flags |= here;
        }
        if let Some(place) = self.places.get_mut(to) {
            place.flags |= before;
        }
        from
    }

    /// The number of the first character at or after a view offset, looked for from a number near it.
    fn number(&self, near: usize, at: u32) -> usize {
        // Most characters have three bytes.
        let distance = at.saturating_sub(self.place(near)) as usize;
        let mut number = (near + distance / 3).min(self.places.len());
        while number > 0 && self.place(number - 1) >= at {
            number -= 1;
        }
        while self.places.get(number).is_some_and(|place| place.at < at) {
            number += 1;
        }
        number
    }

    fn place(&self, number: usize) -> u32 {
        self.places.get(number).map_or(self.end, |place| place.at)
    }

    fn is_joint(&self, number: usize) -> bool {
        self.places.get(number).is_some_and(|place| place.character == JOINT)
    }

    fn flags(&self, number: usize) -> u8 {
        self.places.get(number).map_or(0, |place| place.flags)
    }

    #[inline]
    fn row(&self, number: usize) -> Option<Row> {
        self.places.get(number).map(|place| self.characters.numbered(place.row))
    }

    /// What ends before a stretch, and what begins after it.
    fn beside(&self, from: usize, to: usize) -> (Beside, Beside) {
        let beside = |flags: u8, title: u8, state: u8| match flags {
            flags if flags & title != 0 => Beside::Title,
            flags if flags & state != 0 => Beside::State,
            _ => Beside::Other,
        };
        (beside(self.flags(from), TITLE_BEFORE, STATE_BEFORE), beside(self.flags(to), TITLE_HERE, STATE_HERE))
    }

    /// The most points that what stands beside a stretch can give.
    fn neighbours(&self, points: &Points, from: usize, to: usize) -> i32 {
        let character = |number: Option<usize>| {
            number.and_then(|number| self.places.get(number)).map_or('\n', |place| place.character)
        };
        let (before, after) = self.beside(from, to);
        points.most_before(character(from.checked_sub(1)), before)
            + points.most_after(character(Some(to)), after)
    }
}

/// A transliterated name has so many characters at most.
const LONGEST_FOREIGN: usize = 24;

/// Whether what looks like a name is a list of provinces by their letters.
fn are_provinces(texts: &Texts, view: &Characterwise<'_>, at: usize, to: usize) -> bool {
    let is_letter = |place: &Place| texts.provinces.contains(place.character);
    let is_counted = || view.places.get(to).is_some_and(|next| texts.of_provinces.contains(next.character));
    view.places[at..to].iter().all(is_letter) && (to - at > 2 || is_counted())
}

/// The end of Ukrainian surnames, whose first character no other transliterations have: 波诺马连科, 巴甫连科.
const ENDING: [char; 2] = ['连', '科'];

/// The last characters of Japanese given names of three characters: 幸之助, 健太郎, 多贺子.
const JAPANESE_THIRD: [char; 9] = ['郎', '子', '助', '介', '丸', '马', '辅', '佑', '卫'];

/// The same of those of two, that Chinese names do not have: 佐藤正二, 大森诚一.
const JAPANESE_SECOND: [char; 5] = ['一', '二', '三', '六', '八'];

/// Words at either end of a run of transliteration characters that may not belong to the name.
const LOOSE_ENDS: usize = 3;

/// What is read off the characters: where names may stand, and how good they look.
pub(super) struct Shapes<'a> {
    characters: &'a Characters,
    texts: &'a Texts,
    chinese: &'a Points,
    two: &'a Points,
    foreign: &'a Points,
    slopes: [i32; 3],
    lengths: [i32; 3],
    limits: (i32, i32),
    bias: i32,
    /// A candidate that cannot have so many points is not looked at.
    least: i32,
}

impl<'a> Shapes<'a> {
    /// Reads the settings once.
    pub fn new(
        characters: &'a Characters,
        texts: &'a Texts,
        chinese: &'a Points,
        two: &'a Points,
        foreign: &'a Points,
    ) -> Self {
        let settings = &chinese.settings;
        Shapes {
            characters,
            texts,
            chinese,
            two,
            foreign,
            slopes: [settings.slope_two, settings.slope_three, settings.slope_four],
            lengths: [settings.two, settings.three, settings.four],
            limits: (settings.lowest, settings.highest),
            bias: settings.bias,
            least: settings.accept + settings.least,
        }
    }

    /// Every candidate, by start.
    ///
    /// # Complexity
    /// O(characters); words are cut only in runs of transliteration characters that look like a name.
    pub fn find(&self, context: &Context<'_>, around: &Surroundings<'_>) -> Vec<Candidate> {
        let view = Characterwise::new(context, around, self.characters);
        let mut found = Vec::with_capacity(view.places.len() / 8);
        let mut run = 0;
        for (at, place) in view.places.iter().enumerate() {
            let row = self.characters.numbered(place.row);
            let is_free = place.flags & COVERED == 0;
            // 汤马索·姜尼拉: what a · joins to a name is a part of it, though seldom a transliteration.
            let joined = || at > run && view.is_joint(at - 1) && is_free && is_han(place.character);
            let in_ending = || {
                let ends = |first: usize| {
                    let both = view.places.get(first..first + 2);
                    both.is_some_and(|both| both.iter().map(|place| place.character).eq(ENDING))
                };
                at > run && is_free && (ends(at) || ends(at - 1))
            };
            let belongs = is_free && row.uses(TRANSLITERATES) || joined() || in_ending();
            if !belongs {
                if at >= run + 2 {
                    self.run(context, &view, run, at, &mut found);
                }
                run = at + 1;
            }
            if is_free && row.uses(BEGINS_NAME) {
                self.surname(context, &view, at, place.character, row, &mut found);
            }
        }
        if view.places.len() >= run + 2 {
            self.run(context, &view, run, view.places.len(), &mut found);
        }
        found
    }

    /// Names that begin with the surname at a place.
    fn surname(
        &self,
        context: &Context<'_>,
        view: &Characterwise<'_>,
        at: usize,
        character: char,
        row: Row,
        found: &mut Vec<Candidate>,
    ) {
        if let Some(surname) = row.surname() {
            self.given(context, view, at, 1, surname, found);
            if let (true, Some(own)) = (row.is_common(), view.row(at + 1))
                && let (Some(husband), Some(surname)) = (married(row, own), own.surname())
                && let (Some(first), Some(second)) = (view.row(at + 2), view.row(at + 3))
                && let Some(given) = double(first, second)
            {
                self.push(context, view, at, 4, husband + surname + given, found);
            }
        }
        if row.begins_long() {
            let following = view.places[at + 1..].iter().map(|place| place.character);
            for (length, surname) in self.characters.long_surnames(character, following) {
                self.given(context, view, at, length, surname, found);
            }
        }
    }

    /// One or two characters after a surname of so many characters.
    fn given(
        &self,
        context: &Context<'_>,
        view: &Characterwise<'_>,
        at: usize,
        length: usize,
        surname: i32,
        found: &mut Vec<Candidate>,
    ) {
        let Some(first) = view.row(at + length) else { return };
        // 木庭|健太郎: a Japanese given name of three characters ends with one of few.
        let third = || view.places.get(at + length + 2).map(|place| place.character);
        if length > 1 && third().is_some_and(|third| JAPANESE_THIRD.contains(&third)) {
            let odds = view.row(at + length + 1).and_then(|second| double(first, second)).unwrap_or_default();
            self.push(context, view, at, length + 3, surname + odds.max(0), found);
        }
        let second = view.places.get(at + length + 1);
        if let Some(odds) = view.row(at + length + 1).and_then(|second| double(first, second)) {
            self.push(context, view, at, length + 2, surname + odds, found);
        } else if let (true, Some(odds)) = (length > 1, single(first))
            && second.is_some_and(|second| JAPANESE_SECOND.contains(&second.character))
        {
            self.push(context, view, at, length + 2, surname + odds, found);
        }
        if let Some(odds) = single(first) {
            self.push(context, view, at, length + 1, surname + odds, found);
        }
    }

    fn push(
        &self,
        context: &Context<'_>,
        view: &Characterwise<'_>,
        at: usize,
        length: usize,
        odds: i32,
        found: &mut Vec<Candidate>,
    ) {
        let (lowest, highest) = self.limits;
        if odds < lowest {
            return;
        }
        let to = at + length;
        let is_part = view.is_joint(to) || at.checked_sub(1).is_some_and(|before| view.is_joint(before));
        if is_part || view.places[at..to].iter().any(|place| place.flags & COVERED != 0) {
            return;
        }
        if self.ends_with_word(view, at, to)
            || self.ends_with_regime(context, view, at, to)
            || are_provinces(self.texts, view, at, to)
        {
            return;
        }
        // 扎|伊采夫: what goes on a transliterated name is no name of its own.
        let foreign = |number: usize| view.row(number).and_then(Row::foreign);
        if at.checked_sub(1).and_then(foreign).is_some_and(|odds| odds >= TRANSLITERATION)
            && (at..to).map(foreign).sum::<Option<i32>>().is_some_and(|odds| odds > 0)
        {
            return;
        }
        let class = length.clamp(2, 4) - 2;
        let chinese = if length == 2 { self.two } else { self.chinese };
        let ends = chinese.ends(view.places[at].character, view.places[to - 1].character);
        let points = odds.min(highest) * self.slopes[class] / 100 + self.lengths[class] + self.bias + ends;
        let span = Span::new(view.place(at), view.place(to));
        let corpus = chinese.corpus(context, span, length);
        let mut at_most = points + corpus + view.neighbours(chinese, at, to);
        // Only a name that the dictionary has as one word can have points for that.
        let with_word = at_most + chinese.most_for_word();
        if at_most >= self.least || with_word >= self.least && context.words.is_word(span) {
            at_most = with_word;
        }
        let (before, after) = view.beside(at, to);
        let family = Family::Chinese(length);
        found.push(Candidate { span, family, odds: points, corpus, at_most, before, after });
    }

    /// Whether a Japanese surname stands before what its bearer leads: 佐藤|政府.
    fn ends_with_regime(
        &self,
        context: &Context<'_>,
        view: &Characterwise<'_>,
        at: usize,
        to: usize,
    ) -> bool {
        let name = context.between(view.place(at), view.place(to));
        let surname = self.texts.without_regime(name);
        surname.is_some_and(|surname| self.characters.japanese_surname(surname) == Some(surname.len()))
    }

    /// Whether the last character is a word that the sentence needs: 陈洁|和莫桑比克工商部长, 以张英|为团长.
    fn ends_with_word(&self, view: &Characterwise<'_>, at: usize, to: usize) -> bool {
        let character = |number: Option<usize>| Some(view.places.get(number?)?.character);
        match character(Some(to - 1)) {
            Some('和' | '与') => view.beside(at, to).1 != Beside::Other,
            // 任命张军|为司法部部长, 李斌|为总监票人; 张维为表示 is his name.
            Some('为') => {
                let is_appointed =
                    character(at.checked_sub(1)) == Some('命') && character(at.checked_sub(2)) == Some('任');
                character(at.checked_sub(1)) == Some('以')
                    || is_appointed
                    || to - at == 3 && view.beside(at, to).1 != Beside::Other
            }
            // 杨健|以598.65的高分
            Some('以') => character(Some(to)).is_some_and(|next| next.is_numeric()),
            // 张建|作报告
            Some('作') => {
                to - at == 3 && character(Some(to)).is_some_and(|next| self.texts.made.contains(next))
            }
            // 李斌|在参加…时说
            Some('在' | '向') => to - at == 3 && character(Some(to)).is_some_and(is_han),
            // 王盛|会见客人, 刘奇|就草案作说明, 看望张柯|时，
            Some('会') => character(Some(to)).is_some_and(|next| self.texts.meets.contains(next)),
            Some('就') => character(Some(to)).is_some_and(is_han),
            Some('时') => character(Some(to)) == Some('，'),
            // 卢方|愿同中方合作, 韩方|希进一步
            Some('愿' | '希') => character(to.checked_sub(2)) == Some('方'),
            // 松本俊|一，
            _ => {
                let is_mark = |next: char| matches!(next, '、' | '，' | '。' | '；' | '）');
                let name = || view.places[at..to].iter().map(|place| place.character).collect::<String>();
                to - at == 3
                    && character(Some(to)).is_some_and(|next| JAPANESE_SECOND.contains(&next))
                    && character(Some(to + 1)).is_some_and(is_mark)
                    && self.characters.japanese_surname(&name()).is_some()
            }
        }
    }

    /// A run of transliteration characters without · at its ends.
    fn run(
        &self,
        context: &Context<'_>,
        view: &Characterwise<'_>,
        mut from: usize,
        mut to: usize,
        found: &mut Vec<Candidate>,
    ) {
        while from < to && view.is_joint(from) {
            from += 1;
        }
        while to > from && view.is_joint(to - 1) {
            to -= 1;
        }
        if (2..=LONGEST_FOREIGN).contains(&(to - from)) {
            self.ends(context, view, from, to, found);
        }
    }

    /// The run as a whole, and without words at its ends that may not belong to the name.
    fn ends(
        &self,
        context: &Context<'_>,
        view: &Characterwise<'_>,
        from: usize,
        to: usize,
        found: &mut Vec<Candidate>,
    ) {
        let accept = self.foreign.settings.accept + self.foreign.settings.least;
        let Some(whole) = self.foreign_candidate(context, view, from, to, (from, to)) else { return };
        if whole.at_most < accept && to - from < 3 {
            return;
        }
        found.push(whole);
        if to - from < 3 {
            return;
        }
        let is_border = |number: usize| context.words.is_border(view.place(number));
        let mut starts = [from; LOOSE_ENDS + 1];
        let mut ends = [to; LOOSE_ENDS + 1];
        let (mut n_starts, mut n_ends) = (1, 1);
        for number in (from + 1..to - 1).filter(|&number| is_border(number)).take(LOOSE_ENDS) {
            starts[n_starts] = number;
            n_starts += 1;
        }
        for number in (from + 2..to).rev().filter(|&number| is_border(number)).take(LOOSE_ENDS) {
            ends[n_ends] = number;
            n_ends += 1;
        }
        // 索尼亚 of 索尼亚·甘地 is a part of a name.
        let is_part = |start: usize, end: usize| {
            view.is_joint(start)
                || start.checked_sub(1).is_some_and(|before| view.is_joint(before))
                || view.is_joint(end - 1)
                || view.is_joint(end)
        };
        for &start in &starts[..n_starts] {
            for &end in &ends[..n_ends] {
                if (start, end) == (from, to) || end < start + 2 || is_part(start, end) {
                    continue;
                }
                let candidate = self.foreign_candidate(context, view, start, end, (from, to));
                found.extend(candidate.filter(|candidate| candidate.at_most >= accept));
            }
        }
    }

    fn foreign_candidate(
        &self,
        context: &Context<'_>,
        view: &Characterwise<'_>,
        from: usize,
        to: usize,
        run: (usize, usize),
    ) -> Option<Candidate> {
        let inside = &view.places[from..to];
        // 在|莱昂|举行: a place.
        let before = from.checked_sub(1).and_then(|before| view.places.get(before));
        let rest = &context.text()[view.place(to) as usize..];
        if before.is_some_and(|before| before.character == '在')
            && self.texts.takes_place.iter().any(|verb| rest.starts_with(verb.as_str()))
        {
            return None;
        }
        let count = inside.iter().filter(|place| place.character != JOINT).count();
        let odds = |place: &Place| self.characters.numbered(place.row).foreign();
        let sum: i32 = inside.iter().filter_map(odds).sum();
        let points = self.foreign;
        if count < 2 || sum < points.settings.lowest {
            return None;
        }
        let each = sum / i32::try_from(count).unwrap_or(i32::MAX);
        let mut odds = points.settings.bias + each * points.settings.slope / 100;
        let settings = &points.settings;
        odds += match count {
            2 => settings.two,
            3 => settings.three,
            4 => settings.four,
            5 => settings.five,
            _ => settings.more,
        };
        if count < inside.len() {
            odds += points.settings.joined;
        }
        if run.0 == from {
            odds += points.settings.run_left;
        }
        if run.1 == to {
            odds += points.settings.run_right;
        }
        let span = Span::new(view.place(from), view.place(to));
        odds += points.known(span.of(context.text()));
        if let (Some(first), Some(last)) = (inside.first(), inside.last()) {
            odds += points.ends(first.character, last.character);
        }
        let corpus = points.corpus(context, span, to - from);
        let at_most = odds + corpus + view.neighbours(points, from, to) + points.most_for_word();
        let (before, after) = view.beside(from, to);
        Some(Candidate { span, family: Family::Foreign, odds, corpus, at_most, before, after })
    }
}
