"""The released programme in open formats: calendars, files for apps, tables, news.

Never from the draft; what is said during the days corrects it, as on the pages. Narrowed with
``?city=``, ``?strand=`` or ``?person=`` (identities), or to chosen sessions with ``?sessions=``
(identities with commas); ``?language=`` of the texts. Stored like pages, but for a choice of
sessions, which is anybody's own; any other site may read them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from folkmoot import __version__
from folkmoot.engines.interchange import Table, schedule_xml, workbooks, write_csv, write_metadata
from folkmoot.engines.interchange.calendar_parts import Feed
from folkmoot.engines.interchange.programme_calendars import write_programme_calendar
from folkmoot.engines.interchange.programme_tables import COLUMNS, programme_rows
from folkmoot.engines.interchange.programmes import Programme as Facts
from folkmoot.engines.interchange.schedule_json import write_schedule_json
from folkmoot.engines.interchange.schedule_xml import write_schedule_xml, write_xcal
from folkmoot.kernel.pages import stored_page
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.programme.models import Edition
from folkmoot.rooms.programme.queries.exported import (
    Addresses,
    Narrowing,
    edition_facts,
    programme_facts,
)
from folkmoot.rooms.programme.queries.history import release_history, removed_sessions
from folkmoot.rooms.programme.queries.news import change_sentences
from folkmoot.rooms.programme.queries.published import published_edition
from folkmoot.rooms.programme.queries.released import current_programme

NARROWING = ("city", "strand", "person")
_STORED = ("language", *NARROWING)
# More than anybody can attend; an address may not grow without end.
_CHOSEN_AT_MOST = 300
_RELEASES_AT_MOST = 30
_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class _Format:
    """One file: its media type, what writes it, and whether it is rather kept than read."""

    media_type: str
    write: Callable[[Facts, str, Narrowing], bytes]
    is_kept: bool = False


@stored_page(seconds=_SECONDS, parameters=_STORED, dated=True)
def programme_file(request: HttpRequest, series_slug: str, slug: str, name: str) -> HttpResponse:
    """The current release as one of the files of :data:`FORMATS`. At most six queries.

    Before the first release there is the calendar alone, with the edition in it.

    Raises:
        NotFound: there is no such edition, file or part, or nothing was released.
    """
    made = _made(request, series_slug, slug, name, _narrowing(request))
    if "sessions" in request.GET:
        etag = f'"{sha256(made.content).hexdigest()[:32]}"'
        answer = get_conditional_response(request, etag=etag, response=made) or made
        answer["ETag"] = etag
        return answer
    return made


@stored_page(seconds=_SECONDS, parameters=("language",), dated=True)
def programme_changes(request: HttpRequest, series_slug: str, slug: str) -> HttpResponse:
    """What each release changed, in sentences, the newest first (Atom). Two queries.

    Raises:
        NotFound: there is no such edition.
    """
    edition = published_edition(series_slug, slug)
    content, interface = _language(request)
    with translation.override(interface):
        written = _news(request, edition, content)
    return _open(written, "application/atom+xml; charset=utf-8", f"{_stem(edition)}-changes.atom")


def _made(
    request: HttpRequest, series_slug: str, slug: str, name: str, part: Narrowing
) -> HttpResponse:
    known = FORMATS.get(name)
    if known is None:
        raise NotFound
    edition = published_edition(series_slug, slug)
    content, interface = _language(request)
    address = settings.BASE_URL + request.get_full_path()
    with translation.override(interface):
        facts = _facts(edition, content, part, may_be_bare=name == "programme.ics")
        try:
            written = known.write(facts, address, part)
        except ValueError as fault:  # nothing in it has a day
            raise NotFound from fault
    stem = "-".join((_stem(edition), *((_of(part),) if not part.is_whole else ())))
    ending = name.partition(".")[2]
    file = f"{stem}.{ending}" if name.startswith("programme.") else f"{stem}-{name}"
    answer = _open(written, known.media_type, file, is_kept=known.is_kept)
    if name == "programme.csv":
        described = reverse("api:programme_file", args=[series_slug, slug, f"{name}-metadata.json"])
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        answer["Link"] = f'<{described}{query}>; rel="describedby"; type="application/csvm+json"'
    return answer


def _facts(edition: Edition, language: str, part: Narrowing, *, may_be_bare: bool) -> Facts:
    addresses = _addresses(edition)
    programme = current_programme(edition)
    if programme is None:
        if may_be_bare and part.is_whole:
            return edition_facts(edition, language=language, addresses=addresses)
        raise NotFound
    history = release_history(edition)
    return programme_facts(
        edition,
        programme,
        history,
        removed_sessions(edition, history),
        language=language,
        addresses=addresses,
        part=part,
    )


def _addresses(edition: Edition) -> Addresses:
    base = settings.BASE_URL
    return Addresses(
        edition=base + reverse("public:programme", args=[edition.series.slug, edition.slug]),
        session=lambda uid: base + reverse("public:session", args=[uid]),
        person=lambda uid: base + reverse("public:person", args=[uid]),
        file=lambda uid, name: base + reverse("api:file", args=[uid, name]),
    )


def _narrowing(request: HttpRequest) -> Narrowing:
    chosen = None
    if "sessions" in request.GET:
        raw = request.GET["sessions"].split(",")[:_CHOSEN_AT_MOST]
        chosen = frozenset(uid for uid in map(_identity, raw) if uid)
    asked = {name: request.GET.get(name, "") for name in NARROWING}
    known = {name: _identity(raw) for name, raw in asked.items()}
    if any(raw and not known[name] for name, raw in asked.items()):
        raise NotFound
    return Narrowing(**known, sessions=chosen)


def _identity(raw: str) -> str:
    try:
        return str(UUID(raw.strip())) if raw.strip() else ""
    except ValueError:
        return ""


def _language(request: HttpRequest) -> tuple[str, str]:
    """Of the texts, and of the words around them.

    Raises:
        NotFound: a language that nobody speaks here; else each word would be one more answer
            to be stored.
    """
    asked = request.GET.get("language") or settings.LANGUAGE_CODE
    is_spoken = asked in dict(settings.LANGUAGES)
    if not is_spoken and asked not in settings.CONTENT_LANGUAGES:
        raise NotFound
    return asked, asked if is_spoken else settings.LANGUAGE_CODE


def _stem(edition: Edition) -> str:
    return f"{edition.series.slug}-{edition.slug}"


def _of(part: Narrowing) -> str:
    return (
        "my-choice" if part.sessions is not None else (part.city or part.strand or part.person)[:8]
    )


def _calendar(facts: Facts, address: str, part: Narrowing) -> bytes:
    feed = Feed(
        name=facts.name,
        language=facts.language,
        about=facts.about,
        address=address,
        refresh_hours=2,
        page=facts.address,
    )
    return write_programme_calendar(feed, facts, with_edition=part.is_whole)


def _xml(facts: Facts, address: str, _part: Narrowing) -> bytes:
    return write_schedule_xml(facts, address=address, generator=__version__)


def _json(facts: Facts, address: str, _part: Narrowing) -> bytes:
    return write_schedule_json(facts, address=address, generator=__version__)


def _xcal(facts: Facts, address: str, _part: Narrowing) -> bytes:
    return write_xcal(facts, address=address)


def _table(facts: Facts, address: str) -> Table:
    query = address.partition("?")[2]
    return Table(
        file="programme.csv" + (f"?{query}" if query else ""),
        title=facts.name,
        columns=COLUMNS,
        key=("uid",),
        publisher=settings.BASE_URL,
        source=facts.address,
    )


def _csv(facts: Facts, address: str, _part: Narrowing) -> bytes:
    return write_csv(_table(facts, address), programme_rows(facts))


def _csvw(facts: Facts, address: str, _part: Narrowing) -> bytes:
    made_at = facts.released_at.astimezone(UTC).replace(microsecond=0)
    return write_metadata(_table(facts, address), made_at=made_at)


def _xlsx(facts: Facts, address: str, _part: Narrowing) -> bytes:
    return workbooks.write_workbook(_table(facts, address), programme_rows(facts))


FORMATS = {
    "programme.ics": _Format("text/calendar; charset=utf-8", _calendar),
    "schedule.xml": _Format(f"{schedule_xml.MEDIA_TYPE}; charset=utf-8", _xml),
    "schedule.json": _Format("application/json; charset=utf-8", _json),
    "schedule.xcal": _Format("application/xml; charset=utf-8", _xcal),
    "programme.csv": _Format("text/csv; charset=utf-8; header=present", _csv, is_kept=True),
    "programme.csv-metadata.json": _Format("application/csvm+json", _csvw),
    "programme.xlsx": _Format(workbooks.MEDIA_TYPE, _xlsx, is_kept=True),
}


def _news(request: HttpRequest, edition: Edition, language: str) -> bytes:
    history = release_history(edition)
    name = edition.name.pick((language,))[1]
    base = settings.BASE_URL
    page = base + reverse("public:programme", args=[edition.series.slug, edition.slug])
    atom = Atom1Feed(
        title=_("Changes of the programme: %(edition)s") % {"edition": name},
        link=page,
        description=_("What each release of the programme changed."),
        language=language,
        feed_url=base + request.get_full_path(),
        feed_guid=f"urn:uuid:{edition.uid}",
    )
    for place, release in enumerate(reversed(history.releases[-_RELEASES_AT_MOST:])):
        is_first = len(history.releases) == place + 1
        said = [release.note.pick((language,))[1]]
        said += change_sentences(release.changes, language=language, zone=edition.time_zone)
        if is_first:
            said.append(_("The programme was released for the first time."))
        elif not release.changes:
            said.append(_("No session changed."))
        atom.add_item(
            _("Version %(label)s") % {"label": release.label},
            page,
            format_html_join("", "<p>{}</p>", ((sentence,) for sentence in said if sentence)),
            unique_id=f"urn:uuid:{release.uid}",
            updateddate=release.released_at,
            pubdate=release.released_at,
        )
    return atom.writeString("utf-8").encode()


def _open(body: bytes, media_type: str, file: str, *, is_kept: bool = False) -> HttpResponse:
    answer = HttpResponse(body, content_type=media_type)
    answer["Access-Control-Allow-Origin"] = "*"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Disposition"] = f'{"attachment" if is_kept else "inline"}; filename="{file}"'
    return answer
