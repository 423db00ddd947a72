"""Whether signatures hold: our own documents every night with history, and anybody's file at once.

Every document is judged in the limited child. What somebody brings to be checked is never stored.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max

from folkmoot.engines.signing.guarded import judge
from folkmoot.engines.signing.plain import to_plain
from folkmoot.engines.signing.terms import (
    SignatureFinding,
    SignaturePlan,
    ValidationReport,
)
from folkmoot.kernel import files
from folkmoot.kernel.models import StoredFile
from folkmoot.rooms.outcomes.models import Rendition, SigningRound, ValidityCheck
from folkmoot.rooms.outcomes.queries.register import PublicEntry, entry_by_document
from folkmoot.rooms.outcomes.services.rounds_preparing import plan_of
from folkmoot.rooms.outcomes.services.signing_setup import trust
from folkmoot.rooms.outcomes.terms.signing import RenditionKind, StepState, Validity
from folkmoot.rooms.outcomes.terms.signing_words import reason_words

_EVERY = timedelta(hours=20)
_REPORTS_DAYS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class FileReport:
    """What is to be said of a file that somebody brought.

    Attributes:
        reasons: sentences in the reader's language, for the whole file.
        signatures: without document timestamps; empty is never "valid".
        sentences: those of each signature, by the name of its field.
        registered: the entry of the register that speaks of exactly these bytes, if public.
        is_ours: the file is a revision of an agreement of this installation.
        is_newest: and the newest one.
        xml: the report after ETSI TS 119 102-2; empty without signatures.
    """

    sha256: str
    size_bytes: int
    outcome: Validity
    sub_indication: str
    reasons: tuple[str, ...]
    signatures: tuple[SignatureFinding, ...]
    timestamps: tuple[SignatureFinding, ...]
    sentences: dict[str, tuple[str, ...]]
    registered: PublicEntry | None
    is_ours: bool
    is_newest: bool
    xml: bytes

    @property
    def is_signed(self) -> bool:
        """Whether there is an electronic signature at all."""
        return bool(self.signatures)


def check_file(data: bytes, *, at: datetime) -> FileReport:
    """Check anybody's file, now, in the limited child. Nothing of it is kept. Never raises for a file."""
    sha256 = hashlib.sha256(data).hexdigest()
    own = Rendition.objects.filter(sha256=sha256).select_related("agreement").first()
    report = judge.validate(data, trust(), at=at, plan=_plan_for(own))
    return FileReport(
        sha256=sha256,
        size_bytes=len(data),
        outcome=Validity(report.outcome.value),
        sub_indication=report.sub_indication,
        reasons=tuple(reason_words(one.code.value) for one in report.reasons),
        signatures=report.signatures,
        timestamps=tuple(one for one in report.findings if one.kind == "timestamp"),
        sentences={
            one.field: tuple(reason_words(reason.code.value) for reason in one.reasons)
            for one in report.findings
        },
        registered=entry_by_document(sha256),
        is_ours=own is not None and own.agreement.is_public,
        is_newest=own is not None and own.agreement.is_public and _is_newest(own),
        xml=report.xml,
    )


def check_rendition(rendition: Rendition, *, at: datetime) -> ValidationReport:
    """Check one of our own documents and keep what was found."""
    data = files.read(rendition.file)
    report = judge.validate(data, trust(), at=at, plan=_plan_for(rendition))
    ValidityCheck.objects.create(
        rendition=rendition,
        verdict=Validity(report.outcome.value),
        indication=report.sub_indication[:60],
        summary={
            "reasons": [one.code.value for one in report.reasons],
            "signatures": [
                {
                    "field": one.field,
                    "kind": one.kind,
                    "outcome": one.outcome.value,
                    "sub_indication": one.sub_indication,
                    "reasons": [reason.code.value for reason in one.reasons],
                    "timestamped_at": to_plain(one.timestamped_at),
                    "level": one.level.value if one.level else "",
                }
                for one in report.findings
            ],
        },
        report=_stored_report(rendition, report, at),
        at=at,
    )
    return report


def sweep_validity(*, at: datetime, most: int = 500) -> int:
    """Check the newest document of every signed agreement, the longest unchecked first; says how many.

    The nightly sweep: each is checked about once a day. One that cannot be read is passed over.
    """
    signed = SigningRound.objects.filter(
        preparation=StepState.DONE, current__kind=RenditionKind.REVISION
    )
    newest = Rendition.objects.filter(pk__in=signed.values("current")).annotate(
        checked_at=Max("checks__at")
    )
    due = [
        one
        for one in newest.select_related("file", "agreement").order_by("checked_at", "id")
        if one.checked_at is None or one.checked_at <= at - _EVERY
    ]
    for one in due[:most]:
        check_rendition(one, at=at)
    return len(due[:most])


def _plan_for(rendition: Rendition | None) -> SignaturePlan | None:
    """Who has to have signed: only once a round is over does every place count."""
    if rendition is None or rendition.kind != RenditionKind.REVISION:
        return None
    rounds = SigningRound.objects.filter(agreement=rendition.agreement_id, text=rendition.text_id)
    ended = rounds.filter(ended_at__isnull=False, preparation=StepState.DONE).order_by("-id")
    newest = ended.first()
    return plan_of(newest) if newest is not None and newest.plan else None


def _is_newest(rendition: Rendition) -> bool:
    return not Rendition.objects.filter(previous=rendition).exists()


def _stored_report(
    rendition: Rendition, report: ValidationReport, at: datetime
) -> StoredFile | None:
    """The XML; every night one would be too much, so only what says something new, or is a month old."""
    if not report.xml:
        return None
    last = rendition.checks.filter(report__isnull=False).order_by("-at", "-id").first()
    is_same = last is not None and last.verdict == report.outcome.value
    if is_same and last is not None and last.at > at - _REPORTS_DAYS:
        return None
    name = f"{rendition.agreement.uid}-validation.xml"
    return files.store(data=report.xml, name=name, media_type="application/xml")
