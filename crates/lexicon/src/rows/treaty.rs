use bangjiao_document::{Act, EntityId, TreatyType};

use crate::cells::Cells;
use crate::table::Row;

/// An agreement or joint document: a row of `treaties.csv`.
///
/// ```
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// let treaty = lexicon.treaties().iter().find(|treaty| treaty.id.as_str() == "T-ctbt-1996").unwrap();
/// assert_eq!(treaty.title_zh, "全面禁止核试验条约");
/// assert!(treaty.multilateral);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Treaty {
    /// `T-`, sorted lower-case parties or a short English name, and the year.
    pub id: EntityId,
    /// Full Chinese title, without 《》.
    pub title_zh: String,
    /// Other Chinese titles.
    pub short_names: Vec<String>,
    /// The Chinese titles, folded for matching, `title_zh` first.
    pub surfaces: Vec<String>,
    /// English title.
    pub title_en: String,
    /// What kind of document it is.
    pub treaty_type: TreatyType,
    /// When it was signed: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub signed: Option<String>,
    /// When it came into force.
    pub in_force: Option<String>,
    /// The parties, sorted; of an agreement of many states the original ones, or none.
    pub parties: Vec<EntityId>,
    /// Whether there are more than two parties.
    pub multilateral: bool,
    /// Why parties are not named; `None` where all original ones are.
    pub party_note: Option<PartyNote>,
    /// Number in a collection of treaties.
    pub external_id: Option<String>,
    /// Names of rows of `SOURCES.csv`, joined by `|`.
    pub source: String,
}

impl Row for Treaty {
    const FILE: &'static str = "treaties.csv";
    const HEADER: &'static [&'static str] = &[
        "agreement_id",
        "title_zh",
        "short_names",
        "title_en",
        "type",
        "signed",
        "in_force",
        "parties",
        "multilateral",
        "party_note",
        "external_id",
        "source",
    ];
    const KEY: &'static [&'static str] = &["agreement_id"];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let (title_zh, short_names) = (cells.required("title_zh"), cells.list("short_names"));
        let mut parties = Vec::new();
        for party in cells.list("parties") {
            match EntityId::new(&party) {
                Ok(party) => parties.push(party),
                Err(error) => cells.fault("bad_id", error.to_string()),
            }
        }
        parties.sort();
        Some(Treaty {
            id: cells.own_id("agreement_id", "T-"),
            surfaces: cells.surfaces(&title_zh, &short_names),
            title_zh,
            short_names,
            title_en: cells.required("title_en"),
            treaty_type: cells.vocabulary("type", TreatyType::from_word)?,
            signed: cells.date("signed"),
            in_force: cells.date("in_force"),
            parties,
            multilateral: cells.yes("multilateral"),
            party_note: match cells.text("party_note") {
                "" => None,
                _ => cells.word("party_note", &PartyNote::WORDS),
            },
            external_id: cells.optional("external_id"),
            source: cells.text("source").to_owned(),
        })
    }
}

/// Why a row of `treaties.csv` does not name all parties.
///
/// ```
/// use bangjiao_lexicon::PartyNote;
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// let npt = lexicon.treaties().iter().find(|treaty| treaty.id.as_str() == "T-npt-1968").unwrap();
/// assert_eq!(npt.party_note, Some(PartyNote::Open));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartyNote {
    /// Every state may join, and its parties change from year to year.
    Open,
    /// The same for the states of a region or group.
    Regional,
    /// An organ, a conference or parties of states adopted it; it has no states as parties.
    Adopted,
    /// So many signed it that they were not compiled.
    Many,
    /// Those named are not all; the others are no states, or were not compiled.
    Some,
}

impl PartyNote {
    const WORDS: [(&'static str, PartyNote); 5] = [
        ("open", PartyNote::Open),
        ("regional", PartyNote::Regional),
        ("adopted", PartyNote::Adopted),
        ("many", PartyNote::Many),
        ("some", PartyNote::Some),
    ];
}

/// A noun that names a kind of document: a row of `document_nouns.csv`.
///
/// ```
/// use bangjiao_document::TreatyType;
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// let noun = lexicon.document_nouns().iter().find(|row| row.noun == "联合声明").unwrap();
/// assert_eq!(noun.treaty_type, TreatyType::JointStatement);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentNoun {
    /// The noun, folded for matching.
    pub noun: String,
    /// What kind of document it names.
    pub treaty_type: TreatyType,
    /// How far the noun alone tells a document between states from others.
    pub strength: NounStrength,
    /// Names of rows of `SOURCES.csv`, joined by `|`.
    pub source: String,
}

/// How far a noun tells a document between states from others.
///
/// ```
/// use bangjiao_lexicon::NounStrength;
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// let plan = lexicon.document_nouns().iter().find(|row| row.noun == "行动计划").unwrap();
/// assert_eq!(plan.strength, NounStrength::Weak);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NounStrength {
    /// Documents of that name are between states: 条约.
    Strong,
    /// Also firms, parties and cities have them: 行动计划. A state must stand in the title.
    Weak,
}

impl Row for DocumentNoun {
    const FILE: &'static str = "document_nouns.csv";
    const HEADER: &'static [&'static str] = &["noun", "type", "strength", "source"];
    const KEY: &'static [&'static str] = &["noun"];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        Some(DocumentNoun {
            noun: cells.surface("noun"),
            treaty_type: cells.vocabulary("type", TreatyType::from_word)?,
            strength: cells
                .word("strength", &[("strong", NounStrength::Strong), ("weak", NounStrength::Weak)])?,
            source: cells.text("source").to_owned(),
        })
    }
}

/// A word that says what was done with an agreement: a row of `treaty_acts.csv`.
///
/// ```
/// use bangjiao_document::Act;
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// let row = lexicon.treaty_acts().iter().find(|row| row.verb == "批准").unwrap();
/// assert_eq!(row.act, Act::Ratified);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreatyAct {
    /// The word, folded for matching.
    pub verb: String,
    /// On which side of the agreement's name it stands.
    pub side: ActSide,
    /// What it says.
    pub act: Act,
    /// Names of rows of `SOURCES.csv`, joined by `|`.
    pub source: String,
}

/// On which side of an agreement's name a verb stands.
///
/// ```
/// use bangjiao_lexicon::ActSide;
/// assert_ne!(ActSide::Before, ActSide::Both);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActSide {
    /// 签署《…》.
    Before,
    /// 《…》生效.
    After,
    /// 批准《…》, 《…》的批准.
    Both,
}

impl Row for TreatyAct {
    const FILE: &'static str = "treaty_acts.csv";
    const HEADER: &'static [&'static str] = &["verb", "side", "act", "source"];
    const KEY: &'static [&'static str] = &["verb", "side"];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let sides = [("before", ActSide::Before), ("after", ActSide::After), ("both", ActSide::Both)];
        Some(TreatyAct {
            verb: cells.surface("verb"),
            side: cells.word("side", &sides)?,
            act: cells.vocabulary("act", Act::from_word)?,
            source: cells.text("source").to_owned(),
        })
    }
}

/// What is printed or read by a machine in place of something that looks like it: a row of `misprints.csv`.
///
/// ```
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// let row = lexicon.misprints().iter().find(|row| row.printed == "全国").unwrap();
/// assert_eq!(row.meant, "全面");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misprint {
    /// What stands there, folded for matching.
    pub printed: String,
    /// What was meant, folded for matching.
    pub meant: String,
    /// Names of rows of `SOURCES.csv`, joined by `|`.
    pub source: String,
}

impl Row for Misprint {
    const FILE: &'static str = "misprints.csv";
    const HEADER: &'static [&'static str] = &["printed", "meant", "source"];
    const KEY: &'static [&'static str] = &["printed", "meant"];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        Some(Misprint {
            printed: cells.surface("printed"),
            meant: cells.surface("meant"),
            source: cells.text("source").to_owned(),
        })
    }
}
