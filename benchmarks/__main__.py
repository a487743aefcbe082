"""Run all benchmarks: ``python -m benchmarks``."""

from __future__ import annotations

from .run import main

raise SystemExit(main())
