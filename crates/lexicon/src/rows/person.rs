use bangjiao_document::{EntityId, Office};

use crate::cells::Cells;
use crate::table::Row;
use crate::window::Window;

/// A person: a row of `people.csv` with the terms of office from `offices.csv`.
///
/// ```
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// let person = lexicon.people().iter().find(|person| person.name_zh == "江泽民").unwrap();
/// assert_eq!(person.id.as_str(), "P-jiang-zemin");
/// assert!(person.offices.iter().any(|term| term.role_zh == "国家主席"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// `P-` and the English name, surname first.
    pub id: EntityId,
    /// Chinese name, as printed most often.
    pub name_zh: String,
    /// Other Chinese names.
    pub variants: Vec<String>,
    /// The Chinese names, folded for matching, `name_zh` first.
    pub surfaces: Vec<String>,
    /// English name.
    pub name_en: String,
    /// Nationality, by the state of the latest office.
    pub country: Option<EntityId>,
    /// Whether the name needs a title, a state or a date beside it to be this person.
    pub ambiguous: bool,
    /// Wikidata item.
    pub wikidata: Option<String>,
    /// Terms of office, by first day.
    pub offices: Vec<OfficeTerm>,
    /// Names of rows of `SOURCES.csv`, joined by `|`.
    pub source: String,
}

impl Row for Person {
    const FILE: &'static str = "people.csv";
    const HEADER: &'static [&'static str] =
        &["person_id", "name_zh", "variants", "name_en", "country_id", "ambiguous", "wikidata", "source"];
    const KEY: &'static [&'static str] = &["person_id"];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let (name_zh, variants) = (cells.required("name_zh"), cells.list("variants"));
        Some(Person {
            id: cells.own_id("person_id", "P-"),
            surfaces: cells.surfaces(&name_zh, &variants),
            name_zh,
            variants,
            name_en: cells.required("name_en"),
            country: cells.optional_entity("country_id"),
            ambiguous: cells.yes("ambiguous"),
            wikidata: cells.optional("wikidata"),
            offices: Vec::new(),
            source: cells.text("source").to_owned(),
        })
    }
}

/// A person's term in an office.
///
/// ```
/// use bangjiao_document::Office;
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// let person = lexicon.people().iter().find(|person| person.name_zh == "钱其琛").unwrap();
/// let term = person.offices.iter().find(|term| term.role_zh == "外交部长").unwrap();
/// assert_eq!(term.office, Office::ForeignMinister);
/// assert!(term.window.contains(Some(jiff::civil::date(1996, 7, 5))));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeTerm {
    /// The office in Chinese.
    pub role_zh: String,
    /// Its class.
    pub office: Office,
    /// The state of the office; none for an office of an international body.
    pub country: Option<EntityId>,
    /// From when to when.
    pub window: Window,
    /// Names of rows of `SOURCES.csv`, joined by `|`.
    pub source: String,
}

/// A row of `offices.csv` before it is joined to its person.
#[derive(Debug)]
pub(crate) struct OfficeRow {
    pub person: EntityId,
    pub term: OfficeTerm,
}

impl Row for OfficeRow {
    const FILE: &'static str = "offices.csv";
    const HEADER: &'static [&'static str] =
        &["person_id", "role_zh", "office", "country_id", "from", "to", "source"];
    const KEY: &'static [&'static str] = &["person_id", "role_zh"];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        Some(OfficeRow {
            person: cells.own_id("person_id", "P-"),
            term: OfficeTerm {
                role_zh: cells.required("role_zh"),
                office: cells.vocabulary("office", Office::from_word)?,
                country: cells.optional_entity("country_id"),
                window: cells.window(),
                source: cells.text("source").to_owned(),
            },
        })
    }
}

/// On which side of a name a title stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Position {
    /// 总理周恩来.
    Before,
    /// 周恩来先生.
    After,
    /// Either.
    Both,
}

/// A title beside a name: a row of `titles.csv`.
///
/// ```
/// use bangjiao_document::Office;
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// let office = |title: &str| lexicon.titles().iter().find(|row| row.title == title).unwrap().office;
/// assert_eq!(office("国务卿"), Some(Office::ForeignMinister));
/// assert_eq!(office("副总理"), Some(Office::Other));
/// assert_eq!(office("先生"), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// The title, folded for matching.
    pub title: String,
    /// Its class; `None` for an honorific.
    pub office: Option<Office>,
    /// On which side of the name it stands.
    pub position: Position,
    /// Whether it is a form of address: 先生, 阁下.
    pub honorific: bool,
    /// Names of rows of `SOURCES.csv`, joined by `|`.
    pub source: String,
}

impl Row for Title {
    const FILE: &'static str = "titles.csv";
    const HEADER: &'static [&'static str] = &["title", "office", "position", "honorific", "source"];
    const KEY: &'static [&'static str] = &["title"];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        const POSITIONS: &[(&str, Position)] =
            &[("before", Position::Before), ("after", Position::After), ("both", Position::Both)];
        let office = match cells.text("office") {
            "" => None,
            _ => Some(cells.vocabulary("office", Office::from_word)?),
        };
        Some(Title {
            title: cells.surface("title"),
            office,
            position: cells.word("position", POSITIONS)?,
            honorific: cells.yes("honorific"),
            source: cells.text("source").to_owned(),
        })
    }
}

/// What a word before a title makes of its office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PrefixEffect {
    /// The office stays: 代总统, 新任外长.
    Keep,
    /// The office becomes [`Office::Other`]: 前总统, 副外长.
    Other,
}

/// A word before a title: a row of `title_prefixes.csv`.
///
/// ```
/// use bangjiao_lexicon::PrefixEffect;
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// let effect = |prefix: &str| lexicon.title_prefixes().iter().find(|row| row.prefix == prefix).unwrap().effect;
/// assert_eq!((effect("前"), effect("代")), (PrefixEffect::Other, PrefixEffect::Keep));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TitlePrefix {
    /// The word, folded for matching.
    pub prefix: String,
    /// What it makes of the office.
    pub effect: PrefixEffect,
    /// Names of rows of `SOURCES.csv`, joined by `|`.
    pub source: String,
}

impl Row for TitlePrefix {
    const FILE: &'static str = "title_prefixes.csv";
    const HEADER: &'static [&'static str] = &["prefix", "office", "source"];
    const KEY: &'static [&'static str] = &["prefix"];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        const EFFECTS: &[(&str, PrefixEffect)] =
            &[("keep", PrefixEffect::Keep), ("other", PrefixEffect::Other)];
        Some(TitlePrefix {
            prefix: cells.surface("prefix"),
            effect: cells.word("office", EFFECTS)?,
            source: cells.text("source").to_owned(),
        })
    }
}

/// What sort of surname it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SurnameKind {
    /// 王.
    Single,
    /// 欧阳.
    Compound,
    /// 桥本, 佐佐木: Japanese, in Chinese characters.
    Japanese,
}

/// A Chinese or Japanese surname: a row of `surnames.csv`.
///
/// ```
/// use bangjiao_lexicon::SurnameKind;
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// assert!(lexicon.surnames().iter().any(|row| row.surname == "欧阳" && row.kind == SurnameKind::Compound));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surname {
    /// The surname, folded for matching.
    pub surname: String,
    /// What sort it is.
    pub kind: SurnameKind,
    /// How common it is, without unit; higher is more common.
    pub weight: u32,
    /// Names of rows of `SOURCES.csv`, joined by `|`.
    pub source: String,
}

impl Row for Surname {
    const FILE: &'static str = "surnames.csv";
    const HEADER: &'static [&'static str] = &["surname", "type", "weight", "source"];
    const KEY: &'static [&'static str] = &["surname"];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        const KINDS: &[(&str, SurnameKind)] = &[
            ("single", SurnameKind::Single),
            ("compound", SurnameKind::Compound),
            ("japanese", SurnameKind::Japanese),
        ];
        Some(Surname {
            surname: cells.surface("surname"),
            kind: cells.word("type", KINDS)?,
            weight: cells.number("weight"),
            source: cells.text("source").to_owned(),
        })
    }
}

/// How often a character stands in Chinese given names: a row of `given_name_characters.csv`.
///
/// ```
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// let row = lexicon.given_name_characters().iter().find(|row| row.character == '平').unwrap();
/// assert!(row.second_of_two > row.first_of_two);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenNameCharacter {
    /// The character, folded for matching.
    pub character: char,
    /// Names of two characters that begin with it.
    pub first_of_two: u32,
    /// Names of two characters that end with it.
    pub second_of_two: u32,
    /// Names that are this character alone.
    pub single: u32,
    /// Names of rows of `SOURCES.csv`, joined by `|`.
    pub source: String,
}

impl Row for GivenNameCharacter {
    const FILE: &'static str = "given_name_characters.csv";
    const HEADER: &'static [&'static str] =
        &["character", "first_of_two", "second_of_two", "single", "source"];
    const KEY: &'static [&'static str] = &["character"];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        Some(GivenNameCharacter {
            character: cells.character("character"),
            first_of_two: cells.number("first_of_two"),
            second_of_two: cells.number("second_of_two"),
            single: cells.number("single"),
            source: cells.text("source").to_owned(),
        })
    }
}

/// How often a character stands in ordinary words: a row of `ordinary_characters.csv`.
///
/// A character of a name is evidence for a name only as far as it is more common there than elsewhere.
///
/// ```
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// let count = |character| {
///     lexicon.ordinary_characters().iter().find(|row| row.character == character).map_or(0, |row| row.count)
/// };
/// assert!(count('的') > 100 * count('琛'));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrdinaryCharacter {
    /// The character, folded for matching.
    pub character: char,
    /// Times that it stands in the words of the source, names of persons left out.
    pub count: u32,
    /// Names of rows of `SOURCES.csv`, joined by `|`.
    pub source: String,
}

impl Row for OrdinaryCharacter {
    const FILE: &'static str = "ordinary_characters.csv";
    const HEADER: &'static [&'static str] = &["character", "count", "source"];
    const KEY: &'static [&'static str] = &["character"];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        Some(OrdinaryCharacter {
            character: cells.character("character"),
            count: cells.number("count"),
            source: cells.text("source").to_owned(),
        })
    }
}

/// How often a character stands in transliterated names: a row of `transliteration_characters.csv`.
///
/// ```
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// assert!(lexicon.transliteration_characters().iter().any(|row| row.character == '斯' && row.count > 1000));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransliterationCharacter {
    /// The character, folded for matching.
    pub character: char,
    /// Times that it stands in the 14,462 names of the source.
    pub count: u32,
    /// Names of rows of `SOURCES.csv`, joined by `|`.
    pub source: String,
}

impl Row for TransliterationCharacter {
    const FILE: &'static str = "transliteration_characters.csv";
    const HEADER: &'static [&'static str] = &["character", "count", "source"];
    const KEY: &'static [&'static str] = &["character"];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        Some(TransliterationCharacter {
            character: cells.character("character"),
            count: cells.number("count"),
            source: cells.text("source").to_owned(),
        })
    }
}
