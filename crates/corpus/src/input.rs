use std::fs::File;
use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use walkdir::{DirEntry, WalkDir};

use crate::Error;
use crate::container::{is_hidden, is_readable};

/// Files counted at most before reading begins; a folder of more has no known size.
const COUNTED: usize = 100_000;

/// One INPUT, resolved.
#[derive(Debug)]
pub(crate) struct Input {
    kind: Kind,
    /// What stands in reports: the last part of the INPUT as it was given.
    pub(crate) name: String,
    /// The folder's name, for articles that name no source.
    pub(crate) folder: String,
    /// Bytes of its files, where they could be counted quickly.
    pub(crate) n_bytes: Option<u64>,
}

#[derive(Debug)]
enum Kind {
    Stdin,
    File(PathBuf),
    Folder(PathBuf),
    Glob(PathBuf, GlobMatcher),
}

/// What a walk over an input comes upon.
#[derive(Debug)]
pub(crate) enum Found {
    Stdin,
    /// A file and its path relative to the INPUT.
    File(PathBuf, String),
    /// A file of an unknown kind.
    Ignored(String),
    /// A place that cannot be entered.
    Unreadable(String, String),
}

impl Input {
    /// Finds out what an INPUT is and that there is something to read.
    pub(crate) fn resolve(path: &Path) -> Result<Self, Error> {
        if path == Path::new("-") {
            let name = "-".to_owned();
            return Ok(Input { kind: Kind::Stdin, name, folder: "stdin".to_owned(), n_bytes: None });
        }
        let unreadable = |source| Error::Unreadable { path: path.to_owned(), source };
        let (kind, name, folder) = match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                let name = last_name(path);
                (Kind::Folder(path.to_owned()), name.clone(), name)
            }
            Ok(_) => {
                File::open(path).map_err(unreadable)?;
                (Kind::File(path.to_owned()), last_name(path), folder_of(path))
            }
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(unreadable(error)),
            Err(_) => match path.to_str() {
                Some(pattern) if pattern.contains(GLOB) => glob(pattern)?,
                _ => return Err(Error::NotFound { path: path.to_owned() }),
            },
        };
        let mut input = Input { kind, name, folder, n_bytes: None };
        input.count(path)?;
        Ok(input)
    }

    /// Adds up the sizes of the files, and makes sure that there is one.
    fn count(&mut self, path: &Path) -> Result<(), Error> {
        let (mut n_files, mut n_bytes) = (0, 0);
        for found in self.walk() {
            if let Found::File(path, _) = found {
                n_files += 1;
                n_bytes += std::fs::metadata(path).map_or(0, |metadata| metadata.len());
            }
            if n_files > COUNTED {
                return Ok(());
            }
        }
        if n_files == 0 {
            return Err(match self.kind {
                Kind::Glob(..) => Error::NoMatch { pattern: path.to_string_lossy().into_owned() },
                _ => Error::NothingReadable { path: path.to_owned() },
            });
        }
        self.n_bytes = Some(n_bytes);
        Ok(())
    }

    /// Its files, sorted by the names of folders and files.
    pub(crate) fn walk(&self) -> Box<dyn Iterator<Item = Found> + Send> {
        match &self.kind {
            Kind::Stdin => Box::new(std::iter::once(Found::Stdin)),
            Kind::File(path) => Box::new(std::iter::once(Found::File(path.clone(), last_name(path)))),
            Kind::Folder(root) => Box::new(walk(root, None)),
            Kind::Glob(root, matcher) => Box::new(walk(root, Some(matcher.clone()))),
        }
    }

    /// Whether it is one file, so that its hash is that of the file.
    pub(crate) fn is_single(&self) -> bool {
        matches!(self.kind, Kind::Stdin | Kind::File(_))
    }
}

/// Characters that make a glob of a path that does not exist.
const GLOB: [char; 4] = ['*', '?', '[', '{'];

/// Splits a pattern into the folder from which it starts and the glob itself.
fn glob(pattern: &str) -> Result<(Kind, String, String), Error> {
    let meta = pattern.find(GLOB).unwrap_or(0);
    let start = pattern[..meta].rfind('/').map_or(0, |slash| slash + 1);
    let (root, rest) = pattern.split_at(start);
    let matcher = GlobBuilder::new(rest)
        .literal_separator(true)
        .build()
        .map_err(|source| Error::BadGlob { pattern: pattern.to_owned(), source })?
        .compile_matcher();
    let root = if root.is_empty() { Path::new(".") } else { Path::new(root) };
    Ok((Kind::Glob(root.to_owned(), matcher), rest.to_owned(), last_name(root)))
}

fn walk(root: &Path, glob: Option<GlobMatcher>) -> impl Iterator<Item = Found> + Send + use<> {
    let root = root.to_owned();
    WalkDir::new(&root)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| {
            entry.depth() == 0 || !(is_hidden(&entry.file_name().to_string_lossy()) || is_run_folder(entry))
        })
        .filter_map(move |entry| found(&root, glob.as_ref(), entry))
}

/// Whether a folder holds the results of an earlier run, which are no articles.
fn is_run_folder(entry: &DirEntry) -> bool {
    if !entry.file_type().is_dir() {
        return false;
    }
    let manifest = std::fs::read_to_string(entry.path().join("manifest.json")).unwrap_or_default();
    manifest.contains("\"program\": \"bangjiao\"")
}

fn found(root: &Path, glob: Option<&GlobMatcher>, entry: walkdir::Result<DirEntry>) -> Option<Found> {
    let entry = match entry {
        Ok(entry) => entry,
        Err(error) => {
            let path = error.path().map_or_else(String::new, |path| relative(root, path));
            let reason = error.io_error().map_or_else(|| "a loop of links".to_owned(), ToString::to_string);
            return Some(Found::Unreadable(path, reason));
        }
    };
    if !entry.file_type().is_file() {
        return None;
    }
    let path = relative(root, entry.path());
    if let Some(glob) = glob {
        // A glob that matches a folder takes what the folder holds.
        let by_folder = || path.match_indices('/').any(|(slash, _)| glob.is_match(&path[..slash]));
        if glob.is_match(&path) {
            return Some(Found::File(entry.into_path(), path));
        }
        if !by_folder() {
            return None;
        }
    }
    Some(if is_readable(&path) { Found::File(entry.into_path(), path) } else { Found::Ignored(path) })
}

/// A path below a folder, with slashes on every system.
fn relative(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts = below.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy()),
        _ => None,
    });
    parts.collect::<Vec<_>>().join("/")
}

/// The last name in a path; that of the folder itself for `.` and `..`.
fn last_name(path: &Path) -> String {
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    name(path).or_else(|| name(&std::fs::canonicalize(path).ok()?)).unwrap_or_else(|| "input".to_owned())
}

/// The name of the folder that holds a file.
fn folder_of(path: &Path) -> String {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => last_name(parent),
        _ => last_name(Path::new(".")),
    }
}
