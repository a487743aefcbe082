"""Readers of letters, the lists that they are on, and the letters."""

from __future__ import annotations


import django.db.models.deletion
import masthead.delivery.models.readers
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0002_tellings'),
    ]

    operations = [
        migrations.CreateModel(
            name='Suppression',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('reason', models.CharField(choices=[('bounce', 'letters come back'), ('complaint', 'complained'), ('unsubscribed', 'wants no letters'), ('erased', 'was erased')], max_length=12)),
                ('detail', models.CharField(blank=True, max_length=300)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name='Mailing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('letter_id', models.BigIntegerField(blank=True, null=True)),
                ('newsletter_id', models.BigIntegerField()),
                ('title', models.TextField()),
                ('state', models.CharField(choices=[('due', 'due'), ('told', 'told'), ('skipped', 'skipped')], default='due', max_length=8)),
                ('reason', models.TextField(blank=True)),
                ('copies', models.PositiveIntegerField(default=0)),
                ('due_at', models.DateTimeField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('telling', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mailings', to='delivery.telling')),
            ],
        ),
        migrations.CreateModel(
            name='Reader',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=254, unique=True)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('language', models.CharField(blank=True, max_length=20)),
                ('state', models.CharField(choices=[('pending', 'not confirmed'), ('confirmed', 'confirmed'), ('suppressed', 'suppressed')], default='pending', max_length=10)),
                ('secret', models.CharField(default=masthead.delivery.models.readers._fresh_secret, max_length=24)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
                ('asked_from', models.CharField(blank=True, max_length=300)),
                ('asked_network', models.CharField(blank=True, max_length=50)),
                ('wording', models.CharField(blank=True, max_length=16)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('confirmed_network', models.CharField(blank=True, max_length=50)),
                ('soft_bounces', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'pending')), fields=['asked_at'], name='delivery_reader_pending')],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('due', 'due'), ('held', 'being sent'), ('sent', 'sent'), ('failed', 'failed'), ('gone', 'gone'), ('skipped', 'skipped'), ('unclear', 'unclear')], default='due', max_length=8)),
                ('due_at', models.DateTimeField()),
                ('held_until', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('reason', models.TextField(blank=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('begun_at', models.DateTimeField(blank=True, null=True)),
                ('name', models.CharField(max_length=12)),
                ('lists', models.JSONField(default=list)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='delivery.reader')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('newsletter_id', models.BigIntegerField()),
                ('source', models.CharField(choices=[('form', 'sign-up form'), ('import', 'import'), ('editor', 'editor')], default='form', max_length=6)),
                ('asked_at', models.DateTimeField()),
                ('joined_at', models.DateTimeField(blank=True, null=True)),
                ('left_at', models.DateTimeField(blank=True, null=True)),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='delivery.reader')),
            ],
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('due', 'due'), ('held', 'being sent'), ('sent', 'sent'), ('failed', 'failed'), ('gone', 'gone'), ('skipped', 'skipped'), ('unclear', 'unclear')], default='due', max_length=8)),
                ('due_at', models.DateTimeField()),
                ('held_until', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('reason', models.TextField(blank=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('begun_at', models.DateTimeField(blank=True, null=True)),
                ('mailing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='delivery.mailing')),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='delivery.reader')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Refusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('door', models.CharField(max_length=40)),
                ('reason', models.CharField(max_length=40)),
                ('count', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('day', 'door', 'reason'), name='delivery_refusals_of_a_day')],
            },
        ),
        migrations.AddIndex(
            model_name='mailing',
            index=models.Index(condition=models.Q(('state', 'due')), fields=['due_at'], name='delivery_mailing_due'),
        ),
        migrations.AddIndex(
            model_name='mailing',
            index=models.Index(fields=['created_at'], name='delivery_mailing_created'),
        ),
        migrations.AddConstraint(
            model_name='mailing',
            constraint=models.UniqueConstraint(fields=('letter_id',), name='delivery_letter_mailed_once'),
        ),
        migrations.AddConstraint(
            model_name='mailing',
            constraint=models.UniqueConstraint(fields=('telling', 'newsletter_id'), name='delivery_breaking_once'),
        ),
        migrations.AddIndex(
            model_name='note',
            index=models.Index(condition=models.Q(('state__in', ('due', 'held'))), fields=['due_at'], name='delivery_note_due'),
        ),
        migrations.AddIndex(
            model_name='membership',
            index=models.Index(condition=models.Q(('joined_at__isnull', False), ('left_at', None)), fields=['newsletter_id', 'reader'], name='delivery_on_list'),
        ),
        migrations.AddIndex(
            model_name='membership',
            index=models.Index(fields=['joined_at'], name='delivery_joined'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(fields=('reader', 'newsletter_id'), name='delivery_once_on_a_list'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(condition=models.Q(('state__in', ('due', 'held'))), fields=['due_at'], name='delivery_letter_due'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(fields=['settled_at'], name='delivery_letter_settled'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(fields=('mailing', 'reader'), name='delivery_one_copy_a_reader'),
        ),
    ]
