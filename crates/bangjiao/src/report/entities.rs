//! The entities of each kind that most articles mention, with their trends.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use bangjiao_document::Kind;
use bangjiao_report::{Entity, KindEntities, Name};

use super::corpus::Periods;
use crate::error::Error;
use crate::run_tables::RunTables;

/// So many entities of a kind are shown.
const MOST_ENTITIES: usize = 100;

/// Kinds in the order of the page.
const KINDS: [Kind; 5] = [Kind::Country, Kind::Person, Kind::Treaty, Kind::Organization, Kind::Place];

/// Reads the tables `entities` and `article_entities`; kinds without entities are left out.
pub(super) fn read(tables: &RunTables, periods: &Periods) -> Result<Vec<KindEntities>, Error> {
    let mut kinds = KINDS.map(|kind| KindEntities { kind: kind.to_string(), ..KindEntities::default() });
    let columns = [
        "entity_id",
        "kind",
        "name_zh",
        "name_en",
        "wikidata",
        "n_mentions",
        "n_articles",
        "first_date",
        "last_date",
    ];
    for row in tables.rows("entities", &columns)? {
        let row = row?;
        let malformed = || tables.malformed("entities", &row);
        let id = row.text(0).ok_or_else(malformed)?;
        let entity = Entity {
            name: Name::new(id, row.text(2).unwrap_or(id), row.text(3)),
            wikidata: row.owned(4),
            n_mentions: row.parse(5).ok_or_else(malformed)?,
            n_articles: row.parse(6).ok_or_else(malformed)?,
            first_date: row.owned(7),
            last_date: row.owned(8),
            by_period: vec![0; periods.len()],
        };
        let kind = kinds.iter_mut().find(|section| Some(section.kind.as_str()) == row.text(1));
        // Rows of zeros are met in datelines and bylines only.
        if let Some(section) = kind.filter(|_| entity.n_articles > 0) {
            section.n_entities += 1;
            section.entities.push(entity);
            if section.entities.len() >= 16 * MOST_ENTITIES {
                keep_first(&mut section.entities);
            }
        }
    }
    kinds.iter_mut().for_each(|section| keep_first(&mut section.entities));

    let mut by_id = BTreeMap::new();
    for section in &mut kinds {
        by_id.extend(section.entities.iter_mut().map(|entity| (entity.name.id.clone(), entity)));
    }
    for row in tables.rows("article_entities", &["entity_id", "date"])? {
        let row = row?;
        let entity = row.text(0).and_then(|id| by_id.get_mut(id));
        let period = row.text(1).and_then(|date| periods.at(date));
        if let (Some(entity), Some(period)) = (entity, period) {
            entity.by_period[period] += 1;
        }
    }
    Ok(kinds.into_iter().filter(|section| section.n_entities > 0).collect())
}

/// Those in most articles, of equal ones those with most mentions, then those with the smaller ids.
fn keep_first(entities: &mut Vec<Entity>) {
    entities.sort_by_cached_key(|entity| {
        (Reverse(entity.n_articles), Reverse(entity.n_mentions), entity.name.id.clone())
    });
    entities.truncate(MOST_ENTITIES);
}
