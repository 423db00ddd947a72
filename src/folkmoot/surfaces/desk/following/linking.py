"""Which agreements and commitments a project carries out."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from folkmoot.kernel import clock
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Agreement, Commitment, Project
from folkmoot.rooms.outcomes.policies import scope_path
from folkmoot.surfaces.desk.deeds import FormPage, form_page
from folkmoot.surfaces.desk.finding import visible_record
from folkmoot.surfaces.desk.frame import actor_of, desk_view
from folkmoot.surfaces.desk.kinds import KINDS
from folkmoot.ui.forms import FolkmootForm
from folkmoot.ui.navigation import Crumb


class LinksForm(FolkmootForm):
    """Those of the project's edition, and others that are linked already."""

    agreements = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Agreements"),
        queryset=Agreement.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    commitments = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Commitments"),
        queryset=Commitment.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, data: Any, *, project: Project) -> None:
        linked: dict[str, list[Any]] = {
            "agreements": list(project.agreements.all()),
            "commitments": list(project.commitments.all()),
        }
        super().__init__(data, initial=linked)
        models: tuple[tuple[str, Any], ...] = (
            ("agreements", Agreement),
            ("commitments", Commitment),
        )
        for name, model in models:
            field: Any = self.fields[name]
            known = [one.pk for one in linked[name]]
            field.queryset = model.objects.filter(
                Q(edition=project.edition) | Q(pk__in=known)
            ).order_by("id")


@desk_view
@require_http_methods(["GET", "POST"])
def project_links(request: HttpRequest, uid: object) -> HttpResponse:
    """Choose what a project carries out. Nine queries to ask.

    Raises:
        NotAllowed: the actor may not edit outcomes here.
        NotFound: there is no such project.
    """
    actor = actor_of(request)
    found = visible_record(KINDS["outcomes.project"], actor, uid)
    assert isinstance(found, Project)  # noqa: S101 - the kind's own model
    require(actor, Permission.OUTCOMES_EDIT, scope_path(found))
    back = reverse("desk:record_edit", args=["outcomes.project", found.uid])

    def act(data: Mapping[str, Any]) -> tuple[str, str]:
        services.link_project(
            actor=actor,
            project=found,
            agreements=list(data["agreements"]),
            commitments=list(data["commitments"]),
            at=clock.now(),
        )
        return _("Saved."), back

    title = _("What the project carries out")
    page = FormPage(
        title=title,
        submit=_("Save"),
        back=back,
        crumbs=(Crumb(str(found), back), Crumb(title)),
        kicker=str(found),
        lead=_("Agreements and commitments of the same edition."),
    )
    # An empty choice is sent as nothing at all, and still means something.
    form = LinksForm(request.POST if request.method == "POST" else None, project=found)
    return form_page(request, form, page, act)
