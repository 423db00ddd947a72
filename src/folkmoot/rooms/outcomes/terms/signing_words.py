"""The signing engine's reasons in the reader's language, by their stable codes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.engines.signing.reasons import ReasonCode

_R = ReasonCode
REASON_WORDS: dict[ReasonCode, str | Promise] = {
    _R.PLAN_BINDING: _("A slot names an issuer without a person, or a certificate twice."),
    _R.PLAN_BOX: _("The place for a signature has no size."),
    _R.PLAN_FIELD_NAME: _("The name of a signature field cannot be used."),
    _R.PLAN_FIELD_PREFIX: _("The name of one field is the beginning of another's."),
    _R.PLAN_ORDER: _("Two signatures have the same place in the order."),
    _R.PLAN_DIFFERS: _("The document was prepared for another plan of signatures."),
    _R.SLOT_UNKNOWN: _("The plan has no such place for a signature."),
    _R.SLOT_TAKEN: _("This place is signed already."),
    _R.OUT_OF_ORDER: _("Somebody else signs first."),
    _R.STALE_BASE: _("Somebody else has signed meanwhile. Start again from the new document."),
    _R.STATE_UNREADABLE: _("What was kept of the begun signature cannot be read."),
    _R.APPEARANCE_MISSING: _("A visible signature needs a picture of it."),
    _R.APPEARANCE_UNREADABLE: _("The picture of the signature is not a PDF page."),
    _R.NOTHING_TO_SEAL: _("Nobody has signed yet."),
    _R.KEY_FILE_UNREADABLE: _("This is not a certificate file (.p12 or .pfx) with a key."),
    _R.PASS_PHRASE_WRONG: _("The pass phrase does not open the certificate file."),
    _R.KEY_KIND: _("Keys of this kind cannot sign documents here."),
    _R.SIGNATURE_DOES_NOT_MATCH: _("The device's signature does not fit the certificate."),
    _R.TOKEN_REFUSED: _("The token did not sign."),
    _R.REMOTE_REFUSED: _("The signing service did not sign."),
    _R.TIMESTAMP_UNAVAILABLE: _("The timestamp authority does not answer."),
    _R.TIMESTAMP_TOO_LARGE: _("The timestamp does not fit into the document."),
    _R.FILE_EMPTY: _("The file is empty."),
    _R.FILE_TOO_LARGE: _("The file is too large."),
    _R.FILE_UNCHANGED: _("The file is the one we gave: nothing was signed."),
    _R.FILE_REWRITTEN: _("The file is not the document we gave, with a signature added."),
    _R.FILE_UNREADABLE: _("The file is damaged, or not a PDF document."),
    _R.FILE_TOO_COSTLY: _("Checking the file took too much time or memory."),
    _R.FILE_ENCRYPTED: _("The document is encrypted."),
    _R.NO_SIGNATURES: _("The document carries no electronic signature."),
    _R.FIELDS_CHANGED: _("Form fields were added, removed or renamed."),
    _R.SLOT_EMPTY: _("The place that was to be signed is still empty."),
    _R.MORE_THAN_THE_SLOT: _("More was signed than the one place."),
    _R.SIGNATURE_MISSING: _("A signature that was there is gone."),
    _R.NOT_CERTIFIED: _("The secretariat's certification is missing."),
    _R.NOT_AT_THE_END: _("Something follows the last signature."),
    _R.CONTENT_CHANGED: _("What was signed has been changed."),
    _R.SIGNATURE_BROKEN: _("The signature was not made with the key of its certificate."),
    _R.SIGNATURE_UNREADABLE: _("The signature is malformed."),
    _R.FORMAT_UNKNOWN: _("The signature is of a kind that we cannot check."),
    _R.COVERAGE_UNCLEAR: _("The signature does not cover the document as it should."),
    _R.CHANGED_AFTERWARDS: _("The document was changed after it was signed."),
    _R.FIELD_TERMS_BROKEN: _("The signature breaks the terms written into its field."),
    _R.WRONG_CERTIFICATE: _("Signed with another certificate than the plan names."),
    _R.NOT_QUALIFIED: _("The certificate does not say that it is a qualified one."),
    _R.NAME_HIDES_CHARACTERS: _("The name in the certificate holds invisible characters."),
    _R.NAME_MIXES_SCRIPTS: _("A name in the certificate mixes letters of several scripts."),
    _R.NO_CHAIN: _("We do not know the authority that issued the certificate."),
    _R.REVOKED: _("The certificate was revoked."),
    _R.REVOCATION_UNKNOWN: _("It is not known whether a certificate was revoked."),
    _R.REVOCATION_TOO_LARGE: _("A list of revoked certificates is too large to be read."),
    _R.EXPIRED: _("A certificate has expired."),
    _R.NOT_YET_VALID: _("A certificate is not valid yet."),
    _R.WEAK_ALGORITHM: _("The key or the method of signing is too weak."),
    _R.KEY_USAGE: _("The certificate is not meant for signing documents."),
    _R.NO_PROOF_OF_TIME: _("Nothing proves that it was signed while the certificate held."),
    _R.NOT_TRUSTED: _("The certificate could not be confirmed."),
    _R.TIMESTAMP_NOT_TRUSTED: _("The timestamp could not be confirmed."),
    _R.TIMESTAMP_PENDING: _("The time of signing is not proved yet."),
    _R.CLOCKS_DISAGREE: _("The times of signing and timestamp contradict each other."),
    _R.READY: _("All is in order."),
    _R.EXPIRES_SOON: _("The certificate expires soon."),
    _R.TEST_SIGNATURE_REFUSED: _("A test signature was not accepted."),
}


def reason_words(code: str) -> str:
    """The sentence of a code; the code itself where it is of a later day."""
    try:
        return str(REASON_WORDS[ReasonCode(code)])
    except (ValueError, KeyError):
        return code
