//! Calendar expressions, resolved against the article's day.

use bangjiao_document::{
    Anchor, DateClass, DateDetail, Detail, Granularity, Kind, Mention, RuleId, Span, Zone,
};
use bangjiao_lexicon::Lexicon;
use jiff::ToSpan;
use jiff::civil::Date;
use regex::{Captures, Regex};

use crate::context::{Context, Proposals, Strength, Tagger};
use crate::numerals;
use crate::scan::Entry;

/// Number of the units in the scan.
pub(crate) const UNITS: u8 = 2;
/// Number of the words with a fixed distance in the scan.
pub(crate) const RELATIVE: u8 = 3;

/// The units before which a number may be a date.
pub(crate) const UNIT_WORDS: [&str; 4] = ["年", "月", "日", "世纪"];

/// Years that a newspaper of this time writes; others are counts (5000年).
const YEARS: std::ops::RangeInclusive<i16> = 1000..=2100;

/// A month and day so many days after the article's day belongs to the year before: 12月28日 in a January paper.
const LATEST_FUTURE: i64 = 90;

/// A bare day of the month so many days after the article's day belongs to the month before.
const LATEST_FUTURE_DAY: i64 = 7;

/// A numeral of a date is at most so long.
const LONGEST_NUMERAL: usize = 4;

/// Tags dates.
pub(crate) struct DateTagger {
    patterns: Vec<Pattern>,
    words: Vec<RelativeWord>,
}

/// An expression that begins with a number.
struct Pattern {
    rule: RuleId,
    regex: Regex,
    /// The first character of the unit behind its first number.
    first: Option<char>,
}

/// A word with a fixed distance to the anchor: 今天, 去年.
struct RelativeWord {
    word: String,
    rule: RuleId,
    unit: Option<Granularity>,
    distance: i64,
    /// Whether it counts from the last date of the text (当天), not from the article's day (今天).
    narrative: bool,
}

impl DateTagger {
    /// Reads the rules of a lexicon.
    pub fn new(lexicon: &Lexicon) -> Self {
        let mut patterns = Vec::new();
        let mut words = Vec::new();
        for rule in lexicon.rules("dates") {
            let id = rule.id.clone();
            if let Some(pattern) = &rule.regex {
                let first = rule.text("first").and_then(|unit| unit.chars().next());
                patterns.push(Pattern { rule: id, regex: pattern.clone(), first });
                continue;
            }
            for (word, distance) in rule.numbers("words") {
                let unit = rule.text("unit").and_then(Granularity::from_word);
                let narrative = rule.text("anchor") == Some("text");
                words.push(RelativeWord { word, rule: id.clone(), unit, distance, narrative });
            }
        }
        DateTagger { patterns, words }
    }

    /// The words with a fixed distance, for the scan.
    pub fn words(&self) -> Vec<&str> {
        self.words.iter().map(|word| word.word.as_str()).collect()
    }
}

/// What an expression says: the numbers that are there.
#[derive(Debug, Clone, Copy, Default)]
struct Parts {
    century: Option<u32>,
    decade: Option<u32>,
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
}

/// A date expression that was found, before ranges are joined.
struct Found {
    span: Span,
    rule: RuleId,
    detail: DateDetail,
    /// Whether the expression before it belongs to it.
    joined: bool,
}

/// What earlier expressions of the article say to later ones.
struct Anchors {
    /// The dateline's day, else the day of publication.
    day: Option<(Date, Anchor)>,
    /// The last year that the text set, and where.
    year: Option<(i16, usize)>,
    /// The last month that the text set, and in which sentence.
    month: Option<(i16, i8, usize)>,
}

impl Tagger for DateTagger {
    fn propose(&self, context: &Context<'_>, proposals: &mut Proposals) {
        let exact = context.document.article().date.and_then(|date| date.exact());
        let mut anchors =
            Anchors { day: exact.map(|day| (day, Anchor::Publication)), year: None, month: None };
        let mut found: Vec<Found> = Vec::new();
        let mut reached = 0;
        for hit in context.hits {
            match hit.entry {
                Entry::Word(UNITS, _) if hit.span.start >= reached => {
                    let Some(mut one) =
                        self.numbered(context, hit.span.start, reached, &mut anchors, found.last())
                    else {
                        continue;
                    };
                    reached = one.span.end;
                    // 去年11月, 本月27日: the word before gives the year or month.
                    if let Some(word) = found.pop_if(|last| last.detail.anchor != Anchor::None && one.joined)
                    {
                        one.span = Span::new(word.span.start, one.span.end);
                    }
                    found.push(one);
                }
                Entry::Word(RELATIVE, word) if hit.span.start >= reached => {
                    let word = &self.words[usize::from(word)];
                    // 今天|下午 is one word of the dictionary; only the beginning counts.
                    if !context.words.is_border(hit.span.start) {
                        continue;
                    }
                    reached = hit.span.end;
                    let last = found.iter().rev().find_map(|found| found.detail.last);
                    found.push(relative(context, word, hit.span, &anchors, last));
                }
                _ => {}
            }
        }
        let found = join_ranges(context, found);
        context.words.fix(found.iter().map(|one| one.span));
        for one in found {
            proposals.push(
                Strength::Certain,
                Mention { detail: Detail::Date(one.detail), ..Mention::new(one.span, Kind::Date, one.rule) },
            );
        }
    }
}

impl DateTagger {
    /// The longest expression whose first numeral stands directly before the unit at `unit`.
    fn numbered(
        &self,
        context: &Context<'_>,
        unit: u32,
        reached: u32,
        anchors: &mut Anchors,
        last: Option<&Found>,
    ) -> Option<Found> {
        let before = context.between(reached, unit);
        let numeral: usize = before
            .chars()
            .rev()
            .take_while(|&character| numerals::is_numeral(character))
            .map(char::len_utf8)
            .sum();
        let count = before[before.len() - numeral..].chars().count();
        if count == 0 || count > LONGEST_NUMERAL {
            return None;
        }
        let start = unit - u32::try_from(numeral).unwrap_or(0);
        if context
            .before(start)
            .is_some_and(|c| matches!(c, '第' | '.' | '．' | '/' | '数' | '几' | '百' | '千' | '万'))
        {
            return None;
        }
        let rest = &context.text()[start as usize..];
        let first = context.after(unit);
        let fitting = self.patterns.iter().filter(|pattern| pattern.first == first);
        let (_, pattern) = fitting
            .filter_map(|pattern| Some((pattern.regex.find(rest)?.end(), pattern)))
            .max_by_key(|(end, _)| *end)?;
        let (rule, captures) = (&pattern.rule, pattern.regex.captures(rest)?);
        let end = start + u32::try_from(captures.get(0)?.end()).ok()?;
        let mut parts = parts(&captures)?;
        let joined = last.is_some_and(|last| last.span.end == start && complete(&mut parts, last));
        if !joined && is_count(context, &parts, start, end) {
            return None;
        }
        let sentence = context.layout.sentence_at(start);
        let detail = resolve(context, parts, sentence, anchors)?;
        Some(Found { span: Span::new(start, end), rule: rule.clone(), detail, joined })
    }
}

/// Takes year and month from a relative word directly before (去年|11月, 本月|27日); whether there was one.
fn complete(parts: &mut Parts, last: &Found) -> bool {
    let Some(first) = last.detail.first else { return false };
    match (last.detail.granularity, parts.year, parts.month, parts.day) {
        (Some(Granularity::Year), None, Some(_), _) => parts.year = Some(first.year()),
        (Some(Granularity::Month), None, None, Some(_)) => {
            parts.year = Some(first.year());
            parts.month = Some(first.month());
        }
        _ => return false,
    }
    true
}

fn parts(captures: &Captures<'_>) -> Option<Parts> {
    let number = |name| captures.name(name).map(|group| numerals::parse(group.as_str()));
    let mut parts = Parts::default();
    if let Some(century) = number("century") {
        parts.century = Some(century.filter(|century| (1..=22).contains(century))?);
    }
    if let Some(decade) = number("decade") {
        parts.decade = Some(decade.filter(|decade| decade % 10 == 0 && *decade < 100)?);
    }
    if let Some(year) = number("year") {
        parts.year = Some(i16::try_from(year?).ok().filter(|year| YEARS.contains(year))?);
    }
    if let Some(month) = number("month") {
        parts.month = Some(i8::try_from(month?).ok().filter(|month| (1..=12).contains(month))?);
    }
    if let Some(day) = number("day") {
        parts.day = Some(i8::try_from(day?).ok().filter(|day| (1..=31).contains(day))?);
    }
    Some(parts)
}

/// Whether the number counts something: 5日游, 3月龄, 一月内; words that follow say so.
fn is_count(context: &Context<'_>, parts: &Parts, start: u32, end: u32) -> bool {
    let rest = &context.text()[end as usize..];
    if parts.year.is_none() && parts.day.is_some() && parts.month.is_none() {
        // 二日 after 第 was sorted out; 一日 in 一日千里, 有朝一日 is no date.
        let word = context.words.word_at(start);
        return word.is_some_and(|word| word.start < start || word.end > end)
            || rest.starts_with(['游', '内', '元', '币', '圆', '本', '语', '文']);
    }
    if parts.month.is_some() && parts.year.is_none() && parts.day.is_none() {
        return rest.starts_with(['球', '饼', '牙', '亮', '光', '内', '租', '薪', '刊']);
    }
    false
}

/// The value of an expression, or `None` where the calendar has no such day.
fn resolve(
    context: &Context<'_>,
    parts: Parts,
    sentence: usize,
    anchors: &mut Anchors,
) -> Option<DateDetail> {
    let paragraph = |sentence: usize| context.layout.sentences.get(sentence).map(|block| block.paragraph);
    if let Some(century) = parts.century {
        let first = i16::try_from((century - 1) * 100).ok()?;
        if let Some(decade) = parts.decade {
            return decade_detail(first + i16::try_from(decade).ok()?, Anchor::None);
        }
        return century_detail(first);
    }
    if let Some(decade) = parts.decade {
        let decade = i16::try_from(decade).ok()?;
        let reference = context.day.map_or(1999, |day| day.year());
        let century = reference / 100 * 100;
        // 90年代 in 2005 is the 1990s: a decade that has not begun is one of the century before.
        let first = if century + decade > reference { century - 100 + decade } else { century + decade };
        return decade_detail(first, Anchor::Publication);
    }
    match (parts.year, parts.month, parts.day) {
        (Some(year), Some(month), Some(day)) => {
            let date = Date::new(year, month, day).ok()?;
            anchors.year = Some((year, sentence));
            anchors.month = Some((year, month, sentence));
            Some(day_detail(date, Anchor::None))
        }
        (Some(year), Some(month), None) => {
            anchors.year = Some((year, sentence));
            anchors.month = Some((year, month, sentence));
            month_detail(year, month, Anchor::None)
        }
        (Some(year), None, _) => {
            anchors.year = Some((year, sentence));
            year_detail(year, Anchor::None)
        }
        (None, Some(month), day) => {
            let in_dateline = context
                .layout
                .sentences
                .get(sentence)
                .is_some_and(|block| matches!(block.zone, Zone::Dateline | Zone::Credit));
            let from_text = anchors
                .year
                .filter(|&(_, at)| !in_dateline && paragraph(at) == paragraph(sentence))
                .map(|(year, _)| year);
            let (year, anchor) = match (from_text, anchors.day) {
                (Some(year), _) => (year, Anchor::Text),
                (None, Some((anchor, name))) => (nearest_year(anchor, month, day.unwrap_or(1))?, name),
                (None, None) => {
                    return Some(unresolved(if day.is_some() {
                        Granularity::Day
                    } else {
                        Granularity::Month
                    }));
                }
            };
            anchors.month = Some((year, month, sentence));
            match day {
                Some(day) => {
                    let date = Date::new(year, month, day).ok()?;
                    if in_dateline && anchors.day.is_some_and(|(_, name)| name == Anchor::Publication) {
                        anchors.day = Some((date, Anchor::Dateline));
                    }
                    Some(day_detail(date, anchor))
                }
                None => month_detail(year, month, anchor),
            }
        }
        (None, None, Some(day)) => {
            let from_text = anchors.month.filter(|&(_, _, at)| paragraph(at) == paragraph(sentence));
            match (from_text, anchors.day) {
                (Some((year, month, _)), _) => {
                    Some(day_detail(Date::new(year, month, day).ok()?, Anchor::Text))
                }
                (None, Some((anchor, name))) => Some(day_detail(nearest_month(anchor, day)?, name)),
                (None, None) => Some(unresolved(Granularity::Day)),
            }
        }
        (None, None, None) => None,
    }
}

/// The year in which a month and day lie nearest to the anchor, seldom after it.
fn nearest_year(anchor: Date, month: i8, day: i8) -> Option<i16> {
    let this = anchor.year();
    // 2月29日 may exist in one of the years only; its month then decides.
    let date = |year: i16| Date::new(year, month, day).or_else(|_| Date::new(year, month, 1)).ok();
    let distance = |year| Some(days_between(anchor, date(year)?));
    let ahead = distance(this)?;
    if ahead > LATEST_FUTURE {
        return Some(this - 1);
    }
    if ahead < LATEST_FUTURE - 365 {
        return Some(this + 1);
    }
    Some(this)
}

/// The day with this number that lies nearest to the anchor, seldom after it.
fn nearest_month(anchor: Date, day: i8) -> Option<Date> {
    let this = Date::new(anchor.year(), anchor.month(), day).ok();
    match this {
        Some(date) if days_between(anchor, date) <= LATEST_FUTURE_DAY => Some(date),
        _ => {
            let before = anchor.first_of_month().checked_sub(1.day()).ok()?;
            Date::new(before.year(), before.month(), day).ok()
        }
    }
}

fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

fn detail(value: String, first: Date, last: Date, granularity: Granularity, anchor: Anchor) -> DateDetail {
    DateDetail {
        value: Some(value),
        first: Some(first),
        last: Some(last),
        granularity: Some(granularity),
        anchor,
        class: DateClass::Date,
    }
}

fn unresolved(granularity: Granularity) -> DateDetail {
    DateDetail {
        value: None,
        first: None,
        last: None,
        granularity: Some(granularity),
        anchor: Anchor::None,
        class: DateClass::Date,
    }
}

fn day_detail(date: Date, anchor: Anchor) -> DateDetail {
    let value = format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day());
    detail(value, date, date, Granularity::Day, anchor)
}

fn month_detail(year: i16, month: i8, anchor: Anchor) -> Option<DateDetail> {
    let first = Date::new(year, month, 1).ok()?;
    Some(detail(format!("{year:04}-{month:02}"), first, first.last_of_month(), Granularity::Month, anchor))
}

fn year_detail(year: i16, anchor: Anchor) -> Option<DateDetail> {
    let first = Date::new(year, 1, 1).ok()?;
    Some(detail(format!("{year:04}"), first, first.last_of_year(), Granularity::Year, anchor))
}

fn decade_detail(first: i16, anchor: Anchor) -> Option<DateDetail> {
    let last = Date::new(first + 9, 12, 31).ok()?;
    Some(detail(
        format!("{:03}X", first / 10),
        Date::new(first, 1, 1).ok()?,
        last,
        Granularity::Decade,
        anchor,
    ))
}

fn century_detail(first: i16) -> Option<DateDetail> {
    let last = Date::new(first + 99, 12, 31).ok()?;
    Some(detail(
        format!("{:02}XX", first / 100),
        Date::new(first, 1, 1).ok()?,
        last,
        Granularity::Century,
        Anchor::None,
    ))
}

/// A word with a fixed distance: to the dateline's day, else to the day of publication, as far as it is known.
fn relative(
    context: &Context<'_>,
    word: &RelativeWord,
    span: Span,
    anchors: &Anchors,
    narrated: Option<Date>,
) -> Found {
    let found = |detail| Found { span, rule: word.rule.clone(), detail, joined: false };
    let Some(unit) = word.unit else {
        return found(DateDetail {
            class: DateClass::Vague,
            granularity: None,
            ..unresolved(Granularity::Day)
        });
    };
    let resolved = || {
        let publication = context.document.article().date?;
        let (day, anchor) = match narrated.filter(|_| word.narrative) {
            Some(day) => (day, Anchor::Text),
            None => anchors.day.unwrap_or((publication.first, Anchor::Publication)),
        };
        let distance = i16::try_from(word.distance).ok()?;
        use bangjiao_document::Precision;
        match unit {
            Granularity::Day if publication.precision == Precision::Day => {
                Some(day_detail(day.checked_add(i64::from(distance).days()).ok()?, anchor))
            }
            Granularity::Month if publication.precision >= Precision::Month => {
                let moved = day.first_of_month().checked_add(i64::from(distance).months()).ok()?;
                month_detail(moved.year(), moved.month(), anchor)
            }
            Granularity::Year => year_detail(day.year() + distance, anchor),
            Granularity::Century => {
                let mut detail = century_detail((day.year() / 100 + distance) * 100)?;
                detail.anchor = anchor;
                Some(detail)
            }
            _ => None,
        }
    };
    found(resolved().unwrap_or_else(|| unresolved(unit)))
}

/// Joins 1949年至1956年 and 3日至5日 into one range where both ends are resolved.
fn join_ranges(context: &Context<'_>, found: Vec<Found>) -> Vec<Found> {
    let mut joined: Vec<Found> = Vec::with_capacity(found.len());
    for next in found {
        if let Some(last) = joined.last_mut() {
            let between = context.between(last.span.end, next.span.start);
            let link = matches!(between, "至" | "到" | "—" | "－" | "-" | "——" | "～" | "~");
            let days = last.detail.first.zip(next.detail.last).filter(|(from, to)| from < to);
            let values = last.detail.value.as_ref().zip(next.detail.value.as_ref());
            if let (true, Some((from, to)), Some((start, end))) = (link, days, values)
                && last.detail.granularity != Some(Granularity::Range)
            {
                let value = format!("{start}/{end}");
                last.detail = detail(value, from, to, Granularity::Range, last.detail.anchor);
                last.span = Span::new(last.span.start, next.span.end);
                continue;
            }
        }
        joined.push(next);
    }
    joined
}
