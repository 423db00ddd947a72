"""Where sources differ: every number, date, name and place, with who says which and when."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from folkmoot.kernel.intake import Compared
from folkmoot.kernel.records import Record, RecordRef
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.evidence.queries.differences import Difference, all_differences
from folkmoot.rooms.programme.models import Edition
from folkmoot.surfaces.desk.differences import shown_differences
from folkmoot.surfaces.desk.finding import Filter, FilterOption, number_in
from folkmoot.surfaces.desk.frame import actor_of, desk_page, desk_view
from folkmoot.surfaces.desk.kinds import KINDS
from folkmoot.surfaces.desk.review.targets import edition_label, visible_records
from folkmoot.ui.navigation import Crumb, NavItem

PAGE_LENGTH = 50


@desk_view
@require_safe
def disagreeing(request: HttpRequest) -> HttpResponse:
    """Every difference about records that the actor may see, by sort and edition, 50 to a page.

    At most 14 queries, and one for each kind of record that sources differ about.

    Raises:
        NotAllowed: the actor may not read sources at the desk.
    """
    actor = actor_of(request)
    require(actor, Permission.EVIDENCE_READ)
    every = all_differences(actor=actor)
    records = visible_records({one.about for one in every}, actor=actor)
    seen = [one for one in every if one.about in records]
    editions = _editions_of(records)
    asked = request.GET
    here = [one for one in seen if _is_of(editions.get(one.about), asked.get("edition", ""))]
    sort = asked.get("sort", "")
    found = [one for one in here if sort in ("", one.sort)]
    page = Paginator(found, PAGE_LENGTH).get_page(number_in(asked.get("page")) or 1)
    context = {
        "title": _("Disagreements"),
        "tabs": _tabs(here, asked),
        "sort": sort,
        "edition_filter": _edition_filter(editions.values(), asked.get("edition", "")),
        "page": page,
        "differing": shown_differences(page.object_list, about_urls=_urls(records, editions)),
        "is_narrowed": bool(sort or asked.get("edition")),
    }
    return desk_page(
        request, "desk/review/disagreements.html", context, crumbs=(Crumb(_("Disagreements")),)
    )


def _editions_of(records: Mapping[RecordRef, Record]) -> dict[RecordRef, Edition]:
    """The edition that each record is or belongs to; others are left out. One query."""
    keys: dict[RecordRef, Any] = {
        ref: record.pk if isinstance(record, Edition) else getattr(record, "edition_id", None)
        for ref, record in records.items()
    }
    rows = Edition.objects.filter(pk__in={key for key in keys.values() if key})
    editions = {one.pk: one for one in rows.select_related("series")}
    return {ref: editions[key] for ref, key in keys.items() if key in editions}


def _is_of(edition: Edition | None, wanted: str) -> bool:
    return not wanted or (edition is not None and str(edition.uid) == wanted)


def _urls(
    records: Mapping[RecordRef, Record], editions: Mapping[RecordRef, Edition]
) -> dict[RecordRef, str]:
    """Where each record is edited; a part of an edition on the edition's own form."""
    urls = {}
    for ref in records:
        target = ref
        if KINDS[ref.kind].is_part:
            if ref not in editions:
                continue
            target = editions[ref].ref
        urls[ref] = reverse("desk:record_edit", args=[target.kind, target.uid])
    return urls


def _tabs(found: list[Difference], asked: QueryDict) -> tuple[NavItem, ...]:
    sorts = (
        ("", _("All")),
        (Compared.NUMBER, _("Numbers")),
        (Compared.DATE, _("Dates")),
        (Compared.NAME, _("Names")),
        (Compared.PLACE, _("Places")),
    )
    items = []
    for sort, label in sorts:
        query = asked.copy()
        query.pop("page", None)
        query["sort"] = sort
        count = sum(sort in ("", one.sort) for one in found)
        items.append(
            NavItem(label, f"?{query.urlencode()}", asked.get("sort", "") == sort, count=count)
        )
    return tuple(items)


def _edition_filter(editions: Iterable[Edition], chosen: str) -> Filter | None:
    """The editions that sources differ about; nothing to choose where there are none."""
    named = {str(one.uid): edition_label(one) for one in editions}
    if not named:
        return None
    pairs = sorted(named.items(), key=lambda pair: pair[1])
    return Filter(
        "edition",
        _("Edition"),
        tuple(FilterOption(uid, label, uid == chosen) for uid, label in pairs),
    )
