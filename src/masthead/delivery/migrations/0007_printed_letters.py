"""What is mailed is always a printed letter."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Say so."""

    dependencies = [
        ('delivery', '0006_push_notices'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='mailing', name='delivery_letter_mailed_once'),
        migrations.RemoveConstraint(model_name='mailing', name='delivery_breaking_once'),
        migrations.RemoveField(model_name='mailing', name='telling'),
        migrations.AlterField(model_name='mailing', name='letter_id', field=models.BigIntegerField(unique=True)),
    ]
