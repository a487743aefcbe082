"""Whether readers are told of a piece, and who may tell them of breaking news."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add them."""

    dependencies = [
        ('newsroom', '0009_opinion'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='articlepage',
            options={'permissions': [('tell_breaking', 'Can tell readers of a piece as breaking news')], 'verbose_name': 'article', 'verbose_name_plural': 'articles'},
        ),
        migrations.AddField(
            model_name='articlepage',
            name='telling',
            field=models.CharField(blank=True, choices=[('', 'those who asked for it'), ('breaking', 'as breaking news, at once'), ('skip', 'nobody')], default='', help_text='Who hears of the piece on their devices and by mail once it stands in print, and only once.', max_length=10, verbose_name='readers who are told'),
        ),
    ]
