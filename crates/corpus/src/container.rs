mod name;
mod tap;
mod tar;
mod zip;

pub(crate) use name::{Hint, IGNORED, Packing, is_hidden, is_readable, of_name, of_start, without_packing};
pub(crate) use tap::Tap;

use std::fs::File;
use std::io::{self, BufReader, Read};

use crate::container::tap::Unpacked;
use crate::container::tar::TarEntries;
use crate::container::zip::ZipEntries;

/// What is wrong with a file or an entry: a stable word and a sentence that names the cure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

impl Fault {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Fault { code, message: message.into() }
    }

    /// What an error means that came up while a file was read.
    pub(crate) fn of(error: &io::Error) -> Self {
        if let Some(fault) = error.get_ref().and_then(|inner| inner.downcast_ref::<tap::Expansion>()) {
            return Fault::new("suspicious_expansion", fault.to_string());
        }
        Fault::new(
            "damaged_file",
            format!(
                "neither the file nor what follows in its archive can be read ({error}); what came before was kept; fetch or pack it again"
            ),
        )
    }
}

/// One file inside a container; a loose file is its own only entry.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Its name in the archive; `None` for a loose file.
    pub(crate) name: Option<String>,
    pub(crate) hint: Hint,
    /// Its length in bytes, where known.
    pub(crate) length: Option<u64>,
}

/// What a container holds next.
#[derive(Debug)]
pub(crate) enum Next {
    /// A file, which can be read now.
    Entry(Entry),
    /// A file that is not read: the entry's name and the reason.
    Skipped(String, Fault),
    /// A file that was ignored, which is worth a note.
    Ignored(String, Fault),
    /// The rest of the container cannot be read.
    Broken(Fault),
    /// Nothing.
    End,
}

/// An opened file: loose, compressed, or an archive of many.
pub(crate) enum Container {
    Single(Box<dyn Read + Send>, Option<Entry>),
    Tar(TarEntries<Box<dyn Read + Send>>),
    Zip(ZipEntries),
    Ended,
}

impl Container {
    /// Unpacks a stream of bytes. Zip archives need [`Container::zip`].
    pub(crate) fn stream(
        tap: Tap,
        head: Vec<u8>,
        packing: Packing,
        hint: Hint,
        length: Option<u64>,
    ) -> io::Result<Self> {
        let counter = tap.clone();
        let whole = io::Cursor::new(head).chain(tap);
        let single = |reader, length| Container::Single(reader, Some(Entry { name: None, hint, length }));
        let unpacked = |reader: Box<dyn Read + Send>| Box::new(Unpacked::new(reader, counter));
        let gzip =
            |whole| Box::new(flate2::bufread::MultiGzDecoder::new(BufReader::with_capacity(1 << 17, whole)));
        Ok(match packing {
            Packing::None => single(Box::new(whole), length),
            Packing::Gzip => single(unpacked(gzip(whole)), None),
            Packing::Zstd => single(unpacked(Box::new(zstd::Decoder::new(whole)?)), None),
            Packing::Tar => Container::Tar(TarEntries::new(Box::new(whole))),
            Packing::TarGzip => Container::Tar(TarEntries::new(unpacked(gzip(whole)))),
            Packing::TarZstd => {
                Container::Tar(TarEntries::new(unpacked(Box::new(zstd::Decoder::new(whole)?))))
            }
            Packing::Zip => return Err(io::Error::other("a zip archive cannot be read from a stream")),
        })
    }

    /// Opens a zip archive.
    pub(crate) fn zip(file: File) -> Result<Self, Fault> {
        ZipEntries::open(file).map(Container::Zip)
    }

    pub(crate) fn next_entry(&mut self) -> Next {
        let next = match self {
            Container::Single(_, entry) => entry.take().map_or(Next::End, Next::Entry),
            Container::Tar(entries) => entries.next_entry(),
            Container::Zip(entries) => entries.next_entry(),
            Container::Ended => Next::End,
        };
        if matches!(next, Next::Broken(_) | Next::End) {
            *self = Container::Ended;
        }
        next
    }
}

/// Reads the entry that came last.
impl Read for Container {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Container::Single(reader, _) => reader.read(buffer),
            Container::Tar(entries) => {
                let result = entries.read(buffer);
                if result.is_err() {
                    // What follows in the stream cannot be found any more; the error tells of it.
                    *self = Container::Ended;
                }
                result
            }
            Container::Zip(entries) => entries.read(buffer),
            Container::Ended => Ok(0),
        }
    }
}

/// Whether an archive's entry is read, from its name alone.
fn admit(name: String, length: Option<u64>) -> Next {
    let (packing, hint) = of_name(&name);
    if packing != Packing::None {
        let message = "an archive or compressed file inside an archive is not read; unpack the outer one";
        return Next::Skipped(name, Fault::new("nested_archive", message));
    }
    if hint == Hint::Unknown {
        return Next::Ignored(name, Fault::new("file_ignored", IGNORED));
    }
    Next::Entry(Entry { name: Some(name), hint, length })
}

/// Whether a name tries to leave its folder. Entries are never written to the disk, so that this is worth a note only.
pub(crate) fn leaves_folder(name: &str) -> bool {
    name.starts_with(['/', '\\']) || name.split(['/', '\\']).any(|part| part == "..")
}

/// The name of an entry: UTF-8, or as old Chinese systems wrote it, GB18030.
fn name_of(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling(bytes).0.into_owned(),
    }
}
