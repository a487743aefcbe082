"""How Sphinx builds the documentation; it needs no network."""

from __future__ import annotations

project = "Masthead"
author = "The Masthead contributors"
copyright = "The Masthead contributors"

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
source_suffix = {".md": "markdown"}

html_theme = "furo"
html_title = "Masthead"
html_static_path = ["_static"]
html_show_copyright = False
