"""Renew fields of entries that a bibliography has already, in the text of its file, and leave every other byte."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from bibstep.formats import FORMATS, READERS, editor_of
from bibstep.formats.edits import Edit, EditError, Editor, Place, applied, changes
from bibstep.formats.omission import WORDS, field_of
from bibstep.formats.template import Format, Render, renderer
from bibstep.model import FIELDS, Record, Rejected
from bibstep.text.suggest import did_you_mean
from bibstep.values.citation_keys import folded

#: The word for all fields that are empty in the library.
EMPTY = "empty"
#: Fields that are never renewed: the type decides how all others are written, and values of one's own stay.
_NEVER = ("type", "roles", "custom", "metrics", "translation")
#: The fields that can be renewed.
FIELDS_RENEWED = tuple([name for name in FIELDS if name not in _NEVER])
#: Fields of biblatex that BibTeX writes otherwise: an entry that has one is written in biblatex's words.
_BIBLATEX = frozenset(("date", "journaltitle", "location", "eprinttype", "shortjournal"))


class Update(NamedTuple):
    """What is renewed: the ``fields`` that are replaced, and with ``empty`` all that the library lacks."""

    fields: tuple[str, ...] = ()
    empty: bool = False

    def of(self, old: Record, new: Record) -> dict[str, Any]:
        """The fields of an entry to renew, with the values that a record of the same work has for them."""
        found = {name: getattr(new, name) for name in self.fields if getattr(new, name) != getattr(old, name)}
        gaps = {name: getattr(new, name) for name in FIELDS_RENEWED if self.empty and not getattr(old, name)}
        return {name: value for name, value in {**gaps, **found}.items() if value}


def parse(words: Iterable[str]) -> Update:
    """What the words ask for: fields, named as for ``omit``, and "empty". Raises ValueError for an unknown word.

    >>> parse(["journal", "empty"])
    Update(fields=('container_title',), empty=True)
    """
    fields: list[str] = []
    is_empty = False
    for word in words:
        name = word.strip().lower()
        one = field_of(name)
        if name == EMPTY:
            is_empty = True
        elif one in FIELDS_RENEWED:
            fields.append(one)
        else:
            choices = [EMPTY, *[one.replace("_", "-") for one in FIELDS_RENEWED], *WORDS]
            raise ValueError(
                f"update: {name!r} is not known as a field that can be renewed{did_you_mean(name, choices)}"
            )
    return Update(tuple(dict.fromkeys(fields)), is_empty)


@dataclass(slots=True)
class Renewal:
    """One entry to renew: the ``values`` of its fields, and what came of it.

    ``gaps``: the fields that may only be added. ``refused`` maps fields that could not be renewed to the reason; ""
    stands for the entry. ``forms`` are the formats whose words are tried for it, in their order.
    """

    values: dict[str, Any]
    gaps: frozenset[str] = frozenset()
    refused: dict[str, str] = field(default_factory=dict)
    forms: list[Format] = field(default_factory=list)

    @property
    def wanted(self) -> dict[str, Any]:
        """The fields that are still to be renewed."""
        return {} if "" in self.refused else {one: new for one, new in self.values.items() if one not in self.refused}


class UpdateError(ValueError):
    """The entries of a file cannot be renewed safely; the message says why."""


def renewed(
    text: str,
    name: str,
    entries: Sequence[Record | Rejected],
    renewals: Mapping[int, Renewal],
    form: Format,
    newline: str,
    *,
    ascii_only: bool = False,
) -> tuple[str, list[Record | Rejected]]:
    """The text of a file with entries renewed, and its entries as they are then.

    ``renewals`` are given by the number of the entry in ``entries``, and are told what was refused. The result is read
    back: an entry must have the new values and, in all other fields, the old ones; where it has not, its fields are
    written in other words, or stay as they are. Raises UpdateError if another entry changes all the same.
    """
    editor = editor_of(form.name)
    if not editor:
        raise UpdateError(f"{name}: entries in {form.name} cannot be renewed")
    places = _placed(list(editor.places(text)), entries)
    renders: dict[str, Render] = {}

    def render(its: Format) -> Render:
        if its.name not in renders:
            renders[its.name] = renderer(its, omit=("metrics", "translation"), ascii_only=ascii_only)
        return renders[its.name]

    for number, one in renewals.items():
        if number not in places:
            one.refused[""] = "its place in the file is not certain"
            continue
        one.forms = _forms(editor, text, places[number], form)
    while True:
        edits: list[Edit] = []
        for number, one in renewals.items():
            old = entries[number]
            if one.wanted and isinstance(old, Record):
                edits += _edits(editor, text, places[number], old, one, render, newline)
        after = applied(text, edits)
        back = list(READERS["auto"].read(io.BytesIO(after.encode()), name)) if edits else list(entries)
        if len(back) != len(entries):
            raise UpdateError(f"{name}: the renewed entries could not be read back; nothing was written")
        if not _withdrawn(entries, back, renewals):
            return after, back


def _placed(places: Sequence[Place], entries: Sequence[Record | Rejected]) -> dict[int, Place]:
    """Number of an entry -> its place in the text, for those whose place is certain."""
    if len(places) == len(entries) and all(
        place.line == one.source.line for place, one in zip(places, entries, strict=True)
    ):
        return dict(enumerate(places))
    by_line: dict[int, list[Place]] = {}
    for place in places:
        by_line.setdefault(place.line, []).append(place)
    lines = [one.source.line for one in entries]
    return {
        number: by_line[line][0]
        for number, line in enumerate(lines)
        if len(by_line.get(line, ())) == 1 and lines.count(line) == 1
    }


def _forms(editor: Editor, text: str, place: Place, form: Format) -> list[Format]:
    """The formats in whose words an entry's fields may be written: BibTeX's and biblatex's files look alike."""
    if form.name not in ("bibtex", "biblatex"):
        return [form]
    both = [FORMATS["bibtex"], FORMATS["biblatex"]]
    try:
        is_biblatex = not _BIBLATEX.isdisjoint(editor.fields(text[place.start : place.end]))
    except EditError:
        return both
    return both[::-1] if is_biblatex else both


def _edits(
    editor: Editor, text: str, place: Place, old: Record, one: Renewal, render: Callable[[Format], Render], newline: str
) -> list[Edit]:
    """The edits that renew one entry; none if that is refused."""
    write = render(one.forms[0])
    own = text[place.start : place.end]
    try:
        written = editor.fields(own)
        before = _fields(editor, write(old))
        for name in one.gaps & one.wanted.keys():
            with_one = _fields(editor, write(replace(old, **{name: one.values[name]})))
            if any(written.get(its) for word in changes(before, with_one) for its in editor.names(word)):
                one.refused[name] = "the entry has something in its place"
        if not one.wanted:
            return []
        after = _fields(editor, write(replace(old, **one.wanted)))
        return [
            Edit(place.start + start, place.start + end, new)
            for start, end, new in editor.edits(own, before, after, newline)
        ]
    except EditError as error:
        one.refused[""] = str(error)
        return []


def _fields(editor: Editor, entry: str) -> dict[str, str]:
    """The fields of an entry that was rendered."""
    text = f"[{entry}]" if entry.lstrip().startswith("{") else entry
    (place,) = editor.places(text)
    return dict(editor.fields(text[place.start : place.end]))


def _withdrawn(
    entries: Sequence[Record | Rejected], back: Sequence[Record | Rejected], renewals: Mapping[int, Renewal]
) -> bool:
    """Whether something was read back otherwise than it should be. Where it was, it is written in other words or not.

    Raises UpdateError where nothing explains it.
    """
    found = False
    tried = {number: one.wanted for number, one in renewals.items()}
    for number, (old, new) in enumerate(zip(entries, back, strict=True)):
        one = renewals.get(number)
        wanted = tried.get(number, {})
        if isinstance(old, Rejected) or isinstance(new, Rejected):
            wrong = [] if type(old) is type(new) else [""]
        else:
            wrong = _wrong(old, new, wanted, one.forms[0] if one and one.forms else None)
        if not wrong:
            continue
        found = True
        if one and wanted and len(one.forms) > 1:
            del one.forms[0]
        elif one and wanted and set(wrong) <= wanted.keys():
            one.refused |= dict.fromkeys(wrong, "the format cannot hold the new value here")
        elif one and wanted:
            one.refused[""] = f"{', '.join(wrong)} would change, too"
        else:
            _withdraw_parents(old, entries, renewals)
    return found


def _wrong(old: Record, new: Record, wanted: Mapping[str, Any], form: Format | None) -> list[str]:
    """The fields of an entry that are not as they should be."""
    wrong = [name for name in FIELDS if name not in wanted and getattr(old, name) != getattr(new, name)]
    if old.citation_key != new.citation_key:
        wrong.append("citation_key")
    if wanted and form:
        expected, got = form.limits.project(replace(old, **wanted)), form.limits.project(new)
        wrong += [name for name in FIELDS if getattr(expected, name) != getattr(got, name)]
        wrong += [name for name in wanted if not getattr(new, name)]
    return list(dict.fromkeys(wrong))


def _withdraw_parents(
    changed: Record | Rejected, entries: Sequence[Record | Rejected], renewals: Mapping[int, Renewal]
) -> None:
    """Refuse to renew the entries from which another one takes values. Raises UpdateError if there is none."""
    relatives = {folded(key) for key in changed.relatives} if isinstance(changed, Record) else set()
    parents = [
        one
        for number, one in renewals.items()
        if one.wanted and isinstance(old := entries[number], Record) and folded(old.citation_key) in relatives
    ]
    if not parents:
        raise UpdateError(f"{changed.source}: this entry would change, too; nothing was written")
    for one in parents:
        one.refused[""] = "another entry takes values from it"
