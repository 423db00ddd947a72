"""Gives every act an identity, so that it travels with its agreement."""

import uuid

import django.utils.timezone
from django.db import migrations, models


def give_identities(apps, schema_editor):
    """One by one: a default would be the same for all rows."""
    act = apps.get_model("outcomes", "Act")
    for one in act.objects.filter(uid__isnull=True).only("pk").iterator(500):
        act.objects.filter(pk=one.pk).update(uid=uuid.uuid4())


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0008_drafts_of_reports_and_reminders")]

    operations = [
        migrations.AddField(
            "act",
            "changed_at",
            models.DateTimeField(auto_now=True, default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            "act",
            "created_at",
            models.DateTimeField(auto_now_add=True, default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            "act", "version", models.PositiveIntegerField(default=1, editable=False)
        ),
        migrations.AddField("act", "uid", models.UUIDField(null=True, editable=False)),
        migrations.RunPython(give_identities, migrations.RunPython.noop),
        migrations.AlterField(
            "act", "uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
        ),
        migrations.AlterField("act", "details", models.JSONField(blank=True, default=dict)),
    ]
