"""Lists of records, and what a reference field finds while somebody types."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from folkmoot.kernel.refusals import NotFound
from folkmoot.surfaces.desk.addresses import address_of
from folkmoot.surfaces.desk.finding import can_search, chosen_rows, filters_of, visible_rows
from folkmoot.surfaces.desk.frame import actor_of, desk_page, desk_view
from folkmoot.surfaces.desk.kinds import kind_of
from folkmoot.surfaces.desk.references import TYPED, found
from folkmoot.ui.navigation import Crumb

PAGE_LENGTH = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list."""

    url: str
    first: Any
    cells: tuple[tuple[str, Any], ...]


@desk_view
@require_safe
def record_list(request: HttpRequest, kind: str) -> HttpResponse:
    """Records of one kind, 50 to a page. Four queries (session, user, count, rows), one per
    filter that names other records, and two to four for words."""
    described = kind_of(kind)
    if described.is_part:
        raise NotFound
    actor = actor_of(request)
    rows = chosen_rows(described, visible_rows(described, actor), request.GET)
    page = Paginator(rows, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "kind": described,
        "page": page,
        "rows": [
            Row(
                address_of(described.name, one.uid),
                described.columns[0].value(one),
                tuple((str(column.label), column.value(one)) for column in described.columns[1:]),
            )
            for one in page
        ],
        "filters": filters_of(described, actor, request.GET),
        "asked": request.GET.get("q", ""),
        "can_search": can_search(described),
        "is_narrowed": any(request.GET.get(name) for name in ("q", *described.filters)),
        "may_create": described.may_create(actor),
    }
    return desk_page(
        request, "desk/record_list.html", context, crumbs=(Crumb(str(described.title_many)),)
    )


@desk_view
@require_safe
def choices(request: HttpRequest, kind: str) -> JsonResponse:
    """What the words typed so far may mean, as JSON for the combobox. Four queries.

    Raises:
        NotFound: records of this kind are not chosen by typing.
    """
    model = kind_of(kind).model
    if model not in TYPED:
        raise NotFound
    hits = found(model, request.GET.get("q", ""))
    return JsonResponse(
        {"choices": [{"uid": one.uid, "label": one.label, "note": one.note} for one in hits]}
    )
