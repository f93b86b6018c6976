//! The embedded lexicon is sound, and agrees with what its documentation says.

use std::collections::BTreeSet;
use std::path::PathBuf;

use bangjiao_document::{EntityId, Kind};
use bangjiao_lexicon::{CodeSystem, Lexicon, PartyNote, Usage, Window, check};
use jiff::civil::{Date, date};

fn lexicons() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../lexicons")
}

fn id(text: &str) -> EntityId {
    EntityId::new(text).expect("ids in tests are acceptable")
}

fn csv_files() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for folder in ["", "calendar/"] {
        for entry in std::fs::read_dir(lexicons().join(folder)).expect("the folder is in the repository") {
            let name = entry.expect("it can be listed").file_name().to_string_lossy().into_owned();
            if name.ends_with(".csv") {
                let text =
                    std::fs::read_to_string(lexicons().join(folder).join(&name)).expect("files are UTF-8");
                files.push((format!("{folder}{name}"), text));
            }
        }
    }
    files.sort();
    files
}

#[test]
fn there_is_no_problem_at_all() {
    let problems: Vec<String> = check(&[]).iter().map(ToString::to_string).collect();
    assert_eq!(problems, Vec::<String>::new());
}

#[test]
fn headers_are_those_of_the_readme() {
    let readme = std::fs::read_to_string(lexicons().join("README.md")).expect("there is a README");
    for (name, text) in csv_files().iter().filter(|(name, _)| name != "calendar/solar_terms.csv") {
        let header = text.lines().next().unwrap_or_default().replace(',', ", ");
        assert!(readme.contains(&format!("| `{name}` | {header} |")), "README.md lacks {name} | {header}");
    }
}

#[test]
fn agreements_of_many_name_their_parties_or_say_why_not() {
    let (lexicon, _) = Lexicon::embedded();
    for treaty in lexicon.treaties() {
        let (id, n_parties) = (&treaty.id, treaty.parties.len());
        match treaty.party_note {
            None if treaty.multilateral => {
                assert!(n_parties > 2, "{id} names no parties and does not say why")
            }
            None => assert!(n_parties > 0, "{id} names no parties"),
            Some(PartyNote::Some) => assert!(n_parties > 0, "{id} names none of its parties"),
            Some(note) => {
                assert!(n_parties == 0 && treaty.multilateral, "{id} names parties and is {note:?}")
            }
        }
    }
}

#[test]
fn every_source_has_a_row_and_rows_are_sorted() {
    let files = csv_files();
    let sources: BTreeSet<String> = files
        .iter()
        .filter(|(name, _)| name == "SOURCES.csv")
        .flat_map(|(_, text)| {
            csv::Reader::from_reader(text.as_bytes()).into_records().flatten().collect::<Vec<_>>()
        })
        .map(|record| record.get(0).unwrap_or_default().to_owned())
        .collect();
    for (name, text) in
        files.iter().filter(|(name, _)| name != "SOURCES.csv" && !name.starts_with("calendar"))
    {
        let mut last = String::new();
        for record in csv::Reader::from_reader(text.as_bytes()).into_records() {
            let record = record.expect("rows can be read");
            let first = record.get(0).unwrap_or_default().to_owned();
            assert!(last <= first, "{name}: {first} stands after {last}");
            last = first;
            for source in record.get(record.len() - 1).unwrap_or_default().split('|') {
                assert!(sources.contains(source), "{name}: {last} has the unknown source {source:?}");
            }
        }
    }
}

#[test]
fn members_of_the_state_system_are_those_of_the_source() {
    let (lexicon, _) = Lexicon::embedded();
    let expected = include_str!("data/cow_members.csv");
    for line in expected.lines().skip(1) {
        let mut cells = line.splitn(3, ',');
        let year: i16 = cells.next().and_then(|cell| cell.parse().ok()).expect("the year is a number");
        let count: usize = cells.next().and_then(|cell| cell.parse().ok()).expect("the count is a number");
        let day = Some(date(year, 7, 1));
        let mut codes: Vec<i64> =
            lexicon.states().iter().filter_map(|state| lexicon.codes_on(&state.id, day).cow).collect();
        codes.sort_unstable();
        let codes: Vec<String> = codes.iter().map(i64::to_string).collect();
        assert_eq!(codes.join(" "), cells.next().unwrap_or_default(), "members in {year}");
        assert_eq!(codes.len(), count, "number of members in {year}");
    }
}

#[test]
fn codes_follow_regimes() {
    let (lexicon, _) = Lexicon::embedded();
    let cow = |state: &str, day: Date| lexicon.codes_on(&id(state), Some(day)).cow;
    assert_eq!(cow("DEU", date(1954, 1, 1)), None);
    assert_eq!(cow("DEU", date(1972, 1, 1)), Some(260));
    assert_eq!(cow("DEU", date(1998, 1, 1)), Some(255));
    assert_eq!(cow("SUN", date(1991, 12, 25)), Some(365));
    assert_eq!(cow("RUS", date(1991, 12, 25)), None);
    assert_eq!(cow("RUS", date(1991, 12, 26)), Some(365));
    assert_eq!(cow("YUG", date(1998, 1, 1)), Some(345));
    assert_eq!(cow("SCG", date(2005, 1, 1)), Some(345));
    assert_eq!(cow("SRB", date(2010, 1, 1)), Some(345));
    assert_eq!(cow("SYR", date(1960, 1, 1)), None);
    assert_eq!(cow("YEM", date(1980, 1, 1)), Some(678));
    assert_eq!(cow("YEM", date(1995, 1, 1)), Some(679));
    assert_eq!(lexicon.codes_on(&id("YEM"), Some(date(1995, 1, 1))).gw, Some(678));
    assert_eq!(lexicon.codes_on(&id("SUN"), None).cow, Some(365));
    assert_eq!(lexicon.codes_on(&id("DEU"), None).cow, Some(255));
    assert_eq!(cow("X-RVN", date(1998, 1, 1)), None);
}

#[test]
fn states_live_and_end() {
    let (lexicon, _) = Lexicon::embedded();
    let alive = |state: &str, day: Date| lexicon.alive(&id(state), day);
    assert_eq!(alive("SUN", date(1998, 1, 1)), Some(false));
    assert_eq!(alive("SUN", date(1955, 1, 1)), Some(true));
    assert_eq!(alive("RUS", date(1955, 1, 1)), Some(false));
    assert_eq!(alive("RUS", date(1910, 1, 1)), Some(true));
    assert_eq!(alive("KAZ", date(1996, 7, 5)), Some(true));
    let in_1991 = Window { from: Some(date(1991, 1, 1)), to: Some(date(1991, 12, 31)) };
    assert_eq!(
        ["SUN", "RUS", "CSK", "SCG"].map(|state| lexicon.alive_in(&id(state), in_1991)),
        [true, true, true, false].map(Some)
    );
    assert_eq!(alive("VNM", date(1955, 1, 1)), Some(true));
    assert_eq!(alive("X-RVN", date(1976, 1, 1)), Some(false));
    assert_eq!(alive("P-nazarbayev-nursultan", date(1996, 7, 5)), Some(true));
    assert_eq!(alive("person:王大成", date(1996, 7, 5)), None);
}

#[test]
fn ids_follow_the_continuity_of_states() {
    let (lexicon, _) = Lexicon::embedded();
    let states = |surface: &str, day: Date| -> Vec<String> {
        let mut states: Vec<String> = lexicon
            .show(surface, Some(day))
            .iter()
            .filter(|reading| reading.kind == "country" && reading.wins)
            .filter_map(|reading| reading.entity.as_ref().map(ToString::to_string))
            .collect();
        states.dedup();
        states
    };
    assert_eq!(states("锡兰", date(1955, 1, 1)), ["LKA"]);
    assert_eq!(states("扎伊尔", date(1975, 1, 1)), ["COD"]);
    assert_eq!(states("联邦德国", date(1975, 1, 1)), ["DEU"]);
    assert_eq!(states("民主德国", date(1975, 1, 1)), ["DDR"]);
    assert_eq!(states("越南民主共和国", date(1965, 1, 1)), ["VNM"]);
    assert_eq!(states("苏联", date(1998, 1, 1)), ["SUN"]);
    assert_eq!(states("蘇聯", date(1950, 1, 1)), ["SUN"]);
    assert_eq!(states("南斯拉夫", date(1970, 1, 1)), ["YUG"]);
    assert_eq!(states("南斯拉夫联盟共和国", date(1998, 1, 1)), ["YUG"]);
    assert_eq!(states("台湾", date(1998, 1, 1)), ["TWN"]);
    assert_eq!(states("香港", date(1998, 1, 1)), ["HKG"]);
    assert_eq!(states("科索沃", date(2010, 1, 1)), ["XKX"]);
    assert_eq!(states("華盛頓", date(1998, 1, 1)), Vec::<String>::new());
}

#[test]
fn names_of_states_are_never_left_to_chance() {
    let (lexicon, _) = Lexicon::embedded();
    let undecided: Vec<String> =
        lexicon.ambiguous().into_iter().filter(|row| row.undecided).map(|row| row.surface).collect();
    assert_eq!(undecided, Vec::<String>::new());
}

#[test]
fn information_is_dated() {
    let (lexicon, _) = Lexicon::embedded();
    let info = lexicon.info(&id("DDR"), Kind::Country, Some(date(1975, 1, 1)));
    assert_eq!((info.name_zh.as_str(), info.iso3.as_deref(), info.cow), ("民主德国", Some("DDR"), Some(265)));
    assert_eq!(info.rolls_up_to, Some(id("DEU")));
    let info = lexicon.info(&id("X-RVN"), Kind::Country, Some(date(1998, 1, 1)));
    assert_eq!((info.iso3, info.cow, info.gw), (None, None, None));
    let info = lexicon.info(&id("P-nazarbayev-nursultan"), Kind::Person, None);
    assert_eq!((info.name_en.as_deref(), info.country), (Some("Nursultan Nazarbayev"), Some(id("KAZ"))));
    let info = lexicon.info(&EntityId::unlinked(Kind::Person, "王大成"), Kind::Person, None);
    assert_eq!((info.name_zh.as_str(), info.name_en), ("王大成", None));
}

#[test]
fn every_state_has_a_name_that_is_on() {
    let (lexicon, _) = Lexicon::embedded();
    let named: BTreeSet<&EntityId> = lexicon
        .country_aliases()
        .iter()
        .filter(|alias| alias.usage == Usage::On)
        .map(|alias| &alias.entity)
        .collect();
    let numbered: BTreeSet<&EntityId> = lexicon
        .country_codes()
        .iter()
        .filter(|code| code.system == CodeSystem::Cow && code.window.to.is_none_or(|to| to.year() >= 1946))
        .map(|code| &code.entity)
        .collect();
    let silent: Vec<&&EntityId> = numbered.difference(&named).collect();
    assert!(silent.is_empty(), "members of the state system without a name: {silent:?}");
}
