//! Turns the pieces of an expression into a value, against the article's day and what the text said before.

mod nearest;
mod relative;

use bangjiao_document::{Anchor, Granularity, Precision, PublicationDate, Zone};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::lunar::Calendar;
use super::piece::{Distance, From, Piece, Unit};
use super::value::{Unit as End, Value};

/// A month and day is at most so many days after the anchor; later ones are of the year before: 12月28日 in January.
///
/// Measured on 24,831 records of 2012 to 2026 and on January 1998, reading month-days without a year: of 41 that lie 60 to
/// 239 days ahead 35 are of the same year, and the six others have their year in the text before; of 14 from 240 days
/// on ten are over. In January 1998 all 15 from 240 days on are those of 1997.
const LATEST_FUTURE: i64 = 240;

/// A month and day so many days before the anchor belongs to the year after: 1月5日 in a late December paper.
const EARLIEST_PAST: i64 = -335;

/// A bare day of the month so many days after the anchor belongs to the month before.
const LATEST_FUTURE_DAY: i64 = 10;

/// A month and day so many days from the anchor is news, whatever year an earlier sentence spoke of.
const NEWS: i64 = 10;

/// A bare day of the month so many days before the anchor, or nearer, is news, whatever month the sentence before spoke of.
const LATEST_NEWS: i64 = -2;

/// Days of the longest month.
const MONTH: i64 = 31;

/// Behind a day of the end of a month from this one on, a day up to [`EARLY_DAY`] is of the next.
const LATE_DAY: i8 = 29;
const EARLY_DAY: i8 = 3;

/// Days from the anchor of which news speaks by number alone. Of 3,166 such 号 in 24,831 records of 2012 to 2026 nearly
/// all are days; of those farther away more are numbers.
const RECENT: std::ops::RangeInclusive<i64> = -4..=1;

/// The same in an article that has written a day by 号 before: of 110 that it adds, ten are numbers, seven of them in
/// articles without another.
const RECENT_AGAIN: std::ops::RangeInclusive<i64> = -9..=3;

/// A dateline's day is at most so many days after the day of publication (a paper printed in another time zone).
const LATEST_DATELINE: i64 = 1;

/// A year of two digits is at most so many years after the article.
const LATEST_SHORT_YEAR: i16 = 5;

/// Before this year, decades are written with their century.
const LAST_BARE_CENTURY: i16 = 1900;

/// A decade that begins so many years after the article at most may be spoken of by its number.
const COMING_DECADE: i16 = 20;

/// The season of 去冬今春 in the rules: last winter and this spring.
const WINTER_TO_SPRING: u8 = 42;

/// Where an expression stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub sentence: usize,
    pub paragraph: u32,
    pub zone: Zone,
    /// Whether 将于, 定于 stand before it, or 将 behind a weekday.
    pub future: bool,
    /// Whether 将 stands somewhere between the date before and a bare day: 今天说，将不参加|29日举行的选举.
    pub will: bool,
    /// The day of the date before, where this one stands in brackets behind it: 7月5日（星期五）.
    pub bracket: Option<Date>,
    /// Whether it is the day of a telegram that running text quotes: 另据塔斯社十三日|电.
    pub is_telegram: bool,
    /// Whether it is a year that is a paragraph by itself, over the entries of a chronicle.
    pub is_heading: bool,
    /// Whether it says of which day an agreement or the like is: 1978年8月12日|签署的条约.
    pub is_attribute: bool,
    /// Whether something is compared with what was then: 比|去年, 去年|同期.
    pub is_compared: bool,
    /// Whether something is from then on: 生于|1948年的作家, 1978年|以来.
    pub is_origin: bool,
    /// Whether it is a part of a name: 《1974年|贸易法》.
    pub is_named: bool,
    /// Whether it stands in quotation marks.
    pub is_quoted: bool,
    /// Whether it stands in what somebody says, told without them: 他说，….
    pub is_told: bool,
}

impl Place {
    fn is_dateline(self) -> bool {
        self.is_telegram || matches!(self.zone, Zone::Dateline | Zone::Credit)
    }
}

/// Why there is no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    /// No calendar has such a day: there is no date.
    NoSuchDay,
    /// The text does not say which: a date without a value.
    Unknown,
}

/// A year or month that the text set.
#[derive(Debug, Clone, Copy)]
struct Set<T> {
    value: T,
    sentence: usize,
    paragraph: u32,
    /// Whether it was said of an agreement or the like, so that later sentences do not go on from it.
    passing: bool,
}

impl<T> Set<T> {
    /// Whether it counts for an expression.
    fn holds_at(&self, place: Place) -> bool {
        let near =
            if self.passing { self.sentence == place.sentence } else { self.paragraph == place.paragraph };
        near && !place.is_dateline()
    }
}

/// What the text told last, from which 同年, 次日 and bare months and days go on.
#[derive(Debug, Clone, Copy, Default)]
struct Told {
    /// A year that was set.
    set: Option<Set<i16>>,
    /// The year of the last date, set or not.
    year: Option<i16>,
    month: Option<Set<(i16, i8)>>,
    /// The day that set the month, if a day did.
    of_month: Option<Date>,
    day: Option<Date>,
}

/// What earlier expressions of the article say to later ones.
pub(super) struct Resolver<'l> {
    calendar: Calendar<'l>,
    publication: Option<PublicationDate>,
    /// The day of the last dateline.
    dateline: Option<Date>,
    /// The day of the last telegram that running text quotes, and the paragraph up to whose end it counts.
    telegram: Option<(Date, u32)>,
    /// Whether the day of a dateline is being read, which counts from that of the paper.
    in_dateline: bool,
    told: Told,
    /// What was told before the quotation that is open.
    outside: Option<Told>,
    /// The day that was told before what somebody says without quotation marks.
    before_speech: Option<Option<Date>>,
    /// The year over the entries of a chronicle.
    heading: Option<i16>,
}

impl<'l> Resolver<'l> {
    pub fn new(calendar: Calendar<'l>, publication: Option<PublicationDate>) -> Self {
        Resolver {
            calendar,
            publication,
            dateline: None,
            telegram: None,
            in_dateline: false,
            told: Told::default(),
            outside: None,
            before_speech: None,
            heading: None,
        }
    }

    /// The value of an expression; `left` is the date from which it goes on (3日至|5日), with its anchor.
    pub fn resolve(
        &mut self,
        pieces: &[Piece],
        place: Place,
        left: Option<(Value, Anchor)>,
    ) -> Result<(Value, Anchor), Failure> {
        self.in_dateline = place.is_dateline();
        self.telegram = self.telegram.filter(|(_, paragraph)| *paragraph == place.paragraph);
        match self.outside {
            None if place.is_quoted => self.outside = Some(self.told),
            // 他说，“1948年10月1日…”。次日 goes on from what was told before.
            Some(told) if !place.is_quoted => {
                self.outside = None;
                // Where nothing was told before, 次日 may go on from it all the same, but no bare month.
                self.told = if told.year.is_some() { told } else { Told { set: None, ..self.told } };
            }
            _ => {}
        }
        if place.is_told {
            let day = self.told.day.or_else(|| self.base(Precision::Day).ok().map(|(day, _)| day));
            self.before_speech.get_or_insert(day);
        } else if let Some(day) = self.before_speech.take() {
            // 周总理说，去年7月他去过。当晚，…: on the day on which he said so.
            self.told.day = day;
        }
        let (value, anchor) = self.fold(pieces, place, left)?;
        self.remember(pieces, value, place, anchor);
        Ok((value, anchor))
    }

    fn fold(
        &self,
        pieces: &[Piece],
        place: Place,
        left: Option<(Value, Anchor)>,
    ) -> Result<(Value, Anchor), Failure> {
        let mut value: Option<Value> = None;
        let mut anchor = Anchor::None;
        for (at, piece) in pieces.iter().enumerate() {
            let next = pieces.get(at + 1).copied();
            match value {
                None => {
                    let (first, from) = self.first(*piece, next, place, left)?;
                    (value, anchor) = (Some(first), from);
                }
                Some(before) => value = Some(self.narrow(before, *piece, next, pieces[0])?),
            }
            if matches!(piece, Piece::OldYear(_)) {
                break;
            }
            // A day of the lunar month was read together with its month.
            if matches!((piece, next), (Piece::LunarMonth { .. }, Some(Piece::LunarDay(_)))) {
                break;
            }
        }
        let value = value.ok_or(Failure::Unknown)?;
        value.days().ok_or(Failure::NoSuchDay)?;
        Ok((value, anchor))
    }

    /// The day from which 今天 and 去年 count.
    fn base(&self, at_least: Precision) -> Result<(Date, Anchor), Failure> {
        let said = self.telegram.map(|(day, _)| day).or(self.dateline).filter(|_| !self.in_dateline);
        if let Some(day) = said {
            return Ok((day, Anchor::Dateline));
        }
        let publication = self.publication.filter(|publication| publication.precision >= at_least);
        publication.map(|publication| (publication.first, Anchor::Publication)).ok_or(Failure::Unknown)
    }

    /// The year that the sentence has set for what follows.
    fn set_in_sentence(&self, place: Place) -> Option<i16> {
        let is_near = |set: &Set<i16>| set.sentence == place.sentence && !set.passing && !place.is_dateline();
        self.told.set.filter(is_near).map(|set| set.value)
    }

    /// Whether a day of the month is one of those of which news speaks without a month; `again`: after another one.
    pub(super) fn is_recent(&self, day: u8, again: bool) -> bool {
        let Ok((base, _)) = self.base(Precision::Day) else { return false };
        let days = if again { RECENT_AGAIN } else { RECENT };
        days.into_iter().any(|by| {
            base.checked_add(by.days()).is_ok_and(|date| u8::try_from(date.day()).is_ok_and(|own| own == day))
        })
    }

    /// The value of the first piece.
    fn first(
        &self,
        piece: Piece,
        next: Option<Piece>,
        place: Place,
        left: Option<(Value, Anchor)>,
    ) -> Result<(Value, Anchor), Failure> {
        let own = |value| Ok((value, Anchor::None));
        match piece {
            Piece::Century(century) => own(Value::Century { digits: century.abs() - 1, before: century < 0 }),
            Piece::Year(year) => own(Value::Year(year)),
            Piece::OldYear(year) => own(Value::Year(year)),
            Piece::Event(day) => own(Value::Day(day)),
            Piece::Period { first, last } => {
                own(Value::Span { first: End::Year(first), last: End::Year(last) })
            }
            Piece::Decade { first, .. } if first >= 1000 => own(Value::Decade(first)),
            Piece::Decade { first, last } => {
                let (base, anchor) = self.base(Precision::Year)?;
                let century = base.year() / 100 * 100;
                // 90年代 in 2005 is the 1990s: a decade that has not begun is one of the century before, but 90年代 in 1988 is
                // the coming one, since those of the 19th century are written with it.
                let ahead = century + first - base.year();
                let is_past = ahead > 0 && (century > LAST_BARE_CENTURY || ahead > COMING_DECADE);
                let century = if is_past { century - 100 } else { century };
                Ok((decades(century + first, century + last), anchor))
            }
            Piece::ShortYear(number) => {
                let number = i16::from(number);
                if let Some((left, anchor)) = left
                    && let Some((year, _)) = left.end()
                {
                    // 1999/00: the end of the range is not before its beginning.
                    let same = year / 100 * 100 + number;
                    return Ok((Value::Year(if same < year { same + 100 } else { same }), anchor));
                }
                let (base, anchor) = self.base(Precision::Year)?;
                let century = (base.year() + LATEST_SHORT_YEAR) / 100 * 100;
                let year = century + number;
                let year = if year > base.year() + LATEST_SHORT_YEAR { year - 100 } else { year };
                Ok((Value::Year(year), anchor))
            }
            Piece::CycleYear(at) => self.cycle(60, at),
            Piece::AnimalYear(at) => self.cycle(12, at),
            Piece::Relative(distance) => self.relative(distance, place),
            Piece::RelativeSpan { unit, first, last } => {
                let at = |by| self.relative(Distance { unit, by, from: From::Day }, place);
                let ((from, anchor), (to, _)) = (at(first)?, at(last)?);
                Ok((span(from, to).ok_or(Failure::NoSuchDay)?, anchor))
            }
            Piece::Ago { unit, halves } => self.ago(unit, halves),
            Piece::RelativeSeason { year, season } => {
                let (base, anchor) = self.base(Precision::Year)?;
                if season == WINTER_TO_SPRING {
                    let first = End::PartOfYear(base.year() - 1, 24);
                    return Ok((Value::Span { first, last: End::PartOfYear(base.year(), 21) }, anchor));
                }
                // In January 今冬 is the winter that began the year before.
                let begun = i16::from(season == 24 && year == 0 && base.month() <= 3);
                Ok((Value::PartOfYear { year: base.year() + i16::from(year) - begun, part: season }, anchor))
            }
            Piece::FirstMonths(n) => {
                let (base, anchor) = self.base(Precision::Year)?;
                // The first eleven months in a January paper are those of the year that is over.
                let over = base.month() < i8::try_from(n).unwrap_or(12)
                    && self.publication.is_some_and(|date| date.precision > Precision::Year);
                let year = base.year() - i16::from(over);
                Ok((self.narrow(Value::Year(year), piece, None, piece)?, anchor))
            }
            Piece::Half(_) | Piece::Quarter(_) | Piece::FirstQuarters(_) | Piece::Part(Unit::Year) => {
                // 去年第二季度触底，第三季度回升; 2017年末比年初上升: of the year that the sentence has set.
                let is_next = match piece {
                    Piece::Half(_) | Piece::Quarter(_) => true,
                    Piece::Part(_) => !place.future,
                    _ => false,
                };
                // 为迎接2022年冬奥会，工程年底开通
                let is_over = |year: &i16| {
                    !matches!(piece, Piece::Part(_))
                        || self.base(Precision::Year).is_ok_and(|(day, _)| *year < day.year())
                };
                let said = || self.set_in_sentence(place).filter(|_| is_next).filter(is_over);
                let (year, anchor) = match left.and_then(|(left, anchor)| Some((left.end()?.0, anchor))) {
                    Some(left) => left,
                    None if let Some(year) = said() => (year, Anchor::Text),
                    None => self.base(Precision::Year).map(|(day, anchor)| (day.year(), anchor))?,
                };
                Ok((self.narrow(Value::Year(year), piece, None, piece)?, anchor))
            }
            Piece::Part(_) => {
                let (base, anchor) = self.base(Precision::Month)?;
                Ok((Value::Month(base.year(), base.month()), anchor))
            }
            Piece::Month(month) => {
                let day = match next {
                    Some(Piece::Day(day)) => Some(day),
                    _ => None,
                };
                let (year, anchor) = self.year_of(month, day, place, left)?;
                Ok((self.narrow(Value::Year(year), piece, next, piece)?, anchor))
            }
            Piece::Festival { month, day } => {
                let (year, anchor) = self.year_of(month, Some(day), place, left)?;
                Ok((self.narrow(Value::Year(year), piece, next, piece)?, anchor))
            }
            Piece::LunarMonth { .. }
            | Piece::LunarFestival { .. }
            | Piece::WeekdayFestival { .. }
            | Piece::EasterFestival(_)
            | Piece::SolarTerm(_) => self.nearest(piece, next, place),
            Piece::TenDays { .. } => {
                let (year, month, anchor) = match left.and_then(|(left, anchor)| Some((left.end()?, anchor)))
                {
                    Some(((year, month), anchor)) => (year, month, anchor),
                    None => {
                        let (base, anchor) = self.base(Precision::Month)?;
                        (base.year(), base.month(), anchor)
                    }
                };
                Ok((self.narrow(Value::Month(year, month), piece, next, piece)?, anchor))
            }
            Piece::Day(day) => self.day_of_month(day, place, left),
            Piece::Weekday(weekday) => self.weekday(weekday, place),
            _ => Err(Failure::Unknown),
        }
    }

    /// The value of a piece within the value before it.
    fn narrow(&self, value: Value, piece: Piece, next: Option<Piece>, head: Piece) -> Result<Value, Failure> {
        let day = |year, month, day| Date::new(year, month, day).map_err(|_| Failure::NoSuchDay);
        let signed = |number: u8| i8::try_from(number).map_err(|_| Failure::NoSuchDay);
        Ok(match (value, piece) {
            (value, Piece::Part(_)) => value,
            (Value::Century { digits, before: false }, Piece::Decade { first, last }) => {
                decades(digits * 100 + first, digits * 100 + last)
            }
            (Value::Year(year), Piece::Half(half)) => Value::PartOfYear { year, part: 39 + half },
            (Value::Year(year), Piece::Quarter(quarter)) => Value::PartOfYear { year, part: 32 + quarter },
            (Value::Year(year), Piece::Season(season)) => Value::PartOfYear { year, part: season },
            (Value::Year(year), Piece::FirstQuarters(n)) => {
                Value::Span { first: End::Month(year, 1), last: End::Month(year, signed(n * 3)?) }
            }
            (Value::Year(year), Piece::FirstMonths(n)) => {
                Value::Span { first: End::Month(year, 1), last: End::Month(year, signed(n)?) }
            }
            (Value::Year(year), Piece::Month(month)) => Value::Month(year, signed(month)?),
            (Value::Year(year), Piece::Festival { month, day: at }) => {
                Value::Day(day(year, signed(month)?, signed(at)?)?)
            }
            (Value::Year(year), Piece::LunarMonth { month, leap }) => {
                let days = self.calendar.month(year, month, leap);
                let (first, last) = days.ok_or(Failure::NoSuchDay)?;
                match next {
                    Some(Piece::LunarDay(at)) => {
                        let day = first.checked_add((i64::from(at) - 1).days());
                        Value::Day(day.ok().filter(|day| *day <= last).ok_or(Failure::NoSuchDay)?)
                    }
                    _ => Value::Days { first, last, granularity: Granularity::Month },
                }
            }
            (Value::Year(year), Piece::LunarFestival { month, day }) => {
                Value::Day(self.calendar.day(year, month, day).ok_or(Failure::NoSuchDay)?)
            }
            (Value::Year(year), Piece::Relative(Distance { unit: Unit::Day, by: 0, .. })) => {
                let (today, _) = self.base(Precision::Day)?;
                Value::Day(day(year, today.month(), today.day())?)
            }
            (Value::Year(year), Piece::SolarTerm(term)) => {
                Value::Day(self.calendar.solar_term(year, term).ok_or(Failure::NoSuchDay)?)
            }
            (Value::Year(year), Piece::WeekdayFestival { month, nth, weekday }) => {
                let first = day(year, signed(month)?, 1)?;
                Value::Day(nth_weekday(first, nth, signed(weekday)?).ok_or(Failure::NoSuchDay)?)
            }
            (Value::Year(year), Piece::EasterFestival(days)) => {
                let date = easter(year).ok_or(Failure::NoSuchDay)?;
                Value::Day(date.checked_add(i64::from(days).days()).map_err(|_| Failure::NoSuchDay)?)
            }
            (Value::Year(year), Piece::NthWeek(n)) => {
                // The week with 4 January is the first (ISO 8601).
                let monday = monday(day(year, 1, 4)?);
                week(monday.checked_add((i64::from(n) * 7 - 7).days()).map_err(|_| Failure::NoSuchDay)?)?
            }
            (Value::Month(year, month), Piece::NthWeek(n)) => {
                let first = nth_weekday(day(year, month, 1)?, n, 1).ok_or(Failure::NoSuchDay)?;
                week(first)?
            }
            (Value::Month(year, month), Piece::NthWeekday { nth, weekday }) => {
                Value::Day(nth_weekday(day(year, month, 1)?, nth, weekday).ok_or(Failure::NoSuchDay)?)
            }
            (value @ (Value::Month(..) | Value::Year(_)), Piece::FirstDays(n)) => {
                let (first, _) = value.days().ok_or(Failure::NoSuchDay)?;
                let last = first.checked_add((i64::from(n) - 1).days()).map_err(|_| Failure::NoSuchDay)?;
                days_or_day(first, last)
            }
            (value @ (Value::Month(..) | Value::Year(_)), Piece::LastDays(n)) => {
                let (_, last) = value.days().ok_or(Failure::NoSuchDay)?;
                let first = last.checked_sub((i64::from(n) - 1).days()).map_err(|_| Failure::NoSuchDay)?;
                days_or_day(first, last)
            }
            (Value::Month(year, month), Piece::TenDays { first, last }) => {
                let from = day(year, month, signed(first * 10 - 9)?)?;
                let to = if last == 3 { from.last_of_month() } else { day(year, month, signed(last * 10)?)? };
                Value::Days { first: from, last: to, granularity: Granularity::TenDays }
            }
            (Value::Month(year, month), Piece::Day(at)) => Value::Day(day(year, month, signed(at)?)?),
            (Value::Days { first, .. }, Piece::Weekday(weekday)) => {
                let day = first.checked_add((i64::from(weekday) - 1).days());
                Value::Day(day.map_err(|_| Failure::NoSuchDay)?)
            }
            (Value::Days { last, .. }, Piece::Weekend) => Value::Days {
                first: last.yesterday().map_err(|_| Failure::NoSuchDay)?,
                last,
                granularity: Granularity::Range,
            },
            // A month of an old year is a lunar one.
            (value, _) if matches!(head, Piece::OldYear(_)) => value,
            _ => return Err(Failure::NoSuchDay),
        })
    }

    fn remember(&mut self, pieces: &[Piece], value: Value, place: Place, anchor: Anchor) {
        let Place { sentence, paragraph, .. } = place;
        if let Value::Day(day) = value
            && place.is_dateline()
            && anchor != Anchor::Dateline
            && matches!(pieces.last(), Some(Piece::Day(_)))
        {
            // The dateline of a document that is printed again is not the newspaper's day.
            let fresh = self.publication.is_none_or(|publication| {
                publication.precision != Precision::Day || days_between(day, publication.first).abs() <= 60
            });
            if fresh && place.is_telegram {
                self.telegram = Some((day, paragraph));
            } else if fresh && (place.zone == Zone::Dateline || self.dateline.is_none()) {
                self.dateline = Some(day);
            }
        }
        if place.is_compared
            || place.is_named
            || matches!(pieces.first(), Some(Piece::Event(_) | Piece::Period { .. }))
        {
            return;
        }
        if place.is_origin {
            self.told.year = value.end().map(|(year, _)| year).or(self.told.year);
            return;
        }
        let unit = value.granularity();
        if matches!(unit, Granularity::Century | Granularity::Decade) {
            return;
        }
        let Some((mut year, month)) = value.end() else { return };
        if let Value::PartOfYear { year: of_winter, .. } = value {
            // The winter of 1978 ends in the year after, but 翌年 behind it is 1979.
            year = of_winter;
        }
        // 值此2014年新年来临之际, “五一”即将到来: the story is still of the year, or the month, before.
        let is_coming = || {
            let base = self.base(Precision::Day).ok();
            base.zip(value.days()).is_some_and(|((base, _), (first, _))| first > base)
        };
        if matches!(pieces, [.., Piece::Festival { .. } | Piece::LunarFestival { .. }]) && is_coming() {
            // 将于“中国航天日”当天出征
            if let (Value::Day(day), [_]) = (value, pieces) {
                self.told.day = Some(day);
            }
            return;
        }
        if place.is_heading {
            self.heading = Some(year);
        }
        // 重申1978年8月12日签署的条约: the story is not of that year.
        let passing = place.is_attribute && self.told.year.is_some_and(|told| told != year);
        let explicit = pieces.first().is_some_and(|piece| piece.is_year());
        if explicit || anchor == Anchor::Text {
            self.told.set = Some(Set { value: year, sentence, paragraph, passing });
        }
        if passing {
            return;
        }
        self.told.year = Some(year);
        if matches!(unit, Granularity::Day | Granularity::Month | Granularity::TenDays) {
            self.told.month = Some(Set { value: (year, month), sentence, paragraph, passing });
            self.told.of_month = match value {
                Value::Day(day) => Some(day),
                _ => None,
            };
        }
        // 1945年的今天 tells of a day, but 同日 behind it is the newspaper's.
        let is_anniversary = matches!(pieces, [_, Piece::Relative(Distance { unit: Unit::Day, by: 0, .. })]);
        if let Value::Day(day) = value
            && !(is_anniversary || place.is_attribute || place.future)
        {
            self.told.day = Some(day);
        }
    }
}

/// One or two decades.
fn decades(first: i16, last: i16) -> Value {
    if first == last {
        Value::Decade(first)
    } else {
        Value::Span { first: End::Decade(first), last: End::Decade(last) }
    }
}

/// From the beginning of one value to the end of another.
pub(super) fn span(first: Value, last: Value) -> Option<Value> {
    let end = |value| {
        Some(match value {
            Value::Decade(first) => End::Decade(first),
            Value::Year(year) => End::Year(year),
            Value::PartOfYear { year, part } => End::PartOfYear(year, part),
            Value::Month(year, month) => End::Month(year, month),
            _ => return None,
        })
    };
    let (from, to) = (first.days()?.0, last.days()?.1);
    if from >= to {
        return None;
    }
    Some(match (end(first), end(last)) {
        (Some(first), Some(last)) => Value::Span { first, last },
        _ => match (first, last) {
            (Value::Span { first, .. }, _) if end(last).is_some() => Value::Span { first, last: end(last)? },
            _ => Value::Days { first: from, last: to, granularity: Granularity::Range },
        },
    })
}

fn week(monday: Date) -> Result<Value, Failure> {
    let last = monday.checked_add(6.days()).map_err(|_| Failure::NoSuchDay)?;
    Ok(Value::Days { first: monday, last, granularity: Granularity::Week })
}

fn monday(day: Date) -> Date {
    day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).unwrap_or(day)
}

/// The nth weekday of the month that begins on `first`; the last for 0.
fn nth_weekday(first: Date, nth: u8, weekday: i8) -> Option<Date> {
    let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
    let nth = if nth == 0 { -1 } else { i8::try_from(nth).ok()? };
    first.nth_weekday_of_month(nth, weekday).ok()
}

/// A range of days; 最后一天 is one day.
fn days_or_day(first: Date, last: Date) -> Value {
    if first == last {
        Value::Day(first)
    } else {
        Value::Days { first, last, granularity: Granularity::Range }
    }
}

/// Easter Sunday of the western churches.
///
/// # Source
/// Meeus, Astronomical Algorithms (1991), chapter 8, for the Gregorian calendar.
fn easter(year: i16) -> Option<Date> {
    let year_number = i32::from(year);
    let (century, of_century, golden) = (year_number / 100, year_number % 100, year_number % 19);
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    let to_sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * to_sunday) / 451;
    let days = epact + to_sunday - 7 * late + 114;
    Date::new(year, i8::try_from(days / 31).ok()?, i8::try_from(days % 31 + 1).ok()?).ok()
}

fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}
