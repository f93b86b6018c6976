//! Rows of the tables `sentences` and `mentions` as what is counted.

use bangjiao_document::{EntityId, Field, Kind, Zone};
use bangjiao_graph::{Occurrence, SentencePlace};
use bangjiao_table::Row;

/// Where a sentence stands: its cells are `article_id`, `paragraph`, `zone`, `field`.
pub(crate) fn place(row: &Row) -> Option<SentencePlace> {
    Some(SentencePlace {
        field: Field::from_word(row[3].as_deref()?)?,
        zone: Zone::from_word(row[2].as_deref()?)?,
        paragraph: row[1].as_deref()?.parse().ok()?,
    })
}

/// A mention by its cells `article_id`, `sentence`, `kind`, `form`, `entity_id`, `historical`, `within`, `rule`.
pub(crate) fn occurrence<'r>(row: &'r Row, entity: &'r EntityId) -> Option<Occurrence<'r>> {
    let within = match row[6].as_deref() {
        Some(word) => Some(Kind::from_word(word)?),
        None => None,
    };
    Some(Occurrence {
        entity,
        kind: Kind::from_word(row[2].as_deref()?)?,
        sentence: row[1].as_deref()?.parse().ok()?,
        named: row[3].as_deref() != Some("anaphor"),
        historical: matches!(row[5].as_deref(), Some("true" | "1")),
        within,
        rule: row[7].as_deref()?,
    })
}
