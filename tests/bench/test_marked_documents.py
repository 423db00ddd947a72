"""The marks of both sets of documents are sound; of held-out ones no words are ever shown."""

import json
from collections import Counter
from pathlib import Path

import pytest

from bench.extraction.rows import ROWS

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = [ROOT / "tests/extraction/documents", ROOT / "bench/extraction/documents"]
UNCOUNTED = {
    "document.publisher",
    "document.subtitle",
    "edition.alias",
    "edition.status",
    "headline_quote",
    "note",
    "other_event",
    "place",
    "place.alias",
    "statement",
}
# Each folder with its subfolders, which hold further documents on one subject.
MARKED = [file.parent for folder in FOLDERS for file in sorted(folder.rglob("gold.json"))]
COUNTED = {type_ for row in ROWS for type_ in row.types}


@pytest.mark.parametrize("folder", MARKED, ids=lambda folder: folder.name)
def test_every_mark_shows_the_words_it_supports_and_has_a_known_kind(folder: Path) -> None:
    marked = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    texts = {
        key: (folder / about["file"]).read_bytes().decode()
        for key, about in marked["documents"].items()
    }

    lost = [
        fact["id"]
        for fact in marked["facts"]
        for (start, end), support in zip(fact["spans"], fact["support"], strict=True)
        if texts[fact["doc"]][start:end] != support["text"]
    ]
    traps = [
        number
        for number, trap in enumerate(marked["negatives"])
        if texts[trap["doc"]][slice(*trap["spans"][0])] != trap["text"]
    ]

    assert (lost, traps) == ([], [])
    assert {fact["type"] for fact in marked["facts"]} - COUNTED - UNCOUNTED == set()
    assert [
        one for one, times in Counter(f["id"] for f in marked["facts"]).items() if times > 1
    ] == []


@pytest.mark.parametrize("folder", MARKED, ids=lambda folder: folder.name)
def test_no_document_is_without_marks_and_lengths_are_true(folder: Path) -> None:
    marked = json.loads((folder / "gold.json").read_text(encoding="utf-8"))

    files = {about["file"]: about["chars"] for about in marked["documents"].values()}

    assert files == {
        path.name: len(path.read_bytes().decode()) for path in sorted(folder.glob("*.txt"))
    }


def test_the_two_sets_share_no_document_and_no_forum() -> None:
    ours, theirs = (
        json.loads((folder / "gold.json").read_text(encoding="utf-8")) for folder in FOLDERS
    )

    def series(marked) -> set[str]:
        return {
            str(fact["norm"].get("series")).casefold()
            for fact in marked["facts"]
            if fact["type"] == "edition"
        }

    assert series(ours) & series(theirs) == set()
