//! Which entity of a run a user means by an id or a name.

use std::collections::BTreeMap;

use bangjiao_document::{EntityId, EntityInfo};

use crate::error::Error;

/// So many entities are suggested where none is found.
const SUGGESTED: usize = 5;

/// The entity that has this id, else the only one that has this Chinese or English name.
pub(super) fn resolve<'e>(
    entities: &'e BTreeMap<EntityId, EntityInfo>,
    wanted: &str,
) -> Result<&'e EntityInfo, Error> {
    if let Some(info) = EntityId::new(wanted).ok().and_then(|id| entities.get(&id)) {
        return Ok(info);
    }
    let lower = wanted.to_lowercase();
    let named: Vec<&EntityInfo> = entities
        .values()
        .filter(|info| names(info).any(|name| name == wanted || name.to_lowercase() == lower))
        .collect();
    match named[..] {
        [info] => Ok(info),
        [] => Err(Error::NotMet { name: wanted.to_owned(), near: shown(&near(entities, &lower)) }),
        _ => Err(Error::SharedName { name: wanted.to_owned(), ids: shown(&named) }),
    }
}

fn names(info: &EntityInfo) -> impl Iterator<Item = &str> {
    [info.id.as_str(), &info.name_zh].into_iter().chain(info.name_en.as_deref())
}

fn shown(entities: &[&EntityInfo]) -> String {
    let one = |info: &&EntityInfo| format!("{} ({})", info.id, info.name_zh);
    let shown = entities.iter().take(SUGGESTED).map(one).collect::<Vec<_>>().join(", ");
    if shown.is_empty() { "nothing".to_owned() } else { shown }
}

/// Entities with an id or a name like this one, the most alike first, those of a lexicon before others.
fn near<'e>(entities: &'e BTreeMap<EntityId, EntityInfo>, wanted: &str) -> Vec<&'e EntityInfo> {
    let wanted: Vec<char> = wanted.chars().collect();
    let most = (wanted.len() / 3).max(1);
    let mut near: Vec<(usize, bool, &EntityInfo)> = entities
        .values()
        .filter_map(|info| {
            let distances = names(info).map(|name| {
                let name: Vec<char> = name.to_lowercase().chars().collect();
                // A part of a name is as near as one change, whatever its length.
                let is_part = wanted.len() > 1 && name.windows(wanted.len()).any(|part| part == wanted);
                if is_part { 1 } else { distance(&name, &wanted) }
            });
            let distance = distances.min().filter(|distance| *distance <= most)?;
            Some((distance, !info.id.is_linked(), info))
        })
        .collect();
    near.sort_by_key(|(distance, is_unlinked, info)| (*distance, *is_unlinked, &info.id));
    near.into_iter().map(|(.., info)| info).collect()
}

/// Characters to put in, take out or change (Levenshtein 1966).
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, character) in one.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], at + 1);
        for (place, expected) in other.iter().enumerate() {
            let changed = diagonal + usize::from(character != expected);
            diagonal = row[place + 1];
            row[place + 1] = changed.min(diagonal + 1).min(row[place] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use bangjiao_document::Kind;

    use super::*;

    fn entities() -> BTreeMap<EntityId, EntityInfo> {
        let info = |id: &str, zh: &str, en: Option<&str>| {
            let id = EntityId::new(id).expect("tests use proper ids");
            let info = EntityInfo::unlinked(id.clone(), Kind::Country);
            (id, EntityInfo { name_zh: zh.to_owned(), name_en: en.map(str::to_owned), ..info })
        };
        [
            info("KAZ", "哈萨克斯坦", Some("Kazakhstan")),
            info("KGZ", "吉尔吉斯斯坦", Some("Kyrgyzstan")),
            info("COD", "刚果", Some("Congo")),
            info("COG", "刚果", Some("Congo")),
            info("person:哈萨", "哈萨", None),
        ]
        .into()
    }

    #[test]
    fn an_id_or_a_name_of_one_entity_is_enough() {
        let entities = entities();
        for wanted in ["KAZ", "kaz", "哈萨克斯坦", "kazakhstan"] {
            assert_eq!(resolve(&entities, wanted).expect("it is there").id.as_str(), "KAZ", "{wanted}");
        }
    }

    #[test]
    fn what_is_not_there_or_shared_is_told_with_what_is_near() {
        let entities = entities();
        let message = |wanted| resolve(&entities, wanted).expect_err("none or several").to_string();
        assert!(message("哈萨克").contains("KAZ (哈萨克斯坦), person:哈萨 (哈萨)"), "{}", message("哈萨克"));
        assert!(message("KAS").contains("KAZ (哈萨克斯坦)"), "{}", message("KAS"));
        assert!(message("刚果").contains("COD (刚果), COG (刚果)"), "{}", message("刚果"));
        assert!(message("鲁里坦尼亚").contains("near are nothing"), "{}", message("鲁里坦尼亚"));
    }

    #[test]
    fn a_distance_is_the_least_number_of_changes() {
        let check = |one: &str, other: &str, expected| {
            let [one, other] = [one, other].map(|text| text.chars().collect::<Vec<_>>());
            assert_eq!(distance(&one, &other), expected);
        };
        check("哈萨克斯坦", "哈沙克坦", 2);
        check("", "中国", 2);
        check("苏联", "苏联", 0);
    }
}
