//! The word frequencies as they lie in the binary; see [`format`](super::format).

use super::format;

static COSTS: &[u8; format::CHARACTERS] = include_bytes!(concat!(env!("OUT_DIR"), "/words.costs"));
static SIMPLIFIED: &[u8; 2 * format::CHARACTERS] =
    include_bytes!(concat!(env!("OUT_DIR"), "/words.simplified"));
static NUMBERS: &[u8; 2 * format::CHARACTERS] =
    include_bytes!(concat!(env!("OUT_DIR"), "/words.numbers"));
static ALTERNATIVES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/words.alternatives"));
static PAIRS: &[u8; 8 * format::PAIRS] = include_bytes!(concat!(env!("OUT_DIR"), "/words.pairs"));
static ENTRIES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/words.entries"));

/// Whose glyphs are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Glyphs {
    Taiwan,
    HongKong,
}

/// What a character costs as a word.
#[inline]
pub(super) fn cost(code: u16) -> u8 {
    place(code).map_or(u8::MAX, |place| COSTS[place])
}

/// The Simplified form of a character.
#[inline]
pub(super) fn simplified(code: u16) -> u16 {
    place(code).map_or(code, |place| {
        u16::from_le_bytes([SIMPLIFIED[2 * place], SIMPLIFIED[2 * place + 1]])
    })
}

/// The number of a character that has several Traditional forms.
#[inline]
pub(super) fn number(code: u16) -> Option<u16> {
    let place = place(code)?;
    u16::from_le_bytes([NUMBERS[2 * place], NUMBERS[2 * place + 1]]).checked_sub(1)
}

#[inline]
fn place(code: u16) -> Option<usize> {
    format::place(char::from_u32(u32::from(code))?)
}

/// The Traditional forms of a character, with what each costs as a word.
#[derive(Clone, Copy)]
pub(super) struct Alternatives(&'static [u8]);

impl Alternatives {
    pub(super) fn of(number: u16) -> Self {
        let len = 2 * format::RECORD;
        Self(&ALTERNATIVES[usize::from(number) * len..][..len])
    }

    fn word(self, index: usize) -> u16 {
        u16::from_le_bytes([self.0[2 * index], self.0[2 * index + 1]])
    }

    /// What each costs as a word, from the first on.
    pub(super) fn costs(self) -> impl Iterator<Item = u8> {
        let cost = move |index: usize| self.word(3 * format::ALTERNATIVES + index) as u8;
        (0..format::ALTERNATIVES).map(cost).take_while(|cost| *cost > 0)
    }

    /// The form of that number in the glyphs of a region.
    pub(super) fn glyph(self, alternative: usize, glyphs: Glyphs) -> Option<char> {
        let row = match glyphs {
            Glyphs::Taiwan => 1,
            Glyphs::HongKong => 2,
        };
        let code = self.word(row * format::ALTERNATIVES + alternative);
        char::from_u32(u32::from(code)).filter(|_| code > 0)
    }

    /// The number of the form with that glyph.
    pub(super) fn find(self, glyph: char, glyphs: Glyphs) -> Option<usize> {
        (0..format::ALTERNATIVES).find(|number| self.glyph(*number, glyphs) == Some(glyph))
    }
}

/// A word of two characters or more.
#[derive(Clone, Copy)]
pub(super) struct Word {
    /// In characters.
    pub(super) len: usize,
    pub(super) cost: u8,
    /// The numbers of its characters' alternatives, four bits for each.
    pub(super) alternatives: u16,
}

impl Word {
    /// The number of the alternative that its character at `index` has.
    #[inline]
    pub(super) fn alternative(self, index: usize) -> usize {
        usize::from(self.alternatives >> (4 * index) & 0xf)
    }
}

/// The words of two characters or more that `text` starts with.
#[inline]
pub(super) fn words(text: &[u16]) -> impl Iterator<Item = Word> {
    let entries = match text {
        [first, second, ..] => pair_entries(format::pair(*first, *second)),
        _ => &[],
    };
    let field =
        |entry: &[u8], index: usize| u16::from_le_bytes([entry[2 * index], entry[2 * index + 1]]);
    entries.chunks_exact(format::ENTRY_BYTES).filter_map(move |entry| {
        let (third, fourth) = (field(entry, 0), field(entry, 1));
        let goes_on = |index: usize, one: u16| one == 0 || text.get(index) == Some(&one);
        let fits = goes_on(2, third) && goes_on(3, fourth);
        let len = 2 + usize::from(third != 0) + usize::from(fourth != 0);
        fits.then(|| Word { len, cost: field(entry, 3) as u8, alternatives: field(entry, 2) })
    })
}

#[inline]
fn pair_entries(pair: u32) -> &'static [u8] {
    let mut place = format::pair_place(pair);
    loop {
        let bytes = PAIRS[8 * place..8 * place + 8].try_into().expect("eight bytes");
        let known = u64::from_le_bytes(bytes);
        if known == 0 {
            return &[];
        }
        if known >> 32 == u64::from(pair) {
            let first = (known >> 8 & 0xff_ffff) as usize * format::ENTRY_BYTES;
            return &ENTRIES[first..first + (known & 0xff) as usize * format::ENTRY_BYTES];
        }
        place = (place + 1) % format::PAIRS;
    }
}
