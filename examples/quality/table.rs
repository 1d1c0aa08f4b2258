//! Tables, as they are printed and as `QUALITY.md` has them.

/// A table in Markdown, its columns as wide as they must be.
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(head: &[&str]) -> Self {
        Self { rows: vec![head.iter().map(|&name| name.to_owned()).collect()] }
    }

    pub(crate) fn row(&mut self, values: Vec<String>) {
        self.rows.push(values);
    }

    pub(crate) fn print(&self) {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        for (index, row) in self.rows.iter().enumerate() {
            let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, &width))| {
                if column == 0 { format!("{cell:width$}") } else { format!("{cell:>width$}") }
            });
            println!("| {} |", cells.collect::<Vec<_>>().join(" | "));
            if index == 0 {
                let rule = |(column, width): (usize, &usize)| {
                    if column == 0 {
                        format!("{}--", "-".repeat(*width))
                    } else {
                        format!("{}-:", "-".repeat(*width))
                    }
                };
                let rules: Vec<String> = widths.iter().enumerate().map(rule).collect();
                println!("|{}|", rules.join("|"));
            }
        }
        println!();
    }
}

/// Lines below a table, and an empty one.
pub(crate) fn list(what: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    println!("{what}:");
    for line in lines {
        println!("  {line}");
    }
    println!();
}

/// `part` of `whole`, in percent.
pub(crate) fn percent(part: usize, whole: usize) -> String {
    format!("{:.2}%", ratio(part, whole) * 100.0)
}

/// By how much `now` is below `before`, in percent; negative if it is above.
pub(crate) fn fewer(now: usize, before: usize) -> String {
    let change = percent(now.abs_diff(before), before);
    if now > before { format!("-{change}") } else { change }
}

/// `part` for every 10,000 of `whole`.
pub(crate) fn per_ten_thousand(part: usize, whole: usize) -> String {
    format!("{:.2}", ratio(part, whole) * 10_000.0)
}

#[allow(clippy::cast_precision_loss, reason = "counts are far smaller than 2^52")]
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_nothing_are_none() {
        assert_eq!(percent(1, 8), "12.50%");
        assert_eq!(percent(0, 0), "0.00%");
        assert_eq!([fewer(6, 8), fewer(10, 8)], ["25.00%", "-25.00%"]);
        assert_eq!(per_ten_thousand(3, 2_000), "15.00");
    }
}
