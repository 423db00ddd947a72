"""Who may change the registry. Its records are shared: they belong to no edition.

Anyone who may edit somewhere edits here too (a programme editor of one forum and one of
another speak of the same governor). Merging and withholding reach into every room and are
the administrators'. Reading is free: the registry is the public record of who and where.
"""

from folkmoot.kernel.actors import Actor, Scope
from folkmoot.kernel.records import Record
from folkmoot.rooms.accounts import policies
from folkmoot.rooms.accounts.terms import Permission


def scope_path(obj: Record) -> tuple[Scope, ...]:
    """Registry records lie in no series and no edition."""
    return ()


def require_edit(actor: Actor) -> None:
    """Refuse whoever may not create, change or remove registry records.

    Raises:
        NotAllowed: the actor has ``registry.edit`` nowhere.
    """
    policies.require(actor, Permission.REGISTRY_EDIT)


def require_merge(actor: Actor) -> None:
    """Refuse whoever may not merge records or withhold a person.

    Raises:
        NotAllowed: the actor lacks ``registry.merge`` everywhere.
    """
    policies.require(actor, Permission.REGISTRY_MERGE)
