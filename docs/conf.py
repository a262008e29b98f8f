"""How Sphinx builds the documentation: python -m sphinx -W -b html docs docs/_build."""

from typing import Any

from bibstep import __version__

project = "bibstep"
author = "The bibstep authors"
release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx_click"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"bibstep {release}"
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
# Examples print what a terminal prints, which is no language that has colours.
highlight_language = "none"


def _escaped(_app: object, _context: object, lines: list[str]) -> None:
    """Escape asterisks in the help, such as those of chapters/*.md, which would begin an emphasis."""
    lines[:] = [line.replace("*", r"\*") for line in lines]


def setup(app: Any) -> None:
    """Connect the functions of this file with Sphinx."""
    for part in ("description", "options", "arguments", "epilog"):
        app.connect(f"sphinx-click-process-{part}", _escaped)
