//! What `run` and `demo` leave behind: the same bytes every time, and tables that agree with each other.

mod program;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::Path;

use program::Workplace;
use serde_json::{Map, Value};

/// Tables of every run.
const TABLES: [&str; 20] = [
    "articles",
    "sentences",
    "mentions",
    "entities",
    "article_entities",
    "entity_period",
    "agreement_mentions",
    "agreements",
    "agreement_parties",
    "documents",
    "signatories",
    "offices",
    "nodes",
    "edges",
    "dyad_year",
    "keywords",
    "coverage",
    "country_codes",
    "files",
    "problems",
];

/// The other files of every run.
const FILES: [&str; 9] = [
    "graph.graphml",
    "graph.gexf",
    "graph.json",
    "gephi-nodes.csv",
    "gephi-edges.csv",
    "datapackage.json",
    "methods.md",
    "manifest.json",
    "report.html",
];

/// A folder that holds the built-in sample as the archive `archive`, and what the demo made of it in `demo`.
fn with_sample() -> Workplace {
    let workplace = Workplace::new();
    workplace.succeed(&["demo", "-o", "demo", "--format", "jsonl"]);
    fs::rename(workplace.path("demo/demo-archive"), workplace.path("archive")).expect("folders can be moved");
    workplace
}

/// The files below a folder with their paths in it, sorted.
fn files_below(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("the folder is there") {
            let path = entry.expect("it can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("it stands below").to_string_lossy().into_owned();
                files.push((name, fs::read(&path).expect("it can be read")));
            }
        }
    }
    files.sort();
    files
}

fn text<'v>(row: &'v Value, key: &str) -> &'v str {
    row[key].as_str().unwrap_or_else(|| panic!("{key} is a string in {row}"))
}

fn number(row: &Value, key: &str) -> usize {
    let value = row[key].as_u64().unwrap_or_else(|| panic!("{key} is a count in {row}"));
    usize::try_from(value).expect("counts are small")
}

#[test]
fn the_demo_replaces_its_own_folder_by_the_same_bytes_and_no_other() {
    let workplace = Workplace::new();
    let first = workplace.succeed(&["demo", "-o", "demo"]);
    assert_eq!(first.stdout, "");
    assert!(first.stderr.ends_with("\nthe results are in demo\n"), "{}", first.stderr);
    let before = workplace.files("demo");
    let expected: BTreeSet<String> =
        TABLES.iter().map(|table| format!("{table}.parquet")).chain(FILES.map(str::to_owned)).collect();
    assert_eq!(before.keys().cloned().collect::<BTreeSet<_>>(), expected);
    workplace.succeed(&["demo", "-o", "demo"]);
    assert_eq!(workplace.files("demo"), before);
    assert_eq!(workplace.manifest("demo")["demo"], true);
    // Another format takes the place of the first.
    workplace.succeed(&["demo", "-o", "demo", "--format", "csv", "--quiet"]);
    assert!(
        !workplace.path("demo/articles.parquet").exists() && workplace.path("demo/articles.csv").exists()
    );
    workplace.write("foreign/notes.txt", "记事");
    let refused = workplace.run(&["demo", "-o", "foreign"]);
    assert_eq!(refused.code, Some(2));
    let message = "bangjiao: foreign holds something else than the demo, which replaces only its own folder; name another with -o\n";
    assert_eq!(refused.stderr, message);
    assert_eq!(workplace.files("foreign").len(), 1);
    // Without -o the folder is ./bangjiao-demo.
    workplace.succeed(&["demo", "--quiet"]);
    assert!(workplace.path("bangjiao-demo/manifest.json").exists());
}

#[test]
fn any_number_of_threads_writes_the_same_bytes() {
    let workplace = with_sample();
    // One file of many records beside the loose ones, so that there are several batches, reprints and repeated ids.
    let records: Vec<u8> =
        files_below(&workplace.path("archive")).into_iter().flat_map(|(_, bytes)| bytes).collect();
    workplace.write("archive/2000/all.txt", records.repeat(20));
    for format in ["parquet", "csv"] {
        let run = |threads: &str| {
            let out = format!("{format}-{threads}");
            let shared = ["run", "archive", "--format", format, "--tokens", "--quiet"];
            workplace.succeed(&[&shared[..], &["-o", &out, "-j", threads]].concat());
            workplace.files(&out)
        };
        let one = run("1");
        assert!(one[&format!("mentions.{format}")].len() > 100_000);
        for threads in ["2", "7"] {
            let many = run(threads);
            let differing: Vec<&String> =
                one.keys().filter(|name| many.get(*name) != one.get(*name)).collect();
            assert!(
                differing.is_empty() && many.len() == one.len(),
                "{threads} threads: {differing:?} differ"
            );
        }
    }
}

#[test]
fn every_format_has_the_same_rows() {
    let workplace = with_sample();
    let expected = workplace.manifest("demo")["tables"].clone();
    for (format, extension) in [("parquet", "parquet"), ("csv", "csv"), ("ipc", "arrow")] {
        workplace.succeed(&["run", "archive", "-o", format, "--format", format, "--quiet"]);
        assert_eq!(workplace.manifest(format)["tables"], expected, "{format}");
        for table in TABLES {
            assert!(
                workplace.path(format).join(format!("{table}.{extension}")).exists(),
                "{table}.{extension}"
            );
        }
    }
    for table in TABLES {
        assert_eq!(expected[table], workplace.rows("demo", table).len(), "{table}");
    }
}

#[test]
fn the_same_articles_come_out_of_every_container() {
    let workplace = with_sample();
    let expected = workplace.succeed(&["annotate", "archive"]).stdout;
    assert!(expected.lines().count() > 50);
    let files = files_below(&workplace.path("archive"));
    let mut zip =
        zip::ZipWriter::new(fs::File::create(workplace.path("a.zip")).expect("files can be written"));
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in &files {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).expect("the archive grows");
        zip.write_all(bytes).expect("the archive grows");
        let mut header = tar::Header::new_gnu();
        header.set_size(u64::try_from(bytes.len()).expect("files are small"));
        tar.append_data(&mut header, name, bytes.as_slice()).expect("the archive grows");
    }
    zip.finish().expect("the archive ends");
    let tar = tar.into_inner().expect("the archive ends");
    workplace.write("a.tar.zst", zstd::encode_all(tar.as_slice(), 1).expect("it can be packed"));
    workplace.write("a.tar", tar);
    for input in ["a.zip", "a.tar", "a.tar.zst", "archive/**/*.TXT", "archive/*/*/*/*"] {
        let outcome = workplace.succeed(&["annotate", input]);
        assert_eq!(outcome.stdout, expected, "{input}");
    }
    let (name, bytes) = &files[0];
    let alone = workplace.succeed(&["annotate", &format!("archive/{name}")]).stdout;
    assert!(expected.contains(&alone) && alone.lines().count() == 1);
    assert_eq!(workplace.run_with_input(&["annotate", "-"], bytes).stdout, alone);
    workplace.write("one.txt.zst", zstd::encode_all(bytes.as_slice(), 1).expect("it can be packed"));
    assert_eq!(workplace.succeed(&["annotate", "one.txt.zst"]).stdout, alone);
    let both = workplace.succeed(&["annotate", "one.txt.zst", "a.zip", "--quiet"]).stdout;
    assert_eq!(both.lines().count(), 1 + expected.lines().count(), "inputs follow one another");
}

#[test]
fn what_goes_in_is_an_article_or_lost_and_the_tables_agree() {
    let workplace = with_sample();
    workplace.write(
        "archive/z.jsonl",
        "{\"id\":\"好\",\"date\":\"1999-01-02\",\"body\":\"中国。\"}\n坏\n{\"id\":\"空\"}\n",
    );
    let outcome = workplace.run(&["run", "archive", "-o", "out", "--format", "jsonl", "--quiet"]);
    assert_eq!(outcome.code, Some(1));
    let manifest = workplace.manifest("out");
    let counts = &manifest["counts"];
    assert_eq!(number(counts, "records"), number(counts, "articles") + number(counts, "lost"));
    assert_eq!(number(counts, "lost"), 2);
    let input = &manifest["inputs"][0];
    for key in ["records", "articles", "lost", "repaired"] {
        assert_eq!(counts[key], input[key], "{key}");
    }
    let files = workplace.rows("out", "files");
    let sum = |key| files.iter().map(|row| number(row, key)).sum::<usize>();
    assert_eq!(sum("n_records"), number(counts, "records"));
    assert_eq!(sum("n_articles"), number(counts, "articles"));
    assert_eq!(sum("n_lost"), number(counts, "lost"));
    let articles = workplace.rows("out", "articles");
    assert_eq!(articles.len(), number(counts, "articles"));
    let mentions = workplace.rows("out", "mentions");
    let of_kind = |kind: &str| {
        let spans = mentions.iter().filter(|row| row["kind"] == kind);
        spans
            .map(|row| (text(row, "article_id"), number(row, "start"), number(row, "end")))
            .collect::<BTreeSet<_>>()
            .len()
    };
    for (kind, n) in counts["mentions"].as_object().expect("kinds with counts") {
        assert_eq!(
            of_kind(kind),
            usize::try_from(n.as_u64().expect("a count")).expect("it is small"),
            "{kind}"
        );
    }
    let entities: BTreeSet<(&str, &str)> =
        mentions.iter().filter_map(|row| Some((row["entity_id"].as_str()?, text(row, "kind")))).collect();
    let known = workplace.rows("out", "entities");
    let known: BTreeSet<(&str, &str)> =
        known.iter().map(|row| (text(row, "entity_id"), text(row, "kind"))).collect();
    // Sentences outside the counted zones have mentions that are no evidence for an entity's row.
    assert!(known.is_subset(&entities), "{:?}", known.difference(&entities).collect::<Vec<_>>());
    let lost = workplace.rows("out", "problems").iter().filter(|row| row["severity"] == "lost").count();
    assert_eq!(lost, number(counts, "lost"));
}

#[test]
fn every_mention_leads_to_its_characters_and_ids_are_unique() {
    let workplace = with_sample();
    let twice = files_below(&workplace.path("archive"));
    for (name, bytes) in twice {
        workplace.write(&format!("archive/again/{name}"), bytes);
    }
    workplace.succeed(&["run", "archive", "-o", "out", "--format", "jsonl", "--quiet"]);
    let articles = workplace.rows("out", "articles");
    let texts: BTreeMap<&str, Vec<char>> =
        articles.iter().map(|row| (text(row, "article_id"), text(row, "text").chars().collect())).collect();
    assert_eq!(texts.len(), articles.len(), "article_id is unique");
    assert!(texts.keys().any(|id| id.ends_with("~2")), "an id seen before is marked");
    let mut ids = BTreeSet::new();
    for row in workplace.rows("out", "mentions") {
        let characters = &texts[text(&row, "article_id")];
        let (start, end) = (number(&row, "start"), number(&row, "end"));
        assert_eq!(row["text"], characters[start..end].iter().collect::<String>());
        // A date has no entity; its value stands in for one.
        let entity = row["entity_id"].as_str().or(row["value"].as_str()).unwrap_or("");
        let id = format!("{}:{start}-{end}:{}:{entity}", text(&row, "article_id"), text(&row, "kind"));
        assert_eq!(text(&row, "mention_id"), id);
        assert!(ids.insert(text(&row, "mention_id").to_owned()), "{row} stands twice");
    }
    let articles = workplace.manifest("out")["counts"]["articles"].clone();
    workplace.succeed(&["run", "archive", "-o", "once", "--format", "jsonl", "--no-duplicates", "--quiet"]);
    let manifest = workplace.manifest("once");
    let counts = &manifest["counts"];
    assert_eq!(counts["articles"], articles, "reprints are counted all the same");
    assert!(number(counts, "duplicates") > 50);
    let kept = workplace.rows("once", "articles");
    assert_eq!(kept.len(), number(counts, "articles") - number(counts, "duplicates"));
    assert!(kept.iter().all(|row| row["duplicate_of"].is_null()));
}

#[test]
fn the_manifest_holds_nothing_of_this_machine() {
    let workplace = with_sample();
    let archive = workplace.path("archive");
    let (input, out) = (archive.to_string_lossy(), workplace.path("out"));
    workplace.succeed(&["run", &input, "-o", &out.to_string_lossy(), "-j", "2", "--quiet"]);
    let folder = workplace.path("").to_string_lossy().into_owned();
    for (name, bytes) in workplace.files("out") {
        let holds = bytes.windows(folder.len()).any(|window| window == folder.as_bytes());
        assert!(!holds, "{name} holds an absolute path");
    }
    fn keys(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(object) => object.iter().for_each(|(key, value)| {
                found.insert(key.clone());
                keys(value, found);
            }),
            Value::Array(list) => list.iter().for_each(|value| keys(value, found)),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    keys(&workplace.manifest("out"), &mut found);
    for word in ["time", "host", "thread", "user", "path", "out", "created", "cwd"] {
        assert!(
            !found.iter().any(|key| key.split('_').any(|part| part.trim_end_matches('s') == word)),
            "{word}: {found:?}"
        );
    }
    assert!(
        ["program", "version", "lexicon", "policy", "options", "inputs", "counts"]
            .iter()
            .all(|key| found.contains(*key))
    );
}

#[test]
fn tokens_tile_the_sentences_and_respect_outermost_mentions() {
    let workplace = with_sample();
    workplace.succeed(&["run", "archive", "-o", "out", "--format", "jsonl", "--tokens", "--quiet"]);
    let articles = workplace.rows("out", "articles");
    let mut covered: BTreeMap<&str, Vec<(usize, usize)>> =
        articles.iter().map(|row| (text(row, "article_id"), Vec::new())).collect();
    for row in workplace.rows("out", "tokens") {
        let spans = covered.get_mut(text(&row, "article_id")).expect("the article is there");
        spans.push((number(&row, "start"), number(&row, "end")));
    }
    let sentences = workplace.rows("out", "sentences");
    for article in &articles {
        let id = text(article, "article_id");
        let characters: Vec<char> = text(article, "text").chars().collect();
        let spans = &covered[id];
        assert!(spans.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{id}: tokens do not overlap");
        let mut in_token = vec![false; characters.len()];
        spans.iter().for_each(|(start, end)| in_token[*start..*end].fill(true));
        for row in sentences.iter().filter(|row| row["article_id"] == id) {
            let (start, end) = (number(row, "start"), number(row, "end"));
            let bare = (start..end).find(|at| !in_token[*at] && !characters[*at].is_whitespace());
            assert_eq!(bare, None, "{id}: a character stands in no token");
            in_token[start..end].fill(false);
        }
        assert!(!in_token.contains(&true), "{id}: a token stands in no sentence");
    }
    for row in workplace.rows("out", "mentions").iter().filter(|row| row["nested"] == false) {
        let (start, end) = (number(row, "start"), number(row, "end"));
        let crossing = covered[text(row, "article_id")]
            .iter()
            .find(|(from, to)| [start, end].iter().any(|border| from < border && border < to));
        assert_eq!(crossing, None, "{row}");
    }
}

#[test]
fn shards_add_up() {
    let workplace = with_sample();
    let key = |row: &Value, names: &[&str]| {
        names.iter().map(|name| row[*name].to_string()).collect::<Vec<_>>().join(" ")
    };
    let sums = |outs: &[&str], table: &str, names: &[&str], counts: &[&str]| {
        let mut sums: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for row in outs.iter().flat_map(|out| workplace.rows(out, table)) {
            let sum = sums.entry(key(&row, names)).or_insert_with(|| vec![0; counts.len()]);
            sum.iter_mut().zip(counts).for_each(|(sum, count)| *sum += number(&row, count));
        }
        sums
    };
    for shard in ["1/3", "2/3", "3/3"] {
        let out = &shard[..1];
        workplace.succeed(&["run", "archive", "-o", out, "--shard", shard, "--format", "jsonl", "--quiet"]);
        assert!(number(&workplace.manifest(out)["counts"], "articles") > 10, "each shard has its part");
    }
    let parts = ["1", "2", "3"];
    let check = |table: &str, names: &[&str], counts: &[&str]| {
        assert_eq!(sums(&parts, table, names, counts), sums(&["demo"], table, names, counts), "{table}");
    };
    check("articles", &["article_id"], &["n_sentences", "n_characters"]);
    check("mentions", &["mention_id"], &["n_entities"]);
    check("entities", &["entity_id", "kind"], &["n_mentions", "n_named", "n_articles"]);
    check("edges", &["source", "target", "window"], &["n", "n_named", "n_articles"]);
    check("problems", &["source_file", "code"], &["record"]);
}

#[test]
fn a_folder_of_lexicons_adds_and_switches_off_rows() {
    let workplace = Workplace::new();
    workplace.write(
        "a.jsonl",
        r#"{"id":"a","date":"1998-05-01","body":"花旗国和高丽国的代表没有来，法国代表来了。"}"#,
    );
    let found = |arguments: &[&str]| {
        let line = workplace.succeed(&[&["annotate", "a.jsonl"], arguments].concat()).stdout;
        let article: Map<String, Value> = serde_json::from_str(&line).expect("a line is an object");
        let mentions =
            article["mentions"].as_array().expect("a list").iter().filter(|row| row["kind"] == "country");
        mentions.map(|row| format!("{} {}", text(row, "text"), text(row, "entity"))).collect::<Vec<_>>()
    };
    assert_eq!(found(&[]), ["法国 FRA"]);
    let head = "entity_id,surface,form,kind,use,action,source";
    workplace.write(
        "one/country_aliases.csv",
        format!("{head}\nUSA,花旗国,name,older,on,,general\nFRA,法国,,,,off,\n"),
    );
    workplace.write(
        "two/country_aliases.csv",
        format!("{head}\nKOR,高丽国,name,older,on,,general\nUSA,花旗国,,,,off,\n"),
    );
    assert_eq!(found(&["--lexicon", "one"]), ["花旗国 USA"]);
    assert_eq!(found(&["--lexicon", "one", "--lexicon", "two"]), ["高丽国 KOR"], "the later folder wins");
    workplace.succeed(&["run", "a.jsonl", "-o", "plain", "--quiet"]);
    workplace.succeed(&["run", "a.jsonl", "-o", "mine", "--quiet", "--lexicon", "one"]);
    let hash = |out| workplace.manifest(out)["lexicon"]["sha256"].clone();
    assert_ne!(hash("plain"), hash("mine"), "the manifest tells lexicons apart");
}

#[test]
fn a_newspaper_without_a_state_has_no_our_country() {
    let workplace = with_sample();
    let ours = |out: &str| workplace.rows(out, "mentions").iter().filter(|row| row["text"] == "我国").count();
    assert!(ours("demo") > 0);
    workplace.succeed(&["run", "archive", "-o", "none", "--home", "none", "--format", "jsonl", "--quiet"]);
    assert_eq!(ours("none"), 0);
    assert!(workplace.manifest("none")["policy"]["home"].is_null());
    workplace.write("a.jsonl", r#"{"id":"a","date":"1998-05-01","body":"我国代表团到达巴黎。"}"#);
    let line = workplace.succeed(&["annotate", "a.jsonl", "--home", "FRA"]).stdout;
    assert!(line.contains(r#""entity":"FRA""#) && !line.contains(r#""entity":"CHN""#), "{line}");
}

#[test]
fn offices_are_what_mentions_of_persons_add_up_to() {
    let workplace = with_sample();
    let mut expected: BTreeMap<[String; 4], (usize, String, String)> = BTreeMap::new();
    for row in workplace.rows("demo", "mentions").iter().filter(|row| row["office"].is_string()) {
        let key = ["entity_id", "role", "office", "country_id"].map(|key| row[key].to_string());
        let date = text(row, "date").to_owned();
        let office = expected.entry(key).or_insert_with(|| (0, date.clone(), date.clone()));
        *office = (office.0 + 1, date.clone().min(office.1.clone()), date.max(office.2.clone()));
    }
    let rows = workplace.rows("demo", "offices");
    let found: BTreeMap<_, _> = rows
        .iter()
        .map(|row| {
            let key = ["person_id", "role", "office", "country_id"].map(|key| row[key].to_string());
            let days = ["first_date", "last_date"].map(|key| text(row, key).to_owned());
            (key, (number(row, "n_mentions"), days[0].clone(), days[1].clone()))
        })
        .collect();
    assert_eq!(found, expected);
    assert_eq!(found.len(), rows.len(), "no office has two rows");
    let president = rows.iter().find(|row| row["person_id"] == "P-nazarbayev-nursultan");
    let president = president.expect("the joint statement names him");
    assert_eq!((text(president, "person"), text(president, "office")), ("纳扎尔巴耶夫", "head_of_state"));
    assert_eq!(president["country_id"], "KAZ");
}

#[test]
fn people_of_the_newspapers_index_are_found() {
    let workplace = with_sample();
    let mentions = workplace.rows("demo", "mentions");
    let persons: BTreeSet<(&str, &str)> = mentions
        .iter()
        .filter(|row| row["kind"] == "person")
        .flat_map(|row| ["entity_id", "text"].map(|column| (text(row, "article_id"), text(row, column))))
        .collect();
    let keywords = workplace.rows("demo", "keywords");
    let terms: BTreeMap<(&str, &str), Option<&str>> = keywords
        .iter()
        .filter(|row| row["group"] == "RW")
        .map(|row| ((text(row, "article_id"), text(row, "term")), row["entity_id"].as_str()))
        .collect();
    let found = terms.iter().filter(|((article, term), entity)| {
        persons.contains(&(article, term)) || entity.is_some_and(|id| persons.contains(&(article, id)))
    });
    let (found, people) = (found.count(), workplace.manifest("demo")["counts"]["indexed_people"].clone());
    assert_eq!((number(&people, "terms"), number(&people, "found")), (terms.len(), found));
    assert!(terms.len() > 20 && found * 10 >= number(&people, "in_text") * 9, "{people}");
}
