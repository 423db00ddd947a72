"""Letters around signing: each in its reader's language, written with the fact in one transaction."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.kernel import outbox
from folkmoot.kernel.texts import shown
from folkmoot.rooms.outcomes.models import SignatureSlot, SigningRound
from folkmoot.rooms.outcomes.services.links import make_link
from folkmoot.rooms.outcomes.terms.commitments import LinkPurpose
from folkmoot.rooms.outcomes.terms.signing import SIGN_PATH

LINK_LASTS = timedelta(days=60)


def invite(slot: SignatureSlot, *, at: datetime, again: bool = False) -> bool:
    """Mail the link by which a signatory signs; says whether there was an address to write to.

    An earlier link of the place ends.
    """
    signatory, opening = slot.signatory, slot.round
    if not signatory.email:
        return False
    agreement = opening.agreement
    made = make_link(purpose=LinkPurpose.SIGN, about=slot, at=at, lasts=LINK_LASTS)
    language = _language(signatory.language)
    path = SIGN_PATH.format(language=language, token=made.token)
    with translation.override(language):
        title = shown(agreement.title)
        told = {
            "name": shown(signatory.name),
            "title": title,
            "party": shown(slot.party.name),
            "address": settings.BASE_URL + path,
            "site": settings.BASE_URL,
            "until": date_format(opening.closes_on) if opening.closes_on else "",
        }
        subject = (
            _("Please sign: %(title)s") if not again else _("Reminder, please sign: %(title)s")
        )
        lines = [
            _("Dear %(name)s,"),
            "",
            _("you are asked to sign “%(title)s” for %(party)s."),
            _("It can be signed until %(until)s.") if told["until"] else "",
            "",
            _(
                "To read and sign it, to decline, or to hand it to another person, open this "
                "address. It is for you alone:"
            ),
            "",
            "%(address)s",
            "",
            "%(site)s",
        ]
        body = "\n".join(line % told for line in lines)
        outbox.post_mail(
            to=signatory.email,
            subject=subject % told,
            body=body,
            language=language,
            at=at,
            about=agreement.ref,
            confidential=True,
        )
    return True


def tell_all(
    opening: SigningRound,
    write: Callable[[str], tuple[str, str]],
    *,
    at: datetime,
    but: str = "",
) -> int:
    """Write to everybody in a round, signed or not, and to who opened it; once to each address.

    Args:
        write: subject and body, in the language that is active when it is called, from the
            agreement's title.
        but: an address that gets a letter of its own.
    """
    told = {to: language for to, language in _addresses(opening) if to.lower() != but.lower()}
    for address, language in told.items():
        _write(opening, address, language, write, at)
    return len(told)


def tell_delegated(
    opening: SigningRound, old: SignatureSlot, fresh: SignatureSlot, *, at: datetime
) -> int:
    """Tell everybody that another person signs; that person is invited by a letter of its own."""

    def write(title: str) -> tuple[str, str]:
        told = {
            "title": title,
            "party": shown(old.party.name),
            "name": shown(fresh.signatory.name),
            "other": shown(old.signatory.name),
        }
        return (
            _("Another person signs: %(title)s") % told,
            _(
                "“%(title)s” will be signed for %(party)s by %(name)s. "
                "It was to be signed by %(other)s."
            )
            % told,
        )

    return tell_all(opening, write, at=at, but=fresh.signatory.email)


def tell_scan_refused(slot: SignatureSlot, reason: str, *, at: datetime) -> bool:
    """Tell a signatory why the scan was refused; says whether there was an address to write to."""
    signatory = slot.signatory

    def write(title: str) -> tuple[str, str]:
        told = {"title": title, "name": shown(signatory.name), "reason": reason}
        return (
            _("Another scan is needed: %(title)s") % told,
            _(
                "Dear %(name)s,\n\nthe scan of the signature under “%(title)s” was not accepted. "
                "The reason given: %(reason)s\n\nPlease bring another one by the link that you "
                "were mailed."
            )
            % told,
        )

    if signatory.email:
        _write(slot.round, signatory.email, _language(signatory.language), write, at)
    return bool(signatory.email)


def tell_declined(opening: SigningRound, slot: SignatureSlot, *, at: datetime) -> int:
    """Tell everybody that somebody declined, and why."""

    def write(title: str) -> tuple[str, str]:
        told = {"title": title, "name": shown(slot.signatory.name), "reason": slot.reason}
        return (
            _("Declined: %(title)s") % told,
            _("%(name)s has declined to sign “%(title)s”. The reason given: %(reason)s") % told,
        )

    return tell_all(opening, write, at=at)


def tell_lapsed(opening: SigningRound, *, at: datetime) -> int:
    """Tell everybody that the time for signing is over."""

    def write(title: str) -> tuple[str, str]:
        told = {"title": title}
        return (
            _("Not signed in time: %(title)s") % told,
            _("The time for signing “%(title)s” is over, and not everybody has signed.") % told,
        )

    return tell_all(opening, write, at=at)


def tell_withdrawn(opening: SigningRound, reason: str, *, at: datetime) -> int:
    """Tell everybody that the agreement was withdrawn before anybody signed."""

    def write(title: str) -> tuple[str, str]:
        told = {"title": title, "reason": reason}
        return (
            _("Withdrawn: %(title)s") % told,
            _("“%(title)s” was withdrawn before signature. The reason given: %(reason)s") % told,
        )

    return tell_all(opening, write, at=at)


def tell_signed(opening: SigningRound, number: int, *, at: datetime) -> int:
    """Tell everybody that all have signed, and the number in the register."""

    def write(title: str) -> tuple[str, str]:
        told = {"title": title, "number": number}
        return (
            _("Signed by all: %(title)s") % told,
            _("“%(title)s” has been signed by all and has the number %(number)s in the register.")
            % told,
        )

    return tell_all(opening, write, at=at)


def _write(
    opening: SigningRound,
    address: str,
    language: str,
    write: Callable[[str], tuple[str, str]],
    at: datetime,
) -> None:
    with translation.override(language):
        subject, body = write(shown(opening.agreement.title))
        outbox.post_mail(
            to=address,
            subject=subject,
            body=f"{body}\n\n{settings.BASE_URL}",
            language=language,
            at=at,
            about=opening.agreement.ref,
        )


def _addresses(opening: SigningRound) -> Iterator[tuple[str, str]]:
    if opening.opened_by is not None and opening.opened_by.is_active:
        yield opening.opened_by.email, _language(opening.opened_by.language)
    for slot in opening.slots.select_related("signatory").order_by("order", "id"):
        if slot.signatory.email:
            yield slot.signatory.email.lower(), _language(slot.signatory.language)


def _language(wanted: str) -> str:
    """A language of the interface: the wanted one, else the installation's first."""
    known = dict(settings.LANGUAGES)
    base = wanted.split("-")[0]
    return wanted if wanted in known else base if base in known else settings.LANGUAGE_CODE
