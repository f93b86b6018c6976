//! What is no date, by what stands beside it: 提前五个月, 5号线, 每年9月.

use bangjiao_document::Span;
use bangjiao_lexicon::Status;

use super::parse::{self, Expression, WordHit};
use super::piece::Piece;
use super::{Pass, link};
use crate::numerals;
use crate::scan::Entry;

/// The state of a national day stands so many bytes before it at most: a hundred characters.
const LONGEST_LEAD: u32 = 300;

impl Pass<'_, '_> {
    /// 年底 in 1998年底: the unit of a number and no word of its own.
    pub(super) fn is_part_of_number(&self, hit: WordHit) -> bool {
        let unit = self.context.after(hit.span.start).is_some_and(|c| matches!(c, '年' | '月' | '日' | '周'));
        unit && self.context.before(hit.span.start).is_some_and(numerals::is_numeral)
    }

    /// Whether a distance is meant from the article's day: 三年后 tells of the narrative unless it is to come.
    pub(super) fn is_ago(&self, expression: &Expression, sign: i8) -> bool {
        let rest = self.reader.rest(expression.span.end);
        if sign < 0 {
            return !rest.starts_with(['进', '往', '景', '沿', '线', '锋', '途', '提', '者', '夕']);
        }
        let rest = rest.trim_start_matches([',', '，']);
        let ends = rest.chars().next().is_none_or(|c| matches!(c, '。' | '\n' | '”' | '？' | '?'));
        ends || rest.starts_with(['将', '会', '要', '再'])
    }

    /// Whether an expression is a date, by what stands beside it.
    pub(super) fn is_date(&self, expression: &Expression, numeric: bool) -> bool {
        let Expression { span, pieces, .. } = expression;
        let pieces = pieces.as_slice();
        if numeric {
            return true;
        }
        let before = self.reader.up_to(span.start);
        let rest = self.reader.rest(span.end);
        let first = self.context.after(span.start);
        // 每年6月至9月, 雍正二十三年|十二月; in 天宫二号|今天 nothing joins both.
        let is_number = first.is_some_and(numerals::is_numeral);
        let linked = (self.skipped < span.start || self.skipped == span.start && is_number)
            && span.start - self.skipped < 9
            && link::between(self.context.between(self.skipped, span.start)).is_some();
        let is_each = before.ends_with(['每', '逢'])
            && !parse::ends(before, &["恰逢", "正逢", "适逢", "时逢"])
            || parse::ends(before, &["每年", "每月", "每个", "历年"]);
        if linked || is_each {
            return false;
        }
        let words = self.reader.words;
        let shared = self.found.last().is_some_and(|last| last.shares);
        let full_year = matches!(pieces.first(), Some(Piece::Year(_)));
        if is_number && !shared {
            let previous = before.chars().next_back();
            let written = first.is_some_and(|c| !c.is_ascii_digit() && !matches!(c, '０'..='９'));
            if previous.is_some_and(|c| match c {
                '第' | '.' | '．' | '/' | '／' => true,
                // 数十日, 一百年.
                '数' | '几' | '百' | '千' | '万' | '亿' | '多' | '余' => written,
                // NBA2002年, but not B5月: a letter may be a part of a bare number.
                _ if full_year || pieces.len() > 1 => !written && c.is_ascii_digit(),
                _ => !written && c.is_ascii_alphanumeric(),
            }) {
                return false;
            }
            // 超过七九年: written digit by digit, it counts nothing.
            let by_digits = matches!(pieces, [Piece::ShortYear(_)]) && written;
            if pieces.len() == 1 && !full_year && !by_digits && words.counts.end(before) {
                return false;
            }
        }
        match pieces {
            [Piece::Day(day)] => {
                // 13月5日: what stands before was no month.
                let broken =
                    before.strip_suffix('月').is_some_and(|month| month.ends_with(numerals::is_numeral));
                let pair = broken || first == Some('两');
                let number = self.context.before(span.end) == Some('号');
                let came = rest.starts_with('来')
                    && !before.ends_with('自')
                    && !parse::begins(rest, &["来到", "来华", "来访", "来京"]);
                let goes_on =
                    rest.starts_with([
                        '游', '内', '元', '币', '圆', '本', '语', '文', '之', '间', '多', '谈', '集', '个',
                    ]) && !parse::begins(rest, &["游览", "内阁", "内政", "内务", "内塔尼亚胡", "间谍"]);
                if pair || came || goes_on || words.bounds.begin(rest) {
                    return false;
                }
                // 1至3号|机组
                if number && shared && words.numbered.begin(rest) {
                    return false;
                }
                // 5号 is a number unless something speaks of time; 一日 is one day.
                if number && !expression.shares && !shared {
                    return self.is_dated(*day, *span);
                }
                if *day == 1 && first == Some('一') && !shared {
                    return before.is_empty()
                        || before.ends_with(['在', '于', '自', '从', '至', '到', '、', '（', '\n'])
                        || words.behind_first.begin(rest);
                }
                true
            }
            [Piece::Month(_)] => {
                let pair = first.is_some_and(|c| matches!(c, '两'));
                // 三月大 has 31 days; nothing else is said of 4月份.
                let is_bare = self.context.before(span.end) == Some('月');
                let size = is_number
                    && !first.is_some_and(|c| c.is_ascii_digit())
                    && rest.starts_with('大')
                    && !parse::begins(rest, &["大选", "大会"]);
                let goes_on = rest
                    .starts_with(['球', '饼', '牙', '亮', '光', '内', '租', '薪', '刊', '龄', '个', '之'])
                    && !parse::begins(
                        rest,
                        &["内地", "内蒙古", "内阁", "内政", "球市", "球迷", "球队", "球员", "个体"],
                    );
                !is_bare || !pair && !size && !goes_on && !words.bounds.begin(rest)
            }
            // 提前五个月, 此前五个月.
            [Piece::FirstMonths(_) | Piece::FirstQuarters(_)] => {
                !before.ends_with(['提', '以', '之', '此', '目', '年', '月', '天', '日', '产', '战'])
            }
            [Piece::Festival { .. } | Piece::LunarFestival { .. }] if counts_festivals(before) => false,
            [Piece::Festival { month: 10, day: 1 }] => !self.is_of_another_state(*span),
            _ => true,
        }
    }

    /// Whether 国庆 is the day of a state that its sentence names before it, and not of the newspaper's:
    /// 墨西哥驻华大使举行国庆招待会.
    fn is_of_another_state(&self, day: Span) -> bool {
        if !day.of(self.context.text()).starts_with("国庆") {
            return false;
        }
        let mut start = self.context.sentence_start(day.start).max(day.start.saturating_sub(LONGEST_LEAD));
        while !self.context.text().is_char_boundary(start as usize) {
            start += 1;
        }
        let hits = self.context.hits_from(start).iter().take_while(|hit| hit.span.start < day.start);
        let aliases = self.context.lexicon.country_aliases();
        let mut is_named = false;
        for hit in hits {
            let Entry::Country(row) = hit.entry else { continue };
            let alias = &aliases[row as usize];
            let state = self.context.lexicon.state(&alias.entity);
            let is_special = state.is_some_and(|state| state.status == Status::Special);
            if Some(&alias.entity) == self.context.home || is_special {
                return false;
            }
            // A letter or 华 in 驻华 says nothing.
            is_named |= alias.is_plain() && hit.span.of(self.context.text()).chars().nth(1).is_some();
        }
        let before = self.context.between(start, day.start);
        is_named && !["我驻", "我国", "祖国", "中资", "中企", "侨"].iter().any(|word| before.contains(word))
    }

    /// Whether 5号 is a day: words of time stand beside it, or it is one of the last days and nothing is so numbered.
    fn is_dated(&self, day: u8, span: Span) -> bool {
        let words = self.reader.words;
        let (before, rest) = (self.reader.up_to(span.start), self.reader.rest(span.end));
        let cue = before.ends_with(['在', '于', '从', '到', '至', '是', '自']);
        // 16号-|19号: the day before the link was one.
        let links = self.found.last().is_some_and(|last| {
            before.ends_with(['-', '—', '至', '到', '－', '~', '～'])
                && link::before(before).is_some_and(|length| last.span.end + length == span.start)
                && self.context.before(last.span.end) == Some('号')
        });
        links
            || words.times.begin(rest)
            // 将于|3号启程
            || words.future.end(before)
                && !words.not_future.end(before)
                && !words.numbered.begin(rest)
                && self.context.after(span.start).is_some_and(|c| c.is_ascii_digit())
            || cue && rest.chars().next().is_none_or(|c| !c.is_alphanumeric())
            || self.context.after(span.start).is_some_and(|c| c.is_ascii_digit())
                && self.resolver.is_recent(day, self.by_number)
                && !words.numbered.begin(rest)
                && !words.numbered_after.end(before)
    }
}

/// Whether festivals are counted, not one of them told: 二十多个|春节; not 第一个春节.
fn counts_festivals(before: &str) -> bool {
    let Some(number) = before.strip_suffix('个') else { return false };
    let rest = number.trim_end_matches(|c| numerals::is_numeral(c) || matches!(c, '多' | '几' | '余'));
    rest.len() < number.len() && !rest.ends_with('第')
}
