"""What can be taken along of public outcomes: tables, contracts, projects, in open formats.

Each may be narrowed to ``?series=slug`` or ``?edition=series-slug/slug``; the answers are stored
like pages, and any other site may read them.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from folkmoot.engines.interchange import (
    Table,
    record_package,
    release_package,
    write_csv,
    write_iati,
    write_metadata,
)
from folkmoot.engines.interchange.facts import Publisher
from folkmoot.engines.interchange.tables import Cell
from folkmoot.kernel import clock
from folkmoot.kernel.pages import stored_page
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.outcomes.models import Agreement, Rendition
from folkmoot.rooms.outcomes.queries import exported_tables as tables
from folkmoot.rooms.outcomes.queries.agreements import published_agreements
from folkmoot.rooms.outcomes.queries.commitments import published_commitments
from folkmoot.rooms.outcomes.queries.exported import Addresses, agreement_facts
from folkmoot.rooms.outcomes.queries.exported_part import Part, published_part
from folkmoot.rooms.outcomes.queries.exported_projects import project_facts
from folkmoot.rooms.outcomes.queries.public_projects import published_projects
from folkmoot.rooms.outcomes.queries.public_register import register_rows
from folkmoot.rooms.outcomes.terms.agreements import AgreementKind

NARROWING = ("series", "edition")
_SECONDS = 3600
_TABLES = {
    "agreements": ("Agreements", tables.AGREEMENTS, ("uid",)),
    "commitments": ("Commitments", tables.COMMITMENTS, ("uid",)),
    "results": ("Results by edition", tables.RESULTS, ("series", "edition")),
}
_METADATA = "-metadata.json"


@stored_page(seconds=_SECONDS, parameters=NARROWING)
def table(request: HttpRequest, name: str) -> HttpResponse:
    """A table as CSV, or its description (CSVW). At most eleven queries.

    Raises:
        NotFound: there is no such table, series or edition.
    """
    stem = name.removesuffix(_METADATA).removesuffix(".csv")
    if stem not in _TABLES or name not in (f"{stem}.csv", f"{stem}.csv{_METADATA}"):
        raise NotFound
    part = _part(request)
    title, columns, key = _TABLES[stem]
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    told = Table(
        file=f"{stem}.csv{query}",
        title=title,
        columns=columns,
        key=key,
        publisher=settings.BASE_URL,
        source=settings.BASE_URL + reverse("public:register"),
    )
    if name.endswith(_METADATA):
        made_at = datetime.combine(clock.now().date(), time(), UTC)
        return _open(write_metadata(told, made_at=made_at), "application/csvm+json")
    response = _open(write_csv(told, _rows(stem, part)), "text/csv; charset=utf-8; header=present")
    described = reverse("api:table", args=[f"{stem}.csv{_METADATA}"]) + query
    response["Link"] = f'<{described}>; rel="describedby"; type="application/csvm+json"'
    return response


@stored_page(seconds=_SECONDS, parameters=NARROWING)
def ocds_releases(request: HttpRequest) -> HttpResponse:
    """Public contracts as OCDS releases, one for each event. At most 20 queries."""
    return _ocds(request, release_package, _contracts(_part(request)))


@stored_page(seconds=_SECONDS, parameters=NARROWING)
def ocds_records(request: HttpRequest) -> HttpResponse:
    """The same as records with their compiled release. At most 20 queries."""
    return _ocds(request, record_package, _contracts(_part(request)))


@stored_page(seconds=_SECONDS)
def agreement_ocds(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One public contract as an OCDS record. At most 19 queries.

    Raises:
        NotFound: there is none, it is not public, or it is no contract.
    """
    found = _contracts(Part()).filter(uid=uid)
    if not found:
        raise NotFound
    return _ocds(request, record_package, found)


@stored_page(seconds=_SECONDS, parameters=NARROWING)
def iati(request: HttpRequest) -> HttpResponse:
    """Public projects and programmes as IATI activities. At most eight queries."""
    projects = _part(request).of(published_projects())
    loaded = projects.prefetch_related("partners__organisation__country")
    facts = project_facts(loaded.order_by("id"), ADDRESSES)
    written = write_iati(facts, publisher=publisher(), generated_at=_today_at_midnight())
    return _open(written, "application/xml; charset=utf-8")


def publisher() -> Publisher:
    """Who publishes: this installation."""
    config = settings.CONFIG
    return Publisher(config.host, settings.BASE_URL, reference=config.iati_reference)


def page_of(name: str) -> Any:
    """Makes absolute addresses of the pages of records, in the language that is on."""
    return lambda one: settings.BASE_URL + reverse(f"public:{name}", args=[one.uid])


def _file_address(one: Rendition) -> str:
    return settings.BASE_URL + reverse("api:agreement_file", args=[one.uid, one.file.name])


ADDRESSES = Addresses(
    agreement=page_of("agreement"),
    commitment=page_of("commitment"),
    project=page_of("project"),
    file=_file_address,
)


def _part(request: HttpRequest) -> Part:
    return published_part(
        series=request.GET.get("series", ""), edition=request.GET.get("edition", "")
    )


def _rows(stem: str, part: Part) -> Iterator[list[Cell]]:
    today = clock.now().date()
    if stem == "agreements":
        rows = register_rows(part.of(published_agreements()), today)
        return tables.agreement_cells(rows, ADDRESSES)
    if stem == "commitments":
        return tables.commitment_cells(part.of(published_commitments()), today, ADDRESSES)
    return tables.result_cells(part.editions(), today)


def _contracts(part: Part) -> QuerySet[Agreement]:
    rows = part.of(published_agreements()).filter(kind=AgreementKind.CONTRACT)
    return rows.select_related("edition__series", "depositary__country").order_by("id")


def _ocds(request: HttpRequest, write: Any, contracts: QuerySet[Agreement]) -> HttpResponse:
    written = write(
        agreement_facts(contracts, clock.now().date(), ADDRESSES),
        prefix=settings.CONFIG.ocds_prefix,
        publisher=publisher(),
        address=settings.BASE_URL + request.get_full_path(),
        published_at=_today_at_midnight(),
    )
    return _open(written, "application/json; charset=utf-8")


def _today_at_midnight() -> datetime:
    # The same all day, so that an answer keeps its ETag while nothing changes.
    return datetime.combine(clock.now().date(), time(), UTC)


def _open(body: bytes, media_type: str) -> HttpResponse:
    response = HttpResponse(body, content_type=media_type)
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Content-Type-Options"] = "nosniff"
    return response
