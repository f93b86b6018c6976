//! Calendar expressions, resolved against the article's day.
//!
//! The scan finds units (年, 月, 世纪) and words (去年, 春节). At each, the grammar in [`parse`] reads one expression; a
//! number before a unit is read backwards over a few characters. [`resolve`] gives it a value against the article's day
//! and against what the text said before, and neighbours are joined to ranges (3日至5日). What the words mean, and beside
//! which texts they are no dates, stands in `rules/dates.toml`.

mod guard;
mod link;
mod lunar;
mod parse;
mod piece;
mod resolve;
mod value;
mod words;

use std::cell::Cell;

use bangjiao_document::{Anchor, DateClass, DateDetail, Detail, Granularity, Kind, Mention, Span, Zone};
use bangjiao_lexicon::Lexicon;

use self::link::Link;
use self::lunar::Calendar;
use self::parse::{Expression, Reader, WordHit};
use self::piece::{Distance, From, Piece, Unit};
use self::resolve::{Failure, Place, Resolver};
use self::value::Value;
use self::words::{Meaning, Words};
use crate::context::{Context, Proposals, Strength, Tagger};
use crate::scan::Entry;

/// What makes a value approximate.
const APPROXIMATELY: char = '约';

/// What stands beside a year that is a paragraph by itself: 【1992年】, 1992年：.
const HEADING_MARKS: [char; 10] = ['【', '】', '：', ':', '（', '）', ' ', '　', '●', '■'];

/// Number of the words of dates in the scan.
pub(crate) const DATES: u8 = 2;

/// Whether named periods are tagged: “九五”期间, 九一八事变.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Eras {
    /// They are left out.
    #[default]
    Omit,
    /// They are dates of the class `period`.
    Tag,
}

/// Tags dates.
pub(crate) struct DateTagger {
    words: Words,
    eras: Eras,
}

impl DateTagger {
    /// Reads the rules of a lexicon.
    pub fn new(lexicon: &Lexicon, eras: Eras) -> Self {
        DateTagger { words: Words::new(lexicon), eras }
    }

    /// The words of dates, for the scan.
    pub fn words(&self) -> Vec<&str> {
        self.words.surfaces()
    }
}

/// The words of dates that the scan found, in order.
fn hits(context: &Context<'_>) -> Vec<WordHit> {
    let hit = |hit: &crate::scan::Hit| match hit.entry {
        Entry::Word(DATES, word) => Some(WordHit { span: hit.span, word }),
        _ => None,
    };
    // About a quarter of all hits are words of dates.
    let mut hits = Vec::with_capacity(context.hits.len() / 4 + 8);
    hits.extend(context.hits.iter().filter_map(hit));
    hits
}

/// A date that was found.
struct Found {
    span: Span,
    rule: u16,
    repaired: bool,
    value: Option<Value>,
    detail: DateDetail,
    /// Whether its unit is that of the next one: 3 in 3至5日.
    shares: bool,
    /// Whether it was joined from several.
    joined: bool,
    /// Whether it was written in digits alone: 1996-07-05.
    numeric: bool,
    sentence: usize,
}

impl Tagger for DateTagger {
    fn propose(&self, context: &Context<'_>, proposals: &mut Proposals) {
        let hits = hits(context);
        if hits.is_empty() {
            return;
        }
        let reader = Reader { text: context.text(), hits: &hits, words: &self.words, current: Cell::new(0) };
        let resolver = Resolver::new(Calendar::new(context.lexicon), context.document.article().date);
        let mut pass = Pass {
            context,
            reader,
            eras: self.eras,
            resolver,
            found: Vec::with_capacity(hits.len() / 2 + 1),
            reached: 0,
            skipped: u32::MAX,
            by_number: false,
            is_quoted: false,
            is_told: false,
            followed: 0,
        };
        for (number, hit) in hits.iter().enumerate() {
            if hit.span.start >= pass.reached {
                pass.reader.current.set(number);
                pass.visit(*hit);
            }
        }
        pass.drop_unshared();
        let found = pass.found;
        context.words.fix(found.iter().map(|one| one.span));
        proposals.reserve(Kind::Date, found.len());
        for one in found {
            let Some(rule) = self.words.rules.get(usize::from(one.rule)) else { continue };
            let mention = Mention {
                repaired: one.repaired || is_misprinted(context, one.span),
                detail: Detail::Date(one.detail),
                ..Mention::new(one.span, Kind::Date, rule.id.clone())
            };
            proposals.push(Strength::Certain, mention);
        }
    }
}

/// Whether a date is read otherwise than it is printed: with a space between its digits (19 98年), or with a dash for 一.
fn is_misprinted(context: &Context<'_>, span: Span) -> bool {
    let is_digit = |character: Option<char>| character.is_some_and(char::is_numeric);
    let splits = |at: u32| is_digit(context.before(at)) && is_digit(context.after(at));
    let dashes = |text: &str| text.matches('—').count();
    context.view.gaps_within(span).iter().any(|gap| splits(gap.at))
        || dashes(context.view.to_text(span).of(context.document.text())) > dashes(span.of(context.text()))
}

/// One walk over the hits of a document.
struct Pass<'p, 'd> {
    context: &'p Context<'d>,
    reader: Reader<'p>,
    eras: Eras,
    resolver: Resolver<'p>,
    found: Vec<Found>,
    /// The end of the last expression.
    reached: u32,
    /// The end of the last expression that was a repeated one: 每年9月到.
    skipped: u32,
    /// Whether a day was written by 号.
    by_number: bool,
    /// Whether a quotation is open at `followed`, up to which its marks were read.
    is_quoted: bool,
    /// Whether somebody's words are told in the sentence there without them: 他说，….
    is_told: bool,
    followed: u32,
}

impl Pass<'_, '_> {
    fn visit(&mut self, hit: WordHit) {
        let word = self.reader.words.words[usize::from(hit.word)];
        let mut numeric = false;
        let expression = match word.meaning {
            Meaning::Blocked => {
                self.reached = hit.span.end;
                return;
            }
            Meaning::Century => {
                numeric = true;
                let ranged = self.found.last().is_some_and(|last| {
                    last.numeric
                        && link::between(self.reader_text(last.span.end, hit.span.start)) == Some(Link::Range)
                });
                self.reader
                    .numeric(hit.span.start, ranged)
                    .map(|found| Expression { rule: word.rule, ..found })
            }
            Meaning::Unit(Unit::Ago(unit, sign)) => {
                let start = self.reader.number_before(Unit::Ago(unit, sign), hit.span.start, self.reached);
                start
                    .and_then(|start| self.reader.ago(start, hit, unit, sign))
                    .filter(|one| self.is_ago(one, sign))
            }
            Meaning::Unit(unit) => {
                let decades =
                    (unit == Unit::Decade).then(|| self.reader.two_decades(hit.span.start)).flatten();
                decades.filter(|one| one.span.start >= self.reached).or_else(|| {
                    let start = self.reader.number_before(unit, hit.span.start, self.reached)?;
                    self.reader.numbered(start)
                })
            }
            _ if self.is_part_of_number(hit) => None,
            _ => self.reader.worded(hit.span.start),
        };
        let Some(expression) = expression else { return };
        let mut expression = expression;
        loop {
            let is_date = !expression.counts && self.is_date(&expression, numeric);
            self.reached = expression.span.end.max(self.reached);
            if is_date {
                self.by_number |= self.context.before(expression.span.end) == Some('号');
                self.take(&expression, numeric);
            } else {
                self.skipped = expression.span.end;
            }
            if !expression.shares {
                break;
            }
            // 3至|5日: the next number begins behind the link.
            let link = link::read(self.reader.rest(expression.span.end)).map_or(0, |(_, length)| length);
            match self.reader.numbered(expression.span.end + link) {
                Some(next) => expression = next,
                None => break,
            }
        }
    }

    fn reader_text(&self, start: u32, end: u32) -> &str {
        self.context.between(start, end)
    }

    /// Resolves an expression and joins it to the one before.
    fn take(&mut self, expression: &Expression, numeric: bool) {
        let pieces = expression.pieces.as_slice();
        let period = expression.period || matches!(pieces.first(), Some(Piece::Period { .. }));
        if period && self.eras == Eras::Omit {
            return;
        }
        self.follow_speech(expression.span.start);
        let place = self.place(expression);
        let link = self.found.last().filter(|last| last.sentence == place.sentence).and_then(|last| {
            let between = self.context.between(last.span.end, expression.span.start);
            (last.shares || !between.is_empty()).then(|| link::between(between)).flatten()
        });
        let after = self.reader.rest(expression.span.end);
        let between = link == Some(Link::List) && parse::begins(after, &["之间", "间"]);
        let left = self.found.last().filter(|last| match link {
            Some(Link::Range | Link::Misprint | Link::Slash) => true,
            Some(Link::List) => last.shares || between,
            None => false,
        });
        let left = left.and_then(|last| Some((last.value?, last.detail.anchor)));
        let resolved = match pieces {
            [Piece::Vague] => Err(Failure::Unknown),
            // 美好的|明天
            [Piece::Relative(Distance { unit: Unit::Day, by: 1, from: From::Day })]
                if self.reader.words.figurative.end(self.reader.up_to(expression.span.start)) =>
            {
                Err(Failure::Unknown)
            }
            _ => self.resolver.resolve(pieces, place, left),
        };
        let found = match resolved {
            Ok((value, anchor)) => self.found(expression, place, numeric, Some((value, anchor))),
            Err(Failure::NoSuchDay) => {
                self.drop_unshared();
                return;
            }
            Err(Failure::Unknown) => self.found(expression, place, numeric, None),
        };
        self.join(found, link, between);
    }

    fn place(&self, expression: &Expression) -> Place {
        let at = expression.span.start;
        let sentence = self.context.layout.sentence_at(at);
        let block = self.context.layout.sentences.get(sentence);
        let before = self.reader.up_to(at);
        let words = self.reader.words;
        let behind = self.reader.rest(expression.span.end);
        let is_weekday = matches!(expression.pieces.as_slice(), [Piece::Weekday(_)]);
        let is_coming = is_weekday && words.coming.begin(behind) && !words.not_coming.begin(behind);
        let future = words.future.end(before) && !words.not_future.end(before) || is_coming;
        let bracket = self.found.last().filter(|last| {
            matches!(self.context.between(last.span.end, at), "（" | "(" | "，" | "," | "，农历" | "（农历")
        });
        let bracket = bracket.and_then(|last| match last.value {
            Some(Value::Day(day)) => Some(day),
            _ => None,
        });
        // 另据塔斯社十三日电
        let zone = block.map_or(Zone::Text, |block| block.zone);
        let is_telegram = zone == Zone::Text
            && matches!(expression.pieces.as_slice(), [.., Piece::Day(_)])
            && self.reader.words.telegrams.begin(behind)
            && !self.reader.words.no_telegrams.begin(behind);
        let last = self.found.last().filter(|last| last.sentence == sentence);
        let clause = || last.is_some_and(|last| self.context.between(last.span.end, at).contains(WILL));
        let will = matches!(expression.pieces.as_slice(), [Piece::Day(_)]) && clause();
        Place {
            sentence,
            paragraph: block.map_or(0, |block| block.paragraph),
            zone,
            future,
            will,
            bracket,
            is_telegram,
            is_heading: matches!(expression.pieces.as_slice(), [Piece::Year(_)])
                && before.trim_end_matches(HEADING_MARKS).chars().next_back().is_none_or(|last| last == '\n')
                && behind.trim_start_matches(HEADING_MARKS).starts_with('\n'),
            is_attribute: is_attribute(behind, words),
            // 比去年“五一”增长: the year of the festival.
            is_compared: !behind.starts_with('“')
                && (words.compares.end(before) || words.compared.begin(behind)),
            is_origin: words.origins.end(before) || words.since.begin(behind),
            is_named: self.is_named(at),
            is_told: self.is_told,
            // “五一” is called so, and not said by anybody.
            is_quoted: self.is_quoted && !(before.ends_with('“') && behind.starts_with('”')),
        }
    }

    /// Whether a name in pointed brackets is open in the sentence.
    fn is_named(&self, at: u32) -> bool {
        let before = self.context.between(self.context.sentence_start(at), at);
        let mut near = before.chars().rev().take(LONGEST_TITLE);
        near.find(|mark| matches!(mark, '《' | '》')) == Some('《')
    }

    /// Follows the quotation marks and words of speaking up to an offset.
    fn follow_speech(&mut self, at: u32) {
        let start = self.context.paragraph_start(at).max(self.followed);
        if start > self.followed {
            self.is_quoted = false;
        }
        if let Some(mark) = self.context.between(start, at).chars().rev().find(|c| matches!(c, '“' | '”'))
        {
            self.is_quoted = mark == '“';
        }
        let sentence = self.context.sentence_start(at);
        self.is_told &= sentence < self.followed;
        let from = sentence.max(self.followed);
        let mut marks = self.context.between(from, at).match_indices(['，', '：']);
        let reports = &self.reader.words.reports;
        self.is_told |= marks.any(|(mark, text)| {
            reports.end(self.reader.up_to(from + Span::from_usize(0, mark + text.len()).end))
        });
        self.followed = at;
    }

    /// Whether 约 or 大约 stands before: they alone make a value approximate, 左右 and 前后 stand outside. The last
    /// character of a longer word is neither: 北约|今天, 条约|今年, nor that of a name before a bare day: 苏纳约|22日.
    fn is_approximate(&self, expression: &Expression) -> bool {
        let before = self.reader.up_to(expression.span.start);
        let Some(rest) = before.strip_suffix(APPROXIMATELY) else { return false };
        if matches!(expression.pieces.as_slice(), [Piece::Day(_)]) {
            return rest.ends_with('大');
        }
        let start = Span::from_usize(rest.len(), before.len()).start;
        rest.ends_with('大') || self.context.words.is_border(start)
    }

    fn found(
        &self,
        expression: &Expression,
        place: Place,
        numeric: bool,
        resolved: Option<(Value, Anchor)>,
    ) -> Found {
        let (value, anchor) =
            (resolved.map(|(value, _)| value), resolved.map_or(Anchor::None, |(_, anchor)| anchor));
        let pieces = expression.pieces.as_slice();
        let class = match pieces {
            _ if expression.period => DateClass::Period,
            [Piece::Period { .. }, ..] => DateClass::Period,
            [Piece::Vague, ..] => DateClass::Vague,
            [
                ..,
                Piece::Festival { .. }
                | Piece::LunarFestival { .. }
                | Piece::WeekdayFestival { .. }
                | Piece::EasterFestival(_)
                | Piece::SolarTerm(_),
            ] => DateClass::Festival,
            _ => DateClass::Date,
        };
        let unit = match pieces.last() {
            Some(Piece::Relative(distance)) => distance.unit.granularity(),
            Some(Piece::Vague) | None => None,
            Some(piece) => granularity(*piece),
        };
        let mut detail = detail(value, anchor, class, unit);
        if let Some(text) = detail.value.as_mut() {
            if expression.open {
                text.push_str("/..");
                detail.last = None;
                detail.granularity = Some(Granularity::Range);
            } else if self.is_approximate(expression) {
                text.push('~');
            }
        }
        Found {
            span: expression.span,
            rule: expression.rule,
            repaired: expression.repaired,
            value,
            detail,
            shares: expression.shares,
            joined: false,
            numeric,
            sentence: place.sentence,
        }
    }

    /// Joins a date to the one before (3日至|5日, 6、|7月), or adds it.
    ///
    /// `between` says that 之间 follows a list: 2007年与2009年之间.
    fn join(&mut self, next: Found, link: Option<Link>, between: bool) {
        if let (Some(link), Some(last)) = (link, self.found.last_mut()) {
            let range = matches!(link, Link::Range | Link::Misprint | Link::Slash)
                && (link == Link::Range || last.shares)
                && !last.joined;
            let between = between && !last.joined && !last.shares;
            // Years in a list stay apart, months and days that follow each other are one stretch.
            let list = link == Link::List && last.shares && follow(last.value, next.value);
            if range || between || list {
                let misprint = link == Link::Misprint;
                let fits = last.detail.class != DateClass::Vague && next.detail.class != DateClass::Vague;
                let whole = match (last.value, next.value) {
                    (Some(from), Some(to)) => resolve::span(from, to).map(Some),
                    (None, None) if last.detail.granularity == next.detail.granularity => Some(None),
                    _ => None,
                };
                if let Some(value) = whole.filter(|_| fits) {
                    let class = last.detail.class;
                    last.detail = detail(value, last.detail.anchor, class, Some(Granularity::Range));
                    if let Some(detail) = Some(&mut last.detail) {
                        detail.granularity = Some(Granularity::Range);
                    }
                    last.value = value;
                    last.span = Span::new(last.span.start, next.span.end);
                    last.rule = self.reader.words.joins.range;
                    last.repaired |= next.repaired || misprint;
                    last.shares = next.shares;
                    last.joined = !list;
                    return;
                }
            }
            // 1995、|1996年: the number is a year by itself.
            if last.shares && link == Link::List {
                last.shares = false;
            }
        }
        self.drop_unshared();
        self.found.push(next);
    }

    /// A number whose unit never came is no date.
    fn drop_unshared(&mut self) {
        self.found.pop_if(|last| last.shares);
    }
}

/// A date stands so many characters behind 《 at most: a sentence full of dates would take the square of its length.
const LONGEST_TITLE: usize = 100;

/// What stands somewhere before what is to come.
const WILL: char = '将';

/// Whether a text goes on with an agreement or the like of the day before it: 在巴厘岛|签署的, 中日|联合声明.
fn is_attribute(behind: &str, words: &Words) -> bool {
    let places = behind.char_indices().take(LONGEST_ATTRIBUTE);
    let places =
        places.take_while(|(_, character)| !matches!(character, '，' | '。' | '；' | '\n')).enumerate();
    for (number, (at, _)) in places {
        let rest = &behind[at..];
        if words.attributes.begin(rest) || number <= LONGEST_PARTIES && words.documents.begin(rest) {
            return true;
        }
        // 1月2日|签署建交公报: what is told is that this is done.
        if words.acts.begin(rest) {
            return false;
        }
    }
    false
}

/// Characters between a day and what says of what it is.
const LONGEST_ATTRIBUTE: usize = 12;

/// Characters between a day and the word for a document: 中日.
const LONGEST_PARTIES: usize = 2;

/// Whether two values are neighbours: June and July, the third and the fourth.
fn follow(first: Option<Value>, second: Option<Value>) -> bool {
    match (first, second) {
        (
            Some(
                Value::Month(..) | Value::Day(_) | Value::Days { .. } | Value::Span { .. } | Value::Decade(_),
            ),
            Some(second),
        ) => {
            let end = first.and_then(Value::days).and_then(|(_, last)| last.tomorrow().ok());
            !matches!(second, Value::Year(_)) && end == second.days().map(|(first, _)| first)
        }
        _ => false,
    }
}

/// The unit of a date without a value.
fn granularity(piece: Piece) -> Option<Granularity> {
    Some(match piece {
        Piece::Century(_) => Granularity::Century,
        Piece::Decade { .. } => Granularity::Decade,
        Piece::Half(_) => Granularity::Half,
        Piece::Quarter(_) => Granularity::Quarter,
        Piece::Season(_) | Piece::RelativeSeason { .. } => Granularity::Season,
        Piece::Month(_) | Piece::LunarMonth { .. } | Piece::Part(Unit::Month) => Granularity::Month,
        Piece::TenDays { .. } => Granularity::TenDays,
        Piece::NthWeek(_) => Granularity::Week,
        Piece::FirstMonths(_)
        | Piece::FirstQuarters(_)
        | Piece::RelativeSpan { .. }
        | Piece::Period { .. }
        | Piece::FirstDays(_)
        | Piece::LastDays(_)
        | Piece::Weekend => Granularity::Range,
        Piece::Ago { unit: piece::AgoUnit::Month, .. } => Granularity::Month,
        Piece::Ago { unit: piece::AgoUnit::Week, .. } => Granularity::Week,
        Piece::Ago { unit: piece::AgoUnit::Day, .. } => Granularity::Day,
        Piece::Vague => return None,
        piece if piece.rank() == 7 => Granularity::Day,
        Piece::Event(_) => Granularity::Day,
        _ => Granularity::Year,
    })
}

fn detail(value: Option<Value>, anchor: Anchor, class: DateClass, unit: Option<Granularity>) -> DateDetail {
    let days = value.and_then(Value::days);
    DateDetail {
        value: value.map(Value::to_edtf),
        first: days.map(|(first, _)| first),
        last: days.map(|(_, last)| last),
        granularity: value.map(Value::granularity).or(unit),
        anchor,
        class,
    }
}
