"""Dates: every spelling that sources use, as exact as the source and never more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibstep import remarks
from bibstep.formats.bibtex.dates import issued
from bibstep.model import Date
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
    ("2020 06 05", "2020-06-05"),
    ("20200605", "2020-06-05"),
    ("5 June 2020", "2020-06-05"),
    ("June 2020", "2020-06"),
    ("Jun 5, 2020", "2020-06-05"),
    ("June 5th, 2020", "2020-06-05"),
    ("2020 Jun", "2020-06"),
    ("2020 Jun 5", "2020-06-05"),
    ("2020-Jun-05", "2020-06-05"),
    ("5 - Jun - 2020", "2020-06-05"),
    ("Fri, 05 Jun 2020 12:00:00 GMT", "2020-06-05"),
    ("Published online: 5 June 2020", "2020-06-05"),
    ("2020-06-00", "2020-06"),
    ("2020-00-00", "2020"),
    ("[1999]", "1999"),
    ("c1998", "1998"),
    ("[©1998].", "1998"),
    ("\n  2020-06-05 ", "2020-06-05"),
    # figures in other orders and scripts
    ("25/06/2020", "2020-06-25"),
    ("06/25/2020", "2020-06-25"),
    ("5.6.2020", "2020-06-05"),
    ("06/2020", "2020-06"),
    ("2020年6月5日", "2020-06-05"),
    ("2020년 6월", "2020-06"),
    # months in other languages
    ("5. März 2020", "2020-03-05"),
    ("1er août 2020", "2020-08-01"),
    ("5 de junio de 2020", "2020-06-05"),
    ("5 июня 2020 г.", "2020-06-05"),
    ("12 października 2020", "2020-10-12"),
    ("září 2020", "2020-09"),
    ("Ağustos 2020", "2020-08"),
    # early years, and eras
    ("0896", "0896"),
    ("896", "0896"),
    ("896-03-07", "0896-03-07"),
    ("0896/03/07", "0896-03-07"),
    ("AD 96", "0096"),
    ("96 CE", "0096"),
    ("0000", "0000"),
    ("-0043", "-0043"),
    ("-44", "-0043"),
    ("44 BC", "-0043"),
    ("1000 B.C.", "-0999"),
    ("15 March 44 B.C.E.", "-0043-03-15"),
    ("44 v. Chr.", "-0043"),
    ("44 av. J.-C.", "-0043"),
    ("公元前44年", "-0043"),
    # doubts
    ("1850~", "1850~"),
    ("[1850?]", "1850~"),
    ("c. 1850", "1850~"),
    ("ca 1850", "1850~"),
    ("um 1850", "1850~"),
    ("circa May 1850", "1850-05~"),
    # seasons and quarters
    ("2020-21", "2020-21"),
    ("Spring 2020", "2020-21"),
    ("2000 Spring", "2000-21"),
    ("automne 2020", "2020-23"),
    ("Winter 2019/20", "2019-24/2020"),
    ("1976-1977 Winter", "1976-24/1977"),
    ("2000 Spring-Summer", "2000-21/2000-22"),
    ("2018 1st Quart", "2018-01/2018-03"),
    ("Firstquarter 2015", "2015-01/2015-03"),
    # ranges
    ("1988/1992", "1988/1992"),
    ("2019-2020", "2019/2020"),
    ("1897_1913", "1897/1913"),
    ("1998/99", "1998/1999"),
    ("1998-99", "1998/1999"),
    ("2020–21", "2020/2021"),
    ("1998–9", "1998/1999"),
    ("199X", "1990/1999"),
    ("1990s", "1990/1999"),
    ("[199-?]", "1990~/1999"),
    ("c. 1850-1860", "1850~/1860"),
    ("1850?-1860?", "1850~/1860~"),
    ("100 BC-50 AD", "-0099/0050"),
    ("44-43 BC", "-0043/-0042"),
    ("Jan/Feb 2020", "2020-01/2020-02"),
    ("JAN-FEB 2020", "2020-01/2020-02"),
    ("2020 Jan-Feb", "2020-01/2020-02"),
    ("2018 Mar-Apr", "2018-03/2018-04"),
    ("January and February 2020", "2020-01/2020-02"),
    ("Jan-Feb-Mar 2020", "2020-01/2020-03"),
    ("1998 Dec-1999 Jan", "1998-12/1999-01"),
    ("2000 Dec 23- 30", "2000-12-23/2000-12-30"),
    ("1976 Sep 25-Oct 2", "1976-09-25/1976-10-02"),
    ("Jun 5-10, 2020", "2020-06-05/2020-06-10"),
    ("5–10 June 2020", "2020-06-05/2020-06-10"),
    ("June 29-July 3, 2020", "2020-06-29/2020-07-03"),
    ("29.6.-3.7.2020", "2020-06-29/2020-07-03"),
    ("2020-06-05 to 2020-06-10", "2020-06-05/2020-06-10"),
    ("2017-12-30/2018-01-02", "2017-12-30/2018-01-02"),
]


@pytest.mark.parametrize(("text", "date"), SAID)
def test_dates_as_said(text: str, date: str) -> None:
    assert (str(dates.parse(text)[0]), dates.parse(text)[1]) == (date, ())


@pytest.mark.parametrize(
    ("text", "date", "code"),
    [
        ("2021-13-05", "2021", "date-partial"),
        ("2021-00-05", "2021", "date-partial"),
        ("2021-02-30", "2021-02", "date-partial"),
        ("2021-02-29", "2021-02", "date-partial"),
        ("30 February 2021", "2021-02", "date-partial"),
        ("05/06/2020", "2020", "date-partial"),
        ("Dec-Jan 2000", "2000", "date-partial"),
        ("Jan, Apr 2020", "2020", "date-partial"),
        ("1992-1988", "1992", "date-partial"),
        ("1999, c1998", "1999", "date-partial"),
        ("1997-", "1997", "date-partial"),
        ("2004-06-01/..", "2004-06-01", "date-partial"),
        ("unknown/1992", "1992", "date-partial"),
        ("before 1850", "1850", "date-partial"),
        ("forthcoming 2021", "2021", "date-partial"),
        ("9999-12-31", "None", "date-unread"),
        ("1591315200000", "None", "date-unread"),
        ("99", "99", "date-unread"),
    ],
)
def test_dates_in_doubt(text: str, date: str, code: str) -> None:
    parsed, said = dates.parse(text)
    assert (str(parsed), [(remark.code, remark.field) for remark in said]) == (date, [(code, "issued")])


@pytest.mark.parametrize("text", ["", " ", "null", "None", "n.d.", "[s.a.]", "N/A", "-", "undated", "o. J."])
def test_no_date_and_nothing_to_remark(text: str) -> None:
    assert dates.parse(text) == (None, ())


@pytest.mark.parametrize("text", ["unknown", "[date unknown]", "0000-00-00", "0", "????", "XXXX"])
def test_an_unknown_date_is_left_out_with_a_remark(text: str) -> None:
    ((code, _, message, _),) = dates.parse(text)[1]
    assert (code, message) == ("date-unread", f"{text!r} stands for an unknown date; left out")
    assert dates.parse(text)[0] is None
    assert [one.code for one in issued({"date": text})[1]] == ["date-unread"]
    assert issued({"date": text, "year": "2020"}) == (Date(2020), ())


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2005a", "2005"),
        ("2005j", "2005"),
        ("June 2005b", "2005-06"),
        ("2005 [a]", "2005"),
        ("2005_c", "2005"),
        ("2005-a", "2005"),
        ("1999a-2005", "1999/2005"),
    ],
)
def test_a_letter_after_the_year_is_left_out_with_a_remark(text: str, date: str) -> None:
    found, said = dates.parse(text)
    assert (str(found), [one.code for one in said]) == (date, ["date-partial"])
    assert "has a letter after the year" in said[0].message


@pytest.mark.parametrize("text", ["in press", "forthcoming", "13th century", "Spring/Summer", "June 5"])
def test_words_without_a_year_are_kept(text: str) -> None:
    assert dates.parse(text) == (Date(0, literal=text), ())


def test_a_remark_names_its_field() -> None:
    assert [remark.field for remark in dates.parse("2021-02-30", "accessed")[1]] == ["accessed"]


@pytest.mark.parametrize(
    ("text", "in_doubt"), [("2021-01-01", True), ("2021-06-01T00:00:00", True), ("1 June 2021", False)]
)
def test_the_first_of_a_month_in_figures_may_only_fill_a_gap(text: str, in_doubt: bool) -> None:
    date, said = dates.doubt(dates.parse(text)[0], text)
    assert (date, [remark.code for remark in said]) == (dates.parse(text)[0], ["date-doubt"] if in_doubt else [])


def test_leap_day() -> None:
    assert str(dates.parse("2020-02-29")[0]) == "2020-02-29"


years = st.integers(-2999, 2999).filter(bool)
days = st.builds(Date, years, st.integers(1, 12), st.integers(1, 28))
single = st.one_of(
    st.builds(Date, years),
    st.builds(Date, years, st.integers(1, 12)),
    days,
    st.builds(Date, years, season=st.integers(1, 4)),
    days.map(lambda date: replace(date, circa=True)),
    st.builds(Date, years, circa=st.just(True)),
)


ranges = st.tuples(single, single, st.booleans()).map(
    lambda said: dates.ranged(said[0], replace(said[1], year=said[0].year) if said[2] else said[1]) or said[0]
)
every_date = single | ranges


@given(every_date)
def test_every_date_reads_back_from_iso_and_from_words(date: Date) -> None:
    assert dates.parse(str(date)) == (date, ())
    assert dates.parse(dates.words(date)) == (date, ())


@given(st.text() | st.from_regex(r"[0-9 /.?c-]{0,12}(jan|Mai|BC|Spring|to|and)?[0-9 ,-]{0,9}(feb|x)?", fullmatch=True))
def test_any_text_gives_a_date_that_reads_back(text: str) -> None:
    parsed, said = dates.parse(text)
    assert all(remark.code in remarks.CODES for remark in said)
    if parsed:
        assert dates.parse(str(parsed))[0] == parsed
        assert dates.parse(dates.words(parsed))[0] == parsed
