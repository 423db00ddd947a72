"""Proposals as linking sees them, and which records they may mean.

What the rooms know of their records comes through the intake port, so that this room asks
rooms above it without knowing them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from folkmoot.engines.linking import Candidate, Described, Match, Reason, ReasonCode, Subject, rank
from folkmoot.kernel.intake import intakes
from folkmoot.kernel.records import RecordRef
from folkmoot.rooms.evidence.models import Proposal
from folkmoot.rooms.evidence.queries.review import supported_by
from folkmoot.rooms.evidence.terms import LINK_REASONS, ProposalState, ProposedKind

_SUBJECTS = {
    ProposedKind.EDITION: Subject.EDITION,
    ProposedKind.SERIES: Subject.SERIES,
    ProposedKind.SESSION: Subject.SESSION,
    ProposedKind.SIDE_EVENT: Subject.SESSION,
    ProposedKind.PERSON: Subject.PERSON,
    ProposedKind.ORGANISATION: Subject.ORGANISATION,
    ProposedKind.AGREEMENT: Subject.OUTCOME,
    ProposedKind.PROJECT: Subject.OUTCOME,
    ProposedKind.PROGRAMME: Subject.OUTCOME,
    ProposedKind.PRACTICE: Subject.OUTCOME,
}
# Fields that name a person or body of the registry, and so are linked as well.
LINKED_FIELDS: Mapping[str, Subject] = {
    "speaker": Subject.PERSON,
    "reported_by": Subject.PERSON,
    "claimant": Subject.PERSON,
    "owner": Subject.ORGANISATION,
}


@dataclass(frozen=True, slots=True)
class LinkCandidate:
    """A record that may be meant.

    Attributes:
        reasons: what speaks for it, as sentences in the language in force.
        contradictions: what speaks against it, likewise.
        is_strong: accepting links to it unless told otherwise.
    """

    ref: RecordRef
    label: str
    score: float
    is_strong: bool
    reasons: tuple[str, ...]
    contradictions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidates:
    """What one proposal may mean as a whole, and in single fields."""

    record: tuple[LinkCandidate, ...] = ()
    fields: Mapping[str, tuple[LinkCandidate, ...]] = field(default_factory=dict)


def value_of(proposal: Proposal, name: str) -> Any:
    """The value of a field as proposed, or ``None``."""
    return proposal.fields.get(name, {}).get("value")


def candidates_for(
    proposals: Iterable[Proposal], *, about: Mapping[int, RecordRef]
) -> dict[int, Candidates]:
    """The records that each proposal may mean, by the proposal's key, ready to be shown.

    The same number of queries for any number of proposals: those of :func:`matches_for`, and
    two for the labels.
    """
    matches = matches_for(proposals, about=about)
    refs = {ref_of(match) for found in matches.values() for match in found}
    labels = supported_by(refs)
    result: dict[int, Candidates] = {}
    for (key, name), found in matches.items():
        shown = tuple(_candidate(match, labels) for match in found)
        known = result.get(key, Candidates())
        result[key] = (
            Candidates(known.record, {**known.fields, name: shown})
            if name
            else Candidates(shown, known.fields)
        )
    return result


def matches_for(
    proposals: Iterable[Proposal], *, about: Mapping[int, RecordRef]
) -> dict[tuple[int, str], tuple[Match, ...]]:
    """What each proposal may mean, by its key and the field; "" is the proposal as a whole.

    As many queries as the rooms need to find candidates, at most four for each subject.

    Args:
        proposals: with their sources loaded.
        about: the edition that each source speaks of, by the source's key.
    """
    wanted: list[tuple[int, str, Described]] = []
    for proposal in proposals:
        described = described_of(proposal, about.get(proposal.source_id))
        if described is not None:
            wanted.append((proposal.pk, "", described))
        wanted += [(proposal.pk, name, one) for name, one in _described_fields(proposal)]
    return _matched(wanted)


def ref_of(match: Match) -> RecordRef:
    """The record that a match means."""
    kind, _, uid = match.key.partition(":")
    return RecordRef(kind, uid)


def abouts(source_ids: Iterable[int]) -> dict[int, RecordRef]:
    """The edition that each source speaks of, as far as one was accepted from it. One query.

    Of several the one that the source mentions most often.
    """
    rows = (
        Proposal.objects.filter(
            source__in=list(source_ids),
            kind=ProposedKind.EDITION,
            state__in=(ProposalState.ACCEPTED, ProposalState.MERGED),
            record_uid__isnull=False,
        )
        .order_by("first_start", "id")
        .values_list("source_id", "record_kind", "record_uid", "spans")
    )
    found: dict[int, RecordRef] = {}
    for source, kind, uid, _spans in sorted(rows, key=lambda row: -len(row[3])):
        found.setdefault(source, RecordRef(kind, str(uid)))
    return found


def described_of(proposal: Proposal, about: RecordRef | None) -> Described | None:
    """A proposal as linking sees it; ``None`` for kinds that are always records of their own."""
    subject = _SUBJECTS.get(ProposedKind(proposal.kind))
    if subject is None:
        return None
    names = _texts(proposal, "series", "name", "alias")
    if not names:
        return None
    office = " ".join(_texts(proposal, "office", "organisation"))
    return Described(
        subject=subject,
        names=names,
        ordinal=_whole(value_of(proposal, "ordinal")),
        dates=_dates(proposal),
        told=proposal.source.published,
        status=str(value_of(proposal, "status") or "").replace(" ", "_"),
        places=_texts(proposal, "place", "city", "region"),
        offices=(office,) if office else (),
        country=str(value_of(proposal, "country") or ""),
        parent=str(about) if about else "",
        count=str(value_of(proposal, "count") or ""),
    )


def sentence_of(reason: Reason) -> str:
    """A reason of linking in the language in force."""
    return str(LINK_REASONS[ReasonCode(reason.code).value]) % dict(reason.params)


def _described_fields(proposal: Proposal) -> Iterable[tuple[str, Described]]:
    for name, subject in LINKED_FIELDS.items():
        value = value_of(proposal, name)
        if value and isinstance(value, str):
            yield name, Described(subject=subject, names=(value,), told=proposal.source.published)


def _matched(
    wanted: list[tuple[int, str, Described]],
) -> dict[tuple[int, str], tuple[Match, ...]]:
    found: dict[Subject, list[Candidate]] = {}
    registered = {intake.record_kind: intake for intake in intakes().values()}
    for subject in {described.subject for _key, _name, described in wanted}:
        asked = [described for _key, _name, described in wanted if described.subject == subject]
        for intake in registered.values():
            if intake.subject == subject:
                found.setdefault(subject, []).extend(intake.find(asked))
    return {
        (key, name): rank(described, found.get(described.subject, ()))
        for key, name, described in wanted
    }


def _candidate(match: Match, labels: Mapping[RecordRef, str]) -> LinkCandidate:
    ref = ref_of(match)
    return LinkCandidate(
        ref=ref,
        label=labels.get(ref, ""),
        score=match.score,
        is_strong=match.is_strong,
        reasons=tuple(sentence_of(one) for one in match.reasons if not one.is_against),
        contradictions=tuple(sentence_of(one) for one in match.contradictions),
    )


def _texts(proposal: Proposal, *names: str) -> tuple[str, ...]:
    found: list[str] = []
    for name in names:
        value = value_of(proposal, name)
        found += [str(one) for one in (value if isinstance(value, list) else [value]) if one]
    return tuple(dict.fromkeys(found))


def _dates(proposal: Proposal) -> str:
    stated = value_of(proposal, "dates") or value_of(proposal, "date")
    if stated:
        return str(stated)
    start, end = value_of(proposal, "start"), value_of(proposal, "end")
    return f"{start}/{end}" if start and end else str(start or end or "")


def _whole(value: Any) -> int | None:
    try:
        return None if value is None else int(value)
    except (TypeError, ValueError):
        return None
