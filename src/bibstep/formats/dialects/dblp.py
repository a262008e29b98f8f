"""DBLP: the hits of its search for publications.

Sources: dblp's documentation of its search API, and replies of it.
"""

from __future__ import annotations

from bibstep.formats.dialects.table import Json, Values, at, dialect, text, without_stop
from bibstep.text.patterns import later

#: What dblp sets after a name that several people have.
_NUMBER = later(r" \d{4}$")


def _more(data: Json, values: Values) -> None:
    values["title"] = without_stop(text(data, "title"))
    people = at(data, "authors.author")
    names = [text(one, "text") if isinstance(one, dict) else one for one in _as_list(people)]
    role = "editor" if text(data, "type") == "Editorship" else "author"
    values[role] = [_NUMBER.sub("", name) for name in names if isinstance(name, str)]
    venues = [one for one in _as_list(data.get("venue")) if isinstance(one, str)]
    if venues:
        values["container_title"] = venues[0]
    if text(data, "type") in ("Books and Theses", "Editorship") and venues:
        values.pop("container_title")
        if values.get("volume"):
            values["collection_title"] = venues.pop()
            values["collection_number"] = values.pop("volume")
        elif not values.get("publisher"):
            values["publisher"] = venues.pop()
        values["event_title"] = "; ".join(venues)
    elif len(venues) > 1:  # one work in several places, such as a conference and CoRR
        values["venue"] = venues[1:]
    link = next((one for one in _as_list(data.get("ee")) if isinstance(one, str)), "")
    values["url"] = link or text(data, "url")


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


TABLE = dialect(
    {
        "volume": "volume",
        "issue": "number",
        "page": "pages",
        "issued": "year",
        "publisher": "publisher",
        "doi": "doi",
        "isbn": "isbn",
        "type": "type",
        "DBLP": "key",
    },
    ignored="title authors venue ee url access note crossref mdate @key @mdate",
    types={
        "journal articles": "article-journal",
        "conference and workshop papers": "paper-conference",
        "books and theses": "book",
        "editorship": "book",
        "parts in books or collections": "chapter",
        "reference works": "entry-encyclopedia",
        "informal publications": "article",
        "informal and other publications": "article",
        "data and artifacts": "dataset",
        "withdrawn items": "document",
    },
    more=_more,
)
