use jiff::civil::Date;

use crate::cells::Cells;
use crate::table::Row;
use crate::window::days_of;

/// A year of the lunar calendar: a row of `calendar/lunar_years.csv`.
///
/// ```
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// let year = lexicon.lunar_years().iter().find(|year| year.year == 1996).unwrap();
/// // 端午, the fifth day of the fifth month.
/// assert_eq!(year.day(5, 5).unwrap(), jiff::civil::date(1996, 6, 20));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LunarYear {
    /// The year of our calendar in which it begins.
    pub year: i16,
    /// Its first day.
    pub new_year: Date,
    /// The month that is followed by a leap month of the same number.
    pub leap_month: Option<u8>,
    /// Days of each month in order, the leap month included.
    pub month_lengths: Vec<u8>,
}

impl LunarYear {
    /// The day of our calendar for a day of a common month; `None` if the month has no such day.
    pub fn day(&self, month: u8, day: u8) -> Option<Date> {
        let leap_before = self.leap_month.is_some_and(|leap| leap < month);
        let index = usize::from(month.checked_sub(1)?) + usize::from(leap_before);
        let length = *self.month_lengths.get(index)?;
        if month > 12 || day == 0 || day > length {
            return None;
        }
        let before: i64 = self.month_lengths[..index].iter().map(|&days| i64::from(days)).sum();
        self.new_year.checked_add(jiff::Span::new().days(before + i64::from(day) - 1)).ok()
    }

    /// The last day of the year (除夕).
    pub fn last_day(&self) -> Option<Date> {
        let days: i64 = self.month_lengths.iter().map(|&days| i64::from(days)).sum();
        self.new_year.checked_add(jiff::Span::new().days(days - 1)).ok()
    }
}

impl Row for LunarYear {
    const FILE: &'static str = "calendar/lunar_years.csv";
    const HEADER: &'static [&'static str] =
        &["year", "new_year_day", "leap_month", "month_lengths", "source"];
    const KEY: &'static [&'static str] = &["year"];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let new_year = cells.date("new_year_day");
        let lengths: Result<Vec<u8>, _> = cells.text("month_lengths").split(' ').map(str::parse).collect();
        let Ok(month_lengths) = lengths else {
            cells.fault("bad_number", "month_lengths must be numbers of days with spaces between".to_owned());
            return None;
        };
        let leap = cells.number("leap_month");
        Some(LunarYear {
            year: i16::try_from(cells.number("year")).ok()?,
            new_year: days_of(new_year.as_deref()?)?.0,
            leap_month: u8::try_from(leap).ok().filter(|&month| month > 0),
            month_lengths,
        })
    }
}

/// The solar terms of a year: a row of `calendar/solar_terms.csv`.
///
/// ```
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// let terms = lexicon.solar_terms().iter().find(|terms| terms.year == 1996).unwrap();
/// assert_eq!(terms.day("清明").unwrap(), jiff::civil::date(1996, 4, 4));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SolarTerms {
    /// The year.
    pub year: i16,
    /// Each term's day, in order of the year, from 小寒 to 冬至.
    pub days: Vec<Date>,
}

impl SolarTerms {
    /// Names of the 24 terms in order of the year.
    pub const NAMES: [&'static str; 24] = [
        "小寒", "大寒", "立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至",
        "小暑", "大暑", "立秋", "处暑", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至",
    ];

    /// The day of a term by its name.
    pub fn day(&self, name: &str) -> Option<Date> {
        let at = Self::NAMES.iter().position(|known| *known == name)?;
        self.days.get(at).copied()
    }
}

impl Row for SolarTerms {
    const FILE: &'static str = "calendar/solar_terms.csv";
    const HEADER: &'static [&'static str] = &[
        "year", "小寒", "大寒", "立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种",
        "夏至", "小暑", "大暑", "立秋", "处暑", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪",
        "冬至", "source",
    ];
    const KEY: &'static [&'static str] = &["year"];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let year = i16::try_from(cells.number("year")).ok()?;
        let mut days = Vec::with_capacity(24);
        for name in Self::NAMES {
            let text = cells.text(name);
            let date = text
                .split_once('-')
                .and_then(|(month, day)| Date::new(year, month.parse().ok()?, day.parse().ok()?).ok());
            match date {
                Some(date) => days.push(date),
                None => cells.fault("bad_date", format!("{text:?} in {name} is no day; write MM-DD")),
            }
        }
        Some(SolarTerms { year, days })
    }
}
