"""Who acts: a person with grants, a visitor, or the system itself.

An actor is a plain value made once per request, command or job. Rooms ask
:mod:`folkmoot.rooms.accounts.policies` what it may do.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a grant holds: everywhere (both empty), or in one series, edition, venue or strand."""

    kind: str = ""
    uid: str = ""


EVERYWHERE = Scope()


@dataclass(frozen=True, slots=True)
class GrantedRole:
    """One role in one scope."""

    role: str
    scope: Scope = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, with all that is granted to them.

    ``key`` is what the audit trail keeps ("user:17", "system", "visitor"); ``label`` is the
    name shown beside it.
    """

    key: str
    label: str
    grants: tuple[GrantedRole, ...] = field(default=())
    user_id: int | None = None
    is_system: bool = False

    @property
    def is_signed_in(self) -> bool:
        """Whether a person with an account acts."""
        return self.user_id is not None


VISITOR = Actor(key="visitor", label="")
SYSTEM = Actor(key="system", label="Folkmoot", is_system=True)
