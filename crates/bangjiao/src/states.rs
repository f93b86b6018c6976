//! The states that make pairs, from the lexicon's codes.

use bangjiao_document::EntityId;
use bangjiao_graph::{Spell, StateSystem};
use bangjiao_lexicon::{CodeSystem, Lexicon, TerritoryPolicy};

/// The states that make pairs, by one list of codes and by the policy on territories and on states that ended.
pub(crate) fn state_system(lexicon: &Lexicon, system: CodeSystem) -> StateSystem {
    let codes = lexicon.country_codes().iter().filter(|row| row.system == system);
    let spell = |row: &bangjiao_lexicon::CountryCode| {
        let code = row.code.parse().ok()?;
        Some(Spell { entity: row.entity.clone(), code, from: row.window.from, to: row.window.to })
    };
    let policy = lexicon.policy();
    let territories = [("TWN", policy.taiwan), ("HKG", policy.hongkong), ("MAC", policy.macao)];
    let territories = territories
        .into_iter()
        .filter(|(_, policy)| *policy == TerritoryPolicy::Exclude)
        .filter_map(|(id, _)| EntityId::new(id).ok());
    let ended = lexicon.states().iter().filter(|_| policy.roll_up);
    let successors = ended.filter_map(|state| Some((state.id.clone(), state.rolls_up_to.clone()?)));
    StateSystem::new(codes.filter_map(spell).collect(), territories.collect(), successors.collect())
}
