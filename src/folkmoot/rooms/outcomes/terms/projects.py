"""Projects, programmes, practices and their adoption: closed sets and state tables."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from folkmoot.kernel.refusals import Refusal


class ProjectKind(TextChoices):
    """A single undertaking, or a frame for several."""

    PROJECT = "project", _("project")
    PROGRAMME = "programme", _("programme")


class ActivityStatus(TextChoices):
    """IATI 2.03 codelist ActivityStatus, with its codes as values."""

    PIPELINE = "1", _("being identified")
    IMPLEMENTATION = "2", _("being implemented")
    FINALISATION = "3", _("being finalised")
    CLOSED = "4", _("closed")
    CANCELLED = "5", _("cancelled")
    SUSPENDED = "6", _("suspended")


class PartnerRole(TextChoices):
    """IATI 2.03 codelist OrganisationRole, and the lead among the partners."""

    LEAD = "lead", _("lead partner")
    FUNDING = "funding", _("funding")
    ACCOUNTABLE = "accountable", _("accountable")
    EXTENDING = "extending", _("extending")
    IMPLEMENTING = "implementing", _("implementing")


class AdoptionState(TextChoices):
    """How far another region has come with a practice; each step needs evidence."""

    INTERESTED = "interested", _("interested")
    ASSESSING = "assessing", _("assessing")
    PILOTING = "piloting", _("piloting")
    ADOPTED = "adopted", pgettext_lazy("of a practice", "adopted")
    ADAPTED = "adapted", _("adapted")
    STOPPED = "stopped", _("stopped")


_A = AdoptionState
ADOPTION_MOVES: dict[AdoptionState, frozenset[AdoptionState]] = {
    _A.INTERESTED: frozenset({_A.ASSESSING, _A.STOPPED}),
    _A.ASSESSING: frozenset({_A.PILOTING, _A.STOPPED}),
    _A.PILOTING: frozenset({_A.ADOPTED, _A.ADAPTED, _A.STOPPED}),
    _A.ADOPTED: frozenset({_A.STOPPED}),
    _A.ADAPTED: frozenset({_A.STOPPED}),
    _A.STOPPED: frozenset(),
}


class StepOutOfTurn(Refusal):
    """An adoption cannot go from here to there."""

    code = "step_out_of_turn"
    message = _("After “%(before)s” an adoption cannot become “%(after)s”.")
