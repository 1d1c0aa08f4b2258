//! Languages: how each writes comments and strings.

/// How comments and strings of some languages are written.
pub(super) struct Syntax {
    /// Names behind a fence, in small letters.
    pub(super) languages: &'static [&'static str],
    /// Marks of a comment up to the end of its line, and where they count.
    pub(super) lines: &'static [(&'static str, Place)],
    /// Openers and closers of comments. Nesting is not followed: the rest of such a
    /// comment is taken for code.
    pub(super) blocks: &'static [(&'static str, &'static str)],
    /// Strings, longer openers first.
    pub(super) strings: &'static [Quote],
}

#[derive(Clone, Copy)]
pub(super) enum Place {
    /// Anywhere but right behind one of these bytes.
    NotAfter(&'static [u8]),
    /// At the start of a line or behind white space.
    WordStart,
    /// Behind nothing but white space in its line.
    LineStart,
}

#[derive(Clone, Copy)]
pub(super) struct Quote {
    pub(super) mark: &'static str,
    pub(super) extent: Extent,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// A string within a line; without its end it is none.
    Line,
    /// A string over lines.
    Lines,
    /// One character: what looks like more (`'a` of Rust) is something else.
    Character,
}

const fn quote(mark: &'static str, extent: Extent) -> Quote {
    Quote { mark, extent }
}

/// `//`, but not that of `http://x`, nor of a regular expression such as `/\//`.
const SLASHES: (&str, Place) = ("//", Place::NotAfter(b":\\"));
const HASH: (&str, Place) = ("#", Place::WordStart);
const STARS: (&str, &str) = ("/*", "*/");
const ANGLE: (&str, &str) = ("<!--", "-->");
const DOUBLE: Quote = quote("\"", Extent::Line);
const SINGLE: Quote = quote("'", Extent::Line);
const BACKTICK: Quote = quote("`", Extent::Lines);
const CHARACTER: Quote = quote("'", Extent::Character);
const PYTHON: [Quote; 4] =
    [quote("\"\"\"", Extent::Lines), quote("'''", Extent::Lines), DOUBLE, SINGLE];

/// One row for languages that write comments and strings in the same way.
pub(super) const SYNTAXES: &[Syntax] = &[
    Syntax {
        languages: &[
            "c",
            "h",
            "cpp",
            "c++",
            "cc",
            "cxx",
            "hpp",
            "cs",
            "csharp",
            "c#",
            "java",
            "objc",
            "objective-c",
            "objectivec",
            "glsl",
            "hlsl",
            "zig",
            "verilog",
        ],
        lines: &[SLASHES],
        blocks: &[STARS],
        strings: &[DOUBLE, CHARACTER],
    },
    Syntax {
        languages: &["rust", "rs"],
        lines: &[SLASHES],
        blocks: &[STARS],
        strings: &[quote("\"", Extent::Lines), CHARACTER],
    },
    Syntax {
        languages: &["swift", "kotlin", "kt", "kts", "scala"],
        lines: &[SLASHES],
        blocks: &[STARS],
        strings: &[quote("\"\"\"", Extent::Lines), DOUBLE, CHARACTER],
    },
    Syntax {
        languages: &["go", "golang"],
        lines: &[SLASHES],
        blocks: &[STARS],
        strings: &[DOUBLE, CHARACTER, BACKTICK],
    },
    Syntax {
        languages: &[
            "js",
            "javascript",
            "jsx",
            "mjs",
            "cjs",
            "ts",
            "typescript",
            "tsx",
            "mts",
            "cts",
            "es6",
            "node",
            "dart",
            "groovy",
            "gradle",
            "solidity",
            "proto",
            "protobuf",
            "less",
            "scss",
            "sass",
            "stylus",
            "styl",
            "actionscript",
        ],
        lines: &[SLASHES],
        blocks: &[STARS],
        strings: &[DOUBLE, SINGLE, BACKTICK],
    },
    Syntax {
        // JSON itself has no comments; examples in posts do.
        languages: &["json", "jsonc", "json5", "hjson"],
        lines: &[SLASHES, HASH],
        blocks: &[STARS],
        strings: &[DOUBLE, SINGLE],
    },
    Syntax {
        languages: &["css", "postcss"],
        lines: &[],
        blocks: &[STARS],
        strings: &[DOUBLE, SINGLE],
    },
    Syntax {
        languages: &["php"],
        lines: &[SLASHES, HASH],
        blocks: &[STARS],
        strings: &[DOUBLE, SINGLE],
    },
    Syntax {
        languages: &["python", "py", "python3", "py3", "gdscript", "starlark", "bazel"],
        lines: &[HASH],
        blocks: &[],
        strings: &PYTHON,
    },
    Syntax {
        languages: &[
            "ruby",
            "rb",
            "sh",
            "bash",
            "zsh",
            "fish",
            "shell",
            "shellscript",
            "yaml",
            "yml",
            "r",
            "perl",
            "pl",
            "make",
            "makefile",
            "mk",
            "dockerfile",
            "docker",
            "cmake",
            "nginx",
            "apache",
            "conf",
            "gitignore",
            "dotenv",
            "env",
            "hcl",
            "terraform",
            "tf",
            "graphql",
            "gql",
            "elixir",
            "ex",
            "exs",
            "nim",
            "crystal",
            "tcl",
            "awk",
            "sed",
            "puppet",
        ],
        lines: &[HASH],
        blocks: &[],
        strings: &[DOUBLE, SINGLE],
    },
    Syntax { languages: &["toml", "julia", "jl"], lines: &[HASH], blocks: &[], strings: &PYTHON },
    Syntax {
        languages: &["powershell", "ps1", "pwsh"],
        lines: &[HASH],
        blocks: &[("<#", "#>")],
        strings: &[DOUBLE, SINGLE],
    },
    Syntax {
        languages: &["ini", "properties", "editorconfig", "cfg", "systemd", "reg"],
        lines: &[("#", Place::LineStart), (";", Place::LineStart)],
        blocks: &[],
        strings: &[],
    },
    Syntax {
        languages: &["sql", "mysql", "pgsql", "postgresql", "plsql", "tsql", "sqlite"],
        // PostgreSQL has an operator `#`, and `#>`.
        lines: &[("--", Place::WordStart), ("# ", Place::WordStart), ("#", Place::LineStart)],
        blocks: &[STARS],
        strings: &[DOUBLE, SINGLE, quote("`", Extent::Line)],
    },
    Syntax {
        languages: &["lua"],
        lines: &[("--", Place::NotAfter(b"-"))],
        blocks: &[("--[[", "]]")],
        strings: &[DOUBLE, SINGLE],
    },
    Syntax {
        languages: &["haskell", "hs", "elm", "purescript", "idris", "agda", "ada", "vhdl"],
        lines: &[("--", Place::WordStart)],
        blocks: &[("{-", "-}")],
        strings: &[DOUBLE, CHARACTER],
    },
    Syntax {
        languages: &["html", "xml", "svg", "vue", "svelte", "astro", "vue-html", "htm", "xhtml"],
        // Scripts and styles are in there too.
        lines: &[("//", Place::WordStart)],
        blocks: &[ANGLE, STARS],
        strings: &[DOUBLE, SINGLE],
    },
    Syntax { languages: &["markdown", "md", "mdx"], lines: &[], blocks: &[ANGLE], strings: &[] },
    Syntax {
        languages: &["lisp", "clojure", "clj", "cljs", "scheme", "racket", "elisp", "emacs-lisp"],
        lines: &[(";", Place::WordStart)],
        blocks: &[("#|", "|#")],
        strings: &[quote("\"", Extent::Lines)],
    },
    Syntax {
        languages: &["asm", "nasm", "x86asm", "autohotkey", "ahk"],
        lines: &[(";", Place::WordStart)],
        blocks: &[],
        strings: &[DOUBLE, SINGLE],
    },
    Syntax {
        languages: &["tex", "latex", "erlang", "erl", "prolog"],
        lines: &[("%", Place::NotAfter(b"\\"))],
        blocks: &[],
        strings: &[],
    },
    Syntax {
        languages: &["matlab", "octave"],
        lines: &[("%", Place::WordStart)],
        blocks: &[("%{", "%}")],
        strings: &[DOUBLE, SINGLE],
    },
    Syntax {
        languages: &["ocaml", "ml", "fsharp", "f#", "fs", "pascal", "delphi"],
        lines: &[SLASHES],
        blocks: &[("(*", "*)")],
        strings: &[DOUBLE, CHARACTER],
    },
    Syntax {
        languages: &["vim", "viml", "vimscript"],
        lines: &[("\"", Place::LineStart)],
        blocks: &[],
        strings: &[DOUBLE, SINGLE],
    },
    Syntax {
        languages: &["vb", "vbnet", "vba", "vbscript"],
        lines: &[("'", Place::WordStart)],
        blocks: &[],
        strings: &[DOUBLE],
    },
    Syntax {
        languages: &["bat", "batch", "cmd", "dos"],
        lines: &[("::", Place::LineStart), ("rem ", Place::LineStart), ("REM ", Place::LineStart)],
        blocks: &[],
        strings: &[DOUBLE],
    },
    Syntax {
        languages: &["fortran", "f90"],
        lines: &[("!", Place::WordStart)],
        blocks: &[],
        strings: &[DOUBLE, SINGLE],
    },
];
