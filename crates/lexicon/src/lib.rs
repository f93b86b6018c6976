//! The lexicons: which names stand for which state, person, treaty, place or organization, and from when to when.
//!
//! The files of `lexicons/` are embedded at build time ([`Lexicon::embedded`]); folders given at run time add rows,
//! replace rows or switch them off ([`Lexicon::with_overrides`]). Reading never stops at a fault: every
//! [`LexiconProblem`] comes back with its file and line, and the faulty row is left out.
//!
//! ```
//! use bangjiao_document::EntityId;
//! use bangjiao_lexicon::Lexicon;
//! let (lexicon, problems) = Lexicon::embedded();
//! assert!(problems.iter().all(|problem| !problem.is_error()));
//! let soviet_union = EntityId::new("SUN")?;
//! assert_eq!(lexicon.state(&soviet_union).unwrap().name_zh, "苏联");
//! # Ok::<(), bangjiao_document::IdError>(())
//! ```

mod cells;
mod check;
mod files;
mod fold;
mod lexicon;
mod lookup;
mod policy;
mod problem;
mod rows;
mod rule;
mod show;
mod suggestion;
mod table;
mod window;

pub use check::check;
pub use fold::Fold;
pub use lexicon::Lexicon;
pub use lookup::Codes;
pub use policy::{Policy, TerritoryPolicy};
pub use problem::{LexiconProblem, LexiconSeverity};
pub use rows::{
    ActSide, CodeSystem, CountryAlias, CountryBlocker, CountryCode, DocumentNoun, GivenNameCharacter,
    GroupMember, LunarYear, Misprint, NounStrength, OfficeTerm, OrdinaryCharacter, Organization,
    PartOfSpeech, PartyNote, Person, Place, Position, PrefixEffect, Relation, SolarTerms, State, Status,
    StopWord, Surname, SurnameKind, Title, TitlePrefix, TransliterationCharacter, Treaty, TreatyAct, Usage,
};
pub use rule::{Rule, RuleRow};
pub use show::{Ambiguity, Decision, Reading};
pub use suggestion::{Suggestion, write_suggestions};
pub use window::{Window, days_of};
