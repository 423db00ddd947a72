"""Days on which public promises are due, as a calendar that anyone may subscribe to."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from folkmoot.engines.interchange.calendars import Day, Feed, write_calendar
from folkmoot.kernel import clock
from folkmoot.kernel.pages import stored_page
from folkmoot.rooms.outcomes.queries.commitments import published_commitments
from folkmoot.rooms.outcomes.queries.exported_part import published_part
from folkmoot.rooms.outcomes.queries.following import DueDate, due_dates
from folkmoot.rooms.outcomes.terms.commitments import CommitmentKind


@stored_page(parameters=("series", "edition", "language"))
def due_dates_calendar(request: HttpRequest) -> HttpResponse:
    """The days of open public commitments and of their open steps. At most eight queries.

    Narrowed like the other exports; ``?language=`` is one of the interface.

    Raises:
        NotFound: there is no such series or edition.
    """
    part = published_part(
        series=request.GET.get("series", ""), edition=request.GET.get("edition", "")
    )
    asked = request.GET.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(language):
        days = due_dates(part.of(published_commitments()), clock.now().date())
        feed = Feed(
            name=_("Due dates"),
            language=language,
            about=_("What was promised, on the day on which it is due."),
            address=settings.BASE_URL + request.get_full_path(),
        )
        written = write_calendar(feed, [_day(one, language) for one in days])
    response = HttpResponse(written, content_type="text/calendar; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _day(one: DueDate, language: str) -> Day:
    commitment = one.commitment
    return Day(
        uid=one.uid,
        on=one.on,
        title=one.title,
        changed_at=commitment.changed_at,
        about=_("A step of: %(title)s") % {"title": commitment.title} if one.is_milestone else "",
        address=settings.BASE_URL + reverse("public:commitment", args=[commitment.uid]),
        categories=(capfirst(str(CommitmentKind(commitment.kind).label)),),
        language=language,
    )
