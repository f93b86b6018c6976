use std::collections::BTreeMap;
use std::sync::Arc;

use bangjiao_document::RuleId;
use regex::Regex;

use crate::files::SourceFile;
use crate::problem::{LexiconProblem, LexiconSeverity};
use crate::window::{Window, days_of};

/// A pattern with its examples: a `[[rule]]` of a file in `rules/`.
///
/// ```
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// for rule in lexicon.rules("zones") {
///     assert!(rule.examples.len() >= 2, "{}", rule.id);
/// }
/// ```
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its id, unique in the file.
    pub id: RuleId,
    /// The compiled pattern, its pieces filled in; `None` for a rule of words, which only an annotator can read.
    pub regex: Option<Regex>,
    /// Texts in which it finds something.
    pub examples: Vec<String>,
    /// Texts in which it must find nothing.
    pub counterexamples: Vec<String>,
    /// Every other key of the rule.
    pub attributes: toml::Table,
    /// The file that it comes from.
    pub file: Arc<str>,
    /// Line of the file in which its id stands.
    pub line: u64,
}

impl Rule {
    /// A text among the attributes.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.attributes.get(key).and_then(toml::Value::as_str)
    }

    /// The texts of a list among the attributes, in order; empty where there is none.
    pub fn texts(&self, key: &str) -> Vec<String> {
        texts(self.attributes.get(key).cloned())
    }

    /// The entries of a table among the attributes (`words = { "今天" = 0 }`) with their values as text, sorted by key;
    /// of a list its texts, in order, with no values.
    pub fn entries(&self, key: &str) -> Vec<(String, String)> {
        match self.attributes.get(key) {
            Some(toml::Value::Table(table)) => {
                let text = |value: &toml::Value| match value {
                    toml::Value::String(text) => text.clone(),
                    toml::Value::Integer(number) => number.to_string(),
                    _ => String::new(),
                };
                let mut entries: Vec<_> =
                    table.iter().map(|(key, value)| (key.clone(), text(value))).collect();
                entries.sort();
                entries
            }
            _ => self.texts(key).into_iter().map(|text| (text, String::new())).collect(),
        }
    }

    /// Whether a yes-or-no attribute is set.
    pub fn flag(&self, key: &str) -> bool {
        flag(&self.attributes, key)
    }

    /// The rows of an array of tables among the attributes (`pairs = [{ letters = ["印巴"], … }]`), in order.
    pub fn rows(&self, key: &str) -> Vec<RuleRow> {
        let rows = self.attributes.get(key).and_then(toml::Value::as_array);
        rows.into_iter().flatten().filter_map(toml::Value::as_table).cloned().map(RuleRow).collect()
    }

    /// Whether its examples need an annotator around the pattern, so that the pattern alone proves nothing.
    pub fn needs_context(&self) -> bool {
        self.attributes.get("context").and_then(toml::Value::as_bool).unwrap_or(false)
    }
}

/// A row of a table inside a rule.
///
/// ```
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// let rule = lexicon.rules("abbreviations").iter().find(|rule| rule.id.as_str() == "abbreviation-pair").unwrap();
/// let rows = rule.rows("pairs");
/// let row = rows.iter().find(|row| row.texts("letters").contains(&"印巴".to_owned())).unwrap();
/// assert_eq!(row.texts("states"), ["IND", "PAK"]);
/// ```
#[derive(Debug, Clone)]
pub struct RuleRow(toml::Table);

impl RuleRow {
    /// The texts of a list, in order; empty where there is none.
    pub fn texts(&self, key: &str) -> Vec<String> {
        texts(self.0.get(key).cloned())
    }

    /// A text.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.0.get(key).and_then(toml::Value::as_str)
    }

    /// Whether a yes-or-no cell is set.
    pub fn flag(&self, key: &str) -> bool {
        flag(&self.0, key)
    }

    /// The days from `from` to `to`, each `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; an absent one sets no limit.
    pub fn window(&self) -> Window {
        let days = |key: &str| days_of(self.0.get(key).and_then(toml::Value::as_str)?);
        Window { from: days("from").map(|(first, _)| first), to: days("to").map(|(_, last)| last) }
    }
}

fn flag(table: &toml::Table, key: &str) -> bool {
    table.get(key).and_then(toml::Value::as_bool).unwrap_or(false)
}

/// Reads every file of `rules/`; the result is by file stem.
///
/// A rule of a later layer replaces the one with its id and file name, `action = "off"` removes it; a later piece
/// replaces the one of its name in later layers only.
pub(crate) fn read_rules(
    files: &[SourceFile],
    problems: &mut Vec<LexiconProblem>,
) -> BTreeMap<String, Vec<Rule>> {
    let mut rules: BTreeMap<String, Vec<Rule>> = BTreeMap::new();
    let mut pieces: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for file in files {
        let Some(stem) = file.name.strip_prefix("rules/").and_then(|name| name.strip_suffix(".toml")) else {
            continue;
        };
        let known = rules.entry(stem.to_owned()).or_default();
        read_file(file, known, pieces.entry(stem.to_owned()).or_default(), problems);
    }
    rules
}

fn read_file(
    file: &SourceFile,
    rules: &mut Vec<Rule>,
    pieces: &mut BTreeMap<String, String>,
    problems: &mut Vec<LexiconProblem>,
) {
    let mut report = |line: Option<u64>, code, severity, message| {
        problems.push(LexiconProblem { file: Arc::clone(&file.shown), line, severity, code, message });
    };
    let mut table: toml::Table = match file.text.parse() {
        Ok(table) => table,
        Err(error) => {
            let line = error.span().map(|span| line_at(&file.text, span.start));
            report(line, "malformed_toml", LexiconSeverity::Error, error.message().to_owned());
            return;
        }
    };
    for (name, piece) in
        table.remove("pieces").and_then(|pieces| pieces.try_into::<toml::Table>().ok()).unwrap_or_default()
    {
        match piece {
            toml::Value::String(piece) => {
                pieces.insert(name, piece);
            }
            _ => report(
                None,
                "bad_piece",
                LexiconSeverity::Error,
                format!("the piece {name} must be a string"),
            ),
        }
    }
    let list = match table.remove("rule") {
        None => Vec::new(),
        Some(toml::Value::Array(list)) => list,
        Some(_) => {
            report(
                None,
                "malformed_rule",
                LexiconSeverity::Error,
                "rules are written as [[rule]]".to_owned(),
            );
            Vec::new()
        }
    };
    let n_earlier = rules.len();
    let mut lines = rule_lines(&file.text);
    for value in list {
        let line = lines.next();
        let Some((id, mut attributes)) = id_of(value) else {
            report(
                line,
                "malformed_rule",
                LexiconSeverity::Error,
                "the rule has no id; add id = \"…\"".to_owned(),
            );
            continue;
        };
        if let Some(at) = rules.iter().position(|rule| rule.id == id) {
            if at >= n_earlier {
                let message = format!("the id {id} stands twice in the file; rename one of the rules");
                report(line, "duplicate_row", LexiconSeverity::Error, message);
                continue;
            }
            rules.remove(at);
        }
        if attributes.get("action").and_then(toml::Value::as_str) == Some("off") {
            continue;
        }
        let mut fault = |code, message: String| report(line, code, LexiconSeverity::Error, message);
        let raw = match attributes.remove("pattern") {
            Some(toml::Value::String(raw)) => Some(raw),
            None if attributes.get("context").and_then(toml::Value::as_bool) == Some(true) => None,
            _ => {
                fault("malformed_rule", format!("the rule {id} has no pattern; add pattern = '…'"));
                continue;
            }
        };
        let examples = texts(attributes.remove("examples"));
        let counterexamples = texts(attributes.remove("counterexamples"));
        if examples.len() < 2 {
            fault(
                "too_few_examples",
                format!("the rule {id} has {} examples; give at least two", examples.len()),
            );
        }
        if counterexamples.is_empty() {
            fault("no_counterexample", format!("the rule {id} has no counterexample; give at least one"));
        }
        let pattern = match raw.map(|raw| expand(&raw, pieces, 0)).transpose() {
            Ok(pattern) => pattern,
            Err(name) => {
                fault(
                    "unknown_piece",
                    format!("the rule {id} uses {{{name}}}, which [pieces] does not define"),
                );
                continue;
            }
        };
        let regex = match pattern.map(|pattern| Regex::new(&pattern)).transpose() {
            Ok(regex) => regex,
            Err(error) => {
                let reason = error.to_string();
                let reason = reason.lines().last().unwrap_or_default().trim().to_owned();
                fault("bad_pattern", format!("the pattern of the rule {id} does not compile ({reason})"));
                continue;
            }
        };
        rules.push(Rule {
            id,
            regex,
            examples,
            counterexamples,
            attributes,
            file: Arc::clone(&file.shown),
            line: line.unwrap_or(1),
        });
    }
}

/// Reports examples in which a pattern finds nothing and counterexamples in which it finds something.
pub(crate) fn check_examples(rule: &Rule, problems: &mut Vec<LexiconProblem>) {
    let Some(regex) = rule.regex.as_ref().filter(|_| !rule.needs_context()) else { return };
    let mut fault = |code, message| {
        problems.push(LexiconProblem {
            file: Arc::clone(&rule.file),
            line: Some(rule.line),
            severity: LexiconSeverity::Error,
            code,
            message,
        });
    };
    for example in rule.examples.iter().filter(|example| !regex.is_match(example)) {
        fault("example_not_matched", format!("the rule {} finds nothing in its example {example}", rule.id));
    }
    for counterexample in rule.counterexamples.iter().filter(|example| regex.is_match(example)) {
        fault(
            "counterexample_matched",
            format!("the rule {} matches its counterexample {counterexample}", rule.id),
        );
    }
}

fn id_of(value: toml::Value) -> Option<(RuleId, toml::Table)> {
    let toml::Value::Table(mut table) = value else { return None };
    let id = table.remove("id")?;
    Some((RuleId::new(id.as_str()?).ok()?, table))
}

fn texts(value: Option<toml::Value>) -> Vec<String> {
    let Some(toml::Value::Array(items)) = value else { return Vec::new() };
    items.into_iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

/// Replaces `{NAME}` by the piece of that name as a group; the error is the name that is missing.
fn expand(pattern: &str, pieces: &BTreeMap<String, String>, depth: usize) -> Result<String, String> {
    // Braces of classes and code points (\p{Han}, \x{4E00}) are the pattern's own; {2,4} begins with a digit.
    let mut expanded = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        let (before, after) = rest.split_at(open);
        expanded.push_str(before);
        let name = after[1..].split('}').next().unwrap_or_default();
        let own = ["\\p", "\\P", "\\x", "\\u", "\\U"].iter().any(|escape| before.ends_with(escape));
        let is_name = name.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_alphanumeric() || c == '_')
            && after.len() > name.len() + 1;
        if own || !is_name {
            expanded.push('{');
            rest = &after[1..];
            continue;
        }
        // Pieces that use each other in a circle end here.
        let piece = pieces.get(name).filter(|_| depth < 16).ok_or_else(|| name.to_owned())?;
        expanded.push_str("(?:");
        expanded.push_str(&expand(piece, pieces, depth + 1)?);
        expanded.push(')');
        rest = &after[name.len() + 2..];
    }
    expanded.push_str(rest);
    Ok(expanded)
}

fn rule_lines(text: &str) -> impl Iterator<Item = u64> {
    text.lines()
        .zip(1..)
        .filter(|(line, _)| line.trim_start().starts_with("[[rule]]"))
        .map(|(_, number)| number)
}

fn line_at(text: &str, byte: usize) -> u64 {
    1 + text.bytes().take(byte).map(|byte| u64::from(byte == b'\n')).sum::<u64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(list: &[(&str, &str)]) -> BTreeMap<String, String> {
        list.iter().map(|(name, piece)| ((*name).to_owned(), (*piece).to_owned())).collect()
    }

    #[test]
    fn pieces_are_filled_in_and_braces_of_the_pattern_kept() {
        let pieces = pieces(&[("数", "[一二三]"), ("月", "{数}月")]);
        assert_eq!(
            expand(r"\p{Han}{2,3}{月}\x{4E00}", &pieces, 0).as_deref(),
            Ok(r"\p{Han}{2,3}(?:(?:[一二三])月)\x{4E00}")
        );
    }

    #[test]
    fn unknown_and_circular_pieces_are_named() {
        assert_eq!(expand("{日}", &pieces(&[]), 0), Err("日".to_owned()));
        assert_eq!(expand("{甲}", &pieces(&[("甲", "{乙}"), ("乙", "{甲}")]), 0), Err("甲".to_owned()));
    }
}
