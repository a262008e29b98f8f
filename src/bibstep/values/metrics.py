"""A journal's metrics as an index gives them, checked; whatever is odd about them is left out, never the record."""

from __future__ import annotations

import re
from functools import lru_cache

from bibstep.model import Metrics, Remark
from bibstep.text.clean import clean, shorten
from bibstep.text.patterns import later
from bibstep.values import Parsed

_NUMBER = later(r"\d{1,3}(?:\.\d{1,4})?")
_QUARTILE = later(r"Q[1-4]")
_ZONE = later(r"[1-4]")
_SMALL = frozenset(("and", "of", "the", "in", "for", "on"))


def parse(
    impact_factor: object, jcr: object, jcr_name: object, region_num: object, region_category: object
) -> Parsed[Metrics]:
    """Metrics from the values of ``PeriodicalIF``, ``JCR``, ``JCRName``, ``RegionNum`` and ``RegionCategory``.

    An impact factor is a number between 0 and 1,000 (0 stands for none), a quartile Q1 to Q4, a zone of the Chinese
    Academy of Sciences 1 to 4. Null and empty values are nothing; any other value is remarked on and left out.

    >>> parse(19.8, "Q1", "CELL & TISSUE ENGINEERING", 1, "医学")[0]
    Metrics(impact_factor='19.8', jcr_quartile='Q1', jcr_category='Cell & Tissue Engineering', cas_zone='1', \
cas_category='医学')
    """
    values = (impact_factor, jcr, jcr_name, region_num, region_category)
    for value in values:
        if isinstance(value, str) and len(value) > 100:
            return _read(*values)  # only what is short is remembered
    try:
        return _remembered(*values)
    except TypeError:  # a list or an object
        return _read(*values)


def _read(
    impact_factor: object, jcr: object, jcr_name: object, region_num: object, region_category: object
) -> Parsed[Metrics]:
    remarks: list[Remark] = []

    def checked(key: str, value: object, pattern: re.Pattern[str]) -> str:
        if value is None or value == "" or (value == 0 and value is not False):
            return ""
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            value = f"{value:.10g}" if abs(value) < 1e6 else str(value)[:40]
        if isinstance(value, str) and pattern.fullmatch(value.strip()):
            return value.strip()
        remarks.append(
            Remark("value-ignored", "metrics", f"{key} has the invalid value {shorten(repr(value), 40)}; left out")
        )
        return ""

    def named(key: str, value: object) -> str:
        if isinstance(value, str):
            return clean(value)[:200]
        if value is not None:
            remarks.append(
                Remark("value-ignored", "metrics", f"{key} has the invalid value {shorten(repr(value), 40)}; left out")
            )
        return ""

    read = Metrics(
        impact_factor=checked("PeriodicalIF", impact_factor, _NUMBER),
        jcr_quartile=checked("JCR", jcr, _QUARTILE),
        jcr_category=_in_title_case(named("JCRName", jcr_name)),
        cas_zone=checked("RegionNum", region_num, _ZONE),
        cas_category=named("RegionCategory", region_category),
    )
    return read, tuple(remarks)


#: A run of records comes from few journals. ``typed``, as True and 1 are the same key otherwise.
_remembered = lru_cache(maxsize=1024, typed=True)(_read)


def _in_title_case(text: str) -> str:
    """A category in capitals, as the index prints it, with only the first letters of its words in capitals."""
    if not text.isupper():
        return text
    words = text.lower().split(" ")
    return " ".join(
        [word if word in _SMALL and index else word[:1].upper() + word[1:] for index, word in enumerate(words)]
    )
