//! Posts in older encodings, made of posts in UTF-8.

use std::collections::HashMap;

use hanmark::Encoding;

/// Writes text in an encoding.
pub(crate) struct Transcoder {
    encoding: Encoding,
    /// What encoding_rs reads and does not write: the characters of Hong Kong in Big5.
    more: HashMap<char, [u8; 2]>,
}

impl Transcoder {
    pub(crate) fn new(encoding: Encoding) -> Self {
        let mut more = HashMap::new();
        if encoding == Encoding::Big5 {
            for bytes in
                (0x87..=0xfe).flat_map(|lead| (0x40..=0xfe).map(move |trail| [lead, trail]))
            {
                let text = encoding_rs::BIG5
                    .decode_without_bom_handling_and_without_replacement(&bytes)
                    .unwrap_or_default();
                let mut chars = text.chars();
                if let (Some(character), None) = (chars.next(), chars.next()) {
                    more.entry(character).or_insert(bytes);
                }
            }
        }
        Self { encoding, more }
    }

    /// The bytes of `text`, in UTF-16 with a byte order mark; `None` if a character is
    /// not in the encoding.
    pub(crate) fn bytes(&self, text: &str) -> Option<Vec<u8>> {
        match self.encoding {
            Encoding::Utf16Le => Some(
                "\u{feff}"
                    .encode_utf16()
                    .chain(text.encode_utf16())
                    .flat_map(u16::to_le_bytes)
                    .collect(),
            ),
            Encoding::Utf16Be => Some(
                "\u{feff}"
                    .encode_utf16()
                    .chain(text.encode_utf16())
                    .flat_map(u16::to_be_bytes)
                    .collect(),
            ),
            _ => {
                let mut bytes = Vec::with_capacity(text.len());
                for character in text.chars() {
                    self.push(character, &mut bytes)?;
                }
                Some(bytes)
            }
        }
    }

    /// As [`Transcoder::bytes`], without the characters that are not in the encoding.
    #[allow(dead_code, reason = "not every test of posts leaves something out")]
    pub(crate) fn lossy(&self, text: &str) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(text.len());
        for character in text.chars() {
            let _ = self.push(character, &mut bytes);
        }
        bytes
    }

    fn push(&self, character: char, bytes: &mut Vec<u8>) -> Option<()> {
        if character.is_ascii() {
            bytes.push(character as u8);
            return Some(());
        }
        let codec = match self.encoding {
            Encoding::Utf8 => encoding_rs::UTF_8,
            Encoding::Gbk => encoding_rs::GBK,
            Encoding::Gb18030 => encoding_rs::GB18030,
            _ => encoding_rs::BIG5,
        };
        let mut buffer = [0; 4];
        let (encoded, _, is_missing) = codec.encode(character.encode_utf8(&mut buffer));
        match (is_missing, self.more.get(&character)) {
            (false, _) => bytes.extend_from_slice(&encoded),
            (true, Some(known)) => bytes.extend_from_slice(known),
            (true, None) => return None,
        }
        Some(())
    }
}
