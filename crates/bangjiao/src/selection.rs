//! Which articles of a run are counted: `--where` and `--articles`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use bangjiao_table::{Format, Row, read_rows};
use jiff::civil::Date;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::run_folder::hex;

/// The columns of `articles` that decide.
pub(crate) const COLUMNS: [&str; 6] = ["article_id", "source", "genre", "page", "class", "date"];

/// What articles must be; all parts must hold.
///
/// ```
/// use bangjiao::Condition;
/// let condition: Condition = "genre=消息|公文,page=1-4,class=D8*,date=1971-10-25..1975".parse()?;
/// assert_eq!(condition.to_string(), "genre=消息|公文,page=1-4,class=D8*,date=1971-10-25..1975");
/// assert!("colour=red".parse::<Condition>().is_err());
/// # Ok::<(), String>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    text: String,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq)]
enum Part {
    /// The column has one of these texts; an end of `*` stands for anything.
    Text(&'static str, Vec<String>),
    /// The page is in one of these ranges, ends included.
    Page(Vec<(i64, i64)>),
    /// The date is known and not before the first and not after the second.
    Date(Option<Date>, Option<Date>),
}

impl std::fmt::Display for Condition {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl FromStr for Condition {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(Condition { text: text.to_owned(), parts: text.split(',').map(part).collect::<Result<_, _>>()? })
    }
}

fn part(text: &str) -> Result<Part, String> {
    let known = "expected source=, genre=, page=, class= or date= with a value, joined by commas";
    let (column, value) = text.split_once('=').ok_or(known)?;
    let texts = || value.split('|').map(str::to_owned).collect();
    match column.trim() {
        "source" => Ok(Part::Text("source", texts())),
        "genre" => Ok(Part::Text("genre", texts())),
        "class" => Ok(Part::Text("class", texts())),
        "page" => value.split('|').map(pages).collect::<Result<_, _>>().map(Part::Page),
        "date" => {
            let (from, to) = value.split_once("..").unwrap_or((value, value));
            let from = if from.is_empty() { None } else { Some(days(from)?.0) };
            let to = if to.is_empty() { None } else { Some(days(to)?.1) };
            Ok(Part::Date(from, to))
        }
        _ => Err(known.to_owned()),
    }
}

fn pages(range: &str) -> Result<(i64, i64), String> {
    let (from, to) = range.split_once('-').unwrap_or((range, range));
    match (from.trim().parse(), to.trim().parse()) {
        (Ok(from), Ok(to)) if from <= to => Ok((from, to)),
        _ => Err(format!("{range} is no page or range of pages, such as 1-4")),
    }
}

/// The first and last day of a year, a month or a day.
fn days(text: &str) -> Result<(Date, Date), String> {
    let date = bangjiao_document::PublicationDate::parse(text.trim());
    let date = date.ok_or_else(|| format!("{text} is no date; write YYYY, YYYY-MM or YYYY-MM-DD"))?;
    let last = match date.precision {
        bangjiao_document::Precision::Day => date.first,
        bangjiao_document::Precision::Month => date.first.last_of_month(),
        bangjiao_document::Precision::Year => date.first.last_of_year(),
    };
    Ok((date.first, last))
}

impl Condition {
    /// Whether a row of the [`COLUMNS`] is as wanted.
    pub(crate) fn holds(&self, row: &Row) -> bool {
        let cell = |column: &str| {
            let at = COLUMNS.iter().position(|name| *name == column)?;
            row.text(at)
        };
        self.parts.iter().all(|part| match part {
            Part::Text(column, texts) => cell(column).is_some_and(|cell| {
                texts.iter().any(|text| match text.strip_suffix('*') {
                    Some(start) => cell.starts_with(start),
                    None => cell == text,
                })
            }),
            Part::Page(ranges) => cell("page")
                .and_then(|page| page.parse().ok())
                .is_some_and(|page: i64| ranges.iter().any(|(from, to)| (*from..=*to).contains(&page))),
            Part::Date(from, to) => {
                cell("date").and_then(|date| date.parse().ok()).is_some_and(|date: Date| {
                    from.is_none_or(|from| from <= date) && to.is_none_or(|to| date <= to)
                })
            }
        })
    }
}

/// Which articles are counted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SelectionOptions {
    /// Those that are as this says.
    pub condition: Option<Condition>,
    /// Those whose ids stand in the column `article_id` of this CSV file.
    pub articles: Option<PathBuf>,
}

/// A selection with its list of ids.
pub(crate) struct Selection {
    condition: Option<Condition>,
    listed: Option<BTreeSet<String>>,
}

impl Selection {
    /// Reads the list.
    pub fn open(options: &SelectionOptions) -> Result<Self, Error> {
        let listed = options.articles.as_deref().map(list).transpose()?;
        Ok(Selection { condition: options.condition.clone(), listed })
    }

    /// Whether an article with these cells of the [`COLUMNS`] is counted.
    pub fn holds(&self, row: &Row) -> bool {
        self.condition.as_ref().is_none_or(|condition| condition.holds(row))
            && self.listed.as_ref().is_none_or(|listed| row.text(0).is_some_and(|id| listed.contains(id)))
    }

    /// What the manifest says of it.
    pub fn described(&self) -> Value {
        if self.condition.is_none() && self.listed.is_none() {
            return Value::Null;
        }
        let listed = self.listed.as_ref().map(|listed| {
            let mut hasher = Sha256::new();
            for id in listed {
                hasher.update(id.as_bytes());
                hasher.update(b"\n");
            }
            json!({ "ids": listed.len(), "sha256": hex(&hasher.finalize()) })
        });
        json!({ "where": self.condition.as_ref().map(ToString::to_string), "articles": listed })
    }
}

fn list(path: &Path) -> Result<BTreeSet<String>, Error> {
    let failed = |source| Error::Read { source };
    let rows = read_rows(path, Format::Csv, &["article_id"]).map_err(failed)?;
    let mut ids = BTreeSet::new();
    for row in rows {
        ids.extend(row.map_err(failed)?.owned(0));
    }
    Ok(ids)
}

#[cfg(test)]
mod tests {
    use super::Condition;

    fn holds(condition: &str, page: &str, class: &str, date: &str) -> bool {
        let condition: Condition = condition.parse().expect("tests use proper conditions");
        let row = ["a", "人民日报", "消息", page, class, date];
        condition.holds(&row.into_iter().map(|cell| (!cell.is_empty()).then_some(cell)).collect())
    }

    #[test]
    fn every_part_must_hold() {
        assert!(holds("source=人民日报,genre=公文|消息", "1", "", ""));
        assert!(!holds("source=人民日报,genre=公文", "1", "", ""));
        assert!(holds("page=1-4|9", "9", "", ""));
        assert!(!holds("page=1-4", "5", "", "") && !holds("page=1-4", "", "", ""));
        assert!(holds("class=D8*", "", "D822.2", "") && !holds("class=D8", "", "D822.2", ""));
    }

    #[test]
    fn dates_are_whole_years_months_or_days() {
        assert!(holds("date=1971..1975-02", "", "", "1975-02-28"));
        assert!(!holds("date=1971..1975-02", "", "", "1975-03-01"));
        assert!(holds("date=1971-10-25..", "", "", "1971-10-25"));
        assert!(!holds("date=..1971-10-25", "", "", "1971-10-26"));
        assert!(holds("date=1971", "", "", "1971-12-31") && !holds("date=1971", "", "", ""));
        for faulty in ["date=71", "page=x", "page=4-1", "genre", "colour=red"] {
            assert!(faulty.parse::<Condition>().is_err(), "{faulty}");
        }
    }
}
