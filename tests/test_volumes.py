"""Volumes: alone, joined to the issue, or something else that stands in the field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibstep import remarks
from bibstep.values import volumes


@pytest.mark.parametrize(
    ("text", "volume", "issue"),
    [
        ("39 1", "39", "1"),
        ("28 2-3", "28", "2-3"),
        ("14 1/2", "14", "1/2"),
        ("5 2B", "5", "2B"),
        ("8 s9", "8", "s9"),
        ("25 18_suppl", "25", "18_suppl"),
        ("31 suppl; abstr TPS662", "31", "suppl; abstr TPS662"),
        ("43 Supplement 1", "43", "Supplement 1"),
        ("15 Suppl 10", "15", "Suppl 10"),
        ("356 2 Pt B", "356", "2 Pt B"),
        ("12 4(70)", "12", "4(70)"),
        ("12 ed.esp.", "12", "ed.esp."),
        ("12 May", "12", "May"),
        ("n° 95 2", "n° 95", "2"),
        ("LIX 2", "LIX", "2"),
        ("1998/99 2", "1998/99", "2"),
        ("4(70)", "4", "70"),
        ("12 (Suppl 1)", "12", "Suppl 1"),
        ("12:3", "12", "3"),
        ("12, no. 3", "12", "3"),
        ("Vol 12 No 3", "12", "3"),
        ("vol. XII, Nr. 4", "XII", "4"),
        ("12 Issue 3", "12", "3"),
        ("12 n°3", "12", "3"),
        ("318 pt 2", "318", "pt 2"),
        ("75 Pt 3", "75", "Pt 3"),
        ("107 Pt B", "107", "Pt B"),
        ("107, Part B", "107", "Part B"),
        ("21 Suppl 1", "21", "Suppl 1"),
        ("21Suppl1", "21", "Suppl1"),
        ("58, Supplement 1", "58", "Supplement 1"),
        ("25 SUPPL 2", "25", "SUPPL 2"),
        (" 2", "", "2"),
        (" May", "", "May"),
        (" 2/2014", "", "2/2014"),
        ("null 3", "", "3"),
    ],
)
def test_volume_and_issue_in_one(text: str, volume: str, issue: str) -> None:
    parsed, said = volumes.parse(text)
    assert (parsed, [remark.code for remark in said]) == ((volume, issue, ""), ["volume-split"])


@pytest.mark.parametrize(
    ("text", "volume"),
    [
        ("", ""),
        ("  ", ""),
        ("21", "21"),
        ("\n 21\n ", "21"),
        ("Volume 21", "21"),
        ("Vol. 21", "21"),
        ("vol.21", "21"),
        ("Bd. 7", "7"),
        ("LIX", "LIX"),
        ("12A", "12A"),
        ("E85", "E85"),
        ("1-2", "1-2"),
        ("1998/99", "1998/99"),
        ("n° 95", "n° 95"),
        ("A 318", "A 318"),
        ("12 Series B", "12 Series B"),
    ],
)
def test_volumes_alone(text: str, volume: str) -> None:
    assert volumes.parse(text) == ((volume, "", ""), ())


@pytest.mark.parametrize(
    ("text", "volume"),
    [
        ("null", ""),
        ("&NA;", ""),
        ("N/A", ""),
        ("-", ""),
        ("PP", ""),
        ("PP 99", ""),
        ("Publish Ahead of Print", ""),
        ("ahead-of-print ahead-of-print", ""),
        ("Online first", ""),
        ("Articles in Press", ""),
        ("Latest Articles", ""),
        ("54 null", "54"),
        ("83 (1999)", "83 (1999)"),
        ("May/June 2011", "May/June 2011"),
        ("WebDok 194/2014", "WebDok 194/2014"),
        ("1262 CCIS", "1262 CCIS"),
        ("Studien zur Professionsforschung", "Studien zur Professionsforschung"),
    ],
)
def test_what_is_no_volume(text: str, volume: str) -> None:
    parsed, said = volumes.parse(text)
    assert (parsed, [remark.code for remark in said]) == ((volume, "", ""), ["volume-doubt"])


def test_arxiv_stands_where_the_volume_should() -> None:
    assert volumes.parse("abs/2404.13957") == (("", "", "2404.13957"), ())
    assert volumes.parse("abs/cs/0102003") == (("", "", "cs/0102003"), ())
    assert [remark.code for remark in volumes.parse("abs/nonsense")[1]] == ["identifier-unread"]


@pytest.mark.parametrize(
    ("volume", "issue", "expected"),
    [
        ("21 Suppl 1", "", ("21", "Suppl 1")),
        ("21 Suppl 1", "Suppl 1", ("21", "Suppl 1")),
        ("21 Suppl", "1", ("21", "Suppl 1")),
        ("21 Suppl 1", "3", ("21 Suppl 1", "3")),
        ("Vol. 21", "No. 3", ("21", "3")),
        ("PP", "99", ("", "")),
        ("ahead-of-print", "ahead-of-print", ("", "")),
        ("12", "null", ("12", "")),
    ],
)
def test_volume_and_issue_in_fields_of_their_own(volume: str, issue: str, expected: tuple[str, str]) -> None:
    assert volumes.in_fields(volume, issue, "", "article-journal")[0][:2] == expected
    assert volumes.in_fields(volume, issue, "", "book") == ((volume, issue, ""), ())


def test_arxiv_in_the_volume_of_an_article() -> None:
    assert volumes.in_fields("arXiv:1203.4567", "", "", "article-journal")[0] == ("", "", "1203.4567")
    assert volumes.in_fields("arXiv:1203.4567", "", "2404.13957", "article-journal")[0].volume == "arXiv:1203.4567"


parts = st.text("0123456789 abcPSTplsu.,:()/-", max_size=12) | st.sampled_from(("Suppl 1", "pt 2", "PP", "99", "No. 3"))


@given(parts.map(str.strip), parts.map(str.strip))
def test_what_was_taken_apart_stays_so(volume: str, issue: str) -> None:
    (volume, issue, arxiv), _ = volumes.in_fields(volume, issue, "", "article-journal")
    assert volumes.in_fields(volume, issue, arxiv, "article-journal")[0] == (volume, issue, arxiv)


@given(st.text() | st.from_regex(r"[a-zA-Z0-9 ,.:()/°–-]{0,20}", fullmatch=True))
def test_nothing_is_lost_without_a_remark(text: str) -> None:
    (volume, issue, arxiv), said = volumes.parse(text)
    assert all(remark.code in remarks.CODES for remark in said)
    assert volume or issue or arxiv or said or not any(map(str.isalnum, text))
