"""Files and data of single public agreements, and the register as anyone may copy it.

Files are always sent as attachments under the type they were stored with: what somebody
uploaded never becomes a page of ours. The verifiers too are files to keep: a page that the
server under suspicion serves afresh each time would prove less.
"""

import mimetypes
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from folkmoot.engines.interchange import write_akoma
from folkmoot.engines.translog.downloads import (
    BROWSER_NAME,
    PYTHON_NAME,
    browser_verifier,
    python_verifier,
)
from folkmoot.engines.translog.keys import VerifierKey
from folkmoot.kernel import clock, files
from folkmoot.kernel.models import StoredFile
from folkmoot.kernel.pages import stored_page
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.outcomes.queries.agreements import status_table_csv
from folkmoot.rooms.outcomes.queries.exported import agreement_facts_with_text
from folkmoot.rooms.outcomes.queries.public_agreements import (
    public_rendition,
    public_validity_report,
    published_agreement,
)
from folkmoot.rooms.outcomes.queries.public_following import public_evidence_file
from folkmoot.rooms.outcomes.queries.register import public_log_entry, withheld_from_public
from folkmoot.rooms.outcomes.services.register_files import (
    bundle_of,
    public_register_file,
)
from folkmoot.rooms.outcomes.services.signing_setup import register_keys
from folkmoot.rooms.outcomes.terms.agreements import Publication
from folkmoot.rooms.outcomes.terms.signing import RegisterNotReady
from folkmoot.surfaces.api.views.open_data import ADDRESSES

_SECONDS = 3600


def agreement_file(request: HttpRequest, uid: UUID, name: str) -> HttpResponse:
    """A file of an agreement whose text is open to anyone. At most eleven queries.

    Raises:
        NotFound: there is none, or it is not for the public.
    """
    return _attachment(public_rendition(uid, clock.now().date()).file)


def agreement_report(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The newest report on the signatures of an agreement (ETSI TS 119 102-2).

    At most eleven queries.

    Raises:
        NotFound: nobody checked it, or its text is not public.
    """
    return _attachment(public_validity_report(uid, clock.now().date()))


def evidence_file(request: HttpRequest, uid: UUID, name: str) -> HttpResponse:
    """Public evidence for a public commitment. Two queries.

    Raises:
        NotFound: there is none, or it is not for the public.
    """
    return _attachment(public_evidence_file(uid))


@stored_page(seconds=_SECONDS)
def agreement_status(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The table of parties, signatures and acts as CSV. At most nine queries.

    Raises:
        NotFound: there is no such public agreement.
    """
    found = published_agreement(uid)
    more = found.publication != Publication.TITLE
    written = status_table_csv(found, clock.now().date(), with_notes=more)
    return _sent(written.encode(), "text/csv; charset=utf-8; header=present")


@stored_page(seconds=_SECONDS)
def agreement_text(request: HttpRequest, uid: UUID, language: str) -> HttpResponse:
    """The text in one language as Akoma Ntoso. At most 27 queries.

    Raises:
        NotFound: the agreement or its text is not public, or has no such language.
    """
    today = clock.now().date()
    facts = agreement_facts_with_text(published_agreement(uid), today, ADDRESSES)
    try:
        written = write_akoma(facts, language, made_on=today)
    except ValueError as fault:
        raise NotFound from fault
    return _sent(written, "application/xml; charset=utf-8")


@stored_page(seconds=_SECONDS)
def register_entry(request: HttpRequest, serial: int) -> HttpResponse:
    """An entry of the register with its proof, for the verifiers. Two queries.

    Args:
        serial: of the entry in the log, from 1.

    Raises:
        NotFound: there is none, or it is in no checkpoint yet.
    """
    entry = public_log_entry(serial)
    try:
        bundle = bundle_of(entry, withheld=withheld_from_public(entry))
    except RegisterNotReady as refusal:
        raise NotFound from refusal
    response = _sent(bundle, "application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="entry-{serial}.json"'
    return response


def register_file(request: HttpRequest, path: str) -> HttpResponse:
    """A file of the register: checkpoint, tiles, hashes. No query.

    Raises:
        NotFound: there is none.
    """
    data = public_register_file(path)
    kind = "text/plain; charset=utf-8" if path == "checkpoint" else "application/octet-stream"
    return _sent(data, mimetypes.guess_type(path)[0] or kind)


@stored_page(seconds=_SECONDS)
def verifier(request: HttpRequest, name: str) -> HttpResponse:
    """A program that checks entries without this server: a page, or a Python script. No query.

    Raises:
        NotFound: there is no such program.
    """
    if name == BROWSER_NAME:
        data = browser_verifier(_keys())
    elif name == PYTHON_NAME:
        data = python_verifier()
    else:
        raise NotFound
    response = _sent(data, "application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _keys() -> tuple[VerifierKey, ...]:
    try:
        return register_keys()
    except RegisterNotReady:  # the page then asks for a key
        return ()


def _attachment(stored: StoredFile) -> HttpResponse:
    response = _sent(files.read(stored), stored.media_type)
    response["Content-Disposition"] = content_disposition_header(True, stored.name) or "attachment"
    return response


def _sent(body: bytes, media_type: str) -> HttpResponse:
    response = HttpResponse(body, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Access-Control-Allow-Origin"] = "*"
    return response
