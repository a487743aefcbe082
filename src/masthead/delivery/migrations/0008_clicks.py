"""How often links of letters are pressed."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0007_printed_letters'),
    ]

    operations = [
        migrations.CreateModel(
            name='Click',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('address', models.TextField()),
                ('count', models.PositiveIntegerField(default=0)),
                ('mailing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clicks', to='delivery.mailing')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('mailing', 'number'), name='delivery_link_of_a_mailing')],
            },
        ),
    ]
