"""An office reports on its commitment: one page, kept as it is typed, files, a clear finish."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import clock
from folkmoot.kernel.files import FileRefused, sniff
from folkmoot.kernel.refusals import Invalid
from folkmoot.kernel.uploads import bytes_of
from folkmoot.rooms.outcomes.models import ProgressReport
from folkmoot.rooms.outcomes.queries.following import commitment_rows
from folkmoot.rooms.outcomes.services.agreements_checks import today_in
from folkmoot.rooms.outcomes.services.commitments_states import (
    confirm_commitment,
    dispute_commitment,
)
from folkmoot.rooms.outcomes.services.evidence import add_evidence, remove_evidence_item
from folkmoot.rooms.outcomes.services.reports import draft_report, submit_report
from folkmoot.rooms.outcomes.services.reports_links import (
    ReportAccess,
    come_to_report,
    promised_words,
)
from folkmoot.rooms.outcomes.terms.commitments import (
    CommitmentState,
    EvidenceKind,
    FiguresFixed,
    NeedsCopy,
    ReportIncomplete,
)
from folkmoot.surfaces.portal.forms import DisputeForm, ReportForm
from folkmoot.surfaces.portal.frame import FILES_AT_MOST, link_view, plain_page
from folkmoot.ui.dates import say_day

_UNPROMISED = (CommitmentState.PROPOSED, CommitmentState.DISPUTED)
_PHOTOS = ("image/jpeg", "image/png")


@link_view(come_to_report)
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, access: ReportAccess) -> HttpResponse:
    """Report on one commitment, or first say whether it was promised. At most 14 queries to read.

    Raises:
        SamePerson, MoveNotPossible.
    """
    commitment = access.responsibility.commitment
    if commitment.state in _UNPROMISED:
        return _promise(request, access)
    form = ReportForm(
        request.POST or None,
        request.FILES or None,
        commitment=commitment,
        report=access.report,
        language=get_language() or "en",
        initial={"period_until": today_in(commitment.edition, clock.now())},
    )
    if request.method != "POST":
        return _page(request, access, form)
    return _written(request, access, form)


@plain_page
@require_safe
def report_done(request: HttpRequest) -> HttpResponse:
    """The clear finish; it says nothing of what was reported. No query."""
    return render(request, "portal/report_done.html")


def _written(request: HttpRequest, access: ReportAccess, form: ReportForm) -> HttpResponse:
    wanted = request.POST.get("do", "")
    is_valid = form.is_valid()
    kept = _keep(access, form)
    if kept is not None:
        _add_files(request, access, form, kept)
        _check_address(form, kept)
        _remove_file(access, kept, wanted)
    is_valid = is_valid and form.is_valid()
    if wanted == "keep" and "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"kept": kept is not None}, status=200 if kept else 422)
    if is_valid and kept is not None:
        if wanted != "hand_in":
            if wanted == "keep":
                messages.success(request, _("Kept. Come back by the same link to go on."))
            return redirect(request.path)
        if _hand_in(access, form, kept):
            return redirect("portal:report_done")
    return _page(request, access, form, kept)


def _keep(access: ReportAccess, form: ReportForm) -> ProgressReport | None:
    """Store what can be stored; the form says what cannot."""
    try:
        return draft_report(
            actor=access.actor,
            responsibility=access.responsibility,
            values=form.kept(),
            at=clock.now(),
        )
    except Invalid as fault:
        _tell(form, fault)
    except FiguresFixed as fault:
        form.add_error("period_until", str(fault))
    return None


def _hand_in(access: ReportAccess, form: ReportForm, kept: ProgressReport) -> bool:
    try:
        submit_report(actor=access.actor, report=kept, at=clock.now())
    except ReportIncomplete:
        if not kept.progress:
            form.add_error("progress", _("Choose where it stands."))
        if not kept.narrative:
            form.add_error("narrative", _("Say in a few words what was done."))
        return False
    return True


def _add_files(
    request: HttpRequest, access: ReportAccess, form: ReportForm, kept: ProgressReport
) -> None:
    known = set(kept.evidence.values_list("sha256", flat=True))
    for upload in form.cleaned_data.get("attached") or []:
        try:
            data = bytes_of(upload)
            added = add_evidence(
                actor=access.actor,
                commitment=kept.commitment,
                report=kept,
                values=_about(upload, data, form),
                data=data,
                name=upload.name or "",
                at=clock.now(),
            )
        except FileRefused as fault:
            form.add_error("attached", str(fault))
            continue
        except Invalid as fault:
            _tell(form, fault)
            continue
        if added.item.sha256 in known:
            # Sent twice, such as by a second tap: one copy is enough.
            remove_evidence_item(actor=access.actor, evidence_item=added.item, at=clock.now())
        elif added.replays:
            words = _("“%(name)s” was shown before, for another period or commitment.")
            messages.warning(request, words % {"name": upload.name})
        known.add(added.item.sha256)


def _check_address(form: ReportForm, kept: ProgressReport) -> None:
    """An address goes with a copy: of this request, or of one before."""
    address = form.cleaned_data.get("address")
    if not address or form.cleaned_data.get("attached"):
        return
    if not kept.evidence.filter(address=address).exists():
        form.add_error("address", str(NeedsCopy()))


def _about(upload: UploadedFile, data: bytes, form: ReportForm) -> dict[str, Any]:
    is_photo = sniff(data) in _PHOTOS
    told = form.cleaned_data.get("file_kind") or EvidenceKind.OTHER
    return {
        "kind": EvidenceKind.PHOTO if is_photo else told,
        "title": Multilingual({form.language: (upload.name or "?")[:300]}, form.language),
        "is_public": bool(form.cleaned_data.get("are_files_public")),
        "address": form.cleaned_data.get("address") or "",
    }


def _remove_file(access: ReportAccess, kept: ProgressReport, wanted: str) -> None:
    verb, _colon, uid = wanted.partition(":")
    if verb != "remove":
        return
    for item in kept.evidence.select_related("report", "commitment__edition__series"):
        if str(item.uid) == uid:
            remove_evidence_item(actor=access.actor, evidence_item=item, at=clock.now())


def _page(
    request: HttpRequest,
    access: ReportAccess,
    form: ReportForm,
    kept: ProgressReport | None = None,
) -> HttpResponse:
    begun = kept or access.report
    evidence = list(begun.evidence.order_by("id")) if begun else []
    context = {
        **_promised(access),
        "access": access,
        "form": form,
        "report": begun,
        "evidence": evidence,
        "is_more_open": _has_more(form),
        "is_about_open": bool({"file_kind", "address"} & set(form.errors)),
        "files_at_most": FILES_AT_MOST,
        "limit_mb": settings.UPLOAD_LIMIT_BYTES // (1024 * 1024),
    }
    return render(request, "portal/report.html", context, status=422 if form.errors else 200)


def _has_more(form: ReportForm) -> bool:
    names = ("obstacles", "help_wanted")
    wrong = set(form.errors) & {"obstacles", "help_wanted", "period_from", "period_until"}
    return bool(wrong) or any(form[name].value() for name in names)


def _promised(access: ReportAccess) -> dict[str, Any]:
    commitment = access.responsibility.commitment
    row = commitment_rows([commitment], today_in(commitment.edition, clock.now()))[0]
    return {
        "commitment": commitment,
        "row": row,
        "quote": promised_words(access),
        "due": say_day(row.due_on),
    }


def _promise(request: HttpRequest, access: ReportAccess) -> HttpResponse:
    """Before anybody reports: is this what was promised?"""
    commitment = access.responsibility.commitment
    is_disputing = request.POST.get("do") == "dispute"
    form = DisputeForm(request.POST if is_disputing else None)
    if request.method == "POST" and not is_disputing:
        confirm_commitment(actor=access.actor, commitment=commitment, at=clock.now())
        messages.success(request, _("Thank you. You can report now."))
        return redirect(request.path)
    if is_disputing and form.is_valid():
        reason = form.cleaned_data["reason"]
        dispute_commitment(actor=access.actor, commitment=commitment, reason=reason, at=clock.now())
        messages.success(request, _("Thank you. The secretariat will look at it."))
        return redirect(request.path)
    context = {**_promised(access), "access": access, "form": form}
    return render(request, "portal/promise.html", context, status=422 if form.errors else 200)


def _tell(form: ReportForm, fault: Invalid) -> None:
    for name, sentences in fault.errors.items():
        where = name if name in form.fields else None
        for sentence in sentences:
            form.add_error(where, str(sentence))
