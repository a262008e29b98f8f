"""COinS: a reference as an OpenURL context object in a span's title, as Zotero's Connector reads it from a page.

Which key Zotero reads for each kind, in which order, and what makes it stop the import of a whole page was measured
with its own parser (openurl.js in zotero/utilities): each part needs its ``=``, ``rft.title`` must not stand beside
``rft.atitle``, ``rft.type`` must come after all else, and a family name before its given name.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from bibstep.formats.filters import marked_up
from bibstep.formats.html.tables import KINDS, ZOTERO_TYPES
from bibstep.formats.template import Encoded
from bibstep.model import Date, Name, Rich
from bibstep.values import titles

#: What may stand in a value as it is: all that a query may have (RFC 3986, 3.4) but ``&``, ``=``, ``+`` and quotes.
_SAFE = "-_.!~*()/:,;@$?"
#: The tags that Zotero shows in a title; other styles are left out.
_TAGS = {
    "italic": ("<i>", "</i>"),
    "bold": ("<b>", "</b>"),
    "sub": ("<sub>", "</sub>"),
    "sup": ("<sup>", "</sup>"),
    "smallcaps": ("", ""),
    "nocase": ("", ""),
}
_FORMATS = {"article": "journal", "dc": "dc"}

Pairs = list[tuple[str, str]]


def kind(record_type: str) -> str:
    """The genre by which Zotero tells an item type, or ``dc`` where only ``rft.type`` does."""
    return KINDS.get(record_type, "dc")


def metadata_format(kind: str) -> str:
    """The identifier of the format in which the reference is said."""
    return f"info:ofi/fmt:kev:mtx:{_FORMATS.get(kind, 'book')}"


def genre(kind: str) -> str:
    """The value of ``rft.genre``, which Dublin Core has not."""
    return "" if kind == "dc" else kind


def item_type(record_type: str) -> str:
    """Zotero's item type, for the kinds that have no genre."""
    return ZOTERO_TYPES.get(record_type, "document")


def tagged(title: Rich) -> str:
    """A title with the tags that Zotero knows, math in Unicode."""
    return marked_up(titles.unmath(title).spans, _TAGS, lambda span, _: span.text)


def date(value: Date | None) -> str:
    """A date as exact as it is known, of a range the first; what is no date as it is."""
    if not value or value.literal:
        return value.literal if value else ""
    return str(Date(value.year, value.month, value.day))


def identifiers(values: tuple[str, str]) -> Pairs:
    """A DOI and a link, both under ``rft_id``."""
    doi, url = values
    return [("rft_id", value) for value in (f"info:doi/{doi}" if doi else "", url) if value]


def people(names: Iterable[Name]) -> Pairs:
    """A family name and a given name for every author, an institution as a family name alone.

    Zotero drops an author whose given name begins an earlier one of the same family, and throws at a family name alone
    after the same one with a given name. Blanks behind the given name, which it trims later, tell them apart.
    """
    pairs: Pairs = []
    before: dict[str, list[str]] = {}
    for person in names:
        family, given = _parts(person)
        longer = [other for other in before.get(family, ()) if other.startswith(given)]
        if longer:
            # Measured in UTF-16, as JavaScript does; a character too many does no harm.
            given = given.ljust(max(len(other.encode("utf-16-le")) // 2 for other in longer) + 1)
        if given:
            before.setdefault(family, []).append(given)
        pairs.append(("rft.aulast", family))
        if given:
            pairs.append(("rft.aufirst", given))
    return pairs


def _parts(person: Name) -> tuple[str, str]:
    if person.literal or not person.family:
        return person.literal or person.given, ""
    family = f"{person.non_dropping_particle} {person.family}" if person.non_dropping_particle else person.family
    given = f"{person.given}, {person.suffix}" if person.suffix else person.given
    return family, given


def span(values: Mapping[str, object]) -> Encoded:
    """The empty span of an entry; a value of several parts is said part by part."""
    pairs: Pairs = []
    for word, value in values.items():
        if not value:
            continue
        if isinstance(value, list):
            pairs += value
        elif isinstance(value, tuple):
            pairs += [(word, part) for part in value]
        else:
            pairs.append((word, str(value)))
    # The genre is compared as it stands, without decoding.
    title = "&".join([f"{word}={quote(value, safe=_SAFE)}" for word, value in pairs if value])
    return Encoded(f'<span class="Z3988" title="ctx_ver=Z39.88-2004&amp;{html.escape(title)}"></span>')


def first(values: Sequence[str]) -> str:
    """The first of several identifiers, the one that Zotero keeps."""
    return values[0] if values else ""
