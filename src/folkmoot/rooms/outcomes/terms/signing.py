"""Signing and the register: closed sets and state tables."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from folkmoot.kernel.refusals import Refusal


class RenditionKind(TextChoices):
    """What a stored file of an agreement is."""

    ORIGINAL = "original", _("original to sign")
    REVISION = "revision", _("signed revision")
    READING = "reading", _("accessible reading copy")
    SCAN = "scan", _("scan of a paper")
    CERTIFIED = "certified", _("certified true copy")
    ANNEX = "annex", _("annex")


class SignatureLevel(TextChoices):
    """How strong a signature has to be, as law sees it; not how it is built."""

    SIMPLE = "simple", _("simple electronic")
    ADVANCED = "advanced", _("advanced electronic")
    QUALIFIED = "qualified", _("qualified electronic")
    INK = "ink", _("ink on paper")


class SlotState(TextChoices):
    """Where the signature of one signatory stands."""

    PLANNED = "planned", _("planned")
    INVITED = "invited", _("invited")
    OPENED = "opened", _("opened")
    SIGNING = "signing", _("being signed")
    ACCEPTED = "accepted", _("signed")
    DECLINED = "declined", _("declined")
    DELEGATED = "delegated", _("handed to another person")
    EXPIRED = "expired", _("expired")
    REPLACED = "replaced", _("replaced")


_P = SlotState
# A file that is refused leaves the slot "opened"; the file and the reason are kept with the act.
SLOT_MOVES: dict[SlotState, frozenset[SlotState]] = {
    _P.PLANNED: frozenset({_P.INVITED, _P.REPLACED, _P.EXPIRED}),
    _P.INVITED: frozenset(
        {_P.OPENED, _P.SIGNING, _P.ACCEPTED, _P.DECLINED, _P.DELEGATED, _P.EXPIRED, _P.REPLACED}
    ),
    _P.OPENED: frozenset(
        {_P.SIGNING, _P.ACCEPTED, _P.DECLINED, _P.DELEGATED, _P.EXPIRED, _P.REPLACED}
    ),
    _P.SIGNING: frozenset({_P.OPENED, _P.ACCEPTED, _P.EXPIRED}),
    _P.ACCEPTED: frozenset(),
    _P.DECLINED: frozenset(),
    _P.DELEGATED: frozenset(),
    _P.EXPIRED: frozenset(),
    _P.REPLACED: frozenset(),
}


class StepState(TextChoices):
    """A piece of work after a signature (timestamp, seal, renewal), visible and repeatable."""

    WAITING = "waiting", _("waiting")
    DONE = "done", _("done")
    FAILED = "failed", _("failed; will be tried again")


class Validity(TextChoices):
    """What a check of a signature says (ETSI EN 319 102-1, clause 5.1.3)."""

    PASSED = "passed", _("passed")
    INDETERMINATE = "indeterminate", _("cannot be decided now")
    FAILED = "failed", pgettext_lazy("of a signature", "failed")


class EntryKind(TextChoices):
    """What an entry of the register says."""

    REGISTERED = "registered", _("registered")
    ACT = "act", _("later act")
    PUBLISHED = "published", _("published")
    CORRECTED = "corrected", _("corrected")
    REVISION = "revision", _("archived revision")


class Way(TextChoices):
    """How a signature came about."""

    FILE = "file", _("certificate file")
    DEVICE = "device", _("token or signing service")
    DOCUMENT = "document", _("document signed elsewhere")
    INK = "ink", _("ink on paper")


# Slots of which another one took the place.
GIVEN_AWAY = frozenset({SlotState.DELEGATED, SlotState.REPLACED})
# Slots that still wait for their signature.
UNSIGNED = frozenset({SlotState.PLANNED, SlotState.INVITED, SlotState.OPENED, SlotState.SIGNING})


@dataclass(frozen=True, slots=True)
class SlotAccepted:
    """A signature was accepted."""

    agreement_uid: str
    slot_uid: str


@dataclass(frozen=True, slots=True)
class RoundEnded:
    """A round is over: all have signed, or somebody declined, or time is up."""

    agreement_uid: str
    is_signed: bool


class SigningNotReady(Refusal):
    """The installation lacks something that signing needs; ``lacks`` are sentences."""

    code = "signing_not_ready"
    message = _("Signing cannot be opened yet: %(lacks)s")


class RoundNotPossible(Refusal):
    """The agreement is not ready to be opened for signature; ``lacks`` says why."""

    code = "round_not_possible"
    message = _("This cannot be opened for signature yet: %(lacks)s")


class NotPrintable(Refusal):
    """A name or an authority holds something that cannot be printed; ``places`` tell where."""

    code = "not_printable"
    status = 422
    message = _("This cannot be printed: %(told)s")


class DocumentTooLong(Refusal):
    """Judging its signatures would outlast what the limited child is given."""

    code = "document_too_long"
    status = 422
    message = _(
        "The document has %(pages)s pages, and at most %(most)s can be signed here. "
        "Put long annexes into files of their own."
    )


class RoundClosed(Refusal):
    """Nobody can sign here any more."""

    code = "round_closed"
    message = _("This agreement is not open for signature.")


class RoundNotPrepared(Refusal):
    """The document is still being made."""

    code = "round_not_prepared"
    message = _("The document is still being prepared. Try again in a minute.")


class NotYourTurn(Refusal):
    """Somebody else signs first."""

    code = "not_your_turn"
    message = _("It is not this signature's turn yet. You will get a mail when it is.")


class SlotBusy(Refusal):
    """Somebody is signing at this moment."""

    code = "slot_busy"
    message = _("Somebody is signing at this moment. Try again in a few minutes.")


class SlotClosed(Refusal):
    """This place for a signature is signed, declined or handed on."""

    code = "slot_closed"
    message = _("Nothing can be done here any more: “%(state)s”.")


class LeaseLost(Refusal):
    """The time for finishing was over, or somebody else has taken the place."""

    code = "lease_lost"
    message = _("This took too long, so the place was released. Begin again.")


class AuthorityMissing(Refusal):
    """The signatory has no document, or none that is valid today."""

    code = "authority_missing"
    message = _("%(name)s has no document that allows signing today. Ask the secretariat.")


class SignatureRefused(Refusal):
    """A signature was looked at and not accepted. ``reason_code`` is stable."""

    code = "signature_refused"
    status = 422
    message = _("This signature was not accepted: %(reason)s")


class WrongWay(Refusal):
    """Ink where an electronic signature is asked for, or the other way round."""

    code = "wrong_way"
    message = _("This place takes another kind of signature: %(level)s.")


class NothingToRetry(Refusal):
    """The step has been done, or is under way."""

    code = "nothing_to_retry"
    message = _("There is nothing to try again.")


class NotRegistered(Refusal):
    """The agreement has no number in the register."""

    code = "not_registered"
    message = _("This agreement is not registered.")


class NotRegistrable(Refusal):
    """Only what all have signed is registered."""

    code = "not_registrable"
    message = _("Only an agreement that all parties have signed can be registered.")


class RegisterNotReady(Refusal):
    """The register has no key, or its files are not there yet."""

    code = "register_not_ready"
    message = _("The register's files are not ready: %(lacks)s")


# Where the page of a mailed link is; ``begin/`` and ``finish/`` below it speak JSON.
SIGN_PATH = "/{language}/sign/{token}/"
