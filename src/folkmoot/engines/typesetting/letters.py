"""Which characters can be set, told before anything is set.

Reads a small table made from the very typefaces that the typesetter carries (see `faces`; a test
compares both), so that a form can name a missing letter without loading the typesetter. A
character that cannot be seen counts as missing too: what is shown must be what is signed.
"""

import json
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from folkmoot.engines.typesetting.agreement import AgreementText, Wording
from folkmoot.engines.typesetting.terms import LetterKind, Missing, Part, Where

# Marks, embeddings, overrides and isolates: they let a line read otherwise than it is stored.
_DIRECTION: Final = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_UNSEEN: Final = frozenset(
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u200b\u200c\u200d\u2060\u3164\ufeff\uffa0"
)
_MOST_MARKS: Final = 3
_LINE_BREAKS: Final = frozenset("\n")
_TIDIED: Final = str.maketrans(
    {"\t": " ", "\r": "\n", "\u2028": "\n", "\u2029": "\n\n", "\x0b": "\n", "\x0c": "\n"}
    | dict.fromkeys("\u00ad\u200b\u2060\ufeff\u200e\u200f", "")
)

Place = tuple[Where, str]


@cache
def letters() -> frozenset[int]:
    """The code points that every face we use has."""
    table = json.loads(files(__package__).joinpath("letters.json").read_text("utf-8"))
    return frozenset(point for first, last in table["ranges"] for point in range(first, last + 1))


def tidy(text: str) -> str:
    """The text as it can be agreed: composed (NFC), without what pasting leaves behind.

    Tabs become spaces, foreign line ends line breaks; soft hyphens, zero-width spaces, byte order
    marks and plain direction marks go. Direction overrides and other control characters stay, to
    be refused by name: taking them out silently would change how the line reads.
    """
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(_TIDIED)).strip()


def is_tidy(text: str) -> bool:
    """Whether the text is composed; shown and hashed text are otherwise not the same."""
    return unicodedata.is_normalized("NFC", text)


def has_towers(text: str) -> bool:
    """Whether marks are piled up on a letter until they cover the line above.

    No living orthography puts more than three on a composed letter.
    """
    height = 0
    for character in text:
        # Every mark lies above this point; most texts never ask for a category.
        is_mark = character >= "\u0300" and unicodedata.category(character).startswith("M")
        height = height + 1 if is_mark else 0
        if height > _MOST_MARKS:
            return True
    return False


def kind_of(character: str) -> LetterKind:
    """What sort of character it is, for a message that a person understands."""
    category = unicodedata.category(character)
    point = ord(character)
    if character in _DIRECTION:
        return LetterKind.DIRECTION
    if category in {"Cc", "Zl", "Zp"}:
        return LetterKind.CONTROL
    if category in {"Cs", "Cn", "Co"}:
        return LetterKind.NO_CHARACTER
    if category == "Cf" or character in _UNSEEN or 0xFE00 <= point <= 0xFE0F:
        return LetterKind.INVISIBLE
    if category == "So" and point >= 0x2600:
        return LetterKind.EMOJI
    if category.startswith("M"):
        return LetterKind.MARK
    return LetterKind.LETTER if category.startswith("L") else LetterKind.SYMBOL


_NEVER: Final = frozenset(
    {
        LetterKind.DIRECTION,
        LetterKind.CONTROL,
        LetterKind.NO_CHARACTER,
        LetterKind.INVISIBLE,
    }
)


@cache
def can_be_set(character: str) -> bool:
    """Whether a character has a letter in every face and can be seen."""
    if character in _LINE_BREAKS:
        return True
    return kind_of(character) not in _NEVER and ord(character) in letters()


STAND_IN: Final = "□"


def printable(text: str) -> str:
    """The text as a report can print it: one line, :data:`STAND_IN` for what has no letter here.

    For words that others wrote and nobody signs: an agreement is refused by name instead.
    """
    told = tidy(text)
    if has_towers(told):
        apart = unicodedata.normalize("NFD", told)
        told = "".join(one for one in apart if not unicodedata.category(one).startswith("M"))
    told = unicodedata.normalize("NFC", " ".join(told.split()))
    return "".join(one if can_be_set(one) else STAND_IN for one in told)


def missing_in(places: Iterable[Place]) -> tuple[Missing, ...]:
    """Each missing character once per place, in reading order."""
    return tuple(
        Missing(character, kind_of(character), where)
        for where, text in places
        for character in dict.fromkeys(text)
        if not can_be_set(character)
    )


def missing_letters(text: AgreementText) -> tuple[Missing, ...]:
    """Every character of an agreement that cannot be set, with the place where it stands.

    Cheap enough for a form: a table lookup per character; the typesetter is not loaded.
    """
    return missing_in(places_of(text))


def missing_in_text(text: str, where: Where) -> tuple[Missing, ...]:
    """The same for a single field."""
    return missing_in([(where, text)])


def places_of(text: AgreementText) -> Iterator[Place]:
    """Every printed text of an agreement, in reading order."""
    yield from _worded(Where(Part.TITLE), text.title)
    for position, party in enumerate(text.parties, 1):
        yield from _worded(Where(Part.PARTY, party.key, str(position)), party.name)
    yield from _worded(Where(Part.PREAMBLE), text.preamble)
    for position, clause in enumerate(text.clauses, 1):
        number = clause.number or str(position)
        place = Where(Part.CLAUSE, clause.uid, number)
        yield place, clause.number
        yield from _worded(Where(Part.HEADING, clause.uid, number), clause.heading)
        yield from _worded(place, clause.text)
        for variable in clause.variables:
            yield from _worded(Where(Part.VARIABLE, clause.uid, number), variable.shown)
    yield from _worded(Where(Part.DIVERGENCE), text.divergence)
    yield from _worded(Where(Part.CLOSING), text.closing)
    yield from _worded(Where(Part.PLACE), text.place)
    for position, block in enumerate(text.signatures, 1):
        place = Where(Part.SIGNATURE, block.slot, str(position))
        for wording in (block.name, block.office, block.basis):
            yield from _worded(place, wording)
    # The identity is printed where there is no reference, and always stands in the metadata.
    yield Where(Part.REFERENCE), text.reference
    yield Where(Part.REFERENCE), text.uid
    yield Where(Part.REGISTER_NUMBER), text.register_number


def _worded(where: Where, wording: Wording) -> Iterator[Place]:
    for language, text in wording:
        yield Where(where.part, where.key, where.number, language), text
