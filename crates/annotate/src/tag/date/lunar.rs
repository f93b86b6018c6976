//! Lunar days and solar terms, from the tables of `calendar/`.

use bangjiao_lexicon::{Lexicon, LunarYear};
use jiff::ToSpan;
use jiff::civil::Date;

/// The tables of the calendar.
#[derive(Clone, Copy)]
pub(super) struct Calendar<'l> {
    lexicon: &'l Lexicon,
}

impl<'l> Calendar<'l> {
    pub fn new(lexicon: &'l Lexicon) -> Self {
        Calendar { lexicon }
    }

    fn lunar_year(self, year: i16) -> Option<&'l LunarYear> {
        let years = self.lexicon.lunar_years();
        let at = years.binary_search_by_key(&year, |row| row.year).ok()?;
        years.get(at)
    }

    /// A day of a lunar year; day 0 of month 12 is the year's last.
    pub fn day(self, year: i16, month: u8, day: u8) -> Option<Date> {
        let year = self.lunar_year(year)?;
        if day == 0 { year.last_day() } else { year.day(month, day) }
    }

    /// The first and the last day of a lunar month.
    pub fn month(self, year: i16, month: u8, leap: bool) -> Option<(Date, Date)> {
        let row = self.lunar_year(year)?;
        if leap && row.leap_month != Some(month) {
            return None;
        }
        let before = row.leap_month.is_some_and(|leap| leap < month);
        let index = usize::from(month.checked_sub(1)?) + usize::from(before || leap);
        let length = i64::from(*row.month_lengths.get(index)?);
        let days: i64 = row.month_lengths[..index].iter().map(|&days| i64::from(days)).sum();
        let first = row.new_year.checked_add(days.days()).ok()?;
        Some((first, first.checked_add((length - 1).days()).ok()?))
    }

    /// The day of a solar term, counted from 小寒.
    pub fn solar_term(self, year: i16, term: u8) -> Option<Date> {
        let rows = self.lexicon.solar_terms();
        let at = rows.binary_search_by_key(&year, |row| row.year).ok()?;
        rows.get(at)?.days.get(usize::from(term)).copied()
    }
}
