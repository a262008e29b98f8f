"""The citations of an Org manuscript: ``[cite:@key]``, links of org-ref (``cite:key``, ``citep:&key``), LaTeX.

Source: the manual of Org, "Citations", and org-ref's manual, versions 2 and 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bibstep.manuscripts import latex
from bibstep.manuscripts.citation import CitesAll, Found, Include, Mark, blank
from bibstep.manuscripts.latex import Commands
from bibstep.text.patterns import later

_BLOCK = later(
    r"^[ \t]*\#\+begin_(?P<kind>src|example|comment|export)\b.*?^[ \t]*\#\+end_(?P=kind)\b.*?$",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_LINE = later(r"^[ \t]*(?:\#(?:[ \t].*)?|:[ \t].*)$", re.MULTILINE)
_VERBATIM = later(r"(?:(?<=[\s({'\"-])|^)([=~])(?=\S)[^\n]{0,500}?(?<=\S)\1(?=[\s)}'\".,;:!?-]|$)", re.MULTILINE)
_CITATION = later(r"(?<!\[)\[cite(?:/[\w/-]+)?:([^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]")
#: org-element-citation-key-re of Org 9.6.
_KEY = later(r"@([\w.:?!`'/*@+|(){}<>&^$#%~-]+)")
_LINK = later(r"(?<![\w\\/])(?:no|[A-Za-z]{0,10})[cC]ite[a-z]{0,10}\*?:(?!/)([^\s\[\](){}\"]+)")
_LINK_KEY = later(r"&?([\w:./+-]*[\w/+])")
_INCLUDE = later(r"^[ \t]*\#\+include:[ \t]*\"?([^\"\s]+)\"?(.*)$", re.MULTILINE | re.IGNORECASE)


def parse(text: str, file: str, known: Commands) -> Iterator[Found]:
    """Yield what an .org file cites and includes, in order."""
    plain = blank(text, [match.span() for match in _BLOCK.finditer(text)])
    plain = blank(plain, [match.span() for match in _LINE.finditer(plain)])
    plain = blank(plain, [match.span() for match in _VERBATIM.finditer(plain)])
    found: list[tuple[int, Found]] = []
    for match in _INCLUDE.finditer(plain):
        if not match[2].strip().startswith(("src", "example")):
            found.append((match.start(), Include(match[1].partition("::")[0], match.start())))
    citations = list(_CITATION.finditer(plain))
    for match in citations:
        for key in _KEY.finditer(plain, *match.span(1)):
            one: Found = CitesAll() if key[1] == "*" else Mark(key[1], *key.span(1))
            found.append((key.start(), one))
    plain = blank(plain, [match.span() for match in citations])
    for match in _LINK.finditer(plain):
        for key in _LINK_KEY.finditer(plain, *match.span(1)):
            found.append((key.start(), Mark(key[1], *key.span(1))))
    for one in latex.parse(plain.replace("%", " "), file, known) if "\\" in plain else ():
        if isinstance(one, Mark):
            found.append((one.start, one))
        elif isinstance(one, CitesAll):
            found.append((0, one))
    yield from [one for _, one in sorted(found, key=lambda pair: pair[0])]
