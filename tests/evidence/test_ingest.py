"""Files become sources, once, with their text unchanged."""

import hashlib
import sys

import pytest

from folkmoot.engines.reading import guarded
from folkmoot.kernel import files
from folkmoot.kernel.models import AuditEntry
from folkmoot.kernel.refusals import Invalid, NotAllowed
from folkmoot.rooms.evidence.models import Block, Citation, Passage, Source
from folkmoot.rooms.evidence.services import ingest_document
from tests.conftest import actor_with
from tests.evidence.conftest import ARTICLE

pytestmark = pytest.mark.django_db

PAGE_WITH_MENU = b"""<html lang="en"><head><title>Boats of the coast</title></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Boats of the coast</h1><p>Twelve boats left the harbour on the first day of the
forum, and every one of them carried a choir from another town of the coast.</p></article>
</body></html>"""


def test_a_file_becomes_a_source_with_text_blocks_hash_and_original(article):
    article.refresh_from_db()
    assert article.text == ARTICLE
    assert article.text_sha256 == hashlib.sha256(ARTICLE.encode()).hexdigest()
    assert (article.length_chars, article.has_text) == (len(ARTICLE), True)
    assert (article.title, article.published, article.language) == (
        "Lantern Coast Forum closes in Port Amber", "2031-05-12", "en",
    )  # fmt: skip
    assert article.original is not None
    assert files.read(article.original) == ARTICLE.encode()
    blocks = [ARTICLE[block.start : block.end] for block in article.blocks.all()]
    assert " ".join(blocks).split() == ARTICLE.split()


def test_title_and_date_cite_the_words_they_were_read_from(article):
    cited = {
        one.field: ARTICLE[one.passage.start : one.passage.end]
        for one in Citation.objects.filter(record_uid=article.uid)
    }

    assert cited["title"] == "Lantern Coast Forum closes in Port Amber"
    assert cited["published"] == "12 May 2031"


def test_what_a_person_knows_better_wins_and_is_not_cited(ingested):
    source = ingested(values={"title": "The forum ends"})

    assert source.title == "The forum ends"
    assert not Citation.objects.filter(record_uid=source.uid, field="title").exists()


def test_the_same_file_again_changes_nothing(article, secretary, noon):
    before = (Source.objects.count(), Block.objects.count(), AuditEntry.objects.count())

    report = ingest_document(
        actor=secretary, data=ARTICLE.encode(), name="copy.txt", at=noon, address="https://x.test/"
    )

    assert (report.source, report.is_new, report.is_attached) == (article, False, False)
    assert (Source.objects.count(), Block.objects.count(), AuditEntry.objects.count()) == before


def test_the_same_text_in_other_bytes_changes_nothing(article, secretary, noon):
    data = ARTICLE.encode("utf-16")

    report = ingest_document(actor=secretary, data=data, name="wide.txt", at=noon)

    assert (report.source, report.is_new) == (article, False)
    assert Source.objects.count() == 1


def test_the_text_is_kept_out_of_the_audit_trail(article):
    entry = AuditEntry.objects.get(kind="evidence.source", action="created")

    assert "text" not in entry.after


def test_menus_of_a_page_are_kept_and_tagged(secretary, noon):
    report = ingest_document(actor=secretary, data=PAGE_WITH_MENU, name="boats.html", at=noon)

    source = report.source
    assert source is not None
    kinds = {source.text[b.start : b.end].split()[0]: b.kind for b in source.blocks.all()}
    assert kinds["Home"] == "furniture"
    assert kinds["Twelve"] == "paragraph"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("empty.txt", b" \n", "empty"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(40), "unknown_type"),
        ("report.txt", b"%PDF-1.7\n1 0 obj\n", "mislabelled"),
        ("torn.pdf", b"%PDF-1.7\n1 0 obj\n", "damaged"),
        ("noise.txt", bytes(range(256)) * 4, "wrong_encoding"),
        ("page.html", b"<html><body><script>1</script></body></html>", "no_text"),
    ],
)
def test_a_bad_file_gets_a_reason_and_leaves_nothing(name, data, code, secretary, noon):
    report = ingest_document(actor=secretary, data=data, name=name, at=noon)

    assert (report.is_refused, report.code) == (True, code)
    assert report.message
    assert "%(" not in report.message
    assert Source.objects.count() == 0


def test_a_file_over_the_limit_of_the_installation_is_refused(secretary, noon, settings):
    settings.UPLOAD_LIMIT_BYTES = 10

    report = ingest_document(actor=secretary, data=ARTICLE.encode(), name="a.txt", at=noon)

    assert (report.code, report.params) == ("too_large", {"found": len(ARTICLE), "limit": 10})


def test_a_doubt_about_the_encoding_stays_with_the_source(secretary, noon):
    text = "Форум закрылся в Янтарном порту. Подписано более сорока соглашений. " * 4

    report = ingest_document(actor=secretary, data=text.encode("cp1251"), name="a.txt", at=noon)

    assert report.source is not None
    assert report.source.text.split() == text.split()
    assert [one["code"] for one in report.source.warnings] == ["guessed_encoding"]
    assert "%(" not in report.warnings[0]


def test_an_address_that_is_none_is_refused_and_writes_nothing(secretary, noon):
    with pytest.raises(Invalid) as refused:
        ingest_document(
            actor=secretary, data=ARTICLE.encode(), name="a.txt", at=noon, address="/etc/passwd"
        )

    assert set(refused.value.errors) == {"address"}
    assert (Source.objects.count(), Passage.objects.count()) == (0, 0)


def test_readers_and_visitors_bring_in_nothing_but_a_reviewer_of_any_edition_does(
    reader, visitor, noon
):
    for actor in (reader, visitor):
        with pytest.raises(NotAllowed):
            ingest_document(actor=actor, data=ARTICLE.encode(), name="a.txt", at=noon)
    assert Source.objects.count() == 0

    reviewer = actor_with("reviewer")

    assert ingest_document(actor=reviewer, data=ARTICLE.encode(), name="a.txt", at=noon).is_new


def test_a_file_over_which_the_reader_is_lost_is_refused_in_words(secretary, noon, monkeypatch):
    lost = guarded.GuardedReader(command=(sys.executable, "-c", "raise SystemExit(1)"))
    monkeypatch.setattr(guarded, "_reader", lost)

    report = ingest_document(actor=secretary, data=ARTICLE.encode(), name="a.txt", at=noon)

    assert (report.source, report.code, report.message) == (
        None,
        "too_costly",
        "Reading the file takes more time or memory than is allowed. Save it anew.",
    )
    assert not Source.objects.exists()
