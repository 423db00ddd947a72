"""Signing at the desk: what is missing, the plan, the round as it goes, its jobs and its files."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.kernel import clock, files
from folkmoot.kernel.models import StoredFile
from folkmoot.kernel.refusals import NotFound
from folkmoot.kernel.texts import shown
from folkmoot.rooms.outcomes.models import Rendition, SignatureAct, SignatureSlot, SigningRound
from folkmoot.rooms.outcomes.queries.negotiating import signing_obstacles
from folkmoot.rooms.outcomes.queries.renditions import AgreementFiles, agreement_files
from folkmoot.rooms.outcomes.queries.rounds import RoundView, SlotView, round_view
from folkmoot.rooms.outcomes.services.agreements_checks import today_in
from folkmoot.rooms.outcomes.services.renditions import signatories_in_order
from folkmoot.rooms.outcomes.services.signing_setup import latest_setup_check, setup_lacks
from folkmoot.rooms.outcomes.terms.agreements import AgreementState
from folkmoot.rooms.outcomes.terms.signing import (
    GIVEN_AWAY,
    SignatureLevel,
    SlotState,
    StepState,
    Way,
)
from folkmoot.rooms.outcomes.terms.signing_words import reason_words
from folkmoot.surfaces.desk.agreements.frame import Frame, Refused, frame_of, settle
from folkmoot.surfaces.desk.agreements.page import workbench
from folkmoot.surfaces.desk.agreements.signing_deeds import DEEDS
from folkmoot.surfaces.desk.frame import desk_view
from folkmoot.ui.dates import say_day

_REMINDED = (SlotState.INVITED, SlotState.OPENED)
_STEP_SHAPES = {
    StepState.WAITING: "waiting",
    StepState.DONE: "done",
    StepState.FAILED: "late",
}


@desk_view
@require_http_methods(["GET", "POST"])
def agreement_signing(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The signing of an agreement. At most 40 queries, however many sign.

    Raises:
        NotFound: there is none, or the actor may not know of it.
    """
    frame = frame_of(request, uid)
    if request.method == "POST":
        return settle(
            request,
            frame,
            "agreement_signing",
            DEEDS,
            lambda refused, status: _show(request, frame, refused, status),
        )
    return _show(request, frame)


@desk_view
@require_safe
def agreement_file(request: HttpRequest, uid: UUID, rendition: UUID) -> HttpResponse:
    """A file of an agreement, for whoever may know of the agreement.

    Raises:
        NotFound: it has no such file.
    """
    frame = frame_of(request, uid)
    rows = Rendition.objects.filter(agreement=frame.agreement, uid=rendition)
    found = rows.select_related("file").first()
    if found is None:
        raise NotFound
    return stored_answer(found.file)


@desk_view
@require_safe
def agreement_offered(request: HttpRequest, uid: UUID, slot: UUID) -> HttpResponse:
    """The scan that waits for the secretariat's comparison.

    Raises:
        NotFound: there is none, or the actor does not compare scans.
    """
    frame = frame_of(request, uid)
    rows = SignatureSlot.objects.filter(round__agreement=frame.agreement, uid=slot)
    found = rows.select_related("scan").first()
    if found is None or found.scan is None or not frame.may_sign:
        raise NotFound
    return stored_answer(found.scan)


@desk_view
@require_safe
def agreement_report(request: HttpRequest, uid: UUID, act: UUID) -> HttpResponse:
    """What was found when a signature was judged, for machines (ETSI TS 119 102-2).

    Raises:
        NotFound: there is none.
    """
    frame = frame_of(request, uid)
    rows = SignatureAct.objects.filter(slot__round__agreement=frame.agreement, uid=act)
    found = rows.select_related("report").first()
    if found is None or found.report is None:
        raise NotFound
    return stored_answer(found.report)


def stored_answer(stored: StoredFile) -> HttpResponse:
    """A stored file to take along."""
    answer = HttpResponse(files.read(stored), content_type=stored.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, stored.name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _show(
    request: HttpRequest, frame: Frame, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    found = frame.agreement
    today = today_in(found.edition, clock.now())
    view = round_view(found, today)
    is_plannable = frame.standing.state == AgreementState.TEXT_AGREED and not (
        view and view.is_open
    )
    lacks = signing_obstacles(found, today) if is_plannable else None
    told = agreement_files(found)
    context = {
        "setup": _setup() if frame.may_sign else None,
        "is_plannable": is_plannable,
        "obstacles": [
            *[_("%(step)s: not approved yet") % {"step": shown(one.step)} for one in lacks.approvals],
            *[_("%(name)s: nobody signs") % {"name": shown(one.name)} for one in lacks.unsigned_for],
            *[
                _("%(name)s: no authority for today") % {"name": shown(one.name)}
                for one in lacks.without_authority
            ],
        ] if lacks else [],
        "plan": _plan(frame, refused) if is_plannable and frame.may_sign else [],
        "levels": [(value, capfirst(str(said))) for value, said in SignatureLevel.choices],
        "typed": refused.typed if refused and refused.slot.startswith("open:") else {},
        "view": view,
        "slots": [_slot(frame, view, one) for one in view.slots] if view else [],
        "steps": _steps(frame, view) if view else [],
        "may_withdraw": frame.may_sign and frame.standing.state == AgreementState.OPEN,
        "files": file_rows(frame, told),
    }  # fmt: skip
    return workbench(request, frame, "agreement_signing", context, refused=refused, status=status)


def _setup() -> dict[str, Any]:
    lacks = setup_lacks()
    check = latest_setup_check()
    findings = [
        {
            "words": one["words"] if one["code"] == "missing" else reason_words(one["code"]),
            "detail": one["detail"],
            "blocks": one["blocks"],
        }
        for one in (check.findings if check else [])
    ]
    return {"lacks": lacks, "check": check, "findings": findings}


def _plan(frame: Frame, refused: Refused | None) -> list[dict[str, Any]]:
    """Who may sign, in the order of the parties; what was typed stays."""
    typed = refused.typed if refused and refused.slot.startswith("open:") else None
    rows = []
    for number, one in enumerate(signatories_in_order(frame.agreement), start=1):
        key = str(one.uid)
        told = typed if typed is not None else {f"sign_{key}": "yes"}
        rows.append(
            {
                "key": key,
                "name": shown(one.name),
                "office": shown(one.title),
                "party": shown(one.party.name),
                "email": one.email,
                "signs": f"sign_{key}" in told,
                "order": told.get(f"order_{key}", number),
                "level": told.get(f"level_{key}", SignatureLevel.SIMPLE.value),
                "due": told.get(f"due_{key}", ""),
                "fingerprint": told.get(f"fingerprint_{key}", ""),
            }
        )
    return rows


def _slot(frame: Frame, view: RoundView, one: SlotView) -> dict[str, Any]:
    slot = one.slot
    is_live = frame.may_sign and view.is_open and view.is_prepared and one.is_next
    certificate = one.accepted.certificate if one.accepted else {}
    return {
        "record": slot,
        "key": str(slot.uid),
        "name": shown(slot.signatory.name),
        "office": shown(slot.signatory.title),
        "party": shown(slot.party.name),
        "email": slot.signatory.email if frame.reads_all else "",
        "level": capfirst(slot.get_level_display()),
        "shape": _shape(one),
        "state": capfirst(slot.get_state_display()),
        "is_overdue": one.is_overdue,
        "due": say_day(slot.due_on) if slot.due_on else "",
        "scan_signed": say_day(slot.scan_signed_on) if slot.scan_signed_on else "",
        "accepted": one.accepted,
        "way": capfirst(str(Way(one.accepted.way).label)) if one.accepted else "",
        "certificate": certificate.get("name", ""),
        "issuer": certificate.get("issuer", ""),
        "is_time_proved": bool(one.accepted and one.accepted.stamp == StepState.DONE),
        "replaced_by": shown(slot.replaced_by.signatory.name) if slot.replaced_by else "",
        "refused": [
            (act.at, act.reason if act.reason_code == "scan_refused" else reason_words(act.reason_code))
            for act in one.refused
        ],
        "may_remind": is_live and slot.state in _REMINDED and bool(slot.signatory.email),
        "may_hand_on": is_live and slot.state in _REMINDED,
        "has_scan": slot.scan_id is not None and slot.state != SlotState.ACCEPTED,
        "may_compare": is_live and slot.scan_id is not None,
        "refuse_slot": f"refuse:{slot.uid}",
    }  # fmt: skip


def _shape(one: SlotView) -> str:
    state = one.slot.state
    if one.accepted:
        return "done"
    if one.is_overdue:
        return "late"
    if state in (SlotState.DECLINED, SlotState.EXPIRED) or state in GIVEN_AWAY:
        return "stopped"
    return "active" if one.is_next else "waiting"


def _steps(frame: Frame, view: RoundView) -> list[dict[str, Any]]:
    """The work behind a round: each may fail, and is tried again."""
    opened = view.round
    accepted = [one.accepted for one in view.slots if one.accepted]
    unproved = [one for one in accepted if one.stamp != StepState.DONE]
    stamps = StepState.WAITING if unproved else StepState.DONE
    if unproved and opened.seal_error:
        stamps = StepState.FAILED
    rows = [
        _step(_("Document to sign"), opened.preparation, opened.preparation_error,
              "prepare" if view.is_open else "", opened),
    ]  # fmt: skip
    if accepted:
        rows.append(_step(_("Trusted timestamps"), stamps, "", "stamps", opened))
    if view.is_signed:
        rows.append(
            _step(_("Seal for the archive"), opened.seal, opened.seal_error, "seal", opened)
        )
    for row in rows:
        row["may_retry"] = frame.may_sign and row["do"] and row["shape"] != "done"
        row["may_cancel"] = row["do"] == "prepare" and row["may_retry"]
    return rows


def _step(name: str, state: str, error: str, do: str, opened: SigningRound) -> dict[str, Any]:
    return {
        "name": name,
        "shape": _STEP_SHAPES[StepState(state)],
        "label": capfirst(str(StepState(state).label)),
        "error": error,
        "do": do,
        "next_try_at": opened.next_try_at if state == StepState.FAILED else None,
    }


def file_rows(frame: Frame, told: AgreementFiles) -> list[dict[str, Any]]:
    """The files of an agreement as a list to take along, the one that counts first."""

    def row(name: str, one: Rendition) -> dict[str, Any]:
        return {
            "name": name,
            "record": one,
            "size_bytes": one.file.size_bytes,
            "url": reverse("desk:agreement_file", args=[frame.agreement.uid, one.uid]),
        }

    rows = []
    if told.signed is not None:
        name = _("Signed and sealed document") if told.is_sealed else _("Signed document")
        rows.append(row(name, told.signed))
    rows += [row(_("Scan of the paper"), one) for one in told.scans]
    rows += [row(_("Certified by the depositary"), one) for one in told.certified]
    if told.reading is not None:
        rows.append(row(_("Reading copy (accessible)"), told.reading))
    if told.original is not None:
        rows.append(row(_("Document before any signature"), told.original))
    return rows + [row(_("Annex"), one) for one in told.annexes]
