"""The formats that can be written, as one table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module

from bibstep.formats.template import Format

#: Every output format by name, in the order in which they are listed, with the endings of its files: the first one with
#: an ending owns it. A format's module is imported when it is used, for start-up counts in a command that runs in every
#: build.
_SUFFIXES: Mapping[str, tuple[str, ...]] = {
    "bibtex": (".bib", ".bibtex"),
    "biblatex": (".bib", ".biblatex"),
    "ris": (".ris",),
    "csl-json": (".json", ".csljson"),
    "hayagriva": (".yml", ".yaml"),
    "html": (".html", ".htm"),
}
_MODULES = {
    "bibtex": "bibstep.formats.bibtex.bibtex",
    "biblatex": "bibstep.formats.bibtex.biblatex",
    "ris": "bibstep.formats.ris.write",
    "csl-json": "bibstep.formats.csl_json.write",
    "hayagriva": "bibstep.formats.hayagriva.write",
    "html": "bibstep.formats.html.write",
}
#: Formats that carry the entries of others are given them here, so that they need not know them.
_CARRIED = {"html": ("bibtex", "ris", "csl-json")}


@cache
def _format(name: str) -> Format:
    module = import_module(_MODULES[name])
    carried = [_format(one) for one in _CARRIED.get(name, ())]
    form: Format = module.carrying(*carried) if carried else module.FORMAT
    return form


class _Formats(Mapping[str, Format]):
    """The table of formats, each loaded when it is asked for."""

    def __getitem__(self, name: str) -> Format:
        if name not in _SUFFIXES:
            raise KeyError(name)
        return _format(name)

    def __iter__(self) -> Iterator[str]:
        return iter(_SUFFIXES)

    def __len__(self) -> int:
        return len(_SUFFIXES)


FORMATS: Mapping[str, Format] = _Formats()


def format_of_name(filename: str) -> str:
    """The name of the format that a file name's ending tells, or ``""``.

    >>> format_of_name("refs.bib"), format_of_name("export.csl.json"), format_of_name("notes.txt")
    ('bibtex', 'csl-json', '')
    """
    lower = filename.lower()
    return next((name for name, suffixes in _SUFFIXES.items() if lower.endswith(suffixes)), "")


#: Field names that only one of the two dialects of a .bib file has.
_BIBLATEX = re.compile(rb"[,\s](?:date|journaltitle|location|langid|eventtitle|annotation)[ \t]*=", re.IGNORECASE)
_BIBTEX = re.compile(rb"[,\s](?:year|month|journal|address|language|annote|archiveprefix)[ \t]*=", re.IGNORECASE)


def bib_dialect(data: bytes) -> str:
    """Which of the two a .bib file is in: that whose fields it has more of, BibTeX where it does not tell.

    >>> bib_dialect(b"@book{k, title = {T}, date = {2001}}"), bib_dialect(b"@book{k, title = {T}}")
    ('biblatex', 'bibtex')
    """
    return "biblatex" if len(_BIBLATEX.findall(data)) > len(_BIBTEX.findall(data)) else "bibtex"
