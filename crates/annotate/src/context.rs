//! What a tagger may read, and what it proposes.

use bangjiao_document::{Document, EntityId, Kind, Link, Mention, Span};
use bangjiao_lexicon::Lexicon;
use jiff::civil::Date;

use crate::corpus_names::CorpusNames;
use crate::layout::Layout;
use crate::scan::Hit;
use crate::segment::LazyWords;
use crate::view::View;

/// One document while it is annotated. All offsets are view offsets.
pub(crate) struct Context<'d> {
    pub document: &'d Document,
    pub view: &'d View<'d>,
    /// Surfaces of all lexicons, by start, longer first.
    pub hits: &'d [Hit],
    /// Those that are head nouns or names of documents, or have their surface.
    pub document_hits: &'d [Hit],
    pub layout: &'d Layout,
    pub words: LazyWords<'d>,
    pub lexicon: &'d Lexicon,
    /// The state of the newspaper's voice.
    pub home: Option<&'d EntityId>,
    /// Names of persons that are certain in other articles; none in a first pass.
    pub corpus_names: &'d CorpusNames,
    /// The first day that the article's date covers.
    pub day: Option<Date>,
}

impl<'d> Context<'d> {
    /// The view's characters.
    pub fn text(&self) -> &'d str {
        self.view.text()
    }

    /// The character that ends at a view offset.
    pub fn before(&self, at: u32) -> Option<char> {
        self.text().get(..at as usize)?.chars().next_back()
    }

    /// The character that begins at a view offset.
    pub fn after(&self, at: u32) -> Option<char> {
        self.text().get(at as usize..)?.chars().next()
    }

    /// What stands between two view offsets.
    pub fn between(&self, start: u32, end: u32) -> &'d str {
        self.text().get(start as usize..end as usize).unwrap_or("")
    }

    /// Where the sentence begins in which a view offset stands.
    pub fn sentence_start(&self, at: u32) -> u32 {
        let sentence = self.layout.sentences.get(self.layout.sentence_at(at));
        sentence.map_or(0, |sentence| sentence.span.start)
    }

    /// Where the paragraph begins in which a view offset stands.
    pub fn paragraph_start(&self, at: u32) -> u32 {
        let paragraph = self
            .layout
            .sentences
            .get(self.layout.sentence_at(at))
            .and_then(|sentence| self.layout.paragraphs.get(sentence.paragraph as usize));
        paragraph.map_or(0, |paragraph| paragraph.span.start)
    }

    /// The hits that begin at or after a view offset.
    pub fn hits_from(&self, at: u32) -> &'d [Hit] {
        &self.hits[self.hits.partition_point(|hit| hit.span.start < at)..]
    }

    /// The link of a state on the article's day.
    pub fn state_link(&self, entity: &EntityId) -> Link {
        let historical = self.day.is_some_and(|day| self.lexicon.alive(entity, day) == Some(false));
        let codes = if historical { Default::default() } else { self.lexicon.codes_on(entity, self.day) };
        Link { entity: entity.clone(), historical, cow: codes.cow, gw: codes.gw }
    }
}

/// A mention that a tagger proposes.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    /// The mention, its span in view offsets.
    pub mention: Mention,
    /// Which of two candidates that exclude each other stays.
    pub strength: Strength,
}

/// How sure a tagger is; the stronger of two candidates that exclude each other stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// A pattern and words around it.
    Context,
    /// A lexicon row.
    Lexicon,
    /// A lexicon row of a longer name, or a rule that reads the whole expression.
    Certain,
}

/// What the taggers have proposed so far, by kind.
#[derive(Debug, Default)]
pub(crate) struct Proposals {
    by_kind: [Vec<Candidate>; Kind::ALL.len()],
    certain_names: Vec<Span>,
}

impl Proposals {
    /// Adds a candidate.
    pub fn push(&mut self, strength: Strength, mention: Mention) {
        self.by_kind[mention.kind as usize].push(Candidate { mention, strength });
    }

    /// Makes room for candidates of one kind; they are large, and moving them as the list grows costs time.
    pub fn reserve(&mut self, kind: Kind, more: usize) {
        self.by_kind[kind as usize].reserve(more);
    }

    /// The candidates of one kind, in the order in which they were proposed.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Mention> {
        self.by_kind[kind as usize].iter().map(|candidate| &candidate.mention)
    }

    /// Notes that a proposed person's name is certain.
    pub fn note_certain_name(&mut self, name: Span) {
        self.certain_names.push(name);
    }

    /// Where certain names stand, in the order in which they were noted.
    pub fn take_certain_names(&mut self) -> Vec<Span> {
        std::mem::take(&mut self.certain_names)
    }

    /// Every candidate.
    pub fn into_candidates(self) -> Vec<Candidate> {
        self.by_kind.into_iter().flatten().collect()
    }
}

/// Proposes mentions of one kind.
pub(crate) trait Tagger: Send + Sync {
    /// Reads the document and what earlier taggers proposed, and adds its own candidates.
    fn propose(&self, context: &Context<'_>, proposals: &mut Proposals);
}
