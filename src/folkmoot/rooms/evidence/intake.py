"""Accepted proposals of statements and figures become records of this room."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from folkmoot.engines.values import dates
from folkmoot.engines.values.figures import ClaimKind, parse_decimal
from folkmoot.engines.values.spelling import transliterate
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.intake import Accepted, Intake, Support, Taken
from folkmoot.kernel.refusals import Invalid
from folkmoot.rooms.evidence.models import Claim, Source, Statement
from folkmoot.rooms.evidence.services import note_claim, note_statement
from folkmoot.rooms.evidence.services.speakers import only_office
from folkmoot.rooms.evidence.terms import CLAIM_KINDS, COMPARATORS, Mode, Span
from folkmoot.rooms.registry.intake import person_for
from folkmoot.rooms.registry.models import Organisation
from folkmoot.rooms.registry.queries.named import named

# A longer phrase is a description, not a name under which figures are compared.
_MEASURE_WORDS_AT_MOST = 3
_MONEY = Decimal("0.0001")


def take_statement(actor: Actor, accepted: Accepted) -> Taken:
    """Words attributed to somebody. Without a chosen person the name stays as written.

    Raises:
        NotAllowed: the actor lacks ``evidence.review``.
        NoWords: the words have no place in the source.
    """
    spans = _spans(accepted, "words") or [Span(*span) for span in accepted.spans]
    mode = accepted.text("mode")
    values = {
        **_attribution(actor, accepted, "speaker"),
        "mode": mode if mode in Mode.values else Mode.DIRECT,
        "reported_by": person_for(actor, accepted, "reported_by"),
    }
    statement = note_statement(
        actor=actor,
        source=_source(accepted),
        spans=spans,
        values=values,
        at=accepted.at,
        about=accepted.about,
    )
    supports = _supports(statement, accepted, {"speaker": "speaker", "reported_by": "reported_by"})
    left = _without_place(accepted, {"reported_by": values["reported_by"]})
    return Taken(statement.ref, supports, left)


def take_claim(actor: Actor, accepted: Accepted) -> Taken:
    """A figure as somebody states it; it is never merged with what others state.

    Raises:
        NotAllowed: the actor lacks ``evidence.review``.
        Invalid: the value is no number, or nothing says what is counted.
    """
    subject, unit = _counted(accepted)
    if not subject:
        raise Invalid({"subject": [_("Say what is counted.")]})
    values = {
        **_attribution(actor, accepted, "claimant"),
        "subject": accepted.worded(subject[:300]),
        "value": _number(accepted.value("value")),
        "kind": _one_of(accepted.text("kind"), CLAIM_KINDS),
        "comparator": _one_of(accepted.text("comparator"), COMPARATORS),
        "unit": accepted.worded(unit),
        "currency": accepted.text("currency")[:3].upper(),
        "scope": accepted.words("scope"),
        "period": _date(accepted.text("period")),
        "status": accepted.text("status")[:40],
        "measure": accepted.text("measure") or measure_of(accepted),
    }
    claim = note_claim(
        actor=actor,
        source=_source(accepted),
        spans=_spans(accepted, "value") or [Span(*span) for span in accepted.spans[:1]],
        values=values,
        at=accepted.at,
        about=accepted.about,
    )
    columns = ("comparator", "unit", "currency", "subject", "scope", "period", "status")
    supports = _supports(claim, accepted, {**{one: one for one in columns}, "claimant": "speaker"})
    left = _without_place(accepted, {"period": values["period"]})
    return Taken(claim.ref, supports, left)


def _counted(accepted: Accepted) -> tuple[str, str]:
    """What is counted, and in which unit; without a subject the figure's own words tell."""
    subject, unit = accepted.text("subject"), accepted.text("unit")
    if subject:
        return subject, "" if unit.casefold() == subject.casefold() else unit
    if unit and accepted.text("kind") in ("", ClaimKind.COUNT, ClaimKind.DURATION):
        return unit, ""
    value = accepted.readings.get("value")
    return (" ".join(value.text.split()) if value else ""), unit


def measure_of(accepted: Accepted) -> str:
    """Under which name the figure is compared with others: what is counted, if that is short."""
    unit = accepted.text("unit") if accepted.text("kind") in ("", "count") else ""
    words = re.findall(r"[a-z0-9]+", transliterate(unit or accepted.text("subject")))
    return "-".join(words)[:60] if 0 < len(words) <= _MEASURE_WORDS_AT_MOST else ""


def _attribution(actor: Actor, accepted: Accepted, field: str) -> dict[str, Any]:
    written = accepted.text(field)
    person = person_for(actor, accepted, field)
    body = None if person or not written else named(Organisation, written)
    return {
        "speaker": person,
        "speaker_organisation": body,
        "office": only_office(person) if person else None,
        "speaker_as_written": written[:300],
    }


def _supports(
    record: Statement | Claim, accepted: Accepted, columns: dict[str, str]
) -> tuple[Support, ...]:
    return tuple(
        Support(record.ref, column, accepted.readings[name])
        for name, column in columns.items()
        if accepted.value(name) is not None
    )


def _without_place(accepted: Accepted, written: dict[str, Any]) -> tuple[str, ...]:
    return tuple(name for name, value in written.items() if accepted.value(name) and not value)


def _source(accepted: Accepted) -> Source:
    return Source.objects.get(uid=accepted.source.uid)


def _spans(accepted: Accepted, field: str) -> list[Span]:
    reading = accepted.readings.get(field)
    return [Span(start, end) for start, end in reading.spans] if reading else []


def _one_of(value: str, allowed: tuple[tuple[str, Any], ...]) -> str:
    """The value if it is one of a closed set, else the set's first."""
    key = value.replace(" ", "_")
    return key if key in {name for name, _label in allowed} else allowed[0][0]


def _number(value: Any) -> Decimal | None:
    if value is None:
        return None
    try:
        return parse_decimal(str(value)).quantize(_MONEY).normalize() + 0
    except (ValueError, InvalidOperation) as fault:
        raise Invalid({"value": [_("This is not a number.")]}) from fault


def _date(text: str) -> str:
    try:
        return str(dates.parse(text)) if text else ""
    except ValueError:
        return ""


STATEMENTS = Intake(("quote",), Statement._meta.label_lower, take_statement)
CLAIMS = Intake(("claim",), Claim._meta.label_lower, take_claim)
INTAKES = (STATEMENTS, CLAIMS)
