//! Days, months and years as groups.

use bangjiao_document::{Precision, PublicationDate};
use jiff::civil::Date;

/// The length of a period.
///
/// ```
/// use bangjiao_statistics::Unit;
/// use jiff::civil::date;
/// assert_eq!(Unit::Month.label(date(1971, 10, 25)), "1971-10");
/// assert_eq!(Unit::Month.days(date(1972, 2, 9)), (date(1972, 2, 1), date(1972, 2, 29)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// A day.
    Day,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
}

impl Unit {
    /// Every length.
    pub const ALL: &'static [Unit] = &[Unit::Day, Unit::Month, Unit::Year];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Unit::Day => "day",
            Unit::Month => "month",
            Unit::Year => "year",
        }
    }

    /// The first and the last day of the period in which a day lies.
    pub fn days(self, day: Date) -> (Date, Date) {
        match self {
            Unit::Day => (day, day),
            Unit::Month => (day.first_of_month(), day.last_of_month()),
            Unit::Year => (day.first_of_year(), day.last_of_year()),
        }
    }

    /// The name of the period in which a day lies: `1971-10-25`, `1971-10`, `1971`.
    pub fn label(self, day: Date) -> String {
        match self {
            Unit::Day => day.to_string(),
            Unit::Month => format!("{:04}-{:02}", day.year(), day.month()),
            Unit::Year => format!("{:04}", day.year()),
        }
    }

    /// Whether a date is known so far that it tells the period.
    pub fn is_known(self, date: PublicationDate) -> bool {
        date.precision
            >= match self {
                Unit::Day => Precision::Day,
                Unit::Month => Precision::Month,
                Unit::Year => Precision::Year,
            }
    }
}

/// Number of days from one day to another, both included; 0 where the second is earlier.
pub(crate) fn n_days(first: Date, last: Date) -> i64 {
    let days = last.duration_since(first).as_hours() / 24;
    (days + 1).max(0)
}
