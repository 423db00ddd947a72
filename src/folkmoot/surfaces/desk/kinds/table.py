"""What one kind of record looks like at the desk: the values that the table of kinds is made of.

Plain descriptions; the generic screens turn them into forms, lists and pages.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from django.db.models import Model, Q
from django.utils.functional import Promise

from folkmoot.kernel.actors import EVERYWHERE, Actor, Scope
from folkmoot.kernel.records import Record
from folkmoot.rooms.accounts.policies import decide, granted_scopes
from folkmoot.rooms.accounts.terms import Permission

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Fieldset:
    """Fields under one heading. ``is_folded`` ones wait in a disclosure."""

    title: Words
    fields: tuple[str, ...]
    help: Words = ""
    is_folded: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list: its heading, and what a record shows in it (text or Multilingual)."""

    label: Words
    value: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Collection:
    """Records that are edited inside their owner's form, such as the rooms of a session.

    Attributes:
        owner: the foreign key to the owner, or empty when the records point at it by
            ``owner_kind`` and ``owner_uid``.
        is_ordered: the row's place is kept in ``position``.
        shares: fields that a new row takes from its owner.
        is_given_first: the rows of a new owner are handed to the service that makes it,
            because rights hang on them.
    """

    name: str
    kind: str
    owner: str
    fields: tuple[str, ...]
    title: Words
    add: Words
    help: Words = ""
    is_ordered: bool = False
    shares: tuple[str, ...] = ()
    is_given_first: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One editable kind of record.

    Attributes:
        title_one, title_many, title_new: headings, each a whole phrase.
        empty: what an empty list says.
        read, write: the permissions asked for, each on the record's scope path.
        scope_lookups: scope kind -> lookup of its uid, for kinds that lie in scopes; empty
            for records that everyone at the desk shares.
        parent: foreign key to what a new one must belong to, given by the address.
        is_part: edited only inside another record's form; has no list of its own.
        can_create: whether a new one can be made from an empty form.
    """

    model: type[Record]
    title_one: Words
    title_many: Words
    title_new: Words
    fieldsets: tuple[Fieldset, ...]
    read: Permission
    write: Permission
    empty: Words = ""
    lead: Words = ""
    icon: str = "document"
    help_texts: Mapping[str, Words] = field(default_factory=dict)
    columns: tuple[Column, ...] = ()
    filters: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    ordering: tuple[str, ...] = ()
    scope_lookups: Mapping[str, str] = field(default_factory=dict)
    parent: str = ""
    collections: tuple[Collection, ...] = ()
    is_part: bool = False
    can_create: bool = True

    @property
    def name(self) -> str:
        """ "programme.session": as in references and addresses."""
        return self.model._meta.label_lower

    @property
    def room(self) -> str:
        """The room that owns the records."""
        return self.model._meta.app_label

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field of the form, in order."""
        return tuple(name for group in self.fieldsets for name in group.fields)

    def service(self, verb: str) -> Callable[..., Any]:
        """The room's use case by the contract that all rooms keep: ``create_session`` and so on."""
        services = import_module(f"folkmoot.rooms.{self.room}.services")
        found: Callable[..., Any] = getattr(services, f"{verb}_{snake(self.model)}")
        return found

    @property
    def word(self) -> str:
        """The parameter under which services take a record: ``session``, ``office_held``."""
        return snake(self.model)

    def scope_path(self, record: Model) -> tuple[Scope, ...]:
        """Every scope a record lies in, by the rule of its room."""
        if not self.scope_lookups:
            return ()
        policies = import_module(f"folkmoot.rooms.{self.room}.policies")
        path: tuple[Scope, ...] = policies.scope_path(record)
        return path

    def is_readable(self, actor: Actor) -> bool:
        """Whether any list of this kind is open to the actor."""
        return bool(granted_scopes(actor, self.read))

    def may_write(self, actor: Actor, record: Model) -> bool:
        """Whether to offer editing; the service decides again."""
        return decide(actor, self.write, self.scope_path(record)).is_allowed

    def may_create(self, actor: Actor) -> bool:
        """Whether to offer a new record somewhere; the service decides where."""
        if not self.can_create:
            return False
        # What belongs to nothing lies in no scope: only a right everywhere makes it.
        if not self.parent:
            return decide(actor, self.write).is_allowed
        return bool(granted_scopes(actor, self.write))

    def visible_to(self, actor: Actor, permission: Permission | None = None) -> Q | None:
        """The filter that leaves what the actor may see; ``None`` leaves nothing."""
        scopes = granted_scopes(actor, permission or self.read)
        if not scopes:
            return None
        if EVERYWHERE in scopes or not self.scope_lookups:
            return Q()
        condition = Q()
        for scope in scopes:
            if scope.kind in self.scope_lookups:
                condition |= Q(**{self.scope_lookups[scope.kind]: scope.uid})
        return condition if condition else None


def snake(model: type[Model]) -> str:
    """``OfficeHeld`` -> ``office_held``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower()
