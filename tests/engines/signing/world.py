"""A small world to sign in: an authority, three people, a plan, a page, and its revisions.

Everything is made here, with throw-away keys; nothing is fetched.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

import typst

from folkmoot.engines.signing.keys import OpenedKey, open_key_file
from folkmoot.engines.signing.preparing import Prepared, prepare
from folkmoot.engines.signing.rehearsal import (
    RehearsalAuthority,
    RehearsalPerson,
    RehearsalTimestamps,
)
from folkmoot.engines.signing.sealing import seal
from folkmoot.engines.signing.signing import sign
from folkmoot.engines.signing.terms import Binding, SignaturePlan, Slot, Trust, fingerprint

AT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
PASS_PHRASE = "пароль-Ўсім"
ANNA, BORIS = "Ганна Ёлкіна", "Борис Øreværk"


@dataclass(frozen=True)
class World:
    """The fixtures of most tests, made once; whatever a test changes it makes itself."""

    authority: RehearsalAuthority
    secretariat: RehearsalPerson
    anna: RehearsalPerson
    boris: RehearsalPerson

    @cached_property
    def plan(self) -> SignaturePlan:
        return SignaturePlan(
            (
                Slot(
                    "Anna",
                    f"Signature of {ANNA}",
                    1,
                    binding=Binding(fingerprint(self.anna.certificate)),
                    box=(57, 100, 257, 160),
                ),
                Slot(
                    "Boris",
                    f"Signature of {BORIS}",
                    2,
                    binding=Binding(fingerprint(self.boris.certificate)),
                    box=(300.5, 100, 500.5, 160),
                ),
            )
        )

    @cached_property
    def page(self) -> bytes:
        return agreement()

    @cached_property
    def prepared(self) -> Prepared:
        return prepare(
            self.page, self.plan, opened(self.secretariat), at=AT, timestamps=self.timestamps()
        )

    @cached_property
    def certified(self) -> bytes:
        return self.prepared.certified.revision.pdf

    @cached_property
    def by_anna(self) -> bytes:
        return self.signed(self.certified, "Anna", self.anna)

    @cached_property
    def by_both(self) -> bytes:
        return self.signed(self.by_anna, "Boris", self.boris)

    @cached_property
    def sealed(self) -> bytes:
        return seal(self.by_both, self.trust, self.timestamps(), at=AT).pdf

    @cached_property
    def trust(self) -> Trust:
        return self.authority.trust(AT)

    def timestamps(self, at: datetime = AT) -> RehearsalTimestamps:
        return self.authority.timestamps(lambda: at)

    def signed(
        self,
        previous: bytes,
        slot: str,
        person: RehearsalPerson,
        *,
        plan: SignaturePlan | None = None,
        at: datetime = AT,
        with_timestamp: bool = True,
    ) -> bytes:
        """The next revision, by our own signing."""
        return sign(
            previous,
            plan or self.plan,
            slot,
            opened(person),
            at=at,
            timestamps=self.timestamps(at) if with_timestamp else None,
            stamp=stamp(),
        ).revision.pdf


def new_world() -> World:
    authority = RehearsalAuthority(AT - timedelta(days=100))
    return World(
        authority,
        authority.person("Секретариат форума"),
        authority.person(ANNA, organisation="Гродзенскі край"),
        authority.person(BORIS, organisation="Город Витебск"),
    )


def opened(person: RehearsalPerson) -> OpenedKey:
    return open_key_file(person.certificate_file(PASS_PHRASE), PASS_PHRASE)


def agreement(pages: int = 1) -> bytes:
    """A typeset page as our templates make it: PDF/A-3, dated, with metadata."""
    text = "Стороны согласились. The parties agree. " * 20
    source = f"""
        #set document(title: "Agreement", date: datetime(year: 2026, month: 5, day: 4))
        #set page(paper: "a4")
        #for page in range({pages}) [= Соглашение #(page + 1)\n {text} #pagebreak(weak: true)]
    """
    return bytes(typst.compile(source.encode(), pdf_standards=["a-3b"]))


def stamp(words: str = ANNA) -> bytes:
    source = f"""
        #set document(date: datetime(year: 2026, month: 5, day: 4))
        #set page(width: 200pt, height: 60pt, margin: 4pt)
        Подписано / signed: #"{words}"
    """
    return bytes(typst.compile(source.encode(), pdf_standards=["a-2b"]))
