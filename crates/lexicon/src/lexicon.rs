use std::collections::BTreeMap;
use std::path::PathBuf;

use bangjiao_document::EntityId;

use crate::check;
use crate::files;
use crate::fold::Fold;
use crate::lookup::Index;
use crate::policy::Policy;
use crate::problem::{LexiconProblem, LexiconSeverity};
use crate::rows::{
    CountryAlias, CountryBlocker, CountryCode, DocumentNoun, GivenNameCharacter, GroupMember, LunarYear,
    Misprint, OfficeRow, OrdinaryCharacter, Organization, PartOfSpeech, Person, Place, Relation, SolarTerms,
    State, StopWord, Surname, Title, TitlePrefix, TransliterationCharacter, Treaty, TreatyAct,
};
use crate::rule::{self, Rule};
use crate::table::Table;

/// Everything that the files of `lexicons/` and the folders over them say; immutable and shared between threads.
///
/// Rows come in file order, embedded ones first; the embedded files are sorted by id and surface.
///
/// ```
/// use bangjiao_document::EntityId;
/// use bangjiao_lexicon::Lexicon;
/// use jiff::civil::date;
/// let (lexicon, _) = Lexicon::embedded();
/// let russia = EntityId::new("RUS")?;
/// assert_eq!(lexicon.codes_on(&russia, Some(date(1996, 7, 5))).cow, Some(365));
/// assert_eq!(lexicon.codes_on(&russia, Some(date(1955, 7, 5))).cow, None);
/// # Ok::<(), bangjiao_document::IdError>(())
/// ```
#[derive(Debug)]
pub struct Lexicon {
    pub(crate) tables: Tables,
    pub(crate) rules: BTreeMap<String, Vec<Rule>>,
    pub(crate) index: Index,
    fold: Fold,
    policy: Policy,
    hash: String,
}

/// The rows with where they stand.
#[derive(Debug)]
pub(crate) struct Tables {
    pub states: Table<State>,
    pub codes: Table<CountryCode>,
    pub aliases: Table<CountryAlias>,
    pub blockers: Table<CountryBlocker>,
    pub people: Table<Person>,
    pub offices: Table<OfficeRow>,
    pub titles: Table<Title>,
    pub title_prefixes: Table<TitlePrefix>,
    pub surnames: Table<Surname>,
    pub given_name_characters: Table<GivenNameCharacter>,
    pub ordinary_characters: Table<OrdinaryCharacter>,
    pub transliteration_characters: Table<TransliterationCharacter>,
    pub treaties: Table<Treaty>,
    pub document_nouns: Table<DocumentNoun>,
    pub treaty_acts: Table<TreatyAct>,
    pub misprints: Table<Misprint>,
    pub organizations: Table<Organization>,
    pub places: Table<Place>,
    pub group_members: Table<GroupMember>,
    pub relations: Table<Relation>,
    pub lunar_years: Table<LunarYear>,
    pub solar_terms: Table<SolarTerms>,
    pub stop_words: Table<StopWord>,
    pub parts_of_speech: Table<PartOfSpeech>,
}

const SCRIPT_FILE: &str = "script/TSCharacters.txt";
const POLICY_FILE: &str = "policy.toml";

impl Lexicon {
    /// The files that were embedded at build time, with the problems found in them.
    pub fn embedded() -> (Lexicon, Vec<LexiconProblem>) {
        Lexicon::with_overrides(&[])
    }

    /// The embedded files with folders over them, each before the next.
    ///
    /// A file of a name that `lexicons/` knows adds its rows; a row with the key of an earlier one replaces it, and
    /// with `off` in a column `action` it only removes it. Problems are sorted by file, in order of reading, and line.
    pub fn with_overrides(folders: &[PathBuf]) -> (Lexicon, Vec<LexiconProblem>) {
        let (files, mut problems) = files::gather(folders);
        let mut script = String::new();
        for file in files.iter().filter(|file| file.name == SCRIPT_FILE) {
            script.push_str(&file.text);
            script.push('\n');
        }
        let fold = Fold::parse(&script);
        let mut policy = Policy::default();
        for file in files.iter().filter(|file| file.name == POLICY_FILE) {
            problems.extend(policy.read(&file.text).into_iter().map(|(code, message)| LexiconProblem {
                file: file.shown.clone(),
                line: None,
                severity: LexiconSeverity::Error,
                code,
                message,
            }));
        }
        let found = &mut problems;
        let tables = Tables {
            states: Table::read(&files, &fold, found),
            codes: Table::read(&files, &fold, found),
            aliases: Table::read(&files, &fold, found),
            blockers: Table::read(&files, &fold, found),
            people: Table::read(&files, &fold, found),
            offices: Table::read(&files, &fold, found),
            titles: Table::read(&files, &fold, found),
            title_prefixes: Table::read(&files, &fold, found),
            surnames: Table::read(&files, &fold, found),
            given_name_characters: Table::read(&files, &fold, found),
            ordinary_characters: Table::read(&files, &fold, found),
            transliteration_characters: Table::read(&files, &fold, found),
            treaties: Table::read(&files, &fold, found),
            document_nouns: Table::read(&files, &fold, found),
            treaty_acts: Table::read(&files, &fold, found),
            misprints: Table::read(&files, &fold, found),
            organizations: Table::read(&files, &fold, found),
            places: Table::read(&files, &fold, found),
            group_members: Table::read(&files, &fold, found),
            relations: Table::read(&files, &fold, found),
            lunar_years: Table::read(&files, &fold, found),
            solar_terms: Table::read(&files, &fold, found),
            stop_words: Table::read(&files, &fold, found),
            parts_of_speech: Table::read(&files, &fold, found),
        };
        let rules = rule::read_rules(&files, found);
        check::report_unknown_files(&files, found);
        let mut tables = check::without_unknown_ids(tables, &policy, found);
        join_offices(&mut tables);
        let index = Index::new(&tables);
        let lexicon = Lexicon { tables, rules, index, fold, policy, hash: files::hash(&files) };
        check::report_conflicts(&lexicon, found);
        let order: Vec<&str> = files.iter().map(|file| &*file.shown).collect();
        problems.sort_by_key(|problem| (order.iter().position(|file| *file == &*problem.file), problem.line));
        (lexicon, problems)
    }

    /// SHA-256 over the names and contents of all files, overriding ones included, in lower-case hexadecimal.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// States and territories, by id.
    pub fn states(&self) -> &[State] {
        &self.tables.states.rows
    }

    /// The state with this id.
    pub fn state(&self, id: &EntityId) -> Option<&State> {
        self.index.state(id).and_then(|row| self.tables.states.rows.get(row))
    }

    /// Codes of states, each with its days.
    pub fn country_codes(&self) -> &[CountryCode] {
        &self.tables.codes.rows
    }

    /// Names of states.
    pub fn country_aliases(&self) -> &[CountryAlias] {
        &self.tables.aliases.rows
    }

    /// Strings that stop a name inside them.
    pub fn country_blockers(&self) -> &[CountryBlocker] {
        &self.tables.blockers.rows
    }

    /// People, each with terms of office.
    pub fn people(&self) -> &[Person] {
        &self.tables.people.rows
    }

    /// Titles beside names.
    pub fn titles(&self) -> &[Title] {
        &self.tables.titles.rows
    }

    /// Words before titles.
    pub fn title_prefixes(&self) -> &[TitlePrefix] {
        &self.tables.title_prefixes.rows
    }

    /// Chinese surnames.
    pub fn surnames(&self) -> &[Surname] {
        &self.tables.surnames.rows
    }

    /// Characters of Chinese given names.
    pub fn given_name_characters(&self) -> &[GivenNameCharacter] {
        &self.tables.given_name_characters.rows
    }

    /// Characters of ordinary words.
    pub fn ordinary_characters(&self) -> &[OrdinaryCharacter] {
        &self.tables.ordinary_characters.rows
    }

    /// Characters of transliterated names.
    pub fn transliteration_characters(&self) -> &[TransliterationCharacter] {
        &self.tables.transliteration_characters.rows
    }

    /// Agreements and joint documents.
    pub fn treaties(&self) -> &[Treaty] {
        &self.tables.treaties.rows
    }

    /// Nouns that name kinds of documents.
    pub fn document_nouns(&self) -> &[DocumentNoun] {
        &self.tables.document_nouns.rows
    }

    /// Words that say what was done with an agreement.
    pub fn treaty_acts(&self) -> &[TreatyAct] {
        &self.tables.treaty_acts.rows
    }

    /// Misprints of characters that look alike.
    pub fn misprints(&self) -> &[Misprint] {
        &self.tables.misprints.rows
    }

    /// Organizations.
    pub fn organizations(&self) -> &[Organization] {
        &self.tables.organizations.rows
    }

    /// Places.
    pub fn places(&self) -> &[Place] {
        &self.tables.places.rows
    }

    /// Members of groups.
    pub fn group_members(&self) -> &[GroupMember] {
        &self.tables.group_members.rows
    }

    /// Diplomatic relations of China.
    pub fn relations(&self) -> &[Relation] {
        &self.tables.relations.rows
    }

    /// Years of the lunar calendar, 1900 to 2100.
    pub fn lunar_years(&self) -> &[LunarYear] {
        &self.tables.lunar_years.rows
    }

    /// Solar terms of the years 1900 to 2100.
    pub fn solar_terms(&self) -> &[SolarTerms] {
        &self.tables.solar_terms.rows
    }

    /// Words without a subject of their own, which statistics may leave out.
    pub fn stop_words(&self) -> &[StopWord] {
        &self.tables.stop_words.rows
    }

    /// Words whose part of speech the segmenter's dictionary has wrong.
    pub fn parts_of_speech(&self) -> &[PartOfSpeech] {
        &self.tables.parts_of_speech.rows
    }

    /// The map by which text and surfaces are folded.
    pub fn fold(&self) -> &Fold {
        &self.fold
    }

    /// The rules of `rules/STEM.toml`, in order of the file; empty if there is no such file.
    pub fn rules(&self, file_stem: &str) -> &[Rule] {
        self.rules.get(file_stem).map_or(&[], Vec::as_slice)
    }

    /// Stems of the rule files, sorted.
    pub fn rule_files(&self) -> impl Iterator<Item = &str> {
        self.rules.keys().map(String::as_str)
    }

    /// What is the user's to choose.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }
}

fn join_offices(tables: &mut Tables) {
    let mut terms: BTreeMap<&EntityId, Vec<_>> = BTreeMap::new();
    for row in &tables.offices.rows {
        terms.entry(&row.person).or_default().push(row.term.clone());
    }
    for person in &mut tables.people.rows {
        person.offices = terms.remove(&person.id).unwrap_or_default();
        person.offices.sort_by(|a, b| (a.window, &a.role_zh).cmp(&(b.window, &b.role_zh)));
    }
}
