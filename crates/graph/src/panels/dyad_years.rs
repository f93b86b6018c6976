use std::collections::BTreeMap;

use bangjiao_document::{EntityId, Kind};
use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::state_system::{Member, Membership, StateSystem};
use super::{DyadOptions, PanelArticle};
use crate::{CountOptions, Inclusion};

/// How often states were named together in each year, by their numbers in a [`StateSystem`].
///
/// An article counts once for a number, whichever of its holders it names. What is passed over in windows by zone,
/// nesting, rule or [`CountOptions::historical`] is passed over here too, and windows with more states than
/// [`CountOptions::max_entities`] add to no pair; kinds and [`CountOptions::without`] make no difference.
///
/// ```
/// use bangjiao_graph::{DyadOptions, DyadYears, Inclusion, StateSystem};
/// let options = DyadOptions { system: StateSystem::default(), multilateral: Inclusion::Drop };
/// assert_eq!(DyadYears::default().rows(&options).count(), 0);
/// ```
#[derive(Debug, Clone, Default)]
pub struct DyadYears {
    years: BTreeMap<i16, YearTotals>,
    /// Articles that name a state, by year and number.
    articles: FxHashMap<(i16, u16), u32>,
    pairs: FxHashMap<PairYear, PairCounts>,
    /// Agreements that an article cites or is.
    agreements: BTreeMap<EntityId, AgreementTerms>,
    left_out: LeftOut,
    scratch: Scratch,
}

/// What stays out of the counts.
///
/// ```
/// assert_eq!(bangjiao_graph::LeftOut::default().n_historical, 0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeftOut {
    /// Articles without a year of publication.
    pub n_undated: i64,
    /// Mentions of states that did not exist on the article's date; 双方 is a mention of each side.
    pub n_historical: i64,
    /// Mentions of states and territories that hold no number on that date.
    pub n_without_code: i64,
    /// Mentions of territories that the policy leaves out.
    pub n_territories: i64,
}

/// What an agreement says of itself: all that decides to which pairs of states it belongs.
///
/// ```
/// use bangjiao_document::EntityId;
/// use bangjiao_graph::AgreementTerms;
/// use jiff::civil::date;
/// let terms = AgreementTerms {
///     parties: vec![EntityId::new("CHN")?, EntityId::new("KAZ")?],
///     multilateral: false,
///     signed: Some((date(1996, 7, 5), date(1996, 7, 5))),
/// };
/// assert!(terms.is_bilateral());
/// # Ok::<(), bangjiao_document::IdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AgreementTerms {
    /// The parties, sorted.
    pub parties: Vec<EntityId>,
    /// Whether it is open to more than two.
    pub multilateral: bool,
    /// First and last day that its date of signing covers.
    pub signed: Option<(Date, Date)>,
}

impl AgreementTerms {
    /// Whether it has two parties and no more can join.
    pub fn is_bilateral(&self) -> bool {
        !self.multilateral && self.parties.len() == 2
    }

    /// What two reports of one agreement say together.
    fn merge(&mut self, other: &AgreementTerms) {
        if other == self {
            return;
        }
        self.parties.extend(other.parties.iter().cloned());
        self.parties.sort_unstable();
        self.parties.dedup();
        self.multilateral |= other.multilateral || self.parties.len() > 2;
        self.signed = match (self.signed, other.signed) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
    }

    /// The pairs of numbers to which it belongs, the smaller first, without repetition: those that its parties held on
    /// the first day of signing.
    fn pairs(&self, system: &StateSystem, multilateral: Inclusion) -> Vec<[u16; 2]> {
        if !self.is_bilateral() && multilateral == Inclusion::Drop {
            return Vec::new();
        }
        let day = self.signed.map(|(first, _)| first);
        let code = |party| match system.membership(party, day) {
            Membership::Member(code) => Some(code),
            Membership::Territory | Membership::None => None,
        };
        let mut codes: Vec<u16> = self.parties.iter().filter_map(code).collect();
        codes.sort_unstable();
        codes.dedup();
        let pairs = |(at, one): (usize, &u16)| {
            let one = *one;
            codes[at + 1..].iter().map(move |other| [one, *other]).collect::<Vec<_>>()
        };
        codes.iter().enumerate().flat_map(pairs).collect()
    }
}

/// What a year holds.
#[derive(Debug, Clone, Copy, Default)]
struct YearTotals {
    n_articles: i64,
    n_sentences: i64,
    n_articles_with_country: i64,
}

/// A year and two numbers, the smaller first, in one word: it hashes as an integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct PairYear(u64);

impl PairYear {
    fn new(year: i16, [one, other]: [u16; 2]) -> Self {
        let year = u64::from(year.cast_unsigned());
        PairYear(year << 32 | u64::from(one.min(other)) << 16 | u64::from(one.max(other)))
    }
}

/// Counts are 32 bits wide inside, since there is one for each pair and year.
#[derive(Debug, Clone, Copy, Default)]
struct PairCounts {
    n_articles: u32,
    n_sentences: u32,
    n_named: u32,
    n_dyadic: u32,
    n_agreements_cited: u32,
}

impl PairCounts {
    fn merge(&mut self, other: PairCounts) {
        self.n_articles += other.n_articles;
        self.n_sentences += other.n_sentences;
        self.n_named += other.n_named;
        self.n_dyadic += other.n_dyadic;
        self.n_agreements_cited += other.n_agreements_cited;
    }
}

/// Lists that every article fills anew.
#[derive(Debug, Clone, Default)]
struct Scratch {
    standings: Vec<Standing>,
    meetings: Vec<([u16; 2], PairCounts)>,
}

/// A state in a sentence of the article at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Standing {
    sentence: u32,
    state: State,
    named: bool,
}

/// States by their numbers; those without one by their place in the article, so that a third state is seen as such.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Coded(u16),
    Other(usize),
}

/// Two states in a year: a row of the table `dyad_year`.
///
/// ```
/// use bangjiao_document::EntityId;
/// use bangjiao_graph::DyadYear;
/// let (russia, china) = (EntityId::new("RUS")?, EntityId::new("CHN")?);
/// let row = DyadYear {
///     codes: [365, 710],
///     year: 1991,
///     labels: [&russia, &china],
///     n_articles: 40,
///     n_sentences: 90,
///     n_named: 70,
///     n_dyadic: 55,
///     n_articles_each: [60, 800],
///     n_articles_with_country: 810,
///     n_agreements_signed: 1,
///     n_agreements_cited: 3,
///     n_articles_total: 1_000,
///     n_sentences_total: 9_000,
/// };
/// assert!(row.codes[0] < row.codes[1]);
/// # Ok::<(), bangjiao_document::IdError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DyadYear<'s> {
    /// The two numbers, the smaller first.
    pub codes: [u16; 2],
    /// The year.
    pub year: i16,
    /// The states that hold them on the last days on which they are held in the year.
    pub labels: [&'s EntityId; 2],
    /// Articles that name both.
    pub n_articles: i64,
    /// Sentences that name both.
    pub n_sentences: i64,
    /// Sentences that name both by a form that is no anaphor.
    pub n_named: i64,
    /// Sentences whose states, in any form, are exactly these two.
    pub n_dyadic: i64,
    /// Articles that name the one, the other.
    pub n_articles_each: [i64; 2],
    /// Articles of the year that name any country.
    pub n_articles_with_country: i64,
    /// Different agreements that the two signed in the year.
    pub n_agreements_signed: i64,
    /// Articles of the year that cite or are an agreement of the two.
    pub n_agreements_cited: i64,
    /// Articles of the year.
    pub n_articles_total: i64,
    /// Sentences of the counted zones in the year.
    pub n_sentences_total: i64,
}

impl DyadYears {
    pub(super) fn add(
        &mut self,
        article: &PanelArticle<'_>,
        n_sentences: i64,
        counting: &CountOptions,
        options: &DyadOptions,
    ) {
        let Some(date) = article.facts.date else {
            self.left_out.n_undated += 1;
            return;
        };
        let (day, year) = (date.first, date.first.year());
        let mut scratch = std::mem::take(&mut self.scratch);
        self.stand(article, day, counting, &options.system, &mut scratch.standings);
        let totals = self.years.entry(year).or_default();
        totals.n_articles += 1;
        totals.n_sentences += n_sentences;
        totals.n_articles_with_country += i64::from(!scratch.standings.is_empty());
        self.meet(year, counting, &mut scratch);
        self.cite(article, year, counting, options);
        scratch.standings.clear();
        scratch.meetings.clear();
        self.scratch = scratch;
    }

    /// Lists the states that stand in sentences of the counted zones.
    fn stand(
        &mut self,
        article: &PanelArticle<'_>,
        day: Date,
        counting: &CountOptions,
        system: &StateSystem,
        standings: &mut Vec<Standing>,
    ) {
        let mut others: Vec<&EntityId> = Vec::new();
        for occurrence in article.occurrences.iter().filter(|occurrence| occurrence.kind == Kind::Country) {
            if !article.counts(occurrence, counting)
                || occurrence.historical && counting.historical == Inclusion::Drop
            {
                continue;
            }
            let membership =
                (!occurrence.historical).then(|| system.membership(occurrence.entity, Some(day)));
            match membership {
                None => self.left_out.n_historical += 1,
                Some(Membership::None) => self.left_out.n_without_code += 1,
                Some(Membership::Territory) => self.left_out.n_territories += 1,
                Some(Membership::Member(_)) => {}
            }
            let state = match membership {
                Some(Membership::Member(code)) => State::Coded(code),
                _ => {
                    let place = others.iter().position(|other| *other == occurrence.entity);
                    State::Other(place.unwrap_or_else(|| {
                        others.push(occurrence.entity);
                        others.len() - 1
                    }))
                }
            };
            standings.push(Standing { sentence: occurrence.sentence, state, named: occurrence.named });
        }
        standings.sort_unstable();
        standings.dedup_by(|later, kept| {
            let same = (later.sentence, later.state) == (kept.sentence, kept.state);
            kept.named |= same && later.named;
            same
        });
    }

    /// Counts the states of an article and their pairs.
    fn meet(&mut self, year: i16, counting: &CountOptions, scratch: &mut Scratch) {
        let Scratch { standings, meetings } = scratch;
        let most = counting.max_entities.map_or(usize::MAX, |most| most as usize);
        for together in standings.chunk_by(|a, b| a.sentence == b.sentence) {
            if together.len() > most {
                continue;
            }
            for (at, one) in together.iter().enumerate() {
                for other in &together[at + 1..] {
                    let (State::Coded(first), State::Coded(second)) = (one.state, other.state) else { break };
                    let counts = PairCounts {
                        n_sentences: 1,
                        n_named: u32::from(one.named && other.named),
                        n_dyadic: u32::from(together.len() == 2),
                        ..PairCounts::default()
                    };
                    meetings.push(([first, second], counts));
                }
            }
        }
        let mut states: Vec<State> = standings.iter().map(|standing| standing.state).collect();
        states.sort_unstable();
        states.dedup();
        let n_states = states.len();
        let codes = states.into_iter().filter_map(|state| match state {
            State::Coded(code) => Some(code),
            State::Other(_) => None,
        });
        let codes: Vec<u16> = codes.collect();
        for code in &codes {
            *self.articles.entry((year, *code)).or_default() += 1;
        }
        if n_states <= most {
            for (at, one) in codes.iter().enumerate() {
                let counts = PairCounts { n_articles: 1, ..PairCounts::default() };
                meetings.extend(codes[at + 1..].iter().map(|other| ([*one, *other], counts)));
            }
        }
        meetings.sort_unstable_by_key(|(pair, _)| *pair);
        for meetings in meetings.chunk_by(|(a, _), (b, _)| a == b) {
            let counts = self.pairs.entry(PairYear::new(year, meetings[0].0)).or_default();
            meetings.iter().for_each(|(_, meeting)| counts.merge(*meeting));
        }
    }

    /// Counts the agreements that an article cites or is.
    fn cite(
        &mut self,
        article: &PanelArticle<'_>,
        year: i16,
        counting: &CountOptions,
        options: &DyadOptions,
    ) {
        let treaties = article.occurrences.iter().filter(|occurrence| occurrence.kind == Kind::Treaty);
        let cited = treaties.filter(|occurrence| article.counts(occurrence, counting));
        let cited: FxHashSet<&EntityId> =
            cited.map(|occurrence| occurrence.entity).chain(article.agreement).collect();
        let mut pairs: Vec<[u16; 2]> = Vec::new();
        #[expect(clippy::iter_over_hash_type, reason = "counts add up the same in any order")]
        for id in cited {
            let Some(terms) = (article.terms)(id) else { continue };
            match self.agreements.get_mut(id) {
                Some(known) => known.merge(terms),
                None => drop(self.agreements.insert(id.clone(), terms.clone())),
            }
            pairs.extend(terms.pairs(&options.system, options.multilateral));
        }
        pairs.sort_unstable();
        pairs.dedup();
        for pair in pairs {
            self.pairs.entry(PairYear::new(year, pair)).or_default().n_agreements_cited += 1;
        }
    }

    /// Adds those of another part of the corpus.
    pub fn merge(&mut self, other: DyadYears) {
        for (year, totals) in other.years {
            let own = self.years.entry(year).or_default();
            own.n_articles += totals.n_articles;
            own.n_sentences += totals.n_sentences;
            own.n_articles_with_country += totals.n_articles_with_country;
        }
        other.articles.into_iter().for_each(|(key, n)| *self.articles.entry(key).or_default() += n);
        other.pairs.into_iter().for_each(|(key, counts)| self.pairs.entry(key).or_default().merge(counts));
        for (id, terms) in other.agreements {
            self.agreements.entry(id).or_insert_with(|| terms.clone()).merge(&terms);
        }
        self.left_out.n_undated += other.left_out.n_undated;
        self.left_out.n_historical += other.left_out.n_historical;
        self.left_out.n_without_code += other.left_out.n_without_code;
        self.left_out.n_territories += other.left_out.n_territories;
    }

    /// What stays out of the counts.
    pub fn left_out(&self) -> LeftOut {
        self.left_out
    }

    /// A row for each pair of numbers held on at least one common day of a year, for every year from the first to the last
    /// with an article; by year and numbers.
    pub fn rows<'s>(&'s self, options: &'s DyadOptions) -> impl Iterator<Item = DyadYear<'s>> {
        let system = &options.system;
        let signed = self.signed(system, options.multilateral);
        let ends = self.years.first_key_value().zip(self.years.last_key_value());
        let years = ends.into_iter().flat_map(|((first, _), (last, _))| *first..=*last);
        years.flat_map(move |year| {
            let members = system.members(year);
            let mut rows = Vec::new();
            for (at, one) in members.iter().enumerate() {
                let others = members[at + 1..].iter().filter(|other| one.meets(other));
                rows.extend(others.map(|other| self.row(year, one, other, &signed)));
            }
            rows
        })
    }

    fn row<'s>(
        &self,
        year: i16,
        one: &Member<'s>,
        other: &Member<'s>,
        signed: &FxHashMap<PairYear, i64>,
    ) -> DyadYear<'s> {
        let codes = [one.code, other.code];
        let key = PairYear::new(year, codes);
        let counts = self.pairs.get(&key).copied().unwrap_or_default();
        let totals = self.years.get(&year).copied().unwrap_or_default();
        DyadYear {
            codes,
            year,
            labels: [one.label, other.label],
            n_articles: i64::from(counts.n_articles),
            n_sentences: i64::from(counts.n_sentences),
            n_named: i64::from(counts.n_named),
            n_dyadic: i64::from(counts.n_dyadic),
            n_articles_each: codes.map(|code| self.articles.get(&(year, code)).map_or(0, |n| i64::from(*n))),
            n_articles_with_country: totals.n_articles_with_country,
            n_agreements_signed: signed.get(&key).copied().unwrap_or(0),
            n_agreements_cited: i64::from(counts.n_agreements_cited),
            n_articles_total: totals.n_articles,
            n_sentences_total: totals.n_sentences,
        }
    }

    /// How many agreements each two numbers signed in each year; those whose date leaves the year open are in none.
    fn signed(&self, system: &StateSystem, multilateral: Inclusion) -> FxHashMap<PairYear, i64> {
        let mut signed = FxHashMap::default();
        for terms in self.agreements.values() {
            let Some((first, last)) = terms.signed.filter(|(first, last)| first.year() == last.year()) else {
                continue;
            };
            debug_assert!(first <= last);
            for pair in terms.pairs(system, multilateral) {
                *signed.entry(PairYear::new(first.year(), pair)).or_default() += 1;
            }
        }
        signed
    }
}

#[cfg(test)]
mod tests {
    use bangjiao_document::{Document, EntityId, Form, Kind, Zone};
    use expect_test::{Expect, expect};
    use jiff::civil::date;

    use super::*;
    use crate::panels::{ArticleFacts, PanelOptions, Panels};
    use crate::scene::Scene;
    use crate::{Occurrence, SentencePlace, Spell, article_entities, occurrences};

    fn id(id: &str) -> EntityId {
        EntityId::new(id).expect("tests use proper ids")
    }

    fn system() -> StateSystem {
        let spell = |entity, code, from, to| Spell { entity: id(entity), code, from, to };
        let spells = vec![
            spell("SUN", 365, None, Some(date(1991, 12, 25))),
            spell("RUS", 365, Some(date(1991, 12, 26)), None),
            spell("CHN", 710, None, None),
            spell("FRA", 220, None, None),
            spell("TWN", 713, Some(date(1949, 12, 8)), None),
        ];
        StateSystem::new(spells, vec![id("TWN")], Vec::new())
    }

    fn check(documents: &[Document], counting: &CountOptions, expect: Expect) {
        let dyads = DyadOptions { system: system(), multilateral: Inclusion::Drop };
        let options = PanelOptions { dyads: Some(dyads.clone()), ..PanelOptions::default() };
        let treaty = AgreementTerms {
            parties: vec![id("CHN"), id("SUN")],
            multilateral: false,
            signed: Some((date(1989, 5, 18), date(1989, 5, 18))),
        };
        let mut panels = Panels::default();
        for document in documents {
            let sentences: Vec<_> = document.sentences().iter().map(SentencePlace::from).collect();
            let occurrences: Vec<Occurrence<'_>> = occurrences(document).collect();
            let entities = article_entities(&sentences, occurrences.iter().copied(), counting);
            let article = PanelArticle {
                facts: &ArticleFacts::of(document, 10),
                sentences: &sentences,
                occurrences: &occurrences,
                entities: &entities,
                agreement: None,
                terms: &|id| (id.as_str() == "T-chn-sun-1989").then_some(&treaty),
            };
            let mut part = Panels::default();
            part.add(&article, counting, &options);
            panels.merge(part);
        }
        let rows = panels.dyad_years.rows(&dyads).map(|row| {
            let DyadYear { codes, year, labels, n_articles, n_sentences, n_named, n_dyadic, .. } = row;
            format!(
                "{year} {codes:?} {}-{} {:?} each {:?} of {} {} signed {} cited {}",
                labels[0],
                labels[1],
                [n_articles, n_sentences, n_named, n_dyadic],
                row.n_articles_each,
                row.n_articles_with_country,
                row.n_articles_total,
                row.n_agreements_signed,
                row.n_agreements_cited
            )
        });
        let shown = rows.chain([format!("{:?}", panels.dyad_years.left_out())]);
        expect.assert_eq(&shown.collect::<Vec<_>>().join("\n"));
    }

    fn documents() -> Vec<Document> {
        let before = Scene::new("a", Some("1991-12-25"))
            .sentence(0, Zone::Text, "中国和苏联签约，双方满意。")
            .mention("中国", Kind::Country, Form::Name, &["CHN"])
            .mention("苏联", Kind::Country, Form::Name, &["SUN"])
            .mention("双方", Kind::Country, Form::Anaphor, &["CHN", "SUN"])
            .sentence(0, Zone::Text, "双方将执行联合公报。")
            .mention("双方", Kind::Country, Form::Anaphor, &["CHN", "SUN"])
            .mention("联合公报", Kind::Treaty, Form::Title, &["T-chn-sun-1989"]);
        let after = Scene::new("b", Some("1991-12-30"))
            .sentence(0, Zone::Text, "中国、俄罗斯、台湾")
            .mention("中国", Kind::Country, Form::Name, &["CHN"])
            .mention("俄罗斯", Kind::Country, Form::Name, &["RUS"])
            .mention("台湾", Kind::Country, Form::Name, &["TWN"])
            .sentence(0, Zone::Text, "苏联解体后法国承认俄罗斯")
            .mention("苏联", Kind::Country, Form::Name, &["SUN"])
            .adjust(|mention| mention.links[0].historical = true)
            .mention("法国", Kind::Country, Form::Name, &["FRA"])
            .mention("俄罗斯", Kind::Country, Form::Name, &["RUS"]);
        let undated = Scene::new("c", None).sentence(0, Zone::Text, "中国").mention(
            "中国",
            Kind::Country,
            Form::Name,
            &["CHN"],
        );
        [before, after, undated].map(Scene::document).into()
    }

    #[test]
    fn a_number_is_counted_once_whoever_holds_it() {
        check(
            &documents(),
            &CountOptions::default(),
            expect![[r#"
            1991 [220, 365] FRA-RUS [1, 1, 1, 0] each [1, 2] of 2 2 signed 0 cited 0
            1991 [220, 710] FRA-CHN [1, 0, 0, 0] each [1, 2] of 2 2 signed 0 cited 0
            1991 [365, 710] RUS-CHN [2, 3, 2, 2] each [2, 2] of 2 2 signed 0 cited 1
            LeftOut { n_undated: 1, n_historical: 1, n_without_code: 0, n_territories: 1 }"#]],
        );
    }

    #[test]
    fn long_lists_add_to_no_pair_but_to_each_state() {
        let counting = CountOptions { max_entities: Some(2), ..CountOptions::default() };
        check(
            &documents()[1..2],
            &counting,
            expect![[r#"
            1991 [220, 365] FRA-RUS [0, 0, 0, 0] each [1, 1] of 1 1 signed 0 cited 0
            1991 [220, 710] FRA-CHN [0, 0, 0, 0] each [1, 1] of 1 1 signed 0 cited 0
            1991 [365, 710] RUS-CHN [0, 0, 0, 0] each [1, 1] of 1 1 signed 0 cited 0
            LeftOut { n_undated: 0, n_historical: 1, n_without_code: 0, n_territories: 1 }"#]],
        );
    }

    #[test]
    fn what_is_passed_over_is_no_third_state() {
        let counting = CountOptions { historical: Inclusion::Drop, ..CountOptions::default() };
        check(
            &documents()[1..2],
            &counting,
            expect![[r#"
            1991 [220, 365] FRA-RUS [1, 1, 1, 1] each [1, 1] of 1 1 signed 0 cited 0
            1991 [220, 710] FRA-CHN [1, 0, 0, 0] each [1, 1] of 1 1 signed 0 cited 0
            1991 [365, 710] RUS-CHN [1, 1, 1, 0] each [1, 1] of 1 1 signed 0 cited 0
            LeftOut { n_undated: 0, n_historical: 0, n_without_code: 0, n_territories: 1 }"#]],
        );
    }
}
