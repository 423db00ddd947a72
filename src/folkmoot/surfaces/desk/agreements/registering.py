"""The register at the desk: the number, what is on record, how much is public, certificates."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.kernel import clock
from folkmoot.kernel.refusals import Invalid, NotFound
from folkmoot.rooms.outcomes.models import RegisterEntry
from folkmoot.rooms.outcomes.queries.register import (
    disclosed,
    entries_of,
    withheld_from_public,
)
from folkmoot.rooms.outcomes.queries.renditions import agreement_files
from folkmoot.rooms.outcomes.services import register, register_certificates
from folkmoot.rooms.outcomes.services.register_files import bundle_of
from folkmoot.rooms.outcomes.services.signing_setup import register_lacks
from folkmoot.rooms.outcomes.terms.agreements import Publication
from folkmoot.rooms.outcomes.terms.signing import EntryKind
from folkmoot.surfaces.desk.agreements.frame import Deed, Frame, Refused, frame_of, settle
from folkmoot.surfaces.desk.agreements.page import workbench
from folkmoot.surfaces.desk.agreements.signing import file_rows
from folkmoot.surfaces.desk.frame import desk_view

# What a part of an entry is called; the names are those of the public record.
_PARTS = {
    "number": gettext_lazy("number in the register"),
    "statement": gettext_lazy("title, parties and day"),
    "signatories": gettext_lazy("who signed"),
    "document": gettext_lazy("fingerprint of the document"),
    "act": gettext_lazy("the act"),
    "publication": gettext_lazy("extent of publication"),
    "reason": gettext_lazy("the reason"),
}


@desk_view
@require_http_methods(["GET", "POST"])
def agreement_register(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What the register holds of an agreement. At most 32 queries, however many entries.

    Raises:
        NotFound: there is none, or the actor may not know of it.
    """
    frame = frame_of(request, uid)
    if request.method == "POST":
        return settle(
            request,
            frame,
            "agreement_register",
            _DEEDS,
            lambda refused, status: _show(request, frame, refused, status),
        )
    return _show(request, frame)


@desk_view
@require_safe
def agreement_proof(request: HttpRequest, uid: UUID, entry: UUID) -> HttpResponse:
    """An entry with its proof, for whoever checks the register without us.

    Raises:
        NotFound: there is no such entry.
        RegisterNotReady: the register has no key, or its files are still being written.
    """
    frame = frame_of(request, uid)
    found = _entry(frame, str(entry))
    withheld = frozenset() if frame.reads_all else withheld_from_public(found)
    answer = HttpResponse(bundle_of(found, withheld=withheld), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="entry-{found.place + 1}.json"'
    return answer


def _show(
    request: HttpRequest, frame: Frame, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    found = frame.agreement
    entries = entries_of(found)
    first = next((one for one in entries if one.kind == EntryKind.REGISTERED), None)
    told = agreement_files(found)
    context = {
        "number": first.serial if first else None,
        "registered_at": first.at if first else None,
        "is_signed": frame.standing.signed_on is not None,
        "lacks": register_lacks() if frame.may_register else [],
        "entries": [_row(frame, one) for one in reversed(entries)],
        "extents": [(value, capfirst(str(said))) for value, said in Publication.choices],
        "chosen": refused.typed.get("extent", "") if refused else found.publication,
        "extent": capfirst(found.get_publication_display()),
        "has_document": bool(told.signed or told.scans),
        "files": [one for one in file_rows(frame, told) if one["record"].kind == "certified"],
    }
    return workbench(request, frame, "agreement_register", context, refused=refused, status=status)


def _row(frame: Frame, one: RegisterEntry) -> dict[str, Any]:
    names = list(disclosed(one))
    return {
        "record": one,
        "key": str(one.uid),
        "kind": capfirst(one.get_kind_display()),
        "log_number": one.place + 1,
        "corrects": one.corrects.place + 1 if one.corrects else None,
        "parts": [(name, capfirst(str(_PARTS.get(name, name)))) for name in names],
        "may_correct": frame.may_register
        and one.kind in (EntryKind.REGISTERED, EntryKind.CORRECTED),
        "correct_slot": f"correct:{one.uid}",
        "redact_slot": f"redact:{one.uid}",
    }


def _register(request: HttpRequest, frame: Frame) -> str:
    entry = register.register_agreement(
        actor=frame.actor, agreement=frame.agreement, at=clock.now()
    )
    return _("The agreement has the number %(number)s in the register.") % {"number": entry.serial}


def _publish(request: HttpRequest, frame: Frame) -> str:
    extent = request.POST.get("extent", "")
    if extent not in Publication.values:
        raise Invalid({"extent": [_("Choose how much the public sees.")]})
    register.publish_agreement(
        actor=frame.actor,
        agreement=frame.agreement,
        publication=Publication(extent),
        at=clock.now(),
    )
    return _("Published: %(extent)s.") % {"extent": Publication(extent).label}


def _correct(request: HttpRequest, frame: Frame) -> str:
    register.correct_entry(
        actor=frame.actor,
        entry=_entry(frame, request.POST.get("target", "")),
        reason=request.POST.get("words", ""),
        at=clock.now(),
    )
    return _("A new entry states what is on record today. The earlier one stays.")


def _redact(request: HttpRequest, frame: Frame) -> str:
    register.redact_entry(
        actor=frame.actor,
        entry=_entry(frame, request.POST.get("target", "")),
        names=request.POST.getlist("names"),
        reason=request.POST.get("words", ""),
        at=clock.now(),
    )
    return _("Forgotten for good. The register still verifies.")


def _certificate(request: HttpRequest, frame: Frame) -> str:
    register_certificates.request_certificate(
        actor=frame.actor, agreement=frame.agreement, at=clock.now()
    )
    return _("The certificate of registration is being made. It appears below in a minute.")


def _copy(request: HttpRequest, frame: Frame) -> str:
    register_certificates.request_certified_copy(
        actor=frame.actor, agreement=frame.agreement, at=clock.now()
    )
    return _("The certified true copy is being made. It appears below in a minute.")


_DEEDS: dict[str, Deed] = {
    "register": _register,
    "publish": _publish,
    "correct": _correct,
    "redact": _redact,
    "certificate": _certificate,
    "copy": _copy,
}


def _entry(frame: Frame, uid: str) -> RegisterEntry:
    rows = RegisterEntry.objects.filter(agreement=frame.agreement)
    rows = rows.select_related("agreement__edition__series")
    found = next((one for one in rows if str(one.uid) == uid), None)
    if found is None:
        raise NotFound
    return found
