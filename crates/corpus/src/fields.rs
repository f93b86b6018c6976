use std::borrow::Cow;

use bangjiao_document::{Keyword, PublicationDate};

use crate::draft::Draft;
use crate::field_names::Target;

/// Gives a draft the value of one field; empty values are absent ones.
pub(crate) fn set(draft: &mut Draft<'_>, target: Target, value: String) {
    let blank = value.chars().all(char::is_whitespace);
    if blank {
        return;
    }
    let article = &mut draft.article;
    match target {
        Target::Id => draft.own_id = Some(trimmed(value)),
        Target::Page => draft.article.page = number(draft, "page", &value),
        Target::Issue => draft.article.issue = number(draft, "issue", &value),
        Target::Item => draft.article.item = number(draft, "item", &value),
        Target::Date => set_date(draft, "date", &value),
        Target::Title => article.title = Some(trimmed(value)),
        Target::Body => article.body = Some(unix_lines(value)),
        Target::Text => draft.text = Some(unix_lines(value)),
        Target::Kicker => article.kicker = Some(trimmed(value)),
        Target::Subtitle => article.subtitle = Some(trimmed(value)),
        Target::Source => article.source = trimmed(value).into(),
        Target::Genre => article.genre = Some(trimmed(value)),
        Target::Column => article.column = Some(trimmed(value)),
        Target::Class => article.class = Some(trimmed(value)),
        Target::PageName => article.page_name = Some(trimmed(value)),
        Target::Keywords => keywords(&value, &mut article.keywords),
        Target::Authors => authors(&value, &mut article.authors),
    }
}

/// Reads a date; one that cannot be read is a problem, and its text goes to `extra`.
pub(crate) fn set_date(draft: &mut Draft<'_>, name: &str, value: &str) {
    let value = narrow_digits(value.trim());
    match PublicationDate::parse(&value) {
        Some(date) => draft.article.date = Some(date),
        None => {
            draft.repaired("bad_date", BAD_DATE, &value);
            draft.article.extra.insert(name.to_owned(), value.into_owned());
        }
    }
}

const BAD_DATE: &str = "the date is none of YYYY, YYYY-MM, YYYY-MM-DD, YYYYMMDD, or is in no calendar; the article was kept without it";

/// Reads a number, also one that stands between words (第4版); one that cannot be read is a problem, and its text goes
/// to `extra`.
pub(crate) fn number(draft: &mut Draft<'_>, name: &str, value: &str) -> Option<i64> {
    let value = narrow_digits(value.trim());
    let mut runs = value.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    let number = match (runs.next(), runs.next()) {
        (Some(run), None) if !value.contains('-') => run.parse().ok(),
        _ => None,
    };
    if number.is_none() {
        draft.repaired(
            "bad_number",
            "a page, issue or item that is no number; the article was kept without it",
            &value,
        );
        draft.article.extra.insert(name.to_owned(), value.into_owned());
    }
    number
}

/// Splits authors at slashes, commas of enumeration and spaces; names that run together stay so.
pub(crate) fn authors(value: &str, authors: &mut Vec<String>) {
    let parts = value.split(|c: char| matches!(c, '/' | '／' | '；' | ';' | '、' | '|') || c.is_whitespace());
    authors.extend(parts.filter(|part| !part.is_empty()).map(str::to_owned));
}

/// Splits index terms at slashes; a code of two capitals and a colon opens a group: `中美关系RW：周恩来/尼克松`.
pub(crate) fn keywords(value: &str, keywords: &mut Vec<Keyword>) {
    let mut group = "subject";
    for part in value.split(['/', '／', '；', ';', '|', '\n', '\r']) {
        let mut rest = part;
        while let Some((before, code, after)) = group_code(rest) {
            push_keyword(group, before, keywords);
            (group, rest) = (code, after);
        }
        push_keyword(group, rest, keywords);
    }
}

fn push_keyword(group: &str, term: &str, keywords: &mut Vec<Keyword>) {
    let term = term.trim();
    if !term.is_empty() {
        keywords.push(Keyword { group: group.to_owned(), term: term.to_owned() });
    }
}

/// What stands before a group's code, the code, and what stands after its colon.
fn group_code(text: &str) -> Option<(&str, &str, &str)> {
    text.char_indices().filter(|(_, c)| matches!(c, '：' | ':')).find_map(|(at, colon)| {
        let code = text.get(at.checked_sub(2)?..at)?;
        let is_code = code.bytes().all(|byte| byte.is_ascii_uppercase());
        is_code.then(|| (&text[..at - 2], code, &text[at + colon.len_utf8()..]))
    })
}

/// Line ends become `\n`.
pub(crate) fn unix_lines(text: String) -> String {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return text;
    }
    let mut lines = String::with_capacity(text.len());
    push_unix_lines(&text, &mut lines);
    lines
}

/// Copies a text, its line ends as `\n`.
pub(crate) fn push_unix_lines(text: &str, lines: &mut String) {
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\r', rest.as_bytes()) {
        lines.push_str(&rest[..at]);
        lines.push('\n');
        rest = &rest[at + 1..];
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    lines.push_str(rest);
}

fn trimmed(value: String) -> String {
    let value = unix_lines(value);
    let trimmed = value.trim();
    if trimmed.len() == value.len() { value } else { trimmed.to_owned() }
}

/// Full-width digits as ASCII, for numbers only: text is never rewritten.
fn narrow_digits(value: &str) -> Cow<'_, str> {
    if value.is_ascii() {
        return Cow::Borrowed(value);
    }
    let narrow = |c: char| match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
        '－' | '—' => '-',
        other => other,
    };
    Cow::Owned(value.chars().map(narrow).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_have_groups() {
        let mut found = Vec::new();
        keywords("对外关系/民主德国RW：毛泽东／周恩来；贺电", &mut found);
        let found: Vec<String> = found.iter().map(|k| format!("{}={}", k.group, k.term)).collect();
        assert_eq!(found, ["subject=对外关系", "subject=民主德国", "RW=毛泽东", "RW=周恩来", "RW=贺电"]);
        let mut found = Vec::new();
        keywords("RW:江泽民/专题：外交", &mut found);
        let found: Vec<String> = found.iter().map(|k| format!("{}={}", k.group, k.term)).collect();
        assert_eq!(found, ["RW=江泽民", "RW=专题：外交"]);
    }

    #[test]
    fn authors_are_split() {
        let mut found = Vec::new();
        authors("吴元富/贲道春、董国政 林榕；亚林洪源", &mut found);
        assert_eq!(found, ["吴元富", "贲道春", "董国政", "林榕", "亚林洪源"]);
    }

    #[test]
    fn line_ends() {
        assert_eq!(unix_lines("甲\r\n乙\r丙\n丁\r\n\r\n".to_owned()), "甲\n乙\n丙\n丁\n\n");
    }
}
