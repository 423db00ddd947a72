"""Scans: pictures of pages are read where the program for it is installed, and marked."""

from collections.abc import Callable
from typing import Any

import pytest

from folkmoot.engines.reading import (
    Document,
    ReadingLimits,
    ReadingWarning,
    Unreadable,
    UnreadableCode,
    WarningCode,
    read_document,
    recognition,
)
from folkmoot.engines.reading.guarded import read_guarded
from tests.engines.reading.files import make_pdf, make_scan
from tests.engines.reading.helpers import assert_blocks_hold

FIRST = [
    "Lake Council bulletin",
    "The delegations of the four districts met in the town hall on",
    "Monday morning and agreed to open a common school of crafts.",
]
SECOND = ["The second page has one sentence that is long enough to read."]
WITH = ReadingLimits(recognised_pages=5)

needs_program = pytest.mark.skipif(
    not recognition.is_available(), reason="tesseract is not installed"
)


def test_a_scan_is_without_text_unless_recognition_is_asked_for() -> None:
    assert read_guarded(make_scan([FIRST]), name="scan.pdf", limits=ReadingLimits()) == (
        Unreadable(UnreadableCode.NO_TEXT, {"pages": 1}, "application/pdf")
    )


def test_a_scan_is_without_text_where_the_program_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recognition, "_languages", lambda: "")

    assert read_document(make_scan([FIRST]), name="scan.pdf", limits=WITH) == (
        Unreadable(UnreadableCode.NO_TEXT, {"pages": 1}, "application/pdf")
    )


@needs_program
@pytest.mark.parametrize("read", [read_document, read_guarded])
def test_the_words_of_a_scan_are_recognised_and_marked_as_such(read: Callable[..., Any]) -> None:
    document = read(make_scan([FIRST, SECOND]), name="scan.pdf", limits=WITH)

    assert isinstance(document, Document)
    assert document.text == "\n\n".join(("\n".join(FIRST), SECOND[0]))
    assert document.warnings == (
        ReadingWarning(WarningCode.RECOGNISED, {"count": 2, "pages": "1, 2"}),
    )
    assert [block.page for block in document.blocks] == [1, 1, 2]
    assert_blocks_hold(document)


@needs_program
def test_pages_beyond_the_limit_are_named_as_unread() -> None:
    limits = ReadingLimits(recognised_pages=1)
    document = read_guarded(make_scan([FIRST, SECOND]), name="scan.pdf", limits=limits)

    assert isinstance(document, Document)
    assert document.warnings == (
        ReadingWarning(WarningCode.PAGES_WITHOUT_TEXT, {"count": 1, "pages": "2"}),
        ReadingWarning(WarningCode.RECOGNISED, {"count": 1, "pages": "1"}),
    )


@needs_program
def test_no_time_left_is_no_text() -> None:
    limits = ReadingLimits(recognised_pages=5, recognition_seconds=0)

    result = read_guarded(make_scan([FIRST]), name="scan.pdf", limits=limits)

    assert isinstance(result, Unreadable)
    assert result.code == "no_text"


def test_a_file_with_text_and_an_empty_page_keeps_its_text() -> None:
    document = read_guarded(make_pdf([FIRST, []]), name="paper.pdf", limits=WITH)

    assert isinstance(document, Document)
    assert document.warnings == (
        ReadingWarning(WarningCode.PAGES_WITHOUT_TEXT, {"count": 1, "pages": "2"}),
    )
