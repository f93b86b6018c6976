//! Small tables on standard output.

use std::io::{self, Write};

/// A table of words and numbers; numbers stand on the right.
pub struct Grid {
    head: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Grid {
    /// A table without rows.
    pub fn new(head: &[&'static str]) -> Self {
        Grid { head: head.to_vec(), rows: Vec::new() }
    }

    /// Adds a row with a cell for each column.
    pub fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    /// Leaves out columns in which every cell is empty.
    pub fn without_empty_columns(mut self) -> Self {
        let kept: Vec<bool> =
            (0..self.head.len()).map(|at| self.rows.iter().any(|row| !row[at].is_empty())).collect();
        let keep = |at: &mut usize| {
            *at += 1;
            kept[*at - 1]
        };
        let mut at = 0;
        self.head.retain(|_| keep(&mut at));
        for row in &mut self.rows {
            let mut at = 0;
            row.retain(|_| keep(&mut at));
        }
        self
    }

    /// Writes it in columns of equal width.
    pub fn write_text(&self, output: &mut impl Write) -> io::Result<()> {
        let columns = 0..self.head.len();
        let widths: Vec<usize> = columns
            .map(|at| {
                let cells = self.rows.iter().map(|row| width(&row[at]));
                cells.chain([width(self.head[at])]).max().unwrap_or(0)
            })
            .collect();
        let head: Vec<String> = self.head.iter().map(ToString::to_string).collect();
        for row in std::iter::once(&head).chain(&self.rows) {
            let cells: Vec<String> =
                (0..row.len()).map(|at| padded(&row[at], widths[at], self.is_number(at))).collect();
            writeln!(output, "{}", cells.join("  ").trim_end())?;
        }
        Ok(())
    }

    /// Writes it as a table of Markdown.
    pub fn write_markdown(&self, output: &mut impl Write) -> io::Result<()> {
        writeln!(output, "| {} |", self.head.join(" | "))?;
        let rules = (0..self.head.len()).map(|at| if self.is_number(at) { "---:" } else { "---" });
        writeln!(output, "| {} |", rules.collect::<Vec<_>>().join(" | "))?;
        self.rows.iter().try_for_each(|row| writeln!(output, "| {} |", row.join(" | ").replace('\n', " ")))
    }

    fn is_number(&self, at: usize) -> bool {
        let mut cells = self.rows.iter().map(|row| &row[at]).filter(|cell| !cell.is_empty()).peekable();
        cells.peek().is_some() && cells.all(|cell| cell.parse::<f64>().is_ok())
    }
}

/// Columns that a text takes in a terminal: two for a Chinese character.
fn width(text: &str) -> usize {
    text.chars().map(|character| if character >= '\u{2E80}' { 2 } else { 1 }).sum()
}

fn padded(cell: &str, width_of_column: usize, is_number: bool) -> String {
    let blanks = " ".repeat(width_of_column.saturating_sub(width(cell)));
    if is_number { format!("{blanks}{cell}") } else { format!("{cell}{blanks}") }
}

#[cfg(test)]
mod tests {
    use super::Grid;

    #[test]
    fn numbers_stand_on_the_right_and_characters_take_two_columns() {
        let mut grid = Grid::new(&["name", "nothing", "n"]);
        grid.push(vec!["中国".into(), String::new(), "7".into()]);
        grid.push(vec!["Kasachstan".into(), String::new(), "12".into()]);
        let grid = grid.without_empty_columns();
        let mut text = Vec::new();
        grid.write_text(&mut text).unwrap();
        grid.write_markdown(&mut text).unwrap();
        let expected = "name         n\n中国         7\nKasachstan  12\n\
                        | name | n |\n| --- | ---: |\n| 中国 | 7 |\n| Kasachstan | 12 |\n";
        assert_eq!(String::from_utf8(text).unwrap(), expected);
    }
}
