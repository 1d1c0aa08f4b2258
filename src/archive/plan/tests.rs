use super::*;
use crate::archive::lock::{Entry, Hash};

fn post(path: &str, variant: Option<Variant>) -> Post {
    let verdict = variant.map_or(Verdict::NotChinese, Verdict::In);
    Post { path: PathBuf::from(path), verdict, skip: Skip::Nothing }
}

fn name(verdict: Verdict) -> String {
    match verdict {
        Verdict::In(variant) => variant.tag().to_owned(),
        other => format!("{other:?}"),
    }
}

fn edition(variant: Variant, layout: &str) -> Edition {
    Edition::new(variant, layout.parse().unwrap())
}

/// A plan as text: a line for each copy, skip and collision.
fn lines(plan: &Plan) -> Vec<String> {
    let copies = plan.copies.iter().map(|copy| {
        format!("{} {} -> {}", name(copy.source), copy.post.display(), copy.copy.display())
    });
    let skipped = plan.skipped.iter().map(|skipped| {
        let reason = match &skipped.reason {
            SkipReason::HandMade { file, instead_of } => {
                format!("hand-made {} for {}", file.display(), instead_of.copy.display())
            }
            other => format!("{other:?}"),
        };
        format!("no {} of {}: {reason}", skipped.target, skipped.post.display())
    });
    let collisions = plan.collisions.iter().map(ToString::to_string);
    copies.chain(skipped).chain(collisions).collect()
}

/// Plans in an archive that holds `posts`, each of them with the text its
/// variant promises.
#[track_caller]
fn assert_plans(posts: &[Post], editions: &[Edition], expected: &[&str]) {
    let occupant = |path: &Path| {
        let found = posts.iter().find(|post| post.path == path);
        found.map_or(Occupant::Nothing, |post| {
            Occupant::File(post.verdict.variant_for(Variant::ZhCn))
        })
    };
    let plan = plan(posts, editions, &Lock::default(), CopiesRoot::Archive, &occupant);
    assert_eq!(lines(&plan), expected);
}

const CN: Option<Variant> = Some(Variant::ZhCn);
const TW: Option<Variant> = Some(Variant::ZhTw);
const HK: Option<Variant> = Some(Variant::ZhHk);

#[test]
fn posts_of_either_script_get_the_editions_they_lack() {
    assert_plans(
        &[post("c.md", None), post("b.md", CN), post("a.md", TW)],
        &[edition(Variant::ZhCn, "sibling"), edition(Variant::ZhTw, "sibling")],
        &[
            "zh-TW a.md -> a.zh-CN.md",
            "zh-CN b.md -> b.zh-TW.md",
            "no zh-TW of a.md: SameVariant",
            "no zh-CN of b.md: SameVariant",
            "no zh-CN of c.md: NotChinese",
            "no zh-TW of c.md: NotChinese",
        ],
    );
}

#[test]
fn a_variant_that_reads_the_post_as_it_is_gets_no_copy() {
    assert_plans(
        &[post("a.md", CN)],
        &[edition(Variant::ZhHans, "sibling")],
        &["no zh-Hans of a.md: NothingToConvert"],
    );
}

#[test]
fn hand_made_editions_count_as_one_post() {
    assert_plans(
        &[post("a.md", TW), post("a.zh-CN.md", CN)],
        &[edition(Variant::ZhCn, "sibling"), edition(Variant::ZhHk, "sibling")],
        &[
            "zh-TW a.md -> a.zh-HK.md",
            "no zh-CN of a.md: hand-made a.zh-CN.md for a.zh-CN.md",
            "no zh-CN of a.zh-CN.md: SameVariant",
            "no zh-HK of a.zh-CN.md: EditionOf(\"a.md\")",
        ],
    );
}

#[test]
fn without_an_unnamed_post_the_nearest_variant_is_the_source() {
    assert_plans(
        &[post("zh-cn/a.md", CN), post("zh-tw/a.md", TW)],
        &[edition(Variant::ZhHk, "hugo"), edition(Variant::ZhSg, "hugo")],
        &[
            "zh-CN zh-cn/a.md -> zh-sg/a.md",
            "zh-TW zh-tw/a.md -> zh-hk/a.md",
            "no zh-HK of zh-cn/a.md: EditionOf(\"zh-tw/a.md\")",
            "no zh-SG of zh-tw/a.md: EditionOf(\"zh-cn/a.md\")",
        ],
    );
}

#[test]
fn editions_by_name_may_be_copies_of_the_post_that_no_edition_is_for() {
    let posts = [post("a.zh-cn.md", CN), post("a.zh-hk.md", HK), post("a.zh-tw.md", TW)];
    assert_plans(
        &posts,
        &[edition(Variant::ZhCn, "sibling"), edition(Variant::ZhTw, "sibling")],
        &[
            "no zh-CN of a.zh-cn.md: SameVariant",
            "no zh-TW of a.zh-cn.md: EditionOf(\"a.zh-hk.md\")",
            "no zh-CN of a.zh-hk.md: hand-made a.zh-cn.md for a.zh-cn.md",
            "no zh-TW of a.zh-hk.md: hand-made a.zh-tw.md for a.zh-tw.md",
            "no zh-CN of a.zh-tw.md: EditionOf(\"a.zh-hk.md\")",
            "no zh-TW of a.zh-tw.md: SameVariant",
        ],
    );
}

#[test]
fn two_editions_by_name_never_pass_for_copies_of_each_other() {
    assert_plans(
        &[post("a.zh-cn.md", CN), post("a.zh-tw.md", TW)],
        &[edition(Variant::ZhCn, "sibling"), edition(Variant::ZhTw, "sibling")],
        &[
            "no zh-CN of a.zh-cn.md: SameVariant",
            "no zh-TW of a.zh-cn.md: EditionOf(\"a.zh-tw.md\")",
            "no zh-CN of a.zh-tw.md: EditionOf(\"a.zh-cn.md\")",
            "no zh-TW of a.zh-tw.md: SameVariant",
        ],
    );
}

#[test]
fn an_edition_in_another_layout_is_found_too() {
    assert_plans(
        &[post("_posts/a.md", HK), post("zh-cn/_posts/a.md", CN)],
        &[edition(Variant::ZhCn, "jekyll")],
        &[
            "no zh-CN of _posts/a.md: hand-made zh-cn/_posts/a.md for zh-cn/_posts/a.md",
            "no zh-CN of zh-cn/_posts/a.md: SameVariant",
        ],
    );
}

#[test]
fn a_file_at_the_place_of_a_copy_is_hand_made_unless_it_is_in_the_other_script() {
    let posts = [post("a.md", TW)];
    let editions = [edition(Variant::ZhCn, "sibling")];
    let planned = |occupant: Occupant| {
        let plan = plan(&posts, &editions, &Lock::default(), CopiesRoot::Archive, &|_| occupant);
        lines(&plan)
    };
    let hand_made = ["no zh-CN of a.md: hand-made a.zh-CN.md for a.zh-CN.md"];
    assert_eq!(planned(Occupant::Copy), ["zh-TW a.md -> a.zh-CN.md"]);
    assert_eq!(planned(Occupant::File(None)), hand_made);
    assert_eq!(planned(Occupant::File(CN)), hand_made);
    assert_eq!(
        planned(Occupant::File(HK)),
        ["the copy of a.md would overwrite a.zh-CN.md, which is written in Traditional Chinese \
             and not listed as a copy; move it, or choose another layout"]
    );
    assert_eq!(
        planned(Occupant::Other),
        [
            "the copy of a.md belongs at a.zh-CN.md, where something that is no file lies; move it, or choose \
         another layout"
        ]
    );
    assert_eq!(
        planned(Occupant::Unreadable(ErrorKind::PermissionDenied)),
        ["the copy of a.md belongs at a.zh-CN.md, which cannot be looked at (permission denied); \
          make it readable, or choose another layout"]
    );
}

#[test]
fn an_original_of_the_other_script_with_the_name_of_the_copy_is_a_collision() {
    // Its name says zh-CN, and its text is Traditional.
    let posts = [post("a.md", TW), post("a.zh-CN.md", CN)];
    let occupant = |_: &Path| Occupant::File(TW);
    let editions = [edition(Variant::ZhCn, "sibling")];
    let plan = plan(&posts, &editions, &Lock::default(), CopiesRoot::Archive, &occupant);
    assert_eq!(
        lines(&plan),
        [
            "no zh-CN of a.zh-CN.md: SameVariant",
            "the copy of a.md would overwrite the original a.zh-CN.md; rename or exclude one of them, \
         choose another layout, or give --out"
        ]
    );
}

#[test]
fn copies_in_the_lock_are_no_posts() {
    let mut lock = Lock::default();
    let hash = Hash::of(b"");
    lock.record(Entry {
        copy: "a.zh-CN.md".to_owned(),
        source: "a.md".to_owned(),
        variant: Variant::ZhCn,
        source_hash: hash,
        settings_hash: hash,
        dictionaries_hash: hash,
        output_hash: hash,
        copy_hash: hash,
    });
    let posts = [post("a.md", TW), post("a.zh-CN.md", CN)];
    let editions = [edition(Variant::ZhCn, "sibling")];
    let occupant = |path: &Path| {
        if lock.lists(path) { Occupant::Copy } else { Occupant::Nothing }
    };
    let plan = plan(&posts, &editions, &lock, CopiesRoot::Archive, &occupant);
    assert_eq!(lines(&plan), ["zh-TW a.md -> a.zh-CN.md"]);
}

#[test]
fn two_posts_for_one_copy_collide_without_regard_to_case() {
    assert_plans(
        &[post("A.md", TW), post("a.md", TW), post("b/a.md", TW)],
        &[edition(Variant::ZhCn, "{variant}/{stem}.{ext}")],
        &[
            "zh-TW A.md -> zh-CN/A.md",
            "zh-TW a.md -> zh-CN/a.md",
            "zh-TW b/a.md -> zh-CN/a.md",
            "A.md and a.md would both be copied to zh-CN/a.md; rename one, exclude one, or choose \
             another layout",
            "A.md and b/a.md would both be copied to zh-CN/a.md; rename one, exclude one, or \
             choose another layout",
        ],
    );
}

#[test]
fn two_editions_for_one_copy_collide() {
    assert_plans(
        &[post("a.md", TW)],
        &[edition(Variant::ZhCn, "sibling"), edition(Variant::ZhCn, "mkdocs")],
        &[
            "zh-TW a.md -> a.zh-CN.md",
            "zh-TW a.md -> a.zh-CN.md",
            "two editions would write a.zh-CN.md for a.md; give them different variants or layouts",
        ],
    );
}

#[test]
fn a_copy_on_an_original_collides_without_regard_to_case_but_not_elsewhere() {
    let posts = [post("a.md", TW), post("out/zh-cn-A.md", TW)];
    let editions = [edition(Variant::ZhCn, "out/{variant}-{stem}.md")];
    let nothing = |_: &Path| Occupant::Nothing;
    let planned = |root| lines(&plan(&posts, &editions, &Lock::default(), root, &nothing));
    let copies = ["zh-TW a.md -> out/zh-CN-a.md", "zh-TW out/zh-cn-A.md -> out/zh-CN-zh-cn-A.md"];
    let collision = "the copy of a.md would overwrite the original out/zh-cn-A.md; rename or \
                     exclude one of them, choose another layout, or give --out";
    assert_eq!(planned(CopiesRoot::Archive), [&copies[..], &[collision]].concat());
    assert_eq!(planned(CopiesRoot::Elsewhere), copies);
}

#[test]
fn a_copy_outside_the_root_collides() {
    assert_plans(
        &[post("../a.md", TW)],
        &[edition(Variant::ZhCn, "sibling")],
        &["the copy of ../a.md would lie outside the archive, at `../a.zh-CN.md`; choose another \
           layout"],
    );
}

#[test]
fn a_name_that_claims_the_target_is_believed() {
    assert_plans(
        &[post("a.zh-cn.md", TW)],
        &[edition(Variant::ZhCn, "sibling")],
        &["no zh-CN of a.zh-cn.md: SameVariant"],
    );
}

#[test]
fn what_lies_on_disk_is_told_by_the_lock_and_the_file() {
    let root = tempfile::tempdir().unwrap();
    std::fs::write(root.path().join("a.md"), "").unwrap();
    std::fs::create_dir(root.path().join("b.md")).unwrap();
    let at = |path: &str| Occupant::at(root.path(), Path::new(path), &Lock::default(), |_| CN);
    assert_eq!(at("a.md"), Occupant::File(CN));
    assert_eq!(at("b.md"), Occupant::Other);
    assert_eq!(at("c.md"), Occupant::Nothing);
}

#[cfg(unix)]
#[test]
fn a_place_that_cannot_be_looked_at_is_not_taken_for_free() {
    let root = tempfile::tempdir().unwrap();
    std::fs::write(root.path().join("a.md"), "").unwrap();
    std::os::unix::fs::symlink("loop", root.path().join("loop")).unwrap();
    let at = |path: &str| Occupant::at(root.path(), Path::new(path), &Lock::default(), |_| CN);
    let Occupant::Unreadable(reason) = at("loop/a.md") else { panic!("the link leads to itself") };
    assert_eq!(reason.to_string(), "filesystem loop or indirection limit (e.g. symlink loop)");
    assert_eq!(at("a.md/a.md"), Occupant::Nothing);
    assert_eq!(at(&"門".repeat(100)), Occupant::Nothing);
}

#[test]
fn a_mixed_post_gets_every_edition_and_an_undecided_one_those_of_either_script() {
    let posts = [
        Post { verdict: Verdict::Mixed, ..post("a.md", None) },
        Post { verdict: Verdict::Undecided, ..post("b.md", None) },
    ];
    let editions = [edition(Variant::ZhCn, "sibling"), edition(Variant::ZhTw, "sibling")];
    let nothing = |_: &Path| Occupant::Nothing;
    let plan = plan(&posts, &editions, &Lock::default(), CopiesRoot::Archive, &nothing);
    assert_eq!(
        lines(&plan),
        [
            "Mixed a.md -> a.zh-CN.md",
            "Mixed a.md -> a.zh-TW.md",
            "Undecided b.md -> b.zh-CN.md",
            "Undecided b.md -> b.zh-TW.md",
        ]
    );
}

#[test]
fn a_post_is_left_out_of_the_editions_that_it_names_and_nothing_is_made_in_its_place() {
    let skipping = |path: &str, variant, skip| Post { skip, ..post(path, variant) };
    assert_plans(
        &[
            skipping("a.md", TW, Skip::Editions(vec![Variant::ZhCn])),
            skipping("b.md", TW, Skip::All),
            post("b.zh-HK.md", HK),
            skipping("c.md", None, Skip::All),
        ],
        &[edition(Variant::ZhCn, "sibling"), edition(Variant::ZhMo, "sibling")],
        &[
            "zh-TW a.md -> a.zh-MO.md",
            "no zh-CN of a.md: Asked",
            "no zh-CN of b.md: Asked",
            "no zh-MO of b.md: Asked",
            "no zh-CN of b.zh-HK.md: EditionOf(\"b.md\")",
            "no zh-MO of b.zh-HK.md: EditionOf(\"b.md\")",
            "no zh-CN of c.md: NotChinese",
            "no zh-MO of c.md: NotChinese",
        ],
    );
}

#[test]
fn a_post_that_is_left_out_collides_with_nothing() {
    let skipping = |path: &str| Post { skip: Skip::All, ..post(path, TW) };
    assert_plans(
        &[skipping("a.md"), post("a.markdown", TW)],
        &[edition(Variant::ZhCn, "{dir}/{stem}.{variant}.md")],
        &["zh-TW a.markdown -> a.zh-CN.md", "no zh-CN of a.md: Asked"],
    );
}
