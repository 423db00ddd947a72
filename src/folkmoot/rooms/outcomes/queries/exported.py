"""Public agreements as the plain values that exchange formats are written from.

What is only published by its title is cut down here, so that no format tells more than the page.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from folkmoot.engines.interchange.facts import (
    AgreementFacts,
    Body,
    ClauseText,
    File,
    Happening,
    Money,
    Step,
)
from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.rooms.outcomes.models import (
    Act,
    Agreement,
    Commitment,
    Party,
    Project,
    RegisterEntry,
    Rendition,
)
from folkmoot.rooms.outcomes.queries.commitments import published_commitments
from folkmoot.rooms.outcomes.queries.exported_bodies import Known, exported_body, identifiers
from folkmoot.rooms.outcomes.queries.following import CommitmentRow, commitment_rows
from folkmoot.rooms.outcomes.queries.public_agreements import (
    UNSIGNED,
    is_open_text,
    public_files_of,
    signed_text,
)
from folkmoot.rooms.outcomes.queries.standing import Standing
from folkmoot.rooms.outcomes.queries.standing_rows import agreement_standing, standings
from folkmoot.rooms.outcomes.terms.agreements import ActKind, Publication
from folkmoot.rooms.outcomes.terms.method import Standing as Result
from folkmoot.rooms.outcomes.terms.signing import EntryKind, RenditionKind

# What the formats call a signature, however it was given.
_SAID_AS: Final[dict[str, str]] = {ActKind.SIGNATURE_SUBJECT: "signature"}
_ENTERED: Final = {EntryKind.REGISTERED: "registered", EntryKind.CORRECTED: "correction"}
_RESULTS: Final = {
    Result.DONE: "fulfilled",
    Result.PARTLY: "partly",
    Result.NOT_DONE: "not_fulfilled",
}


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where pages and files are, absolute: a room knows no address itself."""

    agreement: Callable[[Agreement], str]
    commitment: Callable[[Commitment], str]
    project: Callable[[Project], str]
    file: Callable[[Rendition], str]


def agreement_facts(
    agreements: Iterable[Agreement], today: date, at: Addresses
) -> list[AgreementFacts]:
    """Agreements that anyone may see, without their text. At most 18 queries, however many.

    Args:
        agreements: public ones, with edition and depositary loaded.
    """
    told = list(agreements)
    gathered = _Gathered(told, today)
    return [gathered.facts(one, at) for one in told]


def agreement_facts_with_text(agreement: Agreement, today: date, at: Addresses) -> AgreementFacts:
    """One agreement with its clauses; none of them unless its text is open to anyone.

    At most 26 queries.
    """
    facts = agreement_facts([agreement], today, at)[0]
    if not is_open_text(agreement, agreement_standing(agreement, today)):
        return facts
    text = signed_text(agreement)
    clauses = tuple(
        ClauseText(
            one.uid,
            one.number,
            _words({code: one.heading.get(code) for code in text.languages}),
            _words({code: one.shown(code) for code in text.languages}),
        )
        for one in text.clauses
    )
    return replace(facts, clauses=clauses)


class _Gathered:
    """All that is known of some agreements, loaded together."""

    def __init__(self, agreements: list[Agreement], today: date) -> None:
        pks = [one.pk for one in agreements]
        self._standings = standings(agreements, today)
        self._files = public_files_of(
            one for one in agreements if is_open_text(one, self._standings[one.pk])
        )
        self._parties: defaultdict[int, list[Party]] = defaultdict(list)
        self._acts: defaultdict[int, list[Act]] = defaultdict(list)
        self._entries: defaultdict[int, list[RegisterEntry]] = defaultdict(list)
        self._steps: defaultdict[int | None, list[CommitmentRow]] = defaultdict(list)
        parties = Party.objects.filter(agreement__in=pks).order_by("place", "id")
        for party in parties.select_related("region__country", "organisation__country"):
            self._parties[party.agreement_id].append(party)
        for act in Act.objects.filter(agreement__in=pks).order_by("id"):
            self._acts[act.agreement_id].append(act)
        for entry in RegisterEntry.objects.filter(agreement__in=pks).order_by("place"):
            self._entries[entry.agreement_id].append(entry)
        steps = commitment_rows(published_commitments().filter(agreement__in=pks), today)
        for step in steps:
            self._steps[step.commitment.agreement_id].append(step)
        self._known: Known = identifiers(
            [
                *(one.depositary for one in agreements),
                *(_body(one) for some in self._parties.values() for one in some),
            ]
        )

    def facts(self, one: Agreement, at: Addresses) -> AgreementFacts:
        standing = self._standings[one.pk]
        more = one.publication != Publication.TITLE
        nothing = Multilingual({}, one.title.original)
        return AgreementFacts(
            uid=str(one.uid),
            address=at.agreement(one),
            kind=one.kind,
            title=one.title,
            summary=one.summary if more else nothing,
            parties=tuple(self._party(each) for each in self._parties[one.pk]),
            happenings=self._happenings(one, more),
            serial=self._serial(one),
            signed_on=None if standing.state in UNSIGNED else standing.signed_on or one.signed_on,
            in_force_on=standing.in_force_since or standing.enters_on,
            ends_on=standing.ends_on,
            value=self._money(one, standing) if more else None,
            depositary=exported_body("depositary", one.depositary, self._known)
            if one.depositary
            else None,
            languages=tuple(one.authentic_languages or one.languages or ()),
            files=tuple(_file(each, at) for each in self._files.get(one.pk, ())),
            steps=tuple(_step(each) for each in self._steps[one.pk]),
        )

    def _party(self, party: Party) -> Body:
        body = _body(party)
        if body is None:
            return Body(f"party:{party.uid}", party.name, party.capacity)
        return exported_body(party.capacity, body, self._known, party.name)

    def _happenings(self, one: Agreement, more: bool) -> tuple[Happening, ...]:
        zone = ZoneInfo(one.edition.time_zone)
        acts = [
            Happening(
                str(act.pk),
                _SAID_AS.get(act.kind, act.kind),
                act.done_on,
                act.at,
                act.effective_on,
                act.note if more else "",
            )
            for act in self._acts[one.pk]
        ]
        entered = [
            Happening(f"r{entry.place}", kind, entry.at.astimezone(zone).date(), entry.at)
            for entry in self._entries[one.pk]
            if (kind := _ENTERED.get(EntryKind(entry.kind)))
        ]
        return (*acts, *entered)

    def _serial(self, one: Agreement) -> int | None:
        found = (each.serial for each in self._entries[one.pk] if each.kind == EntryKind.REGISTERED)
        return next(found, None)

    @staticmethod
    def _money(one: Agreement, standing: Standing) -> Money | None:
        if one.amount is None or standing.state in UNSIGNED:
            return None
        return Money(one.amount, one.currency)


def _words(texts: dict[str, str]) -> Multilingual:
    return Multilingual(texts, next(iter(texts), "en"))


def _body(party: Party) -> Any:
    return party.organisation or party.region


def _file(one: Rendition, at: Addresses) -> File:
    label = str(RenditionKind(one.kind).label)
    return File(
        str(one.uid), label, at.file(one), one.file.media_type, kind=one.kind, sha256=one.sha256
    )


def _step(row: CommitmentRow) -> Step:
    closed = row.commitment.closed_at
    zone = ZoneInfo(row.commitment.edition.time_zone)
    is_met = row.standing is Result.DONE and closed is not None
    return Step(
        id=str(row.commitment.uid),
        title=row.commitment.title,
        due_on=row.due_on,
        met_on=closed.astimezone(zone).date() if is_met and closed else None,
        outcome=_RESULTS.get(row.standing, ""),
        closed_at=closed,
    )
