"""reads, writes, and items of CSL-JSON; what read takes besides names of files."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pytest

import bibstep
from bibstep import InputError, Record, Rejected, convert, read, reads, writes

GOLDEN = Path(__file__).parent / "data" / "golden"
PAGE = Path(__file__).parents[1] / "docs/how-to/library.md"
EXAMPLES = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
BOOK = "@book{k, author = {Doe, Jane}, title = {Stem <cells>}, year = 2020}"


@pytest.mark.parametrize("name", ["seed.bib", "seed.ris", "seed.json", "seed.txt"])
def test_reads_what_read_finds_in_a_file(name: str) -> None:
    data = (GOLDEN / name).read_bytes()
    assert list(reads(data)) == list(reads(data.decode())) == list(read(GOLDEN / name))


@pytest.mark.parametrize("to", bibstep.FORMATS)
def test_writes_what_convert_yields(to: str) -> None:
    found = list(read(GOLDEN / "seed.txt"))
    assert writes(found, to, notes=["metrics"]) == "".join(convert(found, to, bibstep.Options(notes=["metrics"])))


def test_a_single_record() -> None:
    (record,) = reads(BOOK)
    assert isinstance(record, Record)
    assert writes(record) == writes([record])


def test_items_of_csl_json() -> None:
    (record,) = reads(BOOK)
    assert isinstance(record, Record)
    item = record.to_csl()
    assert item == bibstep.to_csl(record)
    assert item["author"] == [{"family": "Doe", "given": "Jane"}]
    assert Record.from_csl(item) == bibstep.from_csl(item) == record
    with pytest.raises(ValueError, match="not an item of CSL-JSON"):
        Record.from_csl({})


def test_text_streams_and_lists(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text(BOOK.replace("Doe", "Döë"), encoding="latin-1")
    expected = list(reads(BOOK.replace("Doe", "Döë")))
    with open(path, encoding="latin-1") as stream:
        assert list(read(stream)) == expected
    assert list(read(io.StringIO(BOOK.replace("Doe", "Döë")))) == expected
    found = list(read([GOLDEN / "seed.bib", GOLDEN / "seed.ris"], (io.StringIO(BOOK),)))
    assert len(found) == 3


def test_a_long_text_stream() -> None:
    text = "".join(
        [f"@book{{k{number}, title = {{Stem cells}}, abstract = {{{'ä' * 9000}}}}}\n" for number in range(200)]
    )
    assert list(read(io.StringIO(text))) == list(reads(text))


@pytest.mark.parametrize("text", [BOOK, "TY  - JOUR\nTI  - T\nER  - \n", '{"title": "T"}', "\n\n@book{k,}"])
def test_a_text_given_as_a_name(text: str) -> None:
    with pytest.raises(InputError, match=r"use reads\(text\)"):
        list(read(text))


def test_misspelt_formats() -> None:
    with pytest.raises(ValueError, match=r"^'bibtx' is not a format to read; did you mean 'bibtex'"):
        reads(BOOK, "bibtx")
    with pytest.raises(ValueError, match=r"^'bibtx' is not a format to write; did you mean 'bibtex'"):
        writes([], "bibtx")


def test_a_table_in_a_notebook() -> None:
    found = reads(BOOK + "\n@book{broken")
    assert isinstance(found[1], Rejected)
    table = found._repr_html_()
    assert "<td>k</td><td>Jane Doe</td><td>2020</td><td>Stem &lt;cells&gt;</td><td></td>" in table
    assert '<td colspan="5">' in table


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_the_examples_of_the_documentation_run(example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if "pandas" in example:
        pytest.importorskip("pandas")
    monkeypatch.chdir(tmp_path)
    shutil.copytree(GOLDEN, "papers")
    shutil.copy(GOLDEN / "seed.bib", "refs.bib")
    exec(compile(example, PAGE.name, "exec"), {"__name__": "example"})
