"""What a depositary certifies: that a file is a true copy, that an agreement is registered.

Both say their sentence in every language of the agreement and list the facts that can be
checked: hashes in full, numbers, days. Neither says anything about the law.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from folkmoot.engines.typesetting.agreement import NO_WORDS, Wording
from folkmoot.engines.typesetting.canonical import canonical_json, plain
from folkmoot.engines.typesetting.checking import sizes, too_long_for_the_foot, untidy, wrong_tags
from folkmoot.engines.typesetting.compiling import Job, finder, render
from folkmoot.engines.typesetting.letters import Place, missing_in
from folkmoot.engines.typesetting.terms import (
    DEFAULT_LIMITS,
    NotRendered,
    Part,
    Problem,
    ProblemCode,
    Rendition,
    Standard,
    TypesettingLimits,
    Where,
    language_name,
)
from folkmoot.engines.typesetting.variables import date_words
from folkmoot.engines.typesetting.words import known_languages, word

ATTACHMENT = "certificate.json"


class Original(StrEnum):
    """What a copy was made from."""

    PAPER = "paper"
    ELECTRONIC = "electronic"


@dataclass(frozen=True, slots=True)
class Certifier:
    """Who certifies, where and when, and the name of the signature field for it."""

    depositary: Wording
    name: Wording
    office: Wording
    place: Wording
    certified_on: date
    slot: str = "depositary"


@dataclass(frozen=True, slots=True)
class Subject:
    """The agreement that a certificate is about.

    Attributes:
        languages: of the certificate; each needs our own words, see `known_languages`.
        authentic: languages of the agreement whose text counts.
        done: place and day of signing, in words.
    """

    languages: tuple[str, ...]
    title: Wording
    parties: tuple[Wording, ...]
    authentic: tuple[str, ...] = ()
    done: Wording = NO_WORDS
    kind: Wording = NO_WORDS
    register_number: str = ""


@dataclass(frozen=True, slots=True)
class CertifiedCopy:
    """A file that a depositary vouches for: a scan of paper, or the electronic original."""

    subject: Subject
    certifier: Certifier
    original: Original
    file_name: str
    file_sha256: str
    file_size_bytes: int
    file_page_count: int


@dataclass(frozen=True, slots=True)
class RegistrationCertificate:
    """The entry of an agreement in the register.

    Attributes:
        register_name: the origin line of the log, such as "register.example/outcomes".
        text_sha256: of the canonical agreement, or of the scan where there is no text.
        entry_index: place in the log, from 0.
        checkpoint_root: root of the log at the size named, as its checkpoint says it.
    """

    subject: Subject
    certifier: Certifier
    registered_on: date
    in_force: Wording
    register_name: str
    text_sha256: str
    entry_index: int
    entry_sha256: str
    checkpoint_size: int
    checkpoint_root: str


# A label of ours, the value in each language, and whether it is a hash.
Fact = tuple[str, Wording, bool]


def render_certified_copy_cover(
    copy: CertifiedCopy,
    *,
    made_at: datetime,
    standard: Standard = Standard.SIGNED_ORIGINAL,
    limits: TypesettingLimits = DEFAULT_LIMITS,
) -> Rendition | NotRendered:
    """The certificate of true copy, with a place for the depositary's signature.

    Raises:
        ValueError: ``made_at`` has no offset.
    """
    sentence = f"true_copy_{copy.original}"
    facts = (
        *_about(copy.subject),
        ("file", _same(copy.subject, copy.file_name), False),
        ("pages", _same(copy.subject, str(copy.file_page_count)), False),
        ("size", _counted(copy.subject, copy.file_size_bytes), False),
        ("sha256", _same(copy.subject, copy.file_sha256), True),
    )
    return _render(copy, ("true_copy", sentence), facts, made_at, standard, limits)


def render_registration_certificate(
    certificate: RegistrationCertificate,
    *,
    made_at: datetime,
    standard: Standard = Standard.SIGNED_ORIGINAL,
    limits: TypesettingLimits = DEFAULT_LIMITS,
) -> Rendition | NotRendered:
    """The certificate of registration, with a place for the depositary's signature.

    Raises:
        ValueError: ``made_at`` has no offset.
    """
    subject = certificate.subject
    facts = (
        *_about(subject),
        ("in_force", certificate.in_force, False),
        ("registered", _day(subject, certificate.registered_on), False),
        ("text_sha256", _same(subject, certificate.text_sha256), True),
        ("register", _same(subject, certificate.register_name), False),
        ("entry", _same(subject, str(certificate.entry_index)), False),
        ("entry_sha256", _same(subject, certificate.entry_sha256), True),
        ("checkpoint_size", _same(subject, str(certificate.checkpoint_size)), False),
        ("checkpoint", _same(subject, certificate.checkpoint_root), True),
    )
    words = ("registration", "registration_text")
    return _render(certificate, words, facts, made_at, standard, limits)


def _render(
    what: CertifiedCopy | RegistrationCertificate,
    words: tuple[str, str],
    facts: tuple[Fact, ...],
    made_at: datetime,
    standard: Standard,
    limits: TypesettingLimits,
) -> Rendition | NotRendered:
    def places() -> Iterator[Place]:
        return _places(facts, what.certifier)

    depositary = [
        (Where(Part.SIGNATURE, what.certifier.slot, language=tag), name)
        for tag, name in what.certifier.depositary
    ]
    problems = (
        *_problems(what.subject, limits),
        *untidy(places()),
        *too_long_for_the_foot(depositary),
    )
    missing = missing_in(places())
    characters = sum(len(text) for _, text in places())
    problems += tuple(sizes([(ProblemCode.TOO_MANY_CHARACTERS, characters, limits.characters)]))
    if problems or missing:
        return NotRendered(problems, missing)
    kind = f"folkmoot.{words[0]}/1"
    return render(
        Job(
            template="certificate",
            standard=standard,
            made_at=made_at,
            data=_data(what.subject, what.certifier, words, facts),
            source=canonical_json({**plain(what), "format": kind}),
            attachment=ATTACHMENT,
            attachment_about=f"{word(words[0], what.subject.languages[0])} (JSON)",
            limits=limits,
            find=finder(places),
        )
    )


def _problems(subject: Subject, limits: TypesettingLimits) -> Iterator[Problem]:
    if not subject.languages:
        yield Problem(ProblemCode.NO_LANGUAGES)
    yield from wrong_tags(subject.languages)
    for tag in subject.languages:
        if tag.split("-")[0] not in known_languages():
            yield Problem(ProblemCode.UNKNOWN_LANGUAGE, params={"language": tag})
        if not subject.title.get(tag).strip():
            yield Problem(ProblemCode.NO_TITLE, Where(Part.TITLE, language=tag))
    count = len(subject.parties)
    yield from sizes([(ProblemCode.TOO_MANY_PARTIES, count, limits.parties)])


def _data(
    subject: Subject, by: Certifier, words: tuple[str, str], facts: tuple[Fact, ...]
) -> dict[str, Any]:
    tags = subject.languages
    return {
        "languages": list(tags),
        "title": word(words[0], tags[0]),
        "depositary": by.depositary.get(tags[0]),
        "slot": by.slot,
        "copies": [
            {
                "language": tag,
                "title": word(words[0], tag),
                "depositary": by.depositary.get(tag),
                "sentence": word(words[1], tag),
                "done": ", ".join(
                    held for held in (by.place.get(tag), date_words(by.certified_on, tag)) if held
                ),
                "name": by.name.get(tag),
                "office": by.office.get(tag),
            }
            for tag in tags
        ],
        "facts": [
            {
                "labels": [{"language": tag, "text": word(key, tag)} for tag in tags],
                "values": _values(value, tags),
                "is_hash": is_hash,
            }
            for key, value, is_hash in facts
            if any(value.get(tag) for tag in tags)
        ],
    }


def _values(value: Wording, tags: tuple[str, ...]) -> list[dict[str, Any]]:
    """The value in each language, once where it is the same in all."""
    told: dict[str, str] = {}
    for tag in tags:
        if value.get(tag) and value.get(tag) not in told.values():
            told[tag] = value.get(tag)
    return [{"language": tag, "lines": text.split("\n")} for tag, text in told.items()]


def _places(facts: tuple[Fact, ...], by: Certifier) -> Iterator[Place]:
    for key, value, _ in facts:
        for language, text in value:
            yield Where(Part.FACT, key, language=language), text
    for wording in (by.depositary, by.name, by.office, by.place):
        for language, text in wording:
            yield Where(Part.SIGNATURE, by.slot, language=language), text


def _about(subject: Subject) -> tuple[Fact, ...]:
    parties = {
        tag: "\n".join(name.get(tag) for name in subject.parties if name.get(tag))
        for tag in subject.languages
    }
    authentic = {
        tag: ", ".join(language_name(own, tag) for own in subject.authentic)
        for tag in subject.languages
    }
    return (
        ("title", subject.title, False),
        ("kind", subject.kind, False),
        ("parties", Wording.of(parties), False),
        ("done", subject.done, False),
        ("authentic", Wording.of(authentic), False),
        ("number", _same(subject, subject.register_number), False),
    )


def _same(subject: Subject, text: str) -> Wording:
    return Wording.of(dict.fromkeys(subject.languages, text))


def _day(subject: Subject, day: date) -> Wording:
    return Wording.of({tag: date_words(day, tag) for tag in subject.languages})


def _counted(subject: Subject, count: int) -> Wording:
    # Digits in threes with no-break spaces, alike in all languages.
    told = f"{count:,}".replace(",", "\u00a0")
    return Wording.of({tag: word("bytes", tag, count=told) for tag in subject.languages})
