use std::fmt;
use std::str::FromStr;

use bangjiao_document::PublicationDate;
use jiff::civil::Date;

/// A division of time into periods that follow one another without gaps.
///
/// A period has a number, and a later one a larger number. A cut date belongs to the later period.
///
/// ```
/// use bangjiao_graph::Periods;
/// use jiff::civil::date;
/// let periods: Periods = "1971-10-25,1989-06-04".parse()?;
/// let number = periods.number(date(1971, 10, 25));
/// assert_eq!((number, periods.label(number)), (1, "1971-10-25..1989-06-03".to_owned()));
/// let quarters: Periods = "quarter".parse()?;
/// assert_eq!(quarters.label(quarters.number(date(1972, 2, 28))), "1972-Q1");
/// # Ok::<(), String>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Periods(Division);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Division {
    /// By the calendar.
    Every(Unit),
    /// At these days: not empty, sorted, none twice.
    Cuts(Vec<Date>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Month,
    Quarter,
    Half,
    Year,
    Decade,
}

impl Unit {
    const ALL: [Unit; 5] = [Unit::Year, Unit::Half, Unit::Quarter, Unit::Month, Unit::Decade];

    fn as_str(self) -> &'static str {
        match self {
            Unit::Month => "month",
            Unit::Quarter => "quarter",
            Unit::Half => "half",
            Unit::Year => "year",
            Unit::Decade => "decade",
        }
    }

    fn n_months(self) -> i32 {
        match self {
            Unit::Month => 1,
            Unit::Quarter => 3,
            Unit::Half => 6,
            Unit::Year => 12,
            Unit::Decade => 120,
        }
    }
}

impl Default for Division {
    fn default() -> Self {
        Division::Every(Unit::Year)
    }
}

impl Periods {
    /// The number of the period that holds a day: the year where years are counted.
    pub fn number(&self, day: Date) -> i32 {
        match &self.0 {
            Division::Every(unit) => {
                let months = i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
                months.div_euclid(unit.n_months())
            }
            Division::Cuts(cuts) => {
                i32::try_from(cuts.partition_point(|cut| *cut <= day)).unwrap_or(i32::MAX)
            }
        }
    }

    /// The number of the period that holds every day that a date covers; `None` where there is none: an article of which
    /// only the year is known belongs to a decade and to a year, but to no month.
    pub fn of(&self, date: PublicationDate) -> Option<i32> {
        let number = self.number(date.first);
        (number == self.number(date.last())).then_some(number)
    }

    /// The first day of a period; `None` before the first cut, and beyond the calendar.
    pub fn first_day(&self, number: i32) -> Option<Date> {
        match &self.0 {
            Division::Every(unit) => {
                let months = number.checked_mul(unit.n_months())?;
                let year = i16::try_from(months.div_euclid(12)).ok()?;
                Date::new(year, i8::try_from(months.rem_euclid(12) + 1).ok()?, 1).ok()
            }
            Division::Cuts(cuts) => cuts.get(usize::try_from(number.checked_sub(1)?).ok()?).copied(),
        }
    }

    /// The last day of a period; `None` after the last cut, and beyond the calendar.
    pub fn last_day(&self, number: i32) -> Option<Date> {
        self.first_day(number.checked_add(1)?)?.yesterday().ok()
    }

    /// What tables call a period: `1972`, `1972-H1`, `1972-Q1`, `1972-02`, `1970s`, or its days as `--where date=` takes
    /// them. The texts sort as the periods do.
    pub fn label(&self, number: i32) -> String {
        let months = |unit: Unit| number.saturating_mul(unit.n_months());
        let year = |unit| months(unit).div_euclid(12);
        match &self.0 {
            Division::Every(Unit::Year) => format!("{number:04}"),
            Division::Every(Unit::Decade) => format!("{:04}s", year(Unit::Decade)),
            Division::Every(Unit::Half) => format!("{:04}-H{}", year(Unit::Half), number.rem_euclid(2) + 1),
            Division::Every(Unit::Quarter) => {
                format!("{:04}-Q{}", year(Unit::Quarter), number.rem_euclid(4) + 1)
            }
            Division::Every(Unit::Month) => {
                format!("{:04}-{:02}", year(Unit::Month), number.rem_euclid(12) + 1)
            }
            Division::Cuts(_) => {
                let day = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
                format!("{}..{}", day(self.first_day(number)), day(self.last_day(number)))
            }
        }
    }
}

impl fmt::Display for Periods {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Division::Every(unit) => formatter.write_str(unit.as_str()),
            Division::Cuts(cuts) => {
                let cuts: Vec<String> = cuts.iter().map(Date::to_string).collect();
                formatter.write_str(&cuts.join(","))
            }
        }
    }
}

impl FromStr for Periods {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(unit) = Unit::ALL.into_iter().find(|unit| unit.as_str() == text) {
            return Ok(Periods(Division::Every(unit)));
        }
        let cut = |cut: &str| {
            let date = PublicationDate::parse(cut.trim()).and_then(PublicationDate::exact);
            date.ok_or_else(|| {
                format!("{cut:?} is no day; write year, half, quarter, month, decade, or days YYYY-MM-DD joined by commas")
            })
        };
        let mut cuts = text.split(',').map(cut).collect::<Result<Vec<Date>, String>>()?;
        cuts.sort_unstable();
        cuts.dedup();
        Ok(Periods(Division::Cuts(cuts)))
    }
}

#[cfg(test)]
mod tests {
    use bangjiao_document::PublicationDate;
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::Periods;

    fn periods(text: &str) -> Periods {
        text.parse().expect("tests use proper periods")
    }

    #[test]
    fn a_cut_belongs_to_the_later_period() {
        let cuts = periods("1989-06-04,1971-10-25,1989-06-04");
        assert_eq!(cuts.to_string(), "1971-10-25,1989-06-04");
        let label = |day| cuts.label(cuts.number(day));
        assert_eq!(label(date(1971, 10, 24)), "..1971-10-24");
        assert_eq!(label(date(1971, 10, 25)), "1971-10-25..1989-06-03");
        assert_eq!(label(date(1989, 6, 3)), "1971-10-25..1989-06-03");
        assert_eq!(label(date(1989, 6, 4)), "1989-06-04..");
        for faulty in ["", "years", "1989-06", "1989-06-31", "1989-06-04;1990-01-01"] {
            assert!(faulty.parse::<Periods>().is_err(), "{faulty}");
        }
    }

    #[test]
    fn labels_say_the_unit() {
        let day = date(1996, 7, 5);
        let labels = ["decade", "year", "half", "quarter", "month"].map(|unit| {
            let unit = periods(unit);
            unit.label(unit.number(day))
        });
        assert_eq!(labels, ["1990s", "1996", "1996-H2", "1996-Q3", "1996-07"]);
    }

    #[test]
    fn a_date_of_a_year_belongs_to_no_month() {
        let year = PublicationDate::parse("1996").expect("a year");
        assert_eq!(periods("year").of(year), Some(1996));
        assert_eq!(periods("decade").of(year), Some(199));
        assert_eq!((periods("half").of(year), periods("1996-07-01").of(year)), (None, None));
        assert_eq!(periods("1997-01-01").of(year), Some(0));
    }

    proptest! {
        #[test]
        fn periods_tile_the_calendar(
            which in 0usize..6, year in 1i16..=9998, month in 1i8..=12, of_month in 1i8..=28,
        ) {
            let periods = periods(["year", "half", "quarter", "month", "decade", "1955-03-01,1990-10-03"][which]);
            let day = date(year, month, of_month);
            let number = periods.number(day);
            prop_assert!(periods.first_day(number).is_none_or(|first| first <= day));
            prop_assert!(periods.last_day(number).is_none_or(|last| day <= last));
            let (tomorrow, label) = (day.tomorrow().unwrap(), periods.label(number));
            let later = periods.number(tomorrow);
            prop_assert_eq!(later > number, periods.last_day(number) == Some(day));
            prop_assert!(later == number || label < periods.label(later));
        }
    }
}
