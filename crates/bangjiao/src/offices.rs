//! Persons in offices, as the titles beside their names say.

use std::collections::BTreeMap;

use bangjiao_document::{Detail, Document, EntityId, Kind, Office, PersonDetail};
use bangjiao_table::{DataFrame, OfficeRow, offices_frame};
use jiff::civil::Date;

/// Titles of offices met in the corpus, by person.
///
/// They form a commutative monoid: those of the parts, [merged](Offices::merge) in any order, are those of the whole.
#[derive(Debug, Clone, Default)]
pub(crate) struct Offices {
    met: BTreeMap<EntityId, BTreeMap<Title, Met>>,
}

/// A title beside a name, with its state.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Title {
    role: Option<String>,
    office: Office,
    country: Option<EntityId>,
}

#[derive(Debug, Clone, Default)]
struct Met {
    n_mentions: i64,
    days: Option<(Date, Date)>,
}

impl Met {
    fn merge(&mut self, other: &Met) {
        self.n_mentions += other.n_mentions;
        self.days = match (self.days, other.days) {
            (Some((first, last)), Some((start, end))) => Some((first.min(start), last.max(end))),
            (one, two) => one.or(two),
        };
    }
}

impl Offices {
    /// Adds the titles of offices that stand beside names of a document.
    pub fn add(&mut self, document: &Document) {
        let day = document.article().date.map(|date| date.first);
        let met = Met { n_mentions: 1, days: day.map(|day| (day, day)) };
        for mention in document.mentions().iter().filter(|mention| mention.kind == Kind::Person) {
            let Detail::Person(PersonDetail { role, office: Some(office), country }) = &mention.detail else {
                continue;
            };
            for link in &mention.links {
                let title = Title { role: role.clone(), office: *office, country: country.clone() };
                self.met.entry(link.entity.clone()).or_default().entry(title).or_default().merge(&met);
            }
        }
    }

    /// The rows of `offices`, sorted by person, role, office and state; `name` gives the Chinese name of a person.
    pub fn frame(&self, name: impl Fn(&EntityId) -> String) -> DataFrame {
        let persons: Vec<(&EntityId, String, _)> =
            self.met.iter().map(|(person, titles)| (person, name(person), titles)).collect();
        let rows: Vec<OfficeRow<'_>> = persons
            .iter()
            .flat_map(|(person, name, titles)| {
                titles.iter().map(|(title, met)| OfficeRow {
                    person_id: person,
                    person: name,
                    role: title.role.as_deref(),
                    office: title.office,
                    country_id: title.country.as_ref(),
                    days: met.days,
                    n_mentions: met.n_mentions,
                })
            })
            .collect();
        offices_frame(&rows)
    }
}
