//! Links between the posts of a build: where they lead, and what becomes of them
//! in a copy.
//!
//! Gets the plan and the lock, gives for each copy the [`Elsewhere`] around it.
//! Which ids of a post move is found out when a link first asks, and kept.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap, HashSet},
    fs,
    path::Path,
    sync::{Mutex, OnceLock, PoisonError},
};

use super::{Hand, build::Build, cache::Asked, convert_text, copy::Made, survey::Posts};
use crate::{
    archive::{
        layout::PostLinks,
        lock::{Entry, Hash},
        plan::{Edition, Plan, PlannedCopy, SkipReason},
        read, slashed,
    },
    document::{Document, catch_panics},
    links::{
        Elsewhere, Reading,
        anchors::Moved,
        fragments::{Parts, decoded},
        paths,
        slugs::SlugRule,
    },
    switches::{Anchors, Links},
};

/// The posts of an archive and their pages in each edition.
pub(super) struct Pages<'b> {
    build: &'b Build<'b>,
    posts: &'b Posts<'b>,
    /// The paths of posts, as text.
    known: HashSet<Cow<'b, str>>,
    /// The paths of copies among the originals, also of those that are not written
    /// yet: links to them must not lead elsewhere in the next build.
    copies: HashSet<Cow<'b, str>>,
    /// By edition: the page of each post, by the post's path.
    editions: Vec<HashMap<Cow<'b, str>, Page<'b>>>,
}

/// What stands for a post in an edition.
enum Page<'b> {
    /// A copy of this build, and the ids that are others in it.
    Planned(&'b PlannedCopy, OnceLock<Moved>),
    /// A copy of a post that this build does not look at.
    Listed(&'b str, OnceLock<Moved>),
    /// A file that a person wrote, the copy that it stands for, and the ids that
    /// are others in it, if it has the copy's.
    HandMade(Cow<'b, str>, &'b PlannedCopy, OnceLock<Moved>),
}

impl Page<'_> {
    fn path(&self) -> Cow<'_, str> {
        match self {
            Self::Planned(planned, _) => slashed(&planned.copy),
            Self::Listed(path, _) => Cow::Borrowed(path),
            Self::HandMade(path, ..) => Cow::Borrowed(path),
        }
    }
}

impl<'b> Pages<'b> {
    pub(super) fn new(build: &'b Build<'b>, plan: &'b Plan, posts: &'b Posts<'b>) -> Self {
        let mut known: HashSet<Cow<'b, str>> = posts.paths().map(slashed).collect();
        let root = &build.options.survey.root;
        let is_there = |entry: &&Entry| {
            root.join(&entry.source).is_file() && build.copies_root.join(&entry.copy).is_file()
        };
        let of_others: Vec<&Entry> = build
            .lock
            .entries()
            .filter(|entry| !known.contains(entry.source.as_str()))
            .filter(is_there)
            .collect();
        let listed = |edition: &Edition| {
            let of_edition = of_others.iter().filter(|entry| entry.variant == edition.variant);
            of_edition
                .map(|entry| {
                    (entry.source.as_str().into(), Page::Listed(&entry.copy, OnceLock::new()))
                })
                .collect()
        };
        let mut editions: Vec<HashMap<Cow<'b, str>, Page<'b>>> =
            build.editions.iter().map(listed).collect();
        for planned in &plan.copies {
            let page = Page::Planned(planned, OnceLock::new());
            editions[planned.edition].insert(slashed(&planned.post), page);
        }
        for skipped in &plan.skipped {
            if let SkipReason::HandMade { file, instead_of } = &skipped.reason {
                let page = Page::HandMade(slashed(file), instead_of, OnceLock::new());
                editions[instead_of.edition].insert(slashed(&skipped.post), page);
            }
        }
        known.extend(of_others.iter().map(|entry| Cow::Borrowed(entry.source.as_str())));
        let is_among_originals = build.options.out.is_none();
        let among_originals = plan.copies.iter().filter(|_| is_among_originals);
        let copies = among_originals.map(|planned| slashed(&planned.copy)).collect();
        Self { build, posts, known, copies, editions }
    }

    /// The files around one copy.
    pub(super) fn around<'p>(&'p self, planned: &'p PlannedCopy) -> Around<'p> {
        let options = self.build.options;
        let by_place = if options.out.is_some() { Links::Keep } else { Links::Repair };
        let layout = &self.build.editions[planned.edition].layout;
        Around {
            pages: self,
            edition: planned.edition,
            post_folder: paths::folder(&slashed(&planned.post)).to_owned(),
            copy_folder: paths::folder(&slashed(&planned.copy)).to_owned(),
            anchors: options.switches.anchors,
            links: options.switches.links.unwrap_or(by_place),
            rules: layout.slug_rules(),
            post_links: layout.post_links(),
            asked: Mutex::default(),
        }
    }

    fn is_file(&self, path: &str) -> bool {
        self.known.contains(path)
            || self.copies.contains(path)
            || self.build.options.survey.root.join(path).is_file()
    }

    /// The ids of `post` that are others on its page; none if it cannot be done,
    /// which is in the report for itself.
    fn moved<'p>(&'p self, post: &str, page: &'p Page<'_>, rules: &[SlugRule]) -> &'p Moved {
        let (Page::Planned(_, moved) | Page::Listed(_, moved) | Page::HandMade(_, _, moved)) = page;
        moved.get_or_init(|| self.compare(post, page, rules).unwrap_or_default())
    }

    fn compare(&self, post: &str, page: &Page<'_>, rules: &[SlugRule]) -> Option<Moved> {
        let options = &self.build.options.survey;
        let read_post = |path: &Path| Some(read::read_post(path, options.encoding).ok()?.text);
        let source = read_post(&options.root.join(post))?;
        let read_copy = |copy: &str| read::read(&self.build.copies_root.join(copy)).ok();
        let reading = |text: &str| catch_panics(|| Reading::of(Document::split(text).body())).ok();
        let copy = match page {
            Page::Planned(planned, _) => match self.edited(planned) {
                Some(edited) => reading(&edited)?,
                None => match self.known_moved(planned) {
                    Some(moved) => return Some(moved.clone()),
                    None => reading(&self.convert(&source, planned)?)?,
                },
            },
            Page::Listed(copy, _) => reading(&read_copy(copy)?)?,
            Page::HandMade(file, planned, _) => {
                let by_hand = reading(&read_post(&self.build.copies_root.join(&**file))?)?;
                let made = reading(&self.convert(&source, planned)?)?;
                let is_alike =
                    |rule: &SlugRule| rule.slugs(&by_hand.headings) == rule.slugs(&made.headings);
                // Which of a person's headings is which is not known.
                rules.iter().all(is_alike).then_some(by_hand)?
            }
        };
        Some(Moved::between(&reading(&source)?, &copy, rules))
    }

    /// What an earlier build found out about a copy that a person has not edited.
    fn known_moved(&self, planned: &PlannedCopy) -> Option<&Moved> {
        let record = self.build.cache.copy(&planned.copy)?;
        let moved = record.moved.as_ref()?;
        let keys = self.build.keys(planned, self.posts.get(&planned.post)?).ok()?;
        (record.keys == keys).then_some(moved)
    }

    /// Lets the next build know which ids of a copy are others.
    pub(super) fn remember_moved(&self, made: &mut Made) {
        let (copy, source) = (&made.report.copy, slashed(&made.report.source));
        let pages = self.editions.iter().filter_map(|edition| edition.get(&source));
        let moved = pages.into_iter().find_map(|page| match page {
            Page::Planned(planned, moved) if planned.copy == *copy => moved.get(),
            _ => None,
        });
        if let (Some(record), Hand::None, Some(moved)) = (&mut made.record, made.report.hand, moved)
        {
            record.moved = Some(moved.clone());
        }
    }

    fn convert(&self, source: &str, planned: &PlannedCopy) -> Option<String> {
        let surveyed = self.posts.get(&planned.post)?;
        let settings = self.build.settings(planned, surveyed).ok()?;
        // Links do not change ids: those of the other post need not be known, which
        // would lead in a circle.
        // Others wait for the ids: this thread is not to take up what asks for them too.
        let settings = settings.anchors(Anchors::Keep).in_turn();
        Some(catch_panics(|| convert_text(source, &settings)).ok()?.ok()?.text)
    }

    /// The copy as a person has edited it; it will be kept.
    fn edited(&self, planned: &PlannedCopy) -> Option<String> {
        let place = self.build.copies_root.join(&planned.copy);
        let on_disk = fs::read(&place).ok()?;
        // What this build has written meanwhile passes for edited. Its headings are
        // the same.
        self.build.is_edited(planned, Hash::of(&on_disk)).then(|| read::read(&place).ok()).flatten()
    }
}

/// The files around one copy.
pub(super) struct Around<'p> {
    pages: &'p Pages<'p>,
    edition: usize,
    post_folder: String,
    copy_folder: String,
    anchors: Anchors,
    /// What becomes of paths.
    pub(super) links: Links,
    rules: &'static [SlugRule],
    post_links: PostLinks,
    /// What was asked, for the cache.
    asked: Mutex<BTreeSet<Asked>>,
}

/// The file that a link leads to.
struct Target {
    path: String,
    certainty: Certainty,
}

#[derive(PartialEq, Eq)]
enum Certainty {
    /// The link names the file.
    Named,
    /// The link names a page, and this is the only post that it can be.
    Guessed,
}

impl Elsewhere for Around<'_> {
    fn follow(&self, written: Parts<'_>) -> Option<String> {
        // Nothing about other files is asked then.
        let stays = self.links == Links::Keep
            && !written.fragment.is_some_and(|fragment| self.may_move(fragment));
        if stays {
            return None;
        }
        let answer = self.answer(written);
        let asked = Asked {
            path: written.path.to_owned(),
            query: written.query.to_owned(),
            fragment: written.fragment.map(str::to_owned),
            answer: answer.clone(),
        };
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).insert(asked);
        answer
    }
}

impl Around<'_> {
    /// Everything that was asked, sorted.
    pub(super) fn asked(&self) -> Vec<Asked> {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.iter().cloned().collect()
    }

    /// Whether the answer is the same today.
    pub(super) fn still_answers(&self, asked: &Asked) -> bool {
        let Asked { path, query, fragment, answer } = asked;
        self.answer(Parts { path, query, fragment: fragment.as_deref() }) == *answer
    }

    fn answer(&self, written: Parts<'_>) -> Option<String> {
        let fragment = written.fragment.filter(|fragment| self.may_move(fragment));
        let path = decoded(written.path)?;
        let target = self.target(&path)?;
        let page = self.pages.editions[self.edition].get(target.path.as_str());
        let new_path = self.repaired(written.path, &path, &target, page);
        let fragment = fragment.and_then(|fragment| {
            let page = page?;
            let leads_there = new_path.is_some() || self.leads_to(page, &path, &target);
            let moved = leads_there.then(|| self.pages.moved(&target.path, page, self.rules))?;
            moved.follow(fragment)
        });
        if fragment.is_none() && new_path.is_none() {
            return None;
        }
        let mut new = new_path.unwrap_or_else(|| written.path.to_owned());
        new.push_str(written.query);
        if let Some(fragment) = fragment.as_deref().or(written.fragment) {
            new.push('#');
            new.push_str(fragment);
        }
        Some(new)
    }

    /// Whether a fragment can be that of a heading whose id changes: only words
    /// in Chinese do.
    fn may_move(&self, fragment: &str) -> bool {
        self.anchors == Anchors::Rewrite
            && (!fragment.is_ascii()
                || fragment.contains('%')
                || self.rules.iter().any(|rule| rule.is_ascii()))
    }

    fn target(&self, path: &str) -> Option<Target> {
        let named = paths::join(&self.post_folder, path).filter(|_| !path.ends_with('/'));
        if let Some(path) = named.filter(|path| self.pages.is_file(path)) {
            return Some(Target { path, certainty: Certainty::Named });
        }
        let mut meant: Vec<String> = paths::meant(&self.post_folder, path);
        meant.retain(|path| self.pages.known.contains(path.as_str()));
        match <[String; 1]>::try_from(meant) {
            Ok([path]) => Some(Target { path, certainty: Certainty::Guessed }),
            Err(_) => None,
        }
    }

    /// Whether `path`, unchanged in the copy, leads to `page` and not to the original.
    fn leads_to(&self, page: &Page<'_>, path: &str, target: &Target) -> bool {
        if self.post_links == PostLinks::Language || self.pages.build.options.out.is_some() {
            return true;
        }
        let page = page.path();
        match target.certainty {
            Certainty::Named => {
                paths::join(&self.copy_folder, path).is_some_and(|path| path == page)
            }
            Certainty::Guessed => {
                paths::meant(&self.copy_folder, path).iter().any(|path| *path == page)
            }
        }
    }

    /// The path by which the copy leads to the page of `target`, or to itself
    /// where the edition has none; `None` if it does so already, or need not.
    fn repaired(
        &self,
        written: &str,
        path: &str,
        target: &Target,
        page: Option<&Page<'_>>,
    ) -> Option<String> {
        if self.links == Links::Keep || target.certainty == Certainty::Guessed {
            return None;
        }
        let is_post = paths::is_post(&target.path);
        // From the root of the site a file has the same path everywhere.
        let stays =
            if is_post { self.post_links == PostLinks::Language } else { path.starts_with('/') };
        // With a root of their own, copies cannot lead to the originals.
        if stays || page.is_none() && self.pages.build.options.out.is_some() {
            return None;
        }
        let leads_to = page.map_or(Cow::Borrowed(target.path.as_str()), Page::path);
        paths::join(&self.copy_folder, path)
            .is_none_or(|path| path != leads_to)
            .then(|| paths::written_like(&self.copy_folder, &leads_to, written))
    }
}
