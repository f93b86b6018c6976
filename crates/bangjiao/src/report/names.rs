//! The names of entities, also of those that no text mentions.

use std::collections::BTreeMap;

use bangjiao_document::{EntityId, EntityInfo, Kind};
use bangjiao_lexicon::Lexicon;
use bangjiao_report::Name;

use crate::error::Error;
use crate::prepare::load_lexicon;
use crate::run_tables::RunTables;

pub(super) struct Names {
    met: BTreeMap<EntityId, EntityInfo>,
    /// Parties of agreements need not be mentioned; the run's own lexicon folders are not known any more.
    lexicon: Lexicon,
}

impl Names {
    pub fn read(tables: &RunTables) -> Result<Self, Error> {
        Ok(Names { met: tables.entities()?, lexicon: load_lexicon(&[])? })
    }

    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The names of an entity; an id that nothing knows is its own name.
    pub fn name(&self, id: &str, kind: Kind) -> Name {
        let Ok(entity) = EntityId::new(id) else { return Name::new(id, id, None) };
        match self.met.get(&entity) {
            Some(info) => Name::new(id, &info.name_zh, info.name_en.as_deref()),
            None => {
                let info = self.lexicon.info(&entity, kind, None);
                Name::new(id, &info.name_zh, info.name_en.as_deref())
            }
        }
    }
}
