"""Where a merged record is found now."""

from uuid import UUID

from folkmoot.kernel.models import Redirect


def resolve_redirect(kind: str, uid: UUID | str) -> UUID | None:
    """The identity that took over an old one, or ``None`` when the old one never moved.

    One query: merging points older redirects at the newest record.
    """
    found = Redirect.objects.filter(kind=kind, old_uid=uid).values_list("new_uid", flat=True)
    return found.first()
