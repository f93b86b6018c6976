//! What stands between two dates of a range or a list.

/// How two dates belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// 至, 到, a dash.
    Range,
    /// 一, read for a dash between Arabic digits.
    Misprint,
    /// 、, 和.
    List,
    /// ／ of a season over two years.
    Slash,
}

const LINKS: [(&str, Link); 26] = [
    ("起至", Link::Range),
    ("至", Link::Range),
    ("到", Link::Range),
    ("——", Link::Range),
    ("—", Link::Range),
    ("－", Link::Range),
    ("--", Link::Range),
    ("-", Link::Range),
    ("–", Link::Range),
    ("―", Link::Range),
    ("─", Link::Range),
    ("～", Link::Range),
    ("~", Link::Range),
    ("〜", Link::Range),
    ("ー", Link::Range),
    (" – ", Link::Range),
    (" — ", Link::Range),
    (" - ", Link::Range),
    ("一", Link::Misprint),
    ("、", Link::List),
    ("和", Link::List),
    ("与", Link::List),
    ("及", Link::List),
    ("或", Link::List),
    ("／", Link::Slash),
    ("/", Link::Slash),
];

/// Bytes of the longest link with the spaces around it.
const LONGEST: usize = 8;

/// A cheap look at one character rules out most texts.
fn is_link(character: char) -> bool {
    matches!(
        character,
        '起' | '至'
            | '到'
            | '—'
            | '－'
            | '-'
            | '–'
            | '―'
            | '─'
            | '～'
            | '~'
            | '〜'
            | 'ー'
            | ' '
            | '一'
            | '、'
            | '和'
            | '与'
            | '及'
            | '或'
            | '／'
            | '/'
    )
}

/// The link with which a text begins, and its bytes.
pub(super) fn read(text: &str) -> Option<(Link, u32)> {
    let first = text.chars().next()?;
    if !is_link(first) {
        return None;
    }
    let (word, link) = LINKS.iter().find(|(word, _)| text.starts_with(word))?;
    Some((*link, u32::try_from(word.len()).ok()?))
}

/// Bytes of the link with which a text ends.
pub(super) fn before(text: &str) -> Option<u32> {
    if !is_link(text.chars().next_back()?) {
        return None;
    }
    let (word, _) = LINKS.iter().find(|(word, _)| text.ends_with(word))?;
    u32::try_from(word.len()).ok()
}

/// The link that a whole text is.
pub(super) fn between(text: &str) -> Option<Link> {
    if text.is_empty() {
        // 七|八月.
        return Some(Link::Range);
    }
    if text.len() > LONGEST {
        return None;
    }
    let text = text.trim_matches(' ');
    LINKS.iter().find(|(word, _)| word.trim_matches(' ') == text).map(|(_, link)| *link)
}
