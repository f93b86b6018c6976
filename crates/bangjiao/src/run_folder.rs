//! The output folder: files are written under temporary names and renamed together at the end.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::demo::DEMO_SOURCE;
use crate::error::Error;
use crate::options::{Existing, Origin, RunOptions};

/// The file that marks a folder as a run.
const MANIFEST: &str = "manifest.json";

/// A file that stands under its temporary name.
pub(crate) struct PendingFile {
    name: String,
    output: BufWriter<File>,
    hasher: Option<Sha256>,
    n_bytes: u64,
}

/// A file that is whole, still under its temporary name.
#[derive(Debug, Clone)]
pub(crate) struct WrittenFile {
    /// Its final name.
    pub name: String,
    /// Its size in bytes.
    pub n_bytes: u64,
    /// Its SHA-256 in hexadecimal digits; `None` where nothing names it.
    pub sha256: Option<String>,
}

impl Write for PendingFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.output.write(bytes)?;
        if let Some(hasher) = &mut self.hasher {
            hasher.update(&bytes[..written]);
        }
        self.n_bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}

impl PendingFile {
    /// Writes out what is buffered and ends the file.
    pub fn finish(mut self) -> io::Result<WrittenFile> {
        self.output.flush()?;
        let sha256 = self.hasher.map(|hasher| hex(&hasher.finalize()));
        Ok(WrittenFile { name: self.name, n_bytes: self.n_bytes, sha256 })
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The output folder of a run while it is written; dropped before [`RunFolder::commit`], it leaves no half file.
pub(crate) struct RunFolder {
    path: PathBuf,
    pending: Vec<String>,
}

impl RunFolder {
    /// Checks the folder and makes it where it is missing.
    ///
    /// # Errors
    /// [`Error::OutputExists`] where it is not empty and may not be replaced, [`Error::OutputForeign`] where it holds
    /// no run, [`Error::OutputNotDemo`] where the demo would replace something else, [`Error::Write`].
    pub fn open(path: &Path, existing: Existing, origin: Origin) -> Result<Self, Error> {
        check(path, existing, origin)?;
        fs::create_dir_all(path).map_err(|source| Error::Write { path: path.to_owned(), source })?;
        Ok(RunFolder { path: path.to_owned(), pending: Vec::new() })
    }

    /// The folder of a run, some of whose files will be replaced.
    pub fn reopen(path: &Path) -> Self {
        RunFolder { path: path.to_owned(), pending: Vec::new() }
    }

    fn temporary(&self, name: &str) -> PathBuf {
        self.path.join(format!(".{name}.partial"))
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where a file will stand.
    pub fn final_path(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Begins a file whose hash `datapackage.json` will name.
    pub fn create_hashed(&mut self, name: &str) -> Result<PendingFile, Error> {
        let file = self.create(name)?;
        Ok(PendingFile { hasher: Some(Sha256::new()), ..file })
    }

    /// Begins a file.
    pub fn create(&mut self, name: &str) -> Result<PendingFile, Error> {
        let file = File::create(self.temporary(name)).map_err(|source| self.failed(name, source))?;
        self.pending.push(name.to_owned());
        let output = BufWriter::with_capacity(1 << 18, file);
        Ok(PendingFile { name: name.to_owned(), output, hasher: None, n_bytes: 0 })
    }

    /// Writes a whole file by a closure.
    pub fn write(
        &mut self,
        name: &str,
        content: impl FnOnce(&mut PendingFile) -> io::Result<()>,
    ) -> Result<WrittenFile, Error> {
        let mut file = self.create(name)?;
        content(&mut file).and_then(|()| file.finish()).map_err(|source| self.failed(name, source))
    }

    /// The error of a file that cannot be written.
    pub fn failed(&self, name: &str, source: io::Error) -> Error {
        Error::Write { path: self.final_path(name), source }
    }

    /// Gives every file its final name, the manifest last, and removes files of an earlier run that this one lacks.
    ///
    /// `known` are all names that a run may have.
    pub fn commit(mut self, known: &[String]) -> Result<(), Error> {
        let names = std::mem::take(&mut self.pending);
        for name in known.iter().filter(|name| !names.contains(name)) {
            match fs::remove_file(self.final_path(name)) {
                Err(source) if source.kind() != io::ErrorKind::NotFound => {
                    return Err(self.failed(name, source));
                }
                _ => {}
            }
        }
        let (manifest, rest): (Vec<&String>, Vec<&String>) = names.iter().partition(|name| *name == MANIFEST);
        for name in rest.into_iter().chain(manifest) {
            fs::rename(self.temporary(name), self.final_path(name))
                .map_err(|source| self.failed(name, source))?;
        }
        Ok(())
    }
}

/// Checks that a run may write into a folder, before anything else is done.
///
/// # Errors
/// [`Error::OutputExists`], [`Error::OutputForeign`], [`Error::OutputNotDemo`], [`Error::Write`].
pub fn check_output(path: &Path, options: &RunOptions) -> Result<(), Error> {
    check(path, options.existing, options.origin)
}

fn check(path: &Path, existing: Existing, origin: Origin) -> Result<(), Error> {
    let failed = |source| Error::Write { path: path.to_owned(), source };
    if path.exists() && !path.is_dir() {
        return Err(Error::OutputForeign { path: path.to_owned() });
    }
    let mut occupied = false;
    if path.is_dir() {
        for entry in fs::read_dir(path).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name();
            // A run that was cut off leaves its sample and temporary files behind; they are nobody's results.
            let own = origin == Origin::Demo && name == DEMO_SOURCE
                || name.to_str().is_some_and(|name| name.starts_with('.') && name.ends_with(".partial"));
            occupied |= !own;
        }
    }
    if occupied {
        let manifest = fs::read_to_string(path.join(MANIFEST)).ok();
        let manifest = manifest.and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok());
        let of_program = |manifest: &serde_json::Value| manifest["program"] == "bangjiao";
        let is_demo =
            manifest.as_ref().is_some_and(|manifest| of_program(manifest) && manifest["demo"] == true);
        match (origin, existing) {
            (Origin::Demo, _) if is_demo => {}
            (Origin::Demo, _) => return Err(Error::OutputNotDemo { path: path.to_owned() }),
            (Origin::Input, Existing::Refuse) => return Err(Error::OutputExists { path: path.to_owned() }),
            (Origin::Input, Existing::Replace) if !manifest.as_ref().is_some_and(of_program) => {
                return Err(Error::OutputForeign { path: path.to_owned() });
            }
            (Origin::Input, Existing::Replace) => {}
        }
    }
    Ok(())
}

impl Drop for RunFolder {
    fn drop(&mut self) {
        for name in &self.pending {
            // A file that is not there any more is what is wanted.
            let _ = fs::remove_file(self.temporary(name));
        }
    }
}
