use bangjiao_document::{EntityId, Form};

use crate::cells::Cells;
use crate::table::Row;
use crate::window::{Window, days_of};

/// What sort of state or territory a row of `states.csv` is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// A state that exists.
    Current,
    /// A dependent territory.
    Territory,
    /// HKG, MAC, TWN: what they count as is set in `policy.toml`.
    Special,
    /// A state that few recognise.
    Disputed,
    /// A state that ended.
    Ended,
    /// A colony or federation that became several states.
    Colony,
}

impl Status {
    const WORDS: &[(&str, Status)] = &[
        ("current", Status::Current),
        ("territory", Status::Territory),
        ("special", Status::Special),
        ("disputed", Status::Disputed),
        ("ended", Status::Ended),
        ("colony", Status::Colony),
    ];
}

/// A state or territory: a row of `states.csv`.
///
/// ```
/// use bangjiao_document::EntityId;
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// let state = lexicon.state(&EntityId::new("DDR")?).unwrap();
/// assert_eq!((state.name_zh.as_str(), state.rolls_up_to.as_ref().unwrap().as_str()), ("民主德国", "DEU"));
/// # Ok::<(), bangjiao_document::IdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// ISO 3166-1 alpha-3, the one that ISO withdrew, or `X-…`.
    pub id: EntityId,
    /// What sort of state it is.
    pub status: Status,
    /// Short Chinese name.
    pub name_zh: String,
    /// Full Chinese name.
    pub formal_zh: Option<String>,
    /// English name.
    pub name_en: String,
    /// The id again where ISO had it; `None` for `X-…`.
    pub iso3: Option<String>,
    /// Wikidata item.
    pub wikidata: Option<String>,
    /// From when to when it exists; an absent first day lies before every newspaper.
    pub life: Window,
    /// The one successor of a state that ended.
    pub rolls_up_to: Option<EntityId>,
    /// Region in the United Nations' M49 division, in English.
    pub region: Option<String>,
    /// Capital in Chinese.
    pub capital_zh: Option<String>,
    /// Capital in English.
    pub capital_en: Option<String>,
    /// Names of rows of `SOURCES.csv`, joined by `|`.
    pub source: String,
}

impl Row for State {
    const FILE: &'static str = "states.csv";
    const HEADER: &'static [&'static str] = &[
        "entity_id",
        "status",
        "name_zh",
        "formal_zh",
        "name_en",
        "iso3",
        "wikidata",
        "from",
        "to",
        "rolls_up_to",
        "region",
        "capital_zh",
        "capital_en",
        "source",
    ];
    const KEY: &'static [&'static str] = &["entity_id"];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let id = cells.entity("entity_id");
        let text = id.as_str();
        let upper = |text: &str| text.bytes().all(|byte| byte.is_ascii_uppercase());
        let old = text
            .strip_prefix("X-")
            .is_some_and(|rest| rest.split('-').all(|part| !part.is_empty() && upper(part)));
        let current = text.len() == 3 && upper(text);
        if !(cells.faulty || old || current) {
            let message =
                format!("the id {text:?} must be three capital letters (ISO 3166) or X- and capital letters");
            cells.fault("bad_id", message);
        }
        let iso3 = cells.optional("iso3");
        if iso3.as_deref().is_some_and(|iso3| iso3 != text) {
            let message = format!("iso3 must be empty or the id {text:?}");
            cells.fault("bad_id", message);
        }
        Some(State {
            status: cells.word("status", Status::WORDS)?,
            name_zh: cells.required("name_zh"),
            formal_zh: cells.optional("formal_zh"),
            name_en: cells.required("name_en"),
            iso3,
            wikidata: cells.optional("wikidata"),
            life: cells.window(),
            rolls_up_to: cells.optional_entity("rolls_up_to"),
            region: cells.optional("region"),
            capital_zh: cells.optional("capital_zh"),
            capital_en: cells.optional("capital_en"),
            source: cells.text("source").to_owned(),
            id,
        })
    }
}

/// A list of codes for states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CodeSystem {
    /// ISO 3166-1 alpha-2.
    Iso2,
    /// ISO 3166-1 numeric, three digits.
    IsoNumeric,
    /// Correlates of War.
    Cow,
    /// Gleditsch and Ward.
    Gw,
    /// Wikidata item, also of a regime of a state.
    Wikidata,
}

impl CodeSystem {
    const WORDS: &[(&str, CodeSystem)] = &[
        ("iso2", CodeSystem::Iso2),
        ("iso_numeric", CodeSystem::IsoNumeric),
        ("cow", CodeSystem::Cow),
        ("gw", CodeSystem::Gw),
        ("wikidata", CodeSystem::Wikidata),
    ];

    /// The word that stands in tables and files.
    pub fn as_str(self) -> &'static str {
        Self::WORDS.iter().find(|(_, system)| *system == self).map_or("", |(word, _)| word)
    }
}

/// A code that a state holds for some time: a row of `country_codes.csv`.
///
/// ```
/// use bangjiao_lexicon::CodeSystem;
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// // 联邦德国 is 260 from 1955, Germany 255 again from 1990.
/// let codes: Vec<&str> = lexicon.country_codes().iter()
///     .filter(|row| row.entity.as_str() == "DEU" && row.system == CodeSystem::Cow).map(|row| row.code.as_str()).collect();
/// assert_eq!(codes, ["255", "260", "255"]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountryCode {
    /// The state.
    pub entity: EntityId,
    /// Whose code it is.
    pub system: CodeSystem,
    /// The code.
    pub code: String,
    /// From when to when the state holds it.
    pub window: Window,
    /// Names of rows of `SOURCES.csv`, joined by `|`.
    pub source: String,
}

impl Row for CountryCode {
    const FILE: &'static str = "country_codes.csv";
    const HEADER: &'static [&'static str] = &["entity_id", "system", "code", "from", "to", "source"];
    const KEY: &'static [&'static str] = &["entity_id", "system", "code"];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let row = CountryCode {
            entity: cells.entity("entity_id"),
            system: cells.word("system", CodeSystem::WORDS)?,
            code: cells.required("code"),
            window: cells.window(),
            source: cells.text("source").to_owned(),
        };
        if matches!(row.system, CodeSystem::Cow | CodeSystem::Gw) {
            cells.number("code");
        }
        Some(row)
    }
}

/// When an alias stands for its state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Usage {
    /// Wherever it stands, in its window.
    On,
    /// Where it is a word, or words, of its own, in its window: 北越 not in 天南地北|越跑越远.
    Word,
    /// Where the article names the state by another alias, or a rule asks for it.
    Context,
    /// Beside another abbreviation or in a pattern: 中哈, 访华.
    Compound,
    /// Never, unless the policy asks for it (a capital for its government).
    Off,
}

impl Usage {
    const WORDS: &[(&str, Usage)] = &[
        ("on", Usage::On),
        ("word", Usage::Word),
        ("context", Usage::Context),
        ("compound", Usage::Compound),
        ("off", Usage::Off),
    ];

    /// The word that stands in `country_aliases.csv`.
    pub fn as_str(self) -> &'static str {
        Self::WORDS.iter().find(|(_, usage)| *usage == self).map_or("", |(word, _)| word)
    }
}

/// A name of a state: a row of `country_aliases.csv`.
///
/// ```
/// use bangjiao_document::Form;
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// let alias = lexicon.country_aliases().iter().find(|alias| alias.surface == "锡兰").unwrap();
/// assert_eq!((alias.entity.as_str(), alias.form), ("LKA", Form::Name));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountryAlias {
    /// The state.
    pub entity: EntityId,
    /// The name, folded for matching.
    pub surface: String,
    /// The name as the file has it.
    pub printed: String,
    /// Name, abbreviation or side.
    pub form: Form,
    /// short, formal, older, variant, regime, metonym, abbreviation, side, hant_tw or hant_hk.
    pub kind: String,
    /// When it stands for the state.
    pub usage: Usage,
    /// The days of publication in which it has this reading.
    pub window: Window,
    /// Names of rows of `SOURCES.csv`, joined by `|`.
    pub source: String,
}

impl CountryAlias {
    /// Whether it stands for its state without further evidence.
    pub fn is_plain(&self) -> bool {
        matches!(self.usage, Usage::On | Usage::Word)
    }

    /// Whether it is a capital that stands for its state; the policy says whether such rows are read.
    pub fn is_metonym(&self) -> bool {
        self.kind == "metonym"
    }
}

impl Row for CountryAlias {
    const FILE: &'static str = "country_aliases.csv";
    const HEADER: &'static [&'static str] =
        &["entity_id", "surface", "form", "kind", "use", "from", "to", "note", "source"];
    const KEY: &'static [&'static str] = &["entity_id", "surface"];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        const FORMS: &[(&str, Form)] =
            &[("name", Form::Name), ("abbreviation", Form::Abbreviation), ("side", Form::Side)];
        let row = CountryAlias {
            entity: cells.entity("entity_id"),
            surface: cells.surface("surface"),
            printed: cells.text("surface").to_owned(),
            form: cells.word("form", FORMS)?,
            kind: cells.text("kind").to_owned(),
            usage: cells.word("use", Usage::WORDS)?,
            window: cells.window(),
            source: cells.text("source").to_owned(),
        };
        if row.is_plain() && row.surface.chars().count() == 1 {
            let message = format!("one character ({}) cannot be on everywhere; use compound", row.printed);
            cells.fault("one_character_on", message);
        }
        Some(row)
    }
}

/// A longer string that stops a name inside it: a row of `country_blockers.csv`.
///
/// ```
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// let blocker = lexicon.country_blockers().iter().find(|blocker| blocker.surface == "发展中国家").unwrap();
/// assert_eq!(blocker.blocks, ["中国"]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountryBlocker {
    /// The string, folded for matching.
    pub surface: String,
    /// The names inside it that do not count, folded.
    pub blocks: Vec<String>,
    /// Why.
    pub reason: String,
    /// Names of rows of `SOURCES.csv`, joined by `|`.
    pub source: String,
}

impl Row for CountryBlocker {
    const FILE: &'static str = "country_blockers.csv";
    const HEADER: &'static [&'static str] = &["surface", "blocks", "reason", "source"];
    const KEY: &'static [&'static str] = &["surface"];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let surface = cells.surface("surface");
        let blocks: Vec<String> =
            cells.list("blocks").iter().map(|block| cells.fold.fold(block).into_owned()).collect();
        for block in &blocks {
            if !surface.contains(block.as_str()) {
                let message = format!("{block} does not stand in {surface}, so it cannot be blocked there");
                cells.fault("blocks_nothing", message);
            }
        }
        if blocks.is_empty() {
            cells.fault("empty_cell", "the column blocks is empty; name what is stopped".to_owned());
        }
        Some(CountryBlocker {
            surface,
            blocks,
            reason: cells.text("reason").to_owned(),
            source: cells.text("source").to_owned(),
        })
    }
}

/// A state's membership in a group: a row of `group_members.csv`.
///
/// ```
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// // 东盟 began with five states.
/// let day = jiff::civil::date(1970, 1, 1);
/// let n_members = lexicon.group_members().iter()
///     .filter(|row| row.group.as_str() == "O-asean" && row.window.contains(Some(day))).count();
/// assert_eq!(n_members, 5);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupMember {
    /// The organization.
    pub group: EntityId,
    /// The member.
    pub entity: EntityId,
    /// From when to when; no limit where the dates are not known.
    pub window: Window,
    /// Names of rows of `SOURCES.csv`, joined by `|`.
    pub source: String,
}

impl Row for GroupMember {
    const FILE: &'static str = "group_members.csv";
    const HEADER: &'static [&'static str] = &["group_id", "entity_id", "from", "to", "source"];
    const KEY: &'static [&'static str] = &["group_id", "entity_id"];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        Some(GroupMember {
            group: cells.own_id("group_id", "O-"),
            entity: cells.entity("entity_id"),
            window: cells.window(),
            source: cells.text("source").to_owned(),
        })
    }
}

/// Diplomatic relations of the home state: a row of `prc_relations.csv`.
///
/// ```
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// let relation = lexicon.relations().iter().find(|row| row.entity.as_str() == "KAZ").unwrap();
/// assert_eq!(relation.established.as_deref(), Some("1992-01-03"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// The other state.
    pub entity: EntityId,
    /// When they were established: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub established: Option<String>,
    /// Suspensions, restorations and changes of rank, in order: `suspended 1966-10-20`, `restored 1972-02-29`.
    pub events: Vec<String>,
    /// When they ended for good.
    pub ended: Option<String>,
    /// Names of rows of `SOURCES.csv`, joined by `|`.
    pub source: String,
}

impl Relation {
    /// The days on which there were relations: from their beginning, but for the time between an event that begins with
    /// `suspended`, `broken` or `lapsed` and one that begins with `restored`; empty where the beginning is unknown.
    ///
    /// ```
    /// use jiff::civil::date;
    /// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
    /// let relation = lexicon.relations().iter().find(|row| row.entity.as_str() == "GHA").unwrap();
    /// let holds = |day| relation.windows().iter().any(|window| window.contains(Some(day)));
    /// assert!(holds(date(1961, 8, 18)));
    /// assert!(!holds(date(1967, 8, 18)));
    /// assert!(holds(date(1972, 8, 18)));
    /// ```
    pub fn windows(&self) -> Vec<Window> {
        let mut windows = Vec::new();
        let mut from = self.established.as_deref().and_then(days_of).map(|(first, _)| first);
        for event in &self.events {
            let Some((what, day)) = event.split_once(' ') else { continue };
            let Some((first, last)) = days_of(day) else { continue };
            match (what, from) {
                ("suspended" | "broken" | "lapsed", Some(_)) => {
                    windows.push(Window { from, to: Some(first) });
                    from = None;
                }
                ("restored", None) => from = Some(last),
                _ => {}
            }
        }
        if from.is_some() {
            let to = self.ended.as_deref().and_then(days_of).map(|(_, last)| last);
            windows.push(Window { from, to });
        }
        windows
    }
}

impl Row for Relation {
    const FILE: &'static str = "prc_relations.csv";
    const HEADER: &'static [&'static str] = &["entity_id", "established", "events", "ended", "source"];
    const KEY: &'static [&'static str] = &["entity_id", "established"];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        Some(Relation {
            entity: cells.entity("entity_id"),
            established: cells.date("established"),
            events: cells.list("events"),
            ended: cells.date("ended"),
            source: cells.text("source").to_owned(),
        })
    }
}
