use std::io::Read;
use std::sync::Arc;

use encoding_rs::{CoderResult, Decoder};

use crate::TextEncoding;
use crate::container::{Fault, Hint};
use crate::draft::{Context, TOO_LARGE, too_large_message};
use crate::encoding::{Replaced, choose, decode, is_garbled};
use crate::format::Format;
use crate::format::csv::{Header, missing_column_message, read_header};
use crate::lines::lines_in;
use crate::split::{Ahead, Splitter};

/// Bytes of text that are handed over at once.
const PIECE: usize = 1 << 20;
/// Bytes that are read and decoded at once.
const READ: usize = 256 << 10;

/// A text file that is too long to be held: it is decoded as it is read, and cut where records end.
pub(crate) struct Stream {
    format: Format,
    encoding: TextEncoding,
    header: Option<Arc<Header>>,
    decoder: Decoder,
    splitter: Splitter,
    /// Bytes that were read before the stream was made.
    head: Vec<u8>,
    state: State,
    /// Decoded text since the last cut.
    text: String,
    replaced: Replaced,
    record: u64,
    line: u64,
    n_bytes: u64,
    /// Text beyond which a record is not held any more.
    limit: usize,
    limit_told: u64,
    progress: Progress,
}

/// How far the file was read.
pub(crate) enum State {
    More,
    Ended,
    /// The rest cannot be read.
    Failed(Fault),
}

#[derive(PartialEq, Eq)]
enum Progress {
    Reading,
    /// Inside a record that is too long, which is read past.
    Skipping,
    Done,
}

/// A part of a file that holds whole records.
pub(crate) struct Piece {
    pub(crate) format: Format,
    pub(crate) encoding: TextEncoding,
    pub(crate) header: Option<Arc<Header>>,
    pub(crate) text: String,
    pub(crate) replaced: Replaced,
    pub(crate) first_record: u64,
    pub(crate) first_line: u64,
    /// Bytes of the file that were read since the last piece.
    pub(crate) n_bytes: u64,
}

/// What a stream gives next.
pub(crate) enum Step {
    Piece(Piece),
    /// A record that is lost, with its number and line.
    Lost(u64, u64, Fault),
    End,
}

impl Stream {
    /// A file that begins with `head`, of which more is to come, or not.
    pub(crate) fn new(head: Vec<u8>, state: State, hint: Hint, context: &Context) -> Result<Self, Fault> {
        let (encoding, mark) = choose(&head, context.options.encoding);
        let body = &head[mark..];
        let sample = decode(&body[..body.len().min(READ)], encoding);
        if is_garbled(&sample.text, sample.replaced) {
            return Err(garbled(encoding));
        }
        let format = Format::of_text(hint, &sample.text, &context.names);
        let header = match format {
            Format::Csv => match read_header(&sample.text, &context.names) {
                Ok((header, _)) => Some(Arc::new(header)),
                Err(found) => return Err(Fault::new("missing_column", missing_column_message(&found))),
            },
            _ => None,
        };
        let splitter = match format {
            Format::Jsonl => Splitter::lines(),
            Format::Csv => Splitter::rows(header.as_ref().map_or(b',', |header| header.delimiter)),
            Format::Tagged => Splitter::tagged(),
            Format::Plain | Format::Parquet => Splitter::whole(),
        };
        let limit = usize::try_from(context.options.max_record).unwrap_or(usize::MAX).max(PIECE);
        let mut stream = Stream {
            format,
            encoding,
            header,
            decoder: encoding.decoder().new_decoder_without_bom_handling(),
            splitter,
            head: Vec::new(),
            state,
            text: String::new(),
            replaced: Replaced::None,
            record: 1,
            line: 1,
            n_bytes: u64::try_from(head.len()).unwrap_or(u64::MAX),
            limit,
            limit_told: context.options.max_record,
            progress: Progress::Reading,
        };
        let last = matches!(stream.state, State::Ended);
        stream.decode(body, last);
        stream.head = head;
        stream.head.clear();
        if format == Format::Csv
            && let Ok((_, length)) = read_header(&stream.text, &context.names)
        {
            stream.line += lines_in(&stream.text[..length]);
            stream.text.drain(..length);
        }
        Ok(stream)
    }

    /// Reads until there is something to hand over.
    pub(crate) fn next(&mut self, reader: &mut impl Read) -> Step {
        loop {
            let ahead = if matches!(self.state, State::Ended) { Ahead::Nothing } else { Ahead::More };
            match self.progress {
                Progress::Done => return Step::End,
                Progress::Skipping => {
                    self.splitter.scan(&self.text, ahead);
                    match self.splitter.first_end() {
                        Some(end) => {
                            self.take(end.at, end.n_records);
                            self.progress = Progress::Reading;
                            continue;
                        }
                        None => {
                            self.take(self.splitter.scanned(), 0);
                        }
                    }
                }
                Progress::Reading => {
                    self.splitter.scan(&self.text, ahead);
                    if let Some(step) = self.hand_over() {
                        return step;
                    }
                }
            }
            match &self.state {
                State::More => self.fill(reader),
                State::Ended => self.progress = Progress::Done,
                State::Failed(fault) => {
                    let fault = fault.clone();
                    self.progress = Progress::Done;
                    return Step::Lost(self.record, self.line, fault);
                }
            }
        }
    }

    /// A piece, if enough whole records are there, or a record that grew too long.
    fn hand_over(&mut self) -> Option<Step> {
        let is_long = self.text.len() > self.limit;
        let cut = self.splitter.last_cut().or_else(|| if is_long { self.splitter.last_end() } else { None });
        match cut {
            Some(cut) if self.text.len() >= PIECE || !matches!(self.state, State::More) => {
                let (first_record, first_line) = (self.record, self.line);
                let text = self.take(cut.at, cut.n_records);
                Some(Step::Piece(Piece {
                    format: self.format,
                    encoding: self.encoding,
                    header: self.header.clone(),
                    text,
                    replaced: self.replaced,
                    first_record,
                    first_line,
                    n_bytes: std::mem::take(&mut self.n_bytes),
                }))
            }
            None if is_long && self.text.chars().all(char::is_whitespace) => {
                self.take(self.splitter.scanned(), 0);
                None
            }
            None if is_long => {
                let (record, line) = (self.record, self.line);
                self.progress = Progress::Skipping;
                Some(Step::Lost(record, line, Fault::new(TOO_LARGE, too_large_message(self.limit_told))))
            }
            _ => None,
        }
    }

    /// Takes text from the front, and counts its records and lines.
    fn take(&mut self, n_bytes: usize, n_records: u64) -> String {
        let rest = self.text.split_off(n_bytes);
        let taken = std::mem::replace(&mut self.text, rest);
        self.splitter.taken(n_bytes);
        self.record += n_records;
        self.line += lines_in(&taken);
        taken
    }

    fn fill(&mut self, reader: &mut impl Read) {
        let mut bytes = std::mem::take(&mut self.head);
        bytes.clear();
        let result = reader.by_ref().take(READ as u64).read_to_end(&mut bytes);
        self.n_bytes += u64::try_from(bytes.len()).unwrap_or(0);
        match result {
            Ok(0) => {
                self.state = State::Ended;
                self.decode(&[], true);
            }
            Ok(_) => self.decode(&bytes, false),
            Err(error) => {
                self.decode(&bytes, false);
                self.state = State::Failed(Fault::of(&error));
            }
        }
        self.head = bytes;
    }

    fn decode(&mut self, bytes: &[u8], last: bool) {
        let mut rest = bytes;
        loop {
            self.text.reserve(self.decoder.max_utf8_buffer_length(rest.len()).unwrap_or(rest.len()));
            let (result, n_read, had_errors) = self.decoder.decode_to_string(rest, &mut self.text, last);
            if had_errors {
                self.replaced = Replaced::Some;
            }
            rest = &rest[n_read..];
            if result == CoderResult::InputEmpty {
                return;
            }
        }
    }
}

/// A file of which too much cannot be decoded.
pub(crate) fn garbled(encoding: TextEncoding) -> Fault {
    Fault::new(
        "not_text",
        format!("the file is no text in {encoding}; name its encoding (--encoding), or leave the file out"),
    )
}

/// Reads the start of a file: all of it, if it is no longer than `limit` bytes.
pub(crate) fn read_head(reader: &mut impl Read, limit: u64, length: Option<u64>) -> (Vec<u8>, State) {
    let expected = usize::try_from(length.unwrap_or(0).min(limit)).unwrap_or(0);
    let mut bytes = Vec::with_capacity(expected + 1);
    let result = reader.by_ref().take(limit + 1).read_to_end(&mut bytes);
    let state = match result {
        Err(error) => State::Failed(Fault::of(&error)),
        Ok(_) if u64::try_from(bytes.len()).is_ok_and(|read| read <= limit) => State::Ended,
        Ok(_) => State::More,
    };
    (bytes, state)
}
