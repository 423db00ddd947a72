"""The whole fictional forum as packs: first everything, then what each release changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from folkmoot.engines.interchange import Pack, PackRecord
from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.project.demo.fiction import editions, registry, sources
from folkmoot.project.demo.fiction.calendar import Calendar
from folkmoot.project.demo.fiction.records import Records, identity, table, text_of
from folkmoot.project.demo.fiction.rows import DRAFT, EDITIONS, labels
from folkmoot.project.demo.fiction.sessions import add_sessions, write_scripts
from folkmoot.project.demo.fiction.sources import WrittenDocument

_TITLE = "Amber Road Congress (fictional)"
_HOUR_OF_RELEASE = time(9, 0)


@dataclass(frozen=True, slots=True)
class Stage:
    """A release of an edition, and the records that change before it.

    ``label`` is empty for what follows the last release and waits in the draft.
    """

    edition_uid: str
    label: str
    note: Multilingual
    at: datetime
    pack: Pack


@dataclass(frozen=True, slots=True)
class Story:
    """Everything there is to load, in order.

    Attributes:
        beginning: all records as they stood before the first release.
        begins_at: when that was.
        stages: every release, the earliest first, then the drafts.
        evidence: sources without their texts, with what is cited from them.
        documents: the texts.
        whole: all records as they stand in the end.
    """

    beginning: Pack
    begins_at: datetime
    stages: tuple[Stage, ...]
    evidence: Pack
    documents: tuple[WrittenDocument, ...]
    whole: Pack


def write_story(calendar: Calendar) -> Story:
    """Tell the story of the days of a calendar. Reads data files and writes nothing."""
    ground = Records()
    registry.add_places(ground)
    registry.add_bodies(ground, calendar)
    people = registry.add_people(ground, calendar)
    editions.add_editions(ground, calendar)
    scripts = write_scripts(calendar, people)

    def programme(label_of: dict[int, str]) -> tuple[PackRecord, ...]:
        records = Records()
        for number, label in label_of.items():
            add_sessions(records, calendar, number, label, scripts[number])
        return records.by_kind

    extras = Records()
    editions.add_materials(extras)
    first = programme({number: labels(number)[0] for number in EDITIONS})
    last = programme(dict.fromkeys(EDITIONS, DRAFT))
    evidence, documents = sources.write_evidence(calendar)
    stages = tuple(_stages(calendar, programme))
    return Story(
        beginning=Pack(_TITLE, (*ground.by_kind, *first, *extras.by_kind)),
        begins_at=stages[0].at - timedelta(days=1),
        stages=stages,
        evidence=Pack(_TITLE, evidence),
        documents=documents,
        whole=Pack(_TITLE, (*ground.by_kind, *last, *extras.by_kind, *evidence)),
    )


def _stages(calendar: Calendar, programme: Any) -> Iterator[Stage]:
    told = sorted(
        table("editions")["release"], key=lambda row: calendar.day(row["edition"], row["day"])
    )
    reached = {number: labels(number)[0] for number in EDITIONS}
    for row in told:
        number, label = row["edition"], row["label"]
        day = calendar.day(number, row["day"])
        yield Stage(
            edition_uid=identity("programme.edition", str(number)),
            label=label,
            note=Multilingual.from_plain(text_of(row)),
            at=datetime.combine(day, _HOUR_OF_RELEASE, UTC),
            pack=_changed(programme({number: reached[number]}), programme({number: label})),
        )
        reached[number] = label
    for number, label in reached.items():
        pack = _changed(programme({number: label}), programme({number: DRAFT}))
        if pack.records:
            at = datetime.combine(calendar.today, _HOUR_OF_RELEASE, UTC)
            uid = identity("programme.edition", str(number))
            yield Stage(uid, "", Multilingual({}, "en"), at - timedelta(days=1), pack)


def _changed(before: tuple[PackRecord, ...], after: tuple[PackRecord, ...]) -> Pack:
    known = {(record.kind, record.uid): record for record in before}
    changed = [record for record in after if known.get((record.kind, record.uid)) != record]
    return Pack(_TITLE, tuple(changed))
