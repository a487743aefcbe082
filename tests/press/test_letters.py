"""Newsletters and letters in print: their pages, what they name, and what becomes of it."""

from __future__ import annotations

import re

import pytest
from everything import publish_everything

from building import edit, make_article, make_letter, make_newsletter, make_section
from editions import (
    assert_idle_is_idle,
    assert_incremental_equals_full,
    assert_no_dead_links,
    assert_plates_are_the_live_pages,
    read_edition,
)
from masthead.newsroom.models import HomePage, Identity, NewsletterPage, SectionPage
from masthead.press.actions import print_waiting
from masthead.press.models import PrintedEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def weekly(home: HomePage) -> NewsletterPage:
    return make_newsletter(home, "The Weekly", description="What matters.", cadence="weekly")


def page(name: str) -> str:
    return read_edition()[f"{name}/index.html"].decode()


def test_a_letter_is_a_page_below_its_newsletter_which_lists_it(
    weekly: NewsletterPage, news: SectionPage
) -> None:
    piece = make_article(news, "The crane", standfirst="It leans.")
    other = make_article(news, "The quay", standfirst="It sinks.")
    make_letter(
        weekly, "First letter", preheader="Read it.", pieces=[piece, other], notes=["<p>My <b>note</b>.</p>"]
    )
    print_waiting()
    letter, newsletter = page("the-weekly/first-letter"), page("the-weekly")
    assert "Dear readers." in letter
    assert "My <b>note</b>." in letter
    assert "It leans." not in letter, "a note stands in place of the standfirst"
    assert letter.index("/news/the-crane/") < letter.index("/news/the-quay/")
    assert "It sinks." in letter
    assert 'href="/the-weekly/first-letter/"' in newsletter
    assert "Read it." in newsletter
    assert "/the-weekly/first-letter/" in read_edition()["sitemaps/pages.xml"].decode()
    assert_no_dead_links()


def test_a_piece_that_is_withdrawn_drops_out_of_the_archive(
    weekly: NewsletterPage, news: SectionPage
) -> None:
    piece, other = make_article(news, "The crane"), make_article(news, "The quay")
    make_letter(weekly, "First letter", pieces=[piece, other])
    print_waiting()
    piece.unpublish()
    print_waiting()
    assert "The crane" not in page("the-weekly/first-letter")
    other.delete()
    print_waiting()
    assert "The quay" not in page("the-weekly/first-letter")
    assert_incremental_equals_full()
    assert_plates_are_the_live_pages()


def test_drafts_are_nowhere(weekly: NewsletterPage, news: SectionPage) -> None:
    secret = make_article(news, "Secret piece", is_published=False)
    make_letter(weekly, "Secret letter", is_published=False)
    letter = make_letter(weekly, "Open letter", pieces=[secret])
    edit(letter, title="Secret title", is_published=False)
    make_newsletter(HomePage.objects.get(), "Secret list").unpublish()
    print_waiting()
    assert "Open letter" in page("the-weekly")
    assert [name for name, content in read_edition().items() if b"Secret" in content] == []


def test_older_letters_stand_on_numbered_pages(
    weekly: NewsletterPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    from masthead.press.plates import listings
    from masthead.press.sheets import archives, corrections, fronts, letters, places, plan

    for module in (listings, archives, corrections, fronts, letters, places, plan):
        monkeypatch.setattr(module, "PEOPLE_CHUNK", 10)
    for number in range(1, 22):
        make_letter(weekly, f"Letter {number}")
    print_waiting()
    assert "Letter 1<" in page("the-weekly/page/1")
    assert "Letter 21<" in page("the-weekly/page/3")
    assert 'href="/the-weekly/page/1/"' in page("the-weekly")
    weekly.refresh_from_db()
    weekly.get_children().get(slug="letter-21").specific.delete()
    print_waiting()
    assert "the-weekly/page/3/index.html" not in read_edition()
    assert_incremental_equals_full()
    assert_idle_is_idle()


def test_letters_lead_to_the_one_before_and_after(weekly: NewsletterPage) -> None:
    for name in ("First", "Second", "Third"):
        make_letter(weekly, name)
    print_waiting()
    assert re.findall(r'beside-(\w+)" href="([^"]+)"', page("the-weekly/second")) == [
        ("previous", "/the-weekly/first/"),
        ("next", "/the-weekly/third/"),
    ]


def test_the_form_posts_to_the_door_without_scripts(weekly: NewsletterPage, news: SectionPage) -> None:
    make_article(news, "The crane")
    identity = Identity.load()
    identity.article_newsletter = weekly
    identity.save()
    print_waiting()
    form = re.search(
        r'<form class="signup" method="post" action="/doors/mail/subscribe".*?</form>',
        page("news/the-crane"),
        re.S,
    )
    assert form
    assert f'name="list" value="{weekly.pk}"' in form[0]
    assert set(re.findall(r'name="(\w+)"', form[0])) == {"list", "language", "permit", "website", "address"}
    assert 'class="signup"' in page("the-weekly")
    assert 'class="signup"' not in read_edition()["index.html"].decode()
    identity.footer_newsletter = weekly
    identity.save()
    print_waiting()
    assert 'class="signup"' in read_edition()["index.html"].decode()
    weekly.unpublish()
    print_waiting()
    assert b'class="signup"' not in b"".join(read_edition().values())
    assert_incremental_equals_full()


def test_a_section_asks_to_subscribe_to_the_newsletter_that_it_fills(
    home: HomePage, news: SectionPage
) -> None:
    culture = make_section(home, "Culture")
    for section in (news, culture):
        make_article(section, "A piece")
    daily = make_newsletter(home, "Daily", section=news)
    print_waiting()
    assert f'name="list" value="{daily.pk}"' in page("news")
    assert 'class="signup"' not in page("culture")
    edit(daily, section=culture)
    print_waiting()
    assert 'class="signup"' not in page("news")
    assert 'class="signup"' in page("culture")
    culture.delete()
    print_waiting()
    assert_plates_are_the_live_pages()
    assert_incremental_equals_full()


def test_delivery_hears_of_a_letter_once_it_stands_in_print(weekly: NewsletterPage) -> None:
    print_waiting()
    PrintedEvent.objects.all().delete()
    letter = make_letter(weekly, "First")
    print_waiting()
    edit(letter, title="First, again")
    print_waiting()
    letter.refresh_from_db()
    letter.unpublish()
    print_waiting()
    told = (
        PrintedEvent.objects.filter(kind="letter").order_by("id").values_list("thing_id", "change", "address")
    )
    assert [*told] == [(letter.pk, change, "/the-weekly/first/") for change in ("new", "again", "withdrawn")]


def test_a_newsletter_that_moves_takes_its_letters_along(weekly: NewsletterPage) -> None:
    make_letter(weekly, "First")
    print_waiting()
    edit(weekly, slug="weekly", title="Weekly")
    print_waiting()
    assert "First" in page("weekly/first")
    assert "weekly/index.html" in read_edition()
    assert "the-weekly/first/index.html" not in read_edition()
    assert_incremental_equals_full()
    assert_no_dead_links()


def test_everything_that_a_publication_shows_can_be_in_a_letter(home: HomePage, news: SectionPage) -> None:
    piece = publish_everything(home, news)
    make_section(home, "Culture")
    weekly = make_newsletter(home, "All", language="fa")
    make_letter(
        weekly, "Everything", body=[(one.block_type, one.value) for one in piece.body], pieces=[piece]
    )
    print_waiting()
    assert 'lang="fa" dir="rtl"' in page("all/everything")
    assert_incremental_equals_full()
    assert_no_dead_links()
