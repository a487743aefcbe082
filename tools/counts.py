"""Add up the counts of several test runs, from the JUnit files that they left.

Usage: python tools/counts.py FILE...
"""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree


def main(names: list[str]) -> int:
    """Print the counts as one line; return 1 where a test failed or a run left no file."""
    passed = failed = skipped = 0
    for name in names:
        if not Path(name).exists():
            failed += 1
            continue
        for suite in ElementTree.parse(name).getroot().iter("testsuite"):  # noqa: S314 - written by our own run
            tests, errors, failures, omitted = (
                int(suite.get(key, "0")) for key in ("tests", "errors", "failures", "skipped")
            )
            failed += errors + failures
            skipped += omitted
            passed += tests - errors - failures - omitted
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
