use bangjiao_document::{PublicationDate, Severity};

use crate::draft::{Draft, Place};
use crate::fields::{authors, keywords, number, push_unix_lines, set_date, unix_lines};
use crate::file_name::{ArchiveName, archive_name};
use crate::format::tagged::{Code, Side};
use crate::record::Record;

/// What an item without a header of its own takes from the one before it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Header {
    issue: Option<i64>,
    date: Option<PublicationDate>,
    page: Option<i64>,
}

/// One item of the archive while its fields are read.
pub(crate) struct Item<'p> {
    place: &'p Place<'p>,
    draft: Draft<'p>,
    record: u64,
    start: usize,
    /// The field at which it begins.
    first: Option<Code>,
}

/// Page numbers from here on stand for pages that the archive could not tell.
const UNKNOWN_PAGE: i64 = 99;

impl<'p> Item<'p> {
    /// An item at a byte of its text.
    pub(crate) fn new(place: &'p Place<'p>, record: u64, line: u64, start: usize) -> Self {
        Item { place, draft: Draft::new(place, record, line), record, start, first: None }
    }

    pub(crate) fn record(&self) -> u64 {
        self.record
    }

    pub(crate) fn set_first(&mut self, first: Option<Code>) {
        self.first = first;
    }

    pub(crate) fn header(&self) -> Header {
        let article = &self.draft.article;
        Header { issue: article.issue, date: article.date, page: article.page }
    }

    pub(crate) fn problem(
        &mut self,
        severity: Severity,
        code: &'static str,
        line: u64,
        message: &str,
        kept: &str,
    ) {
        self.draft.problem(severity, code, line, message, kept);
    }

    /// Keeps text that stands in no field.
    pub(crate) fn outside(&mut self, text: &str) {
        push_extra(&mut self.draft, "outside", text);
    }

    /// Takes the value of a field; a second value of the same field is added to the first.
    pub(crate) fn set(&mut self, code: Code, value: &str) {
        let draft = &mut self.draft;
        if code == Code::Body {
            self.set_body(value);
            return;
        }
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        match code {
            Code::Date => set_date(draft, "RQ", value),
            Code::Issue => draft.article.issue = number(draft, "ZQ", value),
            Code::Page => draft.article.page = number(draft, "BH", value),
            Code::Item => draft.article.item = number(draft, "TH", value),
            Code::Authors => authors(value, &mut draft.article.authors),
            Code::Keywords => keywords(value, &mut draft.article.keywords),
            Code::Body | Code::Layout => {}
            Code::Unknown(_) => push_extra(draft, &code.letters(), value),
            Code::Kicker
            | Code::Title
            | Code::Subtitle
            | Code::Class
            | Code::Column
            | Code::PageName
            | Code::Genre => {
                let value = unix_lines(value.to_owned());
                if let Some(value) = add(self.text_field(code), value) {
                    let message =
                        format!("the field {} stands twice; both values were kept", code.tag(Side::Opening));
                    self.draft.repaired("field_repeated", &message, &value);
                }
            }
        }
    }

    /// Adds text to a field that was closed too early.
    pub(crate) fn append(&mut self, code: Code, value: &str) {
        match code {
            Code::Body => {
                let body = self.draft.article.body.get_or_insert_default();
                push_unix_lines(value.strip_suffix('\n').unwrap_or(value), body);
            }
            Code::Kicker
            | Code::Title
            | Code::Subtitle
            | Code::Class
            | Code::Column
            | Code::PageName
            | Code::Genre => {
                let field = self.text_field(code).get_or_insert_default();
                field.push_str(unix_lines(value.to_owned()).trim());
            }
            other => self.set(other, value),
        }
    }

    fn text_field(&mut self, code: Code) -> &mut Option<String> {
        let article = &mut self.draft.article;
        match code {
            Code::Kicker => &mut article.kicker,
            Code::Subtitle => &mut article.subtitle,
            Code::Class => &mut article.class,
            Code::Column => &mut article.column,
            Code::PageName => &mut article.page_name,
            Code::Genre => &mut article.genre,
            _ => &mut article.title,
        }
    }

    /// The body keeps its indents; only the line breaks beside its tags go.
    fn set_body(&mut self, value: &str) {
        let value = value.strip_prefix('\r').unwrap_or(value);
        let value = value.strip_prefix('\n').unwrap_or(value);
        let value = value.strip_suffix('\n').unwrap_or(value);
        let value = value.strip_suffix('\r').unwrap_or(value);
        if value.chars().all(char::is_whitespace) {
            return;
        }
        match &mut self.draft.article.body {
            Some(body) => {
                body.push('\n');
                push_unix_lines(value, body);
                self.draft.repaired("field_repeated", "the record has two bodies; they were joined", value);
            }
            empty => {
                let mut body = String::with_capacity(value.len());
                push_unix_lines(value, &mut body);
                *empty = Some(body);
            }
        }
    }

    /// The item as it is counted, given where it ends.
    pub(crate) fn finish(mut self, end: usize) -> Record {
        if let Some(lost) = self.place.too_large(self.record, self.draft.line(), end - self.start) {
            return lost;
        }
        let name = archive_name(self.place.source_file);
        self.take_from_name(name);
        if self.draft.article.page == Some(UNKNOWN_PAGE) {
            self.draft.note("page_unknown", "page 99 stands for a page that the archive does not know", "99");
        }
        self.draft.finish()
    }

    /// Several items may share one header: those after the first begin with their title.
    pub(crate) fn take_from(&mut self, previous: &Header) {
        if matches!(self.first, None | Some(Code::Issue | Code::Date)) {
            return;
        }
        let article = &mut self.draft.article;
        let whole = article.date.is_some() && article.page.is_some();
        article.issue = article.issue.or(previous.issue);
        article.date = article.date.or(previous.date);
        article.page = article.page.or(previous.page);
        if !whole {
            let message =
                "the item has no header of its own; issue, date and page are those of the item before it";
            self.draft.repaired("several_items_in_record", message, "");
        }
    }

    /// Fills what the header lacks from a file name of the archive.
    fn take_from_name(&mut self, name: Option<ArchiveName>) {
        let draft = &mut self.draft;
        match (draft.article.date, name) {
            (None, Some(name)) => {
                draft.article.date = Some(name.date);
                let kept = name.date.to_string();
                draft.note("missing_date", "the record has no date; that of the file name was taken", &kept);
            }
            (None, None) => {
                draft.note("missing_date", "the record has no date; the article stays undated", "");
            }
            (Some(date), Some(name)) if date != name.date => {
                let message = "the record's date is not that of the file name; the record's was kept";
                draft.note("dates_differ", message, &date.to_string());
            }
            (Some(_), _) => {}
        }
        let Some(name) = name else { return };
        if draft.article.page.is_none() {
            draft.article.page = Some(name.page);
            let message = "the record has no page; that of the file name was taken";
            draft.note("missing_page", message, &name.page.to_string());
        }
        if draft.article.item.is_none() && self.record == 1 {
            draft.article.item = Some(name.item);
            let message = "the record has no item number; that of the file name was taken";
            draft.note("missing_item", message, &name.item.to_string());
        }
    }
}

/// Sets a field, or adds to it after a space and gives the added value back.
fn add(field: &mut Option<String>, value: String) -> Option<String> {
    match field {
        Some(text) => {
            text.push(' ');
            text.push_str(&value);
            Some(value)
        }
        empty => {
            *empty = Some(value);
            None
        }
    }
}

fn push_extra(draft: &mut Draft<'_>, name: &str, value: &str) {
    let value = unix_lines(value.to_owned());
    let text = draft.article.extra.entry(name.to_owned()).or_default();
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(&value);
}
