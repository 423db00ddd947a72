"""A document of an invented forum, and how tests bring it to the review desk."""

from datetime import UTC, datetime
from typing import Any

from django.test import Client
from django.urls import reverse

from folkmoot.kernel.actors import SYSTEM
from folkmoot.rooms.evidence.models import Source
from folkmoot.rooms.evidence.services import ingest_document
from tests.desk.pages import sent_by

MOMENT = datetime(2031, 5, 20, 12, 0, tzinfo=UTC)
# The lighthouse of the sea cow is beyond U+FFFF, so bytes, UTF-16 units and characters differ.
ARTICLE = """Lantern Coast Forum closes in Port Amber

12 May 2031

The forum's sign is 𓆟. About 18\u00a0agreements were signed in Port Amber, worth 3 billion euros.

"We came to trade," said Ilka Brandt, mayor of Port Amber. Over 700 guests came to Port Amber.
"""


def brought_in(text: str = ARTICLE, **further: Any) -> Source:
    """The article as a public source whose text may be read."""
    options = {"visibility": "public", "text_rights": "full", **further}
    report = ingest_document(
        actor=SYSTEM, data=text.encode(), name="article.txt", at=MOMENT, **options
    )
    assert report.source is not None, report
    return report.source


def note_address(source: Source) -> str:
    return reverse("desk:source_note", args=[source.uid])


def opened(client: Client, source: Source, what: str, words: str) -> dict[str, Any]:
    """The fields of the form that typed words lead to, as the page shows them."""
    answer = client.get(note_address(source), {"what": what, "words": words})
    assert answer.status_code == 200, answer.content.decode()
    return sent_by(answer.content.decode(), marker="note-form")
