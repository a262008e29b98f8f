"""The citations that LaTeX wrote down: ``.aux`` (BibTeX, natbib, biblatex) and biber's ``.bcf``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from bibstep.manuscripts.citation import CitesAll, Found, Include, Mark, keys_in
from bibstep.manuscripts.latex import Commands
from bibstep.manuscripts.latex_tables import CONTROL_KEY
from bibstep.text.patterns import later

#: biblatex writes ``\abx@aux@cite{0}{key}``, before version 3.17 without the number of the section.
_AUX = later(
    r"^\\(?:citation\{(?P<keys>[^{}]*)\}|abx@aux@cite(?:\{\d+\})?\{(?P<key>[^{}]*)\}|@input\{(?P<file>[^{}]*)\}"
    r"|(?P<all>abx@aux@nociteall)\b)",
    re.MULTILINE,
)
_BCF = later(r"<bcf:citekey\b(?P<attributes>[^>]*)>(?P<key>[^<]*)</bcf:citekey>")
_MEMBERS = later(r'\bmembers="([^"]*)"')


def parse_aux(text: str, file: str, known: Commands) -> Iterator[Found]:  # noqa: ARG001
    """Yield what an .aux file cites, and the .aux files of the chapters."""
    for match in _AUX.finditer(text):
        if match["file"]:
            yield Include(match["file"], match.start())
            continue
        if match["all"]:
            yield CitesAll()
            continue
        group = "keys" if match["keys"] is not None else "key"
        for key, start, end in keys_in(text, *match.span(group)):
            if key == "*":
                yield CitesAll()
            elif not CONTROL_KEY.fullmatch(key):
                yield Mark(key, start, end)


def parse_bcf(text: str, file: str, known: Commands) -> Iterator[Found]:  # noqa: ARG001
    """Yield what biblatex asked biber for; of a dynamic set its members."""
    for match in _BCF.finditer(text):
        members = _MEMBERS.search(match["attributes"])
        for key in members[1].split(",") if members else [match["key"]]:
            if key.strip() == "*":
                yield CitesAll()
            else:
                yield Mark(unescape(key.strip()), *match.span("key"))
