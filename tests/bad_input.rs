//! Input and surroundings that are wrong, each with the message that it gives: nothing is lost silently.

mod program;

use std::fs::{self, File};
use std::io::Write;
use std::process::Stdio;

use program::{Outcome, Workplace};
use serde_json::Value;

const ARTICLE: &str = "{\"id\":\"a\",\"date\":\"1996-07-06\",\"body\":\"中国和日本举行会谈。\"}\n";

#[track_caller]
fn refused(outcome: &Outcome, message: &str) {
    assert_eq!((outcome.code, outcome.stdout.as_str(), outcome.stderr.trim_end()), (Some(2), "", message));
}

/// Runs the job on an input that loses records, and returns the rows of `problems` that say so.
fn lost(workplace: &Workplace, input: &str) -> Vec<Value> {
    let outcome = workplace.run(&["run", input, "-o", "out", "--format", "jsonl", "--quiet"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(1), ""), "{input}");
    let counts = workplace.manifest("out")["counts"].clone();
    let number = |key: &str| counts[key].as_u64().expect("a count");
    assert_eq!(number("records"), number("articles") + number("lost"));
    let mut problems = workplace.rows("out", "problems");
    problems.retain(|row| row["severity"] == "lost");
    assert_eq!(u64::try_from(problems.len()).expect("they are few"), number("lost"));
    problems
}

#[track_caller]
fn check(problem: &Value, source_file: &str, record: impl Into<Value>, code: &str, message: &str) {
    let is = (&problem["source_file"], &problem["record"], &problem["code"]);
    assert_eq!(is, (&source_file.into(), &record.into(), &code.into()));
    assert_eq!(problem["message"], message);
}

#[test]
fn an_input_that_is_not_there() {
    let workplace = Workplace::new();
    let message = "bangjiao: 没有.jsonl does not exist; check the spelling, and put globs in quotes";
    refused(&workplace.run(&["run", "没有.jsonl", "-o", "out"]), message);
    refused(&workplace.run(&["annotate", "没有.jsonl"]), message);
    let message =
        "bangjiao: no file matches txt/*.TXT; ** stands for any folders, * for any part of one name";
    refused(&workplace.run(&["run", "txt/*.TXT", "-o", "out"]), message);
    let malformed = workplace.run(&["annotate", "[txt"]);
    assert_eq!(malformed.code, Some(2));
    assert!(malformed.stderr.starts_with("bangjiao: the glob [txt is malformed: "), "{}", malformed.stderr);
    assert!(!workplace.path("out").exists());
}

#[test]
fn an_empty_folder() {
    let workplace = Workplace::new();
    fs::create_dir(workplace.path("archive")).expect("folders can be made");
    let message = "bangjiao: archive holds no file that can be read; expected .txt .jsonl .csv .parquet, also inside .gz .zst .zip .tar .tar.gz .tar.zst";
    refused(&workplace.run(&["run", "archive", "-o", "out"]), message);
    workplace.write("archive/picture.png", "x");
    refused(&workplace.run(&["run", "archive", "-o", "out"]), message);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let workplace = Workplace::new();
    workplace.write("a.jsonl", ARTICLE);
    fs::set_permissions(workplace.path("a.jsonl"), fs::Permissions::from_mode(0o000))
        .expect("the file is ours");
    if File::open(workplace.path("a.jsonl")).is_ok() {
        eprintln!("skipped: this user may read every file");
        return;
    }
    let outcome = workplace.run(&["annotate", "a.jsonl"]);
    assert_eq!(outcome.code, Some(2));
    assert!(
        outcome.stderr.starts_with("bangjiao: a.jsonl cannot be opened; check its permissions"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_line_that_is_no_json() {
    let workplace = Workplace::new();
    workplace.write("a.jsonl", format!("{ARTICLE}标题：中国\n[1]\n"));
    let problems = lost(&workplace, "a.jsonl");
    assert_eq!(problems.len(), 2);
    let message = "the line is no JSON object: expected value; correct the line, which must hold one object";
    check(&problems[0], "a.jsonl", 2, "bad_json", message);
    let message = "the line is no JSON object: invalid type: sequence, expected an object; write one object a line (jq -c '.[]')";
    check(&problems[1], "a.jsonl", 3, "bad_json", message);
    assert_eq!(problems[1]["line"], 3);
}

#[test]
fn a_table_without_the_needed_column() {
    let workplace = Workplace::new();
    workplace.write("a.csv", "id,headline\n1,中国\n");
    let message =
        "no column is named body, text or title, found id, headline; name it with --field body=COLUMN";
    check(&lost(&workplace, "a.csv")[0], "a.csv", 1, "missing_column", message);
    let cured = workplace.succeed(&["annotate", "a.csv", "--field", "body=headline"]);
    assert!(cured.stdout.contains("\"entity\":\"CHN\""));
}

#[test]
fn a_compressed_file_that_is_damaged_in_its_middle() {
    let workplace = Workplace::new();
    let mut articles = String::new();
    let mut seed = 1u32;
    for number in 0..20_000 {
        // Text that does not shrink to nothing, so that the file has several blocks.
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        articles.push_str(&format!(
            "{{\"id\":\"{number}\",\"body\":\"中国和日本第{seed}次会谈{}。\"}}\n",
            seed.rotate_left(9)
        ));
    }
    let mut packed = zstd::encode_all(articles.as_bytes(), 1).expect("it can be packed");
    let middle = packed.len() / 2;
    workplace.write("cut.jsonl.zst", &packed[..middle]);
    packed[middle..middle + 64].iter_mut().for_each(|byte| *byte ^= 0xa5);
    workplace.write("hurt.jsonl.zst", packed);
    for name in ["cut.jsonl.zst", "hurt.jsonl.zst"] {
        let _ = fs::remove_dir_all(workplace.path("out"));
        let problems = lost(&workplace, name);
        let message = problems[0]["message"].as_str().expect("a sentence");
        assert_eq!((problems.len(), &problems[0]["code"]), (1, &"damaged_file".into()));
        assert!(message.ends_with("; what came before was kept; fetch or pack it again"), "{message}");
        let n_articles = workplace.rows("out", "articles").len();
        assert!((1_000..20_000).contains(&n_articles), "{n_articles} came before");
    }
}

#[test]
fn an_entry_that_leaves_its_archive() {
    let workplace = Workplace::new();
    let mut zip = zip::ZipWriter::new(File::create(workplace.path("a.zip")).expect("files can be written"));
    zip.start_file("../escaped.jsonl", zip::write::SimpleFileOptions::default()).expect("the archive grows");
    zip.write_all(ARTICLE.as_bytes()).expect("the archive grows");
    zip.finish().expect("the archive ends");
    workplace.succeed(&["run", "a.zip", "-o", "out", "--format", "jsonl", "--quiet"]);
    assert_eq!(workplace.rows("out", "articles").len(), 1, "it is read");
    let message =
        "the entry's name leaves the archive's folder; it was read under this name, nothing was unpacked";
    let problem = &workplace.rows("out", "problems")[0];
    check(problem, "a.zip!../escaped.jsonl", Value::Null, "unsafe_entry_name", message);
    assert!(!workplace.path("../escaped.jsonl").exists() && !workplace.path("escaped.jsonl").exists());
}

#[test]
fn an_archive_that_unpacks_without_end() {
    let workplace = Workplace::new();
    let mut zip = zip::ZipWriter::new(File::create(workplace.path("a.zip")).expect("files can be written"));
    let endless = vec![b'-'; 100 << 20];
    for (name, content) in
        [("1.jsonl", ARTICLE.as_bytes()), ("2.txt", &endless), ("3.jsonl", ARTICLE.as_bytes())]
    {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("the archive grows");
        zip.write_all(content).expect("the archive grows");
    }
    zip.finish().expect("the archive ends");
    let problems = lost(&workplace, "a.zip");
    let message = "the file unpacks to more than 250 times its size, which text does not; the rest was not read; if it is genuine, unpack it and name the unpacked file";
    let bomb = problems.iter().find(|row| row["code"] == "suspicious_expansion").expect("it is found out");
    check(bomb, "a.zip!2.txt", 1, "suspicious_expansion", message);
    assert_eq!(workplace.rows("out", "articles").len(), 2, "its neighbours are read");
}

#[test]
fn a_record_too_large_is_lost_and_not_held() {
    let workplace = Workplace::new();
    let mut command = workplace.command(&["run", "-", "-o", "out", "--format", "jsonl", "--quiet"]);
    let mut child = command.stdin(Stdio::piped()).spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    stdin.write_all(b"{\"id\":\"large\",\"body\":\"").expect("the program reads");
    let piece = "中国和日本举行会谈。".repeat(50_000);
    let mut n_bytes = 0;
    while n_bytes < 500_000_000 {
        stdin.write_all(piece.as_bytes()).expect("the program reads");
        n_bytes += piece.len();
    }
    stdin.write_all(b"\"}\n").expect("the program reads");
    stdin.write_all(ARTICLE.as_bytes()).expect("the program reads");
    // All but what a pipe holds was read by now, and the program waits for more.
    match fs::read_to_string(format!("/proc/{}/status", child.id())) {
        Ok(status) => {
            let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("Linux tells it");
            let kilobytes: u64 = peak.trim().trim_end_matches("kB").trim().parse().expect("it is a number");
            assert!(kilobytes < 400_000, "the peak was {kilobytes} kB");
        }
        Err(_) => eprintln!("skipped: only Linux tells the memory of a process"),
    }
    drop(stdin);
    assert_eq!(child.wait().expect("the program ends").code(), Some(1));
    let problems = workplace.rows("out", "problems");
    let message = "the record is longer than 16777216 bytes and was not annotated; if it is one article, raise --max-record, if it is many, separate them";
    check(&problems[0], "-", 1, "record_too_large", message);
    assert_eq!(workplace.rows("out", "articles")[0]["article_id"], "a", "what follows is read");
}

#[test]
fn a_smaller_limit_for_records() {
    let workplace = Workplace::new();
    let large = format!("{{\"id\":\"b\",\"body\":\"{}\"}}\n", "中国。".repeat(500));
    let outcome =
        workplace.run_with_input(&["annotate", "-", "--max-record", "1000"], (large + ARTICLE).as_bytes());
    assert_eq!((outcome.code, outcome.stdout.lines().count()), (Some(1), 1));
    let message = "lost: - record 1 line 1: the record is longer than 1000 bytes and was not annotated; if it is one article, raise --max-record, if it is many, separate them\n";
    assert_eq!(outcome.stderr, message);
}

#[test]
fn an_output_folder_that_is_not_empty() {
    let workplace = Workplace::new();
    workplace.write("a.jsonl", ARTICLE);
    workplace.succeed(&["run", "a.jsonl", "-o", "out", "--quiet"]);
    let first = workplace.files("out");
    let message =
        "bangjiao: out exists and is not empty; name another folder, or replace it with --overwrite";
    refused(&workplace.run(&["run", "a.jsonl", "-o", "out"]), message);
    assert_eq!(workplace.files("out"), first);
    workplace.write("out/remarks.txt", "我的笔记");
    workplace.succeed(&["run", "a.jsonl", "-o", "out", "--overwrite", "--format", "csv", "--quiet"]);
    let second = workplace.files("out");
    assert!(second.contains_key("articles.csv") && !second.contains_key("articles.parquet"));
    assert!(second.contains_key("remarks.txt"), "the user's own files stay");
}

#[test]
fn a_folder_of_someone_else() {
    let workplace = Workplace::new();
    workplace.write("a.jsonl", ARTICLE);
    workplace.write("foreign/manifest.json", "{\"program\":\"other\"}");
    let message = "bangjiao: foreign is not empty and holds no run of this program, so it is not replaced; name another folder";
    refused(&workplace.run(&["run", "a.jsonl", "-o", "foreign", "--overwrite"]), message);
    assert_eq!(workplace.files("foreign").len(), 1);
    let message = "bangjiao: a.jsonl is not empty and holds no run of this program, so it is not replaced; name another folder";
    refused(&workplace.run(&["run", "a.jsonl", "-o", "a.jsonl", "--overwrite"]), message);
    assert_eq!(fs::read_to_string(workplace.path("a.jsonl")).expect("it is there"), ARTICLE);
}

/// Runs the program with a limit for the size of its files.
#[cfg(unix)]
fn with_small_files(workplace: &Workplace, on_signal: &str) -> Option<Outcome> {
    let script = format!("{on_signal} ulimit -f 8 || exit 77; exec \"$0\" run a.jsonl -o out");
    let mut shell = std::process::Command::new("sh");
    shell.current_dir(workplace.path("")).args(["-c", &script, env!("CARGO_BIN_EXE_bangjiao")]);
    let outcome: Outcome = shell.output().expect("there is a shell").into();
    if outcome.code == Some(77) {
        eprintln!("skipped: this system does not limit the size of files");
        return None;
    }
    Some(outcome)
}

#[cfg(unix)]
#[test]
fn a_disk_that_is_full() {
    let workplace = Workplace::new();
    workplace.write("a.jsonl", ARTICLE);
    let Some(outcome) = with_small_files(&workplace, "trap '' XFSZ;") else { return };
    assert_eq!(outcome.code, Some(2), "{}", outcome.stderr);
    let message = "cannot be written; nothing of this run was left under its final name: ";
    assert!(
        outcome.stderr.starts_with("bangjiao: the table out/") && outcome.stderr.contains(message),
        "{}",
        outcome.stderr
    );
    assert!(workplace.files("out").is_empty(), "no half file is left");
}

#[cfg(unix)]
#[test]
fn a_run_that_was_cut_off() {
    let workplace = Workplace::new();
    workplace.write("a.jsonl", ARTICLE);
    let Some(outcome) = with_small_files(&workplace, "") else { return };
    assert_eq!(outcome.code, None, "the signal ended it");
    let left = workplace.files("out");
    assert!(left.keys().all(|name| name.starts_with('.') && name.ends_with(".partial")), "{:?}", left.keys());
    workplace.succeed(&["run", "a.jsonl", "-o", "out", "--quiet"]);
    assert!(
        workplace.files("out").keys().all(|name| !name.ends_with(".partial")),
        "the next run clears them away"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_standard_output_that_takes_nothing() {
    let workplace = Workplace::new();
    workplace.write("a.jsonl", ARTICLE);
    let full = File::options().write(true).open("/dev/full").expect("Linux has it");
    let outcome =
        workplace.command(&["annotate", "a.jsonl"]).stdout(full).output().expect("the program starts");
    let outcome: Outcome = outcome.into();
    assert_eq!(outcome.code, Some(2));
    assert!(outcome.stderr.starts_with("bangjiao: standard output cannot be written"), "{}", outcome.stderr);
}

#[test]
fn a_home_that_is_no_state() {
    let workplace = Workplace::new();
    workplace.write("a.jsonl", ARTICLE);
    let message = "bangjiao: no state has the id XYZ; ids are ISO 3166-1 alpha-3, `bangjiao lexicon list states` shows them";
    refused(&workplace.run(&["annotate", "a.jsonl", "--home", "XYZ"]), message);
    refused(&workplace.run(&["run", "a.jsonl", "-o", "out", "--home", "XYZ"]), message);
}

#[test]
fn lexicons_with_faults() {
    let workplace = Workplace::new();
    workplace.write("a.jsonl", ARTICLE);
    refused(
        &workplace.run(&["annotate", "a.jsonl", "--lexicon", "mine"]),
        "bangjiao: the lexicon folder mine does not exist",
    );
    let rows = "entity_id,surface,form,kind,use\nZZZ,某国,name,short,on\nUSA,花旗,nme,short,on\nUSA,花旗国,name,short,maybe\n";
    workplace.write("mine/country_aliases.csv", rows);
    workplace.write("mine/policy.toml", "home = \n");
    let check = workplace.run(&["lexicon", "check", "mine"]);
    assert_eq!(check.code, Some(2));
    for fault in [
        "csv:2: error[unknown_id]: ZZZ",
        "csv:3: error[bad_word]: \"nme\"",
        "csv:4: error[bad_word]: \"maybe\"",
        "policy.toml",
    ] {
        assert!(check.stdout.contains(fault), "{fault} is reported: {}", check.stdout);
    }
    assert!(check.stderr.ends_with("bangjiao: the lexicons have errors\n"), "{}", check.stderr);
    let n_faults = check.stdout.lines().filter(|line| line.contains(": error[")).count();
    let refused = workplace.run(&["annotate", "a.jsonl", "--lexicon", "mine"]);
    assert_eq!(refused.code, Some(2));
    let message = format!("bangjiao: the lexicons have {n_faults} faults, the first: mine/");
    assert!(refused.stderr.starts_with(&message), "{}", refused.stderr);
    assert!(refused.stderr.ends_with("; run `bangjiao lexicon check` to see all\n"));
}
