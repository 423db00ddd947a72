"""Records that may be one: pairs with reasons, side by side, merged, and taken apart again."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.kernel import clock
from folkmoot.kernel.records import Record, RecordRef, load
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.registry.models import Identifier, Merge, Name
from folkmoot.rooms.registry.queries.duplicates import Sameness, possible_duplicates
from folkmoot.rooms.registry.services import merge_records, undo_merge
from folkmoot.rooms.registry.terms import MERGED_KINDS, PERSON, CannotMerge, CannotUndoMerge
from folkmoot.surfaces.desk.finding import uses_of
from folkmoot.surfaces.desk.frame import actor_of, desk_page, desk_view, zone_of
from folkmoot.surfaces.desk.kinds import KINDS
from folkmoot.surfaces.desk.references import note_of
from folkmoot.surfaces.desk.telling import field_label, say_value
from folkmoot.ui.navigation import Crumb, NavItem

_LATELY = 20


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one, and why."""

    first: Record
    second: Record
    notes: tuple[str, str]
    why: str
    evidence: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One field of both records."""

    label: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        """Whether the two say different things."""
        return self.first != self.second


@dataclass(frozen=True, slots=True)
class PastMerge:
    """A merge that can be taken apart again."""

    uid: str
    merged: str
    kept: str
    kept_url: str
    who: str
    at: Any


@desk_view
@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """Pairs of one kind, strongest reason first, and what was merged lately. Up to ten queries.

    Raises:
        NotAllowed: the actor may not merge.
    """
    require(actor_of(request), Permission.REGISTRY_MERGE)
    kind = request.GET.get("kind", PERSON)
    if kind not in MERGED_KINDS:
        raise NotFound
    here = reverse("desk:duplicates")
    context = {
        "title": _("Possible duplicates"),
        "tabs": tuple(
            NavItem(str(KINDS[name].title_many), f"{here}?kind={name}", name == kind)
            for name in MERGED_KINDS
        ),
        "pairs": [_pair(kind, one) for one in possible_duplicates(kind)],
        "merges": _past_merges(kind),
    }
    return desk_page(
        request, "desk/review/duplicates.html", context, crumbs=(Crumb(_("Possible duplicates")),)
    )


@desk_view
@require_http_methods(["GET", "POST"])
def compare(request: HttpRequest, kind: str, first: str, second: str) -> HttpResponse:
    """Two records side by side; merging folds one into the other. A query per relation to show.

    Raises:
        NotAllowed: the actor may not merge.
        NotFound: one of them is gone.
    """
    actor = actor_of(request)
    require(actor, Permission.REGISTRY_MERGE)
    if kind not in MERGED_KINDS:
        raise NotFound
    found = KINDS[kind].model._default_manager.filter(uid__in=(first, second))
    rows = {str(one.uid): one for one in found}
    if len(rows) != 2:
        raise NotFound
    pair = (rows[str(first)], rows[str(second)])
    keep = request.POST.get("keep", "")
    if request.method == "POST" and keep in rows:
        kept: Any = rows[keep]
        merged: Any = next(one for uid, one in rows.items() if uid != keep)
        name = str(merged)
        try:
            merge_records(
                actor=actor,
                kept=kept,
                merged=merged,
                at=clock.now(),
                reason=request.POST.get("reason", "").strip()[:500],
            )
        except CannotMerge as fault:
            messages.error(request, str(fault))
            return redirect(request.path)
        words = _("“%(merged)s” is now part of “%(kept)s”. You can take it apart again below.")
        messages.success(request, words % {"merged": name, "kept": kept})
        return redirect(f"{reverse('desk:duplicates')}?kind={kind}#merged")
    if request.method == "POST":
        messages.error(request, _("Choose the record to keep."))
        return redirect(request.path)
    context = {
        "title": _("Are these one and the same?"),
        "pair": pair,
        "kind": KINDS[kind],
        "lines": _lines(kind, *pair, zone=zone_of(request)),
        "suggested": str(_fuller(*pair).uid),
    }
    back = f"{reverse('desk:duplicates')}?kind={kind}"
    crumbs = (Crumb(_("Possible duplicates"), back), Crumb(_("Compare")))
    return desk_page(request, "desk/review/compare.html", context, crumbs=crumbs)


@desk_view
@require_POST
def unmerge(request: HttpRequest, uid: str) -> HttpResponse:
    """Take a merge apart again.

    Raises:
        NotAllowed: the actor may not merge.
    """
    actor = actor_of(request)
    require(actor, Permission.REGISTRY_MERGE)
    merge = Merge.objects.filter(uid=uid).first()
    if merge is None:
        raise NotFound
    try:
        back = undo_merge(actor=actor, merge=merge, at=clock.now())
    except CannotUndoMerge as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("“%(name)s” stands by itself again.") % {"name": back})
    return redirect(f"{reverse('desk:duplicates')}?kind={merge.kind}")


def _pair(kind: str, found: Any) -> Pair:
    why = {
        Sameness.SAME_IDENTIFIER: _("The same outside identifier"),
        Sameness.SAME_NAME: _("The same name, but for script or spelling"),
        Sameness.SIMILAR_NAME: _("Names that differ by a letter or two"),
    }[found.reason]
    # Spellings that stand above as the names already would only be said twice.
    known = {str(found.first), str(found.second)}
    evidence = () if set(found.evidence) <= known else found.evidence
    return Pair(
        found.first,
        found.second,
        (note_of(found.first), note_of(found.second)),
        why,
        " · ".join(evidence),
        reverse("desk:compare", args=[kind, found.first.uid, found.second.uid]),
    )


def _lines(kind: str, first: Record, second: Record, *, zone: Any) -> list[Line]:
    lines = [
        Line(
            field_label(kind, name),
            say_value(kind, name, getattr(first, name), zone),
            say_value(kind, name, getattr(second, name), zone),
        )
        for name in KINDS[kind].fields
    ]
    lines.append(Line(_("Further names"), _names(first), _names(second)))
    lines.append(Line(_("Identifiers"), _identifiers(first), _identifiers(second)))
    lines.append(Line(_("Used by"), _uses(first), _uses(second)))
    return [line for line in lines if line.first or line.second]


def _names(record: Record) -> str:
    rows = Name.objects.filter(owner_kind=record.ref.kind, owner_uid=record.uid).order_by("text")
    return " · ".join(rows.values_list("text", flat=True))


def _identifiers(record: Record) -> str:
    rows = Identifier.objects.filter(owner_kind=record.ref.kind, owner_uid=record.uid)
    return " · ".join(str(one) for one in rows.order_by("scheme", "value"))


def _uses(record: Record) -> str:
    blocking, going = uses_of(record)
    return " · ".join(capfirst(words) for words in (*blocking, *going))


def _fuller(first: Record, second: Record) -> Record:
    """The one that says more; the older one where both say as much."""

    def filled(record: Record) -> int:
        names = KINDS[record.ref.kind].fields
        return sum(bool(getattr(record, name)) for name in names)

    return second if filled(second) > filled(first) else first


def _past_merges(kind: str) -> list[PastMerge]:
    rows = list(Merge.objects.filter(kind=kind, undone_at=None).order_by("-id")[:_LATELY])
    kept = load([RecordRef(kind, str(row.kept_uid)) for row in rows])
    found = []
    for row in rows:
        record = kept.get(RecordRef(kind, str(row.kept_uid)))
        if record is None:
            continue
        found.append(
            PastMerge(
                str(row.uid),
                _name_in(row.merged_state),
                str(record),
                reverse("desk:record_edit", args=[kind, record.uid]),
                row.actor_label,
                row.at,
            )
        )
    return found


def _name_in(state: Any) -> str:
    """The name of a merged record, out of the state that was kept of it."""
    name = state.get("fields", {}).get("name")
    if isinstance(name, str):
        return name
    texts = (name or {}).get("texts", {})
    return " / ".join(texts.values())
