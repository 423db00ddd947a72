"""Acts on an agreement at the desk: the status table of treaty offices, and a form for a new act."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import clock, files
from folkmoot.kernel.models import StoredFile
from folkmoot.kernel.refusals import Invalid, NotFound, Refusal
from folkmoot.kernel.texts import shown
from folkmoot.kernel.uploads import bytes_of
from folkmoot.rooms.outcomes.models import Act
from folkmoot.rooms.outcomes.queries.agreements import status_table, status_table_csv
from folkmoot.rooms.outcomes.services.acts import (
    ActValues,
    record_accession,
    record_act,
    stated_day,
)
from folkmoot.rooms.outcomes.services.agreements_checks import today_in
from folkmoot.rooms.outcomes.services.paper import SCAN_TYPES
from folkmoot.rooms.outcomes.terms.agreements import (
    ALLOWED_IN,
    STEPS,
    ActKind,
    Capacity,
)
from folkmoot.surfaces.desk.agreements.frame import Frame, frame_of
from folkmoot.surfaces.desk.agreements.page import workbench
from folkmoot.surfaces.desk.agreements.signing import stored_answer
from folkmoot.surfaces.desk.forms import put_errors
from folkmoot.surfaces.desk.frame import desk_view
from folkmoot.ui.dates import say_day
from folkmoot.ui.fields import PartialDateField
from folkmoot.ui.forms import FolkmootForm


class ActForm(FolkmootForm):
    """What a party or all of them did, and when."""

    kind = forms.ChoiceField(label=gettext_lazy("What happened"), choices=())
    party = forms.ChoiceField(
        label=gettext_lazy("By"),
        choices=(),
        required=False,
        help_text=gettext_lazy("Empty: by all parties together."),
    )
    joins = forms.CharField(
        label=gettext_lazy("Name of the new party"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("For an accession: who joins."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    done_on = PartialDateField(
        label=gettext_lazy("On"),
        help_text=gettext_lazy("A day, or as much as is known: 2031-05-20, 2031-05."),
    )
    effective_on = forms.DateField(
        label=gettext_lazy("Takes effect on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Only where the act says so."),
    )
    note = forms.CharField(
        label=gettext_lazy("Its words, or a note"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    instrument = forms.FileField(label=gettext_lazy("The paper itself"), required=False)

    def __init__(self, *args: Any, frame: Frame, **options: Any) -> None:
        super().__init__(*args, **options)
        self.frame = frame
        fields: Any = self.fields
        fields["kind"].choices = _kinds(frame)
        fields["party"].choices = [
            ("", ""),
            *(
                (str(one.uid), shown(one.name))
                for one in frame.whole.parties
                if one.capacity == Capacity.PARTY
            ),
        ]


@desk_view
@require_http_methods(["GET", "POST"])
def agreement_acts(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Status table, acts and the form of a new one. At most 34 queries, however many acts.

    Raises:
        NotFound: there is none, or the actor may not know of it.
        NotAllowed: the actor does not keep the register.
    """
    frame = frame_of(request, uid)
    form = ActForm(request.POST or None, request.FILES or None, frame=frame)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = _record(frame, form)
            except Refusal as fault:
                if fault.status in (403, 404):
                    raise
                status = fault.status
                errors = fault.errors if isinstance(fault, Invalid) else {"kind": [str(fault)]}
                put_errors(form, {_FIELDS.get(name, name): told for name, told in errors.items()})
            else:
                kind = capfirst(str(ActKind(made.kind).label))
                messages.success(request, _("Recorded: %(act)s.") % {"act": kind})
                return redirect("desk:agreement_acts", frame.agreement.uid)
    acts = frame.agreement.acts.select_related("party", "instrument").order_by("-done_on", "-id")
    context = {
        "form": form if frame.may_register and _kinds(frame) else None,
        "table": _table(frame),
        "acts": [_row(one) for one in acts],
    }
    return workbench(request, frame, "agreement_acts", context, status=status)


@desk_view
@require_safe
def agreement_acts_csv(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The status table for a spreadsheet."""
    frame = frame_of(request, uid)
    today = today_in(frame.agreement.edition, clock.now())
    # Spreadsheets take a file without the mark for one in their system's own encoding.
    text = "\ufeff" + status_table_csv(frame.agreement, today)
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="status.csv"'
    return answer


@desk_view
@require_safe
def agreement_instrument(request: HttpRequest, uid: UUID, act: UUID) -> HttpResponse:
    """The paper of an act.

    Raises:
        NotFound: there is none.
    """
    frame = frame_of(request, uid)
    found = frame.agreement.acts.select_related("instrument").filter(uid=act).first()
    if found is None or found.instrument is None:
        raise NotFound
    return stored_answer(found.instrument)


# Where a refusal of the service belongs in the form.
_FIELDS = {"signed_on": "done_on", "name": "joins"}


def _kinds(frame: Frame) -> list[tuple[str, str]]:
    """What can be recorded by hand in the state as it is."""
    state = frame.standing.state
    return [
        (kind.value, capfirst(str(kind.label)))
        for kind in ActKind
        if state in ALLOWED_IN[kind] and (kind not in STEPS or kind is ActKind.ACCESSION)
    ]


def _record(frame: Frame, form: ActForm) -> Act:
    told = form.cleaned_data
    kind = ActKind(told["kind"])
    now = clock.now()
    day = stated_day(str(told["done_on"]), today_in(frame.agreement.edition, now))
    values = ActValues(
        done_on=day.done_on,
        done_as_stated=day.done_as_stated,
        effective_on=told["effective_on"],
        note=told["note"],
        instrument=_instrument(form),
    )
    if kind is ActKind.ACCESSION:
        if not told["joins"].strip():
            raise Invalid({"joins": [_("Say who joins.")]})
        language = (get_language() or "en")[:2]
        name = Multilingual({language: told["joins"].strip()}, language)
        return record_accession(
            actor=frame.actor,
            agreement=frame.agreement,
            party={"name": name},
            values=values,
            at=now,
        )
    return record_act(
        actor=frame.actor,
        agreement=frame.agreement,
        kind=kind,
        party=frame.party(told["party"]),
        values=values,
        at=now,
    )


def _instrument(form: ActForm) -> StoredFile | None:
    upload = form.cleaned_data.get("instrument")
    if not upload:
        return None
    data = bytes_of(upload)
    try:
        return files.store(
            data=data, name=upload.name or "", media_type=files.sniff(data), accepted=SCAN_TYPES
        )
    except files.FileRefused as fault:
        raise Invalid({"instrument": [str(fault)]}) from fault


def _table(frame: Frame) -> list[dict[str, Any]]:
    today = today_in(frame.agreement.edition, clock.now())
    return [
        {
            "party": shown(row.party.name),
            "signature": row.signature,
            "approval": row.approval,
            "in_force": row.entry_into_force,
            "marks": " ".join(mark for mark in "RDATCO" if mark in row.standing.marks),
        }
        for row in status_table(frame.agreement, today)
    ]


def _row(one: Act) -> dict[str, Any]:
    return {
        "record": one,
        "kind": capfirst(one.get_kind_display()),
        "party": shown(one.party.name) if one.party else "",
        "effective": say_day(one.effective_on) if one.effective_on else "",
        "stated": one.done_as_stated or one.done_on.isoformat(),
    }
