"""The register's news as Atom: what was entered last, newest first."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from folkmoot.kernel.pages import stored_page
from folkmoot.rooms.outcomes.queries.public_register import newest_public_entries
from folkmoot.rooms.outcomes.terms.signing import EntryKind
from folkmoot.surfaces.public.pages import PARAMETERS, in_words
from folkmoot.surfaces.public.structured import absolute

_ENTRIES = 50


@stored_page(parameters=PARAMETERS)
def register_feed(request: HttpRequest) -> HttpResponse:
    """The newest public entries of the register. One query."""
    atom = Atom1Feed(
        title=_("Register of agreements: new entries"),
        link=absolute(reverse("public:register")),
        description=_("What was entered in the register, newest first."),
        language=request.LANGUAGE_CODE,
        feed_url=absolute(request.path),
    )
    for entry in newest_public_entries(_ENTRIES):
        title = _("No. %(number)d: %(title)s") % {
            "number": entry.serial,
            "title": in_words(request, entry.agreement.title),
        }
        atom.add_item(
            title,
            absolute(reverse("public:agreement", args=[entry.agreement.uid])),
            capfirst(str(EntryKind(entry.kind).label)),
            unique_id=f"urn:uuid:{entry.uid}",
            updateddate=entry.at,
            pubdate=entry.at,
        )
    response = HttpResponse(
        atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )
    response["Access-Control-Allow-Origin"] = "*"
    return response
