//! The words of jieba's dictionary: whether characters are one, and the most likely words of a text.

#[expect(dead_code, reason = "what lays cells out is for `build.rs`")]
mod cell;

use cell::Cell;

use crate::part_of_speech::{PARTS_OF_SPEECH, UNKNOWN, number};

const NUMBER: u8 = number("m");
const LETTERS: u8 = number("eng");

/// The dictionary as `build.rs` lays it out.
static LAID_OUT: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/dictionary.bin"));

/// For each character of the Basic Multilingual Plane what jieba guesses it to be, as `build.rs` asks it.
static GUESSES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/guesses.bin"));

/// jieba's dictionary as a trie over characters, read once and shared.
///
/// It cuts like jieba without its model for unknown words, in about a third of the time: a beginning of words takes
/// eight bytes, which say nearly always whether the next character leads on.
pub(crate) struct Dictionary {
    /// By character of the Basic Multilingual Plane: a small number for each that words have, the frequent ones first.
    codes: Vec<u16>,
    cells: Vec<Cell>,
    /// By class of frequency the logarithm of a word's share of all words; for 0 that of what is no word.
    shares: Vec<f64>,
    /// By class how often the dictionary's source has a word; for 0 once.
    frequencies: Vec<u32>,
}

/// What the dictionary says of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    /// A number for its frequency, below 8,192, the greater the more frequent; 0 if they are no word.
    pub class: u16,
    /// The number of its part of speech, below 64.
    pub part_of_speech: u8,
}

/// The best way to cut the rest of a stretch from a character on.
#[derive(Debug, Clone, Copy)]
struct Route {
    /// The logarithm of the likelihood of its words.
    likelihood: f64,
    /// The number of the character after the first word.
    end: u32,
    first: Entry,
}

/// Lists that are used again for each stretch.
#[derive(Default)]
pub(crate) struct Workspace {
    /// The code of each character.
    codes: Vec<u16>,
    /// What begins with each character alone, with it and the next, and with it and the next two.
    beginnings: Vec<[Cell; 3]>,
    /// Where each character begins, in bytes of the stretch, and the stretch's end.
    places: Vec<u32>,
    routes: Vec<Route>,
}

/// What a character is by jieba's model for words that its dictionary does not hold.
fn guess(character: char) -> u8 {
    GUESSES.get(character as usize).copied().unwrap_or(UNKNOWN)
}

/// Whether jieba keeps a character together with its neighbours: Han, ASCII letters and digits, and a few signs.
///
/// # Source
/// The default character class of jieba-rs' segmentation.
pub(crate) fn joins(character: char) -> bool {
    matches!(character,
        '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{2A6DF}'
        | '\u{2A700}'..='\u{2EBEF}' | '\u{2F800}'..='\u{2FA1F}'
        | 'a'..='z' | 'A'..='Z' | '0'..='9' | '+' | '#' | '&' | '.' | '_' | '%' | '-')
}

impl Dictionary {
    /// Reads the words.
    ///
    /// # Complexity
    /// Some milliseconds, for seven megabytes.
    pub fn new() -> Self {
        let mut reader = Reader { rest: LAID_OUT };
        let total = u64::from_le_bytes(reader.take());
        let characters: Vec<u16> = reader.list(u16::from_le_bytes);
        let counts: Vec<u32> = reader.list(u32::from_le_bytes);
        let cells: Vec<u64> = reader.list(u64::from_le_bytes);
        let mut codes = vec![Cell::NO_CODE; 1 << 16];
        for (character, code) in characters.into_iter().zip(1..) {
            codes[usize::from(character)] = code;
        }
        #[expect(clippy::cast_precision_loss, reason = "the sum of all frequencies lies far below 2^52")]
        let all = (total as f64).ln();
        let shares: Vec<f64> =
            std::iter::once(1).chain(counts).map(|count| f64::from(count).ln() - all).collect();
        // As jieba-rs suggests it: the words of the dictionary have it one higher than they are counted.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "counts are below a million"
        )]
        let frequency = |share: &f64| (share + all).exp() as u32 + 1;
        let mut frequencies: Vec<u32> = shares.iter().map(frequency).collect();
        frequencies[0] = 1;
        Dictionary { codes, cells: cells.into_iter().map(Cell).collect(), shares, frequencies }
    }

    /// Gives a word another part of speech; what is no word stays none.
    pub fn correct(&mut self, word: &str, part_of_speech: u8) {
        // The first place has no cell of a word.
        let mut place = 0;
        for (number, code) in word.chars().map(|character| self.code(character)).enumerate() {
            let cell = self.cells.get(place).copied().unwrap_or_default();
            place = if number == 0 { usize::from(code) } else { cell.continuation(code) };
            if self.cells.get(place).copied().unwrap_or_default().if_reached_by(code).is_empty() {
                return;
            }
        }
        if let Some(cell) = self.cells.get_mut(place).filter(|cell| cell.class() != 0) {
            *cell = cell.with_part_of_speech(part_of_speech);
        }
    }

    /// What the dictionary says of characters as one word.
    pub fn entry(&self, word: &str) -> Entry {
        let mut characters = word.chars().map(|character| self.code(character));
        let first = characters.next().map_or(Cell::default(), |code| self.beginning(code));
        let cell = characters.fold(first, |cell, code| self.continuation(cell, code));
        match cell.class() {
            0 => Entry::unknown(UNKNOWN),
            class => Entry { class, part_of_speech: cell.part_of_speech() },
        }
    }

    /// How often the dictionary's source has a word of a class, about; 1 for what is no word.
    pub fn frequency(&self, class: u16) -> u32 {
        self.frequencies.get(usize::from(class)).copied().unwrap_or(1)
    }

    /// The most likely words of a stretch of characters that join, as `(start, end, entry)` in bytes of the stretch.
    ///
    /// ASCII letters and digits that are parts of no word are one word together; another character that is no word has the
    /// part of speech that jieba guesses.
    ///
    /// # Complexity
    /// O(characters), for words of bounded length.
    ///
    /// # Source
    /// jieba's segmentation without its hidden Markov model: of all paths through the dictionary's words that with the
    /// highest product of shares; of equal ones that whose earlier words are longer.
    pub fn cut(&self, stretch: &str, workspace: &mut Workspace, mut word: impl FnMut(u32, u32, Entry)) {
        let Workspace { codes, beginnings, places, routes } = workspace;
        codes.clear();
        places.clear();
        for (place, character) in stretch.char_indices() {
            codes.push(self.code(character));
            places.push(narrow(place));
        }
        places.push(narrow(stretch.len()));
        self.look_up(codes, beginnings);
        self.route(codes, beginnings, routes);
        let bytes = stretch.as_bytes();
        let is_alone = |from: usize| bytes[places[from] as usize].is_ascii_alphanumeric();
        let mut from = 0;
        while from < codes.len() {
            let Route { end, first, .. } = routes[from];
            let mut to = end as usize;
            let mut entry = first;
            if to == from + 1 && is_alone(from) {
                while to < codes.len() && routes[to].end as usize == to + 1 && is_alone(to) {
                    to += 1;
                }
                let letters = &bytes[places[from] as usize..places[to] as usize];
                let number = letters.iter().all(u8::is_ascii_digit);
                entry = Entry::unknown(if number { NUMBER } else { LETTERS });
            } else if !first.is_word() {
                let unknown = stretch[places[from] as usize..].chars().next();
                entry = Entry::unknown(unknown.map_or(UNKNOWN, guess));
            }
            word(places[from], places[to], entry);
            from = to;
        }
    }

    /// Reads the cells of all beginnings of up to three characters.
    ///
    /// They lie far apart, and waiting for one after the other would take most of the time; here no look depends on what the
    /// look before it found.
    fn look_up(&self, codes: &[u16], beginnings: &mut Vec<[Cell; 3]>) {
        let code = |number: usize| codes.get(number).copied().unwrap_or(Cell::NO_CODE);
        beginnings.clear();
        beginnings.extend((0..codes.len()).map(|number| {
            let one = self.beginning(code(number));
            [one, self.continuation(one, code(number + 1)), Cell::default()]
        }));
        for (number, [_, two, three]) in beginnings.iter_mut().enumerate() {
            *three = self.continuation(*two, code(number + 2));
        }
    }

    /// Finds the best way from each character on, the last one first.
    fn route(&self, codes: &[u16], beginnings: &[[Cell; 3]], routes: &mut Vec<Route>) {
        let none = Route { likelihood: f64::NEG_INFINITY, end: 0, first: Entry::unknown(UNKNOWN) };
        routes.clear();
        routes.resize(codes.len() + 1, Route { likelihood: 0.0, ..none });
        for (from, cells) in beginnings.iter().enumerate().rev() {
            let mut best = none;
            let mut consider = |cell: Cell, to: usize| {
                let class = cell.class();
                if class != 0 {
                    let likelihood = self.shares[usize::from(class)] + routes[to].likelihood;
                    if likelihood >= best.likelihood {
                        let first = Entry { class, part_of_speech: cell.part_of_speech() };
                        best = Route { likelihood, end: narrow(to), first };
                    }
                }
            };
            let [one, two, mut cell] = *cells;
            consider(one, from + 1);
            if !two.is_empty() {
                consider(two, from + 2);
            }
            let mut to = from + 3;
            while !cell.is_empty() {
                consider(cell, to);
                cell = codes.get(to).map_or(Cell::default(), |&code| self.continuation(cell, code));
                to += 1;
            }
            if best.end == 0 {
                best.likelihood = self.shares[0] + routes[from + 1].likelihood;
                best.end = narrow(from + 1);
            }
            routes[from] = best;
        }
    }

    #[inline]
    fn code(&self, character: char) -> u16 {
        self.codes.get(character as usize).copied().unwrap_or(Cell::NO_CODE)
    }

    /// What begins with a character: the continuations of nothing lie first, in the order of the codes.
    #[inline]
    fn beginning(&self, code: u16) -> Cell {
        self.cells.get(usize::from(code)).copied().unwrap_or_default().if_reached_by(code)
    }

    /// What goes on by a character; an empty cell if nothing does.
    #[inline]
    fn continuation(&self, cell: Cell, code: u16) -> Cell {
        self.cells.get(cell.continuation(code)).copied().unwrap_or_default().if_reached_by(code)
    }
}

impl Entry {
    /// Whether the dictionary holds them as a word.
    pub fn is_word(self) -> bool {
        self.class != 0
    }

    /// No word of the dictionary, with the part of speech that it is taken for.
    pub fn unknown(part_of_speech: u8) -> Self {
        Entry { class: 0, part_of_speech }
    }

    /// The name of the part of speech.
    pub fn tag(self) -> &'static str {
        PARTS_OF_SPEECH.get(usize::from(self.part_of_speech)).copied().unwrap_or("x")
    }
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Reads numbers from the front of what `build.rs` wrote.
struct Reader {
    rest: &'static [u8],
}

impl Reader {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        let (number, rest) = self.rest.split_first_chunk().expect("build.rs wrote whole numbers");
        self.rest = rest;
        *number
    }

    /// A list with its length before it.
    fn list<T, const N: usize>(&mut self, number: fn([u8; N]) -> T) -> Vec<T> {
        let length = u32::from_le_bytes(self.take()) as usize;
        let (list, rest) = self.rest.split_at(length * N);
        self.rest = rest;
        list.as_chunks().0.iter().map(|bytes| number(*bytes)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bangjiao_lexicon::Lexicon;
    use jieba_rs::Jieba;

    /// Each word with its part of speech and its frequency.
    type Words = Vec<(String, String, u32)>;

    fn by_jieba(jieba: &Jieba, text: &str) -> Words {
        let tags = jieba.tag(text, false);
        let word = |tag: &jieba_rs::Tag<'_>| {
            let known = jieba.has_word(tag.word);
            let frequency = if known { jieba.suggest_freq(tag.word) } else { 1 };
            (tag.word.to_owned(), tag.tag.to_owned(), u32::try_from(frequency).unwrap())
        };
        tags.iter().map(word).collect()
    }

    fn by_dictionary(dictionary: &Dictionary, workspace: &mut Workspace, text: &str) -> Words {
        let mut words = Vec::new();
        for stretch in text.split_inclusive(|character| !joins(character)) {
            let joined = stretch.trim_end_matches(|character| !joins(character));
            dictionary.cut(joined, workspace, |from, to, entry| {
                let word = &joined[from as usize..to as usize];
                words.push((word.to_owned(), entry.tag().to_owned(), dictionary.frequency(entry.class)));
            });
            words.extend(stretch[joined.len()..].chars().map(|mark| (mark.to_string(), "x".to_owned(), 1)));
        }
        words
    }

    #[test]
    fn cuts_as_jieba_does() {
        let (lexicon, _) = Lexicon::embedded();
        let mut texts: Vec<String> = vec![
            "4S店AT&T1996年C++，T恤衫A座；GDP增长7.5%，Ⅲ".into(),
            "訚柏（纳西族）郭文奇訚柏，\u{2A700}\u{20000}和\u{3400}。é한国".into(),
            "结婚的和尚未结婚的、乒乓球拍卖完了、中华人民共和国中央人民政府".into(),
        ];
        // Names run into each other, so that words across their borders compete with those inside.
        let titles: Vec<&str> = lexicon.titles().iter().map(|row| row.title.as_str()).collect();
        let names = lexicon.people().iter().flat_map(|row| &row.surfaces);
        let places = lexicon.places().iter().flat_map(|row| &row.surfaces);
        let treaties = lexicon.treaties().iter().flat_map(|row| &row.surfaces);
        let names = names.chain(places).chain(treaties).map(String::as_str);
        let (mut run, mut titles) = (String::new(), titles.into_iter().cycle());
        for name in names {
            run += name;
            run += titles.next().unwrap_or_default();
            if run.len() > 300 {
                texts.push(std::mem::take(&mut run));
            }
        }
        let (jieba, dictionary, mut workspace) = (Jieba::new(), Dictionary::new(), Workspace::default());
        assert!(texts.len() > 100);
        for text in &texts {
            assert_eq!(by_dictionary(&dictionary, &mut workspace, text), by_jieba(&jieba, text), "{text}");
        }
    }
}
