"""Which texts are copies of one: a wire story that several papers print with small changes.

A text is reduced to a sketch (MinHash over runs of five words), by which the share of common
runs of two texts can be told without comparing them. It finds copies of one text only; two
reports of one event by two authors share few runs and are found by what they are about.

Measured (tests/linking): of a story of 400 words, copies with one word in fifty changed and a
quarter cut off share more than 0.6 of the runs, with one word in twenty changed and two fifths
cut off 0.38 and more; different reports, also of one event, share less than 0.1.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from folkmoot.engines.values.spelling import search_words

# Between the two groups of the measurement, nearer to the copies: a wrong mark misleads more.
COPY_FROM: Final = 0.35
_RUN: Final = 5
_PERMUTATIONS: Final = 128
# Of three values each: two texts that share 0.35 share a band with a probability of 0.84, those
# that share 0.5 with 0.99, and those that share 0.05 with 0.01.
_BANDS: Final = 42
# Shorter notes have too few runs; boilerplate would make copies of them.
_WORDS_AT_LEAST: Final = 40
_CHARACTERS_AT_MOST: Final = 200_000

Sketch = tuple[int, ...]


def sketch_of(text: str) -> Sketch:
    """The sketch of a text; empty where it is too short to be told from others.

    Loads datasketch and NumPy: not for the web process.
    """
    from datasketch import MinHash

    words = list(search_words(re.sub(r"\s+", " ", text[:_CHARACTERS_AT_MOST])))
    if len(words) < _WORDS_AT_LEAST:
        return ()
    hashed = MinHash(num_perm=_PERMUTATIONS, seed=1)
    hashed.update_batch(
        {" ".join(words[at : at + _RUN]).encode() for at in range(len(words) - _RUN + 1)}
    )
    return tuple(int(value) for value in hashed.hashvalues)


def similarity(one: Sequence[int], two: Sequence[int]) -> float:
    """The share of runs of words that two texts have in common, 0 to 1, give or take 0.05."""
    if not one or len(one) != len(two):
        return 0.0
    return sum(left == right for left, right in zip(one, two, strict=True)) / len(one)


def bands_of(sketch: Sequence[int]) -> tuple[str, ...]:
    """Keys to look copies up by: texts that share none are hardly copies."""
    size = _PERMUTATIONS // _BANDS
    return tuple(
        f"{number:x}.{_mixed(sketch[number * size : (number + 1) * size]):x}"
        for number in range(_BANDS)
        if sketch
    )


def near_copies(texts: Mapping[str, str]) -> list[tuple[str, str, float]]:
    """Pairs of texts, by their keys, that are copies of one, most alike first."""
    sketches = {key: sketch_of(text) for key, text in texts.items()}
    by_band: dict[str, list[str]] = {}
    for key, sketch in sketches.items():
        for band in bands_of(sketch):
            by_band.setdefault(band, []).append(key)
    pairs = {
        pair: similarity(sketches[pair[0]], sketches[pair[1]])
        for keys in by_band.values()
        for pair in _pairs(keys)
    }
    found = [(one, two, share) for (one, two), share in pairs.items() if share >= COPY_FROM]
    return sorted(found, key=lambda pair: (-pair[2], pair[0], pair[1]))


def _pairs(keys: Sequence[str]) -> Iterable[tuple[str, str]]:
    for place, one in enumerate(keys):
        for two in keys[place + 1 :]:
            yield one, two


def _mixed(values: Sequence[int]) -> int:
    """One number of 64 bits for several, the same in every process."""
    mixed = 0xCBF29CE484222325
    for value in values:
        mixed = ((mixed ^ value) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return mixed
