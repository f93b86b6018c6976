//! Text → sentences, tokens and mentions: segment → tag → resolve.
//!
//! An [`Annotator`] reads the text through a *view* (script folded, stray white space left out), finds the surfaces of
//! all lexicons in one scan, divides the text into paragraphs, sentences and zones, lets a list of taggers propose
//! candidates and resolves them into mentions. Matching runs on characters; jieba's words are asked for only where a
//! candidate needs them. Nothing here can fail: every check was made when the lexicon was loaded.

mod annotator;
mod context;
mod corpus_names;
mod dictionary;
mod layout;
mod numerals;
mod official;
mod part_of_speech;
mod resolve;
mod scan;
mod segment;
mod tag;
mod view;
mod zones;

pub use annotator::{AnnotateOptions, Annotator, Tokens};
pub use corpus_names::{CorpusNames, NameCandidates, NameCounts, Standing};
pub use segment::Segmenter;
pub use tag::date::Eras;
pub use tag::treaty::Repair;
pub use view::View;
