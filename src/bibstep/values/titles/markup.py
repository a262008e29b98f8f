"""Tags in running text: those of HTML, JATS and MathML, told from whatever else stands between ``<`` and ``>``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bibstep.model import Span
from bibstep.text.patterns import later
from bibstep.values.titles.tables import KNOWN, VOID

_TAG = later(r"<(/?)(?:[A-Za-z][\w.-]*:)?([A-Za-z][A-Za-z0-9-]*)((?:[\s/][^<>]*)?)>")
_ATTRIBUTE = later(r"""\s+[A-Za-z_:][\w:.-]*\s*=\s*\S""")


class Tag(NamedTuple):
    """A tag: its element's name in lower case without a prefix, and whether it opens, closes or stands alone."""

    name: str
    attributes: str
    closing: bool
    alone: bool


def pieces(text: str, styles: tuple[str, ...] = ()) -> list[Span | Tag]:
    """The text, in these styles, cut at its tags; what is no tag of a known element stays text.

    Comments are left out.

    >>> [piece[0] for piece in pieces("<jats:p>List<T>, 1 <b and c> 2</jats:p>")]
    ['p', 'List<T>, 1 <b and c> 2', 'p']
    """
    if "<!" in text or "<?" in text:
        text = _without_comments(text)
    found: list[Span | Tag] = []
    start = 0
    for match in _TAG.finditer(text):
        closing, name, attributes = match.groups()
        name = name.lower()
        rest = attributes.rstrip("/ \t\r\n")
        if name not in KNOWN or (rest and (closing or not _ATTRIBUTE.match(attributes))):
            continue
        if match.start() > start:
            found.append(Span(text[start : match.start()], styles))
        alone = not closing and (attributes.rstrip().endswith("/") or name in VOID)
        found.append(Tag(name, rest, bool(closing), alone))
        start = match.end()
    if start < len(text):
        found.append(Span(text[start:], styles))
    return found


def pairs(found: Sequence[Span | Tag]) -> dict[int, int]:
    """The index of each opening tag that has an end, with the index of that end; misnested ones pair by name."""
    waiting: dict[str, list[int]] = {}
    ends: dict[int, int] = {}
    for index, piece in enumerate(found):
        if isinstance(piece, Span) or piece.alone:
            continue
        if not piece.closing:
            waiting.setdefault(piece.name, []).append(index)
        elif waiting.get(piece.name):
            ends[waiting[piece.name].pop()] = index
    return ends


def _without_comments(text: str) -> str:
    """The text without comments and processing instructions, and with CDATA sections opened."""
    text = text.replace("<![CDATA[", "").replace("]]>", "")
    for opening, closing in (("<!--", "-->"), ("<?", "?>")):
        kept: list[str] = []
        position = 0
        while (start := text.find(opening, position)) >= 0 and (end := text.find(closing, start)) >= 0:
            kept.append(text[position:start])
            position = end + len(closing)
        text = "".join(kept) + text[position:]
    return text
