"""Keeping signatures checkable for decades: PAdES B-LTA, and its renewal.

The chains and the revocation data of all signatures go into the document, and one archive
timestamp over everything, in a single update. Before the authority's certificate ends, or its
methods age, ``renew`` adds the data of that timestamp and a new one on top.
"""

from collections.abc import Iterable
from datetime import datetime

from asn1crypto import crl as asn1_crl
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, ValidationError
from pyhanko_certvalidator.path import ValidationPath

from folkmoot.engines.signing.documents import (
    form_fields,
    open_document,
    open_update,
    told,
)
from folkmoot.engines.signing.examining import Examined, examine
from folkmoot.engines.signing.loops import run
from folkmoot.engines.signing.reasons import ReasonCode
from folkmoot.engines.signing.terms import (
    Outcome,
    Revision,
    SigningRefused,
    TimestampPort,
    Trust,
)
from folkmoot.engines.signing.timestamps import (
    append_timestamp,
    authority_paths,
    next_name,
    require_signatures,
)
from folkmoot.engines.signing.trust import Knowledge, know


def seal(pdf: bytes, trust: Trust, timestamps: TimestampPort, *, at: datetime) -> Revision:
    """Add validation data for every signature, and an archive timestamp.

    Raises:
        SigningRefused: nobody has signed, or a signature does not pass today.
        TimestampUnavailable: the authority does not answer.
    """
    reader = open_document(pdf)
    require_signatures(reader)
    known = know(trust, reader)
    examined = _examined(reader, known, at)
    for one in examined:
        if one.finding.outcome != Outcome.PASSED:
            reason = one.finding.reasons[0]
            raise SigningRefused(reason.code, f"{one.finding.field}: {reason.detail}")
    return _kept(pdf, reader, known, examined, timestamps, at)


def renew(pdf: bytes, trust: Trust, timestamps: TimestampPort, *, at: datetime) -> Revision:
    """Add the validation data of the newest archive timestamp, and another on top of it.

    The certificates of the signers may have ended by now; that of the newest timestamp not.

    Raises:
        SigningRefused: there is no archive timestamp, or the newest does not pass today.
        TimestampUnavailable: the authority does not answer.
    """
    reader = open_document(pdf)
    known = know(trust, reader)
    stamps = [one for one in _examined(reader, known, at) if one.finding.kind == "timestamp"]
    if not stamps:
        raise SigningRefused(ReasonCode.NOTHING_TO_SEAL)
    newest = max(stamps, key=lambda one: one.revision)
    if newest.finding.outcome != Outcome.PASSED:
        reason = newest.finding.reasons[0]
        raise SigningRefused(reason.code, f"{newest.finding.field}: {reason.detail}")
    return _kept(pdf, reader, known, [newest], timestamps, at)


def _examined(reader: PdfFileReader, known: Knowledge, at: datetime) -> list[Examined]:
    signed = (one for one in form_fields(reader) if one.value is not None)
    return [examine(reader, one, known, at) for one in signed]


def _kept(
    pdf: bytes,
    reader: PdfFileReader,
    known: Knowledge,
    examined: Iterable[Examined],
    timestamps: TimestampPort,
    at: datetime,
) -> Revision:
    paths = run(_paths(known, examined, timestamps, at))
    update = open_update(pdf)
    DocumentSecurityStore.supply_dss_in_writer(
        update,
        None,
        paths=paths,
        crls=_lists_of(paths, known.crls),
        ocsps=known.ocsps,
        embed_roots=False,
    )
    return Revision(append_timestamp(update, next_name(reader), timestamps))


async def _paths(
    known: Knowledge, examined: Iterable[Examined], timestamps: TimestampPort, at: datetime
) -> list[ValidationPath]:
    """The chains of all signers and timestamp authorities, each of them checked."""
    signers, stamps = known.context(at), known.context(at, timestamps=True)
    found = await authority_paths(timestamps, stamps)
    for one in examined:
        embedded = one.embedded
        assert embedded is not None  # noqa: S101 - it passed
        is_stamp = one.finding.kind == "timestamp"
        found.append(await _path(embedded, stamps if is_stamp else signers, is_stamp=is_stamp))
        if is_stamp:
            continue
        for token in extract_tst_data_iter(embedded.signer_info, signed=False):
            certificates = [choice.chosen for choice in token["certificates"]]
            found.extend(await _stamp_paths(certificates, stamps))
    return found


async def _path(
    embedded: EmbeddedPdfSignature, context: ValidationContext, *, is_stamp: bool
) -> ValidationPath:
    validator = CertificateValidator(
        embedded.signer_cert,
        intermediate_certs=embedded.other_embedded_certs,
        validation_context=context,
    )
    try:
        if is_stamp:
            path = await validator.async_validate_usage(set(), {"time_stamping"})
        else:
            path = await validator.async_validate_usage({"non_repudiation"})
    except (PathBuildingError, ValidationError) as fault:
        raise SigningRefused(ReasonCode.NOT_TRUSTED, told(fault)) from fault
    assert isinstance(path, ValidationPath)  # noqa: S101 - untyped in the library
    return path


async def _stamp_paths(
    certificates: list[object], context: ValidationContext
) -> list[ValidationPath]:
    """The chains of those certificates that may make timestamps."""
    found = []
    for one in certificates:
        purposes = getattr(one, "extended_key_usage_value", None)
        if purposes is None or "time_stamping" not in purposes.native:
            continue
        validator = CertificateValidator(
            one, intermediate_certs=certificates, validation_context=context
        )
        try:
            found.append(await validator.async_validate_usage(set(), {"time_stamping"}))
        except (PathBuildingError, ValidationError) as fault:
            raise SigningRefused(ReasonCode.TIMESTAMP_NOT_TRUSTED, told(fault)) from fault
    return found


def _lists_of(
    paths: Iterable[ValidationPath], crls: Iterable[asn1_crl.CertificateList]
) -> list[asn1_crl.CertificateList]:
    """Only the lists that speak of these chains: a document is no archive of everything."""
    issuers = {certificate.issuer.hashable for path in paths for certificate in path}
    return [one for one in crls if one.issuer.hashable in issuers]
