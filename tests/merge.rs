//! `run --shard` and `merge`: shards, merged, are the bytes of one run.

mod program;

use std::collections::BTreeSet;

use program::Workplace;

/// The names of files in two folders that are not the same, byte for byte.
fn differing(workplace: &Workplace, one: &str, other: &str) -> Vec<String> {
    let (one, other) = (workplace.files(one), workplace.files(other));
    let names: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    names.into_iter().filter(|name| one.get(*name) != other.get(*name)).cloned().collect()
}

/// Runs `inputs` whole and in shards, merges these, and compares; an exit code of 1 tells of lost records.
fn check(workplace: &Workplace, inputs: &[&str], count: usize, arguments: &[&str], lexicon: &[&str]) {
    let run = |out: &str, more: &[&str]| {
        let parts = [&["run"], inputs, &["-o", out, "--overwrite", "--quiet"], arguments, lexicon, more];
        let outcome = workplace.run(&parts.concat());
        assert!(outcome.code <= Some(1), "{}", outcome.stderr);
    };
    run("whole", &[]);
    let mut shards = Vec::new();
    for index in 1..=count {
        let (out, shard) = (format!("shard-{index}"), format!("{index}/{count}"));
        run(&out, &["--shard", &shard, "-j", if index % 2 == 0 { "1" } else { "2" }]);
        shards.insert(0, out);
    }
    let shards: Vec<&str> = shards.iter().map(String::as_str).collect();
    for threads in ["1", "2"] {
        let more = ["-o", "merged", "--overwrite", "-j", threads, "--quiet"];
        let outcome = workplace.run(&[&["merge"], &shards[..], &more, lexicon].concat());
        assert!(outcome.code <= Some(1) && outcome.stdout.is_empty(), "{}", outcome.stderr);
        assert_eq!(differing(workplace, "whole", "merged"), Vec::<String>::new(), "{arguments:?}");
    }
    assert!(workplace.path("shard-1/shard.jsonl").exists() && !workplace.path("merged/shard.jsonl").exists());
}

#[test]
fn five_shards_of_the_sample_are_one_run_in_every_format() {
    let workplace = Workplace::new();
    workplace.succeed(&["demo", "-o", "demo", "--quiet"]);
    for format in ["parquet", "csv", "jsonl", "ipc"] {
        check(&workplace, &["demo/demo-archive"], 5, &["--format", format, "--tokens"], &[]);
    }
    // A shard of the demo is a part of it, too.
    for shard in ["1/2", "2/2"] {
        workplace.succeed(&["demo", "-o", &shard[..1], "--shard", shard, "--quiet"]);
    }
    workplace.succeed(&["merge", "1", "2", "-o", "of-two", "--quiet"]);
    assert_eq!(differing(&workplace, "demo", "of-two"), Vec::<String>::new());
}

/// An input with everything that a shard cannot know alone: ids and bodies that come again, files that are lost, ignored
/// or empty, and the same names in two inputs.
fn with_faults() -> Workplace {
    let workplace = Workplace::new();
    let body =
        "中国国家主席江泽民同哈萨克斯坦总统纳扎尔巴耶夫在阿拉木图举行会谈，双方签署了《中哈联合声明》。"
            .repeat(3);
    for folder in ["first", "second"] {
        let mut lines = String::new();
        for number in 0..40 {
            let (id, day) = (number % 7, 1 + number % 28);
            let body = if number % 3 == 0 {
                body.clone()
            } else {
                format!("第{number}条：美国和苏联。公元前1250年。该协定有效。")
            };
            lines += &format!(
                "{{\"id\":\"a{id}\",\"date\":\"1996-07-{day:02}\",\"title\":\"{folder}\",\"body\":\"{body}\"}}\n"
            );
            if number % 5 == 0 {
                lines += "{\"id\":\n{\"page\":\"x\"}\n";
                lines +=
                    &format!("{{\"id\":\"a1~2\",\"date\":\"1996年\",\"body\":\"{number}\\u0007法国\"}}\n");
            }
        }
        workplace.write(&format!("{folder}/b/same.jsonl"), &lines);
        workplace.write(&format!("{folder}/a.csv"), "name,colour\nx,y\n");
        workplace.write(&format!("{folder}/c.pdf"), "%PDF");
        workplace.write(&format!("{folder}/empty.txt"), "\n");
        workplace.write(&format!("{folder}/plain.txt"), "日本和德国。");
        workplace.write(&format!("{folder}/z.gz"), [0x1f, 0x8b, 8, 0, 1]);
        workplace.write(&format!("{folder}/z.zip"), "PK");
    }
    workplace
}

#[test]
fn what_shards_cannot_know_alone_is_decided_when_they_are_merged() {
    let workplace = with_faults();
    check(&workplace, &["first", "second"], 4, &["--format", "jsonl"], &[]);
    let counts = workplace.manifest("whole")["counts"].clone();
    for count in ["duplicates", "duplicate_ids", "lost", "repaired", "undated"] {
        assert!(counts[count].as_u64() > Some(3), "{count} of {counts}");
    }
    let shards: Vec<_> =
        (1..=4).map(|n| workplace.manifest(&format!("shard-{n}"))["counts"].clone()).collect();
    let sum = |count: &str| shards.iter().filter_map(|counts| counts[count].as_u64()).sum::<u64>();
    assert_eq!(counts["records"], sum("records"));
    assert_ne!(counts["duplicate_ids"], sum("duplicate_ids"), "merging has something to do");
    assert_ne!(counts["duplicates"], sum("duplicates"), "merging has something to do");
    let ids: Vec<_> =
        workplace.rows("merged", "articles").iter().map(|row| row["article_id"].to_string()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "every id is its own");
}

#[test]
fn standard_input_can_be_sharded() {
    let workplace = Workplace::new();
    let lines: String =
        (0..20).map(|number| format!("{{\"id\":\"{number}\",\"body\":\"中国和法国。\"}}\n")).collect();
    let run = |out: &str, more: &[&str]| {
        let arguments = [&["run", "-", "-o", out, "--format", "jsonl", "--quiet"], more].concat();
        assert_eq!(workplace.run_with_input(&arguments, lines.as_bytes()).code, Some(0));
    };
    run("whole", &[]);
    run("1", &["--shard", "1/2"]);
    run("2", &["--shard", "2/2"]);
    workplace.succeed(&["merge", "2", "1", "-o", "merged", "--quiet"]);
    assert_eq!(differing(&workplace, "whole", "merged"), Vec::<String>::new());
}

#[test]
fn every_option_of_a_run_holds_when_its_shards_are_merged() {
    let workplace = with_faults();
    workplace.write("lexicon/policy.toml", "home = \"KAZ\"\n");
    let choices: [&[&str]; 3] = [
        &["--format", "csv", "--no-duplicates", "--source", "报", "--source-prefix", "--treaty-anaphors"],
        &[
            "--window",
            "article,near:2",
            "--kinds",
            "country,place",
            "--nested",
            "out",
            "--layout",
            "--min-n",
            "1",
        ],
        &[
            "--field",
            "body=title",
            "--eras",
            "--no-repair",
            "--home",
            "none",
            "--exclude-rule",
            "country-side",
        ],
    ];
    for choice in choices {
        check(&workplace, &["first", "second"], 3, choice, &[]);
    }
    check(&workplace, &["first"], 2, &["--graph-formats", "dot"], &["--lexicon", "lexicon"]);
    assert_eq!(workplace.manifest("merged")["policy"]["home"], "KAZ");
}

#[test]
fn shards_that_do_not_belong_together_are_named() {
    let workplace = Workplace::new();
    let line = |number| format!("{{\"id\":\"{number}\",\"body\":\"中国和法国。\"}}\n");
    workplace.write("in/a.jsonl", (0..30).map(line).collect::<String>());
    workplace.write("other/a.jsonl", "{\"id\":\"a\",\"body\":\"中国和法国。\"}\n");
    let run = |out: &str, input: &str, more: &[&str]| {
        workplace.succeed(&[&["run", input, "-o", out, "--quiet"], more].concat());
    };
    run("whole", "in", &[]);
    run("1", "in", &["--shard", "1/3"]);
    run("2", "in", &["--shard", "2/3"]);
    run("3", "in", &["--shard", "3/3"]);
    run("again", "in", &["--shard", "2/3"]);
    run("of-four", "in", &["--shard", "2/4"]);
    run("home", "in", &["--shard", "3/3", "--home", "none"]);
    run("graph", "in", &["--shard", "3/3", "--window", "article"]);
    run("input", "other", &["--shard", "3/3"]);
    run("format", "in", &["--shard", "3/3", "--format", "csv"]);
    let check = |shards: &[&str], message: &str| {
        let outcome = workplace.run(&[&["merge"], shards, &["-o", "out"]].concat());
        assert_eq!(outcome.code, Some(2), "{shards:?}");
        assert!(outcome.stderr.contains(message), "{shards:?}: {}", outcome.stderr);
        assert!(!workplace.path("out/manifest.json").exists());
    };
    check(&["1", "whole"], "whole holds a whole run; only those of `run --shard I/N` are merged");
    check(&["1"], "the shards 2/3, 3/3 are missing");
    check(&["1", "2", "3", "again"], "2 and again both hold the shard 2/3");
    check(&["1", "of-four", "3"], "1 and of-four are no shards of one run: their manifests differ in shard");
    check(&["1", "2", "home"], "1 and home are no shards of one run: their manifests differ in policy.home");
    check(&["1", "2", "graph"], "their manifests differ in graph");
    check(&["1", "2", "input"], "their manifests differ in inputs");
    check(&["1", "2", "format"], "their manifests differ in options.format");
    workplace.write("lexicon/policy.toml", "home = \"KAZ\"\n");
    check(&["1", "2", "3", "--lexicon", "lexicon"], "1 was annotated with other lexicons");
    let outcome = workplace.run(&["merge", "1", "2", "3", "-o", "3", "--overwrite"]);
    assert!(outcome.stderr.contains("3 is one of the shards"), "{}", outcome.stderr);
    std::fs::remove_file(workplace.path("2/shard.jsonl")).expect("a shard has it");
    check(&["1", "2", "3"], "2/shard.jsonl is missing or does not fit the tables beside it");
    workplace.write("2/shard.jsonl", "");
    check(&["1", "2", "3"], "2/shard.jsonl is missing or does not fit the tables beside it");
}
