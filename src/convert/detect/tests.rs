use super::*;

#[track_caller]
fn assert_detected(text: &str, verdict: Verdict, confidence: Confidence) {
    let found = detect(text.lines());
    assert_eq!(
        (found.verdict, found.confidence),
        (verdict, confidence),
        "{text}\n{:?}",
        found.counts
    );
}

#[test]
fn traditional_text_is_of_taiwan() {
    let taiwan = Verdict::In(Variant::ZhTw);
    for text in [
        "昨天晚上我在捷運站旁邊的便當店等朋友，順便用手機看了一部影片。",
        "這個軟體的效能很好，不過網路斷線的時候，列印功能就壞掉了。",
        "心裡想著明天要早點起床，結果還是睡到中午，只好搭計程車去上班。",
    ] {
        assert_detected(text, taiwan, Confidence::High);
    }
}

#[test]
fn traditional_text_without_a_region_gets_the_default_with_less_confidence() {
    for text in [
        "門前有一條小河，河邊種了許多樹，夏天的時候孩子們常在樹下讀書。",
        "學而時習之，這句話的意思是學過的東西要時常溫習，這樣纔不會忘記。",
    ] {
        assert_detected(text, Verdict::In(Variant::ZhTw), Confidence::Medium);
    }
}

#[test]
fn cantonese_and_the_glyphs_and_words_of_hong_kong_are_of_hong_kong() {
    let hong_kong = Verdict::In(Variant::ZhHk);
    for text in [
        "佢哋話聽日會落雨，所以我哋唔去行山喇，留喺屋企睇書算啦。",
        "呢間舖頭啲嘢好貴，不過啲人都話好食，我就冇試過，下次同你去。",
        "他站着等了很久，心裏想着那件衞生署的文件，才發現戶口説不定有問題。",
        "公司的電郵系統壞了，屏幕一片漆黑，的士司機説可以用短訊聯絡寫字樓。",
    ] {
        assert_detected(text, hong_kong, Confidence::High);
    }
}

#[test]
fn a_quotation_from_hong_kong_leaves_a_post_of_taiwan_where_it_is() {
    let text = "網路上有人貼文說「佢哋好犀利」，我看不懂，就用軟體查了一下，\n\
                原來是說他們很厲害，這部影片裡還有很多這種句子。";
    assert_detected(text, Verdict::In(Variant::ZhTw), Confidence::High);
}

#[test]
fn simplified_text_is_of_mainland_china() {
    let china = Verdict::In(Variant::ZhCn);
    for text in [
        "这个软件的性能很好，不过网络断开的时候，打印功能就不能用了。",
        "服务器重启以后，数据库里的记录都还在，只是缓存要重新加载一遍。",
        "他站着等了很久，户外的温度很低，只好脱下手套呵气取暖，这才好受些，打印店开门了。",
    ] {
        assert_detected(text, china, Confidence::High);
    }
    let plain = "门前有一条小河，河边种了许多树，夏天的时候孩子们常在树下读书。";
    assert_detected(plain, china, Confidence::Medium);
}

#[test]
fn variant_glyphs_are_traditional() {
    for text in [
        "爲了這羣孩子，他把麪包放在牀邊，啓程時説了聲再見，衞兵在門外綫上。",
        "眾人在裡面說話，為的是線上的麵店，群峰之間衛星啟動，床前吃飯說書。",
        "衆人在裏面說話，爲的是喫飯，纔過了一年，脣齒相依，秘密都說了出來。",
    ] {
        let counts = Counts::of(text);
        assert_eq!((counts.script(), counts.simplified), (Some(Script::Traditional), 0), "{text}");
    }
}

#[test]
fn old_variants_and_shared_characters_tell_no_script() {
    for text in [
        "卧户温脱税群峰床痴秘着",
        "后里面干台系云只几丑斗谷松游向",
        "乾著瞭徵於藉么",
        "并却泪烟叙叠凭凉强黄",
    ] {
        let Counts { traditional, simplified, .. } = Counts::of(text);
        assert_eq!((traditional, simplified), (0, 0), "{text}");
    }
}

#[test]
fn english_with_some_han_is_not_chinese() {
    for text in [
        "The word 門 means door, and this post tells how its form came to be simplified later on.",
        "No Han at all.",
        "",
        "1234 + 5678 — …",
        "안녕하세요 여러분 오늘은 한자 門 공부를 같이 해 보겠습니다 정말 재미있어요 그리고 쉬워요",
    ] {
        assert_detected(text, Verdict::NotChinese, Confidence::High);
    }
}

#[test]
fn a_quotation_does_not_tell_the_language_of_a_post() {
    let english = "Every morning the ferry brings letters, and every evening it takes the answers \
                   back across the strait.";
    let chinese = "學而時習之，不亦說乎？有朋自遠方來。";
    let mut counts = Counts::default();
    (0..5).for_each(|_| counts.add(english));
    counts.add_quotation(chinese);
    assert_eq!((counts.han, counts.latin_words, counts.quoted_han), (15, 85, 15));
    assert_eq!(Verdict::on(&counts), Verdict::NotChinese);

    let mut own = Counts::of(chinese);
    (0..5).for_each(|_| own.add_quotation(english));
    assert_ne!(Verdict::on(&own), Verdict::NotChinese);
}

#[test]
fn chinese_with_many_names_in_latin_letters_is_chinese() {
    let text = "支持以下函数，这些函数都可以下推到存储节点执行：\nABS CEIL FLOOR ROUND SQRT EXP \
                LN LOG POW SIGN SIN COS TAN ASIN ACOS ATAN MOD RAND CRC32 CONV LOG2 LOG10 PI \
                DEGREES RADIANS TRUNCATE";
    assert_detected(text, Verdict::In(Variant::ZhCn), Confidence::High);
}

#[test]
fn japanese_is_told_by_its_kana() {
    let japanese = "昨日は図書館で本を読みました。とても面白かったので、今日も行くつもりです。";
    assert_detected(japanese, Verdict::Japanese, Confidence::High);
    assert_detected("ひらがなだけのぶんしょう", Verdict::Japanese, Confidence::High);
}

#[test]
fn chinese_that_quotes_japanese_is_chinese() {
    let text = "日文裡的「ありがとう」是謝謝的意思，我在夜市裡聽到一位觀光客對老闆這樣說。\n\
                約翰・史密斯這類名字裡的間隔號不是假名，ー也不算。";
    assert_detected(text, Verdict::In(Variant::ZhTw), Confidence::High);
    assert_eq!(detect(text.lines()).counts.kana, 5);
}

#[test]
fn short_text_and_shared_characters_are_undecided() {
    for text in [
        "這是門",
        "说明",
        "一二三四五六七八九十百千〇一二三四五六七八九十",
        "山高月小水落石出天地玄黄宇宙洪荒日月盈昃人生在世",
    ] {
        assert_detected(text, Verdict::Undecided, Confidence::Low);
    }
}

#[test]
fn nineteen_han_are_undecided_and_twenty_decide() {
    assert_detected(&"門".repeat(19), Verdict::Undecided, Confidence::Low);
    let taiwan = Verdict::In(Variant::ZhTw);
    assert_detected(&"門".repeat(20), taiwan, Confidence::Medium);
}

#[test]
fn an_undecided_post_is_taken_for_the_other_scripts_default() {
    let undecided = detect(["山水"]);
    assert_eq!(undecided.verdict.variant_for(Variant::ZhSg), Some(Variant::ZhTw));
    assert_eq!(undecided.verdict.variant_for(Variant::ZhHk), Some(Variant::ZhCn));
    assert_eq!(detect(["English"]).verdict.variant_for(Variant::ZhHk), None);
}

#[test]
fn a_tenth_and_twenty_characters_of_the_other_script_make_a_mixed_post() {
    let post = |traditional: usize, simplified: usize| {
        Detection::of(Counts { han: 1000, traditional, simplified, ..Counts::default() })
    };
    let expected = [
        (179, 20, Verdict::Mixed, Confidence::High),
        (180, 20, Verdict::In(Variant::ZhTw), Confidence::Medium),
        (19, 100, Verdict::In(Variant::ZhCn), Confidence::Low),
        (20, 100, Verdict::Mixed, Confidence::High),
        (50, 50, Verdict::Mixed, Confidence::High),
        (10, 10, Verdict::Undecided, Confidence::Low),
    ];
    for (traditional, simplified, verdict, confidence) in expected {
        let found = post(traditional, simplified);
        assert_eq!((found.verdict, found.confidence), (verdict, confidence), "{found:?}");
    }
}

#[test]
fn the_thresholds_of_languages_are_exact() {
    let verdict = |han, latin_words, kana| {
        Detection::of(Counts { han, latin_words, kana, traditional: han, ..Counts::default() })
            .verdict
    };
    assert_eq!(verdict(100, 900, 0), Verdict::In(Variant::ZhTw));
    assert_eq!(verdict(100, 901, 0), Verdict::NotChinese);
    let quoting = |latin_words: usize, own_han: usize| {
        let quoted_han = 100 - own_han;
        let counts = Counts { han: 100, latin_words, quoted_han, ..Counts::default() };
        Detection::of(counts).verdict
    };
    assert_eq!(quoting(501, 55), Verdict::NotChinese);
    assert_eq!(quoting(500, 55), Verdict::Undecided);
    assert_eq!(quoting(501, 56), Verdict::Undecided);
    assert_eq!(verdict(100, 0, 50), Verdict::In(Variant::ZhTw));
    assert_eq!(verdict(100, 0, 51), Verdict::Japanese);
}

#[test]
fn the_runs_of_a_mixed_post_have_no_minimum() {
    let script = |run| Counts::of(run).script();
    assert_eq!(script("門"), Some(Script::Traditional));
    assert_eq!(script("门"), Some(Script::Simplified));
    assert_eq!(script("山水"), None);
    assert_eq!(script("門门"), None);
}

#[test]
fn counts_are_of_characters_and_words() {
    let text = "naïve don't snake_case v2 軟體々〇「カナー・かな」裡 4,000 門门，Привет";
    let expected = Counts {
        han: 7,
        latin_words: 5,
        kana: 4,
        traditional: 4,
        simplified: 1,
        tw: 2,
        ..Counts::default()
    };
    assert_eq!(Counts::of(text), expected);
}

#[test]
fn a_word_of_a_region_counts_once_and_not_in_simplified_runs() {
    let tally = |text| {
        let Counts { tw, hk, old, cn, .. } = Counts::of(text);
        [tw, hk, old, cn]
    };
    assert_eq!(tally("軟體"), [1, 0, 0, 0]);
    assert_eq!(tally("揾食"), [0, 1, 0, 0]);
    assert_eq!(tally("軟件"), [0, 1, 0, 1]);
    assert_eq!(tally("這個软件"), [0, 0, 0, 1]);
    assert_eq!(tally("说着软件"), [0, 0, 0, 1]);
    assert_eq!(tally("說着衆人"), [0, 1, 1, 0]);
    assert_eq!(tally("資料檔案"), [0, 0, 0, 0]);
}

#[test]
fn counts_of_runs_add_up() {
    let (first, second) = ("捷運站的門", "网络 of words");
    let mut counts = Counts::of(first);
    counts.add(second);
    assert_eq!(counts, detect([first, second]).counts);
    assert_eq!((counts.han, counts.latin_words), (7, 2));
}

#[test]
fn sections_of_the_regional_dictionary_are_sorted() {
    let text = include_str!("../../../dictionaries/regions.txt");
    for section in text.split("\n\n") {
        let lines = || section.lines().filter(|line| !line.starts_with('#'));
        let mut sorted: Vec<&str> = lines().collect();
        sorted.sort_unstable();
        assert_eq!(lines().collect::<Vec<_>>(), sorted);
    }
}

#[test]
fn every_character_can_be_counted() {
    let all: String = ('\0'..=char::MAX).collect();
    let Counts { han, kana, .. } = Counts::of(&all);
    assert_eq!((han, kana), (102_783, 253));
}
