"""Makes agreements and what belongs to them, by the services that people use too.

Functions, not fixtures: a test says what it needs. Add to them; others build on what is here.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.actors import SYSTEM, Actor, Scope
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Act, Agreement, Clause, Party, Practice, Signatory
from folkmoot.rooms.outcomes.services.acts import ActValues, append_act
from folkmoot.rooms.outcomes.terms.agreements import ActKind
from folkmoot.rooms.programme.models import Edition, Series
from tests.conftest import actor_with

NOON = datetime(2031, 9, 11, 12, 0, tzinfo=UTC)
TODAY = date(2031, 9, 11)


def both(english: str, russian: str = "") -> Multilingual:
    """A text in English, and in Russian where given."""
    return Multilingual({"en": english, "ru": russian}, "en")


def make_edition(slug: str = "2031", series: Series | None = None, **values: Any) -> Edition:
    """A public edition of a public series."""
    if series is None:
        series = Series.objects.create(
            slug=f"lantern-{slug}", name=both("Lantern Coast Forum"), is_public=True
        )
    told = {
        "name": both("Third forum"), "ordinal": 3, "is_public": True, "time_zone": "Europe/Warsaw",
        "starts_on": date(2031, 9, 10), "ends_on": date(2031, 9, 12), **values,
    }  # fmt: skip
    return Edition.objects.create(series=series, slug=slug, **told)


def make_agreement(edition: Edition, title: str = "Ferry accord", **values: Any) -> Agreement:
    """A draft in English and Russian, both authentic."""
    told = {
        "edition": edition, "title": both(title, "Соглашение о пароме"),
        "languages": ["en", "ru"], "authentic_languages": ["en", "ru"], **values,
    }  # fmt: skip
    return services.create_agreement(actor=SYSTEM, values=told, at=NOON)


def make_party(agreement: Agreement, name: str = "Port Amber", **values: Any) -> Party:
    """A party that the registry does not know."""
    told = {"agreement": agreement, "name": both(name, f"{name} (ru)"), **values}
    return services.create_party(actor=SYSTEM, values=told, at=NOON)


def make_parties(agreement: Agreement) -> tuple[Party, Party]:
    """Port Amber, whose copy is in English, and Mount Slate, whose copy is in Russian."""
    return (
        make_party(agreement, "Port Amber", own_language="en"),
        make_party(agreement, "Mount Slate", own_language="ru"),
    )


def make_signatory(party: Party, name: str = "Mira Solen", **values: Any) -> Signatory:
    """Somebody who may sign for the party all year."""
    told = {
        "party": party, "name": both(name, f"{name} (ru)"), "title": both("Governor", "Губернатор"),
        "email": "mira@example.org", "language": "en", "authority": "charter",
        "authority_from": date(2031, 1, 1), "authority_until": date(2031, 12, 31), **values,
    }  # fmt: skip
    return services.create_signatory(actor=SYSTEM, values=told, at=NOON)


def add_act(
    agreement: Agreement,
    kind: ActKind,
    party: Party | None = None,
    on: date = TODAY,
    **values: Any,
) -> Act:
    """An act as negotiating or signing would write it, without their checks."""
    return append_act(
        actor=SYSTEM,
        agreement=agreement,
        kind=kind,
        party=party,
        values=ActValues(done_on=on, **values),
        at=NOON,
    )


def open_for_signature(agreement: Agreement) -> Agreement:
    """An agreement whose text is agreed and which lies open; acts only, no slots."""
    for kind in (ActKind.NEGOTIATION_OPENED, ActKind.TEXT_AGREED, ActKind.OPENED):
        add_act(agreement, kind)
    return agreement


def sign_by(agreement: Agreement, parties: Iterable[Party], on: date = TODAY) -> Agreement:
    """Signatures of the parties, acts only."""
    for party in parties:
        add_act(agreement, ActKind.SIGNATURE, party, on)
    return agreement


def make_signed(edition: Edition, title: str = "Ferry accord", **values: Any) -> Agreement:
    """An agreement that two parties signed today; in force unless its rule says otherwise."""
    agreement = make_agreement(edition, title, **values)
    parties = make_parties(agreement)
    return sign_by(open_for_signature(agreement), parties)


def make_paper(edition: Edition, title: str = "Bridge memorandum", **values: Any) -> Agreement:
    """An agreement signed on paper by two parties."""
    told = {
        "title": both(title), "parties": ["Port Amber", "Mount Slate"], "signed_on": TODAY, **values
    }  # fmt: skip
    return services.register_paper_agreement(actor=SYSTEM, edition=edition, at=NOON, **told)


def negotiator(party: Party, name: str = "Ilo Marsh", number: int = 11) -> Actor:
    """Somebody who negotiates for this party and no other."""
    return _numbered("negotiator", Scope("party", str(party.uid)), name, number)


def secretary_of(edition: Edition, name: str = "Vesna Holt", number: int = 21) -> Actor:
    """Somebody of the secretariat of this edition."""
    return _numbered("secretariat", Scope("edition", str(edition.uid)), name, number)


def _numbered(role: str, scope: Scope, name: str, number: int) -> Actor:
    one = actor_with(role, scope, name)
    return Actor(key=f"user:{number}", label=name, grants=one.grants, user_id=number)


def make_clause(
    agreement: Agreement, english: str = "The ferry runs daily.", **values: Any
) -> Clause:
    """A clause in both languages, at the end of a draft."""
    told = {"agreement": agreement, "text": both(english, f"RU {english}"), **values}
    return services.create_clause(actor=SYSTEM, values=told, at=NOON)


def make_negotiation(edition: Edition, *clauses: str, **values: Any) -> Agreement:
    """Port Amber and Mount Slate negotiate these clauses."""
    agreement = make_agreement(edition, **values)
    make_parties(agreement)
    for english in clauses or ("The ferry runs daily.",):
        make_clause(agreement, english)
    return services.open_negotiation(actor=SYSTEM, agreement=agreement, at=NOON)


def make_agreed(edition: Edition, *clauses: str, **values: Any) -> Agreement:
    """Both parties have accepted the text; nobody has been asked to sign yet."""
    agreement = make_negotiation(edition, *clauses, **values)
    text = services.offer_text(actor=SYSTEM, agreement=agreement, at=NOON)
    for party in agreement.parties.order_by("place"):
        services.accept_text(actor=SYSTEM, text=text, party=party, hashes=text.hashes, at=NOON)
    return agreement


def make_practice(edition: Edition, title: str = "Night buses for shift workers") -> Practice:
    """Something that works in one region."""
    values = {"edition": edition, "title": both(title)}
    return services.create_practice(actor=SYSTEM, values=values, at=NOON)
