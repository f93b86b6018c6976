use std::io::Write;

use bangjiao_document::{EntityId, Kind};

use crate::rows::{Organization, Person, Place};
use crate::table::{NOTES, Row};

/// A name that no lexicon holds, as a row to be filled in.
///
/// ```
/// use bangjiao_document::Kind;
/// use bangjiao_lexicon::{Suggestion, write_suggestions};
/// let suggestion = Suggestion {
///     name: "王大成".to_owned(),
///     country: None,
///     n_articles: 7,
///     roles: vec!["大使".to_owned()],
///     evidence: vec!["19960706-02-002:3 王大成大使出席。".to_owned()],
/// };
/// let mut csv = Vec::new();
/// write_suggestions(Kind::Person, &[suggestion], &mut csv)?;
/// let expected = "person_id,name_zh,variants,name_en,country_id,ambiguous,wikidata,source,n_articles,roles,evidence\n\
///     ,王大成,,,,,,,7,大使,19960706-02-002:3 王大成大使出席。\n";
/// assert_eq!(String::from_utf8(csv)?, expected);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The name as it is written.
    pub name: String,
    /// The state that most of its mentions have.
    pub country: Option<EntityId>,
    /// Articles that name it.
    pub n_articles: i64,
    /// Titles beside it, the most frequent first.
    pub roles: Vec<String>,
    /// Sentences that hold it, each after its id.
    pub evidence: Vec<String>,
}

/// Writes names as CSV with the columns of their lexicon file, then [`n_articles`, `roles` and
/// `evidence`](Suggestion); what only a reader can know is left empty.
///
/// Of kinds without such a file (countries, treaties, dates) nothing is written.
///
/// # Errors
/// Whatever the writer says.
pub fn write_suggestions(
    kind: Kind,
    suggestions: &[Suggestion],
    output: impl Write,
) -> Result<(), std::io::Error> {
    let header = match kind {
        Kind::Person => Person::HEADER,
        Kind::Organization => Organization::HEADER,
        Kind::Place => Place::HEADER,
        Kind::Country | Kind::Treaty | Kind::Date => return Ok(()),
    };
    let mut writer = csv::Writer::from_writer(output);
    writer.write_record(header.iter().chain(&NOTES))?;
    for suggestion in suggestions {
        let cell = |column: &&str| match *column {
            "name_zh" => suggestion.name.clone(),
            "country_id" => suggestion.country.as_ref().map_or_else(String::new, ToString::to_string),
            "n_articles" => suggestion.n_articles.to_string(),
            "roles" => suggestion.roles.join("|"),
            "evidence" => suggestion.evidence.join("|"),
            _ => String::new(),
        };
        writer.write_record(header.iter().chain(&NOTES).map(cell))?;
    }
    writer.flush()
}
