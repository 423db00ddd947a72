"""Contracts as open contracting data (OCDS 1.1): releases, and the record made of them.

One release per event, never changed; the record points at them and carries the compiled
release. A contract status is not written: the list is deprecated in OCDS 1.2, and dates tell
the same. The prefix of identifiers must be registered with the Open Contracting Partnership
by whoever publishes.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

from folkmoot.engines.interchange.facts import AgreementFacts, Body, Happening, Publisher

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
    "report": "implementation",
    "fulfilment": "implementation",
    "termination": "contractTermination",
    "supersession": "contractTermination",
    "party_withdrawal": "contractAmendment",
}
_ROLES: Final = {"party": "buyer", "observer": "interestedParty", "guarantor": "interestedParty"}


def releases(agreement: AgreementFacts, *, prefix: str) -> tuple[dict[str, Any], ...]:
    """One release for each happening that the format has a tag for, in order of recording.

    The first signature is the contract itself; further signatures update it.
    """
    told: list[dict[str, Any]] = []
    known = [one for one in agreement.happenings if one.kind in _TAGS]
    for one in sorted(known, key=lambda one: (one.at, one.id)):
        tag = _TAGS[one.kind]
        if tag == "contract" and any("contract" in earlier["tag"] for earlier in told):
            tag = "contractUpdate"
        told.append(_release(agreement, one, tag, prefix))
    return tuple(told)


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
    agreement: AgreementFacts, happening: Happening, tag: str, prefix: str
) -> dict[str, Any]:
    told: dict[str, Any] = _tidy(
        {
            "ocid": _ocid(agreement, prefix),
            "id": f"{agreement.uid}-{happening.id}",
            "date": happening.at.isoformat(),
            "tag": [tag],
            "initiationType": "tender",
            "language": agreement.title.original,
            "parties": [_party(body) for body in agreement.parties],
            "buyer": _reference(agreement.parties),
            "awards": [
                {
                    "id": f"{agreement.uid}-award",
                    "title": str(agreement.title),
                    "date": _moment(agreement.signed_on),
                }
            ],
            "contracts": [_contract(agreement)],
        }
    )
    return told


def _contract(agreement: AgreementFacts) -> dict[str, Any]:
    started = agreement.in_force_on or agreement.signed_on
    return {
        "id": agreement.uid,
        "awardID": f"{agreement.uid}-award",
        "title": str(agreement.title),
        "description": str(agreement.summary),
        "period": {"startDate": _moment(started), "endDate": _moment(agreement.ends_on)},
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
        "milestones": [
            {
                "id": step.id,
                "title": str(step.title),
                "type": "delivery",
                "dueDate": _moment(step.due_on),
                "dateMet": _moment(step.met_on),
                "status": _milestone_status(step.outcome),
            }
            for step in agreement.steps
        ],
    }


def _milestone_status(outcome: str) -> str:
    known = {"fulfilled": "met", "partly": "partiallyMet", "not_fulfilled": "notMet"}
    return known.get(outcome, "scheduled")


def _party(body: Body) -> dict[str, Any]:
    schemes = sorted(body.identifiers.items())
    first = {"scheme": schemes[0][0], "id": schemes[0][1]} if schemes else None
    return {
        "id": body.id,
        "name": str(body.name),
        "roles": [_ROLES.get(body.role, "interestedParty")],
        "identifier": first,
        "additionalIdentifiers": [{"scheme": name, "id": code} for name, code in schemes[1:]],
        "address": {"countryName": body.country},
    }


def _reference(parties: Sequence[Body]) -> dict[str, str] | None:
    first = next((body for body in parties if body.role == "party"), None)
    return {"id": first.id, "name": str(first.name)} if first else None


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
