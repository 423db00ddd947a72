"""Who and where: countries, towns, bodies, people and the offices they hold in turn."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from folkmoot.project.demo.fiction.calendar import Calendar
from folkmoot.project.demo.fiction.records import Pointer, Records, pointer, table, text, text_of

# The seed makes the crowd; another seed makes another crowd.
_SEED = 2031
_HOME = {"XA": "vesna", "XB": "corva", "XC": "aktumar"}
_CHANGES_OFFICE = 0.25


@dataclass(frozen=True, slots=True)
class Figure:
    """A person as the programme needs them.

    Attributes:
        home: the host city nearest to where they live.
        leads: one of the few whom the programme names.
        kind: that of their body.
        offices: keys with the last edition in which each is held (0: until today).
    """

    key: str
    home: str
    leads: bool
    kind: str
    offices: tuple[tuple[str, int], ...]
    alias: str = ""

    def office_at(self, edition: int) -> str:
        """The key of the office held during an edition."""
        return next(key for key, until in self.offices if not until or edition <= until)


def add_places(records: Records) -> None:
    """Invented countries, regions and cities, with the names they had before."""
    places = table("places")
    for code, row in places["country"].items():
        records.add("registry.country", code, code=code, name=text_of(row))
    for code, row in places["region"].items():
        country = pointer("registry.country", row["country"])
        records.add(
            "registry.region", code, code=code, name=text_of(row), country=country, kind=row["kind"]
        )
    for key, row in places["city"].items():
        records.add(
            "registry.city",
            key,
            name=text_of(row),
            country=pointer("registry.country", row["country"]),
            region=pointer("registry.region", row["region"]),
            latitude=row["latitude"],
            longitude=row["longitude"],
            time_zone=row["time_zone"],
            population=row["population"],
        )
    for row in places["name"]:
        kind, _, key = row["owner"].partition(":")
        _add_name(records, f"registry.{kind}", key, row)


def add_bodies(records: Records, calendar: Calendar) -> None:
    """Invented organisations, their short names, and the members of the alliances."""
    told = table("organisations")
    for key, row in told["body"].items():
        city = table("places")["city"].get(row.get("city", ""), {})
        country = row.get("country") or city.get("country", "")
        region = row.get("region") or city.get("region", "")
        founded = row.get("founded", "")
        records.add(
            "registry.organisation",
            key,
            name=text_of(row),
            kind=row["kind"],
            parent=_maybe("registry.organisation", row.get("parent", "")),
            country=_maybe("registry.country", country),
            region=_maybe("registry.region", region),
            city=_maybe("registry.city", row.get("city", "")),
            founded=calendar.year(founded) if isinstance(founded, int) else founded,
            summary=text_of(row, "summary_"),
        )
        if "short" in row:
            short = {"text": row["short"], "language": "en", "kind": "short"}
            _add_name(records, "registry.organisation", key, short)
    for alliance, members in told["members"].items():
        for member in members:
            records.add(
                "registry.membership",
                f"{alliance} {member}",
                alliance=pointer("registry.organisation", alliance),
                member=pointer("registry.organisation", member),
                since=calendar.year(0),
            )


def add_people(records: Records, calendar: Calendar) -> tuple[Figure, ...]:
    """The leading people, the guests and the crowd, in this order."""
    people = (*_leads(), *_guests(), *_crowd())
    for one in people:
        country = _maybe("registry.country", one["country"])
        records.add("registry.person", one["key"], name=one["name"], country=country)
        for alias in one["aliases"]:
            language = "ru" if alias[0] > "Z" else "en"
            row = {"text": alias, "language": language, "kind": "alias"}
            _add_name(records, "registry.person", one["key"], row)
    for one in people:
        for place, office in enumerate(one["offices"]):
            records.add(
                "registry.officeheld",
                f"{one['key']} {place}",
                person=pointer("registry.person", one["key"]),
                title=text_of(office, original=one["name"]["original"]),
                organisation=pointer("registry.organisation", office["body"]),
                since=calendar.stated(office.get("since", "")),
                until=calendar.stated(office.get("until", "")),
            )
    return tuple(_figure(one) for one in people)


def _leads() -> Iterator[dict[str, Any]]:
    for key, row in table("people")["lead"].items():
        yield {
            "key": key,
            "country": row["country"],
            "home": row["city"],
            "name": _name(row["name"]),
            "aliases": row.get("alias", []),
            "offices": row["office"],
        }


def _guests() -> Iterator[dict[str, Any]]:
    guests = table("people")["guests"]
    title = {"en": guests["title"]["en"], "ru": guests["title"]["ru"], "body": guests["body"]}
    homes = tuple(_HOME.values())
    for place, name in enumerate(guests["names"]):
        yield {
            "key": f"guest-{place}",
            "country": "",
            "home": homes[place % len(homes)],
            "name": _name(name),
            "aliases": [],
            "offices": [{**title, "since": "before 1"}],
        }


def _crowd() -> Iterator[dict[str, Any]]:
    chance = random.Random(_SEED)  # noqa: S311 - the same crowd every time is the point
    for country, row in table("people")["crowd"].items():
        pairs = list(product(row["given"], row["family"]))
        chance.shuffle(pairs)
        bodies = _bodies_of(country)
        for place, (given, family) in enumerate(pairs[: row["count"]]):
            names = {
                row[which]: f"{given[side]} {family[side]}"
                for side, which in enumerate(("language", "other"))
            }
            body = bodies[place % len(bodies)]
            yield {
                "key": f"{country}-{place}",
                "country": country,
                "home": _HOME[country],
                "name": text(row["language"], names),
                "aliases": [],
                "offices": _career(chance, body),
            }


def _career(chance: random.Random, body: str) -> list[dict[str, str]]:
    """One office, or two of which the second began between the second and third edition."""
    offices = table("people")["offices"]
    titles = offices.get(_kind(body), offices["other"])
    told = chance.sample(titles, 2 if chance.random() < _CHANGES_OFFICE else 1)
    career = [{"en": english, "ru": russian, "body": body} for english, russian in told]
    career[0]["since"] = "before 1"
    if len(career) == 2:
        career[0]["until"] = career[1]["since"] = "after 2"
    return career


def _figure(one: Mapping[str, Any]) -> Figure:
    offices = one["offices"]
    untils = [int(office.get("until", "after 0").split()[1]) for office in offices]
    return Figure(
        key=one["key"],
        home=one["home"],
        leads=one["key"] in table("people")["lead"],
        kind=_kind(offices[-1]["body"]),
        offices=tuple((f"{one['key']} {place}", until) for place, until in enumerate(untils)),
        alias=one["aliases"][0] if one["aliases"] else "",
    )


def _name(row: Mapping[str, str]) -> dict[str, Any] | None:
    return text(row["original"], {tag: words for tag, words in row.items() if tag != "original"})


def _kind(body: str) -> str:
    kind: str = table("organisations")["body"][body]["kind"]
    return kind


def _bodies_of(country: str) -> list[str]:
    """The bodies of a country that send people, in order."""
    cities = table("places")["city"]
    return [
        key
        for key, row in table("organisations")["body"].items()
        if row["kind"] not in ("alliance", "commission", "secretariat")
        and (row.get("country") or cities.get(row.get("city", ""), {}).get("country")) == country
    ]


def _add_name(records: Records, kind: str, key: str, row: Mapping[str, str]) -> None:
    owner = pointer(kind, key)
    records.add(
        "registry.name",
        f"{owner['uid']} {row['text']}",
        owner_kind=kind,
        owner_uid=owner["uid"],
        text=row["text"],
        language=row["language"],
        kind=row["kind"],
        until=row.get("until", ""),
    )


def _maybe(kind: str, key: str) -> Pointer | None:
    return pointer(kind, key) if key else None
