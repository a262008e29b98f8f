"""Pairs of records labelled by hand: which are the same work, for a library and in a conversion."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bibstep import Record, Source
from bibstep.model import Date
from bibstep.values import names, pages, titles
from bibstep.works.duplicates import first
from bibstep.works.same import facts, same

PAIRS = json.loads(Path(__file__).with_name("data").joinpath("same-work.json").read_text(encoding="utf-8"))


def record(place: str, values: dict[str, Any]) -> Record:
    found = pages.parse(values.get("page", ""))[0]
    return Record(
        values.get("type", "article-journal"),
        titles.parse(values["title"], "title")[0],
        author=tuple(map(names.parse_name, values.get("author", ()))),
        container_title=values.get("journal", ""),
        publisher=values.get("publisher", ""),
        volume=values.get("volume", ""),
        issue=values.get("issue", ""),
        page=found.ranges,
        number=found.number or values.get("number", ""),
        issued=Date(values["year"]) if "year" in values else None,
        doi=values.get("doi", ""),
        pmid=values.get("pmid", ""),
        url=values.get("url", ""),
        source=Source(place, 1),
    )


def in_library(one: Record, other: Record) -> bool:
    return same(facts(one), facts(other))


def in_conversion(one: Record, other: Record) -> bool:
    return len(list(first([one, other], lambda *_: None))) == 1


def test_the_labels_are_plain() -> None:
    assert len(PAIRS) >= 60
    assert len({pair["why"] for pair in PAIRS}) == len(PAIRS)


@pytest.mark.parametrize("rule", [in_library, in_conversion])
def test_no_two_works_are_taken_for_one_and_nearly_all_others_are_found(rule: Callable[[Record, Record], bool]) -> None:
    missed: list[str] = []
    wrong: list[str] = []
    for pair in PAIRS:
        one, other = record("a.ris", pair["a"]), record("b.ris", pair["b"])
        for found in (rule(one, other), rule(other, one)):
            if found != pair["same"]:
                (missed if pair["same"] else wrong).append(pair["why"])
    assert wrong == []
    assert len(missed) <= 0.01 * sum(2 for pair in PAIRS if pair["same"]), missed
