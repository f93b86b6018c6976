mod evidence;
mod tally;
#[cfg(test)]
mod tests;

use bangjiao_document::{Document, EntityId, Kind};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::located::located_mentions;
use crate::{Contingency, CountOptions, Window};
use evidence::{Evidence, Origin, rank};
use tally::{EntityTally, PairKey, PairTally, Pairs};

/// Mentions of entities and windows of pairs, counted over documents.
///
/// Counts form a commutative monoid: the counts of the parts of a corpus, [merged](Counts::merge) in any order, are
/// those of the whole, up to the last byte of everything that leaves this type. All documents, and all parts, must be
/// counted with the same options. Memory grows with distinct entities and pairs (and a few bytes an article that
/// serves as evidence).
///
/// ```
/// use bangjiao_document::*;
/// use bangjiao_graph::{CountOptions, Counts, Window};
/// let mut article = Article::new(ArticleId::new("19960706-02-002")?, "s".into(), "a.txt".into(), 1);
/// article.body = Some("中国和哈萨克斯坦友好。".to_owned());
/// let mut document = Document::new(article);
/// let span = Span::new(0, 33);
/// let country = |start, end, id| -> Result<Mention, IdError> {
///     let links = vec![Link::plain(EntityId::new(id)?)];
///     Ok(Mention { links, ..Mention::new(Span::new(start, end), Kind::Country, RuleId::new("country-name")?) })
/// };
/// document.annotate(
///     vec![Paragraph { span, field: Field::Body }],
///     vec![Sentence { span, paragraph: 0, field: Field::Body, zone: Zone::Text }],
///     Vec::new(),
///     vec![country(0, 6, "CHN")?, country(9, 24, "KAZ")?],
/// )?;
///
/// let mut counts = Counts::default();
/// counts.add(&document, &CountOptions::default());
/// let edge = &counts.edges()[0];
/// assert_eq!((edge.source.as_str(), edge.target.as_str(), edge.window), ("CHN", "KAZ", Window::Sentence));
/// assert_eq!((edge.n, edge.n_dyadic), (1, Some(1)));
/// assert_eq!(edge.evidence, ["19960706-02-002:0"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Counts {
    numbers: FxHashMap<EntityId, u32>,
    entities: Vec<EntityTally>,
    pairs: Pairs,
    evidence: Evidence,
    totals: Totals,
    scratch: Scratch,
}

/// Lists that every document fills anew.
#[derive(Debug, Clone, Default)]
struct Scratch {
    standings: Vec<Standing>,
    meetings: Vec<Meeting>,
}

/// An entity met in the corpus: the counts of a row of the table `entities`.
///
/// Mentions count in sentences of the chosen zones. An entity that stands elsewhere only has counts of 0, so that
/// every entity of the table `mentions` has its row.
///
/// ```
/// use bangjiao_graph::{CountOptions, Counts};
/// assert!(Counts::default().entities().is_empty());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityCount {
    /// The entity.
    pub entity: EntityId,
    /// Its kind; of several the first in the order of [`Kind`].
    pub kind: Kind,
    /// Its mentions; 双方 is one of each side.
    pub n_mentions: i64,
    /// Those that are no anaphors.
    pub n_named: i64,
    /// Articles with such a mention.
    pub n_articles: i64,
    /// First day of publication among them; `None` if no such article is dated. A date known to the month or year is
    /// its first day, as in every table.
    pub first_date: Option<Date>,
    /// Last day of publication among them.
    pub last_date: Option<Date>,
}

/// Two entities that stand together in some window: the counts of a row of the table `edges`.
///
/// `n_named ≤ n ≤ min(n_source, n_target) ≤ n_windows` always holds.
///
/// ```
/// use bangjiao_graph::{CountOptions, Counts};
/// assert!(Counts::default().edges().is_empty());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EdgeCount {
    /// The end whose id is the smaller string.
    pub source: EntityId,
    /// The other end.
    pub target: EntityId,
    /// Kind of `source`.
    pub kind_source: Kind,
    /// Kind of `target`.
    pub kind_target: Kind,
    /// The sort of window counted.
    pub window: Window,
    /// Windows in which both stand.
    pub n: i64,
    /// Windows in which both stand by a form other than anaphor.
    pub n_named: i64,
    /// Windows whose states, in any form, are exactly these two; `None` unless both ends are states.
    pub n_dyadic: Option<i64>,
    /// Windows in which `source` stands.
    pub n_source: i64,
    /// Windows in which `target` stands.
    pub n_target: i64,
    /// Windows of the corpus, with or without entities.
    pub n_windows: i64,
    /// Articles with a window in which both stand.
    pub n_articles: i64,
    /// First day of publication of such an article; `None` if none is dated.
    pub first_date: Option<Date>,
    /// Last day of publication of such an article.
    pub last_date: Option<Date>,
    /// Ids of example windows: `ARTICLE:SENTENCE`, `ARTICLE:pPARAGRAPH` or `ARTICLE`, numbers from 0.
    ///
    /// Those in which both stand by name come first, then smaller article ids, then smaller numbers.
    pub evidence: Vec<String>,
}

impl EdgeCount {
    /// The four counts that measures of association are made of.
    pub fn contingency(&self) -> Contingency {
        let EdgeCount { n, n_source, n_target, n_windows, .. } = *self;
        Contingency { n, n_source, n_target, n_windows }
    }
}

/// What was counted, with or without entities.
///
/// ```
/// use bangjiao_graph::{Counts, Window};
/// assert_eq!(Counts::default().totals().n_windows(Window::Sentence), 0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Documents added.
    pub n_articles: i64,
    /// Those without a date.
    pub n_undated: i64,
    /// Sentences of the chosen zones.
    pub n_sentence_windows: i64,
    /// Paragraphs with such a sentence.
    pub n_paragraph_windows: i64,
    /// Articles with such a sentence.
    pub n_article_windows: i64,
}

impl Totals {
    /// Number of windows of a sort.
    pub fn n_windows(&self, window: Window) -> i64 {
        match window {
            Window::Sentence => self.n_sentence_windows,
            Window::Paragraph => self.n_paragraph_windows,
            Window::Article => self.n_article_windows,
        }
    }

    fn add(&mut self, document: &Document, options: &CountOptions) {
        self.n_articles += 1;
        self.n_undated += i64::from(document.article().date.is_none());
        let mut paragraph = None;
        for sentence in document.sentences().iter().filter(|sentence| options.counts_zone(sentence.zone)) {
            self.n_sentence_windows += 1;
            self.n_paragraph_windows +=
                i64::from(paragraph.replace(sentence.paragraph) != Some(sentence.paragraph));
        }
        self.n_article_windows += i64::from(paragraph.is_some());
    }

    fn merge(&mut self, other: Totals) {
        self.n_articles += other.n_articles;
        self.n_undated += other.n_undated;
        self.n_sentence_windows += other.n_sentence_windows;
        self.n_paragraph_windows += other.n_paragraph_windows;
        self.n_article_windows += other.n_article_windows;
    }
}

/// An entity in a window of the article at hand.
#[derive(Debug, Clone)]
struct Standing {
    entity: u32,
    sentence: u32,
    paragraph: u32,
    /// Number of the window at hand.
    window: u32,
    /// Whether it stands there by a form other than anaphor.
    named: bool,
    state: bool,
    /// Whether it may be an end of edges.
    end: bool,
}

/// Two entities in a window of the article at hand.
#[derive(Debug, Clone)]
struct Meeting {
    key: PairKey,
    rank: u32,
    named: bool,
    dyadic: bool,
}

/// The edges of [`Counts`], sorted by window, source and target, each made when it is asked for.
///
/// ```
/// use bangjiao_graph::{CountOptions, Counts};
/// assert_eq!(Counts::default().iter_edges().len(), 0);
/// ```
#[derive(Debug, Clone)]
pub struct Edges<'c> {
    counts: &'c Counts,
    by_id: Vec<&'c EntityTally>,
    /// Keys hold places in `by_id`.
    pairs: std::vec::IntoIter<(PairKey, &'c PairTally)>,
}

impl Edges<'_> {
    /// The edges of one window that were met often enough; the others are never made.
    pub(crate) fn selected(mut self, window: Window, min_n: i64) -> Vec<EdgeCount> {
        let pairs = std::mem::take(&mut self.pairs);
        let selected = pairs.filter(|(key, pair)| key.window() == window && i64::from(pair.n) >= min_n);
        selected.map(|(key, pair)| self.edge(key, pair)).collect()
    }

    fn edge(&self, key: PairKey, pair: &PairTally) -> EdgeCount {
        let window = key.window();
        let [source, target] = key.ends().map(|rank| self.by_id[rank]);
        let states = source.kind == Kind::Country && target.kind == Kind::Country;
        EdgeCount {
            source: source.id.clone(),
            target: target.id.clone(),
            kind_source: source.kind,
            kind_target: target.kind,
            window,
            n: i64::from(pair.n),
            n_named: i64::from(pair.n_named),
            n_dyadic: states.then_some(i64::from(pair.n_dyadic)),
            n_source: i64::from(source.n_windows[window as usize]),
            n_target: i64::from(target.n_windows[window as usize]),
            n_windows: self.counts.totals.n_windows(window),
            n_articles: i64::from(pair.n_articles),
            first_date: pair.days.first(),
            last_date: pair.days.last(),
            evidence: self.counts.evidence.window_ids(pair.examples, window),
        }
    }
}

impl Iterator for Edges<'_> {
    type Item = EdgeCount;

    fn next(&mut self) -> Option<EdgeCount> {
        let (key, pair) = self.pairs.next()?;
        Some(self.edge(key, pair))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.pairs.size_hint()
    }
}

impl ExactSizeIterator for Edges<'_> {}

impl Counts {
    /// Counts a document.
    ///
    /// A mention stands in the sentence that holds its start. Entities that no lexicon row claims meet others in
    /// sentences only: they are many, and their pairs in whole articles would fill the memory with chance.
    ///
    /// # Complexity
    /// O(m log m + p log p) for m mentions and p pairs in windows of this document.
    pub fn add(&mut self, document: &Document, options: &CountOptions) {
        self.totals.add(document, options);
        self.evidence.raise_limit(options.n_evidence);
        let day = document.article().date.map(|date| date.first);
        let mut origin = self.evidence.origin(document.article().id.as_str());
        let Scratch { mut standings, mut meetings } = std::mem::take(&mut self.scratch);
        self.count_mentions(document, options, day, &mut standings);
        standings.retain(|standing| standing.end);
        for window in Window::ALL {
            if window != Window::Sentence {
                standings.retain(|standing| self.entities[standing.entity as usize].linked);
            }
            self.meet(window, &mut standings, &mut meetings);
        }
        self.count_meetings(&mut meetings, day, &mut origin);
        standings.clear();
        meetings.clear();
        self.scratch = Scratch { standings, meetings };
    }

    /// Adds the counts of another part of the corpus.
    pub fn merge(&mut self, mut other: Counts) {
        // The result is the same either way, and the smaller part has fewer pairs to enter.
        if other.pairs.len() > self.pairs.len() {
            std::mem::swap(self, &mut other);
        }
        self.totals.merge(other.totals);
        self.evidence.raise_limit_to(&other.evidence);
        let mut numbers = Vec::with_capacity(other.entities.len());
        for entity in &other.entities {
            let number = self.number(&entity.id, entity.kind);
            self.entities[number as usize].merge(entity);
            numbers.push(number);
        }
        let mut origins = self.evidence.origins_of(&other.evidence);
        let Counts { pairs, evidence, .. } = self;
        let renumbered = |key: PairKey| {
            let [one, two] = key.ends().map(|end| numbers[end]);
            PairKey::new(key.window(), one, two)
        };
        for tallies in other.pairs.groups() {
            let mut pair = pairs.pair(renumbered(tallies[0].0));
            for (key, tally) in tallies {
                let own = pair.tally(renumbered(*key));
                let before = [own.n, own.n_named];
                evidence.offer_all(&mut own.examples, before, &other.evidence, tally.examples, &mut origins);
                own.merge(tally);
            }
        }
    }

    /// Every entity met, of every kind but dates, sorted by id.
    pub fn entities(&self) -> Vec<EntityCount> {
        let mut entities: Vec<_> = self
            .entities
            .iter()
            .map(|tally| EntityCount {
                entity: tally.id.clone(),
                kind: tally.kind,
                n_mentions: i64::from(tally.n_mentions),
                n_named: i64::from(tally.n_named),
                n_articles: i64::from(tally.n_articles),
                first_date: tally.days.first(),
                last_date: tally.days.last(),
            })
            .collect();
        entities.sort_unstable_by(|a, b| a.entity.cmp(&b.entity));
        entities
    }

    /// Every edge, sorted by window, source and target.
    pub fn edges(&self) -> Vec<EdgeCount> {
        self.iter_edges().collect()
    }

    /// Every edge, sorted by window, source and target, made one by one.
    ///
    /// Sorting takes 16 bytes an edge, [`Counts::edges`] hundreds: this is the way to write the edges of a large corpus.
    pub fn iter_edges(&self) -> Edges<'_> {
        let mut by_id: Vec<&EntityTally> = self.entities.iter().collect();
        by_id.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        let mut ranks = vec![0; by_id.len()];
        for (rank, entity) in (0..).zip(&by_id) {
            ranks[self.numbers[&entity.id] as usize] = rank;
        }
        let mut pairs: Vec<_> = self
            .pairs
            .iter()
            .map(|(key, pair)| {
                let [one, other] = key.ends().map(|end| ranks[end]);
                (PairKey::new(key.window(), one, other), pair)
            })
            .collect();
        pairs.sort_unstable_by_key(|(key, _)| key.by_window());
        Edges { counts: self, by_id, pairs: pairs.into_iter() }
    }

    /// What was counted altogether.
    pub fn totals(&self) -> Totals {
        self.totals
    }

    /// The number of an entity inside these counts; numbers are given in order of arrival and never leave.
    fn number(&mut self, id: &EntityId, kind: Kind) -> u32 {
        if let Some(&number) = self.numbers.get(id) {
            let tally = &mut self.entities[number as usize];
            tally.kind = tally.kind.min(kind);
            return number;
        }
        let number = u32::try_from(self.entities.len()).expect("four billion entities do not fit in memory");
        self.numbers.insert(id.clone(), number);
        self.entities.push(EntityTally::new(id.clone(), kind));
        number
    }

    /// Counts mentions and lists what stands in sentences of the chosen zones.
    fn count_mentions(
        &mut self,
        document: &Document,
        options: &CountOptions,
        day: Option<Date>,
        standings: &mut Vec<Standing>,
    ) {
        let article = self.totals.n_articles;
        for located in located_mentions(document) {
            let mention = located.mention;
            let counted = options.counts_zone(located.sentence.zone) && options.counts_mention(mention);
            for link in &mention.links {
                let entity = self.number(&link.entity, mention.kind);
                if !counted {
                    continue;
                }
                let tally = &mut self.entities[entity as usize];
                tally.n_mentions += 1;
                tally.n_named += u32::from(mention.is_named());
                if std::mem::replace(&mut tally.last_article, article) != article {
                    tally.n_articles += 1;
                    tally.days.add(day);
                }
                standings.push(Standing {
                    entity,
                    sentence: located.number,
                    paragraph: located.sentence.paragraph,
                    window: 0,
                    named: mention.is_named(),
                    state: mention.kind == Kind::Country,
                    end: options.is_end(mention, link),
                });
            }
        }
    }

    /// Counts the windows of each entity and lists the meetings of each two.
    fn meet(&mut self, window: Window, standings: &mut Vec<Standing>, meetings: &mut Vec<Meeting>) {
        for standing in standings.iter_mut() {
            standing.window = match window {
                Window::Sentence => standing.sentence,
                Window::Paragraph => standing.paragraph,
                Window::Article => 0,
            };
        }
        standings.sort_unstable_by_key(|standing| (standing.window, standing.entity));
        // An entity counts once a window; a wider window needs no more than its narrower ones kept.
        standings.dedup_by(|later, kept| {
            let same = (later.window, later.entity) == (kept.window, kept.entity);
            if same {
                kept.named |= later.named;
                kept.state |= later.state;
            }
            same
        });
        for together in standings.chunk_by(|a, b| a.window == b.window) {
            let only_two_states = together.iter().filter(|standing| standing.state).count() == 2;
            for (at, one) in together.iter().enumerate() {
                self.entities[one.entity as usize].n_windows[window as usize] += 1;
                meetings.extend(together[at + 1..].iter().map(|other| {
                    let named = one.named && other.named;
                    Meeting {
                        key: PairKey::new(window, one.entity, other.entity),
                        rank: rank(named, one.window),
                        named,
                        dyadic: only_two_states && one.state && other.state,
                    }
                }));
            }
        }
    }

    /// Counts meetings, with one look-up for each pair of the article, however many its windows.
    fn count_meetings(&mut self, meetings: &mut [Meeting], day: Option<Date>, origin: &mut Origin<'_>) {
        meetings.sort_unstable_by_key(|meeting| (meeting.key, meeting.rank));
        for meetings in meetings.chunk_by(|a, b| a.key.pair() == b.key.pair()) {
            let mut pair = self.pairs.pair(meetings[0].key);
            for meetings in meetings.chunk_by(|a, b| a.key == b.key) {
                let tally = pair.tally(meetings[0].key);
                let mut kept = true;
                for meeting in meetings {
                    let before = [tally.n, tally.n_named];
                    // They are sorted, best first: after one that is refused all are.
                    kept = kept && self.evidence.offer(&mut tally.examples, before, origin, meeting.rank);
                    tally.n += 1;
                    tally.n_named += u32::from(meeting.named);
                    tally.n_dyadic += u32::from(meeting.dyadic);
                }
                tally.n_articles += 1;
                tally.days.add(day);
            }
        }
    }
}
