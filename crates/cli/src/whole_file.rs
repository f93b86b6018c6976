//! Files that get their name when they are whole.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file that gets its name when it is finished; dropped before, it leaves nothing.
///
/// A device or a pipe (`/dev/null`, `/dev/stdout`) is written as it is: a file renamed onto it would take its place.
pub struct WholeFile {
    path: PathBuf,
    /// The name until then, where there is one.
    temporary: Option<PathBuf>,
    file: BufWriter<File>,
}

impl WholeFile {
    /// Begins a file.
    pub fn create(path: &Path) -> io::Result<Self> {
        let is_special = fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir());
        let (temporary, file) = if is_special {
            (None, File::options().write(true).open(path)?)
        } else {
            let temporary = temporary(path);
            let file = File::create(&temporary)?;
            (Some(temporary), file)
        };
        Ok(WholeFile { path: path.to_owned(), temporary, file: BufWriter::new(file) })
    }

    /// Gives the file its name.
    pub fn finish(mut self) -> io::Result<()> {
        self.file.flush()?;
        if let Some(temporary) = &self.temporary {
            fs::rename(temporary, &self.path)?;
            self.temporary = None;
        }
        Ok(())
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        if let Some(temporary) = &self.temporary {
            // The error of writing is the one to tell.
            drop(fs::remove_file(temporary));
        }
    }
}

/// Writes a file by a closure; where that fails, nothing is left.
pub fn write_whole(path: &Path, content: impl FnOnce(&mut WholeFile) -> io::Result<()>) -> io::Result<()> {
    let mut file = WholeFile::create(path)?;
    content(&mut file)?;
    file.finish()
}

/// The name under which a file is written before it is whole: beside it, hidden.
fn temporary(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    path.with_file_name(format!(".{name}.partial"))
}
