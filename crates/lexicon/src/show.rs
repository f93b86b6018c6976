use std::collections::BTreeMap;
use std::sync::Arc;

use bangjiao_document::{EntityId, Form};
use jiff::civil::Date;

use crate::lexicon::Lexicon;
use crate::rows::{CountryAlias, Usage};
use crate::table::Origin;
use crate::window::Window;

/// One row of any file that claims a surface.
///
/// ```
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// let day = jiff::civil::date(1975, 5, 1);
/// let readings = lexicon.show("刚果", Some(day));
/// let winner = readings.iter().find(|reading| reading.wins).unwrap();
/// assert_eq!(winner.entity.as_ref().unwrap().as_str(), "COG");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// What sort of row it is: country, blocker, person, treaty, organization, place, title, prefix, noun, surname.
    pub kind: &'static str,
    /// Its id, where it has one.
    pub entity: Option<EntityId>,
    /// Its file.
    pub file: Arc<str>,
    /// Its line in the file.
    pub line: u64,
    /// The days in which it holds.
    pub window: Window,
    /// When an alias stands for its state; `None` for other rows.
    pub usage: Option<Usage>,
    /// Whether it is a reading of the surface by itself on the day, among rows of its kind.
    pub wins: bool,
    /// Why it wins or not.
    pub why: String,
}

/// A surface that can mean two states.
///
/// ```
/// use bangjiao_lexicon::Decision;
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// let ambiguous = lexicon.ambiguous();
/// let found = ambiguous.iter().find(|row| row.surface == "阿").unwrap();
/// assert!(found.entities.iter().any(|id| id.as_str() == "ALB"));
/// assert_eq!(found.decided_by[0], Decision::FullName);
/// // 捷克 is CSK to the end of 1992 and CZE from 1993.
/// let found = ambiguous.iter().find(|row| row.surface == "捷克").unwrap();
/// assert_eq!(found.decided_by, [Decision::Date]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ambiguity {
    /// The surface, folded.
    pub surface: String,
    /// The states, sorted.
    pub entities: Vec<EntityId>,
    /// Whether two of them are on by default on the same day, so that only the context can decide.
    pub undecided: bool,
    /// What decides, in the order in which it is asked.
    pub decided_by: Vec<Decision>,
}

/// What decides which of two states a surface means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// The article's date: no two rows hold on one day, or one ends.
    Date,
    /// The state that the article names in full, the nearest before winning.
    FullName,
    /// The letters beside it: such runs of `rules/abbreviations.toml`.
    Beside(Vec<String>),
    /// This state, where nothing else says which.
    Default(EntityId),
    /// The region of the states beside it, if one of the rows lies in it.
    Region,
}

impl std::fmt::Display for Decision {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Decision::Date => formatter.write_str("the article's date"),
            Decision::FullName => formatter.write_str("a full name in the article"),
            Decision::Beside(runs) => write!(formatter, "the letters beside it ({})", runs.join(" ")),
            Decision::Default(state) => write!(formatter, "{state} by default"),
            Decision::Region => formatter.write_str("the region of the states beside it"),
        }
    }
}

impl Lexicon {
    /// Every row that claims a surface, folded first; by file and line within each kind.
    pub fn show(&self, surface: &str, day: Option<Date>) -> Vec<Reading> {
        let surface = self.fold().fold(surface);
        let surface: &str = &surface;
        let mut readings = self.show_countries(surface, day);
        let plain = Window::default();
        let mut add = |kind, entity: Option<&EntityId>, origin: &Origin, window: Window, why: &str| {
            let wins = window.contains(day);
            let why = if wins { why.to_owned() } else { format!("not on that day: it holds {window}") };
            readings.push(Reading {
                kind,
                entity: entity.cloned(),
                file: Arc::clone(&origin.file),
                line: origin.line,
                window,
                usage: None,
                wins,
                why,
            });
        };
        let claims = |surfaces: &[String]| surfaces.iter().any(|known| known == surface);
        let tables = &self.tables;
        for (row, origin) in tables.people.iter().filter(|(row, _)| claims(&row.surfaces)) {
            let why = if row.ambiguous {
                "the name needs a title, state or date beside it"
            } else {
                "a name of the person"
            };
            add("person", Some(&row.id), origin, plain, why);
        }
        for (row, origin) in tables.treaties.iter().filter(|(row, _)| claims(&row.surfaces)) {
            add("treaty", Some(&row.id), origin, plain, "a title of the agreement");
        }
        for (row, origin) in tables.organizations.iter().filter(|(row, _)| claims(&row.surfaces)) {
            add("organization", Some(&row.id), origin, plain, "a name of the organization");
        }
        for (row, origin) in tables.places.iter().filter(|(row, _)| claims(&row.surfaces)) {
            add("place", Some(&row.id), origin, row.window, "a name of the place");
        }
        for (_, origin) in tables.titles.iter().filter(|(row, _)| row.title == surface) {
            add("title", None, origin, plain, "a title beside names");
        }
        for (_, origin) in tables.title_prefixes.iter().filter(|(row, _)| row.prefix == surface) {
            add("prefix", None, origin, plain, "a word before titles");
        }
        for (_, origin) in tables.document_nouns.iter().filter(|(row, _)| row.noun == surface) {
            add("noun", None, origin, plain, "a noun for documents");
        }
        for (_, origin) in tables.surnames.iter().filter(|(row, _)| row.surname == surface) {
            add("surname", None, origin, plain, "a surname");
        }
        readings
    }

    /// Surfaces that rows of two states claim, sorted, with what decides between them.
    pub fn ambiguous(&self) -> Vec<Ambiguity> {
        let mut by_surface: BTreeMap<&str, Vec<&CountryAlias>> = BTreeMap::new();
        for alias in self.country_aliases().iter().filter(|alias| alias.usage != Usage::Off) {
            by_surface.entry(&alias.surface).or_default().push(alias);
        }
        let mut found = Vec::new();
        for (surface, rows) in by_surface {
            let mut entities: Vec<EntityId> = rows.iter().map(|row| row.entity.clone()).collect();
            entities.sort();
            entities.dedup();
            if entities.len() < 2 {
                continue;
            }
            let pairs = || {
                let all = rows.iter().enumerate().flat_map(|(at, a)| rows[..at].iter().map(move |b| (a, b)));
                all.filter(|(a, b)| a.entity != b.entity)
            };
            let undecided = pairs().any(|(a, b)| a.window.overlaps(b.window) && a.is_plain() && b.is_plain());
            let decided_by =
                self.decisions(surface, &rows, pairs().any(|(a, b)| a.window.overlaps(b.window)));
            found.push(Ambiguity { surface: surface.to_owned(), entities, undecided, decided_by });
        }
        found
    }

    fn decisions(&self, surface: &str, rows: &[&CountryAlias], overlap: bool) -> Vec<Decision> {
        let mut decisions = Vec::new();
        let is_letter = rows.iter().any(|row| row.form == Form::Abbreviation);
        if overlap && rows.iter().any(|row| row.usage == Usage::Context) {
            decisions.push(Decision::FullName);
        }
        if is_letter {
            let runs = self.rules("abbreviations").iter().flat_map(|rule| rule.rows("pairs"));
            let mut runs: Vec<String> =
                runs.flat_map(|row| row.texts("letters")).filter(|run| run.contains(surface)).collect();
            runs.sort();
            runs.dedup();
            if !runs.is_empty() {
                decisions.push(Decision::Beside(runs));
            }
        }
        if rows.iter().any(|row| !row.window.is_unlimited()) {
            decisions.push(Decision::Date);
        }
        let mut defaults = rows.iter().filter(|row| row.is_plain() || row.usage == Usage::Compound);
        if let (Some(row), None) = (defaults.next(), defaults.next()) {
            decisions.push(Decision::Default(row.entity.clone()));
        } else if is_letter {
            decisions.push(Decision::Region);
        }
        decisions
    }

    fn show_countries(&self, surface: &str, day: Option<Date>) -> Vec<Reading> {
        let mut readings = Vec::new();
        let rows: Vec<_> = self.tables.aliases.iter().filter(|(alias, _)| alias.surface == surface).collect();
        let blocker = self.tables.blockers.iter().find(|(row, _)| row.surface == surface);
        let blocked = blocker.filter(|(row, _)| row.blocks.iter().any(|block| block == surface));
        // Without a day the reading that has no end wins over those that ended.
        let open = rows.iter().any(|(alias, _)| alias.is_plain() && alias.window.to.is_none());
        for (alias, origin) in rows {
            let (wins, why) = if let Some((_, place)) = blocked {
                (false, format!("{}:{} blocks it", place.file, place.line))
            } else if !alias.window.contains(day) {
                (false, format!("not on that day: it holds {}", alias.window))
            } else if day.is_none() && open && alias.window.to.is_some() {
                (false, "without a date the reading that has no end wins".to_owned())
            } else {
                match alias.usage {
                    Usage::On => (true, "on by default".to_owned()),
                    Usage::Word => (true, "on where it is a word of its own".to_owned()),
                    Usage::Context => (false, "only where the article names the state in full".to_owned()),
                    Usage::Compound => (false, "only beside another abbreviation or in a pattern".to_owned()),
                    Usage::Off => (false, "off".to_owned()),
                }
            };
            readings.push(Reading {
                kind: "country",
                entity: Some(alias.entity.clone()),
                file: Arc::clone(&origin.file),
                line: origin.line,
                window: alias.window,
                usage: Some(alias.usage),
                wins,
                why,
            });
        }
        if let Some((row, origin)) = blocker {
            readings.push(Reading {
                kind: "blocker",
                entity: None,
                file: Arc::clone(&origin.file),
                line: origin.line,
                window: Window::default(),
                usage: None,
                wins: true,
                why: format!("stops {} inside it ({})", row.blocks.join(", "), row.reason),
            });
        }
        readings
    }
}
