use crate::format::tagged::Code;

/// Tells at which opening tags another item begins, from the fields that the item has so far.
///
/// The parser and the splitter of long files share it, so that both count the same records.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Borders {
    seen: u32,
}

impl Borders {
    /// Takes the next opening tag; true where it begins another item.
    pub(crate) fn begins_item(&mut self, code: Code) -> bool {
        let bit = bit(code);
        let has = |code: Code| self.seen & self::bit(code) != 0;
        let begins = match code {
            // The issue number leads; only a date may stand before it.
            Code::Issue => self.seen & !self::bit(Code::Date) != 0,
            Code::Date | Code::Page | Code::Item => has(code) || has(Code::Body),
            Code::Kicker | Code::Title | Code::Subtitle => has(Code::Body),
            Code::Body | Code::Layout | Code::Unknown(_) => false,
            Code::Authors | Code::Class | Code::Column | Code::PageName | Code::Keywords | Code::Genre => {
                has(code) && has(Code::Body)
            }
        };
        if begins {
            self.seen = 0;
        }
        self.seen |= bit;
        begins
    }
}

fn bit(code: Code) -> u32 {
    let place = match code {
        Code::Issue => 0,
        Code::Date => 1,
        Code::Page => 2,
        Code::Item => 3,
        Code::Kicker => 4,
        Code::Title => 5,
        Code::Subtitle => 6,
        Code::Authors => 7,
        Code::Class => 8,
        Code::Column => 9,
        Code::PageName => 10,
        Code::Keywords => 11,
        Code::Genre => 12,
        Code::Body => 13,
        Code::Layout | Code::Unknown(_) => return 0,
    };
    1 << place
}
