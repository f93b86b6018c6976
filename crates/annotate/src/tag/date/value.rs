//! What a date says: its EDTF value and the days that it covers.

use std::fmt::{self, Write as _};

use bangjiao_document::Granularity;
use jiff::ToSpan;
use jiff::civil::Date;

/// A resolved date.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Value {
    /// The first two digits of its years; before the common era those of its negative years.
    Century {
        digits: i16,
        before: bool,
    },
    /// Its first year.
    Decade(i16),
    Year(i16),
    /// Season, quarter or half of a year by its number in EDTF: 21 to 24, 33 to 36, 40 and 41.
    PartOfYear {
        year: i16,
        part: u8,
    },
    Month(i16, i8),
    Day(Date),
    /// From one day to another.
    Days {
        first: Date,
        last: Date,
        granularity: Granularity,
    },
    /// From one unit to another: years, months, decades.
    Span {
        first: Unit,
        last: Unit,
    },
}

/// An end of a [`Value::Span`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Unit {
    Decade(i16),
    Year(i16),
    PartOfYear(i16, u8),
    Month(i16, i8),
}

impl Unit {
    fn value(self) -> Value {
        match self {
            Unit::Decade(first) => Value::Decade(first),
            Unit::Year(year) => Value::Year(year),
            Unit::PartOfYear(year, part) => Value::PartOfYear { year, part },
            Unit::Month(year, month) => Value::Month(year, month),
        }
    }
}

/// First month of each part of a year and number of its months; winter begins in its year.
///
/// # Source
/// Library of Congress, Extended Date/Time Format, level 2, "Sub-year groupings".
fn months_of(part: u8) -> Option<(i8, i32)> {
    Some(match part {
        21 => (3, 3),
        22 => (6, 3),
        23 => (9, 3),
        24 => (12, 3),
        33 => (1, 3),
        34 => (4, 3),
        35 => (7, 3),
        36 => (10, 3),
        40 => (1, 6),
        41 => (7, 6),
        _ => return None,
    })
}

impl Value {
    /// The first and the last day; `None` beyond the calendar.
    pub fn days(self) -> Option<(Date, Date)> {
        let years =
            |first: i16, last: i16| Some((Date::new(first, 1, 1).ok()?, Date::new(last, 12, 31).ok()?));
        match self {
            Value::Century { digits, before: false } => years(digits * 100, digits * 100 + 99),
            Value::Century { digits, before: true } => years(-digits * 100 - 99, -digits * 100),
            Value::Decade(first) => years(first, first + 9),
            Value::Year(year) => years(year, year),
            Value::PartOfYear { year, part } => {
                let (month, n) = months_of(part)?;
                let first = Date::new(year, month, 1).ok()?;
                let last = first.checked_add(n.months()).ok()?.yesterday().ok()?;
                Some((first, last))
            }
            Value::Month(year, month) => {
                let first = Date::new(year, month, 1).ok()?;
                Some((first, first.last_of_month()))
            }
            Value::Day(day) => Some((day, day)),
            Value::Days { first, last, .. } => Some((first, last)),
            Value::Span { first, last } => Some((first.value().days()?.0, last.value().days()?.1)),
        }
    }

    /// The unit of the value.
    pub fn granularity(self) -> Granularity {
        match self {
            Value::Century { .. } => Granularity::Century,
            Value::Decade(_) => Granularity::Decade,
            Value::Year(_) => Granularity::Year,
            Value::PartOfYear { part: ..30, .. } => Granularity::Season,
            Value::PartOfYear { part: ..40, .. } => Granularity::Quarter,
            Value::PartOfYear { .. } => Granularity::Half,
            Value::Month(..) => Granularity::Month,
            Value::Day(_) => Granularity::Day,
            Value::Days { granularity, .. } => granularity,
            Value::Span { .. } => Granularity::Range,
        }
    }

    /// The value as text, with room for `~` and `/..`; a day, the commonest, without the formatting machinery.
    pub fn to_edtf(self) -> String {
        let mut text = String::with_capacity(24);
        match self {
            Value::Day(day) if day.year() >= 1000 => push_day(&mut text, day),
            Value::Year(year @ 1000..) => push_number(&mut text, year, 1000),
            Value::Month(year @ 1000.., month) => {
                push_number(&mut text, year, 1000);
                text.push('-');
                push_number(&mut text, month.into(), 10);
            }
            _ => {
                let _ = write!(text, "{self}");
            }
        }
        text
    }

    /// The year and month in which it ends.
    pub fn end(self) -> Option<(i16, i8)> {
        self.days().map(|(_, last)| (last.year(), last.month()))
    }
}

fn push_day(text: &mut String, day: Date) {
    push_number(text, day.year(), 1000);
    text.push('-');
    push_number(text, day.month().into(), 10);
    text.push('-');
    push_number(text, day.day().into(), 10);
}

/// Appends a number with leading zeros; `power` is that of its first digit.
fn push_number(text: &mut String, number: i16, mut power: i16) {
    while power > 0 {
        let digit = u8::try_from(number / power % 10).unwrap_or(0);
        text.push(char::from(b'0' + digit));
        power /= 10;
    }
}

/// A year with four digits; years before the common era have a sign.
struct FourDigits(i16);

impl fmt::Display for FourDigits {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(formatter, "{sign}{:04}", self.0.unsigned_abs())
    }
}

fn write_day(formatter: &mut fmt::Formatter<'_>, day: Date) -> fmt::Result {
    write!(formatter, "{}-{:02}-{:02}", FourDigits(day.year()), day.month(), day.day())
}

impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Value::Century { digits, before } => {
                write!(formatter, "{}{digits:02}XX", if before { "-" } else { "" })
            }
            Value::Decade(first) => write!(formatter, "{:03}X", first / 10),
            Value::Year(year) => write!(formatter, "{}", FourDigits(year)),
            Value::PartOfYear { year, part } => write!(formatter, "{}-{part:02}", FourDigits(year)),
            Value::Month(year, month) => write!(formatter, "{}-{month:02}", FourDigits(year)),
            Value::Day(day) => write_day(formatter, day),
            Value::Days { first, last, .. } => {
                write_day(formatter, first)?;
                formatter.write_str("/")?;
                write_day(formatter, last)
            }
            Value::Span { first, last } => write!(formatter, "{}/{}", first.value(), last.value()),
        }
    }
}

#[cfg(test)]
mod tests {
    use bangjiao_document::Granularity;
    use jiff::civil::date;

    use super::{Unit, Value};

    #[test]
    fn values_are_written_as_edtf_and_cover_their_days() {
        for (value, text, first, last) in [
            (Value::Century { digits: 20, before: false }, "20XX", date(2000, 1, 1), date(2099, 12, 31)),
            (Value::Century { digits: 2, before: true }, "-02XX", date(-299, 1, 1), date(-200, 12, 31)),
            (Value::Decade(1990), "199X", date(1990, 1, 1), date(1999, 12, 31)),
            (Value::Year(-220), "-0220", date(-220, 1, 1), date(-220, 12, 31)),
            (Value::PartOfYear { year: 1997, part: 24 }, "1997-24", date(1997, 12, 1), date(1998, 2, 28)),
            (Value::PartOfYear { year: 1997, part: 41 }, "1997-41", date(1997, 7, 1), date(1997, 12, 31)),
            (Value::Day(date(1996, 7, 5)), "1996-07-05", date(1996, 7, 5), date(1996, 7, 5)),
            (Value::Month(1996, 2), "1996-02", date(1996, 2, 1), date(1996, 2, 29)),
            (
                Value::Span { first: Unit::Month(1998, 1), last: Unit::Month(1998, 5) },
                "1998-01/1998-05",
                date(1998, 1, 1),
                date(1998, 5, 31),
            ),
        ] {
            assert_eq!((value.to_string().as_str(), value.to_edtf().as_str()), (text, text));
            assert_eq!(value.days(), Some((first, last)), "{text}");
        }
        let week =
            Value::Days { first: date(1998, 1, 5), last: date(1998, 1, 11), granularity: Granularity::Week };
        assert_eq!(week.to_string(), "1998-01-05/1998-01-11");
    }
}
