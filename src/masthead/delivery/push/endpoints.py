"""Where notices may be sent: push services on the public network, whatever a request says."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from urllib.parse import SplitResult, urlsplit

from masthead.delivery.conf import delivery_conf
from masthead.delivery.errors import RefusedError
from masthead.kit.fetching import FetchRefusedError, HostSilentError, public_addresses

__all__ = ["check_endpoint", "is_test_host", "service_of"]

_LONGEST = 1000
_WAIT_S = 3.0
_KNOWN_FOR_S = 3600.0
_MOST_KNOWN = 256

# Host → until when it is known to be public. A handful of services serve all browsers.
_known: dict[str, float] = {}
# Two at a time: names that take long to look up must not take the newsroom's threads.
_lookups = ThreadPoolExecutor(max_workers=2, thread_name_prefix="push-hosts")


def check_endpoint(endpoint: str) -> None:
    """Make sure that an endpoint is an https address of a public host, by its form and by the name's addresses.

    Whoever sends looks again: a name can lead elsewhere by then.

    Raises:
        RefusedError: it is not, or that cannot be said now.
    """
    parts = _checked(endpoint)
    host = (parts.hostname or "").lower()
    if is_test_host(parts.netloc) or _known.get(host, 0.0) > time.monotonic():
        return
    lookup = _lookups.submit(public_addresses, host, 443)
    try:
        lookup.result(_WAIT_S)
    except (HostSilentError, FutureTimeoutError) as error:
        # What nobody waits for any more must not keep the next ones waiting.
        lookup.cancel()
        raise RefusedError("silent", "The push service could not be found just now.", 503) from error
    except FetchRefusedError as error:
        raise RefusedError("endpoint", "The endpoint is not on the public network.") from error
    if len(_known) >= _MOST_KNOWN:
        _known.clear()
    _known[host] = time.monotonic() + _KNOWN_FOR_S


def service_of(endpoint: str) -> str:
    """Return the origin of an endpoint: its scheme and host, and its port where it is another than the usual one.

    Raises:
        RefusedError: its form is not that of a push service's address.
    """
    parts = _checked(endpoint)
    return f"{parts.scheme}://{parts.netloc.lower()}".removesuffix(":443")


def is_test_host(netloc: str) -> bool:
    """Tell whether a host, with its port if that is not the usual one, counts as a push service wherever it is."""
    return netloc.lower() in delivery_conf().push_test_hosts


def _checked(endpoint: str) -> SplitResult:
    """Take an endpoint apart and check its form.

    Raises:
        RefusedError: it is no https address that could be on the public network.
    """
    parts = _parts(endpoint)
    host = parts.hostname or ""
    if is_test_host(parts.netloc):
        return parts
    if parts.scheme != "https" or not host or parts.port not in {None, 443} or "@" in parts.netloc:
        raise RefusedError("endpoint", "The endpoint is no https address of a push service.")
    if "." not in host and ":" not in host:
        raise RefusedError("endpoint", "The endpoint is not on the public network.")
    return parts


def _parts(endpoint: str) -> SplitResult:
    if not endpoint or len(endpoint) > _LONGEST or not endpoint.isascii() or not endpoint.isprintable():
        raise RefusedError("endpoint", "The endpoint is no address of a push service.")
    try:
        parts = urlsplit(endpoint)
        _ = parts.port
    except ValueError as error:
        raise RefusedError("endpoint", "The endpoint is no address of a push service.") from error
    if parts.scheme not in {"http", "https"} or parts.fragment or " " in endpoint:
        raise RefusedError("endpoint", "The endpoint is no address of a push service.")
    return parts
