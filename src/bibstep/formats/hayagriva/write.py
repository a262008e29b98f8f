"""Write Hayagriva: entries for Typst as YAML, with the container of a work as its parent.

Hayagriva refuses a whole file if it cannot read one value, so dates, links, counts and language tags are written only
in the forms that it accepts (measured with typst 0.15); other forms go into the note. Values are written as JSON
strings, which are valid double-quoted strings in YAML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from bibstep.formats.filters import one_line, when
from bibstep.formats.hayagriva.limits import ENTRIES, LIMITS, PARENTS, PERSON_ROLES, plain_title
from bibstep.formats.template import Encoded, Encoder, Format
from bibstep.model import OTHERS, Date, Name, PageRange, Rich
from bibstep.text.patterns import later
from bibstep.values import notes, pages
from bibstep.values.titles import casing

Tree = dict[str, object]

#: Words of the template that become another parent, in addition to ``parent``.
_MORE_PARENTS = ("conference", "original")
#: Characters for groups, math and escapes in a formattable string (hayagriva's src/types/strings.rs).
_CONTROLS = later(r"[\\{}$]")
#: A number with letters around it, which hayagriva's type "numeric" accepts; it has 32 bits.
_COUNT = later(r"[A-Za-z_. ]*[0-9]{1,9} ?[A-Za-z.]*")
#: Links whose host and port the WHATWG URL parser certainly accepts: names that are neither numbers nor Punycode.
_LINK = later(
    r"https?://(?:(?!xn--)[A-Z0-9][A-Z0-9_-]{0,62}\.){1,9}(?!xn--)[A-Z][A-Z0-9-]{0,62}(?::[0-9]{1,4})?(?:[/?#]\S*)?",
    re.IGNORECASE | re.ASCII,
)
#: The part of a BCP 47 tag that is a Unicode language identifier: language, script, region (UTS 35, 3.1).
_TAG = later(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?(?=-|\Z)")


def encode(value: object) -> str:
    """Encode a value as a formattable string: a backslash before each character that is special to hayagriva."""
    if isinstance(value, Encoded):
        return value
    return _escaped(str(value))


def _escaped(source: str) -> str:
    return _CONTROLS.sub(r"\\\g<0>", source)


def text(value: str) -> Encoded:
    """A value of hayagriva's types "string" and "numeric", which have no escapes."""
    return Encoded(value)


def entry(record_type: str) -> str:
    """The entry type for a CSL type."""
    return ENTRIES.get(record_type, "misc")


def parent(record_type: str) -> str:
    """The type of the parent for a CSL type."""
    return PARENTS.get(record_type, "misc")


def title(value: Rich, language: str = "") -> Encoded:
    """A title without markup, with math in Unicode and braces around words that must keep their case."""
    plain = plain_title(value)
    source, parts, at = plain.source, [], 0
    for start, end in casing.protected(plain, language):
        parts += [_escaped(source[at:start]), "{", _escaped(source[start:end]), "}"]
        at = end
    return Encoded("".join([*parts, _escaped(source[at:])]))


def names(people: Iterable[Name]) -> list[object]:
    """People as ``Last, Jr., First``, or by parts if hayagriva would split that form differently."""
    return [_name(person) for person in people if person != OTHERS]


def _name(person: Name) -> object:
    name = person.literal or person.family
    parts = {
        "name": name,
        "given-name": person.given,
        "prefix": person.non_dropping_particle,
        "suffix": person.suffix,
    }
    known = {part: value for part, value in parts.items() if value}
    # Hayagriva, like BibTeX, reads words in lower case as the prefix.
    if "prefix" in known or any("," in value for value in known.values()) or any(w[0].islower() for w in name.split()):
        return {"name": name, **known}
    return ", ".join([known[part] for part in ("name", "suffix", "given-name") if part in known])


def affiliated(people: tuple[Sequence[Name], Iterable[tuple[str, Sequence[Name]]]]) -> list[Tree]:
    """Translators, and people in other roles that hayagriva knows."""
    translators, roles = people
    parts = [("translator", translators), *[(PERSON_ROLES.get(role, ""), names_) for role, names_ in roles]]
    return [{"role": role, "names": names(persons)} for role, persons in parts if role and persons]


def date(value: Date | None) -> object:
    """A date as exact as it is known, with ``~`` before an uncertain one; of a range only the first."""
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
    """A number of pages or volumes, if hayagriva can read it as a number."""
    return Encoded(value if _COUNT.fullmatch(value) else "")


def joined(values: Iterable[str]) -> Encoded:
    """Several identifiers as one string."""
    return Encoded(", ".join(values))


def link(url: str) -> Encoded:
    """A link, if hayagriva certainly accepts it."""
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
    """The note, followed by the values that hayagriva's typed fields do not accept."""
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
    """Notes as one text, for a field that hayagriva does not know and ignores (measured)."""
    return text("; ".join(notes.lines(values)))


def fields(values: Mapping[str, object]) -> Encoded:
    """The lines of an entry. Dots in a word make it a path; the words of ``_MORE_PARENTS`` become further parents."""
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
    """Put a value at its path in the tree; a value that is in the way becomes the part ``value``."""
    for word in path[:-1]:
        inner = tree.setdefault(word, {})
        if not isinstance(inner, dict):
            inner = tree[word] = {"value": inner}
        tree = inner
    tree[path[-1]] = value


def _settle(tree: Tree) -> None:
    """Remove parents without a title, and move their other values to the entry below."""
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
    # Imported here, so that --help and completion start without orjson.
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
