"""Where sources differ, with public addresses and in the language of the page's texts. No query."""

from collections.abc import Iterable, Sequence

from django.http import HttpRequest
from django.urls import reverse

from folkmoot.kernel.records import RecordRef
from folkmoot.rooms.evidence.queries.attribution import Attribution
from folkmoot.rooms.evidence.queries.cards import CitedPassage, SourceCard
from folkmoot.rooms.evidence.queries.differences import Difference, Stated
from folkmoot.rooms.evidence.queries.figures import ClaimedFigure, Disagreement
from folkmoot.surfaces.public import links
from folkmoot.surfaces.public.pages import in_words
from folkmoot.ui.differing import Differing, Opening, Said, key_of, say_label, say_stated
from folkmoot.ui.figures import say_figure, say_status


def differing_about(
    request: HttpRequest, found: Iterable[Difference], *, own: RecordRef
) -> tuple[Differing, ...]:
    """The differences as the component takes them, those of the page's own record first.

    Args:
        own: the record whose page it is, which is not named again.
    """
    shown = []
    for number, one in enumerate(found, 1):
        figures = [stated.figure for stated in one.stated if stated.figure]
        about = "" if one.about == own else one.about_label
        if figures:
            shown.append(_of_figures(request, one.field, figures, number, about))
        else:
            shown.append(_of_field(one, about))
    return tuple(sorted(shown, key=lambda one: bool(one.about)))


def differing_figures(request: HttpRequest, found: Iterable[Disagreement]) -> tuple[Differing, ...]:
    """Disagreeing figures as the component takes them."""
    return tuple(
        _of_figures(request, one.measure, one.figures, number)
        for number, one in enumerate(found, 1)
    )


def _of_figures(
    request: HttpRequest,
    measure: str,
    figures: Sequence[ClaimedFigure],
    number: int,
    about: str = "",
) -> Differing:
    first = figures[0]
    period = say_stated("date", first.period) if first.period else ""
    facts = (say_status(first.status), period, in_words(request, first.scope))
    return Differing(
        key=key_of(first.about.uid if first.about else "", measure, number),
        label=in_words(request, first.subject) or measure.replace("-", " "),
        said=tuple(_said_figure(request, figure) for figure in figures),
        facts=tuple(fact for fact in facts if fact),
        about=about,
    )


def _of_field(one: Difference, about: str) -> Differing:
    return Differing(
        key=key_of(one.about.uid, one.field),
        label=say_label(one.field_label, one.field, one.sort),
        said=tuple(_said(one.sort, stated) for stated in one.stated),
        about=about,
    )


def _said(sort: str, stated: Stated) -> Said:
    return _with_source(
        say_stated(sort, stated.value),
        stated.source,
        stated.passages,
        language=stated.source.language if sort in ("name", "place") else "",
    )


def _said_figure(request: HttpRequest, figure: ClaimedFigure) -> Said:
    subject = in_words(request, figure.subject)
    value = subject
    if figure.value is not None:
        value = say_figure(
            figure.value,
            comparator=figure.comparator,
            currency=figure.currency,
            unit=in_words(request, figure.unit),
            kind=figure.kind,
        )
    by, by_url = _by(request, figure.by)
    return _with_source(value, figure.source, figure.passages, by=by, by_url=by_url)


def _with_source(
    value: str,
    source: SourceCard,
    passages: Iterable[CitedPassage],
    *,
    language: str = "",
    by: str = "",
    by_url: str = "",
) -> Said:
    return Said(
        value=value,
        language=language,
        openings=tuple(
            Opening(links.passage_url(source.uid, one.anchor), source.title) for one in passages
        ),
        by=by,
        by_url=by_url,
        source=source.title,
        source_url=reverse("public:source", args=[source.uid]),
        source_language=source.language,
        published=source.published,
        stance=source.stance_label if source.stance else "",
    )


def _by(request: HttpRequest, by: Attribution) -> tuple[str, str]:
    """Who says so, with the page of that person or body."""
    if by.speaker:
        return in_words(request, by.speaker.name), links.person_url(by.speaker.ref.uid)
    if by.organisation:
        return in_words(request, by.organisation.name), links.organisation_url(
            by.organisation.ref.uid
        )
    return by.as_written, ""
