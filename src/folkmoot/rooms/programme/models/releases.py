"""Published versions of a timetable."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.records import PersonalData, Record
from folkmoot.kernel.texts import MultilingualField
from folkmoot.rooms.programme.models.editions import Edition
from folkmoot.rooms.programme.terms import (
    PartRole,
)
from folkmoot.rooms.registry.models import Organisation, Person


class Release(Record):
    """A published version of an edition's timetable.

    Never changed afterwards, but that a person who is withheld loses the name in it.
    """

    is_portable = False
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="releases")
    label = models.CharField(_("label"), max_length=40)
    note = MultilingualField(_("what is new"), length=1000, blank=True)
    released_at = models.DateTimeField(editable=False)
    released_by = models.CharField(max_length=200, editable=False)
    changes = models.JSONField(default=list, editable=False)
    frame = models.JSONField(default=dict, editable=False)

    personal_data = PersonalData(
        fields=("released_by",),
        why="Who is accountable for a published programme.",
        retention="With the edition.",
        export="With the account.",
        erasure="The label becomes 'former user'.",
    )

    class Meta:
        ordering = ["edition", "-released_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "label"], name="one_release_per_label")
        ]

    def __str__(self) -> str:
        return self.label


class ReleasedSession(models.Model):
    """A session as it stood in a release: everything a public page shows, in ``data``."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="sessions")
    uid = models.UUIDField()
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    position = models.PositiveIntegerField()
    data = models.JSONField()

    personal_data = PersonalData(
        fields=("data",),
        why="The published programme.",
        retention="With the edition.",
        export="With the person.",
        erasure="The name in 'data' becomes 'name withheld' with the person's.",
    )

    class Meta:
        ordering = ["release", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "uid"], name="one_released_session_per_release"
            )
        ]
        indexes = [models.Index(fields=["uid"])]

    def __str__(self) -> str:
        return str(self.uid)


class ReleasedPart(models.Model):
    """Who had a part in a released session; lets a person's page find its sessions."""

    session = models.ForeignKey(ReleasedSession, on_delete=models.CASCADE, related_name="parts")
    person = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="released_parts"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.SET_NULL, related_name="released_parts"
    )
    role = models.CharField(max_length=12, choices=PartRole)

    personal_data = PersonalData(
        fields=("person",),
        why="The published programme names who speaks.",
        retention="With the edition.",
        export="With the person.",
        erasure="With the person.",
    )

    def __str__(self) -> str:
        return f"{self.role}"
