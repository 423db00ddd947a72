"""What every page of the workbench of an agreement shares: head, tabs, deeds and refusals.

A deed is one small form of a page: it names itself in ``do``, what it is about in ``target``.
A refusal shows the same page again, with the sentence at that form and everything that was typed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import clock
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.files import FileRefused
from folkmoot.kernel.refusals import Invalid, NotFound, Refusal
from folkmoot.kernel.texts import shown
from folkmoot.rooms.accounts.policies import decide
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import Agreement, Party
from folkmoot.rooms.outcomes.policies import Side, scope_path, side_of
from folkmoot.rooms.outcomes.queries.agreements import (
    WholeAgreement,
    visible_agreement,
    whole_agreement,
)
from folkmoot.rooms.outcomes.queries.standing import Standing
from folkmoot.rooms.outcomes.terms.negotiating import TextIncomplete
from folkmoot.surfaces.desk.agreements.saying import lacking
from folkmoot.surfaces.desk.deeds import Refused as Refused
from folkmoot.surfaces.desk.frame import actor_of
from folkmoot.ui.languages import language_name


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page of the workbench knows.

    Attributes:
        reads_all: reads the agreement as the secretariat does, not for a party alone.
        side: for whom the actor negotiates.
    """

    agreement: Agreement
    actor: Actor
    whole: WholeAgreement
    side: Side
    may_edit: bool
    may_sign: bool
    may_register: bool
    reads_all: bool

    @property
    def standing(self) -> Standing:
        """The state today."""
        return self.whole.standing

    @property
    def speakers(self) -> list[tuple[str, str]]:
        """For whom the actor may speak: parties by identity, the secretariat without one."""
        mine = [
            (str(party.uid), shown(party.name))
            for party in self.whole.parties
            if self.side.is_secretariat or str(party.uid) in self.side.parties
        ]
        return [("", _("the secretariat")), *mine] if self.side.is_secretariat else mine

    def party(self, uid: object) -> Party | None:
        """The party of this identity in the agreement; none for the empty one.

        Raises:
            NotFound: it is none of this agreement.
        """
        if not uid:
            return None
        found = next((one for one in self.whole.parties if str(one.uid) == str(uid)), None)
        if found is None:
            raise NotFound
        return found

    def asked_party(self, uid: object) -> Party:
        """The same, where there must be one.

        Raises:
            NotFound: it is none of this agreement.
        """
        found = self.party(uid)
        if found is None:
            raise NotFound
        return found


@dataclass(frozen=True, slots=True)
class Words:
    """A text in one language of the agreement."""

    language: str
    name: str
    text: str


Deed = Callable[[HttpRequest, Frame], str]
"""Does it and says so in a sentence."""


def frame_of(request: HttpRequest, uid: object) -> Frame:
    """The agreement with its state, and what the actor may do. At most 19 queries.

    Raises:
        NotFound: there is none, or the actor may not know of it.
    """
    actor = actor_of(request)
    found = visible_agreement(actor, str(uid))
    path = scope_path(found)

    def may(permission: Permission) -> bool:
        return decide(actor, permission, path).is_allowed

    return Frame(
        agreement=found,
        actor=actor,
        whole=whole_agreement(found, clock.now().date()),
        side=side_of(actor, found),
        may_edit=may(Permission.OUTCOMES_EDIT),
        may_sign=may(Permission.OUTCOMES_SIGNING),
        may_register=may(Permission.OUTCOMES_REGISTER),
        reads_all=may(Permission.OUTCOMES_READ),
    )


def settle(
    request: HttpRequest,
    frame: Frame,
    page: str,
    deeds: Mapping[str, Deed],
    show: Callable[[Refused, int], HttpResponse],
) -> HttpResponse:
    """Do what a small form of a page asks for, and show the page again.

    Raises:
        NotAllowed, NotFound: as pages of their own.
        BadRequest: the page has no such deed.
    """
    do = request.POST.get("do", "")
    if do not in deeds:
        raise BadRequest("no such deed")
    try:
        said = deeds[do](request, frame)
    except (Refusal, FileRefused) as fault:
        if isinstance(fault, Refusal) and fault.status in (403, 404):
            raise
        typed = {name: request.POST.get(name, "") for name in request.POST}
        slot = f"{do}:{request.POST.get('target', '')}"
        status = fault.status if isinstance(fault, Refusal) else 422
        return show(Refused(slot, sentences_of(fault), typed), status)
    messages.success(request, said)
    return redirect(f"desk:{page}", frame.agreement.uid)


def sentences_of(fault: Refusal | FileRefused) -> tuple[str, ...]:
    """What a refusal says, one sentence for each fault."""
    if isinstance(fault, TextIncomplete):
        return (str(fault), *lacking(fault.fields["completeness"]))
    if isinstance(fault, Invalid):
        return tuple(str(one) for found in fault.errors.values() for one in found)
    return (str(fault),)


def in_languages(found: Agreement, text: Multilingual) -> list[Words]:
    """A text in each language of the agreement, also where it is missing."""
    codes = list(found.languages or text.texts)
    return [Words(code, language_name(code), text.texts.get(code, "")) for code in codes]
