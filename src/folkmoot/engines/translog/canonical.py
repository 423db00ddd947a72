"""One way to write a value as JSON, so that everybody computes the same hash.

The form is a subset of RFC 8785 (JCS), narrow enough that ``JSON.stringify`` over sorted keys and
``json.dumps`` give the same bytes:

- UTF-8, no spaces, no final newline; only ``"``, ``\\`` and control characters are escaped;
- keys are printable ASCII, sorted; none occurs twice;
- text is in Unicode form NFC: what looks the same hashes the same, whatever keyboard typed it;
- numbers are whole and at most 2**53 - 1; fractions and amounts are written as text;
- true, false and null as usual.
"""

import json
import unicodedata
from collections.abc import Mapping
from typing import Any

LARGEST = 2**53 - 1
_DEPTH = 64


class NotCanonical(ValueError):
    """The value has no canonical form; the message says where and why."""


def canonical_json(value: object) -> bytes:
    """The one way to write ``value``; text is brought into form NFC on the way.

    Raises:
        NotCanonical: a fraction, a number beyond 2**53 - 1, a key that is not printable ASCII,
            half a surrogate pair, or anything that JSON does not know.
    """
    text = json.dumps(
        _plain(value, "$", 0), ensure_ascii=False, separators=(",", ":"), sort_keys=True
    )
    return text.encode()


def read_canonical(data: bytes) -> Any:
    """What ``data`` says, if it is exactly the canonical form of that.

    Raises:
        NotCanonical: it is not JSON, or the same could be written in another way.
    """
    try:
        value = json.loads(data.decode(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise NotCanonical(f"not JSON: {error}") from error
    if canonical_json(value) != data:
        raise NotCanonical("not written in the canonical form")
    return value


def _refuse_constant(name: str) -> None:
    raise NotCanonical(f"{name} is not JSON")


def _plain(value: object, where: str, depth: int) -> object:
    if depth > _DEPTH:
        raise NotCanonical(f"{where}: too deep")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise NotCanonical(f"{where}: {value} is beyond 2**53 - 1; write it as text")
        return int(value)
    if isinstance(value, str):
        return _text(value, where)
    if isinstance(value, Mapping):
        return {_key(k, where): _plain(v, f"{where}.{k}", depth + 1) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one, f"{where}[{at}]", depth + 1) for at, one in enumerate(value)]
    raise NotCanonical(f"{where}: {type(value).__name__} has no canonical form; write it as text")


def _text(value: str, where: str) -> str:
    if any("\ud800" <= one <= "\udfff" for one in value):
        raise NotCanonical(f"{where}: half a surrogate pair")
    return unicodedata.normalize("NFC", value)


def _key(key: object, where: str) -> str:
    if not isinstance(key, str) or not key or not (key.isascii() and key.isprintable()):
        raise NotCanonical(f"{where}: the key {key!r} is not printable ASCII")
    return str(key)
