"""One and the same bytes for one and the same agreement.

Keys sorted, no spaces between tokens, UTF-8 without escapes, no floats: numbers with a fraction
are strings. These bytes are attached to the PDF and hashed; the wording of every clause stands in
them as it is shown.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from folkmoot.engines.typesetting.agreement import (
    AgreementKind,
    AgreementText,
    Clause,
    ClauseKind,
    Party,
    Precedence,
    SignatureBlock,
    Variable,
    VariableKind,
    Wording,
)

FORMAT: Final = "folkmoot.agreement/1"


class NotCanonical(ValueError):
    """Bytes that are not what `canonical` writes, or a value that has no canonical form."""


def canonical_json(value: Any) -> bytes:
    """The canonical bytes of plain values.

    Raises:
        NotCanonical: there is a float, a key that is no text, or a lone surrogate.
    """
    _check(value)
    told = json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    try:
        return told.encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("there is half a character") from error


def _check(value: Any) -> None:
    match value:
        case None | bool() | int() | str():
            return
        case dict():
            for key, held in value.items():
                if not isinstance(key, str):
                    raise NotCanonical(f"{key!r} is no text")
                _check(held)
        case list() | tuple():
            for held in value:
                _check(held)
        case _:
            raise NotCanonical(f"{type(value).__name__} has no canonical form")


def plain(value: Any) -> Any:
    """A frozen value of this engine as plain dicts, lists and strings."""
    match value:
        case Wording():
            return dict(value.texts)
        case tuple():
            return [plain(held) for held in value]
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case str():
            return str(value)
        case _ if is_dataclass(value):
            return {own.name: plain(getattr(value, own.name)) for own in fields(value)}
    return value


def canonical(text: AgreementText) -> bytes:
    """The machine-readable agreement: what is attached, hashed and accepted by the parties."""
    told = plain(text)
    told["format"] = FORMAT
    for clause, held in zip(text.clauses, told["clauses"], strict=True):
        # Filled in once, here: nobody who reads the file has to know how variables are shown.
        held["shown"] = {language: clause.shown(language) for language, _ in clause.text}
    return canonical_json(told)


def canonical_sha256(text: AgreementText) -> str:
    """What the parties accept: the SHA-256 of `canonical`, in hexadecimal."""
    return hashlib.sha256(canonical(text)).hexdigest()


def read_canonical(data: bytes) -> AgreementText:
    """The agreement of an attachment, so that anybody can set it again and compare.

    Raises:
        NotCanonical: these are not exactly the bytes that `canonical` would write.
    """
    try:
        told = json.loads(data)
        _only_texts({**told, "signed_on": told["signed_on"] or ""})
        text = _agreement(told)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotCanonical("this is no agreement") from error
    if canonical(text) != data:
        raise NotCanonical("the agreement is written differently")
    return text


def _only_texts(told: Any) -> None:
    """Every value of an agreement is a text: a number in place of one would read back unseen."""
    match told:
        case dict():
            _only_texts([*told.values()])
        case list():
            for held in told:
                _only_texts(held)
        case str():
            return
        case _:
            raise TypeError("a value is no text")


def _agreement(told: Mapping[str, Any]) -> AgreementText:
    return AgreementText(
        uid=told["uid"],
        kind=AgreementKind(told["kind"]),
        title=_words(told["title"]),
        languages=tuple(told["languages"]),
        authentic=tuple(told["authentic"]),
        parties=tuple(Party(**{**held, "name": _words(held["name"])}) for held in told["parties"]),
        clauses=tuple(_clause(held) for held in told["clauses"]),
        signatures=tuple(_signature(held) for held in told["signatures"]),
        precedence=tuple(
            Precedence(held["language"], tuple(held["parties"])) for held in told["precedence"]
        ),
        preamble=_words(told["preamble"]),
        divergence=_words(told["divergence"]),
        prevailing=told["prevailing"],
        closing=_words(told["closing"]),
        place=_words(told["place"]),
        signed_on=date.fromisoformat(told["signed_on"]) if told["signed_on"] else None,
        reference=told["reference"],
        register_number=told["register_number"],
    )


def _words(told: Mapping[str, str]) -> Wording:
    return Wording.of(told)


def _clause(told: Mapping[str, Any]) -> Clause:
    return Clause(
        uid=told["uid"],
        number=told["number"],
        kind=ClauseKind(told["kind"]),
        heading=_words(told["heading"]),
        text=_words(told["text"]),
        variables=tuple(
            Variable(
                name=held["name"],
                kind=VariableKind(held["kind"]),
                value=held["value"],
                unit=held["unit"],
                shown=_words(held["shown"]),
            )
            for held in told["variables"]
        ),
    )


def _signature(told: Mapping[str, Any]) -> SignatureBlock:
    return SignatureBlock(
        slot=told["slot"],
        party=told["party"],
        name=_words(told["name"]),
        office=_words(told["office"]),
        basis=_words(told["basis"]),
    )
