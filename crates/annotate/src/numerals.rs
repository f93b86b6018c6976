//! Numbers as a newspaper writes them: Arabic, full-width and Chinese, with the misprints of a scanned page.

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Script {
    /// 1996, １９９６.
    Arabic,
    /// One Chinese digit after the other: 一九九六.
    Digits,
    /// With 十, 百, 千: 二十一, 廿三, 一千九百九十八.
    Counted,
}

/// A number at the beginning of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Numeral {
    /// What it says.
    pub value: u32,
    /// How it is written.
    pub script: Script,
    /// Number of digits; of 二十一 one a character.
    pub n_digits: u8,
    /// Bytes that it takes.
    pub len: u32,
    /// Whether a letter was read as a digit (l996).
    pub repaired: bool,
}

/// Longest number that is read, in characters.
const LONGEST: usize = 8;

fn arabic(character: char) -> Option<u32> {
    match character {
        '0'..='9' => Some(u32::from(character) - u32::from('0')),
        '０'..='９' => Some(u32::from(character) - u32::from('０')),
        _ => None,
    }
}

/// A letter that a scanner reads for a digit.
fn misprint(character: char) -> Option<u32> {
    match character {
        'l' | 'I' | 'ｌ' | 'Ｉ' | '|' => Some(1),
        'O' | 'o' | 'Ｏ' | 'ｏ' => Some(0),
        _ => None,
    }
}

/// The value of a Chinese digit; the zeros are all that are printed, letters and circles too.
fn chinese(character: char) -> Option<u32> {
    Some(match character {
        '〇' | '○' | '零' | 'Ｏ' | 'O' | 'o' | '◯' | '０' | '0' => 0,
        '一' | '壹' => 1,
        '二' | '贰' | '两' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn power(character: char) -> Option<u32> {
    match character {
        '十' | '拾' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        _ => None,
    }
}

/// Whether a character begins a Chinese number; the zeros do so only inside one, but for 零七年 and 〇五年.
fn is_chinese(character: char) -> bool {
    chinese(character).is_some_and(|digit| digit > 0)
        || power(character).is_some()
        || matches!(character, '廿' | '卅' | '零' | '〇' | '○' | '◯')
}

/// Whether a character may stand in a number, misprints left out.
pub(crate) fn is_numeral(character: char) -> bool {
    arabic(character).is_some() || is_chinese(character)
}

/// The number with which a text begins.
///
/// ```text
/// 1996年 = 1996, 二○○一年 = 2001, 三十一日 = 31, 廿五 = 25, l996年 = 1996 (repaired)
/// ```
pub(crate) fn read(text: &str) -> Option<Numeral> {
    let first = text.chars().next()?;
    if arabic(first).is_some() || misprint(first).is_some() {
        read_arabic(text)
    } else if is_chinese(first) {
        read_chinese(text)
    } else {
        None
    }
}

fn read_arabic(text: &str) -> Option<Numeral> {
    let mut numeral = Numeral { value: 0, script: Script::Arabic, n_digits: 0, len: 0, repaired: false };
    let mut plain = None;
    let mut n_plain = 0;
    for character in text.chars().take(LONGEST + 1) {
        let digit = match (arabic(character), misprint(character)) {
            (Some(digit), _) => {
                n_plain += 1;
                digit
            }
            (None, Some(digit)) => {
                plain = plain.or((!numeral.repaired && numeral.n_digits > 0).then_some(numeral));
                numeral.repaired = true;
                digit
            }
            (None, None) => break,
        };
        numeral.value = numeral.value.checked_mul(10)?.checked_add(digit)?;
        numeral.n_digits += 1;
        numeral.len += u32::try_from(character.len_utf8()).unwrap_or(1);
    }
    if numeral.repaired {
        // A letter counts as a digit only in a whole number of a date: l996年, 1O月.
        let rest = &text[numeral.len as usize..];
        let whole = rest.starts_with(['年', '月', '日']) && n_plain > 0 && numeral.n_digits <= 4;
        return if whole { Some(numeral) } else { plain };
    }
    (usize::from(numeral.n_digits) <= LONGEST).then_some(numeral)
}

fn read_chinese(text: &str) -> Option<Numeral> {
    let (mut total, mut digit) = (0u32, None::<u32>);
    let (mut n_digits, mut len) = (0u8, 0u32);
    let mut counted = false;
    for character in text.chars().take(LONGEST) {
        if let Some(power) = power(character) {
            // 五六十 (fifty or sixty) is no number.
            if digit.is_some_and(|digit| digit > 9) {
                return None;
            }
            total += digit.take().unwrap_or(1) * power;
            counted = true;
        } else if let Some(tens) = match character {
            '廿' => Some(20),
            '卅' => Some(30),
            _ => None,
        } {
            if digit.is_some() || counted {
                return None;
            }
            total = tens;
            counted = true;
        } else if let Some(value) = chinese(character) {
            digit = match digit {
                None => Some(value),
                Some(0) if counted => Some(value),
                Some(_) if counted => return None,
                Some(before) => Some(before.checked_mul(10)?.checked_add(value)?),
            };
        } else {
            break;
        }
        n_digits += 1;
        len += u32::try_from(character.len_utf8()).unwrap_or(3);
    }
    let script = if counted { Script::Counted } else { Script::Digits };
    Some(Numeral { value: total + digit.unwrap_or(0), script, n_digits, len, repaired: false })
}

/// Bytes of the number with which a text ends, all in one script; 0 if it ends otherwise.
pub(crate) fn length_before(text: &str) -> usize {
    let mut characters = text.chars().rev().take(LONGEST).peekable();
    let mut length = 0;
    match characters.peek() {
        Some(&last) if arabic(last).is_some() || misprint(last).is_some() => {
            let mut zeros_only = true;
            while let Some(&character) = characters.peek() {
                if arabic(character).is_some() || misprint(character).is_some() {
                    zeros_only &= arabic(character).or(misprint(character)) == Some(0);
                } else if !zeros_only || !is_chinese(character) {
                    break;
                }
                length += character.len_utf8();
                characters.next();
            }
            // A letter at the beginning is a word's (vol 5) unless it is one digit of a year.
            let run = &text[text.len() - length..];
            if run.chars().all(|character| misprint(character).is_some()) { 0 } else { length }
        }
        Some(&last) if is_chinese(last) => {
            while let Some(&character) = characters.peek() {
                if !is_chinese(character) && chinese(character).is_none() {
                    break;
                }
                length += character.len_utf8();
                characters.next();
            }
            // 1998、二: an Arabic zero before a Chinese digit belongs to another number.
            let run = &text[text.len() - length..];
            run.trim_start_matches(|c: char| arabic(c).is_some() || misprint(c).is_some()).len()
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{Script, length_before, read};

    #[test]
    fn numbers_of_every_script() {
        for (text, value, script) in [
            ("1996", 1996, Script::Arabic),
            ("１９９６", 1996, Script::Arabic),
            ("一九九六", 1996, Script::Digits),
            ("二〇〇一", 2001, Script::Digits),
            ("二○○○", 2000, Script::Digits),
            ("二０００", 2000, Script::Digits),
            ("零七", 7, Script::Digits),
            ("十", 10, Script::Counted),
            ("十二", 12, Script::Counted),
            ("二十", 20, Script::Counted),
            ("三十一", 31, Script::Counted),
            ("廿三", 23, Script::Counted),
            ("卅", 30, Script::Counted),
            ("一千九百九十八", 1998, Script::Counted),
            ("两千零四", 2004, Script::Counted),
            ("5", 5, Script::Arabic),
        ] {
            let numeral = read(text).expect(text);
            assert_eq!((numeral.value, numeral.script), (value, script), "{text}");
            assert_eq!(numeral.len as usize, text.len(), "{text}");
            assert_eq!(length_before(text), text.len(), "{text}");
        }
        for text in ["", "二十十三四", "五六十", "lO年"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn letters_are_digits_only_in_whole_numbers_before_a_unit() {
        assert!(read("l996年").is_some_and(|numeral| numeral.repaired && numeral.value == 1996));
        assert!(read("1O月").is_some_and(|numeral| numeral.repaired && numeral.value == 10));
        assert!(read("12l").is_some_and(|numeral| !numeral.repaired && numeral.value == 12));
        assert_eq!(read("Ol"), None);
    }

    #[test]
    fn a_number_ends_where_its_script_ends() {
        assert_eq!(length_before("自1996"), 4);
        assert_eq!(length_before("1996两"), 3);
        assert_eq!(length_before("在三月二十"), 6);
    }
}
