//! A draw of mentions of the most frequent entities.

use std::collections::{BTreeMap, BTreeSet};

use bangjiao_report::{Concordance, KindEntities};
use sha2::{Digest, Sha256};

use super::scan::{END, ENTITY, START, ScannedArticle};

/// So many entities of a kind are shown.
const SHOWN: [(&str, usize); 4] = [("country", 4), ("person", 3), ("treaty", 3), ("organization", 2)];

/// So many mentions of each.
const LINES: usize = 8;

/// A mention by its place in an article: first character and character after the last.
pub(super) type Place = (String, usize, usize);

/// The mentions of each entity whose hashes are smallest: random, but the same in every run and order.
#[derive(Default)]
pub(super) struct Draw {
    targets: Vec<Concordance>,
    by_id: BTreeMap<String, usize>,
    drawn: Vec<BTreeSet<([u8; 8], Place)>>,
}

impl Draw {
    /// Draws for the first entities of each kind, but not for the newspaper's own state.
    pub fn of(kinds: &[KindEntities], home: Option<&str>) -> Self {
        let mut draw = Draw::default();
        for (kind, n_shown) in SHOWN {
            let entities =
                kinds.iter().filter(|section| section.kind == kind).flat_map(|section| &section.entities);
            for entity in entities.filter(|entity| Some(entity.name.id.as_str()) != home).take(n_shown) {
                draw.by_id.insert(entity.name.id.clone(), draw.targets.len());
                draw.targets.push(Concordance {
                    name: entity.name.clone(),
                    kind: kind.to_owned(),
                    lines: Vec::new(),
                });
                draw.drawn.push(BTreeSet::new());
            }
        }
        draw
    }

    pub fn add(&mut self, article: &ScannedArticle) {
        for row in &article.mentions {
            let Some(target) = row.text(ENTITY).and_then(|id| self.by_id.get(id)) else { continue };
            let (Some(start), Some(end)) = (row.parse(START), row.parse(END)) else { continue };
            let digest = Sha256::digest(format!("{}:{start}", article.id));
            let mut hash = [0; 8];
            hash.copy_from_slice(&digest[..8]);
            let drawn = &mut self.drawn[*target];
            if drawn.len() < LINES || drawn.last().is_some_and(|(largest, _)| hash < *largest) {
                drawn.insert((hash, (article.id.clone(), start, end)));
                if drawn.len() > LINES {
                    drawn.pop_last();
                }
            }
        }
    }

    /// The entities without lines, and of each the places that were drawn.
    pub fn finish(self) -> (Vec<Concordance>, Vec<Vec<Place>>) {
        let places = self.drawn.into_iter().map(|drawn| drawn.into_iter().map(|(_, place)| place).collect());
        (self.targets, places.collect())
    }
}
