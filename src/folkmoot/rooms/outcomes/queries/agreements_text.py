"""The text of an agreement as frozen values: what is shown, hashed, accepted, and later signed.

All three come from the same :class:`AgreementText`, so that they cannot differ. What is still
missing is told all at once, with its place.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from folkmoot.engines import typesetting as engine
from folkmoot.engines.typesetting.letters import missing_letters
from folkmoot.engines.typesetting.terms import Missing, Problem
from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.rooms.outcomes.models import Agreement, Clause, Party
from folkmoot.rooms.outcomes.queries.agreements_variables import filled, shown_variables
from folkmoot.rooms.outcomes.terms.agreements import AgreementKind, Capacity, ClauseKind

_ENGINE_KINDS = {
    AgreementKind.FRAMEWORK: engine.AgreementKind.FRAMEWORK_AGREEMENT,
    AgreementKind.AGREEMENT: engine.AgreementKind.AGREEMENT,
    AgreementKind.PROTOCOL: engine.AgreementKind.PROTOCOL,
    AgreementKind.MEMORANDUM: engine.AgreementKind.MEMORANDUM,
    AgreementKind.CONTRACT: engine.AgreementKind.CONTRACT,
    AgreementKind.PLAN: engine.AgreementKind.PLAN_OF_ACTION,
    AgreementKind.STATEMENT: engine.AgreementKind.JOINT_STATEMENT,
}
_WHOLE = re.compile(r"\d{1,4}")
LEAST_PARTIES = 2


@dataclass(frozen=True, slots=True)
class Completeness:
    """What stands between a text and its acceptance; nothing when all three are empty.

    Attributes:
        parties_missing: how many more parties are needed.
        problems: gaps between the languages, open variables, double keys.
        letters: characters that cannot be printed, with their place.
    """

    parties_missing: int = 0
    problems: tuple[Problem, ...] = ()
    letters: tuple[Missing, ...] = ()
    has_clauses: bool = True

    @property
    def is_complete(self) -> bool:
        """Whether the text can be offered."""
        return not (self.parties_missing or self.problems or self.letters or not self.has_clauses)


def clauses_of(agreement: Agreement) -> list[Clause]:
    """The clauses that are part of the text, in order. One query."""
    rows = agreement.clauses.filter(is_removed=False)
    return list(rows.order_by("position", "id"))


def clause_numbers(clauses: Iterable[Clause]) -> dict[str, str]:
    """The number of each clause by its key: its own, else the next whole one.

    A preamble has none. A number given by hand ("7") is counted on from.
    """
    numbers: dict[str, str] = {}
    last = 0
    for clause in clauses:
        if clause.number:
            last = int(clause.number) if _WHOLE.fullmatch(clause.number) else last
        elif clause.kind != ClauseKind.PREAMBLE:
            last += 1
        is_bare = clause.kind == ClauseKind.PREAMBLE and not clause.number
        numbers[clause.key] = "" if is_bare else clause.number or str(last)
    return numbers


def agreement_text(agreement: Agreement) -> engine.AgreementText:
    """The text as it stands now, without signature blocks. Two queries."""
    parties = list(agreement.parties.order_by("place", "id"))
    return text_from(agreement, parties, clauses_of(agreement))


def text_from(
    agreement: Agreement, parties: Iterable[Party], clauses: Iterable[Clause]
) -> engine.AgreementText:
    """The text from loaded rows. No query."""
    languages = tuple(agreement.languages)
    told = tuple(_party(one, languages) for one in parties)
    rows = list(clauses)
    numbers = clause_numbers(rows)
    preamble: dict[str, list[str]] = {}
    body: list[engine.Clause] = []
    for clause in rows:
        variables = shown_variables(clause.variables, languages, told)
        if clause.kind == ClauseKind.PREAMBLE and not body and not clause.number:
            for language, words in filled(clause.text, variables).items():
                preamble.setdefault(language, []).append(words)
            continue
        body.append(
            engine.Clause(
                uid=clause.key,
                number=numbers[clause.key],
                heading=_within(clause.heading, languages),
                text=_within(clause.text, languages),
                variables=variables,
            )
        )
    return engine.AgreementText(
        uid=str(agreement.uid),
        kind=_ENGINE_KINDS.get(AgreementKind(agreement.kind), engine.AgreementKind.OTHER),
        title=_within(agreement.title, languages),
        languages=languages,
        authentic=tuple(agreement.authentic_languages) or languages,
        parties=told,
        clauses=tuple(body),
        preamble=engine.Wording.of(
            {tag: "\n\n".join(some) for tag, some in preamble.items() if tag in languages}
        ),
        prevailing=agreement.prevailing_language,
        place=_within(agreement.signed_at_place, languages),
    )


def clause_words(agreement: Agreement, parties: Iterable[Party], clause: Clause) -> dict[str, str]:
    """The words of one clause with their values in place; open ones stay in braces. No query."""
    languages = tuple(agreement.languages)
    told = [_party(one, languages) for one in parties]
    return filled(clause.text, shown_variables(clause.variables, languages, told))


def completeness(agreement: Agreement, text: engine.AgreementText) -> Completeness:
    """What is still missing. One query."""
    count = agreement.parties.filter(capacity=Capacity.PARTY).count()
    return Completeness(
        parties_missing=max(0, LEAST_PARTIES - count),
        problems=engine.problems_of(text),
        letters=missing_letters(text),
        has_clauses=bool(text.clauses),
    )


def language_hashes(text: engine.AgreementText) -> dict[str, str]:
    """The SHA-256 of each language's copy, by language."""
    return {language: _language_hash(text, language) for language in text.languages}


def language_copy(text: engine.AgreementText, language: str) -> Mapping[str, object]:
    """All that the copy of one language says, as plain values: what its hash is made of."""
    return {
        "format": "folkmoot.agreement.copy/1",
        "uid": text.uid,
        "language": language,
        "is_authentic": language in text.authentic,
        "prevailing": text.prevailing,
        "kind": text.kind.value,
        "title": text.title.get(language),
        "place": text.place.get(language),
        "preamble": text.preamble.get(language),
        "parties": [
            {"key": one.key, "name": one.name.get(language), "capacity": one.capacity}
            for one in engine.parties_in_order(text, language)
        ],
        "clauses": [
            {
                "uid": one.uid,
                "number": one.number,
                "heading": one.heading.get(language),
                "shown": one.shown(language),
            }
            for one in text.clauses
        ],
    }


def _language_hash(text: engine.AgreementText, language: str) -> str:
    data = engine.canonical_json(language_copy(text, language))
    return hashlib.sha256(data).hexdigest()


def _party(one: Party, languages: tuple[str, ...]) -> engine.Party:
    return engine.Party(
        key=str(one.uid),
        name=_within(one.name, languages),
        language=one.own_language,
        capacity=one.capacity,
    )


def _within(text: Multilingual, languages: tuple[str, ...]) -> engine.Wording:
    """Only the languages of the agreement: a stray translation is no part of what is signed."""
    return engine.Wording.of({tag: text.texts[tag] for tag in languages if tag in text.texts})
