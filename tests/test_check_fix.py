"""``bibstep check --fix``: what is certain is mended in a .bib file, and no other byte changes."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibstep import Record
from bibstep.cli import run
from bibstep.formats.bibtex.mend import MENDED, mended
from bibstep.formats.bibtex.read import read

Output = pytest.CaptureFixture[str]
ENTRY = """@article{a,
  title = {Cells of the skin},
  author = {Lee, Ann},
  journal = {J},
  year = 2020,
  FIELD
}
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("doi = {https://doi.org/10.1000/ab_c},", "doi = {10.1000/ab_c},"),
        ('doi = "doi: 10.1000/ab"', 'doi = "10.1000/ab"'),
        ("issn = {12345679}", "issn = {1234-5679}"),
        ("issn = {ISSN 1234\u20135679}", "issn = {1234-5679}"),
        ("isbn = {978\u20130\u2013306\u201340615\u20137},", "isbn = {978-0-306-40615-7},"),
        ("pages = {12-18},", "pages = {12--18},"),
        ("pages = {S12 \u2013 S18},", "pages = {S12--S18},"),
        ("pages = {12-18, 20, 31---40},", "pages = {12--18, 20, 31--40},"),
        ("month = {January},", "month = jan,"),
        ('month = "Sept.",', "month = sep,"),
        ("note = { a note\t},", "note = {a note},"),
        ("volume = 3,\n  volume = 3,", "volume = 3,"),
        ("doi = {10.1000/a}, DOI = {doi:10.1000/a}", "doi = {10.1000/a},"),
        ("volume = {3}\n  number = {4}", "volume = {3},\n  number = {4}"),
        ("volume = {3}\n  volume = {3}\n  number = {4}", "volume = {3},\n  number = {4}"),
    ],
)
def test_what_is_certain_is_mended(old: str, new: str) -> None:
    found = mended(ENTRY.replace("FIELD", old).encode())
    assert found.content.decode() == ENTRY.replace("FIELD", new)
    assert found.entries == 1


@pytest.mark.parametrize(
    "text",
    [
        "publisher = unknown,",  # an undefined string
        "isbn = {978-3-16-148410-1},",  # a wrong check digit
        "issn = {12345678},",
        "issn = {1234-5679 (print)},",  # says more than the number
        "issn = {e-ISSN 1234-5679},",
        "isbn = {9780306406157},",  # no table says where its hyphens are
        "pages = {390-7},",  # 390--397, or a mistake
        "pages = {18-12},",
        "pages = {S12-T18},",
        "pages = {e941209},",
        "doi = {https://doi.org/10.1000/a%3Cb},",  # not the same letters
        "doi = {10.1000},",
        "month = {1},",  # what biblatex wants
        "month = {Januar},",  # a style would print another language
        "month = {jan # feb},",
        "volume = {3},\n  volume = {4},",  # one of them is wrong
        "note = {a note\n  },",  # a layout
        "note = {TeX\\ },",  # a blank that TeX prints
        "volume = {3} x {4}",  # broken in another way
        "note = {open,",
    ],
)
def test_what_is_not_certain_stays(text: str) -> None:
    content = ENTRY.replace("FIELD", text).encode()
    assert mended(content) == (content, 0, {})


def test_an_entry_whose_record_would_change_stays_and_others_are_mended() -> None:
    odd = '@string{jan = "5~January"}\n@misc{a, title={Cells}, year=2020, month={January}}\n'
    good = "@misc{b, title={Flow}, pages={1-5}}\n"
    assert mended((odd + good).encode()).content.decode() == odd + good.replace("1-5", "1--5")


def test_every_other_byte_stays() -> None:
    before = (
        b'\xef\xbb\xbf% Stra\xdfe, in Latin-1\r\n@ARTICLE (a ,\r\n\tTitle={ M\xfcller\t},pages = "1-5" ,\r\n)\r\ntext\r'
        b"@comment{pages = {1-5}}\n@book{b, pages={1-5},\n% mine\n title={\xc3\xbc}}"
    )
    after = mended(before)
    assert after.content == (
        before.replace(b"{ M\xfcller\t}", b"{M\xfcller}")
        .replace(b'"1-5"', b'"1--5"')
        .replace(b"pages={1-5},", b"pages={1--5},")
    )
    assert mended(after.content).content == after.content


_NAMES = st.sampled_from(["title", "TITLE", "doi", "pages", "issn", "isbn", "month", "year", "note", "author", "url"])
_TEXTS = st.one_of(
    st.sampled_from(
        "10.1000/a|https://doi.org/10.1000/a|doi:10.1000/b|12-18|S1\u2013S9|390-7|12345679|1234-5679 (print)"
        "|January|May|978 0 306 40615 7|2020|{A} and B|x\\ |Lee, Ann|\\&|%|a@b".split("|")
    ),
    st.text("ab1-{}, \n\\\u2013", max_size=8).filter(lambda text: text.count("{") == text.count("}")),
)
_BLANKS = st.sampled_from(["", " ", "\n", "\t", "\r\n  "])
_FIELDS = st.builds(
    lambda name, text, left, right, quotes, comma: f"{name} = {quotes[0]}{left}{text}{right}{quotes[1]}{comma}",
    _NAMES,
    _TEXTS,
    _BLANKS,
    _BLANKS,
    st.sampled_from(["{}", '""', "{}"]),
    st.sampled_from([",", ",", ",", "\n", " ", ",,", ", % x\n"]),
)
_ENTRIES = st.builds(
    lambda key, fields, end: "@article{" + key + ", " + " ".join(fields) + end,
    st.sampled_from(["a", "b", "c"]),
    st.lists(_FIELDS, max_size=6),
    st.sampled_from(["}\n", "}", "\n}\n% 1-5\n", ""]),
)


@given(st.lists(_ENTRIES, max_size=4).map("".join))
def test_records_stay_the_same_and_a_second_time_changes_nothing(text: str) -> None:
    content = text.encode()
    found = mended(content)
    before, after = (list(read(io.BytesIO(one), "")) for one in (content, found.content))
    assert len(before) == len(after)
    for old, new in zip(before, after, strict=True):
        if isinstance(old, Record):
            assert isinstance(new, Record)
            assert (old, old.citation_key) == (new, new.citation_key)
            assert {remark.code for remark in new.remarks} <= {remark.code for remark in old.remarks}
    assert mended(found.content) == (found.content, 0, {})


# The command -------------------------------------------------------------------------------------------------------

FAULTY = ENTRY.replace("FIELD", "doi = {https://doi.org/10.1000/a},\n  pages = {1-5},\n  isbn = {978-3-16-148410-1},")


def test_findings_say_whether_they_can_be_mended(capsys: Output) -> None:
    Path("a.bib").write_text(FAULTY)
    assert run(["check", "a.bib", "--format", "json"]) == 1
    found = {one["code"]: one["fix"] for one in map(json.loads, capsys.readouterr().out.splitlines())}
    assert found == {"doi-cleaned": True, "identifier-unread": False}
    assert run(["check", "a.bib"]) == 1
    assert "without a link before it (--fix does) [doi-cleaned]" in capsys.readouterr().out


def test_a_mended_file_has_no_such_finding_left(capsys: Output) -> None:
    Path("a.bib").write_text(FAULTY)
    assert run(["check", "a.bib", "--fix", "--diff"]) == 0
    out, err = capsys.readouterr()
    assert [line for line in out.splitlines() if line.startswith(("+ ", "- "))] == [
        "-  doi = {https://doi.org/10.1000/a},",
        "-  pages = {1-5},",
        "+  doi = {10.1000/a},",
        "+  pages = {1--5},",
    ]
    assert Path("a.bib").read_text() == FAULTY
    assert run(["check", "a.bib", "--fix", "--format", "json"]) == 1
    out, err = capsys.readouterr()
    assert [json.loads(line)["code"] for line in out.splitlines()] == ["identifier-unread"]
    assert err == "a.bib: 1 entry mended\n"
    once = Path("a.bib").read_bytes()
    assert run(["check", "a.bib", "--fix"]) == 1
    assert "a.bib: nothing to mend\n" in capsys.readouterr().err
    assert Path("a.bib").read_bytes() == once


def test_a_file_that_is_right_after_it_ends_with_success() -> None:
    Path("a.bib").write_text(ENTRY.replace("FIELD", "doi = {doi:10.1000/a},"))
    assert run(["check", "a.bib"]) == 1
    assert run(["check", "a.bib", "--fix"]) == 0
    assert run(["check", "a.bib"]) == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a.bib", "--diff"], "give both"),
        (["a.bib", "b.bib", "--fix"], "mends one file"),
        (["a.bib", "--against", "a.bib", "--fix"], "mends one file"),
        (["-", "--fix"], "mends one file"),
        (["a.ris", "--fix"], ".bib files only"),
        (["none.bib", "--fix"], "none.bib"),
    ],
)
def test_what_cannot_be_mended_is_refused(arguments: list[str], message: str, capsys: Output) -> None:
    Path("a.bib").write_text(FAULTY)
    Path("a.ris").write_text("TY  - JOUR\nTI  - Cells\nDO  - doi:10.1000/a\nER  - \n")
    assert run(["check", *arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert message in err
    assert Path("a.bib").read_text() == FAULTY


def test_the_documentation_lists_what_is_mended() -> None:
    page = Path(__file__).parents[1].joinpath("docs", "how-to", "authors.md").read_text(encoding="utf-8")
    words = " ".join(page.replace("`", "").split())
    assert [one for one in MENDED if one.lower() not in words.lower()] == []
