"""The names of formats as types, so that editors complete them and type checkers know them."""

from __future__ import annotations

from typing import Literal

#: The names of the formats that can be read, as in READERS.
ReadFormat = Literal[
    "auto",
    "aggregator",
    "crossref",
    "bibtex",
    "ris",
    "endnote",
    "endnote-xml",
    "pubmed-xml",
    "mods",
    "csv",
    "csl-json",
    "csl-yaml",
    "cff",
    "hayagriva",
]
#: The names of the formats that can be written, as in FORMATS.
WriteFormat = Literal[
    "bibtex",
    "biblatex",
    "ris",
    "endnote",
    "csl-json",
    "hayagriva",
    "html",
]
