#![allow(warnings)]
use hanmark::*;
use std::path::Path;
fn walk(p: &Path, v: &mut Vec<String>) {
    for e in std::fs::read_dir(p).unwrap() {
        let p = e.unwrap().path();
        if p.is_dir() {
            walk(&p, v)
        } else if p.extension().is_some_and(|e| e == "md") {
            v.push(std::fs::read_to_string(p).unwrap())
        }
    }
}
fn main() {
    for (c, pr) in [
        ("pingcap-docs-cn", Profile::S2t),
        ("pingcap-docs-cn", Profile::S2twp),
        ("huli-blog", Profile::T2s),
        ("huli-blog", Profile::Tw2sp),
    ] {
        let mut v = vec![];
        walk(&Path::new("/work/shared/corpora").join(c), &mut v);
        let e = Plain::new(&[pr]);
        let s = ProseSettings::default();
        let (mut b, mut n, mut r, mut sp, mut k, mut ev, mut tx, mut pb, mut multi, mut multib) =
            (0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        for t in &v {
            let d = Document::split(t);
            let Ok(p) = document::prose(&d, &s) else { continue };
            b += t.len();
            r += p.runs.len();
            sp += p.spans.len();
            k += p.kept.len();
            pb += p.spans.iter().map(|s| s.len()).sum::<usize>();
            for run in &p.runs {
                if run.spans.len() > 1 {
                    multi += 1;
                    multib += p.spans[run.spans.clone()].iter().map(|s| s.len()).sum::<usize>();
                }
            }
            let (ed, _) = document::edits(t, &p, &mut |_, _| Some(&e as &dyn Engine)).unwrap();
            n += ed.len();
            for (e, _) in
                pulldown_cmark::Parser::new_ext(d.body(), parser_options()).into_offset_iter()
            {
                ev += 1;
                if matches!(e, pulldown_cmark::Event::Text(_)) {
                    tx += 1
                }
            }
        }
        println!(
            "{c} {}: bytes {b} prosebytes {pb} edits {n} runs {r} spans {sp} multi-runs {multi} multibytes {multib} kept {k} events {ev} text {tx}",
            pr.name()
        );
    }
}
