//! What stands before a unit: its number, read backwards, and what belongs to it.

use bangjiao_document::Span;

use super::{Expression, Reader, Step, WordHit, ends, narrow};
use crate::numerals::{self, Script};
use crate::tag::date::link;
use crate::tag::date::piece::{AgoUnit, Piece, Pieces, Unit};

impl Reader<'_> {
    /// Where the number before a unit begins, with what belongs to it: 3至 in 3至5日, 前 in 前五个月.
    pub fn number_before(&self, unit: Unit, unit_at: u32, reached: u32) -> Option<u32> {
        let before = |end: u32| self.text.get(reached as usize..end as usize).unwrap_or("");
        let length = numerals::length_before(before(unit_at));
        if length == 0 {
            return None;
        }
        let mut start = unit_at - narrow(length);
        if unit == Unit::Year && length == 3 {
            // 1995、1996两年.
            let years = numerals::length_before(before(start));
            start -= if matches!(years, 4 | 12) { narrow(years) } else { 0 };
        }
        if matches!(unit, Unit::Months | Unit::Quarter) {
            let word = before(start).chars().next_back().filter(|c| matches!(c, '第' | '前' | '头'));
            match word {
                Some(word) => return Some(start - narrow(word.len_utf8())),
                None if unit == Unit::Months => return None,
                None => {}
            }
        }
        if matches!(unit, Unit::Ago(..) | Unit::Months) {
            return Some(start);
        }
        // 前4月, not 提前4月
        if unit == Unit::Month
            && let Some(rest) = before(start).strip_suffix('前')
            && !rest.ends_with(char::is_alphanumeric)
        {
            return Some(start - narrow('前'.len_utf8()));
        }
        // 1996午7月, 19 98年.
        if unit == Unit::Month
            && let Some(year) = before(start).strip_suffix(['午', '牟'])
            && numerals::length_before(year) == 4
        {
            return Some(start - 7);
        }
        if unit == Unit::Year
            && length == 2
            && let Some(century) = before(start).strip_suffix(' ')
            && ends(century, &["18", "19", "20"])
            && numerals::length_before(century) == 2
        {
            return Some(start - 3);
        }
        for _ in 0..12 {
            let text = before(start);
            let Some(link) = link::before(text) else { break };
            let length = numerals::length_before(&text[..text.len() - link as usize]);
            let from = start - link - narrow(length);
            let is_shared = length > 0
                && numerals::read(self.rest(from)).is_some_and(|numeral| {
                    numeral.len as usize == length && self.shared(from, numeral, None).is_some()
                });
            if !is_shared {
                break;
            }
            start = from;
        }
        Some(start)
    }

    /// 三年前, 两个月后.
    pub fn ago(&self, start: u32, hit: WordHit, unit: AgoUnit, sign: i8) -> Option<Expression> {
        let numeral = numerals::read(self.rest(start))?;
        if start + numeral.len != hit.span.start || numeral.value == 0 || numeral.n_digits > 3 {
            return None;
        }
        // 90年前, 一九年后: a short year; the number counts only where it is small.
        let short_year = numeral.n_digits == 2 && numeral.value < 10;
        let few =
            numeral.value < 100 && !short_year && !(numeral.script == Script::Digits && numeral.n_digits > 1);
        let half = hit.span.of(self.text).contains('半');
        let halves = i16::try_from(numeral.value * 2).ok()? + i16::from(half);
        let mut pieces = Pieces::new();
        pieces.push(Piece::Ago { unit, halves: halves * i16::from(sign) });
        let mut expression = Expression {
            span: Span::new(start, hit.span.end),
            pieces,
            rule: self.words.words[usize::from(hit.word)].rule,
            repaired: numeral.repaired,
            shares: false,
            counts: false,
            open: false,
            period: false,
        };
        if let Some(Step { piece: Some(piece), end, .. }) = self.same_day(hit.span.end, &expression) {
            expression.pieces.push(piece);
            expression.span.end = end;
        }
        few.then_some(expression)
    }

    /// 五六十年代, 八九十年代: two decades in one number.
    pub fn two_decades(&self, unit_at: u32) -> Option<Expression> {
        let text = self.up_to(unit_at).strip_suffix('十')?;
        let mut back = text.chars().rev();
        let (second, first) = (back.next()?, back.next()?);
        let digit = |c: char| numerals::read(c.encode_utf8(&mut [0; 4])).map(|numeral| numeral.value);
        let (first, second) = (digit(first)?, digit(second)?);
        if !(1..=9).contains(&first) || second != first + 1 {
            return None;
        }
        let mut pieces = Pieces::new();
        pieces.push(Piece::Decade {
            first: i16::try_from(first * 10).ok()?,
            last: i16::try_from(second * 10).ok()?,
        });
        Some(Expression {
            span: Span::new(unit_at - 9, unit_at + 6),
            pieces,
            rule: self.words.rule_of(Unit::Decade),
            repaired: false,
            shares: false,
            counts: false,
            open: false,
            period: false,
        })
    }
}
