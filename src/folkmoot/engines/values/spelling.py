"""Comparable forms of words and names, the same on every database.

:func:`search_text` normalises running text for full text search: NFKC, lower case, ё→е,
a Snowball stem by script, runs of Chinese or Japanese characters cut into overlapping
pairs. :func:`name_key` brings a name in Latin or Cyrillic letters to one skeleton, so that
Matvienko, Matviyenko and Матвиенко meet. Neither form is ever shown to anyone.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_STEMMERS = {script: snowballstemmer.stemmer(script) for script in ("english", "russian")}

_LATIN_OF_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "e",
    "ж": "zh", "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m",
    "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f",
    "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ы": "i", "ь": "", "э": "e",
    "ю": "iu", "я": "ia",
}  # fmt: skip

# Spellings of one sound in the romanisations in use (BGN, GOST, passport, press).
_SKELETON = (
    ("shch", "sch"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("ck", "k"), ("x", "ks"),
    ("tz", "ts"), ("w", "v"), ("yo", "e"), ("jo", "e"), ("ye", "e"), ("je", "e"), ("ie", "e"),
    ("yu", "iu"), ("ju", "iu"), ("ya", "ia"), ("ja", "ia"), ("y", "i"), ("j", "i"),
)  # fmt: skip


def search_words(text: str) -> Iterator[str]:
    """The normalised words of a text, in order."""
    folded = unicodedata.normalize("NFKC", text).lower().replace("ё", "е")
    for match in _WORD.finditer(folded):
        yield from _forms(match.group())


def search_text(text: str) -> str:
    """A text reduced to what full text search compares; also applied to the query."""
    return " ".join(search_words(text))


@lru_cache(maxsize=50_000)
def _forms(word: str) -> tuple[str, ...]:
    if _CJK.search(word):
        return tuple(
            run[start : start + 2]
            for run in _CJK.findall(word)
            for start in range(max(1, len(run) - 1))
        )
    script = "russian" if _CYRILLIC.search(word) else "english"
    return (_STEMMERS[script].stemWord(word),)


def transliterate(text: str) -> str:
    """Cyrillic letters as plain Latin ones; everything else loses only its accents."""
    latin = "".join(_LATIN_OF_CYRILLIC.get(letter, letter) for letter in text.lower())
    parts = unicodedata.normalize("NFKD", latin)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def name_key(text: str) -> str:
    """The skeleton of a name: words sorted as written, letters by sound, no doubles.

    Two spellings of one name usually share it; two different names seldom do. It is a
    filter for finding candidates, never a proof of identity.
    """
    plain = transliterate(unicodedata.normalize("NFKC", text))
    for spelling, sound in _SKELETON:
        plain = plain.replace(spelling, sound)
    words = re.findall(r"[^\W_]+", plain)
    return " ".join(_without_doubles(word) for word in words)


def _without_doubles(word: str) -> str:
    squeezed = re.sub(r"(.)\1+", r"\1", word)
    # -ii, -iy, -y and -i end the same Slavic name; iie/ie inside fold as well.
    return re.sub(r"i+(?=e)|(?<=[^aeiou])i$", "", squeezed) or squeezed
