use crate::{EntityId, Kind};

/// What the lexicon says of an entity, for the tables and files that name it.
///
/// ```
/// use bangjiao_document::{EntityId, EntityInfo, Kind};
/// let info = EntityInfo::unlinked(EntityId::unlinked(Kind::Person, "王大成"), Kind::Person);
/// assert_eq!(info.name_zh, "王大成");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityInfo {
    /// Its id.
    pub id: EntityId,
    /// Its kind.
    pub kind: Kind,
    /// Chinese name; the surface where it is unlinked.
    pub name_zh: String,
    /// English name.
    pub name_en: Option<String>,
    /// ISO 3166-1 alpha-3, or the one that ISO withdrew; `None` for `X-…` ids and other kinds.
    pub iso3: Option<String>,
    /// Correlates of War number on the day asked for.
    pub cow: Option<i64>,
    /// Gleditsch-Ward number on the day asked for.
    pub gw: Option<i64>,
    /// Wikidata item.
    pub wikidata: Option<String>,
    /// The successor of a state that ended.
    pub rolls_up_to: Option<EntityId>,
    /// The state to which a person, place or organization belongs.
    pub country: Option<EntityId>,
}

impl EntityInfo {
    /// What is known of an entity that no lexicon row claims: its surface.
    pub fn unlinked(id: EntityId, kind: Kind) -> Self {
        let name_zh = id.as_str().split_once(':').map_or(id.as_str(), |(_, name)| name).to_owned();
        EntityInfo {
            id,
            kind,
            name_zh,
            name_en: None,
            iso3: None,
            cow: None,
            gw: None,
            wikidata: None,
            rolls_up_to: None,
            country: None,
        }
    }
}
