use std::io::{self, Read};

use tar::{EntryType, Header};

use crate::container::{Fault, Next, admit, is_hidden};

/// Bytes of a header, and the unit to which entries are padded.
const BLOCK: u64 = 512;
/// Longest name or extended header that is believed, in bytes.
const LONGEST_NAME: u64 = 1 << 20;

/// The entries of a tar archive, in its order.
pub(crate) struct TarEntries<R> {
    reader: R,
    /// Bytes of the entry that were not read yet.
    left: u64,
    /// Bytes between the entry and the next header.
    padding: u64,
    end: End,
}

/// How an archive ends: with a block of zeros, or just so.
#[derive(PartialEq, Eq)]
enum End {
    Marked,
    Unmarked,
    Told,
}

impl<R: Read> TarEntries<R> {
    pub(crate) fn new(reader: R) -> Self {
        TarEntries { reader, left: 0, padding: 0, end: End::Unmarked }
    }

    pub(super) fn next_entry(&mut self) -> Next {
        match self.advance() {
            Ok(next) => next,
            Err(error) => Next::Broken(Fault::of(&error)),
        }
    }

    fn advance(&mut self) -> io::Result<Next> {
        let (mut long_name, mut long_size) = (None, None);
        loop {
            self.skip(self.left + self.padding)?;
            (self.left, self.padding) = (0, 0);
            let Some(header) = self.header()? else {
                if self.end != End::Unmarked {
                    return Ok(Next::End);
                }
                self.end = End::Told;
                let message = "the archive has no end mark; if it was cut off, fetch it again";
                return Ok(Next::Ignored(String::new(), Fault::new("archive_without_end", message)));
            };
            let size = match long_size.take() {
                Some(size) => size,
                None => header.entry_size()?,
            };
            self.left = size;
            self.padding = (BLOCK - size % BLOCK) % BLOCK;
            match header.entry_type() {
                EntryType::XHeader => {
                    let extension = self.small()?;
                    let value = |key| extended(&extension, key);
                    long_name = value("path").map(<[u8]>::to_vec).or(long_name);
                    long_size = value("size").and_then(|size| std::str::from_utf8(size).ok()?.parse().ok());
                }
                EntryType::GNULongName => {
                    let mut name = self.small()?;
                    name.truncate(name.iter().position(|byte| *byte == 0).unwrap_or(name.len()));
                    long_name = Some(name);
                }
                EntryType::Regular | EntryType::Continuous => {
                    let name = long_name.take().unwrap_or_else(|| header.path_bytes().into_owned());
                    let name = super::name_of(&name);
                    // Old archives mark folders only by the slash at the end of their names.
                    if !is_hidden(&name) && !name.ends_with('/') {
                        return Ok(admit(name, Some(size)));
                    }
                }
                EntryType::XGlobalHeader | EntryType::GNULongLink | EntryType::Directory => {}
                _ => {
                    let name = long_name.take().unwrap_or_else(|| header.path_bytes().into_owned());
                    let message =
                        "a link or special file in an archive was ignored; pack the file itself (tar -h)";
                    return Ok(Next::Ignored(super::name_of(&name), Fault::new("file_ignored", message)));
                }
            }
        }
    }

    /// The next header; `None` at the end of the archive.
    fn header(&mut self) -> io::Result<Option<Header>> {
        let mut header = Header::new_old();
        let block = header.as_mut_bytes();
        let mut filled = 0;
        while filled < block.len() {
            match self.reader.read(&mut block[filled..])? {
                0 if filled == 0 => return Ok(None),
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                n => filled += n,
            }
        }
        if block.iter().all(|byte| *byte == 0) {
            self.end = End::Marked;
            return Ok(None);
        }
        // The sum is taken with its own eight bytes as spaces.
        let sum =
            |range: std::ops::Range<usize>| block[range].iter().map(|byte| u32::from(*byte)).sum::<u32>();
        let expected = sum(0..148) + 8 * u32::from(b' ') + sum(156..512);
        if header.cksum()? != expected {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a header of the tar archive is damaged"));
        }
        Ok(Some(header))
    }

    /// The whole content of a small entry.
    fn small(&mut self) -> io::Result<Vec<u8>> {
        if self.left > LONGEST_NAME {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a name in the tar archive is too long"));
        }
        let mut bytes = vec![0; usize::try_from(self.left).unwrap_or(0)];
        self.reader.read_exact(&mut bytes)?;
        self.left = 0;
        Ok(bytes)
    }

    fn skip(&mut self, n: u64) -> io::Result<()> {
        let skipped = io::copy(&mut self.reader.by_ref().take(n), &mut io::sink())?;
        if skipped < n { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }
}

/// Reads the entry that came last.
impl<R: Read> Read for TarEntries<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Ok(0);
        }
        let n = self.reader.by_ref().take(self.left).read(buffer)?;
        if n == 0 && !buffer.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.left -= u64::try_from(n).unwrap_or(0);
        Ok(n)
    }
}

/// A value of an extended header, whose lines are `LENGTH KEY=VALUE`.
fn extended<'e>(extension: &'e [u8], key: &str) -> Option<&'e [u8]> {
    let mut rest = extension;
    while let Some(space) = memchr::memchr(b' ', rest) {
        let length: usize = std::str::from_utf8(&rest[..space]).ok()?.parse().ok()?;
        let line = rest.get(space + 1..length)?.strip_suffix(b"\n")?;
        if let Some(value) = line.strip_prefix(key.as_bytes()).and_then(|value| value.strip_prefix(b"=")) {
            return Some(value);
        }
        rest = &rest[length..];
    }
    None
}
