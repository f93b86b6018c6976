use serde::Serialize;

/// The names of an entity.
///
/// ```
/// let name = bangjiao_report::Name::new("KAZ", "哈萨克斯坦", Some("Kazakhstan"));
/// assert_eq!(name.name_zh, "哈萨克斯坦");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Name {
    /// Its id.
    pub id: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: Option<String>,
}

impl Name {
    /// The names of an entity by its id.
    pub fn new(id: &str, name_zh: &str, name_en: Option<&str>) -> Self {
        Name { id: id.to_owned(), name_zh: name_zh.to_owned(), name_en: name_en.map(str::to_owned) }
    }
}

/// A year, or a month of a corpus of few years.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Period {
    /// `1996` or `1996-07`.
    pub label: String,
    /// Articles of the period.
    pub n_articles: i64,
}

/// A day with articles.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Day {
    /// `1996-07-06`.
    pub date: String,
    /// Articles of the day.
    pub n_articles: i64,
    /// Characters of these articles.
    pub n_characters: i64,
    /// Articles of the day without a body.
    pub n_without_body: i64,
}

/// The entities of a kind that most articles mention.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct KindEntities {
    /// country, person, treaty, place or organization.
    pub kind: String,
    /// Entities of the kind in the corpus.
    pub n_entities: usize,
    /// The first of them, by articles.
    pub entities: Vec<Entity>,
}

/// An entity with its trend.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Entity {
    /// Its names.
    #[serde(flatten)]
    pub name: Name,
    /// Wikidata item.
    pub wikidata: Option<String>,
    /// Mentions in any form.
    pub n_mentions: i64,
    /// Articles that mention it.
    pub n_articles: i64,
    /// Date of the first of them.
    pub first_date: Option<String>,
    /// Date of the last of them.
    pub last_date: Option<String>,
    /// Articles that mention it in each of [`Report::periods`](crate::Report::periods).
    pub by_period: Vec<i64>,
}

/// An agreement or joint document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Agreement {
    /// Its id and titles.
    #[serde(flatten)]
    pub name: Name,
    /// Kind of agreement: treaty, joint_statement and others.
    #[serde(rename = "type")]
    pub agreement_type: String,
    /// Day, month or year of signing, in EDTF.
    pub signed: Option<String>,
    /// First day that `signed` covers.
    pub signed_first: Option<String>,
    /// The states that made it.
    pub parties: Vec<Name>,
    /// Whether more than two states are parties.
    pub multilateral: bool,
    /// Mentions in all zones.
    pub n_mentions: i64,
    /// Articles that mention it.
    pub n_articles: i64,
}

/// A person in an office.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Officeholder {
    /// The person.
    #[serde(flatten)]
    pub name: Name,
    /// The title beside the name in most mentions.
    pub role: Option<String>,
    /// head_of_state, foreign_minister and others.
    pub office: String,
    /// The state of the office.
    pub country: Option<Name>,
    /// Date of the first article with such a mention.
    pub first_date: Option<String>,
    /// Date of the last one.
    pub last_date: Option<String>,
    /// Mentions of the person in this office.
    pub n_mentions: i64,
}

/// The entities that tell a period from the others.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct PeriodTerms {
    /// The period, such as `1970–1979`.
    pub period: String,
    /// Articles of the period.
    pub n_articles: i64,
    /// The entities, the most telling first.
    pub terms: Vec<KeyTerm>,
}

/// An entity that more articles of a period mention than of the others.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct KeyTerm {
    /// The entity.
    #[serde(flatten)]
    pub name: Name,
    /// Its kind.
    pub kind: String,
    /// Articles of the period that mention it.
    pub n_target: i64,
    /// Articles of the other periods that mention it.
    pub n_reference: i64,
    /// Log-likelihood ratio G² (Dunning 1993) of articles with and without it, in and outside the period.
    pub g2: f64,
}

/// Some mentions of an entity in their surroundings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Concordance {
    /// The entity.
    #[serde(flatten)]
    pub name: Name,
    /// Its kind.
    pub kind: String,
    /// The mentions.
    pub lines: Vec<ConcordanceLine>,
}

/// A mention with the text before and after it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ConcordanceLine {
    /// The article.
    pub article_id: String,
    /// Its date.
    pub date: Option<String>,
    /// The text before the mention.
    pub before: String,
    /// The mention.
    pub keyword: String,
    /// The text after it.
    pub after: String,
}

/// Problems of one sort.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ProblemGroup {
    /// Sort of problem, such as `tag_not_closed`.
    pub code: String,
    /// note, repaired or lost.
    pub severity: String,
    /// How many there are.
    pub n_problems: i64,
    /// The first of them.
    pub examples: Vec<Problem>,
}

/// One problem.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// File, relative to the input.
    pub source_file: String,
    /// Number of the record in the file, from 1.
    pub record: Option<i64>,
    /// What is wrong and what was done.
    pub message: String,
}
