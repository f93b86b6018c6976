//! A number before 年: a year, a short year, or a number of years.

use super::{EARLIEST_SHORT_YEAR, Reader, Step, YEARS, begins, fits, is_stop, small};
use crate::numerals::{self, Numeral, Script};
use crate::tag::date::piece::Piece;

impl Reader<'_> {
    /// A number before 年.
    pub(super) fn year(&self, at: u32, numeral: Numeral, last: Option<Piece>) -> Option<Step> {
        let end = at + numeral.len + 3;
        let behind = self.rest(end);
        let month_follows = numerals::read(behind)
            .is_some_and(|month| behind[month.len as usize..].starts_with('月') && month.value <= 12);
        let before = self.up_to(at);
        let (value, digits) = (numeral.value, numeral.n_digits);
        let year = i16::try_from(value).ok()?;
        let duration = behind.starts_with([
            '间', '内', '里', '来', '前', '后', '多', '的', '期', '龄', '历', '之', '半', '以', '制', '左',
            '余',
        ]);
        let piece = match numeral.script {
            Script::Arabic | Script::Digits if digits == 4 => {
                // 2000年来, 5000年历史.
                let counted = value % 100 == 0
                    && (begins(behind, &["来", "前", "多", "历史", "的历史", "文明", "左右", "之久"])
                        || before.ends_with(['近', '有', '达', '过', '余', '约', '了']));
                if counted || !YEARS.contains(&value) { None } else { Some(Piece::Year(year)) }
            }
            Script::Arabic | Script::Digits if digits == 3 => {
                let dated = month_follows || !duration && before.ends_with(['在', '于', '到', '至']);
                if dated && value >= 100 { Some(Piece::Year(year)) } else { None }
            }
            Script::Arabic if digits == 2 => {
                let dated = month_follows
                    || value < 10
                    || before.ends_with(['’', '\'', '‘'])
                    || value >= EARLIEST_SHORT_YEAR && part_of_year(behind)
                    || value >= EARLIEST_SHORT_YEAR
                        && !duration
                        && before.ends_with([
                            '在', '于', '自', '从', '到', '至', '由', '较', '比', '—', '-', '、',
                        ]);
                dated.then_some(Piece::ShortYear(small(value)))
            }
            Script::Digits if digits == 2 => {
                // 七八年, 三五年 are a few years unless something else says which.
                let few = value >= 10 && value % 10 == value / 10 + 1 || value == 35;
                let dated = month_follows || part_of_year(behind) || !few && !duration;
                dated.then_some(Piece::ShortYear(small(value)))
            }
            Script::Counted if YEARS.contains(&value) && (value % 100 != 0 || month_follows) => {
                Some(Piece::Year(year))
            }
            _ => None,
        };
        let Some(piece) = piece else {
            // A number of years is passed over, so that nothing in it is read.
            return last.is_none().then(|| Step { counts: true, ..Step::new(Piece::Vague, end) });
        };
        if !fits(last, piece) {
            return None;
        }
        // 1997年度, not 度假.
        let financial =
            behind.starts_with('度') && !behind.starts_with("度假") && !behind.starts_with("度过");
        let end = if financial { end + 3 } else { end };
        Some(Step { repaired: numeral.repaired, ..Step::new(piece, end) })
    }

    /// 19 98年.
    pub(super) fn broken_year(&self, at: u32, numeral: Numeral) -> Option<Step> {
        let from = at + numeral.len + 1;
        let rest = numerals::read(self.rest(from)).filter(|rest| rest.n_digits == 2)?;
        let value = numeral.value * 100 + rest.value;
        let end = from + rest.len;
        let whole = YEARS.contains(&value)
            && self.rest(end).starts_with('年')
            && numeral.script == Script::Arabic
            && rest.script == Script::Arabic;
        let year = i16::try_from(value).ok()?;
        whole.then(|| Step { repaired: true, ..Step::new(Piece::Year(year), end + 3) })
    }
}

/// Whether a text begins with what says that a number before 年 is a year: 98年底, 98年春节.
fn part_of_year(text: &str) -> bool {
    const PARTS: [&str; 9] = ["底", "初", "末", "元旦", "春节", "国庆", "上半年", "下半年", "第"];
    // 70年底蕴, 70年初心 tell of seventy years.
    const WORDS: [&str; 6] = ["底蕴", "底气", "底色", "初心", "初衷", "初步"];
    if let Some(rest) = text.strip_prefix(['春', '夏', '秋', '冬']) {
        return rest.chars().next().is_none_or(|c| is_stop(c) || matches!(c, '天' | '季'));
    }
    !begins(text, &WORDS) && begins(text, &PARTS)
}
