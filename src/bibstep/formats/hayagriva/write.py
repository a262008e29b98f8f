"""Hayagriva: entries for Typst as YAML, with what a work appeared in as its parent.

One value that hayagriva cannot read makes it refuse the whole file, so dates, links, counts and language tags are
written only in the forms that it takes (measured with typst 0.15); what is in another form goes into the note. Values
are JSON strings, which are YAML's double-quoted ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from bibstep.formats.filters import one_line, when
from bibstep.formats.hayagriva.limits import ENTRIES, LIMITS, PARENTS, PERSON_ROLES
from bibstep.formats.template import Encoded, Encoder, Format
from bibstep.model import Date, Name, PageRange, Rich, Span
from bibstep.rich import clean_rich
from bibstep.values import notes, pages
from bibstep.values.titles import casing, texmath

Tree = dict[str, object]

#: Words of the template that begin a parent of their own, beside the one that is named ``parent``.
_MORE_PARENTS = ("conference", "original")
#: What a formattable string takes for the end of a group, math or an escape (hayagriva's src/types/strings.rs).
_CONTROLS = re.compile(r"[\\{}$]")
#: A number with letters around it, which hayagriva's type "numeric" takes; it is 32 bits wide.
_COUNT = re.compile(r"[A-Za-z_. ]*[0-9]{1,9} ?[A-Za-z.]*")
#: Links whose host and port the WHATWG URL parser takes for sure: names that are neither numbers nor Punycode.
_LINK = re.compile(
    r"https?://(?:(?!xn--)[A-Z0-9][A-Z0-9_-]{0,62}\.){1,9}(?!xn--)[A-Z][A-Z0-9-]{0,62}(?::[0-9]{1,4})?(?:[/?#]\S*)?",
    re.IGNORECASE | re.ASCII,
)
#: The part of a BCP 47 tag that is a Unicode language identifier: language, script, region (UTS 35, 3.1).
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?(?=-|\Z)")


def encode(value: object) -> str:
    """A value as a formattable string: what hayagriva would act on with a backslash before it."""
    if isinstance(value, Encoded):
        return value
    return _escaped(str(value))


def _escaped(source: str) -> str:
    return _CONTROLS.sub(r"\\\g<0>", source)


def text(value: str) -> Encoded:
    """A value of hayagriva's types "string" and "numeric", which know no escapes."""
    return Encoded(value)


def entry(record_type: str) -> str:
    """The entry type."""
    return ENTRIES.get(record_type, "misc")


def parent(record_type: str) -> str:
    """The type of what such a work appeared in."""
    return PARENTS.get(record_type, "misc")


def title(value: Rich, language: str = "") -> Encoded:
    """A title without markup, math in Unicode, with words that must keep their case in braces."""
    spans = [
        Span(texmath.to_text(text), ("nocase",)) if "math" in styles else Span(text, styles)
        for text, styles in value.spans
    ]
    plain = clean_rich(Rich.join(spans))
    source, parts, at = plain.source, [], 0
    for start, end in casing.protected(plain, language):
        parts += [_escaped(source[at:start]), "{", _escaped(source[start:end]), "}"]
        at = end
    return Encoded("".join([*parts, _escaped(source[at:])]))


def names(people: Iterable[Name]) -> list[object]:
    """People as ``Last, Jr., First``; by parts where hayagriva would split that otherwise."""
    return [_name(person) for person in people]


def _name(person: Name) -> object:
    name = person.literal or person.family
    parts = {
        "name": name,
        "given-name": person.given,
        "prefix": person.non_dropping_particle,
        "suffix": person.suffix,
    }
    said = {part: value for part, value in parts.items() if value}
    # Hayagriva, as BibTeX, takes words in lower case for the prefix.
    if "prefix" in said or any("," in value for value in said.values()) or any(w[0].islower() for w in name.split()):
        return {"name": name, **said}
    return ", ".join([said[part] for part in ("name", "suffix", "given-name") if part in said])


def affiliated(people: tuple[Sequence[Name], Iterable[tuple[str, Sequence[Name]]]]) -> list[Tree]:
    """Translators, and people in the other parts that hayagriva knows."""
    translators, roles = people
    parts = [("translator", translators), *[(PERSON_ROLES.get(role, ""), names_) for role, names_ in roles]]
    return [{"role": role, "names": names(persons)} for role, persons in parts if role and persons]


def date(value: Date | None) -> object:
    """A date as exact as it is known, ``~`` before one that is not certain; only the first of a range."""
    if not value or not _is_date(value):
        return ""
    if value.season:
        year = value.year + (value.year < 0)  # counted with a year 0, as in ISO 8601 (measured)
        return {"year": year, "season": value.season, **({"approximate": True} if value.circa else {})}
    first = Date(value.year, value.month, value.day)
    return Encoded(f"~{first}" if value.circa else str(first))


def _is_date(value: Date) -> bool:
    return not value.literal and abs(value.year) <= 9999


def page_text(ranges: Sequence[PageRange]) -> Encoded:
    """Pages with a hyphen between first and last."""
    return text(pages.text(tuple(ranges)))


def count(value: str) -> Encoded:
    """A number of pages or volumes, where it is a number."""
    return Encoded(value if _COUNT.fullmatch(value) else "")


def joined(values: Iterable[str]) -> Encoded:
    """Several identifiers in one string."""
    return Encoded(", ".join(values))


def link(url: str) -> Encoded:
    """A link, where it is one beyond doubt."""
    return Encoded(url if _LINK.fullmatch(url) else "")


def tag(language: str) -> Encoded:
    """The Unicode language identifier in a BCP 47 tag."""
    match = _TAG.match(language)
    return Encoded(match[0] if match else "")


def with_rest(
    note: str,
    roles: Iterable[tuple[str, Sequence[Name]]],
    issued: Date | None,
    original: Date | None,
    number_of_pages: str,
    number_of_volumes: str,
    url: str,
    accessed: Date | None,
    language: str,
) -> str:
    """The note, and what hayagriva's typed fields do not take of the others."""
    rest = [(role, ", ".join(map(str, people))) for role, people in roles if role not in PERSON_ROLES]
    rest += [("date", str(issued))] if issued and _goes_beyond(issued) else []
    rest += [("original date", str(original))] if original and _goes_beyond(original) else []
    rest += [("pages", number_of_pages)] if not count(number_of_pages) else []
    rest += [("volumes", number_of_volumes)] if not count(number_of_volumes) else []
    rest += [("language", language)] if not tag(language) else []
    if not link(url):
        rest += [("URL", url), ("accessed", str(accessed or ""))]
    elif accessed and _goes_beyond(accessed):
        rest += [("accessed", str(accessed))]
    return "; ".join(
        [part for part in (one_line(note), *[f"{word}: {value}" for word, value in rest if value]) if part]
    )


def _goes_beyond(value: Date) -> bool:
    return bool(value.end) or not _is_date(value)


def note_lines(values: Iterable[object]) -> Encoded:
    """Notes as one text, for a field that hayagriva does not know and passes over (measured)."""
    return text("; ".join(notes.lines(values)))


def fields(values: Mapping[str, object]) -> Encoded:
    """The lines of an entry: a word with dots in it is a path, and a parent of another type is one more parent."""
    tree: Tree = {}
    for path, value in values.items():
        if value:
            _put(tree, path.split("."), value if isinstance(value, (Encoded, list, dict)) else Encoded(encode(value)))
    if isinstance(url := tree.get("url"), dict) and "value" not in url:
        del tree["url"]
    _settle(tree)
    parents: list[object] = [tree["parent"]] if "parent" in tree else []
    for kind in _MORE_PARENTS:
        more = tree.pop(kind, None)
        if isinstance(more, dict):
            parents.append({"type": kind, **more})
    if parents:
        tree["parent"] = parents if len(parents) > 1 else parents[0]
    return Encoded("\n".join(_lines(tree, "  ")))


def _put(tree: Tree, path: Sequence[str], value: object) -> None:
    """A value in its place; one that has parts of its own becomes the part ``value``."""
    for word in path[:-1]:
        inner = tree.setdefault(word, {})
        if not isinstance(inner, dict):
            inner = tree[word] = {"value": inner}
        tree = inner
    tree[path[-1]] = value


def _settle(tree: Tree) -> None:
    """A parent without a title is none: what was to stand in it belongs one step further down."""
    above = tree.get("parent")
    if not isinstance(above, dict):
        return
    _settle(above)
    if "title" not in above:
        del tree["parent"]
        for word, value in above.items():
            if word != "type" and word not in tree:
                tree[word] = value


def _lines(tree: Mapping[str, object], indent: str) -> list[str]:
    # orjson is imported here, not above, so that --help and completion start without it.
    from orjson import dumps

    lines = []
    for word, value in tree.items():
        if isinstance(value, dict):
            lines += [f"{indent}{word}:", *_lines(value, indent + "  ")]
        elif isinstance(value, list) and isinstance(value[0], dict) and word == "parent":
            lines.append(f"{indent}{word}:")
            for one in value:
                first, *others = _lines(one, indent + "    ")
                lines += [f"{indent}  - {first.lstrip()}", *others]
        else:
            lines.append(f"{indent}{word}: {dumps(value).decode()}")
    return lines


def _encoder(ascii_only: bool) -> Encoder:  # noqa: ARG001  (YAML is UTF-8)
    return Encoder(
        encode,
        {
            "entry": entry,
            "parent": parent,
            "title": title,
            "text": text,
            "names": names,
            "affiliated": affiliated,
            "date": date,
            "pages": page_text,
            "count": count,
            "joined": joined,
            "link": link,
            "tag": tag,
            "when": when,
            "with_rest": with_rest,
            "notes": note_lines,
            "fields": fields,
        },
    )


FORMAT = Format(
    name="hayagriva",
    template="hayagriva.yml.j2",
    encoder=_encoder,
    limits=LIMITS,
)
