"""From what we trust to what pyHanko asks for; never with the network.

Revocation data is required for every certificate below a root. Nothing is ever fetched, so
addresses inside certificates, however cunning, lead nowhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.rw_common import PdfHandler
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    LocalKnowledge,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

from folkmoot.engines.signing.reasons import Reason, ReasonCode
from folkmoot.engines.signing.terms import REVOCATION_BYTES_MOST, Trust


@dataclass(slots=True)
class Knowledge:
    """The parsed trust, joined with what the document brings along.

    Attributes:
        remarks: what of it could not be used.
        store_fault: why the document's own store of validation data could not be read.
    """

    roots: list[asn1_x509.Certificate]
    timestamp_roots: list[asn1_x509.Certificate]
    others: list[asn1_x509.Certificate]
    crls: list[asn1_crl.CertificateList]
    ocsps: list[asn1_ocsp.OCSPResponse]
    skew: timedelta
    remarks: list[Reason] = field(default_factory=list)
    store_fault: str = ""

    def context(
        self, at: datetime, *, timestamps: bool = False, retroactive: bool = False
    ) -> ValidationContext:
        """What certificates are checked against at a moment.

        Args:
            timestamps: those of a timestamp authority.
            retroactive: take revocation data that is younger than the moment.
        """
        return ValidationContext(
            trust_roots=self.timestamp_roots if timestamps else self.roots,
            other_certs=self.others,
            crls=self.crls,
            ocsps=self.ocsps,
            revocation_mode="require",
            allow_fetching=False,
            moment=at,
            time_tolerance=self.skew,
            retroactive_revinfo=retroactive,
        )

    def specification(self) -> SignatureValidationSpec:
        """The same for the validation of old signatures (ETSI EN 319 102-1)."""
        return SignatureValidationSpec(
            cert_validation_policy=self._policy(self.roots),
            ts_cert_validation_policy=self._policy(self.timestamp_roots),
            revinfo_gathering_policy=RevocationInfoGatheringSpec(
                online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY,
                certificate_fetching_rule=CertificateFetchingRule.NEVER_FETCH,
            ),
            local_knowledge=LocalKnowledge(
                known_crls=[CRLContainer(one) for one in self.crls],
                known_ocsps=[part for one in self.ocsps for part in OCSPContainer.load_multi(one)],
                known_certs=self.others,
            ),
        )

    def _policy(self, roots: Iterable[asn1_x509.Certificate]) -> CertValidationPolicySpec:
        return CertValidationPolicySpec(
            trust_manager=SimpleTrustManager.build(trust_roots=list(roots)),
            revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
            time_tolerance=self.skew,
        )


def know(trust: Trust, reader: PdfHandler | None = None) -> Knowledge:
    """Parse a trust, and the validation data of a document.

    What cannot be parsed or is too large is left out and remarked on; the judgement then
    lacks it and is "indeterminate" rather than wrong.
    """
    remarks: list[Reason] = []
    roots = _certificates(trust.roots, remarks)
    known = Knowledge(
        roots=roots,
        timestamp_roots=_certificates(trust.timestamp_roots, remarks) or roots,
        others=_certificates(trust.others, remarks),
        crls=[
            asn1_crl.CertificateList.load(one)
            for one in _sound(trust.crls, asn1_crl.CertificateList, remarks)
        ],
        ocsps=[
            asn1_ocsp.OCSPResponse.load(one)
            for one in _sound(trust.ocsps, asn1_ocsp.OCSPResponse, remarks)
        ],
        skew=timedelta(seconds=trust.skew_seconds),
        remarks=remarks,
    )
    if reader is not None:
        _add_store(known, reader)
    return known


def _add_store(known: Knowledge, reader: PdfHandler) -> None:
    """Add what the document's security store brings; certificates there are not trusted."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
        brought = store.as_validation_context({"trust_roots": known.roots, "allow_fetching": False})
    except NoDSSFoundError:
        return
    except Exception as fault:  # hostile documents raise whatever they like
        known.store_fault = type(fault).__name__
        known.remarks.append(Reason(ReasonCode.REVOCATION_UNKNOWN, known.store_fault))
        return
    known.others.extend(store.load_certs())
    for one in brought.crls:
        if len(one.dump()) > REVOCATION_BYTES_MOST:
            known.remarks.append(Reason(ReasonCode.REVOCATION_TOO_LARGE))
        else:
            known.crls.append(one)
    known.ocsps.extend(brought.ocsps)


def _certificates(ders: Iterable[bytes], remarks: list[Reason]) -> list[asn1_x509.Certificate]:
    sound = _sound(ders, asn1_x509.Certificate, remarks)
    return [asn1_x509.Certificate.load(one) for one in sound]


def _sound(
    ders: Iterable[bytes],
    kind: type[asn1_x509.Certificate | asn1_crl.CertificateList | asn1_ocsp.OCSPResponse],
    remarks: list[Reason],
) -> list[bytes]:
    sound = []
    for der in ders:
        if len(der) > REVOCATION_BYTES_MOST:
            remarks.append(Reason(ReasonCode.REVOCATION_TOO_LARGE, f"{len(der)} bytes"))
            continue
        try:
            kind.load(der, strict=True)
        except (ValueError, TypeError) as fault:
            remarks.append(Reason(ReasonCode.REVOCATION_UNKNOWN, type(fault).__name__))
            continue
        sound.append(der)
    return sound
