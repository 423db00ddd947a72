"""Who may do what because of what they did before: reporter, verifier and assessors differ.

A person is known by the actor's key; a secretary who opens a mailed link does so as the office,
so the address of the account is compared with that of the office too.
"""

from typing import Final

from django.utils.translation import gettext as _

from folkmoot.kernel.actors import Actor
from folkmoot.rooms.outcomes.models import Assessor, Commitment
from folkmoot.rooms.outcomes.services.commitments_checks import ANSWERING, same_address
from folkmoot.rooms.outcomes.terms.commitments import NotIndependent, SamePerson

REPORTER: Final = "reporter"
VERIFIER: Final = "verifier"
ASSESSOR: Final = "assessor"


def parts_of(commitment: Commitment) -> dict[str, set[str]]:
    """The keys of all who reported, verified and assessed. Two queries.

    Who only began to type counts too.
    """
    reports = list(commitment.reports.values_list("reporter_key", "verifier_key"))
    assessed = commitment.assessments.values_list("assessor_key", "second_key")
    return {
        REPORTER: {reporter for reporter, _verifier in reports} - {""},
        VERIFIER: {verifier for _reporter, verifier in reports} - {""},
        ASSESSOR: {key for pair in assessed for key in pair} - {""},
    }


def require_reporter(actor: Actor, commitment: Commitment) -> None:
    """Refuse who verified or assessed the commitment. Two queries.

    Raises:
        SamePerson.
    """
    _refuse_others(actor, commitment, REPORTER)


def require_verifier(actor: Actor, commitment: Commitment) -> None:
    """Refuse who reported on the commitment, or assessed it. At most four queries.

    Raises:
        SamePerson.
    """
    _refuse_others(actor, commitment, VERIFIER)
    if same_address(actor, commitment):
        raise SamePerson(reason=_("Your address is that of the office that reports."))


def require_assessor(actor: Actor, commitment: Commitment) -> None:
    """Refuse who is not a named assessor of the edition, or not independent of the parties.

    At most six queries.

    Raises:
        NotIndependent: not named, or from a responsible body.
        SamePerson: reported or verified.
    """
    named = None
    if actor.user_id is not None:
        rows = Assessor.objects.filter(edition=commitment.edition_id, user=actor.user_id)
        named = rows.first()
    if named is None:
        raise NotIndependent(reason=_("You are not named as an assessor of this edition."))
    bodies = commitment.responsibilities.filter(role__in=ANSWERING).values_list(
        "organisation_id", "region_id"
    )
    for organisation, region in bodies:
        is_same = named.organisation_id is not None and named.organisation_id == organisation
        if is_same or (named.region_id is not None and named.region_id == region):
            raise NotIndependent(reason=_("You come from a body that is responsible for it."))
    _refuse_others(actor, commitment, ASSESSOR)
    if same_address(actor, commitment):
        raise NotIndependent(reason=_("Your address is that of the office that reports."))


def _refuse_others(actor: Actor, commitment: Commitment, part: str) -> None:
    sentences = {
        REPORTER: _("You reported on this commitment."),
        VERIFIER: _("You checked a report on this commitment."),
        ASSESSOR: _("You assess this commitment."),
    }
    for other, keys in parts_of(commitment).items():
        if other != part and actor.key in keys:
            raise SamePerson(reason=sentences[other])
