

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('newsroom', '0008_embed_previews'),
    ]

    operations = [
        migrations.AddField(
            model_name='articlepage',
            name='is_opinion',
            field=models.BooleanField(blank=True, choices=[(True, 'opinion'), (False, 'news')], help_text='What search engines are told of it. Leave it empty to go by its section.', null=True, verbose_name='opinion'),
        ),
        migrations.AddField(
            model_name='sectionpage',
            name='is_opinion',
            field=models.BooleanField(default=False, help_text='Search engines are told that its pieces, and those of the sections below it, are opinion.', verbose_name='opinion'),
        ),
    ]
