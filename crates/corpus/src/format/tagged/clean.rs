use std::borrow::Cow;

use crate::format::tagged::tag::{CLOSE, headless_tag};

/// A field without residue of markup.
pub(crate) struct Cleaned<'v> {
    pub(crate) text: Cow<'v, str>,
    /// The first piece that was removed.
    pub(crate) removed: Option<String>,
}

/// Markup of the typesetting system that was left in the text.
const RESIDUE: &[&str] = &["</ct>", "<ct>", "/ct>"];

/// Longest `<img=…>`, in bytes.
const LONGEST_IMAGE: usize = 300;

/// Removes `<img=…>`, residue of `<ct>`, and closing tags that lost their opening bracket.
pub(crate) fn clean(value: &str) -> Cleaned<'_> {
    let mut removed = None;
    let mut text = Cow::Borrowed(value);
    if memchr::memchr(b'>', value.as_bytes()).is_some() {
        text = without(text, &mut removed, first_residue);
    }
    if memchr::memmem::find(text.as_bytes(), CLOSE.as_bytes()).is_some() {
        text = without(text, &mut removed, first_headless);
    }
    Cleaned { text, removed }
}

fn without<'v>(
    text: Cow<'v, str>,
    removed: &mut Option<String>,
    find: impl Fn(&str, usize) -> Option<(usize, usize)>,
) -> Cow<'v, str> {
    let mut kept = String::new();
    let mut at = 0;
    while let Some((start, end)) = find(&text, at) {
        kept.push_str(&text[at..start]);
        removed.get_or_insert_with(|| text[start..end].to_owned());
        at = end;
    }
    if at == 0 {
        return text;
    }
    kept.push_str(&text[at..]);
    Cow::Owned(kept)
}

fn first_residue(text: &str, from: usize) -> Option<(usize, usize)> {
    memchr::memchr2_iter(b'<', b'/', &text.as_bytes()[from..]).map(|at| from + at).find_map(|start| {
        let rest = &text[start..];
        let length = RESIDUE.iter().find(|residue| rest.starts_with(**residue)).map(|residue| residue.len());
        length.or_else(|| image(rest)).map(|length| (start, start + length))
    })
}

fn image(rest: &str) -> Option<usize> {
    if !rest.get(..4)?.eq_ignore_ascii_case("<img") {
        return None;
    }
    let near = &rest[..rest.floor_char_boundary(LONGEST_IMAGE)];
    let end = near.find(['>', '\n'])?;
    near[end..].starts_with('>').then_some(end + 1)
}

fn first_headless(text: &str, from: usize) -> Option<(usize, usize)> {
    text[from..].match_indices(CLOSE).find_map(|(at, _)| {
        let end = from + at;
        let start = from + headless_tag(&text[from..end])?;
        Some((start, end + CLOSE.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn residue_goes_and_the_rest_stays() {
        for (value, expected) in [
            ("会见<img=19960706.jpg>客人", "会见客人"),
            ("会见/ct>客人</ct>。", "会见客人。"),
            ("一/二<三>四〗五", "一/二<三>四〗五"),
            ("古比雪夫-BT/标题〗", "古比雪夫"),
            ("<img=没有结束", "<img=没有结束"),
            ("<img=没有\n结束>", "<img=没有\n结束>"),
        ] {
            let cleaned = clean(value);
            assert_eq!(cleaned.text, expected);
            assert_eq!(cleaned.removed.is_some(), value != expected);
        }
    }
}
