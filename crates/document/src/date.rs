use jiff::civil::Date;

/// How much of a publication date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// Only the year.
    Year,
    /// Year and month.
    Month,
    /// The day.
    Day,
}

impl Precision {
    /// The word that stands in tables: `year`, `month`, `day`.
    pub fn as_str(self) -> &'static str {
        match self {
            Precision::Year => "year",
            Precision::Month => "month",
            Precision::Day => "day",
        }
    }

    /// The precision that a word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        [Precision::Year, Precision::Month, Precision::Day].into_iter().find(|known| known.as_str() == word)
    }
}

/// The day of publication, as far as it is known.
///
/// ```
/// use bangjiao_document::PublicationDate;
/// assert_eq!(PublicationDate::parse("19960706").unwrap().to_string(), "1996-07-06");
/// assert_eq!(PublicationDate::parse("1996-07-06T08:00:00+08:00").unwrap().to_string(), "1996-07-06");
/// assert_eq!(PublicationDate::parse("1996-07").unwrap().to_string(), "1996-07");
/// assert!(PublicationDate::parse("1996-02-30").is_none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PublicationDate {
    /// The first day that the date covers.
    pub first: Date,
    /// How much of it is known.
    pub precision: Precision,
}

impl PublicationDate {
    /// A date that is known to the day.
    pub fn day(date: Date) -> Self {
        PublicationDate { first: date, precision: Precision::Day }
    }

    /// Reads `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, `YYYYMMDD`, or a date with a time, which is cut off.
    ///
    /// `None` for anything else, days that no calendar has included.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let date = match text.find(['T', ' ']) {
            Some(at) if at == 10 || at == 8 => &text[..at],
            Some(_) => return None,
            None => text,
        };
        if !date.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
            return None;
        }
        let number = |range: std::ops::Range<usize>| date.get(range)?.parse::<i16>().ok();
        let dash = |at: usize| date.as_bytes().get(at) == Some(&b'-');
        let (month, day, precision) = match date.len() {
            4 => (1, 1, Precision::Year),
            7 if dash(4) => (number(5..7)?, 1, Precision::Month),
            8 if !date.contains('-') => (number(4..6)?, number(6..8)?, Precision::Day),
            10 if dash(4) && dash(7) => (number(5..7)?, number(8..10)?, Precision::Day),
            _ => return None,
        };
        let year = number(0..4)?;
        let first = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        Some(PublicationDate { first, precision })
    }

    /// The last day that the date covers.
    pub fn last(self) -> Date {
        match self.precision {
            Precision::Day => self.first,
            Precision::Month => self.first.last_of_month(),
            Precision::Year => self.first.last_of_year(),
        }
    }

    /// The day itself, where it is known.
    pub fn exact(self) -> Option<Date> {
        (self.precision == Precision::Day).then_some(self.first)
    }
}

impl std::fmt::Display for PublicationDate {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (year, month) = (self.first.year(), self.first.month());
        match self.precision {
            Precision::Year => write!(formatter, "{year:04}"),
            Precision::Month => write!(formatter, "{year:04}-{month:02}"),
            Precision::Day => write!(formatter, "{year:04}-{month:02}-{:02}", self.first.day()),
        }
    }
}
