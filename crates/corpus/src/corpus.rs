use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::batch::{Content, RawPart};
use crate::container::{
    Container, Entry, Fault, Hint, IGNORED, Next, Packing, Tap, leaves_folder, of_name, of_start,
};
use crate::draft::{Context, hexadecimal};
use crate::format::csv::{Header, missing_column_message};
use crate::format::rows::Rows;
use crate::input::{Found, Input};
use crate::stream::{State, Step, Stream, read_head};
use crate::table::{Table, TableRows};
use crate::{Error, OpenTable, RawBatch, ReadOptions, TableFile};

/// A batch is handed over when it holds so many bytes,
const BATCH_BYTES: usize = 1 << 20;
/// or so many parts.
const BATCH_PARTS: usize = 256;
/// Files up to so many bytes are handed over whole.
const SMALL: u64 = 4 << 20;
/// Tables inside archives must fit into memory; longer ones are unpacked by the user.
const LARGEST_PACKED_TABLE: u64 = 256 << 20;

/// The articles of files, folders, globs and standard input, read batch by batch.
///
/// Inputs come in the order given, files sorted by name, records as they stand; at most a few MiB of text are held
/// (`max_record`, where one record is so long).
///
/// ```
/// use bangjiao_corpus::{Corpus, ReadOptions};
/// let folder = tempfile::tempdir()?;
/// std::fs::write(folder.path().join("a.csv"), "title,body\n两国建交,今天两国建立大使级外交关系。\n")?;
/// let mut corpus = Corpus::open(&[folder.path().into()], ReadOptions::default())?;
/// let mut n_records = 0;
/// while let Some(batch) = corpus.next_batch() {
///     n_records += batch.parse().records.len();
/// }
/// assert_eq!(n_records, 1);
/// assert_eq!(corpus.inputs()[0].n_files, 1);
/// assert_eq!(Some(corpus.progress().bytes_read), corpus.progress().bytes_total);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Corpus {
    context: Arc<Context>,
    open_table: Option<OpenTable>,
    inputs: Vec<Input>,
    reports: Vec<InputReport>,
    sources: Vec<Arc<str>>,
    /// Number of the input that is being read.
    input: usize,
    walk: Option<Box<dyn Iterator<Item = Found> + Send>>,
    /// Hash over the files of the input.
    hasher: Sha256,
    file: Option<OpenFile>,
    reading: Reading,
    /// A part that comes after the one that was given.
    queued: Option<RawPart>,
    n_bytes_closed: u64,
    held: Option<(usize, RawPart)>,
}

/// What is known of an INPUT once it was read.
///
/// See [`Corpus`] for an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputReport {
    /// The last part of the INPUT as it was given; never an absolute path.
    pub name: String,
    /// Files that were opened; an archive is one.
    pub n_files: u64,
    /// Bytes of these files, as they lie on the disk.
    pub n_bytes: u64,
    /// SHA-256 of the file; of a folder or glob that of the lines `HASH  PATH\n` of its files in the order read, as
    /// `sha256sum` prints them. `None` until the input was read to its end.
    pub sha256: Option<String>,
}

/// How far reading has come.
///
/// See [`Corpus`] for an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of the inputs, as they lie on the disk, that were read.
    pub bytes_read: u64,
    /// All bytes of the inputs; `None` with standard input and with folders of more than 100,000 files, which would
    /// take long to count.
    pub bytes_total: Option<u64>,
}

struct OpenFile {
    /// Relative to the INPUT.
    name: String,
    path: Option<PathBuf>,
    tap: Tap,
    container: Container,
}

/// What is read of the current file.
enum Reading {
    Nothing,
    Text(Arc<str>, Box<Stream>),
    Table(OpenRows),
}

struct OpenRows {
    source_file: Arc<str>,
    header: Arc<Header>,
    rows: TableRows,
    n_rows: u64,
}

impl Corpus {
    /// Finds the inputs; nothing is read yet.
    ///
    /// # Errors
    /// If an input does not exist, cannot be opened or holds nothing readable, or if the options name unknown fields.
    pub fn open(inputs: &[PathBuf], options: ReadOptions) -> Result<Self, Error> {
        let context = Context::new(options)?;
        let inputs = inputs.iter().map(|path| Input::resolve(path)).collect::<Result<Vec<_>, _>>()?;
        if inputs.is_empty() {
            return Err(Error::NoInput);
        }
        let source = |input: &Input| Arc::from(context.options.source.as_deref().unwrap_or(&input.folder));
        let report =
            |input: &Input| InputReport { name: input.name.clone(), n_files: 0, n_bytes: 0, sha256: None };
        Ok(Corpus {
            reports: inputs.iter().map(report).collect(),
            sources: inputs.iter().map(source).collect(),
            context: Arc::new(context),
            open_table: None,
            inputs,
            input: 0,
            walk: None,
            hasher: Sha256::new(),
            file: None,
            reading: Reading::Nothing,
            queued: None,
            n_bytes_closed: 0,
            held: None,
        })
    }

    /// Reads Parquet files too, by a reader from elsewhere.
    #[must_use]
    pub fn with_tables(mut self, open_table: OpenTable) -> Self {
        self.open_table = Some(open_table);
        self
    }

    /// The next about 1 MiB or 256 files of one input; `None` at the end.
    pub fn next_batch(&mut self) -> Option<RawBatch> {
        let (input, first) = self.held.take().or_else(|| self.next_part())?;
        let mut n_bytes = first.n_bytes();
        let mut parts = vec![first];
        while n_bytes < BATCH_BYTES && parts.len() < BATCH_PARTS {
            match self.next_part() {
                Some((of_input, part)) if of_input == input => {
                    n_bytes += part.n_bytes();
                    parts.push(part);
                }
                held => {
                    self.held = held;
                    break;
                }
            }
        }
        Some(RawBatch {
            input,
            source: Arc::clone(&self.sources[input]),
            context: Arc::clone(&self.context),
            parts,
        })
    }

    /// How far reading has come, for a progress bar.
    pub fn progress(&self) -> Progress {
        let open = self.file.as_ref().map_or(0, |file| file.tap.n_bytes());
        Progress {
            bytes_read: self.n_bytes_closed + open,
            bytes_total: self.inputs.iter().map(|input| input.n_bytes).sum(),
        }
    }

    /// The inputs in the order given; complete once [`Corpus::next_batch`] has returned `None`.
    pub fn inputs(&self) -> &[InputReport] {
        &self.reports
    }

    /// The next part of the inputs, and the number of its input.
    fn next_part(&mut self) -> Option<(usize, RawPart)> {
        loop {
            let input = self.input;
            if let Some(part) = self.queued.take() {
                return Some((input, part));
            }
            if let Some(part) = self.continue_reading() {
                return Some((input, part));
            }
            if self.file.is_some() {
                if let Some(part) = self.next_entry() {
                    return Some((input, part));
                }
                continue;
            }
            let walk = match &mut self.walk {
                Some(walk) => walk,
                None => {
                    let input = self.inputs.get(self.input)?;
                    self.walk.insert(input.walk())
                }
            };
            match walk.next() {
                Some(found) => {
                    if let Some(part) = self.open_file(found) {
                        return Some((input, part));
                    }
                }
                None => self.finish_input(),
            }
        }
    }

    fn finish_input(&mut self) {
        let hash = std::mem::take(&mut self.hasher).finalize();
        let report = &mut self.reports[self.input];
        // The hash of a single file was set when it was closed.
        if !self.inputs[self.input].is_single() {
            report.sha256 = Some(hexadecimal(&hash));
        }
        self.walk = None;
        self.input += 1;
    }

    fn open_file(&mut self, found: Found) -> Option<RawPart> {
        match found {
            Found::Ignored(name) => Some(note(&name, Fault::new("file_ignored", IGNORED))),
            Found::Unreadable(name, reason) => Some(lost(&name, unreadable(&reason))),
            Found::Stdin => self.open_container("-".to_owned(), None, Box::new(io::stdin()), None),
            Found::File(path, name) => match File::open(&path) {
                Ok(file) => {
                    let length = file.metadata().ok().map(|metadata| metadata.len());
                    self.open_container(name, Some(path), Box::new(file), length)
                }
                Err(error) => Some(lost(&name, unreadable(&error))),
            },
        }
    }

    fn open_container(
        &mut self,
        name: String,
        path: Option<PathBuf>,
        reader: Box<dyn Read + Send>,
        length: Option<u64>,
    ) -> Option<RawPart> {
        let mut tap = Tap::new(reader);
        let (mut packing, mut hint) = of_name(&name);
        let mut head = Vec::new();
        if packing == Packing::None && hint == Hint::Unknown {
            // The name tells nothing, as with standard input: the first bytes may.
            if let Err(error) = (&mut tap).take(512).read_to_end(&mut head) {
                self.close(OpenFile { name: name.clone(), path, tap, container: Container::Ended });
                return Some(lost(&name, unreadable(&error)));
            }
            packing = of_start(&head);
            if head.starts_with(b"PAR1") {
                hint = Hint::Parquet;
            }
        }
        let opened = match (packing, &path) {
            (Packing::Zip, Some(path)) => {
                File::open(path).map_err(|error| unreadable(&error)).and_then(Container::zip)
            }
            _ => {
                let head = std::mem::take(&mut head);
                Container::stream(tap.clone(), head, packing, hint, length).map_err(|error| Fault::of(&error))
            }
        };
        let (container, fault) = match opened {
            Ok(container) => (container, None),
            Err(fault) => (Container::Ended, Some(fault)),
        };
        let part = fault.map(|fault| lost(&name, fault));
        self.file = Some(OpenFile { name, path, tap, container });
        part
    }

    /// Goes on to the next entry of the open file, or closes it.
    fn next_entry(&mut self) -> Option<RawPart> {
        let file = self.file.as_mut()?;
        match file.container.next_entry() {
            Next::Entry(entry) => self.start_entry(entry),
            Next::Skipped(entry, fault) => Some(lost(&in_archive(&file.name, Some(&entry)), fault)),
            Next::Ignored(entry, fault) if entry.is_empty() => Some(note(&file.name, fault)),
            Next::Ignored(entry, fault) => Some(note(&in_archive(&file.name, Some(&entry)), fault)),
            Next::Broken(fault) => Some(lost(&file.name, fault)),
            Next::End => {
                let file = self.file.take()?;
                self.close(file)
            }
        }
    }

    fn start_entry(&mut self, entry: Entry) -> Option<RawPart> {
        let file = self.file.as_ref()?;
        let source_file: Arc<str> = in_archive(&file.name, entry.name.as_deref()).into();
        if entry.name.as_deref().is_some_and(leaves_folder) {
            let message = "the entry's name leaves the archive's folder; it was read under this name, nothing was unpacked";
            let told = note(&source_file, Fault::new("unsafe_entry_name", message));
            self.queued = self.start_content(source_file, entry);
            return Some(told);
        }
        self.start_content(source_file, entry)
    }

    fn start_content(&mut self, source_file: Arc<str>, entry: Entry) -> Option<RawPart> {
        if entry.hint == Hint::Parquet {
            return match self.open_rows(&source_file, entry) {
                Ok(rows) => {
                    self.reading = Reading::Table(rows);
                    None
                }
                Err(fault) => Some(lost(&source_file, fault)),
            };
        }
        let file = self.file.as_mut()?;
        let (bytes, state) = read_head(&mut file.container, SMALL, entry.length);
        if let State::Ended = state {
            let content = Content::Whole(entry.hint, bytes);
            return Some(RawPart { source_file, content });
        }
        match Stream::new(bytes, state, entry.hint, &self.context) {
            Ok(stream) => {
                self.reading = Reading::Text(source_file, Box::new(stream));
                None
            }
            Err(fault) => Some(lost(&source_file, fault)),
        }
    }

    fn open_rows(&mut self, source_file: &Arc<str>, entry: Entry) -> Result<OpenRows, Fault> {
        let Some(open_table) = &self.open_table else {
            return Err(Fault::new(
                "no_table_reader",
                "this program reads no Parquet; convert the file to JSON Lines",
            ));
        };
        let file = self.file.as_mut().ok_or_else(|| Fault::new("no_table_reader", "no file is open"))?;
        let is_loose = entry.name.is_none() && of_name(&file.name).0 == Packing::None;
        let table_file = match &file.path {
            Some(path) if is_loose => TableFile::Path(path.clone()),
            _ => {
                let (bytes, state) = read_head(&mut file.container, LARGEST_PACKED_TABLE, entry.length);
                match state {
                    State::Ended => TableFile::Bytes(bytes),
                    State::Failed(fault) => return Err(fault),
                    State::More => {
                        let message = "a packed table of more than 256 MiB is not read; unpack it";
                        return Err(Fault::new("table_too_large", message));
                    }
                }
            }
        };
        let Table { columns, rows } =
            open_table(table_file).map_err(|message| Fault::new("damaged_file", message))?;
        let header = Header::new(b',', columns, &self.context.names)
            .map_err(|found| Fault::new("missing_column", missing_column_message(&found)))?;
        Ok(OpenRows { source_file: Arc::clone(source_file), header: Arc::new(header), rows, n_rows: 0 })
    }

    /// The next part of a file that is handed over in parts.
    fn continue_reading(&mut self) -> Option<RawPart> {
        match &mut self.reading {
            Reading::Nothing => None,
            Reading::Text(source_file, stream) => {
                let container = &mut self.file.as_mut()?.container;
                let content = match stream.next(container) {
                    Step::Piece(piece) => Content::Piece(piece),
                    Step::Lost(record, line, fault) => {
                        Content::Lost { record: Some(record), line: Some(line), fault }
                    }
                    Step::End => {
                        self.reading = Reading::Nothing;
                        return None;
                    }
                };
                Some(RawPart { source_file: Arc::clone(source_file), content })
            }
            Reading::Table(open) => {
                let part = open.next_part();
                if part.is_none() {
                    self.reading = Reading::Nothing;
                }
                part
            }
        }
    }

    /// Reads what is left of a file for its hash.
    fn close(&mut self, file: OpenFile) -> Option<RawPart> {
        let report = &mut self.reports[self.input];
        let (n_bytes, hash) = match file.tap.finish() {
            Ok(finished) => finished,
            Err(error) => return Some(note(&file.name, Fault::of(&error))),
        };
        report.n_files += 1;
        report.n_bytes += n_bytes;
        self.n_bytes_closed += n_bytes;
        let hash = hexadecimal(&hash);
        if self.inputs[self.input].is_single() {
            report.sha256 = Some(hash);
        } else {
            self.hasher.update(format!("{hash}  {}\n", file.name).as_bytes());
        }
        None
    }
}

impl fmt::Debug for Corpus {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Corpus").field("inputs", &self.reports).finish_non_exhaustive()
    }
}

impl OpenRows {
    fn next_part(&mut self) -> Option<RawPart> {
        let first_record = self.n_rows + 1;
        let mut rows = Vec::new();
        let mut n_bytes = 0;
        let mut failed = None;
        while n_bytes < BATCH_BYTES && failed.is_none() {
            match self.rows.next() {
                None => break,
                Some(Ok(row)) => {
                    n_bytes += row.iter().flatten().map(String::len).sum::<usize>() + row.len();
                    self.n_rows += 1;
                    rows.push(row);
                }
                Some(Err(message)) => failed = Some(message),
            }
        }
        let content = match failed {
            // What came before is handed over first; the fault comes again as the next item.
            Some(message) if !rows.is_empty() => {
                self.rows = Box::new(std::iter::once(Err(message)));
                Content::Rows(Rows { header: Arc::clone(&self.header), rows }, first_record)
            }
            Some(message) => {
                self.rows = Box::new(std::iter::empty());
                let fault = Fault::new("damaged_file", message);
                Content::Lost { record: Some(first_record), line: None, fault }
            }
            None if rows.is_empty() => return None,
            None => Content::Rows(Rows { header: Arc::clone(&self.header), rows }, first_record),
        };
        Some(RawPart { source_file: Arc::clone(&self.source_file), content })
    }
}

fn in_archive(file: &str, entry: Option<&str>) -> String {
    match entry {
        Some(entry) => format!("{file}!{entry}"),
        None => file.to_owned(),
    }
}

fn unreadable(reason: &impl fmt::Display) -> Fault {
    Fault::new(
        "unreadable_file",
        format!("the file cannot be opened ({reason}); check its permissions and links"),
    )
}

fn lost(source_file: &str, fault: Fault) -> RawPart {
    RawPart { source_file: source_file.into(), content: Content::Lost { record: None, line: None, fault } }
}

fn note(source_file: &str, fault: Fault) -> RawPart {
    RawPart { source_file: source_file.into(), content: Content::Note(fault) }
}
