//! Distinct agreements: what all articles together say of each.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use bangjiao_document::{Detail, Document, EntityId, Kind, Mention, TreatyType};
use bangjiao_lexicon::{Lexicon, Treaty};
use bangjiao_table::{AgreementRow, DataFrame, agreement_parties_frame, agreements_frame};
use jiff::civil::Date;

/// Agreements met in the corpus, by id.
///
/// Documents may come in any order: what is known of an agreement is the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct Agreements {
    met: BTreeMap<EntityId, Met>,
}

/// What was met of one agreement.
#[derive(Debug, Clone)]
struct Met {
    treaty_type: TreatyType,
    /// The longest name; of several the smallest.
    title: String,
    parties: Vec<EntityId>,
    signed: Option<String>,
    n_mentions: i64,
    n_articles: i64,
    cited: Option<(Date, Date)>,
}

impl Met {
    fn merge(&mut self, other: Met) {
        let longer = (Reverse(other.title.len()), &other.title) < (Reverse(self.title.len()), &self.title);
        if longer {
            self.title = other.title;
        }
        self.treaty_type = self.treaty_type.min(other.treaty_type);
        self.parties.extend(other.parties);
        self.parties.sort();
        self.parties.dedup();
        // Outside the lexicon the id holds the day, so that all that say one say the same.
        self.signed = match (self.signed.take(), other.signed) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
        self.n_mentions += other.n_mentions;
        self.n_articles += other.n_articles;
        self.cited = match (self.cited, other.cited) {
            (Some((first, last)), Some((start, end))) => Some((first.min(start), last.max(end))),
            (one, two) => one.or(two),
        };
    }
}

impl Agreements {
    /// Adds the agreements that a document mentions, and the one that it is.
    pub fn add(&mut self, document: &Document) {
        let mut here: BTreeMap<&EntityId, Met> = BTreeMap::new();
        let day = document.article().date.map(|date| date.first);
        let cited = day.map(|day| (day, day));
        let mut note = |id, met: Met| match here.get_mut(id) {
            Some(known) => known.merge(met),
            None => drop(here.insert(id, met)),
        };
        for mention in document.mentions().iter().filter(|mention| mention.kind == Kind::Treaty) {
            let Detail::Treaty(detail) = &mention.detail else { continue };
            for link in mention.links.iter().filter(|link| link.entity.is_linked()) {
                let name = undated(document, mention);
                note(
                    &link.entity,
                    Met {
                        treaty_type: detail.treaty_type,
                        title: if mention.is_named() { bare(name) } else { String::new() },
                        parties: detail.parties_of(&link.entity).to_vec(),
                        signed: detail.signed.clone(),
                        n_mentions: 1,
                        n_articles: 0,
                        cited,
                    },
                );
            }
        }
        if let Some((official, id)) = document.official().and_then(|it| Some((it, it.agreement.as_ref()?))) {
            note(
                id,
                Met {
                    treaty_type: official.treaty_type,
                    title: bare(&official.title),
                    parties: official.parties.clone(),
                    signed: official.date.clone(),
                    n_mentions: 0,
                    n_articles: 0,
                    cited,
                },
            );
        }
        for (id, mut met) in here {
            met.n_articles = 1;
            match self.met.get_mut(id) {
                Some(known) => known.merge(met),
                None => drop(self.met.insert(id.clone(), met)),
            }
        }
    }

    /// The title of an agreement outside the lexicon.
    pub fn title(&self, id: &EntityId) -> Option<&str> {
        self.met.get(id).map(|met| met.title.as_str())
    }

    /// The rows of `agreements` and of `agreement_parties`, sorted by id.
    pub fn frames(&self, lexicon: &Lexicon) -> (DataFrame, DataFrame) {
        let known: BTreeMap<&EntityId, &Treaty> =
            lexicon.treaties().iter().map(|treaty| (&treaty.id, treaty)).collect();
        let rows: Vec<AgreementRow<'_>> =
            self.met.iter().map(|(id, met)| row(lexicon, id, met, known.get(id).copied())).collect();
        (agreements_frame(&rows), agreement_parties_frame(&rows))
    }
}

/// Verbs between a date in front and a name: 1994年4月26日签署的.
const SIGNED: [&str; 8] = ["签署的", "签订的", "缔结的", "签字的", "发表的", "达成的", "通过的", "的"];

/// A name without the date in front of it.
fn undated<'d>(document: &'d Document, mention: &Mention) -> &'d str {
    let in_front = |date: &&Mention| {
        date.kind == Kind::Date && date.span.start == mention.span.start && date.span.end < mention.span.end
    };
    let date = document.mentions().iter().rfind(in_front);
    let Some(date) = date else { return mention.span.of(document.text()) };
    let rest = document.text().get(date.span.end as usize..mention.span.end as usize).unwrap_or("");
    SIGNED.iter().find_map(|verb| rest.strip_prefix(verb)).unwrap_or(rest)
}

/// A name without the white space of its layout.
fn bare(name: &str) -> String {
    name.chars().filter(|character| !character.is_whitespace()).collect()
}

fn row<'a>(lexicon: &Lexicon, id: &'a EntityId, met: &'a Met, known: Option<&'a Treaty>) -> AgreementRow<'a> {
    let signed = known.map_or(met.signed.as_deref(), |treaty| treaty.signed.as_deref());
    let days = signed.and_then(bangjiao_lexicon::days_of);
    let parties = known.map_or(&met.parties, |treaty| &treaty.parties);
    let cow = |party| lexicon.codes_on(party, days.map(|(first, _)| first)).cow;
    AgreementRow {
        agreement_id: id,
        title_zh: known.map_or(&met.title, |treaty| &treaty.title_zh),
        title_en: known.map(|treaty| treaty.title_en.as_str()),
        treaty_type: known.map_or(met.treaty_type, |treaty| treaty.treaty_type).as_str(),
        signed,
        days,
        parties: parties.iter().map(|party| (party, cow(party))).collect(),
        multilateral: known.map_or(met.parties.len() > 2, |treaty| treaty.multilateral),
        n_mentions: met.n_mentions,
        n_articles: met.n_articles,
        cited: met.cited,
        in_lexicon: known.is_some(),
        external_id: known.and_then(|treaty| treaty.external_id.as_deref()),
    }
}
