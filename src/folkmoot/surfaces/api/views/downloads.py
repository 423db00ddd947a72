"""Stored files that anyone may have: public materials, reports of results, and originals of
fully public sources.

Always as an attachment with the type it was stored under: an uploaded file never becomes a
page of ours.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from folkmoot.kernel import files
from folkmoot.kernel.actors import Scope
from folkmoot.kernel.models import StoredFile
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.accounts.policies import decide
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.evidence.queries.published import is_public_original
from folkmoot.rooms.outcomes.queries.results_report import public_report_file
from folkmoot.rooms.programme.queries.published import is_public_material, material_editions


def file(request: HttpRequest, uid: UUID, name: str) -> HttpResponse:
    """One file by its identity; the name in the address is only for the reader. Four queries.

    Raises:
        NotFound: there is no such file, or it is not for this visitor.
    """
    stored = StoredFile.objects.filter(uid=uid).first()
    if stored is None or not _may_have(request, stored):
        raise NotFound
    response = HttpResponse(files.read(stored), content_type=stored.media_type)
    response["Content-Disposition"] = content_disposition_header(True, stored.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _may_have(request: HttpRequest, stored: StoredFile) -> bool:
    if is_public_material(stored) or is_public_original(stored):
        return True
    if public_report_file(stored.uid) is not None:
        return True
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.is_signed_in:
        return False
    if stored.sources.exists() and decide(actor, Permission.EVIDENCE_READ).is_allowed:
        return True
    return any(
        decide(
            actor,
            Permission.PROGRAMME_READ_DRAFT,
            (Scope("edition", edition), Scope("series", series)),
        ).is_allowed
        for edition, series in material_editions(stored)
    )
