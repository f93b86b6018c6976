//! Which state a surface means, where several lexicon rows claim it.

use bangjiao_document::{EntityId, Form};
use bangjiao_lexicon::{CountryAlias, Status, Window};
use jiff::civil::Date;

use super::Article;
use super::letters::{Letter, Row};

/// The state that a surface means, and the others that it could have meant.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    /// Number of the state.
    pub state: u16,
    /// Number of the lexicon row.
    pub row: u32,
    /// The other states whose rows are valid on the day, sorted.
    pub candidates: Vec<EntityId>,
    /// Whether the letters beside it, and nothing else, say which state is meant.
    pub is_by_pair: bool,
}

/// A region with so many times the partners of another one is the one that is meant.
const FAR_MORE: usize = 3;

/// So many letters before one are looked at for the same.
const MOST_BEFORE: usize = 50;

impl Article<'_, '_> {
    fn alias(&self, row: u32) -> &CountryAlias {
        &self.context.lexicon.country_aliases()[row as usize]
    }

    pub(super) fn is_valid(&self, window: Window) -> bool {
        window.is_unlimited() || window.contains(self.context.day)
    }

    /// Reads a name by its rows alone: the one that is on and valid on the day.
    ///
    /// After the end of every window it means the state that bore it last.
    pub(super) fn read_name(&self, rows: &[u32]) -> Option<Reading> {
        let plain = |row: &u32| {
            let alias = self.alias(*row);
            // Capitals are scanned for only where the policy asks for them.
            alias.is_plain() || alias.is_metonym()
        };
        if let [only] = rows {
            // Most names are claimed by one row.
            let alias = self.alias(*only);
            if self.is_valid(alias.window) {
                return plain(only).then(|| self.reading(*only, &[]));
            }
        }
        let valid: Vec<u32> =
            rows.iter().copied().filter(|&row| self.is_valid(self.alias(row).window)).collect();
        if let Some(row) = self.youngest(valid.iter().copied().filter(plain)) {
            return Some(self.reading(row, &valid));
        }
        if !valid.is_empty() {
            return None;
        }
        let row = self.last_bearer(rows.iter().copied().filter(plain))?;
        Some(self.reading(row, &[]))
    }

    /// Reads a name or side that needs evidence: the state that the article names in full, the nearest before winning, else the
    /// only one of which it names a town or a leader.
    pub(super) fn read_by_evidence(&self, rows: &[u32], at: u32) -> Option<Reading> {
        let valid: Vec<u32> =
            rows.iter().copied().filter(|&row| self.is_valid(self.alias(row).window)).collect();
        let state = |row: u32| self.tagger.states.of_row(row);
        let named = valid
            .iter()
            .filter_map(|&row| Some((self.evidence.distance(state(row), at)?, row)))
            .min()
            .map(|(_, row)| row);
        let on = |row: &u32| self.alias(*row).is_plain();
        // 刚果 beside 布拉柴维尔, on days on which it means another state alone.
        let hinted = || (valid.len() > 1).then(|| self.read_by_hint(&valid)).flatten();
        let row = named.or_else(hinted).or_else(|| self.youngest(valid.iter().copied().filter(on)));
        if let Some(row) = row {
            return Some(self.reading(row, &valid));
        }
        let bearers = rows.iter().copied().filter(|row| on(row) || self.evidence.is_named(state(*row)));
        Some(self.reading(self.last_bearer(bearers)?, &[]))
    }

    /// Reads a side of which the article names no state: the only one of which it names a town or a leader.
    pub(super) fn read_side_by_hint(&self, rows: &[u32]) -> Option<Reading> {
        let valid: Vec<u32> =
            rows.iter().copied().filter(|&row| self.is_valid(self.alias(row).window)).collect();
        Some(self.reading(self.read_by_hint(&valid)?, &valid))
    }

    /// Of rows of several states that of the only one of which the article names a town or a leader.
    fn read_by_hint(&self, rows: &[u32]) -> Option<u32> {
        let state = |row: u32| self.tagger.states.of_row(row);
        let hinted = self.hinted(rows.iter().map(|&row| state(row)))?;
        rows.iter().copied().find(|&row| state(row) == hinted)
    }

    /// Reads a letter beside others (`partners` are states already read) or alone.
    ///
    /// In this order: the state that the article names in full, where two are named the one that goes with its
    /// partners, then the nearest before; without one the state that goes with the partners on this day; the row that
    /// needs no evidence; the only state of which the article names a town or a leader; in an enumeration of states the
    /// only state; the only state of the partners' region.
    pub(super) fn read_letter(&self, number: u16, at: u32, beside: &Beside<'_>) -> Option<Reading> {
        let letter = self.tagger.letters.get(number);
        let valid = || letter.rows.iter().filter(|row| self.is_valid(row.window));
        if let [only] = letter.rows.as_slice() {
            if !self.is_valid(only.window) {
                let over = only.window.to.zip(self.context.day).is_some_and(|(to, day)| to < day);
                return (over && self.evidence.is_named(only.state)).then(|| self.reading_of(only));
            }
            if only.is_plain || self.evidence.is_named(only.state) || letter.is_distinct && beside.is_run {
                return Some(self.reading_of(only));
            }
            if beside.is_counted {
                return Some(self.reading_of(only));
            }
            if self.hinted([only.state]).is_some() {
                return Some(self.reading_of(only));
            }
            let is_paired = beside.pair.is_some_and(|pair| pair.contains(&only.state));
            return is_paired.then(|| Reading { is_by_pair: true, ..self.reading_of(only) });
        }
        if valid().next().is_none() {
            let over = |row: &&Row| {
                row.window.to.zip(self.context.day).is_some_and(|(to, day)| to < day)
                    && (row.is_plain || self.evidence.is_named(row.state))
            };
            let last = letter.rows.iter().filter(over).max_by_key(|row| (row.window.to, row.row))?;
            return Some(self.reading_of(last));
        }
        let paired = beside.pair.and_then(|pair| valid().find(|row| pair.contains(&row.state)));
        let chosen = match paired {
            Some(row) if beside.is_certain || self.evidence.is_named(row.state) => Some(row),
            _ => None,
        };
        let chosen = chosen
            .or_else(|| self.read_before(letter, at).and_then(|state| valid().find(|row| row.state == state)))
            .or_else(|| {
                // 日、韩、澳、新四国 where 新加坡 and 新西兰 are named
                let named = || valid().filter(|row| self.evidence.is_named(row.state));
                let is_open = beside.is_counted && named().nth(1).is_some();
                self.of_region(named(), beside.partners).filter(|_| is_open)
            })
            .or_else(|| {
                let near =
                    |row: &&Row| self.evidence.distance(row.state, at).map(|distance| (distance, row.row));
                valid().filter(|row| near(row).is_some()).min_by_key(near)
            })
            .or(paired)
            .or_else(|| {
                let plain = self.youngest(valid().filter(|row| row.is_plain).map(|row| row.row))?;
                valid().find(|row| row.row == plain)
            })
            .or_else(|| {
                let hinted = self.hinted(valid().map(|row| row.state))?;
                valid().find(|row| row.state == hinted)
            })
            .or_else(|| self.only_state(valid()).filter(|_| beside.is_counted))
            .or_else(|| self.of_region(valid(), beside.partners))?;
        let rows: Vec<u32> = valid().map(|row| row.row).collect();
        let is_by_pair = paired.is_some_and(|row| row.row == chosen.row)
            && !chosen.is_plain
            && !self.evidence.is_named(chosen.state);
        Some(Reading { is_by_pair, ..self.reading(chosen.row, &rows) })
    }

    /// The state for which the same letter stood last in the paragraph: 塞总统 before 塞驻美大使.
    fn read_before(&self, letter: &Letter, at: u32) -> Option<u16> {
        let from = self.context.paragraph_start(at);
        let is_row = |state: u16| letter.rows.iter().any(|row| row.state == state);
        let letters = self.found.iter().rev().take(MOST_BEFORE);
        let mut letters =
            letters.take_while(|found| found.form == Form::Abbreviation && from <= found.span.start);
        let character = self.context.after(at);
        let same = letters.find(|found| self.context.after(found.span.start) == character);
        same.map(|found| found.state).filter(|&state| is_row(state))
    }

    /// The row whose state lies in the region of a partner, where two do that of far more of them: 乌 of 哈、吉、塔、乌 and 俄.
    fn of_region<'r>(&self, rows: impl Iterator<Item = &'r Row>, partners: &[u16]) -> Option<&'r Row> {
        let states = &self.tagger.states;
        let mut partners = partners.to_vec();
        partners.sort_unstable();
        partners.dedup();
        let neighbours =
            |row: &Row| partners.iter().filter(|&&partner| states.same_region(partner, row.state)).count();
        let mut best: Option<(usize, &Row)> = None;
        let mut second = 0;
        for row in rows {
            let n = neighbours(row);
            match best {
                Some((_, known)) if known.state == row.state => {}
                Some((most, _)) if n <= most => second = second.max(n),
                _ => {
                    second = second.max(best.map_or(0, |(most, _)| most));
                    best = Some((n, row));
                }
            }
        }
        best.filter(|&(most, _)| most > 0 && (second == 0 || most >= FAR_MORE * second)).map(|(_, row)| row)
    }

    /// The one row of a state, beside those of territories: 澳 of Australia, not of Macao.
    pub(super) fn only_state<'r>(&self, rows: impl Iterator<Item = &'r Row>) -> Option<&'r Row> {
        let status = |row: &Row| Some(self.context.lexicon.state(self.tagger.states.id(row.state))?.status);
        let is_territory = |row: &Row| matches!(status(row), Some(Status::Territory | Status::Special));
        let mut states = rows.filter(|row| !is_territory(row));
        let first = states.next()?;
        states.next().is_none().then_some(first)
    }

    /// A reading without other candidates.
    pub(super) fn reading_of(&self, row: &Row) -> Reading {
        Reading { state: row.state, row: row.row, candidates: Vec::new(), is_by_pair: false }
    }

    /// A reading with the other states among the valid rows as candidates.
    pub(super) fn reading(&self, row: u32, valid: &[u32]) -> Reading {
        let states = &self.tagger.states;
        let state = states.of_row(row);
        let mut others: Vec<u16> =
            valid.iter().map(|&row| states.of_row(row)).filter(|&other| other != state).collect();
        let mut candidates: Vec<EntityId> = Vec::new();
        if !others.is_empty() {
            others.sort_unstable();
            others.dedup();
            candidates.extend(others.iter().map(|&other| states.id(other).clone()));
            candidates.sort();
        }
        Reading { state, row, candidates, is_by_pair: false }
    }

    /// The row with the youngest window: without a date, that of a state that has not ended.
    fn youngest(&self, rows: impl Iterator<Item = u32>) -> Option<u32> {
        rows.max_by_key(|&row| {
            let alias = self.alias(row);
            let lexicon = self.context.lexicon;
            let alive = lexicon.state(&alias.entity).is_some_and(|state| state.life.to.is_none());
            (alias.window.to.is_none(), alive, alias.window.from, std::cmp::Reverse(row))
        })
    }

    /// The row whose window ended last before the article's day.
    fn last_bearer(&self, rows: impl Iterator<Item = u32>) -> Option<u32> {
        let day = self.context.day?;
        let ended = |row: u32| -> Option<Date> { self.alias(row).window.to.filter(|&to| to < day) };
        rows.filter(|&row| ended(row).is_some()).max_by_key(|&row| (ended(row), std::cmp::Reverse(row)))
    }
}

/// What stands beside a letter.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Beside<'r> {
    /// States of the other letters of its run, as far as they are read.
    pub partners: &'r [u16],
    /// States for which its run of letters is known to stand.
    pub pair: Option<&'r [u16]>,
    /// Whether the pair stands for these states whatever the article names.
    pub is_certain: bool,
    /// Whether a letter that is sure stands beside it.
    pub is_run: bool,
    /// Whether an enumeration says that it is of states: 英、澳等国.
    pub is_counted: bool,
}
