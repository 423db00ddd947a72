"""Which technical level each signature reached, and since when its time is proved.

A document timestamp proves the time of everything before it. B-LT is told by what lies in the
document: lists or answers about every certificate below the root; B-LTA by a trusted document
timestamp over them. See ETSI EN 319 142-1, clause 6.
"""

from collections.abc import Sequence
from datetime import datetime

from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

from folkmoot.engines.signing.documents import entry
from folkmoot.engines.signing.examining import Examined
from folkmoot.engines.signing.terms import Level, Outcome


def tell_levels(reader: PdfFileReader, examined: Sequence[Examined]) -> None:
    """Write time and level into the findings of the signatures that passed."""
    stamps = sorted(
        (
            one
            for one in examined
            if one.finding.kind == "timestamp" and one.finding.outcome == Outcome.PASSED
        ),
        key=lambda one: one.revision,
    )
    for one in examined:
        if one.finding.kind == "timestamp" or one.finding.outcome != Outcome.PASSED:
            continue
        after = [stamp for stamp in stamps if stamp.revision > one.revision]
        proofs = [one.finding.timestamped_at, *(stamp.finding.timestamped_at for stamp in after)]
        earliest = min((proof for proof in proofs if proof), default=None)
        one.mark(timestamped_at=earliest, level=_level(reader, one, after, earliest))


def _level(
    reader: PdfFileReader, one: Examined, after: list[Examined], earliest: datetime | None
) -> Level:
    if earliest is None:
        return Level.B_B
    wanted = _issuers(one)
    if not wanted or not wanted <= _kept_issuers(reader.root):
        return Level.B_T
    for stamp in after:
        if wanted <= _kept_issuers(reader.get_historical_root(stamp.revision)):
            return Level.B_LTA
    return Level.B_LT


def _issuers(one: Examined) -> set[str]:
    """The issuers of whom something must be known about revocation."""
    assert one.embedded is not None  # noqa: S101 - it passed
    held = [one.embedded.signer_cert, *one.embedded.other_embedded_certs]
    for token in extract_tst_data_iter(one.embedded.signer_info, signed=False):
        held.extend(choice.chosen for choice in token["certificates"])
    return {str(c.issuer.hashable) for c in held if c.self_signed == "no"}


def _kept_issuers(root: object) -> set[str]:
    """The issuers about whose certificates a document keeps lists or answers."""
    store = entry(root, "/DSS")
    if store is None:
        return set()
    kept = set()
    for reference in entry(store, "/CRLs", ()):
        listed = crl.CertificateList.load(reference.get_object().data)
        kept.add(str(listed.issuer.hashable))
    names = {}
    for reference in entry(store, "/Certs", ()):
        certificate = x509.Certificate.load(reference.get_object().data)
        names[certificate.serial_number] = str(certificate.issuer.hashable)
    for reference in entry(store, "/OCSPs", ()):
        answer = ocsp.OCSPResponse.load(reference.get_object().data)
        for single in answer.response_data["responses"]:
            serial = single["cert_id"]["serial_number"].native
            if serial in names:
                kept.add(names[serial])
    return kept
