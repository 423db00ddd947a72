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
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from bench.report import Measure
from folkmoot.engines.extraction import propose
from folkmoot.engines.reading import Document, read_document

_DEVELOPMENT: Final = Path(__file__).resolve().parents[2] / "tests" / "extraction" / "documents"
_LANGUAGES: Final = {"en": ("English (small pipeline)", 3_000), "ru": ("Russian (natasha)", 10_000)}
_SIZES: Final = (10_000, 100_000, 1_000_000)
_MEMORY_MB: Final = 1_000
# Time a word at 1 MB over time a word at 100 kB: a quarter more is noise, twice is a loop.
_GROWTH: Final = 1.5
_ONE_CORE: Final = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"
)


def speed_measures(quick: bool = False) -> Iterator[Measure]:
    """Speed, memory and growth of both languages; in a hurry up to 100 kB only."""
    sizes = _SIZES[:2] if quick else _SIZES
    for language, (name, bound) in _LANGUAGES.items():
        found = _asked(language, sizes)
        for size, words, seconds in zip(sizes, found["words"], found["seconds"], strict=True):
            yield Measure(
                f"reading {name}, {size // 1000} kB",
                words / seconds,
                "words/s",
                bound,
                is_floor=True,
                note=f"{words:,} words in {seconds:.1f} s",
            )
        a_word = [
            took / words for took, words in zip(found["seconds"], found["words"], strict=True)
        ]
        note = f"{sizes[-1] // 1000} kB over {sizes[-2] // 1000} kB"
        yield Measure(
            f"reading {name}, growth of time a word",
            a_word[-1] / a_word[-2],
            "×",
            _GROWTH,
            note=note,
        )
        yield Measure(f"reading {name}, peak memory", found["peak_mb"], "MB", _MEMORY_MB)
        note = "models are loaded"
        yield Measure(f"reading {name}, first document", found["start"], "s", note=note)


def _asked(language: str, sizes: Sequence[int]) -> dict[str, Any]:
    process = subprocess.run(
        [sys.executable, "-m", "bench.extraction.speed", language, *map(str, sizes)],
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


def measure(language: str, sizes: Sequence[int]) -> dict[str, Any]:
    """In the child: seconds and words of each size, and the most memory ever held."""
    began = time.perf_counter()
    propose(_document(made_text(language, 500)))
    start = time.perf_counter() - began
    seconds: list[float] = []
    words: list[int] = []
    for size in sizes:
        text = made_text(language, size)
        document = _document(text)
        began = time.process_time()
        propose(document)
        seconds.append(time.process_time() - began)
        words.append(len(text.split()))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return {"start": start, "seconds": seconds, "words": words, "peak_mb": peak}


def _document(text: str) -> Document:
    result = read_document(text.encode(), name="text.txt")
    if not isinstance(result, Document):
        raise ValueError(f"the text made for measuring cannot be read: {result.code}")
    return result


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], [int(size) for size in sys.argv[2:]])))
