"""What became of each printed page, and what delivery has taken of it."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Say whether a page is new, and keep what was taken."""

    dependencies = [("press", "0005_uncomposed")]

    operations = [
        # Nothing took them so far, and nobody waits for what they tell.
        migrations.RunSQL("DELETE FROM press_printedevent", migrations.RunSQL.noop),
        migrations.RemoveField("printedevent", "is_new"),
        migrations.AddField(
            "printedevent",
            "change",
            models.CharField(
                choices=[("new", "New"), ("again", "Again"), ("withdrawn", "Withdrawn")],
                default="again",
                max_length=10,
            ),
        ),
        migrations.AddField(
            "printedevent",
            "taken_at",
            models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddIndex(
            "printedevent",
            models.Index(condition=models.Q(("taken_at", None)), fields=["id"], name="press_printed_waiting"),
        ),
        migrations.AddIndex(
            "printedevent",
            models.Index(fields=["kind", "thing_id"], name="press_printed_thing"),
        ),
    ]
