/// How a file is packed, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    None,
    Gzip,
    Zstd,
    Tar,
    TarGzip,
    TarZstd,
    Zip,
}

/// What a file holds, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hint {
    /// Tagged records or one plain article.
    Text,
    Jsonl,
    Csv,
    Parquet,
    /// Only its content can tell.
    Unknown,
}

/// Endings of packed files, longer before shorter.
const PACKINGS: &[(&str, Packing)] = &[
    (".tar.gz", Packing::TarGzip),
    (".tar.zst", Packing::TarZstd),
    (".tgz", Packing::TarGzip),
    (".tzst", Packing::TarZstd),
    (".tar", Packing::Tar),
    (".zip", Packing::Zip),
    (".gz", Packing::Gzip),
    (".zst", Packing::Zstd),
];

const HINTS: &[(&str, Hint)] = &[
    ("txt", Hint::Text),
    ("jsonl", Hint::Jsonl),
    ("ndjson", Hint::Jsonl),
    ("csv", Hint::Csv),
    ("tsv", Hint::Csv),
    ("parquet", Hint::Parquet),
];

pub(crate) const IGNORED: &str = "the file was ignored; its name ends in none of .txt .jsonl .csv .parquet; rename it, or name it as INPUT";

/// How a file is packed and what it holds, by the end of its name, whatever the case of its letters.
pub(crate) fn of_name(name: &str) -> (Packing, Hint) {
    let (inner, packing) = split_packing(name);
    let extension =
        inner.rsplit(['/', '\\']).next().and_then(|name| name.rsplit_once('.')).map(|(_, end)| end);
    let hint = extension
        .and_then(|extension| HINTS.iter().find(|(known, _)| known.eq_ignore_ascii_case(extension)))
        .map_or(Hint::Unknown, |(_, hint)| *hint);
    (packing, hint)
}

/// Whether a file that a folder holds is read: one of a known kind, or an archive.
pub(crate) fn is_readable(name: &str) -> bool {
    let (packing, hint) = of_name(name);
    let bare = !without_packing(name).contains('.');
    match packing {
        Packing::None => hint != Hint::Unknown,
        Packing::Gzip | Packing::Zstd => hint != Hint::Unknown || bare,
        Packing::Tar | Packing::TarGzip | Packing::TarZstd | Packing::Zip => true,
    }
}

/// Files that systems leave behind: their names begin with a dot, or they lie in `__MACOSX`.
pub(crate) fn is_hidden(name: &str) -> bool {
    name.split(['/', '\\'])
        .any(|part| part.starts_with('.') && part != "." && part != ".." || part == "__MACOSX")
}

/// A name without the ending that tells how it is packed.
pub(crate) fn without_packing(name: &str) -> &str {
    split_packing(name).0
}

fn split_packing(name: &str) -> (&str, Packing) {
    for (ending, packing) in PACKINGS {
        let Some(at) = name.len().checked_sub(ending.len()) else { continue };
        if name.get(at..).is_some_and(|end| end.eq_ignore_ascii_case(ending)) {
            return (&name[..at], *packing);
        }
    }
    (name, Packing::None)
}

/// How a file is packed by its first bytes, for those whose name does not tell.
pub(crate) fn of_start(head: &[u8]) -> Packing {
    match head {
        [0x1F, 0x8B, ..] => Packing::Gzip,
        [0x28, 0xB5, 0x2F, 0xFD, ..] => Packing::Zstd,
        [b'P', b'K', 3 | 5, 4 | 6, ..] => Packing::Zip,
        _ if head.get(257..262) == Some(b"ustar") => Packing::Tar,
        _ => Packing::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_is_inside() {
        for (name, packing, hint) in [
            ("199607060202.TXT", Packing::None, Hint::Text),
            ("a/人民日报.jsonl.gz", Packing::Gzip, Hint::Jsonl),
            ("a.csv.zst", Packing::Zstd, Hint::Csv),
            ("txt.tar.zst", Packing::TarZstd, Hint::Unknown),
            ("txt.TGZ", Packing::TarGzip, Hint::Unknown),
            ("b.zip", Packing::Zip, Hint::Unknown),
            ("说明", Packing::None, Hint::Unknown),
        ] {
            assert_eq!(of_name(name), (packing, hint), "{name}");
        }
        assert!(is_readable("1956.gz") && is_readable("1956.txt.gz") && !is_readable("1956.sql.gz"));
        assert!(is_hidden("a/.DS_Store") && is_hidden("__MACOSX/a.txt") && !is_hidden("../a.txt"));
    }
}
