from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0004_proposal_holder'),
    ]

    operations = [
        migrations.AddField(
            model_name='ingestrun',
            name='is_planned',
            field=models.BooleanField(default=False),
        ),
    ]
