"""Checking registers and bundles for ``folkmoot verify``: from a folder or over the network."""

import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import typer

from folkmoot.engines.translog import tiles
from folkmoot.engines.translog.bundles import BundleMalformed, read_bundle
from folkmoot.engines.translog.keys import KeyMalformed, VerifierKey, read_key
from folkmoot.engines.translog.stores import FolderStore
from folkmoot.engines.translog.tiles import TileReader
from folkmoot.engines.translog.verdicts import Fault, Trust
from folkmoot.engines.translog.verifying import verify_bundle, verify_register

_SECONDS: Final = 30.0
_FILE_BYTES: Final = 20_000_000
_OWN_KEY = (
    "NOTE: no --key was given, so the key that it states for itself was used. That shows that it "
    "is whole, not whose it is."
)


class SiteReader:
    """A register behind an address."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")

    def read(self, path: str) -> bytes | None:
        """The whole file; None if there is none."""
        try:
            with urllib.request.urlopen(  # noqa: S310 - scheme checked by the caller
                f"{self._address}/{path}", timeout=_SECONDS
            ) as answer:
                data: bytes = answer.read(_FILE_BYTES)
        except urllib.error.HTTPError as fault:
            fault.close()
            if fault.code in (404, 410):
                return None
            raise typer.BadParameter(f"The register answered {fault.code}.") from None
        except OSError as fault:
            raise typer.BadParameter(f"The register does not answer: {fault}") from fault
        return data


def told_register(
    place: str, keys: Sequence[str], kept: Sequence[Path]
) -> tuple[dict[str, Any], bool]:
    """What a whole register proves, and whether it holds."""
    is_address = urlsplit(place).scheme in ("http", "https")
    reader: TileReader = SiteReader(place) if is_address else FolderStore(Path(place))
    stated = (reader.read(tiles.KEYS) or b"").decode(errors="replace").splitlines()
    trusted = _keys(keys or stated)
    earlier = [path.read_text() for path in kept]
    verdict = verify_register(reader, trust=Trust(trusted), earlier=earlier)
    sentences = [
        f"HOLDS: {verdict.entries} entries of {verdict.origin}, none changed, none missing."
        if verdict.holds
        else f"DOES NOT HOLD: {verdict.origin or place}"
    ]
    sentences += [f"  {_words(one)}" for one in verdict.faults]
    if verdict.earlier:
        sizes = ", ".join(map(str, verdict.earlier))
        sentences.append(f"It extends the earlier checkpoints of size {sizes}.")
    if not keys:
        sentences.append(_OWN_KEY)
    told: dict[str, Any] = {
        "holds": verdict.holds,
        "origin": verdict.origin,
        "size": verdict.size,
        "root": verdict.root.hex(),
        "earlier": list(verdict.earlier),
        "faults": [{"code": one.code.value, "where": one.where} for one in verdict.faults],
        "sentences": sentences,
    }
    return told, verdict.holds


def told_bundle(
    file: Path, keys: Sequence[str], document: Path | None
) -> tuple[dict[str, Any], bool]:
    """What a bundle proves, and whether it holds."""
    data = file.read_bytes()
    try:
        stated = read_bundle(data).keys
    except BundleMalformed as fault:
        raise typer.BadParameter(f"{file.name} is no bundle of a register.") from fault
    trust = Trust(_keys(keys or stated))
    told_of = document.read_bytes() if document else None
    verdict = verify_bundle(data, trust=trust, document=told_of)
    entry = verdict.entry
    number = entry.serial if entry else 0
    sentences = [
        f"HOLDS: entry {number} is in {verdict.origin}, size {verdict.size}."
        if verdict.holds
        else "DOES NOT HOLD."
    ]
    sentences += [f"  {_words(one)}" for one in verdict.faults]
    if verdict.document:
        sentences.append(f"It speaks of exactly this document ({verdict.document}).")
    if verdict.withheld:
        sentences.append(f"Not shown: {', '.join(verdict.withheld)}.")
    if not keys:
        sentences.append(_OWN_KEY)
    told: dict[str, Any] = {
        "holds": verdict.holds,
        "origin": verdict.origin,
        "size": verdict.size,
        "entry": number,
        "faults": [{"code": one.code.value, "where": one.where} for one in verdict.faults],
        "sentences": sentences,
    }
    return told, verdict.holds


def _keys(lines: Sequence[str]) -> tuple[VerifierKey, ...]:
    try:
        return tuple(read_key(line) for line in lines if line.strip())
    except KeyMalformed as fault:
        raise typer.BadParameter(f"This is no verifier key: {fault}") from fault


def _words(fault: Fault) -> str:
    words = fault.code.value.replace("-", " ")
    return f"{words}: {fault.where}" if fault.where else words
