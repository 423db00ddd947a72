"""Letters to responsible offices: asking for a report, giving one back, asking for a reply.

In the language of the office. Each holds a link, so none can be read at the desk.
"""

from datetime import date, datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from folkmoot.kernel.models import OutboxMessage
from folkmoot.kernel.outbox import post_mail
from folkmoot.rooms.outcomes.models import (
    Assessment,
    Commitment,
    ProgressReport,
    Responsibility,
)
from folkmoot.rooms.outcomes.services.links import link_address, make_link
from folkmoot.rooms.outcomes.terms.commitments import REPORT_LINK_LASTS, LinkPurpose
from folkmoot.ui.dates import say_day


def language_of(responsibility: Responsibility) -> str:
    """In which language letters to this office are written."""
    known = {code for code, _name in settings.LANGUAGES}
    told = responsibility.mail_language
    return str(told if told in known else settings.LANGUAGE_CODE)


def title_in(commitment: Commitment, language: str) -> str:
    """The promise in plain words, in this language where it has one."""
    words: str = commitment.title.pick([language])[1]
    return words


def day_in(day: date) -> str:
    """A day as people write it in the language that is on: "11 September 2031"."""
    return say_day(day)


def mail_request(
    responsibility: Responsibility, note: str, due_on: date, at: datetime
) -> OutboxMessage:
    """Ask an office for its report."""
    made = make_link(
        purpose=LinkPurpose.REPORT, about=responsibility, at=at, lasts=REPORT_LINK_LASTS
    )
    commitment, language = responsibility.commitment, language_of(responsibility)
    with translation.override(language):
        told = {
            "title": title_in(commitment, language),
            "due": day_in(due_on),
            "address": link_address(LinkPurpose.REPORT, made.token, language),
            "until": day_in(made.link.expires_at.date()),
            "note": f"\n\n{note.strip()}" if note.strip() else "",
        }
        subject = _("Please report: %(title)s") % told
        body = (
            _(
                "Hello,\n\n"
                "your office is responsible for this commitment:\n\n"
                "%(title)s\n"
                "Due on %(due)s.%(note)s\n\n"
                "Please say how far it has come. It takes about three minutes, on a phone too:\n"
                "%(address)s\n\n"
                "You need no account. What you type is kept, so you can stop and go on later. "
                "Do not pass this letter on: the link lets its reader report for your office. "
                "It works until %(until)s."
            )
            % told
        )
    return _post(responsibility, subject, body, language, at)


def mail_returned(report: ProgressReport, reason: str, at: datetime) -> OutboxMessage | None:
    """Give a report back to its office; nothing where it has no address."""
    responsibility = report.responsibility
    if not responsibility.email:
        return None
    made = make_link(
        purpose=LinkPurpose.REPORT, about=responsibility, at=at, lasts=REPORT_LINK_LASTS
    )
    language = language_of(responsibility)
    with translation.override(language):
        told = {
            "title": title_in(report.commitment, language),
            "reason": reason,
            "address": link_address(LinkPurpose.REPORT, made.token, language),
        }
        subject = _("Your report needs something more: %(title)s") % told
        body = (
            _(
                "Hello,\n\n"
                "thank you for your report on this commitment:\n\n"
                "%(title)s\n\n"
                "Something is missing before it can be accepted:\n\n"
                "%(reason)s\n\n"
                "Your text is kept. Please complete it here:\n"
                "%(address)s"
            )
            % told
        )
    return _post(responsibility, subject, body, language, at)


def mail_for_reply(assessment: Assessment, until: date, at: datetime) -> OutboxMessage:
    """Show a party what is found of its part, before anybody else sees it."""
    responsibility = assessment.responsibility
    made = make_link(
        purpose=LinkPurpose.REPLY,
        about=assessment,
        at=at,
        lasts=REPORT_LINK_LASTS,
    )
    language = language_of(responsibility)
    with translation.override(language):
        told = {
            "title": title_in(assessment.commitment, language),
            "until": day_in(until),
            "address": link_address(LinkPurpose.REPLY, made.token, language),
        }
        subject = _("Please read before we publish: %(title)s") % told
        body = (
            _(
                "Hello,\n\n"
                "independent assessors have looked at what became of this commitment:\n\n"
                "%(title)s\n\n"
                "Read what they found, and reply if you wish, until %(until)s:\n"
                "%(address)s\n\n"
                "Your reply will be published beside the assessment, in your own words."
            )
            % told
        )
    return _post(responsibility, subject, body, language, at)


def _post(
    responsibility: Responsibility, subject: str, body: str, language: str, at: datetime
) -> OutboxMessage:
    return post_mail(
        to=responsibility.email,
        subject=subject,
        body=body,
        language=language,
        at=at,
        about=responsibility.commitment.ref,
        confidential=True,
    )
