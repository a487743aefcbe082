"""The page on which a reader chooses what a device tells."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect
from playwright.sync_api import Page as BrowserPage
from test_reader_doors import (  # noqa: F401 - fixtures
    context,
    device,
    reader,
    site,
)

from building import make_article, make_contributor, make_section
from masthead.delivery.models import Choice, Subscription
from masthead.newsroom.models import SectionPage
from masthead.press.actions import print_waiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def wait_until(is_true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not is_true():
        assert time.monotonic() < deadline, "It does not become true."
        time.sleep(0.05)


def kept() -> list[tuple[str, int, bool]]:
    return sorted(Choice.objects.values_list("kind", "thing_id", "with_children"))


def test_a_reader_chooses_and_each_change_is_kept(reader: BrowserPage, news: SectionPage) -> None:  # noqa: F811
    local, person = make_section(news, "Local"), make_contributor()
    make_article(news, "The ferry", byline=[person])
    print_waiting()
    reader.goto("/notices/")
    note = reader.get_by_role("status")
    expect(note).to_have_text("This device gets no notices. Choose something to turn them on.")
    reader.get_by_label("News", exact=True).check()
    expect(note).to_have_text("Saved.")
    assert kept() == [("section", news.pk, True)]
    expect(reader.get_by_label("News", exact=True)).to_be_enabled()
    expect(reader.get_by_label("Local")).to_be_disabled()
    reader.get_by_label("with its subsections").uncheck()
    expect(reader.get_by_label("Local")).to_be_enabled()
    reader.get_by_label("Breaking news Rare").check()
    reader.get_by_label("From").select_option("22")
    reader.get_by_label("Until").select_option("7")
    reader.get_by_label("Breaking news may come").check()
    wait_until(lambda: Subscription.objects.get().is_woken_by_breaking)
    Choice.objects.create(subscription=Subscription.objects.get(), kind="contributor", thing_id=person.pk)
    reader.reload()
    expect(reader.get_by_label("Ada Writer")).to_be_checked()
    expect(reader.get_by_label("Breaking news Rare")).to_be_checked()
    expect(reader.get_by_label("with its subsections")).not_to_be_checked()
    expect(reader.get_by_label("From")).to_have_value("22")
    expect(reader.get_by_label("Breaking news may come")).to_be_checked()
    assert {one[:2] for one in kept()} == {("breaking", 0), ("contributor", person.pk), ("section", news.pk)}
    one = Subscription.objects.get()
    assert (one.quiet_from, one.quiet_until, one.is_woken_by_breaking) == (22, 7, True)
    reader.get_by_role("button", name="Turn all off").click()
    expect(note).to_have_text("All notices are off on this device.")
    assert not Subscription.objects.exists()
    assert local.pk


def test_who_refuses_learns_how_to_allow(reader: BrowserPage, news: SectionPage) -> None:  # noqa: F811
    reader.goto("/notices/")
    reader.evaluate("localStorage.answer = 'denied'")
    reader.get_by_label("News", exact=True).check()
    expect(reader.get_by_role("status")).to_contain_text("Your browser blocks notices")
    assert not Subscription.objects.exists()


def test_without_scripts_the_page_says_what_it_needs(context: BrowserContext, site: str) -> None:  # noqa: F811
    browser = context.browser
    assert browser is not None
    page = browser.new_context(base_url=site, java_script_enabled=False).new_page()
    page.goto("/notices/")
    expect(page.get_by_role("status")).to_contain_text("needs a browser with scripts")
    expect(page.get_by_role("checkbox")).to_have_count(0)
