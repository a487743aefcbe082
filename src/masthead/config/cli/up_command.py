"""``masthead up``: run a site."""

from __future__ import annotations

import os

import click

from .site import require_site, site_option

__all__ = ["command"]


@click.command("up")
@site_option
@click.option("--host", help="Address to listen on, instead of the setting `host`.")
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Port to listen on, instead of the setting `port`."
)
def command(host: str | None, port: int | None) -> int:
    """Run a site: readers, newsroom, press, tasks and scheduler.

    Runs until Ctrl-C or SIGTERM, and starts again whatever ends before that.
    """
    if host:
        os.environ["MASTHEAD_HOST"] = host
    if port:
        os.environ["MASTHEAD_PORT"] = str(port)
    options = require_site()
    from masthead.config.server.site import run_site

    return run_site(options)
