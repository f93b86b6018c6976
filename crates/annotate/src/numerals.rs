//! Numbers as a newspaper writes them: Arabic, full-width and Chinese.

/// The value of a single digit in any script; `None` for 十 and everything else.
fn digit(character: char) -> Option<u32> {
    Some(match character {
        '0'..='9' => u32::from(character) - u32::from('0'),
        '０'..='９' => u32::from(character) - u32::from('０'),
        '〇' | '○' | '零' | 'Ｏ' | 'O' | '◯' => 0,
        '一' | '元' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// Whether a character may be part of a number in a date.
pub(crate) fn is_numeral(character: char) -> bool {
    digit(character).is_some() || matches!(character, '十' | '廿' | '卅')
}

/// The value of a whole number up to 9,999, written by digits (一九九六, 1996, １９９６) or with 十 (二十一, 廿三).
///
/// ```text
/// 三十一 = 31, 十 = 10, 廿五 = 25, 1９96 = 1996
/// ```
pub(crate) fn parse(text: &str) -> Option<u32> {
    if text.is_empty() || text.chars().count() > 4 {
        return None;
    }
    if let Some((tens, ones)) = split_tens(text) {
        let tens = if tens.is_empty() { 1 } else { single(tens)? };
        let ones = if ones.is_empty() { 0 } else { single(ones)? };
        return Some(tens * 10 + ones);
    }
    text.chars()
        .try_fold(0u32, |value, character| match character {
            '廿' if value == 0 => Some(2),
            '卅' if value == 0 => Some(3),
            _ => value.checked_mul(10)?.checked_add(digit(character)?),
        })
        .map(|value| if text.ends_with(['廿', '卅']) { value * 10 } else { value })
}

fn split_tens(text: &str) -> Option<(&str, &str)> {
    text.split_once('十')
}

fn single(text: &str) -> Option<u32> {
    let mut characters = text.chars();
    let value = digit(characters.next()?)?;
    characters.next().is_none().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn numbers_of_every_script() {
        for (text, value) in [
            ("1996", 1996),
            ("１９９６", 1996),
            ("一九九六", 1996),
            ("二〇〇一", 2001),
            ("十", 10),
            ("十二", 12),
            ("二十", 20),
            ("三十一", 31),
            ("廿三", 23),
            ("廿", 20),
            ("5", 5),
        ] {
            assert_eq!(parse(text), Some(value), "{text}");
        }
        for text in ["", "二十十", "百", "十二三四"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
