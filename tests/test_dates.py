"""Dates: every spelling that sources use, as exact as the source and never more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibstep import remarks
from bibstep.values import dates

SAID = [
    ("2020-06-05", "2020-06-05"),
    ("2020-06", "2020-06"),
    ("2020", "2020"),
    ("2020-06-05T00:00:00", "2020-06-05"),
    ("2020-06-05T12:30:00.5+02:00", "2020-06-05"),
    ("2020-06-05 12:30Z", "2020-06-05"),
    ("2020/06/05", "2020-06-05"),
    ("2020.6.5", "2020-06-05"),
    ("20200605", "2020-06-05"),
    ("5 June 2020", "2020-06-05"),
    ("June 2020", "2020-06"),
    ("Jun 5, 2020", "2020-06-05"),
    ("June 5th, 2020", "2020-06-05"),
    ("2020 Jun", "2020-06"),
    ("2020-Jun-05", "2020-06-05"),
    ("Fri, 05 Jun 2020 12:00:00 GMT", "2020-06-05"),
    ("5. März 2020", "2020-03-05"),
    ("1er août 2020", "2020-08-01"),
    ("5 de junio de 2020", "2020-06-05"),
    ("2020年6月5日", "2020-06-05"),
    ("2020년 6월", "2020-06"),
    ("25/06/2020", "2020-06-25"),
    ("06/25/2020", "2020-06-25"),
    ("5.6.2020", "2020-06-05"),
    ("06/2020", "2020-06"),
    ("2020-06-00", "2020-06"),
    ("[1999]", "1999"),
    ("\n  2020-06-05 ", "2020-06-05"),
]


@pytest.mark.parametrize(("text", "date"), SAID)
def test_dates_as_said(text: str, date: str) -> None:
    assert (str(dates.parse(text)[0]), dates.parse(text)[1]) == (date, ())


@pytest.mark.parametrize(
    ("text", "date", "code"),
    [
        ("2021-01-01", "2021-01-01", "date-doubt"),
        ("2021-06-01T00:00:00", "2021-06-01", "date-doubt"),
        ("2021-13-05", "2021", "date-partial"),
        ("2021-00-05", "2021", "date-partial"),
        ("2021-02-30", "2021-02", "date-partial"),
        ("2021-02-29", "2021-02", "date-partial"),
        ("30 February 2021", "2021-02", "date-partial"),
        ("05/06/2020", "2020", "date-partial"),
        ("Spring 2020", "2020", "date-partial"),
        ("2020 Jan-Feb", "2020", "date-partial"),
        ("Jun 5-10, 2020", "2020-06", "date-partial"),
        ("1998/99", "1998", "date-partial"),
        ("2019-2020", "2019", "date-partial"),
        ("c. 1850", "1850", "date-partial"),
        ("44 BC", "None", "date-unread"),
        ("1000 B.C.", "None", "date-unread"),
        ("9999-12-31", "None", "date-unread"),
        ("0099", "None", "date-unread"),
        ("1591315200000", "None", "date-unread"),
        ("forthcoming", "None", "date-unread"),
    ],
)
def test_dates_in_doubt(text: str, date: str, code: str) -> None:
    parsed, said = dates.parse(text)
    assert (str(parsed), [(remark.code, remark.field) for remark in said]) == (date, [(code, "issued")])


@pytest.mark.parametrize("text", ["", " ", "null", "None", "n.d.", "N/A", "-"])
def test_no_date_and_nothing_to_remark(text: str) -> None:
    assert dates.parse(text) == (None, ())


def test_leap_day() -> None:
    assert str(dates.parse("2020-02-29")[0]) == "2020-02-29"


@given(st.dates())
def test_iso_round_trip(date: object) -> None:
    parsed, _ = dates.parse(str(date))
    assert parsed is None or str(parsed) == str(date)


@given(st.text() | st.from_regex(r"[0-9 /.-]{0,12}(jan|Mai|BC)?[0-9 ,]{0,6}", fullmatch=True))
def test_any_text_gives_a_date_that_reads_back(text: str) -> None:
    parsed, said = dates.parse(text)
    assert all(remark.code in remarks.CODES for remark in said)
    if parsed:
        assert dates.parse(str(parsed))[0] == parsed
