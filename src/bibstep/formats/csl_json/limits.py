"""What CSL-JSON cannot express: people in parts that CSL has no variable for, formulas, a doubt about half a range."""

from __future__ import annotations

from dataclasses import replace

from bibstep.formats.limits import Limits, pages_or
from bibstep.model import Date, Record
from bibstep.values import titles
from bibstep.values.variables import NAMES

#: Types with a number of their own; in all others the number is an article's, which stands in the place of pages.
NUMBERED = ("report", "patent", "standard", "dataset", "software", "article")


def page_number(number: str, record_type: str) -> str:
    """The number where it stands in the place of pages."""
    return "" if record_type in NUMBERED else number


def is_variable(role: str) -> bool:
    """Whether CSL has a variable for people in this part in the work; otherwise they go into ``custom``."""
    return role in NAMES


def project(record: Record) -> Record:
    """The record as CSL-JSON can express it."""
    others = [(role, "; ".join(map(str, people))) for role, people in record.roles if not is_variable(role)]
    return replace(
        record,
        title=titles.unmath(record.title),
        page=pages_or(record.page, page_number(record.number, record.type)),
        roles=tuple([(role, people) for role, people in record.roles if is_variable(role)]),
        custom=(*record.custom, *others),
        issued=_doubted_once(record.issued),
        original_date=_doubted_once(record.original_date),
        accessed=_doubted_once(record.accessed),
    )


def _doubted_once(value: Date | None) -> Date | None:
    """A date with one mark of doubt for both ends of a range."""
    if not value or not value.end or not value.end.circa:
        return value
    return replace(value, circa=True, end=replace(value.end, circa=False))


LIMITS = Limits(project=project, rank=1, formulas="scripts")
