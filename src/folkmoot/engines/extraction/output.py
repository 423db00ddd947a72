"""Proposals as plain JSON values: the stable form that ``folkmoot propose --json`` writes.

Documented in docs/propose.md; additions are allowed, changes of meaning are not.
"""

from decimal import Decimal
from typing import Any

from folkmoot.engines.extraction.terms import FieldValue, Proposal, Span, Value


def plain_proposal(proposal: Proposal) -> dict[str, Any]:
    """One proposal as JSON values."""
    return {
        "type": proposal.kind.value,
        "fields": {name: plain_field(field) for name, field in proposal.fields.items()},
        "spans": plain_spans(proposal.spans),
        "rules": list(proposal.rules),
        "confidence": proposal.confidence,
        "origin": proposal.origin,
        "warnings": list(proposal.warnings),
    }


def plain_field(field: FieldValue) -> dict[str, Any]:
    """One field as JSON values."""
    return {
        "value": plain_value(field.value),
        "spans": plain_spans(field.spans),
        "text": field.text,
    }


def plain_value(value: Value) -> Any:
    """Whole decimals become integers, others floats; JSON knows no decimals."""
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case tuple():
            return list(value)
        case _:
            return value


def plain_spans(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
