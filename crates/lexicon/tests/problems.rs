//! Each sort of problem has a folder in `tests/data` named after its code; overriding files change what they name.

use std::path::{Path, PathBuf};

use bangjiao_document::EntityId;
use bangjiao_lexicon::{Lexicon, TerritoryPolicy, Usage, check};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

#[test]
fn each_fault_is_reported_by_its_code_alone() {
    let mut names: Vec<String> = std::fs::read_dir(data(""))
        .expect("the folder is in the repository")
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name != "overrides")
        .collect();
    names.sort();
    assert!(names.len() > 30, "{names:?}");
    for name in names {
        let problems = check(&[data(&name)]);
        let messages: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert!(!problems.is_empty(), "{name} is not reported");
        assert!(problems.iter().all(|problem| problem.code == name), "{name}: {messages:#?}");
    }
}

#[test]
fn a_folder_that_is_not_there_is_a_problem() {
    let problems = check(&[data("no such folder")]);
    assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["unreadable"]);
}

#[test]
fn problems_carry_their_lines() {
    let lines = |name: &str| check(&[data(name)]).iter().map(|problem| problem.line).collect::<Vec<_>>();
    assert_eq!(lines("malformed_row"), [Some(3)]);
    assert_eq!(lines("not_utf8"), [Some(2)]);
    assert_eq!(lines("unknown_piece"), [Some(4)]);
    assert_eq!(lines("duplicate_row"), [Some(3)]);
}

#[test]
fn overriding_rows_add_replace_and_switch_off() {
    let (embedded, _) = Lexicon::embedded();
    let (lexicon, problems) = Lexicon::with_overrides(&[data("overrides")]);
    assert!(problems.is_empty(), "{problems:?}");
    assert!(check(&[data("overrides")]).is_empty());
    let usage = |lexicon: &Lexicon, surface: &str| {
        lexicon.country_aliases().iter().find(|alias| alias.printed == surface).map(|alias| alias.usage)
    };
    assert_eq!((usage(&embedded, "台湾省"), usage(&lexicon, "台湾省")), (Some(Usage::On), None));
    assert_eq!((usage(&embedded, "花旗国"), usage(&lexicon, "花旗国")), (None, Some(Usage::On)));
    assert_eq!((usage(&embedded, "锡兰"), usage(&lexicon, "锡兰")), (Some(Usage::On), Some(Usage::Off)));
    assert_eq!(lexicon.policy().taiwan, TerritoryPolicy::Cow);
    assert_eq!(lexicon.policy().home, EntityId::new("CHN").expect("an ASCII id is acceptable"));
    let rule = lexicon.rules("fruit").first().expect("the rule was read");
    assert_eq!(rule.text("colour"), Some("red"));
    assert_eq!(rule.regex.as_ref().map(regex::Regex::as_str), Some(r"(?:[吃买])了?(?<fruit>\p{Han}{1,2})"));
    assert_ne!(embedded.hash(), lexicon.hash());
    assert_eq!(lexicon.hash(), Lexicon::with_overrides(&[data("overrides")]).0.hash());
}
