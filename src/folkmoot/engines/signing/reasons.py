"""Why something was refused, doubted or found wanting: stable codes with plain words.

The words are English and for people who know nothing of cryptography. Who shows them in other
languages translates by code.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class ReasonCode(StrEnum):
    """Stable for ever; a code that fell out of use is not given to another reason."""

    # Plans and requests
    PLAN_BINDING = "plan_binding"
    PLAN_BOX = "plan_box"
    PLAN_FIELD_NAME = "plan_field_name"
    PLAN_FIELD_PREFIX = "plan_field_prefix"
    PLAN_ORDER = "plan_order"
    PLAN_DIFFERS = "plan_differs"
    SLOT_UNKNOWN = "slot_unknown"
    SLOT_TAKEN = "slot_taken"
    OUT_OF_ORDER = "out_of_order"
    STALE_BASE = "stale_base"
    STATE_UNREADABLE = "state_unreadable"
    APPEARANCE_MISSING = "appearance_missing"
    APPEARANCE_UNREADABLE = "appearance_unreadable"
    NOTHING_TO_SEAL = "nothing_to_seal"
    # Keys
    KEY_FILE_UNREADABLE = "key_file_unreadable"
    PASS_PHRASE_WRONG = "pass_phrase_wrong"  # noqa: S105 - a code, not a secret
    KEY_KIND = "key_kind"
    SIGNATURE_DOES_NOT_MATCH = "signature_does_not_match"
    TOKEN_REFUSED = "token_refused"  # noqa: S105
    REMOTE_REFUSED = "remote_refused"
    TIMESTAMP_UNAVAILABLE = "timestamp_unavailable"
    TIMESTAMP_TOO_LARGE = "timestamp_too_large"
    # Files
    FILE_EMPTY = "file_empty"
    FILE_TOO_LARGE = "file_too_large"
    FILE_UNCHANGED = "file_unchanged"
    FILE_REWRITTEN = "file_rewritten"
    FILE_UNREADABLE = "file_unreadable"
    FILE_TOO_COSTLY = "file_too_costly"
    FILE_ENCRYPTED = "file_encrypted"
    # The document
    NO_SIGNATURES = "no_signatures"
    FIELDS_CHANGED = "fields_changed"
    SLOT_EMPTY = "slot_empty"
    MORE_THAN_THE_SLOT = "more_than_the_slot"
    SIGNATURE_MISSING = "signature_missing"
    NOT_CERTIFIED = "not_certified"
    NOT_AT_THE_END = "not_at_the_end"
    CONTENT_CHANGED = "content_changed"
    SIGNATURE_BROKEN = "signature_broken"
    SIGNATURE_UNREADABLE = "signature_unreadable"
    FORMAT_UNKNOWN = "format_unknown"
    COVERAGE_UNCLEAR = "coverage_unclear"
    CHANGED_AFTERWARDS = "changed_afterwards"
    FIELD_TERMS_BROKEN = "field_terms_broken"
    # Who signed
    WRONG_CERTIFICATE = "wrong_certificate"
    NOT_QUALIFIED = "not_qualified"
    NAME_HIDES_CHARACTERS = "name_hides_characters"
    NAME_MIXES_SCRIPTS = "name_mixes_scripts"
    # Trust
    NO_CHAIN = "no_chain"
    REVOKED = "revoked"
    REVOCATION_UNKNOWN = "revocation_unknown"
    REVOCATION_TOO_LARGE = "revocation_too_large"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    WEAK_ALGORITHM = "weak_algorithm"
    KEY_USAGE = "key_usage"
    NO_PROOF_OF_TIME = "no_proof_of_time"
    NOT_TRUSTED = "not_trusted"
    TIMESTAMP_NOT_TRUSTED = "timestamp_not_trusted"
    TIMESTAMP_PENDING = "timestamp_pending"
    CLOCKS_DISAGREE = "clocks_disagree"
    # Set-up
    READY = "ready"
    EXPIRES_SOON = "expires_soon"
    TEST_SIGNATURE_REFUSED = "test_signature_refused"


PLAIN_WORDS: Final[Mapping[ReasonCode, str]] = {
    ReasonCode.PLAN_BINDING: "A slot names an issuer without a person, or a certificate twice.",
    ReasonCode.PLAN_BOX: "The place for a signature has no size.",
    ReasonCode.PLAN_FIELD_NAME: "The name of a signature field cannot be used.",
    ReasonCode.PLAN_FIELD_PREFIX: "The name of one field is the beginning of another's.",
    ReasonCode.PLAN_ORDER: "Two signatures have the same place in the order.",
    ReasonCode.PLAN_DIFFERS: "The document was prepared for another plan of signatures.",
    ReasonCode.SLOT_UNKNOWN: "The plan has no such place for a signature.",
    ReasonCode.SLOT_TAKEN: "This place is signed already.",
    ReasonCode.OUT_OF_ORDER: "Somebody else signs first.",
    ReasonCode.STALE_BASE: "Somebody else has signed meanwhile. Start again from the new document.",
    ReasonCode.STATE_UNREADABLE: "What was kept of the begun signature cannot be read.",
    ReasonCode.APPEARANCE_MISSING: "A visible signature needs a picture of it.",
    ReasonCode.APPEARANCE_UNREADABLE: "The picture of the signature is not a PDF page.",
    ReasonCode.NOTHING_TO_SEAL: "Nobody has signed yet.",
    ReasonCode.KEY_FILE_UNREADABLE: "This is not a certificate file (.p12 or .pfx) with a key.",
    ReasonCode.PASS_PHRASE_WRONG: "The pass phrase does not open the certificate file.",
    ReasonCode.KEY_KIND: "Keys of this kind cannot sign documents here.",
    ReasonCode.SIGNATURE_DOES_NOT_MATCH: "The device's signature does not fit the certificate.",
    ReasonCode.TOKEN_REFUSED: "The token did not sign.",
    ReasonCode.REMOTE_REFUSED: "The signing service did not sign.",
    ReasonCode.TIMESTAMP_UNAVAILABLE: "The timestamp authority does not answer.",
    ReasonCode.TIMESTAMP_TOO_LARGE: "The timestamp does not fit into the document.",
    ReasonCode.FILE_EMPTY: "The file is empty.",
    ReasonCode.FILE_TOO_LARGE: "The file is too large.",
    ReasonCode.FILE_UNCHANGED: "The file is the one we gave: nothing was signed.",
    ReasonCode.FILE_REWRITTEN: "The file is not the document we gave, with a signature added.",
    ReasonCode.FILE_UNREADABLE: "The file is damaged, or not a PDF document.",
    ReasonCode.FILE_TOO_COSTLY: "Checking the file took too much time or memory.",
    ReasonCode.FILE_ENCRYPTED: "The document is encrypted.",
    ReasonCode.NO_SIGNATURES: "The document carries no electronic signature.",
    ReasonCode.FIELDS_CHANGED: "Form fields were added, removed or renamed.",
    ReasonCode.SLOT_EMPTY: "The place that was to be signed is still empty.",
    ReasonCode.MORE_THAN_THE_SLOT: "More was signed than the one place.",
    ReasonCode.SIGNATURE_MISSING: "A signature that was there is gone.",
    ReasonCode.NOT_CERTIFIED: "The secretariat's certification is missing.",
    ReasonCode.NOT_AT_THE_END: "Something follows the last signature.",
    ReasonCode.CONTENT_CHANGED: "What was signed has been changed.",
    ReasonCode.SIGNATURE_BROKEN: "The signature was not made with the key of its certificate.",
    ReasonCode.SIGNATURE_UNREADABLE: "The signature is malformed.",
    ReasonCode.FORMAT_UNKNOWN: "The signature is of a kind that we cannot check.",
    ReasonCode.COVERAGE_UNCLEAR: "The signature does not cover the document as it should.",
    ReasonCode.CHANGED_AFTERWARDS: "The document was changed after it was signed.",
    ReasonCode.FIELD_TERMS_BROKEN: "The signature breaks the terms written into its field.",
    ReasonCode.WRONG_CERTIFICATE: "Signed with another certificate than the plan names.",
    ReasonCode.NOT_QUALIFIED: "The certificate does not say that it is a qualified one.",
    ReasonCode.NAME_HIDES_CHARACTERS: "The name in the certificate holds invisible characters.",
    ReasonCode.NAME_MIXES_SCRIPTS: "A name in the certificate mixes letters of several scripts.",
    ReasonCode.NO_CHAIN: "We do not know the authority that issued the certificate.",
    ReasonCode.REVOKED: "The certificate was revoked.",
    ReasonCode.REVOCATION_UNKNOWN: "It is not known whether a certificate was revoked.",
    ReasonCode.REVOCATION_TOO_LARGE: "A list of revoked certificates is too large to be read.",
    ReasonCode.EXPIRED: "A certificate has expired.",
    ReasonCode.NOT_YET_VALID: "A certificate is not valid yet.",
    ReasonCode.WEAK_ALGORITHM: "The key or the method of signing is too weak.",
    ReasonCode.KEY_USAGE: "The certificate is not meant for signing documents.",
    ReasonCode.NO_PROOF_OF_TIME: "Nothing proves that it was signed while the certificate held.",
    ReasonCode.NOT_TRUSTED: "The certificate could not be confirmed.",
    ReasonCode.TIMESTAMP_NOT_TRUSTED: "The timestamp could not be confirmed.",
    ReasonCode.TIMESTAMP_PENDING: "The time of signing is not proved yet.",
    ReasonCode.CLOCKS_DISAGREE: "The times of signing and timestamp contradict each other.",
    ReasonCode.READY: "All is in order.",
    ReasonCode.EXPIRES_SOON: "The certificate expires soon.",
    ReasonCode.TEST_SIGNATURE_REFUSED: "A test signature was not accepted.",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason.

    Attributes:
        detail: names and figures for those who look closer; not for translation.
    """

    code: ReasonCode
    detail: str = ""

    @property
    def words(self) -> str:
        """The reason in plain English."""
        return PLAIN_WORDS[self.code]

    def __str__(self) -> str:
        return f"{self.words} ({self.detail})" if self.detail else self.words
