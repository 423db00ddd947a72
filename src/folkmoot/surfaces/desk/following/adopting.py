"""How far another region has come with a practice: its steps, each with what shows it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from folkmoot.kernel import clock
from folkmoot.kernel.files import store
from folkmoot.kernel.uploads import bytes_of
from folkmoot.rooms.accounts.policies import decide, require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Adoption
from folkmoot.rooms.outcomes.policies import scope_path
from folkmoot.rooms.outcomes.services.evidence import ACCEPTED
from folkmoot.rooms.outcomes.terms.projects import ADOPTION_MOVES, AdoptionState
from folkmoot.surfaces.desk.deeds import FormPage, form_page
from folkmoot.surfaces.desk.finding import visible_record
from folkmoot.surfaces.desk.following.forms import day_field
from folkmoot.surfaces.desk.frame import actor_of, desk_view
from folkmoot.surfaces.desk.kinds import KINDS
from folkmoot.ui.forms import FolkmootForm, MultilingualField
from folkmoot.ui.navigation import Crumb

SHAPES = {
    AdoptionState.INTERESTED: "draft",
    AdoptionState.ASSESSING: "waiting",
    AdoptionState.PILOTING: "active",
    AdoptionState.ADOPTED: "done",
    AdoptionState.ADAPTED: "done",
    AdoptionState.STOPPED: "stopped",
}


class StepForm(FolkmootForm):
    """The next step, and what shows that it was taken."""

    to = forms.ChoiceField(label=gettext_lazy("How far it has come"), widget=forms.RadioSelect)
    taken_on = day_field(label=gettext_lazy("On"))
    note = MultilingualField(
        label=gettext_lazy("What happened"), multiline=True, max_length=2000, required=False
    )
    file = forms.FileField(label=gettext_lazy("File that shows it"), required=False)
    address = forms.URLField(
        label=gettext_lazy("Or a web address"),
        required=False,
        assume_scheme="https",
        max_length=1000,
    )

    def __init__(self, data: Any, files: Any, *, state: AdoptionState) -> None:
        super().__init__(data, files)
        to: Any = self.fields["to"]
        to.choices = [
            (one.value, capfirst(str(one.label)))
            for one in AdoptionState
            if one in ADOPTION_MOVES[state]
        ]


@desk_view
@require_http_methods(["GET", "POST"])
def adoption(request: HttpRequest, uid: object) -> HttpResponse:
    """The steps of an adoption, and the form of the next one. Seven queries.

    Raises:
        NotAllowed: the actor may read it and takes no step.
        NotFound: there is none.
    """
    actor = actor_of(request)
    found = visible_record(KINDS["outcomes.adoption"], actor, uid)
    assert isinstance(found, Adoption)  # noqa: S101 - the kind's own model
    path = scope_path(found)
    if request.method == "POST":
        require(actor, Permission.OUTCOMES_EDIT, path)
    state = AdoptionState(found.state)
    form = StepForm(request.POST or None, request.FILES or None, state=state)
    own = reverse("desk:adoption", args=[found.uid])

    def act(data: Any) -> tuple[str, str]:
        upload = data["file"]
        values = {name: data[name] for name in ("taken_on", "note", "address")}
        if upload:
            content = bytes_of(upload)
            values["file"] = store(
                data=content,
                name=upload.name,
                media_type=upload.content_type or "",
                accepted=ACCEPTED,
            )
        step = services.take_adoption_step(
            actor=actor,
            adoption=found,
            to=AdoptionState(data["to"]),
            values=values,
            at=clock.now(),
        )
        return _("It is now: %(state)s.") % {"state": step.get_state_display()}, own

    may_edit = decide(actor, Permission.OUTCOMES_EDIT, path).is_allowed
    steps = found.steps.select_related("file").order_by("taken_on", "id")
    page = FormPage(
        title=str(found),
        submit=_("Record the step"),
        back=reverse("desk:record_list", args=["outcomes.adoption"]),
        crumbs=(
            Crumb(
                str(KINDS["outcomes.adoption"].title_many),
                reverse("desk:record_list", args=["outcomes.adoption"]),
            ),
            Crumb(str(found)),
        ),
        kicker=str(found.practice),
        template="desk/following/adoption.html",
        more={
            "adoption": found,
            "state": capfirst(str(state.label)),
            "shape": SHAPES[state],
            "steps": [(one, capfirst(one.get_state_display())) for one in steps],
            "may_edit": may_edit,
            "may_step": may_edit and bool(ADOPTION_MOVES[state]),
        },
    )
    return form_page(request, form, page, act)
