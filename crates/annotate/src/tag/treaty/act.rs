//! What was done with a document, from the verb that governs its name.

use bangjiao_document::{Act, Span};

use super::grammar::{Grammar, Words};
use super::{Draft, reach};
use crate::context::Context;

/// Between a verb and the name stand at most so many bytes that are no names, joins and marks.
const LONGEST_GAP: usize = 18;
/// So far behind the name a verb is looked for.
const BEHIND: usize = 48;
/// The same where a day or place follows the name: 今天下午五时三十分在北京人民大会堂正式|签字.
const FAR_BEHIND: usize = 72;
/// So far before a verb a word is looked for that takes its deed back or puts it off.
const LEAD: usize = 18;

/// The acts of mentions, in their order.
pub(super) fn acts(context: &Context<'_>, grammar: &Grammar, drafts: &[Draft]) -> Vec<Act> {
    let mut acts: Vec<Act> = Vec::with_capacity(drafts.len());
    for (at, draft) in drafts.iter().enumerate() {
        let listed = at.checked_sub(1).map(|last| &drafts[last]).filter(|last| goes_on(context, last, draft));
        let before = behind(context, grammar, draft.span).or_else(|| ahead(context, grammar, draft.span));
        let act = match (before, listed) {
            (Some(act), _) => act,
            // 重申恪守1992年…公报、…公报和…声明: the verb governs the whole list.
            (None, Some(_)) => acts[at - 1],
            (None, None) => Act::Cited,
        };
        acts.push(act);
    }
    // …协定和…条约今天签字: the verb behind a list is said of all of it.
    for at in (1..drafts.len()).rev() {
        let (first, next) = (&drafts[at - 1], &drafts[at]);
        if goes_on(context, first, next)
            && acts[at - 1] == Act::Cited
            && behind(context, grammar, next.span) == Some(acts[at])
        {
            acts[at - 1] = acts[at];
        }
    }
    acts
}

/// Whether the second of two mentions goes on with a list after the first.
pub(super) fn goes_on(context: &Context<'_>, first: &Draft, next: &Draft) -> bool {
    first.span.end <= next.span.start && is_list(context.between(first.span.end, next.span.start))
}

/// Whether a clause begins with the day or time of its verb and has no subject: 今日在北京签字, 已于昨日签字.
pub(super) fn opens_with_time(clause: &str) -> bool {
    let begins = ["今", "昨", "已于", "于", "业于", "已在", "业已", "本月", "本日"];
    let end = clause.find(['，', '。', '；', '：', '\n']).unwrap_or(clause.len());
    let ends = ["签字", "签订", "签署", "签定", "正式签字", "签字了", "签了字"];
    begins.iter().any(|time| clause.starts_with(time))
        && ends.iter().any(|verb| clause[..end].ends_with(verb))
}

/// Between two documents of one sentence stand so many bytes at most.
const LONGEST_ADDITION: usize = 45;

/// Whether the sentence adds the signing of another document to that of one: 签署了《…》，并发表了|《…》.
pub(super) fn adds(context: &Context<'_>, first: &Draft, next: &Draft) -> bool {
    if first.span.end > next.span.start {
        return false;
    }
    let gap = context.between(first.span.end, next.span.start);
    gap.len() <= LONGEST_ADDITION
        && gap.contains("，并")
        && !gap.contains(['。', '；', '\n', '日', '天', '年'])
}

/// The act of a mention by itself.
pub(super) fn of_span(context: &Context<'_>, grammar: &Grammar, span: Span) -> Act {
    behind(context, grammar, span).or_else(|| ahead(context, grammar, span)).unwrap_or(Act::Cited)
}

fn is_list(gap: &str) -> bool {
    let rest = without_titles(gap);
    let gap = rest.as_deref().unwrap_or(gap);
    let gap = gap.trim_matches(['《', '》', '“', '”']);
    matches!(
        gap,
        "、" | "和"
            | "与"
            | "及"
            | "以及"
            | "并"
            | "，"
            | "，以及"
            | "，和"
            | "，并"
            | ""
            | "》、《"
            | "》和《"
            | "》与《"
            | "》及《"
            | "》以及《"
    )
}

/// Between two documents of a list stand so many other titles at most.
const MOST_TITLES: usize = 3;

/// What joins two documents without the titles between them that are none: 《…协定》、《五年规划》、|《…议定书》.
fn without_titles(gap: &str) -> Option<String> {
    let inner = gap.strip_prefix('》')?.strip_suffix('《')?;
    let mut rest = String::new();
    let mut left = inner;
    for _ in 0..=MOST_TITLES {
        let Some((before, title)) = left.split_once('《') else {
            rest.push_str(left);
            let join = rest.chars().next_back()?;
            let all = rest.chars().all(|character| matches!(character, '、' | '和' | '与' | '及' | '以'));
            return (all && left.len() < inner.len()).then(|| join.to_string());
        };
        rest.push_str(before);
        (_, left) = title.split_once('》')?;
    }
    None
}

/// The verb before the name in its clause.
fn ahead(context: &Context<'_>, grammar: &Grammar, span: Span) -> Option<Act> {
    let floor = reach::floor(context, span.start);
    let window = context.between(floor, span.start);
    let clause = window.rfind(['，', '。', '；', '：', '！', '？', '\n', ',']).unwrap_or(0);
    let window = &window[clause..];
    let (at, verb, act) = grammar.before.of(window).last()?;
    let gap = &window[at + verb.len()..];
    // 发表关于《…公约》的声明: what another document is about.
    if gap.contains("关于") && gap.ends_with('《') {
        return None;
    }
    // 达成后, 签署以来: another clause begins.
    if gap.starts_with(['后', '以', '时', '之']) || gap.contains("周年") {
        return None;
    }
    // 对签署…表示欢迎, 欢迎苏美签署…: who does so signs nothing.
    let lead = &window[..at];
    if act == Act::Signed && (lead.ends_with(['对', '就']) || lead.contains("欢迎") || lead.contains("祝贺"))
    {
        return None;
    }
    // 1956年签署的《…》 tells when it was signed; another verb governs it.
    if gap.starts_with('的') && act == Act::Signed {
        return attributive(grammar, &window[..at]);
    }
    let bare: usize = gap
        .chars()
        .filter(|character| {
            !matches!(character, '《' | '“' | '”' | '了' | '过' | '对' | '在' | '、' | '和' | '与')
        })
        .map(char::len_utf8)
        .sum();
    if bare > LONGEST_GAP {
        return None;
    }
    let rest = context.text().get(span.end as usize..).unwrap_or("").trim_start_matches(['》', '”']);
    let act = tempered(grammar, &window[..at], act);
    // 希望…签署了: what was done is no wish.
    let act = if gap.starts_with(['了', '过']) { act } else { wished(grammar, &window[..at], act) };
    match act {
        // 推动《…公约》第二十六次缔约方大会: the verb governs the conference.
        Act::Signed | Act::Ratified | Act::Proposed | Act::Negotiated | Act::InForce | Act::Extended
            if rest.starts_with(['第', '框']) || rest.starts_with("缔约") || rest.starts_with("项下") =>
        {
            Some(Act::Cited)
        }
        Act::Signed if grammar.pending.beginning(rest).is_some() => Some(Act::Proposed),
        act => Some(act),
    }
}

/// The verb that governs a name with 签署的 before it.
fn attributive(grammar: &Grammar, window: &str) -> Option<Act> {
    let (at, _, act) = grammar.before.of(window).filter(|(.., act)| *act != Act::Signed).last()?;
    Some(tempered(grammar, &window[..at], act))
}

/// What a verb says when the words before it are heard too.
fn tempered(grammar: &Grammar, before: &str, act: Act) -> Act {
    let mut from = before.len().saturating_sub(LEAD);
    while !before.is_char_boundary(from) {
        from += 1;
    }
    let lead = &before[from..];
    let lead = lead.rfind(['，', '。', '；', '、']).map_or(lead, |at| &lead[at..]);
    let denied = grammar.negations.stand_in(lead);
    let future = grammar.is_to_come(lead, Words::stand_in);
    match act {
        Act::Signed | Act::Ratified | Act::Acceded | Act::InForce | Act::Extended if denied => Act::Cited,
        Act::Reaffirmed if denied => Act::Violated,
        Act::Ended | Act::Suspended | Act::Violated if denied => Act::Cited,
        Act::Signed
        | Act::Ratified
        | Act::Acceded
        | Act::InForce
        | Act::Extended
        | Act::Ended
        | Act::Suspended
            if future =>
        {
            Act::Proposed
        }
        _ => act,
    }
}

/// What a verb says in a clause that wishes or supposes it.
fn wished(grammar: &Grammar, clause: &str, act: Act) -> Act {
    let is_deed = matches!(act, Act::Signed | Act::Ratified | Act::Acceded | Act::InForce | Act::Extended);
    if is_deed && grammar.wishes.stand_in(clause) { Act::Proposed } else { act }
}

/// The verb behind the name: 《…》生效, …协定今天在北京签字, …协定谈判.
fn behind(context: &Context<'_>, grammar: &Grammar, span: Span) -> Option<Act> {
    let rest = context.text().get(span.end as usize..)?;
    let is_dated = rest.trim_start_matches(['》', '”']).starts_with(['今', '昨', '于', '在']);
    let mut end = rest.len().min(if is_dated { FAR_BEHIND } else { BEHIND });
    while !rest.is_char_boundary(end) {
        end -= 1;
    }
    let window = rest[..end].trim_start_matches(['》', '”']);
    // …协定，今日在北京签字: what is said of a long name goes on behind a comma.
    let window = window.strip_prefix('，').filter(|rest| opens_with_time(rest)).unwrap_or(window);
    let window = window
        .find(['，', '。', '；', '：', '！', '？', '\n', '《', '、'])
        .map_or(window, |end| &window[..end]);
    let (at, verb, act) = grammar.after.of(window).next()?;
    let gap = &window[..at];
    match act {
        // 协定谈判, 协定的谈判: directly behind.
        Act::Negotiated => (matches!(gap, "" | "的" | "进行" | "展开" | "开展" | "举行" | "恢复")
            || gap.ends_with("阶段"))
        .then_some(act),
        Act::Cited | Act::Reaffirmed => None,
        _ => {
            // The name is the subject: 于…, 今天, 正式; or the verb's noun: 的签署.
            let subject = gap.is_empty()
                || gap == "的"
                || gap.starts_with(['于', '在', '今', '昨', '已', '正', '将', '经'])
                || gap.chars().all(|c| c.is_ascii_digit() || matches!(c, '年' | '月' | '日' | '号'))
                || gap.contains(['年', '月', '日', '天', '号']);
            let since = window[at + verb.len()..].starts_with("以来");
            // …协议协调人20日发表声明: something else was issued.
            let issues = verb == "发表" && {
                let rest = &window[at + verb.len()..];
                !(rest.is_empty() || rest.starts_with(['后', '之', '时', '的']))
            };
            let transitive = window[at + verb.len()..].starts_with(['了', '《']);
            let anniversary = window[at + verb.len()..].contains("周年");
            if !subject || transitive || issues || anniversary || since {
                return None;
            }
            // 加快…协定的签署: wanted, not done.
            let floor = reach::floor(context, span.start);
            let head = context.between(floor, span.start);
            let head = head.rfind(['，', '。', '；', '：', '\n']).map_or(head, |at| &head[at..]);
            let mut from = head.len().saturating_sub(LEAD);
            while !head.is_char_boundary(from) {
                from += 1;
            }
            let wanted = grammar.future.surely_stand_in(&head[from..]);
            let put_off = grammar.future.stand_in(gap) || grammar.negations.stand_in(gap);
            Some(if wanted || put_off { Act::Proposed } else { act })
        }
    }
}
