mod edges;
mod evidence;
mod periods;
mod tally;
#[cfg(test)]
mod tests;

use bangjiao_document::{Document, EntityId, Kind};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::occurrence::occurrences;
use crate::{ArticleHead, Contingency, CountOptions, Occurrence, SentencePlace, Window};
pub use edges::Edges;
use evidence::{Evidence, Origin, Rank};
pub use periods::{EdgeChange, PeriodCounts};
use tally::{EntityTally, PairKey, Pairs};

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
    /// The windows counted, as the options say; none before the first document.
    windows: Vec<Window>,
    numbers: FxHashMap<EntityId, u32>,
    entities: Vec<EntityTally>,
    pairs: Pairs,
    evidence: Evidence,
    totals: Totals,
    /// Mentions passed over for each of the excluded rules.
    n_excluded: Vec<i64>,
    scratch: Scratch,
}

/// Lists that every document fills anew.
#[derive(Debug, Clone, Default)]
struct Scratch {
    sentences: Vec<SentencePlace>,
    /// The numbers of the sentences counted.
    counted: Vec<u32>,
    standings: Vec<Standing>,
    /// Those of windows that overlap.
    spread: Vec<Standing>,
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
    /// The count that measures of association and graph files use, one of the three above; `None` where it is unknown.
    pub weight: Option<i64>,
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
    /// Ids of example windows: `ARTICLE:SENTENCE`, `ARTICLE:pPARAGRAPH` or `ARTICLE`, numbers from 0; a window that
    /// reaches over several sentences has the number of its middle one.
    ///
    /// Those in which both stand by name come first, then smaller article ids, then smaller numbers. A window of a
    /// reprint stands here only where no other article has both ends in one, and then alone.
    pub evidence: Vec<String>,
}

impl EdgeCount {
    /// The four counts that measures of association are made of; `None` where the weight is unknown.
    ///
    /// Where the weight is not `n` itself, the windows of each entity stay those in any form, so that the table holds
    /// what the columns hold; measures of attraction are then lower bounds.
    pub fn contingency(&self) -> Option<Contingency> {
        let EdgeCount { n_source, n_target, n_windows, .. } = *self;
        self.weight.map(|n| Contingency { n, n_source, n_target, n_windows })
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
            // Every sentence is the middle of one window.
            Window::Sentence | Window::Near(_) => self.n_sentence_windows,
            Window::Paragraph => self.n_paragraph_windows,
            Window::Article => self.n_article_windows,
        }
    }

    fn add(&mut self, day: Option<Date>, sentences: &[SentencePlace], options: &CountOptions) {
        self.n_articles += 1;
        self.n_undated += i64::from(day.is_none());
        let mut paragraph = None;
        for sentence in sentences.iter().filter(|sentence| options.counts_zone(sentence.zone)) {
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
}

/// Two entities in a window of the article at hand.
#[derive(Debug, Clone)]
struct Meeting {
    key: PairKey,
    rank: Rank,
    window: u32,
    named: bool,
    dyadic: bool,
}

impl Counts {
    /// Counts a document.
    ///
    /// A mention stands in the sentence that holds its start. Entities that no lexicon row claims meet others in
    /// sentences only: they are many, and their pairs in whole articles would fill the memory with chance.
    ///
    /// # Complexity
    /// O(m log m + p log p) for m mentions and p pairs in windows of this document.
    pub fn add(&mut self, document: &Document, options: &CountOptions) {
        let sentences = document.sentences().iter().map(SentencePlace::from);
        self.add_article(&document.article().into(), sentences, occurrences(document), options);
    }

    /// Counts an article whose sentences and mentions stand in tables: what [`Counts::add`] does with a document.
    ///
    /// Sentences come in order, mentions in any; those of sentences that are not there are passed over.
    pub fn add_article<'a>(
        &mut self,
        article: &ArticleHead<'_>,
        sentences: impl Iterator<Item = SentencePlace>,
        occurrences: impl Iterator<Item = Occurrence<'a>>,
        options: &CountOptions,
    ) {
        let mut scratch = std::mem::take(&mut self.scratch);
        scratch.clear();
        scratch.sentences.extend(sentences);
        self.begin(options);
        let day = article.day;
        self.totals.add(day, &scratch.sentences, options);
        let mut origin = self.evidence.origin(article);
        self.count_mentions(day, occurrences, options, &mut scratch);
        let Scratch { sentences, counted, standings, spread, meetings } = &mut scratch;
        for slot in 0..self.windows.len() {
            let window = self.windows[slot];
            if window != Window::Sentence {
                standings.retain(|standing| self.entities[standing.entity as usize].linked);
            }
            match window {
                Window::Near(reach) => {
                    if counted.is_empty() {
                        counted.extend((0..).zip(sentences.iter()).filter_map(|(number, sentence)| {
                            options.counts_zone(sentence.zone).then_some(number)
                        }));
                    }
                    spread.clear();
                    spread_out(standings, counted, reach.get(), spread);
                    self.meet(slot, options, spread, meetings);
                    // What was numbered are places among the sentences counted.
                    for meeting in meetings.iter_mut().filter(|meeting| meeting.key.slot() == slot) {
                        meeting.rank = Rank::new(meeting.named, counted[meeting.window as usize]);
                    }
                }
                Window::Sentence => {
                    standings.iter_mut().for_each(|standing| standing.window = standing.sentence);
                    self.meet(slot, options, standings, meetings);
                }
                Window::Paragraph => {
                    standings.iter_mut().for_each(|standing| standing.window = standing.paragraph);
                    self.meet(slot, options, standings, meetings);
                }
                Window::Article => {
                    standings.iter_mut().for_each(|standing| standing.window = 0);
                    self.meet(slot, options, standings, meetings);
                }
            }
        }
        self.count_meetings(meetings, day, &mut origin);
        self.scratch = scratch;
    }

    fn begin(&mut self, options: &CountOptions) {
        self.evidence.raise_limit(options.n_evidence);
        if self.windows.is_empty() {
            self.windows.extend(options.windows.iter().take(Window::AT_ONCE));
        }
        self.n_excluded.resize(options.exclude_rules.len(), 0);
    }

    /// Adds the counts of another part of the corpus.
    pub fn merge(&mut self, mut other: Counts) {
        // The result is the same either way, and the smaller part has fewer pairs to enter.
        if other.pairs.len() > self.pairs.len() {
            std::mem::swap(self, &mut other);
        }
        if self.windows.is_empty() {
            self.windows = std::mem::take(&mut other.windows);
        }
        self.totals.merge(other.totals);
        self.n_excluded.resize(self.n_excluded.len().max(other.n_excluded.len()), 0);
        self.n_excluded.iter_mut().zip(&other.n_excluded).for_each(|(own, others)| *own += others);
        self.evidence.raise_limit_to(&other.evidence);
        let mut numbers = Vec::with_capacity(other.entities.len());
        for entity in &other.entities {
            let number = self.number(&entity.id, entity.kind, || entity.left_out);
            self.entities[number as usize].merge(entity);
            numbers.push(number);
        }
        let mut origins = self.evidence.origins_of(&other.evidence);
        let Counts { pairs, evidence, .. } = self;
        let renumbered = |key: PairKey| {
            let [one, two] = key.ends().map(|end| numbers[end]);
            PairKey::new(key.slot(), one, two)
        };
        for tallies in other.pairs.groups() {
            let mut pair = pairs.pair(renumbered(tallies[0].0));
            for (key, tally) in tallies {
                let own = pair.tally(renumbered(*key));
                evidence.offer_all(&mut own.examples, &other.evidence, tally.examples, &mut origins);
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
        Edges::of(self)
    }

    /// Mentions in counted sentences that each of [`CountOptions::exclude_rules`] made, in that order: 0 for a rule that
    /// made none, which may be a misspelt one. 双方 is a mention of each side.
    pub fn n_excluded(&self) -> &[i64] {
        &self.n_excluded
    }

    /// Windows of a sort in which an entity stands as an end of edges.
    pub fn n_windows_of(&self, entity: &EntityId, window: Window) -> i64 {
        let slot = self.windows.iter().position(|counted| *counted == window);
        let tally = self.numbers.get(entity).map(|number| &self.entities[*number as usize]);
        tally.zip(slot).map_or(0, |(tally, slot)| i64::from(tally.n_windows[slot]))
    }

    /// What was counted altogether.
    pub fn totals(&self) -> Totals {
        self.totals
    }

    /// The number of an entity inside these counts; numbers are given in order of arrival and never leave.
    fn number(&mut self, id: &EntityId, kind: Kind, left_out: impl FnOnce() -> bool) -> u32 {
        if let Some(&number) = self.numbers.get(id) {
            let tally = &mut self.entities[number as usize];
            tally.kind = tally.kind.min(kind);
            return number;
        }
        let number = u32::try_from(self.entities.len()).expect("four billion entities do not fit in memory");
        self.numbers.insert(id.clone(), number);
        self.entities.push(EntityTally::new(id.clone(), kind, left_out()));
        number
    }

    /// Counts mentions and lists what stands in sentences of the chosen zones as an end of edges.
    fn count_mentions<'a>(
        &mut self,
        day: Option<Date>,
        occurrences: impl Iterator<Item = Occurrence<'a>>,
        options: &CountOptions,
        scratch: &mut Scratch,
    ) {
        let article = self.totals.n_articles;
        for occurrence in occurrences {
            let Some(sentence) = scratch.sentences.get(occurrence.sentence as usize) else { continue };
            let left_out = || options.leaves_out(occurrence.entity);
            let entity = self.number(occurrence.entity, occurrence.kind, left_out);
            let counted = options.counts_zone(sentence.zone)
                && options.counts_mention(occurrence.kind, occurrence.named);
            if !counted {
                continue;
            }
            let tally = &mut self.entities[entity as usize];
            tally.n_mentions += 1;
            tally.n_named += u32::from(occurrence.named);
            if std::mem::replace(&mut tally.last_article, article) != article {
                tally.n_articles += 1;
                tally.days.add(day);
            }
            if let Some(rule) = options.excluding_rule(&occurrence) {
                self.n_excluded[rule] += 1;
            } else if !tally.left_out && options.is_end(&occurrence) {
                scratch.standings.push(Standing {
                    entity,
                    sentence: occurrence.sentence,
                    paragraph: sentence.paragraph,
                    window: 0,
                    named: occurrence.named,
                    state: occurrence.kind == Kind::Country,
                });
            }
        }
    }

    /// Counts the windows of each entity and lists the meetings of each two.
    fn meet(
        &mut self,
        slot: usize,
        options: &CountOptions,
        standings: &mut Vec<Standing>,
        meetings: &mut Vec<Meeting>,
    ) {
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
        let most = options.max_entities.map_or(usize::MAX, |most| most as usize);
        for together in standings.chunk_by(|a, b| a.window == b.window) {
            let n_states = together.iter().filter(|standing| standing.state).count();
            for one in together {
                self.entities[one.entity as usize].n_windows[slot] += 1;
            }
            if n_states > most {
                continue;
            }
            for (at, one) in together.iter().enumerate() {
                meetings.extend(together[at + 1..].iter().map(|other| {
                    let named = one.named && other.named;
                    Meeting {
                        key: PairKey::new(slot, one.entity, other.entity),
                        rank: Rank::new(named, one.window),
                        window: one.window,
                        named,
                        dyadic: n_states == 2 && one.state && other.state,
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
                    // They are sorted, best first: after one that is refused all are.
                    kept = kept && self.evidence.offer(&mut tally.examples, origin, meeting.rank);
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

impl Scratch {
    fn clear(&mut self) {
        self.sentences.clear();
        self.counted.clear();
        self.standings.clear();
        self.spread.clear();
        self.meetings.clear();
    }
}

/// Lists each standing once for every window that reaches its sentence, by the place of the window's middle among the
/// sentences counted.
fn spread_out(standings: &[Standing], counted: &[u32], reach: u32, spread: &mut Vec<Standing>) {
    let end = u32::try_from(counted.len()).unwrap_or(u32::MAX);
    for standing in standings {
        let Ok(place) = counted.binary_search(&standing.sentence) else { continue };
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        let middles = place.saturating_sub(reach)..(place + reach + 1).min(end);
        spread.extend(middles.map(|window| Standing { window, ..standing.clone() }));
    }
}
