"""The five source documents, where their folder is at hand: facts known from a reader."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from folkmoot.engines.reading import Document, SourceKind
from tests.engines.reading.helpers import assert_blocks_hold, read

FOLDER = Path(
    os.environ.get("FOLKMOOT_TEST_SOURCES")
    or Path(__file__).resolve().parents[4] / "shared" / "sources"
)
KINDS = {
    "news article": SourceKind.NEWS_ARTICLE,
    "press release": SourceKind.PRESS_RELEASE,
    "speech (transcript)": SourceKind.SPEECH,
}

pytestmark = [
    pytest.mark.sources,
    pytest.mark.skipif(
        not (FOLDER / "facts.json").is_file(),
        reason="set FOLKMOOT_TEST_SOURCES to the folder of source documents",
    ),
]


def _facts(kind: str) -> list[dict[str, Any]]:
    facts = json.loads((FOLDER / "facts.json").read_text("utf-8"))
    found: list[dict[str, Any]] = [fact for fact in facts["facts"] if fact["type"] == kind]
    assert found
    for fact in found:
        fact["file"] = facts["documents"][fact["doc"]]["file"]
    return found


def _read(fact: dict[str, Any]) -> Document:
    return read((FOLDER / fact["file"]).read_bytes(), fact["file"])


def test_the_texts_are_stored_character_by_character() -> None:
    for path in sorted(FOLDER.glob("*.txt")):
        document = read(path.read_bytes(), path.name)

        assert document.text.encode() == path.read_bytes()
        assert (document.language, document.warnings) == ("en", ())
        assert_blocks_hold(document)


def test_every_title_is_found_where_it_stands() -> None:
    for fact in _facts("document.title"):
        document = _read(fact)

        assert (document.title, list(document.title_span or ())) == (
            fact["norm"]["title"],
            fact["spans"][0],
        )


def test_every_day_of_publication_is_found_where_it_stands() -> None:
    for fact in _facts("document.published"):
        document = _read(fact)

        assert (document.published, list(document.published_span or ())) == (
            fact["norm"]["published"],
            fact["spans"][0],
        )


def test_every_kind_is_told() -> None:
    told = {fact["file"]: _read(fact).kind for fact in _facts("document.kind")}

    assert told == {fact["file"]: KINDS[fact["norm"]["kind"]] for fact in _facts("document.kind")}


def test_a_publisher_is_found_where_one_is_named_and_nowhere_else() -> None:
    named = {fact["file"]: fact for fact in _facts("document.publisher")}
    for path in sorted(FOLDER.glob("*.txt")):
        document = read(path.read_bytes(), path.name)
        fact = named.get(path.name)

        assert document.publisher == (fact["norm"]["publisher"] if fact else None)
        assert list(document.publisher_span or ()) == (fact["spans"][0] if fact else [])
