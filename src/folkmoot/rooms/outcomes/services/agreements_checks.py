"""What the services of agreements check before they write: states, places, sensible columns."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pycountry
from django.utils.translation import gettext as _

from folkmoot.kernel import audit
from folkmoot.kernel.records import Record
from folkmoot.kernel.refusals import Invalid, NotFound
from folkmoot.rooms.outcomes.models import Agreement, Party
from folkmoot.rooms.outcomes.queries.standing_rows import agreement_standing
from folkmoot.rooms.outcomes.terms.agreements import (
    ActKind,
    ActNotPossible,
    AgreementState,
    EntryRule,
    Origin,
    TextFixed,
    TextNegotiated,
)
from folkmoot.rooms.programme.models import Edition

_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
# What the parties agree on with the text; all else may be filled in at any time.
TEXT_FIELDS = frozenset(
    {
        "kind",
        "title",
        "languages",
        "authentic_languages",
        "prevailing_language",
        "signed_at_place",
        "entry_rule",
        "entry_on",
        "entry_approvals",
        "duration_months",
        "renewal",
        "notice_months",
        "depositary",
    }
)


def invalid(field: str, sentence: str) -> Invalid:
    """A refusal of one field, for raising."""
    return Invalid({field: [sentence]})


def owner(values: Mapping[str, Any], name: str) -> Any:
    """The record that a new one will belong to.

    Raises:
        Invalid: none is given.
    """
    found = values.get(name)
    if found is None:
        raise invalid(name, _("Say where this belongs."))
    return found


def check_stays(record: Record, values: Mapping[str, Any], *names: str) -> None:
    """Refuse to move a record to another owner; its rights and its history hang on it.

    Raises:
        Invalid: names the field.
    """
    for name in names:
        if name in values and values[name] != getattr(record, name):
            raise invalid(name, _("This cannot be moved elsewhere. Make a new one there."))


def today_in(edition: Edition, at: datetime) -> date:
    """The day of a moment where the edition is held."""
    return at.astimezone(ZoneInfo(edition.time_zone)).date()


def locked_agreement(agreement: Agreement) -> Agreement:
    """The row under a lock, with its edition: one writer of text and acts at a time.

    Raises:
        NotFound: it is gone.
    """
    rows = Agreement.objects.select_for_update(of=("self",)).select_related("edition__series")
    found = rows.filter(pk=agreement.pk).first()
    if found is None:
        raise NotFound
    return found


def state_of(agreement: Agreement, at: datetime) -> AgreementState:
    """The state at a moment. Five queries."""
    return agreement_standing(agreement, today_in(agreement.edition, at)).state


def require_state(
    agreement: Agreement, kind: ActKind, at: datetime, states: Iterable[AgreementState]
) -> None:
    """Refuse an act in any other state.

    Raises:
        ActNotPossible: names the act and the state.
    """
    state = state_of(agreement, at)
    if state not in states:
        raise ActNotPossible(act=kind.label, state=state.label)


def require_draft(agreement: Agreement, at: datetime) -> None:
    """Refuse to touch the text unless it is a draft, or a record of a paper.

    Raises:
        TextNegotiated: the parties change it by proposals.
        TextFixed: it is agreed, or everything is over.
    """
    if agreement.origin == Origin.PAPER:
        return
    state = state_of(agreement, at)
    if state is AgreementState.NEGOTIATING:
        raise TextNegotiated
    if state is not AgreementState.DRAFT:
        raise TextFixed


def require_open_text(agreement: Agreement, at: datetime) -> None:
    """Refuse to change what the parties agree on once they have agreed.

    Raises:
        TextFixed: they have.
    """
    if agreement.origin == Origin.PAPER:
        return
    if state_of(agreement, at) not in (AgreementState.DRAFT, AgreementState.NEGOTIATING):
        raise TextFixed


def changed_names(record: Record, values: Mapping[str, Any]) -> set[str]:
    """The columns that would become another value."""
    return {
        name
        for name, value in values.items()
        if audit.plain_value(value) != audit.plain_value(getattr(record, name))
    }


def check_agreement(subject: Agreement | type[Agreement], values: Mapping[str, Any]) -> None:
    """What the columns of an agreement must say together.

    Raises:
        Invalid: names every field with its sentence.
    """
    errors: dict[str, list[str]] = {}

    def read(name: str) -> Any:
        if name in values or not isinstance(subject, Agreement):
            return values.get(name)
        return getattr(subject, name)

    errors |= _language_errors(read)
    if read("entry_rule") == EntryRule.DATE and read("entry_on") is None:
        errors["entry_on"] = [_("Say on which day it enters into force.")]
    if read("entry_approvals") == 0:
        errors["entry_approvals"] = [_("At least one, or leave it empty for all parties.")]
    errors |= _money_errors(read("amount"), read("currency") or "")
    edition = read("edition")
    for name in ("strand", "ceremony"):
        inside = read(name)
        if inside is not None and edition is not None and inside.edition_id != edition.pk:
            errors[name] = [_("This belongs to another edition.")]
    if errors:
        raise Invalid(errors)


def _language_errors(read: Callable[[str], Any]) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    languages, authentic = read("languages") or [], read("authentic_languages") or []
    for name in ("languages", "authentic_languages"):
        strange = [tag for tag in read(name) or [] if not _TAG.fullmatch(str(tag))]
        if strange:
            errors[name] = [_("Write a language as a short tag, such as en or ru.")]
    if languages and set(authentic) - set(languages):
        errors["authentic_languages"] = [_("An authentic language is one of the languages.")]
    prevailing = read("prevailing_language")
    if prevailing and prevailing not in (authentic or languages):
        errors["prevailing_language"] = [
            _("The language that prevails is one of the authentic languages.")
        ]
    return errors


def _money_errors(amount: Any, currency: str) -> dict[str, list[str]]:
    if currency and not is_currency(currency):
        return {"currency": [_("Write the three letters of ISO 4217, such as EUR.")]}
    if amount is not None and not currency:
        return {"currency": [_("Say in which currency.")]}
    # Anything else is refused by the column itself.
    if isinstance(amount, int | Decimal) and amount < 0:
        return {"amount": [_("An amount is not below zero.")]}
    return {}


def is_currency(code: str) -> bool:
    """Whether ISO 4217 knows the three letters."""
    return code.isupper() and pycountry.currencies.get(alpha_3=code) is not None


def check_party(subject: Party | type[Party], values: Mapping[str, Any]) -> None:
    """A party is one body, whose own copy is in a language of the agreement.

    Raises:
        Invalid: names the field.
    """

    def read(name: str) -> Any:
        if name in values or not isinstance(subject, Party):
            return values.get(name)
        return getattr(subject, name)

    if read("region") is not None and read("organisation") is not None:
        raise invalid("organisation", _("Choose a region or an organisation, not both."))
    own, agreement = read("own_language"), read("agreement")
    if own and agreement.languages and own not in agreement.languages:
        raise invalid("own_language", _("This is not a language of the agreement."))
