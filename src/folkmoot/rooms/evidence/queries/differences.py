"""Where sources differ about one record: numbers, dates, names, places; in one shape.

Figures that people claim are compared by :mod:`queries.figures`; fields of records by what
each citation keeps of its source. Nothing is preferred: all that is said stands side by side,
with who says it, when, and the words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Count, Q

from folkmoot.engines.linking import Kinship, Likeness, kinship, likeness, words_meet
from folkmoot.engines.values import dates
from folkmoot.kernel.actors import VISITOR, Actor
from folkmoot.kernel.intake import Compared
from folkmoot.kernel.records import RecordRef
from folkmoot.rooms.evidence import policies
from folkmoot.rooms.evidence.models import Citation, Claim
from folkmoot.rooms.evidence.queries.attribution import Attribution
from folkmoot.rooms.evidence.queries.cards import CitedPassage, SourceCard
from folkmoot.rooms.evidence.queries.citations import citations_of, matching_refs
from folkmoot.rooms.evidence.queries.figures import (
    ClaimedFigure,
    Disagreement,
    claims_about,
    disagreements,
)
from folkmoot.rooms.evidence.queries.review import supported_by
from folkmoot.rooms.registry.models import Person

_PERSON = Person._meta.label_lower
_AT_MOST = 1000


@dataclass(frozen=True, slots=True)
class Stated:
    """What one source states.

    Attributes:
        value: the number, the EDTF date, the name, or the places joined by "; ".
        figure: the whole claim, where the value is a claimed figure.
        by: who says so; ``None``: the source itself.
    """

    value: str
    source: SourceCard
    passages: tuple[CitedPassage, ...]
    figure: ClaimedFigure | None = None
    by: Attribution | None = None

    @property
    def when(self) -> str:
        """When it was published, as EDTF; empty where that is not known."""
        return self.source.published


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing about which sources differ, earliest source first.

    Attributes:
        sort: how it is compared, a value of :class:`Compared`.
        field: column of the record, or the measure of a figure.
        status, period: of a figure; empty otherwise.
    """

    about: RecordRef
    about_label: str
    sort: str
    field: str
    stated: tuple[Stated, ...]
    status: str = ""
    period: str = ""

    @property
    def field_label(self) -> str:
        """What the sources differ about, in the reader's language where it is a column."""
        try:
            column = apps.get_model(self.about.kind)._meta.get_field(self.field)
        except FieldDoesNotExist:  # a measure
            return self.field.replace("-", " ").replace("_", " ")
        return str(getattr(column, "verbose_name", "") or self.field)


def differences_about(
    refs: Iterable[RecordRef], *, actor: Actor = VISITOR
) -> tuple[Difference, ...]:
    """Where sources differ about any of the records. At most seven queries."""
    wanted = tuple(refs)
    condition = matching_refs(wanted, "record_kind", "record_uid")
    if condition is None:
        return ()
    claimed = claims_about(wanted, actor=actor)
    figures = disagreements(figure for found in claimed.values() for figure in found)
    return _joined(figures, _groups(condition, actor), actor)


def all_differences(
    *, actor: Actor = VISITOR, sort: str = "", limit: int = _AT_MOST
) -> tuple[Difference, ...]:
    """Every difference that the actor may see, for a list. At most ten queries.

    Args:
        sort: only numbers, dates, names or places; a value of :class:`Compared`.
    """
    figures: list[Disagreement] = []
    if sort in ("", Compared.NUMBER):
        figures = disagreements(
            figure
            for found in claims_about(_disputed_records(actor), actor=actor).values()
            for figure in found
        )
    groups = _groups(_disputed_fields(actor), actor)
    found = _joined(figures, groups, actor)
    return tuple(one for one in found if sort in ("", one.sort))[:limit]


def _disputed_records(actor: Actor) -> list[RecordRef]:
    """Records about which at least two sources state figures of one measure."""
    rows = (
        Claim.objects.filter(policies.readable(actor, "source__"), about_uid__isnull=False)
        .exclude(measure="")
        .values("about_kind", "about_uid", "measure", "status", "period")
        .annotate(sources=Count("source", distinct=True))
        .filter(sources__gte=2)
    )
    return list(dict.fromkeys(RecordRef(row["about_kind"], str(row["about_uid"])) for row in rows))[
        :_AT_MOST
    ]


def _disputed_fields(actor: Actor) -> Q | None:
    rows = (
        Citation.objects.filter(policies.readable(actor, "passage__source__"))
        .exclude(stated={})
        .values("record_kind", "record_uid", "field")
        .annotate(sources=Count("passage__source", distinct=True))
        .filter(sources__gte=2)
        .order_by("record_kind", "record_uid", "field")
    )
    refs = [RecordRef(row["record_kind"], str(row["record_uid"])) for row in rows[:_AT_MOST]]
    return matching_refs(refs, "record_kind", "record_uid")


_Key = tuple[RecordRef, str]
# What a source states of a field, with the kind of comparison.
_Told = tuple[str, Any]


def _groups(condition: Q | None, actor: Actor) -> dict[_Key, dict[str, _Told]]:
    """The fields that differ: for each what every source states, by the source. One query."""
    if condition is None:
        return {}
    rows = (
        Citation.objects.filter(condition, policies.readable(actor, "passage__source__"))
        .exclude(stated={})
        .values_list(
            "record_kind", "record_uid", "field", "stated",
            "passage__source__uid", "passage__source__language",
        )
        .order_by("id")
    )  # fmt: skip
    groups: dict[_Key, dict[str, _Told]] = {}
    languages: dict[str, str] = {}
    for kind, uid, field, stated, source, language in rows:
        key = RecordRef(kind, str(uid)), field
        # The first reading of a source counts: it differs from others, not from itself.
        groups.setdefault(key, {}).setdefault(str(source), (stated["kind"], stated["value"]))
        languages[str(source)] = language
    return {key: told for key, told in groups.items() if _differs(key[0], told, languages)}


def _differs(record: RecordRef, told: Mapping[str, _Told], languages: Mapping[str, str]) -> bool:
    return any(
        not _agree(record, told[one], told[two], languages[one] == languages[two])
        for one, two in combinations(told, 2)
    )


def _agree(record: RecordRef, one: _Told, two: _Told, is_one_language: bool) -> bool:
    (sort, left), (_sort, right) = one, two
    match sort:
        case Compared.DATE:
            return _dates_agree(str(left), str(right))
        case Compared.PLACE:
            # Names of places meet across languages only by chance.
            return not is_one_language or words_meet(_texts(left), _texts(right))
        case Compared.NAME if record.kind == _PERSON:
            return kinship(str(left), str(right)) not in (Kinship.NONE, Kinship.SPELLING)
        case Compared.NAME:
            return not is_one_language or likeness(str(left), str(right)) != Likeness.NONE
        case _:
            return str(left) == str(right)


def _dates_agree(one: str, two: str) -> bool:
    """Whether one day may be meant: "May 2031" and "10 May 2031" do not contradict each other."""
    try:
        left, right = dates.parse(one), dates.parse(two)
    except ValueError:
        return True
    return left.earliest <= right.latest and right.earliest <= left.latest


def _joined(
    figures: Iterable[Disagreement],
    groups: Mapping[_Key, Mapping[str, _Told]],
    actor: Actor,
) -> tuple[Difference, ...]:
    figures = list(figures)
    cited = citations_of((ref for ref, _field in groups), actor=actor)
    labels = supported_by({ref for ref, _field in groups} | {one.about for one in figures})
    found = [_of_figures(one, labels) for one in figures if one.about in labels]
    for (ref, field), told in groups.items():
        passages = cited.get((ref, field), ())
        if ref in labels:
            found.append(_of_field(ref, field, labels[ref], told, passages))
    return tuple(sorted(found, key=lambda one: (one.about_label, one.about.uid, one.field)))


def _of_figures(one: Disagreement, labels: Mapping[RecordRef, str]) -> Difference:
    return Difference(
        about=one.about,
        about_label=labels[one.about],
        sort=Compared.NUMBER,
        field=one.measure,
        status=one.status,
        period=one.period,
        stated=tuple(
            Stated(
                value="" if figure.value is None else f"{figure.value:f}",
                source=figure.source,
                passages=figure.passages,
                figure=figure,
                by=figure.by,
            )
            for figure in one.figures
        ),
    )


def _of_field(
    ref: RecordRef,
    field: str,
    label: str,
    told: Mapping[str, _Told],
    passages: Iterable[CitedPassage],
) -> Difference:
    by_source: dict[str, list[CitedPassage]] = {}
    for passage in passages:
        by_source.setdefault(passage.source.uid, []).append(passage)
    stated = [
        Stated("; ".join(_texts(value)), by_source[source][0].source, tuple(by_source[source]))
        for source, (_sort, value) in told.items()
        if source in by_source
    ]
    stated.sort(key=lambda one: (one.when, one.source.uid))
    sort = next(iter(told.values()))[0]
    return Difference(ref, label, sort, field, tuple(stated))


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else (str(value),)
