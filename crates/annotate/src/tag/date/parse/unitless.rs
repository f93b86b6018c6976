//! A number without its unit: 3 in 3至5日, 十五 in 八月十五.

use super::number::{decade, without_pair};
use super::{Reader, Step, YEARS, fits, is_stop, season_word, small};
use crate::numerals::{self, Numeral, Script};
use crate::tag::date::link::{self, Link};
use crate::tag::date::piece::{Piece, Unit};

impl Reader<'_> {
    /// A number that shares the unit of a later one: 3 in 3至5日, 1949 in 1949—1956年.
    pub(super) fn shared(&self, at: u32, numeral: Numeral, last: Option<Piece>) -> Option<Step> {
        let mut end = at + numeral.len;
        let mut previous = numeral;
        let mut repaired = false;
        let unit = loop {
            let (link, length) = link::read(self.rest(end))?;
            let next = without_pair(self.rest(end + length))?;
            if link == Link::Misprint {
                if previous.script != Script::Arabic || next.script != Script::Arabic {
                    return None;
                }
                repaired = true;
            }
            let shorter = next.n_digits < previous.n_digits && previous.n_digits == 4;
            if next.value <= previous.value && link == Link::List || shorter && next.n_digits != 2 {
                return None;
            }
            end += length + next.len;
            let behind = self.rest(end);
            match behind.chars().next() {
                Some('年') if behind.starts_with("年代") => break Unit::Decade,
                Some('年') => break Unit::Year,
                Some('两' | '三' | '四') if next.n_digits == 4 && behind[3..].starts_with('年') => {
                    break Unit::Year;
                }
                Some('月') => {
                    // 2、1月2日: the first number counts the pictures.
                    let day = numerals::read(self.rest(end + 3))
                        .is_some_and(|day| self.rest(end + 3 + day.len).starts_with('日'));
                    if day && link == Link::List {
                        return None;
                    }
                    break Unit::Month;
                }
                Some('日' | '号') => break Unit::Day,
                Some('两') if link == Link::List && behind[3..].starts_with(['日', '天']) => {
                    break Unit::Day;
                }
                Some('世') if behind.starts_with("世纪") => break Unit::Century,
                Some('季') if behind.starts_with("季度") => break Unit::Quarter,
                Some('赛' | '学' | '财') if season_word(behind).is_some() => break Unit::Season,
                _ => previous = next,
            }
        };
        let value = numeral.value;
        let piece = match unit {
            Unit::Year | Unit::Season if numeral.n_digits == 4 && YEARS.contains(&value) => {
                Piece::Year(i16::try_from(value).ok()?)
            }
            Unit::Year | Unit::Season if numeral.n_digits == 2 && numeral.script != Script::Counted => {
                Piece::ShortYear(small(value))
            }
            Unit::Month if (1..=12).contains(&value) => Piece::Month(small(value)),
            Unit::Day if (1..=31).contains(&value) => Piece::Day(small(value)),
            Unit::Quarter if (1..=4).contains(&value) => Piece::Quarter(small(value)),
            Unit::Century if (1..=30).contains(&value) => Piece::Century(i16::try_from(value).ok()?),
            Unit::Decade => {
                // 七、八十年代: seven shares the ten too.
                let tens = if value < 10 { Numeral { value: value * 10, ..numeral } } else { numeral };
                let decade = decade(tens)?;
                Piece::Decade { first: decade, last: decade }
            }
            _ => return None,
        };
        fits(last, piece).then(|| Step { shares: true, repaired, ..Step::new(piece, at + numeral.len) })
    }

    /// A day after its month without 日: 十月31, 八月十五.
    pub(super) fn bare_day(
        &self,
        at: u32,
        numeral: Numeral,
        last: Option<Piece>,
        lunar: bool,
    ) -> Option<Step> {
        let value = small(Some(numeral.value).filter(|day| (1..=31).contains(day))?);
        let month = match last? {
            Piece::Month(month) | Piece::LunarMonth { month, .. } => month,
            _ => return None,
        };
        let end = at + numeral.len;
        let behind = self.rest(end).chars().next();
        if numeral.script == Script::Arabic {
            // 4月|10+3
            let ends = behind.is_none_or(|c| {
                matches!(c, '至' | '到' | '—' | '-' | '的')
                    || c.is_whitespace()
                    || is_stop(c) && !matches!(c, '+' | '＋')
            });
            let clean = numeral.n_digits <= 2 && !numeral.repaired;
            return (ends && clean).then(|| Step::new(Piece::Day(value), end));
        }
        let ends = behind.is_none_or(|c| {
            is_stop(c)
                || matches!(
                    c,
                    '的' | '前' | '后' | '夜' | '晚' | '这' | '那' | '是' | '到' | '至' | '和' | '与'
                )
        });
        let is_lunar = lunar || matches!(last, Some(Piece::LunarMonth { .. }));
        let counted = behind.is_some_and(|c| {
            matches!(
                c,
                '个' | '名'
                    | '人'
                    | '家'
                    | '件'
                    | '条'
                    | '次'
                    | '天'
                    | '年'
                    | '月'
                    | '日'
                    | '时'
                    | '点'
                    | '分'
                    | '多'
                    | '余'
            )
        });
        if is_lunar && (10..=30).contains(&value) && !counted {
            return Some(Step::new(Piece::LunarDay(value), end));
        }
        // 五月一批: a single digit is a day only in the festivals 三月三, 九月九.
        if !ends || value < 10 && value != month {
            return None;
        }
        let written = self.up_to(at);
        // The first month of the lunar year is 正月, so 一月 is January.
        if written.ends_with("一月") && !written.ends_with("十一月") && !lunar {
            return Some(Step::new(Piece::Day(value), end));
        }
        (value <= 30).then(|| Step::new(Piece::LunarDay(value), end))
    }
}
