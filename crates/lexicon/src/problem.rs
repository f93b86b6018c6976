use std::fmt;
use std::sync::Arc;

/// How bad a problem of the lexicon is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LexiconSeverity {
    /// Must be mended; the row or rule was left out, unless it only contradicts another.
    Error,
    /// The row is in use, but probably not as it was meant.
    Warning,
}

impl LexiconSeverity {
    /// The word that is printed: `error`, `warning`.
    pub fn as_str(self) -> &'static str {
        match self {
            LexiconSeverity::Error => "error",
            LexiconSeverity::Warning => "warning",
        }
    }
}

/// Something wrong in a file of the lexicon.
///
/// ```
/// use bangjiao_lexicon::{LexiconProblem, LexiconSeverity};
/// let problem = LexiconProblem {
///     file: "country_aliases.csv".into(),
///     line: Some(7),
///     severity: LexiconSeverity::Error,
///     code: "unknown_id",
///     message: "no row of states.csv has the id 蓝国; add it there first".to_owned(),
/// };
/// assert!(problem.to_string().starts_with("country_aliases.csv:7: error[unknown_id]: "));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LexiconProblem {
    /// Name below `lexicons/`, or the path of an overriding file.
    pub file: Arc<str>,
    /// Line in the file, from 1; `None` where the whole file is meant.
    pub line: Option<u64>,
    /// How bad it is.
    pub severity: LexiconSeverity,
    /// A stable word for the sort of problem, such as `unknown_id`.
    pub code: &'static str,
    /// What is wrong and what cures it.
    pub message: String,
}

impl LexiconProblem {
    /// Whether it must be mended.
    pub fn is_error(&self) -> bool {
        self.severity == LexiconSeverity::Error
    }
}

impl fmt::Display for LexiconProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(formatter, ":{line}")?;
        }
        write!(formatter, ": {}[{}]: {}", self.severity.as_str(), self.code, self.message)
    }
}
