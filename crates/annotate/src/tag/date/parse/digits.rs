//! Dates in digits alone: 1996-07-05, 1999.08-2002.02.

use bangjiao_document::Span;

use super::{Expression, Reader, YEARS, narrow, small};
use crate::numerals::{self, Numeral, Script};
use crate::tag::date::link::{self, Link};
use crate::tag::date::piece::{Piece, Pieces};

impl Reader<'_> {
    /// The numbers of a date by digits alone that begins at `at`: 1996-07-05, 1996.7.5, 2010 01 29.
    ///
    /// `ranged` says that a numeric date with a dash stands before; then 2002.02 and 2009 are dates too.
    pub fn numeric(&self, at: u32, ranged: bool) -> Option<Expression> {
        // Most four digits are the year of 1996年, which its unit finds.
        let rest = self.rest(at);
        let width = if rest.starts_with(|c: char| c.is_ascii()) { 4 } else { 12 };
        if rest.get(width..).is_none_or(|behind| behind.starts_with('年')) {
            return None;
        }
        let before = self.up_to(at).chars().next_back();
        let glued = |c: char| {
            c.is_ascii_alphanumeric()
                || matches!(c, '０'..='９' | '.' | '．' | '/' | '／' | '-' | '－' | ':' | '：')
        };
        if !ranged && before.is_some_and(glued) {
            return None;
        }
        let year = digits(self.rest(at), 4).filter(|numeral| (1700..=2100).contains(&numeral.value))?;
        let mut end = at + year.len;
        let mut pieces = Pieces::new();
        pieces.push(Piece::Year(i16::try_from(year.value).ok()?));
        let separator = self.rest(end).chars().next();
        let is_separator = separator.is_some_and(|c| matches!(c, '-' | '－' | '.' | '．' | '/' | '／' | ' '));
        if let Some(separator) = separator.filter(|_| is_separator) {
            let width = narrow(separator.len_utf8());
            let month = numerals::read(self.rest(end + width))
                .filter(|month| month.script == Script::Arabic && (1..=12).contains(&month.value))
                .filter(|month| month.n_digits == 2 || separator != ' ' && month.n_digits == 1);
            if let Some(month) = month {
                let behind = end + width + month.len;
                let day = self.rest(behind).strip_prefix(separator).and_then(numerals::read);
                let day = day
                    .filter(|day| day.script == Script::Arabic && (1..=31).contains(&day.value))
                    .filter(|day| day.n_digits == 2 || separator != ' ' && day.n_digits == 1);
                let dashed = matches!(separator, '-' | '－');
                match day {
                    Some(day) => {
                        pieces.push(Piece::Month(small(month.value)));
                        pieces.push(Piece::Day(small(day.value)));
                        end = behind + width + day.len;
                    }
                    None if !dashed && (ranged || self.range_follows(behind)) => {
                        pieces.push(Piece::Month(small(month.value)));
                        end = behind;
                    }
                    None => {}
                }
            }
        }
        let behind = self.rest(end).chars().next();
        let n_pieces = pieces.as_slice().len();
        let bare = n_pieces == 1;
        let opened = self.up_to(at).ends_with(['从', '自', '（', '(']);
        if bare && !(ranged || opened && self.range_follows(end)) {
            return None;
        }
        let goes_on = behind.is_some_and(|c| {
            c.is_ascii_alphanumeric()
                || matches!(c, '０'..='９' | '年' | '月' | '.' | '．' | '/' | '／' | '%' | '％')
                || matches!(c, '-' | '－') && n_pieces == 3 && !self.range_follows(end)
        });
        (!goes_on).then_some(Expression {
            span: Span::new(at, end),
            pieces,
            rule: u16::MAX,
            repaired: false,
            shares: false,
            counts: false,
            open: false,
            period: false,
        })
    }

    /// Whether a dash and a numeric year follow.
    fn range_follows(&self, at: u32) -> bool {
        link::read(self.rest(at)).is_some_and(|(link, length)| {
            link == Link::Range
                && digits(self.rest(at + length), 4).is_some_and(|year| {
                    YEARS.contains(&year.value) && !self.rest(at + length + year.len).starts_with('年')
                })
        })
    }
}

/// Exactly so many Arabic digits.
fn digits(text: &str, n: u8) -> Option<Numeral> {
    numerals::read(text)
        .filter(|numeral| numeral.script == Script::Arabic && numeral.n_digits == n && !numeral.repaired)
}
