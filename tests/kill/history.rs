//! What happens to an archive between builds, in two folders: one whose builds are
//! killed, and one whose builds never are.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    time::{Duration, Instant},
};

use crate::{
    folder::Folder,
    posts::{self, Edit, GLOSSARIES, Posts},
    random::Random,
};

pub(crate) struct History {
    pub(crate) killed: Folder,
    pub(crate) undisturbed: Folder,
    posts: Posts,
    /// The version of each post.
    versions: Vec<usize>,
    /// The edits of each copy, the oldest first.
    edits: BTreeMap<usize, Vec<Edit>>,
    /// What may lie at the place of each copy, edits apart: what was generated since the
    /// last build that was not killed, and by that.
    generated: Vec<HashSet<String>>,
    /// Copies that were not there after that build, or deleted since.
    may_be_missing: BTreeSet<usize>,
    steps: usize,
}

impl History {
    pub(crate) fn new(count: usize) -> Self {
        let history = Self {
            killed: Folder::new(),
            undisturbed: Folder::new(),
            posts: Posts::new(),
            versions: vec![0; count],
            edits: BTreeMap::new(),
            generated: vec![HashSet::new(); count],
            may_be_missing: (0..count).collect(),
            steps: 0,
        };
        history.both().into_iter().for_each(posts::configure);
        (0..count).for_each(|number| history.write_post(number));
        history
    }

    fn both(&self) -> [&Folder; 2] {
        [&self.killed, &self.undisturbed]
    }

    fn write_post(&self, number: usize) {
        let text = self.posts.text(number, self.versions[number], self.versions.len());
        self.both().iter().for_each(|folder| folder.write(&posts::path(number), &text));
    }

    /// Changes both archives, so that there is something to build.
    pub(crate) fn change(&mut self, random: &mut Random) {
        let count = self.versions.len();
        self.steps += 1;
        if self.steps.is_multiple_of(7) {
            let glossary = GLOSSARIES[self.steps / 7 % GLOSSARIES.len()];
            self.both().iter().for_each(|folder| folder.write("glossary.txt", glossary));
        }
        for _ in 0..count / 6 {
            let number = random.below(count);
            self.versions[number] += 1;
            self.write_post(number);
        }
        for _ in 0..=count / 100 {
            let number = random.below(count);
            if !self.edits.contains_key(&number) {
                let copy = posts::copy_path(number);
                self.both().iter().for_each(|folder| folder.remove(&copy));
                self.may_be_missing.insert(number);
            }
        }
        for _ in 0..=count / 200 {
            self.edit(random.below(count), random);
        }
    }

    /// Edits a copy in both, if both have it.
    fn edit(&mut self, number: usize, random: &mut Random) {
        let copy = posts::copy_path(number);
        let edit = if random.below(2) == 0 {
            Edit::Paragraph(self.steps)
        } else {
            Edit::Words(self.steps)
        };
        let edits = self.edits.get(&number).map_or(&[][..], Vec::as_slice);
        let texts = self.both().map(|folder| folder.read(&copy));
        let [Some(killed), Some(undisturbed)] = texts else { return };
        if edits.contains(&edit) {
            return;
        }
        self.killed.write(&copy, &edit.made_in(&killed));
        self.undisturbed.write(&copy, &edit.made_in(&undisturbed));
        self.edits.entry(number).or_default().push(edit);
    }

    /// Builds the archive that is never disturbed, and gives the time that it took.
    pub(crate) fn build_undisturbed(&mut self) -> Duration {
        let start = Instant::now();
        self.undisturbed.run("build --quiet");
        let time = start.elapsed();
        for number in 0..self.versions.len() {
            let generated = self.without_edits(number);
            self.generated[number].insert(generated);
        }
        time
    }

    /// The undisturbed copy as it was generated.
    fn without_edits(&self, number: usize) -> String {
        let copy = self.undisturbed.read(&posts::copy_path(number)).unwrap();
        self.edits_of(number).iter().rev().fold(copy, |text, edit| edit.out_of(&text))
    }

    fn edits_of(&self, number: usize) -> &[Edit] {
        self.edits.get(&number).map_or(&[], Vec::as_slice)
    }

    /// After a build was killed: each copy is a whole one, and has the edits.
    #[track_caller]
    pub(crate) fn assert_whole(&self) {
        for number in 0..self.versions.len() {
            let copy = posts::copy_path(number);
            let Some(text) = self.killed.read(&copy) else {
                assert!(self.may_be_missing.contains(&number), "{copy} is gone");
                continue;
            };
            let edits = self.edits_of(number);
            let with_edits = |generated: &String| {
                edits.iter().fold(generated.clone(), |text, edit| edit.made_in(&text))
            };
            assert!(
                self.generated[number].iter().map(with_edits).any(|whole| whole == text),
                "{copy} is neither the old nor the new text with {edits:?}:\n{text}"
            );
        }
    }

    /// After a build that was not killed: nothing is left of the others, and all is as
    /// in the archive that was never disturbed.
    #[track_caller]
    pub(crate) fn assert_done(&mut self) {
        self.killed.assert_swept();
        self.killed.run("check --quiet");
        self.killed.assert_equals(&self.undisturbed);
        for number in 0..self.versions.len() {
            let text = self.posts.text(number, self.versions[number], self.versions.len());
            assert_eq!(self.killed.read(&posts::path(number)), Some(text));
            self.generated[number] = HashSet::from([self.without_edits(number)]);
        }
        self.may_be_missing.clear();
    }
}
