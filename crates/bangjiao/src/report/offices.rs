//! Persons in office, from the titles beside their names.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use bangjiao_document::Kind;
use bangjiao_report::Officeholder;

use super::names::Names;
use super::scan::{COUNTRY, ENTITY, KIND, OFFICE, ROLE, ScannedArticle};

/// So many rows are shown.
const MOST_ROWS: usize = 200;

/// Mentions by person, office and state.
#[derive(Default)]
pub(super) struct Offices(BTreeMap<(String, String, Option<String>), Tally>);

#[derive(Default)]
struct Tally {
    n_mentions: i64,
    roles: BTreeMap<String, i64>,
    first_date: Option<String>,
    last_date: Option<String>,
}

impl Offices {
    pub fn add(&mut self, article: &ScannedArticle) {
        for row in article.mentions.iter().filter(|row| row.text(KIND) == Some(Kind::Person.as_str())) {
            let (Some(person), Some(office)) = (row.text(ENTITY), row.text(OFFICE)) else { continue };
            let country = row.owned(COUNTRY);
            let tally = self.0.entry((person.to_owned(), office.to_owned(), country)).or_default();
            tally.n_mentions += 1;
            if let Some(role) = row.text(ROLE) {
                *tally.roles.entry(role.to_owned()).or_default() += 1;
            }
            if let Some(date) = article.date() {
                if tally.first_date.as_deref().is_none_or(|first| date < first) {
                    tally.first_date = Some(date.to_owned());
                }
                if tally.last_date.as_deref().is_none_or(|last| date > last) {
                    tally.last_date = Some(date.to_owned());
                }
            }
        }
    }

    /// Those with most mentions first.
    pub fn finish(self, names: &Names) -> Vec<Officeholder> {
        let mut rows: Vec<_> = self.0.into_iter().collect();
        // They come by person, office and state, and the sort keeps that order among equals.
        rows.sort_by_key(|(_, tally)| Reverse(tally.n_mentions));
        rows.truncate(MOST_ROWS);
        let officeholder = |((person, office, country), tally): ((String, String, Option<String>), Tally)| {
            // Of titles used equally often the first in the order of characters.
            let role = tally.roles.into_iter().min_by_key(|(_, n)| Reverse(*n)).map(|(role, _)| role);
            Officeholder {
                name: names.name(&person, Kind::Person),
                role,
                office,
                country: country.map(|country| names.name(&country, Kind::Country)),
                first_date: tally.first_date,
                last_date: tally.last_date,
                n_mentions: tally.n_mentions,
            }
        };
        rows.into_iter().map(officeholder).collect()
    }
}
