//! Posts in older encodings, made of posts in UTF-8.

use std::collections::HashMap;

use hanmark::Encoding;

/// Writes text in an encoding.
pub(crate) struct Transcoder {
    encoding: Encoding,
    /// What `encoding_rs` reads and does not write: the characters of Hong Kong in Big5.
    more: HashMap<char, [u8; 2]>,
}

impl Transcoder {
    pub(crate) fn new(encoding: Encoding) -> Self {
        let pairs = (0x87..=0xfe).flat_map(|lead| (0x40..=0xfe).map(move |trail| [lead, trail]));
        let mut more = HashMap::new();
        for pair in pairs.filter(|_| encoding == Encoding::Big5) {
            let text = encoding_rs::BIG5.decode_without_bom_handling(&pair).0;
            let mut characters = text.chars();
            if let (Some(character), None) = (characters.next(), characters.next()) {
                more.entry(character).or_insert(pair);
            }
        }
        Self { encoding, more }
    }

    /// The bytes of `text`, in UTF-16 behind a byte order mark, and the characters
    /// that the encoding does not have and that are left out.
    pub(crate) fn bytes(&self, text: &str) -> (Vec<u8>, String) {
        let marked = || "\u{feff}".encode_utf16().chain(text.encode_utf16());
        match self.encoding {
            Encoding::Utf16Le => (marked().flat_map(u16::to_le_bytes).collect(), String::new()),
            Encoding::Utf16Be => (marked().flat_map(u16::to_be_bytes).collect(), String::new()),
            _ => self.bytes_by_character(text),
        }
    }

    fn bytes_by_character(&self, text: &str) -> (Vec<u8>, String) {
        let codec = match self.encoding {
            Encoding::Utf8 => encoding_rs::UTF_8,
            Encoding::Gbk => encoding_rs::GBK,
            Encoding::Gb18030 => encoding_rs::GB18030,
            _ => encoding_rs::BIG5,
        };
        let (mut bytes, mut missing) = (Vec::with_capacity(text.len()), String::new());
        for character in text.chars() {
            let mut utf8 = [0; 4];
            let (encoded, _, is_missing) = codec.encode(character.encode_utf8(&mut utf8));
            match (is_missing, self.more.get(&character)) {
                (false, _) => bytes.extend_from_slice(&encoded),
                (true, Some(known)) => bytes.extend_from_slice(known),
                (true, None) => missing.push(character),
            }
        }
        (bytes, missing)
    }
}
