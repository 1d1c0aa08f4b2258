//! The encodings that posts come in: bytes in, text out.
//!
//! Gets the bytes of a post and what was declared of them, gives the text and the
//! encoding that they were in, or the place of what is no character. Nothing is ever
//! replaced: bytes that say nothing are an error.

mod candidates;
mod decode;
mod guess;
#[cfg(test)]
mod tests;

use std::{fmt, path::Path, str::FromStr};

use super::{ArchiveError, read};
use crate::convert::variant::UnknownName;

/// An encoding that a post can be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, the low byte of each unit first.
    Utf16Le,
    /// UTF-16, the high byte of each unit first.
    Utf16Be,
    /// GBK: Simplified Chinese in two bytes a character. It is read as GB18030, of
    /// which it is a part.
    Gbk,
    /// GB18030: GBK and, in four bytes, all else of Unicode.
    Gb18030,
    /// Big5 with the characters of Hong Kong (HKSCS), as the WHATWG defines it.
    Big5,
}

impl Encoding {
    /// Every encoding.
    pub const ALL: [Self; 6] =
        [Self::Utf8, Self::Utf16Le, Self::Utf16Be, Self::Gbk, Self::Gb18030, Self::Big5];

    /// The name in a configuration, as `big5`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Gbk => "gbk",
            Self::Gb18030 => "gb18030",
            Self::Big5 => "big5",
        }
    }

    /// The name in messages, as `Big5`.
    const fn title(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Gbk => "GBK",
            Self::Gb18030 => "GB18030",
            Self::Big5 => "Big5",
        }
    }

    const fn codec(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Utf8 => encoding_rs::UTF_8,
            Self::Utf16Le => encoding_rs::UTF_16LE,
            Self::Utf16Be => encoding_rs::UTF_16BE,
            Self::Gbk | Self::Gb18030 => encoding_rs::GB18030,
            Self::Big5 => encoding_rs::BIG5,
        }
    }

    /// Whether it is none of Unicode's, or only in China.
    const fn is_older(self) -> bool {
        matches!(self, Self::Gbk | Self::Gb18030 | Self::Big5)
    }

    const fn byte_order_mark(self) -> &'static [u8] {
        match self {
            Self::Utf8 => b"\xef\xbb\xbf",
            Self::Utf16Le => b"\xff\xfe",
            Self::Utf16Be => b"\xfe\xff",
            Self::Gb18030 => b"\x84\x31\x95\x33",
            Self::Gbk | Self::Big5 => b"",
        }
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.title())
    }
}

/// What is said of the encoding of posts, before they are read.
///
/// ```
/// use hanmark::{DeclaredEncoding, Encoding};
///
/// assert_eq!("Big5-HKSCS".parse(), Ok(DeclaredEncoding::Of(Encoding::Big5)));
/// assert_eq!("auto".parse(), Ok(DeclaredEncoding::Auto));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DeclaredEncoding {
    /// Nothing: UTF-8, UTF-16 if a byte order mark says so, else GBK, GB18030 or Big5,
    /// whichever the text plainly is in.
    #[default]
    Auto,
    /// UTF-16, whose byte order mark tells which.
    Utf16,
    /// This encoding, for posts that do not plainly say another.
    ///
    /// A byte order mark counts for more, and so does text that is UTF-8 with at least
    /// one character of three bytes or more, as Han are: an archive may have posts in
    /// UTF-8 beside older ones. With [`Encoding::Utf8`] a post in UTF-16 is an error.
    Of(Encoding),
}

/// The names in a configuration.
const NAMES: [&str; 8] =
    ["auto", "utf-8", "utf-16", "utf-16le", "utf-16be", "gbk", "gb18030", "big5"];

impl DeclaredEncoding {
    /// The name in a configuration, as `auto` or `big5`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Utf16 => "utf-16",
            Self::Of(encoding) => encoding.name(),
        }
    }
}

impl FromStr for DeclaredEncoding {
    type Err = UnknownName;

    /// The names in any case, and those by which the WHATWG knows the same encodings,
    /// as `gb2312` and `big5-hkscs`.
    fn from_str(name: &str) -> Result<Self, UnknownName> {
        let dashed = name.trim().to_ascii_lowercase().replace('_', "-");
        match dashed.as_str() {
            "auto" => return Ok(Self::Auto),
            // To the WHATWG this is the one with the low byte first.
            "utf-16" | "utf16" => return Ok(Self::Utf16),
            "cp936" => return Ok(Self::Of(Encoding::Gbk)),
            "cp950" => return Ok(Self::Of(Encoding::Big5)),
            _ => {}
        }
        let [as_given, dashed] = [name, &dashed].map(str::as_bytes);
        let codec = encoding_rs::Encoding::for_label(as_given)
            .or_else(|| encoding_rs::Encoding::for_label(dashed));
        let known = match codec.map(encoding_rs::Encoding::name) {
            Some("UTF-8") => Encoding::Utf8,
            Some("UTF-16LE") => Encoding::Utf16Le,
            Some("UTF-16BE") => Encoding::Utf16Be,
            Some("GBK") => Encoding::Gbk,
            Some("gb18030") => Encoding::Gb18030,
            Some("Big5") => Encoding::Big5,
            _ => return Err(UnknownName::new("encoding", name, &NAMES)),
        };
        Ok(Self::Of(known))
    }
}

impl fmt::Display for DeclaredEncoding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// The text of a post, and what it was in.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Decoded {
    /// The text. A byte order mark stays, but for UTF-16, where it says no more than
    /// which of the two that was.
    pub text: String,
    /// What the bytes were in.
    pub encoding: Encoding,
}

/// `bytes` as text; `path` is for the error only.
///
/// Bytes that are UTF-8 are checked and kept, not copied.
///
/// # Errors
/// When some of the bytes are no character in their encoding, with the place of the
/// first, or when too little tells what they are in.
pub fn decode(
    path: &Path,
    bytes: Vec<u8>,
    declared: DeclaredEncoding,
) -> Result<Decoded, ArchiveError> {
    let says_utf8 = declared == DeclaredEncoding::Of(Encoding::Utf8);
    let bytes = match read::checked(bytes) {
        Ok(text) if says_utf8 || is_plainly_utf8(&text, declared) => {
            return Ok(Decoded { text, encoding: Encoding::Utf8 });
        }
        Ok(text) => text.into_bytes(),
        Err(bytes) if says_utf8 => return Err(read::not_utf8(path, &bytes)),
        Err(bytes) => bytes,
    };
    let marked = [Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Gb18030]
        .into_iter()
        .find(|encoding| bytes.starts_with(encoding.byte_order_mark()));
    let encoding = match (marked, declared) {
        (Some(marked), _) => marked,
        (None, DeclaredEncoding::Of(encoding)) => {
            if encoding.is_older() {
                guess::check(path, &bytes, encoding)?;
            }
            encoding
        }
        (None, DeclaredEncoding::Utf16) => {
            return Err(ArchiveError::NoByteOrderMark { path: path.to_owned() });
        }
        (None, DeclaredEncoding::Auto) => guess::encoding(path, &bytes)?,
    };
    decode::strictly(path, &bytes, encoding)
}

/// Whether a text that is UTF-8 is in no likelihood in the encoding declared.
fn is_plainly_utf8(text: &str, declared: DeclaredEncoding) -> bool {
    match declared {
        DeclaredEncoding::Auto => true,
        // A line break of UTF-16 has a zero byte.
        DeclaredEncoding::Utf16 | DeclaredEncoding::Of(Encoding::Utf16Le | Encoding::Utf16Be) => {
            !text.contains('\0')
        }
        // Two bytes of UTF-8 can be a character of an older encoding; Han have three.
        DeclaredEncoding::Of(_) => text.is_ascii() || text.bytes().any(|byte| byte >= 0xe0),
    }
}
