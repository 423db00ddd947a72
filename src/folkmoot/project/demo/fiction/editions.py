"""The series and its editions with hosts, strands, venues, tasks and materials."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, time
from importlib import resources
from typing import Any

from folkmoot.project.demo.fiction.calendar import Calendar
from folkmoot.project.demo.fiction.records import Pointer, Records, pointer, table, text_of

_SERIES = table("editions")["series"]["slug"]


def series() -> Pointer:
    """The series."""
    return pointer("programme.series", _SERIES)


def edition(number: int) -> Pointer:
    """One of its editions."""
    return pointer("programme.edition", str(number))


def room(number: int, key: str) -> Pointer:
    """A hall as an edition uses it."""
    return pointer("programme.room", f"{number} {key}")


def city_of_room(key: str) -> str:
    """The city in which a hall stands."""
    venues = table("editions")["venue"].values()
    city: str = next(row["city"] for row in venues if key in row["rooms"])
    return city


def add_editions(records: Records, calendar: Calendar) -> None:
    """Everything about series and editions but the sessions."""
    _add_series(records)
    for row in table("editions")["edition"]:
        _add_edition(records, calendar, row)
    for row in table("editions")["edition"]:
        _add_places(records, row)
        _add_strands(records, row)
    for row in table("editions")["edition"]:
        _add_venues(records, row)
    for place, row in enumerate(table("editions")["task"]):
        _add_task(records, calendar, row, str(place))


def attached_files() -> dict[str, bytes]:
    """The files that materials offer, by name."""
    folder = resources.files("folkmoot.project.demo").joinpath("files")
    names = [row["file"] for row in table("editions")["material"] if "file" in row]
    return {name: folder.joinpath(name).read_bytes() for name in names}


def add_materials(records: Records) -> None:
    """Links and files; sessions have to be there already."""
    stored = {
        name: records.add(
            "kernel.storedfile",
            name,
            sha256=hashlib.sha256(data).hexdigest(),
            name=name,
            media_type="text/plain",
            size_bytes=len(data),
        )
        for name, data in attached_files().items()
    }
    for place, row in enumerate(table("editions")["material"]):
        number = row["edition"]
        key = row.get("session")
        records.add(
            "programme.material",
            str(place),
            edition=edition(number),
            session=pointer("programme.session", f"{number} {key}") if key else None,
            title=text_of(row),
            address=row.get("address", ""),
            file=stored[row["file"]] if "file" in row else None,
            language=row["language"],
        )


def _add_series(records: Records) -> None:
    row = table("editions")["series"]
    records.add(
        "programme.series",
        _SERIES,
        slug=_SERIES,
        name=text_of(row),
        short_name=text_of(row, "short_"),
        summary=text_of(row, "summary_"),
        is_fictional=True,
        is_public=True,
    )
    for body, role in row["organisers"].items():
        organisation = pointer("registry.organisation", body)
        records.add(
            "programme.seriesorganiser",
            body,
            series=series(),
            organisation=organisation,
            role=role,
        )


def _add_edition(records: Records, calendar: Calendar, row: Mapping[str, Any]) -> None:
    number = row["number"]
    records.add(
        "programme.edition",
        str(number),
        series=series(),
        slug=row["slug"],
        ordinal=number,
        name=text_of(row),
        theme=text_of(row, "theme_"),
        summary=text_of(row, "summary_"),
        starts_on=calendar.first_day(number).isoformat(),
        ends_on=calendar.last_day(number).isoformat(),
        status=row["status"],
        format=row["format"],
        time_zone=row["time_zone"],
        languages=row["languages"],
        participants=text_of(row, "participants_"),
        is_public=True,
    )


def _add_places(records: Records, row: Mapping[str, Any]) -> None:
    number = row["number"]
    cities = table("places")["city"]
    for role, list_of in (("host", "hosts"), ("venue", "further"), ("next", "next")):
        for place, city in enumerate(row.get(list_of, ())):
            records.add(
                "programme.editionplace",
                f"{number} {role} {city}",
                edition=edition(number),
                role=role,
                city=pointer("registry.city", city),
                region=pointer("registry.region", cities[city]["region"]),
                position=place,
            )
    for place, (body, role) in enumerate(row["organisers"]):
        records.add(
            "programme.editionorganiser",
            f"{number} {body}",
            edition=edition(number),
            organisation=pointer("registry.organisation", body),
            role=role,
            position=place,
        )


def _add_strands(records: Records, row: Mapping[str, Any]) -> None:
    known = {strand["key"]: strand for strand in table("topics")["strand"]}
    for place, key in enumerate(row["strands"]):
        strand = known[key]
        records.add(
            "programme.strand",
            f"{row['number']} {key}",
            edition=edition(row["number"]),
            name=text_of(strand),
            summary=text_of(strand, "summary_"),
            hue=strand["hue"],
            position=place,
        )


def _add_venues(records: Records, row: Mapping[str, Any]) -> None:
    number = row["number"]
    known = table("editions")["venue"]
    cities = table("places")["city"]
    for place, key in enumerate(row["venues"]):
        venue, city = known[key], cities[known[key]["city"]]
        stands = records.add(
            "programme.venue",
            f"{number} {key}",
            edition=edition(number),
            city=pointer("registry.city", venue["city"]),
            name=text_of(venue),
            address=text_of(venue, "address_"),
            latitude=city["latitude"],
            longitude=city["longitude"],
            time_zone=city["time_zone"],
            position=place,
        )
        for order, (hall, (english, russian, seats)) in enumerate(venue["rooms"].items()):
            records.add(
                "programme.room",
                f"{number} {hall}",
                venue=stands,
                name=text_of({"en": english, "ru": russian}, original=venue.get("original", "")),
                capacity=seats,
                position=order,
            )


def _add_task(records: Records, calendar: Calendar, row: Mapping[str, Any], key: str) -> None:
    number = row["edition"]
    done = row.get("done")
    done_at = (
        datetime.combine(calendar.day(number, done), time(15, 0), UTC) if done is not None else None
    )
    records.add(
        "programme.task",
        key,
        edition=edition(number),
        title=text_of(row),
        note=text_of(row, "note_"),
        due_on=calendar.day(number, row["due"]).isoformat(),
        done_at=done_at.isoformat() if done_at else None,
    )
