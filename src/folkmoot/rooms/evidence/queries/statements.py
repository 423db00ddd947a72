"""Statements: words attributed to somebody, with where they stand."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Q

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.actors import VISITOR, Actor
from folkmoot.kernel.records import RecordRef
from folkmoot.rooms.evidence import policies
from folkmoot.rooms.evidence.models import Statement
from folkmoot.rooms.evidence.queries.attribution import (
    Attribution,
    Named,
    about_of,
    attribution_of,
    with_attribution,
)
from folkmoot.rooms.evidence.queries.cards import CitedPassage, SourceCard, card_of
from folkmoot.rooms.evidence.queries.citations import citations_of, matching_refs
from folkmoot.rooms.evidence.terms import Mode


@dataclass(frozen=True, slots=True)
class AttributedWords:
    """One statement. Its words are its passages, in order."""

    ref: RecordRef
    mode: str
    topic: Multilingual
    by: Attribution
    reported_by: Named | None
    source: SourceCard
    about: RecordRef | None
    passages: tuple[CitedPassage, ...] = ()

    @property
    def is_reported(self) -> bool:
        """Whether the words are the source's own, retelling what was said."""
        return self.mode == Mode.INDIRECT


def statements_of_person(
    person_uid: str, *, actor: Actor = VISITOR, limit: int = 200, offset: int = 0
) -> list[AttributedWords]:
    """What a person is said to have said, newest source first. Two queries."""
    condition = Q(speaker__uid=person_uid)
    return _statements(condition, actor, slice(offset, offset + limit))


def statements_of_organisation(
    organisation_uid: str, *, actor: Actor = VISITOR, limit: int = 200, offset: int = 0
) -> list[AttributedWords]:
    """What an organisation is said to have said, newest source first. Two queries."""
    condition = Q(speaker_organisation__uid=organisation_uid)
    return _statements(condition, actor, slice(offset, offset + limit))


def statements_about(
    refs: Iterable[RecordRef], *, actor: Actor = VISITOR
) -> dict[RecordRef, tuple[AttributedWords, ...]]:
    """What was said about each of the records, newest source first.

    Two queries for any number of records, none for no record.
    """
    condition = matching_refs(refs, "about_kind", "about_uid")
    if condition is None:
        return {}
    found: dict[RecordRef, list[AttributedWords]] = {}
    for statement in _statements(condition, actor):
        if statement.about is not None:
            found.setdefault(statement.about, []).append(statement)
    return {about: tuple(statements) for about, statements in found.items()}


def statements_in(source_uid: str, *, actor: Actor = VISITOR) -> list[AttributedWords]:
    """What people are said to have said in one source. Two queries."""
    return _statements(Q(source__uid=source_uid), actor)


def _statements(condition: Q, actor: Actor, part: slice | None = None) -> list[AttributedWords]:
    rows = Statement.objects.filter(condition, policies.readable(actor, "source__"))
    joined = with_attribution(rows).select_related(
        "source", "speaker", "speaker_organisation", "office", "reported_by"
    )
    ordered = joined.order_by("-source__published", "source_id", "id")
    statements = [_words(row) for row in (ordered if part is None else ordered[part])]
    cited = citations_of((one.ref for one in statements), fields=["words"], actor=actor)
    return [replace(one, passages=cited.get((one.ref, "words"), ())) for one in statements]


def _words(row: Statement) -> AttributedWords:
    reporter = row.reported_by
    return AttributedWords(
        ref=row.ref,
        mode=row.mode,
        topic=row.topic,
        by=attribution_of(row),
        reported_by=Named(reporter.ref, reporter.name) if reporter else None,
        source=card_of(row.source),
        about=about_of(row),
    )
