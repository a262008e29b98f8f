"""The library: reading and converting as streams."""

from __future__ import annotations

import ast
import io
import json
import pydoc
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import get_args

import pytest

import bibstep
from bibstep import FORMATS, READERS, InputError, Name, Noted, Options, Record, Rejected, Rich, convert, read
from bibstep.formats.names import ReadFormat, WriteFormat

SEED = Path(__file__).parent / "data" / "golden" / "seed.txt"


def test_every_public_name_is_there_and_shown() -> None:
    assert all(getattr(bibstep, name) is not None for name in bibstep.__all__)
    assert set(bibstep.__all__) <= set(dir(bibstep))
    shown = pydoc.plain(pydoc.render_doc(bibstep))
    assert [name for name in bibstep.__all__ if name not in shown] == []
    with pytest.raises(AttributeError, match="nothing"):
        bibstep.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_type_checkers_see_the_public_names() -> None:
    tree = ast.parse(Path(bibstep.__file__).read_text(encoding="utf-8"))
    (block,) = [node for node in tree.body if isinstance(node, ast.If)]
    found = {
        alias.asname: node.module
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.asname == alias.name
    }
    assert found == bibstep._MODULES


def test_no_module_is_imported_before_a_name_is_used() -> None:
    script = "import sys, bibstep; dir(bibstep); print([name for name in sys.modules if name.startswith('bibstep.')])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, timeout=600)
    assert done.stdout.strip() == b"[]"


@pytest.mark.parametrize("name", FORMATS)
def test_read_and_convert(name: str) -> None:
    assert "Hallmarks of" in "".join(convert(read(SEED), name))
    assert "Hallmarks of" in "".join(convert(read(io.BytesIO(SEED.read_bytes())), name))


def test_nothing_is_read_before_it_is_asked_for() -> None:
    asked: list[str] = []

    def records() -> Iterator[Record]:
        for title in ("One", "Two"):
            asked.append(title)
            yield Record("book", Rich.of(title))

    written = convert(records(), "bibtex")
    assert isinstance(written, Iterator)
    assert asked == []
    next(written)
    assert asked == ["One", "Two"]

    class Stream(io.BytesIO):
        lines = 0

        def readline(self, size: int | None = -1, /) -> bytes:
            self.lines += 1
            return super().readline(size)

    stream = Stream(b'{"title": "a"}\n' * 1000)
    found = read(stream)
    assert stream.lines == 0
    next(found)
    assert stream.lines < 10


def test_errors_come_with_the_first_record() -> None:
    with pytest.raises(InputError, match=r"missing\.json"):
        next(read("missing.json"))
    with pytest.raises(KeyError):
        next(read(SEED, format="nonsense"))
    with pytest.raises(KeyError):
        next(convert([], "nonsense"))


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b.json", "a/z.txt", "a/B.JSONL", ".hidden.json", ".git/x.json", "c.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(json.dumps({"title": name}))
    titles = [str(one.title) for one in read(tmp_path) if isinstance(one, Record)]
    assert titles == ["b.json", "a/B.JSONL", "a/z.txt"]
    left = [one for one in read(tmp_path, exclude=[str(tmp_path / "b.json")]) if isinstance(one, Record)]
    assert len(left) == 2


def test_rejected_records_and_remarks_are_reported() -> None:
    told: list[Rejected | Noted] = []
    list(convert(read(SEED, io.BytesIO(b"{}")), "bibtex", report=told.append))
    noted, rejected = told
    assert isinstance(noted, Noted)
    assert (noted.key, noted.source.line) == ("viswanathan2025hallmarks", 1)
    assert isinstance(rejected, Rejected)
    assert rejected.source.file == "<stream>"


def test_options_are_checked() -> None:
    for words in ({"notes": ["x"]}, {"omit": ["title"]}, {"duplicates": "x"}):
        with pytest.raises(ValueError, match="is not known"):
            Options(**words)
    with pytest.raises(ValueError, match="notes must be a list of words"):
        Options(notes="metrics")
    with pytest.raises(ValueError, match="omit must be a list of words"):
        Options(omit="abstract")


def test_what_convert_files_cannot_work_on_is_an_error_at_once() -> None:
    with ThreadPoolExecutor(1) as executor:
        with pytest.raises(TypeError, match="must be a list"):
            bibstep.convert_files("refs.bib", "bibtex", executor)
        with pytest.raises(ValueError, match="workers must not be negative"):
            bibstep.convert_files(["refs.bib"], "bibtex", executor, workers=-1)


def test_the_types_of_format_names_are_those_of_the_lists() -> None:
    assert get_args(ReadFormat) == tuple(READERS)
    assert get_args(WriteFormat) == tuple(FORMATS)


def test_a_type_checker_knows_the_names_of_formats() -> None:
    # The checks are those of mypy, which complains of a comment that ignores nothing.
    read_format: ReadFormat = "bibtex"
    write_format: WriteFormat = "biblatex"
    no_reader: ReadFormat = "biblatex"  # type: ignore[assignment]
    misspelt: WriteFormat = "bibtx"  # type: ignore[assignment]
    records = bibstep.reads("@book{k, title = {Cells}}", read_format)
    assert "title = {Cells}" in bibstep.writes(records, write_format)
    with pytest.raises(ValueError, match="did you mean 'bibtex'"):
        bibstep.writes(records, misspelt)
    with pytest.raises(ValueError, match="not a format to read"):
        bibstep.reads("", no_reader)
    with pytest.raises(ValueError, match="'first'"):
        bibstep.writes(records, duplicates="frist")  # type: ignore[arg-type]


def test_an_older_name_of_a_format_still_reads() -> None:
    assert READERS["seed"] is READERS["aggregator"]
    assert list(read(SEED, format="seed")) == list(read(SEED, format="aggregator"))


@pytest.mark.parametrize(("also", "name"), [("csl", "csl-json"), ("bib", "bibtex")])
def test_other_names_of_formats(also: str, name: str) -> None:
    text = bibstep.writes(Record("book", "Cells", citation_key="k"), also)
    assert text == bibstep.writes(Record("book", "Cells", citation_key="k"), name)
    assert [one.title for one in bibstep.reads(text, also) if isinstance(one, Record)] == [Rich.of("Cells")]


def test_a_notebook_shows_a_record_as_a_table() -> None:
    record = Record("book", "Cells <b>", author=(Name("Lee", "Ann"), Name("Poe", "E")), citation_key="k")
    assert record._repr_html_() == (
        "<table><tr><th>citation_key</th><td>k</td></tr><tr><th>type</th><td>book</td></tr>"
        "<tr><th>title</th><td>Cells &lt;b&gt;</td></tr><tr><th>author</th><td>Ann Lee; E Poe</td></tr></table>"
    )
