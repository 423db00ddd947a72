"""Contracts as open contracting data (OCDS 1.1): releases, and the record made of them.

One release per event; the record carries them and the compiled release. A release tells of
milestones, amendments and the end what was known at its own moment, so that a later event adds
a release and changes none. What else is on record (title, parties, money) is told as it is today.

Who buys and who supplies is not on record, so nobody is called buyer or supplier: the list of
roles is open, and our capacities are told as they are. A contract status is not written: the
list is deprecated in OCDS 1.2, and dates tell the same. The prefix of identifiers must be
registered with the Open Contracting Partnership by whoever publishes.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

from folkmoot.engines.interchange.facts import AgreementFacts, Body, Happening, Publisher, Step

VERSION: Final = "1.1"
# Release tags (OCDS code list releaseTag) by what was done.
_TAGS: Final = {
    "signature": "contract",
    "registered": "contract",
    "amendment": "contractAmendment",
    "correction": "contractUpdate",
    "approval": "contractUpdate",
    "notice": "contractUpdate",
    "accession": "contractAmendment",
    "suspension": "contractUpdate",
    "resumption": "contractUpdate",
    "closing": "implementation",
    "fulfilment": "implementation",
    "termination": "contractTermination",
    "supersession": "contractTermination",
    "party_withdrawal": "contractAmendment",
}
_AMENDMENT: Final = "contractAmendment"
_TERMINATION: Final = "contractTermination"
_ROLES: Final = {"party": "contractParty", "observer": "interestedParty", "guarantor": "guarantor"}


def releases(agreement: AgreementFacts, *, prefix: str) -> tuple[dict[str, Any], ...]:
    """One release for each happening that the format has a tag for, in order of recording.

    The first signature is the contract itself; further signatures update it. When commitments
    of the contract are closed, that is a happening too.
    """
    told: list[dict[str, Any]] = []
    known = [one for one in agreement.happenings if one.kind in _TAGS]
    if known:
        known += _closings(agreement)
    passed: list[Happening] = []
    for one in sorted(known, key=lambda one: (one.at, one.id)):
        passed.append(one)
        tag = _TAGS[one.kind]
        if tag == "contract" and any("contract" in earlier["tag"] for earlier in told):
            tag = "contractUpdate"
        told.append(_release(agreement, passed, tag, prefix))
    return tuple(told)


def _closings(agreement: AgreementFacts) -> list[Happening]:
    """What was found of commitments: one event for each moment."""
    moments = {step.closed_at for step in agreement.steps if step.closed_at and step.outcome}
    return [
        Happening(f"closed-{number}", "closing", at.date(), at)
        for number, at in enumerate(sorted(moments), 1)
    ]


def release_package(
    agreements: Iterable[AgreementFacts],
    *,
    prefix: str,
    publisher: Publisher,
    address: str,
    published_at: datetime,
) -> bytes:
    """All releases in one package."""
    every = [one for agreement in agreements for one in releases(agreement, prefix=prefix)]
    return _packed(
        {**_package(address, publisher, published_at), "releases": every},
    )


def record_package(
    agreements: Iterable[AgreementFacts],
    *,
    prefix: str,
    publisher: Publisher,
    address: str,
    published_at: datetime,
) -> bytes:
    """One record per agreement: its releases and the state that they lead to."""
    records = []
    for agreement in agreements:
        every = releases(agreement, prefix=prefix)
        if every:
            records.append(
                {
                    "ocid": _ocid(agreement, prefix),
                    "releases": list(every),
                    "compiledRelease": _compiled(every),
                }
            )
    return _packed({**_package(address, publisher, published_at), "records": records})


def _package(address: str, publisher: Publisher, at: datetime) -> dict[str, Any]:
    return {
        "uri": address,
        "version": VERSION,
        "publishedDate": at.isoformat(),
        "publisher": {"name": publisher.name, "uri": publisher.address},
    }


def _packed(package: dict[str, Any]) -> bytes:
    return json.dumps(package, ensure_ascii=False, indent=1).encode("utf-8")


def _ocid(agreement: AgreementFacts, prefix: str) -> str:
    return f"{prefix}-{agreement.uid}"


def _release(
    agreement: AgreementFacts, passed: Sequence[Happening], tag: str, prefix: str
) -> dict[str, Any]:
    """What was known at the last of some happenings."""
    happening = passed[-1]
    told: dict[str, Any] = _tidy(
        {
            "ocid": _ocid(agreement, prefix),
            "id": f"{agreement.uid}-{happening.id}",
            "date": happening.at.isoformat(),
            "tag": [tag],
            # The only value of the code list.
            "initiationType": "tender",
            "language": agreement.title.original,
            "parties": [_party(body) for body in agreement.parties],
            "awards": [
                {
                    "id": f"{agreement.uid}-award",
                    "title": str(agreement.title),
                    "date": _moment(agreement.signed_on),
                }
            ],
            "contracts": [_contract(agreement, passed)],
        }
    )
    return told


def _contract(agreement: AgreementFacts, passed: Sequence[Happening]) -> dict[str, Any]:
    at = passed[-1].at
    # In the order of closing, so that a later release only adds to the list.
    closed = sorted(
        (step for step in agreement.steps if step.closed_at and step.closed_at <= at),
        key=lambda step: step.closed_at or at,
    )
    return {
        "id": agreement.uid,
        "awardID": f"{agreement.uid}-award",
        "title": str(agreement.title),
        "description": str(agreement.summary),
        "period": _period(agreement, passed),
        "value": {
            # A JSON number; OCDS has no decimal type. Two digits stay exact below 10^13.
            "amount": float(agreement.value.amount),
            "currency": agreement.value.currency,
        }
        if agreement.value
        else None,
        "dateSigned": _moment(agreement.signed_on),
        "documents": [
            {
                "id": file.id,
                "documentType": "contractSigned",
                "title": file.title,
                "url": file.address,
                "format": file.media_type,
                "language": file.language,
            }
            for file in agreement.files
        ],
        "amendments": [
            {"id": one.id, "date": _moment(one.on), "description": one.note}
            for one in passed
            if _TAGS[one.kind] == _AMENDMENT
        ],
        "implementation": {"milestones": [_milestone(step, at) for step in closed if step.outcome]},
        "milestones": [_milestone(step, at) for step in agreement.steps],
    }


def _period(agreement: AgreementFacts, passed: Sequence[Happening]) -> dict[str, Any]:
    """From when to when. An end that a termination brought is not known before it."""
    kinds = [one.kind for one in agreement.happenings]
    is_cut_short = any(_TAGS.get(kind) == _TERMINATION for kind in kinds)
    knows_end = not is_cut_short or any(_TAGS[one.kind] == _TERMINATION for one in passed)
    return {
        "startDate": _moment(agreement.in_force_on or agreement.signed_on),
        "endDate": _moment(agreement.ends_on) if knows_end else None,
    }


def _milestone(step: Step, at: datetime) -> dict[str, Any]:
    """A commitment as it stood at a moment."""
    known = {"fulfilled": "met", "partly": "partiallyMet", "not_fulfilled": "notMet"}
    is_closed = step.closed_at is not None and step.closed_at <= at
    return {
        "id": step.id,
        "title": str(step.title),
        "type": "delivery",
        "dueDate": _moment(step.due_on),
        "dateMet": _moment(step.met_on) if is_closed else None,
        "status": known.get(step.outcome, "scheduled") if is_closed else "scheduled",
    }


def _party(body: Body) -> dict[str, Any]:
    schemes = sorted(body.identifiers.items())
    first = {"scheme": schemes[0][0], "id": schemes[0][1]} if schemes else None
    return {
        "id": body.id,
        "name": str(body.name),
        "roles": [_ROLES.get(body.role, "interestedParty")],
        "identifier": first,
        "additionalIdentifiers": [{"scheme": name, "id": code} for name, code in schemes[1:]],
        "address": {"countryName": body.country_name},
    }


def _compiled(every: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The last release is the whole state, because each is written whole."""
    last = every[-1]
    return {**last, "id": f"{last['ocid']}-compiled", "tag": ["compiled"]}


def _moment(day: date | None) -> str | None:
    return f"{day.isoformat()}T00:00:00Z" if day else None


def _tidy(value: Any) -> Any:
    """Without empty values: OCDS reads null as "delete this"."""
    if isinstance(value, dict):
        kept = {name: _tidy(one) for name, one in value.items()}
        return {name: one for name, one in kept.items() if one not in (None, "", [], {})}
    if isinstance(value, list):
        return [_tidy(one) for one in value]
    return value
