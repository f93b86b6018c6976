use bangjiao_document::EntityId;

use crate::cells::Cells;
use crate::table::Row;
use crate::window::Window;

/// A body, party, agency or company: a row of `organizations.csv`.
///
/// ```
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// let organization = lexicon.organizations().iter().find(|row| row.surfaces.iter().any(|s| s == "新华社")).unwrap();
/// assert_eq!(organization.name_zh, "新华通讯社");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    /// `O-` and a short English name.
    pub id: EntityId,
    /// Full Chinese name.
    pub name_zh: String,
    /// Other Chinese names.
    pub variants: Vec<String>,
    /// The Chinese names, folded for matching, `name_zh` first.
    pub surfaces: Vec<String>,
    /// English name.
    pub name_en: String,
    /// What sort of body it is: organ, party, media, ministry, …
    pub kind: String,
    /// The state to which it belongs; `None` for international bodies and names that many states use.
    pub country: Option<EntityId>,
    /// From when to when it exists.
    pub window: Window,
    /// Names of rows of `SOURCES.csv`, joined by `|`.
    pub source: String,
}

impl Organization {
    /// Whether it is of a sort that many states have under one name: a ministry, a parliament, a party.
    pub fn is_of_common_sort(&self) -> bool {
        matches!(self.kind.as_str(), "ministry" | "legislature" | "party")
    }

    /// Whether it is of a sort that several states have together, so that it is no one's where no state is named: an
    /// alliance, a summit.
    pub fn is_of_states(&self) -> bool {
        matches!(
            self.kind.as_str(),
            "alliance"
                | "regional"
                | "economic"
                | "universal"
                | "agency"
                | "programme"
                | "intergovernmental"
                | "group"
                | "forum"
        )
    }

    /// Whether it is of a sort that every state has, by whatever name: a ministry, a court.
    pub fn is_of_a_state(&self) -> bool {
        self.is_of_common_sort() || matches!(self.kind.as_str(), "military" | "government" | "court")
    }

    /// Whether its name is one that many states use: 外交部, 社会民主党.
    pub fn has_many_bearers(&self) -> bool {
        self.country.is_none() && self.is_of_common_sort()
    }
}

impl Row for Organization {
    const FILE: &'static str = "organizations.csv";
    const HEADER: &'static [&'static str] =
        &["organization_id", "name_zh", "variants", "name_en", "type", "country_id", "from", "to", "source"];
    const KEY: &'static [&'static str] = &["organization_id"];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let (name_zh, variants) = (cells.required("name_zh"), cells.list("variants"));
        Some(Organization {
            id: cells.own_id("organization_id", "O-"),
            surfaces: cells.surfaces(&name_zh, &variants),
            name_zh,
            variants,
            name_en: cells.required("name_en"),
            kind: cells.required("type"),
            country: cells.optional_entity("country_id"),
            window: cells.window(),
            source: cells.text("source").to_owned(),
        })
    }
}

/// A place that is no state: a row of `places.csv`.
///
/// ```
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// let place = lexicon.places().iter().find(|place| place.name_zh == "阿拉木图").unwrap();
/// assert_eq!(place.country.as_ref().unwrap().as_str(), "KAZ");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// `L-` and the English name.
    pub id: EntityId,
    /// Chinese name.
    pub name_zh: String,
    /// Other Chinese names.
    pub variants: Vec<String>,
    /// The Chinese names, folded for matching, `name_zh` first.
    pub surfaces: Vec<String>,
    /// English name.
    pub name_en: String,
    /// city, province, region, continent, water, island, building, line, …
    pub kind: String,
    /// The state to which it belongs today; `None` where it belongs to none or to several.
    pub country: Option<EntityId>,
    /// The days of publication in which the name is this place.
    pub window: Window,
    /// Names of rows of `SOURCES.csv`, joined by `|`.
    pub source: String,
}

impl Row for Place {
    const FILE: &'static str = "places.csv";
    const HEADER: &'static [&'static str] =
        &["place_id", "name_zh", "variants", "name_en", "type", "country_id", "from", "to", "source"];
    const KEY: &'static [&'static str] = &["place_id"];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let (name_zh, variants) = (cells.required("name_zh"), cells.list("variants"));
        Some(Place {
            id: cells.own_id("place_id", "L-"),
            surfaces: cells.surfaces(&name_zh, &variants),
            name_zh,
            variants,
            name_en: cells.required("name_en"),
            kind: cells.required("type"),
            country: cells.optional_entity("country_id"),
            window: cells.window(),
            source: cells.text("source").to_owned(),
        })
    }
}
