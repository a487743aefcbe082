"""Which addresses of apprise a channel may have: networks of messages, on hosts of the public network."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from masthead.delivery.conf import delivery_conf
from masthead.delivery.errors import RefusedError
from masthead.kit.fetching import FetchRefusedError, HostSilentError, public_addresses

if TYPE_CHECKING:
    from apprise.plugins.base import NotifyBase

__all__ = ["NETWORKS", "check_channel_address", "host_is_allowed", "network_of_address", "open_channel"]

# Scheme of apprise → the network's name. What runs programs, writes to this machine, or posts raw requests is not
# among them; mail has a room of its own.
_FIXED = {
    "tgram": "Telegram",
    "bluesky": "Bluesky",
    "slack": "Slack",
    "discord": "Discord",
    "reddit": "Reddit",
    "x": "X",
    "line": "LINE",
    "viber": "Viber",
    "webexteams": "Webex",
    "wxteams": "Webex",
    "gchat": "Google Chat",
    "msteams": "Microsoft Teams",
    "zulip": "Zulip",
    "revolt": "Revolt",
    "guilded": "Guilded",
}
# Networks whose server anybody can run: its host is looked at too.
_HOSTED = {
    "mastodon": "Mastodon",
    "mastodons": "Mastodon",
    "toot": "Mastodon",
    "toots": "Mastodon",
    "matrix": "Matrix",
    "matrixs": "Matrix",
    "mmost": "Mattermost",
    "mmosts": "Mattermost",
    "rocket": "Rocket.Chat",
    "rockets": "Rocket.Chat",
    "ncloud": "Nextcloud",
    "nclouds": "Nextcloud",
    "nctalk": "Nextcloud Talk",
    "nctalks": "Nextcloud Talk",
    "misskey": "Misskey",
    "misskeys": "Misskey",
    "ntfy": "ntfy",
    "ntfys": "ntfy",
    "gotify": "Gotify",
    "gotifys": "Gotify",
}
NETWORKS = tuple(sorted({*_FIXED.values(), *_HOSTED.values()}))
_LONGEST = 2000
# These change whether certificates are checked, where a request goes and how long it may take.
_FORBIDDEN_OPTIONS = ("verify", "cto", "rto", "redirect", "redirects")
# Apprise takes a semicolon for an ampersand, and finds options behind a # too.
_OPTION = re.compile(r"[?&;]([^=&;?#]*)")


def network_of_address(address: str) -> str:
    """Return the name of an address's network; empty where it is none that can be used."""
    scheme = address.partition("://")[0].strip().lower()
    return _FIXED.get(scheme) or _HOSTED.get(scheme, "")


def check_channel_address(address: str) -> None:
    """Make sure that an address is one of a network that can be used, on a host that may be reached.

    Raises:
        RefusedError: it is not; the sentence names no part of the address, which holds secrets.
    """
    if not address or len(address) > _LONGEST or re.search(r"\s", address):
        raise RefusedError("address", "That is no address of a channel, or too long. Spaces are not allowed.")
    if not network_of_address(address):
        raise RefusedError(
            "network", f"That network is not among those that can be used: {', '.join(NETWORKS)}."
        )
    options = {unquote(name).strip().lower() for name in _OPTION.findall(address)}
    if forbidden := [one for one in _FORBIDDEN_OPTIONS if one in options]:
        raise RefusedError("option", f"The option “{forbidden[0]}” is not allowed in the address.")
    service = open_channel(address)
    # However apprise came to it.
    if not service.verify_certificate or service.redirects:
        raise RefusedError(
            "option", "Options about certificates and redirects are not allowed in the address."
        )
    # Where one of several failed, trying again would post to the others twice.
    if max(len(service), *(len(getattr(service, name, None) or ()) for name in ("targets", "rooms"))) > 1:
        raise RefusedError(
            "several", "That address leads to several places. Make a channel for each of them."
        )
    _check_host(address, service)


def _check_host(address: str, service: NotifyBase) -> None:
    scheme = address.partition("://")[0].lower()
    host = str(getattr(service, "host", "") or "").strip("[]")
    if scheme not in _HOSTED or not host or host_is_allowed(host):
        return
    if not service.secure:
        raise RefusedError("secure", f"{host} has to be reached by TLS: write {scheme}s:// in the address.")
    try:
        public_addresses(host, int(service.port or 443))
    except HostSilentError as error:
        raise RefusedError("silent", f"{host} could not be found just now. Look at its name.", 503) from error
    except FetchRefusedError as error:
        raise RefusedError(
            "host", f"{host} is not on the public network. Name it in the setting private_hosts to allow it."
        ) from error


def host_is_allowed(host: str) -> bool:
    """Whether the site's settings allow a host although it is not on the public network."""
    return host.lower() in {one.partition(":")[0].lower() for one in delivery_conf().private_hosts}


def open_channel(address: str) -> Any:
    """Return apprise's service for an address.

    Raises:
        RefusedError: the address lacks what its network needs.
    """
    # It loads more than a hundred plugins: only where a site posts at all.
    from apprise import Apprise, AppriseAsset

    # What it says of an address holds the address's secrets.
    logging.getLogger("apprise").propagate = False
    # Without the masks each post would name a picture on a server of strangers.
    asset = AppriseAsset(
        app_id="Masthead", app_desc="", app_url="", image_url_mask="", image_url_logo="",
        secure_logging=True, async_mode=False, http_redirects=False,
    )  # fmt: skip
    service = Apprise.instantiate(address, asset=asset, suppress_exceptions=True)
    if service is None:
        network = network_of_address(address)
        raise RefusedError(
            "address", f"{network} needs more, or something else, in the address. See the guide for channels."
        )
    return service
