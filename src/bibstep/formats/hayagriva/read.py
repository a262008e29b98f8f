"""Read Hayagriva's YAML: an entry as a record, with what its parents say of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from bibstep.formats.dialects.fields import DialectFields
from bibstep.formats.hayagriva import strings, tables
from bibstep.formats.hayagriva.limits import PERSON_ROLES
from bibstep.input.lines import MAX_RECORD
from bibstep.input.yaml import document, line_of, members, value_of
from bibstep.model import Date, Name, Record, Rejected, Rich, Source
from bibstep.text.clean import clean, language_of, shorten
from bibstep.text.patterns import later
from bibstep.values import dates, languages, notes, pages, variables

_ROLES: Mapping[str, str] = {role: variable for variable, role in PERSON_ROLES.items()}
_TAG = later(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_NOTE = later(r"([A-Za-z-]+(?: date)?): (.+)")
_TEXTS = (
    "title_short container_title container_title_short collection_title collection_number event_title event_place"
    " publisher publisher_place genre edition version volume issue chapter_number number_of_pages number_of_volumes"
    " abstract"
).split()


def read(stream: BinaryIO, name: str, max_record: int = MAX_RECORD) -> Iterator[Record | Rejected]:
    """Read the entries of a stream; ``name`` is its name in messages. The file is read whole, and has ``max_record``
    bytes at most.

    What cannot become a record is a Rejected in its place. Raises nothing.
    """
    found = document(stream, max_record)
    if found.fault:
        yield Rejected(Source(name, found.line), found.fault)
        return
    entries = members(found.root)
    if not entries:
        yield Rejected(Source(name, 1), "this YAML has no entries: no mapping of keys to entries")
    for key, node in entries:
        source = Source(name, line_of(node))
        try:
            data = value_of(node)
        except ValueError as error:
            yield Rejected(source, str(error))
            continue
        if isinstance(data, dict) and any(word in data for word in ("type", "title", "author", "parent", "date")):
            yield _record(key, data, source)
        else:
            yield Rejected(source, f"the entry {shorten(key, 40)!r} has no type and no title", shorten(str(data)))


def _record(key: str, data: Mapping[str, Any], source: Source) -> Record:
    fields = DialectFields({})
    entry_type = str(data.get("type") or "misc").strip().lower()
    fields.update(_values(data, fields))
    work_type = _add_parents(fields, data, entry_type)
    if entry_type not in tables.TYPES:
        fields.remark("type-unknown", "type", f"{shorten(entry_type, 40)!r} is no type of Hayagriva; misc was taken")
    _settle_places(fields, work_type)
    note, metrics, translation = _notes(fields)
    title = fields.take("title")
    title = title if isinstance(title, Rich) else Rich()
    if not title:
        fields.remark("title-missing", "title", "the entry has no title")
    values: dict[str, Any] = {name: _people(fields, name) for name in ("author", "editor", "translator")}
    roles = tuple(
        [(name, found) for name in list(fields) if name in variables.NAMES and (found := _people(fields, name))]
    )
    (page, number, _), remarks = pages.parse(fields.raw("page", "page"))
    own = clean(fields.raw("number", "number"))
    if own and pages.text(page) == own:
        page = ()
    fields.remarks += remarks
    values |= {name: clean(fields.raw(name, name)) for name in _TEXTS}
    values |= {name: fields.identifier(name, name) for name in ("doi", "arxiv", "pmid", "pmcid", "url")}
    issued, original, accessed = (_date(fields, name) for name in ("issued", "original_date", "accessed"))
    language = clean(fields.raw("language", "language"))
    return Record(
        type=work_type,
        title=title,
        roles=roles,
        page=page,
        number=own or number,
        issued=issued,
        original_date=original,
        accessed=accessed,
        language=(languages.tag(language) or language) if language else language_of(title.source),
        **values,
        issn=fields.identifiers("issn", "issn"),
        isbn=fields.identifiers("isbn", "isbn"),
        note=note,
        metrics=metrics,
        translation=translation,
        custom=tuple(fields.rest().items()),
        citation_key=clean(key),
        source=source,
        remarks=tuple(fields.remarks),
    )


def _values(data: Mapping[str, Any], fields: DialectFields) -> dict[str, Any]:
    """The values of an entry, or of a parent, by field of Record; what has none under its own name."""
    values: dict[str, Any] = {}
    for word, value in data.items():
        if value in (None, "", [], {}) or word in ("type", "parent"):
            continue
        if word == "title":
            values["title"] = fields.accept(strings.formattable(value, "title"))
            if isinstance(value, dict) and value.get("short"):
                values["title_short"] = fields.accept(strings.formattable(value["short"], "title_short")).source
        elif word in tables.FORMATTABLE:
            field = tables.FORMATTABLE[word]
            values[field] = fields.accept(strings.formattable(value, field)).source
        elif word in ("author", "editor"):
            values[word] = strings.people(value)
        elif word in tables.PLAIN:
            values[tables.PLAIN[word]] = value
        elif word == "publisher":
            whole = value if isinstance(value, dict) and ("name" in value or "location" in value) else {"name": value}
            for part, field in (("name", "publisher"), ("location", "publisher_place")):
                if text := fields.accept(strings.formattable(whole.get(part), field)).source:
                    values[field] = text
        elif word == "affiliated":
            values |= _affiliated(value)
        elif word == "url":
            link = value if isinstance(value, dict) else {"value": value}
            values |= {field: link[part] for part, field in (("value", "url"), ("date", "accessed")) if link.get(part)}
        elif word == "serial-number":
            numbers = value if isinstance(value, dict) else {"serial": value}
            values |= {tables.SERIALS.get(str(one).lower(), str(one)): text for one, text in numbers.items() if text}
        else:
            values[word] = value
    return values


def _affiliated(value: Any) -> dict[str, Any]:
    """People by their role; a role without a variable of CSL has their names as text."""
    found: dict[str, Any] = {}
    for role, names in strings.roles(value):
        variable = "translator" if role == "translator" else _ROLES.get(role, "")
        if variable:
            found.setdefault(variable, []).extend(names)
        elif names:
            found[role] = "; ".join([*filter(None, [found.get(role, "")]), *map(str, names)])
    return found


# Parents -------------------------------------------------------------------------------------------------------------


def _add_parents(fields: DialectFields, data: Mapping[str, Any], entry_type: str) -> str:
    """Add what the parents say to the values of an entry, and return its CSL type."""
    work_type = tables.TYPES.get(entry_type, "document")
    parents = data.get("parent")
    placed = False
    for one in parents if isinstance(parents, list) else [parents]:
        if not isinstance(one, dict):
            continue
        kind = str(one.get("type") or tables.DEFAULT_PARENTS.get(entry_type, "misc")).strip().lower()
        values = _values(one, fields)
        if entry_type == "article":
            wanted = tables.ARTICLES.get(kind, "")
            work_type = wanted if wanted and not (placed and kind == "conference") else work_type
        if kind == "conference":
            _add_event(fields, values)
        elif kind == "original" and "original_date" not in fields:
            fields |= {"original_date": values.pop("issued")} if "issued" in values else {}
        elif not placed:
            placed = True
            _add_container(fields, values, one, kind, entry_type)
        _keep(fields, values, kind)
    return work_type


def _add_event(fields: DialectFields, values: dict[str, Any]) -> None:
    if "title" in values and "event_title" not in fields:
        fields["event_title"] = values.pop("title").source
        if "location" in values:
            fields["event_place"] = values.pop("location")
    elif "location" in values and "event_place" not in fields:
        fields["event_place"] = values.pop("location")


def _add_container(
    fields: DialectFields, values: dict[str, Any], parent: Mapping[str, Any], kind: str, entry_type: str
) -> None:
    """Add the container's values; an anthology of what is no part of one is a series."""
    above = parent.get("parent")
    above = above[0] if isinstance(above, list) and above else above
    if kind == "anthology" and entry_type not in ("anthos", "entry") and not isinstance(above, dict):
        _add_series(fields, values)
        return
    if "title" in values:
        fields["container_title"] = values.pop("title").source
        if short := values.pop("title_short", ""):
            fields["container_title_short"] = short
    if "author" in values:
        fields["container-author"] = values.pop("author")
    for name in tables.INHERITED:
        if name in values and name not in fields:
            fields[name] = values.pop(name)
    if isinstance(above, dict):
        series = _values(above, fields)
        _add_series(fields, series)
        _keep(fields, series, "series")


def _add_series(fields: DialectFields, values: dict[str, Any]) -> None:
    for name, field in tables.FROM_SERIES.items():
        if name in values and field not in fields:
            value = values.pop(name)
            fields[field] = value.source if isinstance(value, Rich) else value


def _keep(fields: DialectFields, values: Mapping[str, Any], kind: str) -> None:
    """Keep what a parent says and the record has no field for, under its kind and name."""
    for name, value in values.items():
        if isinstance(value, Rich):
            text = value.source
        elif isinstance(value, list) and all(isinstance(one, Name) for one in value):
            text = "; ".join(map(str, value))
        else:
            text = fields.as_custom(value)
        fields.keep(f"{kind}-{name.replace('_', '-')}", text)


# Values --------------------------------------------------------------------------------------------------------------


def _settle_places(fields: DialectFields, work_type: str) -> None:
    """Give ``location`` and ``organization``, which Hayagriva has for several things, to the field that they mean."""
    place = "event_place" if work_type in ("event", "performance", "speech") else "publisher_place"
    for name, field in (("location", place), ("organization", "publisher")):
        if name in fields and field not in fields:
            fields[field] = fields.pop(name)


def _people(fields: DialectFields, name: str) -> tuple[Name, ...]:
    found = fields.take(name)
    return tuple([one for one in found if isinstance(one, Name)]) if isinstance(found, list) else ()


def _date(fields: DialectFields, name: str) -> Date | None:
    return fields.accept(dates.parse(strings.date(fields.take(name)), name))


def _notes(fields: DialectFields) -> tuple[str, Any, Any]:
    """The note, the metrics and the translated title. What the writer put into the note returns to its field."""
    kept: list[str] = []
    for part in fields.raw("note", "note").split("; "):
        match = _NOTE.fullmatch(part)
        field = tables.NOTED.get(match[1], "") if match else ""
        if match and match[1] in variables.NAMES and match[1] not in fields:
            fields[match[1]] = [_plain_name(one) for one in match[2].split(", ")]
        elif match and field and (field not in fields or (field == "issued" and _starts(match[2], fields[field]))):
            fields[field] = match[2]
        else:
            kept.append(part)
    rest, metrics, translation = notes.parse(
        fields.raw("note", "annotation").replace("; Translated title", "\nTranslated title")
    )
    if rest:
        fields.keep("annotation", rest)
    return "; ".join(kept), metrics, translation


def _starts(text: str, start: object) -> bool:
    """Whether a range of dates begins with what the date's own field has."""
    return "/" in text and text.startswith(strings.date(start))


def _plain_name(text: str) -> Name:
    given, _, family = text.rpartition(" ")
    return Name(family, given)
