"""What is said of released sessions during the days, beside the release and never in it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.records import PersonalData, Record
from folkmoot.rooms.programme.models.editions import Edition
from folkmoot.rooms.programme.terms import LiveKind


class LiveNotice(Record):
    """One thing said "as of now" of a session of the current release.

    Never removed: what no longer holds has ended, so that calendars can count what was said.
    ``queries.live`` tells what the notices of an edition mean together.
    """

    is_portable = False
    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), on_delete=models.CASCADE, related_name="live_notices"
    )
    # Not a key: the draft's session may go, and every release has rows of its own.
    session_uid = models.UUIDField(_("session"))
    kind = models.CharField(_("kind"), max_length=10, choices=LiveKind)
    minutes = models.PositiveSmallIntegerField(
        _("minutes late"), default=0, help_text=_("Nothing means: on time again.")
    )
    follows = models.BooleanField(_("also what follows in the room"), default=False)
    # What the release said when the notice was made: a release that says otherwise ends it.
    starts_at = models.DateTimeField(_("released start"), null=True, blank=True)
    rooms = models.JSONField(_("rooms"), default=list, blank=True)
    # The local midnight up to which sessions follow.
    until = models.DateTimeField(_("until"), null=True, blank=True)
    # The room as it is shown, and the released one whose place it takes.
    room = models.JSONField(_("room now"), default=dict, blank=True)
    instead_of = models.CharField(_("instead of the room"), max_length=36, blank=True)
    said_at = models.DateTimeField(_("said at"))
    said_by = models.CharField(_("said by"), max_length=200)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    personal_data = PersonalData(
        fields=("said_by",),
        why="Who is accountable for what was announced.",
        retention="With the edition.",
        export="With the account.",
        erasure="The label becomes 'former user'.",
    )

    class Meta:
        ordering = ["edition", "said_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="late") | Q(starts_at__isnull=False),
                name="late_session_has_a_start",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("said_at")),
                name="live_notice_ends_after_it_was_said",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"
