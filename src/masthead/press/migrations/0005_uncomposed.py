"""What could not be composed, and why."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the table of what could not be composed."""

    dependencies = [("press", "0004_related")]

    operations = [
        migrations.CreateModel(
            name="Uncomposed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("thing_id", models.BigIntegerField()),
                ("error", models.TextField()),
                ("failed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "thing_id"), name="press_uncomposed_once")
                ]
            },
        )
    ]
