//! One post: front matter, then blocks of Markdown until it is long enough.

use std::fmt::Write as _;

use crate::{random::Random, words::Words};

const NAMES: [&str; 10] = [
    "abacus",
    "config.ini",
    "README.md",
    "seats()",
    "Jupiter",
    "--where",
    "HTTP",
    "Galileo",
    "version 2.0",
    "localhost:4000",
];
const CODE: [&str; 8] = [
    "let total: u64 = votes.iter().sum();",
    "for name in names { println!(\"{name}\"); }",
    "abacus migrate --from ledger.db --to ledger2.db",
    "if seats > 0 { return won; }",
    "export PATH=\"$HOME/bin:$PATH\"",
    "assert_eq!(periods[1] / periods[0], 2);",
    "curl -L https://example.org/abacus/v2.tar.gz | tar xz",
    "print(json.dumps(settings, indent=2))",
];
const MARKS: [(&str, &str); 5] =
    [("**", "**"), ("*", "*"), ("`", "`"), ("<b>", "</b>"), ("<span lang=\"zh\">", "</span>")];

/// Where the links of a post lead.
pub(crate) trait Targets {
    /// A destination with a fragment, in the archive or in the post itself.
    fn destination(&self, random: &mut Random) -> String;
}

/// A post that is being written.
pub(crate) struct Post<'w> {
    words: &'w Words,
    random: Random,
    /// What is written so far, and not yet taken.
    pub(crate) text: String,
    /// Reference definitions and footnotes that are still to come, below what
    /// names them.
    pending: Vec<String>,
    labels: usize,
}

impl<'w> Post<'w> {
    pub(crate) fn new(words: &'w Words, random: Random) -> Self {
        Self { words, random, text: String::new(), pending: Vec::new(), labels: 0 }
    }

    /// The front matter, and the first heading, which links know.
    pub(crate) fn open(&mut self, number: usize, heading: &str) {
        let title = format!("{}：{}", self.heading(), self.heading());
        let (caption, description) = (self.sentence(), self.sentence());
        let tag = self.heading();
        let (year, month, day) = (2004 + number % 20, 1 + number % 12, 1 + number % 28);
        let _ = write!(
            self.text,
            "---\nlayout: post\ntitle : \"{title}\"\nauthor: example\n\
             date  : {year}-{month:02}-{day:02} 09:30:00 +0800\n\
             image : /images/{number}.jpg\nimage_caption: {caption}\n\
             description: '{description}'\ntags: [{tag}, abacus] # {tag}\n---\n\n\
             ## {heading}\n\n",
        );
    }

    /// One more block, with the blank line after it.
    pub(crate) fn block(&mut self, targets: &dyn Targets) {
        match self.random.below(100) {
            0..50 => self.paragraph(targets),
            50..62 => self.heading_block(),
            62..74 => self.list(targets),
            74..82 => self.code(),
            82..86 => self.table(),
            86..90 => self.quote(targets),
            90..94 => self.image(),
            94..97 => self.html(),
            _ => self.flush(),
        }
    }

    /// What the post still owes: its last definitions.
    pub(crate) fn close(&mut self) {
        self.flush();
    }

    fn sentence(&mut self) -> &'w str {
        &self.words.sentences[self.random.below(self.words.sentences.len())]
    }

    fn heading(&mut self) -> &'w str {
        &self.words.headings[self.random.below(self.words.headings.len())]
    }

    fn paragraph(&mut self, targets: &dyn Targets) {
        for number in 0..2 + self.random.below(5) {
            if number > 0 && self.random.chance(15) {
                self.text.push('\n');
            }
            self.line(targets);
        }
        self.text.push_str("\n\n");
    }

    /// A sentence, now and then with something inline after it.
    fn line(&mut self, targets: &dyn Targets) {
        let sentence = self.sentence();
        self.text.push_str(sentence);
        match self.random.below(12) {
            0 | 1 => self.marked(),
            2 | 3 => self.name(),
            4 => self.link(targets),
            5 if self.random.chance(50) => self.reference(),
            5 => self.footnote(),
            _ => {}
        }
    }

    fn marked(&mut self) {
        let (open, close) = MARKS[self.random.below(MARKS.len())];
        let (heading, after) = (self.heading(), self.heading());
        let _ = write!(self.text, "{heading}，{open}{after}{close}。");
    }

    fn name(&mut self) {
        let (name, heading) = (self.random.pick(&NAMES), self.heading());
        let _ = if self.random.chance(50) {
            write!(self.text, " `{name}` {heading}。")
        } else {
            write!(self.text, " {name} {heading}。")
        };
    }

    fn link(&mut self, targets: &dyn Targets) {
        let (text, after) = (self.heading(), self.heading());
        let destination = targets.destination(&mut self.random);
        let _ = match self.random.below(3) {
            0 => write!(self.text, "[{text}](https://example.org/{} \"{after}\")", self.labels),
            1 => write!(self.text, "[{text}]({destination})"),
            _ => write!(self.text, "[{text}]({destination})，{after}。"),
        };
    }

    fn reference(&mut self) {
        self.labels += 1;
        let (text, title, label) = (self.heading(), self.heading(), self.labels);
        let _ = write!(self.text, "[{text}][ref-{label}]");
        self.pending.push(format!("[ref-{label}]: https://example.org/{label} \"{title}\"\n"));
    }

    fn footnote(&mut self) {
        self.labels += 1;
        let (note, label) = (self.sentence(), self.labels);
        let _ = write!(self.text, "[^{label}]");
        self.pending.push(format!("[^{label}]: {note}\n\n"));
    }

    fn flush(&mut self) {
        for definition in self.pending.drain(..) {
            self.text.push_str(&definition);
        }
        if !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn heading_block(&mut self) {
        let level = ["##", "###", "###", "####"][self.random.below(4)];
        let heading = self.heading();
        let _ = write!(self.text, "{level} {heading}\n\n");
    }

    fn list(&mut self, targets: &dyn Targets) {
        let ordered = self.random.chance(40);
        for number in 1..3 + self.random.below(5) {
            let _ = if ordered { write!(self.text, "{number}. ") } else { write!(self.text, "- ") };
            self.line(targets);
            self.text.push('\n');
            if self.random.chance(20) {
                let nested = self.sentence();
                let _ = writeln!(self.text, "   - {nested}");
            }
        }
        self.text.push('\n');
    }

    fn code(&mut self) {
        let (comment, info) = (self.heading(), self.random.pick(&["rust", "sh", "python", ""]));
        let _ = write!(self.text, "```{info}\n# {comment}\n");
        for _ in 0..2 + self.random.below(12) {
            let line = self.random.pick(&CODE);
            let _ = writeln!(self.text, "{line}");
        }
        self.text.push_str("```\n\n");
    }

    fn table(&mut self) {
        let (left, right) = (self.heading(), self.heading());
        let _ = writeln!(self.text, "| {left} | {right} | abacus |");
        self.text.push_str("|:--|:-:|--:|\n");
        for _ in 0..2 + self.random.below(6) {
            let (left, right, number) = (self.heading(), self.heading(), self.random.below(10_000));
            let _ = writeln!(self.text, "| {left} | `{number}` {right} | {number} |");
        }
        self.text.push('\n');
    }

    fn quote(&mut self, targets: &dyn Targets) {
        for _ in 0..=self.random.below(3) {
            self.text.push_str("> ");
            self.line(targets);
            self.text.push('\n');
        }
        self.text.push('\n');
    }

    fn image(&mut self) {
        let (alt, caption, number) = (self.heading(), self.sentence(), self.random.below(100_000));
        let _ = write!(self.text, "![{alt}](/images/{number}.jpg)\n▲ {caption}\n\n");
    }

    fn html(&mut self) {
        let (summary, title) = (self.heading(), self.heading());
        let (body, rest) = (self.sentence(), self.sentence());
        let _ = write!(
            self.text,
            "<details>\n<summary title=\"{title}\">{summary}</summary>\n\
             <p>{body}<br>{rest}</p>\n</details>\n\n",
        );
    }
}
