"""The values of ``terms`` as JSON and back, for storing a plan and for the guarded child.

By the types of the fields, so that a new field needs nothing here.
"""

import base64
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """A value as JSON that :func:`from_plain` reads back to an equal one."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: to_plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [to_plain(one) for one in value]
    return value


def from_plain(kind: type[T], plain: Mapping[str, Any]) -> T:
    """The value of this type that :func:`to_plain` was given.

    Raises:
        ValueError, TypeError, KeyError: it was not.
    """
    hints = _hints(kind)  # type: ignore[arg-type] # a class is hashable
    return kind(**{name: _value(hints[name], plain[name]) for name in plain})


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _value(kind: Any, plain: Any) -> Any:
    if get_origin(kind) in (Union, UnionType):
        if plain is None:
            return None
        kind = next(one for one in get_args(kind) if one is not type(None))
    if get_origin(kind) is tuple:
        parts = get_args(kind)
        if len(parts) == 2 and parts[1] is Ellipsis:
            return tuple(_value(parts[0], one) for one in plain)
        return tuple(_value(part, one) for part, one in zip(parts, plain, strict=True))
    if is_dataclass(kind):
        return from_plain(kind, plain)  # type: ignore[arg-type]
    if kind is bytes:
        return base64.b64decode(plain, validate=True)
    if kind is datetime:
        return datetime.fromisoformat(plain)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(plain)
    return plain
