//! Which state a surface means, where several lexicon rows claim it.

use bangjiao_document::EntityId;
use bangjiao_lexicon::{CountryAlias, Usage};
use rustc_hash::FxHashMap;

use crate::context::Context;

/// The states that an article names in full, and where: the evidence for its abbreviations.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    named: FxHashMap<EntityId, Vec<u32>>,
}

impl Evidence {
    /// Notes that a state is named at a view offset; offsets come in order.
    pub fn note(&mut self, entity: &EntityId, at: u32) {
        match self.named.get_mut(entity) {
            Some(places) => places.push(at),
            None => {
                self.named.insert(entity.clone(), vec![at]);
            }
        }
    }

    /// How near before a view offset a state was named; after it counts as farther than any place before.
    fn distance(&self, entity: &EntityId, at: u32) -> Option<u32> {
        let places = self.named.get(entity)?;
        let before = places.partition_point(|&place| place <= at);
        Some(match before.checked_sub(1) {
            Some(last) => at - places[last],
            None => u32::MAX / 2 + places[0] / 2,
        })
    }
}

/// The state that a surface means, and the others that it could have meant.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    /// Number of the lexicon row.
    pub row: u32,
    /// The other states whose rows are valid on the day.
    pub candidates: Vec<EntityId>,
}

/// Whether a surface without evidence may be read by its lexicon row alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// A row that is on suffices.
    Row,
    /// One of the states must be named in full in the article, unless the row is marked as plain.
    Evidence,
}

/// Chooses among the rows that claim one surface at a view offset.
///
/// In this order: rows valid on the article's day; the state that the article names in full, the nearest before
/// winning; the row that needs no evidence; after the end of every window, the state that bore the name last.
pub(crate) fn read(
    context: &Context<'_>,
    rows: &[u32],
    evidence: &Evidence,
    at: u32,
    need: Need,
) -> Option<Reading> {
    let aliases = context.lexicon.country_aliases();
    let alias = |row: u32| &aliases[row as usize];
    if let [only] = rows {
        // Most surfaces are claimed by one row.
        let (row, need_evidence) = (alias(*only), need == Need::Evidence);
        let plain = row.usage == Usage::On || need_evidence && row.usage == Usage::Compound;
        let valid = row.window.contains(context.day);
        if valid && (plain || need_evidence && evidence.distance(&row.entity, at).is_some()) {
            return Some(Reading { row: *only, candidates: Vec::new() });
        }
        if valid {
            return None;
        }
    }
    let valid: Vec<u32> =
        rows.iter().copied().filter(|&row| alias(row).window.contains(context.day)).collect();
    let others = |chosen: u32| -> Vec<EntityId> {
        let mut others: Vec<EntityId> = valid
            .iter()
            .map(|&row| &alias(row).entity)
            .filter(|entity| **entity != alias(chosen).entity)
            .cloned()
            .collect();
        others.sort();
        others.dedup();
        others
    };
    let named = valid
        .iter()
        .copied()
        .filter_map(|row| Some((evidence.distance(&alias(row).entity, at)?, row)))
        .min_by_key(|&(distance, row)| (distance, row));
    let plain = |row: &CountryAlias| match need {
        Need::Row => row.usage == Usage::On,
        Need::Evidence => matches!(row.usage, Usage::On | Usage::Compound),
    };
    // A name that is on needs no help from the rest of the article; a contested one takes it.
    let chosen = match (need, valid.as_slice()) {
        (Need::Row, [only]) if plain(alias(*only)) => Some(*only),
        (Need::Row, _) => last_plain(context, &valid, plain),
        (Need::Evidence, _) => named.map(|(_, row)| row).or_else(|| last_plain(context, &valid, plain)),
    };
    if let Some(row) = chosen {
        return Some(Reading { row, candidates: others(row) });
    }
    if !valid.is_empty() {
        return None;
    }
    let day = context.day?;
    rows.iter()
        .copied()
        .filter(|&row| plain(alias(row)) && alias(row).window.to.is_some_and(|to| to < day))
        .max_by_key(|&row| (alias(row).window.to, std::cmp::Reverse(row)))
        .map(|row| Reading { row, candidates: Vec::new() })
}

/// The plain row with the youngest window: without a date, that of a state that has not ended.
fn last_plain(context: &Context<'_>, valid: &[u32], plain: impl Fn(&CountryAlias) -> bool) -> Option<u32> {
    let aliases = context.lexicon.country_aliases();
    valid.iter().copied().filter(|&row| plain(&aliases[row as usize])).max_by_key(|&row| {
        let alias = &aliases[row as usize];
        let open = alias.window.to.is_none();
        let alive = context.lexicon.state(&alias.entity).is_some_and(|state| state.life.to.is_none());
        (open, alive, alias.window.from, std::cmp::Reverse(row))
    })
}
