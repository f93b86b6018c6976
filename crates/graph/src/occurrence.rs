use bangjiao_document::{Article, Document, EntityId, Field, Kind, Sentence, Zone};
use jiff::civil::Date;

use crate::located::located_mentions;

/// A mention of an entity with its place, and all that decides whether it counts.
///
/// [`Counts::add`](crate::Counts::add) makes them from a document; those of a table lead to the same counts by
/// [`Counts::add_article`](crate::Counts::add_article).
///
/// ```
/// use bangjiao_document::{EntityId, Kind};
/// use bangjiao_graph::Occurrence;
/// let entity = EntityId::new("KAZ")?;
/// let occurrence = Occurrence {
///     entity: &entity,
///     kind: Kind::Country,
///     sentence: 0,
///     named: true,
///     historical: false,
///     within: Some(Kind::Treaty), // 哈 in 中哈联合声明
///     rule: "country-abbreviation",
/// };
/// assert!(occurrence.named);
/// # Ok::<(), bangjiao_document::IdError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence<'a> {
    /// The entity; 双方 is an occurrence of each side.
    pub entity: &'a EntityId,
    /// Its kind, not a date.
    pub kind: Kind,
    /// Number of the sentence that holds the start of the mention, from 0.
    pub sentence: u32,
    /// Whether the mention's form is another than anaphor.
    pub named: bool,
    /// Whether the state did not exist on the article's date.
    pub historical: bool,
    /// The kind of the innermost mention around it.
    pub within: Option<Kind>,
    /// The rule that made the mention.
    pub rule: &'a str,
}

/// What counting needs of an article beside its sentences and mentions.
///
/// ```
/// use bangjiao_graph::ArticleHead;
/// let day = Some(jiff::civil::date(1996, 7, 6));
/// let reprint = ArticleHead { id: "19960707-04-011", day, is_reprint: true }; // 19960706-02-002 has the same body
/// assert!(reprint.is_reprint);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArticleHead<'a> {
    /// Its id.
    pub id: &'a str,
    /// Day of publication; a date known to the month or year is its first day.
    pub day: Option<Date>,
    /// Whether its body is that of an earlier article.
    pub is_reprint: bool,
}

impl<'a> From<&'a Article> for ArticleHead<'a> {
    fn from(article: &'a Article) -> Self {
        ArticleHead {
            id: article.id.as_str(),
            day: article.date.map(|date| date.first),
            is_reprint: article.duplicate_of.is_some(),
        }
    }
}

/// Where a sentence stands: all that counting needs of it.
///
/// ```
/// use bangjiao_document::{Field, Zone};
/// let first = bangjiao_graph::SentencePlace { field: Field::Title, zone: Zone::Text, paragraph: 0 };
/// assert_eq!(first.paragraph, 0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SentencePlace {
    /// The field of the article.
    pub field: Field,
    /// What sort of text it is.
    pub zone: Zone,
    /// Number of its paragraph, from 0.
    pub paragraph: u32,
}

impl From<&Sentence> for SentencePlace {
    fn from(sentence: &Sentence) -> Self {
        SentencePlace { field: sentence.field, zone: sentence.zone, paragraph: sentence.paragraph }
    }
}

/// The mentions of entities in a document, one for each entity, in order of the text.
pub fn occurrences(document: &Document) -> impl Iterator<Item = Occurrence<'_>> {
    located_mentions(document).flat_map(|located| {
        let mention = located.mention;
        mention.links.iter().map(move |link| Occurrence {
            entity: &link.entity,
            kind: mention.kind,
            sentence: located.number,
            named: mention.is_named(),
            historical: link.historical,
            within: mention.within,
            rule: mention.rule.as_str(),
        })
    })
}
