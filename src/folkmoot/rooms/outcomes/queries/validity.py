"""Reads of the checks of signatures: the newest of each document, and the history."""

from folkmoot.rooms.outcomes.models import Agreement, Rendition, SigningRound, ValidityCheck
from folkmoot.rooms.outcomes.terms.signing import RenditionKind, Validity


def newest_check(agreement: Agreement) -> ValidityCheck | None:
    """The newest check of the agreement's newest document. One query."""
    current = SigningRound.objects.filter(
        agreement=agreement, current__kind=RenditionKind.REVISION
    ).values("current")
    rows = ValidityCheck.objects.filter(rendition__in=current)
    return rows.select_related("rendition__file", "report").order_by("-at", "-id").first()


def newest_checks(agreement: Agreement) -> list[ValidityCheck]:
    """The newest check of each document of an agreement, newest document first. One query."""
    rows = ValidityCheck.objects.filter(rendition__agreement=agreement)
    found: dict[int, ValidityCheck] = {}
    for one in rows.select_related("rendition__file", "report").order_by("at", "id"):
        found[one.rendition_id] = one
    return sorted(found.values(), key=lambda one: one.rendition_id, reverse=True)


def check_history(rendition: Rendition, most: int = 400) -> list[ValidityCheck]:
    """What checks said of a document, newest first. One query."""
    return list(rendition.checks.select_related("report").order_by("-at", "-id")[:most])


def is_in_doubt(check: ValidityCheck | None) -> bool:
    """Whether a person should look: anything but passed."""
    return check is not None and check.verdict != Validity.PASSED
