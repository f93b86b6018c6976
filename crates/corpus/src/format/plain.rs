use crate::draft::{Draft, Place};
use crate::fields::unix_lines;
use crate::file_name;
use crate::record::Record;

/// Reads a file that is one article: its text is the body, its date stands in its name.
pub(crate) fn parse(text: &str, place: &Place<'_>, records: &mut Vec<Record>) -> u64 {
    let (record, line) = (place.first_record, place.first_line);
    if !place.holds(record) {
        return 0;
    }
    records.push(place.too_large(record, line, text.len()).unwrap_or_else(|| {
        let mut draft = Draft::new(place, record, line);
        draft.article.date = file_name::date(place.source_file);
        draft.article.body = Some(unix_lines(text.to_owned()));
        draft.finish()
    }));
    1
}
