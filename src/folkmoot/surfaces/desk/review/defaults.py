"""What a reviewer most likely means: the edition, speaker or record used last, the figure read."""

from typing import Any

from folkmoot.engines.values import dates
from folkmoot.engines.values.figure_words import read_figure
from folkmoot.kernel.actors import Actor
from folkmoot.rooms.evidence.models import Citation, Claim, Source, Statement
from folkmoot.rooms.evidence.terms import Mode
from folkmoot.rooms.programme.models import Edition
from folkmoot.rooms.registry.models import OfficeHeld, Person
from folkmoot.rooms.registry.queries.offices import office_on
from folkmoot.surfaces.desk.finding import visible_rows
from folkmoot.surfaces.desk.kinds import KINDS
from folkmoot.surfaces.desk.review.forms import initial_figure
from folkmoot.surfaces.desk.review.locating import Place
from folkmoot.surfaces.desk.review.targets import last_targets

EDITION = "programme.edition"
_QUOTES = "«»“”„\"'‘’"


def initial_values(sort: str, source: Source, place: Place, *, actor: Actor) -> dict[str, Any]:
    """What the form about some words starts with. At most six queries."""
    if sort == "citation":
        targets = last_targets(source, limit=1)
        if not targets:
            return {}
        field = f"{targets[0].ref.kind}:{targets[0].field}" if targets[0].field else ""
        return {"record": targets[0], "field": field}
    common = {"about": last_edition(source, actor=actor), "speaker": _speaker_around(source, place)}
    if sort == "claim":
        return {**common, **initial_figure(read_figure(place.words))}
    speaker = common["speaker"] or _last_speaker(source)
    return {**common, "speaker": speaker, "mode": _mode_of(place)}


def last_edition(source: Source, *, actor: Actor) -> Edition | None:
    """The edition that was last said to be spoken of in the source. Up to four queries."""
    uid: Any = None
    for rows in (Claim.objects, Statement.objects):
        about = rows.filter(source=source, about_kind=EDITION).order_by("-created_at")
        uid = uid or about.values_list("about_uid", flat=True).first()
    if uid is None:
        cited = Citation.objects.filter(passage__source=source, record_kind=EDITION)
        uid = cited.order_by("-id").values_list("record_uid", flat=True).first()
    if uid is None:
        return None
    edition: Edition | None = visible_rows(KINDS[EDITION], actor).filter(uid=uid).first()
    return edition


def office_then(speaker: Person | None, source: Source) -> OfficeHeld | None:
    """The office somebody held when the source came out; none without its day. One query."""
    if speaker is None or not source.published:
        return None
    published = dates.parse(source.published)
    if published.precision != dates.DatePrecision.DAY:
        return None
    return office_on(speaker, published.earliest)


def _speaker_around(source: Source, place: Place) -> Person | None:
    """Who speaks the words around the selected ones, where that is noted already."""
    around = Citation.objects.filter(
        passage__source=source,
        passage__start__lte=place.start,
        passage__end__gte=place.end,
        record_kind="evidence.statement",
    )
    rows = Statement.objects.filter(uid__in=around.values("record_uid"), source=source)
    statement = rows.select_related("speaker").order_by("-id").first()
    return statement.speaker if statement else None


def _last_speaker(source: Source) -> Person | None:
    rows = Statement.objects.filter(source=source).select_related("speaker")
    statement = rows.order_by("-id").first()
    return statement.speaker if statement else None


def _mode_of(place: Place) -> str:
    """Direct where quotation marks stand inside or right outside the words."""
    edges = (
        place.before.rstrip()[-1:] + place.words[:1] + place.words[-1:] + place.after.lstrip()[:1]
    )
    return Mode.DIRECT if any(mark in _QUOTES for mark in edges) else Mode.INDIRECT
