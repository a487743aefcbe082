"""A mail server that takes everything and writes down whom each mail was for; started by the benchmark of letters."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP

__all__ = ["main"]


class _Taker:
    """Takes every mail."""

    def __init__(self, log: Path) -> None:
        self._log = log.open("a", buffering=1)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        for one in envelope.rcpt_tos:
            self._log.write(f"{one} {len(envelope.original_content)}\n")
        return "250 OK"


async def _serve(log: Path, port: int) -> None:
    loop = asyncio.get_running_loop()
    taker = _Taker(log)
    listening = await loop.create_server(
        lambda: SMTP(taker, loop=loop, hostname="mail.test"), "127.0.0.1", port
    )
    async with listening:
        await listening.serve_forever()


def main() -> None:
    """Serve until ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    chosen = parser.parse_args()
    asyncio.run(_serve(chosen.log, chosen.port))


if __name__ == "__main__":
    main()
