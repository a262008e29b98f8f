"""How CSL-JSON and works of the Crossref API are recognised: by keys and types that other JSON does not have."""

from __future__ import annotations

from collections.abc import Mapping

from bibstep.formats.csl_json.tables import ALIASES, CROSSREF, KEYS, OTHER_TYPES
from bibstep.text.patterns import later
from bibstep.values import variables
from bibstep.values.type_tables import TYPES as NAMED_TYPES

#: Keys that only the Crossref API has, also where a reply was cut to some of them (``select=``).
_CROSSREF_ALONE = CROSSREF | frozenset(
    "published published-print published-online posted short-container-title journal-issue".split()
)
#: Keys that only CSL-JSON and Crossref's works have.
_CSL_ALONE = frozenset(
    """container-title container-title-short citation-key title-short collection-title collection-number
    collection-editor container-author event-title event-place event-date publisher-place original-date original-title
    page-first number-of-pages number-of-volumes""".split()
)
#: Identifiers, which are also column headings and labels of forms: there they have no number.
_IDENTIFIERS = ("DOI", "ISBN", "ISSN", "PMID", "PMCID")
#: CSL's names for people and dates, and what their values are made of.
_OBJECTS = ("author", "editor", "translator", "issued", "accessed")
_PARTS = frozenset("family given literal date-parts raw season dropping-particle non-dropping-particle".split())
#: All names that an item of CSL-JSON can have.
_NAMES = frozenset((*KEYS, *ALIASES, *variables.FIELDS, *variables.TEXTS, *variables.NAMES, *variables.DATES, "custom",
                    "translator", "original-date", "PMID", "PMCID", "abstract", "categories", "language"))  # fmt: skip
#: BibTeX's names of fields: an object with one of them is no CSL-JSON, though it may have the same words for types.
_OF_BIBTEX = frozenset("year journal booktitle pages authors".split())
_NOT_LETTERS = later(r"[\W\d_]+")
_TYPES = frozenset(_NOT_LETTERS.sub("", name) for name in variables.TYPES) | OTHER_TYPES.keys() | NAMED_TYPES.keys()


def is_crossref(data: Mapping[str, object]) -> bool:
    """Whether an object is a work of the Crossref API, whose titles are lists, and not CSL-JSON that was made from one.

    >>> is_crossref({"DOI": "10.1000/1", "title": ["A"]}), is_crossref({"id": "a", "type": "book", "title": "A"})
    (True, False)
    """
    if "id" in data or isinstance(data.get("title"), str):
        return False
    if not _CROSSREF_ALONE.isdisjoint(data):
        return True
    has_lists = isinstance(data.get("title"), list) or isinstance(data.get("container-title"), list)
    return has_lists and is_csl(data)


def is_csl(data: Mapping[str, object]) -> bool:
    """Whether an object is an item of CSL-JSON: by a key or a value that only CSL-JSON has, or by its type.

    >>> is_csl({"type": "book", "title": "A"}), is_csl({"type": "module", "title": "A"})
    (True, False)
    """
    if not _CSL_ALONE.isdisjoint(data):
        return True
    if any(name in data and any(map(str.isdecimal, str(data[name]))) for name in _IDENTIFIERS):
        return True
    for name in _OBJECTS:
        value = data.get(name)
        one = value[0] if isinstance(value, list) and value else value
        if isinstance(one, dict) and not _PARTS.isdisjoint(one):
            return True
    if not _OF_BIBTEX.isdisjoint(data):
        return False
    word = data.get("type")
    if not isinstance(word, str) or _NOT_LETTERS.sub("", word[:80]).lower() not in _TYPES:
        return False
    return "title" in data or _NAMES.issuperset(data)
