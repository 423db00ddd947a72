"""The record of the real forums says exactly what the documents say, and copies none of them."""

import hashlib
import json
from pathlib import Path

import pytest

from folkmoot.engines.interchange import Pack, read_pack, write_pack
from folkmoot.kernel.clock import now
from folkmoot.kernel.packs import import_pack
from folkmoot.kernel.records import RecordRef
from folkmoot.rooms.evidence.models import Citation, Claim, Passage, Source, Statement
from folkmoot.rooms.evidence.queries.citations import citations_of
from folkmoot.rooms.evidence.services import attach_text
from folkmoot.rooms.programme.models import Edition
from folkmoot.rooms.registry.services import load_reference_data
from tools.forums.record import ORDER, Reading, build

pytestmark = pytest.mark.django_db
PACK = Path(__file__).resolve().parents[2] / "src/folkmoot/project/demo/data/forums.jsonl"


@pytest.fixture(scope="module")
def pack() -> Pack:
    with PACK.open(encoding="utf-8") as lines:
        return read_pack(lines)


@pytest.fixture
def record(pack, system):
    """The pack in a database that has the places of the world."""
    load_reference_data(actor=system, at=now())
    return import_pack(actor=system, pack=pack, at=now())


def test_the_editions_carry_what_the_documents_tell_and_nothing_more(record):
    told = {
        edition.slug: (
            edition.series.slug,
            edition.ordinal,
            edition.starts_on and edition.starts_on.isoformat(),
            edition.ends_on and edition.ends_on.isoformat(),
            edition.dates,
            edition.status,
            sorted(f"{place.role}: {place}" for place in edition.places.all()),
        )
        for edition in Edition.objects.select_related("series")
    }

    assert told == {
        "7-2020": (
            "forum-of-regions", 7, "2020-09-28", "2020-09-29", "", "planned", ["host: Minsk", "host: Moscow"],
        ),
        "10-2023": ("forum-of-regions", 10, None, None, "../2023-06-28", "under_way", ["host: Ufa"]),
        "2025": ("great-heritage", None, None, None, "2025", "held", ["host: Volgograd"]),
        "4-2025": (
            "small-towns", 4, None, None, "2025-08-13~", "under_way",
            ["host: Grodno Region", "next: Bolshoye Boldino"],
        ),
        "1-2023": ("forum-of-historians", 1, None, None, "2023-06~", "held", ["host: Moscow"]),
    }  # fmt: skip


def test_the_expected_and_the_signed_agreements_stay_two_claims(record):
    claims = Claim.objects.filter(measure="agreements").order_by("value")

    assert [(str(one), one.comparator, one.status) for one in claims] == [
        ("18 agreements and contracts agreements and contracts", "about", "expected"),
        ("100 agreements and contracts agreements and contracts", "over", "signed"),
    ]


@pytest.mark.sources
def test_every_citation_resolves_to_the_words_the_reader_found(record, sources_folder, system):
    reading = Reading(sources_folder)
    for source in Source.objects.all():
        data = next(
            data
            for file in reading.files.values()
            if hashlib.sha256(data := (sources_folder / file).read_bytes()).hexdigest()
            == source.text_sha256
        )
        attach_text(actor=system, source=source, data=data, name="source.txt", at=now())

    texts = dict(Source.objects.values_list("pk", "text"))
    wrong = [
        passage
        for passage in Passage.objects.all()
        if hashlib.sha256(
            texts[passage.source_id][passage.start : passage.end].encode()
        ).hexdigest()
        != passage.words_sha256
    ]
    assert (wrong, Passage.objects.count() > 150, Citation.objects.count() > 180) == (
        [],
        True,
        True,
    )


@pytest.mark.sources
def test_every_attributed_statement_of_the_reading_is_in_the_record(record, sources_folder):
    reading = Reading(sources_folder)
    wanted = {
        (reading.files[fact["doc"]], fact["norm"]["speaker"], tuple(map(tuple, fact["spans"])))
        for fact in reading.of_type("quote")
    }
    files = {
        hashlib.sha256((sources_folder / file).read_bytes()).hexdigest(): file
        for file in reading.files.values()
    }
    statements = {str(one.uid): one for one in Statement.objects.select_related("source")}
    cited = citations_of([RecordRef("evidence.statement", uid) for uid in statements])

    found = {
        (
            files[statements[ref.uid].source.text_sha256],
            statements[ref.uid].speaker_as_written,
            tuple((passage.start, passage.end) for passage in passages),
        )
        for (ref, field), passages in cited.items()
        if field == "words"
    }

    assert found == wanted


@pytest.mark.sources
def test_the_committed_pack_is_what_the_reading_gives(pack, sources_folder):
    built = build(sources_folder).pack(pack.title, ORDER)

    assert "".join(write_pack(built)) == PACK.read_text(encoding="utf-8")


@pytest.mark.sources
def test_no_sentence_of_a_document_is_in_the_pack(sources_folder):
    # Names and titles are facts; sentences are not.
    titles = {
        "document.title",
        "edition",
        "edition.topic",
        "edition.organiser",
        "organisation",
        "person.office",
    }
    titles |= {"series", "session", "side_event"}
    reading = Reading(sources_folder)
    allowed = {
        run
        for fact in reading.facts.values()
        if fact["type"] in titles
        for start, end in fact["spans"]
        for run in runs(
            (sources_folder / reading.files[fact["doc"]]).read_text(encoding="utf-8")[start:end]
        )
    }
    lines = PACK.read_text(encoding="utf-8").splitlines()
    written = {run for line in lines for text in strings(json.loads(line)) for run in runs(text)}

    copied = {
        run
        for file in reading.files.values()
        for run in runs((sources_folder / file).read_text(encoding="utf-8"))
        if run in written and run not in allowed
    }
    assert copied == set()


def runs(text: str, length: int = 9) -> set[str]:
    """Every run of nine words, letters only."""
    words = ["".join(filter(str.isalnum, word)).lower() for word in text.split()]
    words = [word for word in words if word]
    return {" ".join(words[start : start + length]) for start in range(len(words) - length + 1)}


def strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for item in items for text in strings(item)]
