"""A journal's metrics, checked, and in words."""

from __future__ import annotations

import pytest

from bibstep.model import Metrics, Translation
from bibstep.values import metrics
from bibstep.values.notes import lines


@pytest.mark.parametrize(
    ("values", "read"),
    [
        ((19.8, "Q1", "CELL & TISSUE", 1, "医学"), Metrics("19.8", "Q1", "Cell & Tissue", "1", "医学")),
        (("3.5", " Q4 ", "History of Art", "4", None), Metrics("3.5", "Q4", "History of Art", "4")),
        ((0, "", None, 0, ""), Metrics()),
        ((None,) * 5, Metrics()),
    ],
)
def test_parse(values: tuple[object, ...], read: Metrics) -> None:
    assert metrics.parse(*values) == (read, ())


@pytest.mark.parametrize("value", [-1, 12345, "high", True, False, [1], {"a": 1}, float("nan"), float("inf"), 10**40])
def test_what_is_odd_is_left_out_and_said(value: object) -> None:
    read, said = metrics.parse(value, "Q5", 7, 5, ["x"])
    assert not read
    assert [remark.code for remark in said] == ["value-ignored"] * 5


def test_in_words() -> None:
    assert lines([Metrics("1.5", "", "Art", "2"), Translation("血", "", "zh"), Translation(), "", "own"]) == [
        "Journal metrics: IF 1.5; JCR category Art; CAS zone 2",
        "Translated title (zh): 血",
        "own",
    ]
