"""Pages: ranges, lists and article numbers in every shape that was seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibstep import remarks
from bibstep.model import PageRange
from bibstep.values import pages

#: shape -> its printed form, nothing to remark
PAGES = [
    ("525-535", "525-535"),
    ("525 - 535", "525-535"),
    ("\n          22-26\n        ", "22-26"),
    ("145 - 145", "145"),
    ("229", "229"),
    ("11–20", "11-20"),
    ("12‐18", "12-18"),
    ("12--18", "12-18"),
    ("12&ndash;18", "12-18"),
    ("123 –128", "123-128"),
    ("pp. 12-15", "12-15"),
    ("pp12-15", "12-15"),
    ("p. 7", "7"),
    ("S. 12-15", "12-15"),
    ("33–52 Pages", "33-52"),
    ("iii", "iii"),
    ("I-VI", "I-VI"),
    ("(i)-(i)", "(i)"),
    ("IFC", "IFC"),
    ("CO2", "CO2"),
    ("i3-i3", "i3"),
    ("A1-A3", "A1-A3"),
    ("OF1-OF10", "OF1-OF10"),
    ("17R-23R", "17R-23R"),
    ("R428 - R429", "R428-R429"),
    ("421b-421", "421b-421"),
    ("604.4-604", "604.4-604"),
    ("2.1-2.55", "2.1-2.55"),
    ("286:1-286:12", "286:1-286:12"),
    ("41:1–41:15", "41:1-41:15"),
    ("3-1-3-22", "3-1-3-22"),
    ("C3-1–C3-5", "C3-1-C3-5"),
    ("A-1-A-10", "A-1-A-10"),
    ("1-12, 12a", "1-12, 12a"),
    ("94-98,93", "94-98, 93"),
    ("18-30+115", "18-30, 115"),
    ("e1245, S137", "e1245, S137"),
    ("0", "0"),
    ("2098-2112.e4", "2098-2112.e4"),
    ("2098–2112.e4", "2098-2112.e4"),
    ("145-154.e1-3", "145-154.e1-3"),
    ("145--154.e1-e3", "145-154.e1-e3"),
    ("733.e1-733.e7", "733.e1-733.e7"),
    ("733.e1-7", "733.e1-733.e7"),
    ("1245.e5", "1245.e5"),
    ("2.1.1-2.1.10", "2.1.1-2.1.10"),
    ("12-18+30", "12-18, 30"),
    ("PS 2457-2471", "2457-2471"),
    ("5+", "5+"),
    ("347-+", "347+"),
    ("347--+", "347+"),
    ("347|+", "347+"),
    ("A12+", "A12+"),
    ("12345+", "12345+"),
]


@pytest.mark.parametrize(("text", "printed"), PAGES)
def test_pages(text: str, printed: str) -> None:
    (ranges, number, _), said = pages.parse(text)
    assert (pages.text(ranges), number, said) == (printed, "", ())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("235306", "235306"),
        ("\n          105197\n        ", "105197"),
        ("105283-105283", "105283"),
        ("033828", "033828"),
        ("e941209", "e941209"),
        ("e4", "e4"),
        ("e22-e22", "e22"),
        ("a041767", "a041767"),
        ("e2020JC016068", "e2020JC016068"),
        ("eabj8030", "eabj8030"),
        ("zsaf014", "zsaf014"),
        ("BJGPO.2024.0052", "BJGPO.2024.0052"),
        ("arztebl.m2025.0099", "arztebl.m2025.0099"),
        ("DocMO.05.03", "DocMO.05.03"),
        ("Art. 2", "2"),
        ("Art. no. 12", "12"),
        ("Article No. 345", "345"),
        ("ARTN 045602", "045602"),
        ("Article ID 234567", "234567"),
        ("#45", "45"),
        ("ENEURO.0012-20.2020", "ENEURO.0012-20.2020"),
        ("AAC.00123-19", "AAC.00123-19"),
        ("CD001234.pub2", "CD001234.pub2"),
        ("e00009-15", "e00009-15"),
        ("e00028 - 15", "e00028-15"),
        ("S1535-6108(25)00212-0", "S1535-6108(25)00212-0"),
        ("S2090 - 1232(25)00434-5", "S2090-1232(25)00434-5"),
    ],
)
def test_article_numbers(text: str, number: str) -> None:
    assert pages.parse(text) == (((), number, ""), ())


@pytest.mark.parametrize(
    ("text", "first", "last", "number"),
    [
        ("e941209-1 - e941209-4", "e941209-1", "e941209-4", "e941209"),
        ("127861S - 127861S-12", "127861S", "127861S-12", "127861S"),
        ("127861S-127861S-12", "127861S", "127861S-12", "127861S"),
        ("1217908 - 1217908-7", "1217908", "1217908-7", "1217908"),
    ],
)
def test_pages_within_an_article(text: str, first: str, last: str, number: str) -> None:
    assert pages.parse(text) == (((PageRange(first, last),), number, ""), ())


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("390-7", "390-397"),
        ("20 - 8", "20-28"),
        ("20-8", "20-28"),
        ("1001-10", "1001-1010"),
        ("107–12", "107-112"),
        ("E4832-41", "E4832-E4841"),
        ("E1110-112", "E1110-E1112"),
        ("S12-5", "S12-S15"),
        ("S2-7", "S2-S7"),
        ("S8-12", "S8-S12"),
        ("R425 - 34", "R425-R434"),
        ("e1169-78", "e1169-e1178"),
        ("W701-4", "W701-W704"),
    ],
)
def test_shortened_last_pages_are_written_in_full(text: str, printed: str) -> None:
    (ranges, number, _), said = pages.parse(text)
    assert (pages.text(ranges), number, [remark.code for remark in said]) == (printed, "", ["pages-expanded"])


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("535-525", "535-525"),
        ("e70996-5", "e70996-5"),
        ("3 - 3-8", "3-3-8"),
        ("95-107-107", "95-107-107"),
        ("ebi-ebi", "ebi"),
        ("Abb – 3", "Abb - 3"),
        ("18(2)", "18(2)"),
        ("46-52, Abb", "46-52, Abb"),
        ("39.79 MB, 402 pages", "39.79 MB, 402 pages"),
        ("1 USB-ključ", "1 USB-ključ"),
        ("Abstract Journal Page(s)", "Abstract Journal Page(s)"),
    ],
)
def test_what_is_in_doubt_stays_as_it_is(text: str, printed: str) -> None:
    (ranges, number, _), said = pages.parse(text)
    assert (pages.text(ranges), number, [remark.code for remark in said]) == (printed, "", ["pages-doubt"])


@pytest.mark.parametrize("text", ["N/A-N/A", "n/a-n/a", "no-no", "NP-NP", "-", "--", "–", "null", "None", "n. pag."])
def test_placeholders_are_dropped(text: str) -> None:
    (ranges, number, _), said = pages.parse(text)
    assert (ranges, number, [remark.code for remark in said]) == ((), "", ["pages-dropped"])


@pytest.mark.parametrize(
    ("text", "printed", "number"),
    [
        ("045602 (10pp)", "", "045602"),
        ("045602 (10 pages)", "", "045602"),
        ("article 045602 (10pp)", "", "045602"),
        ("307-311(5)", "307-311", ""),
        ("123-130 (8 pages)", "123-130", ""),
        ("1-10; discussion 11-2", "1-10", ""),
        ("67-8; author reply 68-9", "67-68", ""),
        ("101-118 discussion 119-22", "101-118", ""),
        ("247-50; quiz 251", "247-250", ""),
        ("3-4, 6, 8 passim", "3-4, 6, 8", ""),
        ("2--", "2", ""),
        ("123–", "123", ""),
    ],
)
def test_what_follows_the_pages_is_left_out_with_a_remark(text: str, printed: str, number: str) -> None:
    (ranges, found, _), said = pages.parse(text)
    assert (pages.text(ranges), found, said[-1].code) == (printed, number, "pages-dropped")


@pytest.mark.parametrize(("text", "count"), [("402 pages", "402"), ("350 p.", "350"), ("xii, 345 S.", "xii, 345")])
def test_the_number_of_pages_is_no_page(text: str, count: str) -> None:
    assert pages.parse(text) == (((), "", count), ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Article 19, 1--30", ((PageRange("1", "30"),), "19", "")),
        ("Article 250: 1-16", ((PageRange("1", "16"),), "250", "")),
        ("Art. No. 9, 12 pages", ((), "9", "12")),
    ],
)
def test_an_article_number_with_the_pages_in_the_article(text: str, expected: object) -> None:
    assert pages.parse(text) == (expected, ())


def test_a_count_that_does_not_fit_the_pages_leaves_them_in_doubt() -> None:
    (ranges, *_), said = pages.parse("307-311(7)")
    assert (pages.text(ranges), [remark.code for remark in said]) == ("307-311(7)", ["pages-doubt"])


@pytest.mark.parametrize("text", ["", " ", "\n   \n"])
def test_nothing_is_nothing(text: str) -> None:
    assert pages.parse(text) == (((), "", ""), ())


def test_print() -> None:
    ranges = (PageRange("1", "12"), PageRange("12a"))
    assert pages.text(ranges, dash="--", sep=",") == "1--12,12a"


@given(st.integers(1, 99999), st.integers(0, 999), st.sampled_from(["-", " - ", "–", "--", " — "]))
def test_any_forward_range(first: int, length: int, dash: str) -> None:
    (ranges, number, _), said = pages.parse(f"{first}{dash}{first + length}")
    assert said == ()
    assert pages.text(ranges) or number == str(first)
    if length:
        assert ranges == (PageRange(str(first), str(first + length)),)


@given(st.text() | st.from_regex(r"[a-zA-Z0-9 ,.:;()+&–-]{0,20}", fullmatch=True))
def test_any_text_loses_no_digit_and_is_stable(text: str) -> None:
    (ranges, number, _), said = pages.parse(text)
    assert all(remark.code in remarks.CODES and remark.field == "page" for remark in said)
    assert all(first for first, _ in ranges)
    if ranges and "pages-doubt" not in [remark.code for remark in said]:
        for dash in ("-", "--", "–"):
            assert pages.parse(pages.text(ranges, dash))[0].ranges == ranges
    if number:
        assert pages.number(number) == number
