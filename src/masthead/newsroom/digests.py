"""Letters that fill themselves: which are due, and writing them once each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from .conf import newsroom_conf
from .models import ArticlePage, Digest, LeadStory, LetterPage, LetterPiece, NewsletterPage
from .tasks import tell_of_letter

__all__ = ["due_periods", "write_digests"]

# A piece that was shown longer ago is no news, even where nobody was told of it yet.
_FRESH_FOR = timedelta(days=2)
_STEPS = {
    NewsletterPage.Cadence.DAILY.value: timedelta(days=1),
    NewsletterPage.Cadence.WEEKLY.value: timedelta(days=7),
}
_LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class Period:
    """What one letter is about.

    Attributes:
        name: tells it from the other periods of the newsletter.
        since, until: pieces that appeared from the one on and before the other are in the letter.
        article_id: the only piece, for breaking news.
    """

    name: str
    since: datetime
    until: datetime
    article_id: int | None = None


def due_periods(newsletter: NewsletterPage, now: datetime) -> Iterator[Period]:
    """Yield the periods of a live newsletter whose letter is due and was not written yet."""
    begun = newsletter.first_published_at
    if begun is None:
        return
    if newsletter.cadence == NewsletterPage.Cadence.BREAKING:
        yield from _breaking(newsletter, max(begun, now - _FRESH_FOR), now + timedelta(seconds=1))
        return
    step = _STEPS.get(newsletter.cadence)
    if step is None:
        return
    until = _last_due(newsletter, now, step)
    # A newsletter begins with what appears after it: it owes no letter for the time before.
    if until <= begun or newsletter.digests.filter(period=until.date().isoformat()).exists():
        return
    last = newsletter.digests.filter(until__lt=until).order_by("-until").first()
    yield Period(until.date().isoformat(), last.until if last else until - step, until)


def _last_due(newsletter: NewsletterPage, now: datetime, step: timedelta) -> datetime:
    """Return the last moment, in the site's time zone, at which a letter of the newsletter was to come."""
    zone = timezone.get_default_timezone()
    day = now.astimezone(zone).date()
    if newsletter.cadence == NewsletterPage.Cadence.WEEKLY:
        day -= timedelta(days=(day.weekday() - newsletter.weekday) % 7)
    due = datetime.combine(day, time(newsletter.hour), zone)
    return due if due <= now else datetime.combine(day - step, time(newsletter.hour), zone)


def _breaking(newsletter: NewsletterPage, since: datetime, until: datetime) -> Iterator[Period]:
    written = set(newsletter.digests.filter(until__gt=since - _FRESH_FOR).values_list("period", flat=True))
    pieces = _pieces(newsletter, Period("", since, until)).filter(telling=ArticlePage.Telling.BREAKING)
    for article in pieces.order_by("first_published_at"):
        if f"article-{article.pk}" not in written:
            yield Period(f"article-{article.pk}", since, until, article.pk)


def _pieces(newsletter: NewsletterPage, period: Period) -> QuerySet[ArticlePage]:
    """Return the pieces that readers can see and that the newsletter's letter of a period may hold."""
    pieces = (
        ArticlePage.objects.live()
        .public()
        .filter(
            # What an import brings, or is dated back far, is no news to anybody.
            Q(published_at=None) | Q(published_at__gte=period.since - _FRESH_FOR),
            first_published_at__gte=period.since,
            first_published_at__lt=period.until,
        )
    )
    own = newsroom_conf().language
    language = newsletter.language or own
    pieces = pieces.filter(language__in=[language, ""] if language == own else [language])
    if newsletter.section is not None:
        pieces = pieces.descendant_of(newsletter.section)
    return pieces.filter(pk=period.article_id) if period.article_id else pieces


def _chosen(newsletter: NewsletterPage, period: Period) -> list[ArticlePage]:
    """Return the pieces of a letter: what leads the front by hand, then the newest."""
    leads = LeadStory.objects.order_by("sort_order").values_list("article_id", flat=True)
    places = {article_id: place for place, article_id in enumerate(leads)}
    pieces = [(one, one.shown_at) for one in _pieces(newsletter, period)]
    shown = [(places.get(one.pk, len(places)), -at.timestamp(), -one.pk, one) for one, at in pieces if at]
    return [one for *_, one in sorted(shown, key=lambda each: each[:3])][: newsletter.most_pieces]


@transaction.atomic
def write_digests(newsletter: NewsletterPage) -> list[LetterPage]:
    """Write the letters of a newsletter that are due: each period's once, whoever asks and however often.

    An automatic newsletter's are published, another's wait as drafts, and editors are told. Where no piece
    appeared there is no letter.

    Returns:
        The letters that were written now.
    """
    letters = []
    for period in due_periods(newsletter, timezone.now()):
        digest, is_new = Digest.objects.get_or_create(
            newsletter=newsletter, period=period.name, defaults={"until": period.until}
        )
        pieces = _chosen(newsletter, period) if is_new else []
        if pieces:
            digest.letter = _write(newsletter, period, pieces)
            digest.save(update_fields=["letter"])
            letters.append(digest.letter)
    return letters


def _write(newsletter: NewsletterPage, period: Period, pieces: list[ArticlePage]) -> LetterPage:
    letter = LetterPage(
        title=_shortened(pieces[0].title) or newsletter.title,
        slug=_free_slug(newsletter, pieces[0].slug if period.article_id else period.name),
        preheader=_shortened(" · ".join(one.title for one in pieces[1:])) or _shortened(pieces[0].standfirst),
        language=newsletter.language,
        live=False,
        has_unpublished_changes=True,
    )
    # The newsletter's place in the tree changed with its earlier letters.
    NewsletterPage.objects.get(pk=newsletter.pk).add_child(instance=letter)
    letter.pieces = [LetterPiece(article=one, sort_order=place) for place, one in enumerate(pieces)]
    revision = letter.save_revision()
    if newsletter.is_automatic:
        revision.publish()
        letter.refresh_from_db()
    else:
        transaction.on_commit(partial(tell_of_letter.enqueue, letter.pk))
    return letter


def _shortened(text: str) -> str:
    """Return a text as one line that its field can hold, cut between words."""
    line = " ".join(text.split())
    if len(line) <= _LONGEST_SUBJECT:
        return line
    return line[: _LONGEST_SUBJECT - 1].rsplit(" ", 1)[0] + "…"


def _free_slug(newsletter: NewsletterPage, wanted: str) -> str:
    taken = set(newsletter.get_children().filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (wanted, *numbered) if one not in taken)
