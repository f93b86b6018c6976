//! The parts of which a date is made, from century to day.

use bangjiao_document::Granularity;
use jiff::civil::Date;

/// A unit of time as a word of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Century,
    Decade,
    /// 赛季, 学年, 财年.
    Season,
    Year,
    Quarter,
    /// 个月: months that are counted.
    Months,
    Month,
    Week,
    Day,
    /// A day by a word that is more often a number: 5号.
    Number,
    /// 天前, 个月前: a distance from the anchor.
    Ago(AgoUnit, i8),
}

/// The unit of a distance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AgoUnit {
    Day,
    Week,
    Month,
    Year,
}

impl Unit {
    /// The unit of a word in the rules.
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "century" => Unit::Century,
            "decade" => Unit::Decade,
            "season" => Unit::Season,
            "year" => Unit::Year,
            "quarter" => Unit::Quarter,
            "months" => Unit::Months,
            "month" => Unit::Month,
            "week" => Unit::Week,
            "day" => Unit::Day,
            "number" => Unit::Number,
            _ => {
                let (sign, unit) = word.split_at_checked(1)?;
                let sign = match sign {
                    "-" => -1,
                    "+" => 1,
                    _ => return None,
                };
                let unit = match unit {
                    "day" => AgoUnit::Day,
                    "week" => AgoUnit::Week,
                    "month" => AgoUnit::Month,
                    "year" => AgoUnit::Year,
                    _ => return None,
                };
                Unit::Ago(unit, sign)
            }
        })
    }

    /// The granularity of a date that ends with this unit.
    pub fn granularity(self) -> Option<Granularity> {
        Some(match self {
            Unit::Century => Granularity::Century,
            Unit::Decade => Granularity::Decade,
            Unit::Year => Granularity::Year,
            Unit::Quarter => Granularity::Quarter,
            Unit::Month => Granularity::Month,
            Unit::Week => Granularity::Week,
            Unit::Day | Unit::Number => Granularity::Day,
            Unit::Months | Unit::Season | Unit::Ago(..) => return None,
        })
    }
}

/// From what a word counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    /// The dateline's day, else the day of publication: 今天.
    Day,
    /// The last date of the text: 当天.
    Text,
    /// The last date of the text, else the article's day: 这一年.
    TextOrDay,
    /// The year that the sentence has set, else the article's day: 2022年…，比上年.
    SentenceOrDay,
}

/// A fixed distance to an anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Distance {
    pub unit: Unit,
    pub by: i16,
    pub from: From,
}

/// One part of a date.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Piece {
    /// 二十世纪; 1 is the first, negative before the common era.
    Century(i16),
    /// 九十年代, 1990年代: tens of a century, or its first year. 五六十年代 has two.
    Decade {
        first: i16,
        last: i16,
    },
    /// 1996年; 公元前221年 is -220.
    Year(i16),
    /// 86年.
    ShortYear(u8),
    /// 光绪二十年: the year of a time when months were lunar.
    OldYear(i16),
    /// 戊寅年, from 0.
    CycleYear(u8),
    /// 虎年, from 0.
    AnimalYear(u8),
    /// 去年, 本月, 昨天, 上周.
    Relative(Distance),
    /// 今明两年.
    RelativeSpan {
        unit: Unit,
        first: i16,
        last: i16,
    },
    /// 三年前; half units, so that 一年半前 is three.
    Ago {
        unit: AgoUnit,
        halves: i16,
    },
    /// 1, 2.
    Half(u8),
    /// 1 to 4.
    Quarter(u8),
    /// 前三季度.
    FirstQuarters(u8),
    /// 21 to 24, as in EDTF.
    Season(u8),
    /// 去冬, 今春.
    RelativeSeason {
        year: i8,
        season: u8,
    },
    /// 前五个月.
    FirstMonths(u8),
    Month(u8),
    LunarMonth {
        month: u8,
        leap: bool,
    },
    /// Which of the three 旬, from the first to the last.
    TenDays {
        first: u8,
        last: u8,
    },
    /// 第二周 of a year or month.
    NthWeek(u8),
    /// 第一个星期一 of a month; 0 is the last.
    NthWeekday {
        nth: u8,
        weekday: i8,
    },
    /// 前10天 of a year or month.
    FirstDays(u8),
    /// 最后五天.
    LastDays(u8),
    Day(u8),
    LunarDay(u8),
    /// 1 is Monday.
    Weekday(i8),
    /// 周末 after 上, 本, 下.
    Weekend,
    /// 初, 底, 年底: keeps the value of its unit.
    Part(Unit),
    Festival {
        month: u8,
        day: u8,
    },
    /// Day 0 is the last day of the year.
    LunarFestival {
        month: u8,
        day: u8,
    },
    WeekdayFestival {
        month: u8,
        nth: u8,
        weekday: u8,
    },
    /// So many days after Easter Sunday, or before it.
    EasterFestival(i8),
    SolarTerm(u8),
    /// 九一八.
    Event(Date),
    /// 文革期间.
    Period {
        first: i16,
        last: i16,
    },
    /// 近日.
    Vague,
}

impl Piece {
    /// How fine it is: a piece follows coarser ones only.
    pub fn rank(self) -> u8 {
        match self {
            Piece::Century(_) => 1,
            Piece::Decade { .. } => 2,
            Piece::Year(_)
            | Piece::ShortYear(_)
            | Piece::OldYear(_)
            | Piece::CycleYear(_)
            | Piece::AnimalYear(_) => 3,
            Piece::Relative(Distance { unit, .. }) => match unit {
                Unit::Century => 1,
                Unit::Decade => 2,
                Unit::Year => 3,
                Unit::Quarter => 4,
                Unit::Month => 5,
                Unit::Week => 6,
                _ => 7,
            },
            Piece::Half(_)
            | Piece::Quarter(_)
            | Piece::FirstQuarters(_)
            | Piece::Season(_)
            | Piece::FirstMonths(_) => 4,
            Piece::Month(_) | Piece::LunarMonth { .. } => 5,
            Piece::TenDays { .. } | Piece::NthWeek(_) => 6,
            Piece::Part(_) => 7,
            Piece::Day(_)
            | Piece::LunarDay(_)
            | Piece::Weekday(_)
            | Piece::Weekend
            | Piece::NthWeekday { .. }
            | Piece::FirstDays(_)
            | Piece::LastDays(_)
            | Piece::Festival { .. }
            | Piece::LunarFestival { .. }
            | Piece::WeekdayFestival { .. }
            | Piece::EasterFestival(_)
            | Piece::SolarTerm(_) => 7,
            Piece::RelativeSpan { .. }
            | Piece::RelativeSeason { .. }
            | Piece::Ago { .. }
            | Piece::Event(_)
            | Piece::Period { .. }
            | Piece::Vague => 8,
        }
    }

    /// Whether it says which year.
    pub fn is_year(self) -> bool {
        self.rank() == 3
    }
}

/// At most so many pieces make a date: 1998年1月下旬, 去年第三季度末.
const MOST: usize = 5;

/// The pieces of one expression, in order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pieces {
    list: [Piece; MOST],
    n: usize,
}

impl Pieces {
    /// No pieces.
    pub fn new() -> Self {
        Pieces { list: [Piece::Vague; MOST], n: 0 }
    }

    /// Adds a piece; the sixth and later ones are lost, and no expression is that long.
    pub fn push(&mut self, piece: Piece) {
        if self.n < MOST {
            self.list[self.n] = piece;
            self.n += 1;
        }
    }

    /// Makes a lunar month of the last piece: 八月 in 八月十五.
    pub fn make_lunar(&mut self) {
        if let Some(Piece::Month(month)) = self.last() {
            self.list[self.n - 1] = Piece::LunarMonth { month, leap: false };
        }
    }

    pub fn as_slice(&self) -> &[Piece] {
        &self.list[..self.n]
    }

    pub fn last(&self) -> Option<Piece> {
        self.as_slice().last().copied()
    }

    pub fn is_full(&self) -> bool {
        self.n == MOST
    }
}
