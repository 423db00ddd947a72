from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('programme', '0004_live_notices'),
    ]

    operations = [
        migrations.AddField(
            model_name='session',
            name='outside_id',
            field=models.CharField(blank=True, editable=False, max_length=300),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.UniqueConstraint(condition=models.Q(('outside_id', ''), _negated=True), fields=('edition', 'outside_id'), name='one_session_per_outside_identity'),
        ),
    ]
