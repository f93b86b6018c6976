//! A number with its unit: 1996年, 7月, 第三季度, 最后五天.

use super::{Expression, Reader, Step, YEARS, fits, narrow, season_word, small, unit_of, weekday_number};
use crate::numerals::{self, Numeral, Script};
use crate::tag::date::piece::{Piece, Unit};

impl Reader<'_> {
    /// A number with its unit.
    pub(super) fn number(&self, at: u32, expression: &Expression, lunar: bool) -> Option<Step> {
        let last = expression.pieces.last();
        let rest = self.rest(at);
        if let Some(step) = self.ordinal(at, last) {
            return Some(step);
        }
        let month = last.is_some_and(|last| matches!(last, Piece::Month(_) | Piece::LunarMonth { .. }));
        if let Some(day) = rest.strip_prefix('初').filter(|_| month) {
            let numeral = numerals::read(day).filter(|numeral| (1..=10).contains(&numeral.value))?;
            // 6月初|三次, 12月初|两国
            if day.starts_with('两') || self.words.measures.begin(&day[numeral.len as usize..]) {
                return None;
            }
            return Some(Step::new(Piece::LunarDay(small(numeral.value)), at + 3 + numeral.len));
        }
        if rest.starts_with("朔日") && month {
            return Some(Step::new(Piece::LunarDay(1), at + 6));
        }
        let numeral = without_pair(rest)?;
        let end = at + numeral.len;
        let behind = self.rest(end);
        let repaired = numeral.repaired;
        let step = |piece, length: usize| {
            fits(last, piece).then(|| Step { repaired, ..Step::new(piece, end + narrow(length)) })
        };
        match behind.chars().next() {
            Some('年') if behind.starts_with("年代") => {
                let decade = decade(numeral)?;
                step(Piece::Decade { first: decade, last: decade }, 6)
            }
            Some('年') => self.year(at, numeral, last),
            Some('月') => {
                if let Some((first, _)) = pair(numeral).filter(|_| last.is_none_or(Piece::is_year)) {
                    // 七八月间: July shares its unit with August.
                    return Some(Step { shares: true, ..Step::new(Piece::Month(first), at + 3) });
                }
                let month = Some(numeral.value).filter(|month| (1..=12).contains(month))?;
                let length = if behind.starts_with("月份") { 6 } else { 3 };
                step(Piece::Month(small(month)), length)
            }
            Some(unit @ ('日' | '号' | '曰' | '目')) => {
                let misread = matches!(unit, '曰' | '目');
                let day = Some(numeral.value).filter(|day| (1..=31).contains(day))?;
                if misread && !month || behind.starts_with("号码") {
                    return None;
                }
                let piece = if lunar { Piece::LunarDay(small(day)) } else { Piece::Day(small(day)) };
                step(piece, 3).map(|step| Step { repaired: step.repaired || misread, ..step })
            }
            Some('世') if behind.starts_with("世纪") => {
                let century =
                    i16::try_from(numeral.value).ok().filter(|century| (1..=30).contains(century))?;
                step(Piece::Century(century), 6)
            }
            Some('季') if behind.starts_with("季度") => {
                let quarter = Some(numeral.value).filter(|quarter| (1..=4).contains(quarter))?;
                step(Piece::Quarter(small(quarter)), 9 - 3)
            }
            Some('赛' | '学' | '财') if season_word(behind).is_some() => {
                let length = season_word(behind)?;
                let piece = match numeral.n_digits {
                    4 if YEARS.contains(&numeral.value) => Piece::Year(i16::try_from(numeral.value).ok()?),
                    2 if numeral.script == Script::Arabic => Piece::ShortYear(small(numeral.value)),
                    _ => return None,
                };
                step(piece, length).map(|step| step.of_rule(self.words.rule_of(Unit::Season)))
            }
            // 1995、1996两年: the number after the list counts its years.
            Some('两' | '三' | '四') if numeral.n_digits == 4 && behind[3..].starts_with('年') => {
                let year = i16::try_from(numeral.value).ok().filter(|_| YEARS.contains(&numeral.value))?;
                step(Piece::Year(year), 0)
            }
            // 一月二、三两日
            Some('两')
                if behind[3..].starts_with(['日', '天'])
                    && self.up_to(at).ends_with('、')
                    && (1..=31).contains(&numeral.value) =>
            {
                step(Piece::Day(small(numeral.value)), 0)
            }
            // 19 98年, 1996午7月: what a scanner makes of a year.
            Some(' ') if last.is_none() && numeral.n_digits == 2 => self.broken_year(at, numeral),
            Some('午' | '牟') if last.is_none() && numeral.n_digits == 4 => {
                let month = numerals::read(self.rest(end + 3))?;
                let unit = self.rest(end + 3 + month.len).starts_with('月');
                let year = i16::try_from(numeral.value).ok().filter(|_| YEARS.contains(&numeral.value))?;
                (unit && numeral.script == Script::Arabic)
                    .then(|| Step { repaired: true, ..Step::new(Piece::Year(year), end + 3) })
            }
            _ => self.shared(at, numeral, last).or_else(|| self.bare_day(at, numeral, last, lunar)),
        }
    }

    /// 第一季度, 第二周, 第一个星期一, 前五个月, 前10天, 最后五天; 的 may stand before.
    fn ordinal(&self, at: u32, last: Option<Piece>) -> Option<Step> {
        let rest = self.rest(at);
        let inside = last.is_some_and(|last| matches!(last.rank(), 3 | 5));
        let (of, rest) = match rest.strip_prefix('的').filter(|_| inside) {
            Some(rest) => (3, rest),
            None => (0, rest),
        };
        let word = ["第", "前", "头", "最后"].into_iter().find(|word| rest.starts_with(word))?;
        let from = at + of + narrow(word.len());
        let numeral = numerals::read(self.rest(from)).filter(|numeral| (1..=99).contains(&numeral.value))?;
        let end = from + numeral.len;
        let behind = self.rest(end);
        let number = small(numeral.value);
        let (piece, length) = match word {
            "第" if behind.starts_with("季度") && number <= 4 => (Piece::Quarter(number), 6),
            "第" if inside && behind.starts_with("个月") && number <= 12 => (Piece::Month(number), 6),
            "第" | "最后" if inside => {
                let nth = if word == "第" { number } else { 0 };
                if let Some(step) = self.nth_weekday(end, nth) {
                    return fits(last, step.piece?).then_some(step);
                }
                match word {
                    "第" if behind.starts_with('周') => (Piece::NthWeek(number), 3),
                    "第" if behind.starts_with("个星期") => (Piece::NthWeek(number), 9),
                    "最后" if behind.starts_with('天') => (Piece::LastDays(number), 3),
                    _ => return None,
                }
            }
            "前" | "头" if behind.starts_with("个月") && (2..=12).contains(&number) => {
                (Piece::FirstMonths(number), 6)
            }
            // 前4月, 前十月: the same without 个.
            "前" if (2..=11).contains(&number) && behind.starts_with('月') && !behind.starts_with("月份") => {
                (Piece::FirstMonths(number), 3)
            }
            "前" | "头" if behind.starts_with("个季度") && (2..=3).contains(&number) => {
                (Piece::FirstQuarters(number), 9)
            }
            "前" | "头" if behind.starts_with("季度") && (2..=3).contains(&number) => {
                (Piece::FirstQuarters(number), 6)
            }
            "前" | "头" if inside && behind.starts_with('天') => (Piece::FirstDays(number), 3),
            _ => return None,
        };
        let rule = self.words.rule_of(unit_of(piece));
        fits(last, piece).then(|| Step::new(piece, end + length).of_rule(rule))
    }

    /// 个星期一, 个周二 after an ordinal.
    fn nth_weekday(&self, at: u32, nth: u8) -> Option<Step> {
        let rest = self.rest(at).strip_prefix('个')?;
        let rest = ["星期", "礼拜", "周"].iter().find_map(|word| rest.strip_prefix(word))?;
        let day = rest.chars().next()?;
        let weekday = weekday_number(day)?;
        let end = narrow(self.text.len() - rest.len() + day.len_utf8());
        Some(Step::new(Piece::NthWeekday { nth, weekday }, end))
    }
}

/// The number that begins a text, without the 两 of 两日 behind a list, which reads like a part of it: 一月二、|三|两日.
pub(super) fn without_pair(text: &str) -> Option<Numeral> {
    let whole = numerals::read(text)?;
    let (number, behind) = text.split_at(whole.len as usize);
    let shorter = number.strip_suffix('两').filter(|_| behind.starts_with(['日', '天']));
    Some(shorter.and_then(numerals::read).unwrap_or(whole))
}

/// The tens of a decade (90), or its first year (1990).
pub(super) fn decade(numeral: Numeral) -> Option<i16> {
    let value = i16::try_from(numeral.value).ok()?;
    let tens = (10..100).contains(&value) || YEARS.contains(&numeral.value);
    (value % 10 == 0 && tens).then_some(value)
}

/// The two months of 七八月.
fn pair(numeral: Numeral) -> Option<(u8, u8)> {
    let (first, second) = (small(numeral.value / 10), small(numeral.value % 10));
    let is_pair =
        numeral.script == Script::Digits && numeral.n_digits == 2 && first > 0 && second == first + 1;
    is_pair.then_some((first, second))
}
