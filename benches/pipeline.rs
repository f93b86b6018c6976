//! Speed of the pipeline as a ratio to jieba-rs' bare `cut` of the same texts, measured in one process and one run.
//!
//! `cargo xtask bench [INPUT]`: INPUT is anything that `run` takes; without it the built-in demo, repeated. The last
//! lines are one figure each, `NAME: NUMBER`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use bangjiao::document::{Article, Document};
use bangjiao::{
    Annotator, Existing, Record, RunOptions, build_annotator, open_corpus, run, write_demo_archive,
};
use jieba_rs::Jieba;

/// Repetitions of the demo where no input is given: about ten megabytes.
const DEMO_REPETITIONS: usize = 100;

/// Each timing is the least of so many, since other programs only ever add time.
const ROUNDS: usize = 3;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let folder = tempfile::tempdir()?;
    let input = match arguments.first() {
        Some(input) => PathBuf::from(input),
        None => repeated_demo(folder.path())?,
    };
    let options =
        RunOptions { threads: 1, existing: Existing::Replace, report: None, ..RunOptions::default() };
    let (mut reading, articles) = read(&input, &options)?;
    for _ in 1..ROUNDS {
        reading = reading.min(read(&input, &options)?.0);
    }
    let texts: Vec<String> =
        articles.iter().map(|article| Document::new(article.clone()).text().to_owned()).collect();
    let megabytes = texts.iter().map(String::len).sum::<usize>() as f64 / 1e6;
    say(&format!("{} articles, {megabytes:.1} MB of text as UTF-8", texts.len()))?;

    let jieba = Jieba::new();
    let (cut, cut_two) = (cut(&jieba, &texts), cut_on_two(&jieba, &texts));
    let mut stages = vec![("reading", reading)];
    stages.extend(annotate(&options, &articles)?);

    let one = whole_run(&input, folder.path(), &options, 1)?;
    let two = whole_run(&input, folder.path(), &options, 2)?;
    let annotating: Duration = stages.iter().map(|(_, time)| *time).sum();
    say(&format!(
        "cut 1 thread {:.1} MB/s, 2 threads {:.1} MB/s",
        rate(megabytes, cut),
        rate(megabytes, cut_two)
    ))?;
    say(&format!(
        "run 1 thread {:.1} MB/s, 2 threads {:.1} MB/s",
        rate(megabytes, one),
        rate(megabytes, two)
    ))?;
    for (name, time) in &stages {
        say(&format!("{name} {:.1} MB/s", rate(megabytes, *time)))?;
    }
    // What a run does beyond reading and annotating: rows, counting, compression, files.
    let rest = one.saturating_sub(annotating);

    for (name, time) in &stages {
        say(&format!("{name}/cut share: {:.3}", share(*time, cut)))?;
    }
    say(&format!("start, counting and writing/cut share: {:.3}", share(rest, cut)))?;
    let peak = peak_memory(std::slice::from_ref(&input), folder.path())?;
    say(&format!("peak memory MB: {peak:.0}"))?;
    if input.is_file() {
        let peak_of_four = peak_memory(&copies(&input, folder.path())?, folder.path())?;
        say(&format!("peak memory, the input given four times: {:.2}", peak_of_four / peak))?;
    }
    say(&format!("2 threads/1 thread: {:.2}", share(one, two)))?;
    say(&format!("run/cut ratio 1 thread: {:.2}", share(cut, one)))?;
    say(&format!("run/cut ratio 2 threads: {:.2}", share(cut_two, two)))
}

fn say(line: &str) -> anyhow::Result<()> {
    Ok(writeln!(std::io::stdout().lock(), "{line}")?)
}

fn rate(megabytes: f64, time: Duration) -> f64 {
    megabytes / time.as_secs_f64()
}

fn share(time: Duration, of: Duration) -> f64 {
    time.as_secs_f64() / of.as_secs_f64()
}

fn repeated_demo(folder: &Path) -> anyhow::Result<PathBuf> {
    let archive = write_demo_archive(folder)?;
    let mut once = Vec::new();
    let options = RunOptions::default();
    let mut corpus = open_corpus(&[archive], &options)?;
    while let Some(batch) = corpus.next_batch() {
        for record in batch.parse().records {
            if let Record::Article(article) = record {
                let title = article.title.as_deref().unwrap_or_default();
                let body = article.body.as_deref().unwrap_or_default();
                let date = article.date.map(|date| date.to_string()).unwrap_or_default();
                once.push((date, title.to_owned(), body.to_owned()));
            }
        }
    }
    let path = folder.join("demo-repeated.jsonl");
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path)?);
    for round in 0..DEMO_REPETITIONS {
        for (number, (date, title, body)) in once.iter().enumerate() {
            let id = format!("{round}-{number}");
            writeln!(
                file,
                "{}",
                serde_json::json!({ "id": id, "date": date, "title": title, "body": body })
            )?;
        }
    }
    file.flush()?;
    Ok(path)
}

fn read(input: &Path, options: &RunOptions) -> anyhow::Result<(Duration, Vec<Article>)> {
    let start = Instant::now();
    let mut corpus = open_corpus(&[input.to_owned()], options)?;
    let mut articles = Vec::new();
    while let Some(batch) = corpus.next_batch() {
        for record in batch.parse().records {
            if let Record::Article(article) = record {
                articles.push(*article);
            }
        }
    }
    Ok((start.elapsed(), articles))
}

fn least(mut once: impl FnMut() -> Duration) -> Duration {
    (0..ROUNDS).map(|_| once()).min().unwrap_or_default()
}

/// Bare segmentation of all texts on one thread.
fn cut(jieba: &Jieba, texts: &[String]) -> Duration {
    least(|| {
        let start = Instant::now();
        let words: usize = texts.iter().map(|text| jieba.cut(text, true).len()).sum();
        assert!(std::hint::black_box(words) > 0);
        start.elapsed()
    })
}

/// The same on two threads, which take texts in turn.
fn cut_on_two(jieba: &Jieba, texts: &[String]) -> Duration {
    let next = std::sync::atomic::AtomicUsize::new(0);
    least(|| {
        next.store(0, std::sync::atomic::Ordering::Relaxed);
        let start = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while let Some(text) = texts.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
                    {
                        std::hint::black_box(jieba.cut(text, true).len());
                    }
                });
            }
        });
        start.elapsed()
    })
}

/// The stages of annotation on one thread, each the least of the rounds; words are cut in the stage of the tagger that
/// first asks for them.
fn annotate(options: &RunOptions, articles: &[Article]) -> anyhow::Result<Vec<(&'static str, Duration)>> {
    let annotator = build_annotator(options)?;
    let rounds = (0..ROUNDS).map(|_| annotate_once(&annotator, articles.to_vec()));
    let least = rounds.reduce(|mut least, round| {
        for ((_, least), (_, time)) in least.iter_mut().zip(round) {
            *least = time.min(*least);
        }
        least
    });
    least.context("there is at least one round")
}

fn annotate_once(annotator: &Annotator, articles: Vec<Article>) -> Vec<(&'static str, Duration)> {
    let mut stages: Vec<(&'static str, Duration)> = Vec::new();
    let mut last = Instant::now();
    let documents = annotator.annotate_observed(articles, &mut |stage| {
        let now = Instant::now();
        match stages.iter_mut().find(|(name, _)| *name == stage) {
            Some((_, time)) => *time += now - last,
            None => stages.push((stage, now - last)),
        }
        last = now;
    });
    assert!(std::hint::black_box(documents.len()) > 0);
    stages
}

/// The whole job, start of the program's data included.
fn whole_run(input: &Path, folder: &Path, options: &RunOptions, threads: usize) -> anyhow::Result<Duration> {
    let options = RunOptions { threads, ..options.clone() };
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        run(&[input.to_owned()], &folder.join("run"), &options, &mut |_| {}, &AtomicBool::new(false))?;
        times.push(start.elapsed());
    }
    times.into_iter().min().context("there is at least one round")
}

/// Four copies of a file, under names of their own.
fn copies(input: &Path, folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let name = input.file_name().context("an input that is a file has a name")?.to_string_lossy();
    let copy = |number: u32| {
        let path = folder.join(format!("{number}-{name}"));
        std::fs::copy(input, &path)?;
        Ok(path)
    };
    (1..=4).map(copy).collect()
}

/// Largest resident set of the program itself in megabytes, from Linux's process table: the middle one of several runs,
/// since the allocator's share differs by a few percent from run to run.
fn peak_memory(inputs: &[PathBuf], folder: &Path) -> anyhow::Result<f64> {
    let mut peaks = (0..ROUNDS).map(|_| peak_of_run(inputs, folder)).collect::<anyhow::Result<Vec<f64>>>()?;
    peaks.sort_by(f64::total_cmp);
    Ok(peaks[ROUNDS / 2])
}

fn peak_of_run(inputs: &[PathBuf], folder: &Path) -> anyhow::Result<f64> {
    let Some(program) = std::env::var_os("BANGJIAO_PROGRAM") else {
        bail!("BANGJIAO_PROGRAM names no program; start the benchmark by cargo xtask bench");
    };
    let out = folder.join("memory");
    let mut child = Command::new(program)
        .arg("run")
        .args(inputs)
        .arg("-o")
        .arg(&out)
        .args(["-j", "2", "--quiet", "--no-report", "--overwrite"])
        .stderr(Stdio::null())
        .spawn()?;
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut peak = 0.0_f64;
    while child.try_wait()?.is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<f64>().ok());
        peak = peak.max(kilobytes.unwrap_or(0.0));
        std::thread::sleep(Duration::from_millis(5));
    }
    Ok(peak / 1000.0)
}
