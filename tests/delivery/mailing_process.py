"""A process that sends letters until none is left, or until it is killed; started by test_mailing_crash.

What a process that was killed held is let go after two seconds, so that the test need not wait for minutes.
"""

from __future__ import annotations

import sys
import threading
import time
from datetime import timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django comes first

from masthead.config.email import mail_line  # noqa: E402
from masthead.delivery.conf import mail_conf  # noqa: E402
from masthead.delivery.mail.sending import Switchboard, mind_left_posts, send_some  # noqa: E402
from masthead.delivery.models import Letter  # noqa: E402


def main(port: str) -> None:
    """Send until nothing is due and nothing is held."""
    settings.MAIL_LINE = mail_line(f"smtp://127.0.0.1:{port}")
    stop = threading.Event()
    print("ready", flush=True)
    while Letter.objects.all().unsettled().exists():
        mind_left_posts(Letter)
        switchboard = Switchboard(mail_conf())
        while send_some(Letter, switchboard, limit=100, stop=stop, hold=timedelta(seconds=2)):
            continue
        switchboard.close()
        time.sleep(0.1)


if __name__ == "__main__":
    main(sys.argv[1])
