use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::cells::Cells;
use crate::files::SourceFile;
use crate::fold::Fold;
use crate::problem::{LexiconProblem, LexiconSeverity};

/// Columns that help to fill in a row; the lexicon passes over them.
pub(crate) const NOTES: [&str; 3] = ["n_articles", "roles", "evidence"];

/// A type of row that has a file of its own.
pub(crate) trait Row: Sized {
    /// Name of the file below `lexicons/`.
    const FILE: &'static str;
    /// The columns, in order.
    const HEADER: &'static [&'static str];
    /// The columns by which an overriding row finds the rows that it replaces.
    const KEY: &'static [&'static str];

    /// Reads one row; faults are recorded in the cells.
    fn read(cells: &mut Cells<'_>) -> Option<Self>;
}

/// Where a row stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    pub file: Arc<str>,
    pub line: u64,
}

/// The rows of one file and of the files that override it, in order.
#[derive(Debug)]
pub(crate) struct Table<T> {
    pub rows: Vec<T>,
    pub origins: Vec<Origin>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Table { rows: Vec::new(), origins: Vec::new() }
    }
}

impl<T> Table<T> {
    /// Rows with where they stand.
    pub fn iter(&self) -> impl Iterator<Item = (&T, &Origin)> {
        self.rows.iter().zip(&self.origins)
    }
}

impl<T: Row> Table<T> {
    /// Reads the files of this name, layer after layer.
    ///
    /// A row of a later layer replaces every row of the earlier ones with its key; with `off` in the column `action`
    /// it only removes them.
    pub fn read(files: &[SourceFile], fold: &Fold, problems: &mut Vec<LexiconProblem>) -> Self {
        let mut table = Table::default();
        let mut keys: Vec<String> = Vec::new();
        let layered = files.iter().any(|file| file.layer > 0 && file.name == T::FILE);
        for file in files.iter().filter(|file| file.name == T::FILE) {
            let layer = read_file::<T>(file, fold, problems);
            if layered {
                let replaced: FxHashSet<&str> =
                    layer.off.iter().map(|(key, _)| key.as_str()).chain(layer.keys()).collect();
                report_idle_switches::<T>(&layer, &keys, file, problems);
                table.remove(&mut keys, &replaced);
            }
            for parsed in layer.rows {
                table.rows.push(parsed.row);
                table.origins.push(Origin { file: Arc::clone(&file.shown), line: parsed.line });
                if layered {
                    keys.push(parsed.key);
                }
            }
        }
        table
    }

    fn remove(&mut self, keys: &mut Vec<String>, gone: &FxHashSet<&str>) {
        if gone.is_empty() {
            return;
        }
        let keep: Vec<bool> = keys.iter().map(|key| !gone.contains(key.as_str())).collect();
        retain(&mut self.rows, &keep);
        retain(&mut self.origins, &keep);
        retain(keys, &keep);
    }
}

struct ParsedRow<T> {
    row: T,
    key: String,
    line: u64,
}

struct Layer<T> {
    rows: Vec<ParsedRow<T>>,
    off: Vec<(String, u64)>,
}

impl<T> Layer<T> {
    fn keys(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().map(|parsed| parsed.key.as_str())
    }
}

fn read_file<T: Row>(file: &SourceFile, fold: &Fold, problems: &mut Vec<LexiconProblem>) -> Layer<T> {
    let mut layer = Layer { rows: Vec::new(), off: Vec::new() };
    let mut report = |line, code, severity, message| {
        problems.push(LexiconProblem {
            file: Arc::clone(&file.shown),
            line: Some(line),
            severity,
            code,
            message,
        });
    };
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(file.text.as_bytes());
    let columns: Vec<String> = match reader.headers() {
        Ok(header) => header.iter().map(str::to_owned).collect(),
        Err(error) => {
            report(1, "malformed_row", LexiconSeverity::Error, error.to_string());
            return layer;
        }
    };
    let action = columns.iter().position(|column| column == "action");
    for column in &columns {
        let is_of_user = column == "action" || NOTES.contains(&column.as_str());
        if !T::HEADER.contains(&column.as_str()) && (!is_of_user || file.layer == 0) {
            let message =
                format!("{column:?} is no column of {}; its columns are {}", T::FILE, T::HEADER.join(","));
            report(1, "unknown_column", LexiconSeverity::Warning, message);
        }
    }
    // An overriding file may leave out what it does not need: only the key must be there.
    let needed = if file.layer == 0 { T::HEADER } else { T::KEY };
    let missing: Vec<&str> =
        needed.iter().filter(|name| !columns.iter().any(|c| c == *name)).copied().collect();
    if !missing.is_empty() {
        let message = format!(
            "the column {} is missing; the first line must be {}",
            missing.join(","),
            T::HEADER.join(",")
        );
        report(1, "missing_column", LexiconSeverity::Error, message);
        return layer;
    }
    let mut seen: FxHashMap<String, u64> = FxHashMap::default();
    let mut record = csv::StringRecord::new();
    let mut line = 1;
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) => {
                let message = format!("the row cannot be read ({error})");
                problem(problems, file, line + 1, "malformed_row", message);
                break;
            }
        }
        line = record.position().map_or(line, csv::Position::line);
        if record.len() != columns.len() {
            let message = format!(
                "the row has {} cells and the header {}; put cells with a comma in double quotes",
                record.len(),
                columns.len()
            );
            problem(problems, file, line, "malformed_row", message);
            continue;
        }
        let mut cells = Cells {
            record: &record,
            columns: &columns,
            fold,
            file: &file.shown,
            line,
            problems,
            faulty: false,
        };
        let key = key_of::<T>(&cells);
        match action.and_then(|at| record.get(at)).unwrap_or("") {
            "" | "add" => {}
            "off" => {
                layer.off.push((key, line));
                continue;
            }
            other => {
                let message = format!("{other:?} in action must be off, add or empty");
                cells.fault("bad_word", message);
            }
        }
        let Some(row) = T::read(&mut cells).filter(|_| !cells.faulty) else { continue };
        let identity = format!("{key}\t{}\t{}", cells.text("from"), cells.text("to"));
        if let Some(first) = seen.insert(identity, line) {
            problem(
                problems,
                file,
                line,
                "duplicate_row",
                format!("the row repeats line {first}; remove one of them"),
            );
            continue;
        }
        layer.rows.push(ParsedRow { row, key, line });
    }
    layer
}

fn key_of<T: Row>(cells: &Cells<'_>) -> String {
    let mut key = String::new();
    for column in T::KEY {
        key.push_str(&cells.fold.fold(cells.text(column)));
        key.push('\t');
    }
    key
}

fn report_idle_switches<T: Row>(
    layer: &Layer<T>,
    keys: &[String],
    file: &SourceFile,
    problems: &mut Vec<LexiconProblem>,
) {
    let known: FxHashSet<&str> = keys.iter().map(String::as_str).collect();
    for (key, line) in &layer.off {
        if !known.contains(key.as_str()) {
            let message = format!(
                "no earlier row has {} {:?}, so there is nothing to switch off",
                T::KEY.join(" and "),
                key.trim_end()
            );
            problems.push(LexiconProblem {
                file: Arc::clone(&file.shown),
                line: Some(*line),
                severity: LexiconSeverity::Warning,
                code: "nothing_to_switch_off",
                message,
            });
        }
    }
}

fn problem(
    problems: &mut Vec<LexiconProblem>,
    file: &SourceFile,
    line: u64,
    code: &'static str,
    message: String,
) {
    problems.push(LexiconProblem {
        file: Arc::clone(&file.shown),
        line: Some(line),
        severity: LexiconSeverity::Error,
        code,
        message,
    });
}

fn retain<T>(items: &mut Vec<T>, keep: &[bool]) {
    let mut flags = keep.iter();
    items.retain(|_| *flags.next().unwrap_or(&true));
}
