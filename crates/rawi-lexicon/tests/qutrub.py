# The paradigms that libqutrub gives the verbs of a lexicon, for qutrub.rs:
# pip install libqutrub==1.2.4.1; python qutrub.py ../../../lexicon > cells.tsv
# A line is: verb as the lexicon cites it, number of the reading, tense, voice, subject, form without vowel marks.
import pathlib
import sys
import tomllib
from collections import defaultdict

import libqutrub.verb_const as const
import pyarabic.araby as araby
from libqutrub.classverb import VerbClass
from libqutrub.triverbtable import TriVerbTable
from libqutrub.verb_valid import is_valid_infinitive_verb

SUBJECTS = {
    "He": [const.PronounHuwa],
    "She": [const.PronounHya],
    "They": [const.PronounHum],
    "TheyFem": [const.PronounHunna],
    "Two": [const.PronounHuma, const.PronounHuma_f],
    "Speaker": [const.PronounAna, const.PronounNahnu],
}
TENSES = [
    ("Past", "Active", const.TensePast),
    ("Past", "Passive", const.TensePassivePast),
    ("Imperfect", "Active", const.TenseFuture),
    ("Imperfect", "Active", const.TenseSubjunctiveFuture),
    ("Imperfect", "Active", const.TenseJussiveFuture),
    ("Imperfect", "Passive", const.TensePassiveFuture),
    ("Imperfect", "Passive", const.TensePassiveSubjunctiveFuture),
    ("Imperfect", "Passive", const.TensePassiveJussiveFuture),
]
VOWELS = {"فتحة": araby.FATHA, "ضمة": araby.DAMMA, "كسرة": araby.KASRA}
MARKS = set(araby.TASHKEEL) - {araby.SHADDA}


def bare(word):
    return "".join(c for c in word if c not in MARKS)


def cell(verb, tense, pronoun):
    return bare(verb.conjugate_tense_pronoun(tense, pronoun)).replace(araby.SHADDA, "")


def verbs_of(table):
    for name, value in table.items():
        if name in ("members", "verbs"):
            for text in value.values() if isinstance(value, dict) else [value]:
                yield from text.split("|")
        # The members that a frame lists are identifiers, no verbs.
        elif isinstance(value, dict):
            yield from verbs_of(value)
        elif isinstance(value, list) and name != "frame":
            for part in value:
                if isinstance(part, dict):
                    yield from verbs_of(part)


def citations(folder):
    found = set()
    for path in pathlib.Path(folder, "ar").rglob("*.toml"):
        found.update(verbs_of(tomllib.loads(path.read_text(encoding="utf-8"))))
    # Of several words only the first is inflected.
    return sorted({bare(words.split()[0]) for words in found if words.strip()})


def readings(citation, by_letters):
    """Vowelled forms and the vowels of their imperfects; those whose imperfect is the one cited, where one is."""
    past, _, imperfect = citation.partition(":")
    if past not in by_letters:
        return [(past, araby.FATHA)] if is_valid_infinitive_verb(past) else []
    known = list(dict.fromkeys((entry["verb"], VOWELS[entry["haraka"]]) for entry in by_letters[past]))
    fitting = [r for r in known if cell(VerbClass(r[0], True, r[1]), const.TenseFuture, const.PronounHuwa) == imperfect]
    return fitting or known


def is_left_out(citation, oracle_tense, pronoun, form, he):
    """Cells that the lexicon leaves out on purpose, see docs/LEXICON.md."""
    short = oracle_tense in (const.TenseJussiveFuture, const.TensePassiveJussiveFuture)
    looks_like_he = pronoun in (const.PronounHunna, const.PronounAna) and form == he
    uncontracted = short and citation.endswith(araby.SHADDA) and form[-1] == form[-2]
    return looks_like_he or uncontracted or (short and pronoun == const.PronounAna)


def main(folder):
    by_letters = defaultdict(list)
    for entry in TriVerbTable.values():
        by_letters[bare(entry["verb"])].append(entry)
    for citation in citations(folder):
        known = readings(citation, by_letters)
        if not known:
            print(f"not a verb to the oracle: {citation}", file=sys.stderr)
        for number, (vowelled, vowel) in enumerate(known):
            verb = VerbClass(vowelled, True, vowel)
            for tense, voice, oracle_tense in TENSES:
                he = cell(verb, oracle_tense, const.PronounHuwa)
                for subject, pronouns in SUBJECTS.items():
                    for pronoun in pronouns:
                        form = cell(verb, oracle_tense, pronoun)
                        if not is_left_out(citation, oracle_tense, pronoun, form, he):
                            print(citation, number, tense, voice, subject, form, sep="\t")


main(sys.argv[1])
