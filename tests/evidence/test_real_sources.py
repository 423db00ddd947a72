"""The real documents, where they are present, are stored so that known offsets find their words."""

import hashlib
import json

import pytest

from folkmoot.kernel.actors import SYSTEM
from folkmoot.rooms.evidence.services import ingest_paths

pytestmark = [pytest.mark.sources, pytest.mark.django_db]


def test_every_document_is_stored_unchanged_and_every_known_span_finds_its_words(
    sources_folder, noon
):
    facts = json.loads((sources_folder / "facts.json").read_text())
    names = {name: one["file"] for name, one in facts["documents"].items()}

    reports = list(ingest_paths(sorted(sources_folder.glob("*.txt")), actor=SYSTEM, at=noon))

    assert [report.is_new for report in reports] == [True] * len(names)
    texts = {report.name: report.source.text for report in reports}
    for name, text in texts.items():
        assert text.encode() == (sources_folder / name).read_bytes()
    checked = 0
    for fact in facts["facts"]:
        text = texts[names[fact["doc"]]]
        for (start, end), support in zip(fact["spans"], fact["support"], strict=False):
            words = text[start:end]
            if "sha256" in support:
                digest = hashlib.sha256(words.encode()).hexdigest()
                assert digest.startswith(support["sha256"]), fact["id"]
            else:
                assert support["text"] in words, fact["id"]
            checked += 1
    assert checked > 200
