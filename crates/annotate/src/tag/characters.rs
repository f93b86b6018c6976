//! How much more common a character is in names than in ordinary words.

use bangjiao_document::Span;
use bangjiao_lexicon::{Lexicon, SurnameKind};
use rustc_hash::FxHashMap;

use crate::segment::LazyWords;

/// Logarithms of odds in hundredths of a nat, by character and place in a name; `None` where it never stands there.
pub(crate) struct Characters {
    /// By the numbers that [`Characters::number`] gives: a dense table, since every character of a text is looked up.
    rows: Vec<Row>,
    /// Surnames of two characters and more, by their first two.
    long: FxHashMap<[char; 2], Vec<LongSurname>>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    surname: i16,
    first: i16,
    second: i16,
    single: i16,
    foreign: i16,
    /// What the character is used for: a set of the constants below.
    uses: u8,
}

struct LongSurname {
    /// What follows the first two characters.
    rest: Vec<char>,
    odds: i32,
    kind: SurnameKind,
}

/// A surname is or begins with the character.
pub(crate) const BEGINS_NAME: u8 = 1;
/// Transliterated names have the character, or it joins their parts.
pub(crate) const TRANSLITERATES: u8 = 2;
/// A surname of several characters begins with it.
const BEGINS_LONG: u8 = 4;
/// It is a frequent surname: both surnames of a married name are.
const COMMON: u8 = 8;

/// Number of the row of a character that no name has.
const NO_ROW: u16 = 0;
/// Number of the row of [`JOINT`].
const JOINT_ROW: u16 = 1;
/// Number of the row of the first Han character.
const HAN_ROW: u16 = 2;

/// The character has no place there.
const NEVER: i16 = i16::MIN;

const EMPTY: Row =
    Row { surname: NEVER, first: NEVER, second: NEVER, single: NEVER, foreign: NEVER, uses: 0 };

/// Bytes of a Han character.
const ONE: u32 = 3;

/// A character so much more common in transliterated names than elsewhere (hundredths of a nat) belongs to one.
pub(crate) const TRANSLITERATION: i32 = 150;

/// The block of Han characters in which names are written.
pub(crate) const FIRST_HAN: u32 = 0x4E00;
pub(crate) const LAST_HAN: u32 = 0x9FFF;

/// Whether a character is one of the block of Han characters in which names are written.
pub(crate) fn is_han(character: char) -> bool {
    (FIRST_HAN..=LAST_HAN).contains(&u32::from(character))
}

/// A surname of this weight is frequent: a married name (陈方安生) has two of them.
const COMMON_SURNAME: u32 = 500;

/// One word in a hundred of a newspaper is the name of a person.
const SHARE_OF_PERSONS: f64 = 0.01;

/// Given names of two characters, and of one, among given names.
const SHARE_OF_TWO: f64 = 0.7;

/// The rarest surname of the source has this weight; rarer characters are none.
const SMOOTHING: f64 = 0.3;

/// Added to each count of ordinary words.
const SMOOTHING_ORDINARY: f64 = 5.0;

/// A character that no name of the source has is none of names where it is so common elsewhere, in hundredths of a nat.
const UNSEEN_AT_LEAST: i16 = -150;

/// How much rarer than one surname two side by side are, in nats.
const MARRIED: i32 = 400;

/// How sure a character of a run between · is: never counted against the name.
pub(crate) const JOINT: char = '·';

impl Characters {
    /// Weighs the tables of a lexicon against each other.
    pub fn new(lexicon: &Lexicon) -> Self {
        let ordinary: FxHashMap<char, f64> =
            lexicon.ordinary_characters().iter().map(|row| (row.character, f64::from(row.count))).collect();
        let n_ordinary: f64 = lexicon.ordinary_characters().iter().map(|row| f64::from(row.count)).sum();
        let rarity = |character: char| -> f64 {
            let count = ordinary.get(&character).copied().unwrap_or(0.0);
            ((count + SMOOTHING_ORDINARY) / n_ordinary).ln()
        };
        let mut rows = vec![EMPTY; usize::from(HAN_ROW) + (LAST_HAN - FIRST_HAN + 1) as usize];
        let at = |character: char| Some(Characters::number(character)).filter(|number| *number >= HAN_ROW);
        let n_surnames: f64 = lexicon.surnames().iter().map(|row| f64::from(row.weight)).sum();
        let mut long: FxHashMap<[char; 2], Vec<LongSurname>> = FxHashMap::default();
        for surname in lexicon.surnames() {
            let share = (f64::from(surname.weight.max(1)) / n_surnames).ln();
            let odds = share - surname.surname.chars().map(rarity).sum::<f64>();
            let mut characters = surname.surname.chars();
            let Some(first) = characters.next() else { continue };
            let Some(row) = at(first).map(|at| &mut rows[usize::from(at)]) else { continue };
            if surname.kind == SurnameKind::Single {
                row.surname = hundredths(odds + SHARE_OF_PERSONS.ln());
                row.uses |= BEGINS_NAME | if surname.weight >= COMMON_SURNAME { COMMON } else { 0 };
            } else if let Some(second) = characters.next() {
                row.uses |= BEGINS_NAME | BEGINS_LONG;
                let odds = i32::from(hundredths(odds + SHARE_OF_PERSONS.ln()));
                let surnames = long.entry([first, second]).or_default();
                surnames.push(LongSurname { rest: characters.collect(), odds, kind: surname.kind });
                // The longest first.
                surnames.sort_by_key(|surname| std::cmp::Reverse(surname.rest.len()));
            }
        }
        let sum = |of: fn(&bangjiao_lexicon::GivenNameCharacter) -> u32| -> f64 {
            lexicon.given_name_characters().iter().map(|row| f64::from(of(row))).sum()
        };
        let (firsts, seconds, singles) =
            (sum(|row| row.first_of_two), sum(|row| row.second_of_two), sum(|row| row.single));
        for given in lexicon.given_name_characters() {
            let Some(row) = at(given.character).map(|at| &mut rows[usize::from(at)]) else { continue };
            let odds = |count: u32, of: f64, share: f64| {
                let likely = (f64::from(count) + SMOOTHING) / of;
                hundredths((likely * share).ln() - rarity(given.character))
            };
            row.first = odds(given.first_of_two, firsts, SHARE_OF_TWO);
            row.second = odds(given.second_of_two, seconds, 1.0);
            row.single = odds(given.single, singles, 1.0 - SHARE_OF_TWO);
        }
        // A character too rare for the table of names (铣, 杼) is one of names all the same.
        for code in FIRST_HAN..=LAST_HAN {
            let Some(character) = char::from_u32(code) else { continue };
            let row = &mut rows[usize::from(Characters::number(character))];
            let unseen = |of: f64, share: f64| hundredths((SMOOTHING / of * share).ln() - rarity(character));
            for (odds, of, share) in [
                (&mut row.first, firsts, SHARE_OF_TWO),
                (&mut row.second, seconds, 1.0),
                (&mut row.single, singles, 1.0 - SHARE_OF_TWO),
            ] {
                let own = unseen(of, share);
                if *odds == NEVER && own >= UNSEEN_AT_LEAST {
                    *odds = own;
                }
            }
        }
        let n_foreign: f64 =
            lexicon.transliteration_characters().iter().map(|row| f64::from(row.count)).sum();
        for foreign in lexicon.transliteration_characters() {
            let Some(row) = at(foreign.character).map(|at| &mut rows[usize::from(at)]) else { continue };
            let likely = f64::from(foreign.count.max(1)) / n_foreign;
            row.foreign = hundredths(likely.ln() - rarity(foreign.character));
            row.uses |= TRANSLITERATES;
        }
        rows[usize::from(JOINT_ROW)].uses = TRANSLITERATES;
        Characters { rows, long }
    }

    /// The number of a character's row.
    #[inline]
    pub fn number(character: char) -> u16 {
        match u32::from(character).wrapping_sub(FIRST_HAN) {
            han if han <= LAST_HAN - FIRST_HAN => u16::try_from(han).map_or(NO_ROW, |han| han + HAN_ROW),
            _ if character == JOINT => JOINT_ROW,
            _ => NO_ROW,
        }
    }

    /// What is known of the character whose row has a number.
    #[inline]
    pub fn numbered(&self, number: u16) -> Row {
        self.rows.get(usize::from(number)).copied().unwrap_or(EMPTY)
    }

    /// What is known of a character.
    #[inline]
    pub fn row(&self, character: char) -> Row {
        self.numbered(Characters::number(character))
    }

    /// The surnames of several characters that begin a text, as the number of their characters and their odds.
    pub fn long_surnames<'s>(
        &'s self,
        first: char,
        mut following: impl Iterator<Item = char> + Clone + 's,
    ) -> impl Iterator<Item = (usize, i32)> + 's {
        let surnames = following.next().and_then(|second| self.long.get(&[first, second]));
        surnames.into_iter().flatten().filter_map(move |surname| {
            let same = following.clone().take(surname.rest.len()).eq(surname.rest.iter().copied());
            same.then_some((2 + surname.rest.len(), surname.odds))
        })
    }

    /// The Japanese surname that begins a name, in bytes: 河野 of 河野太郎.
    pub fn japanese_surname(&self, name: &str) -> Option<usize> {
        let mut characters = name.chars();
        let (first, second) = (characters.next()?, characters.next()?);
        let surnames = self.long.get(&[first, second])?;
        let surname = surnames
            .iter()
            .filter(|surname| surname.kind == SurnameKind::Japanese)
            .find(|surname| characters.clone().take(surname.rest.len()).eq(surname.rest.iter().copied()))?;
        Some(
            first.len_utf8()
                + second.len_utf8()
                + surname.rest.iter().map(|character| character.len_utf8()).sum::<usize>(),
        )
    }

    /// Whether a transliterated name goes on beyond a span that is a name by itself: 莫迪|凯, 沃勒|贝克, 阿卜杜拉|季波夫.
    pub fn goes_on(&self, text: &str, words: &LazyWords<'_>, span: Span) -> bool {
        let odds = |character: char| self.row(character).foreign();
        // The character beside the name, or with the one behind it.
        let is_strong = |beside: &mut dyn Iterator<Item = char>| {
            let first = beside.next().and_then(odds);
            let second = beside.next().and_then(odds);
            first.is_some_and(|first| first.max((first + second.unwrap_or(first)) / 2) >= TRANSLITERATION)
        };
        let (before, after) = text.split_at(span.end as usize);
        let before = &before[..span.start as usize];
        let foreign = span.of(text).chars().all(|character| odds(character).is_some());
        // 莫迪|凯, 巴赫|穆特: a character that is no word with others, or a word that is a name; or a word across the end.
        let alone = |at: u32, end: u32| {
            words.word_at(at).is_some_and(|word| {
                let is_name = || matches!(words.part_of_speech(word), "nr" | "nrt" | "nrfg" | "nz" | "x");
                let crosses = word.start < end && word.end > end;
                crosses || word.start == at && (word.len() <= ONE || is_name())
            })
        };
        foreign
            && (is_strong(&mut after.chars()) && alone(span.end, span.end)
                || is_strong(&mut before.chars().rev()) && alone(span.start - ONE, span.start))
    }

    /// Whether a character stands in transliterated names.
    pub fn is_foreign(&self, character: char) -> bool {
        self.row(character).uses(TRANSLITERATES)
    }
}

impl Row {
    /// Odds of the surname alone.
    pub fn surname(self) -> Option<i32> {
        known(self.surname)
    }

    /// Odds of the character as transliteration.
    pub fn foreign(self) -> Option<i32> {
        known(self.foreign)
    }

    /// Whether names use it so: one of [`BEGINS_NAME`] and [`TRANSLITERATES`].
    #[inline]
    pub fn uses(self, how: u8) -> bool {
        self.uses & how != 0
    }

    /// Whether a surname of several characters begins with it.
    pub fn begins_long(self) -> bool {
        self.uses(BEGINS_LONG)
    }

    /// Whether it is a frequent surname.
    pub fn is_common(self) -> bool {
        self.uses(COMMON)
    }
}

/// Odds of a given name of one character.
pub(crate) fn single(given: Row) -> Option<i32> {
    known(given.single)
}

/// Odds of a given name of two characters.
pub(crate) fn double(first: Row, second: Row) -> Option<i32> {
    Some(known(first.first)? + known(second.second)?)
}

/// Odds of a surname before another surname: a married name.
pub(crate) fn married(husband: Row, own: Row) -> Option<i32> {
    (husband.is_common() && own.is_common())
        .then(|| known(husband.surname))?
        .map(|odds| odds - MARRIED - persons())
}

/// The share of persons counts once in a name with two surnames.
fn persons() -> i32 {
    i32::from(hundredths(SHARE_OF_PERSONS.ln()))
}

fn known(odds: i16) -> Option<i32> {
    (odds != NEVER).then(|| i32::from(odds))
}

#[expect(clippy::cast_possible_truncation, reason = "odds of characters lie within thirty nats")]
fn hundredths(nats: f64) -> i16 {
    (nats * 100.0).round().clamp(-30_000.0, 30_000.0) as i16
}
