//! Classes of letters, as the regular expressions of generators have them.

use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// `\p{Word}` of Ruby, and what github-slugger keeps: alphabetic characters,
/// marks, decimal digits and connectors, of which `_` is one.
pub(super) fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    c.is_alphabetic()
        || c.general_category_group() == GeneralCategoryGroup::Mark
        || matches!(
            c.general_category(),
            GeneralCategory::DecimalNumber | GeneralCategory::ConnectorPunctuation
        )
}

/// A letter in the narrow sense: no mark, no Roman numeral.
pub(super) fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
        || !c.is_ascii() && c.general_category_group() == GeneralCategoryGroup::Letter
}

/// A letter or a decimal digit.
pub(super) fn is_letter_or_digit(c: char) -> bool {
    c.is_ascii_digit() || is_letter(c) || c.general_category() == GeneralCategory::DecimalNumber
}

/// Latin letters without their accents, and full-width and circled ones as
/// ASCII's; everything else as it is.
pub(super) fn base_letters(c: char) -> impl Iterator<Item = char> {
    let is_circled = ('\u{24b6}'..='\u{24e9}').contains(&c);
    let latin = (!c.is_ascii() && (is_letter(c) || is_circled))
        .then(|| std::iter::once(c).nfkd().next())
        .flatten()
        .filter(char::is_ascii_alphabetic);
    std::iter::once(latin.unwrap_or(c))
}
