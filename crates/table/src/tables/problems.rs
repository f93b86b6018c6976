use bangjiao_document::Problem;
use polars::prelude::DataFrame;

use crate::frame::FrameBuilder;
use crate::schema::{Column, Table};

/// The table `problems`.
pub const PROBLEMS: Table = Table {
    name: "problems",
    title: "Something wrong in the input",
    description: "What was damaged, repaired or lost, in input order, with what was done about it.",
    columns: &[
        Column::text(
            "source_file",
            "File, relative to the input; entries of archives after an exclamation mark.",
        ),
        Column::integer("record", None, "Number of the record in the file, from 1; null for the whole file.")
            .or_null(),
        Column::integer("line", None, "Line in the file, from 1, where known.").or_null(),
        Column::text("severity", "note (nothing changed), repaired (it is an article) or lost (it is none)."),
        Column::text("code", "Sort of problem, such as tag_not_closed or record_too_large."),
        Column::text("message", "What is wrong and what was done or can be done."),
        Column::text("kept", "What was kept of the damaged part, shortened.").or_null(),
    ],
    primary_key: &[],
    foreign_keys: &[],
};

/// Problems as a frame of the table `problems`, in their order.
///
/// ```
/// use bangjiao_document::{Problem, Severity};
/// let problem = Problem {
///     source_file: "199607060202.TXT".into(),
///     record: Some(1),
///     line: None,
///     severity: Severity::Repaired,
///     code: "tag_not_closed",
///     message: "the tag 〖BT/标题〗 is not closed; it was read to the next tag".to_owned(),
///     kept: Some("联合声明".to_owned()),
/// };
/// assert_eq!(bangjiao_table::problems_frame([&problem]).height(), 1);
/// ```
pub fn problems_frame<'a>(problems: impl IntoIterator<Item = &'a Problem>) -> DataFrame {
    let problems: Vec<&Problem> = problems.into_iter().collect();
    let each = || problems.iter();
    let number = |number: Option<u64>| number.map(|number| i64::try_from(number).unwrap_or(i64::MAX));
    let mut frame = FrameBuilder::new(&PROBLEMS);
    let mut block = frame.rows(problems.len());
    block.text("source_file", each().map(|problem| &*problem.source_file));
    block.integer("record", each().map(|problem| number(problem.record)));
    block.integer("line", each().map(|problem| number(problem.line)));
    block.text("severity", each().map(|problem| problem.severity.as_str()));
    block.text("code", each().map(|problem| problem.code));
    block.text("message", each().map(|problem| problem.message.as_str()));
    block.text("kept", each().map(|problem| problem.kept.as_deref()));
    frame.finish()
}
