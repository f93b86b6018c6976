//! The words of dates and what they mean, read from `rules/dates.toml`.

use bangjiao_document::RuleId;
use bangjiao_lexicon::{Lexicon, Rule, SolarTerms};
use jiff::civil::Date;

use super::piece::{Distance, From, Piece, Unit};

/// What a word of the scan says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Meaning {
    /// A unit; a number stands before it.
    Unit(Unit),
    /// A part of a date by itself.
    Piece(Piece),
    /// 农历, 闰: the month or day that follows is a lunar one.
    Lunar,
    /// 公元, 公元前: a year or century follows.
    Epoch { before: bool },
    /// 民国, 昭和: a number of years follows; the first and the last year.
    Era { first: i16, last: i16 },
    /// 九五 of a five-year plan, where 期间 or 时期 follows.
    Plan { first: i16, last: i16 },
    /// The first digits of a year: 1996-07-05, 1949—1956.
    Century,
    /// A word that is no date, whatever stands in it: 一日千里.
    Blocked,
}

/// A word of the scan.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub meaning: Meaning,
    /// Number of its rule.
    pub rule: u16,
}

/// Texts of a rule that stand before or after a date, with a cheap look at one character before they are compared.
#[derive(Debug, Default)]
pub(super) struct Texts {
    texts: Vec<String>,
    /// A bit for each first character.
    firsts: u64,
    /// A bit for each last character.
    lasts: u64,
}

fn bit(character: char) -> u64 {
    1 << (u32::from(character) & 63)
}

impl Texts {
    fn new(texts: Vec<String>) -> Self {
        let bits = |characters: &mut dyn Iterator<Item = char>| characters.fold(0, |bits, c| bits | bit(c));
        let firsts = bits(&mut texts.iter().filter_map(|text| text.chars().next()));
        let lasts = bits(&mut texts.iter().filter_map(|text| text.chars().next_back()));
        Texts { texts, firsts, lasts }
    }

    fn extend(&mut self, texts: Vec<String>) {
        let more = Texts::new(texts);
        self.texts.extend(more.texts);
        self.firsts |= more.firsts;
        self.lasts |= more.lasts;
    }

    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The text with which another begins.
    pub fn beginning(&self, text: &str) -> Option<&str> {
        let first = text.chars().next()?;
        if self.firsts & bit(first) == 0 {
            return None;
        }
        self.texts.iter().map(String::as_str).find(|own| text.starts_with(own))
    }

    /// Whether another text begins with one of these.
    pub fn begin(&self, text: &str) -> bool {
        self.beginning(text).is_some()
    }

    /// Whether another text ends with one of these.
    pub fn end(&self, text: &str) -> bool {
        let last = text.chars().next_back();
        last.is_some_and(|last| self.lasts & bit(last) != 0)
            && self.texts.iter().any(|own| text.ends_with(own.as_str()))
    }
}

/// What all words of a rule have in common.
#[derive(Debug)]
pub(super) struct WordRule {
    pub id: RuleId,
    /// Texts before which its words are no dates.
    pub not_before: Texts,
    /// Longer texts before which they are nevertheless: 今天|报道.
    pub despite: Texts,
    /// Texts after which its words are no dates.
    pub not_after: Texts,
    /// Texts of which one must follow, unless the word is quoted.
    pub only_before: Texts,
    /// Texts that make a period of an event: 事变, 运动.
    pub periods: Texts,
}

/// All words and their rules.
pub(super) struct Words {
    pub rules: Vec<WordRule>,
    pub words: Vec<Word>,
    surfaces: Vec<String>,
    /// Numbers of the rules for whole expressions of several pieces.
    pub joins: Joins,
    /// Texts that follow a unit and belong to it, each with its rule.
    suffixes: Vec<(String, u16)>,
    suffix_firsts: u64,
    /// The rule of each unit.
    units: Vec<(Unit, u16)>,
    /// Texts that turn a date to the future, of all rules.
    pub future: Texts,
    /// Longer texts that do not: 原定于.
    pub not_future: Texts,
    /// Texts behind 5号 with which it is a day: 上午.
    pub times: Texts,
    /// Texts behind 5号 with which it is a number: 线.
    pub numbered: Texts,
    /// Texts before 5号 with which it is a number: 嫦娥.
    pub numbered_after: Texts,
    /// Texts that turn the weekday before them to the future: 星期一|将.
    pub coming: Texts,
    /// Texts that only begin like these: 将军.
    pub not_coming: Texts,
    /// Texts after which a number counts, of all rules.
    pub counts: Texts,
    /// What follows the day of a telegram: 电.
    pub telegrams: Texts,
    /// Words with which such a one begins another word: 电视.
    pub no_telegrams: Texts,
    /// Texts behind a date that make it that of an agreement or the like: 签署的.
    pub attributes: Texts,
    /// Words for those documents, behind the day and the letters of the parties: 联合声明.
    pub documents: Texts,
    /// Texts behind 一日 with which it is the first of a month: 接见.
    pub behind_first: Texts,
    /// What is done with such documents: 签署.
    pub acts: Texts,
    /// Texts before 明天 that make it the future: 美好的.
    pub figurative: Texts,
    /// Texts behind which somebody's words are told: 说，.
    pub reports: Texts,
    /// Texts behind 初三 that make 初 the beginning of a month: 次.
    pub measures: Texts,
    /// Texts behind a number of days or months that measure something: 以上.
    pub bounds: Texts,
    /// Texts before a time with which something is compared: 比.
    pub compares: Texts,
    /// Texts behind one: 同期.
    pub compared: Texts,
    /// Texts before the time from which something is: 生于.
    pub origins: Texts,
    /// Texts behind one: 以来.
    pub since: Texts,
}

/// Numbers of the rules that no single word names.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Joins {
    pub full: u16,
    pub year_month: u16,
    pub month_day: u16,
    pub range: u16,
}

impl Words {
    /// Reads the rules of a lexicon; a rule or word that says nothing known is left out.
    pub fn new(lexicon: &Lexicon) -> Self {
        let mut words = Words {
            rules: Vec::new(),
            words: Vec::new(),
            surfaces: Vec::new(),
            joins: Joins::default(),
            suffixes: Vec::new(),
            suffix_firsts: 0,
            units: Vec::new(),
            future: Texts::default(),
            not_future: Texts::default(),
            times: Texts::default(),
            numbered: Texts::default(),
            numbered_after: Texts::default(),
            coming: Texts::default(),
            not_coming: Texts::default(),
            counts: Texts::default(),
            telegrams: Texts::default(),
            no_telegrams: Texts::default(),
            attributes: Texts::default(),
            documents: Texts::default(),
            acts: Texts::default(),
            behind_first: Texts::default(),
            figurative: Texts::default(),
            reports: Texts::default(),
            measures: Texts::default(),
            bounds: Texts::default(),
            compares: Texts::default(),
            compared: Texts::default(),
            origins: Texts::default(),
            since: Texts::default(),
        };
        for rule in lexicon.rules("dates") {
            words.add_rule(rule);
        }
        words
    }

    /// The surfaces in the order of their numbers, for the scan.
    pub fn surfaces(&self) -> Vec<&str> {
        self.surfaces.iter().map(String::as_str).collect()
    }

    /// The number of the rule in which a unit stands.
    pub fn rule_of(&self, unit: Unit) -> u16 {
        self.units.iter().find(|(own, _)| *own == unit).map_or(u16::MAX, |(_, rule)| *rule)
    }

    /// Bytes of what belongs to the unit before a text: 初, 底; 0 for 初|中 (a school), 底|下.
    pub fn suffix(&self, text: &str) -> Option<(usize, u16)> {
        let first = text.chars().next()?;
        if self.suffix_firsts & bit(first) == 0 {
            return None;
        }
        let (suffix, rule) = self.suffixes.iter().find(|(suffix, _)| text.starts_with(suffix.as_str()))?;
        let own = self.rules.get(usize::from(*rule))?;
        let behind = &text[suffix.len()..];
        let fits = own.only_before.is_empty() || behind.is_empty() || own.only_before.begin(behind);
        (fits && !own.not_before.begin(behind)).then_some((suffix.len(), *rule))
    }

    fn add_rule(&mut self, rule: &Rule) {
        let number = u16::try_from(self.rules.len()).unwrap_or(u16::MAX);
        match rule.text("joins") {
            Some("year month day") => self.joins.full = number,
            Some("year month") => self.joins.year_month = number,
            Some("month day") => self.joins.month_day = number,
            Some("range") => self.joins.range = number,
            _ => {}
        }
        let own = WordRule {
            id: rule.id.clone(),
            not_before: Texts::new(rule.texts("not_before")),
            despite: Texts::new(rule.texts("despite")),
            not_after: Texts::new(rule.texts("not_after")),
            only_before: Texts::new(rule.texts("only_before")),
            periods: Texts::new(rule.texts("periods")),
        };
        for suffix in rule.texts("suffixes") {
            self.suffix_firsts |= suffix.chars().next().map_or(0, bit);
        }
        self.suffixes.extend(rule.texts("suffixes").into_iter().map(|suffix| (suffix, number)));
        self.future.extend(rule.texts("future"));
        self.not_future.extend(rule.texts("not_future"));
        self.times.extend(rule.texts("times"));
        self.numbered.extend(rule.texts("numbered"));
        self.numbered_after.extend(rule.texts("numbered_after"));
        self.coming.extend(rule.texts("coming"));
        self.not_coming.extend(rule.texts("not_coming"));
        self.counts.extend(rule.texts("counts"));
        self.telegrams.extend(rule.texts("telegrams"));
        self.no_telegrams.extend(rule.texts("no_telegrams"));
        self.attributes.extend(rule.texts("attributes"));
        self.documents.extend(rule.texts("documents"));
        self.acts.extend(rule.texts("acts"));
        self.behind_first.extend(rule.texts("behind_first"));
        self.figurative.extend(rule.texts("figurative"));
        self.reports.extend(rule.texts("reports"));
        self.measures.extend(rule.texts("measures"));
        self.bounds.extend(rule.texts("bounds"));
        self.compares.extend(rule.texts("compares"));
        self.compared.extend(rule.texts("compared"));
        self.origins.extend(rule.texts("origins"));
        self.since.extend(rule.texts("since"));
        self.rules.push(own);
        for (surface, value) in rule.entries("words") {
            if let Some(meaning) = meaning(rule, &surface, &value) {
                self.push(surface, meaning, number);
            }
        }
        for surface in rule.texts("blocked") {
            self.push(surface, Meaning::Blocked, number);
        }
    }

    fn push(&mut self, surface: String, meaning: Meaning, rule: u16) {
        if let Meaning::Unit(unit) = meaning {
            self.units.push((unit, rule));
        }
        self.surfaces.push(surface);
        self.words.push(Word { meaning, rule });
    }
}

fn meaning(rule: &Rule, surface: &str, value: &str) -> Option<Meaning> {
    let number = || value.parse::<i16>().ok();
    let small = || value.parse::<u8>().ok();
    let years = || {
        let (first, last) = value.split_once('/')?;
        let last = if last.is_empty() { Some(i16::MAX) } else { last.parse().ok() };
        Some((first.parse::<i16>().ok()?, last?))
    };
    let month_day = || Some((u8::try_from(number()? / 100).ok()?, u8::try_from(number()? % 100).ok()?));
    let piece = match rule.text("sense")? {
        "unit" => return Unit::from_word(value).map(Meaning::Unit),
        "lunar" => return Some(Meaning::Lunar),
        "epoch" => return Some(Meaning::Epoch { before: value == "before" }),
        "era" => return years().map(|(first, last)| Meaning::Era { first, last }),
        "plan" => return years().map(|(first, last)| Meaning::Plan { first, last }),
        "century" => return Some(Meaning::Century),
        "relative" => {
            let from = match rule.text("anchor") {
                Some("text") => From::Text,
                Some("text-or-day") => From::TextOrDay,
                Some("sentence-or-day") => From::SentenceOrDay,
                _ => From::Day,
            };
            let unit = Unit::from_word(rule.text("unit")?)?;
            match value.split_once('/') {
                Some((first, last)) => {
                    Piece::RelativeSpan { unit, first: first.parse().ok()?, last: last.parse().ok()? }
                }
                None => Piece::Relative(Distance { unit, by: number()?, from }),
            }
        }
        "month" => Piece::Month(small()?),
        "lunar-month" => Piece::LunarMonth { month: small()?, leap: false },
        "half" => Piece::Half(small()?),
        "quarter" => Piece::Quarter(small()?),
        "quarters" => Piece::FirstQuarters(small()?),
        "season" => Piece::Season(small()?),
        "relative-season" => {
            let (year, season) = value.split_once('/')?;
            Piece::RelativeSeason { year: year.parse().ok()?, season: season.parse().ok()? }
        }
        "ten-days" => {
            let (first, last) = value.split_once('/')?;
            Piece::TenDays { first: first.parse().ok()?, last: last.parse().ok()? }
        }
        "part" => Piece::Part(Unit::from_word(value)?),
        "weekday" => Piece::Weekday(i8::try_from(small()?).ok()?),
        "festival" => {
            let (month, day) = month_day()?;
            Piece::Festival { month, day }
        }
        "lunar-festival" => {
            let (month, day) = month_day()?;
            Piece::LunarFestival { month, day }
        }
        "weekday-festival" => {
            let mut parts = value.split('-').map(|part| part.parse::<u8>().ok());
            let (month, nth, weekday) = (parts.next()??, parts.next()??, parts.next()??);
            Piece::WeekdayFestival { month, nth, weekday }
        }
        "easter-festival" => Piece::EasterFestival(value.parse().ok()?),
        "solar-term" => {
            let at = SolarTerms::NAMES.iter().position(|name| surface.starts_with(name))?;
            Piece::SolarTerm(u8::try_from(at).ok()?)
        }
        "event" => Piece::Event(value.parse::<Date>().ok()?),
        "period" => {
            let (first, last) = years()?;
            Piece::Period { first, last }
        }
        "cycle-year" => Piece::CycleYear(small()?),
        "animal-year" => Piece::AnimalYear(small()?),
        "vague" => Piece::Vague,
        _ => return None,
    };
    Some(Meaning::Piece(piece))
}
