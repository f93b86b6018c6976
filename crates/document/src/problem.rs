/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing was changed.
    Note,
    /// The record was damaged and was mended; it is an article.
    Repaired,
    /// The record is no article: it was not annotated.
    Lost,
}

impl Severity {
    /// The word that stands in tables: `note`, `repaired`, `lost`.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Repaired => "repaired",
            Severity::Lost => "lost",
        }
    }
}

/// Something wrong in the input, with what was done about it: a row of the table `problems`.
///
/// ```
/// use bangjiao_document::{Problem, Severity};
/// let problem = Problem {
///     source_file: "199607060202.TXT".into(),
///     record: Some(1),
///     line: Some(3),
///     severity: Severity::Repaired,
///     code: "tag_not_closed",
///     message: "the tag 〖BT/标题〗 is not closed; it was read to the next tag".to_owned(),
///     kept: Some("联合声明".to_owned()),
/// };
/// assert_eq!(problem.severity.as_str(), "repaired");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, relative to the INPUT argument, entries of archives after `!`.
    pub source_file: std::sync::Arc<str>,
    /// Number of the record in the file, from 1; `None` where the whole file is meant.
    pub record: Option<u64>,
    /// Line in the file, from 1, where known.
    pub line: Option<u64>,
    /// How bad it is.
    pub severity: Severity,
    /// A stable word for the sort of problem, such as `record_too_large`.
    pub code: &'static str,
    /// One sentence for a reader: what is wrong and what was done or can be done.
    pub message: String,
    /// What was kept of the damaged part, shortened.
    pub kept: Option<String>,
}
