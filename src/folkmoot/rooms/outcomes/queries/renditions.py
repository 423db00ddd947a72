"""Reads of an agreement's files: what there is, which one counts, and how they hang together."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from folkmoot.rooms.outcomes.models import Agreement, Rendition, SigningRound
from folkmoot.rooms.outcomes.terms.signing import RenditionKind, StepState


@dataclass(frozen=True, slots=True)
class AgreementFiles:
    """The files of an agreement.

    Attributes:
        reading: the accessible copy of the newest text.
        original: the document before any signature.
        signed: the newest revision with signatures; none before the first.
        is_sealed: ``signed`` carries the archive seal.
        revisions: every revision of the document, oldest first.
        scans, certified: of papers; what the depositary certified.
    """

    reading: Rendition | None
    original: Rendition | None
    signed: Rendition | None
    is_sealed: bool
    revisions: tuple[Rendition, ...]
    scans: tuple[Rendition, ...]
    certified: tuple[Rendition, ...]
    annexes: tuple[Rendition, ...]


def agreement_files(agreement: Agreement) -> AgreementFiles:
    """All files of an agreement. Two queries."""
    return files_of([agreement])[agreement.pk]


def files_of(agreements: Iterable[Agreement]) -> dict[int, AgreementFiles]:
    """All files of many agreements by primary key. Two queries."""
    pks = [one.pk for one in agreements]
    rows: defaultdict[int, list[Rendition]] = defaultdict(list)
    loaded = Rendition.objects.filter(agreement__in=pks).select_related("file", "text")
    for one in loaded.order_by("id"):
        rows[one.agreement_id].append(one)
    newest = {
        one.agreement_id: one
        for one in SigningRound.objects.filter(agreement__in=pks).order_by("id")
    }
    return {pk: _files(rows[pk], newest.get(pk)) for pk in pks}


def _files(rows: list[Rendition], newest: SigningRound | None) -> AgreementFiles:
    def of(kind: RenditionKind) -> tuple[Rendition, ...]:
        return tuple(one for one in rows if one.kind == kind)

    current = next((one for one in rows if newest and one.pk == newest.current_id), None)
    is_signed = current is not None and current.made_by.get("way") not in (
        None,
        "fields",
        "certification",
    )
    return AgreementFiles(
        reading=_last(of(RenditionKind.READING)),
        original=_last(of(RenditionKind.ORIGINAL)),
        signed=current if is_signed else None,
        is_sealed=bool(newest and is_signed and newest.seal == StepState.DONE),
        revisions=of(RenditionKind.REVISION),
        scans=of(RenditionKind.SCAN),
        certified=of(RenditionKind.CERTIFIED),
        annexes=of(RenditionKind.ANNEX),
    )


def rendition_by_sha256(sha256: str) -> Rendition | None:
    """A file of some agreement with exactly these bytes. One query."""
    rows = Rendition.objects.filter(sha256=sha256).select_related(
        "agreement__edition__series", "file"
    )
    return rows.order_by("id").first()


def _last(rows: tuple[Rendition, ...]) -> Rendition | None:
    return rows[-1] if rows else None
