//! 中尼两国 in 1960: of the states that a letter can mean, the only one with which China had relations.

use bangjiao_document::RuleId;
use bangjiao_lexicon::{Lexicon, Window};
use jiff::civil::Date;

use super::letters::{Letter, Letters, Row};
use super::rules::WordRule;
use super::states::States;

/// The rules of shape `relations`, and the days on which there were relations.
pub(super) struct Relations {
    rules: Vec<WordRule>,
    /// The days, by number of the state.
    of_state: Vec<Vec<Window>>,
}

impl Relations {
    /// Reads the rules and `prc_relations.csv`.
    pub fn new(lexicon: &Lexicon, states: &States, letters: &Letters) -> Self {
        let rules = lexicon.rules("abbreviations").iter();
        let rules = rules.filter(|rule| rule.text("shape") == Some("relations"));
        let mut of_state = vec![Vec::new(); states.len()];
        for relation in lexicon.relations() {
            if let Some(state) = states.number(&relation.entity) {
                of_state[usize::from(state)].extend(relation.windows());
            }
        }
        Relations { rules: rules.map(|rule| WordRule::new(rule, letters)).collect(), of_state }
    }

    /// Whether a rule begins with this letter.
    pub fn begin_with(&self, letter: u16) -> bool {
        self.rules.iter().any(|rule| rule.letters.contains(&letter))
    }

    /// The row that a letter means after the one of a rule and before `rest`.
    pub fn read<'l>(
        &self,
        (first, second): (u16, u16),
        letter: &'l Letter,
        rest: &str,
        day: Option<Date>,
    ) -> Option<(&RuleId, &'l Row)> {
        let rule = self.rules.iter().find(|rule| {
            rule.letters.contains(&first)
                && !rule.except.contains(&second)
                && rule.after.iter().any(|word| rest.starts_with(word.as_str()))
        })?;
        Some((&rule.id, self.only(letter, day)?))
    }

    /// The row of a letter of the only state with which China had relations.
    pub fn only<'l>(&self, letter: &'l Letter, day: Option<Date>) -> Option<&'l Row> {
        let is_related = |row: &&Row| {
            let mut relations = self.of_state[usize::from(row.state)].iter();
            row.window.contains(day) && relations.any(|relations| relations.contains(day))
        };
        let mut related = letter.rows.iter().filter(is_related);
        let only = related.next()?;
        related.all(|row| row.state == only.state).then_some(only)
    }
}
