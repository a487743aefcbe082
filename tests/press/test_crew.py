"""Printing in several processes, also where other threads run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = """
import threading, sys
if __name__ == "__main__":
    import django
    django.setup()
    from pathlib import Path
    from django.core.management import call_command
    from masthead.press.engine import runs
    from masthead.press.engine.sheet import Spec
    from masthead.press.engine.writer import Edition
    from masthead.press.sheets.plan import make_works
    from masthead.press.actions import set_clock, sweep
    call_command("migrate", verbosity=0)
    set_clock(); sweep()
    runs._CREW_FROM = 1
    edition = Edition(Path(sys.argv[1]))
    for generation in (1, 2):
        edition.begin(generation)
        count = runs.print_generation(make_works, edition, [Spec("error", "404"), Spec("robots")],
                                      generation=generation, processes=2, is_ledger_trusted=False)
        print(count.written, count.failed)
        threading.Thread(target=threading.Event().wait, daemon=True).start()
"""


def test_a_crew_prints_from_a_process_of_one_thread_and_from_one_with_others(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    environment = {"MASTHEAD_SITE": str(tmp_path), "DJANGO_SETTINGS_MODULE": "masthead.config.settings"}
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path / "edition")],
        env={"PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["2", "0", "2", "0"]
    assert (tmp_path / "edition" / "current" / "404.html.gz").is_file()
