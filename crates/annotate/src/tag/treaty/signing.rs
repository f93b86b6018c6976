//! Day and place of signing, as the name or the text around it says.

use bangjiao_document::{Act, Field};

use super::grammar::Grammar;
use super::pieces::{DatePiece, Pieces};
use super::{Draft, act, narrow, reach};
use crate::context::Context;
use crate::numerals;

/// Bytes of 在.
const AT: u32 = 3;

/// Behind the name, date and place of signing stand within so many bytes.
const BEHIND: usize = 90;

/// Fills in day and place where the name or its clause says them.
pub(super) fn read(context: &Context<'_>, grammar: &Grammar, pieces: &Pieces<'_>, draft: &mut Draft) {
    let behind = behind(context, draft);
    if draft.signed.is_none() {
        draft.signed = in_name(context, grammar, pieces, draft)
            .or_else(|| before_name(context, grammar, pieces, draft))
            .or_else(|| behind_name(context, grammar, pieces, behind))
            .or_else(|| anniversary(context, draft, behind.0))
            .or_else(|| before_subject(context, pieces, draft))
            .or_else(|| of_sentence(context, grammar, pieces, draft))
            .or_else(|| of_talks(context, pieces, draft));
    }
    if draft.act == Act::Signed && draft.place.is_none() {
        draft.place = place(context, grammar, pieces, draft, behind);
    }
}

fn is_day(date: &DatePiece<'_>) -> bool {
    date.value.is_some_and(|value| value.len() == "1996-07-05".len())
}

fn value(date: &DatePiece<'_>) -> Option<String> {
    // A stretch of time is no day of signing.
    date.value.filter(|value| !value.contains(['/', 'X'])).map(str::to_owned)
}

/// 1992年1月3日中哈建交联合公报: a date that opens the name, or one with 签署的 behind it.
fn in_name(context: &Context<'_>, grammar: &Grammar, pieces: &Pieces<'_>, draft: &Draft) -> Option<String> {
    let dates = pieces.dates_within(draft.span.start, draft.span.end);
    let date = dates.iter().find(|date| {
        let rest = context.between(date.span.end, draft.span.end);
        // 七月二十五日|在莫斯科草签的
        let place = pieces.place_beginning(date.span.end + AT);
        let rest = match place.filter(|_| rest.starts_with('在')) {
            Some(place) => context.between(place.end.min(draft.span.end), draft.span.end),
            None => rest,
        };
        date.span.start == draft.span.start || grammar.signed_of.beginning(rest).is_some()
    })?;
    value(date)
}

/// 1956年签署的《…》.
fn before_name(
    context: &Context<'_>,
    grammar: &Grammar,
    pieces: &Pieces<'_>,
    draft: &Draft,
) -> Option<String> {
    let floor = reach::floor(context, draft.span.start);
    let before = context.between(floor, draft.span.start).trim_end_matches(['《', '“']);
    // 1992年《…宣言》, 1968年7月1日的《…条约》
    let end = floor + narrow(before.strip_suffix('的').unwrap_or(before).len());
    if end < draft.span.start
        && let Some(date) = pieces.date_ending(end)
        && context.after(date.span.start).is_some_and(numerals::is_numeral)
        && !context.between(floor, date.span.start).ends_with(['于', '在', '自', '从', '到', '至', '由'])
    {
        return value(date);
    }
    let head = before.strip_suffix(grammar.signed_of.ending(before)?)?;
    let end = floor + narrow(head.len());
    let dates = pieces.dates_within(floor, end);
    let date = dates.last()?;
    let gap = context.between(date.span.end, end);
    // 1972年9月29日在北京签署的, 1950年中苏两国签订的
    (gap.len() <= 36 && !gap.contains(['，', '。', '；'])).then(|| value(date))?
}

/// …协定今天在北京签字; 《…》于1992年签署; …条约签字仪式昨晚举行.
fn behind_name(
    context: &Context<'_>,
    grammar: &Grammar,
    pieces: &Pieces<'_>,
    (window, start): (&str, u32),
) -> Option<String> {
    let dates = pieces.dates_within(start, start + narrow(window.len()));
    let date = dates.first()?;
    let lead = context.between(start, date.span.start);
    let rest = context.between(date.span.end, start + narrow(window.len()));
    let ceremony = lead.strip_prefix('的').unwrap_or(lead).trim_end_matches(['于', '在']);
    if matches!(ceremony, "签字仪式" | "签署仪式" | "签订仪式") {
        let clause = rest.find(['，', '。', '；']).map_or(rest, |end| &rest[..end]);
        return clause.contains("举行").then(|| value(date))?;
    }
    let (verb, ..) = grammar.signing.of(rest).next()?;
    let fits = matches!(lead, "" | "于" | "在" | "已于" | "是" | "是在" | "，于" | "已" | "自") && verb <= 66;
    let clause = !rest[..verb].contains(['，', '。', '；', '《']);
    (fits && clause && !rest[..verb].contains("生效")).then(|| value(date))?
}

/// 1978年8月12日，《…》在北京签字: the day before the name that is the subject of its clause.
fn before_subject(context: &Context<'_>, pieces: &Pieces<'_>, draft: &Draft) -> Option<String> {
    if draft.act != Act::Signed {
        return None;
    }
    let floor = reach::floor(context, draft.span.start);
    let before = context.between(floor, draft.span.start).trim_end_matches(['《', '“']);
    let before = before.strip_suffix('，').unwrap_or(before);
    let date = pieces.date_ending(floor + narrow(before.len())).filter(|date| date.span.start >= floor)?;
    // 六月四日，…在河内签字; but 回顾6月4日，…
    let opens = context.between(floor, date.span.start);
    (is_day(date) && (opens.is_empty() || opens.ends_with(['。', '；', '，', '\n', ' ', '\u{3000}'])))
        .then(|| value(date))?
}

/// What stands behind the name up to the end of the clause, and where it begins.
fn behind<'c>(context: &Context<'c>, draft: &Draft) -> (&'c str, u32) {
    let rest = context.text().get(draft.span.end as usize..).unwrap_or("");
    let trimmed = rest.trim_start_matches(['》', '”']);
    let trimmed = trimmed.strip_prefix('，').filter(|clause| act::opens_with_time(clause)).unwrap_or(trimmed);
    let start = draft.span.end + narrow(rest.len() - trimmed.len());
    let mut end = trimmed.len().min(BEHIND);
    while !trimmed.is_char_boundary(end) {
        end -= 1;
    }
    let window = &trimmed[..end];
    let end = window.find(['。', '；', '\n', '《']).unwrap_or(end);
    (&window[..end], start)
}

/// 签署二十周年: so many years before the article.
fn anniversary(context: &Context<'_>, draft: &Draft, window: &str) -> Option<String> {
    let at = window.find("周年")?;
    let head = &window[..at];
    let verb = ["签署", "签订", "缔结", "签定", "发表", "签字", "订立"].iter().find_map(|verb| {
        head.strip_prefix(verb).or_else(|| head.strip_prefix("的").and_then(|head| head.strip_prefix(verb)))
    })?;
    let years = numerals::read(verb).filter(|number| number.len as usize == verb.len())?.value;
    let floor = reach::floor(context, draft.span.start);
    let before = context.between(floor, draft.span.start);
    let ahead = i32::from(before.contains("明年")) - i32::from(before.contains("去年"));
    let year = i32::from(context.day?.year()) + ahead - i32::try_from(years).ok()?;
    (year > 1000).then(|| format!("{year:04}"))
}

/// The day in a sentence that reports a signing: 1月18日，双方发表《…》.
fn of_sentence(
    context: &Context<'_>,
    grammar: &Grammar,
    pieces: &Pieces<'_>,
    draft: &Draft,
) -> Option<String> {
    if draft.act != Act::Signed {
        return None;
    }
    let sentence = context.layout.sentences.get(context.layout.sentence_at(draft.span.start))?;
    if sentence.field != Field::Body {
        return None;
    }
    let floor = reach::floor(context, draft.span.start);
    let before = context.between(floor, draft.span.start);
    let verbs = grammar.before.of(before).filter(|(.., act)| *act == Act::Signed);
    let (verb, ..) = verbs.last()?;
    // …在北京签字；|…: the verb of another clause.
    if before[verb..].contains('；') {
        return None;
    }
    // 11日在塔林、12日在里加分别签署了中国同爱沙尼亚、拉脱维亚的建交公报: several documents, each of its day.
    if before[..verb].ends_with("分别") && draft.parties().len() > 2 {
        return None;
    }
    let end = floor + narrow(verb);
    // A day goes before a year or month: 去年他提议…，昨天两国签署.
    // 2002年11月4日签署《…》；2004年11月签署《…》: each clause has its own.
    let clause = before[..verb].rfind('；').map_or(floor, |at| floor + narrow(at));
    let dates = pieces.dates_within(clause, end);
    let date = dates.iter().rev().find(|date| is_day(date)).or_else(|| dates.last())?;
    // What a date behind another document's name says belongs to that one.
    let gap = context.between(date.span.end, end);
    (!gap.contains(['》', '。', '；'])).then(|| value(date))?
}

/// What was done beside another signing: 双方还签署了.
const ADDED: [&str; 10] =
    ["还签", "还发表", "还共同", "还分别", "还就", "还达成", "还互换", "还缔结", "还订立", "还正式"];

/// What else was signed stands so many bytes before at most: 500 characters.
const LONGEST_BEFORE: u32 = 1_500;

/// The text before a view offset, as far as it matters.
fn before<'d>(context: &Context<'d>, at: u32) -> &'d str {
    let mut from = at.saturating_sub(LONGEST_BEFORE);
    while !context.text().is_char_boundary(from as usize) {
        from += 1;
    }
    context.between(from, at)
}

/// A document is signed at most so many days before the newspaper says so.
const DAYS_LATE: i32 = 3;

/// 会谈后，两国元首签署了《…》: on the day of the talks, which the text names before.
fn of_talks(context: &Context<'_>, pieces: &Pieces<'_>, draft: &Draft) -> Option<String> {
    let sentence = context.layout.sentences.get(context.layout.sentence_at(draft.span.start))?;
    let opening = context.between(sentence.span.start, draft.span.start);
    let talks = ["会谈后", "会见后", "会后", "会谈结束后", "会晤后", "会上", "仪式上", "会谈前"];
    // 双方还签署了《…》: with those of which the text spoke.
    let more = || {
        let own = context.between(reach::floor(context, draft.span.start), draft.span.start);
        ADDED.iter().any(|word| own.contains(word))
            && ["签署", "签订", "签字", "发表", "互换"]
                .iter()
                .any(|verb| before(context, sentence.span.start).contains(verb))
    };
    if draft.act != Act::Signed
        || sentence.field != Field::Body
        || !(talks.iter().any(|talks| opening.starts_with(talks)) || more())
    {
        return None;
    }
    let now = context.day?;
    pieces.dates_within(0, sentence.span.start).iter().rev().find_map(|date| {
        let said = value(date)?;
        let day: jiff::civil::Date = said.parse().ok()?;
        let late = now.since(day).ok()?.get_days();
        (0..=DAYS_LATE).contains(&late).then_some(said)
    })
}

/// 在北京签字, 于阿拉木图签署.
fn place(
    context: &Context<'_>,
    grammar: &Grammar,
    pieces: &Pieces<'_>,
    draft: &Draft,
    (window, start): (&str, u32),
) -> Option<String> {
    let floor = reach::floor(context, draft.span.start);
    let stretches = [(floor, draft.span.start), (start, start + narrow(window.len()))];
    for (from, to) in stretches {
        let first = pieces.places().partition_point(|place| place.start < from);
        for place in pieces.places()[first..].iter().take_while(|place| place.end <= to) {
            let lead = context.between(from, place.start);
            let rest = context.between(place.end, to);
            let verb = grammar.signing.beginning(rest.trim_start_matches("正式"));
            if lead.ends_with(['在', '于']) && verb.is_some() {
                return Some(place.of(context.text()).to_owned());
            }
        }
    }
    None
}
