use bangjiao_document::{Detail, Document, EntityId, Kind};
use bangjiao_graph::AgreementTerms;
use bangjiao_lexicon::{Lexicon, days_of};
use rustc_hash::FxHashMap;

/// Agreements with their terms, by id.
pub(crate) type Terms = FxHashMap<EntityId, AgreementTerms>;

/// The terms of the agreements that the lexicon holds.
pub(crate) fn known_terms(lexicon: &Lexicon) -> Terms {
    let terms = |treaty: &bangjiao_lexicon::Treaty| AgreementTerms {
        parties: sorted(&treaty.parties),
        multilateral: treaty.multilateral,
        signed: treaty.signed.as_deref().and_then(days_of),
    };
    lexicon.treaties().iter().map(|treaty| (treaty.id.clone(), terms(treaty))).collect()
}

/// The terms that an article states of the agreements that it cites or is, those of the lexicon left out.
pub(crate) fn stated_terms(document: &Document, known: &Terms) -> Terms {
    let mut stated = Terms::default();
    let mut note = |id: &EntityId, parties: &[EntityId], signed: Option<&str>| {
        if id.is_linked() && !known.contains_key(id) {
            let parties = sorted(parties);
            let multilateral = parties.len() > 2;
            stated.entry(id.clone()).or_insert(AgreementTerms {
                parties,
                multilateral,
                signed: signed.and_then(days_of),
            });
        }
    };
    for mention in document.mentions().iter().filter(|mention| mention.kind == Kind::Treaty) {
        let Detail::Treaty(detail) = &mention.detail else { continue };
        for link in &mention.links {
            note(&link.entity, detail.parties_of(&link.entity), detail.signed.as_deref());
        }
    }
    if let Some(official) = document.official()
        && let Some(agreement) = &official.agreement
    {
        note(agreement, &official.parties, official.date.as_deref());
    }
    stated
}

fn sorted(parties: &[EntityId]) -> Vec<EntityId> {
    let mut parties = parties.to_vec();
    parties.sort_unstable();
    parties.dedup();
    parties
}
