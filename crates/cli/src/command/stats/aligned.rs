//! Results in columns, for people: a Chinese character takes two columns of a terminal.

use std::io::{self, Write};

use bangjiao::stats::{Cell, Results};

/// Writes a head line and a line for each row; columns in which nothing stands are left out.
pub fn write_aligned(results: &Results, output: impl Write) -> io::Result<()> {
    let mut output = io::BufWriter::new(output);
    let columns: Vec<Column> = (0..results.table().columns.len())
        .filter_map(|at| {
            let name = results.table().columns[at].name;
            let cells: Vec<&Cell> = results.rows().iter().map(|row| &row[at]).collect();
            let is_shown = cells.is_empty() || cells.iter().any(|cell| **cell != Cell::Null);
            is_shown.then(|| Column::new(name, &cells))
        })
        .collect();
    for line in 0..=results.rows().len() {
        let mut text = String::new();
        for (at, column) in columns.iter().enumerate() {
            if at > 0 {
                text.push_str("  ");
            }
            column.push(line, &mut text);
        }
        writeln!(output, "{}", text.trim_end())?;
    }
    output.flush()
}

/// A column with its head, as it is shown.
struct Column {
    texts: Vec<String>,
    width: usize,
    /// Numbers stand at the right, and so does the text before a keyword.
    at_right: bool,
}

impl Column {
    fn new(name: &str, cells: &[&Cell]) -> Self {
        let mut texts = vec![name.to_owned()];
        texts.extend(cells.iter().map(|cell| shown(cell)));
        let is_number = |cell: &&&Cell| matches!(cell, Cell::Integer(_) | Cell::Real(_));
        let at_right = name == "pre" || cells.iter().any(|cell| is_number(&cell));
        let width = texts.iter().map(|text| width(text)).max().unwrap_or(0);
        Column { texts, width, at_right }
    }

    fn push(&self, line: usize, output: &mut String) {
        let text = &self.texts[line];
        let padding = " ".repeat(self.width - width(text));
        if self.at_right {
            output.push_str(&padding);
            output.push_str(text);
        } else {
            output.push_str(text);
            output.push_str(&padding);
        }
    }
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Integer(number) => number.to_string(),
        Cell::Real(number) if *number != 0.0 && number.abs() < 0.000_1 => format!("{number:.1e}"),
        Cell::Real(number) => format!("{number:.4}"),
        Cell::Date(day) => day.to_string(),
        Cell::List(texts) => texts.join("|"),
    }
}

/// Columns that a text takes on a terminal.
///
/// # Source
/// Unicode Standard Annex #11, East Asian Width: the blocks whose characters are wide or full-width.
fn width(text: &str) -> usize {
    let wide = |character: char| {
        matches!(
            character,
            '\u{1100}'..='\u{115F}'
                | '\u{2E80}'..='\u{303E}'
                | '\u{3041}'..='\u{A4CF}'
                | '\u{AC00}'..='\u{D7A3}'
                | '\u{F900}'..='\u{FAFF}'
                | '\u{FE30}'..='\u{FE6F}'
                | '\u{FF01}'..='\u{FF60}'
                | '\u{FFE0}'..='\u{FFE6}'
                | '\u{1F300}'..='\u{1FAFF}'
                | '\u{20000}'..='\u{3FFFD}'
        )
    };
    text.chars().map(|character| if wide(character) { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::width;

    #[test]
    fn chinese_characters_and_marks_take_two_columns() {
        assert_eq!(width("中国，USA"), 9);
        assert_eq!(width("“é”"), 3);
    }
}
