"""Small documents of invented forums, each different, and a dump of them with known faults."""

import hashlib
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FORUMS = ("Lantern Coast Forum", "Forum of Lake Regions", "Congress of Ferry Towns")
_PLACES = ("Port Amber", "Selkie Bay", "Upper Mill", "Orlets", "Tarn Hollow")
_PEOPLE = ("Ilka Brandt", "Vesna Holt", "Ilo Marsh", "Tomas Reed", "Anja Kallas")
_OFFICES = ("mayor of Port Amber", "governor of the Lake Region", "head of the council of ferries")
_THINGS = ("boats", "schools", "bridges", "looms", "mills", "orchards", "kilns")
_SENTENCES = (
    "The {forum} closed in {place} on {day} May {year}.",
    "More than {number} agreements were signed, the organisers said.",
    "“We came to count {things}, and we stayed to build them,” said {person}, {office}.",
    "Trade between the two regions grew by {number} percent in the last year.",
    "Delegates of {number} towns walked through the halls and asked for {things}.",
    "The next forum will be held in {other}.",
)
_EVERY_SAME = 50
_EVERY_BAD = 100


@dataclass(frozen=True, slots=True)
class Expected:
    """What a dump must come to.

    Attributes:
        texts: SHA-256 of every text that must be a source, each exactly once.
    """

    total: int
    new: int
    same: int
    failed: int
    texts: frozenset[str]


def write_dump(path: Path, count: int) -> Expected:
    """Write ``count`` lines: most are documents, some are there twice, some are broken."""
    texts: list[str] = []
    same = failed = 0
    with path.open("w", encoding="utf-8") as dump:
        for number in range(1, count + 1):
            if number % _EVERY_BAD == 0:
                failed += 1
                dump.write('{"text": broken\n')
                continue
            if number % _EVERY_SAME == 1 and texts:
                same += 1
                text = texts[number * 7 % len(texts)]
            else:
                text = "\n\n".join(_paragraphs(number))
                texts.append(text)
            address = f"https://forum.test/{number}"
            dump.write(json.dumps({"text": text, "url": address}, ensure_ascii=False) + "\n")
    digests = frozenset(hashlib.sha256(text.encode()).hexdigest() for text in texts)
    return Expected(count, len(texts), same, failed, digests)


def _paragraphs(number: int) -> Iterator[str]:
    chance = random.Random(number)
    place, other = chance.sample(_PLACES, 2)
    yield f"News from {place}, letter {number}"
    for sentence in chance.sample(_SENTENCES, 4):
        yield sentence.format(
            forum=chance.choice(_FORUMS),
            place=place,
            other=other,
            person=chance.choice(_PEOPLE),
            office=chance.choice(_OFFICES),
            things=chance.choice(_THINGS),
            number=number + chance.randrange(10),
            day=chance.randrange(1, 29),
            year=chance.randrange(2020, 2040),
        )
