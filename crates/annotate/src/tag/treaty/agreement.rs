//! Which agreement of the lexicon a name means, and ids for agreements outside it.

use bangjiao_document::{Act, EntityId, TreatyType};
use bangjiao_lexicon::Lexicon;
use sha2::{Digest, Sha256};

use super::Draft;
use super::found::Found;
use super::pieces::Pieces;
use crate::context::Context;

/// So many bytes of a title before a known name may be no names of states, dates and joins: 政府.
const LOOSE: usize = 12;

/// Bytes of a day.
const DAY: usize = "1996-07-05".len();

/// A subject of fewer characters tells no agreement from others: 条约.
const SHORTEST_SUBJECT: usize = 4;

/// A bare name means the agreement signed last, if those before lie so many years back and it does not.
const GENERATION: i32 = 25;

/// The rows of the lexicon that a name can mean, as far as the name and its states tell.
pub(super) fn rows(
    context: &Context<'_>,
    found: &Found<'_>,
    own: &[EntityId],
    pieces: &Pieces<'_>,
) -> Vec<u32> {
    let Some((name, rows)) = &found.known else { return Vec::new() };
    let prefix = context.between(found.span.start, name.start);
    if !prefix.is_empty() {
        let states = pieces.states_within(found.span.start, name.start);
        let dates = pieces.dates_within(found.span.start, name.start);
        let spans = states.iter().map(|piece| piece.span).chain(dates.iter().map(|date| date.span));
        let named: u32 = spans.map(|span| span.len()).sum();
        // 关于政治解决阿富汗问题的|日内瓦协议, 一九七六年二月在巴厘岛签署的|东南亚友好合作条约
        let is_said = prefix.ends_with('的') && (prefix.starts_with("关于") || prefix.contains('在'));
        if prefix.len() > named as usize + LOOSE && !is_said {
            return Vec::new();
        }
    }
    let table = context.lexicon.treaties();
    let fits = |row: &u32| {
        let parties = &table[*row as usize].parties;
        parties.is_empty() || own.iter().all(|state| parties.contains(state))
    };
    let rows: Vec<u32> = rows.iter().copied().filter(fits).collect();
    let day = context.day.map(|day| day.to_string());
    let is_signed = |row: &u32| match (table[*row as usize].signed.as_deref(), day.as_deref()) {
        (Some(signed), Some(day)) => signed <= day,
        _ => true,
    };
    let signed: Vec<u32> = rows.iter().copied().filter(is_signed).collect();
    // One that is signed goes before one of the name that is still negotiated.
    if signed.is_empty() { rows } else { signed }
}

/// The agreements of the lexicon that a mention means; several where its name counts them (三个联合公报).
pub(super) fn identify(context: &Context<'_>, draft: &Draft) -> Vec<EntityId> {
    let table = context.lexicon.treaties();
    let row = |number: &u32| &table[*number as usize];
    let agrees = |known: Option<&str>| match (draft.signed.as_deref(), known) {
        (Some(said), Some(known)) => said.starts_with(known) || known.starts_with(said),
        _ => true,
    };
    // What a newspaper reports as signed today is not the statement of that name of years before.
    let reported = draft.act == Act::Signed && draft.signed.is_none() && !draft.attributive;
    let is_stale = |number: &u32| {
        let year = row(number).signed.as_deref().and_then(|signed| signed.get(..4)?.parse::<i16>().ok());
        let joint = matches!(
            draft.treaty_type,
            TreatyType::JointStatement
                | TreatyType::Communique
                | TreatyType::Declaration
                | TreatyType::Statement
        );
        let now = context.day.map(|day| day.year());
        reported && joint && year.zip(now).is_some_and(|(year, now)| now - year > 1)
    };
    // A state signs an instrument of many later than the first ones did.
    let joins = |number: &u32| {
        let row = row(number);
        let later =
            draft.signed.as_deref().zip(row.signed.as_deref()).is_some_and(|(said, known)| said > known);
        row.multilateral && draft.act == Act::Signed && later
    };
    let fitting: Vec<u32> = draft
        .rows
        .iter()
        .copied()
        .filter(|number| (agrees(row(number).signed.as_deref()) || joins(number)) && !is_stale(number))
        .collect();
    // A report may give the day on which it was printed; the year, with name and parties, still tells the agreement.
    let of_year = |number: &&u32| {
        let year = |value: Option<&str>| value.and_then(|value| value.get(..4)).map(str::to_owned);
        let said = year(draft.signed.as_deref());
        said.is_some() && said == year(row(number).signed.as_deref())
    };
    let fitting = if fitting.is_empty() && draft.parties().len() > 1 {
        draft.rows.iter().filter(of_year).copied().collect()
    } else {
        fitting
    };
    match fitting.as_slice() {
        [] => {}
        [only] => return vec![row(only).id.clone()],
        several => {
            let name = draft.span.of(context.text());
            let counts = [("两个", 2), ("三个", 3), ("四个", 4), ("五个", 5)];
            if counts.iter().any(|(word, n)| name.contains(word) && *n == several.len()) {
                return several.iter().map(|number| row(number).id.clone()).collect();
            }
            return latest(context, several).map(|number| row(&number).id.clone()).into_iter().collect();
        }
    }
    let day = draft.signed.as_deref().filter(|signed| draft.parties().len() > 1 && signed.len() == DAY);
    let on_day = day.and_then(|day| by_facts(context.lexicon, draft.treaty_type, draft.parties(), day));
    // 关于气候变化的联合声明 of the day is not that 关于全面推进战略互惠关系.
    let on_day = on_day.filter(|id| {
        let Some(own) = context.between(draft.subject, draft.span.end).strip_prefix("关于") else {
            return true;
        };
        let row = context.lexicon.treaties_between(draft.parties()).find(|row| row.id == *id);
        let mut known = row.iter().flat_map(|row| &row.surfaces).filter_map(|name| name.split_once("关于"));
        let first = known.next();
        first.is_none() || first.into_iter().chain(known).any(|(_, topic)| topic == own)
    });
    on_day.or_else(|| by_subject(context, draft)).into_iter().collect()
}

/// The only agreement of this type between these states that is about this: 日中和平友好条约 for 中日和平友好条约.
fn by_subject(context: &Context<'_>, draft: &Draft) -> Option<EntityId> {
    let subject = context.between(draft.subject, draft.span.end);
    // 两国睦邻友好合作条约
    let subject = subject.strip_prefix("两国").unwrap_or(subject);
    if draft.parties().len() != 2 || subject.chars().count() < SHORTEST_SUBJECT || !draft.rows.is_empty() {
        return None;
    }
    let day = context.day.map(|day| day.to_string());
    let mut fitting = context.lexicon.treaties_between(draft.parties()).filter(|row| {
        let of_states = |surface: &String| {
            let states = surface.strip_suffix(subject);
            states.is_some_and(|states| states.chars().count() == draft.parties().len())
        };
        let agrees = |known: &str| {
            let said = draft.signed.as_deref().is_none_or(|said| said.get(..4) == known.get(..4));
            said && day.as_deref().is_none_or(|day| known <= day)
        };
        row.treaty_type == draft.treaty_type
            && row.surfaces.iter().any(of_states)
            && row.signed.as_deref().is_none_or(agrees)
    });
    let only = fitting.next()?;
    fitting.next().is_none().then(|| only.id.clone())
}

/// Of agreements of one name the last, where the others are a generation older and the article is not.
fn latest(context: &Context<'_>, rows: &[u32]) -> Option<u32> {
    let table = context.lexicon.treaties();
    let year = |row: u32| table[row as usize].signed.as_deref()?.get(..4)?.parse::<i32>().ok();
    let mut dated: Vec<(i32, u32)> =
        rows.iter().map(|&row| Some((year(row)?, row))).collect::<Option<_>>()?;
    dated.sort_unstable();
    let [.., (before, _), (last, row)] = dated.as_slice() else { return None };
    let now = i32::from(context.day?.year());
    (last - before >= GENERATION && now - last <= GENERATION).then_some(*row)
}

/// The only agreement of this type between these states that was signed on this day.
pub(crate) fn by_facts(
    lexicon: &Lexicon,
    treaty_type: TreatyType,
    parties: &[EntityId],
    signed: &str,
) -> Option<EntityId> {
    let mut fitting = lexicon
        .treaties_between(parties)
        .filter(|row| row.treaty_type == treaty_type && row.signed.as_deref() == Some(signed));
    let only = fitting.next()?;
    fitting.next().is_none().then(|| only.id.clone())
}

/// The id of an agreement outside the lexicon: `T-`, sorted parties, day, type and a hash of its subject.
///
/// `None` where parties or the day are unknown: no agreement is guessed.
pub(crate) fn made_id(
    treaty_type: TreatyType,
    parties: &[EntityId],
    signed: Option<&str>,
    subject: impl FnOnce() -> String,
) -> Option<EntityId> {
    let day = signed.filter(|signed| signed.len() == DAY)?;
    // A state speaks alone, but agrees with another.
    let fewest = if treaty_type == TreatyType::Statement { 1 } else { 2 };
    if parties.len() < fewest {
        return None;
    }
    let mut id = String::from("T");
    for party in parties {
        id.push('-');
        id.push_str(&party.as_str().to_lowercase());
    }
    let hash: String = Sha256::digest(subject()).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    EntityId::new(&format!("{id}-{day}-{treaty_type}-{hash}")).ok()
}

/// The entity of the second, third, … agreement of one title.
pub(super) fn numbered(name: &EntityId, at: usize) -> EntityId {
    match at {
        0 => name.clone(),
        _ => EntityId::new(&format!("{name}#{}", at + 1)).unwrap_or_else(|_| name.clone()),
    }
}

/// Words that say nothing of what an agreement is about.
const EMPTY: [&str; 10] = ["政府间", "政府", "两国", "三国", "双边", "关于", "之间", "签署", "签订", "缔结"];

/// Characters that say nothing of it either, once the words are gone.
const EMPTY_CHARACTERS: &str = "的和与同、间";

/// Nouns that the type says already.
const TYPES: [&str; 13] = [
    "联合新闻公报",
    "新闻公报",
    "联合公报",
    "联合声明",
    "共同声明",
    "联合宣言",
    "共同宣言",
    "条约",
    "协定",
    "协议",
    "议定书",
    "公报",
    "声明",
];

/// What a name says of its subject, without what differs from report to report.
pub(crate) fn normalised(subject: &str) -> String {
    let mut subject: String = subject.chars().filter(|c| c.is_alphanumeric()).collect();
    for noun in TYPES {
        if let Some(rest) = subject.strip_suffix(noun) {
            subject.truncate(rest.len());
            break;
        }
    }
    // 一九六四年货物周转和付款: the year is left out as often as it stands.
    let numerals = |c: char| c.is_ascii_digit() || "〇零一二三四五六七八九".contains(c);
    if let Some(rest) = subject.trim_start_matches(numerals).strip_prefix('年') {
        subject = rest.strip_prefix('度').unwrap_or(rest).to_owned();
    }
    for word in EMPTY {
        if subject.contains(word) {
            subject = subject.replace(word, "");
        }
    }
    subject.retain(|character| !EMPTY_CHARACTERS.contains(character));
    subject
}

#[cfg(test)]
mod tests {
    use bangjiao_document::{EntityId, TreatyType};

    use super::{made_id, normalised};

    #[test]
    fn reports_of_one_signing_give_one_id() {
        let parties = [EntityId::new("CHN").unwrap(), EntityId::new("POL").unwrap()];
        let id = |subject: &str| {
            let id = made_id(TreatyType::Agreement, &parties, Some("1964-02-05"), || normalised(subject));
            id.unwrap().to_string()
        };
        assert!(id("货物周转和付款协定").starts_with("T-chn-pol-1964-02-05-agreement-"));
        assert_eq!(id("一九六四年货物周转和付款协定"), id("货物周转和付款协定"));
        assert_ne!(id("文化合作协定"), id("货物周转和付款协定"));
        assert_eq!(made_id(TreatyType::Agreement, &parties, Some("1964"), String::new), None);
        assert_eq!(made_id(TreatyType::Agreement, &[], Some("1964-02-05"), String::new), None);
    }
}
