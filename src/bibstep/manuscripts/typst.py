"""The citations of a Typst manuscript: ``@key`` and ``#cite(<key>)``. What the document itself labels is no citation.

Source: Typst's reference ("Cite", "Label", "Reference"), and its lexer for what is in a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bibstep.manuscripts.citation import CitesAll, Found, Include, Label, Mark, blank, is_inside
from bibstep.manuscripts.latex import Commands
from bibstep.text.patterns import later

#: Comments, raw text, escaped characters; a link is none of them, though it has two slashes.
_SKIP = later(r"https?://[^\s\[\]\"<>]*|/\*|\*/|//[^\n]*|(?P<raw>`{3,}).*?(?P=raw)(?!`)|`[^`]*`|\\.", re.DOTALL)
_NAME = r"[\w](?:[\w.:-]*[\w-])?"
_REFERENCE = later(rf"@({_NAME})")
_LABEL = later(rf"<({_NAME})>|\blabel\(\s*\"([^\"\n]+)\"\s*\)")
#: In a formula, ``@`` is no reference.
_FORMULA = later(r"\$[^$]{1,2000}\$")
#: The begin of a string in code.
_STRING = later(r"(?:[#(=+]|[,:]\s)\"\Z")
_CITES = later(r"\b(?:cite|ref)\(\s*\Z")
_FILE = later(r"(?:#|^|\s)(include|import)\s+\"([^\"\n]+)\"", re.MULTILINE)
_PACKAGE = later(r"\"@[a-z]+/[^\"\n]*\"")
_FULL = later(r"\bbibliography\((?:[^()]|\([^()]*\)){0,2000}?\bfull:\s*true")


def _skipped(text: str) -> Iterator[tuple[int, int]]:
    """The spans of comments, which nest, of raw text, links and escaped characters."""
    depth = begin = 0
    for match in _SKIP.finditer(text):
        if match[0] == "/*":
            begin = begin if depth else match.start()
            depth += 1
        elif depth:
            depth -= match[0] == "*/"
            if not depth:
                yield begin, match.end()
        elif match[0] != "*/":
            yield match.span()
    if depth:
        yield begin, len(text)


def parse(text: str, file: str, known: Commands) -> Iterator[Found]:  # noqa: ARG001
    """Yield what a .typ file cites, labels and includes, in order."""
    plain = blank(text, _skipped(text))
    plain = blank(plain, [match.span() for match in _PACKAGE.finditer(plain)])
    found: list[tuple[int, Found]] = []
    for match in _FILE.finditer(plain):
        name = match[2].removeprefix("/")
        found.append((match.start(), Include(name, match.start(), is_optional=match[1] == "import")))
    formulas = [match.span() for match in _FORMULA.finditer(plain)]
    for match in _REFERENCE.finditer(plain):
        before = plain[max(0, match.start() - 3) : match.start()]
        # Typst takes ``name@host`` for a reference, too, but nobody means it.
        doubtful = before[-1:].isalnum() or bool(_STRING.search(before)) or is_inside(match.start(), formulas)
        found.append((match.start(), Mark(match[1], *match.span(1), doubtful)))
    for match in _LABEL.finditer(plain):
        group = 1 if match[1] else 2
        before = plain[max(0, match.start() - 40) : match.start()]
        if _CITES.search(before):
            found.append((match.start(), Mark(match[group], *match.span(group))))
        elif before.rstrip()[-1:] not in tuple("(,:="):
            found.append((match.start(), Label(match[group])))
    for match in _FULL.finditer(plain):
        found.append((match.start(), CitesAll()))
    yield from [one for _, one in sorted(found, key=lambda pair: pair[0])]
