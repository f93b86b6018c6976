use std::fmt;
use std::sync::Arc;

use bangjiao_document::{Problem, Severity};

use crate::container::{Fault, Hint};
use crate::draft::{Context, Place};
use crate::encoding::{Replaced, choose, decode, is_garbled};
use crate::format::rows::Rows;
use crate::format::{Format, csv, jsonl, plain, rows, tagged};
use crate::record::Record;
use crate::stream::{Piece, garbled};
use crate::{Shard, TextEncoding};

/// Files or parts of files as they were read, to be parsed on any thread.
///
/// ```
/// use bangjiao_corpus::{Corpus, ReadOptions};
/// let folder = tempfile::tempdir()?;
/// std::fs::write(folder.path().join("1972-02-28.txt"), "双方同意，他们将通过不同渠道保持接触。")?;
/// let mut corpus = Corpus::open(&[folder.path().into()], ReadOptions::default())?;
/// let batch = corpus.next_batch().unwrap();
/// assert_eq!(batch.input(), 0);
/// let parsed = batch.parse();
/// assert_eq!((parsed.records.len(), parsed.parts.len()), (1, 1));
/// assert_eq!(parsed.parts[0].n_records, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct RawBatch {
    pub(crate) input: usize,
    pub(crate) source: Arc<str>,
    pub(crate) context: Arc<Context>,
    pub(crate) parts: Vec<RawPart>,
}

/// A file, a part of one, or something that was wrong with it.
pub(crate) struct RawPart {
    pub(crate) source_file: Arc<str>,
    pub(crate) content: Content,
}

pub(crate) enum Content {
    /// A small file.
    Whole(Hint, Vec<u8>),
    /// A part of a long one.
    Piece(Piece),
    /// Rows of a table, with the number of the first one.
    Rows(Rows, u64),
    /// A record, or all that follows it, that cannot be read.
    Lost { record: Option<u64>, line: Option<u64>, fault: Fault },
    /// Something worth knowing of the file.
    Note(Fault),
}

impl RawPart {
    /// Bytes that are held.
    pub(crate) fn n_bytes(&self) -> usize {
        match &self.content {
            Content::Whole(_, bytes) => bytes.len(),
            Content::Piece(piece) => piece.text.len(),
            Content::Rows(rows, _) => rows.rows.iter().flatten().flatten().map(String::len).sum(),
            Content::Lost { .. } | Content::Note(_) => 0,
        }
    }
}

/// What a batch holds, in the order of the input.
///
/// See [`RawBatch`] for an example.
#[derive(Debug)]
pub struct ParsedBatch {
    /// Number of the INPUT, from 0.
    pub input: usize,
    /// Articles and lost records.
    pub records: Vec<Record>,
    /// What was decoded; the parts of a long file follow one another with the same name and add up.
    pub files: Vec<FileReport>,
    /// Notes on whole files; what is lost stands among the records.
    pub problems: Vec<Problem>,
    /// How records and problems fall to the parts that were read, in order; the parts are the same for every shard.
    pub parts: Vec<PartReport>,
}

/// What one part of a batch gave: a file, a piece of a long one, or something that was wrong.
///
/// See [`RawBatch`] for an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartReport {
    /// Articles and lost records of this shard.
    pub n_records: usize,
    /// Notes on the whole file.
    pub n_problems: usize,
}

/// How a file was read.
///
/// ```
/// use bangjiao_corpus::{Corpus, ReadOptions};
/// let folder = tempfile::tempdir()?;
/// std::fs::write(folder.path().join("a.txt"), b"\xD6\xD0\xB6\xED\xB9\xD8\xCF\xB5")?; // 中俄关系
/// let mut corpus = Corpus::open(&[folder.path().into()], ReadOptions::default())?;
/// let files = corpus.next_batch().unwrap().parse().files;
/// assert_eq!(files[0].encoding.unwrap().as_str(), "GB18030");
/// assert_eq!(files[0].n_replaced, 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileReport {
    /// The file, relative to the INPUT argument, entries of archives after `!`.
    pub source_file: Arc<str>,
    /// Its format.
    pub format: Format,
    /// The encoding that it was read in; `None` for tables.
    pub encoding: Option<TextEncoding>,
    /// Bytes of the unpacked file.
    pub n_bytes: u64,
    /// Records of this shard that were parsed; what could not be read or held stands among the lost records only.
    pub n_records: u64,
    /// Characters that could not be decoded.
    pub n_replaced: u64,
}

impl fmt::Debug for RawBatch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n_parts = self.parts.len();
        formatter.debug_struct("RawBatch").field("input", &self.input).field("n_parts", &n_parts).finish()
    }
}

impl RawBatch {
    /// Number of the INPUT, from 0.
    pub fn input(&self) -> usize {
        self.input
    }

    /// The shard whose records are parsed; all where it is `None`.
    pub fn shard(&self) -> Option<Shard> {
        self.context.options.shard
    }

    /// Decodes, repairs and parses. The result depends on nothing but the batch.
    pub fn parse(self) -> ParsedBatch {
        let mut parsed = ParsedBatch {
            input: self.input,
            records: Vec::new(),
            files: Vec::new(),
            problems: Vec::new(),
            parts: Vec::with_capacity(self.parts.len()),
        };
        for part in &self.parts {
            let (n_records, n_problems) = (parsed.records.len(), parsed.problems.len());
            parsed.add(part, &self.source, &self.context);
            parsed.parts.push(PartReport {
                n_records: parsed.records.len() - n_records,
                n_problems: parsed.problems.len() - n_problems,
            });
        }
        parsed
    }
}

impl ParsedBatch {
    fn add(&mut self, part: &RawPart, source: &Arc<str>, context: &Context) {
        let place = |first_record, first_line, replaced| Place {
            context,
            source,
            source_file: &part.source_file,
            first_record,
            first_line,
            replaced,
        };
        match &part.content {
            Content::Whole(hint, bytes) => self.add_whole(*hint, bytes, &part.source_file, place),
            Content::Piece(piece) => {
                let place = place(piece.first_record, piece.first_line, piece.replaced);
                let header = piece.header.as_deref();
                let n_records = parse(piece.format, &piece.text, header, &place, &mut self.records);
                self.files.push(FileReport {
                    source_file: Arc::clone(&part.source_file),
                    format: piece.format,
                    encoding: Some(piece.encoding),
                    n_bytes: piece.n_bytes,
                    n_records,
                    n_replaced: piece.replaced.count(&piece.text),
                });
            }
            Content::Rows(rows, first_record) => {
                let place = place(*first_record, *first_record, Replaced::None);
                let n_records = rows::parse(rows, &place, &mut self.records);
                self.files.push(FileReport {
                    source_file: Arc::clone(&part.source_file),
                    format: Format::Parquet,
                    encoding: None,
                    n_bytes: 0,
                    n_records,
                    n_replaced: 0,
                });
            }
            Content::Lost { record, line, fault } => self.lose(part, *record, *line, fault, context),
            Content::Note(fault) => self.note(&part.source_file, fault, context),
        }
    }

    fn add_whole<'p>(
        &mut self,
        hint: Hint,
        bytes: &[u8],
        source_file: &Arc<str>,
        place: impl Fn(u64, u64, Replaced) -> Place<'p>,
    ) {
        let (encoding, mark) = {
            let context = place(1, 1, Replaced::None).context;
            choose(bytes, context.options.encoding)
        };
        let decoded = decode(&bytes[mark..], encoding);
        let (text, replaced) = (&*decoded.text, decoded.replaced);
        let place = place(1, 1, replaced);
        let mut report = FileReport {
            source_file: Arc::clone(source_file),
            format: Format::of_text(hint, text, &place.context.names),
            encoding: Some(encoding),
            n_bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            n_records: 0,
            n_replaced: replaced.count(text),
        };
        match check_whole(text, replaced, encoding, report.format, &place) {
            Ok((header, length)) => {
                let line = 1 + crate::lines::lines_in(&text[..length]);
                let place = Place { first_line: line, ..place };
                report.n_records =
                    parse(report.format, &text[length..], header.as_ref(), &place, &mut self.records);
            }
            Err(fault) if fault.code == EMPTY && matches!(report.format, Format::Jsonl | Format::Csv) => {
                self.note(source_file, &fault, place.context);
            }
            Err(fault) => {
                if place.holds(1) {
                    report.n_records = 1;
                    self.records.push(lost(source_file, Some(1), None, &fault));
                }
            }
        }
        self.files.push(report);
    }

    fn lose(
        &mut self,
        part: &RawPart,
        record: Option<u64>,
        line: Option<u64>,
        fault: &Fault,
        context: &Context,
    ) {
        if context.holds(&part.source_file, record.unwrap_or(1)) {
            self.records.push(lost(&part.source_file, record, line, fault));
        }
    }

    /// Notes belong to the shard of their file's first record, so that shards do not repeat them.
    fn note(&mut self, source_file: &Arc<str>, fault: &Fault, context: &Context) {
        if context.holds(source_file, 1) {
            self.problems.push(problem(source_file, None, None, Severity::Note, fault));
        }
    }
}

const EMPTY: &str = "empty_file";

/// Whether a small file can be parsed, and the header of a table with the bytes that it takes.
fn check_whole(
    text: &str,
    replaced: Replaced,
    encoding: TextEncoding,
    format: Format,
    place: &Place<'_>,
) -> Result<(Option<csv::Header>, usize), Fault> {
    if text.chars().all(char::is_whitespace) {
        return Err(Fault::new(EMPTY, "the file is empty; fetch it again if it should not be"));
    }
    if is_garbled(text, replaced) {
        return Err(garbled(encoding));
    }
    if format != Format::Csv {
        return Ok((None, 0));
    }
    match csv::read_header(text, &place.context.names) {
        Ok((header, length)) => Ok((Some(header), length)),
        Err(found) => Err(Fault::new("missing_column", csv::missing_column_message(&found))),
    }
}

fn parse(
    format: Format,
    text: &str,
    header: Option<&csv::Header>,
    place: &Place<'_>,
    records: &mut Vec<Record>,
) -> u64 {
    match (format, header) {
        (Format::Tagged, _) => tagged::parse(text, place, records),
        (Format::Jsonl, _) => jsonl::parse(text, place, records),
        (Format::Csv, Some(header)) => csv::parse(text, header, place, records),
        (Format::Csv | Format::Plain | Format::Parquet, _) => plain::parse(text, place, records),
    }
}

fn lost(source_file: &Arc<str>, record: Option<u64>, line: Option<u64>, fault: &Fault) -> Record {
    Record::Lost(problem(source_file, record, line, Severity::Lost, fault))
}

fn problem(
    source_file: &Arc<str>,
    record: Option<u64>,
    line: Option<u64>,
    severity: Severity,
    fault: &Fault,
) -> Problem {
    Problem {
        source_file: Arc::clone(source_file),
        record,
        line,
        severity,
        code: fault.code,
        message: fault.message.clone(),
        kept: None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ReadOptions;

    fn parse_bytes(name: &str, hint: Hint, bytes: Vec<u8>) -> ParsedBatch {
        let context = Context::new(ReadOptions::default()).expect("the defaults are good");
        let part = RawPart { source_file: name.into(), content: Content::Whole(hint, bytes) };
        RawBatch { input: 0, source: "s".into(), context: Arc::new(context), parts: vec![part] }.parse()
    }

    proptest! {
        #[test]
        fn no_bytes_make_a_parser_panic(
            start in prop::sample::select(&["", "〖BT/标题〗", "{\"title\":\"", "title,body\n\"", "\u{FEFF}"][..]),
            gb18030 in any::<bool>(),
            rest in prop::collection::vec(any::<u8>(), 0..400),
        ) {
            let mut bytes = start.as_bytes().to_vec();
            if gb18030 {
                bytes = encoding_rs::GB18030.encode(start).0.into_owned();
            }
            bytes.extend(rest);
            for hint in [Hint::Text, Hint::Jsonl, Hint::Csv, Hint::Unknown] {
                let parsed = parse_bytes("196401280403.txt", hint, bytes.clone());
                let n_records = u64::try_from(parsed.records.len()).expect("few");
                prop_assert_eq!(parsed.files[0].n_records, n_records);
            }
        }
    }
}
