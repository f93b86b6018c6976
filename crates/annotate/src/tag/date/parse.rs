//! The grammar: reads the pieces of one expression from a place on, coarser units first.

mod back;
mod digits;
mod named;
mod number;
mod unitless;
mod year;

use std::cell::Cell;

use bangjiao_document::Span;

use super::piece::{AgoUnit, Distance, From, Piece, Pieces, Unit};
use super::words::{Meaning, Words};

/// A word found by the scan: where it stands and its number.
#[derive(Debug, Clone, Copy)]
pub(super) struct WordHit {
    pub span: Span,
    pub word: u16,
}

/// Bytes of two decades before their unit: 六七十.
const TWO_DECADES: usize = 9;

/// One expression, not yet resolved.
#[derive(Debug, Clone, Copy)]
pub(super) struct Expression {
    pub span: Span,
    pub pieces: Pieces,
    /// Number of the rule that made it.
    pub rule: u16,
    /// Whether a misprint was read through.
    pub repaired: bool,
    /// Whether the unit of the expression behind it is its own: 3 in 3至5日.
    pub shares: bool,
    /// Whether it is a number of units and no date: 三十年.
    pub counts: bool,
    /// Whether it goes on to this day: 1978年至今.
    pub open: bool,
    /// Whether it is an event with the word that makes it a period: 九一八事变.
    pub period: bool,
}

/// What was read at one place.
struct Step {
    piece: Option<Piece>,
    end: u32,
    rule: Option<u16>,
    repaired: bool,
    shares: bool,
    counts: bool,
    period: bool,
}

impl Step {
    fn new(piece: Piece, end: u32) -> Self {
        let piece = Some(piece);
        Step { piece, end, rule: None, repaired: false, shares: false, counts: false, period: false }
    }

    fn of_rule(self, rule: u16) -> Self {
        Step { rule: Some(rule), ..self }
    }
}

/// Years that a newspaper writes with four digits; other numbers count (5000年).
const YEARS: std::ops::RangeInclusive<u32> = 1000..=2100;

/// Two digits before 年 without a month are a year from here on; below, durations are commoner (30年).
const EARLIEST_SHORT_YEAR: u32 = 49;

/// No era counted more years; 行政令和2025年 is none.
const LONGEST_ERA: i16 = 120;

/// Reads expressions of one text.
pub(super) struct Reader<'t> {
    pub text: &'t str,
    pub hits: &'t [WordHit],
    pub words: &'t Words,
    /// Number of the hit that is read.
    pub current: Cell<usize>,
}

impl<'t> Reader<'t> {
    /// The text from a place on.
    pub fn rest(&self, at: u32) -> &'t str {
        self.text.get(at as usize..).unwrap_or("")
    }

    /// The text up to a place.
    pub fn up_to(&self, at: u32) -> &'t str {
        self.text.get(..at as usize).unwrap_or("")
    }

    /// The expression that begins with the number at `start`.
    pub fn numbered(&self, start: u32) -> Option<Expression> {
        self.expression(start, true)
    }

    /// The expression that begins with the word at `start`; a number there belongs to something else (三十一|日).
    pub fn worded(&self, start: u32) -> Option<Expression> {
        self.expression(start, false)
    }

    fn expression(&self, start: u32, numbered: bool) -> Option<Expression> {
        let mut expression = Expression {
            span: Span::new(start, start),
            pieces: Pieces::new(),
            rule: u16::MAX,
            repaired: false,
            shares: false,
            counts: false,
            open: false,
            period: false,
        };
        let mut rule = None;
        let mut lunar = false;
        let mut leap = false;
        while !expression.pieces.is_full() && !expression.shares {
            let at = expression.span.end;
            let number = numbered || at > start;
            let step = self
                .word(at, &expression)
                .or_else(|| number.then(|| self.number(at, &expression, lunar)).flatten())
                .or_else(|| self.decades_of(at, &expression))
                .or_else(|| self.same_day(at, &expression));
            let Some(step) = step else { break };
            expression.span.end = step.end;
            expression.repaired |= step.repaired;
            expression.shares = step.shares;
            expression.period |= step.period;
            rule = rule.or(step.rule);
            if step.counts {
                expression.counts = true;
                return Some(expression);
            }
            match step.piece {
                // 农历, 闰 speak of what follows.
                None => {
                    leap |= self.text[at as usize..].starts_with('闰');
                    lunar = true;
                }
                Some(Piece::Month(month)) if lunar => {
                    expression.pieces.push(Piece::LunarMonth { month, leap });
                }
                Some(Piece::LunarDay(day)) => {
                    expression.pieces.make_lunar();
                    expression.pieces.push(Piece::LunarDay(day));
                }
                Some(piece) => expression.pieces.push(piece),
            }
        }
        let last = expression.pieces.last()?;
        if let Piece::Period { .. } = last
            && let Some(quote) = self.up_to(start).chars().next_back()
            && matches!(quote, '“' | '「' | '‘')
        {
            // The quotation mark that is closed inside belongs to “九五”期间.
            let inside = expression.span.of(self.text).contains(['”', '」', '’']);
            expression.span.start -= if inside { narrow(quote.len_utf8()) } else { 0 };
        }
        if !expression.shares {
            rule = rule.or(self.suffix(&mut expression, last));
        }
        expression.rule = rule.unwrap_or_else(|| self.join_rule(expression.pieces.as_slice()));
        Some(expression)
    }

    /// 上世纪|六七十年代: two decades of a century.
    fn decades_of(&self, at: u32, expression: &Expression) -> Option<Step> {
        let last = expression.pieces.last()?;
        if !matches!(last, Piece::Century(_) | Piece::Relative(Distance { unit: Unit::Century, .. })) {
            return None;
        }
        let unit = at + narrow(TWO_DECADES);
        if !self.text.get(unit as usize..)?.starts_with("年代") {
            return None;
        }
        let decades = self.two_decades(unit).filter(|decades| decades.span.start == at)?;
        Some(Step::new(decades.pieces.last()?, decades.span.end).of_rule(decades.rule))
    }

    /// 1945年|的今天: the day of the article in another year.
    fn same_day(&self, at: u32, expression: &Expression) -> Option<Step> {
        let last = expression.pieces.last()?;
        if !(last.is_year() || matches!(last, Piece::Ago { unit: AgoUnit::Year, .. })) {
            return None;
        }
        let start = at + narrow(self.rest(at).strip_prefix('的').map(|_| '的'.len_utf8())?);
        let is_today = |piece| matches!(piece, Piece::Relative(Distance { unit: Unit::Day, by: 0, .. }));
        let hit = self.hits_at(start).find(|hit| {
            let meaning = &self.words.words[usize::from(hit.word)].meaning;
            matches!(meaning, Meaning::Piece(piece) if is_today(*piece))
                && ["今天", "今日"].contains(&hit.span.of(self.text))
        })?;
        Some(Step::new(Piece::Relative(Distance { unit: Unit::Day, by: 0, from: From::Day }), hit.span.end))
    }

    /// 初, 底 and 至今 belong to what stands before them; the rule of a suffix is given back.
    fn suffix(&self, expression: &mut Expression, last: Piece) -> Option<u16> {
        let rest = self.rest(expression.span.end);
        let takes = match last {
            Piece::Relative(Distance { unit, .. }) => {
                matches!(unit, Unit::Year | Unit::Month | Unit::Century | Unit::Quarter)
            }
            _ => last.rank() <= 5 || matches!(last, Piece::Quarter(_)),
        };
        // 4日|当天, 9月|当月 say the same twice.
        let same = match last {
            Piece::Day(_) => &["当天", "当日"][..],
            Piece::Month(_) => &["当月"],
            _ => &[],
        };
        if let Some(word) = same.iter().find(|word| rest.starts_with(**word)) {
            expression.span.end += narrow(word.len());
            return None;
        }
        let mut rule = None;
        if takes && let Some((length, number)) = self.words.suffix(rest) {
            expression.span.end += narrow(length);
            rule = Some(number);
        }
        let rest = self.rest(expression.span.end);
        let open = ["至今", "迄今", "起至今"].iter().find(|open| rest.starts_with(**open));
        // 至|今年1月.
        let other = |open: &str| {
            rest[open.len()..].starts_with(['年', '天', '日', '晚', '晨', '春', '夏', '秋', '冬', '后'])
        };
        if let Some(open) = open.filter(|open| !other(open)) {
            expression.open = true;
            expression.span.end += narrow(open.len());
        }
        rule
    }

    fn join_rule(&self, pieces: &[Piece]) -> u16 {
        let joins = &self.words.joins;
        match pieces {
            [year, Piece::Month(_), Piece::Day(_), ..] if year.is_year() => joins.full,
            [year, Piece::Month(_), ..] if year.is_year() => joins.year_month,
            [Piece::Month(_), Piece::Day(_), ..] => joins.month_day,
            [.., piece] => self.words.rule_of(unit_of(*piece)),
            [] => u16::MAX,
        }
    }

    /// The hits that begin at a place, longest first.
    fn hits_at(&self, at: u32) -> impl Iterator<Item = WordHit> + 't {
        // The place is a few hits from the one that is read.
        let mut from = self.current.get();
        while from > 0 && self.hits[from - 1].span.start >= at {
            from -= 1;
        }
        while self.hits.get(from).is_some_and(|hit| hit.span.start < at) {
            from += 1;
        }
        self.hits[from..].iter().copied().take_while(move |hit| hit.span.start == at)
    }

    /// A word of the lexicon that goes on with the expression.
    fn word(&self, at: u32, expression: &Expression) -> Option<Step> {
        let last = expression.pieces.last();
        if let Some(Piece::Relative(Distance { unit: Unit::Week, .. })) = last
            && let Some(step) = self.weekday(at)
        {
            return Some(step);
        }
        for hit in self.hits_at(at) {
            let word = self.words.words[usize::from(hit.word)];
            let step = match word.meaning {
                Meaning::Blocked if last.is_none() => return None,
                Meaning::Unit(_) | Meaning::Century | Meaning::Blocked => None,
                Meaning::Piece(piece) => self.piece(hit, word.rule, piece, last),
                Meaning::Lunar => (last.is_none_or(Piece::is_year)).then(|| Step {
                    piece: None,
                    ..Step::new(Piece::Vague, hit.span.end).of_rule(word.rule)
                }),
                Meaning::Epoch { before } if last.is_none() => {
                    self.epoch(hit.span.end, before).map(|step| step.of_rule(word.rule))
                }
                Meaning::Era { first, last: end } if last.is_none() => {
                    self.era(hit.span.end, first, end).map(|step| step.of_rule(word.rule))
                }
                Meaning::Plan { first, last: end } if last.is_none() => {
                    self.plan(hit.span.end, first, end).map(|step| step.of_rule(word.rule))
                }
                Meaning::Epoch { .. } | Meaning::Era { .. } | Meaning::Plan { .. } => None,
            };
            if step.is_some() {
                return step;
            }
        }
        None
    }

    fn piece(&self, hit: WordHit, number: u16, piece: Piece, last: Option<Piece>) -> Option<Step> {
        if !fits(last, piece) {
            return None;
        }
        let rule = &self.words.rules[usize::from(number)];
        let rest = self.rest(hit.span.end);
        let before = self.up_to(hit.span.start);
        if !rule.periods.is_empty() {
            let inside = rest.strip_prefix(['”', '"', '」', '’']).unwrap_or(rest);
            if let Some(period) = rule.periods.beginning(inside) {
                let end = hit.span.end + narrow(rest.len() - inside.len() + period.len());
                return Some(Step { period: true, ..Step::new(piece, end).of_rule(number) });
            }
        }
        let goes_on = rule.not_before.begin(rest) && !rule.despite.begin(rest);
        if goes_on || last.is_none() && rule.not_after.end(before) {
            return None;
        }
        if !rule.only_before.is_empty() {
            let quoted = before.ends_with(['“', '"', '「', '‘', '『'])
                && rest.starts_with(['”', '"', '」', '’', '』']);
            let inside = if quoted { &rest[first_len(rest)..] } else { rest };
            let alone = quoted && !rule.not_before.begin(inside);
            if !alone && !rule.only_before.begin(inside) {
                return None;
            }
        }
        Some(Step::new(piece, hit.span.end).of_rule(number))
    }
}

/// Whether a text begins with one of several words.
pub(super) fn begins(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.starts_with(word))
}

/// Whether a text ends with one of several words.
pub(super) fn ends(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.ends_with(word))
}

/// Whether a piece may follow another; the first piece follows none.
fn fits(last: Option<Piece>, next: Piece) -> bool {
    let Some(last) = last else {
        return !matches!(
            next,
            Piece::NthWeek(_)
                | Piece::NthWeekday { .. }
                | Piece::FirstDays(_)
                | Piece::LastDays(_)
                | Piece::Weekend
                | Piece::LunarDay(_)
                | Piece::Season(_)
        );
    };
    match next {
        Piece::Decade { first, .. } => {
            matches!(last, Piece::Relative(_) | Piece::Century(_)) && last.rank() == 1 && first < 100
        }
        Piece::Month(_) | Piece::LunarMonth { .. } | Piece::Half(_) | Piece::Quarter(_) => last.is_year(),
        Piece::FirstQuarters(_) | Piece::Season(_) | Piece::FirstMonths(_) => last.is_year(),
        Piece::Festival { .. } | Piece::LunarFestival { .. } => last.is_year(),
        Piece::WeekdayFestival { .. } | Piece::EasterFestival(_) | Piece::SolarTerm(_) => last.is_year(),
        Piece::CycleYear(_) | Piece::AnimalYear(_) => false,
        Piece::Part(Unit::Year) => last.is_year(),
        Piece::Part(Unit::Month) => last.rank() == 5,
        Piece::TenDays { .. } | Piece::NthWeekday { .. } => last.rank() == 5,
        Piece::NthWeek(_) | Piece::FirstDays(_) | Piece::LastDays(_) => matches!(last.rank(), 3 | 5),
        Piece::Day(_) => last.rank() == 5,
        // 去年今日.
        Piece::Relative(Distance { unit: Unit::Day, by: 0, from: From::Day }) => last.is_year(),
        Piece::LunarDay(_) => matches!(last, Piece::Month(_) | Piece::LunarMonth { .. }),
        Piece::Weekday(_) | Piece::Weekend => last.rank() == 6 && !matches!(last, Piece::TenDays { .. }),
        _ => false,
    }
}

/// Bytes of the word for a year that two calendar years share, with which a text begins.
fn season_word(text: &str) -> Option<usize> {
    ["赛季", "学年", "财年", "财政年度"].iter().find(|word| text.starts_with(**word)).map(|word| word.len())
}

/// The unit after which a piece that is a number is named in the rules.
fn unit_of(piece: Piece) -> Unit {
    match piece {
        Piece::Century(_) => Unit::Century,
        Piece::Decade { .. } => Unit::Decade,
        Piece::Month(_) | Piece::LunarMonth { .. } => Unit::Month,
        Piece::Quarter(_) | Piece::FirstQuarters(_) => Unit::Quarter,
        Piece::FirstMonths(_) => Unit::Months,
        Piece::Day(_) => Unit::Day,
        _ => Unit::Year,
    }
}

fn weekday_number(character: char) -> Option<i8> {
    let at = "一二三四五六日天".chars().position(|day| day == character)?;
    i8::try_from(at.min(6) + 1).ok()
}

/// Whether a character ends a phrase; a decimal point, a colon and a percent sign do not.
fn is_stop(character: char) -> bool {
    !character.is_alphanumeric()
        && !matches!(character, '.' | '．' | ':' | '：' | '∶' | '%' | '％' | '‰' | '/' | '／' | '℃' | '°')
}

fn first_len(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

fn small(value: u32) -> u8 {
    u8::try_from(value).unwrap_or(u8::MAX)
}

fn narrow(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
