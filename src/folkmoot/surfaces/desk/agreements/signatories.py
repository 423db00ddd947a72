"""Who signs for a party: the person, the office, and the authority with its document and days."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.kernel import clock, files
from folkmoot.kernel.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotFound, Refusal
from folkmoot.kernel.texts import shown
from folkmoot.kernel.uploads import bytes_of
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Party, Signatory
from folkmoot.rooms.outcomes.services.paper import SCAN_TYPES
from folkmoot.rooms.outcomes.terms.agreements import Authority
from folkmoot.rooms.registry.models import OfficeHeld, Person
from folkmoot.surfaces.desk.agreements.frame import Frame, frame_of
from folkmoot.surfaces.desk.agreements.page import crumbs_of
from folkmoot.surfaces.desk.finding import number_in
from folkmoot.surfaces.desk.forms import LanguageField, put_errors
from folkmoot.surfaces.desk.frame import desk_page, desk_view
from folkmoot.surfaces.desk.references import ReferenceField
from folkmoot.ui.fields import MultilingualField
from folkmoot.ui.forms import FolkmootForm

_DAY: dict[str, Any] = {"attrs": {"type": "date"}, "format": "%Y-%m-%d"}
_COLUMNS = (
    "name",
    "title",
    "email",
    "language",
    "authority",
    "authority_text",
    "authority_from",
    "authority_until",
    "person",
    "office",
)


class SignatoryForm(FolkmootForm):
    """Who signs, in which office, by what authority; the names in the agreement's languages."""

    email = forms.EmailField(
        label=gettext_lazy("Address for the invitation"),
        required=False,
        help_text=gettext_lazy("The link to sign goes there. The other parties do not see it."),
    )
    language = LanguageField(label=gettext_lazy("Language of letters"), required=False)
    authority = forms.ChoiceField(
        label=gettext_lazy("Basis of authority"),
        required=False,
        choices=[("", gettext_lazy("not stated yet")), *Authority.choices],
        help_text=gettext_lazy("Nobody is asked to sign without one that is valid on the day."),
    )
    authority_text = forms.CharField(
        label=gettext_lazy("Document"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Number, date and article, as it will stand in the agreement."),
    )
    document = forms.FileField(label=gettext_lazy("Copy of the document"), required=False)
    authority_from = forms.DateField(
        label=gettext_lazy("Valid from"), required=False, widget=forms.DateInput(**_DAY)
    )
    authority_until = forms.DateField(
        label=gettext_lazy("Valid until"), required=False, widget=forms.DateInput(**_DAY)
    )
    person = ReferenceField(
        model=Person,
        label=gettext_lazy("Person in the registry"),
        required=False,
        help_text=gettext_lazy("With the office, if both are recorded here."),
    )
    office = ReferenceField(
        model=OfficeHeld, label=gettext_lazy("Office in the registry"), required=False
    )

    def __init__(self, *args: Any, languages: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        names = {
            "name": MultilingualField(
                label=pgettext("of a person", "Name"),
                languages=languages or None,
                max_length=200,
                required=False,
            ),
            "title": MultilingualField(
                label=_("Office"), languages=languages or None, max_length=300, required=False
            ),
        }
        self.fields = {**names, **self.fields}

    def clean(self) -> dict[str, Any]:
        """A name as written, or a person who has one."""
        data = super().clean() or {}
        if not self.errors and not data.get("name") and not data.get("person"):
            self.add_error("name", _("Write the name, or choose the person."))
        return data


def may_name(frame: Frame, party: Party) -> bool:
    """Whether the actor may say who signs for a party; the service decides again."""
    return frame.may_edit or frame.side.is_secretariat or str(party.uid) in frame.side.parties


def signatory_of(frame: Frame, uid: object) -> Signatory:
    """Somebody who signs in the agreement, with their party. No query.

    Raises:
        NotFound: it is none of this agreement.
    """
    for party in frame.whole.parties:
        for one in frame.whole.signatories.get(party.pk, ()):
            if str(one.uid) == str(uid):
                party.agreement = frame.agreement
                one.party = party
                return one
    raise NotFound


@desk_view
@require_http_methods(["GET", "POST"])
def signatory_new(request: HttpRequest, uid: object, party: object) -> HttpResponse:
    """Name who signs for a party. At most 22 queries to ask.

    Raises:
        NotFound: there is no such agreement or party.
        NotAllowed: the actor speaks neither for the party nor for the secretariat.
    """
    frame = frame_of(request, uid)
    found = frame.asked_party(party)
    found.agreement = frame.agreement
    return _answer(request, frame, found, None)


@desk_view
@require_http_methods(["GET", "POST"])
def signatory_edit(request: HttpRequest, uid: object, signatory: object) -> HttpResponse:
    """Change who signs. At most 22 queries to ask.

    Raises:
        NotFound: there is no such agreement or signatory.
        NotAllowed: the actor speaks neither for the party nor for the secretariat.
    """
    frame = frame_of(request, uid)
    found = signatory_of(frame, signatory)
    return _answer(request, frame, found.party, found)


@desk_view
@require_safe
def signatory_document(request: HttpRequest, uid: object, signatory: object) -> HttpResponse:
    """The stored copy of the document that gives the authority.

    Raises:
        NotFound: there is none, or it is not for the actor.
    """
    frame = frame_of(request, uid)
    found = signatory_of(frame, signatory)
    stored = found.authority_file
    if stored is None or not may_name(frame, found.party):
        raise NotFound
    response = HttpResponse(files.read(stored), content_type=stored.media_type)
    response["Content-Disposition"] = content_disposition_header(True, stored.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _answer(
    request: HttpRequest, frame: Frame, party: Party, record: Signatory | None
) -> HttpResponse:
    if not may_name(frame, party):
        raise NotAllowed(permission=Permission.OUTCOMES_NEGOTIATE, reason="speaks for others")
    initial = {name: getattr(record, name) for name in _COLUMNS} if record else {}
    form = SignatoryForm(
        request.POST or None,
        request.FILES or None,
        languages=frame.agreement.languages,
        initial=initial,
    )
    status, conflict = 200, False
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = _saved(request, frame, party, record, form.cleaned_data)
            except ChangedMeanwhile:
                status, conflict = 409, True
            except (Invalid, files.FileRefused) as fault:
                tell_faults(form, fault)
            except Refusal as fault:
                if fault.status in (403, 404):
                    raise
                status = fault.status
                form.add_error(None, str(fault))
            else:
                messages.success(request, _("“%(name)s” is saved.") % {"name": made})
                return redirect("desk:agreement_parties", frame.agreement.uid)
        if form.files:
            messages.info(request, _("Please choose the file again: browsers do not keep files."))
    title = _("Who signs for %(party)s") % {"party": shown(party.name)}
    context = {
        "title": title,
        "agreement": frame.agreement,
        "form": form,
        "record": record,
        "conflict": conflict,
        "version": record.version if record else 0,
        "button": _("Save"),
        "back": reverse("desk:agreement_parties", args=[frame.agreement.uid]),
    }
    return desk_page(
        request,
        "desk/agreements/signatory.html",
        context,
        crumbs=crumbs_of(frame, title),
        status=status,
    )


def _saved(
    request: HttpRequest,
    frame: Frame,
    party: Party,
    record: Signatory | None,
    data: dict[str, Any],
) -> Signatory:
    values = signatory_values(data)
    if record is None:
        return services.create_signatory(
            actor=frame.actor, values={**values, "party": party}, at=clock.now()
        )
    return services.change_signatory(
        actor=frame.actor,
        signatory=record,
        values=values,
        expected_version=number_in(request.POST.get("version")),
        at=clock.now(),
    )


def signatory_values(data: dict[str, Any]) -> dict[str, Any]:
    """What a valid form says of a person, its document stored.

    Raises:
        FileRefused: the document is of another type, or too large.
    """
    values = {name: data[name] for name in _COLUMNS}
    if upload := data["document"]:
        values["authority_file"] = files.store(
            data=bytes_of(upload),
            name=upload.name,
            media_type=upload.content_type or "",
            accepted=SCAN_TYPES,
        )
    return values


def tell_faults(form: forms.Form, fault: Invalid | files.FileRefused) -> None:
    """Say beside the fields what the service refused."""
    if isinstance(fault, Invalid):
        put_errors(form, dict(fault.errors))
    else:
        form.add_error("document", str(fault))
