"""How each dialect of JSON is recognised: by keys that it has and no other JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Sign(NamedTuple):
    """A way to recognise a dialect.

    ``keys`` must all be in an object. ``inside``, if given, is the key of the object that is the record; otherwise the
    whole object is the record. ``begins`` is what the text under the first of the keys contains.
    """

    dialect: str
    keys: tuple[str, ...]
    inside: str = ""
    contains: str = ""


#: The dialects, the surest signs first. A dialect is a module of this folder.
SIGNS = (
    Sign("openalex", ("id", "display_name"), contains="openalex.org/W"),
    Sign("openalex", ("id", "title"), contains="openalex.org/W"),
    Sign("openalex", ("authorships", "display_name")),
    Sign("openalex", ("authorships", "title")),
    Sign("openalex", ("abstract_inverted_index", "title")),
)
#: Dialect -> its name in messages.
SHOWN: Mapping[str, str] = {
    "openalex": "OpenAlex",
}
#: Keys of which a record has at least one, so that a look at the other signs is only needed for few objects.
_KEYS = frozenset(sign.keys[0] for sign in SIGNS)


def recognised(data: Mapping[str, object]) -> tuple[str, Mapping[str, object]]:
    """Return the dialect of an object, or "", and the record in it.

    >>> recognised({"id": "https://openalex.org/W1", "title": "A"})[0], recognised({"id": "1", "title": "A"})[0]
    ('openalex', '')
    """
    if _KEYS.isdisjoint(data):
        return "", data
    for dialect, keys, inside, contains in SIGNS:
        if all(key in data for key in keys) and contains in str(data[keys[0]] if contains else ""):
            record = data[inside] if inside else data
            if isinstance(record, Mapping):
                return dialect, record
    return "", data
