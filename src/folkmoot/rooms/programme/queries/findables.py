"""How series, editions and sessions are found.

A session that was released is found by its released words, never by those of a later draft.
"""

from collections.abc import Sequence

from django.db.models import prefetch_related_objects

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.search import Findable
from folkmoot.rooms.programme.models import Edition, ReleasedSession, Series, Session
from folkmoot.rooms.programme.queries.frozen import ShownSession
from folkmoot.rooms.programme.queries.released import current_release, read_session
from folkmoot.ui.markup import markdown_to_text


def describe_series(series: Series) -> Findable:
    """A series, above everything that belongs to it."""
    return Findable(
        title=series.name,
        excerpt=_excerpt(series.summary),
        words=(*series.short_name.texts.values(), *series.summary.texts.values()),
        names=(*series.name.texts.values(), *series.short_name.texts.values()),
        series_uid=str(series.uid),
        language=series.name.original,
        is_public=series.is_public,
        weight=9,
    )


def describe_edition(edition: Edition) -> Findable:
    """An edition with its theme, hosts and year. Two queries."""
    places = edition.places.select_related("city", "region", "country")
    hosts = [place for one in places for place in (one.city, one.region, one.country) if place]
    country = next(
        (city.country.code for one in places.select_related("city__country") if (city := one.city)),
        "",
    )
    return Findable(
        title=edition.name,
        excerpt=_excerpt(edition.theme or edition.summary),
        words=(
            *edition.theme.texts.values(),
            *edition.summary.texts.values(),
            *(text for place in hosts for text in place.name.texts.values()),
            *(one.as_written for one in places),
        ),
        series_uid=str(edition.series.uid),
        edition_uid=str(edition.uid),
        place=country,
        language=edition.name.original,
        year=_year(edition),
        is_public=edition.is_public and edition.series.is_public,
        weight=7,
    )


def describe_sessions(sessions: Sequence[Session]) -> list[Findable | None]:
    """Sessions as they were released, else their drafts for the desk.

    Three queries, and one for each edition among them.
    """
    prefetch_related_objects(sessions, "edition__series")
    editions = {session.edition_id: session.edition for session in sessions}
    releases = {pk: current_release(edition) for pk, edition in editions.items()}
    rows = ReleasedSession.objects.filter(
        release__in=[release for release in releases.values() if release is not None],
        uid__in=[session.uid for session in sessions],
    ).select_related("release")
    released = {(row.release.edition_id, row.uid): read_session(row) for row in rows}
    return [
        _describe_session(session, released.get((session.edition_id, session.uid)))
        for session in sessions
    ]


def _describe_session(session: Session, released: ShownSession | None) -> Findable:
    edition = session.edition
    is_public = released is not None and edition.is_public and edition.series.is_public
    title, abstract = session.title, session.abstract
    if released is not None:
        title, abstract = released.title, released.abstract
    abstract = _without_marks(abstract)
    return Findable(
        title=title,
        excerpt=_excerpt(abstract),
        words=(*abstract.texts.values(), *(_words(released) if released else ())),
        series_uid=str(edition.series.uid),
        edition_uid=str(edition.uid),
        place=_country(released),
        language=title.original,
        year=_year(edition),
        is_public=is_public,
        weight=4,
    )


def _without_marks(text: Multilingual) -> Multilingual:
    """A text written as Markdown, as somebody would read it out; empty if only marks are left."""
    words = {tag: markdown_to_text(said) for tag, said in text.texts.items()}
    return Multilingual(words if words.get(text.original) else {}, text.original)


def _words(session: ShownSession) -> tuple[str, ...]:
    texts = [session.place_note, *(city.name for city in session.cities)]
    texts += [room.venue.name for room in session.rooms]
    texts += [text for part in session.parts for text in (part.name, part.office, part.body)]
    texts += [session.strand.name] if session.strand else []
    return tuple(word for text in texts for word in text.texts.values())


def _country(session: ShownSession | None) -> str:
    return session.cities[0].country if session and session.cities else ""


def _year(edition: Edition) -> int | None:
    if edition.starts_on is not None:
        return edition.starts_on.year
    return int(edition.dates[:4]) if edition.dates[:4].isdigit() else None


def _excerpt(text: Multilingual) -> Multilingual:
    """The beginning of a text in each language, short enough for a list of results."""
    return Multilingual({tag: words[:300] for tag, words in text.texts.items()}, text.original)
