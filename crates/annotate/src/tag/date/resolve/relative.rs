//! Words that count from the article's day or from the last date: 去年, 次日, 三年前, 虎年.

use bangjiao_document::{Anchor, Precision};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::{Failure, Place, Resolver, days_between, monday, week};
use crate::tag::date::piece::{AgoUnit, Distance, From, Piece, Unit};
use crate::tag::date::value::Value;

/// The middle of a month.
const MIDDLE: i8 = 15;

impl Resolver<'_> {
    /// 去年, 本月, 昨天, 次日.
    pub(super) fn relative(&self, distance: Distance, place: Place) -> Result<(Value, Anchor), Failure> {
        let Distance { unit, by, from } = distance;
        let at_least = match unit {
            Unit::Day | Unit::Week => Precision::Day,
            Unit::Month | Unit::Quarter => Precision::Month,
            _ => Precision::Year,
        };
        let first = |year| Date::new(year, 1, 1).map_err(|_| Failure::Unknown);
        let (day, anchor) = match from {
            // 5月份增长8%，比上月加快
            From::Day if unit == Unit::Month && by < 0 && place.is_compared => {
                let (base, anchor) = self.base(at_least)?;
                let told = self.told.month.filter(|told| told.holds_at(place)).map(|told| told.value);
                let told = told.filter(|told| *told < (base.year(), base.month()));
                match told.and_then(|(year, month)| Date::new(year, month, 1).ok()) {
                    Some(month) => (month, Anchor::Text),
                    None => (base, anchor),
                }
            }
            From::Day => self.base(at_least)?,
            From::TextOrDay if self.told.year.is_none() => self.base(at_least)?,
            From::SentenceOrDay => match self.set_in_sentence(place) {
                Some(year) => (first(year)?, Anchor::Text),
                None => self.base(at_least)?,
            },
            From::Text if unit == Unit::Day => {
                // 今天是清明。1940年5月他殉国，当日…: of which day of that month nobody says.
                let is_here = |day: &Date| {
                    let told = self.told.month.filter(|told| told.sentence == place.sentence);
                    told.is_some_and(|told| told.value == (day.year(), day.month()))
                };
                let is_of = |day: &Date| {
                    self.set_in_sentence(place).is_none_or(|year| year == day.year()) || is_here(day)
                };
                (self.told.day.filter(is_of).ok_or(Failure::Unknown)?, Anchor::Text)
            }
            From::Text if unit == Unit::Month => {
                let (year, month) = self.told.month.ok_or(Failure::Unknown)?.value;
                (Date::new(year, month, 1).map_err(|_| Failure::Unknown)?, Anchor::Text)
            }
            From::Text | From::TextOrDay => {
                let year = self.told.year.ok_or(Failure::Unknown)?;
                (first(year)?, Anchor::Text)
            }
        };
        let far = |_| Failure::NoSuchDay;
        let value = match unit {
            Unit::Century => Value::Century { digits: day.year() / 100 + by, before: false },
            Unit::Decade => Value::Decade(day.year() / 10 * 10 + by * 10),
            Unit::Year => Value::Year(day.year() + by),
            Unit::Quarter => {
                let number = i32::from(day.year()) * 4 + i32::from((day.month() - 1) / 3) + i32::from(by);
                let year = i16::try_from(number.div_euclid(4)).map_err(|_| Failure::NoSuchDay)?;
                let quarter = u8::try_from(number.rem_euclid(4)).map_err(|_| Failure::NoSuchDay)?;
                Value::PartOfYear { year, part: 33 + quarter }
            }
            Unit::Month => {
                let moved = day.first_of_month().checked_add(i64::from(by).months()).map_err(far)?;
                Value::Month(moved.year(), moved.month())
            }
            Unit::Week => week(monday(day).checked_add((i64::from(by) * 7).days()).map_err(far)?)?,
            _ if by == 0 => Value::Day(day),
            _ => Value::Day(day.checked_add(i64::from(by).days()).map_err(far)?),
        };
        Ok((value, anchor))
    }

    /// 三年前: the year, month, week or day so far away.
    pub(super) fn ago(&self, unit: AgoUnit, halves: i16) -> Result<(Value, Anchor), Failure> {
        let far = |_| Failure::NoSuchDay;
        let n = i64::from(halves) / 2;
        match unit {
            AgoUnit::Year if halves % 2 == 0 => {
                let (base, anchor) = self.base(Precision::Year)?;
                Ok((Value::Year(base.year() + halves / 2), anchor))
            }
            AgoUnit::Year | AgoUnit::Month => {
                let months = if unit == AgoUnit::Year { i64::from(halves) * 6 } else { n };
                let at_least = if unit == AgoUnit::Year { Precision::Year } else { Precision::Month };
                let (base, anchor) = self.base(at_least)?;
                let moved = base.first_of_month().checked_add(months.months()).map_err(far)?;
                Ok((Value::Month(moved.year(), moved.month()), anchor))
            }
            AgoUnit::Week => {
                let (base, anchor) = self.base(Precision::Day)?;
                Ok((week(monday(base).checked_add((n * 7).days()).map_err(far)?)?, anchor))
            }
            AgoUnit::Day => {
                let (base, anchor) = self.base(Precision::Day)?;
                Ok((Value::Day(base.checked_add(n.days()).map_err(far)?), anchor))
            }
        }
    }

    /// The year of a cycle that is nearest to the article's.
    pub(super) fn cycle(&self, length: i16, at: u8) -> Result<(Value, Anchor), Failure> {
        let (base, anchor) = self.base(Precision::Year)?;
        // The year 4 was the first of the cycle of sixty (甲子) and of twelve (鼠).
        let ahead = (i16::from(at) - (base.year() - 4)).rem_euclid(length);
        let by = if ahead > length / 2 { ahead - length } else { ahead };
        Ok((Value::Year(base.year() + by), anchor))
    }

    /// A lunar date or a festival that moves, in the year in which it is nearest to the anchor.
    pub(super) fn nearest(
        &self,
        piece: Piece,
        next: Option<Piece>,
        place: Place,
    ) -> Result<(Value, Anchor), Failure> {
        let base = self.base(Precision::Year);
        // 1984年春天，…元宵节; 今年2月，春节前夕: the year, or the month, that the sentence has told.
        let said = |sentence: usize| sentence == place.sentence && !place.is_dateline();
        let (base, anchor, years) = match (self.told.month.as_ref(), self.told.set.as_ref(), base) {
            (Some(month), _, _) if said(month.sentence) => {
                let (year, month) = month.value;
                let middle = Date::new(year, month, MIDDLE).map_err(|_| Failure::NoSuchDay)?;
                (middle, Anchor::Text, -1..=1)
            }
            (_, Some(year), base)
                if said(year.sentence) && base.as_ref().is_ok_and(|(base, _)| base.year() != year.value) =>
            {
                (Date::new(year.value, 1, 1).map_err(|_| Failure::NoSuchDay)?, Anchor::Text, 0..=0)
            }
            (_, _, base) => {
                let (base, anchor) = base?;
                let known = self.publication.is_some_and(|date| date.precision == Precision::Day)
                    || self.dateline.is_some();
                (base, anchor, if known { -1..=1 } else { 0..=0 })
            }
        };
        let candidates =
            years.filter_map(|by| self.narrow(Value::Year(base.year() + by), piece, next, piece).ok());
        let distance =
            |value: &Value| value.days().map_or(i64::MAX, |(day, _)| days_between(base, day).abs());
        let value = candidates.min_by_key(distance).ok_or(Failure::NoSuchDay)?;
        Ok((value, anchor))
    }

    /// A bare weekday: the last one, that day included, or the next after 将于.
    pub(super) fn weekday(&self, weekday: i8, place: Place) -> Result<(Value, Anchor), Failure> {
        let (base, anchor) = match place.bracket {
            Some(day) => (day, Anchor::Text),
            None => self.base(Precision::Day)?,
        };
        let name = Weekday::from_monday_one_offset(weekday).map_err(|_| Failure::NoSuchDay)?;
        let back = i64::from(base.weekday().since(name));
        let by = if place.future && place.bracket.is_none() { (7 - back) % 7 } else { -back };
        let day = base.checked_add(by.days()).map_err(|_| Failure::NoSuchDay)?;
        Ok((Value::Day(day), anchor))
    }
}
