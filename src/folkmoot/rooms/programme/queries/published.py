"""What anyone may see of series, editions and released sessions.

Public means: the series and the edition are marked public. A session is public only as it
stands in the current release of a public edition; nothing here reads the draft.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from folkmoot.kernel.models import StoredFile
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.programme.models import (
    Edition,
    EditionOrganiser,
    EditionPlace,
    Material,
    Release,
    ReleasedPart,
    ReleasedSession,
    Series,
    SeriesOrganiser,
    Session,
)
from folkmoot.rooms.programme.queries.frozen import Frame, ShownSession, Thawing
from folkmoot.rooms.programme.queries.live import LiveChange, as_of_now, notices_of, version_with
from folkmoot.rooms.programme.terms import HostRole
from folkmoot.rooms.registry.models import Country, Region

_AT_THE_END = datetime.max.replace(tzinfo=UTC)
PUBLIC_EDITION = Q(is_public=True, series__is_public=True)
# A city is shown with its region and linked through it, or through its country.
_PLACE = ("city__region", "city__country", "region", "country")
_PLACES = Prefetch("places", EditionPlace.objects.select_related(*_PLACE))


@dataclass(frozen=True, slots=True)
class FoundSession:
    """A session of a current release with the edition around it as it stood then.

    Live notices are laid over it already; ``live`` says what they changed.
    """

    session: ShownSession
    frame: Frame
    label: str
    released_at: datetime
    live: LiveChange | None = None
    version: str = ""


def published_series() -> list[Series]:
    """Every public series, with its public editions (the latest first) and their places.

    Three queries.
    """
    editions = Edition.objects.filter(is_public=True).prefetch_related(_PLACES)
    newest_first = editions.order_by("-starts_on", "-ordinal", "-id")
    rows = Series.objects.filter(is_public=True).prefetch_related(
        Prefetch("editions", newest_first)
    )
    return list(rows.order_by("is_fictional", "slug"))


def published_series_alone(slug: str) -> Series:
    """One public series without anything else. One query.

    Raises:
        NotFound: there is no such series, or it is not public.
    """
    found = Series.objects.filter(is_public=True, slug=slug).first()
    if found is None:
        raise NotFound
    return found


def published_series_page(slug: str) -> Series:
    """One public series with editions, places and organisers. Four queries.

    Raises:
        NotFound: there is no such series, or it is not public.
    """
    editions = Edition.objects.filter(is_public=True).prefetch_related(_PLACES)
    in_order = editions.order_by("ordinal", "starts_on", "dates", "id")
    organisers = SeriesOrganiser.objects.select_related("organisation").order_by("role", "id")
    rows = Series.objects.filter(is_public=True, slug=slug)
    found = rows.prefetch_related(
        Prefetch("editions", in_order), Prefetch("organisers", organisers)
    ).first()
    if found is None:
        raise NotFound
    return found


def published_edition(series_slug: str, slug: str) -> Edition:
    """One public edition with its series. One query.

    Raises:
        NotFound: there is no such edition, or it is not public.
    """
    rows = Edition.objects.filter(PUBLIC_EDITION).select_related("series")
    found = rows.filter(series__slug=series_slug, slug=slug).first()
    if found is None:
        raise NotFound
    return found


def edition_places(edition: Edition) -> list[EditionPlace]:
    """Hosts, further venues and the next host. One query."""
    return list(edition.places.select_related(*_PLACE))


def edition_organisers(edition: Edition) -> list[EditionOrganiser]:
    """Who organises, hosts and supports the edition. One query."""
    return list(edition.organisers.select_related("organisation"))


def neighbours(edition: Edition) -> tuple[Edition | None, Edition | None]:
    """The public editions before and after this one in its series, by ordinal. One query."""
    if edition.ordinal is None:
        return None, None
    rows = Edition.objects.filter(series=edition.series_id, is_public=True)
    near = {
        row.ordinal: row
        for row in rows.filter(ordinal__in=(edition.ordinal - 1, edition.ordinal + 1))
    }
    return near.get(edition.ordinal - 1), near.get(edition.ordinal + 1)


def edition_materials(edition: Edition) -> list[Material]:
    """Public files and links of the edition as a whole. One query."""
    rows = edition.materials.filter(is_public=True, session__isnull=True).select_related("file")
    return list(rows.order_by("id"))


def current_releases() -> QuerySet[Release]:
    """The latest release of every public edition, lazily."""
    newest = Release.objects.filter(edition=OuterRef("edition")).order_by("-released_at", "-id")
    rows = Release.objects.filter(edition__is_public=True, edition__series__is_public=True)
    return rows.filter(pk=Subquery(newest.values("pk")[:1]))


def newest_releases(limit: int = 5) -> list[Release]:
    """The current releases that came last, with edition and series. One query."""
    rows = current_releases().select_related("edition__series")
    return list(rows.order_by("-released_at", "-id")[:limit])


def published_session(uid: UUID | str) -> FoundSession:
    """A session as it stands in the current release of its edition. Three queries.

    Raises:
        NotFound: it is a draft, was withdrawn, or belongs to an edition that is not public.
    """
    found = _found(ReleasedSession.objects.filter(uid=uid))
    if not found:
        raise NotFound
    return found[0]


def sessions_of_person(uid: UUID | str) -> tuple[FoundSession, ...]:
    """Where a person has a part, by the current releases, the latest first. Three queries."""
    parts = ReleasedPart.objects.filter(person__uid=uid)
    return _found(ReleasedSession.objects.filter(pk__in=parts.values("session")))


def sessions_of_organisation(uid: UUID | str) -> tuple[FoundSession, ...]:
    """Where a body, or somebody speaking for it, has a part, the latest first. Three queries."""
    parts = ReleasedPart.objects.filter(organisation__uid=uid)
    return _found(ReleasedSession.objects.filter(pk__in=parts.values("session")))


def _found(rows: QuerySet[ReleasedSession]) -> tuple[FoundSession, ...]:
    # A release's frame is large: it is read once, not once for each of its sessions.
    shown = list(rows.filter(release__in=current_releases()).order_by("-starts_at", "position"))
    releases = Release.objects.in_bulk({row.release_id for row in shown}) if shown else {}
    readers = {key: Thawing() for key in releases}
    frames = {key: readers[key].frame(release.frame) for key, release in releases.items()}
    editions = {release.edition_id for release in releases.values()}
    notices = notices_of(editions) if editions else {}
    found = []
    for row in shown:
        release = releases[row.release_id]
        published = readers[row.release_id].session(row.data)
        said = notices.get(release.edition_id, [])
        session, live = as_of_now(published, said)
        found.append(
            FoundSession(
                session=session,
                frame=frames[row.release_id],
                label=release.label,
                released_at=release.released_at,
                live=live,
                version=version_with(release, said),
            )
        )
    return tuple(found)


def sessions_inside(uid: UUID | str) -> tuple[ShownSession, ...]:
    """The released sessions of a block as they hold now, by start. Three queries."""
    found = _found(ReleasedSession.objects.filter(data__parent__uid=str(uid)))
    inside = [one.session for one in found]
    return tuple(sorted(inside, key=lambda one: one.starts_at or _AT_THE_END))


def editions_hosted_in(place: Country | Region) -> list[EditionPlace]:
    """Public editions that a place or one of its cities hosts or will host. One query."""
    where = (
        Q(region=place) | Q(city__region=place)
        if isinstance(place, Region)
        else Q(country=place) | Q(region__country=place) | Q(city__country=place)
    )
    rows = EditionPlace.objects.filter(
        where, edition__is_public=True, edition__series__is_public=True
    )
    rows = rows.select_related("edition__series", *_PLACE)
    return list(rows.order_by("-edition__starts_on", "-edition__id", "id"))


def organiser_roles(organisation: int) -> tuple[list[SeriesOrganiser], list[EditionOrganiser]]:
    """What a body is to public series and editions. Two queries.

    Args:
        organisation: a primary key.
    """
    series = SeriesOrganiser.objects.filter(organisation=organisation, series__is_public=True)
    editions = EditionOrganiser.objects.filter(
        organisation=organisation, edition__is_public=True, edition__series__is_public=True
    )
    return (
        list(series.select_related("series").order_by("series__slug")),
        list(editions.select_related("edition__series").order_by("-edition__starts_on", "id")),
    )


def edition_addresses(uids: Iterable[UUID | str]) -> dict[str, tuple[str, str]]:
    """Series and edition address names of public editions by identity. One query."""
    rows = Edition.objects.filter(PUBLIC_EDITION, uid__in=list(uids))
    return {
        str(uid): (series, slug)
        for uid, series, slug in rows.values_list("uid", "series__slug", "slug")
    }


def series_addresses(uids: Iterable[UUID | str]) -> dict[str, str]:
    """Address names of public series by identity. One query."""
    rows = Series.objects.filter(is_public=True, uid__in=list(uids))
    return {str(uid): slug for uid, slug in rows.values_list("uid", "slug")}


def released_uids(uids: Iterable[UUID | str]) -> set[str]:
    """Which of these sessions stand in a current release. One query."""
    rows = ReleasedSession.objects.filter(uid__in=list(uids), release__in=current_releases())
    return {str(uid) for uid in rows.values_list("uid", flat=True)}


def hidden_identities() -> tuple[QuerySet[Any, Any], ...]:
    """Identities of series, editions and sessions that are not public, as lazy subqueries.

    Lower rooms that point at them (claims, statements, citations) are told what to leave out.
    """
    released = ReleasedSession.objects.filter(uid=OuterRef("uid"), release__in=current_releases())
    return (
        Series.objects.filter(is_public=False).values("uid"),
        Edition.objects.exclude(PUBLIC_EDITION).values("uid"),
        Session.objects.filter(~Exists(released)).values("uid"),
    )


def edition_identities(*editions: Edition) -> tuple[QuerySet[Any, Any], ...]:
    """Identities of editions and of what is public of them, as lazy subqueries.

    Lower rooms that point at them (citations, claims, statements) are asked with these.
    """
    keys = [edition.pk for edition in editions]
    releases = current_releases().filter(edition__in=keys)
    return (
        Edition.objects.filter(pk__in=keys).values("uid"),
        EditionPlace.objects.filter(edition__in=keys).values("uid"),
        EditionOrganiser.objects.filter(edition__in=keys).values("uid"),
        ReleasedSession.objects.filter(release__in=releases).values("uid"),
    )


def series_identity(series: Series) -> QuerySet[Any, Any]:
    """The identity of a series, as a lazy subquery."""
    return Series.objects.filter(pk=series.pk).values("uid")


def on_or_next(series: Iterable[Series], now: datetime) -> list[Edition]:
    """The editions that run on that day or come next, the soonest first. No query.

    Args:
        series: as :func:`published_series` gives them.
    """
    today = now.date()
    editions = [edition for one in series for edition in one.editions.all() if edition.starts_on]
    coming = [one for one in editions if (one.ends_on or one.starts_on or today) >= today]
    return sorted(coming, key=lambda one: (one.starts_on or today, one.pk))


def hosts(edition: Edition, role: str = HostRole.HOST) -> list[EditionPlace]:
    """The places of one role, from the prefetched ones. No query where places are prefetched."""
    return [place for place in edition.places.all() if place.role == role]


def published_addresses() -> tuple[
    list[tuple[str, datetime]], list[tuple[str, str, datetime]], list[tuple[str, datetime]]
]:
    """Addresses for the map of the site: series, editions, released sessions. Three queries."""
    series = (
        Series.objects.filter(is_public=True).order_by("slug").values_list("slug", "changed_at")
    )
    editions = Edition.objects.filter(PUBLIC_EDITION).order_by("series__slug", "slug")
    sessions = ReleasedSession.objects.filter(release__in=current_releases()).order_by("uid")
    return (
        list(series),
        list(editions.values_list("series__slug", "slug", "changed_at")),
        [(str(uid), at) for uid, at in sessions.values_list("uid", "release__released_at")],
    )


def published_participants() -> tuple[list[str], list[str]]:
    """Identities of the people and bodies in current releases, for the map of the site.

    Two queries.
    """
    rows = ReleasedPart.objects.filter(session__release__in=current_releases())
    people = rows.filter(person__isnull=False).values_list("person__uid", flat=True)
    bodies = rows.filter(organisation__isnull=False).values_list("organisation__uid", flat=True)
    return (
        [str(uid) for uid in people.distinct().order_by("person__uid")],
        [str(uid) for uid in bodies.distinct().order_by("organisation__uid")],
    )


def is_public_material(stored: StoredFile) -> bool:
    """Whether a file is a public material of a public edition or of a released session.

    One query.
    """
    released = ReleasedSession.objects.filter(
        uid=OuterRef("session__uid"), release__in=current_releases()
    )
    rows = Material.objects.filter(
        file=stored, is_public=True, edition__is_public=True, edition__series__is_public=True
    )
    return rows.filter(Q(session__isnull=True) | Exists(released)).exists()


def material_editions(stored: StoredFile) -> list[tuple[str, str]]:
    """The editions and series (identities) in which a file is a material, public or not.

    One query.
    """
    rows = Material.objects.filter(file=stored).values_list("edition__uid", "edition__series__uid")
    return [(str(edition), str(series)) for edition, series in rows.distinct()]
