//! Switches: what an archive can choose about its Markdown, with the names that
//! a configuration uses.

use std::{fmt, str::FromStr};

use crate::convert::variant::UnknownName;

/// Defines an enum whose values have names, and reads and prints these.
macro_rules! switch {
    (
        $(#[$of_switch:meta])*
        $switch:ident, $kind:literal {
            $($(#[$of_value:meta])* $value:ident = $name:literal,)+
        }
    ) => {
        $(#[$of_switch])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum $switch {
            $($(#[$of_value])* $value,)+
        }

        impl $switch {
            /// The name in a configuration.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$value => $name,)+
                }
            }
        }

        impl fmt::Display for $switch {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(self.name())
            }
        }

        impl FromStr for $switch {
            type Err = UnknownName;

            fn from_str(name: &str) -> Result<Self, UnknownName> {
                match name {
                    $($name => Ok(Self::$value),)+
                    _ => Err(UnknownName::new($kind, name, &[$($name),+])),
                }
            }
        }
    };
}

switch! {
    /// What of inline code is prose: many archives quote Chinese in backticks.
    InlineCode, "value of inline_code" {
        /// Nothing.
        #[default]
        Keep = "keep",
        /// What reads as Chinese text: with Chinese punctuation, or many Han
        /// characters and no identifiers.
        Prose = "prose",
        /// All of it.
        All = "all",
    }
}

switch! {
    /// What of code blocks is prose.
    CodeBlocks, "value of code_blocks" {
        /// Nothing.
        #[default]
        Keep = "keep",
        /// Comments of the language that the fence names.
        Comments = "comments",
        /// All of it.
        All = "all",
    }
}

switch! {
    /// What becomes of links to headings, whose addresses change with their words.
    Anchors, "value of anchors" {
        /// Links follow: their fragments become those of the converted headings.
        #[default]
        Rewrite = "rewrite",
        /// Headings keep the old address, by an attribute `{#id}`.
        Pin = "pin",
        /// Nothing is done.
        Keep = "keep",
    }
}

switch! {
    /// What becomes of relative links and images when a copy lies in another folder.
    Links, "value of links" {
        /// They follow to the edition's copy, else to the original.
        #[default]
        Repair = "repair",
        /// They stay as they are.
        Keep = "keep",
    }
}

switch! {
    /// Whose punctuation the copies of an edition have.
    Punctuation, "value of punctuation" {
        /// The target's: quotation marks, and dots in names.
        #[default]
        Target = "target",
        /// The original's.
        Keep = "keep",
    }
}

switch! {
    /// Whose words an edition has.
    Vocabulary, "value of vocabulary" {
        /// The region's, by domain.
        #[default]
        Regional = "regional",
        /// The original's: the script changes, and spellings.
        Script = "script",
    }
}

switch! {
    /// Whether an edition takes over the words of a domain.
    DomainState, "state of a domain" {
        /// It does.
        On = "on",
        /// It does not.
        Off = "off",
        /// As by default.
        #[default]
        Auto = "auto",
    }
}

/// Parameters of one shortcode or template tag that are prose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shortcode {
    /// Its name, as in `{{< figure … >}}` or `{% note … %}`.
    pub name: String,
    /// Names of the parameters; a number, from 1, is that of one without a name.
    pub parameters: Vec<String>,
}

/// All switches of one archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Switches {
    /// What becomes of links to headings.
    pub anchors: Anchors,
    /// What becomes of relative links; if it is not said, they are repaired
    /// where copies lie in the archive, and kept elsewhere.
    pub links: Option<Links>,
    /// What of inline code is prose.
    pub inline_code: InlineCode,
    /// What of code blocks is prose.
    pub code_blocks: CodeBlocks,
    /// Parameters of template tags that are prose.
    pub shortcodes: Vec<Shortcode>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_printed() {
        for switch in [InlineCode::Keep, InlineCode::Prose, InlineCode::All] {
            assert_eq!(switch.to_string().parse(), Ok(switch));
        }
        assert_eq!(
            "rewirte".parse::<Anchors>().unwrap_err().to_string(),
            "unknown value of anchors `rewirte`, did you mean `rewrite`?; known are rewrite, pin, keep"
        );
    }
}
