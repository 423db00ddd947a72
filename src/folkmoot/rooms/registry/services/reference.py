"""Load countries, regions and cities, so that nobody has to type them.

Countries and regions come from pycountry (ISO 3166), names of countries from Babel, cities and
the names of some regions from the files beside this room (see ``data/LICENCE.md``). Identities
are computed from codes and GeoNames numbers, so that two installations mean the same city.
Rows are written in bulk and without one audit entry each: their origin is the data, and what
people change afterwards is audited as everything else is.
"""

import csv
import gzip
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from importlib import resources
from typing import Any, TypeVar

import pycountry
from babel import Locale
from django.db import transaction

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.models import Redirect, SearchEntry
from folkmoot.kernel.records import Record
from folkmoot.kernel.search import Findable, add_entries, entry_values
from folkmoot.rooms.registry import policies
from folkmoot.rooms.registry.models import City, Country, Identifier, Name, Region
from folkmoot.rooms.registry.queries.findables import (
    describe_city,
    describe_country,
    describe_region,
)
from folkmoot.rooms.registry.terms import (
    CITY,
    COUNTRY,
    IDENTIFIER,
    NAME,
    REGION,
    NameKind,
    Scheme,
    reference_uid,
)

R = TypeVar("R", bound=Record)

# Countries are shown in these languages; Babel knows more, add them here.
LANGUAGES = ("en", "ru", "be", "de", "es", "fr", "kk", "pl", "uk", "zh")
# SQLite allows 32,766 parameters a statement; a city has twelve columns.
BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows of each kind were new."""

    countries: int
    regions: int
    cities: int


def load_reference_data(*, actor: Actor, at: datetime) -> Loaded:
    """Write what is missing of the reference data; a second call writes nothing.

    Rows that are there stay as they are, whoever changed them. The number of queries depends
    on the size of the data only, in batches.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
    """
    policies.require_edit(actor)
    with transaction.atomic():
        countries = _load_countries()
        regions = _load_regions()
        cities = _load_cities()
    return Loaded(countries, regions, cities)


def _load_countries() -> int:
    locales = [(language, Locale.parse(language).territories) for language in LANGUAGES]
    rows = []
    for entry in pycountry.countries:
        texts = {language: names.get(entry.alpha_2, "") for language, names in locales}
        texts["en"] = texts["en"] or entry.name
        uid = reference_uid(COUNTRY, entry.alpha_2)
        rows.append(Country(uid=uid, code=entry.alpha_2, name=Multilingual(texts, "en")))
    taken = set(Country.objects.values_list("code", flat=True))
    new = [row for row in rows if row.code not in taken]
    _insert(Country, new)
    _index(COUNTRY, ((row.uid, describe_country(row, ())) for row in new))
    return len(new)


def _load_regions() -> int:
    countries = {country.code: country for country in Country.objects.all()}
    stored = {region.code: region for region in Region.objects.all()}
    known = {row["code"]: row for row in _table("regions.tsv")}
    waiting = {
        entry.code: entry
        for entry in pycountry.subdivisions
        if entry.code not in stored and entry.country_code in countries
    }
    new: list[Region] = []
    # Wholes before their parts: a pass for each level, three in today's data.
    while waiting:
        ready = [entry for entry in waiting.values() if entry.parent_code not in waiting]
        if not ready:
            break  # the parts of a loop, which no edition of the standard has had
        level = [_region(entry, countries, stored, known) for entry in ready]
        for entry in ready:
            del waiting[entry.code]
        _insert(Region, level)
        stored.update({region.code: region for region in level})
        new += level
    _index(REGION, ((row.uid, describe_region(row, ())) for row in new))
    return len(new)


def _region(
    entry: Any,
    countries: dict[str, Country],
    stored: dict[str, Region],
    known: dict[str, dict[str, str]],
) -> Region:
    names = known.get(entry.code)
    texts = {one: names[one] for one in ("en", "ru", "be")} if names else {"en": entry.name}
    return Region(
        uid=reference_uid(REGION, entry.code),
        code=entry.code,
        name=Multilingual(texts, "en"),
        country=countries[entry.country_code],
        parent=stored.get(entry.parent_code or ""),
        kind=(entry.type or "")[:60],
    )


def _load_cities() -> int:
    countries = {country.code: country for country in Country.objects.all()}
    regions = {region.code: region for region in Region.objects.all()}
    taken = set(City.objects.values_list("uid", flat=True))
    # A city merged into another one must not come back.
    taken |= _redirected()
    cities: list[City] = []
    names: list[Name] = []
    identifiers: list[Identifier] = []
    further: dict[Any, tuple[str, ...]] = {}
    for row in _table("cities.tsv.gz"):
        uid = reference_uid(CITY, row["geonames"])
        if uid in taken or row["country"] not in countries:
            continue
        city = City(
            uid=uid,
            name=Multilingual.of("en", en=row["en"], ru=row["ru"], be=row["be"]),
            country=countries[row["country"]],
            region=regions.get(row["region"]),
            latitude=Decimal(row["latitude"]),
            longitude=Decimal(row["longitude"]),
            time_zone=row["time_zone"],
            population=int(row["population"]),
        )
        cities.append(city)
        further[uid] = tuple(one for one in row["aliases"].split(";") if one)
        names += _aliases(uid, row["geonames"], further[uid])
        identifiers.append(_geonames_number(uid, row["geonames"]))
    _insert(City, cities)
    _insert(Name, names)
    _insert(Identifier, identifiers)
    _index(CITY, ((city.uid, describe_city(city, further[city.uid])) for city in cities))
    return len(cities)


def _redirected() -> set[Any]:
    return set(Redirect.objects.filter(kind=CITY).values_list("old_uid", flat=True))


def _aliases(uid: Any, number: str, texts: Iterable[str]) -> Iterator[Name]:
    for text in texts:
        yield Name(
            uid=reference_uid(NAME, f"{number}:{text}"),
            owner_kind=CITY,
            owner_uid=uid,
            text=text,
            kind=NameKind.ALIAS,
        )


def _geonames_number(uid: Any, number: str) -> Identifier:
    return Identifier(
        uid=reference_uid(IDENTIFIER, number),
        owner_kind=CITY,
        owner_uid=uid,
        scheme=Scheme.GEONAMES,
        value=number,
    )


def _insert(model: type[R], rows: Iterable[R]) -> None:
    manager: Any = model._default_manager
    manager.bulk_create(list(rows), batch_size=BATCH, ignore_conflicts=model in (Name, Identifier))


def _index(kind: str, described: Iterable[tuple[Any, Findable]]) -> None:
    """Write many search entries at once; the kernel's own way takes several queries each."""
    add_entries(
        [SearchEntry(kind=kind, uid=uid, **entry_values(findable)) for uid, findable in described]
    )


def _table(name: str) -> tuple[dict[str, str], ...]:
    """A tab-separated file of this room's data, with its heading."""
    data = resources.files("folkmoot.rooms.registry").joinpath("data", name).read_bytes()
    text = gzip.decompress(data) if name.endswith(".gz") else data
    return tuple(csv.DictReader(io.StringIO(text.decode()), delimiter="\t"))
