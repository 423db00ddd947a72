"""Scanned pages: read where the program is installed and the settings allow it."""

from dataclasses import replace

import pytest

from folkmoot.engines.reading import recognition
from folkmoot.kernel.actors import SYSTEM
from folkmoot.rooms.evidence.services import ingest_document
from tests.engines.reading.files import make_scan

pytestmark = pytest.mark.django_db

PAGE = ["Lake Council bulletin", "The council met in the town hall and agreed to open a school."]


def test_a_scan_is_refused_where_the_settings_say_no(noon, settings):
    settings.CONFIG = replace(settings.CONFIG, ocr=False)

    report = ingest_document(actor=SYSTEM, data=make_scan([PAGE]), name="scan.pdf", at=noon)

    assert (report.code, report.params) == ("no_text", {"pages": 1})


@pytest.mark.skipif(not recognition.is_available(), reason="tesseract is not installed")
def test_a_scan_becomes_a_source_that_says_it_was_recognised(noon):
    report = ingest_document(actor=SYSTEM, data=make_scan([PAGE]), name="scan.pdf", at=noon)

    assert report.source is not None
    assert report.source.text == "\n".join(PAGE)
    assert report.warnings == ("Read from images: pages 1. Check the words against the pages.",)
