"""Letters that a text of any source spells in another way: as HTML entities, as TeX, or as bytes of another encoding.

Names come through here; titles and other texts, which hold markup too, through ``titles``.
"""

from __future__ import annotations

from collections.abc import Iterable

from bibstep.model import Remark
from bibstep.text.clean import decode_entities, shorten
from bibstep.text.mojibake import mended
from bibstep.text.patterns import later
from bibstep.values import Remarks
from bibstep.values.tex import decode
from bibstep.values.tex.signs import has_tex, strict

#: An ampersand and a "#" that were escaped for TeX, in an entity.
_ESCAPED = later(r"(?:\{\\&\}|\\&)(?:(?:\{\\#\}|\\#)(?=[xX]?[0-9a-fA-F]{1,7}(?:;|\Z))|(?=#?[A-Za-z0-9]{1,31};))")


def entities(text: str) -> str:
    """The text with its HTML entities as characters, also where their signs are escaped for TeX.

    >>> entities(r"Jos\\&eacute; of R\\&amp;D"), entities("R&#38;D at AT&T")
    ('José of R&D', 'R&D at AT&T')
    """
    if "&" not in text or not (";" in text or "#" in text):
        return text
    if "\\" in text:
        text = _ESCAPED.sub(lambda match: "&#" if "#" in match[0] else "&", text)
    return decode_entities(text)


def letters(text: str) -> str:
    """The text with its letters as characters.

    >>> letters("Jos&eacute; Garc\\\\'{\\\\i}a"), letters("Nancy LÃ³pez"), letters("J. Smith")
    ('José García', 'Nancy López', 'J. Smith')
    """
    if "&" in text:
        text = entities(text)
    if not text.isascii():
        text = mended(text)
    if "\\" in text and has_tex(text):
        text = decode.plain(strict(text))[0]
    return text


def doubts(texts: Iterable[str], field: str) -> Remarks:
    """A remark on the first text whose encoding ``letters`` mends.

    >>> doubts(["Ann Lee", "Nancy LÃ³pez"], "author")[0].message
    "'Nancy LÃ³pez' was read as 'Nancy López'"
    """
    for text in texts:
        if not text.isascii() and (found := mended(text)) != text:
            message = f"{shorten(text, 40)!r} was read as {shorten(found, 40)!r}"
            return (Remark("encoding-mended", field, shorten(message, 120)),)
    return ()
