"""Where sources differ, with addresses of the desk: for the list and for the page of a record."""

from collections.abc import Iterable

from django.urls import reverse

from folkmoot.kernel.records import RecordRef
from folkmoot.kernel.texts import shown
from folkmoot.rooms.evidence.queries.attribution import Attribution
from folkmoot.rooms.evidence.queries.differences import Difference, Stated
from folkmoot.rooms.evidence.queries.figures import ClaimedFigure
from folkmoot.surfaces.desk.kinds import KINDS
from folkmoot.surfaces.desk.telling import field_label
from folkmoot.ui.differing import Differing, Opening, Said, key_of, say_label, say_stated
from folkmoot.ui.figures import say_figure, say_status


def shown_differences(
    found: Iterable[Difference], *, own: RecordRef | None = None, about_urls: dict[RecordRef, str]
) -> tuple[Differing, ...]:
    """The differences as the component takes them. No query.

    Args:
        own: the record whose page it is, which then is not named again.
        about_urls: where the records are edited.
    """
    counted: dict[str, int] = {}
    result = []
    for one in found:
        key = key_of(one.about.uid, one.field)
        counted[key] = counted.get(key, 0) + 1
        is_own = one.about == own
        result.append(
            Differing(
                key=key_of(one.about.uid, one.field, counted[key] - 1),
                label=label_of(one),
                said=tuple(_said(one, stated) for stated in one.stated),
                facts=_facts(one),
                about="" if is_own else one.about_label,
                about_url="" if is_own else about_urls.get(one.about, ""),
            )
        )
    return tuple(result)


def label_of(one: Difference) -> str:
    """What the sources differ about: the field as forms call it, or what is counted."""
    figure = one.stated[0].figure
    if figure is not None:
        return shown(figure.subject) or one.field_label
    kind = KINDS.get(one.about.kind)
    if kind is not None and one.field in kind.fields:
        return field_label(kind.name, one.field)
    return say_label(one.field_label, one.field, one.sort)


def _facts(one: Difference) -> tuple[str, ...]:
    period = say_stated("date", one.period) if one.period else ""
    figure = one.stated[0].figure
    scope = shown(figure.scope) if figure else ""
    return tuple(fact for fact in (say_status(one.status), period, scope) if fact)


def _said(one: Difference, stated: Stated) -> Said:
    source = stated.source
    page = reverse("desk:source_review", args=[source.uid])
    figure = stated.figure
    by, by_url = _by(stated.by)
    return Said(
        value=_figure_words(figure) if figure else say_stated(one.sort, stated.value),
        language=source.language if one.sort in ("name", "place") else "",
        url=reverse("desk:record_edit", args=[figure.ref.kind, figure.ref.uid]) if figure else "",
        openings=tuple(
            Opening(f"{page}#{passage.anchor}", source.title) for passage in stated.passages
        ),
        by=by,
        by_url=by_url,
        source=source.title,
        source_url=page,
        source_language=source.language,
        published=source.published,
        stance=source.stance_label if source.stance else "",
    )


def _figure_words(figure: ClaimedFigure) -> str:
    if figure.value is None:
        return shown(figure.subject)
    return say_figure(
        figure.value,
        comparator=figure.comparator,
        currency=figure.currency,
        unit=shown(figure.unit),
        kind=figure.kind,
    )


def _by(by: Attribution | None) -> tuple[str, str]:
    """Who says so, and where the record of that person or body is edited."""
    named = by and (by.speaker or by.organisation)
    if not named:
        return (by.as_written if by else "", "")
    url = ""
    if named.ref.kind in KINDS:
        url = reverse("desk:record_edit", args=[named.ref.kind, named.ref.uid])
    return shown(named.name), url
