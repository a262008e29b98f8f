"""--omit: fields, words of formats, names of one's own, for one output; and paths of one's own disk on a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from bibstep import FORMATS, Options, Record, check, convert, reads
from bibstep.cli import run
from bibstep.explain.mapping import words
from bibstep.formats.omission import WORDS

ENTRY = """@article{k,
  title = {Moss on roofs},
  author = {Lee, Ann},
  year = {2012},
  journal = {Journal of Tests},
  shorttitle = {Roofs},
  keywords = {moss; roofs},
  abstract = {Of moss.},
  file = {:papers/Private.pdf:PDF},
  groups = {Reading},
  pdffile = {/Users/ann/Private.pdf},
}
"""
Output = pytest.CaptureFixture[str]


def written(to: str, *omit: str, local_paths: bool = False) -> str:
    return "".join(convert(reads(ENTRY), to, Options(omit=omit, local_paths=local_paths)))


@pytest.mark.parametrize(
    ("word", "gone"),
    [
        ("abstract", "Of moss"),
        ("keywords", "moss; "),
        ("KW", "moss; "),
        ("shorttitle", "{Roofs"),
        ("title-short", "{Roofs"),
        ("file", "Private.pdf:"),
        ("Groups", "Reading"),
    ],
)
def test_words(word: str, gone: str) -> None:
    assert gone in written("bibtex")
    assert gone not in written("bibtex", word)
    assert gone not in written("bibtex", f"bibtex:{word}")
    assert written("bibtex", f"ris:{word}") == written("bibtex")


def test_words_of_formats_name_the_field_that_they_are_written_from() -> None:
    for form in FORMATS.values():
        if form.name == "html":  # its words are labels
            continue
        for field, found in words(form).items():
            for word in found:
                # A word for several fields stands for the one that is named after it in most formats.
                meant = WORDS.get(word.lower(), field)
                assert meant == field or word in words(form)[meant], (form.name, word)


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("abstrakt", "did you mean 'abstract'"),
        ("title", "not known"),
        ("titel", "did you mean 'title'"),
        ("htm:abstract", "did you mean 'html'"),
    ],
)
def test_mistakes(word: str, message: str, capsys: Output) -> None:
    with pytest.raises(ValueError, match=message):
        Options(omit=[word])
    assert run(["convert", "--omit", word, "x.bib"]) == 2
    assert message in capsys.readouterr().err


def test_paths_of_the_disk_are_not_on_a_page() -> None:
    assert "Private" not in written("html")
    assert "Reading" in written("html")
    assert "Private" in written("html", local_paths=True)
    for to in ("bibtex", "biblatex", "csl-json"):
        assert "Private" in written(to), to


def test_what_is_omitted_is_neither_remarked_on_nor_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.bib").write_text(ENTRY)
    remarks: list[str] = []
    (record,) = reads('[{"id": "k", "type": "book", "title": "T", "custom": {"shelf": "7"}}]')
    assert isinstance(record, Record)
    list(convert([record], "ris", Options(), report=lambda one: remarks.append(str(one))))
    assert len(remarks) == 1
    list(convert([record], "ris", Options(omit=["shelf"]), report=lambda one: remarks.append(str(one))))
    assert len(remarks) == 1
    outputs = ["-o", "a.bib", "-o", "a.json", "--verify"]
    assert run(["convert", "in.bib", *outputs, "--omit", "groups,abstract,bibtex:file"]) == 0
    assert "Private.pdf:" not in Path("a.bib").read_text()
    assert "Private.pdf:" in Path("a.json").read_text()
    assert check("a.json", against=["in.bib"], options=Options(omit=["groups", "abstract"]))
