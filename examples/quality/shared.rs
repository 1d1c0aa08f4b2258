//! The shared texts: data sets and archives.

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use hanmark::{
    Counts, Document, Prose, ProseSettings, SurveyOptions, Variant, Verdict, document, survey,
};

/// The folder with `quality` and `corpora`.
pub(crate) struct Shared(pub(crate) PathBuf);

impl Shared {
    fn path(&self, name: &str) -> Result<PathBuf, Box<dyn Error>> {
        let path = self.0.join(name);
        if path.exists() {
            return Ok(path);
        }
        let root = self.0.display();
        Err(format!("no {name} in {root}; pass --shared DIR, the folder with quality and corpora")
            .into())
    }

    /// The lines of a table with a header: of each, the values of `columns`.
    pub(crate) fn table<const N: usize>(
        &self,
        name: &str,
        columns: [&str; N],
    ) -> Result<Vec<[String; N]>, Box<dyn Error>> {
        let path = self.path(name)?;
        let text = read(&path)?;
        rows(&text, columns).map_err(|error| format!("{}: {error}", path.display()).into())
    }

    /// The posts of an archive whose words are in `variant`.
    pub(crate) fn posts(
        &self,
        archive: &str,
        variant: Variant,
    ) -> Result<Vec<String>, Box<dyn Error>> {
        let root = self.path(archive)?;
        let survey = survey(&SurveyOptions::new(&root))?;
        if let Some(failed) = survey.failed.first() {
            return Err(format!("{}: {}", root.display(), failed.error).into());
        }
        let mut posts = Vec::new();
        for post in &survey.posts {
            if post.source.verdict == Verdict::In(variant) {
                posts.push(read(&root.join(&post.path))?);
            }
        }
        if posts.is_empty() {
            return Err(format!("no post of {} is in {variant}", root.display()).into());
        }
        Ok(posts)
    }
}

fn read(path: &Path) -> Result<String, Box<dyn Error>> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

fn rows<const N: usize>(text: &str, columns: [&str; N]) -> Result<Vec<[String; N]>, String> {
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let mut places = [0; N];
    for (place, column) in places.iter_mut().zip(columns) {
        let found = header.iter().position(|name| *name == column);
        *place = found.ok_or_else(|| format!("no column {column}"))?;
    }
    let row = |(index, line): (usize, &str)| {
        let values: Vec<&str> = line.split('\t').collect();
        if values.len() != header.len() {
            return Err(format!("line {}: {} columns", index + 2, values.len()));
        }
        Ok(places.map(|place| values[place].to_owned()))
    };
    lines.enumerate().map(row).collect()
}

/// The prose of a post: its runs that have Han characters, `None` for the others.
///
/// # Errors
/// When the Markdown parser cannot read it.
pub(crate) fn runs(post: &str) -> Result<Vec<Option<String>>, Box<dyn Error>> {
    let document = Document::split(post);
    let prose: Prose = document::prose(&document, &ProseSettings::default())?;
    let text = |run| Some(prose.text(post, run).into_owned()).filter(|t| Counts::of(t).han > 0);
    Ok(prose.runs.iter().map(text).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_name() {
        let text = "source\texpected\torigin\n甲\t乙\t丙\n";
        assert_eq!(
            rows(text, ["expected", "source"]),
            Ok(vec![["乙".to_owned(), "甲".to_owned()]])
        );
        assert_eq!(rows(text, ["profile"]), Err("no column profile".to_owned()));
        assert_eq!(rows("source\n甲\t乙\n", ["source"]), Err("line 2: 2 columns".to_owned()));
    }

    #[test]
    fn missing_data_says_what_to_pass() {
        let error = Shared(PathBuf::from("nowhere")).posts("corpora/blog", Variant::ZhTw);
        assert_eq!(
            error.unwrap_err().to_string(),
            "no corpora/blog in nowhere; pass --shared DIR, the folder with quality and corpora"
        );
    }

    #[test]
    fn prose_without_han_is_left_out() {
        let found = runs("# 門 *戶*\n\nabc\n\n`碼`\n").unwrap();
        assert_eq!(found, [Some("門 戶".to_owned()), None]);
    }
}
