//! Terms of computing, and what translators made of them.

use std::error::Error;

use hanmark::{Profile, Variant};

use crate::{
    arguments::Arguments,
    classes::is_same_word,
    contender::Contender,
    table::{Table, fewer, list},
};

/// One term of the mainland, in Traditional characters.
struct Term {
    source: String,
    opencc: String,
    /// How often translators used OpenCC's term, …
    used: usize,
    /// … and how often they kept the source's.
    kept: usize,
}

/// The rules that cost most: those whose source form was kept most often.
const COSTLY: usize = 12;

/// Over-conversions and good conversions, each rule weighed by how often translators
/// did the one or the other.
pub(crate) fn score(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let mut terms = read(arguments)?;
    terms.sort_by_key(|term| std::cmp::Reverse(term.kept));
    println!("## 5. Terms of computing ({})\n", terms.len());
    let contenders =
        [Contender::opencc(Profile::S2twp), Contender::ours(Variant::ZhCn, Variant::ZhTw)];
    let mut made = Vec::new();
    for contender in &contenders {
        made.push(converted(contender, &terms)?);
    }
    let all: Vec<usize> = (0..terms.len()).collect();
    let half = |wanted: u32| {
        let is_wanted = |&index: &usize| half(&terms[index].source) == wanted;
        all.iter().copied().filter(is_wanted).collect::<Vec<_>>()
    };
    let sets = [
        ("all", all.clone()),
        ("to learn on", half(0)),
        ("to check on", half(1)),
        ("the twelve", all[..COSTLY.min(all.len())].to_vec()),
    ];
    let head =
        ["", "over-converted", "of", "good", "of", "something else", "over: fewer", "good: lost"];
    let mut table = Table::new(&head);
    for (name, set) in &sets {
        let mut first: Option<Weights> = None;
        for (contender, made) in contenders.iter().zip(&made) {
            let weights = Weights::of(&terms, made, set);
            table.row(weights.row(&format!("{name}, {}", contender.name), first.as_ref()));
            first.get_or_insert(weights);
        }
    }
    table.print();
    for (contender, made) in contenders.iter().zip(&made) {
        let against = terms.iter().zip(made).filter(|(term, made)| {
            if is_same_word(&term.opencc, made) { term.kept > term.used } else { term.used > 0 }
        });
        let line = |(term, made): (&Term, &String)| {
            let Term { source, opencc, used, kept } = term;
            format!("{source} became {made}; kept {kept} times, {opencc} {used} times")
        };
        let lines: Vec<String> = against.map(line).take(arguments.show).collect();
        list(&format!("{}, against most translators", contender.name), &lines);
    }
    Ok(())
}

fn read(arguments: &Arguments) -> Result<Vec<Term>, Box<dyn Error>> {
    let columns =
        ["mainland_term", "opencc_tw_term", "human_used_tw_term", "human_kept_source_form"];
    let rows = arguments.shared.table("quality/tw_term_evidence.tsv", columns)?;
    let term = |[source, opencc, used, kept]: [String; 4]| {
        Ok(Term { source, opencc, used: used.parse()?, kept: kept.parse()? })
    };
    let is_change = |term: &Result<Term, Box<dyn Error>>| {
        term.as_ref().map_or(true, |term| term.source != term.opencc)
    };
    rows.into_iter().map(term).filter(is_change).collect()
}

/// What becomes of each term. They are one text, a term to a line: what depends on
/// the words around sees a text about computing.
fn converted(contender: &Contender, terms: &[Term]) -> Result<Vec<String>, Box<dyn Error>> {
    let text: Vec<&str> = terms.iter().map(|term| term.source.as_str()).collect();
    let simplified = Contender::opencc(Profile::Tw2s).sentence(&text.join("\n"))?;
    Ok(contender.sentence(&simplified)?.lines().map(str::to_owned).collect())
}

/// Which half a term is in, 0 or 1: by its bytes alone (FNV-1a), so that a term that
/// is added moves no other.
fn half(term: &str) -> u32 {
    let hash = term
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash >> 31
}

/// What a contender makes of a set of terms, by the uses that translators had for each.
struct Weights {
    /// Uses that kept the source form, of terms that were converted, and of all.
    over: usize,
    over_of: usize,
    /// Uses of OpenCC's term, of terms that became it, and of all.
    good: usize,
    good_of: usize,
    /// Terms that became neither.
    other: usize,
}

impl Weights {
    fn of(terms: &[Term], made: &[String], set: &[usize]) -> Self {
        let mut weights = Self { over: 0, over_of: 0, good: 0, good_of: 0, other: 0 };
        for (term, made) in set.iter().map(|&index| (&terms[index], &made[index])) {
            let is_kept = is_same_word(&term.source, made);
            let is_opencc = is_same_word(&term.opencc, made);
            weights.over_of += term.kept;
            weights.good_of += term.used;
            weights.over += if is_kept { 0 } else { term.kept };
            weights.good += if is_opencc { term.used } else { 0 };
            weights.other += usize::from(!is_kept && !is_opencc);
        }
        weights
    }

    /// A row; with the change against the `first` contender.
    fn row(&self, name: &str, first: Option<&Self>) -> Vec<String> {
        let against = |change: &dyn Fn(&Self) -> String| first.map_or_else(String::new, change);
        vec![
            name.to_owned(),
            self.over.to_string(),
            self.over_of.to_string(),
            self.good.to_string(),
            self.good_of.to_string(),
            self.other.to_string(),
            against(&|first| fewer(self.over, first.over)),
            against(&|first| fewer(self.good, first.good)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(source: &str, opencc: &str, used: usize, kept: usize) -> Term {
        Term { source: source.to_owned(), opencc: opencc.to_owned(), used, kept }
    }

    #[test]
    fn each_term_weighs_what_translators_did() {
        let terms = [
            term("參數", "引數", 40, 102),
            term("發佈", "釋出", 0, 26),
            term("文件", "檔案", 116, 8),
        ];
        let made = ["引數", "發布", "文檔"].map(str::to_owned);
        let weights = Weights::of(&terms, &made, &[0, 1, 2]);
        assert_eq!((weights.over, weights.over_of), (110, 136));
        assert_eq!((weights.good, weights.good_of, weights.other), (40, 156, 1));
    }

    #[test]
    fn a_half_is_a_terms_own() {
        assert_eq!(["參數", "實例", "文件", "程序"].map(half), [1, 0, 0, 1]);
    }
}
