//! The command line as a user meets it: help, exit codes, what goes where.

mod program;

use std::fmt;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;

use program::Workplace;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

const ARTICLES: &str = r#"{"id":"a","date":"1996-07-06","title":"中华人民共和国和哈萨克斯坦共和国联合声明","body":"国家主席江泽民今天在阿拉木图会见外交部代表。双方签署了《中国和哈萨克斯坦联合声明》。"}
{"id":"b","date":"1996-07-07","body":"日本首相离开东京。"}
"#;

/// Commands that do something, each with the words before `--help`.
const COMMANDS: [&[&str]; 23] = [
    &["run"],
    &["graph"],
    &["merge"],
    &["stats"],
    &["stats", "results", "summary"],
    &["stats", "results", "frequency"],
    &["stats", "results", "ngrams"],
    &["stats", "results", "keyness"],
    &["stats", "results", "collocations"],
    &["stats", "results", "dispersion"],
    &["stats", "results", "concordance"],
    &["stats", "results", "trend"],
    &["stats", "results", "compare"],
    &["annotate"],
    &["evaluate"],
    &["sample"],
    &["demo"],
    &["lexicon", "check"],
    &["lexicon", "show"],
    &["lexicon", "suggest"],
    &["lexicon", "list"],
    &["completions"],
    &["man"],
];

#[test]
fn help_names_every_command_and_each_shows_an_example() {
    let workplace = Workplace::new();
    let help = workplace.succeed(&["--help"]).stdout;
    for command in COMMANDS {
        assert!(help.contains(&format!("\n  {}", command[0])), "{} is in the help", command[0]);
        let arguments = [command, &["--help"]].concat();
        let outcome = workplace.succeed(&arguments);
        assert!(outcome.stderr.is_empty());
        let example = format!("\n  bangjiao {}", command.join(" "));
        let examples = outcome.stdout.split("Examples:").nth(1).unwrap_or("");
        let piped = format!("| bangjiao {}", command.join(" "));
        assert!(examples.contains(&example) || examples.contains(&piped), "{command:?}: {}", outcome.stdout);
    }
    assert!(workplace.succeed(&["--version"]).stdout.starts_with("bangjiao "));
}

#[test]
fn usage_that_cannot_be_understood_gives_2_and_says_why() {
    let workplace = Workplace::new();
    workplace.write("a.jsonl", ARTICLES);
    let check = |arguments: &[&str], message: &str| {
        let outcome = workplace.run(arguments);
        assert_eq!(outcome.code, Some(2), "{arguments:?}");
        assert!(outcome.stdout.is_empty(), "{arguments:?} prints no data");
        assert!(outcome.stderr.contains(message), "{arguments:?}: {}", outcome.stderr);
    };
    check(&["fly"], "unrecognized subcommand 'fly'");
    check(&["run", "a.jsonl"], "--out <OUT>");
    check(&["annotate"], "<INPUTS>...");
    check(&["annotate", "a.jsonl", "--to", "xml"], "possible values: jsonl");
    check(&["annotate", "a.jsonl", "-j", "0"], "0 is not in 1..");
    check(
        &["annotate", "a.jsonl", "--shard", "5/4"],
        "the shard 5/4 is not I/N with I from 1 to N, such as 1/4",
    );
    check(
        &["annotate", "a.jsonl", "--encoding", "latin9"],
        "the encoding latin9 is not known; expected utf-8",
    );
    check(&["annotate", "a.jsonl", "--field", "body"], "expected FIELD=NAME, such as body=content");
    check(
        &["annotate", "a.jsonl", "--field", "foo=content"],
        "an article has no field foo; known are id, date",
    );
    check(&["annotate", "a.jsonl", "--source", ""], "give it a plain name");
    check(&["run", "a.jsonl", "-o", "out", "--format", "xls"], "expected parquet, csv, jsonl");
    check(&["run", "a.jsonl", "-o", "out", "--zones", "text,margin"], "expected text, dateline");
    check(&["run", "a.jsonl", "-o", "out", "--kinds", "date"], "expected country, person, treaty");
    check(&["run", "a.jsonl", "-o", "out", "--window", "page"], "expected sentence, paragraph, article");
    check(&["run", "a.jsonl", "-o", "out", "--min-n", "0"], "0 is not in 1..");
    check(&["lexicon", "show", "刚果", "--date", "1975-13-01"], "1975-13-01 is no day; write YYYY-MM-DD");
    check(&["lexicon", "list"], "<WHAT>");
    assert!(!workplace.path("out").exists(), "nothing was begun");
}

#[test]
fn standard_output_holds_data_only() {
    let workplace = Workplace::new();
    workplace.write("a.jsonl", format!("{ARTICLES}no object\n"));
    let outcome = workplace.run(&["annotate", "a.jsonl"]);
    assert_eq!(outcome.code, Some(1), "a record was lost");
    assert_eq!(outcome.stdout.lines().count(), 2);
    assert!(outcome.stdout.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()));
    assert!(
        outcome.stderr.starts_with("lost: a.jsonl record 3 line 3: the line is no JSON object"),
        "{}",
        outcome.stderr
    );
    assert_eq!(outcome.stderr.lines().count(), 1);
    let quiet = workplace.run(&["annotate", "a.jsonl", "--quiet"]);
    assert_eq!((quiet.code, quiet.stderr.as_str()), (Some(1), ""), "quiet is not blind");
    assert_eq!(quiet.stdout, outcome.stdout);
    let run = workplace.run(&["run", "a.jsonl", "-o", "out"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
    assert!(run.stderr.starts_with("3 records: 2 articles"), "{}", run.stderr);
    let quiet = workplace.run(&["run", "a.jsonl", "-o", "quiet", "--quiet"]);
    assert_eq!((quiet.code, quiet.stdout.as_str(), quiet.stderr.as_str()), (Some(1), "", ""));
}

#[cfg(unix)]
#[test]
fn a_pipe_is_written_and_not_replaced() {
    use std::os::unix::fs::FileTypeExt;

    let workplace = Workplace::new();
    workplace.write("a.jsonl", ARTICLES);
    let pipe = workplace.path("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo is on every Unix");
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::read_to_string(pipe)
    });
    workplace.succeed(&["annotate", "a.jsonl", "-o", "pipe", "--quiet"]);
    let read = reader.join().expect("the reader does not panic").expect("the pipe can be read");
    assert_eq!(read, workplace.succeed(&["annotate", "a.jsonl", "--quiet"]).stdout);
    assert!(std::fs::symlink_metadata(&pipe).is_ok_and(|found| found.file_type().is_fifo()));
}

#[test]
fn standard_input_is_read_and_a_file_is_written() {
    let workplace = Workplace::new();
    workplace.write("a.jsonl", ARTICLES);
    let printed = workplace.succeed(&["annotate", "a.jsonl"]).stdout;
    let piped = workplace.run_with_input(&["annotate", "-"], ARTICLES.as_bytes());
    assert_eq!((piped.code, piped.stdout), (Some(0), printed.clone()));
    let written = workplace.succeed(&["annotate", "a.jsonl", "-o", "b.jsonl"]);
    assert_eq!((written.stdout.as_str(), written.stderr.as_str()), ("", ""));
    assert_eq!(std::fs::read_to_string(workplace.path("b.jsonl")).expect("it was written"), printed);
}

#[test]
fn a_repaired_record_fails_only_a_strict_run() {
    let workplace = Workplace::new();
    workplace.write("a.jsonl", r#"{"id":"a","date":"in the morning","body":"中国。"}"#);
    let outcome = workplace.succeed(&["annotate", "a.jsonl"]);
    assert!(outcome.stderr.starts_with("repaired: a.jsonl record 1 line 1: "), "{}", outcome.stderr);
    assert_eq!(workplace.run(&["annotate", "a.jsonl", "--strict"]).code, Some(1));
    let strict = workplace.run(&["run", "a.jsonl", "-o", "out", "--strict", "--format", "jsonl"]);
    assert_eq!(strict.code, Some(1));
    assert_eq!(workplace.manifest("out")["counts"]["repaired"], 1, "it is written all the same");
    let problems = workplace.rows("out", "problems");
    assert_eq!(
        (&problems[0]["severity"], &problems[0]["record"]),
        (&Value::from("repaired"), &Value::from(1))
    );
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let workplace = Workplace::new();
    workplace.write("a.jsonl", ARTICLES.repeat(400));
    for arguments in [&["annotate", "a.jsonl", "--quiet"][..], &["lexicon", "list", "aliases"]] {
        let mut command = workplace.command(arguments);
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
        let mut line = String::new();
        let mut reader = BufReader::with_capacity(16, child.stdout.take().expect("it is piped"));
        reader.read_line(&mut line).expect("there is a line");
        drop(reader);
        let mut said = String::new();
        child.stderr.take().expect("it is piped").read_to_string(&mut said).expect("it says UTF-8");
        assert_eq!(child.wait().expect("it ends").code(), Some(0), "{arguments:?}");
        assert_eq!(said, "", "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_gives_130_and_leaves_nothing() {
    let workplace = Workplace::new();
    let mut command = workplace.command(&["run", "-", "-o", "out"]);
    command.stdin(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    // A pipe holds less than this, so that the program is at work when it is written.
    stdin.write_all(ARTICLES.repeat(2000).as_bytes()).expect("the program reads");
    let id = child.id().to_string();
    let killed = std::process::Command::new("kill").args(["-INT", &id]).status().expect("there is a kill");
    assert!(killed.success());
    let mut said = BufReader::new(child.stderr.take().expect("it is piped"));
    let mut line = String::new();
    said.read_line(&mut line).expect("it says UTF-8");
    assert_eq!(line, "bangjiao: stopping; press Ctrl-C again to stop at once\n");
    drop(stdin);
    line.clear();
    said.read_to_string(&mut line).expect("it says UTF-8");
    assert_eq!(line, "bangjiao: interrupted; nothing of this run was left in the output folder\n");
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    assert!(workplace.files("out").is_empty());
}

/// The keys of a JSON object in the order in which they are written.
struct Keys(Vec<String>);

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Keys;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
                let mut keys = Vec::new();
                while let Some((key, _)) = map.next_entry::<String, IgnoredAny>()? {
                    keys.push(key);
                }
                Ok(Keys(keys))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

#[test]
fn annotate_writes_the_keys_of_its_contract_in_order() {
    #[derive(Deserialize)]
    struct Line {
        mentions: Vec<Keys>,
    }
    let workplace = Workplace::new();
    workplace.write("a.jsonl", ARTICLES);
    let lines = workplace.succeed(&["annotate", "a.jsonl", "--to", "jsonl"]).stdout;
    let mut kinds = std::collections::BTreeSet::new();
    for line in lines.lines() {
        let keys: Keys = serde_json::from_str(line).expect("a line is an object");
        assert_eq!(keys.0.join(" "), "id date title text body_start sentences mentions");
        let value: Value = serde_json::from_str(line).expect("a line is an object");
        let parsed: Line = serde_json::from_str(line).expect("mentions are objects");
        for (keys, mention) in parsed.mentions.iter().zip(value["mentions"].as_array().expect("a list")) {
            let kind = mention["kind"].as_str().expect("a word").to_owned();
            let rest = match kind.as_str() {
                "country" => "",
                "person" => " name_en role office country",
                "treaty" => " type parties date act",
                "date" => " value date_first date_last granularity anchor class",
                _ => " name_en country",
            };
            let all = "start end start_byte end_byte text kind form entity rule zone nested repaired";
            assert_eq!(keys.0.join(" "), format!("{all}{rest}"), "{kind}");
            kinds.insert(kind);
        }
    }
    assert_eq!(kinds.len(), 6, "the sample has every kind: {kinds:?}");
}

#[test]
fn annotate_counts_in_code_points_and_sorts_by_start_longer_first_kind_entity() {
    let workplace = Workplace::new();
    // A character beyond the Basic Multilingual Plane is one code point and four bytes.
    workplace.write(
        "a.jsonl",
        format!("{}\n{ARTICLES}", r#"{"id":"x","title":"𠮷田","body":"  中国和美国。双方满意。"}"#),
    );
    for line in workplace.succeed(&["annotate", "a.jsonl"]).stdout.lines() {
        let article: Value = serde_json::from_str(line).expect("a line is an object");
        let text = article["text"].as_str().expect("a string");
        let characters: Vec<char> = text.chars().collect();
        let at = |value: &Value| usize::try_from(value.as_u64().expect("a number")).expect("it is small");
        let of_characters =
            |start: &Value, end: &Value| characters[at(start)..at(end)].iter().collect::<String>();
        let body_start = at(&article["body_start"]);
        assert!(characters[..body_start].last().is_none_or(|before| *before == '\n'));
        let mut order = Vec::new();
        for mention in article["mentions"].as_array().expect("a list") {
            assert_eq!(mention["text"], of_characters(&mention["start"], &mention["end"]));
            assert_eq!(mention["text"], text[at(&mention["start_byte"])..at(&mention["end_byte"])]);
            let kinds = ["country", "person", "treaty", "date", "place", "organization"];
            let kind = kinds.iter().position(|kind| mention["kind"] == *kind).expect("it is one of six");
            let entity = mention["entity"].as_str().unwrap_or("").to_owned();
            order.push((at(&mention["start"]), std::cmp::Reverse(at(&mention["end"])), kind, entity));
        }
        assert!(!order.is_empty());
        assert!(order.is_sorted(), "{order:?}");
        let sentences = article["sentences"].as_array().expect("a list");
        let sentences: Vec<(usize, usize)> =
            sentences.iter().map(|pair| (at(&pair[0]), at(&pair[1]))).collect();
        assert!(sentences.iter().all(|(start, end)| start < end));
        assert!(sentences.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{sentences:?}");
    }
}

#[test]
fn lexicon_commands_look_into_the_lexicons() {
    let workplace = Workplace::new();
    let check = workplace.succeed(&["lexicon", "check"]);
    assert!(check.stderr.starts_with("0 errors"), "{}", check.stderr);
    let head = "wins\tkind\tentity\tname\twindow\tuse\twhy\twhere\n";
    let winner = |arguments: &[&str]| {
        let shown = workplace.succeed(&[&["lexicon", "show"], arguments].concat()).stdout;
        assert!(shown.starts_with(head), "{shown}");
        let won = shown.lines().find(|line| line.starts_with("yes\t")).unwrap_or_default();
        won.split('\t').nth(2).unwrap_or_default().to_owned()
    };
    assert_eq!(winner(&["中国"]), "CHN");
    assert_eq!(winner(&["锡兰", "--date", "1957-02-08"]), "LKA");
    let unknown = workplace.succeed(&["lexicon", "show", "某某某"]);
    assert_eq!(
        (unknown.stdout.as_str(), unknown.stderr.as_str()),
        (head, "no row of the lexicons claims 某某某\n")
    );
    for table in ["states", "aliases", "codes", "people", "treaties", "organizations", "places", "rules"] {
        let listed = workplace.succeed(&["lexicon", "list", table]).stdout;
        let widths: Vec<usize> = listed.lines().map(|line| line.matches('\t').count()).collect();
        assert!(widths.len() > 20, "{table} has rows");
        assert!(
            widths.iter().all(|width| *width == widths[0] && *width > 0),
            "{table}: each row has every cell"
        );
    }
    let ambiguous = workplace.succeed(&["lexicon", "list", "--ambiguous"]).stdout;
    assert!(ambiguous.starts_with("surface\tentities\tdecided_by\n") && ambiguous.contains("刚果"));
    let decided = |surface: &str| {
        let row = ambiguous.lines().find(|line| line.split('\t').next() == Some(surface));
        row.and_then(|row| row.split('\t').nth(2)).unwrap_or_default().to_owned()
    };
    assert_eq!(decided("捷克"), "the article's date");
    assert!(decided("巴").starts_with("a full name in the article; the letters beside it ("), "{ambiguous}");
    assert!(decided("巴").contains("印巴") && decided("德").ends_with("DEU by default"), "{ambiguous}");
}

#[test]
fn completions_and_the_manual_page_know_the_commands() {
    let workplace = Workplace::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = workplace.succeed(&["completions", shell]).stdout;
        assert!(script.contains("annotate") && script.contains("no-duplicates"), "{shell}");
    }
    let page = workplace.succeed(&["man"]).stdout;
    assert!(page.contains(".TH bangjiao 1"));
    for command in COMMANDS {
        assert!(page.contains(&format!(".SH COMMAND {}", command[0].to_uppercase())), "{command:?}");
    }
}

#[test]
fn both_readmes_show_what_the_demo_prints() {
    let workplace = Workplace::new();
    let printed = workplace.succeed(&["demo", "-o", "demo", "--format", "jsonl"]).stderr;
    let edges = workplace.rows("demo", "edges");
    let is_shown =
        |edge: &&Value| edge["source"] == "CHN" && edge["target"] == "KAZ" && edge["window"] == "sentence";
    let edge = edges.iter().find(is_shown).expect("the demo has the edge");
    let counts = ["n", "n_named", "n_dyadic", "n_source", "n_target", "n_windows", "n_articles"];
    let counts: Vec<String> = counts.iter().map(|column| edge[*column].to_string()).collect();
    let row = format!("| CHN | KAZ | {} |", counts.join(" | "));
    let npmi = format!("| {:.3} |", edge["npmi"].as_f64().expect("the edge has one"));
    let shown = |line: &&str| {
        ["86 records:", "849 sentences,", "mentions:", "people in", "states by", "pairs of", "graph:"]
            .iter()
            .any(|beginning| line.starts_with(beginning))
    };
    let summary: Vec<&str> = printed.lines().filter(shown).collect();
    assert_eq!(summary.len(), 7, "{printed}");
    for readme in ["README.md", "README.zh.md"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(readme);
        let readme_text = std::fs::read_to_string(path).expect("the file is in the repository");
        for line in &summary {
            assert!(readme_text.lines().any(|shown| shown == *line), "{readme} lacks: {line}");
        }
        let has_edge = |shown: &str| shown.starts_with(&row) && shown.ends_with(&npmi);
        assert!(readme_text.lines().any(has_edge), "{readme} lacks: {row} … {npmi}");
    }
}

#[test]
fn names_that_no_lexicon_holds_are_suggested_and_can_be_filled_in() {
    let workplace = Workplace::new();
    workplace.succeed(&["demo", "-o", "demo", "--format", "jsonl", "--quiet"]);
    let suggest = ["lexicon", "suggest", "demo", "--min-articles", "1", "--most", "20"];
    let csv = workplace.succeed(&suggest).stdout;
    let [header, first, ..] = csv.lines().collect::<Vec<_>>()[..] else {
        panic!("the demo has such names: {csv}")
    };
    assert_eq!(
        header,
        "person_id,name_zh,variants,name_en,country_id,ambiguous,wikidata,source,n_articles,roles,evidence"
    );
    let name = first.split(',').nth(1).expect("the name stands second").to_owned();
    assert!(
        csv.lines().count() <= 21 && first.matches(&name).count() > 1,
        "the evidence holds the name: {first}"
    );
    let mentions = workplace.rows("demo", "mentions");
    let unlinked = mentions.iter().filter(|row| row["entity_id"] == format!("person:{name}")).count();
    assert!(unlinked > 0, "{name}");

    // As it is printed, a row is not complete, and its line is told.
    workplace.write("lexicon/people.csv", &csv);
    let outcome = workplace.run(&["lexicon", "check", "lexicon"]);
    assert_eq!(outcome.code, Some(2));
    assert!(outcome.stdout.contains("people.csv:2: error[") && !outcome.stdout.contains("unknown_column"));
    let row = first.strip_prefix(&format!(",{name},,,")).expect("what only a reader knows is empty");
    // The state that its mentions have is the row's, so that it is linked where that state stands beside it.
    let (state, rest) = row.split_once(',').expect("more columns follow");
    let rest = rest.strip_prefix(',').expect("ambiguous is empty");
    workplace.write(
        "lexicon/people.csv",
        format!("{header}\nP-found-first,{name},,First Found,{state},no,{rest}\n"),
    );
    workplace.succeed(&["lexicon", "check", "lexicon"]);
    workplace.succeed(&["demo", "-o", "linked", "--format", "jsonl", "--lexicon", "lexicon", "--quiet"]);
    let linked = workplace.rows("linked", "mentions");
    assert!(linked.iter().filter(|row| row["entity_id"] == "P-found-first").count() >= unlinked);
    for (kind, id) in [("organization", "organization_id"), ("place", "place_id")] {
        let csv = workplace.succeed(&[&suggest[..], &["--kind", kind]].concat()).stdout;
        assert!(csv.starts_with(&format!("{id},name_zh,variants,name_en,type,country_id,")), "{csv}");
    }

    // A body that the lexicon knows of every state is held by it, whatever the state.
    let article = r#"{"id":"a","date":"2013-02-18","body":"俄罗斯国防部发表声明。"}"#;
    let run = ["run", "-", "-o", "ministry", "--format", "jsonl", "--quiet"];
    assert_eq!(workplace.run_with_input(&run, article.as_bytes()).code, Some(0));
    assert!(workplace.rows("ministry", "mentions").iter().any(|row| row["text"] == "俄罗斯国防部"));
    let arguments = ["lexicon", "suggest", "ministry", "--kind", "organization", "--min-articles", "1"];
    assert_eq!(workplace.succeed(&arguments).stdout.lines().count(), 1);
}
