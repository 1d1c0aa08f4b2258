//! Compiles the words with their frequencies, see `src/convert/words`.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fmt::Write as _,
    fs,
    path::Path,
};

use crate::compile;

#[path = "../src/convert/words/format.rs"]
#[allow(dead_code, unreachable_pub)]
mod format;

use format::{
    CANDIDATES, CHARACTERS, CHOICES, FIRST, HAS_MORE, LONGEST, MARGIN, NO_WORD, PAIR_BITS, UNITS,
    pair_bits, salt,
};

/// Spellings that are a matter of house style: the second counts as the first. The same
/// as in `dictionaries/words/words.py`.
const SAME: [(char, char); 6] =
    [('台', '臺'), ('布', '佈'), ('周', '週'), ('占', '佔'), ('濕', '溼'), ('群', '羣')];
/// What OpenCC's own spelling of a word costs at most above the cheapest: less than [`MARGIN`], so
/// that it stays where only the spelling of one word is in question (the word list of
/// Taiwan has 水里, a township, and not 水裡).
const OWN: u8 = 20;
/// Numerals: with a measure they are two words in the word list, which thus has no 一隻.
const NUMERALS: &str = "一二三四五六七八九十百千万亿两几数每这那某半";
/// By how much a measure is likelier behind a numeral than elsewhere.
const MEASURE: u8 = 15;

/// By how much a word must be likelier than its two characters to be surely one.
const HEAVY: u32 = 2 * UNITS;

/// Surnames that have another form than what their character mostly becomes.
const SURNAMES: &str = "余余 范范 岳岳 郁郁 涂涂 游游 朴朴 姜姜 钟鍾 仇仇 卜卜 曲曲 沈沈";
/// What stands behind a surname.
const TITLES: &str = "先生 女士 小姐 太太 教授 老师 博士 医生 医师 律师 记者 导演 校长 主任 主席 总统 总理 部长 \
    市长 将军 同学 队长 经理 董事长 院长 所长 委员 议员 法官 氏 老太太";
/// What a surname with a title costs.
const NAME: u8 = 160;

/// More than any cost.
const FAR: u32 = 1000;

type Table = BTreeMap<String, Vec<String>>;
/// By key, its Traditional forms in the characters of Taiwan with their costs.
type Forms = BTreeMap<Vec<u16>, BTreeMap<Vec<char>, u8>>;

/// OpenCC's tables that decide what a character can become.
struct Characters {
    alternatives: Table,
    taiwan: Table,
    hong_kong: Table,
}

impl Characters {
    fn read(opencc: &Path) -> Result<Self, Box<dyn Error>> {
        let load = |name: &str| table(&opencc.join(format!("{name}.txt")));
        Ok(Self {
            alternatives: load("STCharacters")?,
            taiwan: load("TWVariants")?,
            hong_kong: load("HKVariants")?,
        })
    }

    /// The character of Taiwan that stands for `standard` here.
    fn fold(&self, standard: char) -> char {
        let taiwan = first(&self.taiwan, standard);
        SAME.iter().find(|(_, other)| *other == taiwan).map_or(taiwan, |(one, _)| *one)
    }

    /// What `simplified` can be, folded, each with the standard character behind it.
    fn candidates(&self, simplified: char) -> Vec<(char, char)> {
        let own = vec![simplified.to_string()];
        let values = self.alternatives.get(&simplified.to_string()).unwrap_or(&own);
        let mut candidates: Vec<(char, char)> = Vec::new();
        for standard in values.iter().filter_map(|value| value.chars().next()) {
            let folded = self.fold(standard);
            if candidates.iter().all(|(known, _)| *known != folded) {
                candidates.push((folded, standard));
            }
        }
        candidates
    }
}

/// A character that several can stand for, the commonest first.
struct Ambiguous {
    code: u16,
    /// Folded, standard, cost.
    candidates: Vec<(char, char, u8)>,
}

/// A Traditional form of a key as its trie has it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Form {
    cost: u8,
    choices: u8,
}

/// Writes the tables that `src/convert/words` includes.
pub fn write(words: &Path, opencc: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let characters = Characters::read(opencc)?;
    let mut forms = read_words(&words.join("words.txt"), &characters)?;
    let once = forms.values().flat_map(BTreeMap::values).copied().max().ok_or("no words")?;
    add_characters(&mut forms, &characters, once);
    add_phrases(&mut forms, opencc, &characters, once)?;
    add_names(&mut forms, &characters);
    let ambiguous = ambiguous(&forms, &characters, once + UNITS as u8 / 2 + 3);
    let mut number = vec![0_u16; CHARACTERS];
    for (index, one) in ambiguous.iter().enumerate() {
        number[usize::from(one.code)] = u16::try_from(index + 1)?;
    }
    let words = encode(&forms, &ambiguous, &number);
    fs::write(out.join("words.bits"), bits(&number))?;
    fs::write(out.join("words.simple"), simple(opencc)?)?;
    write_filters(&words, &forms, &ambiguous, &number, out)?;
    write_trie(&words, &forms, &number, once, out)?;
    fs::write(out.join("words.rs"), ambiguous_code(&ambiguous, &characters)?)?;
    Ok(())
}

fn read_words(path: &Path, characters: &Characters) -> Result<Forms, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut forms = Forms::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let bad = || format!("{}: {line}", path.display());
        let mut fields = line.split('\t');
        let key = fields.next().ok_or_else(bad)?;
        let cost: u8 = fields.next().ok_or_else(bad)?.parse().map_err(|_| bad())?;
        let plain = || key.chars().map(|one| characters.candidates(one)[0].0).collect();
        let value = fields.next().map_or_else(plain, |value| value.chars().collect());
        let key = codes(key).ok_or_else(bad)?;
        forms.entry(key).or_default().insert(value, cost);
    }
    Ok(forms)
}

/// Characters that are no word in the list (這 among them) are as likely as all words that
/// hold them.
fn add_characters(forms: &mut Forms, characters: &Characters, once: u8) {
    let mut shares = vec![0.0; CHARACTERS];
    for (key, forms) in &*forms {
        let share: f64 =
            forms.values().map(|cost| (-f64::from(*cost) / f64::from(UNITS)).exp()).sum();
        for code in key {
            shares[usize::from(*code)] += share;
        }
    }
    for (code, share) in (0..).zip(shares).filter(|(_, share)| *share > 0.0) {
        let cost = (-share.ln() * f64::from(UNITS)).round().clamp(0.0, once.into());
        let plain = characters.candidates(character(code))[0].0;
        forms.entry(vec![code]).or_insert_with(|| [(vec![plain], cost as u8)].into());
    }
}

/// OpenCC's phrases are words too.
fn add_phrases(
    forms: &mut Forms,
    opencc: &Path,
    characters: &Characters,
    once: u8,
) -> Result<(), Box<dyn Error>> {
    for name in ["STPhrases", "STPhrases_GeneratedFromRegionalPhrases"] {
        for (key, values) in table(&opencc.join(format!("{name}.txt")))? {
            let value: Vec<char> = values[0].chars().map(|one| characters.fold(one)).collect();
            let Some(key) = codes(&key).filter(|key| key.len() == value.len()) else { continue };
            if key.len() > LONGEST {
                continue;
            }
            let measured = measured(&key, &value, forms).unwrap_or(once);
            let forms = forms.entry(key).or_default();
            let own = forms.values().min().map_or(once, |cost| cost.saturating_add(OWN).min(once));
            let most = own.min(measured);
            let cost = forms.entry(value).or_insert(most);
            *cost = most.min(*cost);
        }
    }
    Ok(())
}

/// Surnames with titles are words.
fn add_names(forms: &mut Forms, characters: &Characters) {
    for surname in SURNAMES.split(' ') {
        let mut both = surname.chars();
        let (Some(key), Some(value)) = (both.next(), both.next()) else { continue };
        for title in TITLES.split_whitespace() {
            let plain = title.chars().map(|one| characters.candidates(one)[0].0);
            let value: Vec<char> = std::iter::once(value).chain(plain).collect();
            let Some(key) = codes(&format!("{key}{title}")) else { continue };
            forms.entry(key).or_default().entry(value).or_insert(NAME);
        }
    }
}

/// What a numeral with a measure costs.
fn measured(key: &[u16], value: &[char], forms: &Forms) -> Option<u8> {
    let ([numeral, measure], [_, form]) = (key, value) else { return None };
    let alone = forms.get(&vec![*measure])?.get(&vec![*form])?;
    let numeral = forms.get(&vec![*numeral]).filter(|_| NUMERALS.contains(character(*numeral)))?;
    numeral.values().min()?.checked_add(*alone)?.checked_sub(MEASURE)
}

fn ambiguous(forms: &Forms, characters: &Characters, rare: u8) -> Vec<Ambiguous> {
    let mut ambiguous = Vec::new();
    for key in characters.alternatives.keys() {
        let Some(&[code]) = codes(key).as_deref() else { continue };
        let known = forms.get(&vec![code]);
        let cost = |folded: char| {
            known.and_then(|forms| forms.get(&vec![folded])).copied().unwrap_or(rare)
        };
        let mut candidates: Vec<(char, char, u8)> = characters
            .candidates(character(code))
            .into_iter()
            .map(|(folded, standard)| (folded, standard, cost(folded)))
            .collect();
        candidates.sort_by_key(|(_, _, cost)| *cost);
        candidates.truncate(CANDIDATES);
        if candidates.len() > 1 {
            ambiguous.push(Ambiguous { code, candidates });
        }
    }
    ambiguous
}

/// The words of two characters and more; forms that no choices can say are left out.
fn encode(forms: &Forms, ambiguous: &[Ambiguous], number: &[u16]) -> BTreeMap<Vec<u16>, Vec<Form>> {
    let mut words = BTreeMap::new();
    for (key, forms) in forms.iter().filter(|(key, _)| key.len() > 1) {
        let encoded = |(value, cost): (&Vec<char>, &u8)| {
            let choices = choices(key, value, ambiguous, number)?;
            Some(Form { cost: (*cost).min(NO_WORD - 1), choices })
        };
        let mut forms: Vec<Form> = forms.iter().filter_map(encoded).collect();
        forms.sort();
        if !forms.is_empty() {
            words.insert(key.clone(), forms);
        }
    }
    words
}

fn choices(key: &[u16], value: &[char], ambiguous: &[Ambiguous], number: &[u16]) -> Option<u8> {
    let mut choices = 0;
    let mut place = 0;
    for (code, folded) in key.iter().zip(value) {
        let Some(index) = number[usize::from(*code)].checked_sub(1) else { continue };
        let candidates = &ambiguous[usize::from(index)].candidates;
        let choice = candidates.iter().position(|(known, _, _)| known == folded)?;
        if place < CHOICES {
            choices |= (choice as u8) << (2 * place);
        } else if choice != 0 {
            return None;
        }
        place += 1;
    }
    Some(choices)
}

/// The candidate of each ambiguous character of a key, by place.
fn chosen<'a>(
    key: &'a [u16],
    form: Form,
    number: &'a [u16],
) -> impl Iterator<Item = (usize, usize)> + 'a {
    let ambiguous = key.iter().enumerate().filter(|(_, code)| number[usize::from(**code)] != 0);
    ambiguous.enumerate().map(move |(place, (at, _))| {
        let choice = if place < CHOICES { form.choices >> (2 * place) & 3 } else { 0 };
        (at, usize::from(choice))
    })
}

/// Filters of pairs: inside a word; of an ambiguous character that some word has as
/// another candidate; of one that is a word, and surely that candidate.
fn write_filters(
    words: &BTreeMap<Vec<u16>, Vec<Form>>,
    singles: &Forms,
    ambiguous: &[Ambiguous],
    number: &[u16],
    out: &Path,
) -> Result<(), Box<dyn Error>> {
    let mut inner = vec![0_u8; PAIR_BITS / 8];
    let mut seen: BTreeMap<(u16, u16, u32), Vec<Costs>> = BTreeMap::new();
    let mut sure: BTreeSet<(u16, u16, u32)> = BTreeSet::new();
    for (key, forms) in words {
        for pair in key.windows(2) {
            set_pair(&mut inner, pair_bits(pair[0], pair[1], 0));
        }
        for at in (0..key.len()).filter(|at| number[usize::from(key[*at])] != 0) {
            let costs = costs(key, forms, number, at);
            if at + 1 < key.len() {
                seen.entry((key[at], key[at + 1], 0)).or_default().push(costs);
            }
            if at > 0 {
                seen.entry((key[at - 1], key[at], 1)).or_default().push(costs);
            }
            if key.len() == 2 && is_heavy(key, forms, singles) {
                sure.insert((key[0], key[1], at as u32));
            }
        }
    }
    let (mut doubt, mut certain) = (inner.clone(), inner.clone());
    doubt.fill(0);
    certain.fill(0);
    for ((first, second, side), words) in &seen {
        let code = if *side == 0 { first } else { second };
        let own = &ambiguous[usize::from(number[usize::from(*code)]) - 1];
        for candidate in 0..own.candidates.len() {
            let bits = pair_bits(*first, *second, salt(*side, candidate));
            if words.iter().any(|costs| is_better(costs, candidate)) {
                set_pair(&mut doubt, bits);
            } else if sure.contains(&(*first, *second, *side)) {
                set_pair(&mut certain, bits);
            }
        }
    }
    fs::write(out.join("words.inner"), inner)?;
    fs::write(out.join("words.doubt"), doubt)?;
    fs::write(out.join("words.certain"), certain)?;
    Ok(())
}

/// What a key costs with each candidate at a place.
type Costs = [u32; CANDIDATES];

fn costs(key: &[u16], forms: &[Form], number: &[u16], at: usize) -> Costs {
    let mut costs = [FAR; CANDIDATES];
    for form in forms {
        for (_, choice) in chosen(key, *form, number).filter(|(place, _)| *place == at) {
            costs[choice] = costs[choice].min(form.cost.into());
        }
    }
    costs
}

/// Whether another candidate is likely enough to take the place of this one.
fn is_better(costs: &Costs, candidate: usize) -> bool {
    costs.iter().any(|cost| cost + MARGIN <= costs[candidate])
}

/// Whether a word of two characters is so common that they are hardly two words.
fn is_heavy(key: &[u16], forms: &[Form], singles: &Forms) -> bool {
    let alone = |code: &u16| {
        let cost = singles.get(&vec![*code]).and_then(|forms| forms.values().min());
        u32::from(cost.copied().unwrap_or(NO_WORD))
    };
    let apart: u32 = key.iter().map(alone).sum();
    forms.iter().all(|form| u32::from(form.cost) + HEAVY <= apart)
}

fn set_pair(filter: &mut [u8], bits: [usize; 2]) {
    for bit in bits {
        set(filter, bit);
    }
}

fn set(bits: &mut [u8], bit: usize) {
    bits[bit / 8] |= 1 << (bit % 8);
}

fn bits(number: &[u16]) -> Vec<u8> {
    let mut bits = vec![0; CHARACTERS / 8];
    for code in (0..CHARACTERS).filter(|code| number[*code] != 0) {
        set(&mut bits, code);
    }
    bits
}

/// Level by level: the prefixes of one length follow those of the length before.
fn write_trie(
    words: &BTreeMap<Vec<u16>, Vec<Form>>,
    forms: &Forms,
    number: &[u16],
    once: u8,
    out: &Path,
) -> Result<(), Box<dyn Error>> {
    let mut levels: Vec<BTreeSet<&[u16]>> = vec![BTreeSet::new(); LONGEST];
    for key in words.keys() {
        for length in 2..=key.len() {
            levels[length - 1].insert(&key[..length]);
        }
    }
    let order: Vec<&[u16]> = levels.into_iter().flatten().collect();
    let mut first_child = 0;
    let mut roots = Vec::new();
    for code in 0..CHARACTERS as u16 {
        roots.extend(u32::try_from(first_child)?.to_le_bytes());
        while order.get(first_child).is_some_and(|node| node.len() == 2 && node[0] == code) {
            first_child += 1;
        }
        let cost = forms.get(&vec![code]).and_then(|forms| forms.values().min());
        roots.extend(number[usize::from(code)].to_le_bytes());
        roots.extend([*cost.unwrap_or(&once), 0]);
    }
    roots.extend([u32::try_from(first_child)?.to_le_bytes(), [0; 4]].concat());
    let (mut chars, mut nodes, mut more) = (Vec::new(), Vec::new(), Vec::new());
    for (index, node) in order.iter().enumerate() {
        let index = u32::try_from(index)?;
        let own = words.get(*node).map_or(&[][..], Vec::as_slice);
        let flag = if own.len() > 1 { HAS_MORE } else { 0 };
        chars.extend(node[node.len() - 1].to_le_bytes());
        nodes.extend((u32::try_from(first_child)? | flag).to_le_bytes());
        nodes.extend(own.first().map_or([NO_WORD, 0], |form| [form.cost, form.choices]));
        for form in own.iter().skip(1) {
            more.extend(index.to_le_bytes());
            more.extend([form.cost, form.choices]);
        }
        while order.get(first_child).is_some_and(|child| child[..child.len() - 1] == **node) {
            first_child += 1;
        }
    }
    nodes.extend(u32::try_from(first_child)?.to_le_bytes());
    nodes.extend([NO_WORD, 0]);
    fs::write(out.join("words.roots"), roots)?;
    fs::write(out.join("words.chars"), chars)?;
    fs::write(out.join("words.nodes"), nodes)?;
    fs::write(out.join("words.more"), more)?;
    Ok(())
}

/// Traditional characters with their Simplified ones, of every region.
fn simple(opencc: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    let load = |name: &str| table(&opencc.join(format!("{name}.txt")));
    let variants = [load("TWVariantsRev")?, load("HKVariantsRev")?];
    let simplify = [load("TSCharacters")?, load("TSCharactersExt")?];
    let mut simple = Vec::new();
    for code in 0..CHARACTERS as u16 {
        let of = |tables: &[Table], one: char| {
            let found = tables.iter().map(|table| first(table, one)).find(|found| *found != one);
            found.unwrap_or(one)
        };
        let one = of(&simplify, of(&variants, character(code)));
        let own = codes(&one.to_string()).map_or(code, |codes| codes[0]);
        simple.extend(own.to_le_bytes());
    }
    Ok(simple)
}

fn ambiguous_code(ambiguous: &[Ambiguous], characters: &Characters) -> Result<String, String> {
    let mut code = format!("pub(super) static AMBIGUOUS: [Ambiguous; {}] = [\n", ambiguous.len());
    for one in ambiguous {
        let padded = |mut chars: Vec<char>| {
            chars.resize(CANDIDATES, '\0');
            chars
        };
        let of = |table: Option<&Table>| {
            let form = |(_, standard, _): &(char, char, u8)| {
                table.map_or(*standard, |table| first(table, *standard))
            };
            padded(one.candidates.iter().map(form).collect())
        };
        let mut costs: Vec<u8> = one.candidates.iter().map(|(_, _, cost)| *cost).collect();
        costs.resize(CANDIDATES, NO_WORD);
        let forms = [None, Some(&characters.taiwan), Some(&characters.hong_kong)].map(of);
        writeln!(code, "    Ambiguous {{ forms: {forms:?}, costs: {costs:?} }},")
            .map_err(|error| error.to_string())?;
    }
    code.push_str("];\n");
    Ok(code)
}

fn first(table: &Table, one: char) -> char {
    let value = table.get(&one.to_string()).and_then(|values| values[0].chars().next());
    value.unwrap_or(one)
}

/// Numbers from [`FIRST`]; none if a character lies outside.
fn codes(key: &str) -> Option<Vec<u16>> {
    let code = |one: char| {
        let code = u32::from(one).checked_sub(FIRST)?;
        u16::try_from(code).ok().filter(|code| usize::from(*code) < CHARACTERS)
    };
    key.chars().map(code).collect()
}

fn character(code: u16) -> char {
    char::from_u32(FIRST + u32::from(code)).unwrap_or_default()
}

fn table(path: &Path) -> Result<Table, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let entries =
        compile::entries(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    let values = |value: &str| value.split(' ').map(String::from).collect();
    Ok(entries.into_iter().map(|(key, value)| (key.to_owned(), values(value))).collect())
}
