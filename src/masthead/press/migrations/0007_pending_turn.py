"""When a sheet that waits is printed: at once, or after all that is."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the turn of a sheet that waits."""

    dependencies = [("press", "0006_printed_events")]

    operations = [
        migrations.RemoveIndex(model_name="pending", name="press_pending_order"),
        migrations.AddField(
            model_name="pending",
            name="turn",
            field=models.SmallIntegerField(
                default=0, help_text="At once, or after all that is printed at once."
            ),
        ),
        migrations.AddIndex(
            model_name="pending",
            index=models.Index(fields=["turn", "phase", "id"], name="press_pending_order"),
        ),
    ]
