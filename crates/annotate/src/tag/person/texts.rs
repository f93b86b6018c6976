//! Texts of `persons.toml` that stand in and beside names, for all parts of the tagger that ask for them.

use bangjiao_lexicon::{Lexicon, Rule};

/// Texts and characters in and beside names.
pub(super) struct Texts {
    /// What a head of government has: 佐藤|政府.
    pub regimes: Vec<String>,
    /// What is done at a place, behind 在 and its name: 在|莱昂|举行.
    pub takes_place: Vec<String>,
    /// What follows 等 behind the last name of a list.
    pub among_others: Vec<String>,
    /// What makes a verb of 会: 会|见.
    pub meets: String,
    /// What is done behind 作: 作|报告, 作|的报告.
    pub made: String,
    /// Letters of provinces: a name of three of them is a list, 苏浙沪, and one of two before 两省.
    pub provinces: String,
    /// What stands behind two of these: 鲁豫|两省, 云桂|铁路.
    pub of_provinces: String,
}

impl Texts {
    /// Reads the texts of a lexicon.
    pub fn new(lexicon: &Lexicon) -> Self {
        let rule = lexicon.rules("persons").iter().find(|rule| rule.id.as_str() == "person-chinese");
        let texts = |key: &str| rule.map(|rule: &Rule| rule.texts(key)).unwrap_or_default();
        let characters = |key: &str| rule.and_then(|rule| rule.text(key)).unwrap_or_default().to_owned();
        Texts {
            regimes: texts("regimes"),
            takes_place: texts("takes_place"),
            among_others: texts("among_others"),
            meets: characters("meets"),
            made: characters("made"),
            provinces: characters("provinces"),
            of_provinces: characters("of_provinces"),
        }
    }

    /// What a head of government has, where a text begins with it.
    pub fn is_regime(&self, rest: &str) -> bool {
        self.regimes.iter().any(|regime| rest.starts_with(regime.as_str()))
    }

    /// A text without the regime with which it ends.
    pub fn without_regime<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.regimes.iter().find_map(|regime| text.strip_suffix(regime.as_str()))
    }
}
