"""COinS: write a reference as an OpenURL context object in a span's title, for Zotero's Connector.

The keys that Zotero reads for each kind, their order, and what makes it stop the import of a whole page were measured
with its own parser (openurl.js in zotero/utilities): each part needs its ``=``, ``rft.title`` must not be used together
with ``rft.atitle``, ``rft.type`` must be the last key, and a family name must be before its given name.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from bibstep.formats.filters import marked_up
from bibstep.formats.html.tables import KINDS, ZOTERO_TYPES
from bibstep.formats.template import Encoded
from bibstep.model import OTHERS, Date, Name, Rich
from bibstep.values import titles

#: Characters that are not percent-encoded: those of a query (RFC 3986, 3.4) except ``&``, ``=``, ``+`` and quotes.
_SAFE = "-_.!~*()/:,;@$?"
#: The tags that Zotero shows in a title; other styles are dropped.
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
    """The genre by which Zotero chooses an item type, or ``dc`` if it needs ``rft.type``."""
    return KINDS.get(record_type, "dc")


def metadata_format(kind: str) -> str:
    """The identifier of the OpenURL format for a kind."""
    return f"info:ofi/fmt:kev:mtx:{_FORMATS.get(kind, 'book')}"


def genre(kind: str) -> str:
    """The value of ``rft.genre``, which does not exist in Dublin Core."""
    return "" if kind == "dc" else kind


def item_type(record_type: str) -> str:
    """Zotero's item type, for types without a genre."""
    return ZOTERO_TYPES.get(record_type, "document")


def tagged(title: Rich) -> str:
    """A title with the tags that Zotero knows, and math in Unicode."""
    return marked_up(titles.unmath(title).spans, _TAGS, lambda span, _: span.text)


def date(value: Date | None) -> str:
    """A date as exact as it is known, the first of a range; a literal unchanged."""
    if not value or value.literal:
        return value.literal if value else ""
    return str(Date(value.year, value.month, value.day))


def identifiers(values: tuple[str, str]) -> Pairs:
    """Pairs for a DOI and a link, both under ``rft_id``."""
    doi, url = values
    return [("rft_id", value) for value in (f"info:doi/{doi}" if doi else "", url) if value]


def people(names: Iterable[Name]) -> Pairs:
    """Pairs for the family name and the given name of every author; an institution is only a family name.

    Zotero drops an author whose given name is the beginning of an earlier one with the same family name, and fails at a
    family name alone after the same one with a given name. Spaces after the given name, which it trims later, avoid
    that.
    """
    pairs: Pairs = []
    before: dict[str, list[str]] = {}
    for person in names:
        if person == OTHERS:
            continue
        family, given = _parts(person)
        longer = [other for other in before.get(family, ()) if other.startswith(given)]
        if longer:
            # The length is counted in UTF-16, as in JavaScript; a space too many does no harm.
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
    """The empty span of an entry, with a pair for each value, or for each part of a tuple."""
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
    # ``quote`` must keep the genre unchanged, because Zotero compares it without decoding.
    title = "&".join([f"{word}={quote(value, safe=_SAFE)}" for word, value in pairs if value])
    return Encoded(f'<span class="Z3988" title="ctx_ver=Z39.88-2004&amp;{html.escape(title)}"></span>')


def first(values: Sequence[str]) -> str:
    """The first of several identifiers, the one that Zotero keeps."""
    return values[0] if values else ""
