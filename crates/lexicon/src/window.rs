use jiff::civil::Date;

/// The days, first and last included, in which something holds; an open end has no limit.
///
/// ```
/// use bangjiao_lexicon::Window;
/// use jiff::civil::date;
/// // 苏联, 1922-12-30 to 1991-12-25
/// let life = Window { from: Some(date(1922, 12, 30)), to: Some(date(1991, 12, 25)) };
/// assert!(life.contains(Some(date(1991, 12, 25))));
/// assert!(!life.contains(Some(date(1998, 1, 1))));
/// assert!(life.contains(None));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Window {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

impl Window {
    /// Whether the day lies inside; true where the day is unknown.
    pub fn contains(self, day: Option<Date>) -> bool {
        day.is_none_or(|day| self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to))
    }

    /// Whether the two share a day.
    pub fn overlaps(self, other: Window) -> bool {
        let before =
            |to: Option<Date>, from: Option<Date>| matches!((to, from), (Some(to), Some(from)) if to < from);
        !before(self.to, other.from) && !before(other.to, self.from)
    }

    /// Whether every day of `other` lies inside.
    pub fn covers(self, other: Window) -> bool {
        let starts = self.from.is_none_or(|mine| other.from.is_some_and(|theirs| mine <= theirs));
        let ends = self.to.is_none_or(|mine| other.to.is_some_and(|theirs| theirs <= mine));
        starts && ends
    }

    /// Whether there is no limit at either end.
    pub fn is_unlimited(self) -> bool {
        self.from.is_none() && self.to.is_none()
    }
}

impl std::fmt::Display for Window {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.from, self.to) {
            (None, None) => write!(formatter, "always"),
            (Some(from), None) => write!(formatter, "from {from}"),
            (None, Some(to)) => write!(formatter, "to {to}"),
            (Some(from), Some(to)) => write!(formatter, "{from} to {to}"),
        }
    }
}

/// First and last day of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; `None` for anything else.
///
/// ```
/// use bangjiao_lexicon::days_of;
/// let (first, last) = days_of("1972-02").unwrap();
/// assert_eq!((first.to_string(), last.to_string()), ("1972-02-01".to_owned(), "1972-02-29".to_owned()));
/// ```
pub fn days_of(text: &str) -> Option<(Date, Date)> {
    let mut parts = text.split('-');
    let number = |part: &str, digits: usize| -> Option<i16> {
        (part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse().ok())?
    };
    let year = number(parts.next()?, 4)?;
    let Some(month) = parts.next() else {
        let first = Date::new(year, 1, 1).ok()?;
        return Some((first, first.last_of_year()));
    };
    let month = i8::try_from(number(month, 2)?).ok()?;
    let Some(day) = parts.next() else {
        let first = Date::new(year, month, 1).ok()?;
        return Some((first, first.last_of_month()));
    };
    let date = Date::new(year, month, i8::try_from(number(day, 2)?).ok()?).ok()?;
    parts.next().is_none().then_some((date, date))
}

#[cfg(test)]
mod tests {
    use super::days_of;

    #[test]
    fn partial_dates_cover_their_days() {
        let shown = |text: &str| days_of(text).map(|(first, last)| format!("{first}..{last}"));
        assert_eq!(shown("1955").as_deref(), Some("1955-01-01..1955-12-31"));
        assert_eq!(shown("1955-02").as_deref(), Some("1955-02-01..1955-02-28"));
        assert_eq!(shown("1955-02-28").as_deref(), Some("1955-02-28..1955-02-28"));
        for wrong in ["", "55", "1955-2", "1955-02-30", "1955-02-28-01", "1955/02/28", "一九五五"] {
            assert_eq!(shown(wrong), None, "{wrong}");
        }
    }
}
