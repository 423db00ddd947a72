"""The documents of the fictional forum, and what is cited from them.

The texts lie in ``documents/`` with places for the days. What they support is told in
``evidence.toml`` by quoting their words; the offsets are found here, in the text as it is
read, so that no number of a character is ever written down.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib import resources
from string import Template
from typing import Any

from folkmoot.engines.interchange import PackRecord
from folkmoot.engines.reading import Document, Unreadable, read_document
from folkmoot.project.demo.fiction.calendar import Calendar, in_words
from folkmoot.project.demo.fiction.records import (
    Pointer,
    Records,
    pointer,
    table,
    text_of,
)

_FOLDER = "documents"
_KINDS = {
    "edition": "programme.edition",
    "series": "programme.series",
    "session": "programme.session",
    "place": "programme.editionplace",
    "organiser": "programme.editionorganiser",
    "venue": "programme.venue",
    "person": "registry.person",
    "office": "registry.officeheld",
    "organisation": "registry.organisation",
    "city": "registry.city",
    "membership": "registry.membership",
    "outcome": "outcomes.reportedoutcome",
    "statement": "evidence.statement",
    "claim": "evidence.claim",
}


@dataclass(frozen=True, slots=True)
class WrittenDocument:
    """A document with the days filled in, as a file would come."""

    name: str
    data: bytes
    address: str


def locate(text: str, words: str) -> tuple[int, int]:
    """Where words stand in a text, as half-open character offsets.

    Only whole words count: "2 May" is not found in "22 May", so that no day makes them unclear.

    Raises:
        ValueError: they do not stand there, or more than once.
    """
    found = [one.span() for one in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    if not found:
        raise ValueError(f"these words do not stand in the text: {words!r}")
    if len(found) > 1:
        raise ValueError(f"these words stand in the text more than once: {words!r}")
    return found[0]


def write_evidence(
    calendar: Calendar,
) -> tuple[tuple[PackRecord, ...], tuple[WrittenDocument, ...]]:
    """Sources, passages, citations, statements, claims and reported outcomes; and the texts."""
    telling = _Telling(calendar)
    for row in table("evidence")["source"]:
        telling.source(row)
    for row in table("evidence")["statement"]:
        telling.statement(row)
    for row in table("evidence")["claim"]:
        telling.claim(row)
    for row in table("evidence")["outcome"]:
        telling.outcome(row)
    for row in table("evidence")["citation"]:
        record = _record(row["record"])
        telling.cite(record, row["field"], row["source"], [row["words"]])
    return telling.records.by_kind, tuple(telling.documents)


class _Telling:
    """Collects evidence records; keeps the texts to find words in."""

    def __init__(self, calendar: Calendar) -> None:
        self.records = Records()
        self.documents: list[WrittenDocument] = []
        self._calendar = calendar
        self._texts: dict[str, str] = {}
        self._days: dict[str, Mapping[str, str]] = {}

    def source(self, row: Mapping[str, Any]) -> None:
        """Catalogue a document; its text is attached when the file comes."""
        key, name = row["key"], row["file"]
        published = self._calendar.day(row["edition"], row["day"])
        self._days[key] = _days(self._calendar, published)
        raw = resources.files("folkmoot.project.demo").joinpath(_FOLDER, name)
        data = Template(raw.read_text(encoding="utf-8")).substitute(self._days[key]).encode()
        document = _read(data, name)
        self._texts[key] = document.text
        self.documents.append(WrittenDocument(name, data, row["address"]))
        source = self.records.add(
            "evidence.source",
            key,
            title=document.title or row["key"],
            kind=row["kind"],
            stance=row["stance"],
            language=row["language"],
            publisher=row["publisher"],
            address=row["address"],
            published=document.published or published.isoformat(),
            visibility="public",
            text_rights=row.get("rights", "full"),
            rights_note="Written for this demonstration.",
            summary=text_of(row, "summary_"),
            text_sha256=hashlib.sha256(document.text.encode()).hexdigest(),
            length_chars=len(document.text),
        )
        for field, span in (("title", document.title_span), ("published", document.published_span)):
            if span is not None:
                self._cite_span(source, field, key, span)

    def statement(self, row: Mapping[str, Any]) -> None:
        """Attributed words."""
        said = self.records.add(
            "evidence.statement",
            row["key"],
            **self._attribution(row),
            mode=row.get("mode", "direct"),
            topic=text_of(row, "topic_"),
            reported_by=_maybe("person", row.get("reported_by", "")),
        )
        self.cite(said, "words", row["source"], row["words"])

    def claim(self, row: Mapping[str, Any]) -> None:
        """A figure as a document states it."""
        claim = self.records.add(
            "evidence.claim",
            row["key"],
            **self._attribution(row),
            kind=row.get("kind", "count"),
            value=str(row["value"]),
            comparator=row.get("comparator", "exactly"),
            unit=text_of(row, "unit_"),
            currency=row.get("currency", ""),
            measure=row["measure"],
            subject=text_of(row, "subject_"),
            status=row.get("status", ""),
            needs_review=row.get("needs_review", False) or None,
        )
        self.cite(claim, "value", row["source"], row["words"])

    def outcome(self, row: Mapping[str, Any]) -> None:
        """What came of an edition, as a document reports it."""
        outcome = self.records.add(
            "outcomes.reportedoutcome",
            row["key"],
            edition=pointer("programme.edition", str(row["edition"])),
            kind=row["kind"],
            title=text_of(row),
            status=row["status"],
            count=row.get("count"),
            comparator=row.get("comparator", "exactly"),
            parties=text_of(row, "parties_"),
            owner=_maybe("organisation", row.get("owner", "")),
            owner_region=pointer("registry.region", row["region"]) if "region" in row else None,
            taken_up_by=text_of(row, "taken_"),
            stated_by=_maybe("person", row.get("stated_by", "")),
        )
        field = "count" if "count" in row else "title"
        self.cite(outcome, field, row["source"], row["words"])

    def cite(self, record: Pointer, field: str, source: str, words: list[str]) -> None:
        """Let words of a source support a field of a record."""
        pointed = pointer("evidence.source", source)
        for one in words:
            filled = Template(one).substitute(self._days[source])
            self._cite_span(pointed, field, source, locate(self._texts[source], filled), record)

    def _cite_span(
        self,
        source: Pointer,
        field: str,
        key: str,
        span: tuple[int, int],
        record: Pointer | None = None,
    ) -> None:
        cited = record or source
        start, end = span
        place = f"{key} {start} {end}"
        passage = pointer("evidence.passage", place)
        if not self.records.has(passage):
            words = self._texts[key][start:end]
            self.records.add(
                "evidence.passage",
                place,
                source=source,
                start=start,
                end=end,
                words_sha256=hashlib.sha256(words.encode()).hexdigest(),
            )
        self.records.add(
            "evidence.citation",
            f"{place} {cited['uid']} {field}",
            passage=passage,
            record_kind=cited["kind"],
            record_uid=cited["uid"],
            field=field,
        )

    def _attribution(self, row: Mapping[str, Any]) -> dict[str, Any]:
        about = _record(row["about"])
        return {
            "source": pointer("evidence.source", row["source"]),
            "speaker": _maybe("person", row.get("speaker", "")),
            "speaker_organisation": _maybe("organisation", row.get("body", "")),
            "office": _maybe("office", row.get("office", "")),
            "speaker_as_written": row.get("written", ""),
            "about_kind": about["kind"],
            "about_uid": about["uid"],
        }


def _read(data: bytes, name: str) -> Document:
    document = read_document(data, name=name)
    if isinstance(document, Unreadable):
        raise ValueError(f"{name} cannot be read: {document.code}")
    return document


def _days(calendar: Calendar, published: date) -> dict[str, str]:
    """The days that a document may name: "first_3", "ru_last_2", "published" …"""
    days: dict[str, str] = {}
    for language, prefix in (("en", ""), ("ru", "ru_")):
        words = partial(in_words, language=language)
        days[f"{prefix}published"] = words(published)
        for row in table("editions")["edition"]:
            number = row["number"]
            days[f"{prefix}first_{number}"] = words(calendar.first_day(number))
            days[f"{prefix}last_{number}"] = words(calendar.last_day(number))
            days[f"{prefix}second_{number}"] = words(calendar.day(number, 1))
    return days


def _record(told: str) -> Pointer:
    """A record as ``evidence.toml`` names it: ``session:3 opening``."""
    kind, _, key = told.partition(":")
    return pointer(_KINDS[kind], key)


def _maybe(kind: str, key: str) -> Pointer | None:
    return pointer(_KINDS[kind], key) if key else None
