"""The text of one agreement as frozen values, in all its languages.

Only what is read and signed: no states, no signatures. What is shown is computed from these
values alone, and so is the hash, hence both always tell the same. Wordings of variables are
stored, not made while rendering: a later version of a formatting library must not change what
was agreed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Self

PLACEHOLDER: Final = re.compile(r"\{\{([a-z][a-z0-9_]*)\}\}")


@dataclass(frozen=True, slots=True)
class Wording:
    """The same words in several languages; empty texts are dropped. ``Wording.of(en="…")``."""

    texts: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, texts: Mapping[str, str] | None = None, **more: str) -> Self:
        """From a mapping, keyword arguments, or both; tags in lower case ("en", "zh-hant")."""
        both = {**(texts or {}), **more}
        return cls(tuple(sorted((tag.lower(), text) for tag, text in both.items() if text)))

    def get(self, language: str) -> str:
        """The text in that very language, or ""; never another language instead."""
        return dict(self.texts).get(language, "")

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.texts)

    def __bool__(self) -> bool:
        return bool(self.texts)


NO_WORDS: Final = Wording()


class AgreementKind(StrEnum):
    """What the instrument is called."""

    FRAMEWORK_AGREEMENT = "framework_agreement"
    AGREEMENT = "agreement"
    PROTOCOL = "protocol"
    MEMORANDUM = "memorandum"
    CONTRACT = "contract"
    PLAN_OF_ACTION = "plan_of_action"
    JOINT_STATEMENT = "joint_statement"
    OTHER = "other"


class ClauseKind(StrEnum):
    """How a clause is numbered and set. What follows an annex is set after the signatures."""

    CHAPTER = "chapter"
    ARTICLE = "article"
    PARAGRAPH = "paragraph"
    ANNEX = "annex"


class VariableKind(StrEnum):
    """What a variable of a clause means."""

    DATE = "date"
    AMOUNT = "amount"
    COUNT = "count"
    PARTY = "party"


@dataclass(frozen=True, slots=True)
class Variable:
    """A value inside a clause, for machines and for readers.

    Attributes:
        name: the clause says ``{{name}}`` where it stands; letters a–z, digits, underscore.
        kind: what it means.
        value: "2026-05-01", "1250000.00", "12", or the key of a party.
        unit: ISO 4217 code of an amount, else "".
        shown: what readers see, in each language. See `variables` for how to make them.
    """

    name: str
    kind: VariableKind
    value: str
    shown: Wording
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause in all languages. A blank line divides paragraphs, a line break breaks the line.

    Attributes:
        uid: stable identity, kept through renumbering.
        number: as printed: "3", "3.1", "II"; may be empty.
    """

    uid: str
    number: str
    text: Wording
    kind: ClauseKind = ClauseKind.ARTICLE
    heading: Wording = NO_WORDS
    variables: tuple[Variable, ...] = ()

    def shown(self, language: str) -> str:
        """The words readers see. One pass: what a variable says is not searched again.

        A value that ends in a full stop ("12 июня 2026 г.") brings the one that ends the sentence.
        """
        values = {variable.name: variable.shown.get(language) for variable in self.variables}
        text = self.text.get(language)

        def value(found: re.Match[str]) -> str:
            words = values.get(found[1]) or found[0]
            return (
                words[:-1] if words.endswith(".") and text.startswith(".", found.end()) else words
            )

        return PLACEHOLDER.sub(value, text)


@dataclass(frozen=True, slots=True)
class Party:
    """One side.

    Attributes:
        key: stable identity.
        language: the language of its own copy, where it is named first (the alternat).
        capacity: "party", "observer", "guarantor": for machines, not printed.
    """

    key: str
    name: Wording
    language: str = ""
    capacity: str = "party"


@dataclass(frozen=True, slots=True)
class Precedence:
    """The order of the parties in one language copy, where it was agreed otherwise."""

    language: str
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """Who signs, and the place for it.

    Attributes:
        slot: name of the signature field. None should be the beginning of another.
        party: key of the party.
        basis: on what authority: a charter, an order, a power of attorney.
    """

    slot: str
    party: str
    name: Wording
    office: Wording = NO_WORDS
    basis: Wording = NO_WORDS


@dataclass(frozen=True, slots=True)
class AgreementText:
    """Everything that is printed, signed and hashed.

    Attributes:
        uid: stable identity of the agreement.
        languages: all languages of this text; the first leads unless the caller says otherwise.
        authentic: those whose text counts.
        parties: in the order of precedence that holds where no copy says otherwise.
        precedence: per language, where the custom of the alternat is not followed.
        divergence: printed rule for a disagreement between the languages.
        prevailing: the language that then prevails, or "" when all are equal.
        clauses: in order.
        place, signed_on: printed when given; nothing is left blank to be filled in later.
        reference: the secretariat's number, printed at the foot.
        register_number: printed when the register has given one.
    """

    uid: str
    kind: AgreementKind
    title: Wording
    languages: tuple[str, ...]
    authentic: tuple[str, ...]
    parties: tuple[Party, ...]
    clauses: tuple[Clause, ...]
    signatures: tuple[SignatureBlock, ...] = ()
    precedence: tuple[Precedence, ...] = ()
    preamble: Wording = NO_WORDS
    divergence: Wording = NO_WORDS
    prevailing: str = ""
    closing: Wording = NO_WORDS
    place: Wording = NO_WORDS
    signed_on: date | None = None
    reference: str = ""
    register_number: str = ""


def parties_in_order(text: AgreementText, language: str) -> tuple[Party, ...]:
    """The parties as the copy of that language names them.

    An agreed order goes first. Else each side is named first in its own copy, and the others
    follow in the general order of precedence.
    """
    by_key = {party.key: party for party in text.parties}
    for agreed in text.precedence:
        if agreed.language == language:
            return tuple(by_key[key] for key in agreed.parties if key in by_key)
    return tuple(sorted(text.parties, key=lambda party: party.language != language))


def signatures_in_order(text: AgreementText, language: str) -> tuple[SignatureBlock, ...]:
    """The signature blocks as the copy of that language has them: by its order of parties."""
    places = {party.key: place for place, party in enumerate(parties_in_order(text, language))}
    return tuple(sorted(text.signatures, key=lambda block: places.get(block.party, len(places))))
