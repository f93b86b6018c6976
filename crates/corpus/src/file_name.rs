use bangjiao_document::{Precision, PublicationDate};

/// What a file of the archive says in its name, `YYYYMMDDPPAA.TXT`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ArchiveName {
    pub(crate) date: PublicationDate,
    pub(crate) page: i64,
    pub(crate) item: i64,
}

/// Reads the name of a file of the archive; `None` where it is named otherwise.
pub(crate) fn archive_name(source_file: &str) -> Option<ArchiveName> {
    let stem = stem(source_file);
    if stem.len() != 12 || !stem.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(ArchiveName {
        date: PublicationDate::parse(&stem[..8])?,
        page: stem[8..10].parse().ok()?,
        item: stem[10..].parse().ok()?,
    })
}

/// The date that stands in a file's name: a day or a month anywhere in it, or a year that is the whole name.
///
/// Years before 1800 and after 2199 are taken for other numbers.
pub(crate) fn date(source_file: &str) -> Option<PublicationDate> {
    if let Some(name) = archive_name(source_file) {
        return Some(name.date);
    }
    let stem = stem(source_file);
    if stem.len() == 4 || stem.strip_suffix('年').is_some_and(|year| year.len() == 4) {
        return plausible(PublicationDate::parse(&stem[..4])?);
    }
    let dates = || (0..stem.len()).filter_map(|at| date_at(stem, at));
    dates().find(|date| date.precision == Precision::Day).or_else(|| dates().next())
}

/// A date that begins at a byte of the name and is not part of a longer number.
fn date_at(stem: &str, at: usize) -> Option<PublicationDate> {
    let bytes = stem.as_bytes();
    if !bytes[at].is_ascii_digit() || at > 0 && bytes[at - 1].is_ascii_digit() {
        return None;
    }
    let rest = &stem[at..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 8 {
        return plausible(PublicationDate::parse(&rest[..8])?);
    }
    if digits != 4 {
        return None;
    }
    let (month, rest) = number(separated(&rest[4..], '年')?)?;
    let year = &stem[at..at + 4];
    let day = separated(rest, '月').and_then(number);
    let text = match day {
        Some((day, _)) => format!("{year}-{month:02}-{day:02}"),
        None => format!("{year}-{month:02}"),
    };
    plausible(PublicationDate::parse(&text)?)
}

fn separated(text: &str, word: char) -> Option<&str> {
    text.strip_prefix(['-', '_', '.', '/']).or_else(|| text.strip_prefix(word))
}

/// A number of one or two digits and what follows it.
fn number(text: &str) -> Option<(u8, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=2).contains(&digits) {
        return None;
    }
    Some((text[..digits].parse().ok()?, &text[digits..]))
}

fn plausible(date: PublicationDate) -> Option<PublicationDate> {
    (1800..2200).contains(&date.first.year()).then_some(date)
}

/// The last component of a path, also inside an archive, without what follows its last dot.
fn stem(source_file: &str) -> &str {
    let name = source_file.rsplit(['/', '!']).next().unwrap_or(source_file);
    let name = crate::container::without_packing(name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_names() {
        for (name, expected) in [
            ("txt/1996/199607060202.TXT", Some("1996-07-06")),
            ("a.tar!1996/199607060202.TXT", Some("1996-07-06")),
            ("1972-02-28 联合公报.txt", Some("1972-02-28")),
            ("公报_19720228.txt.gz", Some("1972-02-28")),
            ("1972年2月28日.txt", Some("1972-02-28")),
            ("rmrb_1972_02.txt", Some("1972-02")),
            ("1972.txt", Some("1972")),
            ("1972年.txt", Some("1972")),
            ("报告.txt", None),
            ("ISBN 9787100012345.txt", None),
            ("19720231.txt", None),
            ("2001-13.txt", None),
            ("第1234号.txt", None),
        ] {
            assert_eq!(date(name).map(|date| date.to_string()).as_deref(), expected, "{name}");
        }
        let name = archive_name("199607060202.TXT").expect("it is one");
        assert_eq!((name.page, name.item), (2, 2));
    }
}
