"""The formats that can be written, as one table."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bibstep.formats import biblatex, bibtex, csl_json, hayagriva, html, ris
from bibstep.rendering import Format

#: Every output format by name, in the order in which they are listed. The first one with a suffix owns it. A format
#: that carries the entries of others is given them here, so that it need not know them.
FORMATS: Mapping[str, Format] = {
    form.name: form
    for form in (
        bibtex.FORMAT,
        biblatex.FORMAT,
        ris.FORMAT,
        csl_json.FORMAT,
        hayagriva.FORMAT,
        html.carrying(bibtex.FORMAT, ris.FORMAT, csl_json.FORMAT),
    )
}


def format_of_name(filename: str) -> str:
    """The name of the format that a file name's ending tells, or ``""``.

    >>> format_of_name("refs.bib"), format_of_name("export.csl.json"), format_of_name("notes.txt")
    ('bibtex', 'csl-json', '')
    """
    lower = filename.lower()
    for form in FORMATS.values():
        if lower.endswith(form.suffixes):
            return form.name
    return ""


#: Field names that only one of the two dialects of a .bib file has.
_BIBLATEX = re.compile(rb"[,\s](?:date|journaltitle|location|langid|eventtitle|annotation)[ \t]*=", re.IGNORECASE)
_BIBTEX = re.compile(rb"[,\s](?:year|month|journal|address|language|annote|archiveprefix)[ \t]*=", re.IGNORECASE)


def bib_dialect(data: bytes) -> str:
    """Which of the two a .bib file is in: that whose fields it has more of, BibTeX where it does not tell.

    >>> bib_dialect(b"@book{k, title = {T}, date = {2001}}"), bib_dialect(b"@book{k, title = {T}}")
    ('biblatex', 'bibtex')
    """
    return "biblatex" if len(_BIBLATEX.findall(data)) > len(_BIBTEX.findall(data)) else "bibtex"
