"""The words of signing: plans, trust, keys, revisions, verdicts and reports.

Plain frozen values, free of pyHanko, so that who only stores or shows them loads nothing heavy.
Technical levels (B-B … B-LTA, after ETSI EN 319 142-1) and legal ones (simple … qualified) are
two scales; neither is derived from the other.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import Final, Protocol

from folkmoot.engines.signing.reasons import Reason, ReasonCode

PDF_BYTES_MOST: Final = 100_000_000
# A list of revoked certificates beyond this is left aside, and said so.
REVOCATION_BYTES_MOST: Final = 10_000_000
TIMESTAMP_PREFIX: Final = "DocTimestamp-"
_FIELD_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,62}")


class RequiredLevel(StrEnum):
    """What a slot asks for, on the legal scale."""

    SIMPLE = "simple"
    ADVANCED = "advanced"
    QUALIFIED = "qualified"
    INK = "ink"


class Level(StrEnum):
    """What a signature reached, on the technical scale."""

    B_B = "B-B"
    B_T = "B-T"
    B_LT = "B-LT"
    B_LTA = "B-LTA"


class Outcome(StrEnum):
    """The three values of ETSI EN 319 102-1; the middle one is neither valid nor forged."""

    PASSED = "passed"
    INDETERMINATE = "indeterminate"
    FAILED = "failed"


class Changes(StrEnum):
    """What was added to a document after a signature."""

    NONE = "none"
    LONG_TERM_DATA = "long_term_data"
    FURTHER_SIGNATURES = "further_signatures"
    OTHER = "other"
    UNKNOWN = "unknown"


class SigningRefused(ValueError):
    """What was asked cannot be done; nothing was signed.

    Attributes:
        reason: why, with a stable code.
    """

    def __init__(self, code: ReasonCode, detail: str = "") -> None:
        self.reason = Reason(code, detail)
        super().__init__(str(self.reason))

    @property
    def code(self) -> ReasonCode:
        """The stable code of the reason."""
        return self.reason.code


class TimestampUnavailable(OSError):
    """The timestamp authority did not answer, or refused."""


class TimestampPort(Protocol):
    """A timestamp authority after RFC 3161, reached by whoever holds the network."""

    def answer(self, request: bytes) -> bytes:
        """The DER response to a DER request.

        Raises:
            TimestampUnavailable: there is none; whoever implements this bounds the time.
        """


class SigningKey(Protocol):
    """Something that signs: an opened certificate file, a token, a remote service."""

    @property
    def certificate(self) -> bytes:
        """The certificate, DER."""

    @property
    def chain(self) -> tuple[bytes, ...]:
        """Certificates of those who issued it, DER, in any order."""

    def sign(self, to_be_signed: bytes, digest: str) -> bytes:
        """The raw signature over these bytes: DER for ECDSA, PKCS#1 v1.5 for RSA.

        Raises:
            SigningRefused: the key, token or service does not sign.
        """


@dataclass(frozen=True, slots=True)
class Binding:
    """Whose signature a slot takes. All that is filled must match; nothing filled: a person
    whom the caller has made sure of by other means.

    Attributes:
        fingerprint: SHA-256 of the DER certificate, lower-case hexadecimal.
        issuer: its distinguished name after RFC 4514.
        subject: likewise.
        certificate: DER; if given, the document itself names it too, and the slot cannot be
            handed to another certificate any more.
    """

    fingerprint: str = ""
    issuer: str = ""
    subject: str = ""
    certificate: bytes = field(default=b"", repr=False)

    def __post_init__(self) -> None:
        if bool(self.issuer) != bool(self.subject):
            raise SigningRefused(ReasonCode.PLAN_BINDING)
        if self.certificate and self.fingerprint != fingerprint(self.certificate):
            raise SigningRefused(ReasonCode.PLAN_BINDING)


@dataclass(frozen=True, slots=True)
class Slot:
    """One place for one signature.

    Attributes:
        field: the name of the form field; Latin letters, digits, ``_`` and ``-``.
        label: what a screen reader says.
        order: from 1; signing follows it strictly.
        page: from 0.
        box: left, bottom, right, top in points from the lower left corner; none: invisible.
    """

    field: str
    label: str
    order: int
    level: RequiredLevel = RequiredLevel.ADVANCED
    binding: Binding = Binding()
    page: int = 0
    box: tuple[float, float, float, float] | None = None

    @property
    def is_electronic(self) -> bool:
        """Whether the document gets a field for it; ink has none."""
        return self.level != RequiredLevel.INK


@dataclass(frozen=True, slots=True)
class SignaturePlan:
    """Who signs where and in which order; fixed before the first signature.

    Raises:
        SigningRefused: a name is unusable, taken or the beginning of another (locks of fields
            go by beginnings in some readers), an order is doubled, a box is empty.
    """

    slots: tuple[Slot, ...]
    certification: str = "Certification"

    def __post_init__(self) -> None:
        names = sorted([self.certification, *(slot.field for slot in self.slots)])
        for name in names:
            if not _FIELD_NAME.fullmatch(name) or name.startswith(TIMESTAMP_PREFIX[:-1]):
                raise SigningRefused(ReasonCode.PLAN_FIELD_NAME, name)
        # Sorted, a name stands right before those that begin with it.
        for one, two in pairwise(names):
            if two.startswith(one):
                raise SigningRefused(ReasonCode.PLAN_FIELD_PREFIX, f"{one}, {two}")
        if len({slot.order for slot in self.slots}) != len(self.slots):
            raise SigningRefused(ReasonCode.PLAN_ORDER)
        for slot in self.slots:
            if slot.box and (slot.box[0] >= slot.box[2] or slot.box[1] >= slot.box[3]):
                raise SigningRefused(ReasonCode.PLAN_BOX, slot.field)

    @property
    def electronic(self) -> tuple[Slot, ...]:
        """The slots that have a field, in order of signing."""
        chosen = (slot for slot in self.slots if slot.is_electronic)
        return tuple(sorted(chosen, key=lambda slot: slot.order))

    @property
    def fields(self) -> frozenset[str]:
        """The names of all fields the document has before anybody signs."""
        return frozenset({self.certification, *(slot.field for slot in self.electronic)})

    def slot(self, name: str) -> Slot:
        """The electronic slot of this name.

        Raises:
            SigningRefused: there is none.
        """
        for slot in self.electronic:
            if slot.field == name:
                return slot
        raise SigningRefused(ReasonCode.SLOT_UNKNOWN, name)


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom we trust, and what is known about revocation; all DER, nothing is fetched.

    Attributes:
        roots: certificates that signers' chains must end at.
        timestamp_roots: those of timestamp authorities; none: the same as ``roots``.
        others: certificates in between.
        crls: lists of revoked certificates; every certificate below a root needs a list or an
            OCSP answer, or the judgement is "indeterminate".
        skew_seconds: by how much clocks may disagree.
    """

    roots: tuple[bytes, ...]
    others: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = field(default=(), repr=False)
    ocsps: tuple[bytes, ...] = field(default=(), repr=False)
    timestamp_roots: tuple[bytes, ...] = ()
    skew_seconds: int = 300


@dataclass(frozen=True, slots=True)
class Revision:
    """The bytes of a document at one moment of its life."""

    pdf: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        """Lower-case hexadecimal."""
        return hashlib.sha256(self.pdf).hexdigest()


@dataclass(frozen=True, slots=True)
class Signed:
    """A revision with one signature more.

    Attributes:
        timestamp_pending: the authority did not answer; ``complete_timestamp`` mends that.
        detail: why it is pending.
    """

    revision: Revision
    timestamp_pending: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says, for showing.

    Attributes:
        name: the common name, or the organisation, without characters that cannot be seen.
        claims_qualified: it says of itself that it is qualified in the sense of eIDAS.
        warnings: of names that may deceive the eye.
    """

    fingerprint: str
    name: str
    subject: str
    issuer: str
    serial: str
    valid_from: datetime
    valid_until: datetime
    key: str
    claims_qualified: bool = False
    warnings: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class SignatureFinding:
    """What is to be said of one signature or document timestamp.

    Attributes:
        kind: ``signature``, ``certification`` or ``timestamp``.
        sub_indication: ETSI's word for why it did not pass.
        claimed_at: by the signer's own clock.
        timestamped_at: proved by a trusted timestamp.
        level: what was reached; none if the signature did not pass.
    """

    field: str
    kind: str
    outcome: Outcome
    sub_indication: str = ""
    reasons: tuple[Reason, ...] = ()
    signer: Certificate | None = None
    claimed_at: datetime | None = None
    timestamped_at: datetime | None = None
    level: Level | None = None
    changes_after: Changes = Changes.UNKNOWN
    covers_whole_file: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a new revision may be stored.

    Attributes:
        timestamp_pending: accepted, but its time is not proved yet; not final.
        finding: the new signature or timestamp, as far as it was reached.
    """

    accepted: bool
    reasons: tuple[Reason, ...] = ()
    finding: SignatureFinding | None = None
    timestamp_pending: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """The stable codes of the reasons."""
        return tuple(reason.code.value for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """What is to be said of a document that anybody brought.

    Attributes:
        outcome: passed only if there is a signature and every one passed.
        xml: after ETSI TS 119 102-2; empty without signatures.
    """

    outcome: Outcome
    reasons: tuple[Reason, ...] = ()
    findings: tuple[SignatureFinding, ...] = ()
    sub_indication: str = ""
    sha256: str = ""
    xml: bytes = field(default=b"", repr=False)

    @property
    def signatures(self) -> tuple[SignatureFinding, ...]:
        """The findings without the document timestamps."""
        return tuple(one for one in self.findings if one.kind != "timestamp")


def fingerprint(certificate: bytes) -> str:
    """SHA-256 of a DER certificate, lower-case hexadecimal."""
    return hashlib.sha256(certificate).hexdigest()


def worst(outcomes: Sequence[Outcome]) -> Outcome:
    """The bottom line over several; of none, indeterminate."""
    for outcome in (Outcome.FAILED, Outcome.INDETERMINATE):
        if outcome in outcomes:
            return outcome
    return Outcome.PASSED if outcomes else Outcome.INDETERMINATE
