//! Several texts for an engine to convert in one go.

/// Texts one after the other in one string, each with a line feed behind it.
///
/// To call an engine for a heading or a table cell costs more than to convert it.
/// No key of OpenCC holds a line feed, so that none reaches over it. What else can
/// (a description sequence, a term of a user) is the engine's care, as is a line feed
/// within a text.
///
/// ```
/// use hanmark::{Edits, Engine, Lazy, Profile, Texts};
///
/// let mut texts = Texts::default();
/// texts.push(["滑鼠"]);
/// texts.push(["軟", "體"]);
/// assert_eq!(texts.joined(), "滑鼠\n軟體\n");
///
/// let mut edits = Edits::default();
/// Lazy::new(&[Profile::Tw2sp]).edits(&texts, &mut edits)?;
/// assert_eq!(edits.splice(texts.joined()), "鼠标\n软件\n");
/// # Ok::<(), hanmark::EngineError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts {
    joined: String,
    /// Where each text ends in `joined`, before its line feed.
    ends: Vec<usize>,
}

impl Texts {
    /// No texts, with room for some of `bytes` in all.
    pub(crate) fn with_room_for(bytes: usize) -> Self {
        Self { joined: String::with_capacity(bytes), ends: Vec::new() }
    }

    /// Appends a text, given in parts; gives it back.
    pub fn push<'a>(&mut self, parts: impl IntoIterator<Item = &'a str>) -> &str {
        let start = self.joined.len();
        self.joined.extend(parts);
        let end = self.joined.len();
        self.ends.push(end);
        self.joined.push('\n');
        &self.joined[start..end]
    }

    /// Takes the last text back.
    pub fn pop(&mut self) {
        self.ends.pop();
        self.joined.truncate(self.ends.last().map_or(0, |end| end + 1));
    }

    /// Takes all texts back; the room stays.
    pub fn clear(&mut self) {
        self.ends.clear();
        self.joined.clear();
    }

    /// The number of texts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True if there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All texts, with a line feed behind each.
    #[must_use]
    pub fn joined(&self) -> &str {
        &self.joined
    }

    /// The texts in their order, each with where it starts in [`Texts::joined`] (bytes).
    pub fn iter(&self) -> impl Iterator<Item = (usize, &str)> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let text = (start, &self.joined[start..*end]);
            start = end + 1;
            text
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_joined_and_told_apart() {
        let mut texts = Texts::default();
        assert_eq!(texts.push(["門"]), "門");
        assert_eq!(texts.push([]), "");
        assert_eq!(texts.push(["書\n", "頁"]), "書\n頁");
        assert_eq!(texts.push(["圖"]), "圖");
        texts.pop();
        assert_eq!(texts.joined(), "門\n\n書\n頁\n");
        assert_eq!(texts.iter().collect::<Vec<_>>(), [(0, "門"), (4, ""), (5, "書\n頁")]);
        assert_eq!(texts.len(), 3);
        texts.clear();
        texts.pop();
        assert_eq!(texts, Texts::default());
        assert!(texts.is_empty());
    }
}
