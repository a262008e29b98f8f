"""Which records a user wants in the output: conditions on the type, the key, dates, fields and values of one's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, NamedTuple

from bibstep.formats import FORMATS
from bibstep.formats.bibtex.tables import TYPES as BIBTEX_TYPES
from bibstep.formats.omission import WORDS, field_of
from bibstep.formats.ris.tables import TYPES as RIS_TYPES
from bibstep.model import FIELDS, Date, Name, PageRange, Record, Rich
from bibstep.text.patterns import later
from bibstep.text.suggest import did_you_mean, is_near
from bibstep.values import titles
from bibstep.values.type_tables import RANKS

#: The formats whose words for types are known to users, beside CSL's.
_TYPE_FORMATS = ("bibtex", "biblatex", "ris")
_DATES = ("issued", "original_date", "accessed")
#: Words of formats for a part of a date.
_PARTS = ("month", "day")
_CONDITION = later(r"\s*([^=!\s]+)\s*(?:(!?=)\s*(.*?)\s*)?", re.DOTALL)
_DAY = r"\d{1,4}(?:-\d\d(?:-\d\d)?)?"
_PERIOD = later(rf"(?P<day>{_DAY})|(?P<start>{_DAY})?\.\.(?P<end>{_DAY})?")
_SEPARATORS = later(r"\s*[,;]\s*")


class Condition(NamedTuple):
    """A condition on a record: one of ``values`` is that of the ``field``, or none is with ``is_not``.

    ``field`` is "key", a field of Record, or "" for the custom value ``name``. Without values, the record must have the
    field.
    """

    field: str
    name: str
    values: tuple[str, ...] = ()
    is_not: bool = False

    def holds(self, record: Record) -> bool:
        """Whether a record meets the condition. One on the key always holds here: see ``holds_for_keys``."""
        if self.field == "key":
            return True
        if self.field == "type":
            found = any(value in _type_words(record) or _read_as(value) == record.type for value in self.values)
        elif self.field in _DATES:
            date = getattr(record, self.field)
            found = bool(date) and (not self.values or any(_in_period(date, value) for value in self.values))
        else:
            texts = _texts_of(record, self.field, self.name)
            found = _matches(texts, self.values) if self.values else any(texts)
        return found is not self.is_not

    def holds_for_keys(self, keys: Iterable[str]) -> bool:
        """Whether an entry with these keys, in the output and in its source, meets a condition on the key."""
        return self.field != "key" or _matches(keys, self.values) is not self.is_not


def parse(conditions: Iterable[str]) -> list[Condition]:
    """The conditions that a user wrote: FIELD, FIELD=VALUE or FIELD!=VALUE.

    A field is named as for ``omit``. A value is compared without regard to capitals, and ``*`` stands for any text. A
    type may be a word of any format; a date may be a range. Types, keys and dates may be several, separated by commas.
    Raises ValueError for what is not a condition, and for a word that is nearly another one.

    >>> [one[:3] for one in parse(["year=2015..2020", "DOI"])]
    [('issued', '', ('2015..2020',)), ('doi', '', ())]
    """
    return [_condition(one) for one in conditions]


def _condition(text: str) -> Condition:
    match = _CONDITION.fullmatch(text)
    if not match:
        raise ValueError(f"only: {text!r} is not a condition such as type=article, key=Smith2020 or year=2015..2020")
    name, operator, value = match[1].lower(), match[2] or "", match[3] or ""
    field = "key" if name in ("key", "id", "citation-key") else field_of(name)
    if name in _PARTS or (field not in (*FIELDS, "key") and is_near(name, _names())):
        raise ValueError(f"only: {name!r} is not known{did_you_mean(name, _names())}")
    if field not in FIELDS and field != "key":
        field = ""
    if operator and not value:
        raise ValueError(f"only: {text!r} has no value; for the records without one: {name}!=*")
    if not operator and field in ("key", "type"):
        raise ValueError(f"only: {name} needs a value: {name}={'Smith2020' if field == 'key' else 'article'}")
    is_listed = field in ("key", "type", *_DATES)
    values = tuple(filter(None, _SEPARATORS.split(value))) if is_listed else (value,) if value else ()
    if field == "type":
        values = tuple([one.lower() for one in values])
    if field in _DATES and operator == "!=" and values == ("*",):
        return Condition(field, "", (), True)
    for one in values:
        _check(one, field, name)
    return Condition(field, "" if field else name, values, operator == "!=")


def _names() -> list[str]:
    return ["key", *[name.replace("_", "-") for name in FIELDS], *[word for word in WORDS if word not in _PARTS]]


def _check(value: str, field: str, name: str) -> None:
    """Raise ValueError for a type that no format has, and for a date that is none."""
    if field == "type" and value not in (choices := _type_choices()):
        raise ValueError(f"only: {value!r} is not a type{did_you_mean(value, choices)}")
    if field in _DATES and (not _PERIOD.fullmatch(value) or value == ".."):
        raise ValueError(f"only: {value!r} is not a date for {name}: write 2020, 2015..2020, 2015.. or 2020-03-31")


def _type_choices() -> list[str]:
    formats = [*BIBTEX_TYPES, "misc", *map(str.lower, RIS_TYPES)]
    return list(dict.fromkeys([*RANKS, *BIBTEX_TYPES.values(), *RIS_TYPES.values(), *formats]))


def _type_words(record: Record) -> list[str]:
    """A record's type in CSL's word and in those that formats write for it."""
    words = [FORMATS[name].limits.word(record.type, record.genre) for name in _TYPE_FORMATS]
    return [word.lower() for word in (record.type, *words)]


def _read_as(word: str) -> str:
    """The CSL type that a format's word for a type is read as."""
    return BIBTEX_TYPES.get(word) or RIS_TYPES.get(word.upper()) or ""


def _in_period(date: Date, period: str) -> bool:
    """Whether the beginning of a date lies in a period, as far as both are exact."""
    match = _PERIOD.fullmatch(period)
    if not match or date.literal:
        return False
    start, end = match["day"] or match["start"], match["day"] or match["end"]
    parts = (date.year, date.month, date.day)
    return (not start or _cut(parts, start) >= _numbers(start)) and (not end or _cut(parts, end) <= _numbers(end))


def _numbers(day: str) -> tuple[int, ...]:
    return tuple(map(int, day.split("-")))


def _cut(parts: tuple[int, ...], day: str) -> tuple[int, ...]:
    return parts[: len(_numbers(day))]


def _matches(texts: Iterable[str], values: Sequence[str]) -> bool:
    patterns = [re.escape(value.casefold()).replace(r"\*", ".*") for value in values]
    return any(re.fullmatch(one, text.casefold(), re.DOTALL) for text in texts for one in patterns)


def _texts_of(record: Record, field: str, name: str) -> list[str]:
    """The texts of a field, or of the custom value ``name``, with the parts of one that is a list."""
    if not field:
        values = [text for its, text in record.custom if its.lower() == name]
        return [*values, *[part for text in values for part in _SEPARATORS.split(text)]]
    return _texts(getattr(record, field))


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    if isinstance(value, Rich):
        return _texts(titles.plain(value))
    if isinstance(value, Name):
        family = f"{value.non_dropping_particle} {value.family}".strip()
        names = (str(value), value.family, family, f"{family}, {value.given}" if value.given else "")
        return [one for one in dict.fromkeys(names) if one]
    if isinstance(value, PageRange):
        return [value.first, "-".join(filter(None, value))]
    if isinstance(value, tuple):
        return [text for part in value for text in _texts(part)]
    # Metrics and translations: their parts.
    return [text for one in getattr(value, "__dataclass_fields__", ()) for text in _texts(getattr(value, one))]


def condition_on_records(conditions: Sequence[Condition]) -> Callable[[Record], bool]:
    """A function that says whether a record meets all conditions but those on keys."""
    return partial(_all_hold, [one for one in conditions if one.field != "key"])


def _all_hold(conditions: Sequence[Condition], record: Record) -> bool:
    return all(one.holds(record) for one in conditions)
