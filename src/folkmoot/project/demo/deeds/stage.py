"""Where and with whom the stories play: days, editions, bodies, and who acts for them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.actors import SYSTEM, Actor, Scope
from folkmoot.project.demo.deeds.agenda import Agenda
from folkmoot.project.demo.deeds.keys import Keys
from folkmoot.project.demo.deeds.rows import Promise, table
from folkmoot.project.demo.fiction.calendar import Calendar
from folkmoot.project.demo.fiction.records import identity
from folkmoot.project.demo.fiction.records import table as fiction
from folkmoot.rooms.accounts.models import User
from folkmoot.rooms.accounts.queries import actor_of
from folkmoot.rooms.accounts.services import grant_role
from folkmoot.rooms.accounts.terms import DEMO_DOMAIN, Role
from folkmoot.rooms.outcomes.models import Agreement, Party
from folkmoot.rooms.programme.models import Edition, Strand
from folkmoot.rooms.registry.models import OfficeHeld, Organisation, Region

Body = Region | Organisation
_HOUR = time(9, 0)
# The council or administration that acts for a region.
_SEAT = {
    "XA-HC": "coast", "XA-RR": "reaches", "XB-WI": "isles",
    "XB-CL": "cape", "XC-HU": "uplands", "XC-LS": "steppe",
}  # fmt: skip
# Two regions have negotiators with accounts of their own.
_NEGOTIATORS = {"XA-HC": "coast", "XC-LS": "steppe"}
_OFFICES = {
    "water": ("Office for water and shores", "Отдел воды и берегов"),
    "roads": ("Office for transport", "Отдел транспорта"),
    "schools": ("Office for schools and training", "Отдел образования"),
    "stages": ("Office for culture", "Отдел культуры"),
    "waste": ("Office for energy and waste", "Отдел энергии и отходов"),
    "markets": ("Office for enterprise", "Отдел предпринимательства"),
    "": ("Office for cooperation", "Отдел сотрудничества"),
}


@dataclass
class Stage:
    """Everything that the stories share.

    Attributes:
        at: now; nothing happens after it.
        keys: throw-away certificates.
        struck: the agreements by their keys, as far as the story has come.
        followed: how many commitments were taken down to be followed.
        told: how many of their stories have begun.
    """

    calendar: Calendar
    at: datetime
    keys: Keys
    agenda: Agenda = field(default_factory=Agenda)
    struck: dict[str, Agreement] = field(default_factory=dict)
    followed: int = 0
    told: int = 0

    def on(self, edition: int, distance: int, hour: int = _HOUR.hour) -> datetime:
        """An hour (UTC) of the day so many days after the first day of an edition."""
        return self.at_most(self.calendar.day(edition, distance), hour)

    def at_most(self, day: date, hour: int = _HOUR.hour) -> datetime:
        """An hour of a day, or now where that has not come."""
        return min(datetime.combine(day, time(hour), UTC), self.at)

    def before(self, days: int, hour: int = _HOUR.hour) -> datetime:
        """An hour of the day so many days before today."""
        return self.at_most(self.calendar.today - timedelta(days=days), hour)

    def due(self, edition: int, promise: Promise) -> date:
        """When a promise is due."""
        return self.calendar.day(edition, promise.due or 0)

    def edition(self, number: int) -> Edition:
        """An edition of the congress."""
        return self._editions[number]

    def strand(self, number: int, key: str) -> Strand | None:
        """A thematic line of an edition; none where the edition has it not."""
        return self._strands.get(identity("programme.strand", f"{number} {key}"))

    def body(self, key: str) -> Body:
        """The region or organisation of a key."""
        return self._bodies[key]

    def language(self, key: str) -> str:
        """In which language a body writes."""
        return "ru" if self._country(key) == "XC" else "en"

    def signer(self, key: str, edition: int) -> OfficeHeld:
        """Who signs for a body during an edition: whoever held its first office then."""
        seat = identity("registry.organisation", _SEAT.get(key, key))
        rows = OfficeHeld.objects.filter(organisation__uid=seat).select_related("person")
        changed = self.calendar.stated("after 2")
        held = rows.filter(until="") if edition == 3 else rows.exclude(since=changed)
        found = held.order_by("pk").first() or rows.order_by("pk").first()
        if found is None:
            raise LookupError(f"nobody holds an office of {key}")
        return found

    def office(self, strand: str) -> Multilingual:
        """The office that answers for promises of a strand."""
        english, russian = _OFFICES[strand]
        return Multilingual.of("en", en=english, ru=russian)

    def address(self, key: str, office: str) -> str:
        """An address that no mail reaches: the domain is kept for examples."""
        return f"{office or 'office'}@{key.lower()}.example"

    @cached_property
    def secretary(self) -> Actor:
        """The secretariat of the demonstration."""
        return self._account("secretary")

    @cached_property
    def assessors(self) -> tuple[Actor, Actor]:
        """The two who assess."""
        return self._account("assessor"), self._account("assessor.two")

    def negotiator(self, key: str) -> Actor:
        """Who speaks for a party: its own account, else the secretariat records what was said."""
        return self._account(_NEGOTIATORS[key]) if key in _NEGOTIATORS else self.secretary

    def admit_negotiator(self, key: str, party: Party, at: datetime) -> None:
        """Let the account of a region work for its party in one agreement."""
        if key in _NEGOTIATORS:
            user = User.objects.get(email=f"{_NEGOTIATORS[key]}{DEMO_DOMAIN}")
            scope = Scope("party", str(party.uid))
            grant_role(actor=SYSTEM, user=user, role=Role.NEGOTIATOR, scope=scope, at=at)

    @cached_property
    def _editions(self) -> dict[int, Edition]:
        uids = {identity("programme.edition", str(number)): number for number in (1, 2, 3)}
        rows = Edition.objects.filter(uid__in=uids).select_related("series")
        return {uids[str(one.uid)]: one for one in rows}

    @cached_property
    def _strands(self) -> dict[str, Strand]:
        rows = Strand.objects.filter(edition__in=self._editions.values())
        return {str(one.uid): one for one in rows}

    @cached_property
    def _bodies(self) -> dict[str, Body]:
        regions = {identity("registry.region", key): key for key in fiction("places")["region"]}
        bodies = {
            identity("registry.organisation", key): key for key in fiction("organisations")["body"]
        }
        found: dict[str, Body] = {
            regions[str(one.uid)]: one for one in Region.objects.filter(uid__in=regions)
        }
        for one in Organisation.objects.filter(uid__in=bodies):
            found[bodies[str(one.uid)]] = one
        return found

    def _country(self, key: str) -> str:
        if key in _SEAT:
            return key[:2]
        row = fiction("organisations")["body"][key]
        city = fiction("places")["city"].get(row.get("city", ""), {})
        return str(row.get("country") or city.get("country", ""))

    def _account(self, key: str) -> Actor:
        return actor_of(User.objects.get(email=f"{key}{DEMO_DOMAIN}"))


def clause_row(slug: str) -> dict[str, str]:
    """A clause of the library as its data file tells it."""
    row: dict[str, str] = table("clauses")["clause"][slug]
    return row
