"""Proposals that say exactly what is marked: what a perfect engine would hand over."""

from typing import Any

from bench.extraction.gold import Fact, MarkedDocument
from bench.extraction.words import words_at

Told = dict[str, Any]

_KINDS = {
    "edition": "edition",
    "edition (other series)": "edition",
    "series": "series",
    "session": "session",
    "side_event": "side_event",
    "person": "person",
    "organisation": "organisation",
    "quote": "quote",
    "claim": "claim",
    "agreement": "agreement",
    "project": "project",
    "programme": "programme",
    "practice": "practice",
    "next_host": "next_host",
}
_WORDS = {"edition": "series", "quote": "words", "claim": "value", "next_host": "place"}
_LISTS = ("place", "organiser", "topic", "participants")


def perfect(document: MarkedDocument) -> list[Told]:
    """One proposal for each record, with the fields that facts of their own tell."""
    made = {fact.id: _record(document, fact) for fact in document.facts if fact.type in _KINDS}
    for fact in document.facts:
        if fact.type == "person.office":
            _add_office(document, fact, list(made.values()))
        elif fact.type.startswith("edition."):
            _add_to_edition(document, fact, list(made.values()))
    about = {
        fact.type.partition(".")[2]: field(fact.norm[name], ())
        for fact in document.facts
        for name in ("title", "published", "kind")
        if fact.type == f"document.{name}"
    }
    return [*made.values(), {"type": "document", "fields": about, "spans": [], "rules": []}]


def field(value: Any, spans: Any) -> Told:
    """A field of a proposal as JSON."""
    return {"value": value, "spans": [list(span) for span in spans], "text": ""}


def proposal(kind: str, spans: Any, /, **fields: Told) -> Told:
    """A proposal as JSON, found by a rule named for its kind."""
    return {
        "type": kind,
        "fields": fields,
        "spans": [list(span) for span in spans],
        "rules": [f"{kind}.rule"],
    }


def _record(document: MarkedDocument, fact: Fact) -> Told:
    kind = _KINDS[fact.type]
    told = {
        name: field(value, fact.spans)
        for name, value in fact.norm.items()
        # Offices and places come from facts of their own.
        if value is not None
        and name not in ("place", "office", "organisation")
        and (name, str(value)[:11]) != ("claimant", "the article")
    }
    naming = _WORDS.get(kind, "name")
    told.setdefault(naming, field(words_at(document.text, fact.spans), fact.spans))
    if kind == "quote" and "transcript" in str(fact.norm.get("mode")):
        told["mode"] = field("transcript", fact.spans)
    return proposal(kind, fact.spans, **told)


def _add_office(document: MarkedDocument, fact: Fact, made: list[Told]) -> None:
    for told in made:
        if told["type"] == "person" and told["fields"]["name"]["value"] == fact.norm["person"]:
            words = [words_at(document.text, [span]) for span in fact.spans[:1]]
            office = told["fields"].setdefault("office", field([], ()))
            office["value"] += words
            office["spans"] += [list(span) for span in fact.spans[:1]]
            return


def _add_to_edition(document: MarkedDocument, fact: Fact, made: list[Told]) -> None:
    editions = [told["fields"] for told in made if told["type"] == "edition"]
    if not editions:
        return
    fields = editions[0]
    name = fact.type.partition(".")[2]
    if name == "dates":
        # Which edition a date belongs to is not marked: each takes the first that is free.
        free = [own for own in editions if "dates" not in own] or [{}]
        start = fact.norm.get("start") or fact.norm.get("around") or fact.norm.get("end")
        value = f"{start}/{fact.norm.get('end') or start}"
        free[0]["dates"] = field(value, fact.spans)
    elif name in _LISTS:
        value = fact.norm.get("city") or words_at(document.text, fact.spans)
        listed = fields.setdefault(name, field([], ()))
        listed["value"].append(value)
        listed["spans"].append(list(fact.spans[0]))
