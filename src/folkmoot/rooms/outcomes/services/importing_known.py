"""The agreements that an edition has already, as an import compares them with its rows."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from folkmoot.engines.values.spelling import name_key
from folkmoot.rooms.outcomes.models import Act, Agreement, Party
from folkmoot.rooms.outcomes.terms.agreements import ActKind, AgreementKind, Capacity
from folkmoot.rooms.programme.models import Edition


@dataclass(frozen=True, slots=True)
class Known:
    """One agreement; ``plain`` are its columns as an import tells them."""

    agreement: Agreement
    plain: Mapping[str, str]


def known_agreements(edition: Edition) -> dict[tuple[Any, ...], Known]:
    """Every agreement of the edition by title, date as stated, and parties. Three queries.

    A party is known under every language of its name, so that a list in another language meets
    the same agreement where each of its names is known.
    """
    rows = list(Agreement.objects.filter(edition=edition).select_related("strand").order_by("id"))
    ids = [one.pk for one in rows]
    parties: defaultdict[int, list[Party]] = defaultdict(list)
    for party in Party.objects.filter(agreement__in=ids, capacity=Capacity.PARTY):
        parties[party.agreement_id].append(party)
    signed: dict[int, str] = {}
    for act in Act.objects.filter(agreement__in=ids, kind=ActKind.SIGNATURE).order_by("id"):
        signed[act.agreement_id] = act.done_as_stated or act.done_on.isoformat()
    known: dict[tuple[Any, ...], Known] = {}
    for one in rows:
        told = Known(one, _plain(one))
        for names in _spellings(parties[one.pk]):
            for words in one.title.texts.values():
                known.setdefault((name_key(words), signed.get(one.pk, ""), names), told)
    return known


def _spellings(parties: list[Party]) -> set[frozenset[str]]:
    """The names of the parties in each language, and as they were first written."""
    languages = {language for party in parties for language in party.name.texts}
    told = {frozenset(name_key(str(party.name)) for party in parties)}
    for language in languages:
        told.add(frozenset(name_key(party.name.pick((language,))[1]) for party in parties))
    return told


def _plain(one: Agreement) -> dict[str, str]:
    return {
        "kind": str(AgreementKind(one.kind).label),
        "languages": ", ".join(one.languages),
        "amount": "" if one.amount is None else f"{one.amount:.2f}",
        "currency": one.currency,
        "signed_at_place": str(one.signed_at_place),
        "number": one.number,
        "url": one.url,
        "strand": str(one.strand) if one.strand else "",
    }
