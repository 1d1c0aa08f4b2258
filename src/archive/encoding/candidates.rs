//! The sequences of bytes that GB18030 and Big5 make characters of, and how much each
//! looks like Chinese text.

use super::Encoding;
use crate::convert::detect::is_han;

/// A sequence of bytes that is to be one character.
pub(super) struct Sequence<'b> {
    /// Where it starts, in bytes.
    at: usize,
    bytes: &'b [u8],
    /// The first of two in four rare cases of Big5.
    character: Option<char>,
    encoding: Encoding,
}

/// The sequences of `bytes` that are not ASCII. What is no character is passed byte by
/// byte.
pub(super) fn sequences(bytes: &[u8], encoding: Encoding) -> impl Iterator<Item = Sequence<'_>> {
    let codec = encoding.codec();
    let mut at = 0;
    std::iter::from_fn(move || {
        at += encoding_rs::Encoding::ascii_valid_up_to(&bytes[at..]);
        let rest = &bytes[at..];
        let bytes = &rest[..len_of_first(rest, encoding)?];
        let text = codec.decode_without_bom_handling_and_without_replacement(bytes);
        let character = text.and_then(|text| text.chars().next());
        let bytes = if character.is_some() { bytes } else { &bytes[..1] };
        let sequence = Sequence { at, bytes, character, encoding };
        at += bytes.len();
        Some(sequence)
    })
}

/// How many bytes the first character of `bytes` has, which is not ASCII; `None` at the
/// end.
fn len_of_first(bytes: &[u8], encoding: Encoding) -> Option<usize> {
    let len = match (encoding, bytes) {
        (_, []) => return None,
        // The Euro of Windows.
        (Encoding::Gbk | Encoding::Gb18030, [0x80, ..]) => 1,
        (Encoding::Gbk | Encoding::Gb18030, [_, b'0'..=b'9', ..]) => 4,
        _ => 2,
    };
    Some(len.min(bytes.len()))
}

/// Whether some character of a text in GB18030 is none of GBK.
pub(super) fn has_four_bytes(bytes: &[u8]) -> bool {
    let mut at = 0;
    loop {
        at += encoding_rs::Encoding::ascii_valid_up_to(&bytes[at..]);
        match len_of_first(&bytes[at..], Encoding::Gb18030) {
            None => return false,
            Some(4) => return true,
            Some(len) => at += len,
        }
    }
}

impl Sequence<'_> {
    /// Whether the character is one that each user defines alone, and so tells nothing.
    /// In four bytes those of Unicode are meant.
    fn is_of_user(&self) -> bool {
        self.bytes.len() == 2 && self.character.is_some_and(is_private)
    }

    /// How much the sequence speaks for its encoding.
    pub(super) fn weight(&self) -> i32 {
        let Some(character) = self.character else { return -8 };
        match character {
            _ if self.is_of_user() => -6,
            _ if is_frequent(character) => 4,
            _ if is_punctuation(character) => 3,
            _ if is_han(character) && self.is_common() => 1,
            _ if is_han(character) => -2,
            // Emoji and the like, which only GB18030 has.
            _ if self.bytes.len() == 4 => 1,
            // Kana, and Latin letters of full width.
            '\u{3040}'..='\u{30ff}' | '\u{ff00}'..='\u{ff5e}' => 0,
            _ => -2,
        }
    }

    /// Whether the character is in the first level of its standard, that of the common ones.
    fn is_common(&self) -> bool {
        match self.encoding {
            Encoding::Big5 => matches!(self.bytes, [0xa4..=0xc6, ..]),
            _ => matches!(self.bytes, [0xb0..=0xd7, 0xa1..=0xff]),
        }
    }
}

/// The offset of the first character of `bytes`, which are `text` in an older encoding,
/// that each user defines alone.
pub(super) fn first_of_user(bytes: &[u8], encoding: Encoding, text: &str) -> Option<usize> {
    if !text.chars().any(is_private) {
        return None;
    }
    sequences(bytes, encoding).find(Sequence::is_of_user).map(|sequence| sequence.at)
}

fn is_private(character: char) -> bool {
    matches!(character, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

fn is_punctuation(character: char) -> bool {
    "，。、；：？！「」『』《》〈〉【】（）“”‘’…—─‧·　～".contains(character)
}

fn is_frequent(character: char) -> bool {
    let mut buffer = [0; 4];
    let bytes = character.encode_utf8(&mut buffer).as_bytes();
    let (known, _) = FREQUENT.as_bytes().as_chunks::<3>();
    bytes.try_into().is_ok_and(|bytes: [u8; 3]| known.binary_search(&bytes).is_ok())
}

/// The most frequent characters of `dictionaries/words`, in both scripts, and those of
/// Cantonese, sorted: over half of any text.
const FREQUENT: &str = "\
    一上下不与业东並个中为主举么之也了事二于交产人什今从他代以们价任众会但位体作你佢來係保個\
    們做價元先光入內全公共关内冇再出分则利到制則前力办加务动助動務包化北区医區单南却卻原去县\
    参參及友反发取受口只可台合同名后向吗吧员呢周咁和咗品哋員唔商啊問啲單喺嗎嗰嘅嘢嚟回因团园\
    国國園團在地场基報場处外多大天头女她好如委子学學它安完定实家實对导将將對導小就局展山工已\
    市师師常平年并应府度建开张張強强当影很後得從心性总情想意感應成我或战戰所手才打把投报持指\
    接提收改放政教文新方於无日时明是時更最會有望期未本机来東林果查校案检業機檢次正此比民气氣\
    水求沒没法活海清点為無然爲物特现現球理生產用由电男當發的目相看着知示社程立等管系約結統經\
    縣總續约经结统续美老者而能自至臺與舉花處衆行表被裏裡要規规計設認說調警議讓计认让议设说调\
    費資賽费资赛起路身車车辦达过运近还这进连选這通造連進運過道達選還那部都醫里重量金長长開間\
    關问间队陈院除陳隊電面預頭題预题風风馬马體高麼點";
