//! The tables hold what the generators themselves made of a page of headings:
//! github-slugger 2.0.0 over rehype-slug 6.0.0; kramdown 2.4.0 with
//! kramdown-parser-gfm 1.1.0 and Jekyll's options; Hugo 0.168.0; mdBook 0.5.4;
//! markdown-it 15.0.3, markdown-it-anchor 10.0.0 and @mdit-vue/shared 3.0.2 as
//! VitePress sets them up; Python-Markdown 3.11.3; pymdown-extensions 13.1.2;
//! hexo-renderer-marked 7.0.1 with hexo-util 4.0.0; github-slugger over
//! mdast-util-to-string 4.0.0 as in Docusaurus; @astrojs/markdown-remark 7.3.1.

use super::*;
use crate::links::Reading;

const HEADINGS: &str = include_str!("measured/headings.tsv");
const IDS: &str = include_str!("measured/ids.tsv");

/// Hugo gives a heading that is an autolink no id, and no link can lead there.
const NO_ID: &str = "(none)";

fn rule(name: &str) -> SlugRule {
    let of_name = |row: &&Row| format!("{:?}", row.rule) == name;
    TABLE.iter().find(of_name).unwrap_or_else(|| panic!("no rule {name}")).rule
}

/// Compares the ids of a page of headings with those that were measured.
#[track_caller]
fn assert_measured(table: &str) {
    let mut rows = table.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let names = rows.next().unwrap();
    let rows: Vec<_> = rows.collect();
    let lines: Vec<_> = rows.iter().map(|row| row[0].replace("\\n", "\n")).collect();
    let page = lines.join("\n\n") + "\n\n[ref]: https://example.com/r\n";
    let headings = Reading::of(&page).headings;
    for (column, name) in names.iter().enumerate().skip(1) {
        let made = rule(name).slugs(&headings);
        let told = |id: &str, row: &Vec<&str>| format!("{}: {id}", row[0]);
        let has_id = |row: &&Vec<&str>| row[column] != NO_ID;
        let measured: Vec<_> =
            rows.iter().filter(has_id).map(|row| told(row[column], row)).collect();
        let made: Vec<_> = rows.iter().zip(made).filter(|(row, _)| has_id(row)).collect();
        let made: Vec<_> = made.into_iter().map(|(row, id)| told(&id, row)).collect();
        assert_eq!(made, measured, "{name}");
    }
}

#[test]
fn every_rule_makes_the_ids_of_its_generator() {
    assert_measured(HEADINGS);
}

#[test]
fn ids_that_are_written_out_count_where_they_are_read() {
    assert_measured(IDS);
}

#[test]
fn equal_headings_take_linear_time() {
    let page = "## 門\n\n".repeat(20_000);
    let headings = Reading::of(&page).headings;
    for row in &TABLE {
        let slugs = row.rule.slugs(&headings);
        let sign = if row.unique == Unique::Underscore { '_' } else { '-' };
        assert!(slugs[19_999].ends_with(&format!("{sign}19999")) || row.rule.is_ascii());
    }
}
