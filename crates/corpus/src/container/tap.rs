use std::fmt;
use std::io::{self, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sha2::{Digest, Sha256};

/// Counts and hashes the bytes of a file as they are read, whatever unpacks them.
#[derive(Clone)]
pub(crate) struct Tap(Arc<Mutex<Tapped>>);

struct Tapped {
    reader: Box<dyn Read + Send>,
    hasher: Sha256,
    n_bytes: u64,
}

impl Tap {
    pub(crate) fn new(reader: Box<dyn Read + Send>) -> Self {
        Tap(Arc::new(Mutex::new(Tapped { reader, hasher: Sha256::new(), n_bytes: 0 })))
    }

    /// Bytes read so far.
    pub(crate) fn n_bytes(&self) -> u64 {
        self.lock().n_bytes
    }

    /// Reads what is left, so that the hash is that of the whole file, and returns length and hash.
    pub(crate) fn finish(mut self) -> io::Result<(u64, [u8; 32])> {
        io::copy(&mut self, &mut io::sink())?;
        let tapped = self.lock();
        Ok((tapped.n_bytes, tapped.hasher.clone().finalize().into()))
    }

    fn lock(&self) -> MutexGuard<'_, Tapped> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Read for Tap {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut tapped = self.lock();
        let n = tapped.reader.read(buffer)?;
        tapped.hasher.update(&buffer[..n]);
        tapped.n_bytes += u64::try_from(n).unwrap_or(0);
        Ok(n)
    }
}

/// A file that unpacks to far more than text ever does.
#[derive(Debug)]
pub(crate) struct Expansion;

impl fmt::Display for Expansion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "the file unpacks to more than {RATIO} times its size, which text does not; the rest was not read; if it is \
             genuine, unpack it and name the unpacked file"
        )
    }
}

impl std::error::Error for Expansion {}

/// How much larger text may become; zstd makes 3 to 6 of newspapers, 50 of a table of repeated lines.
const RATIO: u64 = 250;
/// Bytes that may come out of any file, however small.
const FREE: u64 = 64 << 20;

/// Whether so many bytes out of so many in are a bomb.
pub(super) fn check_expansion(n_in: u64, n_out: u64) -> io::Result<()> {
    if n_out > FREE && n_out / RATIO > n_in { Err(io::Error::other(Expansion)) } else { Ok(()) }
}

/// Stops reading what unpacks to far more than text ever does.
pub(super) struct Unpacked {
    reader: Box<dyn Read + Send>,
    tap: Tap,
    n_out: u64,
}

impl Unpacked {
    pub(super) fn new(reader: Box<dyn Read + Send>, tap: Tap) -> Self {
        Unpacked { reader, tap, n_out: 0 }
    }
}

impl Read for Unpacked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.reader.read(buffer)?;
        self.n_out += u64::try_from(n).unwrap_or(0);
        if self.n_out > FREE {
            check_expansion(self.tap.n_bytes(), self.n_out)?;
        }
        Ok(n)
    }
}
