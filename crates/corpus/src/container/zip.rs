use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use crate::container::tap::check_expansion;
use crate::container::{Fault, Next, admit, is_hidden};

/// The files of a zip archive, sorted by name.
pub(crate) struct ZipEntries {
    archive: ZipArchive<File>,
    /// A second handle, so that an entry can be read while the archive is kept.
    file: File,
    /// Names and their places in the archive, last first.
    pending: Vec<(String, usize)>,
    current: Option<Current>,
}

impl ZipEntries {
    pub(super) fn open(file: File) -> Result<Self, Fault> {
        let damaged = |error: &dyn std::fmt::Display| {
            Fault::new(
                "damaged_file",
                format!("the zip archive cannot be opened ({error}); fetch or pack it again"),
            )
        };
        let second = file.try_clone().map_err(|error| damaged(&error))?;
        let archive = ZipArchive::new(file).map_err(|error| damaged(&error))?;
        let names = archive.file_names_raw().map(super::name_of).zip(0..);
        let mut pending: Vec<(String, usize)> =
            names.filter(|(name, _)| !is_hidden(name) && !name.ends_with(['/', '\\'])).collect();
        pending.sort_by(|a, b| b.cmp(a));
        Ok(ZipEntries { archive, file: second, pending, current: None })
    }

    pub(super) fn next_entry(&mut self) -> Next {
        self.current = None;
        let Some((name, index)) = self.pending.pop() else { return Next::End };
        match admit(name, None) {
            Next::Entry(mut entry) => match self.start(index) {
                Ok(length) => {
                    entry.length = Some(length);
                    Next::Entry(entry)
                }
                Err(fault) => Next::Skipped(entry.name.unwrap_or_default(), fault),
            },
            other => other,
        }
    }

    /// Prepares to read an entry and returns the length that the archive claims for it.
    fn start(&mut self, index: usize) -> Result<u64, Fault> {
        let damaged = |error: &dyn std::fmt::Display| {
            Fault::new("damaged_file", format!("the entry cannot be read ({error}); pack the archive again"))
        };
        let entry = self.archive.by_index_raw(index).map_err(|error| damaged(&error))?;
        if entry.encrypted() {
            return Err(Fault::new(
                "encrypted_entry",
                "the entry is encrypted; unpack the archive with its password",
            ));
        }
        let (method, n_packed, length, checksum) =
            (entry.compression(), entry.compressed_size(), entry.size(), entry.crc32());
        let start = entry.data_start().ok_or_else(|| damaged(&"it has no data"))?;
        drop(entry);
        self.file.seek(SeekFrom::Start(start)).map_err(|error| damaged(&error))?;
        let file = self.file.try_clone().map_err(|error| damaged(&error))?;
        let packed = BufReader::with_capacity(1 << 16, file.take(n_packed));
        let reader: Box<dyn Read + Send> = match method {
            CompressionMethod::Stored => Box::new(packed),
            CompressionMethod::Deflated => Box::new(DeflateDecoder::new(packed)),
            other => {
                let message =
                    format!("the entry is packed by {other}, which is not read; pack it with deflate");
                return Err(Fault::new("unsupported_entry", message));
            }
        };
        self.current = Some(Current { reader, checksum, crc: Crc::new(), n_packed, n_out: 0 });
        Ok(length)
    }
}

/// The entry that is being read.
struct Current {
    reader: Box<dyn Read + Send>,
    checksum: u32,
    crc: Crc,
    n_packed: u64,
    n_out: u64,
}

/// Reads the entry that came last, and fails at its end if its checksum is wrong.
impl Read for ZipEntries {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(current) = &mut self.current else { return Ok(0) };
        let n = current.reader.read(buffer)?;
        current.crc.update(&buffer[..n]);
        current.n_out += u64::try_from(n).unwrap_or(0);
        check_expansion(current.n_packed, current.n_out)?;
        if n == 0 && !buffer.is_empty() && current.crc.sum() != current.checksum {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "its checksum is wrong"));
        }
        Ok(n)
    }
}
