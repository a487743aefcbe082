"""How many receivers there were on each day."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add them."""

    dependencies = [
        ('delivery', '0004_channels'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReachDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('way', models.CharField(max_length=20)),
                ('count', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('day', 'way'), name='delivery_reach_once_a_day')],
            },
        ),
    ]
