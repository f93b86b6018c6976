//! The rows of the lexicon's files, one file a topic.

mod calendar;
mod country;
mod named;
mod part_of_speech;
mod person;
mod stop_word;
mod treaty;

pub use calendar::{LunarYear, SolarTerms};
pub use country::{
    CodeSystem, CountryAlias, CountryBlocker, CountryCode, GroupMember, Relation, State, Status, Usage,
};
pub use named::{Organization, Place};
pub use part_of_speech::PartOfSpeech;
pub(crate) use person::OfficeRow;
pub use person::{
    GivenNameCharacter, OfficeTerm, OrdinaryCharacter, Person, Position, PrefixEffect, Surname, SurnameKind,
    Title, TitlePrefix, TransliterationCharacter,
};
pub use stop_word::StopWord;
pub use treaty::{ActSide, DocumentNoun, Misprint, NounStrength, PartyNote, Treaty, TreatyAct};
