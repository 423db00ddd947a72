"""Words a second, memory, and whether time grows with the length alone.

Each language is measured in a process of its own on one core, so that memory is that of one
model; the text is made by shuffling the paragraphs of the development documents.
"""

import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from bench.report import Measure
from folkmoot.engines.extraction import propose
from folkmoot.engines.reading import Document, read_document

_DEVELOPMENT: Final = Path(__file__).resolve().parents[2] / "tests" / "extraction" / "documents"
_LANGUAGES: Final = {"en": ("English, small pipeline", 3_000), "ru": ("Russian, natasha", 10_000)}
_SIZES: Final = (10_000, 100_000, 1_000_000)
_MEMORY_MB: Final = 1_000
# Time a word at 1 MB over time a word at 100 kB: a quarter more is noise, twice is a loop.
_GROWTH: Final = 1.5
_ONE_CORE: Final = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"
)


def speed_measures() -> Iterator[Measure]:
    """Speed, memory and growth of both languages."""
    for language, (name, bound) in _LANGUAGES.items():
        found = _asked(language)
        for size, seconds in zip(_SIZES, found["seconds"], strict=True):
            words = found["words"][str(size)]
            yield Measure(
                f"{name}: {size // 1000} kB",
                words / seconds,
                "words/s",
                bound,
                is_floor=True,
                note=f"{words:,} words in {seconds:.1f} s",
            )
        a_word = [
            seconds / found["words"][str(size)]
            for size, seconds in zip(_SIZES, found["seconds"], strict=True)
        ]
        yield Measure(f"{name}: time a word, 1 MB over 100 kB", a_word[2] / a_word[1], "×", _GROWTH)
        yield Measure(f"{name}: peak memory", found["peak_mb"], "MB", _MEMORY_MB)
        yield Measure(f"{name}: first document", found["start"], "s", note="models are loaded")


def _asked(language: str) -> dict[str, Any]:
    process = subprocess.run(
        [sys.executable, "-m", "bench.extraction.speed", language],
        env={**os.environ, **_ONE_CORE},
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(process.stdout)  # type: ignore[no-any-return]


def made_text(language: str, size: int) -> str:
    """At least ``size`` bytes of paragraphs of the development documents, shuffled."""
    chosen = random.Random(7)
    paragraphs = [
        paragraph
        for path in sorted(_DEVELOPMENT.glob(f"{language}-*.txt"))
        for paragraph in path.read_text(encoding="utf-8").split("\n\n")
        if len(paragraph) > 40
    ]
    taken: list[str] = []
    length = 0
    while length < size:
        chosen.shuffle(paragraphs)
        for paragraph in paragraphs:
            taken.append(paragraph)
            length += len(paragraph.encode()) + 2
            if length >= size:
                break
    return "\n\n".join(taken) + "\n"


def measure(language: str) -> dict[str, Any]:
    """In the child: times by size, words by size, and the most memory ever held."""
    began = time.perf_counter()
    propose(_document(made_text(language, 500)))
    start = time.perf_counter() - began
    seconds: list[float] = []
    words: dict[str, int] = {}
    for size in _SIZES:
        text = made_text(language, size)
        document = _document(text)
        began = time.process_time()
        propose(document)
        seconds.append(time.process_time() - began)
        words[str(size)] = len(text.split())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return {"start": start, "seconds": seconds, "words": words, "peak_mb": peak}


def _document(text: str) -> Document:
    result = read_document(text.encode(), name="text.txt")
    if not isinstance(result, Document):
        raise ValueError(f"the text made for measuring cannot be read: {result.code}")
    return result


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])))
