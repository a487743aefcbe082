"""A reader meets the doors in a real browser: notices about a section, sharing, and being counted."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connections
from django.utils import timezone
from playwright.sync_api import BrowserContext, expect, sync_playwright
from playwright.sync_api import Page as BrowserPage
from reader_site import reader_site

from building import make_article
from masthead.delivery.models import Choice, Subscription
from masthead.delivery.push import doors
from masthead.newsroom.models import ArticlePage, SectionPage
from masthead.press.actions import print_waiting
from masthead.reader.batches import write_shares

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BROWSER = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
)
SERVICE = "push.test:8443"

# The browser's push service is out of reach here: this stands in for it, in the browser alone.
PUSH_SERVICE = """
(() => {
  const DEVICE = %s;
  Object.defineProperty(Notification, "permission", { get: () => localStorage.permission ?? "default" });
  Notification.requestPermission = async () => {
    if (localStorage.answer !== "dismissed") localStorage.permission = localStorage.answer ?? "granted";
    return Notification.permission;
  };
  navigator.permissions.query = async () => ({});
  const made = (endpoint) => endpoint && ({
    endpoint,
    options: { applicationServerKey: Uint8Array.from(JSON.parse(localStorage.madeWith)).buffer },
    toJSON: () => ({ endpoint, expirationTime: null, keys: DEVICE.keys }),
    unsubscribe: async () => { delete localStorage.endpoint; return true; },
  });
  PushManager.prototype.getSubscription = async () => made(localStorage.endpoint) || null;
  PushManager.prototype.subscribe = async (options) => {
    if (!options.userVisibleOnly) throw new Error("Chromium asks for that");
    localStorage.madeWith = JSON.stringify([...options.applicationServerKey]);
    localStorage.endpoint = DEVICE.endpoint + Math.random();
    return made(localStorage.endpoint);
  };
})();
"""


@pytest.fixture
def site(live_server: Any, news: SectionPage, data_path: Path, settings: Any) -> Iterator[str]:
    settings.MASTHEAD = {**settings.MASTHEAD, "PUSH_TEST_HOSTS": (SERVICE,)}
    doors.forget_clients()
    make_article(news, "The harbour wakes up", body="<p>" + "Words of some length. " * 200 + "</p>")
    print_waiting()
    with reader_site(data_path, live_server.url) as address:
        yield address


@pytest.fixture
def context(site: str) -> Iterator[BrowserContext]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-background-networking"]
        )
        made = browser.new_context(base_url=site, user_agent=BROWSER)
        made.set_default_timeout(15_000)
        yield made
        browser.close()
        connections.close_all()


@pytest.fixture
def device() -> dict[str, Any]:
    def encoded(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    point = (
        ec.generate_private_key(ec.SECP256R1())
        .public_key()
        .public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    )
    keys = {"p256dh": encoded(point), "auth": encoded(secrets.token_bytes(16))}
    return {"endpoint": f"https://{SERVICE}/", "keys": keys}


@pytest.fixture
def reader(context: BrowserContext, device: dict[str, Any]) -> BrowserPage:
    context.add_init_script(PUSH_SERVICE % json.dumps(device))
    return context.new_page()


def open_section(reader: BrowserPage) -> Any:
    reader.goto("/news/")
    box = reader.locator(".push")
    box.scroll_into_view_if_needed()
    return box


def test_a_reader_turns_notices_on_and_off_and_the_button_tells_the_truth(
    reader: BrowserPage, news: SectionPage
) -> None:
    box = open_section(reader)
    expect(box).to_contain_text("Get real-time updates about News on your device")
    box.get_by_role("button", name="Turn on").click()
    expect(box).to_contain_text("You get updates on this device.")
    assert [one.thing_id for one in Choice.objects.all()] == [news.pk]
    assert Subscription.objects.get().language == "en"
    box = open_section(reader)
    expect(box.get_by_role("button")).to_have_text("Turn off")
    # What the door says counts, not what the page remembers.
    Choice.objects.all().delete()
    box = open_section(reader)
    expect(box.get_by_role("button")).to_have_text("Turn on")
    box.get_by_role("button").click()
    expect(box.get_by_role("button")).to_have_text("Turn off")
    box.get_by_role("button").click()
    expect(box.get_by_role("button")).to_have_text("Turn on")
    assert not Subscription.objects.exists()
    assert reader.evaluate("localStorage.endpoint") is None
    expect(open_section(reader).get_by_role("button")).to_have_text("Turn on")


def test_a_refusal_is_explained_and_undone_when_the_browser_allows_again(reader: BrowserPage) -> None:
    box = open_section(reader)
    reader.evaluate("localStorage.answer = 'denied'")
    box.get_by_role("button").click()
    expect(box).to_contain_text("Your browser blocks notices")
    expect(box.get_by_role("button")).to_have_count(0)
    box = open_section(reader)
    expect(box).to_contain_text("Your browser blocks notices")
    reader.evaluate("localStorage.permission = 'default'; localStorage.answer = 'dismissed'")
    box = open_section(reader)
    box.get_by_role("button", name="Turn on").click()
    expect(box.get_by_role("button")).to_have_text("Turn on")
    assert not Subscription.objects.exists()


def test_a_closed_door_leaves_a_way_to_try_again(reader: BrowserPage) -> None:
    box = open_section(reader)
    expect(box.get_by_role("button")).to_have_text("Turn on")
    reader.route("**/doors/push/**", lambda route: route.fulfill(status=503, body="<h1>Back soon</h1>"))
    box.get_by_role("button").click()
    expect(box).to_contain_text("That did not work. Please try again.")
    assert not Subscription.objects.exists()
    reader.unroute("**/doors/push/**")
    box.get_by_role("button").click()
    expect(box.get_by_role("button")).to_have_text("Turn off")
    reader.route("**/doors/push/**", lambda route: route.abort())
    box = open_section(reader)
    expect(box).to_contain_text("cannot be reached")
    reader.unroute("**/doors/push/**")
    box.get_by_role("button", name="Try again").click()
    expect(box.get_by_role("button")).to_have_text("Turn off")


def test_where_the_browser_cannot_nothing_dead_is_shown(context: BrowserContext) -> None:
    context.add_init_script("delete window.PushManager")
    page = context.new_page()
    page.goto("/news/")
    expect(page.locator(".push")).to_be_hidden()


def test_without_scripts_nothing_dead_is_shown(context: BrowserContext, site: str) -> None:
    browser = context.browser
    assert browser is not None
    page = browser.new_context(base_url=site, java_script_enabled=False).new_page()
    page.goto("/news/")
    expect(page.locator(".push")).to_be_hidden()
    page.goto("/news/the-harbour-wakes-up/")
    expect(page.get_by_role("link", name="Telegram")).to_be_visible()
    expect(page.locator(".share-count")).to_be_hidden()


def test_a_notice_is_shown_and_a_click_opens_its_page(
    context: BrowserContext, site: str, news: SectionPage, device: dict[str, Any]
) -> None:
    context.grant_permissions(["notifications"])
    kept = Subscription.objects.create(
        endpoint=device["endpoint"], **device["keys"], last_seen_at=timezone.now()
    )
    Choice.objects.create(subscription=kept, thing_id=news.pk)
    page = context.new_page()
    page.goto("/news/")
    session = context.new_cdp_session(page)
    registrations: list[str] = []

    def note(event: dict[str, Any]) -> None:
        registrations.extend(one["registrationId"] for one in event["registrations"])

    session.on("ServiceWorker.workerRegistrationUpdated", note)
    session.send("ServiceWorker.enable")
    page.evaluate("navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready)")
    worker = (
        context.service_workers[0] if context.service_workers else context.wait_for_event("serviceworker")
    )
    notice = {
        "title": "The harbour wakes up", "body": "At last.", "url": "/news/the-harbour-wakes-up/", "tag": "7",
        "because": f"section:{news.pk}", "stop": "Unsubscribe: News", "choose": "Choose notices",
        "icon": "https://evil.example/spy.png",
    }  # fmt: skip
    for data in (
        json.dumps(notice),
        "plain words",
        json.dumps({"title": "Elsewhere", "url": "https://evil.example/"}),
    ):
        session.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": site, "registrationId": registrations[-1], "data": data},
        )
    page.wait_for_function(
        "async () => (await (await navigator.serviceWorker.ready).getNotifications()).length === 3"
    )
    shown = page.evaluate(
        "async () => (await (await navigator.serviceWorker.ready).getNotifications())"
        ".map(({title, body, icon, data}) => [title, body, icon, data.url])"
    )
    icon = f"{site}/icons/icon-192.png"
    assert sorted(shown) == [
        ["Elsewhere", "", icon, f"{site}/"],
        ["The Test Courier", "plain words", icon, f"{site}/"],
        ["The harbour wakes up", "At last.", icon, f"{site}/news/the-harbour-wakes-up/"],
    ]
    # A browser opens and focuses windows for a hand on the notice alone: that much is stood in for.
    opened = """async (title) => {
      const done = new Promise((resolve) => {
        self.clients.openWindow = async (url) => resolve(["opened", url]);
        WindowClient.prototype.focus = async function () { resolve(["focused", this.url]); };
      });
      const [notification] = (await self.registration.getNotifications()).filter((one) => one.title === title);
      self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
      return done;
    }"""
    actions = page.evaluate(
        "async () => (await (await navigator.serviceWorker.ready).getNotifications())"
        ".flatMap(({actions}) => actions.map(({action, title}) => `${action}: ${title}`))"
    )
    assert sorted(actions) == ["choose: Choose notices", "stop: Unsubscribe: News"]
    # The notice itself ends what it was sent for, with no page open.
    stopped = """async (subscription) => {
      PushManager.prototype.getSubscription = async () => ({
        ...subscription, toJSON: () => subscription, unsubscribe: async () => { self.isOver = true; },
      });
      const [notification] = (await self.registration.getNotifications()).filter((one) => one.data.because);
      const event = new NotificationEvent("notificationclick", { notification, action: "stop" });
      self.dispatchEvent(event);
      while (!self.isOver) await new Promise((resolve) => setTimeout(resolve, 20));
      return self.isOver;
    }"""
    assert worker.evaluate(stopped, device)
    assert not Subscription.objects.exists()
    session.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": site, "registrationId": registrations[-1], "data": json.dumps(notice)},
    )
    page.wait_for_function(
        "async () => (await (await navigator.serviceWorker.ready).getNotifications()).length === 3"
    )
    piece = f"{site}/news/the-harbour-wakes-up/"
    assert worker.evaluate(opened, "Elsewhere") == ["opened", f"{site}/"]
    page.goto("/news/the-harbour-wakes-up/")
    assert worker.evaluate(opened, "The harbour wakes up") == ["focused", piece]


def test_a_reading_is_counted_after_some_seconds_in_view_and_a_share_when_clicked(
    context: BrowserContext, data_path: Path
) -> None:
    article = ArticlePage.objects.get()
    write_shares(data_path / "counts", [(article.pk, 1234)])
    page = context.new_page()
    page.clock.install()
    told: list[tuple[str, str | None, int]] = []

    def note(request: Any) -> None:
        if request.method == "POST":
            told.append((request.url.rpartition("/")[2], request.post_data, request.response().status))

    page.on("requestfinished", note)
    page.goto("/news/the-harbour-wakes-up/")
    page.clock.fast_forward(4000)
    assert told == []
    with page.expect_event("requestfinished", lambda request: request.url.endswith("/doors/read")):
        page.clock.fast_forward(2000)
    share = page.locator(".share")
    share.scroll_into_view_if_needed()
    expect(share).to_contain_text("Shared 1,234 times")
    context.route("https://t.me/**", lambda route: route.fulfill(body="Telegram"))
    with page.expect_event("requestfinished", lambda request: request.url.endswith("/doors/shared")):
        share.get_by_role("link", name="Copy link").click()
    assert told == [("read", str(article.pk), 204), ("shared", str(article.pk), 204)]


@pytest.mark.parametrize("wish", ["globalPrivacyControl", "doNotTrack"])
def test_who_does_not_want_to_be_counted_is_not_even_asked(context: BrowserContext, wish: str) -> None:
    value = "true" if wish == "globalPrivacyControl" else "'1'"
    context.add_init_script(f"Object.defineProperty(navigator, '{wish}', {{ get: () => {value} }})")
    page = context.new_page()
    page.clock.install()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    page.goto("/news/the-harbour-wakes-up/")
    page.clock.fast_forward(60_000)
    page.locator(".share").get_by_role("link", name="Copy link").click()
    page.wait_for_function("document.querySelector('.share')")
    assert asked == []
