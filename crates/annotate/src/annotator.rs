use std::sync::Arc;

use bangjiao_document::{Article, Document, EntityId};
use bangjiao_lexicon::Lexicon;

use crate::context::{Context, Proposals};
use crate::corpus_names::{CorpusNames, NameCandidates, Standing, certain_names};
use crate::layout::Layout;
use crate::official::{self, OfficialRules};
use crate::resolve::resolve;
use crate::scan::Scanner;
use crate::segment::{LazyWords, Segmenter};
use crate::tag::date::Eras;
use crate::tag::treaty::Repair;
use crate::tag::{NamedTagger, taggers};
use crate::view::View;
use crate::zones::ZoneRules;

/// So many articles go through the stages together: more gained nothing (`cargo xtask bench`), and their candidates are held.
const GROUP: usize = 32;

/// Whether documents carry their tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tokens {
    /// No tokens; sentences are segmented only where a tagger needs words.
    #[default]
    Omit,
    /// Every sentence is segmented and tagged with parts of speech.
    Keep,
}

/// What changes the result of annotation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AnnotateOptions {
    /// The state of the newspaper's voice, to which 我国 and 我 resolve.
    pub home: Option<EntityId>,
    /// Whether documents carry their tokens.
    pub tokens: Tokens,
    /// Whether names of agreements are read through misprints.
    pub repair: Repair,
    /// Whether named periods are dates.
    pub eras: Eras,
}

/// Turns articles into annotated documents; built once, shared by all threads.
///
/// ```
/// use std::sync::Arc;
/// use bangjiao_annotate::{AnnotateOptions, Annotator};
/// use bangjiao_document::{Article, ArticleId, Kind};
/// use bangjiao_lexicon::Lexicon;
///
/// let (lexicon, _) = Lexicon::embedded();
/// let annotator = Annotator::new(Arc::new(lexicon), AnnotateOptions::default());
/// let mut article = Article::new(ArticleId::new("a")?, "s".into(), "a.txt".into(), 1);
/// article.body = Some("1992年1月3日中哈建交联合公报".to_owned());
/// let document = annotator.annotate(article);
/// let kinds: Vec<Kind> = document.mentions().iter().map(|mention| mention.kind).collect();
/// assert_eq!(kinds.iter().filter(|kind| **kind == Kind::Treaty).count(), 1);
/// assert_eq!(kinds.iter().filter(|kind| **kind == Kind::Date).count(), 1);
/// # Ok::<(), bangjiao_document::IdError>(())
/// ```
pub struct Annotator {
    lexicon: Arc<Lexicon>,
    options: AnnotateOptions,
    segmenter: Segmenter,
    scanner: Scanner,
    zones: ZoneRules,
    official: OfficialRules,
    taggers: Vec<NamedTagger>,
    corpus_names: CorpusNames,
}

impl Annotator {
    /// Loads the segmenter's dictionary and builds the scanner over all lexicons.
    ///
    /// # Complexity
    /// About a fifth of a second.
    pub fn new(lexicon: Arc<Lexicon>, options: AnnotateOptions) -> Self {
        let segmenter = Segmenter::corrected_by(&lexicon);
        let (taggers, scanner) = taggers(&lexicon, options.eras, options.repair);
        let (zones, official) = (ZoneRules::new(&lexicon), OfficialRules::new(&lexicon));
        let corpus_names = CorpusNames::default();
        Annotator { lexicon, options, segmenter, scanner, zones, official, taggers, corpus_names }
    }

    /// The same for a second pass: every article knows the names that a first pass found certain in others, as far as they
    /// are certain in a good share of the articles in which they stand.
    pub fn share_names(self, names: &NameCandidates, standing: &Standing) -> Self {
        let corpus_names = names.shared(standing, &self.segmenter);
        Annotator { corpus_names, ..self }
    }

    /// The names that a second pass knows from other articles; none in a first pass.
    pub fn corpus_names(&self) -> &CorpusNames {
        &self.corpus_names
    }

    /// The lexicon behind the annotator.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The lexicon alone; the dictionary and what was built from the lexicon, most of the memory, are given back.
    pub fn into_lexicon(self) -> Arc<Lexicon> {
        self.lexicon
    }

    /// Counts the names whose characters stand in a document, annotated or not.
    pub fn count_names(&self, document: &Document, names: &NameCandidates, standing: &mut Standing) {
        let view = View::new(document, self.lexicon.fold(), &self.scanner);
        names.count(view.text(), &self.segmenter, standing);
    }

    /// Divides and tags one article.
    ///
    /// # Complexity
    /// O(n) in the length of the text, but for groups of overlapping candidates.
    pub fn annotate(&self, article: Article) -> Document {
        self.annotate_group(vec![article], &mut |_| {}).pop().expect("an article is a document")
    }

    /// Divides and tags articles, with the same result as one after the other, in about a tenth less time: each stage
    /// reads a group of them, so that its code and its tables are at hand for all but the first.
    pub fn annotate_all(&self, articles: Vec<Article>) -> Vec<Document> {
        self.annotate_observed(articles, &mut |_| {})
    }

    /// The same, telling `observe` the name of each stage as it ends, group by group; the library reads no clock, a
    /// benchmark does.
    ///
    /// Words that a tagger asks for are cut in its stage, unless an earlier one asked for them.
    pub fn annotate_observed(
        &self,
        articles: Vec<Article>,
        observe: &mut dyn FnMut(&'static str),
    ) -> Vec<Document> {
        let mut documents = Vec::with_capacity(articles.len());
        let mut articles = articles.into_iter();
        while articles.len() > 0 {
            let group = articles.by_ref().take(GROUP).collect();
            documents.append(&mut self.annotate_group(group, observe));
        }
        documents
    }

    fn annotate_group(&self, articles: Vec<Article>, observe: &mut dyn FnMut(&'static str)) -> Vec<Document> {
        let mut documents: Vec<Document> = articles.into_iter().map(Document::new).collect();
        let fold = self.lexicon.fold();
        let annotations: Vec<_> = {
            let views: Vec<View<'_>> =
                documents.iter().map(|document| View::new(document, fold, &self.scanner)).collect();
            observe("view");
            let mut hits: Vec<_> = views.iter().map(|view| self.scanner.scan(view.text())).collect();
            observe("scan");
            let layouts: Vec<Layout> = documents
                .iter()
                .zip(&views)
                .zip(&mut hits)
                .map(|((document, view), hits)| Layout::new(document, view, hits, &self.zones))
                .collect();
            observe("layout");
            let contexts: Vec<Context<'_>> = documents
                .iter()
                .zip(&views)
                .zip(&hits)
                .zip(&layouts)
                .map(|(((document, view), hits), layout)| Context {
                    document,
                    view,
                    hits: &hits.all,
                    document_hits: &hits.documents,
                    layout,
                    words: LazyWords::new(&self.segmenter, view.text()),
                    lexicon: &self.lexicon,
                    home: self.options.home.as_ref(),
                    corpus_names: &self.corpus_names,
                    day: document.article().date.map(|date| date.first),
                })
                .collect();
            let mut proposals: Vec<Proposals> = contexts.iter().map(|_| Proposals::default()).collect();
            for (name, tagger) in &self.taggers {
                for (context, proposals) in contexts.iter().zip(&mut proposals) {
                    tagger.propose(context, proposals);
                }
                observe(name);
            }
            contexts
                .iter()
                .zip(proposals)
                .map(|(context, mut proposals)| {
                    let (view, layout) = (context.view, context.layout);
                    let certain = proposals.take_certain_names();
                    let mut mentions = resolve(proposals.into_candidates());
                    let names = certain_names(view.text(), certain, &mentions);
                    let official = official::read(context, &self.official, &mut mentions);
                    let tokens = match self.options.tokens {
                        Tokens::Omit => Vec::new(),
                        Tokens::Keep => self.segmenter.tokens(view, layout, &mentions),
                    };
                    for mention in &mut mentions {
                        mention.span = view.to_text(mention.span);
                        mention.links.sort_by(|a, b| a.entity.cmp(&b.entity));
                    }
                    (
                        layout.paragraphs_in_text(view),
                        layout.sentences_in_text(view),
                        tokens,
                        mentions,
                        official,
                        names,
                    )
                })
                .collect()
        };
        for (document, (paragraphs, sentences, tokens, mentions, official, names)) in
            documents.iter_mut().zip(annotations)
        {
            document
                .annotate(paragraphs, sentences, tokens, mentions)
                .expect("spans of the view lie on character boundaries of the text");
            document.set_official(official);
            document.set_certain_names(names);
        }
        observe("resolve");
        documents
    }
}
