"""Channels, their posts, and what hubs are told."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add them."""

    dependencies = [
        ('delivery', '0003_letters'),
    ]

    operations = [
        migrations.CreateModel(
            name='Announced',
            fields=[
                ('article_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=70)),
            ],
        ),
        migrations.CreateModel(
            name='Channel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('address', models.TextField(verbose_name='address')),
                ('sections', models.JSONField(blank=True, default=list, verbose_name='sections')),
                ('is_breaking_only', models.BooleanField(default=False, verbose_name='breaking news only')),
                ('template', models.TextField(default='{title}\n\n{standfirst}\n\n{address}', verbose_name='text')),
                ('delay_s', models.PositiveIntegerField(default=0, verbose_name='delay in seconds')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'channel',
                'verbose_name_plural': 'channels',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='HubPing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('due', 'due'), ('held', 'being sent'), ('sent', 'sent'), ('failed', 'failed'), ('gone', 'gone'), ('skipped', 'skipped'), ('unclear', 'unclear')], default='due', max_length=8)),
                ('due_at', models.DateTimeField()),
                ('held_until', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('reason', models.TextField(blank=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('kind', models.CharField(choices=[('websub', 'WebSub'), ('indexnow', 'IndexNow')], max_length=10)),
                ('hub', models.TextField()),
                ('page', models.TextField(help_text="The address that changed, without the site's.")),
            ],
            options={
                'verbose_name': 'ping',
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('state__in', ('due', 'held'))), fields=['due_at'], name='delivery_hubping_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'due')), fields=('hub', 'page'), name='delivery_one_ping_waits')],
            },
        ),
        migrations.CreateModel(
            name='ChannelPost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('due', 'due'), ('held', 'being sent'), ('sent', 'sent'), ('failed', 'failed'), ('gone', 'gone'), ('skipped', 'skipped'), ('unclear', 'unclear')], default='due', max_length=8)),
                ('due_at', models.DateTimeField()),
                ('held_until', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('reason', models.TextField(blank=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='posts', to='delivery.channel')),
                ('telling', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='posts', to='delivery.telling')),
            ],
            options={
                'verbose_name': 'post',
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('state__in', ('due', 'held'))), fields=['due_at'], name='delivery_channelpost_due')],
                'constraints': [models.UniqueConstraint(fields=('telling', 'channel'), name='delivery_one_post_a_channel')],
            },
        ),
    ]
