//! Lays out the words of jieba's dictionary as a trie in which a text's words are found with few looks at memory.
//!
//! jieba-rs keeps the dictionary to itself, so it is read from its source, wherever cargo has that; nothing is copied
//! into the repository, and the words are always those of the version in `Cargo.lock`.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use cell::Cell;
use jieba_rs::Jieba;
use part_of_speech::UNKNOWN;

#[path = "src/dictionary/cell.rs"]
#[expect(dead_code, reason = "what reads cells is for the crate itself")]
mod cell;
#[path = "src/part_of_speech.rs"]
mod part_of_speech;

fn main() -> io::Result<()> {
    let path = jieba()?.join("src/data/dict.txt");
    let dictionary = fs::read_to_string(&path)
        .map_err(|error| io::Error::other(format!("jieba-rs has no dictionary at {path:?}: {error}")))?;
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    fs::write(out.join("dictionary.bin"), bytes(&words(&dictionary)?))?;
    fs::write(out.join("guesses.bin"), guesses())?;
    for file in ["build.rs", "src/dictionary/cell.rs", "src/part_of_speech.rs", "../../Cargo.lock"] {
        println!("cargo::rerun-if-changed={file}");
    }
    Ok(())
}

/// For each character of the Basic Multilingual Plane the part of speech that jieba's model for unknown words guesses
/// for it; the model itself takes a twentieth of a second to load.
fn guesses() -> Vec<u8> {
    let jieba = Jieba::empty();
    let guess = |character: char| {
        let word = character.to_string();
        jieba.tag(&word, false).first().map_or(UNKNOWN, |tag| part_of_speech::number(tag.tag))
    };
    (0..=u32::from(u16::MAX)).map(|code| char::from_u32(code).map_or(UNKNOWN, guess)).collect()
}

/// The folder of jieba-rs' source.
fn jieba() -> io::Result<PathBuf> {
    let variable = |name: &str| env::var(name).map_err(|error| io::Error::other(format!("{name}: {error}")));
    let output = Command::new(variable("CARGO")?)
        .args(["metadata", "--format-version", "1", "--filter-platform", &variable("TARGET")?])
        .current_dir(variable("CARGO_MANIFEST_DIR")?)
        .output()?;
    if !output.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&output.stderr)));
    }
    // Paths are the only thing wanted, so the JSON is not parsed.
    let json = String::from_utf8(output.stdout).map_err(io::Error::other)?;
    let manifests = json.split(r#""manifest_path":""#).skip(1).filter_map(|rest| rest.split('"').next());
    manifests
        .map(|path| path.replace(r"\\", r"\"))
        .filter_map(|path| Path::new(&path).parent().map(Path::to_path_buf))
        .find(|folder| folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with("jieba-rs")))
        .ok_or_else(|| io::Error::other("cargo metadata knows no jieba-rs"))
}

/// A word of the dictionary.
struct Word {
    codes: Vec<u16>,
    class: u16,
    part_of_speech: u8,
}

/// The dictionary's words, sorted by the codes of their characters.
struct Words {
    words: Vec<Word>,
    /// The character of each code from 1 on.
    characters: Vec<u16>,
    /// The frequency of each class from 1 on.
    frequencies: Vec<u32>,
    /// The sum of all frequencies.
    total: u64,
}

/// Reads lines of word, frequency and part of speech.
fn words(dictionary: &str) -> io::Result<Words> {
    let mut rows: Vec<(&str, u32, &str)> = Vec::new();
    for (number, line) in dictionary.lines().enumerate() {
        let mut fields = line.split(' ');
        match (fields.next(), fields.next().and_then(|field| field.parse().ok()), fields.next()) {
            (Some(word), Some(frequency), Some(tag)) => rows.push((word, frequency, tag)),
            _ => {
                return Err(io::Error::other(format!("line {} of jieba's dictionary: {line:?}", number + 1)));
            }
        }
    }
    // Frequent characters have small codes, so that what is often looked at lies together.
    let mut weights: BTreeMap<char, u64> = BTreeMap::new();
    for (word, frequency, _) in &rows {
        word.chars().for_each(|c| *weights.entry(c).or_default() += u64::from(*frequency));
    }
    let mut characters: Vec<char> = weights.keys().copied().collect();
    characters.sort_by_key(|character| Reverse(weights[character]));
    let mut frequencies: Vec<u32> = rows.iter().map(|row| row.1).collect();
    frequencies.sort_unstable();
    frequencies.dedup();
    if characters.len() >= usize::from(Cell::NO_CODE) || frequencies.len() >= Cell::MOST_CLASSES {
        return Err(io::Error::other(
            "jieba's dictionary has more characters or frequencies than a cell holds",
        ));
    }
    let codes: BTreeMap<char, u16> = characters.iter().copied().zip(1..).collect();
    let mut words: Vec<Word> = rows
        .iter()
        .map(|(word, frequency, tag)| Word {
            codes: word.chars().map(|character| codes[&character]).collect(),
            class: u16::try_from(frequencies.partition_point(|known| known < frequency) + 1).unwrap_or(0),
            part_of_speech: part_of_speech::number(tag),
        })
        .collect();
    words.sort_by(|a, b| a.codes.cmp(&b.codes));
    let characters = characters.into_iter().map(|character| u16::try_from(u32::from(character)));
    Ok(Words {
        words,
        characters: characters.collect::<Result<_, _>>().map_err(io::Error::other)?,
        frequencies,
        total: rows.iter().map(|row| u64::from(row.1)).sum(),
    })
}

/// A beginning of words.
struct Node {
    cell: Cell,
    /// Numbers of the words that begin so.
    words: Range<usize>,
    /// Numbers of the nodes that go on from it.
    children: Range<usize>,
    /// Code of its last character.
    code: u16,
}

/// All beginnings of words, the empty one first, each before its continuations.
fn nodes(words: &[Word]) -> Vec<Node> {
    let mut nodes = vec![Node { cell: Cell::default(), words: 0..words.len(), children: 0..0, code: 0 }];
    let (mut number, mut depth, mut deeper) = (0, 0, 1);
    while number < nodes.len() {
        if number == deeper {
            (depth, deeper) = (depth + 1, nodes.len());
        }
        let first = nodes.len();
        let Range { start: mut at, end } = nodes[number].words.clone();
        while at < end {
            let Some(&code) = words[at].codes.get(depth) else {
                at += 1;
                continue;
            };
            let to = at + words[at..end].partition_point(|word| word.codes.get(depth) <= Some(&code));
            let word = Some(&words[at]).filter(|word| word.codes.len() == depth + 1);
            let (class, part_of_speech) = word.map_or((0, UNKNOWN), |word| (word.class, word.part_of_speech));
            let cell = Cell::new(code, class, part_of_speech);
            nodes.push(Node { cell, words: at..to, children: 0..0, code });
            at = to;
        }
        nodes[number].children = first..nodes.len();
        number += 1;
    }
    nodes
}

/// Places every node in a table, so that the children of each lie at `base ^ code` and no two have the same base.
fn cells(words: &[Word]) -> Vec<Cell> {
    /// After so many cells tried in vain, those passed over are left to nodes with fewer children.
    const PATIENCE: usize = 200;
    let mut nodes = nodes(words);
    let mut bases = vec![0; nodes.len()];
    let mut has_base = vec![false; Cell::MOST];
    let mut room = Room::new();
    // The root comes first, and as the code 1 is its first child's, it has the base 0. Nodes with many children find room
    // while there is much of it, and the many with one fill what is left.
    room.take(0);
    let mut order: Vec<usize> =
        (0..nodes.len()).filter(|&number| !nodes[number].children.is_empty()).collect();
    order[1..].sort_by_key(|&number| Reverse(nodes[number].children.len()));
    let (mut size, mut from) = (usize::MAX, 0);
    for number in order {
        let children = nodes[number].children.clone();
        let codes: Vec<u16> = nodes[children].iter().map(|child| child.code).collect();
        let place = |base: usize, code: u16| base ^ usize::from(code);
        if codes.len() <= size / 2 {
            (size, from) = (codes.len(), 0);
        }
        let (mut at, mut tried) = (from, 0);
        let base = loop {
            at = room.free_from(at);
            let base = place(at, codes[0]);
            if !has_base[base] && codes.iter().all(|&code| room.is_free(place(base, code))) {
                break base;
            }
            (at, tried) = (at + 1, tried + 1);
        };
        if tried > PATIENCE {
            from += (at - from) / 4;
        }
        has_base[base] = true;
        codes.iter().for_each(|&code| room.take(place(base, code)));
        bases[number] = base;
        nodes[number].cell = nodes[number].cell.with_continuations(base, codes.into_iter());
    }
    let mut cells = vec![Cell::default(); Cell::MOST];
    cells[0] = nodes[0].cell;
    for (number, base) in bases.into_iter().enumerate() {
        for child in nodes[number].children.clone() {
            cells[base ^ usize::from(nodes[child].code)] = nodes[child].cell;
        }
    }
    let last = cells.iter().rposition(|cell| *cell != Cell::default()).unwrap_or(0);
    cells.truncate((last / Cell::BLOCK + 1) * Cell::BLOCK);
    cells
}

/// Which cells are free.
struct Room {
    /// For a free cell itself; for one that is taken a later one, from which the next free one is to be looked for.
    next: Vec<usize>,
}

impl Room {
    fn new() -> Self {
        Room { next: (0..Cell::MOST).collect() }
    }

    fn is_free(&self, at: usize) -> bool {
        self.next[at] == at
    }

    fn take(&mut self, at: usize) {
        self.next[at] = at + 1;
    }

    /// The first free cell from one on.
    fn free_from(&mut self, from: usize) -> usize {
        let mut at = from;
        while !self.is_free(at) {
            let next = self.next[at];
            // The way is shortened for the next search.
            self.next[at] = self.next[next];
            at = next;
        }
        at
    }
}

/// The dictionary as the crate reads it: lists with their lengths, all numbers little-endian.
fn bytes(words: &Words) -> Vec<u8> {
    let cells = cells(&words.words);
    let length = |length: usize| u32::try_from(length).unwrap_or(0).to_le_bytes();
    let mut bytes = words.total.to_le_bytes().to_vec();
    bytes.extend(length(words.characters.len()));
    bytes.extend(words.characters.iter().flat_map(|character| character.to_le_bytes()));
    bytes.extend(length(words.frequencies.len()));
    bytes.extend(words.frequencies.iter().flat_map(|frequency| frequency.to_le_bytes()));
    bytes.extend(length(cells.len()));
    bytes.extend(cells.iter().flat_map(|cell| cell.0.to_le_bytes()));
    bytes
}
