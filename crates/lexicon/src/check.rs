use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use bangjiao_document::EntityId;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::files::SourceFile;
use crate::lexicon::{Lexicon, Tables};
use crate::policy::Policy;
use crate::problem::{LexiconProblem, LexiconSeverity};
use crate::rows::{
    CountryAlias, CountryBlocker, CountryCode, DocumentNoun, GivenNameCharacter, GroupMember, LunarYear,
    Misprint, OfficeRow, OrdinaryCharacter, Organization, PartOfSpeech, Person, Place, Relation, SolarTerms,
    State, StopWord, Surname, Title, TitlePrefix, TransliterationCharacter, Treaty, TreatyAct, Usage,
};
use crate::rule::check_examples;
use crate::table::{Origin, Row, Table};

/// Every problem of the embedded files and the folders over them, in order of reading and line, then of the examples.
///
/// Beyond what [`Lexicon::with_overrides`] reports, the examples of the rules are run.
pub fn check(folders: &[PathBuf]) -> Vec<LexiconProblem> {
    let (lexicon, mut problems) = Lexicon::with_overrides(folders);
    for rule in lexicon.rules.values().flatten() {
        check_examples(rule, &mut problems);
    }
    problems
}

/// Reports data files that no part of the lexicon reads; a misspelt name would be ignored silently.
pub(crate) fn report_unknown_files(files: &[SourceFile], problems: &mut Vec<LexiconProblem>) {
    for file in files {
        let known = KNOWN_FILES.contains(&file.name.as_str())
            || file.name.strip_prefix("rules/").is_some_and(|name| name.ends_with(".toml"));
        if !known {
            problems.push(LexiconProblem {
                file: Arc::clone(&file.shown),
                line: None,
                severity: LexiconSeverity::Warning,
                code: "unknown_file",
                message: format!(
                    "{} is no file of the lexicon, so nothing reads it; see lexicons/README.md",
                    file.name
                ),
            });
        }
    }
}

const KNOWN_FILES: &[&str] = &[
    "SOURCES.csv",
    "policy.toml",
    "script/TSCharacters.txt",
    State::FILE,
    CountryCode::FILE,
    CountryAlias::FILE,
    CountryBlocker::FILE,
    Person::FILE,
    OfficeRow::FILE,
    Title::FILE,
    TitlePrefix::FILE,
    Surname::FILE,
    GivenNameCharacter::FILE,
    OrdinaryCharacter::FILE,
    TransliterationCharacter::FILE,
    Treaty::FILE,
    DocumentNoun::FILE,
    TreatyAct::FILE,
    Misprint::FILE,
    Organization::FILE,
    Place::FILE,
    GroupMember::FILE,
    Relation::FILE,
    LunarYear::FILE,
    SolarTerms::FILE,
    StopWord::FILE,
    PartOfSpeech::FILE,
];

/// Drops rows that name an id without a row of its own, and reports them.
pub(crate) fn without_unknown_ids(
    mut tables: Tables,
    policy: &Policy,
    problems: &mut Vec<LexiconProblem>,
) -> Tables {
    let states: FxHashSet<EntityId> = tables.states.rows.iter().map(|row| row.id.clone()).collect();
    let people: FxHashSet<EntityId> = tables.people.rows.iter().map(|row| row.id.clone()).collect();
    let organizations: FxHashSet<EntityId> =
        tables.organizations.rows.iter().map(|row| row.id.clone()).collect();
    let in_states = |id: &EntityId| (!states.contains(id)).then(|| (id.clone(), State::FILE));
    let may_be_state = |id: &Option<EntityId>| id.as_ref().and_then(in_states);
    let tables_problems = &mut *problems;
    keep_known(&mut tables.states, tables_problems, |row| may_be_state(&row.rolls_up_to));
    keep_known(&mut tables.codes, tables_problems, |row| in_states(&row.entity));
    keep_known(&mut tables.aliases, tables_problems, |row| in_states(&row.entity));
    keep_known(&mut tables.people, tables_problems, |row| may_be_state(&row.country));
    keep_known(&mut tables.offices, tables_problems, |row| {
        let person = (!people.contains(&row.person)).then(|| (row.person.clone(), Person::FILE));
        person.or_else(|| may_be_state(&row.term.country))
    });
    keep_known(&mut tables.treaties, tables_problems, |row| row.parties.iter().find_map(in_states));
    keep_known(&mut tables.organizations, tables_problems, |row| may_be_state(&row.country));
    keep_known(&mut tables.places, tables_problems, |row| may_be_state(&row.country));
    keep_known(&mut tables.relations, tables_problems, |row| in_states(&row.entity));
    keep_known(&mut tables.group_members, tables_problems, |row| {
        let group = (!organizations.contains(&row.group)).then(|| (row.group.clone(), Organization::FILE));
        group.or_else(|| in_states(&row.entity))
    });
    if let Some((id, file)) = in_states(&policy.home) {
        problems.push(LexiconProblem {
            file: Arc::from("policy.toml"),
            line: None,
            severity: LexiconSeverity::Error,
            code: "unknown_id",
            message: format!("home is {id}, which has no row in {file}"),
        });
    }
    tables
}

fn keep_known<T>(
    table: &mut Table<T>,
    problems: &mut Vec<LexiconProblem>,
    unknown: impl Fn(&T) -> Option<(EntityId, &'static str)>,
) {
    let mut at = 0;
    while at < table.rows.len() {
        match unknown(&table.rows[at]) {
            None => at += 1,
            Some((id, file)) => {
                let origin = table.origins.remove(at);
                table.rows.remove(at);
                let message = format!("{id} has no row in {file}; add it there or mend the id");
                problems.push(at_origin(&origin, LexiconSeverity::Error, "unknown_id", message));
            }
        }
    }
}

/// Reports what two rows say against each other.
pub(crate) fn report_conflicts(lexicon: &Lexicon, problems: &mut Vec<LexiconProblem>) {
    report_repeated_ids(lexicon, problems);
    report_code_clashes(lexicon, problems);
    report_shadowed_aliases(lexicon, problems);
}

/// Reports ids that two rows of one layer claim; `duplicate_row` sees only rows that are alike in their dates.
fn report_repeated_ids(lexicon: &Lexicon, problems: &mut Vec<LexiconProblem>) {
    fn repeated<T>(table: &Table<T>, id: impl Fn(&T) -> &EntityId, problems: &mut Vec<LexiconProblem>) {
        let mut seen: FxHashMap<&EntityId, &Origin> = FxHashMap::default();
        for (row, origin) in table.iter() {
            if let Some(first) = seen.insert(id(row), origin) {
                let message =
                    format!("{} has a row in line {} of {} already", id(row), first.line, first.file);
                problems.push(at_origin(origin, LexiconSeverity::Error, "duplicate_id", message));
            }
        }
    }
    let tables = &lexicon.tables;
    repeated(&tables.states, |row| &row.id, problems);
    repeated(&tables.people, |row| &row.id, problems);
    repeated(&tables.treaties, |row| &row.id, problems);
    repeated(&tables.organizations, |row| &row.id, problems);
    repeated(&tables.places, |row| &row.id, problems);
}

fn report_code_clashes(lexicon: &Lexicon, problems: &mut Vec<LexiconProblem>) {
    let mut holders: BTreeMap<(_, &str), Vec<(&CountryCode, &Origin)>> = BTreeMap::new();
    for (row, origin) in lexicon.tables.codes.iter() {
        let others = holders.entry((row.system, &row.code)).or_default();
        for (other, _) in others.iter() {
            if other.entity != row.entity && other.window.overlaps(row.window) {
                let message = format!(
                    "{} and {} both hold {} {} in {}; end one of the two",
                    other.entity,
                    row.entity,
                    row.system.as_str(),
                    row.code,
                    row.window
                );
                problems.push(at_origin(origin, LexiconSeverity::Error, "code_held_twice", message));
            }
        }
        others.push((row, origin));
    }
}

/// Reports aliases that never win: blocked whole, or repeated by a row of their own state that holds longer.
fn report_shadowed_aliases(lexicon: &Lexicon, problems: &mut Vec<LexiconProblem>) {
    let mut whole: FxHashSet<&str> = FxHashSet::default();
    for blocker in lexicon.country_blockers() {
        if blocker.blocks.contains(&blocker.surface) {
            whole.insert(&blocker.surface);
        }
    }
    let mut by_surface: FxHashMap<&str, Vec<(&CountryAlias, &Origin)>> = FxHashMap::default();
    for (alias, origin) in lexicon.tables.aliases.iter() {
        by_surface.entry(&alias.surface).or_default().push((alias, origin));
    }
    for (alias, origin) in lexicon.tables.aliases.iter().filter(|(alias, _)| alias.usage != Usage::Off) {
        if whole.contains(alias.surface.as_str()) {
            let message = format!(
                "{} is blocked as a whole by country_blockers.csv; remove one of the two",
                alias.printed
            );
            problems.push(at_origin(origin, LexiconSeverity::Warning, "shadowed_row", message));
        }
        for (other, place) in by_surface.get(alias.surface.as_str()).into_iter().flatten() {
            let same = std::ptr::eq(*other, alias) || other.entity != alias.entity;
            let stronger = other.usage < alias.usage || other.window != alias.window;
            if !same && stronger && other.usage <= alias.usage && other.window.covers(alias.window) {
                let message = format!(
                    "line {} says the same for longer, so this row never wins; remove it",
                    place.line
                );
                problems.push(at_origin(origin, LexiconSeverity::Warning, "shadowed_row", message));
            }
        }
    }
}

fn at_origin(
    origin: &Origin,
    severity: LexiconSeverity,
    code: &'static str,
    message: String,
) -> LexiconProblem {
    LexiconProblem { file: Arc::clone(&origin.file), line: Some(origin.line), severity, code, message }
}
