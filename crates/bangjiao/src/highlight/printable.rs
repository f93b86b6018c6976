/// A text that a terminal prints and does not obey: control characters become visible symbols.
///
/// Escape becomes ␛ and so on; line feeds and tabs stay; controls without a symbol of their own, and those that turn
/// the direction of writing, become �.
///
/// ```
/// assert_eq!(bangjiao::printable("\u{1b}[31m中国\u{7}\n"), "␛[31m中国␇\n");
/// ```
pub fn printable(text: &str) -> String {
    text.chars().map(shown).collect()
}

fn shown(character: char) -> char {
    match character {
        '\n' | '\t' => character,
        // The Unicode block Control Pictures has them in the order of ASCII.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '␡',
        '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn nothing_that_a_terminal_obeys_is_left() {
        let text: String = (0..=0x9f).filter_map(char::from_u32).chain("\u{202e}中国".chars()).collect();
        let shown = printable(&text);
        assert_eq!(shown.chars().count(), text.chars().count());
        assert!(shown.chars().all(|character| !character.is_control() || "\n\t".contains(character)));
        assert!(shown.ends_with("�中国") && shown.contains('␛') && shown.contains("ABC"));
    }
}
