"""A dialect as a table: which path of its JSON is which field of a record; and how paths are followed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from bibstep.input.json_objects import as_text
from bibstep.model import Name
from bibstep.text.clean import clean
from bibstep.values import variables
from bibstep.values.names.initials import held
from bibstep.values.names.order import INITIALS
from bibstep.values.names.person import read_name
from bibstep.values.names.words import split_particle
from bibstep.values.spelling import letters

Json = Mapping[str, Any]
#: The values of a record that are not parsed yet, by field of Record. Besides, ``subtitle`` is added to the title,
#: ``page-first`` and ``page-last`` are the ends of the pages, and any other name is that of a role, if CSL has it as a
#: name variable, or else of a custom value. A value is a text, a number, or a list of them. People are one text that
#: lists them, or a list of texts and of Names.
Values = dict[str, Any]
More = Callable[[Json, Values], None]
EMPTY: tuple[object, ...] = (None, "", [], {})


class Dialect(NamedTuple):
    """A dialect of JSON; ``dialect`` makes one from its table.

    ``known`` are the paths that the table names, ``branches`` the objects on the way to them.
    """

    rows: Mapping[str, tuple[str, ...]]
    types: Mapping[str, str]
    more: More | None
    other: Callable[[Json], str | None] | None
    pads: bool
    known: frozenset[str]
    branches: frozenset[str]

    def values(self, data: Json) -> tuple[Values, dict[str, str]]:
        """Return the values of an object by field, and the paths of those that a row has."""
        values: Values = {}
        paths: dict[str, str] = {}
        for field, names in self.rows.items():
            for path in names:
                value = at(data, path)
                if value not in EMPTY:
                    values[field], paths[field] = value, path
                    break
        if "title" in values:
            values["title"] = _titles(data, self.rows["title"], values["title"])
        if self.more:
            self.more(data, values)
        return values, paths

    def others(self, data: Json, place: str = "") -> Iterator[tuple[str, object]]:
        """Yield the values that the table does not name, with their paths."""
        for key, value in data.items():
            path = f"{place}{key}"
            if path in self.known or value in EMPTY or value is False:
                continue
            inner = value[0] if isinstance(value, list) and len(value) == 1 else value
            if path in self.branches and isinstance(inner, Mapping):
                yield from self.others(inner, f"{path}.")
            else:
                yield path, value


def dialect(
    rows: Mapping[str, str],
    ignored: str = "",
    types: Mapping[str, str] | None = None,
    more: More | None = None,
    other: Callable[[Json], str | None] | None = None,
    pads: bool = False,
) -> Dialect:
    """Make a Dialect from its table.

    ``rows`` maps a field (see Values) to the paths it is read from, with spaces between them: the first path with a
    value counts, the others say the same. A path is keys with dots between them, ``*`` for all members of a list.
    ``ignored`` are the paths of what says nothing of the work, and of what ``more`` reads; every other value of an
    object becomes a custom value. ``types`` maps the dialect's words for types, in lower case, to CSL's. ``more``
    reads what a table cannot say: it gets the object and the values of the rows, and changes these. ``other`` says
    what an object is that is no work, "" for a part of another object, None for a work. ``pads``: a date may be the
    first of a year or a month because the day is not known.
    """
    split = {field: tuple(paths.split()) for field, paths in rows.items()}
    known = {path.partition(".*")[0] for paths in split.values() for path in paths} | set(ignored.split())
    branches = {path[:place] for path in known for place, letter in enumerate(path) if letter == "."}
    return Dialect(split, types or {}, more, other, pads, frozenset(known), frozenset(branches))


def fieldwise(types: Mapping[str, str] | None = None) -> Dialect:
    """Return the table for objects that a reader made with the names of fields as keys; it names every value."""
    return dialect({name: name for name in (*_FIELDS, *variables.NAMES)}, types=types)


_FIELDS = """title subtitle title_short author editor translator container_title container_title_short collection_title
    collection_number event_title event_place publisher publisher_place volume issue number page page-first page-last
    number_of_pages number_of_volumes chapter_number edition version genre issued original_date accessed doi arxiv pmid
    pmcid issn isbn url pdf abstract keyword language note type citation_key translation""".split()


def _titles(data: Json, paths: tuple[str, ...], first: Any) -> Any:
    """The title, and after it any other one that stands at another path; nearly always they are the same."""
    others = [value for path in paths[1:] if isinstance(value := at(data, path), str) and value.strip()]
    return list(dict.fromkeys([first, *others])) if isinstance(first, str) and set(others) - {first} else first


def at(data: object, path: str) -> Any:
    """Return the value at a path, or None; of a path with ``*``, a list of all that is found.

    >>> at({"a": {"b": 1}}, "a.b"), at({"a": [{"b": 1}, {}, {"b": 2}]}, "a.*.b"), at({"a": 1}, "a.b")
    (1, [1, 2], None)
    """
    keys = _keys(path)
    for place, key in enumerate(keys, 1):
        if key == "*":
            members = data if isinstance(data, list) else [data]
            rest = ".".join(keys[place:])
            found = [value for one in members if (value := at(one, rest) if rest else one) is not None]
            return found or None
        if isinstance(data, list) and len(data) == 1:  # as in JSON made from XML, where all values are lists
            data = data[0]
        if not isinstance(data, dict):
            return None
        data = data.get(key)
    return data


@cache
def _keys(path: str) -> tuple[str, ...]:
    return tuple(path.split("."))


def objects(data: object, path: str) -> list[Json]:
    """Return the objects in the list at a path, or the one object that stands there; nothing for anything else."""
    value = at(data, path)
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def text(data: object, path: str) -> str:
    """Return the text or the number at a path as text; "" for anything else."""
    value = at(data, path)
    return as_text(value).strip()


def person(family: str, given: str = "", suffix: str = "") -> str | Name:
    """Return a person of whom the source says the parts; one part alone is a name that is still to be parsed.

    >>> person("van Dijk", "J A")[:3], person("Plato")
    (('Dijk', 'J A', 'van'), 'Plato')
    """
    family, given, suffix = (clean(letters(part)) for part in (family, given, suffix))
    if not (family and given):
        return family or given
    particle, family = split_particle(family)
    return held(Name(family, given, particle, suffix))


def body(name: str) -> Name:
    """Return an institution, a group, or any name that must not be split."""
    return Name(literal=clean(letters(name)))


def family_first(name: str) -> str | Name:
    """Return a person whose family name stands before the initials ("Roberts MA Jr").

    >>> family_first("van Dijk J")[:3]
    ('Dijk', 'J.', 'van')
    """
    found, remarks = read_name(clean(letters(name)), INITIALS)
    return found if found and found.given and not remarks else name


def without_stop(title: str) -> str:
    """Return a title without the full stop that some sources set after every title.

    >>> without_stop("On cells."), without_stop("On cells ...")
    ('On cells', 'On cells ...')
    """
    title = title.strip()
    return title if title.endswith("..") else title.removesuffix(".")
