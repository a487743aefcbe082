"""Pieces of which readers are told."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add them."""

    dependencies = [
        ('delivery', '0001_subscriptions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Telling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article_id', models.BigIntegerField()),
                ('number', models.PositiveSmallIntegerField(default=1)),
                ('title', models.TextField()),
                ('is_breaking', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('due', 'due'), ('told', 'told'), ('skipped', 'skipped')], default='due', max_length=8)),
                ('reason', models.TextField(blank=True)),
                ('due_at', models.DateTimeField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'permissions': [('see_delivery', 'Can see who is reached and what was sent'), ('manage_delivery', 'Can stop, repeat and send what readers are told')],
                'indexes': [models.Index(condition=models.Q(('state', 'due')), fields=['due_at'], name='delivery_telling_due'), models.Index(fields=['created_at'], name='delivery_telling_created')],
                'constraints': [models.UniqueConstraint(fields=('article_id', 'number'), name='delivery_told_once_a_number')],
            },
        ),
    ]
