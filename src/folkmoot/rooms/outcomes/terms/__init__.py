"""Closed sets, state tables and refusals of outcomes, by what they are about."""

from folkmoot.rooms.outcomes.terms.reported import OutcomeKind, ReportedStatus

__all__ = ["OutcomeKind", "ReportedStatus"]
