//! Names at the foot of an article (。（陈杰杨颖）), under a picture (（胡桃摄）) and in a line of authors.

use bangjiao_document::{Field, Span};

use super::{ONE, Standing, narrow};
use crate::context::{Context, Strength};
use crate::segment::COMMON;
use crate::tag::characters::{Characters, double, is_han, single};
use crate::tag::person::around::Surroundings;
use crate::tag::person::found::Persons;
use crate::tag::person::unlinked;

/// A line or bracket of names has so many characters at most.
const LONGEST_LINE: usize = 16;

/// Authors stand in the first so many paragraphs of the body.
const FIRST_LINES: usize = 3;

/// Each of several names in a row has such odds at least, in hundredths of a nat.
const LEAST_IN_ROW: i32 = -250;

/// The last character of a bracket that says what was done: （周确摄）.
const TAKEN: char = '摄';

/// The same at the foot of an article: （木易摘）.
const DONE: [char; 5] = ['摄', '作', '摘', '编', '辑'];

impl Standing {
    /// Names at the foot, under pictures and in lines of authors.
    pub fn signatures(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        characters: &Characters,
        persons: &mut Persons,
    ) {
        let text = context.text();
        let mut names: Vec<Span> = Vec::new();
        let mut lines = 0;
        for paragraph in &context.layout.paragraphs {
            if paragraph.field == Field::Body {
                lines += 1;
                if lines <= FIRST_LINES && paragraph.span.len() <= ONE * narrow(LONGEST_LINE) {
                    split(context, characters, paragraph.span, &mut names);
                }
            }
            if let Some(inside) = bracket_at_end(paragraph.span, text) {
                split(context, characters, inside, &mut names);
            }
        }
        for at in memchr::memmem::find_iter(text.as_bytes(), "）".as_bytes()) {
            let Some(rest) = text[..at].strip_suffix(TAKEN) else { continue };
            // No farther back than such a bracket reaches, or a text of them would be searched from each to its beginning.
            let mut near = rest.char_indices().rev().take(LONGEST_LINE);
            let Some((open, _)) = near.find(|(_, character)| *character == '（') else {
                continue;
            };
            let inside = Span::from_usize(open + '（'.len_utf8(), rest.len());
            let titled = around.titles.iter().rev().find(|titled| titled.span.end <= inside.end);
            let start = titled
                .filter(|titled| titled.span.start >= inside.start)
                .map_or(inside.start, |t| t.span.end);
            split(context, characters, Span::new(start, inside.end), &mut names);
        }
        for name in names {
            if !persons.overlap(name) && !around.forbids(name) {
                persons.push(unlinked(context, name, &self.signature), Strength::Context);
            }
        }
    }
}

/// The inside of a bracket that ends a paragraph after the end of its last sentence, or is the whole of it.
fn bracket_at_end(paragraph: Span, text: &str) -> Option<Span> {
    let line = paragraph.of(text).strip_suffix('）')?;
    let open = line.rfind('（')?;
    let before = line[..open].chars().next_back();
    let ends = before.is_none_or(|mark| matches!(mark, '。' | '！' | '？' | '”' | '’' | '》' | '…' | '』'));
    let start = paragraph.start + narrow(open + '（'.len_utf8());
    // 张滨|作 are two characters and what was done; 王作 is a name.
    let inside = &line[open + '（'.len_utf8()..];
    let named = inside.strip_suffix(DONE).filter(|name| name.chars().nth(1).is_some()).unwrap_or(inside);
    ends.then(|| Span::new(start, start + narrow(named.len())))
}

/// The names that a stretch consists of, separated or not; nothing where it is not all names.
fn split(context: &Context<'_>, characters: &Characters, span: Span, names: &mut Vec<Span>) {
    let text = context.text();
    let mut start = span.start;
    let mut all: Vec<Span> = Vec::new();
    for part in span.of(text).split(|c: char| c.is_whitespace() || c == '、') {
        let end = start + narrow(part.len());
        if !part.is_empty() && !row_of_names(context, characters, Span::new(start, end), &mut all) {
            return;
        }
        start = end + text[end as usize..].chars().next().map_or(0, |c| narrow(c.len_utf8()));
    }
    names.append(&mut all);
}

/// One name, or names of two and three characters one after the other: 高扬文史怀璧王锐.
fn row_of_names(context: &Context<'_>, characters: &Characters, span: Span, names: &mut Vec<Span>) -> bool {
    let line: Vec<char> = span.of(context.text()).chars().collect();
    if !(2..=LONGEST_LINE).contains(&line.len()) || !line.iter().all(|&c| is_han(c)) {
        return false;
    }
    if line.len() <= 3 {
        let fits = is_name(context, characters, span, &line);
        names.extend(fits.then_some(span));
        return fits;
    }
    // The best way to each character: its odds, and the length of the last name.
    let mut best: Vec<Option<(i32, usize)>> = vec![None; line.len() + 1];
    best[0] = Some((0, 0));
    for end in 2..=line.len() {
        best[end] = [2, 3]
            .into_iter()
            .filter(|&length| length <= end)
            .filter_map(|length| {
                let (before, _) = best[end - length]?;
                let odds = odds(characters, &line[end - length..end]).filter(|&odds| odds >= LEAST_IN_ROW)?;
                Some((before + odds, length))
            })
            .max();
    }
    let mut end = line.len();
    let mut row = Vec::new();
    while let Some((_, length)) = best[end].filter(|_| end > 0) {
        let at = |number: usize| span.start + ONE * narrow(number);
        row.push(Span::new(at(end - length), at(end)));
        end -= length;
    }
    if end > 0 {
        return false;
    }
    names.extend(row.into_iter().rev());
    true
}

/// Whether two or three characters that stand alone are a name: no word of another sense, and written as names are.
fn is_name(context: &Context<'_>, characters: &Characters, span: Span, name: &[char]) -> bool {
    if context.words.is_word(span) && context.words.frequency(span) > COMMON {
        return matches!(context.words.part_of_speech(span), "nr" | "nrt" | "nrfg");
    }
    odds(characters, name).is_some()
        || matches!(name, [first, second] if double(characters.row(*first), characters.row(*second)).is_some_and(|odds| odds > 0))
}

/// Odds of a surname and a given name of one or two characters.
fn odds(characters: &Characters, name: &[char]) -> Option<i32> {
    let row = |number: usize| characters.row(name[number]);
    let given = match name.len() {
        2 => single(row(1))?,
        3 => double(row(1), row(2))?,
        _ => return None,
    };
    Some(row(0).surname()? + given)
}
