use bangjiao_document::EntityId;

/// What a territory counts as in pairs of states and years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TerritoryPolicy {
    /// It is left out; its mentions stay in every other table.
    Exclude,
    /// It counts by its Correlates of War number, where it has one.
    Cow,
}

impl TerritoryPolicy {
    /// The word that stands in `policy.toml`.
    pub fn as_str(self) -> &'static str {
        match self {
            TerritoryPolicy::Exclude => "exclude",
            TerritoryPolicy::Cow => "cow",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        match word {
            "exclude" => Some(TerritoryPolicy::Exclude),
            "cow" => Some(TerritoryPolicy::Cow),
            _ => None,
        }
    }
}

/// What is the user's to choose, from `policy.toml`.
///
/// ```
/// use bangjiao_lexicon::{Lexicon, TerritoryPolicy};
/// let (lexicon, _) = Lexicon::embedded();
/// assert_eq!(lexicon.policy().home.as_str(), "CHN");
/// assert_eq!(lexicon.policy().taiwan, TerritoryPolicy::Exclude);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The state of the newspaper, which 我国 and 我方 mean.
    pub home: EntityId,
    /// What TWN counts as.
    pub taiwan: TerritoryPolicy,
    /// What HKG counts as.
    pub hongkong: TerritoryPolicy,
    /// What MAC counts as.
    pub macao: TerritoryPolicy,
    /// Whether states that ended count as the state they roll up to.
    pub roll_up: bool,
    /// Whether a capital named as an actor (华盛顿) counts as its state.
    pub metonyms: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Policy {
            home: EntityId::new("CHN").expect("an ASCII id is acceptable"),
            taiwan: TerritoryPolicy::Exclude,
            hongkong: TerritoryPolicy::Exclude,
            macao: TerritoryPolicy::Exclude,
            roll_up: false,
            metonyms: false,
        }
    }
}

impl Policy {
    /// Takes over the settings of one file; returns what is wrong with it.
    pub(crate) fn read(&mut self, text: &str) -> Vec<(&'static str, String)> {
        let table: toml::Table = match text.parse() {
            Ok(table) => table,
            Err(error) => return vec![("malformed_toml", error.message().to_owned())],
        };
        let mut faults = Vec::new();
        for (key, value) in &table {
            let known = match (key.as_str(), value) {
                ("home", toml::Value::String(id)) => EntityId::new(id).map(|id| self.home = id).is_ok(),
                ("taiwan", value) => set_territory(&mut self.taiwan, value),
                ("hongkong", value) => set_territory(&mut self.hongkong, value),
                ("macao", value) => set_territory(&mut self.macao, value),
                ("roll_up", toml::Value::Boolean(choice)) => {
                    self.roll_up = *choice;
                    true
                }
                ("metonyms", toml::Value::Boolean(choice)) => {
                    self.metonyms = *choice;
                    true
                }
                _ => false,
            };
            if !known {
                faults.push((
                    "bad_setting",
                    format!(
                        "{key} is no setting or has a value that it does not take; there are home = an id, taiwan, hongkong, macao = \"exclude\" or \
                         \"cow\", roll_up, metonyms = true or false"
                    ),
                ));
            }
        }
        faults
    }
}

fn set_territory(territory: &mut TerritoryPolicy, value: &toml::Value) -> bool {
    match value.as_str().and_then(TerritoryPolicy::from_word) {
        Some(choice) => {
            *territory = choice;
            true
        }
        None => false,
    }
}
