"""How an accepted proposal reaches the room whose record it becomes.

Proposals and the decisions on them lie in the evidence room, which is below most rooms that
take them in and above some. So the port stands here: a room brings an ``intake.py`` with one
:class:`Intake` for each kind it takes, ``project/wiring.py`` registers it, and the evidence
room calls it inside the transaction of the decision.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from folkmoot.engines.linking import Candidate, Described, Subject
from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.records import RecordRef
from folkmoot.kernel.refusals import Invalid


class Compared(StrEnum):
    """How a field of one record is compared between sources."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    PLACE = "place"


# A choice that asks for a new record where there may be one to link to.
NEW = "new"


@dataclass(frozen=True, slots=True)
class Reading:
    """A field as one source states it.

    Attributes:
        value: JSON: text, number, or a list of texts.
        spans: characters of the source's text; one for each item of a list.
        text: the words at the spans. A value that a person typed has neither spans nor text.
    """

    value: Any
    spans: tuple[tuple[int, int], ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """An accepted proposal, as the room sees it that takes it in.

    Attributes:
        source: the document; ``language`` and ``published`` are its own.
        link: the record that is meant, if there is one already; only its empty fields are filled.
        about: the record that this belongs to or speaks of, such as the edition of a session.
        choices: records chosen for single fields, such as the speaker; a pointer without an
            identity asks for a new one.
        spans: where the source speaks of it, the best place first.
    """

    kind: str
    source: RecordRef
    language: str
    published: str
    readings: Mapping[str, Reading]
    spans: tuple[tuple[int, int], ...]
    at: datetime
    link: RecordRef | None = None
    about: RecordRef | None = None
    choices: Mapping[str, RecordRef] = field(default_factory=dict)

    def value(self, name: str) -> Any:
        """The value of a field, or ``None``."""
        reading = self.readings.get(name)
        return None if reading is None or reading.value in ("", [], ()) else reading.value

    def text(self, name: str) -> str:
        """The value of a field as a text on one line; empty where there is none."""
        value = self.value(name)
        return "" if value is None else "; ".join(str(one) for one in _listed(value))

    def texts(self, name: str) -> tuple[str, ...]:
        """The items of a field that holds a list, or its one value."""
        return tuple(str(one) for one in _listed(self.value(name) or ()))

    def words(self, name: str) -> Multilingual:
        """The text of a field in the language of the source."""
        return self.worded(self.text(name))

    def worded(self, text: str) -> Multilingual:
        """A text in the language of the source."""
        language = self.language.lower() if self.language not in ("", "und") else "en"
        return Multilingual({language: text}, language)


@dataclass(frozen=True, slots=True)
class Support:
    """A field of a record that a field of the proposal supports.

    Attributes:
        reading: whose spans are to be cited.
        compared: how sources are compared in it, a :class:`Compared`; empty: not at all.
    """

    record: RecordRef
    field: str
    reading: Reading
    compared: str = ""

    @property
    def stated(self) -> dict[str, Any]:
        """What the source states, as a citation keeps it for comparing."""
        if not self.compared or self.reading.value in (None, "", [], ()):
            return {}
        return {"kind": self.compared, "value": self.reading.value}


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an accepted proposal.

    Attributes:
        record: what it became, or was added to.
        supports: the fields whose passages are now to be cited.
        left: fields of the proposal that found no place in the record, such as a town that
            the registry does not know; a person may want to add them by hand.
    """

    record: RecordRef
    supports: tuple[Support, ...] = ()
    left: tuple[str, ...] = ()


Take = Callable[[Actor, Accepted], Taken]
Find = Callable[[Sequence[Described]], Sequence[Candidate]]


def _nothing(_asked: Sequence[Described]) -> Sequence[Candidate]:
    return ()


@dataclass(frozen=True, slots=True)
class Intake:
    """How one kind of proposal is taken in.

    Attributes:
        kinds: of the proposals, by the names of the extraction engine.
        record_kind: of what they become.
        subject: what their descriptions are to linking.
        take: writes the record; checks the actor's right; runs in the caller's transaction.
        find: the records that may be meant by any of some descriptions; flat in queries.
        needs_about: the kind of record without which it cannot be taken in; empty: none.
    """

    kinds: tuple[str, ...]
    record_kind: str
    take: Take
    subject: Subject | None = None
    find: Find = _nothing
    needs_about: str = ""


_intakes: dict[str, Intake] = {}


def takes_in(intake: Intake) -> None:
    """Register how proposals of some kinds are taken in."""
    for kind in intake.kinds:
        _intakes[kind] = intake


def intake_for(kind: str) -> Intake:
    """How a kind is taken in.

    Raises:
        LookupError: no room takes it in.
    """
    return _intakes[kind]


def intakes() -> Mapping[str, Intake]:
    """Every registered intake by kind of proposal."""
    return dict(_intakes)


def empty_columns(record: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Of some values those for which the record has none yet: nothing is overwritten."""
    return {
        name: value
        for name, value in values.items()
        if not _is_empty(value) and _is_empty(getattr(record, name))
    }


def needed(value: Any, name: str, sentence: str) -> Any:
    """A value that the record cannot do without.

    Raises:
        Invalid: there is none; names the field.
    """
    if value in (None, "", ()):
        raise Invalid({name: [sentence]})
    return value


def _listed(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list | tuple) else (value,)


def _is_empty(value: Any) -> bool:
    return value in (None, "", []) or (isinstance(value, Multilingual) and not value)
