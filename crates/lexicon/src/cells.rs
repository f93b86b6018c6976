use std::borrow::Cow;
use std::sync::Arc;

use bangjiao_document::EntityId;
use csv::StringRecord;

use crate::fold::Fold;
use crate::problem::{LexiconProblem, LexiconSeverity};
use crate::window::{Window, days_of};

/// The cells of one row, by the names of their columns.
///
/// A cell that cannot be read adds a problem and yields a stand-in, so that one pass finds every fault of the row;
/// the caller drops a faulty row.
pub(crate) struct Cells<'a> {
    pub record: &'a StringRecord,
    pub columns: &'a [String],
    pub fold: &'a Fold,
    pub file: &'a Arc<str>,
    pub line: u64,
    pub problems: &'a mut Vec<LexiconProblem>,
    pub faulty: bool,
}

impl<'a> Cells<'a> {
    /// The cell as it stands; empty if the column is absent.
    pub fn text(&self, column: &str) -> &'a str {
        let at = self.columns.iter().position(|name| name == column);
        at.and_then(|at| self.record.get(at)).unwrap_or("")
    }

    /// Records a fault of the row.
    pub fn fault(&mut self, code: &'static str, message: String) {
        self.faulty = true;
        self.problems.push(LexiconProblem {
            file: Arc::clone(self.file),
            line: Some(self.line),
            severity: LexiconSeverity::Error,
            code,
            message,
        });
    }

    /// A cell that must hold something.
    pub fn required(&mut self, column: &str) -> String {
        let text = self.text(column);
        if text.is_empty() {
            self.fault("empty_cell", format!("the column {column} is empty; fill it in"));
        }
        text.to_owned()
    }

    /// A cell that may be empty.
    pub fn optional(&self, column: &str) -> Option<String> {
        Some(self.text(column)).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// A surface that must hold something, folded for matching.
    pub fn surface(&mut self, column: &str) -> String {
        self.required(column);
        self.fold.fold(self.text(column)).into_owned()
    }

    /// The items of a cell that are joined by `|`.
    pub fn list(&self, column: &str) -> Vec<String> {
        self.text(column).split('|').filter(|item| !item.is_empty()).map(str::to_owned).collect()
    }

    /// An id that must be there.
    pub fn entity(&mut self, column: &str) -> EntityId {
        match self.optional_entity(column) {
            Some(entity) => entity,
            None => {
                if !self.faulty {
                    self.fault("empty_cell", format!("the column {column} holds no id; fill it in"));
                }
                EntityId::unlinked(bangjiao_document::Kind::Country, "")
            }
        }
    }

    /// An id that may be absent.
    pub fn optional_entity(&mut self, column: &str) -> Option<EntityId> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        match EntityId::new(text) {
            Ok(entity) if entity.is_linked() => Some(entity),
            _ => {
                self.fault(
                    "bad_id",
                    format!("{text:?} in {column} is no id; ids hold no colon and no control characters"),
                );
                None
            }
        }
    }

    /// An id of the lexicon's own, with the prefix that its kind demands.
    pub fn own_id(&mut self, column: &str, prefix: &str) -> EntityId {
        let entity = self.entity(column);
        let text = self.text(column);
        if !text.is_empty() && text.strip_prefix(prefix).is_none_or(str::is_empty) {
            self.fault("bad_id", format!("the id {text:?} in {column} must begin with {prefix}"));
        }
        entity
    }

    /// A whole number; an empty cell is 0.
    pub fn number(&mut self, column: &str) -> u32 {
        let text = self.text(column);
        if text.is_empty() {
            return 0;
        }
        text.parse().unwrap_or_else(|_| {
            self.fault(
                "bad_number",
                format!("{text:?} in {column} is no whole number from 0 to {}", u32::MAX),
            );
            0
        })
    }

    /// One character, folded.
    pub fn character(&mut self, column: &str) -> char {
        let text = self.text(column);
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(character), None) => self.fold.fold_char(character),
            _ => {
                self.fault("bad_character", format!("{text:?} in {column} must be one character"));
                '\u{fffd}'
            }
        }
    }

    /// `yes` or `no`; an empty cell is no.
    pub fn yes(&mut self, column: &str) -> bool {
        match self.text(column) {
            "yes" => true,
            "no" | "" => false,
            other => {
                let message = format!("{other:?} in {column} must be yes or no");
                self.fault("bad_word", message);
                false
            }
        }
    }

    /// A word of a closed list.
    pub fn word<T: Copy>(&mut self, column: &str, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(column);
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            let list: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.fault("bad_word", format!("{text:?} in {column} must be one of {}", list.join(", ")));
        }
        found
    }

    /// A word of one of the vocabularies of `bangjiao-document`.
    pub fn vocabulary<T>(&mut self, column: &str, from_word: fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(column);
        let found = from_word(text);
        if found.is_none() {
            self.fault("bad_word", format!("{text:?} is no word for {column}; see lexicons/README.md"));
        }
        found
    }

    /// A date that may be absent, as written: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub fn date(&mut self, column: &str) -> Option<String> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        if days_of(text).is_none() {
            self.bad_date(column);
        }
        Some(text.to_owned())
    }

    /// First and last day from the columns `from` and `to`.
    pub fn window(&mut self) -> Window {
        let mut days = |column: &str| match self.text(column) {
            "" => None,
            text => days_of(text).or_else(|| {
                self.bad_date(column);
                None
            }),
        };
        let window = Window { from: days("from").map(|days| days.0), to: days("to").map(|days| days.1) };
        if let (Some(from), Some(to)) = (window.from, window.to)
            && to < from
        {
            self.fault("dates_out_of_order", format!("{from} is after {to}; exchange from and to"));
        }
        window
    }

    fn bad_date(&mut self, column: &str) {
        let text = self.text(column);
        self.fault("bad_date", format!("{text:?} in {column} is no date; write YYYY, YYYY-MM or YYYY-MM-DD"));
    }

    /// The folded forms of a name and its variants, each once, in order.
    pub fn surfaces(&self, name: &str, variants: &[String]) -> Vec<String> {
        let mut surfaces: Vec<String> = Vec::with_capacity(1 + variants.len());
        for printed in std::iter::once(name).chain(variants.iter().map(String::as_str)) {
            let folded: Cow<'_, str> = self.fold.fold(printed);
            if !folded.is_empty() && !surfaces.iter().any(|known| *known == folded) {
                surfaces.push(folded.into_owned());
            }
        }
        surfaces
    }
}
