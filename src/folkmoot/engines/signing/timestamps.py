"""From the port of a timestamp authority to what pyHanko calls, and document timestamps.

A document timestamp over a B-B signature proves the time of it as well as a timestamp inside
would have done.
"""

import re
from typing import Final

from asn1crypto import cms, tsp
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, ValidationError
from pyhanko_certvalidator.path import ValidationPath

from folkmoot.engines.signing.documents import (
    Update,
    form_fields,
    open_document,
    open_update,
    told,
)
from folkmoot.engines.signing.loops import run
from folkmoot.engines.signing.reasons import ReasonCode
from folkmoot.engines.signing.terms import (
    TIMESTAMP_PREFIX,
    Revision,
    SigningRefused,
    TimestampPort,
    TimestampUnavailable,
)

# Hexadecimal digits; a token with a chain of three certificates takes about half of it.
_RESERVED: Final = 2 * 10_240
_DIGEST: Final = "sha256"
_NAME: Final = re.compile(re.escape(TIMESTAMP_PREFIX) + r"(\d{4})")


class PortTimeStamper(TimeStamper):
    """A timestamp authority behind the port."""

    def __init__(self, port: TimestampPort) -> None:
        super().__init__(include_nonce=True)  # type: ignore[no-untyped-call]
        self._port = port
        self._token = b""

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """The authority's answer; whatever is wrong with it is ``TimestampUnavailable``."""
        answer = self._port.answer(req.dump())
        try:
            self._token = bytes(tsp.TimeStampResp.load(answer)["time_stamp_token"].dump())
            return tsp.TimeStampResp.load(answer)
        except (ValueError, TypeError) as fault:
            raise TimestampUnavailable(told(fault)) from fault

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """A token over a digest."""
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
            imprint = token["content"]["encap_content_info"]["content"].parsed["message_imprint"]
            if imprint["hashed_message"].native != message_digest:
                raise TimestampUnavailable("the answer is for something else")
        except TimestampUnavailable:
            raise
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as fault:
            raise TimestampUnavailable(told(fault)) from fault
        return cms.ContentInfo.load(self._token)

    async def token(self, message_digest: bytes, md_algorithm: str) -> bytes:
        """The same as the authority wrote it.

        Raises:
            TimestampUnavailable: it did not.
        """
        await self.async_timestamp(message_digest, md_algorithm)
        return self._token


def complete_timestamp(pdf: bytes, timestamps: TimestampPort) -> Revision:
    """Prove the time of everything in a document by a document timestamp.

    Raises:
        SigningRefused: the document cannot be read, or carries no signature.
        TimestampUnavailable: the authority does not answer.
    """
    reader = open_document(pdf)
    require_signatures(reader)
    return Revision(append_timestamp(open_update(pdf), next_name(reader), timestamps))


def append_timestamp(update: Update, name: str, timestamps: TimestampPort) -> bytes:
    """The document with the update and a document timestamp over all of it.

    Raises:
        SigningRefused: the token does not fit.
        TimestampUnavailable: the authority does not answer.
    """
    work = PdfTimeStamper(PortTimeStamper(timestamps), field_name=name).async_timestamp_pdf(
        update, _DIGEST, bytes_reserved=_RESERVED
    )
    try:
        output = run(work)
    except SigningError as fault:
        raise SigningRefused(ReasonCode.TIMESTAMP_TOO_LARGE, told(fault)) from fault
    stamped: bytes = output.getvalue()
    return stamped


async def authority_paths(
    timestamps: TimestampPort, context: ValidationContext
) -> list[ValidationPath]:
    """The authority's chain of certificates, by asking it for a timestamp of nothing.

    Raises:
        SigningRefused: it is not trusted, or its revocation data are missing.
        TimestampUnavailable: it does not answer.
    """
    stamper = PortTimeStamper(timestamps)
    try:
        found = stamper.validation_paths(context)  # type: ignore[no-untyped-call]
        return [path async for path in found]
    except TimestampUnavailable:
        raise
    except (PathBuildingError, ValidationError) as fault:
        raise SigningRefused(ReasonCode.TIMESTAMP_NOT_TRUSTED, told(fault)) from fault


def next_name(reader: PdfFileReader) -> str:
    """The name of the next document timestamp of a document."""
    numbers = [0]
    for one in form_fields(reader):
        matched = _NAME.fullmatch(one.name)
        if matched:
            numbers.append(int(matched[1]))
    # Of one length, so that none is the beginning of another.
    return f"{TIMESTAMP_PREFIX}{max(numbers) + 1:04d}"


def is_timestamp_name(name: str) -> bool:
    """Whether a field of this name is for a document timestamp of ours."""
    return bool(_NAME.fullmatch(name))


def require_signatures(reader: PdfFileReader) -> None:
    """Refuse a document without signatures.

    Raises:
        SigningRefused: there is none.
    """
    if not any(one.value is not None for one in form_fields(reader)):
        raise SigningRefused(ReasonCode.NOTHING_TO_SEAL)
