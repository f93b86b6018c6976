//! The taggers, one file each, in the order in which they propose.

pub(crate) mod anaphor;
pub(crate) mod characters;
pub(crate) mod country;
pub(crate) mod date;
pub(crate) mod letters;
pub(crate) mod organization;
pub(crate) mod person;
pub(crate) mod place;
pub(crate) mod quotation;
pub(crate) mod treaty;

use std::sync::Arc;

use bangjiao_lexicon::Lexicon;

use self::date::Eras;
use self::treaty::Repair;
use crate::context::Tagger;
use crate::scan::{Scanner, WordList};

/// A tagger with its name for benchmarks.
pub(crate) type NamedTagger = (&'static str, Box<dyn Tagger>);

/// The taggers in order (later ones read what earlier ones proposed) and the scanner that finds their words.
pub(crate) fn taggers(lexicon: &Lexicon, eras: Eras, repair: Repair) -> (Vec<NamedTagger>, Scanner) {
    let date = date::DateTagger::new(lexicon, eras);
    let country = country::CountryTagger::new(lexicon);
    let anaphor = anaphor::AnaphorTagger::new(lexicon);
    let characters = Arc::new(characters::Characters::new(lexicon));
    let organization = organization::OrganizationTagger::new(lexicon, Arc::clone(&characters));
    let place = place::PlaceTagger::new(lexicon, Arc::clone(&characters));
    let scanner = Scanner::new(
        lexicon,
        &[
            WordList { number: anaphor::ANAPHORS, words: &anaphor.words() },
            WordList { number: country::HOME, words: &country.words() },
            WordList { number: organization::HEADS, words: &organization.words() },
            WordList { number: date::DATES, words: &date.words() },
            WordList { number: place::CUES, words: &place.words() },
        ],
    );
    let taggers: Vec<NamedTagger> = vec![
        ("dates", Box::new(date)),
        ("countries", Box::new(country)),
        ("places", Box::new(place)),
        ("organizations", Box::new(organization)),
        ("persons", Box::new(person::PersonTagger::new(lexicon, characters))),
        ("anaphors", Box::new(anaphor)),
        ("treaties", Box::new(treaty::TreatyTagger::new(lexicon, repair))),
    ];
    (taggers, scanner)
}
