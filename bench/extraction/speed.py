"""Words a second, memory, and whether time grows with the length alone.

Each language is measured in a process of its own on one core, so that memory is that of one
model; processor time is told, and elapsed time beside it. The text is made by shuffling the
paragraphs of the development documents. Whenever one comes again its names and numbers are
others, so that a megabyte does not consist of words that were all seen before.
"""

import json
import os
import random
import re
import resource
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from bench.report import Measure
from folkmoot.engines.extraction import propose
from folkmoot.engines.extraction.lexicon import lexicon_of
from folkmoot.engines.reading import Document, read_document

_DEVELOPMENT: Final = Path(__file__).resolve().parents[2] / "tests" / "extraction" / "documents"
_LANGUAGES: Final = {"en": ("English (small pipeline)", 3_000), "ru": ("Russian (natasha)", 10_000)}
_SIZES: Final = (10_000, 100_000, 1_000_000)
# Long enough to need most expressions, which are made ready when they are first needed.
_FIRST_DOCUMENT: Final = 10_000
_MEMORY_MB: Final = 1_000
# Time a word at 1 MB over time a word at 100 kB: a quarter more is noise, twice is a loop.
_GROWTH: Final = 1.5
_WORD: Final = re.compile(r"[^\W\d_]+")
_INSIDE: Final = re.compile(r"(?<=[a-zа-яё,] )[^\W\d_]+")
_NUMBER: Final = re.compile(r"(?<![\d.])\d+(?![\d.])")
# Days of months and years stay, so that dates remain dates.
_LAST_DAY: Final = 31
_YEARS: Final = range(1900, 2101)
# Letters that change places in names: those of one group sound and inflect alike.
_ALIKE: Final = ("bdgptkmnlrsvz", "бдгптклмнрсвз", "aeiou", "аоуеи")
_ENDING: Final = 3
_ONE_CORE: Final = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"
)


def speed_measures(quick: bool = False) -> Iterator[Measure]:
    """Speed, memory and growth of both languages; in a hurry up to 100 kB only."""
    sizes = _SIZES[:2] if quick else _SIZES
    for language, (name, bound) in _LANGUAGES.items():
        found = _asked(language, sizes)
        for size, row in zip(sizes, found["rows"], strict=True):
            words, forms, seconds, elapsed = row
            yield Measure(
                f"reading {name}, {size // 1000} kB",
                words / seconds,
                "words/s",
                bound,
                is_floor=True,
                note=f"{words:,} words, {forms:,} different, in {seconds:.1f} s of processor time, "
                f"{elapsed:.1f} s elapsed",
            )
        a_word = [seconds / words for words, _, seconds, _ in found["rows"]]
        note = f"{sizes[-1] // 1000} kB over {sizes[-2] // 1000} kB"
        yield Measure(
            f"reading {name}, growth of time a word",
            a_word[-1] / a_word[-2],
            "×",
            _GROWTH,
            note=note,
        )
        yield Measure(f"reading {name}, peak memory", found["peak_mb"], "MB", _MEMORY_MB)
        note = "models are loaded, expressions made ready"
        yield Measure(f"reading {name}, first document", found["start"], "s", note=note)


def _asked(language: str, sizes: Sequence[int]) -> dict[str, Any]:
    process = subprocess.run(
        [sys.executable, "-m", "bench.extraction.speed", language, *map(str, sizes)],
        env={**os.environ, **_ONE_CORE},
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(process.stdout)  # type: ignore[no-any-return]


def made_text(language: str, size: int, seed: int = 7) -> str:
    """At least ``size`` bytes of paragraphs of the development documents, shuffled and varied."""
    chosen = random.Random(seed)
    paragraphs = [
        paragraph
        for path in sorted(_DEVELOPMENT.rglob(f"{language}-*.txt"))
        for paragraph in path.read_text(encoding="utf-8").split("\n\n")
        if len(paragraph) > 40
    ]
    names = _names(language, paragraphs)
    taken: list[str] = []
    length = turn = 0
    while length < size:
        chosen.shuffle(paragraphs)
        for paragraph in paragraphs:
            varied = _varied(paragraph, names, turn)
            taken.append(varied)
            length += len(varied.encode()) + 2
            if length >= size:
                break
        turn += 1
    return "\n\n".join(taken) + "\n"


def _names(language: str, paragraphs: Sequence[str]) -> frozenset[str]:
    """Words always written with a capital, inside sentences too, that are on no word list."""
    words = {word for paragraph in paragraphs for word in _INSIDE.findall(paragraph)}
    known = {word for paragraph in paragraphs for word in _WORD.findall(paragraph)}
    known = {word for word in known if word.islower()}
    lexicon = lexicon_of(language)
    subjects = ("dates", "bodies", "forums", "sessions", "offices", "agreements", "places")
    for subject in subjects:
        known |= {word.lower() for word in _WORD.findall(str(lexicon.table(subject)))}
    return frozenset(
        word
        for word in words
        if len(word) > _ENDING and word.istitle() and word.lower() not in known
    )


def _varied(paragraph: str, names: frozenset[str], turn: int) -> str:
    """The paragraph with other names and numbers; the first time as it is written."""
    if not turn:
        return paragraph
    others = _other_letters(turn)

    def other_name(found: re.Match[str]) -> str:
        word = found.group()
        if word not in names:
            return word
        # Endings stay, so that the forms of one name remain forms of one name.
        stem, ending = word[:-_ENDING].lower(), word[-_ENDING:]
        return stem.translate(others).capitalize() + ending

    def other_number(found: re.Match[str]) -> str:
        number = found.group()
        if int(number) <= _LAST_DAY or int(number) in _YEARS:
            return number
        # Not hash(), which is another in every process.
        made = zlib.crc32(f"{number} {turn}".encode()) % 9 * 10 ** (len(number) - 1)
        return str(made + int(number))[-len(number) :].replace("0", "5", 1)

    return _NUMBER.sub(other_number, _WORD.sub(other_name, paragraph))


def _other_letters(turn: int) -> Mapping[int, str]:
    """Each letter's substitute, another for every turn."""
    chosen = random.Random(turn)
    table: dict[int, str] = {}
    for letters in _ALIKE:
        table |= dict(zip(map(ord, letters), chosen.sample(letters, len(letters)), strict=True))
    return table


def measure(language: str, sizes: Sequence[int]) -> dict[str, Any]:
    """In the child: time and words of each size, and the most memory ever held."""
    began = time.perf_counter()
    propose(_document(made_text(language, _FIRST_DOCUMENT, seed=1)))
    start = time.perf_counter() - began
    rows = []
    for size in sizes:
        text = made_text(language, size)
        document = _document(text)
        began, began_working = time.perf_counter(), time.process_time()
        propose(document)
        seconds, elapsed = time.process_time() - began_working, time.perf_counter() - began
        rows.append((len(text.split()), len(set(_WORD.findall(text))), seconds, elapsed))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return {"start": start, "rows": rows, "peak_mb": peak}


def _document(text: str) -> Document:
    result = read_document(text.encode(), name="text.txt")
    if not isinstance(result, Document):
        raise ValueError(f"the text made for measuring cannot be read: {result.code}")
    return result


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], [int(size) for size in sys.argv[2:]])))
