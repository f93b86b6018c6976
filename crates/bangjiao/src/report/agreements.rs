//! The agreements that most articles mention.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use bangjiao_document::Kind;
use bangjiao_report::{Agreement, Name};

use super::names::Names;
use crate::error::Error;
use crate::run_tables::RunTables;

/// So many are shown.
const MOST_AGREEMENTS: usize = 300;

/// Reads the tables `agreements` and `agreement_parties`; also returns how many agreements there are.
pub(super) fn read(tables: &RunTables, names: &Names) -> Result<(Vec<Agreement>, usize), Error> {
    let mut parties = BTreeMap::<String, Vec<Name>>::new();
    for row in tables.rows("agreement_parties", &["agreement_id", "entity_id"])? {
        let row = row?;
        if let (Some(agreement), Some(party)) = (row.text(0), row.text(1)) {
            parties.entry(agreement.to_owned()).or_default().push(names.name(party, Kind::Country));
        }
    }
    let columns = [
        "agreement_id",
        "title_zh",
        "title_en",
        "type",
        "signed",
        "signed_first",
        "multilateral",
        "n_mentions",
        "n_articles",
    ];
    let mut agreements = Vec::new();
    for row in tables.rows("agreements", &columns)? {
        let row = row?;
        let malformed = || tables.malformed("agreements", &row);
        let id = row.text(0).ok_or_else(malformed)?;
        agreements.push(Agreement {
            name: Name::new(id, row.text(1).unwrap_or(id), row.text(2)),
            agreement_type: row.text(3).unwrap_or_default().to_owned(),
            signed: row.owned(4),
            signed_first: row.owned(5),
            parties: parties.remove(id).unwrap_or_default(),
            multilateral: row.is_true(6),
            n_mentions: row.parse(7).ok_or_else(malformed)?,
            n_articles: row.parse(8).ok_or_else(malformed)?,
        });
    }
    let n_agreements = agreements.len();
    // They come by id, and the sort keeps that order among equals.
    agreements.sort_by_key(|agreement| (Reverse(agreement.n_articles), Reverse(agreement.n_mentions)));
    agreements.truncate(MOST_AGREEMENTS);
    Ok((agreements, n_agreements))
}
