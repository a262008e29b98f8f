"""The citations of a reStructuredText manuscript: the roles of sphinxcontrib-bibtex, ``:cite:p:`key```.

Source: sphinxcontrib-bibtex's manual, "Roles and Directives"; docutils' specification for comments and literal text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bibstep.manuscripts.citation import CitesAll, Found, Include, Mark, blank
from bibstep.manuscripts.latex import Commands
from bibstep.text.patterns import later

_LITERAL = later(r"``(?!\s)[^\n]{0,1000}?``")
_ROLE = later(r":(?:foot)?cite(?:alp|alt|p|t|author|year|yearpar|title|text|num|s)?(?::[a-z]+)*:`([^`]{1,2000})`")
_KEY = later(r"(?:\{[^{}]*\})?([^{},;\s][^{},;]*)(?:\{[^{}]*\})?")
_INCLUDE = later(r"^[ \t]*\.\.[ \t]+include::[ \t]*(\S+)[ \t]*$", re.MULTILINE)
_ALL = later(r"^[ \t]*\.\.[ \t]+(?:foot)?bibliography::.*\n(?:[ \t]+:.*\n)*?[ \t]+:all:", re.MULTILINE)
_CODE = later(r"\.\.[ \t]+(?:code-block|code|sourcecode|literalinclude|highlight|math|raw|prompt|ipython)::")
_DIRECTIVE = later(r"\.\.[ \t]+(?:[\w:.+-]+::|_|\[|\|)")


def parse(text: str, file: str, known: Commands) -> Iterator[Found]:  # noqa: ARG001
    """Yield what an .rst file cites and includes, in order."""
    found: list[tuple[int, Found]] = []
    plain = blank(text, _blocks(text))
    for match in _INCLUDE.finditer(plain):
        found.append((match.start(), Include(match[1], match.start())))
    for match in _ALL.finditer(plain):
        found.append((match.start(), CitesAll()))
    plain = blank(plain, [match.span() for match in _LITERAL.finditer(plain)])
    for match in _ROLE.finditer(plain):
        for key in _KEY.finditer(match[1]):
            name = key[1].strip()
            start = match.start(1) + key.start(1)
            found.append((start, CitesAll() if name == "*" else Mark(name, start, start + len(name))))
    yield from [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """The spans of comments and of literal blocks: lines that are indented more than the line before them."""
    position = begin = 0
    margin, is_inside, is_literal = 0, False, False
    for line in text.splitlines(keepends=True):
        start, position = position, position + len(line)
        body = line.strip()
        if not body:
            continue
        indent = len(line) - len(line.lstrip())
        if is_inside and indent > margin:
            continue
        if is_inside:
            yield begin, start
            is_inside = False
        if is_literal and indent > margin:
            begin, is_inside, is_literal = start, True, False
            continue
        margin, is_literal = indent, False
        if body.startswith(".. ") or body == "..":
            if _CODE.match(body) or not _DIRECTIVE.match(body):
                begin, is_inside = start, True
        elif body.endswith("::"):
            is_literal = True
    if is_inside:
        yield begin, len(text)
