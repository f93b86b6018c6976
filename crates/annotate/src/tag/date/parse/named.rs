//! Weekdays, eras and plans: what follows a word that is no date by itself.

use super::{LONGEST_ERA, Reader, Step, first_len, narrow, weekday_number};
use crate::numerals;
use crate::tag::date::piece::Piece;

impl Reader<'_> {
    /// 三, 周三 or 末 directly after 上周.
    pub(super) fn weekday(&self, at: u32) -> Option<Step> {
        let rest = self.rest(at);
        let rest = ["星期", "礼拜", "周"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
        let day = rest.chars().next()?;
        let piece = match day {
            '末' => Piece::Weekend,
            _ => Piece::Weekday(weekday_number(day)?),
        };
        let behind = rest[day.len_utf8()..].chars().next();
        // 上周一些人, 本周五十人: the number is of something else.
        let counts = behind.is_some_and(|c| {
            numerals::is_numeral(c)
                || matches!(
                    c,
                    '些' | '个' | '次' | '样' | '直' | '起' | '切' | '共' | '名' | '场' | '家' | '大' | '本'
                )
        });
        let end = narrow(self.text.len() - rest.len()) + narrow(day.len_utf8());
        (!counts).then(|| Step::new(piece, end))
    }

    /// 公元前221年, 公元前5世纪.
    pub(super) fn epoch(&self, at: u32, before: bool) -> Option<Step> {
        let numeral = numerals::read(self.rest(at))?;
        let end = at + numeral.len;
        let rest = self.rest(end);
        let value = i16::try_from(numeral.value).ok().filter(|value| *value > 0)?;
        if rest.starts_with('年') {
            // There is no year 0: the first year before the era is 0 for astronomers.
            let year = if before { 1 - value } else { value };
            return Some(Step::new(Piece::Year(year), end + 3));
        }
        let century = if before { -value } else { value };
        (rest.starts_with("世纪") && value <= 50).then(|| Step::new(Piece::Century(century), end + 6))
    }

    /// 民国三十八年, 昭和元年.
    pub(super) fn era(&self, at: u32, first: i16, last: i16) -> Option<Step> {
        let rest = self.rest(at);
        let (number, length) = match numerals::read(rest) {
            Some(numeral) => (i16::try_from(numeral.value).ok()?, numeral.len),
            None => (rest.starts_with('元').then_some(1)?, 3),
        };
        let end = at + length;
        let year = first.checked_add(number.checked_sub(1)?)?;
        let is_year = self.rest(end).starts_with('年') && !self.rest(end).starts_with("年制");
        if !(1..=LONGEST_ERA).contains(&number) || year > last || !is_year {
            return None;
        }
        let piece = if year < 1912 { Piece::OldYear(year) } else { Piece::Year(year) };
        Some(Step::new(piece, end + 3))
    }

    /// “九五”期间, 九五计划期间.
    pub(super) fn plan(&self, at: u32, first: i16, last: i16) -> Option<Step> {
        let rest = self.rest(at);
        let quote = if rest.starts_with(['”', '"', '」', '’']) { first_len(rest) } else { 0 };
        let behind = &rest[quote..];
        let words = ["计划期间", "计划时期", "期间", "时期"];
        let word = words.iter().find(|word| behind.starts_with(**word))?;
        Some(Step::new(Piece::Period { first, last }, at + narrow(quote + word.len())))
    }
}
