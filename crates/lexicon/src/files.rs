use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::problem::{LexiconProblem, LexiconSeverity};

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// One file of the lexicon.
#[derive(Debug)]
pub(crate) struct SourceFile {
    /// Name below `lexicons/`, which says what the file holds.
    pub name: String,
    /// How problems and readings name it: `name`, or the path of an overriding file.
    pub shown: Arc<str>,
    /// The text.
    pub text: Cow<'static, str>,
    /// Number of the folder that it came from: 0 for the embedded files, then the overriding folders in order.
    pub layer: usize,
}

/// Reads the embedded files and then the overriding folders in order, each sorted by name.
pub(crate) fn gather(folders: &[PathBuf]) -> (Vec<SourceFile>, Vec<LexiconProblem>) {
    let mut problems = Vec::new();
    let mut files: Vec<SourceFile> = EMBEDDED
        .iter()
        .map(|&(name, text)| SourceFile {
            name: name.to_owned(),
            shown: Arc::from(name),
            text: Cow::Borrowed(text),
            layer: 0,
        })
        .collect();
    for (number, folder) in folders.iter().enumerate() {
        let mut names = Vec::new();
        if let Err(error) = list(folder, "", &mut names) {
            problems.push(unreadable(&folder.display().to_string(), &error));
            continue;
        }
        names.sort();
        for name in names {
            let path = folder.join(&name);
            let shown: Arc<str> = Arc::from(path.display().to_string());
            match fs::read(&path) {
                Err(error) => problems.push(unreadable(&shown, &error)),
                Ok(bytes) => match String::from_utf8(bytes) {
                    Err(error) => problems.push(LexiconProblem {
                        line: Some(1 + count_lines(&error.as_bytes()[..error.utf8_error().valid_up_to()])),
                        file: shown,
                        severity: LexiconSeverity::Error,
                        code: "not_utf8",
                        message: "the file is not UTF-8; save it as UTF-8 without a byte order mark"
                            .to_owned(),
                    }),
                    Ok(text) => {
                        files.push(SourceFile { name, shown, text: Cow::Owned(text), layer: number + 1 });
                    }
                },
            }
        }
    }
    for file in &mut files {
        clean(file, &mut problems);
    }
    (files, problems)
}

/// SHA-256 over names and texts in order, in lower-case hexadecimal.
pub(crate) fn hash(files: &[SourceFile]) -> String {
    let mut hasher = Sha256::new();
    for file in files {
        // Lengths go before the texts, so that no two sets of files give the same stream of bytes.
        hasher.update(format!("{} {} {}\n", file.layer, file.name, file.text.len()));
        hasher.update(file.text.as_bytes());
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn list(folder: &Path, prefix: &str, names: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            list(&entry.path(), &format!("{name}/"), names)?;
        } else if [".csv", ".toml", ".txt"].iter().any(|ending| name.ends_with(ending)) {
            names.push(name);
        }
    }
    Ok(())
}

/// Reports a byte order mark and CRLF line ends, and removes the mark; csv and toml read CRLF as LF.
fn clean(file: &mut SourceFile, problems: &mut Vec<LexiconProblem>) {
    let mut report = |line, code, message: &str| {
        problems.push(LexiconProblem {
            file: Arc::clone(&file.shown),
            line: Some(line),
            severity: LexiconSeverity::Warning,
            code,
            message: message.to_owned(),
        });
    };
    if file.text.starts_with('\u{feff}') {
        report(1, "byte_order_mark", "the file begins with a byte order mark; save it as UTF-8 without one");
    }
    // The OpenCC file is kept as its authors wrote it, with CR LF.
    if !file.name.ends_with(".txt")
        && let Some(at) = file.text.find("\r\n")
    {
        let line = 1 + count_lines(&file.text.as_bytes()[..at]);
        report(line, "crlf", "the line ends in CR LF; save the file with LF line ends");
    }
    if let Some(rest) = file.text.strip_prefix('\u{feff}') {
        file.text = Cow::Owned(rest.to_owned());
    }
}

fn count_lines(bytes: &[u8]) -> u64 {
    bytes.iter().map(|&byte| u64::from(byte == b'\n')).sum()
}

fn unreadable(shown: &str, error: &io::Error) -> LexiconProblem {
    LexiconProblem {
        file: Arc::from(shown),
        line: None,
        severity: LexiconSeverity::Error,
        code: "unreadable",
        message: format!("cannot be read ({error}); check the path and its permissions"),
    }
}
