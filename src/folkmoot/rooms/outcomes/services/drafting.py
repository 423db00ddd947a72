"""Beginning an agreement in one step: its parties, and the clauses of one that stood the test."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.actors import Actor
from folkmoot.rooms.outcomes.models import Agreement, Clause
from folkmoot.rooms.outcomes.policies import require_read
from folkmoot.rooms.outcomes.queries.agreements_text import clauses_of
from folkmoot.rooms.outcomes.services.agreements import create_agreement
from folkmoot.rooms.outcomes.services.clauses import in_languages, insert_clause
from folkmoot.rooms.outcomes.services.paper import PaperParty, party_named
from folkmoot.rooms.outcomes.services.parties import create_party


@transaction.atomic
def begin_agreement(
    *,
    actor: Actor,
    values: Mapping[str, Any],
    parties: Sequence[str],
    at: datetime,
    pattern: Agreement | None = None,
) -> Agreement:
    """Begin a draft with its parties; every language of it is authentic unless told otherwise.

    Args:
        values: as for ``create_agreement``; ``title`` and ``languages`` among them.
        parties: names in the order of precedence, in the original language of the title. What
            the registry knows under such a name is taken with its names in all languages.
        pattern: an earlier agreement whose clauses are copied, each in the languages that both
            have, with the values of its variables left open.

    Raises:
        NotAllowed: the actor lacks ``outcomes.edit`` in the edition.
        NotFound: the actor may not know of the pattern.
        Invalid.
    """
    if pattern is not None:
        require_read(actor, pattern)
    languages = list(values.get("languages") or ())
    told = {"authentic_languages": languages, **values}
    made = create_agreement(actor=actor, values=told, at=at)
    for name in parties:
        one = party_named(name, made.title.original)
        row = {
            "agreement": made,
            "name": _name(one, languages),
            "region": one.region,
            "organisation": one.organisation,
        }
        create_party(actor=actor, values=row, at=at)
    for clause in clauses_of(pattern) if pattern is not None else ():
        if words := in_languages(clause.text, made):
            _copy(actor, made, clause, words, at)
    return made


def _name(one: PaperParty, languages: list[str]) -> Multilingual:
    """As written, and in the other languages as the registry has it."""
    body = one.region or one.organisation
    if body is None:
        return one.name
    known = {code: words for code, words in body.name.texts.items() if code in languages}
    return Multilingual({**known, **one.name.texts}, one.name.original)


def _copy(actor: Actor, made: Agreement, clause: Clause, words: Multilingual, at: datetime) -> None:
    values = {
        "kind": clause.kind,
        "heading": in_languages(clause.heading, made),
        "text": words,
        # Days, sums and parties are those of the earlier one.
        "variables": [{**one, "value": ""} for one in clause.variables],
        "library": clause.library,
    }
    insert_clause(actor=actor, agreement=made, values=values, at=at)
