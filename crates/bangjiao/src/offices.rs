//! Persons in offices, as the titles beside their names say.

use bangjiao_document::{Detail, Document, EntityId, Kind, Office, PersonDetail};
use bangjiao_table::{DataFrame, OfficeRow, offices_frame};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

/// Titles of offices met in the corpus, by person.
///
#[derive(Debug, Clone, Default)]
pub(crate) struct Offices {
    /// The titles of each person, sorted: most have one or two.
    met: FxHashMap<EntityId, Vec<(Title, Met)>>,
}

/// A title beside a name, with its state.
#[derive(Debug, Clone)]
struct Title {
    role: Option<Box<str>>,
    office: Office,
    country: Option<EntityId>,
}

impl Title {
    /// What titles are sorted by.
    fn key(&self) -> (Option<&str>, Office, Option<&EntityId>) {
        (self.role.as_deref(), self.office, self.country.as_ref())
    }
}

#[derive(Debug, Clone)]
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
                let titles = self.met.entry(link.entity.clone()).or_default();
                let key = (role.as_deref(), *office, country.as_ref());
                match titles.binary_search_by(|(title, _)| title.key().cmp(&key)) {
                    Ok(at) => titles[at].1.merge(&met),
                    Err(at) => {
                        let role = role.as_deref().map(Box::from);
                        let title = Title { role, office: *office, country: country.clone() };
                        titles.insert(at, (title, met.clone()));
                    }
                }
            }
        }
    }

    /// The rows of `offices`, sorted by person, role, office and state; `name` gives the Chinese name of a person.
    pub fn frame(&self, name: impl Fn(&EntityId) -> String) -> DataFrame {
        let mut persons: Vec<(&EntityId, String, _)> =
            self.met.iter().map(|(person, titles)| (person, name(person), titles)).collect();
        persons.sort_unstable_by_key(|(person, ..)| *person);
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
