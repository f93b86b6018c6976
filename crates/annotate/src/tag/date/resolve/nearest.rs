//! The year of a month and the month of a day that stand alone.

use bangjiao_document::{Anchor, Precision};
use jiff::civil::Date;

use super::{
    EARLIEST_PAST, EARLY_DAY, Failure, LATE_DAY, LATEST_DATELINE, LATEST_FUTURE, LATEST_FUTURE_DAY,
    LATEST_NEWS, MONTH, NEWS, Place, Resolver, days_between,
};
use crate::tag::date::value::Value;

/// The last month of a year.
const MONTHS: i8 = 12;

/// The last day that every month has.
const LAST_OF_ALL: i8 = 28;

/// Days from the anchor of which news speaks without a month, though its sentence has told another.
const RECENT_NEWS: std::ops::RangeInclusive<i64> = -9..=2;

/// A month and day is at most so many days after the anchor where its sentence speaks of a year to come.
const LATEST_PLAN: i64 = 2;

/// A month up to this one, behind a December in its sentence, is of the next year.
const OVER_NEW_YEAR: i8 = 2;

impl Resolver<'_> {
    /// The year of a month or of a month and day.
    pub(super) fn year_of(
        &self,
        month: u8,
        day: Option<u8>,
        place: Place,
        left: Option<(Value, Anchor)>,
    ) -> Result<(i16, Anchor), Failure> {
        let month = i8::try_from(month).map_err(|_| Failure::NoSuchDay)?;
        // 将于八月 on 22 August is this month, which is not over.
        let bare = if place.future { LAST_OF_ALL } else { 1 };
        let day = day.map_or(Ok(bare), i8::try_from).map_err(|_| Failure::NoSuchDay)?;
        if let Some((left, anchor)) = left
            && let Some((year, last)) = left.end()
        {
            // 12月至1月 goes over the end of the year.
            return Ok((year + i16::from(month < last), anchor));
        }
        // 2000年奥运会筹委会今天（4月23日）成立
        if let Some(today) = place.bracket
            && Date::new(today.year(), month, day).is_ok_and(|date| days_between(today, date).abs() <= 1)
        {
            return self.base(Precision::Year).map(|(_, anchor)| (today.year(), anchor));
        }
        let near = self.base(Precision::Year).map(|(base, anchor)| {
            let known = self.dateline.is_some()
                || self.publication.is_some_and(|date| date.precision == Precision::Day);
            let latest = if place.is_dateline() { LATEST_DATELINE } else { LATEST_FUTURE };
            let year = if known { nearest_year(base, month, day, latest, place.future) } else { base.year() };
            (year, anchor, base)
        });
        let said = self.told.set.filter(|year| year.holds_at(place));
        if let (None, Some(year), false) = (said, self.heading, place.is_dateline()) {
            return Ok((year, Anchor::Text));
        }
        match (said, near) {
            (Some(said), Ok((year, anchor, base))) => {
                let news =
                    Date::new(year, month, day).is_ok_and(|date| days_between(base, date).abs() <= NEWS);
                // 将于10月 is not of a year that is over: 1972年签署的条约是基石。双方将于10月会晤。
                let coming = place.future && said.value < base.year();
                // 去年11月，…。1月7日: the story has gone on into the article's year.
                let goes_on = said.value + 1 == base.year()
                    && self.told.month.is_some_and(|told| told.value.0 == said.value && month < told.value.1)
                    && Date::new(base.year(), month, day).is_ok_and(|date| date <= base);
                // 去年12月下降，1月回升
                let is_next_year = said.sentence == place.sentence
                    && month <= OVER_NEW_YEAR
                    && self.told.month.is_some_and(|told| {
                        told.sentence == place.sentence && told.value == (said.value, MONTHS)
                    })
                    && Date::new(said.value + 1, month, day).is_ok_and(|date| date <= base);
                // 一九六一年贸易议定书十一月三十日签字, in the paper of 1 December 1960
                let is_plan = said.value > base.year()
                    && !place.future
                    && Date::new(year, month, day)
                        .is_ok_and(|date| (-MONTH..=LATEST_PLAN).contains(&days_between(base, date)));
                if said.sentence != place.sentence && (news || coming || goes_on) || is_plan {
                    Ok((year, anchor))
                } else {
                    Ok((said.value + i16::from(is_next_year), Anchor::Text))
                }
            }
            (Some(said), Err(_)) => Ok((said.value, Anchor::Text)),
            (None, Ok((year, anchor, base))) => {
                // 一九八九年大事记 of late December: its January is over.
                let is_review =
                    self.told.set.is_some_and(|set| set.paragraph == 0 && set.value == base.year());
                Ok((if is_review && !place.future { year.min(base.year()) } else { year }, anchor))
            }
            (None, Err(failure)) => Err(failure),
        }
    }

    /// A bare day of the month.
    pub(super) fn day_of_month(
        &self,
        number: u8,
        place: Place,
        left: Option<(Value, Anchor)>,
    ) -> Result<(Value, Anchor), Failure> {
        let day = i8::try_from(number).map_err(|_| Failure::NoSuchDay)?;
        let on = |year, month| Date::new(year, month, day).ok();
        if let Some((left, anchor)) = left
            && let Some((first, last)) = left.days()
        {
            // 28日至2日 goes over the end of the month.
            let date = on(last.year(), last.month()).filter(|date| *date >= first).or_else(|| {
                let next = last.last_of_month().tomorrow().ok()?;
                on(next.year(), next.month())
            });
            return Ok((Value::Day(date.ok_or(Failure::NoSuchDay)?), anchor));
        }
        let near = self.base(Precision::Day).map(|(base, anchor)| {
            let latest = match (place.is_dateline(), place.future) {
                (true, _) => LATEST_DATELINE,
                (false, true) => 31,
                (false, false) => LATEST_FUTURE_DAY,
            };
            (nearest_month(base, day, latest, place.future), anchor, base)
        });
        let said = self.told.month.filter(|month| month.holds_at(place));
        let said = said.and_then(|said| Some((on(said.value.0, said.value.1)?, said.sentence)));
        // 4月30日抵京；1日游览长城
        let is_over = |told: &Date| {
            let is_told =
                near.as_ref().is_ok_and(|(_, _, base)| days_between(*base, *told) <= LATEST_DATELINE);
            let is_in = said.is_some_and(|(date, _)| date.first_of_month() == told.first_of_month());
            told.day() >= LATE_DAY && day <= EARLY_DAY && is_told && is_in
        };
        let over = self.told.day.filter(is_over);
        let next = over.and_then(|told| {
            let next = told.last_of_month().tomorrow().ok()?;
            on(next.year(), next.month())
        });
        let said = match (said, next) {
            (Some((_, sentence)), Some(next)) => Some((next, sentence)),
            (said, _) => said,
        };
        match (said, near) {
            (Some((date, sentence)), Ok((Some(other), anchor, base))) => {
                let ahead = days_between(base, other);
                let news = ahead.abs() <= NEWS;
                // 5月2日双方开战。21日，英军登陆: the story goes on, where the article's month would be a guess.
                let is_next =
                    self.told.day.is_some_and(|told| told < date && days_between(told, date) < MONTH);
                let is_guess = ahead > 0 || ahead < LATEST_NEWS && sentence + 1 == place.sentence;
                let goes_on = is_next && is_guess && !place.future && date <= base;
                // 明年2月举行，李洛渊12日表示; 4日表示，中方28日收到; 上月25日…，4日再次: news where the month told
                // is to come, or would lead back; but 3月3日开幕，26日闭幕.
                let leads = self.told.of_month;
                let is_ahead = date > base && !place.will && leads.is_none_or(|told| told <= base);
                let is_back = leads.is_some_and(|told| date < told && told < other);
                let is_news = RECENT_NEWS.contains(&ahead) && !place.future && (is_ahead || is_back);
                // 12月31日到达，将于8日离开
                let is_over = place.future && date < base && leads.is_none_or(|told| date < told);
                if sentence != place.sentence && news && !goes_on || is_news || is_over {
                    Ok((Value::Day(other), anchor))
                } else {
                    Ok((Value::Day(date), Anchor::Text))
                }
            }
            (Some((date, _)), _) => Ok((Value::Day(date), Anchor::Text)),
            (None, Ok((date, anchor, _))) => Ok((Value::Day(date.ok_or(Failure::NoSuchDay)?), anchor)),
            (None, Err(failure)) => Err(failure),
        }
    }
}

/// The year in which a month and day lie nearest to the anchor, seldom after it.
fn nearest_year(anchor: Date, month: i8, day: i8, latest: i64, future: bool) -> i16 {
    let this = anchor.year();
    // 2月29日 may exist in one of the years only; its month then decides.
    let exists = |year: i16| Date::new(year, month, day).is_ok();
    let date = |year: i16| Date::new(year, month, day).or_else(|_| Date::new(year, month, 1));
    let Ok(ahead) = date(this).map(|date| days_between(anchor, date)) else { return this };
    // 将于7月3日至6日 in the paper of the 5th.
    let year = if future && ahead < -NEWS {
        this + 1
    } else if ahead > latest && !future {
        this - 1
    } else if ahead < EARLIEST_PAST {
        this + 1
    } else {
        this
    };
    if exists(year) { year } else { (1..8).map(|by| year - by).find(|year| exists(*year)).unwrap_or(year) }
}

/// The day with this number that lies nearest to the anchor, seldom after it.
fn nearest_month(anchor: Date, day: i8, latest: i64, future: bool) -> Option<Date> {
    let on = |month: Date| Date::new(month.year(), month.month(), day).ok();
    let this = on(anchor);
    if let Some(date) = this.filter(|date| days_between(anchor, *date) <= latest) {
        let ahead = days_between(anchor, date);
        if future && ahead < 0 {
            return on(anchor.last_of_month().tomorrow().ok()?).or(Some(date));
        }
        return Some(date);
    }
    // 31日 on 6 July: June has none.
    on(anchor.first_of_month().yesterday().ok()?).or(this)
}
