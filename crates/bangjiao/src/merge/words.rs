//! Words of closed lists that were read back: codes of problems, parts of speech, names of formats and encodings.

use std::collections::BTreeSet;

/// Each word once, for the life of the program, as if it stood in its source; there are some dozens.
#[derive(Debug, Default)]
pub(super) struct Words(BTreeSet<&'static str>);

impl Words {
    pub fn word(&mut self, text: &str) -> &'static str {
        if let Some(known) = self.0.get(text) {
            return known;
        }
        let word: &'static str = Box::leak(text.to_owned().into_boxed_str());
        self.0.insert(word);
        word
    }
}
