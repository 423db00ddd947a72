"""The programme as its data file tells it: one line a session, and what changed afterwards."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from folkmoot.project.demo.fiction.records import table

EDITIONS = {1: "first", 2: "second", 3: "third"}
# What stands in the draft and will be in the next release.
DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Row:
    """One session at one stage. ``what`` is a strand or an occasion; ``title`` overrides its own.

    Attributes:
        key: unique within the edition.
        clock: the city whose clock counts.
        minutes: 0 where no time is stated.
        since: the release that has it first.
    """

    key: str
    day: int
    hour: str
    minutes: int
    clock: str
    kind: str
    rooms: tuple[str, ...]
    what: str
    options: Mapping[str, str]
    since: str = ""
    status: str = "confirmed"
    title: Mapping[str, str] | None = None


def labels(edition: int) -> list[str]:
    """The stages of an edition: its releases in order, then the draft."""
    told = [one["label"] for one in table("editions")["release"] if one["edition"] == edition]
    return [*told, DRAFT]


def rows_of(edition: int) -> list[Row]:
    """All sessions of an edition as they were first told.

    Raises:
        ValueError: two sessions have the same key.
    """
    rows = [_row(line) for line in table("programme")[EDITIONS[edition]]]
    if len({row.key for row in rows}) != len(rows):
        raise ValueError(f"two sessions of edition {edition} have the same key")
    return rows


def rows_at(edition: int, label: str) -> list[Row]:
    """The sessions as they stand in a release or in the draft."""
    stages = labels(edition)
    reached = stages.index(label)
    rows = {
        row.key: row
        for row in rows_of(edition)
        if not row.since or stages.index(row.since) <= reached
    }
    for change in table("programme")["change"]:
        if change["edition"] == edition and stages.index(change["since"]) <= reached:
            rows[change["session"]] = _changed(rows[change["session"]], change)
    if "as held" in stages and stages.index("as held") <= reached:
        held = {"confirmed": "held"}
        return [replace(row, status=held.get(row.status, row.status)) for row in rows.values()]
    return list(rows.values())


def people_named(row: Row) -> Iterator[tuple[str, str, str]]:
    """Role, person and attendance of the people whom a line names."""
    attendance = {"link": "video_link", "address": "video_address"}
    for one in filter(None, row.options.get("who", "").split(",")):
        role, person, *how = one.split(":")
        yield role, person, attendance[how[0]] if how else "in_room"


def _row(line: str) -> Row:
    when, kind, rooms, what, told = (part.strip() for part in line.split("|"))
    options = dict(_option(word) for word in told.split())
    day, hour, minutes, clock = when.split()
    halls = tuple(rooms.split())
    key = f"{day}-{hour}-{halls[0]}" if halls else f"{day}-{hour}-{what}"
    return Row(
        key=options.get("key", key),
        day=int(day),
        hour=hour,
        minutes=int(minutes),
        clock=clock,
        kind=kind,
        rooms=halls,
        what=what,
        options=options,
        since=options.get("since", ""),
        status=options.get("status", "confirmed"),
    )


def _option(word: str) -> tuple[str, str]:
    name, _, value = word.partition("=")
    return name, value


def _changed(row: Row, change: Mapping[str, Any]) -> Row:
    if "when" in change:
        day, hour, minutes, clock = change["when"].split()
        row = replace(row, day=int(day), hour=hour, minutes=int(minutes), clock=clock)
    if "rooms" in change:
        row = replace(row, rooms=tuple(change["rooms"].split()))
    if "status" in change:
        row = replace(row, status=change["status"])
    if "en" in change:
        row = replace(row, title={"en": change["en"], "ru": change["ru"]})
    return row
