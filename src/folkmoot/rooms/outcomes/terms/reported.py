"""Closed sets of reported outcomes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OutcomeKind(TextChoices):
    """What came of an edition, as a source reports it."""

    AGREEMENT = "agreement", _("agreement")
    PROJECT = "project", _("project")
    PROGRAMME = "programme", _("programme")
    PRACTICE = "practice", _("practice")


class ReportedStatus(TextChoices):
    """How far it has come, by the source's own words. Not an assessment of ours."""

    PROPOSED = "proposed", _("proposed")
    EXPECTED = "expected", _("expected")
    UNDER_DISCUSSION = "under_discussion", _("under discussion")
    SIGNED = "signed", _("signed")
    IN_FORCE = "in_force", _("in force")
    STARTED = "started", _("started")
    BEING_IMPLEMENTED = "being_implemented", _("being implemented")
    IMPLEMENTED = "implemented", _("implemented")
    SHARED = "shared", _("shared with others")
    OF_INTEREST = "of_interest", _("of interest to others")
    ADOPTED = "adopted", _("adopted")
    UNKNOWN = "", _("not stated")
