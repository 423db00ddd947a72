"""The accounts of the demonstration, one for each role, and the work that is theirs.

Their password is no secret, so it opens them only where the demonstration is on
(``FOLKMOOT_DEMO``); elsewhere each gets a password that nobody knows.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from folkmoot.kernel.actors import EVERYWHERE, SYSTEM, Scope
from folkmoot.project.demo.fiction.records import identity, table
from folkmoot.rooms.accounts.models import User
from folkmoot.rooms.accounts.services import create_account, grant_role
from folkmoot.rooms.accounts.terms import DEMO_DOMAIN, DEMO_PASSWORD, Role
from folkmoot.rooms.programme.models import Task, Venue
from folkmoot.rooms.programme.services import change_task

# The editor keeps the venue of one host city of the newest fictional edition, and no other.
_EDITORS_VENUE = "3 dome"


@dataclass(frozen=True, slots=True)
class _Account:
    """An account by its local part, with an obviously invented name."""

    key: str
    name: str
    role: Role
    time_zone: str
    language: str = "en"

    @property
    def email(self) -> str:
        return f"{self.key}{DEMO_DOMAIN}"


_ACCOUNTS = (
    _Account("secretary", "Sable Quill (fictional)", Role.SECRETARIAT, "Europe/Vilnius"),
    _Account("editor", "Reed Lanternby (fictional)", Role.EDITOR, "Asia/Almaty"),
    _Account("reviewer", "Wren Marginalia (fictional)", Role.REVIEWER, "Europe/Lisbon"),
    _Account("reader", "Tansy Harbourlight (fictional)", Role.READER, "UTC"),
    _Account("coast", "Fern Tidemark (fictional)", Role.NEGOTIATOR, "Europe/Vilnius"),
    _Account("steppe", "Лада Камышкина (вымышленная)", Role.NEGOTIATOR, "Asia/Almaty", "ru"),
    _Account("assessor", "Ibis Plumbline (fictional)", Role.ASSESSOR, "Europe/Lisbon"),
    _Account("assessor.two", "Linnet Spiritlevel (fictional)", Role.ASSESSOR, "Europe/Vilnius"),
    _Account("admin", "Rook Keystone (fictional)", Role.ADMINISTRATOR, "UTC"),
)


def load_accounts(*, at: datetime) -> Iterator[str]:
    """Make the accounts that are not there yet, with their roles."""
    known = set(User.objects.values_list("email", flat=True))
    for account in _ACCOUNTS:
        # An account that is there keeps its password and roles, whoever changed them.
        if account.email not in known:
            _make(account, at)
    if settings.CONFIG.demo:
        yield f"{len(_ACCOUNTS)} accounts ending in {DEMO_DOMAIN}, password {DEMO_PASSWORD}."
    else:
        yield f"{len(_ACCOUNTS)} accounts ending in {DEMO_DOMAIN}; nobody can sign in without FOLKMOOT_DEMO=yes."


@transaction.atomic
def _make(account: _Account, at: datetime) -> None:
    user = create_account(
        actor=SYSTEM,
        email=account.email,
        name=account.name,
        password=DEMO_PASSWORD if settings.CONFIG.demo else secrets.token_urlsafe(32),
        at=at,
        language=account.language,
        time_zone=account.time_zone,
    )
    # Who negotiates is let into each agreement of the own region as that comes about.
    if account.role != Role.NEGOTIATOR:
        grant_role(actor=SYSTEM, user=user, role=account.role, scope=_scope(account), at=at)


def hand_out_work(*, at: datetime) -> None:
    """Give the fictional preparation tasks that nobody has to the accounts named for them."""
    for place, row in enumerate(table("editions")["task"]):
        uid = identity("programme.task", str(place))
        task = Task.objects.filter(uid=uid, owner=None, version=1).first()
        if "owner" in row and task is not None:
            owner = User.objects.get(email=f"{row['owner']}{DEMO_DOMAIN}")
            change_task(actor=SYSTEM, task=task, values={"owner": owner}, at=at)


def _scope(account: _Account) -> Scope:
    if account.role != Role.EDITOR:
        return EVERYWHERE
    venue = Venue.objects.get(uid=identity("programme.venue", _EDITORS_VENUE))
    return Scope("venue", str(venue.uid))
