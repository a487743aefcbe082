"""Newsletters, their letters, and where readers are asked to subscribe."""

import django.db.models.deletion
import masthead.newsroom.fields
import masthead.newsroom.languages
import masthead.newsroom.models.newsletters
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add them."""

    dependencies = [
        ('newsroom', '0010_telling'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.AlterField(
            model_name='event',
            name='subject',
            field=models.CharField(choices=[('home', 'Home'), ('section', 'Section'), ('article', 'Article'), ('standing', 'Standing'), ('newsletter', 'Newsletter'), ('letter', 'Letter'), ('contributor', 'Contributor'), ('topic', 'Topic'), ('picture', 'Picture'), ('document', 'Document'), ('frame', 'Frame'), ('redirect', 'Redirect')], max_length=20),
        ),
        migrations.CreateModel(
            name='LetterPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('social_title', models.CharField(blank=True, max_length=200, verbose_name='title for social cards')),
                ('social_description', models.TextField(blank=True, verbose_name='description for social cards')),
                ('preheader', models.CharField(blank=True, help_text='What mailboxes show after the subject: a sentence that makes readers open the letter.', max_length=200, verbose_name='preheader')),
                ('body', masthead.newsroom.fields.BodyField([], blank=True, verbose_name='text')),
                ('language', models.CharField(blank=True, choices=masthead.newsroom.languages.language_choices, help_text='Leave it empty for that of the newsletter.', max_length=20, verbose_name='language')),
                ('is_mailed', models.BooleanField(default=True, help_text='Otherwise it stands in the archive alone.', verbose_name='sent to subscribers')),
                ('social_image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='newsroom.picture', verbose_name='image for social cards')),
            ],
            options={
                'verbose_name': 'letter',
                'verbose_name_plural': 'letters',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='LetterPiece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('note', wagtail.fields.RichTextField(blank=True, help_text='It stands in place of the standfirst.', verbose_name='note')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='newsroom.articlepage', verbose_name='piece')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='pieces', to='newsroom.letterpage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NewsletterPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('social_title', models.CharField(blank=True, max_length=200, verbose_name='title for social cards')),
                ('social_description', models.TextField(blank=True, verbose_name='description for social cards')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('sender_name', models.CharField(blank=True, help_text="Leave it empty for the publication's own name.", max_length=120, verbose_name='sender')),
                ('cadence', models.CharField(choices=[('single', 'when editors write one'), ('daily', 'every day, filled with what is new'), ('weekly', 'every week, filled with what is new'), ('breaking', 'for each piece that is told as breaking news')], default='single', max_length=10, verbose_name='when letters come')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')], default=4, help_text='For a weekly letter.', verbose_name='day of the week')),
                ('hour', models.PositiveSmallIntegerField(choices=masthead.newsroom.models.newsletters.hour_choices, default=7, help_text="For a daily or weekly letter, in the site's time zone.", verbose_name='hour')),
                ('most_pieces', models.PositiveSmallIntegerField(default=10, verbose_name='pieces at most')),
                ('is_automatic', models.BooleanField(default=False, help_text='Otherwise each letter waits as a draft, and editors are told.', verbose_name='sent without an editor')),
                ('language', models.CharField(blank=True, choices=masthead.newsroom.languages.language_choices, help_text="Leave it empty for the site's own. Pieces in other languages do not fill its letters.", max_length=20, verbose_name='language')),
                ('section', models.ForeignKey(blank=True, help_text='Its pieces fill the letters, with those of the sections below it. Leave it empty for all pieces.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='newsroom.sectionpage', verbose_name='section')),
                ('social_image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='newsroom.picture', verbose_name='image for social cards')),
            ],
            options={
                'verbose_name': 'newsletter',
                'verbose_name_plural': 'newsletters',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.AddField(
            model_name='identity',
            name='article_newsletter',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='newsroom.newsletterpage', verbose_name='at the end of every piece'),
        ),
        migrations.AddField(
            model_name='identity',
            name='footer_newsletter',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='newsroom.newsletterpage', verbose_name='at the foot of every page'),
        ),
        migrations.CreateModel(
            name='Digest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(max_length=40)),
                ('until', models.DateTimeField()),
                ('written_at', models.DateTimeField(auto_now_add=True)),
                ('letter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='newsroom.letterpage')),
                ('newsletter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='digests', to='newsroom.newsletterpage')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('newsletter', 'period'), name='newsroom_one_digest_a_period')],
            },
        ),
    ]
