"""Compare two records of one work, field by field, in what the formats of both can express."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from bibstep.compare.projection import common_type, projected
from bibstep.formats import FORMATS
from bibstep.formats.filters import marked_up
from bibstep.formats.limits import NO_LIMITS
from bibstep.model import FIELDS, STYLES, Name, PageRange, Record, Rich
from bibstep.text.clean import clean, shorten
from bibstep.values import pages

#: The tags that stand for a style in comparisons and messages.
_TAGS = {style: (f"<{style}>", f"</{style}>") for style in STYLES} | {"math": ("$", "$")}
#: Characters that a formula loses when its sub- and superscripts become markup and then plain text.
_SCRIPT_SIGNS = str.maketrans("", "", "^_(){}")


class Difference(NamedTuple):
    """A difference between two records with this key: a field of Record, and both values as text ("" for none).

    The field may be ``citation_key``, or ``record`` if one side does not have the record at all.
    """

    key: str
    field: str
    a: str
    b: str


def differences(a: Record, b: Record, form_a: str, form_b: str, key: str = "") -> Iterator[Difference]:
    """Yield the fields in which two records differ although both formats can express them.

    The formats are names in FORMATS, or "" for a source, which can express everything. Types agree if ``common_type``
    finds one. Texts are compared with single spaces and composed characters, DOIs and language tags in lower case,
    keywords without regard to their separators, names by family name with particle, given name and suffix.
    """
    key = key or a.citation_key or b.citation_key
    limits_a, limits_b = (FORMATS[form].limits if form else NO_LIMITS for form in (form_a, form_b))
    shared = common_type(a, limits_a, b, limits_b)
    if not shared:
        yield Difference(key, "type", a.type, b.type)
    both = [limits_a] if form_a == form_b else [limits_a, limits_b]
    left, right = (projected(replace(one, type=shared or a.type), both) for one in (a, b))
    if left == right:
        return
    formulas_apart = {limits_a.formulas, limits_b.formulas} == {"scripts", "plain"}
    for field, text in _TEXTS.items():
        value_a, value_b = getattr(left, field), getattr(right, field)
        if value_a == value_b:
            continue
        one, other = text(value_a), text(value_b)
        if one == other or (field == "title" and formulas_apart and _one_formula(a, b, one, other)):
            continue
        yield Difference(key, field, one, other)


def shown(text: str, other: str = "", width: int = 80) -> str:
    """Shorten a value for a message to the part around its first difference from the other value.

    >>> shown("a" * 100 + "bc", "a" * 100 + "dc", 20)
    '…aaaaaaaaaaaaaaaaabc'
    """
    if len(text) > width and other:
        same = next((at for at, (x, y) in enumerate(zip(text, other, strict=False)) if x != y), len(other))
        start = max(0, min(same - width // 2, len(text) - width + 1))
        if start:
            return "…" + shorten(text[start:], width - 1)
    return shorten(text, width)


def difference_line(key: str, field: str, a: tuple[str, str], b: tuple[str, str]) -> str:
    """A difference as a line for people; ``a`` and ``b`` are pairs of a file's name and its value.

    >>> difference_line("lee2020cells", "volume", ("a.bib", "39"), ("a.ris", ""))
    "lee2020cells: volume: a.bib has '39' / a.ris has nothing"
    """
    first, second = (
        f"{shorten(file, 200)} has {_quoted(text, other)}" for (file, text), other in ((a, b[1]), (b, a[1]))
    )
    return f"{shorten(key, 60)}: {field}: {first} / {second}"


def _quoted(text: str, other: str) -> str:
    return f"'{shown(text, other, 120)}'" if text else "nothing"


def _one_formula(a: Record, b: Record, one: str, other: str) -> bool:
    """Whether two titles differ only in a formula, which one format kept as scripts and the other as plain text."""
    scripted = any(style in ("sub", "sup") for record in (a, b) for span in record.title.spans for style in span.styles)
    return scripted and _bare(one) == _bare(other)


def _bare(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_SCRIPT_SIGNS)


# The text of each field, for comparison and messages ------------------------------------------------------------------


def _rich(value: Rich) -> str:
    return clean(marked_up(value.spans, _TAGS, lambda span, _: span.text))


def _name(person: Name) -> str:
    if person.literal:
        return clean(person.literal)
    family = f"{person.non_dropping_particle} {person.family}"
    return ", ".join([part for part in map(clean, (family, person.given, person.suffix)) if part])


def _names(people: tuple[Name, ...]) -> str:
    return "; ".join(map(_name, people))


def _roles(roles: tuple[tuple[str, tuple[Name, ...]], ...]) -> str:
    return " | ".join(sorted(f"{role}: {_names(people)}" for role, people in roles))


def _custom(values: tuple[tuple[str, str], ...]) -> str:
    return " | ".join(sorted(f"{name}: {clean(text)}" for name, text in values))


def _page(ranges: tuple[PageRange, ...]) -> str:
    return clean(pages.text(ranges))


def _date(value: object) -> str:
    return clean(str(value or ""))


def _listed(values: tuple[str, ...]) -> str:
    """Join values to one text, all with the same separator: a value may contain the separator of a format."""
    parts = [clean(part) for value in values for part in value.replace(";", ",").split(",")]
    return ", ".join([part for part in parts if part])


def _numbers(values: tuple[str, ...], sign: str) -> str:
    return ", ".join(sorted(value.replace(sign, "").upper() for value in values))


def _folded(value: str) -> str:
    return clean(value).lower()


_OTHERS: Mapping[str, Callable[..., str]] = {
    "title": _rich,
    **dict.fromkeys(("author", "editor", "translator"), _names),
    "roles": _roles,
    "page": _page,
    **dict.fromkeys(("issued", "original_date", "accessed"), _date),
    **dict.fromkeys(("keyword", "aliases"), _listed),
    **dict.fromkeys(("language", "doi"), _folded),
    "issn": partial(_numbers, sign=""),
    "isbn": partial(_numbers, sign="-"),
    "custom": _custom,
}
#: Field -> the text of its value. The type is compared before; the other notes are part of ``note`` by now.
_TEXTS: Mapping[str, Callable[..., str]] = {
    name: _OTHERS.get(name, clean) for name in FIELDS if name not in ("type", "metrics", "translation")
}
#: Every field in which records and files are compared.
COMPARED = ("citation_key", "type", *_TEXTS)
