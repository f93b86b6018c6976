//! Rows of the tables `sentences` and `mentions` as what is counted.

use bangjiao_document::{EntityId, Field, Kind, Zone};
use bangjiao_graph::{Occurrence, SentencePlace};
use bangjiao_table::Row;

/// Where a sentence stands: its cells are `article_id`, `paragraph`, `zone`, `field`.
pub(crate) fn place(row: &Row) -> Option<SentencePlace> {
    Some(SentencePlace {
        field: Field::from_word(row.text(3)?)?,
        zone: Zone::from_word(row.text(2)?)?,
        paragraph: row.parse(1)?,
    })
}

/// A mention by its cells `article_id`, `sentence`, `kind`, `form`, `entity_id`, `historical`, `within`, `rule`.
pub(crate) fn occurrence<'r>(row: &'r Row, entity: &'r EntityId) -> Option<Occurrence<'r>> {
    let within = match row.text(6) {
        Some(word) => Some(Kind::from_word(word)?),
        None => None,
    };
    Some(Occurrence {
        entity,
        kind: Kind::from_word(row.text(2)?)?,
        sentence: row.parse(1)?,
        named: row.text(3) != Some("anaphor"),
        historical: row.is_true(5),
        within,
        rule: row.text(7)?,
    })
}
